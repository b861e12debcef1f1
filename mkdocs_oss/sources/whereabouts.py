"""Where everything of one handbook is: which file of which repo is at which place, on the web too."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property
from typing import Self

from msgspec import Struct, field, structs

from mkdocs_oss.model import Source
from mkdocs_oss.settings import Site
from mkdocs_oss.sources.forge import web_url
from mkdocs_oss.sources.link_paths import Place
from mkdocs_oss.sources.modules import packages_at_roots, repos_with
from mkdocs_oss.sources.modules_file import folder_of
from mkdocs_oss.sources.planned import Plan
from mkdocs_oss.sources.web_links import Shown, WebMap


class Whereabouts(Struct, frozen=True, dict=True):
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

    @classmethod
    def of(
        cls,
        plans: Iterable[Plan],
        *,
        hub: Plan | None = None,
        within: Mapping[str, Plan] | None = None,
        site: Site | None = None,
        packages: Mapping[str, frozenset[str]] | None = None,
    ) -> Self:
        """All that these repos have, in the handbook that `site` describes."""
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

    def since(self, former: Mapping[str, Mapping[str, str]]) -> Self:
        """The same, in which links to places that files have left lead on. `former`: as the field."""
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

    @cached_property
    def folders(self) -> Hashable:
        """Which folders are no part of the repo that they lie in."""
        absent = ((name, plan.absent) for name, plan in self.all.items() if plan.absent)
        return self.hub_name, tuple(self.within), tuple(absent)

    def file_at(self, uri: str) -> tuple[str, str] | None:
        """The (repo, path) of the file at a place of the handbook; None where there is none."""
        return self._uris.get(uri)

    @cached_property
    def _uris(self) -> Mapping[str, tuple[str, str]]:
        return {uri: (name, path) for name, plan in self.all.items() for path, uri in plan.landed.items()}

    def repos_with(self, package: str, *, by: str) -> tuple[str, ...]:
        """The other repos in which a page of `by` may mean a Python package of that name."""
        found = repos_with(package, by=by, plans=self.all, listed=self._packages)
        if not self.within or len(found) < 2:
            return found
        places = [_where(self.all[name].source) for name in found]
        return tuple(name for at, name in enumerate(found) if places[at] not in places[:at])

    @cached_property
    def _packages(self) -> Mapping[str, frozenset[str]]:
        return {name: packages_at_roots(plan) for name, plan in self.all.items()}

    @cached_property
    def all(self) -> Mapping[str, Plan]:
        """The plans of the handbook itself and of all repos, by the names that links know them by; last those that
        lie in its folders: of a repo that the settings list too, that is what a link means."""
        hub = {self.hub_name: self.hub} if self.hub is not None else {}
        return {**hub, **self.plans, **{plan.source.repo.name: plan for plan in self.within.values()}}

    def lies_within(self, repo: str, path: str) -> tuple[str, str] | None:
        """The (repo, path) of a file in a folder of the handbook's own repo where another one lies, or of the folder
        itself; else None."""
        folder = folder_of(path, self.within) if self.within and repo == self.hub_name else None
        return None if folder is None else (self.within[folder].source.repo.name, path[len(folder) + 1 :])

    def is_absent(self, repo: str, path: str) -> bool:
        """Whether a file is in a submodule that is not here, so that nothing is known of it."""
        name, inner = self.lies_within(repo, path) or (repo, path)
        plan = self.all.get(name)
        return plan is not None and folder_of(inner, plan.absent) is not None


def _where(source: Source) -> str:
    """What two copies of one repo have in common."""
    remote = source.remote if isinstance(source.remote, str) else str(source.root)
    return web if isinstance(web := web_url(remote), str) else remote
