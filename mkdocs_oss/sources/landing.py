"""Where a repo's files land in the handbook, and which of them cannot.

The repo's layout is kept below `projects/<name>/`: `docs/guide.md` lands at `projects/<name>/docs/guide.md`,
so that relative links go on working. Few files move: the README becomes the overview `index.md`, CONTRIBUTING
becomes part of `contributing.md`, and what lies in a folder whose name begins with a dot, which engines and web servers
leave out, lands beside it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from mkdocs_oss.model import Finding, Origin, Page, Repo, Severity, Source

MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico")


def home(source: Source) -> str:
    """The folder of a repo in the handbook, with its last slash."""
    return f"projects/{source.repo.name}/"


def files_below(
    source: Source, candidates: Iterable[str], taken_by: Mapping[str, str]
) -> tuple[list[str], list[Finding]]:
    """Those of the files that can have a place in the handbook, and findings for those that cannot.

    Which of two files of one URL stays does not depend on their order: an index before a README, then by name.
    `taken_by`: uri → what has it already.
    """
    built = {_place(uri): file for uri, file in taken_by.items()}
    folders = {folder: other for file, other in built.items() for folder in _above(file)}
    kept: list[str] = []
    findings: list[Finding] = []
    for path in sorted(candidates, key=lambda path: (not path.endswith(MARKDOWN), _is_readme(path), path)):
        if any(unicodedata.category(char) in ("Cc", "Cs", "Cf") for char in path) or "\\" in path:
            what, remedy = "its name cannot be a URL", "give it a plain name"
            findings.append(Finding("path", "note", source.repo.name, ascii(path), what, remedy))
            continue
        file = _place(home(source) + _as_index(path))
        other = next((built[place] for place in (file, *_above(file)) if place in built), None)
        if other is not None or file in folders:
            findings.append(same_url(source.repo, path, other or folders[file]))
            continue
        built[file] = path
        folders |= dict.fromkeys(_above(file), path)
        kept.append(path)
    return kept, findings


def is_candidate(path: str, docs_dir: str) -> bool:
    """Whether a file of the docs folder may have a place: where that is the whole repo, only Markdown and images."""
    if path.startswith(".") or "/." in path or not path.startswith(f"{docs_dir}/" if docs_dir else ""):
        return False
    return bool(docs_dir) or path.endswith((*MARKDOWN, *IMAGES))


def asset_uri(source: Source, path: str) -> str:
    """Where a file lands that a README shows: at its place, but in no folder that begins with a dot."""
    return home(source) + "/".join(
        f"dot-{part[1:]}" if part.startswith(".") else part for part in path.split("/")
    )


def same_url(repo: Repo, path: str, other: str) -> Finding:
    """Two files of one repo claim one URL, which is an error where the repo is required. `path`: the one left out.

    Names that look alike are told by their code points: they differ in the form of a letter only.
    """
    severity: Severity = "error" if repo.policy == "required" else "note"
    if path != other and _form(path) == _form(other):
        path, other = ascii(path), ascii(other)
    what = f"it has the same URL as {other}, which is shown in its place"
    return Finding("same-url", severity, repo.name, path, what, "rename one of the two")


def site_clashes(
    own: Iterable[str], hub: str, theirs: Iterable[tuple[Repo, Page]]
) -> tuple[frozenset[int], list[Finding]]:
    """Which of the repos' pages claim the URL of another page, by position in `theirs`, and findings that name both.

    `own`: uris of the handbook's pages, which stay; of two pages of repos the first does. `hub`: the handbook's name.
    A page of the handbook in the very place of a page that it would make for a repo is meant so: that is a note.
    """
    ours = frozenset(own)
    built: dict[str, tuple[str, str]] = {}
    for uri in sorted(ours):
        built.setdefault(_place(_as_index(uri)), (hub, uri))
    lost: set[int] = set()
    findings: list[Finding] = []
    for position, (repo, page) in enumerate(theirs):
        place = _place(_as_index(page.uri))
        file = page.origin.path if isinstance(page.origin, Origin) else page.uri
        if place not in built:
            built[place] = (repo.name, file)
            continue
        lost.add(position)
        whose, other = built[place]
        if whose == repo.name:
            findings.append(same_url(repo, file, other))
            continue
        is_meant = page.kind != "page" and page.uri in ours
        severity: Severity = "note" if is_meant else "error"
        file, other = (ascii(file), ascii(other)) if _form(file) == _form(other) != other else (file, other)
        what = f"it has the same URL as {other} of {whose}, which is shown in its place"
        remedy = (
            "nothing, where that is meant"
            if is_meant
            else "rename one of the two, or leave it out with `exclude:`"
        )
        findings.append(Finding("same-url", severity, repo.name, file, what, remedy))
    return frozenset(lost), findings


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


def _is_readme(path: str) -> bool:
    return path.rpartition("/")[2] == "README.md"


def _as_index(path: str) -> str:
    """MkDocs builds README.md as the folder's index."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/index.md" if name == "README.md" else path


def _form(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _place(uri: str) -> str:
    """Where a file is built. Two uris have one place where some file system takes them for one: by case, by the
    form of a letter, or by a dot or space at a name's end, which Windows drops."""
    built = _built(unicodedata.normalize("NFC", uri).casefold())
    return "/".join(part.rstrip(". ") for part in built.split("/"))
