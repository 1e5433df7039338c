"""``ml_hardware.csv``: who designs and who makes each accelerator, and at which process node."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, When
from valuegraph.sources.epoch.gathering import concept, firm, layered, plain, split

if TYPE_CHECKING:
    import datetime as dt

    from valuegraph.facts.drafts import Mention
    from valuegraph.sources.epoch.gathering import Ends, Gathering, Values
    from valuegraph.sources.package import Package
    from valuegraph.sources.record import Record

__all__ = ["Chips", "FirstUse", "read_hardware"]

READ = (
    "Hardware name",
    "Manufacturer",
    "Release date",
    "Process size (nm)",
    "Foundry",
    "Last modified",
    "Release price (USD)",
)
REFUSED = (
    # how fast, large and thrifty a chip is: no question asks for it yet
    "FP64 (double precision) performance (FLOP/s)",
    "FP32 (single precision) performance (FLOP/s)",
    "FP16 (half precision) performance (FLOP/s)",
    "TF32 (TensorFloat-32) performance (FLOP/s)",
    "Tensor-FP16/BF16 performance (FLOP/s)",
    "INT16 performance (OP/s)",
    "INT8 performance (OP/s)",
    "INT4 performance (OP/s)",
    "FP8 performance (FLOP/s)",
    "FP4 performance (FLOP/s)",
    "Memory size per board (Byte)",
    "Memory bandwidth (byte/s)",
    "Intranode bandwidth (byte/s)",
    "Internode bandwidth (bit/s)",
    "Die Size (mm^2)",
    "TDP (W)",
    "Base clock (MHz)",
    "Boost clock (MHz)",
    "Memory clock (MHz)",
    "Memory bus (bit)",
    "Tensor cores",
    "Transistors (millions)",
    # calculated by Epoch AI from the above
    "Max performance",
    "Energy efficiency",
    "Total processing performance (bit-OP/s)",
    "Price-performance",
    "ML OP/s",
    # "GPU", "XPU-R" and so on: the makers' own words, no scheme
    "Type",
    # the models table names its hardware itself
    "ML models",
    # addresses and text
    "Notes",
    "Link to datasheet",
    "Source for the price",
)
LEADING_EDGE = Decimal(7)
MAKER_IS_DESIGNER = (
    "The column names the maker of the product; that it designed the chip is read from it."
)
EARLY = (
    "The chip was in operation before the release date of the hardware table, so it was designed "
    "and made by then."
)
EXPECTED = "A release date after the day on which the row was last edited: expected, not seen."


@dataclass(frozen=True, slots=True)
class FirstUse:
    """The earliest cluster on record in which a chip runs."""

    day: dt.date
    locator: str
    confidence: Decimal
    supplier: str


@dataclass(slots=True)
class Chips:
    """The chips of the hardware table, and since when each is known."""

    names: set[str] = field(default_factory=set)
    since: dict[str, dt.date] = field(default_factory=dict)

    def mention(self, gathering: Gathering, name: str) -> Mention:
        """Return a chip by the source's name for it."""
        return layered("AIChip", gathering.renamed("chips", name))


def read_hardware(package: Package, gathering: Gathering, used: dict[str, FirstUse]) -> Chips:
    """Read the table; `used` are the chips that clusters name, with their first use."""
    chips = Chips()
    name = package.one("ml_hardware.csv")
    for record in package.table(name, "Hardware name", READ + REFUSED):
        _row(record, gathering, used, chips)
        record.refuse(*REFUSED)
        record.done()
        gathering.counts["hardware rows"] += 1
    for chip, use in sorted(used.items()):
        if chip not in chips.names and use.supplier:
            _from_cluster(chip, use, gathering, chips)
    return chips


@dataclass(frozen=True, slots=True)
class _Row:
    chip: Mention
    when: When
    locator: str
    confidence: Decimal
    note: str
    early: FirstUse | None
    values: Values


@dataclass(frozen=True, slots=True)
class _Said:
    original: str = ""
    note: str = ""
    kind: str = "derived"


