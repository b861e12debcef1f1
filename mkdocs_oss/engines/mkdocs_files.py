"""The handbook's pages and assets as MkDocs' files."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping, Set
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from msgspec.structs import replace

from mkdocs_oss import contributing, sources
from mkdocs_oss.engines.mkdocs_dirty import RepoFile
from mkdocs_oss.engines.mkdocs_nav import targets
from mkdocs_oss.history import IGNORE_REVS
from mkdocs_oss.model import Handbook, Origin, Page
from mkdocs_oss.ownership import PLACES, lists_owners, ownership_files
from mkdocs_oss.site import ASSETS
from mkdocs_oss.sources import commit_log, read_document

CSS_URI = "oss/oss.css"
SCRIPT_URI = "oss/oss.js"
_PASSED_ON: Mapping[str, Callable[[Any], bool]] = {
    "title": lambda value: isinstance(value, str),
    "subtitle": lambda value: isinstance(value, str),
    "description": lambda value: isinstance(value, str),
    "tags": lambda value: _is_words(value),
    "hide": lambda value: _is_words(value),
    "search": lambda value: (
        isinstance(value, dict) and all(isinstance(v, bool | int | float) for v in value.values())
    ),
}
"""What of a repo's metadata themes and search see, each only in the shape that they can take."""
_READ_FILES = ("pymdownx.snippets", "pymdownx.b64", "markdown_include", "mdx_include")


def on_disk(files: Files) -> dict[str, Path]:
    """The site's own pages that are files: uri → path. Pages that a plugin made in memory are not judged."""
    return {
        file.src_uri: Path(file.abs_src_path)
        for file in files.documentation_pages(inclusion=InclusionLevel.is_included)
        if file.abs_src_path is not None
    }


def drop_lists_of_owners(files: Files) -> None:
    """Takes files such as CODEOWNERS out of the docs folder's: MkDocs copies whatever lies in it."""
    for file in [file for file in files if lists_owners(file.src_uri)]:
        files.remove(file)


def without_theirs(handbook: Handbook, files: Files) -> Handbook:
    """The handbook without the pages and assets that the site already has: a hook's or another plugin's win."""
    theirs = {file.src_uri for file in files}
    return replace(
        handbook,
        pages=tuple(f for f in handbook.pages if f.page.text is None or f.page.uri not in theirs),
        overviews=tuple(page for page in handbook.overviews if page.uri not in theirs),
        assets=tuple(asset for asset in handbook.assets if asset.uri not in theirs),
    )


def add(handbook: Handbook, files: Files, config: MkDocsConfig, *, as_built: Set[str] = frozenset()) -> None:
    """Gives MkDocs the pages and assets that are not its own. `as_built`: the pages that the site has so already."""
    in_nav = targets(handbook.nav) if handbook.nav is not None else set()
    for page in (*handbook.overviews, *(facts.page for facts in handbook.pages)):
        if page.text is None:
            if not page.is_utf8:
                _mend_encoding(page, files, config)
        else:
            level = InclusionLevel.INCLUDED if page.uri in in_nav else InclusionLevel.NOT_IN_NAV
            file = RepoFile.generated(config, page.uri, content=_text(page), inclusion=level)
            assert isinstance(file, RepoFile)
            file.is_as_built = page.uri in as_built
            files.append(file)
    for asset in handbook.assets:
        files.append(generated(config, asset.uri, asset.content))
    files.append(generated(config, CSS_URI, ASSETS / "oss.css"))
    files.append(generated(config, SCRIPT_URI, ASSETS / "oss.js"))


def without_readers(extensions: list[str]) -> list[str]:
    """The Markdown extensions for a repo's page: none that reads files, which would be the handbook's or anyone's.

    A page of a repo whose extension is left out shows what it wrote.
    """
    return [name for name in extensions if not (isinstance(name, str) and name.startswith(_READ_FILES))]


