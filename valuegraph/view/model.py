"""What a map shows: nodes, dated statements with their evidence, and chokepoints."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

PRECISIONS = ("day", "month", "quarter", "year", "asOfDay", "asOfMonth", "asOfYear")
STANCES = ("supports", "disputes")
VIEWS = ("renewal", "continuity")
SHOWN_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class MapEvidence:
    """One place where a statement can be checked.

    Parameters
    ----------
    source_title, publisher : str
        The source as a reader would cite it; the publisher may be empty.
    url : str
        Where the source is; only http and https become links.
    locator : str
        Where in the source: a page, a section, a row.
    confidence : float
        Between 0 and 1.
    stance : str
        ``supports`` or ``disputes``.
    date : datetime.date, optional
        When the source was published.
    """

    source_title: str
    publisher: str
    url: str
    locator: str
    confidence: float
    stance: str = "supports"
    date: date | None = None


@dataclass(frozen=True, slots=True)
class MapStatement:
    """One sourced statement: the source node supplies the target node.

    Parameters
    ----------
    id : str
        IRI of the fact. Several statements may share it, one for each role it fills.
    source, target : str
        Ids of the supplying and of the depending node.
    kind : str
        Local name of the supply kind, which gives the line its colour and dash.
    role : str
        Words for what the supply is used for.
    label : str
        The statement as a sentence.
    valid_from, valid_to : datetime.date, optional
        Half-open interval in which it holds; no end means that it still does.
    precision : str
        Local name of the date precision, for example ``month`` or ``asOfDay``.
    confidence : float
        Between 0 and 1.
    disputed : bool
        Whether some evidence says otherwise.
    terms : str
        Terms in words, or an empty text.
    evidence : tuple of MapEvidence
        At least one.
    """

    id: str
    source: str
    target: str
    kind: str
    role: str
    label: str
    valid_from: date | None
    valid_to: date | None
    precision: str
    confidence: float
    disputed: bool
    terms: str
    evidence: tuple[MapEvidence, ...]


@dataclass(frozen=True, slots=True)
class MapNode:
    """One box of the map.

    Parameters
    ----------
    id : str
        IRI of the thing.
    label : str
        Its name.
    stage : int, optional
        Index into the stages of the map; None when the position in the chain is unknown.
    stage_label, layer, kind : str
        Words for the sidebar: the stage, the layer and what sort of thing this is.
    jurisdiction : str, optional
        Short code, for example ``US``.
    group : str, optional
        Name of the group that the box joins when there are too many to show one by one.
    chokepoint : bool
        Whether the box is marked as a chokepoint.
    note : str
        A remark for the sidebar, or an empty text.
    """

    id: str
    label: str
    stage: int | None
    stage_label: str
    layer: str
    kind: str
    jurisdiction: str | None = None
    group: str | None = None
    chokepoint: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class MapChokepoint:
    """What is lost when somebody withdraws, in one of the two views.

    Parameters
    ----------
    name : str
        The firm, group or thing that withdraws.
    node_ids : tuple of str
        Its nodes on the map.
    view : str
        ``renewal`` (stocks ignored) or ``continuity`` (stocks as stated).
    reach, share_lost, share_lost_surge, unavoidable : float
        Shares of the service of all targets, between 0 and 1.
    words : str
        The certificate in words.
    facts : tuple of str
        IRIs of the facts on the proof.
    """

    name: str
    node_ids: tuple[str, ...]
    view: str
    reach: float
    share_lost: float
    share_lost_surge: float
    unavoidable: float
    words: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapData:
    """Everything one map page shows; checked as a whole when it is made.

    Parameters
    ----------
    title : str
        Heading of the page.
    as_of : datetime.date
        The date whose statements are shown.
    dataset_version, dataset_hash : str
        Which data were drawn.
    coverage_lines : tuple of str
        What is known and what is not, one sentence each.
    assumptions : tuple of str
        What the chokepoint list rests on, one sentence each.
    stages : tuple of str
        Headings of the columns, suppliers first.
    nodes : tuple of MapNode
    statements : tuple of MapStatement
    chokepoints : tuple of MapChokepoint
        In the order in which they should be listed.

    Raises
    ------
    DataError
        Naming every statement, node or chokepoint that cannot be drawn truthfully.
    """

    title: str
    as_of: date
    dataset_version: str
    dataset_hash: str
    coverage_lines: tuple[str, ...]
    assumptions: tuple[str, ...]
    stages: tuple[str, ...]
    nodes: tuple[MapNode, ...]
    statements: tuple[MapStatement, ...]
    chokepoints: tuple[MapChokepoint, ...] = ()

    def __post_init__(self) -> None:
        """Refuse data that would make the page say something untrue."""
        problems = [
            *_node_problems(self.nodes, len(self.stages)),
            *_statement_problems(self.statements, {node.id for node in self.nodes}),
            *_chokepoint_problems(self.chokepoints, {node.id for node in self.nodes}),
        ]
        if problems:
            more = len(problems) - SHOWN_PROBLEMS
            tail = [f"and {more} more"] if more > 0 else []
            raise DataError(
                f"the map data have {len(problems)} problem(s)",
                where="; ".join([*problems[:SHOWN_PROBLEMS], *tail]),
                why="a map that skips or bends a statement misleads its reader",
                mend="correct these entries where the map data are built",
            )


def _node_problems(nodes: Iterable[MapNode], stages: int) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for node in nodes:
        seen[node.id] += 1
        if not node.id or not node.label.strip():
            yield f"node {node.id!r} has no id or no label"
        if node.stage is not None and not 0 <= node.stage < stages:
            yield f"node {node.id!r} has stage {node.stage}, there are {stages} stages"
    for name, count in seen.items():
        if count > 1:
            yield f"node id {name!r} is used {count} times"


def _statement_problems(statements: Iterable[MapStatement], known: set[str]) -> Iterator[str]:
    for statement in statements:
        where = f"statement {statement.id!r}"
        for end in (statement.source, statement.target):
            if end not in known:
                yield f"{where} names {end!r}, which is no node"
        if not statement.id or not statement.kind:
            yield f"{where} has no id or no kind"
        if statement.precision not in PRECISIONS:
            yield f"{where} has precision {statement.precision!r}, not one of {PRECISIONS}"
        if not 0 <= statement.confidence <= 1:
            yield f"{where} has confidence {statement.confidence}, outside 0 to 1"
        start, end_date = statement.valid_from, statement.valid_to
        if start is not None and end_date is not None and end_date <= start:
            yield f"{where} ends on {end_date}, not after its start {start}"
        if not statement.evidence:
            yield f"{where} has no evidence"
        yield from _evidence_problems(where, statement.evidence)


def _evidence_problems(where: str, evidence: Iterable[MapEvidence]) -> Iterator[str]:
    for item in evidence:
        if item.stance not in STANCES:
            yield f"{where} has evidence with stance {item.stance!r}, not one of {STANCES}"
        if not 0 <= item.confidence <= 1:
            yield f"{where} has evidence with confidence {item.confidence}, outside 0 to 1"


def _chokepoint_problems(chokepoints: Iterable[MapChokepoint], known: set[str]) -> Iterator[str]:
    for item in chokepoints:
        where = f"chokepoint {item.name!r}"
        if item.view not in VIEWS:
            yield f"{where} has view {item.view!r}, not one of {VIEWS}"
        shares = (item.reach, item.share_lost, item.share_lost_surge, item.unavoidable)
        if not all(0 <= share <= 1 for share in shares):
            yield f"{where} has shares {shares}, outside 0 to 1"
        for name in item.node_ids:
            if name not in known:
                yield f"{where} names {name!r}, which is no node"
