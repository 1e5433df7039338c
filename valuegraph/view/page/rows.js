// The statements as rows: their columns, in what order and which of them. Needs facts.js, reach.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data } = vg;
  const name = (id) => vg.boxes.get(id).label;
  let texts = null;

  // The relation, which shows the whole statement in the sidebar.
  function showButton(statement) {
    const show = () => vg.showStatement(statement);
    return vg.el("button", { type: "button", class: "tagged", "aria-label": "Show the statement: " + statement.about.label, onclick: show }, vg.tag(statement.kind));
  }

  vg.showStatement = (statement) => vg.change({ selected: null, line: null, facts: { title: statement.about.label, statements: [statement] } });

  // Heading, what a row is sorted and searched by, and how it is shown.
  vg.columns = [
    ["Supplier", (s) => name(s.from), (s) => vg.nameButton(s.from)],
    ["Relation", (s) => data.kinds[s.kind].label, (s) => showButton(s)],
    ["Depends on it", (s) => name(s.to), (s) => vg.nameButton(s.to)],
    ["Role and terms", (s) => [s.role, s.about.terms].filter(Boolean).join(" · "), null],
    ["Period", (s) => s.about.start, (s) => s.about.period],
    ["Confidence", (s) => s.about.confidence, (s) => vg.percent(s.about.confidence) + (s.about.disputed ? " disputed" : "")],
    ["Sources", (s) => data.sources[s.about.evidence[0][0]].title, (s) => vg.shortSources(s)],
  ];

  // The first source and how many more there are; a click on the row shows all.
  vg.shortSources = function (statement) {
    const [first, ...more] = statement.about.evidence;
    const source = data.sources[first[0]];
    const title = source.title || source.url || "untitled source";
    return [vg.link(source.link, title), first[1] ? " · " + first[1] : "", more.length ? " and " + more.length + " more" : ""];
  };

  function matching(filter) {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return vg.chosen();
    if (!texts) texts = data.statements.map((s) => [s.about.label, ...vg.columns.map(([, text]) => text(s))].join(" ").toLowerCase());
    return vg.chosen().filter((s) => words.every((word) => texts[s.index].includes(word)));
  }

  // Statements in the order of a column; equal ones stay in the order of the data.
  vg.ordered = function (filter, column, down) {
    const rows = matching(filter);
    if (column < 0) return rows;
    const text = vg.columns[column][1];
    const keys = new Map(rows.map((s) => [s, text(s)]));
    const letters = new Intl.Collator("en");
    const compare = (a, b) => (typeof a === "number" ? a - b : letters.compare(a, b));
    const sign = down ? -1 : 1;
    return rows.sort((a, b) => sign * compare(keys.get(a), keys.get(b)) || a.index - b.index);
  };
});
