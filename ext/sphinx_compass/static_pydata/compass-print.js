/* Before printing: opens dropdowns in browsers whose style sheets cannot, and turns dark pages
   light, because paper is white and browsers leave backgrounds out. */
"use strict";

(function () {
  const root = document.documentElement;
  let opened = [];
  let theme = null;

  window.addEventListener("beforeprint", function () {
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (details) {
      details.open = true;
    });
    theme = root.dataset.theme;
    root.dataset.theme = "light";
  });

  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) {
      details.open = false;
    });
    opened = [];
    root.dataset.theme = theme;
  });
})();
