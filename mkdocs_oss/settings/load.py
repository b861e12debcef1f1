"""Reads the settings files into frozen values, with errors that name file, line, key, and the remedy."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.handles import wrong_owner
from mkdocs_oss.model import Discovery, FreshnessPolicy, Interval, Repo
from mkdocs_oss.settings.convert import convert, unknown_key
from mkdocs_oss.settings.interval import parse_interval
from mkdocs_oss.settings.located_yaml import Located, load_yaml
from mkdocs_oss.settings.overrides import VARIABLE, Override, overrides_of
from mkdocs_oss.settings.repos import load_entries
from mkdocs_oss.settings.schema import (
    PARTS,
    ApiOptions,
    ContributingOptions,
    FreshnessOptions,
    LinkSeverity,
    OwnershipOptions,
    Part,
    RepoNav,
    SharedOptions,
    SuiteOptions,
)
from mkdocs_oss.settings.site_markdown import SiteMarkdown
from mkdocs_oss.settings.teams import TeamsFile, load_teams
from mkdocs_oss.settings.urls import is_web_url
from mkdocs_oss.words import Words


class Site(Struct, frozen=True):
    """The handbook's own site, as its mkdocs.yml describes it; no engine needed."""

    config_file: Path
    docs_dir: Path
    name: str = ""
    repo_url: str = ""
    edit_uri: str | None = None
    edit_uri_template: str | None = None
    use_directory_urls: bool = True
    plugins: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    """(name, options as written) of each of our plugins."""
    excluded: str = ""
    """`exclude_docs` and `draft_docs`: lines of gitignore patterns."""
    markdown: SiteMarkdown = SiteMarkdown()
    """What its engine reads Markdown with."""
    site_url: str = ""
    language: str = "en"
    """The theme's."""


class Settings(Struct, frozen=True):
    """All settings of one build. A part that is not in `parts` is off."""

    parts: frozenset[Part]
    repos: tuple[Repo, ...] = ()
    discoveries: tuple[Discovery, ...] = ()
    overrides: tuple[Override, ...] = ()
    """What stands in the place of repos while somebody works on them; `repos` is without it."""
    repos_file: str = ""
    teams: TeamsFile = TeamsFile()
    ownership: OwnershipOptions = OwnershipOptions()
    freshness: FreshnessPolicy = FreshnessPolicy()
    contributing: ContributingOptions = ContributingOptions()
    api: ApiOptions = ApiOptions()
    api_asked_for: bool = False
    """`api` was named in mkdocs.yml, so its missing extra is an error and not a note."""
    projects_title: str = "Projects"
    repo_nav: RepoNav = "auto"
    links: LinkSeverity = "note"
    language: str = "en"
    """Of what the suite writes on pages."""
    cache: Path | None = None
    markdown: SiteMarkdown = SiteMarkdown()
    """What the handbook reads Markdown with."""


_PART_SCHEMAS: dict[Part, type[Any]] = {
    "ownership": OwnershipOptions,
    "freshness": FreshnessOptions,
    "contributing": ContributingOptions,
    "api": ApiOptions,
}
_SHARED = frozenset(entry.encode_name for entry in msgspec.structs.fields(SharedOptions))


def parse_options(plugin: str, raw: Mapping[str, Any], *, file: str) -> SuiteOptions:
    """The options of `oss` or of one part on its own, as a whole suite's. Raises SettingsError.

    A part on its own takes its own keys and the shared ones beside each other.
    """
    raw = {key: value for key, value in raw.items() if value is not None}
    located = Located(f"{file}: plugins: {plugin}", raw)
    if plugin == "oss":
        return convert(located, SuiteOptions)
    part = plugin.removeprefix("oss/")
    if part not in PARTS:
        close = difflib.get_close_matches(part, PARTS, n=1)
        remedy = f"did you mean 'oss/{close[0]}'?" if close else f"the parts are: {', '.join(PARTS)}"
        raise SettingsError(f"{file}: plugins: {plugin}", f"there is no part {part!r}", remedy=remedy)
    allowed = set(_SHARED)
    schema = _PART_SCHEMAS.get(part)
    if schema is not None:
        allowed |= set(schema.__struct_fields__)
    for key in raw:
        if key not in allowed:
            raise unknown_key(located, (), str(key), allowed)
    shared = {key: value for key, value in raw.items() if key in _SHARED}
    own = {key: value for key, value in raw.items() if key not in _SHARED}
    parts: dict[str, Any] = {name: False for name in PARTS if name != "repos"}
    if schema is not None:
        parts[part] = own
    return convert(Located(located.file, {**parts, **shared}), SuiteOptions)


