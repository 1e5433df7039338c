// The editor: examples into it, answers below it, links from answers to pages, links to share.
"use strict";
(async () => {
  const OWN = "https://w3id.org/valuegraph/data/";
  const byId = (id) => document.getElementById(id);
  const told = await (await fetch("/query/examples.json")).json();

  function path(iri) {
    const fitting = Object.entries(told.prefixes).filter(([, space]) => iri.startsWith(space));
    fitting.sort((one, other) => other[1].length - one[1].length);
    const encoded = (text) => text.split("/").map(encodeURIComponent).join("/");
    if (iri.startsWith(OWN)) return `/entity/${encoded(iri.slice(OWN.length))}`;
    return fitting.length ? `/entity/${fitting[0][0]}:${encoded(iri.slice(fitting[0][1].length))}` : null;
  }

  // A cell that holds an IRI leads to its page here; what has none keeps its own address.
  Yasr.plugins.table.prototype.getUriLinkFromBinding = function (binding, prefixes) {
    const link = document.createElement("a");
    const iri = binding.value;
    const here = path(iri);
    const name = Object.entries(prefixes || {}).find(([, space]) => iri.startsWith(space));
    link.className = "iri";
    link.textContent = name ? `${name[0]}:${iri.slice(name[1].length)}` : iri;
    if (here !== null) link.href = here;
    else if (/^https?:\/\//.test(iri)) {
      link.href = iri;
      link.rel = "noopener noreferrer nofollow";
      link.target = "_blank";
    }
    return link.outerHTML;
  };

  completing.register(Yasqe, told.prefixes);
  const endpoint = new URL("/sparql", location.href).href;
  const yasqe = new Yasqe(byId("yasqe"), {
    requestConfig: { endpoint, method: "POST", acceptHeaderGraph: "text/turtle,*/*;q=0.9" },
    autocompleters: ["prefixes", "class", "property", "variables"],
    persistenceId: null,
    createShareableLink: (editor) => link(editor),
    consumeShareLink: null,
    createShortLink: undefined,
    editorHeight: "300px",
    value: told.start,
  });
  const yasr = new Yasr(byId("yasr"), {
    persistenceId: null,
    prefixes: () => ({ ...told.prefixes, ...yasqe.getPrefixesFromQuery() }),
    plugins: { table: { enabled: true, dynamicConfig: { compact: true, isEllipsed: true } } },
    pluginOrder: ["table", "response"],
    defaultPlugin: "table",
    maxPersistentResponseSize: 0,
  });
  yasqe.on("queryResponse", (editor, response, duration) => yasr.setResponse(response, duration));

  function link(editor) {
    return `${location.origin}/query#query=${encodeURIComponent(editor.getValue())}`;
  }

  function say(example) {
    const asks = byId("asks");
    asks.hidden = !example;
    asks.textContent = example ? [example.asks, example.note].filter(Boolean).join(" — ") : "";
  }

  function show(name, run) {
    const example = told.questions[name];
    if (!example) return;
    yasqe.setValue(example.text);
    say(example);
    if (run) yasqe.query().catch(() => {});
  }

  function read() {
    const fragment = new URLSearchParams(location.hash.slice(1));
    const query = fragment.get("query");
    const name = new URLSearchParams(location.search).get("name");
    if (query) {
      yasqe.setValue(query);
      say(null);
    } else if (name) show(name, true);
  }

  document.querySelectorAll("[data-name]").forEach((each) => each.addEventListener("click", (event) => {
    event.preventDefault();
    history.pushState(null, "", each.getAttribute("href"));
    show(each.dataset.name, true);
    byId("yasqe").scrollIntoView({ block: "nearest" });
  }));
  byId("link").addEventListener("click", async () => {
    const address = link(yasqe);
    history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(address);
      byId("copied").textContent = "copied";
    } catch {
      byId("copied").textContent = "the address bar holds it";
    }
  });
  byId("filter").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    document.querySelectorAll(".examples li").forEach((each) => {
      const text = each.textContent.toLowerCase();
      each.hidden = !words.every((word) => text.includes(word));
      left += each.hidden ? 0 : 1;
    });
    document.querySelectorAll(".asker").forEach((each) => {
      each.hidden = !each.querySelector("li:not([hidden])");
    });
    byId("filtered").textContent = words.length ? `${left} left` : "";
  });
  window.addEventListener("popstate", read);
  window.addEventListener("hashchange", read);
  read();
  yasqe.getInputField().setAttribute("aria-label", "SPARQL query");
  window.editor = { yasqe, yasr };
  document.documentElement.dataset.ready = "1";
})();
