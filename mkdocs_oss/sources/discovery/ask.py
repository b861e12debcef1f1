"""Asks the forges for their repos: only `mkdocs-oss sync` does. What they say is checked before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct, field

from mkdocs_oss.errors import ForgeError, GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Discovery, FoundRepo, Listing
from mkdocs_oss.settings.names import is_ref, is_repo_name
from mkdocs_oss.settings.urls import is_remote_url
from mkdocs_oss.sources.discovery.dialect import Dialect
from mkdocs_oss.sources.discovery.fits import filter_of, fits
from mkdocs_oss.sources.discovery.gitea import GITEA
from mkdocs_oss.sources.discovery.github import GITHUB
from mkdocs_oss.sources.discovery.gitlab import GITLAB
from mkdocs_oss.sources.discovery.resolve import place_of
from mkdocs_oss.sources.discovery.token import Token, find_token
from mkdocs_oss.sources.forge import clean_remote
from mkdocs_oss.sources.open import git_top

if TYPE_CHECKING:
    from mkdocs_oss.sources.discovery.walk import Patience

_DIALECTS: dict[str, Dialect] = {"github": GITHUB, "gitlab": GITLAB, "gitea": GITEA}


class Asked(Struct, frozen=True):
    """What became of one group: its new list (the old one where the forge failed), and the failure."""

    place: str
    before: Listing | None
    listing: Listing | None
    left_out: tuple[str, ...] = ()
    """Sentences on repos that cannot be taken as the forge names them."""
    failure: str | None = None
    remedy: str = ""
    created: Mapping[str, str] = field(default_factory=dict)
    """When each of the repos was made, as far as the forge says."""

    @property
    def new(self) -> tuple[str, ...]:
        """The names of repos that were not listed before."""
        return _only_in(self.listing, self.before)

    @property
    def gone(self) -> tuple[str, ...]:
        """The names of repos that are no longer listed."""
        return _only_in(self.before, self.listing)


def ask_forges(
    discoveries: Sequence[Discovery],
    before: Mapping[str, Listing],
    *,
    hub: Path,
    git: Git,
    environ: Mapping[str, str],
    now: Callable[[], datetime],
    patience: Patience | None = None,
) -> Iterator[Asked]:
    """Asks for the repos of each group once, one after the other. A group that cannot be listed keeps its list.

    `before`: the lists of the lock. `hub`: the handbook's folder; its own repo is left out.
    """
    own = _own_place(hub, git)
    places: dict[str, list[Discovery]] = {}
    for discovery in discoveries:
        if discovery.kind != "folder":
            places.setdefault(discovery.place, []).append(discovery)
    for place, wanting in places.items():
        old = before.get(place)
        first = next((one for one in wanting if one.token_env), wanting[0])
        token: Token | None = None
        try:
            token = find_token(first, git=git, environ=environ, sole=_is_sole(first, discoveries))
            listed = _listed(first, token, now=now, patience=patience)
        except ForgeError as error:
            remedy = error.remedy or _remedy(first, token)
            yield Asked(place, old, old, failure=error.reason, remedy=remedy)
            continue
        repos, left_out = _checked(wanting, [repo for repo in listed if place_of(repo.url) != own])
        created = {repo.name: repo.created for repo in listed}
        filters = tuple(sorted({filter_of(one) for one in wanting}))
        if old is not None and (old.repos, old.filters) == (repos, filters):
            yield Asked(place, old, old, left_out, created=created)  # nothing changed: the lock's bytes stay
            continue
        when = f"{now():%Y-%m-%dT%H:%M:%SZ}"
        listing = Listing(when=when, filters=filters, repos=repos)
        yield Asked(place, old, listing, left_out, created=created)


def _listed(
    discovery: Discovery, token: Token | None, *, now: Callable[[], datetime], patience: Patience | None
) -> list[FoundRepo]:
    """All that the forge lists, as it says it. Raises ForgeError."""
    from mkdocs_oss.sources.discovery.walk import Api, Patience  # brings requests, which only `sync` needs

    dialect = _DIALECTS[discovery.kind]
    root, headers = dialect.api(discovery.url), dialect.headers(token)
    with Api(root, headers=headers, patience=patience or Patience(), now=now) as api:
        found = (dialect.found(entry) for entry in api.entries(dialect.paths(discovery.group), dialect.shape))
        return [repo for repo in found if repo is not None]


def _checked(
    wanting: Sequence[Discovery], listed: Sequence[FoundRepo]
) -> tuple[tuple[FoundRepo, ...], tuple[str, ...]]:
    """The repos that are wanted and can be taken, by name; and a sentence for each that cannot."""
    topics = {topic.casefold() for one in wanting for topic in one.topics}
    kept: dict[tuple[str, str], FoundRepo] = {}
    left_out: list[str] = []
    for repo in listed:
        if not any(fits(one, repo) for one in wanting):
            continue
        if problem := _problem(repo, wanting[0]):
            left_out.append(problem)
            continue
        safe = FoundRepo(
            name=repo.name,
            url=clean_remote(repo.url),
            branch=repo.branch if len(repo.branch) <= 250 and is_ref(repo.branch) else "",
            archived=repo.archived,
            fork=repo.fork,
            topics=tuple(sorted({topic for topic in repo.topics if topic.casefold() in topics})),
        )
        kept[safe.name.casefold(), safe.url] = safe
    return tuple(kept[key] for key in sorted(kept)), tuple(left_out)


def _problem(repo: FoundRepo, discovery: Discovery) -> str:
    """Why a repo cannot be taken; "" where it can. What a forge says is quoted, short, and never its URL."""
    name = ascii(repo.name[:100])
    if not is_repo_name(repo.name):
        return f"{name} cannot be a name in the handbook"
    forge, clone = urlsplit(discovery.url), _split(repo.url)
    if clone is None:
        return f"{name} has no http or https URL to clone from"
    if clone.hostname != forge.hostname or (forge.scheme, clone.scheme) == ("https", "http"):
        return f"{name} would be cloned from elsewhere than {forge.scheme}://{forge.hostname}"
    return ""


def _split(url: str) -> SplitResult | None:
    parts = urlsplit(url) if is_remote_url(url) and "://" in url else None
    return parts if parts is not None and parts.scheme in ("http", "https") else None


def _is_sole(discovery: Discovery, discoveries: Sequence[Discovery]) -> bool:
    public = ("https://github.com", "https://gitlab.com")
    return {one.url for one in discoveries if one.kind == discovery.kind and one.url not in public} <= {
        discovery.url
    }


def _remedy(discovery: Discovery, token: Token | None) -> str:
    host = urlsplit(discovery.url).netloc
    if token is None:
        return f"check the name; for repos that are not public, name the variable with {host}'s token in `token_env`"
    return f"check the name, and what the token of {token.source} may read at {host}"


def _own_place(hub: Path, git: Git) -> str | None:
    """Where the handbook's own repo is cloned from."""
    top = git_top(hub.resolve())
    if top is None:
        return None
    try:
        return place_of(git.read_text(top / ".git", "config", "--get", "remote.origin.url"))
    except GitError:
        return None  # it has no such remote


def _only_in(these: Listing | None, those: Listing | None) -> tuple[str, ...]:
    known = {repo.name for repo in those.repos} if those else set()
    return tuple(repo.name for repo in these.repos if repo.name not in known) if these else ()
