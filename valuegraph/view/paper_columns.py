"""What the tables of the working paper are called, and how their ordinals are read."""

from __future__ import annotations

RANK = "rank from control to openness"
STEP = "rank of the level"
CONTROL = "control kept"
SKILL = "skill asked"
TRADE = "Control vs Capability trade-off"
TYPES = 5
SKILLS = (
    ("very high skill", "3"),
    ("higher skill than captive platform", "2"),
    ("flexible use and cross-subsidies", "1"),
)
"""Words of the paper on skill, with the place that they give a type among the three it tells apart:
an open platform asks more than a captive one, and both kinds of open weights ask the most."""
UNKNOWN = "unknown"
UNCHECKED = "no other source"
DERIVED = "derived"
HEADINGS = {
    "table1": ("Model", "Firm", "Licence", "Release Date", "Firm Model Type"),
    "table2": (
        "Governance", "Explanation", "Capitalist dynamics", TRADE, CONTROL, SKILL, "AI examples",
    ),
    "figure2": ("System (Developer)", "Level of Access", STEP),
}  # fmt: skip
CAPTIONS = {
    "table1": "Table 1: major open models, data up to August 2025",
    "table2": "Table 2: types of governance and openness",
    "figure2": "Figure 2: gradient of access to models, as of 2023",
}
NOTES: dict[str, tuple[str, ...]] = {
    "table1": (),
    "table2": (
        "Control kept by the provider (5 most, in the order of Figure 3) and skill asked of the user (3 most, as far as the paper's words order the types) are two ordinals: never add or average them.",
        "The paper does not say what skill the hierarchical type asks: unknown.",
    ),
    "figure2": (
        "Steps are ordinals from 1, fully closed, to 6, fully open: never average them.",
        "Where a source gives access beside a date of publication, the day is that of publication: the access may have come later.",
    ),
}
