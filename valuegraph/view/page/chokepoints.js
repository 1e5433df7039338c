// The chokepoint list in both views, and what the data cover. Needs facts.js.
(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data, state } = vg;
  const VIEWS = {
    renewal: "Renewal: can the next generation be made? Stocks are ignored.",
    continuity: "Continuity: does today’s service run? Stocks last as stated.",
  };
  const SHOWN = 8;
  let whole = false;

  function shares(item) {
    const parts = [
      ["lost at once", item.share_lost],
      ["with surge", item.share_lost_surge],
      ["unavoidable", item.unavoidable],
    ];
    return parts.map(([words, share]) => words + " " + vg.percent(share)).join(" · ");
  }

  function showFacts(item) {
    const statements = [...new Set(item.facts)].flatMap((fact) => vg.byFact.get(fact) || []);
    vg.change({ selected: null, line: null, facts: { title: "Proof: " + item.name, statements } });
    vg.byId("panel").scrollIntoView({ block: "start" });
  }

  function entry(item) {
    const name = item.nodes.length
      ? vg.el("button", { type: "button", class: "name", onclick: () => vg.select(item.nodes[0]) }, item.name)
      : vg.el("b", {}, item.name);
    const bar = vg.el("span", { class: "share" });
    const parts = [["reach", item.reach], ["lost", item.share_lost], ["sure", item.unavoidable]];
    for (const [role, share] of parts) {
      const part = vg.el("span", { class: role });
      part.style.width = share * 100 + "%";
      bar.append(part);
    }
    const known = item.facts.filter((fact) => vg.byFact.has(fact)).length;
    const proof = known
      ? vg.el("button", { type: "button", class: "name", onclick: () => showFacts(item) }, vg.plural(known, "fact", "facts"))
      : null;
    return vg.el(
      "li",
      {},
      vg.el("div", { class: "ends" }, name, vg.el("b", {}, vg.percent(item.share_lost))),
      bar,
      vg.el(
        "details",
        {},
        vg.el("summary", {}, "reaches " + vg.percent(item.reach) + " · why"),
        vg.el("p", { class: "small" }, shares(item)),
        vg.el("p", {}, item.words, " ", proof),
      ),
    );
  }

  vg.showChokepoints = function () {
    const items = data.chokepoints.filter((item) => item.view === state.view);
    const views = Object.keys(VIEWS).map((view) =>
      vg.el("button", { type: "button", "aria-pressed": String(state.view === view), onclick: () => vg.change({ view }) }, view[0].toUpperCase() + view.slice(1)),
    );
    const shown = whole ? items : items.slice(0, SHOWN);
    const all = () => {
      whole = true;
      vg.showChokepoints();
    };
    vg.fill(
      vg.byId("chokepoints"),
      vg.el("h3", {}, "Chokepoints"),
      vg.el("div", { class: "buttons", role: "group", "aria-label": "View" }, ...views),
      vg.el("p", { class: "small" }, VIEWS[state.view], items.length ? " Share of service lost at once if it withdrew; first those whose loss is most unavoidable (dark):" : ""),
      items.length ? vg.el("ol", {}, ...shown.map(entry)) : vg.el("p", { class: "unknown" }, "None was computed in this view."),
      shown.length < items.length ? vg.el("button", { type: "button", onclick: all }, "Show all " + items.length) : null,
      items.length ? vg.el("p", { class: "small key" }, vg.el("i", { class: "sure" }), "unavoidable ", vg.el("i", { class: "lost" }), "lost at once ", vg.el("i", { class: "reach" }), "reached") : null,
      data.assumptions.length ? vg.el("details", {}, vg.el("summary", {}, "What this assumes"), vg.el("ul", { class: "plain" }, ...data.assumptions.map((line) => vg.el("li", {}, line)))) : null,
    );
  };

  function swatch(fill) {
    const made = vg.el("i", { class: "swatch" });
    made.style.background = state.dark ? fill.dark : fill.light;
    return made;
  }

  vg.showBackground = function () {
    const fills = data.fills.filter((fill) => fill.code);
    vg.fill(
      vg.byId("background"),
      data.coverage.length ? vg.el("details", {}, vg.el("summary", {}, "What the data cover"), vg.el("ul", { class: "plain" }, ...data.coverage.map((line) => vg.el("li", {}, line)))) : null,
      vg.el(
        "details",
        { open: true },
        vg.el("summary", {}, "Colours of the boxes"),
        vg.el("p", { class: "swatches" }, ...fills.map((fill) => vg.el("span", {}, swatch(fill), fill.code + " " + vg.number(fill.count))), vg.el("span", {}, swatch(data.fills[data.fills.length - 1]), "others or none")),
      ),
    );
  };
})();
