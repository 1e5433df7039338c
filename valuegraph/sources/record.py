"""One record of a source, every field of which is read or refused by name."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeVar

from valuegraph.errors import DataError
from valuegraph.facts.drafts import When

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Record"]

T = TypeVar("T")
_FULL = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")
_YEAR = re.compile(r"(\d{4})\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Record:
    """Fields of one row, entry or document, and which of them have been looked at.

    Parameters
    ----------
    fields : mapping of str to object
        Text, numbers, lists and mappings as the file gives them.
    where : str
        File and row, as it stands in messages and locators: ``ml_hardware.csv, row 'A100'``.
    """

    def __init__(self, fields: Mapping[str, object], where: str) -> None:
        self._fields = fields
        self._unread = set(fields)
        self.where = where

    @classmethod
    def of(cls, found: object, where: str) -> Record:
        """Return what a document or a part of it holds as a record.

        Raises
        ------
        DataError
            It is no mapping.
        """
        if not isinstance(found, dict):
            raise DataError(
                "this holds no record: it is no mapping of names to values",
                where=where,
                why="what is cut off or of another layout would pass for a record that says nothing",
                mend="fetch it from the publisher again",
            )
        return cls(found, where)

    def wrong(self, name: str, what: str, mend: str = "") -> DataError:
        """Return the error for a field that cannot be read."""
        return DataError(
            f"{name}: {what}",
            where=f"{self.where}, column {name}",
            why="a record that is guessed at could become a wrong fact",
            mend=mend or "correct the copy, or add the value to the lookups of the source",
        )

    def raw(self, name: str) -> object:
        """Return a field as it stands; an error when the record has no such field.

        A control sign in it is an error as well: it cannot be seen, and makes another name of a
        known one.
        """
        if name not in self._fields:
            raise self.wrong(
                name,
                "there is no such field",
                "this copy has another layout than the reader knows; see `valuegraph sources`",
            )
        self._unread.discard(name)
        value = self._fields[name]
        for text in value if isinstance(value, list) else [value]:
            sign = _CONTROL.search(text) if isinstance(text, str) else None
            if sign:
                raise self.wrong(
                    name,
                    f"the control sign {ord(sign[0]):#04x} stands in it",
                    "fetch the copy from the publisher again, or take the sign out",
                )
        return value

    def has(self, name: str) -> bool:
        """Whether the record has the field and something stands in it."""
        return name in self._fields and self._fields[name] not in (None, "", [], {})

    def text(self, name: str) -> str:
        """Return text that must be there, blanks collapsed."""
        found = self.optional(name)
        if not found:
            raise self.wrong(name, "is empty, and the record means nothing without it")
        return found

    def optional(self, name: str) -> str:
        """Return text, blanks collapsed; empty when nothing stands there."""
        value = self.raw(name)
        if value is None:
            return ""
        if isinstance(value, list | dict):
            raise self.wrong(name, f"is a {type(value).__name__}, not text")
        return " ".join(str(value).split())

    def items(self, name: str) -> list[object]:
        """Return a list; empty when nothing stands there."""
        value = self.raw(name)
        if value is None or value == "":
            return []
        if not isinstance(value, list):
            raise self.wrong(name, f"is {value!r}, not a list")
        return value

    def within(self, name: str) -> Record:
        """Return a mapping inside the record as a record of its own."""
        value = self.raw(name)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            raise self.wrong(name, f"is {value!r}, not a mapping")
        return Record(value, f"{self.where}, {name}")

    def number(self, name: str) -> Decimal | None:
        """Return a plain decimal number, or None when nothing stands there."""
        text = self.optional(name)
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise self.wrong(name, f"{text!r} is not a number") from None
        if not value.is_finite():
            raise self.wrong(name, f"{text!r} is not a finite number")
        return value

    def when(self, name: str) -> When | None:
        """Return an ISO date of day, month or year with its precision; None when empty."""
        text = self.optional(name)
        if not text:
            return None
        for pattern, precision in ((_FULL, "day"), (_MONTH, "month"), (_YEAR, "year")):
            match = pattern.match(text)
            if match:
                parts = [int(part) for part in match.groups()] + [1, 1]
                try:
                    return When(dt.date(*parts[:3]), precision)
                except ValueError:
                    break
        raise self.wrong(name, f"{text!r} is not a date", "write it as 2026-01-31, 2026-01 or 2026")

    def choice(self, name: str, table: Mapping[str, T]) -> T:
        """Return what a lookup says of the field's text; an error for a value it does not know."""
        text = self.optional(name)
        if text not in table:
            known = ", ".join(repr(key) for key in sorted(table)[:12])
            raise self.wrong(
                name,
                f"{text!r} is not among the values the reader knows ({known} ...)",
            )
        return table[text]

    def refuse(self, *names: str) -> None:
        """Mark fields as looked at and not carried over; absent ones are let pass."""
        self._unread.difference_update(names)

    def done(self) -> None:
        """Raise when a field has been neither read nor refused.

        Raises
        ------
        DataError
            Naming every such field.
        """
        if self._unread:
            names = ", ".join(sorted(self._unread))
            raise DataError(
                f"fields that the reader does not know: {names}",
                where=self.where,
                why="a new field may change what the others mean",
                mend="read it or name it among the refused fields of the reader",
            )
