// The sidebar: how to read the map, or what is selected. Needs facts.js, reach.js, governance.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data, state } = vg;
  const WAYS = [["both", "Both"], ["up", "Upstream"], ["down", "Downstream"]];
  const UNKNOWN = "No statement in these data. That is not the same as no dependence.";
  const NEAREST = 5;

  function explanation() {
    const first = data.stages.length ? data.stages[0].label.toLowerCase() : "suppliers";
    const group = vg.groups.find((candidate) => candidate.parent === undefined);
    return [
      vg.el("h2", {}, "How to read this"),
      vg.el("p", {}, "Left to right: who supplies whom, from " + first + " to the sectors that use AI. Colour and dash of a line say what is supplied; its arrow points at whoever depends on it."),
      group ? vg.el("p", {}, "A dashed round box, such as “" + group.label + " ▸" + group.count + "”, holds several: click to open it, click again to close. A thicker line joins more statements; a number on it counts them.") : null,
      vg.el("p", {}, "Click a box or a line for its statements and their sources. ", vg.el("b", { class: "choke" }, "◆"), " with a thick border marks a chokepoint: the list below says what stops without it, and why."),
      vg.el("p", { class: "small" }, "Keys: / find · arrows move · Enter open · u upstream · d downstream · b both · o only these · 0 fit · Esc clear"),
    ];
  }

  function directionButtons() {
    const ways = WAYS.map(([way, words]) =>
      vg.el("button", { type: "button", "aria-pressed": String(state.direction === way), onclick: () => vg.change({ direction: way }) }, words),
    );
    return vg.el("div", { class: "buttons", role: "group", "aria-label": "Direction" }, ...ways, onlyButton(), clearButton("Clear"));
  }

  function onlyButton() {
    return vg.el("button", { type: "button", "aria-pressed": String(state.only), onclick: () => vg.change({ only: !state.only }) }, "Only these");
  }

  function clearButton(words) {
    return vg.el("button", { type: "button", onclick: vg.clear }, words);
  }

  function reachWords(up, down) {
    const hidden = vg.narrowed() ? " What the filters below leave out is not counted." : "";
    return vg.el("p", {}, vg.number(up.nodes.size) + " upstream, " + vg.number(down.nodes.size) + " downstream along the statements shown." + hidden);
  }

  function showWay(reached, id) {
    const statements = vg.way(reached, id);
    const [first, last] = [statements[0].from, statements[statements.length - 1].to].map((end) => vg.boxes.get(end).label);
    vg.change({ facts: { title: first + " to " + last, heading: "A shortest way, step by step", statements }, line: null });
  }

  // Who is reached at each stage, nearest first; a click shows the statements of a shortest way.
  function byStage(heading, reached) {
    if (!reached.nodes.size) return null;
    const stages = data.stages.map(() => []);
    for (const [id, { steps }] of reached.nodes) stages[vg.boxes.get(id).stage].push([id, steps]);
    const lines = stages.map((found, index) => {
      if (!found.length) return null;
      const degree = (id) => vg.supplies.get(id).length + vg.dependsOn.get(id).length;
      found.sort((a, b) => a[1] - b[1] || vg.boxes.get(b[0]).choke - vg.boxes.get(a[0]).choke || degree(b[0]) - degree(a[0]) || a[0] - b[0]);
      return vg.el("li", {}, vg.el("b", {}, data.stages[index].label + " " + vg.number(found.length)), wayList(found, reached));
    });
    return vg.el("section", {}, vg.el("h3", {}, heading), vg.el("ul", { class: "members ways" }, ...lines));
  }

  function wayList(found, reached) {
    const entry = ([id, steps]) =>
      vg.el("li", {}, vg.el("button", { type: "button", class: "name", title: "Show the statements of a shortest way", onclick: () => showWay(reached, id) }, vg.boxes.get(id).label), vg.el("span", { class: "small" }, " " + vg.plural(steps, "step", "steps")));
    const list = vg.el("ul", { class: "members" }, ...found.slice(0, NEAREST).map(entry));
    if (found.length > NEAREST) {
      const all = vg.el("button", { type: "button", class: "small", onclick: () => all.replaceWith(...found.slice(NEAREST).map(entry)) }, vg.number(found.length - NEAREST) + " more");
      list.append(all);
    }
    return list;
  }

  const byName = (side) => (a, b) => vg.boxes.get(a[side]).label.localeCompare(vg.boxes.get(b[side]).label, "en") || a.index - b.index;

  function nodePanel(node) {
    const needs = vg.dependsOn.get(node.id).filter(vg.passes).sort(byName("from"));
    const gives = vg.supplies.get(node.id).filter(vg.passes).sort(byName("to"));
    const [up, down] = [vg.upstream([node.id]), vg.downstream([node.id])];
    const groups = vg.around(node).map((group) =>
      vg.el("button", { type: "button", onclick: () => vg.toggle(group.id) }, "Close group “" + group.label + "”"),
    );
    return [
      vg.el("h2", {}, node.choke ? vg.el("span", { class: "choke" }, "◆ ") : null, node.label),
      vg.el("p", { class: "small" }, vg.describe(node)),
      node.note && vg.el("p", {}, node.note),
      directionButtons(),
      reachWords(up, down),
      vg.chokepointPart(node.id),
      vg.governancePart(node),
      state.direction === "down" ? null : byStage("Rests on, stage by stage", up),
      state.direction === "up" ? null : byStage("Reaches, stage by stage", down),
      vg.factList("Depends on", needs, "from", UNKNOWN),
      vg.factList("Supplies", gives, "to", UNKNOWN),
      ...groups,
      vg.el("p", { class: "iri" }, node.key),
    ];
  }

  function groupPanel(group) {
    const members = group.members.map((id) => vg.boxes.get(id));
    const starts = vg.inside(group).map((node) => node.id);
    const nodes = new Set(starts);
    const [up, down] = [vg.upstream(starts), vg.downstream(starts)];
    const inner = data.statements.filter((item) => vg.passes(item) && nodes.has(item.from) && nodes.has(item.to));
    const entry = (box) => {
      if (!box.isGroup) return vg.nameButton(box.id);
      return vg.el("button", { type: "button", class: "name", onclick: () => vg.toggle(box.id) }, box.label + " ▸" + box.count);
    };
    const list = vg.el("ul", { class: "members" }, ...members.map((box) => vg.el("li", {}, entry(box), box.jurisdiction ? " · " + box.jurisdiction : "")));
    return [
      vg.el("h2", {}, group.choke ? vg.el("span", { class: "choke" }, "◆ ") : null, group.label),
      vg.el("p", { class: "small" }, vg.describe(group)),
      vg.el("div", { class: "buttons" }, vg.el("button", { type: "button", onclick: () => vg.toggle(group.id) }, state.open.has(group.id) ? "Close group" : "Open group"), onlyButton(), clearButton("Clear")),
      reachWords(up, down),
      ...vg.inside(group).filter((node) => node.choke).map((node) => vg.chokepointPart(node.id)),
      vg.governancePart(group),
      byStage("Rests on, stage by stage", up),
      byStage("Reaches, stage by stage", down),
      vg.el("details", {}, vg.el("summary", {}, "Inside (" + vg.number(members.length) + ")"), list),
      inner.length ? vg.factList("Statements within the group", inner, null, UNKNOWN) : null,
    ];
  }

  function linePanel(line) {
    const [from, to] = [vg.boxes.get(line.from).label, vg.boxes.get(line.to).label];
    return [vg.el("h2", {}, from + " → " + to), vg.el("div", { class: "buttons" }, onlyButton(), clearButton("Clear")), vg.factList("Statements", line.statements.filter(vg.passes), null, UNKNOWN)];
  }

  function factsPanel(facts) {
    const back = state.selected === null ? null : vg.el("button", { type: "button", onclick: () => vg.change({ facts: null }) }, "Back to " + vg.boxes.get(state.selected).label);
    return [vg.el("h2", {}, facts.title), vg.el("div", { class: "buttons" }, back, onlyButton(), clearButton("Clear")), vg.factList(facts.heading || "Statements", facts.statements.filter(vg.passes), null, UNKNOWN)];
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
    const listed = state.line || state.facts;
    if (listed) return vg.say((listed.title || "Line") + ": " + vg.plural(listed.statements.length, "statement", "statements") + " listed.");
    if (state.selected === null) return vg.say("Nothing selected.");
    const box = vg.boxes.get(state.selected);
    if (box.isGroup) return vg.say(box.label + ", group of " + box.count + (state.open.has(box.id) ? ", open" : ", closed"));
    const [needs, gives] = [vg.dependsOn.get(box.id).length, vg.supplies.get(box.id).length];
    return vg.say(box.label + ", " + vg.describe(box) + ". " + vg.plural(needs, "supplier statement", "supplier statements") + ", " + vg.plural(gives, "statement", "statements") + " in which it supplies.");
  };
});