def watched(handbook: Handbook, beside: Iterable[Path]) -> list[Path]:
    """The folders and files that `serve` watches: what the worktrees give to the handbook, and the settings.

    Of a submodule that is each commit: its pages are in the docs folder, which the engine watches by itself. Whatever is
    watched costs a thread.
    """
    found = {path for path in beside if path.is_file()}
    pages: dict[str, set[str]] = {}
    for facts in handbook.pages:
        if isinstance(origin := facts.page.origin, Origin) and origin.worktree:
            pages.setdefault(origin.repo, set()).add(origin.path.split("/", 1)[0])
    for inner in handbook.within.values():
        found |= {file for file in commit_log(inner.source) if file.is_file()}
    for source in (handbook.hub, *(repo.source for repo in handbook.repos)):
        if source.root is None:
            continue
        roots = pages.get(source.repo.name, set()) if source is not handbook.hub else set()
        found_by_name = (*filter(contributing.is_evidence, source.paths), *ownership_files(source.paths))
        named = (*sources.CONFIG_FILES, *PLACES, IGNORE_REVS, *found_by_name)
        found |= {source.root / name for name in (*roots, *named) if (source.root / name).exists()}
        found |= {file for file in commit_log(source) if file.is_file()}
    for repo in handbook.repos:
        if repo.source.root is not None:
            found |= {repo.source.root / path for path in repo.snippets}
    return sorted(found)


def watched_folders(handbook: Handbook) -> list[Path]:
    """The folders of the worktrees in which a new file may count, such as a first CODEOWNERS: not what is below them.

    That of the handbook itself is none: a hook may write into it at each build.
    """
    found: set[Path] = set()
    for repo in handbook.repos:
        root = repo.source.root
        if root is not None and root != handbook.hub.root:
            found |= {root / Path(place).parent for place in PLACES if (root / place).parent.is_dir()}
    return sorted(found)


def generated(config: MkDocsConfig, uri: str, content: bytes | Path) -> File:
    """A file that the suite adds to the site."""
    if isinstance(content, Path):
        return File.generated(config, uri, abs_src_path=str(content), inclusion=InclusionLevel.NOT_IN_NAV)
    return File.generated(config, uri, content=content, inclusion=InclusionLevel.NOT_IN_NAV)


def _text(page: Page) -> str:
    """A repo's page with the metadata that themes and search understand, its strings escaped.

    The title is always there: in the nav a page may be called "Overview", as it is in each repo.
    """
    meta = {key: _escaped(page.meta[key]) for key, fits in _PASSED_ON.items() if fits(page.meta.get(key))}
    meta["title"] = _escaped(page.title)
    return f"---\n{_yaml(meta)}---\n\n{page.text or ''}"


def _yaml(meta: Mapping[str, Any]) -> str:
    """YAML by the C library where PyYAML has it; it cannot write half of a surrogate pair, which Python can."""
    fast = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    try:
        return str(yaml.dump(meta, Dumper=fast, allow_unicode=True, sort_keys=True))
    except UnicodeEncodeError:
        return str(yaml.safe_dump(meta, allow_unicode=True, sort_keys=True))


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return html.escape(value, quote=True)
    if isinstance(value, Mapping):
        return {str(key): _escaped(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_escaped(item) for item in value]
    return value


def _mend_encoding(page: Page, files: Files, config: MkDocsConfig) -> None:
    """MkDocs stops at a page that is not UTF-8; it is shown with replacement characters instead."""
    file = files.get_file_from_path(page.uri)
    if file is None or file.abs_src_path is None:
        return
    files.remove(file)
    mended = read_document(Path(file.abs_src_path).read_bytes())
    head = f"---\n{yaml.safe_dump(dict(mended.meta), allow_unicode=True)}---\n\n" if mended.meta else ""
    files.append(File.generated(config, page.uri, content=head + mended.body, inclusion=file.inclusion))
