// Wires the page together. Needs all files before it.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const { state } = vg;
  const TABS = ["map", "table", "matrix"];
  const CHOSEN = ["selected", "line", "facts"];
  const RULES = ["hidden", "year", "confidence"];
  const LIT = [...CHOSEN, "direction", "only"];

  function showTab() {
    for (const tab of TABS) {
      const active = state.tab === tab;
      vg.byId("tab-" + tab).setAttribute("aria-selected", String(active));
      vg.byId("tab-" + tab).tabIndex = active ? 0 : -1;
      vg.byId("view-" + tab).hidden = !active;
    }
    document.documentElement.dataset.tab = state.tab;
    if (state.tab === "map" && !vg.network) vg.startCanvas();
    vg.showTable();
    vg.showMatrix();
  }

  function showTheme() {
    document.documentElement.dataset.theme = state.dark ? "dark" : "light";
    vg.byId("theme").setAttribute("aria-pressed", String(state.dark));
    vg.fill(vg.byId("theme"), state.dark ? "Light" : "Dark");
  }

  // What is chosen comes into sight in the sidebar, and on small screens above the table.
  function showChosen() {
    document.documentElement.toggleAttribute("data-chosen", CHOSEN.some((name) => state[name] !== null));
    vg.byId("panel").parentNode.scrollTop = 0;
    if (state.tab !== "map") window.scrollTo(0, 0);
    vg.announce();
  }

  vg.onChange((changed) => {
    const any = (...names) => names.flat().some((name) => changed.has(name));
    if (any("dark")) showTheme();
    if (any(LIT, RULES, "open", "all", "dark")) vg.redraw(any(RULES, "open", "all"));
    if (any("tab")) showTab();
    else {
      if (any(RULES, "dark", state.only ? LIT : "only")) vg.showTable();
      if (any(RULES, "open")) vg.showMatrix();
    }
    if (any(LIT, RULES, "open", "dark")) vg.showPanel();
    if (any(CHOSEN)) showChosen();
    if (any(RULES)) vg.say(vg.countWords() + " pass.");
    if (any("view", "dark")) vg.showChokepoints();
    if (any("hidden", "dark")) vg.showLegend();
    if (any(RULES, "all")) vg.showSliders();
    if (any("dark")) vg.showBackground();
    if (any(LIT, RULES, "open", "all", "tab")) vg.showCount();
    if (any("open", "tab")) vg.showActions();
    if (any("open") && state.selected !== null && vg.network && state.tab === "map") vg.showBox(state.selected);
  });

  function startTabs() {
    TABS.forEach((tab, at) => {
      const button = vg.byId("tab-" + tab);
      button.addEventListener("click", () => vg.change({ tab }));
      button.addEventListener("keydown", (event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!step) return;
        const other = TABS[(at + step + TABS.length) % TABS.length];
        vg.change({ tab: other });
        vg.byId("tab-" + other).focus();
      });
    });
  }

  startTabs();
  vg.startSearch();
  vg.startKeys();
  vg.startPaper();
  vg.startTable();
  vg.startSliders();
  vg.compose();
  showTheme();
  vg.showPanel();
  vg.showChokepoints();
  vg.showBackground();
  vg.showLegend();
  vg.showSliders();
  vg.startActions();
  showTab();
  vg.showActions();
  vg.showCount();
  document.documentElement.toggleAttribute("data-chosen", state.selected !== null);
  if (state.tab !== "map") document.documentElement.dataset.ready = String(Math.round(performance.now()));
});
