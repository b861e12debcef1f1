"""Which files of a repo the handbook takes, and where each of them lands: decided from their names alone."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from mkdocs_oss.model import Finding, Source, Unknown
from mkdocs_oss.sources.community import CONTRIBUTING, CommunityFile, community_files, readme_of, twin
from mkdocs_oss.sources.front_matter import Document
from mkdocs_oss.sources.landing import IMAGES, MARKDOWN, files_below, home, is_candidate
from mkdocs_oss.sources.linked_formats import format_findings, format_of, is_sphinx
from mkdocs_oss.sources.nav import NavFormat, nav_format
from mkdocs_oss.sources.selection import Selection
from mkdocs_oss.sources.site_config import SiteConfig

_OTHER_READMES = ("README.rst", "README.adoc", "README.asciidoc", "README.org")


class Choice(Struct, frozen=True):
    """`pages`: the docs pages. `community`: path → title, of the files that are pages besides them; `files`: all of
    that kind. `linked`: documents that are no Markdown. `only_used_assets`: of the other files of the docs folder,
    those come that a page shows or links to. `left_out` and the rest as in `Plan`.
    """

    docs_dir: str
    readme: str | None
    guide: str | None
    pages: tuple[str, ...]
    landed: Mapping[str, str]
    files: tuple[CommunityFile, ...]
    community: Mapping[str, str]
    linked: tuple[str, ...]
    nav_format: NavFormat
    selection: Selection
    only_used_assets: bool
    left_out: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = field(default=())

    def may_show(self, path: str, *, by: str) -> bool:
        """Whether a file that a page shows or links to comes along: any image of a README, any asset of the docs."""
        if by not in self.pages:
            return path.lower().endswith(IMAGES)
        is_asset = (
            is_candidate(path, self.docs_dir) and not path.endswith(MARKDOWN) and format_of(path) is None
        )
        return is_asset and not self.selection.leaves_out(_below(path, self.docs_dir))


def choose_files(source: Source, config: SiteConfig | None, *, docs_dir: str, has_guide: bool) -> Choice:
    """What a repo gives. `has_guide`: the handbook makes a contribution page for it."""
    repo, paths = source.repo, source.paths
    selection = Selection.of(repo.include, repo.exclude, config.rules if config else None)
    form = nav_format(config, docs_dir=docs_dir, paths=paths)
    readme = readme_of(paths, docs=repo.docs)
    contributing = next((name for name in CONTRIBUTING if name in paths), None)
    start = f"{docs_dir}/" if docs_dir else ""
    taken_out = {readme, *form.no_pages, *((contributing,) if has_guide and contributing in ("CONTRIBUTING.md", "contributing.md") else ())}  # fmt: skip
    found = [path for path in paths if path.startswith(start) and path not in taken_out and selection.takes(_below(path, docs_dir))]  # fmt: skip
    linked = sorted(
        path for path in found if format_of(path) and not path.startswith(".") and "/." not in path
    )
    candidates = [path for path in found if format_of(path) is None and is_candidate(path, docs_dir)]
    markdown = [path for path in candidates if path.endswith(MARKDOWN)]
    only_used = bool(repo.include) or (
        bool(docs_dir) and is_sphinx(path for path in paths if path.startswith(start))
    )

    landed: dict[str, str] = {}
    if readme:
        landed[readme] = home(source) + "index.md"
    taken = {home(source) + "index.md": readme or "the page about this repo"}
    files = _beside(community_files(paths, docs_dir=docs_dir), markdown)
    community = {file.path: file.title for file in files if file.is_page}
    landed |= {path: home(source) + posixpath.basename(path) for path in community}
    in_docs = contributing in markdown
    if contributing and not in_docs and not has_guide:
        files = (CommunityFile("Contributing", contributing, is_page=True), *files)
        community[contributing] = "Contributing"
    if has_guide or (contributing and not in_docs):
        taken[home(source) + "contributing.md"] = contributing or "its contribution page"
    taken |= {uri: path for path, uri in landed.items() if path != readme}
    below, clashes = files_below(source, markdown if only_used or not markdown else candidates, taken)
    landed |= {path: home(source) + path for path in below}
    if contributing and contributing not in below and not in_docs:
        landed[contributing] = home(source) + "contributing.md"
    other_readme = next((name for name in _OTHER_READMES if name in paths), None) if readme is None else None
    findings = [note(source, "site-config", config.file, what, "mend it") for what in selection.problems] if config else []  # fmt: skip
    shown = dict.fromkeys([*([other_readme] if other_readme else []), *linked])
    return Choice(
        docs_dir,
        readme,
        contributing if has_guide and contributing and contributing not in below else None,
        tuple(path for path in below if path.endswith(MARKDOWN)),
        landed,
        files,
        community,
        tuple(linked),
        form,
        selection,
        only_used,
        _left_out(paths, docs_dir, selection),
        (
            *findings,
            *clashes,
            *format_findings(source, shown, has_forge=not isinstance(source.forge, Unknown)),
        ),
    )


def _left_out(paths: Iterable[str], docs_dir: str, selection: Selection) -> frozenset[str]:
    """The pages of the docs folder that the handbook's own settings leave out."""
    if selection.include is None and selection.own is None:
        return frozenset()
    start = f"{docs_dir}/" if docs_dir else ""
    return frozenset(
        path
        for path in paths
        if path.startswith(start)
        and path.endswith(MARKDOWN)
        and selection.is_left_out_by_handbook(_below(path, docs_dir))
    )


def without_twins(
    source: Source, chosen: Choice, documents: Mapping[str, Document], *, docs_dir: str
) -> Iterator[str]:
    """The community pages that the docs have too; unless what the docs have is no more than a stub."""
    linked = {source.real(page) for page in chosen.pages if page in source.links}
    for path, title in chosen.community.items():
        if path in linked:
            yield path
            continue
        other = twin(CommunityFile(title, path, is_page=True), chosen.pages, docs_dir=docs_dir)
        if other is None or other not in documents or path not in documents:
            continue
        if 2 * len(documents[other].body) >= len(documents[path].body):
            yield path


def note(source: Source, code: str, where: str, what: str, remedy: str) -> Finding:
    """Something to mend in a repo of somebody else: never more than a note."""
    return Finding(code, "note", source.repo.name, where, what, remedy)


def _beside(files: tuple[CommunityFile, ...], markdown: list[str]) -> tuple[CommunityFile, ...]:
    """Those whose name no page of the docs has at the repo's root."""
    there = {path.casefold() for path in markdown if "/" not in path}
    return tuple(file for file in files if posixpath.basename(file.path).casefold() not in there)


def _below(path: str, docs_dir: str) -> str:
    return path[len(docs_dir) + 1 :] if docs_dir else path
