"""What the pages of all repos speak of, and the histories of all that: read once for each repo, before any page is judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from concurrent.futures import Executor
from functools import partial

from msgspec import Struct, field

from mkdocs_oss.gather.build import Build
from mkdocs_oss.gather.unnamed import other_names, unnamed_histories
from mkdocs_oss.history import IGNORE_REVS, read_histories
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
from mkdocs_oss.sources.moves import former_paths

Mentioned = Mapping[str, tuple[Mention, ...]]
"""Repo path of a page → what it names."""


class Past(Struct, frozen=True):
    """By the repo's name: its source, its histories, what its pages name, and the names in its history of those who are
    not to be named."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    histories: Mapping[str, Histories] = field(default_factory=dict)
    mentioned: Mapping[str, Mentioned] = field(default_factory=dict)
    unnamed: Mapping[str, frozenset[str]] = field(default_factory=dict)

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
        found: dict[tuple[object, ...], Binding] = {}
        modules: set[tuple[str, int]] = set()
        for mention in self.mentioned.get(repo, {}).get(path, ()):
            place = self._place(mention)
            if place is None or (mention.written, mention.line) in modules:
                continue
            if (
                mention.kind == "module"
            ):  # of the paths that a dotted name may mean, the longest that is there
                modules.add((mention.written, mention.line))
            written = mention.kind, mention.symbol, mention.file, mention.line, mention.lines
            found.setdefault(
                (mention.repo, place, mention.symbol, mention.lines), Binding(mention.repo, place, *written)
            )
        return tuple(found.values())

    def _place(self, mention: Mention) -> str | None:
        """The first of a mention's paths that a file is or was at. In a shallow clone that may not be known; then what
        a page declares counts all the same, and what may be a mere example does not."""
        found = {path: self.file(mention.repo, path) for path in mention.paths}
        known = next((path for path, history in found.items() if isinstance(history, FileHistory)), None)
        if known is not None or mention.kind != "describes":
            return known
        return next((path for path, history in found.items() if history is not None), None)

    def seen_by(self, repo: str) -> tuple[tuple[str, str, FileHistory | Unknown | None], ...]:
        """The files of other repos that a repo's pages name, with their histories: what its verdicts depend on."""
        named = _all([self.mentioned.get(repo, {})])
        places = {(each.repo, path) for each in named if each.repo != repo for path in each.paths}
        return tuple((name, path, self.file(name, path)) for name, path in sorted(places))


def past(build: Build, atlas: Atlas, pool: Executor, *, until: Mapping[str, Source] | None = None) -> Past:
    """The past of all repos, the handbook's own too. `until`: repos whose history is told up to another commit."""
    plans = atlas.all
    named = dict(
        zip(plans, pool.map(lambda name: _mentioned(build, name, plans[name], atlas), plans), strict=True)
    )
    files: dict[str, set[str]] = {name: set() for name in plans}
    for mention in _all(named.values()):
        if mention.repo in files:
            files[mention.repo].update(mention.paths)
    sources = {name: (until or {}).get(name, plan.source) for name, plan in plans.items()}
    read = pool.map(lambda name: _histories(build, sources[name], plans[name], files[name]), plans)
    histories = dict(zip(plans, read, strict=True))
    return Past(
        {name: plan.source for name, plan in plans.items()},
        {name: unnamed_histories(found, build.roster) for name, found in histories.items()},
        named,
        {name: other_names(found, build.roster) for name, found in histories.items()},
    )


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
        "mentions", plan.source, (plan,), find, holds=lambda made: still_answered(made.asked, atlas)
    ).mentioned


def _all(named: Iterable[Mentioned]) -> Iterable[Mention]:
    return (mention for pages in named for found in pages.values() for mention in found)


def _histories(build: Build, source: Source, plan: Plan, files: Set[str]) -> Histories:
    """The histories of a repo's pages and files, after its own list of commits to ignore."""
    weighs = build.has("freshness")  # else nothing looks at what a change was
    rules = history_rules(build.settings.freshness) if weighs else HistoryRules(substance="any")
    pages = frozenset(source.real(path) for path in source.paths if _may_be_page(build, path, plan))

    bring = build.bring if weighs else None

    def read() -> Histories:
        ignore_revs = read_files(source, [IGNORE_REVS], git=build.git).get(IGNORE_REVS, b"")
        return read_histories(
            source,
            pages,
            git=build.git,
            rules=rules,
            files=files,
            ignore_revs=ignore_revs,
            cache=cache_folder(build.settings.cache),
            bring=partial(bring, source) if bring is not None else None,
            with_seen=build.watches_people,
        )

    return build.memory.made("history", source, (pages, frozenset(files), rules), read)


def history_rules(policy: FreshnessPolicy) -> HistoryRules:
    """The part of the policy that says which changes count."""
    return HistoryRules(frozenset(policy.bots), policy.minor_commits, policy.substance)


def _may_be_page(build: Build, path: str, plan: Plan) -> bool:
    """Whether a page may come from a file: its text, a README at the root, the list of repos, a module of the API."""
    name, listing = path.rpartition("/")[2], build.settings.repos_file.rpartition("/")[2]
    if path in plan.documents or "/" not in path or name == listing:
        return True
    return build.has("api") and path.endswith((".py", ".pyi"))
