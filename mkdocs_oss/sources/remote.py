"""A remote as git is told of it: its URL without secrets, and the secrets apart from it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from mkdocs_oss.git import RemoteAccess
from mkdocs_oss.sources.forge import clean_remote

NAME = "oss"
"""The remote's name in git's configuration. Not `origin`: users configure that one for all their repos."""
FILTER = "blob:none"

# Git asks its helper for a name and a password (https://git-scm.com/docs/gitcredentials#_custom_helpers). This one
# answers from the environment, so that neither an argument nor a file holds them.
_HELPER = (
    '!f() { test "$1" = get && '
    'printf "username=%s\\npassword=%s\\n" "$MKDOCS_OSS_REMOTE_USER" "$MKDOCS_OSS_REMOTE_PASSWORD"; }; f'
)
_AT_HTTP = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)  # no Struct: those show all of their fields
class Remote:
    """`url` is what git fetches: without credentials over http, with the user name over ssh."""

    url: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def key(self) -> str:
        """What the remote's store is named by. ssh://a@host/~/r is not b's, so the user counts there."""
        return hashlib.sha256(self.url.rstrip("/").encode()).hexdigest()[:16]

    @property
    def name(self) -> str:
        """The last part of the URL, fit for a file name."""
        last = clean_remote(self.url).rstrip("/").removesuffix(".git").rsplit("/", 1)[-1]
        return re.sub(r"[^A-Za-z0-9.-]", "-", last)[:40].lstrip(".-") or "repo"

    def access(self) -> RemoteAccess:
        """For one command: the remote as a promisor, so that git takes it for granted that contents are missing.

        The store's own configuration never says so: to a command that reads, what is missing is missing.
        """
        config = [
            (f"remote.{NAME}.url", self.url),
            (f"remote.{NAME}.promisor", "true"),
            (f"remote.{NAME}.partialclonefilter", FILTER),
        ]
        return RemoteAccess((*config, *self._credentials()), self._secrets())

    def access_to_clone(self) -> RemoteAccess:
        """For `git clone`, which names the remote itself."""
        return RemoteAccess(self._credentials(), self._secrets())

    def _credentials(self) -> tuple[tuple[str, str], ...]:
        if self.password:
            # the empty one takes the user's own helpers out: the URL names who is meant, and they are told nothing
            return ((f"credential.{self.url}.helper", ""), (f"credential.{self.url}.helper", _HELPER))
        return ((f"credential.{self.url}.username", self.user),) if self.user else ()

    def _secrets(self) -> tuple[tuple[str, str], ...]:
        if not self.password:
            return ()
        return (("MKDOCS_OSS_REMOTE_USER", self.user), ("MKDOCS_OSS_REMOTE_PASSWORD", self.password))


def remote_of(url: str) -> Remote:
    """The remote of a URL that settings allow (https, http, ssh, git, `user@host:path`)."""
    if _AT_HTTP.match(url):
        parts = urlsplit(url)
        return Remote(clean_remote(url), unquote(parts.username or ""), unquote(parts.password or ""))
    if url.startswith("ssh:"):
        plain = re.split(r"[?#]", url, maxsplit=1)[0]
        return Remote(re.sub(r"(?<=://)([^@/:]*):[^@/]*@", r"\1@", plain, count=1))
    return Remote(url if "://" not in url else clean_remote(url))


def host_of(url: str) -> str:
    """The host and port of a remote, without who is asking: what a rate limit is about."""
    if "://" in url:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    return url.partition(":")[0].rpartition("@")[2].lower()
