"""Which URLs may be used at all: allow-lists by scheme."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SCP_LIKE = re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9][A-Za-z0-9.-]*:(?!//|-)[^\s:][^\s]*")
_PLAIN = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[\w.~/?#&=%+@:-]*)?", re.ASCII)
"""Most of those that a page shows; each of them passes the whole check too, which takes twenty times as long."""
_CONTROL = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")


def is_web_url(url: str) -> bool:
    """An absolute http or https URL that is safe to put into an href (`{ref}`/`{path}` patterns included)."""
    return bool(_PLAIN.fullmatch(url)) or _has_host(re.sub(r"\{(?:ref|path)\}", "x", url), ("http", "https"))


def is_remote_url(url: str) -> bool:
    """A URL that git may fetch: https, http, ssh, git, or `user@host:path`. Never `ext::` and the like."""
    if url.startswith("-") or _CONTROL.search(url):
        return False
    return bool(_SCP_LIKE.fullmatch(url)) or _has_host(url, ("http", "https", "ssh", "git"))


def _has_host(url: str, schemes: tuple[str, ...]) -> bool:
    if _CONTROL.search(url):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and bool(host) and not f"{host}".startswith("-") and parts.netloc[0] != "-"
