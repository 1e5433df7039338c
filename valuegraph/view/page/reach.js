// Who is up- and downstream of a box, in how many steps, and by which statements. Needs filters.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;

  // Breadth first: node -> {steps, via, before}, where `via` is the surest statement of the last step.
  function spread(starts, leaving, far) {
    const found = new Map(starts.map((id) => [id, { steps: 0, via: null, before: null }]));
    const statements = new Set();
    const queue = [...found.keys()];
    for (let at = 0; at < queue.length; at += 1) {
      const here = queue[at];
      const steps = found.get(here).steps + 1;
      for (const statement of leaving.get(here)) {
        if (!vg.passes(statement)) continue;
        statements.add(statement);
        const known = found.get(statement[far]);
        if (!known) {
          found.set(statement[far], { steps, via: statement, before: here });
          queue.push(statement[far]);
        } else if (known.before === here && known.via.about.confidence < statement.about.confidence) known.via = statement;
      }
    }
    const nodes = new Map([...found].filter(([, way]) => way.steps > 0));
    return { nodes, statements };
  }

  // The last answers are kept: the map, the panel and the table ask the same.
  const KEPT = 8;
  const kept = new Map();
  function remembered(starts, leaving, far) {
    const key = far + " " + starts.join(" ");
    if (!kept.has(key)) kept.set(key, spread(starts, leaving, far));
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    return kept.get(key);
  }
  vg.onSift(() => kept.clear());

  vg.upstream = (starts) => remembered(starts, vg.dependsOn, "from");
  vg.downstream = (starts) => remembered(starts, vg.supplies, "to");

  // The statements of a shortest way, from supplier to dependent.
  vg.way = function (reached, id) {
    const steps = [];
    for (let at = id; reached.nodes.has(at); at = reached.nodes.get(at).before) steps.push(reached.nodes.get(at).via);
    return steps.length && steps[0].from === id ? steps : steps.reverse();
  };

  // A group reaches nearly everything; what touches its members says more.
  function touching(starts, selected) {
    const statements = new Set(starts.flatMap((id) => [...vg.dependsOn.get(id), ...vg.supplies.get(id)]).filter(vg.passes));
    const nodes = new Set(starts);
    for (const statement of statements) nodes.add(statement.from).add(statement.to);
    return { nodes, statements, centre: new Set([selected]) };
  }

  // The part of the map that a selection lights up; null when nothing is selected.
  vg.focus = function () {
    const { selected, line, facts, direction } = vg.state;
    if (line || facts) {
      const statements = new Set((line || facts).statements.filter(vg.passes));
      const nodes = new Set();
      for (const statement of statements) nodes.add(statement.from).add(statement.to);
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
      for (const id of side.nodes.keys()) nodes.add(id);
      for (const statement of side.statements) statements.add(statement);
    }
    return { nodes, statements, centre: new Set([selected]) };
  };

  // What the table and the files hold: what passes, or of it what is lit when only that is wanted.
  vg.chosen = function () {
    const focus = vg.state.only ? vg.focus() : null;
    return vg.data.statements.filter((statement) => vg.passes(statement) && (!focus || focus.statements.has(statement)));
  };
});
