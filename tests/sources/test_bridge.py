"""The bridge from accelerators to foundries to lithography, and firms in several layers, by name.

The sources that meet here hardly share a name: one firm under two nodes would cut the chain.
"""

from __future__ import annotations

import pytest

from valuegraph.resources import data_dir
from valuegraph.store import Store
from valuegraph.vocabulary.namespaces import PREFIXES

HEAD = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("vg", "vgx", "vgd", "rdfs", "skos")
)

FIRMS = {
    "NVIDIA": ("nvidia", {"acceleratorDesign", "operator", "developer", "hasProvider"}),
    "AMD": ("amd", {"acceleratorDesign"}),
    "Intel": ("intel", {"acceleratorDesign", "fabricationMature", "operator", "developer"}),
    "Google": ("google", {"acceleratorDesign", "operator", "developer", "hasProvider"}),
    "Samsung": (
        "samsung-electronics",
        {
            "fabricationLeadingEdge",
            "fabricationMature",
            "highBandwidthMemory",
            "operator",
            "developer",
        },
    ),
    "TSMC": ("tsmc", {"fabricationLeadingEdge", "fabricationMature", "advancedPackaging"}),
    "SMIC": ("smic", {"fabricationLeadingEdge"}),
    "Cambricon": ("cambricon", {"acceleratorDesign"}),
    "Cerebras Systems": ("cerebras", {"acceleratorDesign", "operator", "developer"}),
    "Tesla": ("tesla", {"acceleratorDesign", "operator"}),
    "Graphcore": ("graphcore", {"owned"}),
    "Huawei": ("huawei", {"acceleratorDesign", "developer"}),
    "Amazon AWS": ("amazon-web-services", {"acceleratorDesign", "operator", "hasProvider"}),
    "Microsoft": ("microsoft", {"acceleratorDesign", "operator", "developer", "hasProvider"}),
    "Meta AI": ("meta", {"acceleratorDesign", "operator", "developer", "hasProvider"}),
    "Alibaba": ("alibaba", {"acceleratorDesign", "operator", "developer", "hasProvider"}),
    "Sunway": ("sunway", {"acceleratorDesign"}),
}
"""Epoch AI's name of a firm: its node, and parts and roles that must meet in it."""

UNITS = {
    "DeepMind": "google",
    "Google DeepMind": "google",
    "Facebook": "meta",
    "Alibaba DAMO Academy": "alibaba",
}

CHAIN = """
SELECT DISTINCT ?designer ?foundry ?tools ?optics WHERE {
  ?design vg:dependent ?chip ; vg:fillsRole vgx:acceleratorDesign ; vg:supplier ?designer .
  ?making vg:dependent ?chip ; vg:fillsRole vgx:fabricationLeadingEdge ; vg:supplier ?foundry .
  ?scanning vg:dependent ?foundry ; vg:fillsRole vgx:lithographyBelow7nm ; vg:supplier ?tools .
  ?grinding vg:dependent ?tools ; vg:fillsRole vgx:lithographyOptics ; vg:supplier ?optics .
}"""


@pytest.fixture(scope="module")
def shipped():
    """The core and Epoch AI's facts."""
    return Store.open([data_dir() / "core", data_dir() / "sources" / "epoch"], cache=None)


def rows(store, query):
    return [tuple(map(str, row)) for row in store.rows(HEAD + query)[1]]


def short(iri):
    return iri.rpartition("/")[2].rpartition("#")[2]


@pytest.mark.parametrize(
    ("name", "node"), [(n, i) for n, (i, _) in FIRMS.items()] + [*UNITS.items()]
)
def test_a_name_leads_to_one_firm(shipped, name, node):
    query = f"""SELECT DISTINCT ?firm WHERE {{
      ?firm a vg:Organization ; rdfs:label|skos:altLabel ?name . FILTER(LCASE(STR(?name)) = "{name.lower()}") }}"""
    assert [short(firm) for (firm,) in rows(shipped, query)] == [f"org-{node}"]


