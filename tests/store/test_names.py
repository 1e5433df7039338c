"""From what people type to the one thing they mean, or a useful no."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuegraph.errors import UnknownNameError
from valuegraph.store import Store
from valuegraph.store.names import normal
from valuegraph.vocabulary import VG, VGD, VGX

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MORE = """
vgd:org-café a vg:Organization ; rdfs:label "Café Noir"@en ; skos:altLabel "C.N."@en .
vgd:model-r a vg:Model ; rdfs:label "Command R"@en .
vgd:model-rplus a vg:Model ; rdfs:label "Command R+"@en .
vgd:model-g22b a vg:Model ; rdfs:label "Gem 2 2B"@en .
vgd:model-g2-2b a vg:Model ; rdfs:label "Gem 22B"@en .
vgd:org-twin-1 a vg:Organization ; rdfs:label "Twin"@en .
vgd:org-twin-2 a vg:Organization ; rdfs:label "Twin"@en .
vgd:jur-nl a vg:Jurisdiction ; rdfs:label "Netherlands"@en ; skos:notation "NL" .
vgd:lic-x a vg:Licence, <http://www.w3.org/ns/odrl/2/Set> ; rdfs:label "X licence"@en .
"""


@pytest.fixture
def named(data: Path, write: Callable[..., Path]) -> Store:
    return Store.open([data, write("more.ttl", MORE)], cache=None)


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("Lens Works", VGD + "org-lens"),
        ("NL", VGD + "jur-nl"),
        ("lens works", VGD + "org-lens"),
        ("LENS-WORKS", VGD + "org-lens"),
        ("lensworks", VGD + "org-lens"),
        (" lw ", VGD + "org-lens"),
        ("org-lens", VGD + "org-lens"),
        ("vgd:org-lens", VGD + "org-lens"),
        (VGD + "org-lens", VGD + "org-lens"),
        (f"<{VGD}org-lens>", VGD + "org-lens"),
        ("Chipschmiede", VGD + "org-chip"),
        ("cafe noir", VGD + "org-café"),
        ("CN", VGD + "org-café"),
        ("command r", VGD + "model-r"),
        ("Command R+", VGD + "model-rplus"),
        ("command r+", VGD + "model-rplus"),
        ("gem 2 2b", VGD + "model-g22b"),
        ("gem-22b", VGD + "model-g2-2b"),
        ("x licence", VGD + "lic-x"),
        ("lithography optics", VGX + "lithographyOptics"),
        ("vgx:lithographyOptics", VGX + "lithographyOptics"),
        ("a report", VGD + "src-report"),
    ],
)
def test_names(named: Store, name: str, iri: str) -> None:
    assert named.resolve(name) == iri


def test_organisations_come_first_unless_another_class_is_wanted(named: Store) -> None:
    assert named.resolve("Quill") == VGD + "org-quill"
    for cls in ("Model", "vg:Model", VG + "Model"):
        assert named.resolve("Quill", [cls]) == VGD + "model-quill"
    assert named.resolve("quill", ["Dataset", "Model", "Organization"]) == VGD + "model-quill"


def test_two_things_of_one_name_are_told_apart_by_the_user(named: Store) -> None:
    with pytest.raises(UnknownNameError, match="names 2 things") as caught:
        named.resolve("twin")
    assert caught.value.where == "vgd:org-twin-1, vgd:org-twin-2"
    assert "vgd:org-twin-1" in str(caught.value.mend)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Lens Work", "Lens Works (vgd:org-lens)"),
        ("chip fondry", "Chip Foundry (vgd:org-chip)"),
        ("Quil", "Quill (vgd:org-quill)"),
    ],
)
def test_near_misses(named: Store, name: str, near: str) -> None:
    with pytest.raises(UnknownNameError, match="did you mean") as caught:
        named.resolve(name)
    assert near in str(caught.value.mend)


@pytest.mark.parametrize(
    "name", ["", "   ", "?!", "zzzzzzzz", "http://nowhere/x", "vgd:nobody", "a>b"]
)
def test_nothing_of_the_kind(named: Store, name: str) -> None:
    with pytest.raises(UnknownNameError, match="nothing is called") as caught:
        named.resolve(name)
    assert "did you mean" not in str(caught.value.mend)


def test_name_of_another_class_only(named: Store) -> None:
    with pytest.raises(UnknownNameError, match="nothing among vg:Model is called 'Lens Works'"):
        named.resolve("Lens Works", ["Model"])


def test_index_is_kept(data: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Store.open([data], cache=cache).resolve("lw") == VGD + "org-lens"
    monkeypatch.setattr("valuegraph.store.names.names_of", lambda _: pytest.fail("built again"))
    assert Store.open([data], cache=cache).resolve("lw") == VGD + "org-lens"


@given(st.text())
def test_normal_form_is_stable(text: str) -> None:
    once = normal(text)
    assert normal(once) == once
    assert normal(f"  {text}. ") == once
