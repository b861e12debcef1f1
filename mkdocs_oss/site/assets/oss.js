// What a page shows by the reader's clock and wishes. It stands in the head, so that it is there before anything is
// painted; its elements wake when they come into a page, also where a theme puts the next page in without a load.
(function () {
  "use strict";
  if (!window.customElements || customElements.get("oss-clock")) return;

  function day(moment, language) {
    var form = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long" });
    var said = form.format(moment);
    return language === "fr" ? said.replace(/^1 /, "1er ") : said;
  }

  // Times in the reader's zone; only those that fall on another day there.
  function localize(line) {
    line.querySelectorAll("time[datetime*='T']").forEach(function (time) {
      var moment = new Date(time.dateTime);
      var here = [moment.getFullYear(), moment.getMonth(), moment.getDate()];
      var utc = [moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate()];
      if (String(here) !== String(utc)) time.textContent = day(moment, line.lang);
    });
  }

  // From fresh to due: what was rendered for that day takes the place of what was true on the day of the build.
  function fallDue(line, banner, later) {
    var content = later.content.cloneNode(true);
    line.querySelectorAll("[data-oss='freshness']").forEach(function (fact) {
      fact.dataset.ossState = "look";
    });
    [".oss-review", ".oss-next"].forEach(function (name) {
      var now = line.querySelector(name);
      var then = content.querySelector(name);
      if (now && then) now.replaceWith(then);
    });
    var notice = content.querySelector("aside");
    notice.className = "oss-banner";
    notice.setAttribute("data-search-exclude", "");
    notice.dataset.oss = "freshness";
    notice.dataset.ossState = "look";
    if (banner) banner.remove();
    later.replaceWith(notice);
  }

  // <oss-clock data-due="2026-09-03"> ends what stands at the top of a page.
  customElements.define(
    "oss-clock",
    class extends HTMLElement {
      connectedCallback() {
        var line, banner, later;
        for (var at = this.previousElementSibling; at && !line; at = at.previousElementSibling) {
          if (at.matches(".oss-later")) later = at;
          else if (at.matches(".oss-banner")) banner = at;
          else if (at.matches(".oss-line")) line = at;
        }
        if (!line) return;
        var due = this.dataset.due;
        if (later && due && new Date().toISOString().slice(0, 10) > due) fallDue(line, banner, later);
        localize(line);
      }
    }
  );

  // <oss-filter> follows the form of a page with lists of pages: ?repo=name#owner-@handle. Where it asks for no owner,
  // it chooses whatever names a repo.
  customElements.define(
    "oss-filter",
    class extends HTMLElement {
      connectedCallback() {
        this.form = this.previousElementSibling;
        this.form.hidden = false;
        this.form.onsubmit = function () { return false; };
        this.form.onchange = this.choose.bind(this);
        this.read = this.read.bind(this);
        addEventListener("hashchange", this.read);
        if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", this.read);
        else this.read();
      }

      disconnectedCallback() {
        removeEventListener("hashchange", this.read);
      }

      choose() {
        var field = this.form.elements.owner;
        var owner = field ? field.value : "";
        var repo = this.form.elements.repo.value;
        var query = repo ? "?repo=" + encodeURIComponent(repo) : "";
        var hash = field ? (owner ? "#" + owner : "") : location.hash;
        history.replaceState(history.state, "", location.pathname + query + hash);
        this.show(owner, repo);
      }

      read() {
        var hash = "";
        try {
          hash = decodeURIComponent(location.hash.slice(1));
        } catch (error) {
          hash = location.hash.slice(1);
        }
        var wanted = [hash, new URLSearchParams(location.search).get("repo")];
        var form = this.form;
        var chosen = ["owner", "repo"].map(function (name, place) {
          if (!form.elements[name]) return "";
          var options = Array.from(form.elements[name].options, function (option) { return option.value; });
          form.elements[name].value = options.indexOf(wanted[place]) > 0 ? wanted[place] : "";
          return form.elements[name].value;
        });
        this.show(chosen[0], chosen[1]);
      }

      show(owner, repo) {
        var count = 0;
        this.parentNode.querySelectorAll("[data-repo]").forEach(function (page) {
          var fits = !owner || page.dataset.owners.split(" ").indexOf(owner) >= 0;
          page.hidden = !fits || (repo !== "" && page.dataset.repo !== repo);
          if (!page.hidden && !page.matches(".oss-group")) count += 1;
        });
        var shown = this.form.querySelector("output");
        var language = this.closest("[lang]").lang;
        var form = new Intl.PluralRules(language).select(count);
        shown.textContent = (shown.dataset[form] || shown.dataset.other).replace("{count}", count);
      }
    }
  );
})();
