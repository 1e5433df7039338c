"""How far hosts' prices for one open model lie apart, against what the copy itself holds."""

from __future__ import annotations

import re
from decimal import Decimal

from valuegraph.resources import data_dir

PRICES = data_dir() / "sources" / "models_dev" / "price.ttl"
PRICE = re.compile(
    r'rdfs:label "(\S+) in, \S+ out \(USD per million tokens\): gpt-oss-120b (?:from|through) ([^"(]+)'
)


def test_the_spread_of_gpt_oss_120b_is_that_of_hosts():
    """The copy's lowest amounts are not there: 0.03 is a gateway's, and zero is no price."""
    found = {
        firm.strip(): Decimal(amount)
        for amount, firm in PRICE.findall(PRICES.read_text(encoding="utf-8"))
    }
    assert (min(found.values()), max(found.values())) == (Decimal("0.039"), Decimal("2.92"))
    assert found["DeepInfra"] == Decimal("0.039")
    assert found["CloudFerro"] == Decimal("2.92")
    assert not [firm for firm in found if "OpenRouter" in firm]
    assert len(found) >= 25
