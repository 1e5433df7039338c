// The sidebar: how to read the map, or what is selected. Needs facts.js, reach.js.
(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data, state } = vg;
  const WAYS = [["both", "Both"], ["up", "Upstream"], ["down", "Downstream"]];
  const UNKNOWN = "No statement in these data. That is not the same as no dependence.";

  function explanation() {
    const first = data.stages.length ? data.stages[0].label.toLowerCase() : "suppliers";
    return [
      vg.el("h2", {}, "How to read this"),
      vg.el("p", {}, "Left to right: who supplies whom, from " + first + " to the sectors that use AI. A box carries the code of its jurisdiction. The colour and dash of a line say what is supplied; its arrow points at whoever depends on it."),
      vg.groups.length ? vg.el("p", {}, "A dashed round box, such as “" + vg.groups[0].label + " ▸" + vg.groups[0].count + "”, holds several: click to open, click again to close. A thicker line joins several statements.") : null,
      vg.el("p", {}, "Click a box or a line for its statements and their sources. ", vg.el("b", { class: "choke" }, "◆"), " with a thick border marks a chokepoint."),
      vg.el("p", { class: "small" }, "Keys: / find · arrows move · Enter open · u upstream · d downstream · b both · o only these · 0 fit · Esc clear"),
    ];
  }

  function directionButtons() {
    const ways = WAYS.map(([way, words]) =>
      vg.el("button", { type: "button", "aria-pressed": String(state.direction === way), onclick: () => vg.change({ direction: way }) }, words),
    );
    const only = vg.el("button", { type: "button", "aria-pressed": String(state.only), onclick: () => vg.change({ only: !state.only }) }, "Only these");
    return vg.el("div", { class: "buttons", role: "group", "aria-label": "Direction" }, ...ways, only, clearButton("Clear"));
  }

  function clearButton(words) {
    return vg.el("button", { type: "button", onclick: vg.clear }, words);
  }

  function reachWords(starts) {
    const up = vg.upstream(starts).nodes.size;
    const down = vg.downstream(starts).nodes.size;
    const hidden = state.hidden.size ? " Hidden relations are left out." : "";
    return vg.el("p", {}, vg.number(up) + " upstream, " + vg.number(down) + " downstream along the statements shown." + hidden);
  }

  const byName = (side) => (a, b) => vg.boxes.get(a[side]).label.localeCompare(vg.boxes.get(b[side]).label, "en") || a.index - b.index;

  function nodePanel(node) {
    const needs = vg.dependsOn.get(node.id).filter(vg.passes).sort(byName("from"));
    const gives = vg.supplies.get(node.id).filter(vg.passes).sort(byName("to"));
    const groups = vg.around(node).map((group) =>
      vg.el("button", { type: "button", onclick: () => vg.toggle(group.id) }, "Close group “" + group.label + "”"),
    );
    return [
      vg.el("h2", {}, node.choke ? vg.el("span", { class: "choke" }, "◆ ") : null, node.label),
      vg.el("p", { class: "small" }, vg.describe(node)),
      node.note && vg.el("p", {}, node.note),
      directionButtons(),
      reachWords([node.id]),
      vg.factList("Depends on", needs, "from", UNKNOWN),
      vg.factList("Supplies", gives, "to", UNKNOWN),
      ...groups,
      vg.el("p", { class: "iri" }, node.key),
    ];
  }

  function groupPanel(group) {
    const members = group.members.map((id) => vg.boxes.get(id));
    const nodes = new Set(vg.inside(group).map((node) => node.id));
    const inner = data.statements.filter((item) => vg.passes(item) && nodes.has(item.from) && nodes.has(item.to));
    const entry = (box) => {
      if (!box.isGroup) return vg.nameButton(box.id);
      return vg.el("button", { type: "button", class: "name", onclick: () => vg.toggle(box.id) }, box.label + " ▸" + box.count);
    };
    return [
      vg.el("h2", {}, group.label),
      vg.el("p", { class: "small" }, vg.describe(group)),
      vg.el("div", { class: "buttons" }, vg.el("button", { type: "button", onclick: () => vg.toggle(group.id) }, state.open.has(group.id) ? "Close group" : "Open group"), clearButton("Clear")),
      reachWords([...nodes]),
      vg.el("h3", {}, "Inside (" + vg.number(members.length) + ")"),
      vg.el("ul", { class: "members" }, ...members.map((box) => vg.el("li", {}, entry(box), box.jurisdiction ? " · " + box.jurisdiction : ""))),
      inner.length ? vg.factList("Statements within the group", inner, null, UNKNOWN) : null,
    ];
  }

  function linePanel(line) {
    const [from, to] = [vg.boxes.get(line.from).label, vg.boxes.get(line.to).label];
    return [vg.el("h2", {}, from + " → " + to), clearButton("Clear"), vg.factList("Statements", line.statements, null, UNKNOWN)];
  }

  function factsPanel(facts) {
    return [vg.el("h2", {}, facts.title), clearButton("Clear"), vg.factList("Facts on the proof", facts.statements, null, UNKNOWN)];
  }

  function content() {
    if (state.line) return linePanel(state.line);
    if (state.facts) return factsPanel(state.facts);
    if (state.selected === null) return explanation();
    const box = vg.boxes.get(state.selected);
    return box.isGroup ? groupPanel(box) : nodePanel(box);
  }

  vg.showPanel = function () {
    vg.fill(vg.byId("panel"), ...content());
  };

  vg.announce = function () {
    if (state.selected === null) return vg.say(state.line || state.facts ? "Statements listed." : "Nothing selected.");
    const box = vg.boxes.get(state.selected);
    if (box.isGroup) return vg.say(box.label + ", group of " + box.count + (state.open.has(box.id) ? ", open" : ", closed"));
    const [needs, gives] = [vg.dependsOn.get(box.id).length, vg.supplies.get(box.id).length];
    return vg.say(box.label + ", " + vg.describe(box) + ". " + vg.plural(needs, "supplier statement", "supplier statements") + ", " + vg.plural(gives, "statement", "statements") + " in which it supplies.");
  };
})();
