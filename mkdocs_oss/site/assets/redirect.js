// Takes the anchor along, which a refresh by itself would drop. Without scripts the page leads on all the same.
(function () {
  var to = document.currentScript.getAttribute("data-to");
  if (location.hash) location.replace(to + location.hash);
})();
