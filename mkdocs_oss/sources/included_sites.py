"""Other sites that the nav of a repo's own site takes in: each is an entry of repos.yml here.

Forms: `!include ./a/mkdocs.yml` and `*include ./*/mkdocs.yml` of https://backstage.github.io/mkdocs-monorepo-plugin/,
`!import https://…` of https://github.com/jdoiro3/mkdocs-multirepo-plugin.
"""

from __future__ import annotations

import re

INCLUDES = re.compile(r"[!*](?:include|import)\s")
_ENTRY = re.compile(r"(?:^|[-:]|[\"'])[ \t]{0,50}([!*](?:include|import)[ \t]{1,50}[^\s\"'#]{1,300})")
_MOST = 20


def included_sites(content: bytes, file: str) -> list[tuple[str, str, str]]:
    """(where, what, remedy) of each such entry of a settings file."""
    found: list[tuple[str, str, str]] = []
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        match = _ENTRY.search(line.partition(" #")[0]) if "include" in line or "import" in line else None
        if match and len(found) < _MOST:
            what = f"the nav takes in another site, {match[1]!r}, which is not followed"
            found.append(
                (f"{file}:{number}", what, "list that site as an entry of repos.yml, with its `docs:`")
            )
    return found
