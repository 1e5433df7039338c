from hypothesis import given
from hypothesis import strategies as st

from valuegraph.view.packing import OF_A_FACT, in_columns, squeezed, unsqueezed


def line(source, target, **values):
    about = dict.fromkeys(OF_A_FACT, "") | {"evidence": [[0, "page 1", 0.7, 0]]}
    return {"from": source, "to": target, "kind": 0, "role": "access", **about, **values}


@given(st.text())
def test_what_is_squeezed_comes_back(text):
    whole = text.encode("utf-8", "backslashreplace").decode("utf-8")
    assert unsqueezed(squeezed(whole)) == whole
    assert squeezed(whole) == squeezed(whole)


def test_facts_are_kept_once_and_lines_in_their_order():
    lines = [line(1, 2, fact="a"), line(2, 3, fact="b", role="weights"), line(1, 3, fact="a")]
    packed = in_columns(lines)
    assert packed["facts"]["fact"] == ["a", "b"]
    assert packed["statements"]["about"] == [0, 1, 0]
    assert packed["statements"]["from"] == [1, 2, 1]
    assert packed["roles"] == ["access", "weights"]
    assert packed["statements"]["role"] == [0, 1, 0]


def test_facts_that_share_an_iri_but_say_different_things_stay_apart():
    packed = in_columns([line(1, 2, fact="a", label="x"), line(1, 2, fact="a", label="y")])
    assert packed["facts"]["label"] == ["x", "y"]


def test_nothing_gives_empty_columns():
    packed = in_columns([])
    assert packed["roles"] == []
    assert {len(column) for column in packed["statements"].values()} == {0}
