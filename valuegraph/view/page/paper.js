// Prints the whole map as a picture in light colours, whatever part is on the screen.
// Needs canvas.js.
(function () {
  "use strict";
  const vg = window.valuegraph;
  const HEADING = 34;
  const SETTLED = 1000; // by then the page has its size on the screen again
  let before = null;

  function picture() {
    const drawn = vg.byId("canvas").querySelector("canvas");
    const ratio = drawn.width / drawn.clientWidth;
    const sheet = document.createElement("canvas");
    sheet.width = drawn.width;
    sheet.height = drawn.height + HEADING * ratio;
    const ctx = sheet.getContext("2d");
    ctx.fillStyle = vg.colour("ground");
    ctx.fillRect(0, 0, sheet.width, sheet.height);
    ctx.drawImage(drawn, 0, HEADING * ratio);
    ctx.scale(ratio, ratio);
    ctx.font = "600 11px " + vg.fontFace;
    ctx.fillStyle = vg.colour("ink");
    ctx.textAlign = "center";
    for (const span of vg.scene.spans) {
      const [left, right] = [span.left, span.right].map((x) => vg.network.canvasToDOM({ x, y: 0 }).x);
      ctx.fillText(span.label, (left + right) / 2, HEADING - 12, right - left - 6);
    }
    return sheet.toDataURL("image/png");
  }

  function prepare() {
    if (before || !vg.network || vg.state.tab !== "map") return;
    before = { dark: vg.state.dark, position: vg.network.getViewPosition(), scale: vg.network.getScale() };
    vg.hold(true);
    if (before.dark) vg.change({ dark: false });
    vg.fit();
    vg.network.redraw();
    vg.byId("view-map").append(vg.el("img", { id: "paper", alt: "Map of the chain", src: picture() }));
  }

  function restore() {
    if (!before) return;
    vg.byId("paper").remove();
    vg.network.moveTo({ position: before.position, scale: before.scale });
    if (before.dark) vg.change({ dark: true });
    before = null;
    setTimeout(() => vg.hold(false), SETTLED);
  }

  vg.startPaper = function () {
    window.addEventListener("beforeprint", prepare);
    window.addEventListener("afterprint", restore);
  };
})();
