from valuegraph.view.governed import governed
from valuegraph.view.model import MapGovernance


def row(name, kind, sentence, **ends):
    return {"name": name, "type": kind, "sentence": sentence, **ends}


def test_reasons_are_told_without_name_and_type_and_counted():
    rows = [
        row("A: weights from X", "openness", "A: weights from X: openness, since all can be had.",
            offering_iri="o1", asset_iri="m", provider_iri="x"),
        row("A by Y", "openness", "A by Y: openness, since all can be had.",
            offering_iri="o2", asset_iri="m", provider_iri="y"),
        row("A in Z", "undetermined governance", "A in Z: undetermined; not known: channel.",
            offering_iri="o3", asset_iri="m", provider_iri=None),
    ]  # fmt: skip
    found = governed(rows)
    open_ = MapGovernance("openness", "since all can be had.", 2)
    unknown = MapGovernance("undetermined governance", "not known: channel.", 1)
    assert found["m"] == (open_, unknown)
    assert found["x"] == (MapGovernance("openness", "since all can be had."),)
    assert found["o3"] == (unknown,)
    assert None not in found


def test_nothing_offered_is_nothing_said():
    assert governed([]) == {}
