"""From what was discovered to repos, at the place of the discovery among those that are written out. No network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import structs

from mkdocs_oss.model import Discovery, Finding, FoundRepo, Listing, Policy, Repo, Severity, Unknown
from mkdocs_oss.settings import Settings
from mkdocs_oss.settings.names import is_repo_name
from mkdocs_oss.sources.discovery.fits import filter_of, fits
from mkdocs_oss.sources.discovery.folder import checkouts
from mkdocs_oss.sources.forge import web_url
from mkdocs_oss.sources.lock import read_listings

SYNC = "run `mkdocs-oss sync`"
_SEVERITIES: dict[Policy, Severity] = {"required": "error", "stale-ok": "warning", "optional": "note"}
"""What it means, by the discovery's policy, that its repos are not known."""


def with_discovered(settings: Settings, folder: Path) -> tuple[Settings, tuple[Finding, ...]]:
    """The settings with the discovered repos among the others, and what is wrong with a discovery.

    `folder`: the handbook's, where the lock is. Reads the lock and lists folders; asks nobody. Raises SettingsError
    where the lock is none.
    """
    if not settings.discoveries:
        return settings, ()
    from_forge = any(discovery.kind != "folder" for discovery in settings.discoveries)
    return resolve(settings, read_listings(folder) if from_forge else {}, hub=folder)


def resolve(
    settings: Settings, listings: Mapping[str, Listing], *, hub: Path
) -> tuple[Settings, tuple[Finding, ...]]:
    """As `with_discovered`, from these lists. `hub`: the handbook's folder."""
    names = {repo.name.casefold(): repo for repo in settings.repos}
    written = frozenset(names)
    places = {place_of(repo.url) if repo.url else str(repo.path) for repo in settings.repos}
    findings: list[Finding] = []
    found: dict[int, list[Repo]] = {}
    for discovery in settings.discoveries:
        repos, problems = _found(discovery, listings, hub)
        findings += problems
        for repo in repos:
            place, name = place_of(repo.url) if repo.url else str(repo.path), repo.name.casefold()
            if place in places or name in written:
                continue  # the entry that is written out wins, and of two discoveries the first
            if name in names:
                findings.append(_clash(discovery, repo, names[name]))
                continue
            places.add(place)
            names[name] = repo
            found.setdefault(discovery.index, []).append(repo)
    among: list[Repo] = []
    for index in range(len(settings.repos) + 1):
        among += [*found.get(index, ()), *settings.repos[index : index + 1]]
    return structs.replace(settings, repos=tuple(among), discoveries=()), tuple(findings)


def place_of(url: str) -> str:
    """What is the same for all ways to write one remote's URL."""
    web = web_url(url)
    return url if isinstance(web, Unknown) else web.partition("://")[2].casefold()


def _found(
    discovery: Discovery, listings: Mapping[str, Listing], hub: Path
) -> tuple[Sequence[Repo], list[Finding]]:
    if discovery.kind == "folder":
        return _in_folder(discovery, hub)
    listing = listings.get(discovery.place)
    severity = _SEVERITIES[discovery.defaults.policy]
    if listing is None:
        return (), [_finding(discovery, severity, "its repos are not in handbook.lock yet", SYNC)]
    repos = [_from_forge(discovery, repo) for repo in listing.repos if fits(discovery, repo)]
    if filter_of(discovery) not in listing.filters:
        return repos, [_finding(discovery, severity, "it was changed after the last sync", SYNC)]
    return repos, []


def _in_folder(discovery: Discovery, hub: Path) -> tuple[Sequence[Repo], list[Finding]]:
    assert discovery.path is not None
    try:
        paths = checkouts(discovery.path, hub=hub)
    except OSError as error:
        severity = _SEVERITIES[discovery.defaults.policy]
        return (), [
            _finding(discovery, severity, f"it cannot be listed ({error.strerror})", "mend `folder:`")
        ]
    wanted = [path for path in paths if fits(discovery, FoundRepo(name=path.name, url=""))]
    return [_checkout(discovery, path) for path in wanted if is_repo_name(path.name)], list(
        _unnamed(discovery, wanted)
    )


def _unnamed(discovery: Discovery, paths: Sequence[Path]) -> Iterator[Finding]:
    for path in paths:
        if not is_repo_name(path.name):
            message = f"the folder {path.name!r} cannot be a repo's name"
            yield _finding(discovery, "note", message, "write it as an entry of its own, with `name:`")


def _checkout(discovery: Discovery, path: Path) -> Repo:
    written = f"{discovery.group.rstrip('/')}/{path.name}"
    return structs.replace(
        discovery.defaults, name=path.name, path=path, written=written, where=discovery.where
    )


def _from_forge(discovery: Discovery, repo: FoundRepo) -> Repo:
    defaults = discovery.defaults
    promised = (
        structs.replace(defaults.maintenance, status="archived") if repo.archived else defaults.maintenance
    )
    return structs.replace(
        defaults,
        name=repo.name,
        url=repo.url,
        maintenance=promised,
        where=discovery.where,
        listed_by=discovery.place,
    )


def _clash(discovery: Discovery, repo: Repo, other: Repo) -> Finding:
    whose = other.url or other.written
    message = f"it has a second repo named {repo.name!r} ({repo.url or repo.written}, the other: {whose})"
    return _finding(discovery, "warning", message, "write it as an entry of its own, with another `name:`")


def _finding(discovery: Discovery, severity: Severity, message: str, remedy: str) -> Finding:
    return Finding("discovery", severity, discovery.place, discovery.where, message, remedy)
