"""The five types of governance of Table 2, inferred for each offering by rules, with reasons."""

from valuegraph.governance.types.deciding import Decider
from valuegraph.governance.types.firms import Firm, firms
from valuegraph.governance.types.inference import Inference, Offered, infer
from valuegraph.governance.types.labels import Judged, judge
from valuegraph.governance.types.sensitivity import Varied, vary

__all__ = [
    "Decider",
    "Firm",
    "Inference",
    "Judged",
    "Offered",
    "Varied",
    "firms",
    "infer",
    "judge",
    "vary",
]
