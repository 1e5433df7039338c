"""What the ontology defines, as plain frozen records."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """Anything the ontology defines.

    Attributes
    ----------
    iri : str
        Full IRI.
    label : str
        English name, unique among terms of its kind.
    definition : str
        What it is, by kind and difference.
    paper_source : str
        Place in the working paper, or ``design: reason``.
    """

    iri: str
    label: str
    definition: str = field(repr=False)
    paper_source: str = field(repr=False)

    @property
    def name(self) -> str:
        """The part of the IRI after the namespace."""
        return self.iri.rpartition("#")[2]


@dataclass(frozen=True, slots=True)
class Concept(Term):
    """A value of one or more code lists.

    Attributes
    ----------
    schemes : tuple of str
        IRIs of the schemes it belongs to.
    rank : int or None
        Place in its scheme when that is ordered.
    alt_labels : tuple of str
        Other names.
    broader : str or None
        IRI of the next wider concept.
    notation : str or None
        Name in the outside list it is aligned with.
    """

    schemes: tuple[str, ...] = ()
    rank: int | None = None
    alt_labels: tuple[str, ...] = field(default=(), repr=False)
    broader: str | None = field(default=None, repr=False)
    notation: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Role(Concept):
    """A function that an input serves.

    Attributes
    ----------
    default_stock : float
        Part of the service, 0 to 1, that lasts in the continuity view when supply stops.
    technology_level : str or None
        Bound on the technology for which the role holds.
    """

    default_stock: float = 0.0
    technology_level: str | None = None


@dataclass(frozen=True, slots=True)
class Scheme(Term):
    """A code list.

    Attributes
    ----------
    members : tuple of str
        IRIs of its concepts, by rank where ranked and then by IRI.
    """

    members: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Property(Term):
    """A property of the ontology.

    Attributes
    ----------
    kind : str
        ``object``, ``data`` or ``annotation``.
    value_scheme : str or None
        IRI of the code list its values come from.
    """

    kind: str = "object"
    value_scheme: str | None = None


@dataclass(frozen=True, slots=True)
class ClassTerm(Term):
    """A class of entities.

    Attributes
    ----------
    parents : tuple of str
        IRIs of its direct superclasses, own and foreign.
    takes : tuple of str
        IRIs of the properties that it declares itself.
    id_prefix : str or None
        Start of the last part of its members' IRIs.
    """

    parents: tuple[str, ...] = ()
    takes: tuple[str, ...] = field(default=(), repr=False)
    id_prefix: str | None = None


@dataclass(frozen=True, slots=True)
class RelationClass(ClassTerm):
    """A class of dated statements, with the way it is told and drawn.

    Attributes
    ----------
    sentence : str
        Text with property names in braces, for instance ``{supplier} supplies {dependent}``.
    edge_source, edge_target : str
        IRIs of the properties that hold the upstream and the downstream end.
    edge_kind : str or None
        IRI of the concept that names every edge, unless `edge_kind_from` names a property.
    edge_kind_from : str or None
        IRI of the property whose value names the edge.
    edge_role : str or None
        IRI of the property that holds the function served.
    """

    sentence: str = ""
    edge_source: str = ""
    edge_target: str = ""
    edge_kind: str | None = None
    edge_kind_from: str | None = None
    edge_role: str | None = None


@dataclass(frozen=True, slots=True)
class Deprecation:
    """A term that is kept for old data only.

    Attributes
    ----------
    term : str
        Full IRI.
    since : str
        Version of the ontology from which it should no longer be used.
    replaced_by : str or None
        IRI of the term to use instead.
    message : str
        What to do.
    """

    term: str
    since: str
    replaced_by: str | None
    message: str
