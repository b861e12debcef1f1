"""The token for a forge: from the environment, else from git's credential helper. It is for that host alone."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from mkdocs_oss.errors import ForgeError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Discovery

_HELPER = "git's credential helper"
_TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")
_HOMES = {
    "github": ("github.com", ("GITHUB_SERVER_URL",)),
    "gitlab": ("gitlab.com", ("CI_SERVER_URL", "GITLAB_HOST")),
    "gitea": ("", ("GITEA_SERVER_URL",)),
}
"""Kind of forge → the host that its variables are for, and the variables that name another."""
_VARIABLES = {
    "github": ("GITHUB_TOKEN", "GH_TOKEN"),
    "gitlab": ("GITLAB_TOKEN",),
    "gitea": ("GITEA_TOKEN", "FORGEJO_TOKEN"),
}
_ENTERPRISE = ("GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN")


@dataclass(frozen=True, slots=True)  # no Struct: those show all of their fields
class Token:
    """A secret, and where it was found. `user` is there where a credential helper gave one."""

    secret: str = field(repr=False)
    source: str
    user: str = field(default="", repr=False)


def find_token(discovery: Discovery, *, git: Git, environ: Mapping[str, str], sole: bool) -> Token | None:
    """The token for a discovery's forge; None where there is none. Raises ForgeError.

    `sole`: no other self-hosted forge of the kind is listed, so a variable that names no host can only be meant for it.
    CI_JOB_TOKEN is not among the variables: GitLab does not let it list projects
    (docs.gitlab.com/ci/jobs/ci_job_token).
    """
    if not _is_private(discovery.url):
        if discovery.token_env:
            raise ForgeError("a token goes over https alone", remedy="write its `url` with https")
        return None
    if discovery.token_env:
        if not environ.get(discovery.token_env):
            raise ForgeError("the variable that `token_env` names is not set", remedy="set it")
        return _token(environ[discovery.token_env], "`token_env`")
    for name in _variables(discovery, environ, sole=sole):
        if environ.get(name):
            return _token(environ[name], name)
    parts = urlsplit(discovery.url)
    known = git.credential(protocol=parts.scheme, host=parts.netloc)
    return _token(known[1], _HELPER, user=known[0]) if known else None


def _token(secret: str, source: str, *, user: str = "") -> Token:
    if not _TOKEN.fullmatch(secret.strip()):
        raise ForgeError(f"what {source} holds is no token", remedy="set it anew")
    return Token(secret.strip(), source, user)


def _variables(discovery: Discovery, environ: Mapping[str, str], *, sole: bool) -> tuple[str, ...]:
    """The variables whose token is for the discovery's host."""
    host = urlsplit(discovery.url).netloc
    public, named_by = _HOMES[discovery.kind]
    named = next((environ[name] for name in named_by if environ.get(name)), "")
    home = (urlsplit(named).netloc if "://" in named else named).lower() or public
    if host == home or (not home and sole):
        return _VARIABLES[discovery.kind]
    return _ENTERPRISE if discovery.kind == "github" and host != public and sole else ()


def _is_private(url: str) -> bool:
    """Whether nobody on the way can read what is sent: https, or this machine itself."""
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
