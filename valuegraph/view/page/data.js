// Indexes the data of the page. Needs elements.js, and the data that unpack.js unpacks.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const data = vg.data;

  // A column for each property becomes an object for each row.
  function rows(columns) {
    const names = Object.keys(columns);
    return columns[names[0]].map((_, at) => Object.fromEntries(names.map((name) => [name, columns[name][at]])));
  }

  const boxes = new Map();
  const byKey = new Map();
  for (const box of data.boxes) {
    box.isGroup = box.bay !== undefined;
    boxes.set(box.id, box);
    byKey.set(box.key, box);
  }
  const nodes = data.boxes.filter((box) => !box.isGroup);
  const groups = data.boxes.filter((box) => box.isGroup);
  for (const group of groups) {
    group.members = group.bay.places.map((place) => place[0]);
    group.places = new Map(group.bay.places.map(([id, x, y]) => [id, [x, y]]));
  }

  const facts = rows(data.facts);
  for (const fact of facts) {
    fact.year = fact.start ? Number(fact.start.slice(0, 4)) : null;
    fact.lines = 0;
  }
  const supplies = new Map(nodes.map((node) => [node.id, []]));
  const dependsOn = new Map(nodes.map((node) => [node.id, []]));
  const byFact = new Map();
  const { from, to, kind, role, about } = data.statements;
  const statements = from.map((source, index) => {
    const fact = facts[about[index]];
    const statement = { index, from: source, to: to[index], kind: kind[index], role: data.roles[role[index]], about: fact };
    fact.lines += 1;
    supplies.get(source).push(statement);
    dependsOn.get(to[index]).push(statement);
    if (!byFact.has(fact.fact)) byFact.set(fact.fact, []);
    byFact.get(fact.fact).push(statement);
    return statement;
  });
  data.statements = statements;

  const codes = new Set(data.fills.map((fill) => fill.code));

  vg.boxes = boxes;
  vg.nodes = nodes;
  vg.groups = groups;
  vg.byKey = byKey;
  vg.byFact = byFact;
  vg.supplies = supplies; // node -> statements in which it supplies somebody
  vg.dependsOn = dependsOn; // node -> statements in which it depends on somebody
  vg.fillCode = (node) => (node.jurisdiction && codes.has(node.jurisdiction) ? node.jurisdiction : "");

  // The groups around a box, innermost first.
  vg.around = function (box) {
    const found = [];
    for (let at = box; at.parent !== undefined; found.push(at)) at = boxes.get(at.parent);
    return found;
  };

  // All nodes inside a box, at any depth.
  vg.inside = function (box) {
    return box.isGroup ? box.members.flatMap((id) => vg.inside(boxes.get(id))) : [box];
  };

  // "Chips · firm · US", without empty or repeated parts.
  vg.describe = function (box) {
    const stage = data.stages[box.stage].label;
    if (box.isGroup) return [stage, "group of " + vg.plural(box.count, "box", "boxes")].join(" · ");
    const parts = [stage, box.layer, box.kind, box.jurisdiction].filter(Boolean);
    return parts.filter((part, at) => parts.findIndex((other) => other.toLowerCase() === part.toLowerCase()) === at).join(" · ");
  };
});
