// The map as SVG: for paper, for a file, and as the source of the PNG. Needs paint.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data } = vg;
  const size = data.size;
  const HEAD = 64; // title and headings of the stages
  const FOOT = 46; // legend and where the data are from
  const LEADING = 12.5;

  const text = (x, y, words, settings) => vg.svg("text", { x, y, "font-family": vg.fontFace, "font-size": 11, fill: vg.colour("ink"), ...settings }, vg.sound(words));

  // A heading in as many lines as its column asks for, the last one just above the boxes.
  function heading(span) {
    const letters = Math.max(4, Math.floor((span.right - span.left) / 7));
    const lines = [];
    for (const word of span.label.split(" ")) {
      const longer = lines.length ? lines[lines.length - 1] + " " + word : word;
      if (lines.length && longer.length <= letters) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    const middle = (span.left + span.right) / 2;
    return lines.map((line, at) => text(middle, HEAD - 8 - (lines.length - 1 - at) * LEADING, line, { "text-anchor": "middle", "font-weight": 600 }));
  }

  function bands() {
    return vg.scene.spans.flatMap((span, index) => [
      vg.svg("rect", { x: span.left, y: HEAD - 30, width: span.right - span.left, height: size.height + 30, fill: vg.colour(index % 2 ? "band-odd" : "band-even") }),
      ...heading(span),
      ...span.bays.map(({ group, left }) =>
        vg.svg("rect", { x: left + 4, y: HEAD + group.bay.top, width: group.bay.width - 8, height: group.bay.height + 4, rx: 10, fill: vg.colour("ground"), stroke: vg.colour("dim"), "stroke-dasharray": "5 4" }),
      ),
    ]);
  }

  // From the side of one box to the side of the other; within a column around its right side.
  function curve(a, b, bend) {
    const half = size.box[0] / 2;
    if (Math.abs(a.x - b.x) < size.box[0]) {
      const out = a.x + half + 14 + bend * 4;
      return { path: ["M", a.x + half, a.y, "C", out, a.y, out, b.y, b.x + half + 5, b.y], middle: [out - 8, (a.y + b.y) / 2] };
    }
    const way = Math.sign(b.x - a.x);
    const [from, to] = [a.x + way * half, b.x - way * (half + 5)];
    const pull = (to - from) * (0.4 + bend * 0.03);
    return { path: ["M", from, a.y, "C", from + pull, a.y, to - pull, b.y, to, b.y], middle: [(from + to) / 2, (a.y + b.y) / 2] };
  }

  function drawLine(line) {
    const [a, b] = [line.from, line.to].map((id) => vg.scene.places.get(id));
    const kind = vg.scene.lines.get(line.id).kind;
    const { path, middle } = curve({ x: a.x, y: a.y + HEAD }, { x: b.x, y: b.y + HEAD }, kind % 7);
    const drawn = path.map((part) => (typeof part === "number" ? Math.round(part * 10) / 10 : part)).join(" ");
    return vg.svg(
      "g",
      { opacity: line.color.opacity },
      vg.svg("path", { d: drawn, fill: "none", stroke: line.color.color, "stroke-width": line.width.toFixed(2), "stroke-dasharray": line.dashes ? line.dashes.join(" ") : "none", "marker-end": "url(#arrow-" + kind + ")" }, vg.svg("title", {}, vg.sound(line.title))),
      line.label.trim() ? text(middle[0], middle[1] + 3, line.label, { "font-size": 10, "text-anchor": "middle", stroke: vg.colour("ground"), "stroke-width": 3, "paint-order": "stroke" }) : null,
    );
  }

  function drawBox(box) {
    const [width, height] = size.box;
    const round = Boolean(box.shapeProperties.borderDashes);
    const lines = box.label.split("\n");
    const top = box.y + HEAD - ((lines.length - 1) * LEADING) / 2 + 4;
    return vg.svg(
      "g",
      {},
      vg.svg("rect", { x: box.x - width / 2, y: box.y + HEAD - height / 2, width, height, rx: round ? 14 : 3, fill: box.color.background, stroke: box.color.border, "stroke-width": box.borderWidth, "stroke-dasharray": round ? "4 3" : "none" }, vg.svg("title", {}, vg.sound(box.title))),
      ...lines.map((line, at) => text(box.x, top + at * LEADING, line, { "text-anchor": "middle", fill: box.font.color })),
    );
  }

  function arrows() {
    return data.kinds.map((kind, index) =>
      vg.svg("marker", { id: "arrow-" + index, viewBox: "0 0 8 8", refX: 4, refY: 4, markerWidth: 8, markerHeight: 8, markerUnits: "userSpaceOnUse", orient: "auto" }, vg.svg("path", { d: "M0 0.5 L8 4 L0 7.5 z", fill: vg.kindColour(kind) })),
    );
  }

  function foot(width) {
    const y = HEAD + size.height + 18;
    let x = 8;
    const legend = data.kinds.flatMap((kind) => {
      const at = x;
      x += 52 + kind.label.length * 6.5;
      return [
        vg.svg("line", { x1: at, y1: y - 4, x2: at + 28, y2: y - 4, stroke: vg.kindColour(kind), "stroke-width": 2, "stroke-dasharray": kind.dash.join(" ") || "none" }),
        text(at + 33, y, kind.label),
      ];
    });
    return [...legend, text(8, y + 20, [vg.edition(), ...[...vg.byId("count").children].map((part) => part.textContent)].join(" · "), { fill: vg.colour("dim"), "font-size": 10 }), text(width - 8, y + 20, "valuegraph", { "text-anchor": "end", fill: vg.colour("dim"), "font-size": 10 })];
  }

  // The map as it stands, whatever part of it is on the screen.
  vg.drawSvg = function () {
    const { boxes, lines } = vg.paint();
    const [width, height] = [Math.ceil(vg.scene.width), HEAD + size.height + FOOT];
    return vg.svg(
      "svg",
      { xmlns: "http://www.w3.org/2000/svg", viewBox: "0 0 " + width + " " + height, width, height, role: "img", "aria-label": vg.sound(data.title) },
      vg.svg("defs", {}, ...arrows()),
      vg.svg("rect", { width, height, fill: vg.colour("ground") }),
      text(8, 20, data.title, { "font-size": 15, "font-weight": 700 }),
      ...bands(),
      ...lines.map(drawLine),
      ...boxes.map(drawBox),
      ...foot(width),
    );
  };
});
