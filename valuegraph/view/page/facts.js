// One statement as a list item: relation, partner, role, dates, confidence and its sources.
// Needs state.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const FIRST = 50;
  const MORE = 200;

  vg.nameButton = function (id) {
    const box = vg.boxes.get(id);
    return vg.el("button", { type: "button", class: "name", onclick: () => vg.select(id) }, box.label);
  };

  vg.tag = function (index) {
    const kind = vg.data.kinds[index];
    const made = vg.el("span", { class: "tag" }, kind.label);
    made.style.background = vg.kindColour(kind);
    return made;
  };

  vg.confidenceBar = function (share) {
    const bar = vg.el("span", { class: "bar" });
    const full = vg.el("span", {});
    full.style.width = share * 100 + "%";
    bar.append(full);
    return vg.el("span", { class: "confidence", title: "Confidence" }, bar, vg.percent(share));
  };

  // A single piece of evidence has the confidence of the statement, which stands beside it.
  vg.sourceList = function (statement) {
    const several = statement.about.evidence.length > 1;
    return vg.el("ul", { class: "sources" }, ...statement.about.evidence.map((item) => sourceLine(item, several)));
  };

  function sourceLine([number, locator, confidence, disputes], several) {
    const source = vg.data.sources[number];
    const title = source.title || source.url || "untitled source";
    const parts = [vg.link(source.link, title)];
    if (!source.link && source.url && source.url !== title) parts.push(" (" + source.url + ")");
    for (const part of [source.publisher, source.date, locator]) if (part) parts.push(" · ", part === source.date ? vg.el("span", { class: "date" }, part) : part);
    return vg.el("li", { class: disputes ? "disputes" : "" }, disputes ? vg.el("b", {}, "Disputes this: ") : null, ...parts, " ", several ? vg.confidenceBar(confidence) : null);
  }

  // `side` is "from" when the other end supplies, "to" when it depends, null to name both.
  vg.factItem = function (statement, side) {
    const partner = side
      ? [side === "from" ? "← " : "→ ", vg.nameButton(statement[side])]
      : [vg.nameButton(statement.from), " → ", vg.nameButton(statement.to)];
    const about = statement.about;
    const detail = [statement.role, about.terms].filter(Boolean).join(" · ");
    const several = about.lines > 1 ? "one of " + vg.number(about.lines) + " lines that rest on this fact" : null;
    return vg.el(
      "li",
      { class: "fact", title: about.label + "\n" + about.fact },
      vg.el("div", {}, vg.tag(statement.kind), " ", ...partner, about.disputed ? vg.el("b", { class: "disputed" }, "disputed") : null),
      detail && vg.el("div", { class: "detail" }, detail),
      vg.el("div", { class: "small" }, about.period, " · ", vg.confidenceBar(about.confidence)),
      vg.sourceList(statement),
      several && vg.el("div", { class: "small" }, several),
    );
  };

  // A list that says how long it is and can be shown whole, a part at a time.
  vg.factList = function (heading, statements, side, empty) {
    const list = vg.el("ul", { class: "facts" });
    const made = vg.el("section", {}, vg.el("h3", {}, heading + " (" + vg.number(statements.length) + ")"), list);
    let shown = 0;
    const show = (count) => {
      list.append(...statements.slice(shown, shown + count).map((item) => vg.factItem(item, side)));
      shown = Math.min(statements.length, shown + count);
      more.hidden = shown === statements.length;
      vg.fill(more, "Show more: " + vg.number(statements.length - shown) + " left");
    };
    const more = vg.el("button", { type: "button", onclick: () => show(MORE) });
    if (statements.length) show(FIRST);
    else vg.fill(list, vg.el("li", { class: "unknown" }, empty));
    if (shown < statements.length) made.append(more);
    return made;
  };
});
