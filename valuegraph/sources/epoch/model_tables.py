"""The three tables of models, every column read or refused, merged by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.sources.epoch.model_columns import TABLES, USED

if TYPE_CHECKING:
    from valuegraph.sources.epoch.gathering import Gathering
    from valuegraph.sources.package import Package
    from valuegraph.sources.record import Record

__all__ = ["ModelRow", "read_tables"]


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model, as far as it is used.

    Attributes
    ----------
    name : str
        Its name, blanks and line breaks collapsed.
    records : tuple of Record
        Its rows, one of each table that holds it.
    tables : tuple of str
        The tables that hold it.
    """

    name: str
    records: tuple[Record, ...]
    tables: tuple[str, ...]

    @property
    def where(self) -> str:
        """File and row: those of its first row."""
        return self.records[0].where

    def record(self, column: str) -> Record:
        """Return the first of its rows in which a column is filled; else the first."""
        return next((each for each in self.records if each.has(column)), self.records[0])

    def text(self, column: str) -> str:
        """Return a column; empty where no table fills it."""
        record = self.record(column)
        return record.optional(column) if record.has(column) else ""


def read_tables(package: Package, gathering: Gathering) -> list[ModelRow]:
    """Read and merge; two tables that differ about a model stop the reading."""
    merged: dict[str, ModelRow] = {}
    for table, columns in TABLES.items():
        name = package.one(f"{table}.csv")
        for record in package.table(name, "Model", columns):
            _merge(record, table, merged)
            record.refuse(*(column for column in columns if column not in USED))
            for column in set(USED) & set(columns):
                record.optional(column)
            record.done()
            gathering.counts[f"rows of {table}"] += 1
    rows = list(merged.values())
    gathering.counts["models"] = len(rows)
    gathering.counts["models in both of the first two tables"] = sum(
        {"notable_ai_models", "large_scale_ai_models"} <= set(row.tables) for row in rows
    )
    return rows


def _merge(record: Record, table: str, merged: dict[str, ModelRow]) -> None:
    name = record.text("Model")
    known = merged.get(name)
    if known is None:
        merged[name] = ModelRow(name, (record,), (table,))
        return
    if table in known.tables:
        raise record.wrong("Model", f"{name!r} stands in this table twice")
    for column in USED:
        mine = record.optional(column) if record.has(column) else ""
        theirs = known.text(column)
        if mine and theirs and mine != theirs:
            raise record.wrong(
                column,
                f"{mine!r} here, but {theirs!r} in {known.where}",
                "correct one of the two tables, which describe the same model",
            )
    merged[name] = ModelRow(name, (*known.records, record), (*known.tables, table))
