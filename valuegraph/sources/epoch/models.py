"""The models: who made each, where they are based, how it can be had, and what it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, When
from valuegraph.sources.epoch.gathering import concept, firm, layered, split

if TYPE_CHECKING:
    from valuegraph.facts.drafts import Mention
    from valuegraph.sources.epoch.gathering import Ends, Gathering, Values
    from valuegraph.sources.epoch.hardware import Chips
    from valuegraph.sources.epoch.model_tables import ModelRow

__all__ = ["claim_models"]

DOCUMENT = "models"
SURE, UNSURE = Decimal("0.7"), Decimal("0.5")
SERVED = ("managedApi", "hostedUi")
RETIRED = (
    "the table keeps the access of models that are served no longer; others say what is on offer"
)
WHO_OFFERS = "several organisations developed the model; which of them offers it is not said"
WHO_KEEPS = "several organisations are named; which of them keeps the model to itself is not said"
EXACT_SINCE = 2000
YEAR_DAYS = ((1, 1), (7, 1), (7, 2))
"""Days that stand for a year in the dates before `EXACT_SINCE`."""
LOSSY = ("restricted use", "non-commercial")
"""Words of a class of access that the level of access does not keep."""


@dataclass(frozen=True, slots=True)
class _Model:
    row: ModelRow
    mention: Mention
    when: When
    makers: tuple[str, ...]


def claim_models(rows: list[ModelRow], chips: Chips, gathering: Gathering) -> None:
    """Turn the merged rows into claims."""
    models = [_model(row, gathering) for row in rows]
    known = {model.row.name: model for model in models}
    _domiciles(models, gathering)
    for model in models:
        _developments(model, gathering)
        _access(model, gathering)
        _code(model, gathering)
        _training(model, chips, gathering)
        _bases(model, known, gathering)


def _model(row: ModelRow, gathering: Gathering) -> _Model:
    record = row.record("Publication date")
    published = record.when("Publication date")
    if published is None:
        raise record.wrong("Publication date", "is empty, and nothing can be dated without it")
    makers = _makers(row, gathering)
    mention = _named(row.name, makers, gathering)
    gathering.things[mention.handle] = mention
    return _Model(row, mention, _month(published), makers)


def _named(name: str, makers: tuple[str, ...], gathering: Gathering) -> Mention:
    """Return a model; one that the core has under another name goes by that, whoever is named."""
    if name in gathering.table("models"):
        return layered("Model", gathering.renamed("models", name))
    maker = makers[0] if len(makers) == 1 else ""
    return layered("Model", name, maker=maker)


def _month(when: When) -> When:
    """Return a date whose day only stands for its month, or for its year, as that.

    Far more dates than chance gives fall on the first of a month, and of those before 2000 on the
    beginning or the middle of a year.
    """
    day = when.start
    if when.precision != "day":
        return when
    if day.year < EXACT_SINCE and (day.month, day.day) in YEAR_DAYS:
        return When(day.replace(month=1, day=1), "year")
    return When(day, "month") if day.day == 1 else when


def _makers(row: ModelRow, gathering: Gathering) -> tuple[str, ...]:
    cell = row.text("Organization")
    whole = gathering.renamed("one_firm_with_comma", cell)
    names = dict.fromkeys([whole] if whole != cell else split(cell))
    gathering.counts["developer links"] += len(names)
    return gathering.developers(names, row.where)


def _known_on(when: When) -> When:
    """Return the interval of what was so by a day."""
    return When(when.start, f"asOf{when.precision[0].upper()}{when.precision[1:]}")


# --- who and where --------------------------------------------------------------------------------


def _developments(model: _Model, gathering: Gathering) -> None:
    for maker in model.makers:
        ends = (("developer", firm(maker)), ("developedAsset", model.mention))
        gathering.add(
            Claim("Development", ends, model.when, model.row.where, SURE, document=DOCUMENT)
        )
    if not model.row.text("Organization"):
        gathering.refuse("no organisation is named", model.row.where)


def _domiciles(models: list[_Model], gathering: Gathering) -> None:
    """Add one domicile of each organisation and country, from the first row that shows it.

    A row alone with its organisation gives all its countries. In a joint row the cell lists the
    countries of one organisation after the other, without saying where the next begins: it is read
    only as far as the others are known.
    """
    column = "Country (of organization)"
    homes: dict[str, tuple[str, ...]] = {}
    seen: dict[tuple[str, str], ModelRow] = {}
    for model in models:
        countries = split(model.row.text(column))
        gathering.counts["model country links"] += len(set(countries))
        if len(model.makers) == 1 and countries:
            homes.setdefault(model.makers[0], tuple(dict.fromkeys(countries)))
    for model in models:
        for maker, country in _paired(model, split(model.row.text(column)), homes, gathering):
            seen.setdefault((maker, country), model.row)
    for (maker, country), row in seen.items():
        where = gathering.country(row.record(column), column, country)
        if gathering.renamed("units", maker) != maker:
            gathering.refuse(f"{maker} is a unit: its seat is not that of its firm", row.where)
        elif where is not None:
            ends: Ends = (("organization", firm(maker)), ("inJurisdiction", where))
            when = gathering.undated()
            gathering.add(Claim("Domicile", ends, when, row.where, SURE, document=DOCUMENT))


def _paired(
    model: _Model, countries: list[str], homes: dict[str, tuple[str, ...]], gathering: Gathering
) -> list[tuple[str, str]]:
    makers = model.makers
    if len(makers) == 1:
        return [(makers[0], country) for country in countries]
    expected = [country for maker in makers for country in homes.get(maker, ("?",))]
    fits = len(expected) == len(countries) and all(
        home in ("?", country) for home, country in zip(expected, countries, strict=True)
    )
    if not fits:
        if countries and makers:
            why = "the countries of the joint organisations cannot be told apart"
            gathering.refuse(why, model.row.where)
        return []
    owners = [maker for maker in makers for _ in homes.get(maker, ("?",))]
    return list(zip(owners, countries, strict=True))


# --- how it can be had ----------------------------------------------------------------------------


def _access(model: _Model, gathering: Gathering) -> None:
    """State how the model can be had on the day of the copy.

    The class of access is what holds when the table is edited; the day of publication need not be
    the day of a release: GPT-2 was published nine months before its largest weights were. What is
    given away stays; what is served may have been retired, and the table does not say so.
    """
    told = model.row.text("Model accessibility")
    if not told:
        gathering.counts["models without a class of access"] += 1
        return
    gathering.counts["models with a class of access"] += 1
    gathering.counts[f"models: {told}"] += 1
    record = model.row.record("Model accessibility")
    channel, level = gathering.choice(record, "Model accessibility", "access").split()
    _status(model, "Model accessibility", ("weights", "weights"), gathering)
    original = told if any(word in told for word in LOSSY) else ""
    joint = len({gathering.renamed("units", maker) for maker in model.makers}) > 1
    if channel in SERVED:
        gathering.refuse(RETIRED, model.row.where)
        return
    if joint:
        gathering.refuse(WHO_KEEPS if channel == "notOffered" else WHO_OFFERS, model.row.where)
        return
    values: Values = (
        ("accessLevel", concept(level)),
        ("offeringKind", concept("firstParty")),
    )
    for maker in model.makers:
        ends = (
            ("hasProvider", firm(maker)),
            ("ofAsset", model.mention),
            ("hasChannel", concept(channel)),
        )
        gathering.add(
            Claim(
                "Offering",
                ends,
                gathering.undated(),
                model.row.where,
                SURE,
                values=values,
                original=original,
                document=DOCUMENT,
            )
        )


def _code(model: _Model, gathering: Gathering) -> None:
    for column, component in (
        ("Training code accessibility", "trainingCode"),
        ("Inference code accessibility", "inferenceCode"),
    ):
        if model.row.text(column):
            gathering.counts[f"models with a class of {component}"] += 1
            _status(model, column, (component, "code"), gathering)


def _status(model: _Model, column: str, about: tuple[str, str], gathering: Gathering) -> None:
    component, table = about
    status = gathering.choice(model.row.record(column), column, table)
    ends = (
        ("ofAsset", model.mention),
        ("component", concept(component)),
        ("status", concept(status)),
    )
    gathering.add(
        Claim(
            "ComponentStatus",
            ends,
            gathering.undated(),
            model.row.where,
            SURE,
            kind="derived",
            original=model.row.text(column) if status == "partial" else "",
            document=DOCUMENT,
        )
    )


# --- what it was made from ------------------------------------------------------------------------


def _training(model: _Model, chips: Chips, gathering: Gathering) -> None:
    hardware = split(model.row.text("Training hardware"))
    for name in hardware:
        gathering.counts["training hardware links"] += 1
        gathering.counts["training hardware links to the hardware table"] += name in chips.names
        # several kinds of chips share one count in the table, so it is kept only where there is one
        record = model.row.record("Hardware quantity")
        count = record.number("Hardware quantity") if record.has("Hardware quantity") else None
        values: Values = ()
        if count and len(hardware) == 1:
            values = (("quantity", Decimal(int(count))), ("unit", "chips"))
        _run(model, chips.mention(gathering, name), values, gathering)
    for name in split(model.row.text("Training dataset")):
        gathering.counts["training dataset links"] += 1
        if gathering.renamed("no_dataset", name) != name:
            gathering.counts["training dataset links that name none"] += 1
            gathering.refuse(f"{name!r} is no data set that has a name", model.row.where)
            continue
        _run(model, layered("Dataset", name), (), gathering)


def _run(model: _Model, with_: Mention, values: Values, gathering: Gathering) -> None:
    ends = (("trainedAsset", model.mention), ("trainedWith", with_))
    when = _known_on(model.when)
    gathering.add(
        Claim("TrainingRun", ends, when, model.row.where, SURE, values=values, document=DOCUMENT)
    )


def _bases(model: _Model, known: dict[str, _Model], gathering: Gathering) -> None:
    for name in split(model.row.text("Base model")):
        gathering.counts["base model links"] += 1
        base = known.get(name)
        if base is None:
            gathering.counts["base models outside the tables"] += 1
        elif base is model:
            gathering.refuse("the model is named as its own base", model.row.where)
            continue
        source = layered("Model", name) if base is None else base.mention
        ends = (("derivedAsset", model.mention), ("sourceAsset", source))
        values: Values = (("derivationKind", concept("notStatedDerivation")),)
        values = (*values, *(("hasPerformer", firm(maker)) for maker in model.makers))
        gathering.add(
            Claim(
                "Derivation",
                ends,
                model.when,
                model.row.where,
                SURE,
                values=values,
                document=DOCUMENT,
            )
        )
