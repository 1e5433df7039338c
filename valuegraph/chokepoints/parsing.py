"""Scenario texts to verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.chokepoints.splitting import Reader
from valuegraph.chokepoints.verbs import Cut, Licence, Price, Remove, Sanction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuegraph.chokepoints.clause import Clause
    from valuegraph.chokepoints.naming import Directory
    from valuegraph.chokepoints.verbs import Verb

VERBS: tuple[type[Verb], ...] = (Remove, Cut, Licence, Sanction, Price)


def read_verb(
    text: str,
    directory: Directory | None = None,
    clauses: Mapping[str, Clause] | None = None,
) -> Verb:
    """Return the verb of a text.

    Parameters
    ----------
    text : str
        ``remove:NAME[=LEVEL]``, ``cut:KIND:SUPPLIER[:OWNER]``, ``licence:NAME:CLAUSE``,
        ``sanction:A->B[:SHARE]`` or ``price:NAME:CHANGE``.
    directory : Directory, optional
        The known names, which settle where a name ends. Whether names are known is not checked.
    clauses : mapping of str to Clause, optional
        Clauses by their names, besides the predefined ones.

    Raises
    ------
    UsageError
        The verb is not known, a part is missing, or a number or clause cannot be read.
    """
    reader = Reader(text, directory, clauses)
    readings = {verb.word: verb for verb in VERBS}
    return readings[reader.verb].read(reader)
