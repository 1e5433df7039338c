"""What a map shows: nodes, dated statements with their evidence, and chokepoints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuegraph.errors import DataError
from valuegraph.view.checking import chokepoint_problems, node_problems, statement_problems

if TYPE_CHECKING:
    from datetime import date

SHOWN_PROBLEMS = 20
MAX_NODES = 110


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
class MapGovernance:
    """How a thing governs those who use it, and why the rules say so.

    Parameters
    ----------
    type : str
        Words for the type, for example ``controlled openness`` or ``undetermined``.
    reason : str
        What it follows from.
    offerings : int
        How many offerings of the thing have this type for this reason.
    """

    type: str
    reason: str
    offerings: int = 1


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
    governance : tuple of MapGovernance
        Types of its offerings with their reasons; empty where nothing is offered.
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
    governance: tuple[MapGovernance, ...] = ()


@dataclass(frozen=True, slots=True)
class MapStep:
    """One sentence of a proof and the IRIs of the facts on it."""

    sentence: str
    facts: tuple[str, ...] = ()


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
    certificate : tuple of MapStep
        The proof for the target that loses most, one sentence a step.
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
    certificate: tuple[MapStep, ...] = ()


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
    max_nodes : int
        How many boxes the first level may have; the others wait in groups.
    theme : str
        ``light``, ``dark`` or ``auto``, which follows the reader's system.

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
    max_nodes: int = MAX_NODES
    theme: str = "auto"

    def __post_init__(self) -> None:
        """Refuse data that would make the page say something untrue."""
        problems = [
            *node_problems(self.nodes, len(self.stages)),
            *statement_problems(self.statements, {node.id for node in self.nodes}),
            *chokepoint_problems(self.chokepoints, {node.id for node in self.nodes}),
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
