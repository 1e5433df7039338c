// Supplier by sector: how many steps lie between them. Needs scene.js, reach.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data, state } = vg;
  const DEEPEST = 6; // from so many steps on the shade stays the same
  const last = data.stages.length - 1;
  const sectors = vg.nodes.filter((node) => node.stage === last).sort((a, b) => a.label.localeCompare(b.label, "en"));

  // Upstream of each sector: how far every node is. Only filters change it.
  let reached = null;
  function distances() {
    if (!reached) reached = sectors.map((sector) => vg.upstream([sector.id]));
    return reached;
  }

  // The nearest member of a box to a sector.
  function nearest(box, far) {
    let best = null;
    for (const node of vg.inside(box)) {
      const way = far.nodes.get(node.id);
      if (way && (best === null || way.steps < best.steps)) best = { id: node.id, steps: way.steps };
    }
    return best;
  }

  function showWay(far, id) {
    const statements = vg.way(far, id);
    const [first, end] = [statements[0].from, statements[statements.length - 1].to].map((at) => vg.boxes.get(at).label);
    vg.change({ selected: null, line: null, facts: { title: first + " to " + end, heading: "A shortest way, step by step", statements } });
  }

  function cell(box, sector, far) {
    const found = nearest(box, far);
    if (!found) return vg.el("td", { class: "none", title: "No way from " + box.label + " to " + sector.label + " in the statements shown" });
    const words = box.label + " to " + sector.label + ": " + vg.plural(found.steps, "step", "steps");
    const shade = "near-" + Math.min(DEEPEST, found.steps);
    return vg.el("td", { class: shade }, vg.el("button", { type: "button", title: words, "aria-label": words, onclick: () => showWay(far, found.id) }, String(found.steps)));
  }

  function label(box) {
    const deep = vg.around(box).length;
    const name = vg.el("button", { type: "button", class: "name", onclick: () => vg.press(box.id) }, (box.choke ? "◆ " : "") + box.label + (box.isGroup ? " " + (state.open.has(box.id) ? "▾" : "▸") + box.count : ""));
    return vg.el("th", { scope: "row", class: "deep-" + Math.min(3, deep) }, name);
  }

  // Boxes in the order of the map; the members of an open group follow it.
  function listed() {
    const shown = data.boxes.filter((box) => box.parent === undefined && box.stage !== last);
    shown.sort((a, b) => a.stage - b.stage || a.x - b.x || a.y - b.y);
    const spread = (box) => [box, ...(box.isGroup && state.open.has(box.id) ? box.members.map((id) => vg.boxes.get(id)).flatMap(spread) : [])];
    return shown.flatMap(spread);
  }

  function heading(sector) {
    return vg.el("th", { scope: "col" }, vg.el("button", { type: "button", title: sector.label, onclick: () => vg.select(sector.id) }, vg.el("span", {}, sector.label)));
  }

  vg.showMatrix = function () {
    const view = vg.byId("view-matrix");
    if (view.hidden) return;
    const far = distances();
    const rows = listed();
    const body = rows.map((box, at) => {
      const first = at === 0 || rows[at - 1].stage !== box.stage;
      return vg.el("tr", { class: first ? "first" : "" }, label(box), vg.el("td", { class: "stage" }, first ? data.stages[box.stage].label : ""), ...sectors.map((sector, index) => cell(box, sector, far[index])));
    });
    const top = view.scrollTop;
    vg.fill(
      view,
      vg.el("p", { class: "small tools" }, sectors.length ? "Fewest steps from supplier (row) to sector (column); the stronger the colour, the closer. Blank: no way in the statements shown, which is not the same as no dependence. Click a number for the statements of a shortest way, a dashed group (▸) to open it." : "No sector in these data."),
      vg.el("table", { id: "matrix" }, vg.el("thead", {}, vg.el("tr", {}, vg.el("th", { scope: "col" }, "Supplier"), vg.el("th", { scope: "col" }, "Stage"), ...sectors.map(heading))), vg.el("tbody", {}, ...body)),
    );
    view.scrollTop = top;
  };

  vg.onSift(() => (reached = null));
});
