// Wires the page together. Needs all files before it.
(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data, state } = vg;
  const DRAWN = ["selected", "line", "facts", "direction", "only", "open", "hidden", "dark"];
  const CHOSEN = ["selected", "line", "facts"];

  function showTab() {
    for (const tab of ["map", "table"]) {
      const active = state.tab === tab;
      vg.byId("tab-" + tab).setAttribute("aria-selected", String(active));
      vg.byId("tab-" + tab).tabIndex = active ? 0 : -1;
      vg.byId("view-" + tab).hidden = !active;
    }
    vg.byId("fit").hidden = state.tab !== "map";
    document.documentElement.dataset.tab = state.tab;
    if (state.tab === "map" && !vg.network) vg.startCanvas();
    vg.showTable();
  }

  function showTheme() {
    document.documentElement.dataset.theme = state.dark ? "dark" : "light";
    vg.byId("theme").setAttribute("aria-pressed", String(state.dark));
    vg.fill(vg.byId("theme"), state.dark ? "Light" : "Dark");
  }

  vg.onChange((changed) => {
    const any = (names) => names.some((name) => changed.has(name));
    if (changed.has("dark")) showTheme();
    if (any(DRAWN)) vg.redraw();
    if (changed.has("tab")) showTab();
    else if (any(["hidden", "dark"])) vg.showTable();
    if (any([...CHOSEN, "direction", "only", "hidden", "dark"])) vg.showPanel();
    if (any(CHOSEN)) {
      document.documentElement.toggleAttribute("data-chosen", state.selected !== null || state.line !== null || state.facts !== null);
      vg.byId("panel").parentNode.scrollTop = 0;
      if (state.tab === "table") window.scrollTo(0, 0);
      vg.announce();
    }
    if (any(["view", "dark"])) vg.showChokepoints();
    if (any(["hidden", "dark"])) vg.showLegend();
    if (changed.has("dark")) vg.showBackground();
    if (any(["hidden", "open", "tab"])) vg.showCount();
    if (changed.has("open") && state.selected !== null && vg.network) vg.showBox(state.selected);
  });

  function startTabs() {
    for (const tab of ["map", "table"]) {
      const button = vg.byId("tab-" + tab);
      button.addEventListener("click", () => vg.change({ tab }));
      button.addEventListener("keydown", (event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        const other = tab === "map" ? "table" : "map";
        vg.change({ tab: other });
        vg.byId("tab-" + other).focus();
      });
    }
  }

  vg.fill(vg.byId("edition"), ["as of " + data.asOf, "data " + data.version, data.hash.slice(0, 12)].filter(Boolean).join(" · "));
  vg.byId("edition").title = "Dataset hash " + data.hash;
  vg.byId("fit").addEventListener("click", () => vg.fit());
  vg.byId("theme").addEventListener("click", () => vg.change({ dark: !state.dark }));
  startTabs();
  vg.startSearch();
  vg.startKeys();
  vg.startPaper();
  vg.compose();
  showTheme();
  vg.showPanel();
  vg.showChokepoints();
  vg.showBackground();
  vg.showLegend();
  showTab();
  vg.showCount();
  if (state.tab !== "map") document.documentElement.dataset.ready = String(Math.round(performance.now()));
})();
