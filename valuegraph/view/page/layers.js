// Foldable lists: layers, jurisdictions, and what the data cover. Needs facts.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data, state } = vg;

  function swatch(fill) {
    const made = vg.el("i", { class: "swatch" });
    made.style.background = state.dark ? fill.dark : fill.light;
    return made;
  }

  function country(code) {
    try {
      return new Intl.DisplayNames(["en"], { type: "region" }).of(code);
    } catch {
      return code;
    }
  }

  // The statements that touch some nodes, lit on the map and listed in the panel.
  function show(title, wanted) {
    const ids = new Set(wanted.map((node) => node.id));
    const statements = data.statements.filter((item) => vg.passes(item) && (ids.has(item.from) || ids.has(item.to)));
    vg.change({ selected: null, line: null, facts: { title, heading: "Statements that touch it", statements } });
  }

  function entry(words, title, wanted, mark) {
    const made = vg.el("button", { type: "button", class: "name", onclick: () => show(title, wanted) }, words);
    return vg.el("li", {}, mark, wanted.length ? made : words, vg.el("span", { class: "small" }, wanted.length ? " " + vg.plural(wanted.length, "box", "boxes") : " no statement"));
  }

  function layers() {
    return data.stages.map((stage, index) => entry(stage.label, "Layer: " + stage.label, vg.nodes.filter((node) => node.stage === index)));
  }

  function jurisdictions() {
    const found = new Map();
    for (const node of vg.nodes) if (node.jurisdiction) found.set(node.jurisdiction, [...(found.get(node.jurisdiction) || []), node]);
    const ranked = [...found].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
    const rest = data.fills[data.fills.length - 1];
    const made = ranked.map(([code, nodes]) => {
      const fill = data.fills.find((candidate) => candidate.code === code) || rest;
      const name = country(code);
      return entry(name === code ? code : code + " " + name, "Jurisdiction: " + name, nodes, swatch(fill));
    });
    const none = vg.nodes.filter((node) => !node.jurisdiction);
    return [...made, entry("none stated", "No jurisdiction stated", none, swatch(rest))];
  }

  function folded(id, title, children, items) {
    const was = vg.byId(id);
    return vg.el("details", { id, open: Boolean(was && was.open) }, vg.el("summary", {}, title), ...children, vg.el("ul", { class: items ? "plain" : "members" }, ...(items || [])));
  }

  vg.showBackground = function () {
    vg.fill(
      vg.byId("background"),
      folded("layers", "Layers", [vg.el("ul", { class: "members" }, ...layers())]),
      folded("jurisdictions", "Jurisdictions", [vg.el("p", { class: "small" }, "The fill of a box is the jurisdiction of its firm."), vg.el("ul", { class: "members" }, ...jurisdictions())]),
      data.coverage.length ? folded("coverage", "What the data cover", [], data.coverage.map((line) => vg.el("li", {}, line))) : null,
    );
  };
});
