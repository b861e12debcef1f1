"""What a repo offers the handbook: pages, assets, a nav, and what is wrong with them.

The repo's layout is kept below `projects/<name>/`: `docs/guide.md` lands at `projects/<name>/docs/guide.md`,
so that relative links go on working. Only two files move: the README becomes the overview `index.md`, and
CONTRIBUTING becomes part of `contributing.md`.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from mkdocs_oss.git import Git
from mkdocs_oss.model import Asset, Finding, NavItem, Origin, Page, PageKind, Source, Unknown
from mkdocs_oss.sources.files import MAX_FILE_BYTES, read_files
from mkdocs_oss.sources.front_matter import plain, read_document, title_of
from mkdocs_oss.sources.links import AtForge, Place, rewrite_links, targets
from mkdocs_oss.sources.nav import repo_nav
from mkdocs_oss.sources.site_config import CONFIG_FILES, SiteConfig, read_site_config

MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_READMES = ("README.md", "Readme.md", "readme.md", "README.markdown", ".github/README.md", "docs/README.md")
_OTHER_READMES = ("README.rst", "README.txt", "README", "README.adoc", "README.org")
_CONTRIBUTING = ("CONTRIBUTING.md", ".github/CONTRIBUTING.md", "contributing.md", "docs/CONTRIBUTING.md")
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico")
_MAX_PAGE_BYTES = 2_000_000


@dataclass(frozen=True)
class Offer:
    """A repo's share of the handbook. `guide` is its own CONTRIBUTING: path and text with right links."""

    pages: tuple[Page, ...] = ()
    assets: tuple[Asset, ...] = ()
    nav: tuple[NavItem, ...] = ()
    findings: tuple[Finding, ...] = ()
    description: str = ""
    guide: tuple[str, str] | None = None
    guide_is_page: str | None = None


def home(source: Source) -> str:
    """The folder of a repo in the handbook, with its last slash."""
    return f"projects/{source.repo.name}/"


def blob_ids(content: bytes) -> tuple[str, ...]:
    """The object ids that git may give a file: as it is, and with LF line ends (core.autocrlf); SHA-1 and SHA-256."""
    forms = [content, content.replace(b"\r\n", b"\n")] if b"\r\n" in content else [content]
    named = [b"blob %d\0%b" % (len(form), form) for form in forms]
    return tuple(
        digest(blob, usedforsecurity=False).hexdigest()
        for digest in (hashlib.sha1, hashlib.sha256)
        for blob in named
    )


def offer(source: Source, *, git: Git, has_guide: bool) -> Offer:
    """All that a repo offers. `has_guide`: the handbook makes a contribution page for it."""
    config = read_site_config(read_files(source, CONFIG_FILES, git=git))
    docs_dir = _docs_dir(source, config)
    findings = [
        _finding(source, "site-config", where, what, remedy)
        for where, what, remedy in (config.problems if config else ())
    ]
    if source.repo.docs and docs_dir and not any(path.startswith(f"{docs_dir}/") for path in source.paths):
        what, remedy = f"there is no folder {docs_dir!r} in the repo", "mend `docs:`"
        findings.append(Finding("docs-folder", "warning", source.repo.name, source.repo.where, what, remedy))
    readme = next((name for name in _READMES if name in source.paths), None)
    contributing = next((name for name in _CONTRIBUTING if name in source.paths), None)
    taken = {home(source) + "index.md": readme or "the page about this repo"}
    placed = {readme} if readme else set()
    if has_guide:
        taken[home(source) + "contributing.md"] = contributing or "its contribution page"
        placed |= {contributing} if contributing in ("CONTRIBUTING.md", "contributing.md") else set()
    below, clashes = _below(source, docs_dir, placed, taken)
    findings += clashes
    pages = [path for path in below if path.endswith(MARKDOWN)]
    landed = {path: home(source) + path for path in below}
    if readme:
        landed[readme] = home(source) + "index.md"
    guide_is_page = contributing if contributing in landed and contributing in pages else None
    if contributing and has_guide and guide_is_page is None:
        landed[contributing] = home(source) + "contributing.md"
    own = [path for path in (readme, contributing) if path]
    contents = read_files(source, [*pages, *own], git=git)
    documents = {path: read_document(content[:_MAX_PAGE_BYTES]) for path, content in contents.items()}
    findings += [
        _finding(source, "page", path, "it is larger than 2 MB, so only its start is shown", "split it")
        for path, content in contents.items()
        if len(content) > _MAX_PAGE_BYTES
    ]
    findings += [
        _finding(source, "page", f"{path}:{line}", what, remedy)
        for path, document in documents.items()
        for line, what, remedy in document.problems
    ]
    place = Place(landed, _at_forge(source), source.paths, _folders(source.paths), docs_dir)
    for path in own:  # images of README and CONTRIBUTING may lie anywhere in the repo
        for target in targets(documents[path].body, path=path, place=place) if path in documents else ():
            if target in source.paths and target.lower().endswith(_IMAGES):
                landed.setdefault(target, home(source) + target)
    made: list[Page] = []
    texts: dict[str, str] = {}
    for path, document in documents.items():
        uri = landed.get(path, home(source) + "contributing.md")
        text, broken = rewrite_links(document.body, path=path, uri=uri, place=place)
        texts[path] = text
        findings += [
            _finding(
                source,
                "broken-link",
                f"{path}:{link.line + document.first_line - 1}",
                f"the link {link.target!r} leads nowhere",
                "mend the link",
            )
            for link in broken
        ]
        if path in pages or path == readme:
            kind: PageKind = "overview" if path == readme else "page"
            origin = Origin(
                source.repo.name, path, source.commit, source.is_worktree,
                blob_ids(contents[path]) if source.is_worktree else (),
            )  # fmt: skip
            made.append(Page(uri, title_of(document, path), kind, origin, document.meta, text))
    if readme not in documents:
        made.append(_without_readme(source))
    asset_paths = [path for path in landed if path not in documents]
    guide = (contributing, texts[contributing]) if contributing in texts and guide_is_page is None else None
    nav, nav_findings = repo_nav(
        config, docs_dir=docs_dir, pages=[path for path in pages if path != readme], landed=landed
    )
    findings += [_finding(source, "nav", where, what, remedy) for where, what, remedy in nav_findings]
    return Offer(
        pages=tuple(made),
        assets=tuple(_assets(source, asset_paths, landed, git=git)),
        nav=nav,
        findings=tuple(findings),
        description=_description(documents[readme].body) if readme in documents else "",
        guide=guide,
        guide_is_page=landed[guide_is_page] if guide_is_page else None,
    )


