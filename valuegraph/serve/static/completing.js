// Completion of prefixes, classes and properties, asked of the local endpoint once and then kept.
"use strict";
const completing = (() => {
  const MOST = 60;
  const TERMS = {
    class: "SELECT ?term (COUNT(?s) AS ?uses) (SAMPLE(?name) AS ?label) WHERE { ?s a ?term FILTER(isIRI(?term)) OPTIONAL { ?term rdfs:label ?name } } GROUP BY ?term ORDER BY DESC(?uses)",
    property: "SELECT ?term (SAMPLE(?name) AS ?label) WHERE { { SELECT DISTINCT ?term WHERE { ?s ?term ?o } } OPTIONAL { ?term rdfs:label ?name } } GROUP BY ?term ORDER BY ?term",
  };
  const asked = new Map();

  function ask(kind) {
    if (!asked.has(kind)) {
      const answer = fetch(`/sparql?query=${encodeURIComponent(TERMS[kind])}`, {
        headers: { Accept: "application/sparql-results+json" },
      }).then((found) => {
        if (!found.ok) throw new Error(`the endpoint answers ${found.status}`);
        return found.json();
      }).then((told) => told.results.bindings.map((row) => ({
        iri: row.term.value, label: row.label ? row.label.value : "",
      })));
      answer.catch(() => asked.delete(kind));
      asked.set(kind, answer);
    }
    return asked.get(kind);
  }

  function fits(term, text) {
    const wanted = text.toLowerCase();
    return term.iri.toLowerCase().includes(wanted) || term.label.toLowerCase().includes(wanted);
  }

  function spelt(yasqe, iri, prefixes) {
    const known = { ...prefixes, ...yasqe.getPrefixesFromQuery() };
    const fitting = Object.entries(known).filter(([, space]) => iri.startsWith(space));
    fitting.sort((one, other) => other[1].length - one[1].length);
    if (fitting.length) {
      const [name, space] = fitting[0];
      const local = iri.slice(space.length);
      if (/^[A-Za-z_][\w-]*(\.[\w-]+)*$/.test(local)) return `${name}:${local}`;
    }
    return `<${iri}>`;
  }

  function whole(token, prefixes) {
    const text = token.string.trim().replace(/^<|>$/g, "");
    const colon = text.indexOf(":");
    if (token.string.startsWith("<") || colon < 0) return text;
    const space = prefixes[text.slice(0, colon)];
    return space ? space + text.slice(colon + 1) : text;
  }

  // Where a completion is valid the bundle knows; what it offers comes from the endpoint.
  function completer(usual, kind, prefixes) {
    return {
      ...usual,
      bulk: false,
      persistenceId: null,
      preProcessToken: undefined,
      postProcessSuggestion: undefined,
      get: async (yasqe, token) => {
        const text = whole(token, { ...prefixes, ...yasqe.getPrefixesFromQuery() });
        const found = (await ask(kind)).filter((term) => fits(term, text));
        return found.slice(0, MOST).map((term) => spelt(yasqe, term.iri, prefixes));
      },
    };
  }

  function register(Yasqe, prefixes) {
    const usual = Yasqe.Autocompleters;
    const lines = Object.entries(prefixes).map(([name, space]) => `${name}: <${space}>`);
    usual.prefixes = { ...usual.prefixes, bulk: true, persistenceId: null, get: lines };
    usual.class = completer(usual.class, "class", prefixes);
    usual.property = completer(usual.property, "property", prefixes);
  }
  return { register };
})();
