"""What runs too long, takes too much or comes too often: refused in words, and the next is served."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from operator import methodcaller
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest

from tests.serve.conftest import Served, run, serving
from tests.serve.test_protocol import problem
from valuegraph.serve.asking import PREFIX, sweep
from valuegraph.serve.limits import Limits

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.knowledge_graph import KnowledgeGraph

NEVER_ENDS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
QUICK = "ASK { ?s ?p ?o }"
MANY = "{ SELECT * { ?a ?b ?c } LIMIT 450 } { SELECT * { ?d ?e ?f } LIMIT 450 }"
SLOW = f"SELECT (COUNT(*) AS ?n) {{ {MANY} FILTER(CONTAINS(STR(?a), STR(?f))) }}"
"""About a second."""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(true: object, seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


def distinct(text: str, number: int) -> str:
    return f"{text} # {number}"


def test_a_query_that_never_ends_is_killed_at_its_limit_and_the_next_is_served(
    narrow: Served,
) -> None:
    before = set(narrow.pids)
    start = time.monotonic()
    said = problem(narrow.ask(NEVER_ENDS), 504)
    took = time.monotonic() - start
    assert "1 s" in said["detail"]
    assert 1.0 <= took < 4.0
    killed = before - set(narrow.pids)
    assert killed
    assert until(lambda: not any(map(alive, killed)))
    assert narrow.ask(QUICK).json()["boolean"] is True


@pytest.mark.slow
def test_queries_that_never_end_side_by_side(narrow: Served) -> None:
    with ThreadPoolExecutor(4) as many:
        asked = [distinct(NEVER_ENDS, number) for number in range(4)]
        statuses = sorted(each.status_code for each in many.map(narrow.ask, asked))
    assert statuses == [504] * 4
    assert narrow.ask(QUICK).status_code == 200


def test_too_many_rows(narrow: Served) -> None:
    fifty = "SELECT ?x { VALUES ?x { " + " ".join(map(str, range(50))) + " } }"
    for media in ("json", "xml", "csv", "tsv"):
        held = narrow.client.get("/sparql", params={"query": fifty, "format": media})
        assert held.status_code == 200, held.text
        over = fifty.replace("49", "49 50")
        refused = narrow.client.get("/sparql", params={"query": over, "format": media})
        assert "50 rows" in problem(refused, 403)["detail"]


def test_too_many_triples(narrow: Served) -> None:
    said = problem(narrow.ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"), 403)
    assert "50 triples" in said["detail"]
    assert "LIMIT" in said["mend"]


def test_too_many_bytes(narrow: Served) -> None:
    long = "SELECT (CONCAT(?y, ?y, ?y, ?y, ?y, ?y, ?y, ?y, ?y) AS ?x) { VALUES ?y { 'LONG' } }"
    long = long.replace("LONG", "x" * 2500)
    said = problem(narrow.client.post("/sparql", data={"query": long}), 403)
    assert "20,000 bytes" in said["detail"]
    graph = long.replace("SELECT (", "CONSTRUCT { <a:b> <a:b> ?x } WHERE { SELECT (") + " }"
    problem(narrow.client.post("/sparql", data={"query": graph}), 403)


def test_rows_that_look_like_the_seam_between_rows_are_not_counted_twice(narrow: Served) -> None:
    texts = " ".join(f'"}},{{ {number} }},{{\\"}},{{"' for number in range(50))
    found = narrow.ask(f"SELECT ?x {{ VALUES ?x {{ {texts} }} }}")
    assert found.status_code == 200
    assert len(found.json()["results"]["bindings"]) == 50
    lines = " ".join(f'"a\\nb \\"{number}\\" \\n"' for number in range(50))
    found = narrow.ask(f"SELECT ?x {{ VALUES ?x {{ {lines} }} }}", Accept="text/csv")
    assert found.status_code == 200


@pytest.mark.parametrize("text", [
    "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f } }",
    "SELECT (STRLEN(?x40) AS ?n) { BIND('x' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40)) + " }",
])  # fmt: skip
def test_memory_is_bounded(tiny: KnowledgeGraph, text: str) -> None:
    with serving(tiny, Limits(seconds=60, memory=128 << 20, at_once=1)) as served:
        said = problem(served.ask(text), 507)
        assert "128 MB" in said["detail"]
        assert served.ask(QUICK).status_code == 200


def test_a_worker_killed_in_the_midst_is_replaced_and_its_question_asked_again(
    tiny: KnowledgeGraph,
) -> None:
    with serving(tiny, Limits(seconds=60, at_once=1)) as served, ThreadPoolExecutor(1) as other:
        (before,) = served.pids
        asked = other.submit(served.ask, SLOW)
        assert until(lambda: served.site.asking.state["running"])
        os.kill(before, signal.SIGKILL)
        assert asked.result().status_code == 200
        (after,) = served.pids
        assert after != before


def test_workers_killed_while_idle_are_replaced(narrow: Served) -> None:
    for pid in narrow.pids:
        os.kill(pid, signal.SIGKILL)
    for number in range(3):
        assert narrow.ask(distinct(QUICK, number)).status_code == 200
    assert len(narrow.pids) >= 1


def test_a_question_whose_process_dies_twice_is_told(tiny: KnowledgeGraph) -> None:
    with serving(tiny, Limits(seconds=60, at_once=1)) as served, ThreadPoolExecutor(1) as other:
        asked = other.submit(served.ask, NEVER_ENDS)
        for _ in range(2):
            assert until(lambda: served.site.asking.state["running"] and served.pids)
            (pid,) = served.pids
            os.kill(pid, signal.SIGKILL)
            assert until(lambda pid=pid: pid not in served.pids)
        problem(asked.result(), 500)
        assert served.ask(QUICK).status_code == 200


@pytest.mark.slow
def test_the_queue_is_bounded_and_says_when_to_come_again(tiny: KnowledgeGraph) -> None:
    limits = Limits(seconds=2.0, at_once=1, waiting=2)
    with serving(tiny, limits) as served, ThreadPoolExecutor(8) as many:
        texts = [distinct(NEVER_ENDS, number) for number in range(8)]
        found = list(many.map(served.ask, texts))
        busy = [each for each in found if each.status_code == 503]
        assert len(busy) == 5
        assert {each.headers["retry-after"] for each in busy} == {"5"}
        assert "answer" in problem(busy[0], 503)["detail"]
        assert sum(each.status_code == 504 for each in found) == 3


@pytest.mark.slow
def test_nobody_waits_for_ever(tiny: KnowledgeGraph) -> None:
    with (
        serving(tiny, Limits(seconds=3.0, at_once=1, wait=0.3)) as served,
        ThreadPoolExecutor(2) as many,
    ):
        first = many.submit(served.ask, NEVER_ENDS)
        assert until(lambda: served.site.asking.state["running"])
        assert "0.3 s" in problem(served.ask(QUICK), 503)["why"]
        assert first.result().status_code == 504


def test_who_goes_away_frees_the_process(tiny: KnowledgeGraph) -> None:
    with serving(tiny, Limits(seconds=60, at_once=1)) as served:
        asking = served.site.asking
        with socket.create_connection(("127.0.0.1", served.port)) as gone:
            head = f"GET /sparql?query={quote(NEVER_ENDS)} HTTP/1.1\r\nHost: localhost\r\n\r\n"
            gone.sendall(head.encode())
            assert until(lambda: asking.state["running"])
            (pid,) = served.pids
        assert until(lambda: not asking.state["running"])
        assert until(lambda: not alive(pid))
        start = time.monotonic()
        assert served.ask(QUICK).status_code == 200
        assert time.monotonic() - start < 10


def test_questions_on_their_way_share_one_run(tiny: KnowledgeGraph) -> None:
    with serving(tiny, Limits(seconds=60, at_once=4)) as served, ThreadPoolExecutor(6) as many:
        most = 0
        asked = [many.submit(served.ask, SLOW) for _ in range(6)]
        while not all(each.done() for each in asked):
            most = max(most, served.site.asking.state["running"])
            time.sleep(0.005)
        assert len({each.result().content for each in asked}) == 1
        assert most == 1


def test_one_of_several_who_share_a_run_may_go(tiny: KnowledgeGraph) -> None:
    with serving(tiny, Limits(seconds=60, at_once=1)) as served, ThreadPoolExecutor(1) as other:
        with socket.create_connection(("127.0.0.1", served.port)) as gone:
            head = f"GET /sparql?query={quote(SLOW)} HTTP/1.1\r\nHost: localhost\r\n\r\n"
            gone.sendall(head.encode())
            assert until(lambda: served.site.asking.state["running"])
            asked = other.submit(served.ask, SLOW)
            time.sleep(0.1)
        assert asked.result().status_code == 200


def test_what_changes_with_the_moment_is_not_kept(server: Served) -> None:
    kept = server.site.asking.state["answers_kept"]
    found = {server.ask("SELECT (RAND() AS ?x) {}").text for _ in range(3)}
    assert len(found) == 3
    assert server.site.asking.state["answers_kept"] == kept
    server.ask("SELECT (1 + 1 AS ?x) {}")
    assert server.site.asking.state["answers_kept"] == kept + 1


@pytest.mark.slow
def test_pages_work_within_the_same_limits(tiny: KnowledgeGraph) -> None:
    from valuegraph.serve.refusals import Refusal

    async def asked() -> None:
        from valuegraph.serve.asking import Asking

        asking = Asking(tiny, Limits(page_seconds=2.0))
        try:
            assert await asking.work(repr) == repr(tiny)
            with pytest.raises(Refusal, match="2 s") as caught:
                await asking.work(methodcaller("query", NEVER_ENDS))
            assert caught.value.status == 504
            with pytest.raises(LookupError, match="nobody"):
                await asking.work(methodcaller("show", "nobody has this name"))
        finally:
            await asking.end()

    run(asked())


@pytest.mark.slow
def test_no_process_outlives_the_server_and_who_waits_is_told(tiny: KnowledgeGraph) -> None:
    with ThreadPoolExecutor(1) as other, serving(tiny, Limits(seconds=60)) as served:
        asked = other.submit(httpx.get, f"{served.base}/sparql", params={"query": NEVER_ENDS},
                             timeout=60)  # fmt: skip
        assert until(lambda: served.site.asking.state["running"])
        pids = served.pids
        assert len(pids) == 2
        asked.add_done_callback(lambda _: None)
    assert "shut down" in problem(asked.result(), 503)["detail"]
    assert until(lambda: not any(map(alive, pids)))


def test_what_killed_servers_left_is_deleted(tmp_path: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = tmp_path / f"{PREFIX}{gone.pid}-abc"
    mine, other = tmp_path / f"{PREFIX}{os.getpid()}-abc", tmp_path / f"{PREFIX}x"
    for folder in (left / "db", mine, other):
        folder.mkdir(parents=True)
    sweep(tmp_path)
    assert not left.exists()
    assert mine.exists()
    assert other.exists()
