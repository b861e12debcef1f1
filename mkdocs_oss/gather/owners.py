"""Who owns any path: the question of `mkdocs-oss owners`."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mkdocs_oss import ownership
from mkdocs_oss.errors import OssError
from mkdocs_oss.gather.build import Build, open_repo
from mkdocs_oss.gather.judge import codeowners_of
from mkdocs_oss.gather.lock import lock_of
from mkdocs_oss.gather.reads import reads
from mkdocs_oss.git import Git
from mkdocs_oss.model import Owners, Repo, Source, Unknown
from mkdocs_oss.settings import Settings, Site, load_settings, replaced
from mkdocs_oss.sources import git_top, open_worktree, read_document, read_files, repo_path
from mkdocs_oss.sources.discovery import with_discovered
from mkdocs_oss.sources.landing import MARKDOWN
from mkdocs_oss.sources.store import Store, cache_folder


def owners_of(
    paths: Sequence[str], site: Site | None, *, git: Git, now: datetime
) -> list[tuple[str, Owners | Unknown]]:
    """Who owns each of `paths` (on disk, or `name:path` in a repo of the handbook), as given and in their order."""
    settings = load_settings(site) if site else Settings(frozenset({"ownership"}))
    settings, _ = with_discovered(settings, site.config_file.parent if site else Path())
    settings = replace(settings, repos=replaced(settings.repos, settings.overrides))
    build = Build(settings, git=git, today=now.date())
    store = Store(cache_folder(settings.cache), git=git, now=lambda: now, reads=reads(settings))
    repos = {repo.name: repo for repo in settings.repos}
    locked = lock_of(settings, site.config_file.parent) if site else {}
    at_path = {repo.path: repo for repo in settings.repos if repo.path}
    hub = _hub(site, settings)
    sources: dict[object, Source] = {}
    answers: list[tuple[str, Owners | Unknown]] = []
    for given in paths:
        name, _, inside = given.partition(":")
        if name in repos and inside:
            if name not in sources:
                sources[name] = open_repo(build, repos[name], store, locked)
            source, path = sources[name], posixpath.normpath(inside)
        elif inside and name and not Path(given).exists() and "/" not in name:
            known = f"the repos are: {', '.join(repos)}" if repos else "the handbook has none"
            raise OssError(f"{given}: no repo is named {name!r}; {known}")
        else:
            file = Path(given).absolute()
            if file.is_dir():
                answers.append((given, Unknown("it is a folder; name a file in it, there or not")))
                continue
            top = git_top(file.parent.resolve())
            if top is None:
                answers.append((given, Unknown("it is in no git repository")))
                continue
            if top not in sources:
                repo = hub if hub and hub.path == top else at_path.get(top, Repo(name=top.name, path=top))
                sources[top] = open_worktree(repo, git=git)
            source, path = sources[top], repo_path(file, top) or ""
        answers.append((given, _answer(build, source, path)))
    return answers


def _answer(build: Build, source: Source, path: str) -> Owners | Unknown:
    """Who owns a path of a repo, whether it is there or not."""
    if source.missing is not None:
        return Unknown(source.missing)
    if not path or path.startswith(("../", "/")):
        return Unknown("it lies outside the repository")
    content = read_files(source, [path], git=build.git).get(path, b"") if path.endswith(MARKDOWN) else b""
    return ownership.resolve_owners(
        path,
        meta=read_document(content).meta,
        codeowners=codeowners_of(read_files(source, ownership.PLACES, git=build.git)),
        declared=(source.repo.owners, source.repo.where),
        roster=build.roster,
    )


def _hub(site: Site | None, settings: Settings) -> Repo | None:
    """The handbook's own repo, with the owner that its settings name for it."""
    top = git_top(site.docs_dir.resolve()) if site else None
    if site is None or top is None:
        return None
    owner = settings.ownership.owner
    owners = (owner,) if isinstance(owner, str) else tuple(owner or ())
    return Repo(name=top.name, path=top, owners=owners, where=site.config_file.name)
