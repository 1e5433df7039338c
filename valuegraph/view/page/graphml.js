// The statements shown as a directed GraphML graph, and the node they are between. Needs files.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data } = vg;
  const OF_NODES = [["label", "string"], ["stage", "string"], ["kind", "string"], ["jurisdiction", "string"], ["chokepoint", "boolean"]];
  const OF_EDGES = [["relation", "string"], ["role", "string"], ["terms", "string"], ["start", "string"], ["period", "string"], ["confidence", "double"], ["disputed", "boolean"], ["statement", "string"], ["fact", "string"], ["sources", "string"]];
  const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

  const escaped = (value) => vg.sound(value).replace(/[&<>"]/g, (letter) => ENTITIES[letter]);

  function keys(properties, of) {
    return properties.map(([name, type]) => '<key id="' + of[0] + "-" + name + '" for="' + of + '" attr.name="' + name + '" attr.type="' + type + '"/>\n');
  }

  const values = (properties, of, found) => properties.map(([name], at) => '<data key="' + of[0] + "-" + name + '">' + escaped(found[at]) + "</data>").join("");

  function nodeText(id) {
    const node = vg.boxes.get(id);
    const found = [node.label, data.stages[node.stage].label, node.kind, node.jurisdiction, node.choke];
    return '<node id="' + escaped(node.key) + '">' + values(OF_NODES, "node", found) + "</node>\n";
  }

  function edgeText({ index, from, to, kind, role, about }) {
    const sources = about.evidence.map(([number, locator]) => [data.sources[number].title, locator, data.sources[number].url].filter(Boolean).join(", ")).join(" | ");
    const found = [data.kinds[kind].label, role, about.terms, about.start, about.period, about.confidence, about.disputed, about.label, about.fact, sources];
    return '<edge id="s' + index + '" source="' + escaped(vg.boxes.get(from).key) + '" target="' + escaped(vg.boxes.get(to).key) + '">' + values(OF_EDGES, "edge", found) + "</edge>\n";
  }

  vg.files.graphml = function () {
    const statements = vg.chosen();
    const nodes = new Set(statements.flatMap(({ from, to }) => [from, to]));
    vg.save("graphml", "application/xml", [
      '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n',
      ...keys(OF_NODES, "node"),
      ...keys(OF_EDGES, "edge"),
      '<graph edgedefault="directed">\n<desc>' + escaped(data.title + " · " + vg.edition()) + "</desc>\n",
      ...[...nodes].map(nodeText),
      ...statements.map(edgeText),
      "</graph>\n</graphml>\n",
    ]);
  };
});
