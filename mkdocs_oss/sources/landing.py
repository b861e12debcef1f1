"""Where a repo's files land in the handbook, and which of them cannot.

The repo's layout is kept below `projects/<name>/`: `docs/guide.md` lands at `projects/<name>/docs/guide.md`,
so that relative links go on working. Only two files move: the README becomes the overview `index.md`, and
CONTRIBUTING becomes part of `contributing.md`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Set

from mkdocs_oss.model import Finding, Source

MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico")


def home(source: Source) -> str:
    """The folder of a repo in the handbook, with its last slash."""
    return f"projects/{source.repo.name}/"


def files_below(
    source: Source, docs_dir: str, placed: Set[str], taken_by: Mapping[str, str]
) -> tuple[list[str], list[Finding]]:
    """The files of the docs folder that can have a place in the handbook, and findings for those that cannot.

    `placed`: files that have their place already; `taken_by`: uri → what has it already.
    """
    start = f"{docs_dir}/" if docs_dir else ""
    built = {_built(_same(uri)): file for uri, file in taken_by.items()}
    folders = {folder for file in built for folder in _above(file)}
    kept: list[str] = []
    findings: list[Finding] = []
    for path in sorted(source.paths, key=lambda path: (not path.endswith(MARKDOWN), path)):
        if (
            not path.startswith(start)
            or any(part.startswith(".") for part in path.split("/"))
            or path in placed
        ):
            continue
        if not docs_dir and not path.endswith((*MARKDOWN, *IMAGES)):
            continue
        if any(unicodedata.category(char) in ("Cc", "Cs", "Cf") for char in path) or "\\" in path:
            findings.append(_note(source, ascii(path), "its name cannot be a URL", "give it a plain name"))
            continue
        file = _built(_same(home(source) + _as_index(path)))
        other = next((built[place] for place in (file, *_above(file)) if place in built), None)
        if other is not None or file in folders:
            what = f"it has the same URL as {other}" if other else "a folder of pages has its URL"
            findings.append(_note(source, path, what, "rename one of the two"))
            continue
        built[file] = path
        folders |= set(_above(file))
        kept.append(path)
    return kept, findings


def _built(uri: str) -> str:
    """The file that an engine builds for a page, with URLs that end in folders; an asset's own place."""
    if not uri.endswith(MARKDOWN):
        return uri
    stem = uri.rsplit(".", 1)[0]
    return f"{stem}.html" if stem.rpartition("/")[2] == "index" else f"{stem}/index.html"


def _above(uri: str) -> list[str]:
    """The folders that a file lies in."""
    parts = uri.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _as_index(path: str) -> str:
    """MkDocs builds README.md as the folder's index."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/index.md" if name == "README.md" else path


def _same(uri: str) -> str:
    """Two uris that some file system would take for one have the same key."""
    return unicodedata.normalize("NFC", uri).casefold()


def _note(source: Source, where: str, what: str, remedy: str) -> Finding:
    return Finding("path", "note", source.repo.name, where, what, remedy)
