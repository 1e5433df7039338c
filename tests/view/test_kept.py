"""A ranking that was kept is the ranking that would be computed, and nothing else is taken for it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

import valuegraph as vg
from valuegraph.errors import UsageError
from valuegraph.view import kept
from valuegraph.view.contrast import Contrast
from valuegraph.view.kept import columns_of, lines_of
from valuegraph.view.ranking import ASSUMPTIONS, Line, Ranking

CHAIN = Path(__file__).parent.parent / "projection" / "chain.ttl"
NONE = Contrast(dict)


@pytest.fixture
def load(tmp_path, monkeypatch):
    monkeypatch.setenv("VALUEGRAPH_CACHE_DIR", str(tmp_path / "cache"))
    return partial(vg.load, CHAIN, only=True, as_of="2026-06-01")


@pytest.fixture
def computed(monkeypatch):
    """Say of each ranking that is computed by what, and of each projection."""
    made = []

    def rank(*given, **options):
        made.append(options["by"])
        return ranked(*given, **options)

    ranked = kept.rank
    monkeypatch.setattr(kept, "rank", rank)
    return made


@pytest.mark.parametrize("by", ["group", "firm", "asset", "jurisdiction", "licence"])
def test_the_second_time_the_same_is_read(load, computed, by):
    first = load().chokepoints(by=by)
    rows = first.rows()
    again = load()
    second = again.chokepoints(by=by)
    assert second.rows() == rows
    assert second.ranking.lines == first.ranking.lines
    assert (second.coverage, second.assumptions) == (first.coverage, first.assumptions)
    assert computed == [by]
    assert "projection" not in vars(again)


def test_the_figures_are_those_of_a_graph_without_a_cache(load):
    load().chokepoints().rows()
    alone = vg.load(CHAIN, only=True, as_of="2026-06-01", cache=False).chokepoints()
    assert load().chokepoints().rows() == alone.rows()


def test_what_it_rests_on_is_computed_when_it_is_asked_for(load, computed):
    first, second = load().chokepoints(), load().chokepoints()
    assert computed == ["group"]
    assert second.ranking.basis.sets == first.ranking.basis.sets
    assert second.ranking.basis is second.ranking.basis
    assert computed == ["group", "group"]


def test_a_kept_ranking_can_be_explained_and_cut_off(load):
    load().chokepoints()
    kg = load()
    assert [line.name for line in kg.chokepoints(top=1).ranking.of("renewal")] == [
        kg.chokepoints().ranking.of("renewal")[0].name
    ]
    said = kg.chokepoints().explain("Stepper", draws=5, seed=1)
    assert all(proof.verify() for proof in said.proofs)


@pytest.mark.parametrize(
    "other",
    [{"surge": 0.9}, {"view": "renewal"}, {"by": "firm"}],
)
def test_another_question_has_its_own_answer(load, computed, other):
    load().chokepoints()
    asked = load().chokepoints(**other)
    alone = vg.load(CHAIN, only=True, as_of="2026-06-01", cache=False).chokepoints(**other)
    assert asked.rows() == alone.rows()
    assert len(computed) == 3


def test_another_slice_has_its_own_answer_and_only_the_latest_is_kept(load, computed):
    dates = ("2026-06-01", "2025-06-01", "2026-06-01", "2026-06-01")
    found = [load(as_of=day).chokepoints().rows() for day in dates]
    assert found[0] != found[1]
    assert found[0] == found[2] == found[3]
    assert len(computed) == 3


def test_other_code_computes_anew(load, computed, monkeypatch):
    load().chokepoints().rows()
    monkeypatch.setattr(kept, "_code", lambda: "other")
    load().chokepoints().rows()
    assert len(computed) == 2


def test_targets_that_somebody_named_are_computed(load, computed):
    for _ in range(2):
        load().chokepoints("Law Firm")
    assert len(computed) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [({"by": "a/b"}, "cannot rank"), ({"view": "both "}, "no view"), ({"surge": -1}, "capacity")],
)
def test_a_question_that_has_no_answer_is_refused_each_time(load, options, said):
    for _ in range(2):
        with pytest.raises(UsageError, match=said):
            load().chokepoints(**options)


def test_a_damaged_ranking_is_computed_again(load, computed, tmp_path):
    rows = load().chokepoints().rows()
    for path in (tmp_path / "cache").glob("*/columns/*.bin"):
        path.write_bytes(path.read_bytes()[:-1])
    assert load().chokepoints().rows() == rows
    assert len(computed) == 2


def test_coverage_is_read_the_second_time(load):
    first, again = load().info(), load()
    assert again.info() == first
    assert "projection" not in vars(again)
    assert load(as_of="2025-06-01").info().coverage != first.coverage


def line(name, facts=(), nodes=()):
    return Line(
        view="renewal",
        name=name,
        iri=f"urn:{name}",
        reach=0.1 + 0.2,
        share_lost=1 / 3,
        share_lost_surge=0.0,
        unavoidable=1e-300,
        leverage=1.0,
        verdict="",
        kind="",
        facts=facts,
        contrast=NONE,
        nodes=frozenset(nodes),
    )


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (line("a"),),
        (line("é\n\t", ("f", "g"), ("n",)), line("b"), line("c", ("g",), ("m", "n"))),
        (line("zero\0byte", ("a\0b",)),),
    ],
)
def test_columns_give_the_lines_back(lines):
    found = Ranking(lines, ("one", "two"), ASSUMPTIONS, "firm", 0.3, dict)
    assert lines_of(columns_of(found), NONE) == lines
