"""The shipped rules: one CONSTRUCT each, with a header that says what it concludes and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuegraph.errors import DataError, FileProblem, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEADER = re.compile(
    r"^#\s*(says|because|note|answer|type|priority|when|stratum|parameter)\s*:\s*(.*?)\s*$"
)
VALUE = r"^(\s*VALUES \?{name} \{{ )([^}}]*?)( \}})$"
SAFE = re.compile(r"true|false|-?\d+(?:\.\d+)?|vgx:[A-Za-z]\w*")
TEMPLATE = re.compile(r"^CONSTRUCT\s*\{([^}]*)\}", re.MULTILINE)
TYPED = re.compile(r"(\?\w+)\s+a\s")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with a name.

    Attributes
    ----------
    id : str
        Name of its file without suffix.
    says, because : str
        What it concludes, and on what ground.
    stratum : int
        When it runs: after all rules of lower strata, whose conclusions it may use.
    parameters : dict of str to str
        Threshold -> what it is for; `values` holds what the file sets.
    headers : dict of str to tuple of str
        Every header line by its key, in order.
    text : str
        SPARQL, header included.
    """

    id: str
    says: str
    because: str
    stratum: int
    parameters: Mapping[str, str]
    headers: Mapping[str, tuple[str, ...]] = field(repr=False)
    text: str = field(repr=False)

    @property
    def values(self) -> dict[str, tuple[str, ...]]:
        """Return what each parameter is set to."""
        return {name: tuple(_setting(self, name).group(2).split()) for name in self.parameters}

    @property
    def update(self) -> str:
        """Return the rule as an update: it writes what it concludes, and that it was this rule.

        Raises
        ------
        DataError
            The text has no template of conclusions.
        """
        found = TEMPLATE.search(self.text)
        if found is None:
            raise DataError(
                "this rule concludes nothing",
                where=f"{self.id}.rq",
                mend='write what follows in a block that a line starts with "CONSTRUCT {"',
            )
        signed = "".join(
            f'{node} vg:drawnBy "{self.id}" .' for node in dict.fromkeys(TYPED.findall(found[1]))
        )
        return f"{self.text[: found.start()]}INSERT {{ {signed}{self.text[found.start(1) :]}"

    def with_values(self, values: Mapping[str, str]) -> Rule:
        """Return the rule with other thresholds; what it has no parameter for is left aside.

        Raises
        ------
        UsageError
            A value is no number, truth value or concept.
        """
        text = self.text
        for name in sorted(set(values) & set(self.parameters)):
            given = values[name].split()
            if not given or not all(SAFE.fullmatch(each) for each in given):
                raise UsageError(
                    f"{values[name]!r} is no value of {name!r}",
                    where=self.id,
                    mend="give a number, true, false, or concepts such as vgx:sizeThreshold",
                )
            lines = VALUE.format(name=re.escape(name))
            text = re.sub(lines, rf"\g<1>{' '.join(given)}\g<3>", text, flags=re.MULTILINE)
        return Rule(
            self.id, self.says, self.because, self.stratum, self.parameters, self.headers, text
        )


def rule_file(path: Path) -> Rule:
    """Read one rule.

    Raises
    ------
    FileProblem
        The file cannot be read.
    DataError
        The header lacks what it says or why, or names a parameter that the text does not set.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise FileProblem(
            f"this rule cannot be read: {problem.strerror}", where=str(path)
        ) from problem
    told: dict[str, list[str]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        found = HEADER.match(line)
        if found:
            told.setdefault(found[1], []).append(found[2])
    missing = [key for key in ("says", "because", "stratum") if not " ".join(told.get(key, ()))]
    if missing:
        raise DataError(
            f"this rule does not say: {', '.join(missing)}",
            where=f"{path}, line 1",
            why="every conclusion is shown with its rule and the ground of it",
            mend=f'start the file with "# {missing[0]}: …"',
        )
    parts = [line.partition(" ") for line in told.get("parameter", ())]
    rule = Rule(
        id=path.stem,
        says=" ".join(told["says"]),
        because=" ".join(told["because"]),
        stratum=int(told["stratum"][0]),
        parameters={name: use for name, _, use in parts},
        headers={key: tuple(lines) for key, lines in told.items()},
        text=text,
    )
    for name in rule.parameters:
        _setting(rule, name)
    return rule


def rules(ontology_dir: Path) -> dict[str, Rule]:
    """Return every rule of ``rules/`` by id, in the order in which they run."""
    found = [rule_file(path) for path in sorted((ontology_dir / "rules").glob("*.rq"))]
    return {each.id: each for each in sorted(found, key=lambda rule: (rule.stratum, rule.id))}


def _setting(rule: Rule, name: str) -> re.Match[str]:
    found = re.search(VALUE.format(name=re.escape(name)), rule.text, re.MULTILINE)
    if found is None:
        raise DataError(
            f"the parameter {name!r} is named in the header but not set",
            where=f"{rule.id}.rq",
            mend=f"write a line VALUES ?{name} {{ … }} in the rule",
        )
    return found
