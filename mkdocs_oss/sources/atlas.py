"""Where every file of every repo lands: what links between repos are resolved by."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from mkdocs_oss.settings import Site
from mkdocs_oss.sources.anchors import Anchors, Filled, anchors_of
from mkdocs_oss.sources.landing import home
from mkdocs_oss.sources.link_paths import as_built, as_written, in_repo, is_relative, split_suffix
from mkdocs_oss.sources.plan import Plan
from mkdocs_oss.sources.syntax.plugins import FILL_IN, TAKE_BLOCKS
from mkdocs_oss.sources.web_links import Shown, WebMap

SCHEME = "repo:"
NOWHERE = "#"
"""Where a link leads that has no place to lead to: the top of its own page."""
_GUESSES = 2_000


@dataclass(frozen=True, slots=True)
class Target:
    """A file that a link means. `uri`: its place in the handbook, or None; then `url` is its place at the forge.

    `suffix`: the link's query and anchor, as written.
    """

    repo: str
    path: str
    uri: str | None
    suffix: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A link that leads nowhere: why, what to do, and where its author would see it."""

    what: str
    remedy: str
    url: str = NOWHERE


@dataclass(frozen=True, slots=True)
class NoAnchor:
    """A page has no such anchor; `close`: one like it, or ""."""

    close: str


@dataclass(frozen=True)
class Atlas:
    """All plans of one handbook, by the repo's name. `hub`: the handbook's own files; None where nothing needs them.

    `directories`: pages are built as folders. `own_slugs`: the site makes the ids of headings by a rule of its own,
    so that they are not known from the text. `attributes`: it has `attr_list`. `site_url`: where the handbook is published.
    `templates`: a plugin of the site fills in `{{ … }}`. `packages`: repo → those that its `:::` blocks may show; a
    repo that is not there may show anything.
    """

    plans: Mapping[str, Plan] = field(default_factory=dict)
    hub: Plan | None = None
    directories: bool = True
    own_slugs: bool = False
    site_url: str = ""
    attributes: bool = True
    templates: bool = True
    packages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _anchors: dict[tuple[str, str], Anchors] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        plans: Iterable[Plan],
        *,
        hub: Plan | None = None,
        site: Site | None = None,
        packages: Mapping[str, frozenset[str]] | None = None,
    ) -> Atlas:
        """The atlas of these repos, in the handbook that `site` describes."""
        found = {plan.source.repo.name: plan for plan in plans}
        if site is None:
            return cls(found, hub)
        reads = site.markdown
        attributes = "attr_list" in reads.extensions
        return cls(
            found,
            hub,
            site.use_directory_urls,
            reads.own_slugs,
            site.site_url,
            attributes,
            templates=bool(reads.plugins & FILL_IN),
            packages={} if reads.extensions & TAKE_BLOCKS else packages or {},
        )

    @cached_property
    def web(self) -> WebMap:
        """The addresses of the repos and of the handbook itself."""
        shown = {
            name: Shown(plan.source, plan.place, plan.config.site_url if plan.config else "")
            for name, plan in self.all.items()
        }
        if self.hub is not None:
            shown[self.hub_name] = Shown(self.hub.source, self.hub.place, self.site_url)
        return WebMap.of(shown)

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

    @cached_property
    def all(self) -> Mapping[str, Plan]:
        """The plans of the handbook itself and of all repos, by the names that links know them by."""
        hub = {self.hub_name: self.hub} if self.hub is not None else {}
        return {**hub, **self.plans}

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
        found = in_repo(bare, path=path, place=plan.place)
        if found is not None:
            return self._landed(repo, plan, found, suffix, image=image)
        if bare.startswith("/") and plan.config and plan.config.site_url:
            host = "/".join(plan.config.site_url.split("/", 3)[:3])
            if shown := self._on_web(host + link):
                return shown
            if url := plan.config.beside(link):
                return Target(repo, path, None, url=url)
        return _nowhere(plan, link, path, image=image)

    def source_file(self, link: str) -> tuple[str, str] | None:
        """The (repo, path) of the file that a link beyond its own repo means, `repo:` or at a forge; None for others."""
        if link.startswith(SCHEME):
            name, _, rest = split_suffix(link[len(SCHEME) :])[0].strip("/").partition("/")
            return (name, unquote(rest)) if name in self.all and rest else None
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
            is_own = self.hub is not None and repo == self.hub_name  # its extensions may read files, too
            filled = Filled() if is_own else Filled(self.templates, self.packages.get(repo))
            known = anchors_of(document.body, attributes=self.attributes, filled=filled)
            self._anchors[repo, path] = known
        return known

    def _landed(self, repo: str, plan: Plan, path: str, suffix: str, *, image: bool) -> Target | Nowhere:
        page = plan.place.page_of(path)
        if page is not None:
            return Target(repo, page, plan.landed[page], suffix)
        url = plan.place.at_forge(path, raw=image and path in plan.place.paths)
        kept = suffix if suffix.startswith("#") else ""
        return Target(repo, path, None, url=url + kept if url else NOWHERE)

    def _on_web(self, link: str) -> Target | None:
        found = self.web.find(link)
        if found is None:
            return None
        repo, path, anchor = found
        return Target(repo, path, self.all[repo].landed[path], anchor)

    def _named(self, link: str, *, image: bool) -> Target | Nowhere:
        """`repo:name/path#anchor`: a path as it is in that repo, or below its docs folder; without one its overview."""
        bare, suffix = split_suffix(link[len(SCHEME) :])
        name, _, rest = bare.strip("/").partition("/")
        plan = self.all.get(name)
        if plan is None:
            close = difflib.get_close_matches(name, list(self.all), n=1, cutoff=0.5)
            remedy = f"did you mean '{SCHEME}{close[0]}'?" if close else "name a repo of the handbook"
            return Nowhere(f"the handbook has no repo {name!r}", remedy)
        if not rest or plan.source.missing is not None:
            overview = "index.md" if plan is self.hub else f"{home(plan.source)}index.md"
            return Target(name, plan.readme or "README.md", overview, suffix)
        found = in_repo(f"/{rest}", path="", place=plan.place)
        if found is not None:
            return self._landed(name, plan, found, suffix, image=image)
        close_path = _closest(rest, plan)
        remedy = f"did you mean '{SCHEME}{name}/{close_path}'?" if close_path else "mend the link"
        return Nowhere(f"{name} has no {rest!r}", remedy, plan.place.at_forge(rest, raw=image) or NOWHERE)


def _nowhere(plan: Plan, link: str, path: str, *, image: bool) -> Nowhere:
    written = as_written(split_suffix(link)[0], path)
    url = None if written.startswith("..") else plan.place.at_forge(written, raw=image)
    return Nowhere(f"the link {link!r} leads nowhere", "mend the link", url or NOWHERE)


def _closest(path: str, plan: Plan) -> str | None:
    """The page with the same file name, else the one whose path is most like it."""
    name = path.rpartition("/")[2]
    pages = [page for page in plan.landed if page in plan.documents]
    same = [page for page in pages if page.rpartition("/")[2] == name or as_built(path, plan.place) == page]
    close = difflib.get_close_matches(path, (same or pages)[:_GUESSES], n=1, cutoff=0.5)
    return close[0] if close else (same[0] if same else None)
