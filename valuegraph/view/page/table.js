// The statements as a table: the same content for those who cannot or will not use the map.
// Needs facts.js.
(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data } = vg;
  const BATCH = 400;
  const name = (id) => vg.boxes.get(id).label;
  const COLUMNS = [
    ["Supplier", (s) => name(s.from), (s) => vg.nameButton(s.from)],
    ["Relation", (s) => data.kinds[s.kind].label, (s) => vg.tag(s.kind)],
    ["Depends on it", (s) => name(s.to), (s) => vg.nameButton(s.to)],
    ["Role and terms", (s) => [s.role, s.terms].filter(Boolean).join(" · "), null],
    ["Period", (s) => s.start, (s) => s.period],
    ["Confidence", (s) => s.confidence, (s) => [vg.percent(s.confidence), s.disputed ? " disputed" : ""].join("")],
    ["Sources", (s) => data.sources[s.evidence[0][0]].title, vg.sourceList],
  ];
  let order = { column: -1, down: false };
  let filter = "";
  let run = 0;
  let texts = null;

  function row(statement) {
    const cells = COLUMNS.map(([heading, text, make]) => vg.el("td", { "data-label": heading }, make ? make(statement) : text(statement)));
    return vg.el("tr", { title: statement.label, "data-fact": statement.fact }, ...cells);
  }

  function wanted() {
    if (!texts) texts = data.statements.map((s) => [s.label, ...COLUMNS.map(([, text]) => text(s))].join(" ").toLowerCase());
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = data.statements.filter((s) => vg.passes(s) && words.every((word) => texts[s.index].includes(word)));
    if (order.column < 0) return rows;
    const text = COLUMNS[order.column][1];
    const sign = order.down ? -1 : 1;
    const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, "en"));
    return rows.sort((a, b) => sign * compare(text(a), text(b)) || a.index - b.index);
  }

  function headings() {
    return COLUMNS.map(([heading], index) => {
      const sorted = order.column === index;
      const sort = () => {
        order = { column: index, down: sorted && !order.down };
        vg.showTable();
      };
      const mark = sorted ? (order.down ? " ▾" : " ▴") : "";
      return vg.el("th", { scope: "col", "aria-sort": sorted ? (order.down ? "descending" : "ascending") : "none" }, vg.el("button", { type: "button", onclick: sort }, heading + mark));
    });
  }

  // Rows arrive in batches so that a long table does not stop the page; none is left out.
  function fillRows(body, rows) {
    const current = (run += 1);
    const table = body.parentNode;
    table.setAttribute("aria-busy", "true");
    let at = 0;
    const step = () => {
      if (current !== run) return;
      body.append(...rows.slice(at, at + BATCH).map(row));
      at += BATCH;
      if (at < rows.length) setTimeout(step, 0);
      else table.setAttribute("aria-busy", "false");
    };
    step();
  }

  vg.showTable = function () {
    const view = vg.byId("view-table");
    if (view.hidden) return;
    const rows = wanted();
    if (!vg.byId("rows")) {
      const input = vg.el("input", { type: "search", id: "rows-filter", placeholder: "Filter the rows", "aria-label": "Filter the rows" });
      input.addEventListener("input", () => {
        filter = input.value;
        vg.showTable();
      });
      vg.fill(view, vg.el("p", { class: "tools" }, input, vg.el("span", { id: "rows-count", role: "status" })), vg.el("table", { id: "rows" }, vg.el("thead", {}), vg.el("tbody", {})));
    }
    const [head, body] = vg.byId("rows").children;
    const sorted = document.activeElement && document.activeElement.closest("th");
    const again = sorted ? [...sorted.parentNode.children].indexOf(sorted) : -1;
    vg.fill(head, vg.el("tr", {}, ...headings()));
    if (again >= 0) head.querySelectorAll("button")[again].focus();
    vg.fill(vg.byId("rows-count"), vg.number(rows.length) + " of " + vg.plural(data.statements.length, "row", "rows"));
    vg.fill(body);
    fillRows(body, rows);
  };
})();
