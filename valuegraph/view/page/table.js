// The statements as a table: the same content for those who cannot or will not use the map.
// Only the rows in sight are elements; the others are room above and below them. Needs rows.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data } = vg;
  const SPARE = 10; // rows above and below what is in sight
  let order = { column: -1, down: false };
  let filter = "";
  let rows = [];
  let height = 46;
  let shown = "";

  function row(statement, place) {
    const cells = vg.columns.map(([heading, text, make]) => vg.el("td", { "data-label": heading }, vg.el("div", {}, make ? make(statement) : text(statement))));
    const show = (event) => {
      if (!event.target.closest("button, a")) vg.showStatement(statement);
    };
    return vg.el("tr", { title: statement.about.label, "data-fact": statement.about.fact, "data-index": statement.index, "aria-rowindex": place + 2, onclick: show }, ...cells);
  }

  function spacer(pixels) {
    const cell = vg.el("td", { colspan: vg.columns.length });
    cell.style.height = Math.round(pixels) + "px";
    return vg.el("tr", { class: "spacer", "aria-hidden": "true" }, cell);
  }

  // The rows between the edges of the window.
  function inSight(body) {
    const top = body.getBoundingClientRect().top;
    const view = vg.byId("view-table").getBoundingClientRect();
    const first = Math.floor((Math.max(0, view.top) - top) / height) - SPARE;
    const last = Math.ceil((Math.min(window.innerHeight, view.bottom) - top) / height) + SPARE;
    return [Math.min(Math.max(0, first), rows.length), Math.min(Math.max(0, last), rows.length)];
  }

  function showRows(anew) {
    const table = vg.byId("rows");
    if (!table || vg.byId("view-table").hidden) return;
    const body = table.children[1];
    const [first, last] = inSight(body);
    if (!anew && shown === first + " " + last) return;
    shown = first + " " + last;
    const made = rows.slice(first, last).map((statement, at) => row(statement, first + at));
    vg.fill(body, first ? spacer(first * height) : null, ...made, last < rows.length ? spacer((rows.length - last) * height) : null);
    table.setAttribute("aria-rowcount", rows.length + 1);
    table.setAttribute("aria-busy", "false");
  }

  // The style sheet gives every row the same height; it differs on a telephone.
  function measure() {
    height = parseFloat(getComputedStyle(vg.byId("rows")).getPropertyValue("--row")) || height;
  }

  function headings() {
    return vg.columns.map(([heading], index) => {
      const sorted = order.column === index;
      const sort = () => {
        order = { column: index, down: sorted && !order.down };
        vg.showTable();
      };
      const mark = sorted ? (order.down ? " ▾" : " ▴") : "";
      return vg.el("th", { scope: "col", "aria-sort": sorted ? (order.down ? "descending" : "ascending") : "none" }, vg.el("button", { type: "button", onclick: sort }, heading + mark));
    });
  }

  function build(view) {
    const input = vg.el("input", { type: "search", id: "rows-filter", placeholder: "Filter the rows", "aria-label": "Filter the rows" });
    let waiting = 0;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        filter = input.value;
        vg.showTable();
      }, 120);
    });
    vg.fill(view, vg.el("p", { class: "tools" }, input, vg.el("span", { id: "rows-count", role: "status" })), vg.el("table", { id: "rows" }, vg.el("thead", {}), vg.el("tbody", {})));
    for (const [target, event] of [[view, "scroll"], [window, "scroll"], [window, "resize"]]) {
      target.addEventListener(event, () => {
        measure();
        showRows(false);
      });
    }
  }

  vg.tableRows = () => rows;

  vg.showTable = function () {
    const view = vg.byId("view-table");
    if (view.hidden) return;
    if (!vg.byId("rows")) build(view);
    rows = vg.ordered(filter, order.column, order.down);
    measure();
    const head = vg.byId("rows").children[0];
    const sorted = document.activeElement && document.activeElement.closest("th");
    const again = sorted ? [...sorted.parentNode.children].indexOf(sorted) : -1;
    vg.fill(head, vg.el("tr", { "aria-rowindex": 1 }, ...headings()));
    if (again >= 0) head.querySelectorAll("button")[again].focus();
    vg.fill(vg.byId("rows-count"), vg.number(rows.length) + " of " + vg.plural(data.statements.length, "row", "rows"));
    showRows(true);
  };

  // Paper has no scroll bar: it gets every row, or what there are too many of as a count.
  vg.startTable = function () {
    const MOST = 2000;
    window.addEventListener("beforeprint", () => {
      if (vg.byId("view-table").hidden || !vg.byId("rows")) return;
      const made = rows.slice(0, MOST).map((statement, at) => row(statement, at));
      const left = rows.length - made.length;
      vg.fill(vg.byId("rows").children[1], ...made, left > 0 ? vg.el("tr", {}, vg.el("td", { colspan: vg.columns.length }, vg.number(left) + " more rows: export them as CSV, or filter first")) : null);
    });
    window.addEventListener("afterprint", () => showRows(true));
  };
});
