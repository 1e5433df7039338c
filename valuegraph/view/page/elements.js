// Makes elements. Text only ever becomes text: nothing in this page parses markup.
(function () {
  "use strict";
  const vg = (window.valuegraph = { parts: [] });
  const SVG = "http://www.w3.org/2000/svg";

  // The other scripts wait here until unpack.js has the data; then they run in their order.
  vg.part = (run) => vg.parts.push(run);

  function append(parent, children) {
    for (const child of children.flat()) {
      if (child === null || child === undefined || child === "") continue;
      parent.append(child.nodeType ? child : document.createTextNode(String(child)));
    }
    return parent;
  }

  // el("p", {class: "x", onclick: f, hidden: true}, "text", otherElement)
  vg.el = function (name, settings, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(settings || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value === true ? "" : String(value));
    }
    return append(made, children);
  };

  vg.svg = function (name, settings, ...children) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(settings)) made.setAttribute(key, String(value));
    return append(made, children);
  };

  vg.byId = (id) => document.getElementById(id);

  vg.fill = function (parent, ...children) {
    parent.replaceChildren();
    return append(parent, children);
  };

  // A link only for http and https; anything else stays readable text.
  vg.link = function (address, text) {
    if (!/^https?:\/\/[^\s]+$/i.test(address || "")) return vg.el("span", {}, text);
    return vg.el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, text);
  };

  vg.number = (value) => value.toLocaleString("en-GB");
  vg.percent = (share) => Math.round(share * 100) + " %";
  vg.plural = (count, one, many) => vg.number(count) + " " + (count === 1 ? one : many);
})();
