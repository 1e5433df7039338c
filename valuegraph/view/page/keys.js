// Keys: arrows along links or within a column, letters for the views. Needs canvas.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const { state } = vg;

  // The box to start from, or the first one in reading order.
  function current() {
    if (state.selected !== null && vg.scene.places.has(state.selected)) return state.selected;
    return null;
  }

  function firstBox() {
    const order = [...vg.scene.places].sort(([, a], [, b]) => a.x - b.x || a.y - b.y);
    return order.length ? order[0][0] : null;
  }

  function nearest(id, candidates) {
    const here = vg.scene.places.get(id);
    const distance = (other) => {
      const there = vg.scene.places.get(other);
      return Math.abs(there.y - here.y) + Math.abs(there.x - here.x) / 4;
    };
    return [...candidates].sort((a, b) => distance(a) - distance(b) || a - b)[0];
  }

  function alongLinks(id, from, to) {
    const ends = [...vg.scene.lines.values()].filter((line) => line[from] === id).map((line) => line[to]);
    return nearest(id, new Set(ends));
  }

  function inColumn(id, sign) {
    const here = vg.scene.places.get(id);
    const others = [...vg.scene.places].filter(([, place]) => Math.abs(place.x - here.x) < 1 && sign * (place.y - here.y) > 0);
    return nearest(id, others.map(([other]) => other));
  }

  const MOVES = {
    ArrowLeft: (id) => alongLinks(id, "to", "from"),
    ArrowRight: (id) => alongLinks(id, "from", "to"),
    ArrowUp: (id) => inColumn(id, -1),
    ArrowDown: (id) => inColumn(id, 1),
  };

  function move(key) {
    const id = current();
    const next = id === null ? firstBox() : MOVES[key](id);
    if (next === undefined || next === null) return vg.say("Nothing further that way.");
    vg.change({ selected: next, line: null, facts: null });
    return vg.showBox(next);
  }

  const LETTERS = {
    u: () => vg.change({ direction: "up" }),
    d: () => vg.change({ direction: "down" }),
    b: () => vg.change({ direction: "both" }),
    o: () => vg.change({ only: !state.only }),
    0: () => vg.fit(),
  };

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, select, textarea")) return;
    if (event.key === "/") {
      event.preventDefault();
      vg.byId("search").focus();
    } else if (event.key === "Escape") vg.clear();
    else if (state.tab === "map" && LETTERS[event.key]) LETTERS[event.key]();
    else if (event.target.id === "canvas" && MOVES[event.key]) {
      event.preventDefault();
      move(event.key);
    } else if (event.target.id === "canvas" && event.key === "Enter" && current() !== null) vg.press(current());
  }

  vg.startKeys = () => document.addEventListener("keydown", pressed);
});
