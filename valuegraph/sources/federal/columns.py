"""The columns of the two tables, and why some are not carried over."""

from __future__ import annotations

__all__ = ["COLUMNS", "COTS_COLUMNS", "REFUSED"]

REFUSED = (
    "contact_email",  # a mailbox says nothing of the chain
    "is_withheld",  # every row is public, whatever stands here
    # how much harm a use could do, and how it is tested: no relation of the ontology speaks of it
    "is_high_impact", "HI_justification", "hi_testing_conducted", "hi_assessment_completed",
    "hi_potential_impacts", "hi_independent_review", "hi_ongoing_monitoring",
    "hi_training_established", "hi_failsafe_presence", "hi_appeal_process",
    "hi_public_consultation",
    # sentences of the agencies
    "problem_solved", "benefits", "system_outputs", "data_description",
    "contracting_usage",  # bought or built: who is named as vendor says it better
    "have_ato",  # whether the system may be run
    # addresses and further properties of data and code
    "link_to_data", "has_pii", "pia_url", "demographic_features", "has_custom_code", "code_url",
)  # fmt: skip
COLUMNS = (
    "agency", "agency_name", "id", "use_case_name", "agency_bureau", "development_stage",
    "topic_area", "classification", "operational_date", "vendor_name", "system_name_ato", *REFUSED,
)  # fmt: skip
COTS_COLUMNS = (
    "Agency",
    "AI Use Case",
    "Agency Use (Y/N)?",
    "Name of Commercial Product or Service Used",
    "Estimated # of Licenses/Users",
)
