"""The handbook's own repo: the one that its docs folder lies in."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace
from pathspec import GitIgnoreSpec

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Forge, ForgeKind, Origin, Page, Repo, Source, Unknown
from mkdocs_oss.settings import Site
from mkdocs_oss.settings.urls import is_web_url
from mkdocs_oss.sources import forge
from mkdocs_oss.sources.front_matter import Document, read_document, title_of
from mkdocs_oss.sources.landing import MARKDOWN
from mkdocs_oss.sources.open import git_top, open_worktree
from mkdocs_oss.sources.planned import Plan, blob_ids

_EXCLUDED = (".*", "/templates/")  # what MkDocs itself leaves out


def open_hub(
    site: Site,
    *,
    git: Git,
    also: Sequence[str],
    beside: Sequence[Path] = (),
    edit_url: str | None = None,
    issues_url: str | None = None,
    kind: ForgeKind | None = None,
) -> Source:
    """The handbook's own source, with the files of its docs folder.

    `also`: further files, as paths in the repo; `beside`: further files of the handbook, as paths on disk.

    `repo_url` of mkdocs.yml wins over the git remote, which may be a fork, unless that is another repo's, as where the
    docs folder is a submodule; so does the user's pattern for edit links (`edit_uri`, `edit_uri_template`) over the
    forge's own.
    """
    start = site.docs_dir if site.docs_dir.is_dir() else site.config_file.parent
    top = git_top(start.resolve())
    docs = repo_path(site.docs_dir, top)
    only = [docs, *also, *filter(None, (repo_path(file, top) for file in beside))] if docs else []
    repo = Repo(
        name="handbook",
        path=top or site.config_file.parent,
        edit_url=edit_url,
        issues_url=issues_url,
        forge=kind,
    )
    source = open_worktree(repo, git=git, only=only)
    outer = git_top(site.config_file.parent.resolve())
    is_named = is_web_url(site.repo_url) and (top is None or outer in (None, top))
    web = site.repo_url if is_named else source.remote
    name = (top or site.config_file.parent.resolve()).name
    if isinstance(web, str):
        name = web.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1].removesuffix(".git") or name
    found = forge.forge_of(web, kind=kind, edit_url=edit_url)
    pattern = edit_pattern(site)
    if pattern and not edit_url:
        found = (
            Forge("custom", site.repo_url, pattern)
            if isinstance(found, Unknown)
            else replace(found, edit=pattern)
        )
    return replace(source, repo=replace(repo, name=name), remote=web, forge=found)


def scan_docs(docs_dir: Path, *, excluded: str = "") -> dict[str, Path]:
    """The pages below a docs folder as an engine would find them: uri → file.

    `excluded`: lines of gitignore patterns, as MkDocs' `exclude_docs` and `draft_docs` hold them. Raises SettingsError
    for a name that is not UTF-8: MkDocs stops at it.
    """
    exclude = GitIgnoreSpec.from_lines([*_EXCLUDED, *excluded.splitlines()])
    found: dict[str, Path] = {}
    for folder, folders, files in os.walk(docs_dir, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name == "README.md" and "index.md" in files:
                continue  # MkDocs builds the index
            path = Path(folder) / name
            uri = path.relative_to(docs_dir).as_posix()
            if name.endswith(MARKDOWN) and not exclude.match_file(uri):
                if not _is_utf8(uri):
                    place = ascii(f"{docs_dir.name}/{uri}")
                    raise SettingsError(
                        place, "its name is not UTF-8, at which MkDocs stops", remedy="rename the file"
                    )
                found[uri] = path
    return found


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def hub_pages(source: Source, files: Mapping[str, Path]) -> tuple[list[Page], dict[str, Document]]:
    """The handbook's own pages (`files`: uri → file), and the documents that they were read from, by uri."""
    pages: list[Page] = []
    documents: dict[str, Document] = {}
    realpath = _realpath_by_folder()
    for uri, file in files.items():
        try:
            content = file.read_bytes()
        except OSError as error:
            pages.append(Page(uri, uri, "page", Unknown(f"its file cannot be read ({error.strerror})")))
            continue
        document = documents[uri] = read_document(content)
        path = repo_path(file, source.root, realpath=realpath)
        origin: Origin | Unknown = Unknown("its file lies outside the handbook's repository")
        if path is not None:
            blobs = blob_ids(content, commit=source.commit)
            origin = Origin(source.repo.name, path, source.commit, source.is_worktree, blobs)
        title = title_of(document, uri)
        pages.append(Page(uri, title, "page", origin, document.meta, is_utf8=document.is_utf8))
    return pages, documents


