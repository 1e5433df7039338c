// Reads the data of the page and indexes them. Needs elements.js.
(function () {
  "use strict";
  const vg = window.valuegraph;
  const data = JSON.parse(vg.byId("data").textContent);

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

  const supplies = new Map(nodes.map((node) => [node.id, []]));
  const dependsOn = new Map(nodes.map((node) => [node.id, []]));
  const byFact = new Map();
  data.statements.forEach((statement, index) => {
    statement.index = index;
    supplies.get(statement.from).push(statement);
    dependsOn.get(statement.to).push(statement);
    if (!byFact.has(statement.fact)) byFact.set(statement.fact, []);
    byFact.get(statement.fact).push(statement);
  });

  const codes = new Set(data.fills.map((fill) => fill.code));

  vg.data = data;
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
    return [...new Set([box.stageLabel || stage, box.layer, box.kind, box.jurisdiction])].filter(Boolean).join(" · ");
  };
})();
