// What the reader has chosen, kept in the address where the page may write to it.
// Needs data.js.
(function () {
  "use strict";
  const vg = window.valuegraph;
  const NARROW = 900;
  const DIRECTIONS = ["both", "up", "down"];
  const listeners = [];
  const kinds = new Map(vg.data.kinds.map((kind, index) => [kind.id, index]));

  const state = (vg.state = {
    tab: window.innerWidth < NARROW ? "table" : "map",
    selected: null, // id of a node or group
    line: null, // {from, to, kind} of a clicked line
    facts: null, // {title, statements} from the chokepoint list
    direction: "both",
    only: false,
    open: new Set(), // ids of open groups
    hidden: new Set(), // indices of hidden kinds
    dark: window.matchMedia("(prefers-color-scheme: dark)").matches,
    view: "renewal",
  });

  vg.onChange = (listener) => listeners.push(listener);

  vg.change = function (patch) {
    Object.assign(state, patch);
    write();
    for (const listener of listeners) listener(new Set(Object.keys(patch)));
  };

  vg.passes = (statement) => !state.hidden.has(statement.kind);

  function write() {
    const parts = new URLSearchParams();
    parts.set("tab", state.tab);
    if (state.selected !== null) parts.set("at", vg.boxes.get(state.selected).key);
    if (state.direction !== "both") parts.set("dir", state.direction);
    if (state.only) parts.set("only", "1");
    for (const id of state.open) parts.append("open", vg.boxes.get(id).key);
    for (const index of state.hidden) parts.append("hide", vg.data.kinds[index].id);
    if (state.dark) parts.set("dark", "1");
    if (state.view !== "renewal") parts.set("view", state.view);
    try {
      window.history.replaceState(null, "", "#" + parts.toString());
    } catch {
      // A srcdoc frame has no address of its own; the page works without one.
    }
  }

  // Only values that name something in this page are taken over.
  function read() {
    let parts;
    try {
      parts = new URLSearchParams(window.location.hash.slice(1));
    } catch {
      return;
    }
    if (["map", "table"].includes(parts.get("tab"))) state.tab = parts.get("tab");
    const at = vg.byKey.get(parts.get("at"));
    if (at) state.selected = at.id;
    if (DIRECTIONS.includes(parts.get("dir"))) state.direction = parts.get("dir");
    state.only = parts.get("only") === "1";
    for (const key of parts.getAll("open")) {
      const group = vg.byKey.get(key);
      if (group && group.isGroup) state.open.add(group.id);
    }
    for (const id of parts.getAll("hide")) if (kinds.has(id)) state.hidden.add(kinds.get(id));
    if (parts.has("dark")) state.dark = parts.get("dark") === "1";
    if (["renewal", "continuity"].includes(parts.get("view"))) state.view = parts.get("view");
    if (at) for (const group of vg.around(at)) state.open.add(group.id);
  }

  // Select a box wherever it is: groups around it open first.
  vg.select = function (id) {
    const box = vg.boxes.get(id);
    const open = new Set(state.open);
    for (const group of vg.around(box)) open.add(group.id);
    vg.change({ selected: id, line: null, facts: null, open });
  };

  // Open a closed group, close an open one with all that is open inside.
  vg.toggle = function (id) {
    const open = new Set(state.open);
    if (!open.delete(id)) open.add(id);
    else for (const inner of vg.groups) if (vg.around(inner).some((group) => group.id === id)) open.delete(inner.id);
    vg.change({ selected: open.has(id) ? id : null, line: null, facts: null, open });
  };

  vg.clear = () => vg.change({ selected: null, line: null, facts: null, only: false, direction: "both" });

  vg.say = (text) => vg.fill(vg.byId("live"), text);

  read();
})();
