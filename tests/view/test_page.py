import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest

from tests.view.hostile import URLS, hostile_map
from tests.view.invented import invented_map
from valuegraph.errors import FileProblem, GraphError
from valuegraph.view import iframe_html, page, render, write_map
from valuegraph.view.model import MapGovernance, MapStep
from valuegraph.view.network import MapNetwork
from valuegraph.view.packing import unsqueezed
from valuegraph.view.payload import safe_url


class Reader(HTMLParser):
    """Collects what a browser would: scripts, styles, attributes of every element."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.texts = []
        self.current = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")
        self.current = True

    def handle_endtag(self, tag):
        self.current = False

    def handle_data(self, data):
        if self.current:
            self.texts[-1] += data

    def inside(self, tag):
        pairs = zip(self.elements, self.texts, strict=True)
        return [(attrs, text) for (name, attrs), text in pairs if name == tag]

    def packed(self):
        return next(text for attrs, text in self.inside("script") if attrs.get("type"))

    def data(self):
        return json.loads(unsqueezed(self.packed()))

    def policy(self):
        content = next(
            a["content"]
            for a, _ in self.inside("meta")
            if a.get("http-equiv") == "Content-Security-Policy"
        )
        return dict(part.split(" ", 1) for part in content.split("; "))


@pytest.fixture(scope="module")
def html():
    return render(invented_map(60))


@pytest.fixture(scope="module")
def hostile():
    return render(hostile_map())


def sha256(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def test_the_policy_allows_these_scripts_and_this_style_and_nothing_else(html):
    read = Reader(html)
    run = [text for attrs, text in read.inside("script") if "type" not in attrs]
    assert len(run) == len(page.SCRIPTS) + 1
    policy = read.policy()
    assert policy["default-src"] == "'none'"
    assert policy["script-src"].split() == [sha256(text) for text in run]
    assert policy["style-src"].split() == [sha256(text) for _, text in read.inside("style")]
    assert policy["img-src"] == "data:"
    assert "unsafe" not in str(policy)


def test_the_page_names_no_other_file(html):
    for tag, attrs in Reader(html).elements:
        for name in ("src", "href", "srcset", "action", "data", "style"):
            assert attrs.get(name, "data:,") == "data:,", (tag, attrs)
        assert not [name for name in attrs if name.startswith("on")]
    assert "sourceMappingURL" not in html


def test_the_bundle_is_the_one_that_was_tested():
    content = files("pyvis").joinpath(*page.BUNDLE).read_bytes()
    assert hashlib.sha256(content).hexdigest() == page.BUNDLE_SHA256
    assert "@version 9.1.2" in content[:400].decode()


def test_another_bundle_is_refused(monkeypatch):
    monkeypatch.setattr(page, "BUNDLE_SHA256", "0" * 64)
    with pytest.raises(FileProblem, match="unknown vis-network bundle"):
        page.vis_network.__wrapped__()


def test_hostile_texts_add_no_element_and_arrive_as_they_were(html, hostile):
    count = [tag for tag, _ in Reader(html).elements]
    assert [tag for tag, _ in Reader(hostile).elements] == count
    data = Reader(hostile).data()
    given = hostile_map()
    assert data["title"] == given.title
    assert [box["key"] for box in data["boxes"]] == [node.id for node in given.nodes]
    assert data["facts"]["terms"] == [s.terms for s in given.statements[:2]]
    assert data["statements"]["about"] == [0, 1, 0, 1]


def test_data_hold_no_character_that_markup_or_scripts_give_a_meaning(hostile):
    assert re.fullmatch("[A-Za-z0-9+/=]+", Reader(hostile).packed())
    hostile.encode("utf-8")


@pytest.mark.parametrize(
    "url", [*URLS[:-1], "", "https://[bad", "https:///path", "https://exa mple.org"]
)
def test_only_plain_web_addresses_become_links(url):
    assert safe_url(url) is None


@pytest.mark.parametrize("url", ["https://example.org/a?b=c&d#e", "HTTP://example.org"])
def test_web_addresses_stay_as_they_are(url):
    assert safe_url(url) == url


@pytest.mark.parametrize("text", ["a</SCRIPT>", "b</style>", "c<!--"])
def test_a_script_that_would_end_its_element_is_refused(text):
    with pytest.raises(FileProblem, match="end its own element"):
        page.inlined(text)


def test_every_statement_and_every_piece_of_evidence_is_in_the_page():
    given = invented_map(1500)
    data = Reader(render(given)).data()
    lines, facts = data["statements"], data["facts"]
    assert {len(column) for column in lines.values()} == {len(given.statements)}
    for at, wanted in enumerate(given.statements):
        about = lines["about"][at]
        assert facts["fact"][about] == wanted.id
        assert facts["label"][about] == wanted.label
        assert data["boxes"][lines["from"][at]]["key"] == wanted.source
        assert data["boxes"][lines["to"][at]]["key"] == wanted.target
        assert data["kinds"][lines["kind"][at]]["id"] == wanted.kind
        assert data["roles"][lines["role"][at]] == wanted.role
        titles = [data["sources"][number]["title"] for number, *_ in facts["evidence"][about]]
        assert titles == [item.source_title for item in wanted.evidence]


def test_a_fact_that_stands_on_many_lines_is_in_the_page_once():
    given = invented_map(60)
    ends = [node.id for node in given.nodes if node.stage == 7]
    first = given.statements[0]
    many = tuple(replace(first, target=end) for end in ends)
    data = Reader(render(replace(given, statements=many, chokepoints=()))).data()
    assert data["facts"]["fact"] == [first.id]
    assert data["statements"]["about"] == [0] * len(ends)


def test_governance_and_certificates_are_in_the_page():
    given = invented_map(60)
    types = (MapGovernance("captive platform", "since the provider runs it", 3),)
    steps = (MapStep("It withdraws."), MapStep("Nothing is made.", (given.statements[0].id,)))
    data = replace(
        given,
        nodes=(replace(given.nodes[0], governance=types), *given.nodes[1:]),
        chokepoints=(replace(given.chokepoints[0], certificate=steps),),
    )
    read = Reader(render(data)).data()
    assert read["boxes"][0]["governance"] == [["captive platform", "since the provider runs it", 3]]
    wanted = [["It withdraws.", []], ["Nothing is made.", [given.statements[0].id]]]
    assert read["chokepoints"][0]["steps"] == wanted


def test_keys_of_boxes_are_unique_even_where_all_names_are_alike():
    given = invented_map(1500)
    alike = replace(given, nodes=tuple(replace(n, label="Same", group="one") for n in given.nodes))
    boxes = Reader(render(alike)).data()["boxes"]
    assert len(boxes) > len(given.nodes)
    assert len({box["key"] for box in boxes}) == len(boxes)


def test_rendering_twice_gives_the_same_page(html):
    assert render(invented_map(60)) == html


def test_the_file_is_utf8_whole_and_alone_in_any_locale(tmp_path):
    code = (
        "from tests.view.hostile import hostile_map\n"
        "from dataclasses import replace\n"
        "from valuegraph.view import write_map\n"
        "write_map(replace(hostile_map(), title='Gl\\u00fcck \\u2192 \\u82af'), 'map.html')\n"
    )
    root = Path(__file__).parents[2]
    env = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONPATH": str(root),
    }
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, check=True)
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]
    assert "Glück → 芯" in (tmp_path / "map.html").read_text("utf-8")


def test_a_folder_that_is_missing_is_a_file_problem_and_an_old_map_survives(tmp_path, monkeypatch):
    data = invented_map(60)
    with pytest.raises(FileProblem, match="cannot be written"):
        write_map(data, tmp_path / "missing" / "map.html")
    target = tmp_path / "map.html"
    target.write_text("old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(FileProblem, match="No space left"):
        write_map(data, target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_network_is_a_pyvis_network_that_a_caller_can_add_to():
    from pyvis.network import Network

    network = MapNetwork(invented_map(60))
    assert isinstance(network, Network)
    assert network.directed
    before = network.num_edges()
    network.add_edge(0, 1, **{k: v for k, v in network.edges[0].items() if k not in {"from", "to"}})
    network.add_edge(0, 1, **{k: v for k, v in network.edges[0].items() if k not in {"from", "to"}})
    assert network.num_edges() == before + 2
    assert len(Reader(network.generate_html()).data()["statements"]["from"]) == before + 2
    with pytest.raises(GraphError, match="no box 999"):
        network.add_edge(0, 999)


def test_the_notebook_frame_is_sandboxed_and_holds_the_whole_page(hostile):
    (attrs,) = [a for a, _ in Reader(iframe_html(hostile, 500)).inside("iframe")]
    assert attrs["srcdoc"] == hostile
    assert attrs["height"] == "500"
    assert "allow-scripts" in attrs["sandbox"]
    assert "allow-same-origin" not in attrs["sandbox"]


def test_importing_the_room_does_not_import_pyvis():
    code = "import sys, valuegraph.view; print([m for m in ('pyvis', 'jinja2', 'IPython', 'matplotlib', 'numpy') if m in sys.modules])"
    root = Path(__file__).parents[2]
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True
    )
    assert out.stdout.strip() == "[]"