def _docs_dir(source: Source, config: SiteConfig | None) -> str:
    """The docs folder: `docs:` of repos.yml, the repo's own setting, `docs`; "" is the repo's root."""
    if source.repo.docs is not None:
        return "" if source.repo.docs == "." else source.repo.docs
    return config.docs_dir if config else "docs"


def _below(
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
        if not docs_dir and not path.endswith((*MARKDOWN, *_IMAGES)):
            continue
        if any(unicodedata.category(char) in ("Cc", "Cs", "Cf") for char in path) or "\\" in path:
            findings.append(
                _finding(source, "path", ascii(path), "its name cannot be a URL", "give it a plain name")
            )
            continue
        file = _built(_same(home(source) + _as_index(path)))
        other = next((built[place] for place in (file, *_above(file)) if place in built), None)
        if other is not None or file in folders:
            what = f"it has the same URL as {other}" if other else "a folder of pages has its URL"
            findings.append(_finding(source, "path", path, what, "rename one of the two"))
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


def _folders(paths: Iterable[str]) -> frozenset[str]:
    folders: set[str] = set()
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    return frozenset(folders)


def _at_forge(source: Source) -> AtForge:
    def at_forge(path: str, *, raw: bool) -> str | None:
        if isinstance(source.forge, Unknown):
            return None
        if isinstance(source.commit, str) and not source.is_worktree:
            return source.forge.link("raw_at" if raw else "view_at", sha=source.commit, path=path) or None
        ref = source.branch if isinstance(source.branch, str) else "HEAD"
        return source.forge.link("raw" if raw else "view", ref=ref, path=path) or None

    return at_forge


def _without_readme(source: Source) -> Page:
    other = next((name for name in _OTHER_READMES if name in source.paths), None)
    text = f"# {source.repo.name}\n\n"
    if other:
        url = _at_forge(source)(other, raw=False)
        shown = f"[{other}]({url})" if url else f"`{other}`"
        text += f"This repo's README is {shown}, which is no Markdown and so is not shown here.\n"
    else:
        text += "This repo has no README yet. A `README.md` at its root would stand here.\n"
    origin = Origin(source.repo.name, other or "README.md", source.commit, source.is_worktree)
    return Page(home(source) + "index.md", source.repo.name, "overview", origin, {}, text)


def _assets(source: Source, paths: list[str], landed: Mapping[str, str], *, git: Git) -> Iterable[Asset]:
    """The files beside the pages; one that is larger than MAX_FILE_BYTES is left out."""
    if source.root is not None:
        found = ((landed[path], source.root / path) for path in paths)
        return [Asset(uri, file) for uri, file in found if file.lstat().st_size <= MAX_FILE_BYTES]
    return [Asset(landed[path], content) for path, content in read_files(source, paths, git=git).items()]


def _description(body: str) -> str:
    """The first paragraph of prose, as plain text of at most 200 characters."""
    for block in body[:20_000].split("\n\n"):
        text = block.strip()
        if not text or text[0] in "#<!|>`-=*[" or text.startswith(("---", "===", ":::", "  ")):
            continue
        line = " ".join(plain(text.replace("\n", " ")).split())
        if line:
            return line if len(line) <= 200 else line[:199].rsplit(" ", 1)[0] + "…"
    return ""


def _finding(source: Source, code: str, where: str, what: str, remedy: str) -> Finding:
    return Finding(code, "note", source.repo.name, where, what, remedy)
