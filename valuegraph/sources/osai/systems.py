"""Who made which system from what: the head of a record of the index."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.facts.drafts import Claim, Mention, Refusal, When
from valuegraph.facts.records import Iri
from valuegraph.sources.own_repository import own_repository
from valuegraph.vocabulary.namespaces import VGX

if TYPE_CHECKING:
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.record import Record

__all__ = ["System", "links_of", "read_system", "said"]

SURE, DOUBTED = Decimal("0.7"), Decimal("0.5")
IN_LAYER = (("inLayer", Iri(VGX + "model")),)


@dataclass(frozen=True, slots=True)
class System:
    """One record of the index.

    Attributes
    ----------
    where : str
        Its file.
    listed : bool
        False for the blank form that lies among the records.
    end, base : str
        Names of the model that users meet and of the model it was made from; `base` is empty where
        the record names none, or none that is one model.
    written : tuple of str
        Both names as they are written, for comparison with addresses, `end` first.
    licence : str
        The licence of the end model in the words of the record.
    released : When or None
        The month the record gives.
    kind, organisation : str
        Type of the model and name of the organisation as written.
    base_doubted, has_end : bool
        Whether the record marks the base with a question mark, and whether it names an end model.
    makers : tuple of Mention
        Who made it.
    links : tuple of str
        The system's own address.
    parts : tuple of (str, str)
        Dimension and class, filled by the judgements.
    end_repository, base_repository : str
        ``owner/name`` at Hugging Face, where an address bears the model's name.
    refused : str
        Why nothing is told of the record; empty when something is.
    refusals : tuple of Refusal
        Fields left out.
    claims : tuple of Claim
        One for each judgement.
    """

    where: str
    listed: bool = True
    end: str = ""
    base: str = ""
    written: tuple[str, str] = ("", "")
    licence: str = ""
    released: When | None = None
    kind: str = ""
    organisation: str = ""
    base_doubted: bool = False
    has_end: bool = True
    makers: tuple[Mention, ...] = ()
    links: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    end_repository: str = ""
    base_repository: str = ""
    refused: str = ""
    refusals: tuple[Refusal, ...] = ()
    claims: tuple[Claim, ...] = field(default=(), repr=False)

    @property
    def model(self) -> Mention:
        """The end model, or the base where the record has no other."""
        name, repository = self.end, self.end_repository
        if not self.has_end:
            repository = self.base_repository
        maker = self.makers[0].name if self.makers else ""
        ids = (f"hf:{repository}",) if repository else ()
        return Mention("Model", name, ids=ids, maker=maker, properties=IN_LAYER)

    @property
    def note(self) -> str:
        """What the record's month is: not a day on which this model began."""
        if self.released is None:
            return ""
        return f"the record dates the system {self.released.start:%Y-%m}"


def read_system(record: Record, manifest: Manifest) -> System:
    """Read the blocks ``system`` and ``org`` of a record."""
    head, org = record.within("system"), record.within("org")
    head.refuse("notes", "performanceclass", "datasources_endmodel")
    org.refuse("link", "notes")  # the page of the release, not of the organisation
    licence = "endmodellicense" if head.has("endmodellicense") else "endmodel license"
    system = System(
        where=record.where,
        listed=bool(head.optional("name")),
        written=(head.optional("endmodelname"), head.optional("basemodelname")),
        licence=head.optional(licence) if head.has(licence) else "",
        released=head.when("releasedate"),
        kind=head.optional("type"),
        organisation=org.optional("name"),
        links=links_of(head),
    )
    head.refuse("endmodellicense", "endmodel license")
    head.done()
    org.done()
    if not system.listed:
        return replace(system, refused="the blank form of the index, not a system")
    return _named(system, head, manifest)


def _named(system: System, head: Record, manifest: Manifest) -> System:
    """Settle which model is judged and which it was made from."""
    end, base = system.written
    if system.where in manifest.lookup("swapped"):
        end, base = base, end
    refusals = []
    names, doubted = manifest.lookup("names"), manifest.lookup("doubted_base")
    end, base = names.get(end, end), names.get(base, base)
    base_doubted = base in doubted
    base = doubted.get(base, base)
    if base in manifest.lookup("no_base"):
        refusals.append(Refusal(manifest.lookup("no_base")[base], f"{system.where}, {base!r}"))
        base = ""
    refused = manifest.lookup("no_model").get(system.where, "")
    if not end and not base and not refused:
        raise head.wrong("endmodelname", "is empty, and no base model is named either")
    if base and base == end:
        refusals.append(Refusal("a model cannot be its own base", f"{system.where}, {base!r}"))
        base = ""
    system = replace(
        system,
        end=end or base,
        base=base if end else "",
        has_end=bool(end),
        base_doubted=base_doubted,
        refused=refused,
        refusals=tuple(refusals),
    )
    makers = _makers(system, head, manifest)
    if not makers:
        nobody = Refusal("a name that names no maker", f"{system.where}, {system.organisation!r}")
        system = replace(system, refusals=(*system.refusals, nobody))
    return replace(system, makers=makers)


def _makers(system: System, head: Record, manifest: Manifest) -> tuple[Mention, ...]:
    """Return who made the system; a lookup tells ``Class:Name`` apart where a cell holds several."""
    told = manifest.lookup("makers").get(system.organisation)
    if told is None:
        if not system.organisation:
            raise head.wrong("org.name", "is empty")
        return (Mention("Organization", system.organisation),)
    pairs = (each.partition(":") for each in told.split(";") if each.strip())
    return tuple(Mention(cls.strip(), name.strip()) for cls, _, name in pairs)


def links_of(record: Record) -> tuple[str, ...]:
    """Return the addresses of a field ``link``, which holds one, a list or nothing."""
    value = record.raw("link") if record.has("link") else ""
    record.refuse("link")
    links = value if isinstance(value, list) else [value]
    return tuple(str(link).strip() for link in links if link)


def with_repositories(
    system: System, end_links: tuple[str, ...], base_links: tuple[str, ...], manifest: Manifest
) -> System:
    """Return the system with the addresses that are its models' own."""
    judged = manifest.lookup("repositories")
    links = (*system.links, *end_links, *base_links)
    return replace(
        system,
        end_repository=judged.get(system.end) or own_repository(links, system.end),
        base_repository=judged.get(system.base)
        or own_repository(links, system.base if system.has_end else system.end),
    )


def said(system: System, manifest: Manifest) -> list[Claim]:
    """Return what a record claims: makers, descent and the judgements."""
    when = When(manifest.snapshot, "asOfDay")
    claims = [
        Claim(
            "Development",
            (("developer", maker), ("developedAsset", system.model)),
            when,
            system.where,
            SURE,
            note=system.note,
        )
        for maker in system.makers
    ]
    if system.base:
        repository = system.base_repository
        ids = (f"hf:{repository}",) if repository else ()
        base = Mention("Model", system.base, ids=ids, properties=IN_LAYER)
        claims.append(
            Claim(
                "Derivation",
                (("derivedAsset", system.model), ("sourceAsset", base)),
                when,
                system.where,
                DOUBTED if system.base_doubted else SURE,
                values=(("derivationKind", Iri(VGX + "notStatedDerivation")),),
                original=system.written[1] if system.base_doubted else "",
                note=system.note,
            )
        )
    return [*claims, *system.claims]
