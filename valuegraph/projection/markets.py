"""Input markets: the latest sourced shares of one basis, the rest with nobody's name on it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from valuegraph.projection.network import Need
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from collections.abc import Callable

    from valuegraph.projection.assembly import Assembly
    from valuegraph.projection.catalogue import Record

    Capability = Callable[[Assembly, str, str], str]

ROUNDING = 1.02
SHARE = VGX + "marketShare"


def draw_on_market(build: Assembly, dependent: str, role: str, capability: Capability) -> bool:
    """Supply a role from the market that trades it; False when no market in force does."""
    for market in markets_trading(build, role):
        if _market_node(build, market, role, capability):
            build.network.supply(
                market, dependent, role, kind="supply", stock=build.stock(role), facts=()
            )
            return True
    return False


def markets_trading(build: Assembly, role: str) -> list[str]:
    """Return the worldwide markets that trade a role, by IRI."""
    return build.markets.get(VGX + role, [])


def _market_node(build: Assembly, market: str, role: str, capability: Capability) -> bool:
    """Make a market's node with its members; False when no member is known on the day."""
    if market in build.network.nodes:
        return True
    shares = market_shares(build, market)
    named = {
        supplier: record
        for record in build.catalogue.by("Supply", "dependent").get(market, ())
        if (supplier := record.one("supplier")) is not None
    }
    if not shares and not named:
        return False
    build.node(market, build.catalogue.label(market), "equipment and materials", thing=market)
    members = {s: r.number("value") for s, r in shares.items()}
    for supplier, record in named.items():
        members.setdefault(supplier, record.number("share") if not shares else None)
    total = sum(share or 0.0 for share in members.values())
    complete = False
    for supplier, share in sorted(members.items()):
        sources = [r for r in (shares.get(supplier), named.get(supplier)) if r is not None]
        complete |= any(r.one("complete") == "true" for r in sources)
        if shares and share is None:
            continue
        build.network.supply(
            capability(build, supplier, role),
            market,
            role,
            kind="supply",
            share=None if share is None else share / max(total, 1.0),
            confidence=max(r.confidence for r in sources),
            facts=[r.iri for r in sources],  # a share or a named supply: either makes a member
        )
    if shares and total < 1.0 / ROUNDING:
        rest = f"{market}#other-suppliers"
        label = f"other suppliers ({build.catalogue.label(market)})"
        build.node(rest, label, "equipment and materials")
        build.network.supply(rest, market, role, kind="supply", share=1.0 - total, facts=())
    build.network.require(market, role, Need(complete=complete))
    return True


def market_shares(build: Assembly, market: str) -> dict[str, Record]:
    """Return the latest measured shares of one basis, by supplier.

    Shares of different bases or periods are never mixed: of all (basis, period) sets begun by
    the day, the latest period wins, then the set that covers most, then the first basis by name.
    """
    sets: dict[tuple[int, str], dict[str, Record]] = defaultdict(dict)
    for record in build.catalogue.begun("Measure"):
        if record.one("measureObject") != market:
            continue
        who = record.one("measureSubject")
        if who is None or record.one("measureKind") != SHARE:
            continue
        if not build.catalogue.is_a(who, "Organization"):
            continue
        group = sets[record.start, record.one("shareBasis") or ""]
        if who not in group or record.confidence > group[who].confidence:
            group[who] = record
    if not sets:
        return {}

    def rank(key: tuple[int, str]) -> tuple[int, float, str]:
        covered = sum(r.number("value") or 0.0 for r in sets[key].values())
        return key[0], covered, key[1]

    return sets[max(sets, key=rank)]
