// Colours, label lines and vis-network settings of every box and line. Needs scene.js, reach.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
  const LINES = 2;
  const COUNTED = 12;
  const MANY = 400;
  const FADED = 0.1;
  const FADED_TEXT = 0.32;
  const size = vg.data.size;
  const ruler = document.createElement("canvas").getContext("2d");
  const wrapped = new Map();

  vg.fontFace = FONT;

  // Colours of the style sheet, read once for each theme: drawing asks for them in every frame.
  const colours = new Map();
  vg.colour = function (name) {
    const key = (vg.state.dark ? "dark " : "light ") + name;
    if (!colours.has(key)) colours.set(key, getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim());
    return colours.get(key);
  };

  vg.kindColour = (kind) => (vg.state.dark ? kind.dark : kind.light);

  // A colour between two others; faded boxes stay opaque so that lines do not shine through.
  vg.mix = function (colour, ground, part) {
    const read = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    const [over, under] = [read(colour), read(ground)];
    return "#" + over.map((value, at) => Math.round(value * part + under[at] * (1 - part)).toString(16).padStart(2, "0")).join("");
  };

  function tooWide(text) {
    return ruler.measureText(text).width > size.box[0] - 14;
  }

  function cutTo(text, tail) {
    let end = text.length;
    while (end > 1 && tooWide(text.slice(0, end).trimEnd() + "…" + tail)) end -= 1;
    return text.slice(0, end).trimEnd() + "…" + tail;
  }

  // Break a name into at most two lines that fit the box; the tail ("· US") is never cut off.
  function breakLines(name, tail) {
    ruler.font = size.font + "px " + FONT;
    const lines = [];
    for (const word of [...name.replace(/\s+/g, " ").trim().split(" "), tail]) {
      const longer = lines.length ? lines[lines.length - 1] + " " + word : word;
      if (lines.length && !tooWide(longer)) lines[lines.length - 1] = longer;
      else if (word) lines.push(word);
    }
    if (lines.length > LINES) {
      const end = tail ? " " + tail : "";
      const rest = lines.splice(LINES - 1).join(" ");
      lines.push(cutTo(end ? rest.slice(0, -end.length) : rest, end));
    }
    return lines.map((line) => (tooWide(line) ? cutTo(line, "") : line)).join("\n");
  }

  vg.boxText = function (box) {
    const open = vg.state.open.has(box.id);
    const key = box.id + (open ? "+" : "");
    if (!wrapped.has(key)) {
      const name = (box.choke ? "◆ " : "") + box.label;
      const tail = box.isGroup ? (open ? "▾" : "▸") + box.count : box.jurisdiction ? "·\u00a0" + box.jurisdiction : "";
      wrapped.set(key, breakLines(name, tail));
    }
    return wrapped.get(key);
  };

  function fillOf(box) {
    if (box.isGroup) return vg.colour("ground");
    const code = vg.fillCode(box);
    const fill = vg.data.fills.find((candidate) => candidate.code === code);
    return vg.state.dark ? fill.dark : fill.light;
  }

  function paintBox(box, lit, chosen) {
    const ground = vg.colour("ground");
    const tone = (colour, part) => (lit ? colour : vg.mix(colour, ground, part));
    const border = chosen ? vg.colour("ink") : box.choke ? vg.colour("choke") : vg.colour(box.isGroup ? "dim" : "edge");
    return {
      id: box.id,
      ...vg.scene.places.get(box.id),
      label: vg.boxText(box),
      title: box.label + "\n" + vg.describe(box),
      color: { background: tone(fillOf(box), FADED), border: tone(border, FADED * 2) },
      borderWidth: chosen ? 3 : box.choke ? 2.5 : 1,
      font: { color: tone(vg.colour("ink"), FADED_TEXT), size: size.font, face: FONT },
      shapeProperties: box.isGroup ? { borderDashes: [4, 3], borderRadius: 14 } : { borderDashes: false, borderRadius: 3 },
    };
  }

  // The more lines, the lighter each of them and the smaller its arrow.
  function crowding(drawn) {
    return Math.min(1, Math.max(0.35, Math.sqrt(150 / Math.max(1, drawn))));
  }

  vg.lineTitle = function (line) {
    const ends = vg.boxes.get(line.from).label + " → " + vg.boxes.get(line.to).label;
    return ends + "\n" + vg.data.kinds[line.kind].label + ", " + vg.plural(line.statements.length, "statement", "statements");
  };

  function paintLine(line, lit, focused, air) {
    const kind = vg.data.kinds[line.kind];
    const [a, b] = [vg.scene.places.get(line.from), vg.scene.places.get(line.to)];
    const sameColumn = Math.abs(a.x - b.x) < size.box[0];
    const many = line.statements.length;
    const opacity = !lit ? 0.05 : focused ? Math.max(0.3, 0.9 * air * air) : 0.75 * air;
    // The count stands on the line where there is room to read it: few lines, or lit ones.
    const counted = many > 1 && lit && (focused ? line.near : line.counted);
    return {
      id: line.id,
      from: line.from,
      to: line.to,
      title: vg.lineTitle(line),
      label: counted ? vg.number(many) : " ", // vis-network keeps a label that is left out or empty
      font: { size: 10, face: FONT, color: vg.colour("ink"), strokeWidth: 3, strokeColor: vg.colour("ground"), align: "horizontal" },
      color: { color: vg.kindColour(kind), opacity, inherit: false },
      dashes: kind.dash.length ? kind.dash : false,
      width: 0.6 + 0.5 * air + Math.log2(line.facts.size) * 0.4,
      // Parallel kinds between two boxes take slightly different curves.
      smooth: sameColumn
        ? { enabled: true, type: "curvedCW", roundness: 0.3 + line.kind * 0.05 }
        : { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.35 + (line.kind % 7) * 0.05 },
      arrows: { to: { enabled: true, scaleFactor: Math.max(0.15, (0.2 + 0.25 * air) / (1 + Math.log2(line.facts.size) * 0.15)) } },
    };
  }

  // Lines to draw: the main ones; of what is lit, also every line that touches what was chosen.
  function chooseLines(focus) {
    const centre = focus ? focus.centre : new Set();
    const found = [];
    for (const line of vg.scene.lines.values()) {
      const lit = !focus || line.statements.some((statement) => focus.statements.has(statement));
      line.near = Boolean(focus) && lit && (!centre.size || centre.has(line.from) || centre.has(line.to));
      if (lit ? line.main || line.near : line.main && !vg.state.only) found.push({ line, lit });
    }
    return found;
  }

  function markCounted(chosen) {
    const byCount = chosen.map(({ line }) => line).sort((a, b) => b.statements.length - a.statements.length || (a.id < b.id ? -1 : 1));
    byCount.forEach((line, place) => (line.counted = place < COUNTED && chosen.length <= MANY));
  }

  vg.paint = function () {
    const focus = (vg.lit = vg.focus());
    const standIn = vg.scene.standIn;
    const litBoxes = focus && new Set([...focus.nodes].map((id) => standIn.get(id)));
    if (focus) for (const id of focus.centre) litBoxes.add(id);
    const boxes = [];
    for (const id of vg.scene.places.keys()) {
      const lit = !focus || litBoxes.has(id);
      if (!lit && vg.state.only) continue;
      boxes.push(paintBox(vg.boxes.get(id), lit, Boolean(focus && focus.centre.has(id))));
    }
    const chosen = chooseLines(focus);
    markCounted(chosen);
    const air = crowding(chosen.filter(({ lit }) => lit).length);
    vg.scene.drawn = chosen.map(({ line }) => line);
    return { boxes, lines: chosen.map(({ line, lit }) => paintLine(line, lit, Boolean(focus), air)) };
  };
});
