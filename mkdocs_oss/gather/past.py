"""What the pages of all repos speak of, and the histories of all that: read once for each repo, before any page is judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from concurrent.futures import Executor
from datetime import date
from functools import partial

from msgspec import Struct, field

from mkdocs_oss.gather.bound import Ground, Named
from mkdocs_oss.gather.build import Build
from mkdocs_oss.gather.crowded import crowded
from mkdocs_oss.gather.origins import origins_in
from mkdocs_oss.gather.unnamed import other_names, unnamed_histories
from mkdocs_oss.history import IGNORE_REVS, HistoryReader
from mkdocs_oss.model import (
    Binding,
    FileHistory,
    FreshnessPolicy,
    Histories,
    HistoryRules,
    PageHistory,
    Source,
    Unknown,
)
from mkdocs_oss.sources import Atlas, Plan, read_files
from mkdocs_oss.sources.asked import Answer, Asking, Question, still_answered
from mkdocs_oss.sources.cache_place import cache_folder
from mkdocs_oss.sources.mentions import Mention, mentions
from mkdocs_oss.sources.modules import Origin, Symbol, stands
from mkdocs_oss.sources.moves import former_paths

Mentioned = Mapping[str, tuple[Mention, ...]]
"""Repo path of a page → what it names."""


class Past(Struct, frozen=True):
    """By the repo's name: its source, its histories, what its pages name, and the names in its history of those who are
    not to be named. `origins`: where symbols are defined that the file which pages name only imports. `crowded`: the days on
    which too many pages of all repos would fall due, and how many. `within`: repo → folder in it → the repo that lies
    there."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    histories: Mapping[str, Histories] = field(default_factory=dict)
    mentioned: Mapping[str, Mentioned] = field(default_factory=dict)
    unnamed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    origins: Mapping[Named, Origin | None] = field(default_factory=dict)
    crowded: Mapping[date, int] = field(default_factory=dict)
    within: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def pages(self, repo: str) -> Mapping[str, PageHistory | Unknown]:
        """The history of each page of a repo, by its path."""
        return self.histories[repo].pages if repo in self.histories else {}

    def former(self) -> Mapping[str, Mapping[str, str]]:
        """Repo → the places that its pages had before → where they are today."""
        return {
            name: former_paths(known.pages, paths=self.sources[name].paths)
            for name, known in self.histories.items()
        }

    def file(self, repo: str, path: str) -> FileHistory | Unknown | None:
        """The history of a file; None where there never was one."""
        return self.histories[repo].files.get(path) if repo in self.histories else None

    def bindings(self, repo: str, path: str) -> tuple[Binding, ...]:
        """The files that a page speaks of, and that are or were there."""
        return self._ground.bindings(self.mentioned.get(repo, {}).get(path, ()))

    def untold(self, bindings: Iterable[Binding]) -> tuple[Binding, ...]:
        """Those of which it is not known whether their file defines the symbol, or only imports it."""
        return self._ground.untold(bindings)

    @property
    def _ground(self) -> Ground:
        return Ground(self.file, lambda repo, path: stands(self.sources[repo], path), self.origins)

    def places(self, repo: str) -> Set[str]:
        """All files of a repo that pages may speak of."""
        return _by_repo((repo,), self.mentioned.values(), self.origins)[repo]

    def seen_by(self, repo: str) -> tuple[object, ...]:
        """What is known of the code that a repo's pages name: what its verdicts depend on besides the repo itself,
        with the days on which too many pages would fall due."""
        named = self.mentioned.get(repo, {})
        origins = {
            each: self.origins[each] for each in sorted(symbols_named(_all([named]))) if each in self.origins
        }
        others = _by_repo(self.sources.keys() - {repo}, [named], origins)
        places = sorted((name, path) for name, paths in others.items() for path in paths)
        return (self.crowded, *((name, path, self._known_of(name, path)) for name, path in places), origins)

    def _known_of(self, repo: str, path: str) -> object:
        history = self.file(repo, path)
        return (history, stands(self.sources[repo], path)) if isinstance(history, Unknown) else history


def past(build: Build, atlas: Atlas, pool: Executor, *, until: Mapping[str, Source] | None = None) -> Past:
    """The past of all repos, the handbook's own too. `until`: repos whose history is told up to another commit."""
    plans = atlas.all
    named = dict(
        zip(plans, pool.map(lambda name: _mentioned(build, name, plans[name], atlas), plans), strict=True)
    )
    origins = _origins(build, plans, named.values(), pool)
    files = _by_repo(plans, named.values(), origins)
    sources = {name: (until or {}).get(name, plan.source) for name, plan in plans.items()}
    read = pool.map(lambda name: _histories(build, sources[name], plans[name], files[name]), plans)
    histories = dict(zip(plans, read, strict=True))
    return Past(
        {name: plan.source for name, plan in plans.items()},
        {name: unnamed_histories(found, build.roster) for name, found in histories.items()},
        named,
        {name: other_names(found, build.roster) for name, found in histories.items()},
        origins,
        crowded(build, atlas, histories),
        {atlas.hub_name: {folder: plan.source.repo.name for folder, plan in atlas.within.items()}},
    )


