"""Who owns any path: the question of `mkdocs-oss owners`."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field, structs

from mkdocs_oss import ownership
from mkdocs_oss.errors import OssError
from mkdocs_oss.gather.build import Build
from mkdocs_oss.gather.fleet import open_repo
from mkdocs_oss.gather.lock import lock_of
from mkdocs_oss.gather.page_owners import authors_of, ownership_of
from mkdocs_oss.gather.past import history_rules
from mkdocs_oss.gather.reads import reads
from mkdocs_oss.gather.unnamed import unnamed_histories
from mkdocs_oss.git import Git
from mkdocs_oss.history import IGNORE_REVS, read_histories
from mkdocs_oss.model import Owners, PageHistory, Repo, Source, Unknown
from mkdocs_oss.settings import Settings, Site, load_settings, replaced
from mkdocs_oss.sources import bare_top, git_top, open_hub, open_worktree, read_document, read_files
from mkdocs_oss.sources.discovery import with_discovered
from mkdocs_oss.sources.landing import MARKDOWN
from mkdocs_oss.sources.store import Store, cache_folder
from mkdocs_oss.sources.within import open_within


class Answered(Struct, frozen=True):
    """A path as it was given, who owns it, and, where that was asked for, all that was considered."""

    given: str
    owners: Owners | Unknown
    steps: tuple[ownership.Step, ...] = ()


class _Repo(Struct):
    """A repo that paths were asked in: path → the places of the questions."""

    source: Source
    questions: dict[str, list[int]] = field(default_factory=dict)


def owners_of(
    paths: Sequence[str],
    site: Site | None,
    *,
    git: Git,
    now: datetime,
    dialect: ownership.Dialect | None = None,
    explain: bool = False,
) -> list[Answered]:
    """Who owns each of `paths` (on disk, or `name:path` in a repo of the handbook), as given and in their order.

    `dialect`: how to read CODEOWNERS, whatever the forge. Each repo is read once, however many its paths.
    """
    settings = load_settings(site) if site else Settings(frozenset({"ownership"}))
    settings, _ = with_discovered(settings, site.config_file.parent if site else Path())
    settings = structs.replace(settings, repos=replaced(settings.repos, settings.overrides))
    build = Build(settings, git=git, today=now.date())
    finding = _Finding(build, site, now)
    answers: list[Answered | None] = [None] * len(paths)
    for at, given in enumerate(paths):
        unanswered = finding.place(given, at)
        if unanswered is not None:
            answers[at] = Answered(given, unanswered)
    for repo in finding.repos.values():
        for path, owners, steps in _answers(build, repo.source, repo.questions, dialect, explain=explain):
            for at in repo.questions[path]:
                answers[at] = Answered(paths[at], owners, steps)
    return [answer for answer in answers if answer is not None]


class _Finding:
    """Finds the repo of each path, and the path in it."""

    def __init__(self, build: Build, site: Site | None, now: datetime) -> None:
        settings = build.settings
        self.repos: dict[object, _Repo] = {}
        self._build = build
        self._store = Store(
            cache_folder(settings.cache), git=build.git, now=lambda: now, reads=reads(settings)
        )
        self._named = {repo.name: repo for repo in settings.repos}
        self._locked = lock_of(settings, site.config_file.parent) if site else {}
        self._at_path = {repo.path: repo for repo in settings.repos if repo.path}
        self._site, self._hub = site, _hub(site, settings)
        self._here = str(Path.cwd())
        self._folders: dict[str, tuple[str, Path | None]] = {}

    def place(self, given: str, at: int) -> Unknown | None:
        """Notes the question of a path in its repo; Unknown where it is in none. Raises OssError."""
        name, _, inside = given.partition(":")
        if inside and "/" in name and not os.path.exists(given) and (top := self._within(name)):  # noqa: PTH110
            return self._ask(self._at(top), posixpath.normpath(inside), at)
        if name in self._named and inside:
            if name not in self.repos:
                source = open_repo(self._build, self._named[name], self._store, self._locked)
                self.repos[name] = _Repo(source)
            return self._ask(self.repos[name], posixpath.normpath(inside), at)
        file = os.path.join(self._here, given).rstrip("/")  # noqa: PTH118  # a Path for each of many thousands takes longer
        if inside and name and "/" not in name and not os.path.exists(file):  # noqa: PTH110
            known = f"the repos are: {', '.join(self._named)}" if self._named else "the handbook has none"
            raise OssError(f"{given}: no repo is named {name!r}; {known}")
        if os.path.isdir(file):  # noqa: PTH112
            return Unknown("it is a folder; name a file in it, there or not")
        inner, top = self._folder(os.path.dirname(file))  # noqa: PTH120
        if top is None:
            if bare_top(Path(os.path.realpath(os.path.dirname(file)))) is not None:  # noqa: PTH120
                return Unknown(
                    "a bare repository has no worktree; name a file of a checkout, or NAME:PATH of a repo of the handbook"
                )
            return Unknown("it is in no git repository")
        return self._ask(self._at(top), f"{inner}{os.path.basename(file)}", at)  # noqa: PTH119

    def _at(self, top: Path) -> _Repo:
        """The repo of a worktree; one that lies within the handbook's own has the owner that its settings name, too."""
        if top not in self.repos:
            self.repos[top] = _Repo(self._source_at(top))
        return self.repos[top]

    def _source_at(self, top: Path) -> Source:
        hub, git = self._hub, self._build.git
        if hub is not None and hub.path is not None and hub.path in top.parents and top not in self._at_path:
            folder = top.relative_to(hub.path).as_posix()
            source = open_within(self._hub_source, folder, git=git, kind=hub.forge)
            return structs.replace(
                source, repo=structs.replace(source.repo, owners=hub.owners, where=hub.where)
            )
        repo = hub if hub and hub.path == top else self._at_path.get(top, Repo(name=top.name, path=top))
        return open_worktree(repo, git=git)

    @cached_property
    def _hub_source(self) -> Source:
        assert self._site is not None
        return open_hub(self._site, git=self._build.git, also=())

    def _within(self, name: str) -> Path | None:
        """The top of the repository within the handbook's own that has that name, a place there; else None."""
        hub, _, folder = name.partition("/")
        if self._hub is None or self._hub.path is None:
            return None
        top = self._hub.path / folder
        is_there = self._hub.path in top.parents and git_top(Path(os.path.realpath(top))) == top
        return top if is_there and self._hub_source.repo.name == hub else None

    def _folder(self, folder: str) -> tuple[str, Path | None]:
        """(the folder's path in its repo with a slash at its end, the top of that repo); each folder is asked once."""
        if folder not in self._folders:
            real = Path(os.path.realpath(folder))
            top = git_top(real)
            inner = real.relative_to(top).as_posix() if top else ""
            self._folders[folder] = ("" if inner == "." else f"{inner}/", top)
        return self._folders[folder]

    @staticmethod
    def _ask(repo: _Repo, path: str, at: int) -> Unknown | None:
        if repo.source.missing is not None:
            return Unknown(repo.source.missing)
        if path.rpartition("/")[2] in ("", ".", "..") or path.startswith(("../", "/")):
            return Unknown("it lies outside the repository")
        repo.questions.setdefault(path, []).append(at)
        return None


