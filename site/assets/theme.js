// Runs before the first paint, so that a dark page does not flash.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  var kept = null;
  try {
    kept = localStorage.getItem("annals-theme");
  } catch (_) {
    // Pages from a file, and strict settings, have no storage.
  }
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  root.dataset.theme = kept === "dark" || kept === "light" ? kept : dark.matches ? "dark" : "light";
  dark.addEventListener("change", function (event) {
    if (!kept) root.dataset.theme = event.matches ? "dark" : "light";
  });
})();
