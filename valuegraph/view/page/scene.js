// Which boxes and lines are on the map, and where, given the open groups and hidden relations.
// Needs state.js.
(function () {
  "use strict";
  const vg = window.valuegraph;

  // Open groups in the order of their stage and number: the order of their bays.
  function openGroups() {
    const shown = (group) => vg.around(group).every((outer) => vg.state.open.has(outer.id));
    return vg.groups.filter((group) => vg.state.open.has(group.id) && shown(group));
  }

  // Bays stand to the right of the columns of their stage and push later stages on.
  function stageSpans(open) {
    let shift = 0;
    return vg.data.stages.map((stage, index) => {
      const span = { label: stage.label, left: stage.left + shift, shift, bays: [] };
      let edge = stage.right + shift;
      for (const group of open.filter((candidate) => candidate.stage === index)) {
        span.bays.push({ group, left: edge });
        edge += group.bay.width;
      }
      shift = edge - stage.right;
      span.right = edge;
      return span;
    });
  }

  function placeBoxes(spans) {
    const places = new Map();
    for (const box of vg.data.boxes) {
      if (box.parent === undefined) places.set(box.id, { x: box.x + spans[box.stage].shift, y: box.y });
    }
    for (const span of spans) {
      for (const { group, left } of span.bays) {
        for (const [id, [x, y]] of group.places) places.set(id, { x: left + x, y });
      }
    }
    return places;
  }

  // The box that stands for a node now: itself, or the outermost closed group around it.
  function standIns() {
    const found = new Map();
    for (const node of vg.nodes) {
      let shown = node;
      for (const group of vg.around(node)) if (!vg.state.open.has(group.id)) shown = group;
      found.set(node.id, shown.id);
    }
    return found;
  }

  // One line for each pair of boxes and kind, holding its statements.
  function gatherLines(standIn) {
    const lines = new Map();
    let within = 0;
    for (const statement of vg.data.statements) {
      if (!vg.passes(statement)) continue;
      const from = standIn.get(statement.from);
      const to = standIn.get(statement.to);
      if (from === to) {
        within += 1;
        continue;
      }
      const id = from + ">" + to + ">" + statement.kind;
      if (!lines.has(id)) lines.set(id, { id, from, to, kind: statement.kind, statements: [] });
      lines.get(id).statements.push(statement);
    }
    return { lines, within };
  }

  vg.compose = function () {
    const spans = stageSpans(openGroups());
    const places = placeBoxes(spans);
    const standIn = standIns();
    const { lines, within } = gatherLines(standIn);
    vg.scene = { spans, places, standIn, lines, within, width: spans.length ? spans[spans.length - 1].right : 0 };
  };
})();
