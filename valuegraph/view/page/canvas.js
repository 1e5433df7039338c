// Draws the map with vis-network: preset positions, no physics. Needs paint.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const vis = window.vis;
  const MARGIN = 6;
  const NARROW_STAGE = 104; // pixels in which a heading needs smaller letters
  const READABLE = 10; // pixels of a letter
  const TOO_SMALL = 8.5;
  const holder = vg.byId("canvas");
  const size = vg.data.size;
  const drawn = { boxes: new Map(), lines: new Map() };
  const sets = { boxes: new vis.DataSet(), lines: new vis.DataSet() };
  const filled = new Set(vg.data.boxes.map((box) => box.stage));
  let network = null;
  let moved = false;
  let held = false;

  const options = {
    autoResize: true,
    physics: false,
    layout: { improvedLayout: false, hierarchical: false, randomSeed: 1 },
    interaction: { dragNodes: false, selectable: false, hover: true, hoverConnectedEdges: false, keyboard: false, tooltipDelay: 250 },
    nodes: {
      shape: "box",
      physics: false,
      chosen: false,
      margin: { top: 3, bottom: 3, left: 3, right: 3 },
      // No maximum: paint.js has broken the lines already and vis-network would break them again.
      widthConstraint: { minimum: size.box[0] - 6 },
      heightConstraint: { minimum: size.box[1] - 6 },
      scaling: { label: { drawThreshold: 2 } },
    },
    edges: { chosen: false, hoverWidth: 0.5, selectionWidth: 0, arrowStrikethrough: false },
  };

  // Send vis-network only what differs from what it draws already.
  function update(set, before, wanted) {
    const now = new Map(wanted.map((item) => [item.id, JSON.stringify(item)]));
    const gone = [...before.keys()].filter((id) => !now.has(id));
    const changed = wanted.filter((item) => before.get(item.id) !== now.get(item.id));
    if (gone.length) set.remove(gone);
    if (changed.length) set.update(changed);
    return now;
  }

  function drawBands(ctx) {
    const area = { top: -2000, height: size.height + 4000 };
    vg.scene.spans.forEach((span, index) => {
      ctx.fillStyle = vg.colour(index % 2 ? "band-odd" : "band-even");
      ctx.fillRect(span.left, area.top, span.right - span.left, area.height);
      if (!filled.has(index)) sayEmpty(ctx, (span.left + span.right) / 2);
      for (const { group, left } of span.bays) drawBay(ctx, group, left);
    });
  }

  function write(ctx, text, x, y, align) {
    ctx.font = "600 " + size.font + "px " + vg.fontFace;
    ctx.fillStyle = vg.colour("dim");
    ctx.textAlign = align;
    ctx.textBaseline = "middle";
    ctx.fillText(text, x, y);
  }

  function sayEmpty(ctx, x) {
    ctx.save();
    ctx.translate(x, size.height / 2);
    ctx.rotate(-Math.PI / 2);
    write(ctx, "no statement", 0, 0, "center");
    ctx.restore();
  }

  function drawBay(ctx, group, left) {
    const { width, height, top } = group.bay;
    ctx.save();
    ctx.strokeStyle = vg.colour("dim");
    ctx.fillStyle = vg.colour("ground");
    ctx.setLineDash([5, 4]);
    ctx.beginPath();
    ctx.roundRect(left + 4, top, width - 8, height + 4, 10);
    ctx.fill();
    ctx.stroke();
    ctx.beginPath();
    ctx.rect(left + 8, top, width - 16, height);
    ctx.clip();
    write(ctx, group.label + " ▾" + group.count, left + 12, top + 14, "left");
    ctx.restore();
  }

  function placeHeadings() {
    vg.byId("stages").childNodes.forEach((heading, index) => {
      const span = vg.scene.spans[index];
      const left = network.canvasToDOM({ x: span.left, y: 0 }).x;
      const right = network.canvasToDOM({ x: span.right, y: 0 }).x;
      heading.style.transform = "translateX(" + left + "px)";
      heading.style.width = Math.max(0, right - left) + "px";
      heading.style.fontSize = right - left < NARROW_STAGE ? "10px" : "";
    });
  }

  function fitting() {
    return Math.min(holder.clientWidth / (vg.scene.width + 2 * MARGIN), holder.clientHeight / (size.height + 2 * MARGIN));
  }

  vg.fit = function () {
    moved = false;
    vg.byId("hint").hidden = true;
    const scale = fitting();
    if (scale > 0) network.moveTo({ position: { x: vg.scene.width / 2, y: size.height / 2 }, scale });
  };

  // On a small screen the whole map would be too small to read: begin at its left end.
  function begin() {
    const scale = READABLE / size.font;
    if (fitting() * size.font >= TOO_SMALL) return vg.fit();
    vg.byId("hint").hidden = false;
    return network.moveTo({ position: { x: holder.clientWidth / 2 / scale, y: size.height / 2 }, scale });
  }

  function touched() {
    moved = true;
    vg.byId("hint").hidden = true;
  }

  // Bring something into sight without changing the size of the letters.
  function bringIntoSight(left, right, y) {
    const scale = network.getScale();
    const centre = network.getViewPosition();
    const half = holder.clientWidth / 2 / scale;
    const halfHeight = holder.clientHeight / 2 / scale;
    let x = centre.x;
    if (right > x + half) x = right - half;
    if (left < x - half) x = left + half;
    const low = Math.abs(y - centre.y) > halfHeight ? y : centre.y;
    if (x !== centre.x || low !== centre.y) {
      moved = true;
      network.moveTo({ position: { x, y: low }, scale });
    }
  }

  vg.showBox = function (id) {
    const place = vg.scene.places.get(id);
    const bay = vg.scene.spans.flatMap((span) => span.bays).find((candidate) => candidate.group.id === id);
    if (bay) bringIntoSight(bay.left - size.box[0], bay.left + bay.group.bay.width, place.y);
    else if (place) bringIntoSight(place.x - size.box[0] / 2, place.x + size.box[0] / 2, place.y);
  };

  // `anew` where other boxes or statements are on the map than before.
  vg.redraw = function (anew) {
    if (anew) vg.compose();
    if (!network) return;
    show();
    network.redraw();
  };

  function show() {
    const { boxes, lines } = vg.paint();
    drawn.boxes = update(sets.boxes, drawn.boxes, boxes);
    drawn.lines = update(sets.lines, drawn.lines, lines);
  }

  function clicked(event) {
    const box = network.getNodeAt(event.pointer.DOM);
    const line = box === undefined ? network.getEdgeAt(event.pointer.DOM) : undefined;
    if (box !== undefined) vg.press(box);
    else if (line !== undefined) vg.change({ selected: null, facts: null, line: vg.scene.lines.get(line) });
    else vg.clear();
  }

  // A group opens or closes, a node is selected.
  vg.press = function (id) {
    if (vg.boxes.get(id).isGroup) vg.toggle(id);
    else vg.select(id);
  };

  // While held, a change of size (a page on its way to paper and back) does not fit the map anew.
  vg.hold = function (on) {
    held = on;
  };

  vg.startCanvas = function () {
    vg.fill(vg.byId("stages"), ...vg.data.stages.map((stage) => vg.el("span", { title: stage.label }, stage.label)));
    vg.compose();
    show();
    network = new vis.Network(holder, { nodes: sets.boxes, edges: sets.lines }, options);
    vg.network = network;
    network.on("beforeDrawing", drawBands);
    network.on("afterDrawing", placeHeadings);
    network.on("click", clicked);
    for (const name of ["dragStart", "zoom"]) network.on(name, touched);
    for (const [name, cursor] of [["hoverNode", "pointer"], ["blurNode", ""], ["hoverEdge", "pointer"], ["blurEdge", ""]]) {
      network.on(name, () => (holder.style.cursor = cursor));
    }
    network.on("resize", () => moved || held || begin());
    begin();
    network.once("afterDrawing", () => {
      document.documentElement.dataset.ready = String(Math.round(performance.now()));
    });
  };
});