def _row(record: Record, gathering: Gathering, used: dict[str, FirstUse], chips: Chips) -> None:
    name = record.text("Hardware name")
    if name in chips.names:
        raise record.wrong("Hardware name", f"{name!r} stands in this table twice")
    chips.names.add(name)
    released, edited = record.when("Release date"), record.optional("Last modified")
    ahead = bool(released and edited and released.start.isoformat() > edited[:10])
    early = used.get(name)
    when = released or gathering.undated()
    if early is None or early.day >= when.start:
        early = None
    else:
        when = When(early.day, "asOfDay")
    when = plain(when)
    chips.since[name] = when.start
    planned = ahead or name in gathering.table("planned_chips")
    if name in gathering.table("planned_chips"):
        gathering.looked.add(("planned_chips", name))
    row = _Row(
        chips.mention(gathering, name),
        when,
        record.where,
        Decimal("0.5" if ahead else "0.7"),
        EXPECTED if ahead else "",
        early,
        (("modality", concept("announced")),) if planned else (),
    )
    _design(record, row, gathering)
    _fabrication(record, row, gathering)
    if record.number("Release price (USD)") is not None:
        # what a board once cost is no price of an offering
        gathering.counts["hardware with a price"] += 1


def _design(record: Record, row: _Row, gathering: Gathering) -> None:
    maker = record.optional("Manufacturer")
    if not maker:
        gathering.refuse("no designer is named", row.locator)
        return
    gathering.counts["hardware with a designer"] += 1
    name = gathering.renamed("designers", maker)
    note = MAKER_IS_DESIGNER
    if name != maker:
        note = f"The cell names two firms, a maker and its group or backer. {note}"
    original = maker if name != maker else ""
    _supply(gathering, row, (name, "acceleratorDesign", "designWork"), _Said(original, note))


def _fabrication(record: Record, row: _Row, gathering: Gathering) -> None:
    size, foundries = record.number("Process size (nm)"), split(record.optional("Foundry"))
    if size is not None:
        gathering.counts["hardware with a process node"] += 1
    gathering.counts["hardware with a foundry"] += bool(foundries)
    gathering.counts["foundry links"] += len(foundries)
    if size is None:
        if foundries:
            gathering.refuse(
                f"the process node is blank, so the role of {', '.join(foundries)} is not known",
                row.locator,
            )
        return
    role = "fabricationLeadingEdge" if size <= LEADING_EDGE else "fabricationMature"
    ends: Ends = (("dependent", row.chip), ("requiresRole", concept(role)))
    gathering.add(_claim("Requirement", ends, row, _Said(), row.values))
    shared = "The cell names more than one foundry." if len(foundries) > 1 else ""
    for foundry in foundries:
        _supply(
            gathering,
            row,
            (foundry, role, "physicalSupply"),
            _Said(note=shared, kind="reported"),
            (("processSize", size),),
        )


def _supply(
    gathering: Gathering,
    row: _Row,
    who: tuple[str, str, str],
    said: _Said,
    values: Values = (),
) -> None:
    supplier, role, supply_kind = who
    ends = (
        ("supplier", firm(supplier)),
        ("dependent", row.chip),
        ("fillsRole", concept(role)),
    )
    told = (("supplyKind", concept(supply_kind)), *values, *row.values)
    gathering.add(_claim("Supply", ends, row, said, told))
    if row.early:
        early = Claim("Supply", ends, row.when, row.early.locator, row.early.confidence, told)
        gathering.add(replace(early, kind="derived", note=EARLY, document="clusters"))


def _claim(cls: str, ends: Ends, row: _Row, said: _Said, values: Values) -> Claim:
    return Claim(
        cls,
        ends,
        row.when,
        row.locator,
        row.confidence,
        values=values,
        kind=said.kind,
        original=said.original,
        note=f"{said.note} {row.note}".strip(),
        document="hardware",
    )


def _from_cluster(chip: str, use: FirstUse, gathering: Gathering, chips: Chips) -> None:
    when = plain(When(use.day, "asOfDay"))
    chips.since[chip] = when.start
    ends = (
        ("supplier", firm(use.supplier)),
        ("dependent", chips.mention(gathering, chip)),
        ("fillsRole", concept("acceleratorDesign")),
    )
    gathering.add(
        Claim(
            "Supply",
            ends,
            when,
            use.locator,
            Decimal("0.5"),
            values=(("supplyKind", concept("designWork")),),
            kind="derived",
            note="Not in the hardware table; the vendor named for the system's chips is taken as "
            "their designer.",
            document="clusters",
        )
    )
