// The chokepoint list in both views, with the certificate in words. Needs facts.js.
window.valuegraph.part(function () {
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
    vg.change({ selected: null, line: null, facts: { title: "Proof: " + item.name, heading: "Facts on the proof", statements } });
    vg.byId("panel").scrollIntoView({ block: "start" });
  }

  // One sentence of a proof; its facts are a click away.
  function stepLine(item, [sentence, facts]) {
    const statements = facts.flatMap((fact) => vg.byFact.get(fact) || []);
    const shown = () => vg.change({ selected: null, line: null, facts: { title: item.name, heading: sentence, statements } });
    return vg.el("li", {}, sentence, " ", statements.length ? vg.el("button", { type: "button", class: "name", onclick: shown }, vg.plural(facts.length, "fact", "facts")) : null);
  }

  function entry(item) {
    const name = item.nodes.length
      ? vg.el("button", { type: "button", class: "name", onclick: () => vg.choose(item.nodes[0]) }, item.name)
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
        item.steps.length ? vg.el("p", { class: "small" }, "The certificate, in words:") : null,
        vg.el("ol", { class: "steps" }, ...item.steps.map((step) => stepLine(item, step))),
      ),
    );
  }

  // What is known of one box as a chokepoint, in both views.
  vg.chokepointPart = function (id) {
    const found = data.chokepoints.filter((item) => item.nodes.includes(id));
    if (!found.length) return null;
    const titled = (item) => vg.el("li", {}, vg.el("span", { class: "small" }, item.view[0].toUpperCase() + item.view.slice(1) + " view"), ...entry(item).childNodes);
    return vg.el("section", { class: "choked" }, vg.el("h3", {}, "If it withdrew"), vg.el("ul", { class: "members" }, ...found.map(titled)));
  };

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
      data.assumptions.length ? vg.el("details", { class: "assumptions" }, vg.el("summary", {}, "What this assumes"), vg.el("ul", { class: "plain" }, ...data.assumptions.map((line) => vg.el("li", {}, line)))) : null,
    );
  };
});
