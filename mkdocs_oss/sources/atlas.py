"""What links mean: within a repo, between repos, to the web, and to the anchors of pages."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from msgspec import field, structs

from mkdocs_oss.sources.hints import by_name, close_file, close_name
from mkdocs_oss.sources.landing import home, is_candidate
from mkdocs_oss.sources.link_paths import (
    Place,
    as_built,
    as_written,
    in_repo,
    is_relative,
    left_since,
    link_at,
    split_suffix,
)
from mkdocs_oss.sources.planned import Plan
from mkdocs_oss.sources.symlinks import written
from mkdocs_oss.sources.targets import NOWHERE, NoAnchor, Nowhere, Target
from mkdocs_oss.sources.web_links import WebFile
from mkdocs_oss.sources.whereabouts import Whereabouts

if TYPE_CHECKING:
    from mkdocs_oss.sources.anchors import Anchors

SCHEME = "repo:"


class Atlas(Whereabouts, frozen=True, dict=True):
    """The whereabouts of everything, and what links mean by them. What was looked at once is kept."""

    _anchors: dict[tuple[str, str], Anchors] = field(default_factory=dict)
    _known: dict[str, Mapping[str, list[str]]] = field(default_factory=dict)

    def target(self, link: str, *, repo: str, path: str, image: bool = False) -> Target | Nowhere | None:
        """What a link on the page `path` of `repo` means; None where it is none of ours and stays as it is."""
        if link.startswith(SCHEME):
            return self._named(link, image=image)
        if link[:4].lower() == "http":
            return self._on_web(link, repo)
        plan = self.all[repo]
        if not is_relative(link):
            return None
        bare, suffix = split_suffix(link)
        place = self.places[repo]
        # the text of a symbolic link may be written for where it is, or for where its file is
        starts = dict.fromkeys((path, plan.source.real(path)))
        for start in starts:
            found = in_repo(bare, path=start, place=place)
            if found is not None:
                return self._landed(repo, plan, found, suffix, image=image)
        if bare.startswith("/") and plan.config and plan.config.site_url:
            host = "/".join(plan.config.site_url.split("/", 3)[:3])
            shown = self._on_web(host + link, repo)
            if isinstance(shown, Target):
                return shown
            if url := plan.config.beside(link):
                return Target(repo, path, None, url=url)
        for start in starts:
            now = left_since(bare, path=start, place=place)
            if now is not None:
                return self._moved(repo, plan, now, suffix, image=image, write=_from(start, now) + suffix)
        linked = link_at(bare, path=path, place=place)
        if linked is not None:
            return _not_followed(linked, place)
        close = close_file(as_written(bare, path), self._names(repo))
        remedy = f"did you mean {_from(path, close)!r}?" if close else "mend the link"
        return Nowhere(f"the link {link!r} leads nowhere", remedy)

    def source_file(self, link: str, *, by: str) -> tuple[str, str] | None:
        """The (repo, path) of the file that a link of the repo `by` beyond it means, `repo:` or at a forge; None for
        others."""
        if link.startswith(SCHEME):
            name, _, rest = split_suffix(link[len(SCHEME) :])[0].strip("/").partition("/")
            return self.lies_within(name, unquote(rest)) or (
                (name, unquote(rest)) if name in self.all and rest else None
            )
        return self.web.source_file(link, by=by) if link[:4].lower() == "http" else None

    def anchor(self, repo: str, path: str, anchor: str) -> str | NoAnchor | None:
        """The id that an anchor of a link to a page means; None where the page's text does not tell."""
        anchors = self._anchors_of(repo, path)
        found = anchors.find(anchor) if anchors is not None else None
        if found is not None or anchors is None or not anchors.is_sure:
            return found
        close = difflib.get_close_matches(anchor.lower(), sorted(anchors.ids), n=1)
        return NoAnchor(close[0] if close else "")

    def _anchors_of(self, repo: str, path: str) -> Anchors | None:
        if self.own_slugs:
            return None
        known = self._anchors.get((repo, path))
        if known is None:
            plan = self.all.get(repo)
            document = plan.documents.get(path) if plan else None
            if document is None:
                return None
            is_own = repo not in self.plans  # its extensions may read files, too
            from mkdocs_oss.sources.anchors import Filled, anchors_of  # few sites have such links

            filled = Filled() if is_own else Filled(self.templates, self.packages.get(repo))
            known = anchors_of(document.body, attributes=self.attributes, filled=filled)
            self._anchors[repo, path] = known
        return known

    def _landed(self, repo: str, plan: Plan, path: str, suffix: str, *, image: bool) -> Target | Nowhere:
        place = self.places[repo]
        page = place.page_of(path)
        if page is not None:
            return Target(repo, page, plan.landed[page], suffix)
        url = place.at_forge(path, raw=image and path in place.paths)
        kept = suffix if suffix.startswith("#") else ""
        if not url and path in place.left_out:
            what = f"{path} is left out by `include:` or `exclude:` of the handbook's own settings"
            return Nowhere(what, "nothing, where that is meant")
        return Target(repo, path, None, url=url + kept if url else NOWHERE)

    def _moved(
        self, repo: str, plan: Plan, path: str, suffix: str, *, image: bool, write: str
    ) -> Target | Nowhere:
        """A file at the place that it has had since it left another. `write`: the link to it."""
        found = self._landed(repo, plan, path, suffix, image=image)
        return structs.replace(found, write=write) if isinstance(found, Target) else found

    def _on_web(self, link: str, by: str) -> Target | Nowhere | None:
        found = self.web.find(link, by=by)
        if found is None:
            return None
        if isinstance(found, WebFile):
            uri = self.all[found.repo].landed[found.path]
            if not is_candidate(found.path, "") and "/" in found.repo:
                return None  # code, which the site of a submodule holds only because an engine copies all
            return Target(found.repo, found.path, uri, found.anchor, write=found.write)
        if self.hub is not None and found.repo == self.hub_name:
            return self._of_repos(link, found.rest)
        what = f"{found.repo} has no page {link!r} that is known here"
        remedy = "mend the link, unless that is a page that its site makes of other files"
        return Nowhere(what, remedy, link, "unknown-link")

    def _of_repos(self, link: str, rest: str) -> Target | None:
        """The page of a repo that a URL of the handbook's own site shows; there are others, made of other files."""
        uri = as_built(rest, self._uris)
        if uri is None:
            return None
        return Target(*self._uris[uri], uri, split_suffix(link)[1])

    def _named(self, link: str, *, image: bool) -> Target | Nowhere:
        """`repo:name/path#anchor`: a path as it is in that repo, or below its docs folder; without one its overview."""
        bare, suffix = split_suffix(link[len(SCHEME) :])
        name, _, rest = bare.strip("/").partition("/")
        name, rest = self.lies_within(name, unquote(rest)) or (name, rest)
        plan = self.all.get(name)
        if plan is None:
            close = close_name(name, self.all)
            remedy = f"did you mean '{SCHEME}{close}'?" if close else "name a repo of the handbook"
            return Nowhere(f"the handbook has no repo {name!r}", remedy)
        is_within = "/" in name  # its folder is a place of the handbook, with no overview of its own
        if plan.source.missing is not None or not (rest or is_within):
            overview = "index.md" if plan is self.hub else f"{home(plan.source)}index.md"
            return Target(name, plan.readme or "README.md", overview, suffix)
        place = self.places[name]
        found = in_repo(f"/{rest}", path="", place=place)
        if found is not None:
            return self._landed(name, plan, found, suffix, image=image)
        now = left_since(f"/{rest}", path="", place=place)
        if now is not None:
            write = f"{SCHEME}{name}/{now}{suffix}"
            return self._moved(name, plan, now, suffix, image=image, write=write)
        if (linked := link_at(f"/{rest}", path="", place=place)) is not None:
            return _not_followed(linked, place)
        close = close_file(rest, self._names(name))
        remedy = f"did you mean '{SCHEME}{name}/{close}'?" if close else "mend the link"
        # of the handbook's own repo not all files are listed
        url = place.at_forge(rest, raw=image) if plan is self.hub else None
        return Nowhere(f"{name} has no {rest!r}", remedy, url or NOWHERE)

    def _names(self, repo: str) -> Mapping[str, list[str]]:
        if repo not in self._known:
            self._known[repo] = by_name(self.all[repo].landed)
        return self._known[repo]


def _not_followed(path: str, place: Place) -> Nowhere:
    what = f"{path} is a symbolic link to {written(place.unfollowed[path])}, not followed"
    return Nowhere(what, "link to the file itself", place.at_forge(path, raw=False) or NOWHERE)


def _from(page: str, path: str) -> str:
    """The link from the page to a file of its repo."""
    return quote(posixpath.relpath(path, posixpath.dirname(page) or "."), safe="/.~()")
