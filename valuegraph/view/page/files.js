// Files made from what is shown: SVG, PNG, CSV. Nothing leaves the page but a download.
// Needs drawing.js, reach.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data } = vg;
  const SHARPNESS = 2; // pixels of the PNG for each unit of the map
  const COLUMNS = ["supplier", "relation", "depends_on_it", "role", "terms", "start", "period", "confidence", "disputed", "statement", "sources", "fact_iri", "supplier_iri", "depends_on_it_iri"];

  // What XML 1.0 and UTF-8 can hold.
  vg.sound = (words) => String(words).replace(/\p{Cs}/gu, "\ufffd").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, " ");

  vg.save = function (ending, type, parts) {
    const name = vg.data.title.normalize("NFKD").replace(/[^\w]+/g, "-").replace(/^-|-$/g, "").toLowerCase().slice(0, 60) || "map";
    const address = URL.createObjectURL(new Blob(parts, { type }));
    vg.el("a", { href: address, download: name + "." + ending }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    vg.say("Saved " + name + "." + ending);
  };

  const svgText = () => '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(vg.drawSvg());

  // A spreadsheet takes a cell that begins so for a formula.
  function cell(value) {
    const words = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? "'" + value : String(value);
    return /[",\r\n]/.test(words) ? '"' + words.replace(/"/g, '""') + '"' : words;
  }

  function sources(about) {
    return about.evidence
      .map(([number, locator, confidence, disputes]) => {
        const { title, publisher, url, date } = data.sources[number];
        return [disputes ? "disputes" : "", title, publisher, date, locator, url, "confidence " + confidence].filter(Boolean).join(", ");
      })
      .join(" | ");
  }

  function csvRow({ from, to, kind, role, about }) {
    const [supplier, dependent] = [vg.boxes.get(from), vg.boxes.get(to)];
    const cells = [supplier.label, data.kinds[kind].label, dependent.label, role, about.terms, about.start, about.period, about.confidence, about.disputed, about.label, sources(about), about.fact, supplier.key, dependent.key];
    return cells.map(cell).join(",") + "\r\n";
  }

  function savePng() {
    const svg = vg.drawSvg();
    const [width, height] = ["width", "height"].map((side) => Number(svg.getAttribute(side)) * SHARPNESS);
    const image = new Image(width, height);
    image.onload = () => {
      const sheet = Object.assign(document.createElement("canvas"), { width, height });
      sheet.getContext("2d").drawImage(image, 0, 0, width, height);
      sheet.toBlob((blob) => vg.save("png", "image/png", [blob]), "image/png");
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(svg));
  }

  vg.files = {
    svg: () => vg.save("svg", "image/svg+xml", [svgText()]),
    png: savePng,
    csv: () => vg.save("csv", "text/csv", [COLUMNS.join(",") + "\r\n", ...vg.chosen().map(csvRow)]),
  };
});
