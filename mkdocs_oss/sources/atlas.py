"""Where every file of every repo lands: what links between repos are resolved by."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from msgspec import Struct, field, structs

from mkdocs_oss.settings import Site
from mkdocs_oss.sources.hints import by_name, close_file, close_name
from mkdocs_oss.sources.landing import home
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
from mkdocs_oss.sources.modules import packages_at_roots, repos_with
from mkdocs_oss.sources.planned import Plan
from mkdocs_oss.sources.symlinks import written
from mkdocs_oss.sources.targets import NOWHERE, NoAnchor, Nowhere, Target
from mkdocs_oss.sources.web_links import Shown, WebFile, WebMap
from mkdocs_oss.sources.within import folder_of

if TYPE_CHECKING:
    from mkdocs_oss.sources.anchors import Anchors

SCHEME = "repo:"


class Atlas(Struct, frozen=True, dict=True):
    """All plans of one handbook, by the repo's name. `hub`: the handbook's own files; None where nothing needs them.
    `within`: those of repositories that lie in folders of the handbook's own, by the folder.

    `directories`: pages are built as folders. `own_slugs`: the site makes the ids of headings by a rule of its own,
    so that they are not known from the text. `attributes`: it has `attr_list`. `site_url`: where the handbook is published.
    `templates`: a plugin of the site fills in `{{ … }}`. `packages`: repo → those that its `:::` blocks may show; a
    repo that is not there may show anything. `former`: repo → the places that its files had by history → today's.
    """

    plans: Mapping[str, Plan] = field(default_factory=dict)
    hub: Plan | None = None
    directories: bool = True
    own_slugs: bool = False
    site_url: str = ""
    attributes: bool = True
    templates: bool = True
    packages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    former: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    within: Mapping[str, Plan] = field(default_factory=dict)
    _anchors: dict[tuple[str, str], Anchors] = field(default_factory=dict)
    _known: dict[str, Mapping[str, list[str]]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        plans: Iterable[Plan],
        *,
        hub: Plan | None = None,
        within: Mapping[str, Plan] | None = None,
        site: Site | None = None,
        packages: Mapping[str, frozenset[str]] | None = None,
    ) -> Atlas:
        """The atlas of these repos, in the handbook that `site` describes."""
        found = {plan.source.repo.name: plan for plan in plans}
        if site is None:
            return cls(found, hub, within=within or {})
        reads = site.markdown
        templates = True
        if found:  # these matter for other repos' pages, and come with a table of all that Markdown may hold
            from mkdocs_oss.sources.syntax.plugins import FILL_IN, TAKE_BLOCKS

            templates = bool(reads.plugins & FILL_IN)
            packages = {} if reads.extensions & TAKE_BLOCKS else packages
        attributes = "attr_list" in reads.extensions
        return cls(
            found,
            hub,
            site.use_directory_urls,
            reads.own_slugs,
            site.site_url,
            attributes,
            templates=templates,
            packages=packages or {},
            within=within or {},
        )

    def since(self, former: Mapping[str, Mapping[str, str]]) -> Atlas:
        """The same atlas, in which links to places that files have left lead on. `former`: as the field."""
        return structs.replace(self, former=former)

    @cached_property
    def web(self) -> WebMap:
        """The addresses of the repos and of the handbook itself."""
        shown = {
            name: Shown(plan.source, self.places[name], plan.config.site_url if plan.config else "")
            for name, plan in self.all.items()
        }
        if self.hub is not None:
            shown[self.hub_name] = Shown(self.hub.source, self.places[self.hub_name], self.site_url)
        return WebMap.of(shown)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """How the files of each repo are reached, those that have moved too."""
        return {
            name: structs.replace(plan.place, former=self.former.get(name, {}))
            for name, plan in self.all.items()
        }

    @property
    def hub_name(self) -> str:
        """What the handbook's own files are found under: the name of its repo, or "" where one of its repos has that."""
        name = self.hub.source.repo.name if self.hub is not None else ""
        return "" if name in self.plans else name

    @property
    def rules(self) -> Hashable:
        """How the site makes URLs and anchors: what every link depends on, whatever the repos hold."""
        return self.directories, self.own_slugs, self.attributes, self.templates, bool(self.packages)

    def file_at(self, uri: str) -> tuple[str, str] | None:
        """The (repo, path) of the file at a place of the handbook; None where there is none."""
        return self._uris.get(uri)

    @cached_property
    def _uris(self) -> Mapping[str, tuple[str, str]]:
        return {uri: (name, path) for name, plan in self.all.items() for path, uri in plan.landed.items()}

    def repos_with(self, package: str, *, by: str) -> tuple[str, ...]:
        """The other repos in which a page of `by` may mean a Python package of that name."""
        return repos_with(package, by=by, plans=self.all, listed=self._packages)

    @cached_property
    def _packages(self) -> Mapping[str, frozenset[str]]:
        return {name: packages_at_roots(plan) for name, plan in self.all.items()}

    @cached_property
    def all(self) -> Mapping[str, Plan]:
        """The plans of the handbook itself and of all repos, by the names that links know them by."""
        hub = {self.hub_name: self.hub} if self.hub is not None else {}
        return {**hub, **{plan.source.repo.name: plan for plan in self.within.values()}, **self.plans}

    def lies_within(self, repo: str, path: str) -> tuple[str, str] | None:
        """The (repo, path) of a file in a folder of the handbook's own repo where another one lies; else None."""
        folder = folder_of(path, self.within) if self.within and repo == self.hub_name else None
        return None if folder is None else (self.within[folder].source.repo.name, path[len(folder) + 1 :])

    def target(self, link: str, *, repo: str, path: str, image: bool = False) -> Target | Nowhere | None:
        """What a link on the page `path` of `repo` means; None where it is none of ours and stays as it is."""
        if link.startswith(SCHEME):
            return self._named(link, image=image)
        if link[:4].lower() == "http":
            return self._on_web(link)
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
            shown = self._on_web(host + link)
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

    def source_file(self, link: str) -> tuple[str, str] | None:
        """The (repo, path) of the file that a link beyond its own repo means, `repo:` or at a forge; None for others."""
        if link.startswith(SCHEME):
            name, _, rest = split_suffix(link[len(SCHEME) :])[0].strip("/").partition("/")
            return self.lies_within(name, unquote(rest)) or (
                (name, unquote(rest)) if name in self.all and rest else None
            )
        return self.web.source_file(link) if link[:4].lower() == "http" else None

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

    def _on_web(self, link: str) -> Target | Nowhere | None:
        found = self.web.find(link)
        if found is None:
            return None
        if isinstance(found, WebFile):
            uri = self.all[found.repo].landed[found.path]
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
        if not rest or plan.source.missing is not None:
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
