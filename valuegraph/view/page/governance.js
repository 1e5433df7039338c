// How a thing governs those who use it, with the reason of each type. Needs elements.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const FIRST = 3;

  function entry([type, reason, offerings], several) {
    const count = several ? " (" + vg.plural(offerings, "offering", "offerings") + ")" : "";
    return vg.el("li", {}, vg.el("b", {}, type), count, reason ? ": " + reason : "");
  }

  // "captive platform 12 · openness 3", the most frequent first.
  function distribution(found) {
    const counts = new Map();
    for (const [type, , offerings] of found) counts.set(type, (counts.get(type) || 0) + offerings);
    const ranked = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "en"));
    return ranked.map(([type, count]) => type + " " + vg.number(count)).join(" · ");
  }

  // The thing itself; of a group the member that bears its name, a firm with all it offers.
  function whose(box) {
    if (!box.isGroup) return box;
    return vg.inside(box).find((node) => node.label === box.label && node.governance.length);
  }

  vg.governancePart = function (box) {
    const thing = whose(box);
    if (!thing || !thing.governance.length) return null;
    const found = thing.governance;
    const several = found.length > 1 || found[0][2] > 1;
    const rest = found.slice(FIRST);
    return vg.el(
      "section",
      { id: "governance" },
      vg.el("h3", {}, "Governance"),
      several ? vg.el("p", { class: "small" }, "Inferred from the facts, offering by offering: " + distribution(found) + ".") : null,
      vg.el("ul", { class: "plain" }, ...found.slice(0, FIRST).map((item) => entry(item, several))),
      rest.length
        ? vg.el("details", {}, vg.el("summary", {}, vg.plural(rest.length, "more reason", "more reasons")), vg.el("ul", { class: "plain" }, ...rest.map((item) => entry(item, several))))
        : null,
    );
  };
});
