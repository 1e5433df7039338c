"""Tables of the terms for ``ontology/README.md``; ``python -m valuegraph.vocabulary.tables`` renews them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.vocabulary.namespaces import PREFIXES, VG
from valuegraph.vocabulary.reading import load_vocabulary
from valuegraph.vocabulary.terms import RelationClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuegraph.vocabulary.registry import Vocabulary

BEGIN = "<!-- tables: written by python -m valuegraph.vocabulary.tables, do not edit -->"
END = "<!-- end of tables -->"


def term_tables(vocabulary: Vocabulary) -> str:
    """Write the tables of classes, properties and code lists.

    Parameters
    ----------
    vocabulary : Vocabulary
        The terms.

    Returns
    -------
    str
        Markdown; the same for the same vocabulary.
    """
    relations = vocabulary.relations.values()
    entities = [c for c in vocabulary.classes.values() if not isinstance(c, RelationClass)]
    properties = [p for p in vocabulary.properties.values() if p.kind != "annotation"]
    parts = [
        _table(
            "Relation classes",
            ("class", "IRI begins with", "sentence", "paper"),
            [(c.name, f"`{c.id_prefix}-`", f"`{c.sentence}`", c.paper_source) for c in relations],
        ),
        _table(
            "Other classes",
            ("class", "IRI begins with", "what it is", "paper"),
            [
                (c.name, f"`{c.id_prefix}-`" if c.id_prefix else "", c.definition, c.paper_source)
                for c in entities
            ],
        ),
        _table(
            "Properties",
            ("property", "on", "values", "what it says"),
            [
                (
                    p.name,
                    _carriers(vocabulary, p.iri),
                    _values(p.kind, p.value_scheme),
                    p.definition,
                )
                for p in properties
            ],
        ),
        _table(
            "Code lists",
            ("scheme", "concepts"),
            [(s.name, ", ".join(_name(m) for m in s.members)) for s in vocabulary.schemes.values()],
        ),
    ]
    return "\n".join(parts)


def with_tables(text: str, tables: str) -> str:
    """Put tables between the two marks of a page.

    Parameters
    ----------
    text : str
        The page, which holds both marks once.
    tables : str
        Markdown to stand between them.

    Returns
    -------
    str
        The page with the tables.

    Raises
    ------
    DataError
        When a mark is missing.
    """
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise DataError(
            "The page has no place for the tables.",
            mend=f"Put the lines {BEGIN!r} and {END!r} where they belong.",
        )
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{tables}\n{END}{rest.split(END)[1]}"


def main(arguments: Sequence[str]) -> None:
    """Renew the tables in the README of an ontology folder (default: ``ontology``)."""
    folder = Path(arguments[0] if arguments else "ontology")
    page = folder / "README.md"
    tables = term_tables(load_vocabulary(folder))
    page.write_text(with_tables(page.read_text(encoding="utf-8"), tables), encoding="utf-8")


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"### {title}", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _carriers(vocabulary: Vocabulary, iri: str) -> str:
    return ", ".join(c.name for c in vocabulary.classes.values() if iri in c.takes)


def _values(kind: str, scheme: str | None) -> str:
    if scheme:
        return f"code list `{_name(scheme)}`"
    return "thing" if kind == "object" else "value"


def _name(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and not iri.startswith(VG):
            local = iri[len(namespace) :]
            return local if prefix == "vgx" else f"{prefix}:{local}"
    return iri.rpartition("#")[2]


if __name__ == "__main__":
    main(sys.argv[1:])