def plan_of_hub(
    source: Source,
    pages: Sequence[Page],
    documents: Mapping[str, Document],
    *,
    docs_dir: Path,
    absent: frozenset[str] = frozenset(),
) -> Plan:
    """Where the handbook's own files land: the pages, and the other files of its docs folder.

    `documents`: uri → text of the pages. `source`: the repo that the docs folder is in, or one that lies in it. `absent`:
    as the field of the plan.
    """
    folder, inner = repo_path(docs_dir, source.root), repo_path(source.root or docs_dir, docs_dir)
    start, home = f"{folder}/" if folder else "", f"{inner}/" if inner else ""
    landed = {page.origin.path: page.uri for page in pages if isinstance(page.origin, Origin)}
    for path in source.paths if folder is not None or inner is not None else ():
        below = path.removeprefix(start)
        if path.startswith(start) and not path.endswith(MARKDOWN) and "/." not in f"/{below}":
            landed.setdefault(path, home + below)  # an engine leaves out what begins with a dot
    texts = {
        page.origin.path: documents[page.uri]
        for page in pages
        if isinstance(page.origin, Origin) and page.uri in documents
    }
    return Plan(source, docs_dir=folder or "", landed=landed, documents=texts, absent=absent)


def projects_index(source: Source, settings_file: Path, title: str, text: str) -> Page:
    """The page of all repos; it comes from the file that lists them."""
    path = repo_path(settings_file, source.root)
    origin: Origin | Unknown = Unknown("its settings lie outside the handbook's repository")
    if path is not None:
        origin = Origin(source.repo.name, path, source.commit, source.is_worktree)
    return Page("projects/index.md", title, "index", origin, {}, text)


def edit_pattern(site: Site) -> str | None:
    """The user's own pattern for edit links of the handbook's pages, with `{docs_path}`."""
    if site.edit_uri_template and is_web_url(site.repo_url):
        template = site.edit_uri_template.replace("{path!q}", "{docs_path}").replace("{path}", "{docs_path}")
        return None if "{path_" in template or "!" in template else _joined(site.repo_url, template)
    if site.edit_uri and is_web_url(site.repo_url):
        slash = "" if site.edit_uri.endswith("/") else "/"
        return _joined(site.repo_url, f"{site.edit_uri}{slash}{{docs_path}}")
    return None


def _joined(base: str, rest: str) -> str:
    if "://" in rest or rest[:1] in "?#":
        return rest if "://" in rest else base + rest
    return f"{base.rstrip('/')}/{rest.lstrip('/')}"


def _realpath_by_folder() -> Callable[[Path], str]:
    """`os.path.realpath` that resolves each folder, and each path, once."""
    folder_of = functools.cache(os.path.realpath)

    @functools.cache
    def realpath(path: Path) -> str:
        found = os.path.join(folder_of(os.path.dirname(path)), os.path.basename(path))  # noqa: PTH118, PTH119, PTH120
        return os.path.realpath(found) if os.path.islink(found) else found  # noqa: PTH114

    return realpath


def repo_path(
    path: Path, top: Path | None, *, realpath: Callable[[Path], str] = os.path.realpath
) -> str | None:
    """The path below the repo's top, links resolved; None where it lies outside."""
    if top is None:
        return None
    base, real = realpath(top), realpath(path)
    if real == base:
        return ""
    start = base.rstrip(os.sep) + os.sep
    return real[len(start) :].replace(os.sep, "/") if real.startswith(start) else None
