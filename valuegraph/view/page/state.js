// What the reader has chosen, kept in the address where the page may write to it.
// Needs data.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const NARROW = 900;
  const TABS = ["map", "table", "matrix"];
  const DIRECTIONS = ["both", "up", "down"];
  const VIEWS = ["renewal", "continuity"];
  const listeners = [];
  const kinds = new Map(vg.data.kinds.map((kind, index) => [kind.id, index]));
  const years = [Number(vg.data.asOf.slice(0, 4)), ...vg.data.facts.start.filter(Boolean).map((day) => Number(day.slice(0, 4)))];
  const dark = vg.data.theme === "auto" ? window.matchMedia("(prefers-color-scheme: dark)").matches : vg.data.theme === "dark";

  vg.years = { first: years.reduce((a, b) => Math.min(a, b)), last: years.reduce((a, b) => Math.max(a, b)) };

  const state = (vg.state = {
    tab: window.innerWidth < NARROW ? "table" : "map",
    selected: null, // id of a node or group
    line: null, // {from, to, kind} of a clicked line
    facts: null, // {title, statements} from a list: a proof, a path, a layer
    direction: "both",
    only: false,
    open: new Set(), // ids of open groups
    hidden: new Set(), // indices of hidden kinds
    year: vg.years.last, // statements that began later are left out
    confidence: 0, // and those that are less sure
    all: false, // draw the thin lines too
    dark,
    view: "renewal",
  });

  vg.onChange = (listener) => listeners.push(listener);

  vg.change = function (patch) {
    Object.assign(state, patch);
    write();
    for (const listener of listeners) listener(new Set(Object.keys(patch)));
  };

  function write() {
    const parts = new URLSearchParams();
    parts.set("tab", state.tab);
    if (state.selected !== null) parts.set("at", vg.boxes.get(state.selected).key);
    if (state.direction !== "both") parts.set("dir", state.direction);
    if (state.only) parts.set("only", "1");
    for (const id of state.open) parts.append("open", vg.boxes.get(id).key);
    for (const index of state.hidden) parts.append("hide", vg.data.kinds[index].id);
    if (state.year !== vg.years.last) parts.set("year", state.year);
    if (state.confidence) parts.set("sure", state.confidence);
    if (state.all) parts.set("all", "1");
    if (state.dark !== dark) parts.set("dark", state.dark ? "1" : "0");
    if (state.view !== "renewal") parts.set("view", state.view);
    vg.address = "#" + parts.toString();
    try {
      window.history.replaceState(null, "", vg.address);
    } catch {
      // A srcdoc frame has no address of its own; the page works without one.
    }
  }

  // A number of the address, if it is one and lies within its bounds.
  function bounded(text, least, most, otherwise) {
    const value = Number(text);
    return text !== null && text !== "" && value >= least && value <= most ? value : otherwise;
  }

  // Only values that name something in this page are taken over.
  function read() {
    let parts;
    try {
      parts = new URLSearchParams(window.location.hash.slice(1));
    } catch {
      return;
    }
    if (TABS.includes(parts.get("tab"))) state.tab = parts.get("tab");
    const at = vg.byKey.get(parts.get("at"));
    if (at) state.selected = at.id;
    if (DIRECTIONS.includes(parts.get("dir"))) state.direction = parts.get("dir");
    state.only = parts.get("only") === "1";
    for (const key of parts.getAll("open")) {
      const group = vg.byKey.get(key);
      if (group && group.isGroup) state.open.add(group.id);
    }
    for (const id of parts.getAll("hide")) if (kinds.has(id)) state.hidden.add(kinds.get(id));
    state.year = Math.round(bounded(parts.get("year"), vg.years.first, vg.years.last, state.year));
    state.confidence = bounded(parts.get("sure"), 0, 1, 0);
    state.all = parts.get("all") === "1";
    if (["0", "1"].includes(parts.get("dark"))) state.dark = parts.get("dark") === "1";
    if (VIEWS.includes(parts.get("view"))) state.view = parts.get("view");
    if (at) for (const group of vg.around(at)) state.open.add(group.id);
  }

  // Select a box wherever it is: groups around it open first.
  vg.select = function (id) {
    const closed = vg.around(vg.boxes.get(id)).filter((group) => !state.open.has(group.id));
    const opened = closed.length ? { open: new Set([...state.open, ...closed.map((group) => group.id)]) } : {};
    vg.change({ selected: id, line: null, facts: null, ...opened });
  };

  // Select a thing; where a closed group bears its name, the group, which need not open for it.
  vg.choose = function (id) {
    const box = vg.boxes.get(id);
    const named = vg.around(box).find((group) => group.label === box.label && !state.open.has(group.id));
    vg.select(named ? named.id : id);
  };

  // Open a closed group, close an open one with all that is open inside.
  vg.toggle = function (id) {
    const open = new Set(state.open);
    for (const group of vg.around(vg.boxes.get(id))) open.add(group.id);
    if (!open.delete(id)) open.add(id);
    else for (const inner of vg.groups) if (vg.around(inner).some((group) => group.id === id)) open.delete(inner.id);
    vg.change({ selected: open.has(id) ? id : null, line: null, facts: null, open });
  };

  vg.closeAll = function () {
    const top = state.selected === null ? null : vg.around(vg.boxes.get(state.selected)).pop();
    vg.change({ open: new Set(), selected: top ? top.id : state.selected, line: null });
  };

  vg.clear = () => vg.change({ selected: null, line: null, facts: null, only: false, direction: "both" });

  vg.say = (text) => vg.fill(vg.byId("live"), text);

  read();
});