def _answers(
    build: Build,
    source: Source,
    paths: Iterable[str],
    dialect: ownership.Dialect | None,
    *,
    explain: bool,
) -> Iterable[tuple[str, Owners | Unknown, tuple[ownership.Step, ...]]]:
    """Each path of a repo with its owners, whether it is there or not, and all that was considered."""
    wanted = list(paths)
    pages = [path for path in wanted if path.endswith(MARKDOWN)]
    documents = read_files(source, [*ownership.ownership_files(source.paths), *pages], git=build.git)
    repo = ownership_of(build, source, documents, asked=dialect)
    histories = _histories(build, source, wanted)
    for path in wanted:
        asked = ownership.Asked(
            path,
            read_document(documents[path]).meta if path.endswith(MARKDOWN) and path in documents else {},
            repo,
            (source.repo.owners, source.repo.where),
            authors_of(build, histories.get(path, Unknown("it is not asked for"))),
        )
        steps = _unnamed_steps(ownership.explained(asked), build.roster) if explain else ()
        yield path, ownership.resolve_owners(asked, build.roster), steps


def _histories(build: Build, source: Source, paths: Sequence[str]) -> Mapping[str, PageHistory | Unknown]:
    """The histories of the paths, where owners may be inferred from them."""
    if not build.settings.ownership.infer:
        return {}
    ignore_revs = read_files(source, [IGNORE_REVS], git=build.git).get(IGNORE_REVS, b"")
    rules = history_rules(build.settings.freshness)
    found = read_histories(source, set(paths), git=build.git, rules=rules, ignore_revs=ignore_revs)
    return unnamed_histories(found, build.roster).pages


def _unnamed_steps(steps: Iterable[ownership.Step], roster: ownership.Roster) -> tuple[ownership.Step, ...]:
    """The steps without those who are not to be named."""
    if not roster.unnamed:
        return tuple(steps)
    return tuple(
        structs.replace(step, rule=roster.unnamed.rule(step.rule), why=roster.unnamed.subject(step.why))
        for step in steps
    )


def _hub(site: Site | None, settings: Settings) -> Repo | None:
    """The handbook's own repo, with the owner that its settings name for it."""
    top = git_top(site.docs_dir.resolve()) if site else None
    if site is None or top is None:
        return None
    owner = settings.ownership.owner
    owners = (owner,) if isinstance(owner, str) else tuple(owner or ())
    forge = settings.contributing.forge
    return Repo(name=top.name, path=top, owners=owners, where=site.config_file.name, forge=forge)
