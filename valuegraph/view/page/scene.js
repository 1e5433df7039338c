// What is on the map for the groups that are open: places of boxes, and lines that join statements.
// Needs filters.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const FEW = 160; // so many lines can be read; where there are more, each box keeps its thickest
  const THICKEST = 2;
  const FEW_WITHIN = 24;

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
      if (!lines.has(id)) lines.set(id, { id, from, to, kind: statement.kind, statements: [], facts: new Set() });
      const line = lines.get(id);
      line.statements.push(statement);
      line.facts.add(statement.about);
    }
    return { lines, within };
  }

  // Thick lines rest on many facts; a fact that stands on many lines makes none of them thick.
  const thicker = (a, b) => b.facts.size - a.facts.size || b.statements.length - a.statements.length || (a.id < b.id ? -1 : 1);

  const inside = (line) => [line.from, line.to].some((id) => vg.boxes.get(id).parent !== undefined);
  const stageWithin = (line) => (vg.boxes.get(line.from).stage === vg.boxes.get(line.to).stage ? vg.boxes.get(line.from).stage : -1);

  // Main lines: those of an opened group, and the thickest into and out of each box. Lines within
  // a stage would hide those between stages, so there they are main only where they are few.
  function markMain(lines) {
    const within = vg.data.stages.map(() => 0);
    for (const line of lines.values()) if (stageWithin(line) >= 0) within[stageWithin(line)] += 1;
    const ends = new Map();
    for (const line of lines.values()) {
      const stage = stageWithin(line);
      line.main = vg.state.all || inside(line) || lines.size <= FEW;
      if (stage >= 0 && within[stage] > FEW_WITHIN) continue;
      for (const end of ["<" + line.to, ">" + line.from]) {
        if (!ends.has(end)) ends.set(end, []);
        ends.get(end).push(line);
      }
    }
    for (const near of ends.values()) for (const line of near.sort(thicker).slice(0, THICKEST)) line.main = true;
  }

  vg.compose = function () {
    const spans = stageSpans(openGroups());
    const places = placeBoxes(spans);
    const standIn = standIns();
    const { lines, within } = gatherLines(standIn);
    markMain(lines);
    vg.scene = { spans, places, standIn, lines, within, width: spans.length ? spans[spans.length - 1].right : 0 };
  };
});
