// Unpacks the data and starts the parts of the page in their order. Needs all files before it.
(async function () {
  "use strict";
  const vg = window.valuegraph;
  const TOO_OLD =
    "This browser cannot unpack the data of this page: it lacks DecompressionStream. Chrome and Edge 80, Firefox 113 and Safari 16.4 have it, and so has whatever is newer. Open the file there; nothing is sent anywhere.";

  function refuse(words) {
    document.body.prepend(vg.el("p", { class: "notice", role: "alert" }, words));
    document.documentElement.dataset.ready = "refused";
  }

  async function unpacked() {
    const letters = atob(vg.byId("data").textContent.trim());
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  if (typeof DecompressionStream !== "function") return refuse(TOO_OLD);
  try {
    vg.data = await unpacked();
  } catch {
    return refuse("The data of this page are damaged: the file is not whole. Fetch or make it anew.");
  }
  return vg.parts.forEach((run) => run());
})();
