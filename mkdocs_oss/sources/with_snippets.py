"""A repo's pages with their snippets in place, read from the same commit or worktree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from mkdocs_oss.git import Git
from mkdocs_oss.model import Source
from mkdocs_oss.sources.files import read_files
from mkdocs_oss.sources.front_matter import Document
from mkdocs_oss.sources.site_config import SiteConfig
from mkdocs_oss.sources.snippet_syntax import MARK, snippet_path
from mkdocs_oss.sources.snippets import SnippetSettings, expand_snippets, read_snippets

_MAX_SNIPPET_BYTES = 1_000_000


def with_snippets(
    source: Source,
    documents: Mapping[str, Document],
    *,
    config: SiteConfig | None,
    docs_dir: str,
    git: Git,
) -> tuple[dict[str, Document], list[tuple[str, str, str]]]:
    """The pages (repo path → page) with snippets in place, and (where, what, remedy) of those that cannot be had.

    A name may start from the `base_path` of the repo's own settings, from its root and from its docs folder.
    """
    theirs = config.snippets if config else SnippetSettings()
    bases = tuple(dict.fromkeys((*theirs.bases, "", docs_dir)))  # MkDocs starts from where its settings are
    appended = {name: snippet_path(name, bases=bases, paths=source.paths) for name in theirs.appended}
    settings = structs.replace(
        theirs, bases=bases, appended=tuple(name for name, path in appended.items() if path)
    )
    problems = [
        (
            config.where("markdown_extensions", "pymdownx.snippets"),
            f"the snippet {name!r} is not in the repo",
            "mend `auto_append`",
        )
        for name, path in appended.items()
        if config and path is None
    ]
    using = [document.body for document in documents.values() if MARK in document.body]
    if not using and not settings.appended:
        return dict(documents), problems

    def read(paths: Sequence[str]) -> Mapping[str, str]:
        found = read_files(source, paths, git=git)
        return {path: _text(content) for path, content in found.items() if len(content) <= _MAX_SNIPPET_BYTES}

    files = read_snippets(using, settings, paths=source.paths, read=read)
    start = f"{docs_dir}/" if docs_dir else ""
    made: dict[str, Document] = {}
    for path, document in documents.items():
        expanded = expand_snippets(
            document.body,
            path=path,
            files=files,
            settings=settings,
            first_line=document.first_line,
            append=path.startswith(start),
        )
        made[path] = structs.replace(document, body=expanded.text, origins=expanded.origins)
        problems += [(f"{file}:{line}", what, remedy) for file, line, what, remedy in expanded.problems]
    return made, list(dict.fromkeys(problems))


def snippet_files(documents: Mapping[str, Document]) -> tuple[str, ...]:
    """The repo paths of files that stand in pages as snippets, without those that are pages."""
    origins = {file for document in documents.values() for file, _ in document.origins}
    return tuple(sorted(origins - documents.keys()))


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
