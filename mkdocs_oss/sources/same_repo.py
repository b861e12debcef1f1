"""Which of a hub's repos a checkout is: by its path, its remotes, or at last the name of its remote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs_oss.errors import OssError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo, Unknown
from mkdocs_oss.sources.forge import clean_remote, web_url

_SHOWN = 20


def remotes_of(top: Path, *, git: Git) -> tuple[str, ...]:
    """The URLs of a checkout's remotes as its configuration has them, `origin` first. Raises GitError."""
    listed = git.read_text(top / ".git", "config", "--null", "--list").split("\0")
    found = [entry.partition("\n")[::2] for entry in listed]
    urls = [(key, url) for key, url in found if key.startswith("remote.") and key.endswith(".url") and url]
    return tuple(
        dict.fromkeys(url for _, url in sorted(urls, key=lambda pair: pair[0] != "remote.origin.url"))
    )


def find_repo(top: Path, remotes: Sequence[str], repos: Sequence[Repo]) -> str:
    """The name that the hub gives to the checkout at `top`. Raises OssError where none or several fit.

    `git@host:team/x.git` and `https://host/team/x` are the same; credentials and ports do not count. A fork is
    known by the last part of its URL, if only one of the hub's repos ends in it. Of one that the hub lists and that lies
    in folders of the hub as well, it is the name in the list.
    """
    return names_of(top, remotes, repos)[0]


def names_of(top: Path, remotes: Sequence[str], repos: Sequence[Repo]) -> list[str]:
    """All names that the hub has for the checkout, those of folders of the hub last. Raises as `find_repo`."""
    places = {_place(url) for url in remotes}
    last = {_last(url) for url in remotes}
    matches: tuple[Iterable[Repo], ...] = (
        [repo for repo in repos if repo.path == top],
        [repo for repo in repos if repo.url is not None and _place(repo.url) in places],
        [repo for repo in repos if _last(repo.url or (repo.path.name if repo.path else "")) in last],
    )
    for found in matches:
        names = sorted((repo.name for repo in found), key=is_place)
        if len({_place(repo.url or repo.name) for repo in found}) == 1 and all(map(is_place, names[1:])):
            return names
        if names:
            raise OssError(f"the hub has this repo as {', '.join(names)}; choose one with --as")
    mine = clean_remote(remotes[0]) if remotes else f"{top.name}, which has no remote"
    raise OssError(f"the hub does not list this repo ({mine}); {_listed(repos)}; name one with --as")


def is_place(name: str) -> bool:
    """Whether a repo is named by its place in the hub's own repo, where it lies as a submodule."""
    return "/" in name


def _listed(repos: Sequence[Repo]) -> str:
    if not repos:
        return "it lists none"
    shown = [
        f"{repo.name} ({clean_remote(repo.url) if repo.url else repo.written})" for repo in repos[:_SHOWN]
    ]
    more = f" and {len(repos) - _SHOWN} more" if len(repos) > _SHOWN else ""
    return f"it lists {', '.join(shown)}{more}"


def _place(url: str) -> str:
    """What all ways to write one remote have in common: host and path."""
    web = web_url(url)
    if isinstance(web, Unknown):
        return url
    parts = urlsplit(web)
    return f"{parts.hostname or ''}{parts.path}".casefold()


def _last(url: str) -> str:
    return url.rstrip("/").removesuffix(".git").rpartition("/")[2].rpartition(":")[2].casefold()
