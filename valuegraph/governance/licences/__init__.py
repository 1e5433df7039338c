"""Licences: what they permit whom on which day, and what a model inherits from its ancestors.

`permits` is a pure function of a policy, a party, an act and a day; `read_policies` makes the
policies from the store; `check` and `lineage` answer for an asset.
"""

from valuegraph.governance.licences.checking import Check, check
from valuegraph.governance.licences.lineage import Lineage, lineage
from valuegraph.governance.licences.parties import Act, Figure, Party
from valuegraph.governance.licences.permitting import permits
from valuegraph.governance.licences.policies import Condition, Kind, Policy, Rule
from valuegraph.governance.licences.reading import read_policies
from valuegraph.governance.licences.verdicts import Answer, Bearing, Effect, Verdict

__all__ = [
    "Act",
    "Answer",
    "Bearing",
    "Check",
    "Condition",
    "Effect",
    "Figure",
    "Kind",
    "Lineage",
    "Party",
    "Policy",
    "Rule",
    "Verdict",
    "check",
    "lineage",
    "permits",
    "read_policies",
]
