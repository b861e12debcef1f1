"""What the repos of a handbook say of teams and people: the question of `mkdocs-oss doctor --teams`. No network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct, field, structs

from mkdocs_oss import ownership
from mkdocs_oss.gather.build import Build
from mkdocs_oss.gather.fleet import open_repo
from mkdocs_oss.gather.lock import lock_of, locked_commit
from mkdocs_oss.gather.page_owners import ownership_of
from mkdocs_oss.gather.past import history_rules
from mkdocs_oss.gather.reads import reads
from mkdocs_oss.git import Git
from mkdocs_oss.history import IGNORE_REVS, is_bot, read_histories
from mkdocs_oss.model import VENDORED, PageHistory, Repo, Source
from mkdocs_oss.ownership.teams_proposal import Named, Proposal, Wrote, propose
from mkdocs_oss.settings import Settings, Site, load_settings, replaced
from mkdocs_oss.sources import git_top, open_worktree, read_document, read_files
from mkdocs_oss.sources.discovery import with_discovered
from mkdocs_oss.sources.hub import repo_path
from mkdocs_oss.sources.landing import MARKDOWN
from mkdocs_oss.sources.lock import Locked
from mkdocs_oss.sources.store import Store, cache_folder

RECENT = timedelta(days=730)
"""Of those who own nothing, the work on pages that they were at within this time counts."""
_MAILMAP = ".mailmap"
_MAPPED = re.compile(r"([^<#]*)<([^<>]+)>(?:([^<#]*)<([^<>]+)>)?")


class _Said(Struct):
    """All that was found. `absent`: the repos that the cache does not have."""

    named: list[Named] = field(default_factory=list)
    wrote: list[Wrote] = field(default_factory=list)
    mailmap: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)


class _Opened(Struct, frozen=True):
    """A handbook whose repos can be read. `locked`: the commits that the lock names."""

    settings: Settings
    build: Build
    store: Store
    locked: Mapping[str, Locked]


def proposed_teams(site: Site, *, git: Git, now: datetime) -> tuple[Proposal, list[str]]:
    """What teams.yml lacks, or what it would be; and the repos that are not here. Raises SettingsError."""
    opened = _opening(site, git=git, now=now)
    said = _Said()
    since = (now - RECENT).date()
    for source, folder in _sources(site, opened, said.absent):
        _read(opened.build, source, folder, said, since=since)
    return propose(said.named, said.wrote, said.mailmap, opened.build.roster, since=since), said.absent


def names_owners(site: Site, *, git: Git, now: datetime) -> bool:
    """Whether a file of the handbook or of its repos is one that lists owners. Raises SettingsError."""
    found = _sources(site, _opening(site, git=git, now=now), [])
    return any(
        path in ownership.PLACES or path.rpartition("/")[2] == "OWNERS"
        for source, _ in found
        for path in _own(source)
    )


def _opening(site: Site, *, git: Git, now: datetime) -> _Opened:
    settings, _ = with_discovered(load_settings(site), site.config_file.parent)
    settings = structs.replace(settings, repos=replaced(settings.repos, settings.overrides))
    store = Store(cache_folder(settings.cache), git=git, now=lambda: now, reads=reads(settings))
    build = Build(settings, git=git, today=now.date())
    return _Opened(settings, build, store, lock_of(settings, site.config_file.parent))


def _sources(site: Site, opened: _Opened, absent: list[str]) -> Iterator[tuple[Source, str]]:
    """(source, what the paths of its pages begin with) of the handbook and of each repo that is here.

    The names of the others are added to `absent`.
    """
    settings, git = opened.settings, opened.build.git
    top = git_top(site.docs_dir.resolve()) if site.docs_dir.is_dir() else None
    if top is not None:
        owner = settings.ownership.owner
        owners = (owner,) if isinstance(owner, str) else tuple(owner or ())
        hub = Repo(
            name=top.name,
            path=top,
            owners=owners,
            where=site.config_file.name,
            forge=settings.contributing.forge,
        )
        docs = repo_path(site.docs_dir, top)
        yield open_worktree(hub, git=git), f"{docs}/" if docs else ""
    for repo in settings.repos:
        if repo.url is not None and opened.store.ready(repo, locked_commit(repo, opened.locked)) is None:
            absent.append(repo.name)
            continue
        source = open_repo(opened.build, repo, opened.store, opened.locked)
        if source.missing is not None:
            absent.append(repo.name)
        else:
            yield source, ""


def _own(source: Source) -> list[str]:
    """The paths of a repo without what it has copied from others."""
    return [path for path in source.paths if VENDORED.isdisjoint(path.split("/")[:-1])]


def _read(build: Build, source: Source, folder: str, said: _Said, *, since: date) -> None:
    name, own = source.repo.name, _own(source)
    pages = [path for path in own if path.endswith(MARKDOWN) and path.startswith(folder)]
    read = read_files(
        source,
        [*ownership.ownership_files(own), _MAILMAP, IGNORE_REVS, *pages],
        git=build.git,
    )
    repo = ownership_of(build, source, read)
    if repo.codeowners is not None:
        file = repo.codeowners.file
        for rule in repo.codeowners.rules:
            for handle in rule.owners:
                may_be_group = repo.codeowners.dialect == "gitlab"
                said.named.append(Named(handle, f"{file}:{rule.line} of {name}", may_be_group))
    for handle, file, line in repo.owners_files.everybody():
        said.named.append(Named(handle, f"{file}:{line} of {name}"))
    for handle in source.repo.owners:
        said.named.append(Named(handle, source.repo.where))
    for path in sorted(pages):
        for handle in _front_matter(read.get(path, b"")):
            said.named.append(Named(handle, f"{path} of {name}"))
    for match in _MAPPED.finditer(_text(read.get(_MAILMAP, b""))):
        mails = tuple(mail.strip() for mail in (match[2], match[4] or "") if mail.strip())
        said.mailmap.append((" ".join(match[1].split()), mails))
    said.wrote += _wrote(build, source, pages, read.get(IGNORE_REVS, b""), since=since)


def _front_matter(content: bytes) -> tuple[str, ...]:
    """The handles that a page names; words that are none are left to `check`."""
    if not content.startswith(b"---") and not content.startswith(b"\xef\xbb\xbf---"):
        return ()
    try:
        found = ownership.front_matter_owners(read_document(content).meta)
    except ValueError:
        return ()
    return tuple(handle for handle in found[1] if "@" in handle) if found else ()


def _wrote(
    build: Build, source: Source, pages: list[str], ignore_revs: bytes, *, since: date
) -> Iterator[Wrote]:
    """Each author of pages. What a change was is not weighed: that needs contents, which the cache may lack."""
    rules = structs.replace(history_rules(build.settings.freshness), substance="any")
    found = read_histories(source, set(pages), git=build.git, rules=rules, ignore_revs=ignore_revs)
    counted: dict[tuple[str, str], Wrote] = {}
    for path in sorted(found.pages):
        history = found.pages[path]
        for author in history.authors if isinstance(history, PageHistory) else ():
            if author.last is None or is_bot(author.name, rules.bots) or "[bot]@" in author.email:
                continue
            key, day = (author.name, author.email), author.last.time.date()
            before = counted.get(key, Wrote(*key, 0, day))
            recent = author.commits if day >= since else 0
            counted[key] = Wrote(
                *key, before.changes + author.commits, max(before.last, day), before.recent + recent
            )
    yield from counted.values()


def _text(content: bytes) -> str:
    """Its lines that are no comments."""
    lines = content.decode("utf-8", "replace").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))
