"""What the SPARQL service does, as a SPARQL 1.1 Service Description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.serve.pages.void import (
    FORMATS,
    SD,
    VOID,
    dataset_of,
    described,
    new_graph,
    short,
    written,
)

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.serve.site import Site

RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip
GRAPHS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


def service(kg: KnowledgeGraph, address: str, form: str) -> bytes:
    """Return what the SPARQL service does, as SPARQL 1.1 Service Description; see `void`."""
    from rdflib import RDF as RDF_
    from rdflib import XSD, BNode, Literal, URIRef

    graph = new_graph()
    say = graph.add
    endpoint = URIRef(f"{address}/sparql")
    data, default = BNode("dataset"), dataset_of(graph, kg, address)
    say((endpoint, RDF_.type, URIRef(SD + "Service")))
    say((endpoint, URIRef(SD + "endpoint"), endpoint))
    say((endpoint, URIRef(SD + "supportedLanguage"), URIRef(SD + "SPARQL11Query")))
    say((endpoint, URIRef(SD + "feature"), URIRef(SD + "UnionDefaultGraph")))
    for name in RESULTS:
        say((endpoint, URIRef(SD + "resultFormat"), URIRef(FORMATS + name)))
    say((endpoint, URIRef(SD + "defaultDataset"), data))
    say((data, RDF_.type, URIRef(SD + "Dataset")))
    say((data, URIRef(SD + "defaultGraph"), default))
    say((default, RDF_.type, URIRef(SD + "Graph")))
    for name, count in sorted(kg.store.rows(GRAPHS)[1]):
        named, inner = BNode("n" + short(name)), BNode("g" + short(name))
        say((data, URIRef(SD + "namedGraph"), named))
        say((named, RDF_.type, URIRef(SD + "NamedGraph")))
        say((named, URIRef(SD + "name"), URIRef(name)))
        say((named, URIRef(SD + "graph"), inner))
        say((inner, RDF_.type, URIRef(SD + "Graph")))
        say((inner, URIRef(VOID + "triples"), Literal(int(count), datatype=XSD.integer)))
    return written(graph, form)


async def respond(site: Site, request: Request) -> Response:
    """Answer a request to the endpoint that holds no query."""
    return await described(site, request, service)
