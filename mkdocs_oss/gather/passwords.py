"""Passwords and tokens that stand in the settings, where everybody who reads the handbook's repo reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from mkdocs_oss.model import Finding, Repo

# A token may stand where the user's name does: github.blog/engineering/behind-githubs-new-authentication-token-formats,
# docs.gitlab.com/security/tokens (prefixes)
_TOKEN = re.compile(r"(?:gh[opsur]_|github_pat_|gl[a-z]{2,4}-)[A-Za-z0-9_.-]{16,}")


def password_findings(repos: Iterable[Repo]) -> list[Finding]:
    """A warning for each entry whose `url:` has a password or a token; neither is in it."""
    return [
        Finding(
            "password",
            "warning",
            entry.name,
            entry.where,
            f"its `url:` has a {what}, which everybody reads who reads {entry.where.partition(':')[0]}",
            "take it out, make a new one, and store that in git's credential helper (`git credential approve`)",
        )
        for entry in (repo.stands_for or repo for repo in repos)
        if (what := _secret_of(entry.url or ""))
    ]


def _secret_of(url: str) -> str:
    if "://" not in url:
        return ""
    parts = urlsplit(url)
    if parts.password:
        return "password"
    return "token" if _TOKEN.fullmatch(parts.username or "") else ""
