// The relation legend, which is also the filter, and the count of statements. Needs scene.js.
(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data, state } = vg;

  function sample(kind) {
    const colour = vg.kindColour(kind);
    return vg.svg(
      "svg",
      { width: 36, height: 10, "aria-hidden": "true" },
      vg.svg("line", { x1: 0, y1: 5, x2: 30, y2: 5, stroke: colour, "stroke-width": 2, "stroke-dasharray": kind.dash.join(" ") || "none" }),
      vg.svg("path", { d: "M28 1 L35 5 L28 9 z", fill: colour }),
    );
  }

  function toggle(index) {
    const hidden = new Set(state.hidden);
    if (!hidden.delete(index)) hidden.add(index);
    // A clicked line belongs to one relation; hiding it would leave an empty focus.
    vg.change({ hidden, line: null });
  }

  vg.showLegend = function () {
    const counts = data.kinds.map(() => 0);
    for (const statement of data.statements) counts[statement.kind] += 1;
    const entries = data.kinds.map((kind, index) =>
      vg.el(
        "label",
        {},
        vg.el("input", { type: "checkbox", id: "kind-" + index, checked: !state.hidden.has(index), onchange: () => toggle(index) }),
        sample(kind),
        kind.label,
        vg.el("span", { class: "small" }, vg.number(counts[index])),
      ),
    );
    const focused = document.activeElement && document.activeElement.id;
    vg.fill(vg.byId("legend"), ...entries);
    if (focused && focused.startsWith("kind-")) vg.byId(focused).focus();
  };

  vg.showCount = function () {
    const shown = data.statements.filter(vg.passes).length;
    const words = vg.number(shown) + " of " + vg.plural(data.statements.length, "statement", "statements") + " shown";
    const within = state.tab === "map" ? vg.scene.within : 0;
    const inside = within ? vg.el("span", { class: "small" }, vg.number(within) + " of them inside closed groups") : null;
    vg.fill(vg.byId("count"), vg.el("b", {}, words), inside);
  };
})();
