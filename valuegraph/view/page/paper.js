// Paper gets the whole map as SVG in light colours, whatever part is on the screen.
// Needs drawing.js, canvas.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const SETTLED = 1000; // by then the page has its size on the screen again
  let before = null;

  function prepare() {
    if (before || !vg.network || vg.state.tab !== "map") return;
    before = { dark: vg.state.dark };
    vg.hold(true);
    if (before.dark) vg.change({ dark: false });
    const made = vg.drawSvg();
    made.setAttribute("id", "paper");
    made.removeAttribute("width");
    made.removeAttribute("height");
    vg.byId("view-map").append(made);
  }

  function restore() {
    if (!before) return;
    vg.byId("paper").remove();
    if (before.dark) vg.change({ dark: true });
    before = null;
    setTimeout(() => vg.hold(false), SETTLED);
  }

  vg.startPaper = function () {
    window.addEventListener("beforeprint", prepare);
    window.addEventListener("afterprint", restore);
  };
});