def _origins(
    build: Build, plans: Mapping[str, Plan], named: Iterable[Mentioned], pool: Executor
) -> Mapping[Named, Origin | None]:
    asked: dict[str, set[Symbol]] = {name: set() for name in plans}
    for repo, *symbol in symbols_named(_all(named)):
        if repo in asked:
            asked[repo].add((symbol[0], symbol[1]))
    found = pool.map(lambda name: origins_in(build, plans[name].source, asked[name]), plans)
    return {
        (name, *symbol): origin
        for name, origins in zip(plans, found, strict=True)
        for symbol, origin in origins.items()
    }


class _Named(Struct, frozen=True):
    """What the pages of one repo name, and what that was made from."""

    mentioned: Mentioned
    asked: Mapping[Question, Answer]


def _mentioned(build: Build, name: str, plan: Plan, atlas: Atlas) -> Mentioned:
    def find() -> _Named:
        asking = Asking(atlas, name)
        found = {
            plan.source.real(path): mentions(document, path, name, asking, docs_dir=plan.docs_dir)
            for path, document in plan.documents.items()
        }
        return _Named({path: named for path, named in found.items() if named}, asking.asked)

    if not build.has("freshness"):
        return {}
    return build.memory.made(
        "mentions",
        plan.source,
        (plan, atlas.folders),
        find,
        holds=lambda made: still_answered(made.asked, atlas),
    ).mentioned


def _all(named: Iterable[Mentioned]) -> Iterable[Mention]:
    return (mention for pages in named for found in pages.values() for mention in found)


def symbols_named(named: Iterable[Mention]) -> Iterator[Named]:
    """The symbols of Python files that may be meant."""
    for mention in named:
        if mention.symbol:
            yield from ((repo, path, mention.symbol) for repo, path in mention.places if path.endswith(".py"))


def _by_repo(
    repos: Iterable[str], named: Iterable[Mentioned], origins: Mapping[Named, Origin | None]
) -> dict[str, set[str]]:
    """Repo → the files of it that may be meant, and those that define what these import."""
    found: dict[str, set[str]] = {name: set() for name in repos}
    for repo, path in (place for mention in _all(named) for place in mention.places):
        if repo in found:
            found[repo].add(path)
    for (repo, _, _), origin in origins.items():
        if repo in found and origin is not None:
            found[repo].add(origin.path)
    return found


def begin_history(build: Build, source: Source) -> None:
    """Lets git tell a repo's history while its pages are read, where the last build does not know it."""
    if not build.memory.has("history", source):
        reader = build.begun[source.repo.name] = _reader(build, source)
        reader.begin()


def _histories(build: Build, source: Source, plan: Plan, files: Set[str]) -> Histories:
    """The histories of a repo's pages and files."""
    pages = frozenset(source.real(path) for path in source.paths if _may_be_page(build, path, plan))

    def read() -> Histories:
        begun = build.begun.get(source.repo.name)
        reader = begun if begun is not None and begun.source is source else _reader(build, source)
        return reader.read(pages, files=files)

    return build.memory.made("history", source, (pages, frozenset(files), _rules(build)), read)


def _reader(build: Build, source: Source) -> HistoryReader:
    """Reads after the repo's own list of commits to ignore."""
    bring = build.bring if build.has("freshness") else None
    return HistoryReader(
        source,
        git=build.git,
        rules=_rules(build),
        ignore_revs=read_files(source, [IGNORE_REVS], git=build.git).get(IGNORE_REVS, b""),
        cache=cache_folder(build.settings.cache),
        bring=partial(bring, source) if bring is not None else None,
        with_seen=build.watches_people,
    )


def _rules(build: Build) -> HistoryRules:
    weighs = build.has("freshness")  # else nothing looks at what a change was
    return history_rules(build.settings.freshness) if weighs else HistoryRules(substance="any")


def history_rules(policy: FreshnessPolicy) -> HistoryRules:
    """The part of the policy that says which changes count."""
    return HistoryRules(frozenset(policy.bots), policy.minor_commits, policy.substance)


def _may_be_page(build: Build, path: str, plan: Plan) -> bool:
    """Whether a page may come from a file: its text, a README at the root, the list of repos, a module of the API."""
    name, listing = path.rpartition("/")[2], build.settings.repos_file.rpartition("/")[2]
    if path in plan.documents or "/" not in path or name == listing:
        return True
    return build.has("api") and path.endswith((".py", ".pyi"))
