"""What a repo has for the handbook, read once: its pages' text, and where each file lands.

A plan is made of each repo alone. What needs to know of the other repos, such as links between them, is done
from the plans of all (see `atlas.py` and `offer.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mkdocs_oss.git import Git
from mkdocs_oss.model import Finding, Source, Unknown
from mkdocs_oss.sources.files import read_files
from mkdocs_oss.sources.front_matter import Document, read_document
from mkdocs_oss.sources.landing import IMAGES, MARKDOWN, files_below, home
from mkdocs_oss.sources.links import AtForge, Place, targets
from mkdocs_oss.sources.site_config import CONFIG_FILES, SiteConfig, read_site_config

_READMES = ("README.md", "Readme.md", "readme.md", "README.markdown", ".github/README.md", "docs/README.md")
_CONTRIBUTING = ("CONTRIBUTING.md", ".github/CONTRIBUTING.md", "contributing.md", "docs/CONTRIBUTING.md")
_MAX_PAGE_BYTES = 2_000_000


@dataclass(frozen=True)
class Plan:
    """One repo's files with a place in the handbook.

    `landed`: repo path → uri, of pages and assets. `documents`: repo path → text, of the pages, the README and
    CONTRIBUTING. `pages`: the paths of the docs pages. `blobs`: the object ids that git may give a worktree's
    pages. `guide`: the path of a CONTRIBUTING that becomes part of the contribution page.
    """

    source: Source
    config: SiteConfig | None = None
    docs_dir: str = ""
    readme: str | None = None
    guide: str | None = None
    pages: tuple[str, ...] = ()
    landed: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    blobs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def place(self) -> Place:
        """How the repo's files are reached from the handbook."""
        source = self.source
        return Place(self.landed, at_forge(source), source.paths, _folders(source.paths), self.docs_dir)


def plan(source: Source, *, git: Git, has_guide: bool) -> Plan:
    """What a repo has. `has_guide`: the handbook makes a contribution page for it."""
    if source.missing is not None:
        return Plan(source)
    config = read_site_config(read_files(source, CONFIG_FILES, git=git))
    docs_dir = _docs_dir(source, config)
    findings = [
        note(source, "site-config", where, what, remedy)
        for where, what, remedy in (config.problems if config else ())
    ]
    if source.repo.docs and docs_dir and not any(path.startswith(f"{docs_dir}/") for path in source.paths):
        what, remedy = f"there is no folder {docs_dir!r} in the repo", "mend `docs:`"
        findings.append(Finding("docs-folder", "warning", source.repo.name, source.repo.where, what, remedy))
    readme = next((name for name in _READMES if name in source.paths), None)
    contributing = next((name for name in _CONTRIBUTING if name in source.paths), None)
    landed, clashes = _landed(source, docs_dir, readme, contributing, has_guide=has_guide)
    findings += clashes
    pages = tuple(path for path in landed if path.endswith(MARKDOWN) and landed[path] == home(source) + path)
    guide = contributing if contributing and has_guide and contributing not in pages else None
    if guide:
        landed[guide] = home(source) + "contributing.md"
    own = [path for path in (readme, contributing) if path in landed]
    contents = read_files(source, [*pages, *own], git=git)
    documents = {path: read_document(content[:_MAX_PAGE_BYTES]) for path, content in contents.items()}
    findings += _faults(source, contents, documents)
    place = Place(landed, at_forge(source), source.paths, _folders(source.paths), docs_dir)
    for path in own:  # images of README and CONTRIBUTING may lie anywhere in the repo
        for target in targets(documents[path].body, path=path, place=place) if path in documents else ():
            if target in source.paths and target.lower().endswith(IMAGES):
                landed.setdefault(target, home(source) + target)
    blobs = {path: blob_ids(content) for path, content in contents.items()} if source.is_worktree else {}
    return Plan(
        source=source,
        config=config,
        docs_dir=docs_dir,
        readme=readme,
        guide=guide if guide in documents else None,
        pages=pages,
        landed=landed,
        documents=documents,
        blobs=blobs,
        findings=tuple(findings),
    )


def blob_ids(content: bytes) -> tuple[str, ...]:
    """The object ids that git may give a file: as it is, and with LF line ends (core.autocrlf); SHA-1 and SHA-256."""
    forms = [content, content.replace(b"\r\n", b"\n")] if b"\r\n" in content else [content]
    named = [b"blob %d\0%b" % (len(form), form) for form in forms]
    return tuple(
        digest(blob, usedforsecurity=False).hexdigest()
        for digest in (hashlib.sha1, hashlib.sha256)
        for blob in named
    )


def at_forge(source: Source) -> AtForge:
    def link(path: str, *, raw: bool) -> str | None:
        if isinstance(source.forge, Unknown):
            return None
        if isinstance(source.commit, str) and not source.is_worktree:
            return source.forge.link("raw_at" if raw else "view_at", sha=source.commit, path=path) or None
        ref = source.branch if isinstance(source.branch, str) else "HEAD"
        return source.forge.link("raw" if raw else "view", ref=ref, path=path) or None

    return link


def note(source: Source, code: str, where: str, what: str, remedy: str) -> Finding:
    """Something to mend in a repo of somebody else: never more than a note."""
    return Finding(code, "note", source.repo.name, where, what, remedy)


def _landed(
    source: Source, docs_dir: str, readme: str | None, contributing: str | None, *, has_guide: bool
) -> tuple[dict[str, str], list[Finding]]:
    """Repo path → uri of the README and of the files below the docs folder, and findings for those without a place."""
    taken = {home(source) + "index.md": readme or "the page about this repo"}
    placed = {readme} if readme else set()
    if has_guide:
        taken[home(source) + "contributing.md"] = contributing or "its contribution page"
        placed |= {contributing} if contributing in ("CONTRIBUTING.md", "contributing.md") else set()
    below, clashes = files_below(source, docs_dir, placed, taken)
    landed = {path: home(source) + path for path in below}
    if readme:
        landed[readme] = home(source) + "index.md"
    return landed, clashes


def _faults(
    source: Source, contents: Mapping[str, bytes], documents: Mapping[str, Document]
) -> list[Finding]:
    too_large = [
        note(source, "page", path, "it is larger than 2 MB, so only its start is shown", "split it")
        for path, content in contents.items()
        if len(content) > _MAX_PAGE_BYTES
    ]
    return too_large + [
        note(source, "page", f"{path}:{line}", what, remedy)
        for path, document in documents.items()
        for line, what, remedy in document.problems
    ]


def _docs_dir(source: Source, config: SiteConfig | None) -> str:
    """The docs folder: `docs:` of repos.yml, the repo's own setting, `docs`; "" is the repo's root."""
    if source.repo.docs is not None:
        return "" if source.repo.docs == "." else source.repo.docs
    return config.docs_dir if config else "docs"


def _folders(paths: Iterable[str]) -> frozenset[str]:
    folders: set[str] = set()
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    return frozenset(folders)
