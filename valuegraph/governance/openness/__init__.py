"""What can be had of a model, on which step of access, and with which of the four freedoms.

Pure functions of plain records: `reading` takes these from one slice of the facts, everything else
knows neither store nor file. Nothing here is averaged or added up into a score.
"""

from valuegraph.governance.openness.claims import Gap, gaps
from valuegraph.governance.openness.components import COMPONENTS, Part, Reading, vector
from valuegraph.governance.openness.effects import FREEDOMS
from valuegraph.governance.openness.freedoms import VERDICTS, Block, Case, Freedom, freedoms
from valuegraph.governance.openness.history import Lag, Year, lag, years
from valuegraph.governance.openness.reading import OpennessReader, Release, Seen
from valuegraph.governance.openness.terms import Term

__all__ = [
    "COMPONENTS",
    "FREEDOMS",
    "VERDICTS",
    "Block",
    "Case",
    "Freedom",
    "Gap",
    "Lag",
    "OpennessReader",
    "Part",
    "Reading",
    "Release",
    "Seen",
    "Term",
    "Year",
    "freedoms",
    "gaps",
    "lag",
    "vector",
    "years",
]
