"""`/.well-known/void`: what the dataset is, for machines: counts, licence, endpoint, dumps."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from starlette.routing import Route

from valuegraph.serve.pages.accepting import best
from valuegraph.serve.pages.dumps import DUMPS
from valuegraph.serve.pages.templating import tagged
from valuegraph.serve.refusals import Refusal
from valuegraph.vocabulary.namespaces import ONTOLOGY, PREFIXES, VGD

if TYPE_CHECKING:
    from collections.abc import Callable

    import rdflib
    from starlette.requests import Request
    from starlette.responses import Response

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.serve.site import Site

VOID = "http://rdfs.org/ns/void#"
SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
WRITERS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
MEDIA = {
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
VOCABULARIES = ("dct", "prov", "skos", "odrl", "org")
EXAMPLES = ("org-tsmc", "org-openai", "family-llama-3")
SIZES = """
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?p) AS ?properties)
       (COUNT(DISTINCT ?o) AS ?objects) WHERE { ?s ?p ?o }
"""
CLASSES = "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?class } GROUP BY ?class"
PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p"
ENTITIES = f"""
SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s a ?class FILTER(STRSTARTS(STR(?s), "{VGD}")) }}
"""


def void(kg: KnowledgeGraph, address: str, form: str) -> bytes:
    """Return what the dataset is, in RDF: counts as they are, licence, dumps, endpoint.

    Parameters
    ----------
    kg : KnowledgeGraph
    address : str
        URL of the home page without the last slash.
    form : str
        `ttl`, `nt`, `jsonld` or `rdf`.
    """
    import rdflib
    from rdflib import RDF as RDF_
    from rdflib import RDFS, XSD, Literal, URIRef

    graph = new_graph()
    node = dataset_of(graph, kg, address)
    said = graph.add
    for cls, count in sorted(kg.store.rows(CLASSES)[1]):
        part = rdflib.BNode("c" + short(cls))
        said((node, URIRef(VOID + "classPartition"), part))
        said((part, URIRef(VOID + "class"), URIRef(cls)))
        said((part, URIRef(VOID + "entities"), Literal(int(count), datatype=XSD.integer)))
    for prop, count in sorted(kg.store.rows(PROPERTIES)[1]):
        part = rdflib.BNode("p" + short(prop))
        said((node, URIRef(VOID + "propertyPartition"), part))
        said((part, URIRef(VOID + "property"), URIRef(prop)))
        said((part, URIRef(VOID + "triples"), Literal(int(count), datatype=XSD.integer)))
    for ending in DUMPS:
        said((node, URIRef(VOID + "dataDump"), URIRef(f"{address}/dump/valuegraph.{ending}.gz")))
    said((URIRef(f"{address}/.well-known/void"), RDF_.type, URIRef(VOID + "DatasetDescription")))
    said((URIRef(f"{address}/.well-known/void"), URIRef(PREFIXES["dct"] + "title"),
          Literal("Description of valuegraph", lang="en")))  # fmt: skip
    said((URIRef(f"{address}/.well-known/void"), RDFS.seeAlso, URIRef(f"{address}/sparql")))
    return written(graph, form)


def new_graph() -> rdflib.Graph:
    """Return an empty graph with the prefixes of the descriptions."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for name, space in (("void", VOID), ("sd", SD), ("formats", FORMATS)):
        graph.bind(name, space)
    for name in ("dct", "rdf", "rdfs", "xsd", "vg", "vgd"):
        graph.bind(name, PREFIXES[name])
    return graph


def dataset_of(graph: rdflib.Graph, kg: KnowledgeGraph, address: str) -> rdflib.URIRef:
    """Say of the dataset what both descriptions say, and return its node."""
    from rdflib import RDF as RDF_
    from rdflib import XSD, Literal, URIRef

    node, dct = URIRef(f"{address}/.well-known/void#dataset"), PREFIXES["dct"]
    ((triples, subjects, properties, objects),) = kg.store.rows(SIZES)[1]
    ((entities,),) = kg.store.rows(ENTITIES)[1]
    counts = {
        "triples": triples,
        "distinctSubjects": subjects,
        "distinctObjects": objects,
        "properties": properties,
        "classes": len(kg.store.rows(CLASSES)[1]),
        "entities": entities,
    }
    graph.add((node, RDF_.type, URIRef(VOID + "Dataset")))
    for name, count in counts.items():
        graph.add((node, URIRef(VOID + name), Literal(int(count), datatype=XSD.integer)))
    for name, text in (
        ("title", Literal("valuegraph: who depends on whom in AI", lang="en")),
        ("description", Literal(
            "Dated, sourced statements on the AI value chain, with the ontology that they use. "
            "Each fact names its sources, the place in them and a confidence.", lang="en")),
        ("license", URIRef(LICENCE)),
        ("identifier", Literal(kg.dataset.hash)),
        ("hasVersion", Literal(kg.dataset.version)),
    ):  # fmt: skip
        graph.add((node, URIRef(dct + name), text))
    graph.add((node, URIRef(VOID + "sparqlEndpoint"), URIRef(f"{address}/sparql")))
    graph.add((node, URIRef(VOID + "uriSpace"), Literal(VGD)))
    graph.add((node, URIRef(VOID + "vocabulary"), URIRef(ONTOLOGY)))
    for name in VOCABULARIES:
        graph.add((node, URIRef(VOID + "vocabulary"), URIRef(PREFIXES[name])))
    for form in ("Turtle", "N-Triples", "JSON-LD", "RDF_XML"):
        graph.add((node, URIRef(VOID + "feature"), URIRef(FORMATS + form)))
    for local in EXAMPLES:
        if kg.store.rows(f"SELECT ?p WHERE {{ <{VGD}{local}> ?p ?o }} LIMIT 1")[1]:
            graph.add((node, URIRef(VOID + "exampleResource"), URIRef(VGD + local)))
    return node


def short(iri: str) -> str:
    """Return a name for the blank node that stands beside an IRI, the same each time."""
    return hashlib.blake2b(iri.encode(), digest_size=6).hexdigest()


def written(graph: rdflib.Graph, form: str) -> bytes:
    """Return a graph in one of the forms of `WRITERS`."""
    return graph.serialize(format=WRITERS[form], encoding="utf-8")


async def described(
    site: Site, request: Request, make: Callable[[KnowledgeGraph, str, str], bytes]
) -> Response:
    """Return a description in the form of RDF that the client likes best.

    Raises
    ------
    Refusal
        The client reads no RDF.
    """
    accept = request.headers.get("accept", "")
    form = "ttl" if "text/html" in accept else best(accept, page=False)
    if form is None:
        raise Refusal(
            406,
            "a description is to be had in RDF only",
            mend=f"ask for {', '.join(MEDIA.values())}",
        )
    content = await site.work(make, site.base, form)
    return tagged(request, content, MEDIA[form])


def routes(site: Site) -> list[Route]:
    """Return the route of the description of the dataset."""

    async def answer(request: Request) -> Response:
        return await described(site, request, void)

    return [Route("/.well-known/void", answer)]