def load_settings(site: Site) -> Settings:
    """The settings of a site from all of our plugins in its mkdocs.yml. Raises SettingsError."""
    folder = site.config_file.parent
    parsed = [(name, raw, parse_options(name, raw, file=site.config_file.name)) for name, raw in site.plugins]
    parts: set[Part] = set()
    chosen: dict[str, Any] = {}
    parsed.sort(key=lambda item: (item[0] != "oss", item[0]))  # a part's own line wins
    for name, raw, options in parsed:
        if (
            name in ("oss", "oss/repos", "oss/api") or options.repos is not None
        ):  # an API reference is of repos
            parts.add("repos")
        for part, schema in _PART_SCHEMAS.items():
            value = getattr(options, part)
            if value is False:
                if name == "oss":
                    parts.discard(part)
                continue
            parts.add(part)
            if name != "oss" or raw.get(part) is not None:
                chosen[part] = schema() if value is True else value
                if part == "contributing":
                    _check_urls(chosen[part], f"{site.config_file.name}: plugins: {name}")
                if part == "ownership":
                    _check_owner(chosen[part], f"{site.config_file.name}: plugins: {name}")
                    _interval(
                        chosen[part].quiet_after, f"{site.config_file.name}: plugins: {name}: quiet_after"
                    )
                if part == "freshness":
                    chosen[part] = _policy(chosen[part], f"{site.config_file.name}: plugins: {name}")
    shared = [options for _, _, options in reversed(parsed)]
    repos_from = next((o.repos for o in shared if o.repos is not None), None)
    teams_from = next((o.teams for o in shared if o.teams is not None), None)
    cache = next((o.cache for o in shared if o.cache), None)
    language = next((o.language for o in shared if o.language), site.language)
    title = Words.of(language).say("projects")
    (repos, discoveries), repos_file = (
        (((), ()), "") if "repos" not in parts else _repos(repos_from, folder, site.config_file.name)
    )
    return Settings(
        parts=frozenset(parts),
        markdown=site.markdown,
        repos=repos,
        discoveries=discoveries,
        overrides=overrides_of(
            next((o.with_ for o in shared if o.with_ is not None), {}),
            os.environ.get(VARIABLE, "") if "repos" in parts else "",
            folder=folder,
            here=Path.cwd(),
            config=site.config_file.name,
        ),
        repos_file=repos_file,
        teams=_teams(teams_from, folder, site.config_file.name),
        language=language,
        projects_title=next((o.projects_title for o in shared if o.projects_title != "Projects"), title),
        repo_nav=next((o.repo_nav for o in shared if o.repo_nav != "auto"), "auto"),
        links=next((o.links for o in shared if o.links != "note"), "note"),
        cache=(folder / cache) if cache else None,
        api_asked_for="api" in chosen,
        **chosen,
    )


def _check_urls(options: ContributingOptions, where: str) -> None:
    for key in ("edit_url", "issues_url"):
        value = getattr(options, key)
        if value is not None and not is_web_url(value):
            raise SettingsError(
                f"{where}: {key}", f"{value!r} is not an http or https URL", remedy="write a full URL"
            )


def _check_owner(options: OwnershipOptions, where: str) -> None:
    owners = [options.owner] if isinstance(options.owner, str) else options.owner or []
    for owner in owners:
        if (wrong := wrong_owner(owner)) is not None:
            raise SettingsError(f"{where}: owner", f"it {wrong}", remedy='write owner: "@team"')


def _policy(options: FreshnessOptions, where: str) -> FreshnessPolicy:
    every = options.review_every
    return FreshnessPolicy(
        None if every is None else _interval(every, f"{where}: review_every"),
        bots=options.bots,
        most_per_owner=options.most_per_owner,
        minor_commits=tuple(word for word in options.minor_commits if word.strip()),  # "" is in every message
        substance=options.substance,
    )


def _interval(text: str, where: str) -> Interval:
    try:
        return parse_interval(text)
    except ValueError as error:
        what, _, remedy = str(error).partition("; ")
        raise SettingsError(where, what, remedy=remedy) from error


def _repos(
    given: str | list[dict[str, Any]] | None, folder: Path, config: str
) -> tuple[tuple[tuple[Repo, ...], tuple[Discovery, ...]], str]:
    if isinstance(given, list):
        return load_entries(Located(f"{config}: plugins: oss", {"repos": given}), folder=folder), config
    if given is None:
        if not (folder / "repos.yml").is_file():
            return ((), ()), ""
        given = "repos.yml"
    return load_entries(
        _located_file(folder / given, given, "repos", config), folder=(folder / given).parent
    ), given


def _teams(given: str | dict[str, Any] | None, folder: Path, config: str) -> TeamsFile:
    if isinstance(given, dict):
        return load_teams(Located(f"{config}: plugins: oss: teams", given))
    if given is None:
        if not (folder / "teams.yml").is_file():
            return TeamsFile()
        given = "teams.yml"
    return load_teams(_located_file(folder / given, given, "teams", config))


def _located_file(path: Path, name: str, key: str, config: str) -> Located:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"{config}: {key}",
            f"{name} cannot be read ({error.strerror})",
            remedy="create it or mend the path",
        ) from error
    return load_yaml(content, file=name)
