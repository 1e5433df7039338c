// Who is up- and downstream of a box. Needs state.js.
(function () {
  "use strict";
  const vg = window.valuegraph;

  function walk(starts, next) {
    const seen = new Set(starts);
    const statements = new Set();
    const queue = [...starts];
    while (queue.length) {
      for (const [statement, other] of next(queue.pop())) {
        statements.add(statement);
        if (!seen.has(other)) {
          seen.add(other);
          queue.push(other);
        }
      }
    }
    for (const start of starts) seen.delete(start);
    return { nodes: seen, statements };
  }

  vg.upstream = (starts) =>
    walk(starts, (id) => vg.dependsOn.get(id).filter(vg.passes).map((statement) => [statement, statement.from]));
  vg.downstream = (starts) =>
    walk(starts, (id) => vg.supplies.get(id).filter(vg.passes).map((statement) => [statement, statement.to]));

  // A group reaches nearly everything; what touches its members says more.
  function touching(starts, selected) {
    const statements = new Set(starts.flatMap((id) => [...vg.dependsOn.get(id), ...vg.supplies.get(id)]).filter(vg.passes));
    const nodes = new Set([...starts, ...[...statements].flatMap((statement) => [statement.from, statement.to])]);
    return { nodes, statements, centre: new Set([selected]) };
  }

  // The part of the map that a selection lights up; null when nothing is selected.
  vg.focus = function () {
    const { selected, line, facts, direction } = vg.state;
    if (line || facts) {
      const statements = new Set(line ? line.statements : facts.statements);
      const nodes = new Set([...statements].flatMap((statement) => [statement.from, statement.to]));
      return { nodes, statements, centre: new Set() };
    }
    if (selected === null) return null;
    const box = vg.boxes.get(selected);
    const starts = vg.inside(box).map((node) => node.id);
    if (box.isGroup) return touching(starts, selected);
    const nodes = new Set(starts);
    const statements = new Set();
    for (const side of [direction !== "down" && vg.upstream(starts), direction !== "up" && vg.downstream(starts)]) {
      if (!side) continue;
      for (const id of side.nodes) nodes.add(id);
      for (const statement of side.statements) statements.add(statement);
    }
    return { nodes, statements, centre: new Set([selected]) };
  };
})();
