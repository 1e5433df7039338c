"""The shipped rules once more in plain Python over sets: slow, plain, and written apart from them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING

from valuegraph.vocabulary.namespaces import PREFIXES, VG, VGD, VGR, VGX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

RDF_TYPE, LABEL = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label"
DERIVED_FROM = PREFIXES["prov"] + "wasDerivedFrom"
RESTRICTING = frozenset(
    [
        "approval",
        "hosting",
        "modelCopyleft",
        "noDataExtraction",
        "noResale",
        "noTrainingOnOutputs",
        "nonCommercial",
        "payment",
        "remoteRestriction",
        "reverseEngineering",
        "sectorLimit",
        "sizeThreshold",
        "territory",
        "usePolicy",
    ]
)
REACH = {"insideProduct", "servedByProvider", "weightsForDownload"}
PARTS = {"dataOpen": {"trainingData", "baseTrainingData"}, "codeOpen": {"trainingCode"}}
TYPES = {  # type: words, control, skill, alternatives of conditions
    "hierarchical": ("hierarchical", 5, 1, ("insideProduct sectorServed",)),
    "captivePlatform": ("captive platform", 4, 2, ("servedByProvider ownModel",)),
    "openPlatform": ("open platform", 3, 3, ("servedByProvider !ownModel severalDevelopers",)),
    "controlledOpenness": (
        "controlled openness",
        2,
        4,
        tuple(
            f"weightsForDownload {each}" for each in ("!dataOpen", "!codeOpen", "restrictiveTerm")
        ),
    ),
    "openness": ("openness", 1, 4, ("weightsForDownload dataOpen codeOpen",)),
}
Premises = dict[tuple[str, str, bool], set[str]]


class Facts:
    """Facts by subject and by value, names without their namespace where it is ours."""

    def __init__(self, triples: Iterable[tuple[str, str, object]]) -> None:
        self._out, self._in = defaultdict(list), defaultdict(list)
        for subject, prop, value in triples:
            name = "a" if prop == RDF_TYPE else prop.removeprefix(VG)
            self._out[subject, name].append(value)
            self._in[name, value].append(subject)

    def of(self, subject: str, prop: str) -> set:
        return {_bare(value) for value in self._out[subject, prop]}

    def with_(self, prop: str, value: str) -> set[str]:
        return set(self._in[prop, value])

    def each(self, cls: str) -> set[str]:
        return self.with_("a", VG + cls)

    def above(self, asset: str) -> set[str]:
        return self.of(asset, "inFamily") | self.of(asset, "variantOf")

    def below(self, asset: str) -> set[str]:
        return self.with_("inFamily", asset) | self.with_("variantOf", asset)

    def owners(self, firm: str) -> set[str]:
        found, todo = set(), [firm]
        while todo:
            for stake in self.with_("owned", todo.pop()):
                fresh = self.of(stake, "owner") - found
                found |= fresh
                todo += fresh
        return found


def _bare(value: object) -> object:
    return value.removeprefix(VGX).removeprefix(VG) if isinstance(value, str) else value


def premises(facts: Facts, *, partial: bool, least: int, kinds: frozenset[str]) -> Premises:
    """Return what each answer to a condition rests on."""
    found: Premises = defaultdict(set)
    for offering in facts.each("Offering"):
        for condition, holds, fact in (
            *_by_itself(facts, offering),
            *_made(facts, offering),
        ):
            found[condition, offering, holds].add(fact)
        for condition, parts in PARTS.items():
            if "fullyOpen" in facts.of(offering, "accessLevel"):
                found[condition, offering, True].add(offering)
            for asset in facts.of(offering, "ofAsset"):
                for holds, fact in _component(facts, asset, parts, partial):
                    found[condition, asset, holds].add(fact)
    for about, terms in _terms(facts).items():
        hits = {term for term in terms if facts.of(term, "restrictionKind") & kinds}
        found["restrictiveTerm", about, bool(hits)] = hits or terms
    return found | _several(facts, found, least)


def _by_itself(facts: Facts, offering: str) -> Iterator[tuple[str, bool, str]]:
    for _, _, answers in _reached(facts, offering):
        for condition, holds in answers.items():
            yield condition, holds, offering
    if facts.of(offering, "servesSector"):
        yield "sectorServed", True, offering


def _reached(facts: Facts, offering: str) -> Iterator[tuple[str, str, dict[str, bool]]]:
    """Yield step, channel and what they answer: a pair for each that is known of an offering."""
    levels = facts.of(offering, "accessLevel") - {"unknownAccess"} or {"unknown"}
    channels = facts.of(offering, "hasChannel") - {"unknownChannel"} or {"unknown"}
    served = {"managedApi", "hostedUi", "infrastructureRental"}
    for level, channel in product(levels, channels):
        answers = {}
        if channel != "unknown":
            answers["insideProduct"] = channel == "embeddedInProduct"
        if "unknown" not in {level, channel}:
            hosted = level in {"hostedAccess", "apiAccess"}
            answers["servedByProvider"] = hosted and channel in served
        if level not in {"unknown", "gradualRelease"}:
            answers["weightsForDownload"] = level in {"downloadable", "fullyOpen"}
        if answers:
            yield level, channel, answers


def _component(
    facts: Facts, asset: str, parts: set[str], partial: bool
) -> Iterator[tuple[bool, str]]:
    family = "ModelFamily" in facts.of(asset, "a")
    for near in {asset} | facts.above(asset) | (facts.below(asset) if family else set()):
        for fact in facts.with_("ofAsset", near) & facts.each("ComponentStatus"):
            if facts.of(fact, "component") & parts:
                for status in facts.of(fact, "status") & {"available", "partial", "notAvailable"}:
                    yield status == "available" or (partial and status == "partial"), fact


def _terms(facts: Facts) -> dict[str, set[str]]:
    """Return the terms of each licence, and those for one asset by the offerings they bear on."""
    found = defaultdict(set)
    for term in facts.each("LicenceTerm"):
        if facts.of(term, "restrictionKind"):
            assets, licences = facts.of(term, "appliesToAsset"), facts.of(term, "termOf")
            offerings = {
                offering
                for asset in assets
                for offering in facts.with_("ofAsset", asset) & facts.each("Offering")
                if facts.of(offering, "hasTerms") & licences
            }
            for about in offerings if assets else licences:
                found[about].add(term)
    return found


def _made(facts: Facts, offering: str) -> Iterator[tuple[str, bool, str]]:
    grounds, makers, platform = {offering}, set(), False
    for asset in facts.of(offering, "ofAsset"):
        own = facts.with_("developedAsset", asset)
        above = {f for a in facts.above(asset) for f in facts.with_("developedAsset", a)}
        grounds |= own or above
        for development in own or above:
            makers |= facts.of(development, "developer")
        if "Platform" in facts.of(asset, "a"):
            carried = facts.with_("viaPlatform", asset)
            grounds |= carried
            there = {
                maker
                for fact in carried
                for model in facts.of(fact, "ofAsset")
                for development in facts.with_("developedAsset", model)
                for maker in facts.of(development, "developer")
            }
            makers, platform = makers | there, platform or bool(there)
    ours = {m for m in makers for p in facts.of(offering, "hasProvider") if _related(facts, m, p)}
    if makers and facts.of(offering, "hasProvider"):
        for fact in grounds:
            yield "ownModel", bool(ours) and (not platform or ours == makers), fact


def _related(facts: Facts, one: str, other: str) -> bool:
    return bool(({one} | facts.owners(one)) & ({other} | facts.owners(other)))


def _several(facts: Facts, found: Premises, least: int) -> Premises:
    others, witnesses = defaultdict(set), defaultdict(lambda: defaultdict(set))
    for (condition, offering, holds), grounds in list(found.items()):
        if (condition, holds) == ("ownModel", False):
            makers = {maker for fact in grounds for maker in facts.of(fact, "developer")}
            for provider in facts.of(offering, "hasProvider"):
                if found.get(("servedByProvider", offering, True)):
                    others[provider] |= makers
                for maker in makers:
                    witnesses[provider][maker].add(offering)
    return {
        ("severalDevelopers", provider, len(makers) >= least): {
            min(each) for each in witnesses[provider].values()
        }
        for provider, makers in others.items()
        if makers
    }


def conclusions(
    facts: Facts,
    phrase: Callable[[str, bool], str],
    *,
    partial: bool = False,
    least: int = 2,
    kinds: frozenset[str] = RESTRICTING,
) -> set[tuple[str, str, object]]:
    """Return every conclusion as triples of plain values."""
    met = premises(facts, partial=partial, least=least, kinds=kinds)
    said: set[tuple[str, str, object]] = set()

    def say(node: str, cls: str, rule: str, grounds: set[str], **values: object) -> None:
        said.update((node, VG + name, value) for name, value in values.items() if name != "label")
        said.add((node, RDF_TYPE, VG + cls))
        said.add((node, LABEL, values["label"]))
        said.add((node, VG + "drawnBy", rule))
        said.update((node, DERIVED_FROM, ground) for ground in grounds)

    for name, label, rule, about, grounds, answers in _tested(facts, met, phrase):
        node = f"{VGR}cond-{name}-{_local(about)}"
        say(node, "ConditionFinding", rule, grounds, assesses=about, label=label)
        for condition, holds in answers.items():
            said.add((node, VG + ("meets" if holds else "fails") + "Condition", VGX + condition))
    placed = defaultdict(set)
    for offering, kind in product(facts.each("Offering"), TYPES):
        words, control, skill, alternatives = TYPES[kind]
        grounds = {f for each in alternatives for f in _grounds(facts, met, offering, each)}
        names = facts.of(offering, LABEL) if grounds else ()
        for name in names:
            placed[kind].add(offering)
            say(
                f"{VGR}type-{kind}-{_local(offering)}", "GovernanceFinding", _rule(kind), grounds,
                assesses=offering, governanceType=VGX + kind, controlRetained=control,
                skillRequired=skill, label=f"{name}: {words}",
            )  # fmt: skip
    opened = placed["controlledOpenness"] | placed["openness"]
    for kept, given in product(placed["captivePlatform"], opened):
        lesser = facts.of(given, "marketPosition") & {"lightweightModel", "olderModel"}
        if lesser and "leadingModel" in facts.of(kept, "marketPosition"):
            for firm in facts.of(kept, "hasProvider") & facts.of(given, "hasProvider"):
                for name in facts.of(firm, LABEL):
                    say(
                        f"{VGR}cross-{_local(firm)}", "CrossSubsidyFinding", "cross-subsidy",
                        {kept, given}, assesses=firm,
                        label=f"{name}: leading model captive, lesser model open",
                    )  # fmt: skip
    return said


def _tested(
    facts: Facts, met: Premises, phrase: Callable[[str, bool], str]
) -> Iterator[tuple[str, str, str, str, set[str], dict[str, bool]]]:
    """Yield name, label, rule, what it is about, premises and answers of each test."""
    for offering in facts.each("Offering"):
        for step, way, answers in _reached(facts, offering):
            label = "how the offering is reached"
            yield f"reach-{step}-{way}", label, "reach", offering, {offering}, answers
    for (condition, about, holds), grounds in met.items():
        if condition not in REACH:
            name, label = f"{condition}-{'yes' if holds else 'no'}", phrase(condition, holds)
            yield name, label, _rule(condition), about, grounds, {condition: holds}


def _grounds(facts: Facts, met: Premises, offering: str, wanted: str) -> set[str]:
    found = set()
    for each in wanted.split():
        condition, holds = each.lstrip("!"), not each.startswith("!")
        abouts = {offering} | facts.of(offering, "ofAsset") | facts.of(offering, "hasTerms")
        if condition == "severalDevelopers":
            abouts = facts.of(offering, "hasProvider")
        grounds = {f for about in abouts for f in met.get((condition, about, holds), ())}
        if not grounds:
            return set()
        found |= grounds
    return found


def _rule(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)


def _local(iri: str) -> str:
    if iri.startswith(VGD):
        return iri.removeprefix(VGD)
    return hashlib.md5(iri.encode(), usedforsecurity=False).hexdigest()
