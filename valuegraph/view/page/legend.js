// The relation legend, which is also the filter, the sliders and the count. Needs scene.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data, state } = vg;
  const STEP = 0.05;

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
    vg.fill(vg.byId("kinds"), ...entries);
    if (focused && focused.startsWith("kind-")) vg.byId(focused).focus();
  };

  vg.showSliders = function () {
    vg.byId("year").value = state.year;
    vg.fill(vg.byId("year-value"), state.year === vg.years.last ? "any year" : "by " + state.year);
    vg.byId("confidence").value = state.confidence;
    vg.fill(vg.byId("confidence-value"), vg.percent(state.confidence));
    vg.byId("all").checked = state.all;
  };

  // One change for each frame, however fast the slider moves.
  function eased(change) {
    let waiting = false;
    return () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        change();
      });
    };
  }

  vg.startSliders = function () {
    const [year, confidence, all] = ["year", "confidence", "all"].map(vg.byId);
    Object.assign(year, { min: vg.years.first, max: vg.years.last, step: 1 });
    Object.assign(confidence, { min: 0, max: 1, step: STEP });
    year.addEventListener("input", eased(() => vg.change({ year: Number(year.value), line: null })));
    confidence.addEventListener("input", eased(() => vg.change({ confidence: Number(confidence.value), line: null })));
    all.addEventListener("change", () => vg.change({ all: all.checked }));
  };

  // Where the statements are that pass: on lines drawn, inside closed groups, on lines not drawn.
  function whereabouts() {
    const onLines = vg.scene.drawn ? vg.scene.drawn.reduce((sum, line) => sum + line.statements.length, 0) : 0;
    const thin = vg.passing - vg.scene.within - onLines;
    const parts = [
      [onLines, "drawn"],
      [vg.scene.within, "in closed groups"],
      [thin, state.only ? "on lines left out" : "on thinner lines"],
    ];
    return parts.filter(([count], at) => at === 0 || count > 0).map(([count, words]) => vg.number(count) + " " + words).join(" · ");
  }

  vg.countWords = () => vg.number(vg.passing) + " of " + vg.plural(data.statements.length, "statement", "statements");

  vg.showCount = function () {
    const words = vg.countWords();
    const where = state.tab === "map" && vg.network ? vg.el("span", { class: "small" }, whereabouts()) : null;
    vg.fill(vg.byId("count"), vg.el("b", {}, words), where);
  };
});
