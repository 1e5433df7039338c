// Which statements pass the legend and the two sliders. Needs state.js; listens before all others.
window.valuegraph.part(function () {
  "use strict";
  const vg = window.valuegraph;
  const { data, state } = vg;
  const passing = new Uint8Array(data.statements.length);
  const RULES = ["hidden", "year", "confidence"];

  const waiting = [];

  vg.passing = 0; // how many pass
  vg.onSift = (listener) => waiting.push(listener);

  // A statement whose start no source gives is never too late.
  function sift() {
    vg.passing = 0;
    for (const { index, kind, about } of data.statements) {
      const ok = !state.hidden.has(kind) && about.confidence >= state.confidence && (about.year === null || about.year <= state.year);
      passing[index] = ok ? 1 : 0;
      vg.passing += passing[index];
    }
    for (const listener of waiting) listener();
  }

  vg.passes = (statement) => passing[statement.index] === 1;
  vg.narrowed = () => vg.passing < data.statements.length;

  vg.onChange((changed) => {
    if (RULES.some((rule) => changed.has(rule))) sift();
  });
  sift();
});
