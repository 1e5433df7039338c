// The buttons of the header: fit, copy a link, export, theme, close groups. Needs files.js.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data, state } = vg;
  const SHORT = 12;

  vg.edition = () => ["as of " + data.asOf, "data " + data.version, data.hash.slice(0, SHORT)].filter(Boolean).join(" · ");

  // Where the page may not write to the clipboard, the link stands ready to be copied by hand.
  async function copyLink() {
    const link = window.location.href.split("#")[0] + vg.address;
    const field = vg.byId("link");
    try {
      await navigator.clipboard.writeText(link);
      field.hidden = true;
      vg.fill(vg.byId("copy"), "Copied");
      setTimeout(() => vg.fill(vg.byId("copy"), "Copy link"), 1500);
      vg.say("Link copied.");
    } catch {
      field.hidden = false;
      field.value = link;
      field.focus();
      field.select();
      vg.say("This page may not write to the clipboard: copy the link that is selected.");
    }
  }

  function startExport() {
    const choice = vg.byId("export");
    choice.addEventListener("change", () => {
      const make = Object.hasOwn(vg.files, choice.value) ? vg.files[choice.value] : null;
      choice.value = "";
      if (make) make();
    });
  }

  vg.showActions = function () {
    vg.byId("fit").hidden = state.tab !== "map";
    vg.byId("close").hidden = state.open.size === 0 || state.tab === "table";
  };

  vg.startActions = function () {
    vg.change({}); // writes the address once, so that a link can be copied before anything is chosen
    vg.byId("fit").addEventListener("click", () => vg.fit());
    vg.byId("close").addEventListener("click", () => vg.closeAll());
    vg.byId("copy").addEventListener("click", copyLink);
    vg.byId("link").addEventListener("blur", () => (vg.byId("link").hidden = true));
    vg.byId("theme").addEventListener("click", () => vg.change({ dark: !state.dark }));
    startExport();
    vg.fill(vg.byId("edition"), vg.edition());
    vg.byId("edition").title = "Dataset hash " + data.hash;
  };
});
