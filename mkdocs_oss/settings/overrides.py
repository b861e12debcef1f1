"""My change in the real handbook: a repo of the settings, replaced by a checkout, a fork or another ref.

One override is written `NAME=PATH`, `NAME=URL`, `NAME=URL@REF` or `NAME=@REF`; `NAME=` takes an earlier one back.
The command line (`--with`) wins over the environment, and that over `with:` in mkdocs.yml.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.git import redacted
from mkdocs_oss.model import Repo
from mkdocs_oss.settings.names import is_ref
from mkdocs_oss.settings.urls import is_remote_url

VARIABLE = "MKDOCS_OSS_WITH"
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:")
_SHOWN_NAMES = 20
_FORMS = "write NAME=FOLDER, NAME=URL@BRANCH or NAME=@BRANCH"


class Override(Struct, frozen=True):
    """What stands in a repo's place: a folder, a remote (at `ref`), or another ref of the same remote.

    With none of the three, the repo is as repos.yml and the lock have it. `written` is for messages, without
    credentials; `where` names the place that says so.
    """

    name: str
    path: Path | None = None
    url: str | None = None
    ref: str | None = None
    written: str = ""
    where: str = ""

    def __str__(self) -> str:
        return f"{self.name} is replaced by {self.written}"


def parse_override(text: str, *, folder: Path, where: str) -> Override:
    """One `NAME=…`; a relative path starts at `folder`. Raises SettingsError."""
    name, sign, value = (part.strip() for part in text.partition("="))
    if not sign or not name:
        raise SettingsError(where, f"{redacted(text)!r} replaces nothing", remedy=_FORMS)
    return override(name, value, folder=folder, where=where)


def override(name: str, value: str, *, folder: Path, where: str) -> Override:
    """What `value` puts in the place of the repo `name`. Raises SettingsError."""
    here = f"{where}: {name}"
    if not value:
        return Override(name, where=where)
    if value.startswith("@"):
        return Override(name, ref=_ref(value[1:], here), written=f"its {value}", where=where)
    if _REMOTE.match(value):
        url, ref = url_and_ref(value)
        if not is_remote_url(url):
            raise SettingsError(
                here,
                f"{redacted(url)!r} is not an https, http, ssh or git URL",
                remedy="use one, or the path of a folder",
            )
        ref = None if ref is None else _ref(ref, here)
        return Override(name, url=url, ref=ref, written=redacted(value), where=where)
    return Override(name, path=_checkout(value, folder, here), written=value, where=where)


def url_and_ref(text: str) -> tuple[str, str | None]:
    """`URL@REF` as URL and ref: the first `@` of the path parts them, and after `.git` where that stands before one."""
    start = text.find("/", text.index("://") + 3) if "://" in text else text.index(":")
    if start < 0:
        return text, None
    head, path = text[:start], text[start:]
    at = path.find(".git@")
    at = at + len(".git") if at >= 0 else path.find("@")
    return (text, None) if at < 0 else (head + path[:at], path[at + 1 :])


def overrides_of(
    written: Mapping[str, str], environment: str, *, folder: Path, here: Path, config: str
) -> tuple[Override, ...]:
    """All overrides, one for each name: `written` in mkdocs.yml (`folder`), then the environment's (`here`).

    The environment's stand on a line each; in a text of one line, `;` parts them. Raises SettingsError.
    """
    found = {
        name: override(name, value, folder=folder, where=f"{config}: with") for name, value in written.items()
    }
    parts = environment.splitlines() if "\n" in environment else environment.split(";")
    for part in filter(str.strip, parts):
        entry = parse_override(part, folder=here, where=VARIABLE)
        found[entry.name] = entry
    return tuple(found.values())


def as_environment(overrides: Iterable[Override]) -> str:
    """The overrides as VARIABLE takes them, wherever the reader's folder is: one a line, paths absolute."""
    return "".join(f"{entry.name}={_value(entry)}\n" for entry in overrides)


def replaced(repos: Sequence[Repo], overrides: Iterable[Override]) -> tuple[Repo, ...]:
    """The repos with the overrides in place: all else that an entry says of its repo is kept. Raises SettingsError."""
    by_name = {repo.name: repo for repo in repos}
    for entry in overrides:
        repo = by_name.get(entry.name)
        if repo is None:
            raise _unknown(entry, list(by_name))
        by_name[entry.name] = _replaced(repo, entry)
    return tuple(by_name.values())


def active(overrides: Iterable[Override]) -> tuple[Override, ...]:
    """Those that replace something."""
    return tuple(entry for entry in overrides if entry.path or entry.url or entry.ref)


def _replaced(repo: Repo, entry: Override) -> Repo:
    if entry.path is not None:  # `ref` goes too: the branch for edits is the checkout's own
        return msgspec.structs.replace(
            repo, path=entry.path, written=entry.written, url=None, ref=None, stands_for=repo
        )
    if entry.url is not None:
        # `forge:` is said of the host: another host has its own
        forge = repo.forge if _host(entry.url) == _host(repo.url or "") else None
        return msgspec.structs.replace(
            repo, path=None, written="", url=entry.url, ref=entry.ref, forge=forge, stands_for=repo
        )
    if entry.ref is None:
        return repo
    if repo.url is None:
        raise SettingsError(
            f"{entry.where}: {entry.name}",
            f"the repo has a `path:`, and so no remote for @{entry.ref}",
            remedy="give a folder or a URL",
        )
    return msgspec.structs.replace(repo, ref=entry.ref, stands_for=repo)


def _host(url: str) -> str:
    if "://" in url:
        return urlsplit(url).hostname or ""
    return url.partition(":")[0].rpartition("@")[2]


def _checkout(written: str, folder: Path, where: str) -> Path:
    """The folder of a checkout. Raises SettingsError."""
    try:
        path = (folder / Path(written).expanduser()).resolve()
        is_folder = path.is_dir()
    except (OSError, ValueError, RuntimeError):  # a name that no file can have, a loop, a home of nobody
        is_folder = False
    if not is_folder:
        remedy = "part several with `;`" if where.startswith(VARIABLE) and "=" in written else "mend the path"
        raise SettingsError(where, f"there is no folder {written!r}", remedy=remedy)
    top = next((above for above in (path, *path.parents) if (above / ".git").exists()), path)
    if top != path:
        raise SettingsError(
            where,
            f"{written!r} is no repository of its own, but a folder of {top.name}",
            remedy=f"give the path of {top.name}",
        )
    return path


def _ref(text: str, where: str) -> str:
    if not is_ref(text):
        raise SettingsError(
            where, f"{text!r} is not a branch, tag or commit", remedy="name one after the `@`"
        )
    return text


def _value(entry: Override) -> str:
    if entry.path is not None:
        return str(entry.path)
    return f"{entry.url or ''}{f'@{entry.ref}' if entry.ref else ''}"


def _unknown(entry: Override, names: list[str]) -> SettingsError:
    close = difflib.get_close_matches(entry.name, names, n=1, cutoff=0.5)
    shown = ", ".join(names[:_SHOWN_NAMES]) + (
        f" and {len(names) - _SHOWN_NAMES} more" if len(names) > _SHOWN_NAMES else ""
    )
    listed = f"its repos are: {shown}" if names else "it lists none"
    remedy = f"did you mean {close[0]!r}? {listed}" if close else listed
    return SettingsError(entry.where, f"the handbook has no repo {entry.name!r}", remedy=remedy)
