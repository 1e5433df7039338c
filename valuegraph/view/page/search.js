// The search box: names that match, best first. Needs state.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const SHOWN = 12;
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const names = vg.data.boxes.map((box) => ({ box, name: fold(box.label) }));
  let found = [];
  let at = -1;

  function rank(entry, wanted) {
    const place = entry.name.indexOf(wanted);
    if (place < 0) return -1;
    if (place === 0) return entry.name.length === wanted.length ? 0 : 1;
    return /[\s(·-]/.test(entry.name[place - 1]) ? 2 : 3;
  }

  function look(text) {
    const wanted = fold(text.trim());
    if (!wanted) return [];
    return names
      .map((entry) => ({ ...entry, rank: rank(entry, wanted) }))
      .filter((entry) => entry.rank >= 0)
      .sort((a, b) => a.rank - b.rank || (a.box.parent === undefined ? 0 : 1) - (b.box.parent === undefined ? 0 : 1) || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
      .map((entry) => entry.box);
  }

  function show() {
    const input = vg.byId("search");
    const list = vg.byId("found");
    const entries = found.slice(0, SHOWN).map((box, index) =>
      vg.el("li", { role: "option", id: "found-" + index, "aria-selected": String(index === at), onmousedown: (event) => (event.preventDefault(), choose(index)) }, box.label, vg.el("span", { class: "small" }, " " + vg.describe(box))),
    );
    if (found.length > SHOWN) entries.push(vg.el("li", { class: "small", role: "presentation" }, vg.number(found.length - SHOWN) + " more: type more letters"));
    if (!found.length && input.value.trim()) entries.push(vg.el("li", { class: "small", role: "presentation" }, "No name matches."));
    vg.fill(list, ...entries);
    list.hidden = !entries.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (at >= 0) input.setAttribute("aria-activedescendant", "found-" + at);
    else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    found = [];
    at = -1;
    vg.byId("search").value = "";
    show();
  }

  function choose(index) {
    const box = found[index];
    if (!box) return;
    close();
    vg.select(box.id);
    if (vg.network) vg.showBox(box.id);
    (vg.state.tab === "map" && vg.network ? vg.byId("canvas") : vg.byId("panel")).focus();
  }

  vg.startSearch = function () {
    const input = vg.byId("search");
    input.addEventListener("input", () => {
      found = look(input.value);
      at = found.length ? 0 : -1;
      show();
    });
    input.addEventListener("blur", () => (vg.byId("found").hidden = true));
    input.addEventListener("keydown", (event) => {
      const last = Math.min(found.length, SHOWN) - 1;
      if (event.key === "ArrowDown") at = Math.min(at + 1, last);
      else if (event.key === "ArrowUp") at = Math.max(at - 1, 0);
      else if (event.key === "Enter") return choose(Math.max(at, 0));
      else if (event.key === "Escape") {
        close();
        return input.blur();
      } else return undefined;
      event.preventDefault();
      return show();
    });
  };
});
