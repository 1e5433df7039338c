"""Licences written out by hand from clause texts, and who asks under them.

Each function takes the package (`valuegraph.governance.licences` or a copy with a bug) as `api`.
The clauses are those of the shipped facts: section 2 of the Llama 2 licence, section 4 of the
Tencent Hunyuan 3D and Qwen licences, section III of the Stability AI Community License, the last
paragraph of the Kimi K2 licence.
"""

from __future__ import annotations

import datetime as dt

ODRL = "http://www.w3.org/ns/odrl/2/"
CC = "http://creativecommons.org/ns#"
VG = "https://w3id.org/valuegraph/ontology#"
USE, DERIVE, DISTRIBUTE = ODRL + "use", ODRL + "derive", ODRL + "distribute"
COMMERCIAL, HOST = CC + "CommercialUse", VG + "hostForThirdParties"
TRAIN, IMPROVE = VG + "trainOnOutputs", VG + "improveOtherModel"
WITHIN = {HOST: COMMERCIAL, TRAIN: IMPROVE, IMPROVE: USE}
GAIN = "commercialPurpose"
END_PRODUCT = "integrated end user product"
MONTH_BEFORE = "monthly active users in the preceding calendar month"
OF_PRODUCT = "monthly active users of the product or service"


def day(text):
    return dt.date.fromisoformat(text)


def size(api, operand, operator, limit, **more):
    label = f"{operand} {operator} {limit:,}"
    return api.Condition(f"con-{operand}-{limit}", label, operand, operator, (limit,), **more)


def rule(api, kind, action, clause, **more):
    more.setdefault("restriction", "permissionGrant")
    more.setdefault("begins", day("2023-01-01"))
    name = f"{kind}-{action or ''}-{clause}-{more['restriction']}"
    return api.Rule(name, name, api.Kind(kind), action, clause=clause, **more)


def policy(api, *rules, **more):
    more.setdefault("within", WITHIN)
    return api.Policy("lic", "The Licence", tuple(rules), licensor_names=("Licensor",), **more)


def party(api, operand="monthlyActiveUsers", **figures):
    """Return a party from figures: a number, or (day, number) pairs."""

    def series(value):
        pairs = value if isinstance(value, list) else [(None, value)]
        return {operand: tuple(api.Figure(n, None if d is None else day(d)) for d, n in pairs)}

    received = figures.pop("received_as", None)
    known = {name: series(value) for name, value in figures.items()}
    return api.Party(received_as=received, **known)


def ask(api, policy_, party_, action=USE, on="2026-06-01", **more):
    return api.permits(policy_, party_, api.Act(action, **more), day(on))


def answer(api, *args, **more):
    return str(ask(api, *args, **more).answer)


def grants(api, *actions, clause="1.a", **more):
    return [rule(api, "permission", action, clause, **more) for action in actions]


# --- the licences ------------------------------------------------------------------------------


def llama_2(api):
    cap = size(
        api, "monthlyActiveUsers", "lteq", 700_000_000,
        fixed=True, on=day("2023-07-18"), affiliates=True, unit=MONTH_BEFORE,
    )  # fmt: skip
    received = api.Condition("con-received", "Received as", "receivedAs", "eq", (END_PRODUCT,))
    ban = {
        "restriction": "noTrainingOnOutputs",
        "exempts": frozenset({"family-llama-2"}),
        "exempts_text": "Llama 2 and its derivative works",
    }
    return policy(
        api,
        *grants(api, USE, COMMERCIAL, DERIVE, DISTRIBUTE, conditions=(cap,)),
        rule(
            api, "permission", USE, "2", conditions=(cap,), restriction="sizeThreshold",
            consequence="separateLicenceAtDiscretion",
        ),
        rule(api, "permission", USE, "1.b.ii", conditions=(received,), consequence="termDoesNotApply"),
        rule(api, "prohibition", TRAIN, "1.b.v", **ban),
        rule(api, "prohibition", IMPROVE, "1.b.v", **ban),
    )  # fmt: skip


def tencent(api):
    cap = size(
        api,
        "monthlyActiveUsers",
        "lteq",
        1_000_000,
        fixed=True,
        affiliates=False,
        unit=MONTH_BEFORE,
    )
    return policy(
        api,
        *grants(api, USE, COMMERCIAL, clause="2", conditions=(cap,)),
        rule(
            api, "permission", USE, "4", conditions=(cap,), restriction="sizeThreshold",
            consequence="separateLicenceAtDiscretion",
        ),
    )  # fmt: skip


def qwen(api):
    cap = size(api, "monthlyActiveUsers", "lteq", 100_000_000, affiliates=False, unit=OF_PRODUCT)
    return policy(
        api,
        *grants(api, USE, DERIVE, clause="2"),
        *grants(api, COMMERCIAL, clause="2", conditions=(cap,)),
        rule(
            api, "permission", COMMERCIAL, "4", conditions=(cap,), restriction="sizeThreshold",
            consequence="separateLicenceOnRequest",
        ),
    )  # fmt: skip


def stability(api):
    cap = size(api, "annualRevenue", "lteq", 1_000_000, affiliates=True, unit="USD per year")
    return policy(
        api,
        *grants(api, USE, DERIVE, HOST, clause="II and III"),
        *grants(api, COMMERCIAL, clause="II and III", conditions=(cap,)),
        rule(
            api, "permission", COMMERCIAL, "III", conditions=(cap,), restriction="sizeThreshold",
            consequence="licenceEnds",
        ),
        rule(
            api, "duty", VG + "reportUsage", "III", restriction="reporting",
            required_for=COMMERCIAL, moment="onEvent",
        ),
    )  # fmt: skip


def kimi_k2(api):
    users = size(
        api, "monthlyActiveUsers", "gt", 100_000_000, affiliates=False,
        unit="monthly active users of a commercial product or service",
    )  # fmt: skip
    revenue = size(
        api, "monthlyRevenue", "gt", 20_000_000, affiliates=False,
        unit="USD per month of the product or service",
    )  # fmt: skip
    label = {
        "restriction": "sizeThreshold",
        "consequence": "labelDutyOnly",
        "consequence_text": "display Kimi K2 on the user interface",
    }
    return policy(
        api,
        *grants(api, USE, COMMERCIAL, HOST, clause="grant paragraph"),
        rule(api, "duty", ODRL + "attribute", "last, users", conditions=(users,), **label),
        rule(api, "duty", ODRL + "attribute", "last, revenue", conditions=(revenue,), **label),
    )