@pytest.mark.parametrize("name", FIRMS)
def test_the_layers_of_a_firm_meet_in_its_node(shipped, name):
    node, parts = FIRMS[name]
    query = f"""SELECT DISTINCT ?part ?role WHERE {{
      ?relation ?part vgd:org-{node} . OPTIONAL {{ ?relation vg:fillsRole ?role }} }}"""
    found = {short(term) for row in rows(shipped, query) for term in row}
    assert parts <= found


@pytest.mark.parametrize(
    ("chip", "designer", "foundry"),
    [
        ("nvidia-h100-sxm5-80gb", "nvidia", "tsmc"),
        ("amd-instinct-mi300x", "amd", "tsmc"),
        ("google-tpu-v4", "google", "tsmc"),
        ("huawei-ascend-910b", "huawei", "smic"),
        ("tesla-d1-dojo", "tesla", "tsmc"),
    ],
)
def test_a_chip_hangs_on_its_foundry(shipped, chip, designer, foundry):
    query = f"""SELECT ?designer ?foundry WHERE {{
      ?design vg:dependent vgd:chip-{chip} ; vg:fillsRole vgx:acceleratorDesign ; vg:supplier ?designer .
      ?making vg:dependent vgd:chip-{chip} ; vg:fillsRole vgx:fabricationLeadingEdge ; vg:supplier ?foundry }}"""
    assert {tuple(map(short, row)) for row in rows(shipped, query)} == {
        (f"org-{designer}", f"org-{foundry}")
    }


def test_accelerators_hang_on_lithography_and_its_optics(shipped):
    found = {tuple(map(short, row)) for row in rows(shipped, CHAIN)}
    for designer in ("nvidia", "amd", "google", "amazon-web-services", "intel", "meta"):
        assert (f"org-{designer}", "org-tsmc", "org-asml", "org-carl-zeiss-smt") in found
    assert {tools for _, _, tools, _ in found} == {"org-asml"}


def test_what_others_say_too_stays_one_relation(shipped):
    query = """SELECT ?making ?end WHERE {
      ?making vg:dependent vgd:chip-huawei-ascend-910c ; vg:supplier vgd:org-tsmc ;
        vg:fillsRole vgx:fabricationLeadingEdge . OPTIONAL { ?making vg:validTo ?end } }"""
    ((making, end),) = rows(shipped, query)
    assert end == "2024-11-11"
    evidence = f"SELECT DISTINCT ?source WHERE {{ <{making}> vg:hasEvidence/<{PREFIXES['dct']}source> ?source }}"
    assert len(rows(shipped, evidence)) > 1


def test_firms_of_alike_names_stay_apart(shipped):
    labels = ("Meta", "MetaX", "MetaMind Inc", "AI21 Labs", "Allen Institute for AI")
    query = "SELECT DISTINCT ?firm WHERE { ?firm a vg:Organization ; rdfs:label|skos:altLabel ?name . FILTER(STR(?name) = '%s') }"
    found = [rows(shipped, query % label) for label in labels]
    assert all(len(each) == 1 for each in found)
    assert len({each[0] for each in found}) == len(labels)


def test_models_with_host_chip_and_foundry_are_on_record(shipped):
    query = """SELECT DISTINCT ?model ?foundry WHERE {
      ?run a vg:TrainingRun ; vg:trainedAsset ?model ; vg:trainedWith ?chip .
      ?making vg:dependent ?chip ; vg:supplier ?foundry ; vg:fillsRole ?role .
      FILTER(?role IN (vgx:fabricationLeadingEdge, vgx:fabricationMature))
      ?offer vg:ofAsset ?model ; vg:hasChannel ?channel . FILTER(?channel IN (vgx:managedApi, vgx:hostedUi)) }"""
    found = rows(shipped, query)
    assert len({model for model, _ in found}) >= 30
    assert "org-tsmc" in {short(foundry) for _, foundry in found}
