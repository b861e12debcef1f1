"""What a page speaks of in code: the files of repos that its text names, each with where it does.

Only what is certain counts: `describes:` of the front matter, includes, `::: module` blocks, links to source files, and
code spans that are a path with a folder. A bare word never does. Whether there is or was such a file, the histories
of the repos tell; a mention therefore names each path that it may mean, likeliest first.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from msgspec import Struct, structs

from mkdocs_oss.model import BindingKind
from mkdocs_oss.settings.page_urls import PAGE_ENDS
from mkdocs_oss.sources.asked import Asking
from mkdocs_oss.sources.atlas import SCHEME
from mkdocs_oss.sources.front_matter import Document
from mkdocs_oss.sources.link_paths import as_written, is_relative, split_suffix
from mkdocs_oss.sources.link_syntax import written_links
from mkdocs_oss.sources.modules import module_files, project_folders
from mkdocs_oss.sources.prose import code_spans, prose
from mkdocs_oss.sources.shown_lines import Range, shown_lines
from mkdocs_oss.sources.snippet_syntax import snippet_targets

KEY = "describes"
_MOST = 300
"""Mentions of one page; a longer list is a list of files, and no page about them."""
_SPAN = re.compile(
    r"(?:(?P<repo>[A-Za-z0-9][\w.-]{0,99}):)?(?:\./)?(?P<path>(?:(?!\.{1,2}/)[\w.@+-]{1,100}/){1,12}[\w.@+-]{1,100})(?:(?:::|#)(?P<symbol>[A-Za-z_][\w.]{0,200})|:(?P<line>\d{1,6}))?"
)
_LINES = re.compile(r"#(?:L|lines-)(\d{1,6})(?:C\d+)?(?:[-:]L?(\d{1,6})(?:C\d+)?)?\Z")
"""As GitHub, GitLab, Gitea and Bitbucket link lines of a file."""
_TO_CODE = (
    r"<?(?!https?:|#|mailto:|//)[^\s)>\"'#]{1,300}\."
    r"(?!(?:md|markdown|html?|png|jpe?g|gif|svg|webp|ico|pdf)\b)\w"
)
_MAY_LINK = (
    re.compile(rf"\](?:\(|:[ \t]{{0,5}}){_TO_CODE}"),
    re.compile(rf"=[ \t]?[\"']{_TO_CODE}"),
    re.compile(r"/(?:blob|tree|raw|src)/"),
    re.compile(r"repo:"),
)
_MAY_SPAN = re.compile(r"`(?=[^`\n]*/)[^`\n]*\.")
"""A look at the whole text first: most pages name no code, and need no more. Each begins with a character of its own, by
which a search leaps ahead; all in one pattern take three times as long."""
_MODULE = re.compile(r"^(?:#{1,6} *)?::: ?(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*) *$")
_INCLUDE = re.compile(
    r"\{[!*%]-?[ \t]*(?:include(?:-markdown)?[ \t]+)?[\"']?(?P<path>[\w./@+-]{1,300}\.\w{1,10})[\"' \t!]"
)
_LOG = re.compile(
    r"(?:^|/)(?:(?:change-?logs?|changes|release[-_]?notes?|releases?|history|news|what-?s-?new)[^/]*$|(?:blog|posts|news|change-?logs)/"
    r"|(?:[\w-]*proposals?|proposals?-[\w-]*|enhancements|rfcs?|adrs?|decisions|decision-records|[jkp]eps?)/)",
    re.IGNORECASE,
)
"""Pages that tell what was or was planned, and stay true when it is gone."""
_NO_CODE = (
    *PAGE_ENDS,
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".svg",
    ".webp",
    ".ico",
    ".pdf",
    ".lock",
    ".html",
    ".css",
)


class Mention(Struct, frozen=True):
    """A file that a page names: the paths of `repo` that this may be, likeliest first, and a symbol in it, or "".

    `file`, `line`: where it is written. `written`: how. `lines`: the first and the last line that it means, or None.
    `elsewhere`: (repo, paths) of each thing that it may mean in other repos, which counts where its own has none. `shown`:
    of a file that the page takes in, the lines that it highlights or cuts out by their numbers.
    """

    repo: str
    paths: tuple[str, ...]
    kind: BindingKind
    written: str
    symbol: str = ""
    file: str = ""
    line: int = 0
    lines: tuple[int, int] | None = None
    elsewhere: tuple[tuple[str, tuple[str, ...]], ...] = ()
    shown: tuple[Range, ...] = ()

    @property
    def places(self) -> Iterator[tuple[str, str]]:
        """(repo, path) of each file that may be meant."""
        for repo, paths in ((self.repo, self.paths), *self.elsewhere):
            yield from ((repo, path) for path in paths)


def mentions(
    document: Document, path: str, repo: str, asking: Asking, *, docs_dir: str
) -> tuple[Mention, ...]:
    """All that the page `path` of `repo` names, each once, in the order of the kinds."""
    found: dict[tuple[Any, ...], Mention] = {}
    if _LOG.search(path) and KEY not in document.meta:
        return ()
    page = _Page(document, path, repo, docs_dir)
    for mention in (*page.described(), *page.included(), *page.linked(asking), *page.in_code(asking)):
        known = _where_known(_reaching_within(mention, asking), asking)
        if known is not None and len(found) < _MOST:
            found.setdefault((known.repo, known.paths, known.symbol, known.lines), known)
    return tuple(found.values())


class _Page(Struct, frozen=True):
    document: Document
    path: str
    repo: str
    docs_dir: str

    def described(self) -> Iterator[Mention]:
        for entry in described(self.document.meta):
            bare, _, symbol = entry.partition("#")
            repo, rest = self.repo, bare
            if bare.startswith(SCHEME):
                repo, _, rest = bare[len(SCHEME) :].strip("/").partition("/")
            plain = posixpath.normpath(rest.strip().strip("/"))
            if rest.strip("/. ") and plain.partition("/")[0] != "..":
                paths = (plain,) if repo != self.repo else self._from_root(plain)
                yield Mention(repo, paths, "describes", entry, symbol, self.path, 1)

    def included(self) -> Iterator[Mention]:
        """The files whose text stands on the page."""
        files = dict.fromkeys(file for file, _ in self.document.origins)
        shown = shown_lines(self.document)
        for file in files:
            if file != self.path:
                yield Mention(
                    self.repo, (file,), "include", file, "", self.path, 0, shown=shown.get(file, ())
                )
        names = [] if self.document.origins else list(snippet_targets(self.document.body))
        for name in (*names, *(match["path"] for match in _INCLUDE.finditer(self.document.body))):
            folder = posixpath.dirname(self.docs_dir)
            starts = (posixpath.dirname(self.path), self.docs_dir, folder, "")
            paths = [posixpath.normpath(posixpath.join(start, name)) for start in starts]
            kept = tuple(dict.fromkeys(found for found in paths if found and not found.startswith("..")))
            if kept:
                yield Mention(self.repo, kept, "include", name, "", self.path, 0, shown=shown.get(name, ()))

    def linked(self, asking: Asking) -> Iterator[Mention]:
        """The source files that links lead to, in any repo of the handbook."""
        body = self.document.body
        if not any(may_link.search(body) for may_link in _MAY_LINK):
            return
        for link in written_links(body):
            if link.is_image:
                continue
            if is_relative(link.target):
                bare = split_suffix(link.target)[0]
                to: tuple[str, str] | None = (self.repo, as_written(bare, self.path))
            else:
                to = asking.source_file(link.target)
            if to is not None and _is_code(to[1]):
                repo, path = to
                lines = _line_range(link.target)
                yield Mention(repo, (path,), "link", link.target, "", *self._where(link.line), lines)

    def in_code(self, asking: Asking) -> Iterator[Mention]:
        """The paths in code spans, and the modules of `:::` blocks."""
        body = self.document.body
        if ":::" not in body and not _MAY_SPAN.search(body):
            return
        lines = body.split("\n")
        named = {number for number, line in enumerate(lines, 1) if ":::" in line or _MAY_SPAN.search(line)}
        for number, line in prose(lines) if named else ():
            if number not in named:
                continue
            if ":::" in line and (match := _MODULE.match(line.strip())):
                yield from self._module(match["name"], number, asking)
            for start, end in code_spans(line) if "`" in line and "/" in line else ():
                span = line[start:end].strip("`").strip()
                if (match := _SPAN.fullmatch(span)) and _is_code(match["path"]):
                    yield from self._span(match, number, asking)

    def _span(self, match: re.Match[str], number: int, asking: Asking) -> Iterator[Mention]:
        """A path in a code span: of the page's own repo, or behind the name of another (`repo/path`, `repo:path`)."""
        path, repo = match["path"], match["repo"]
        lines = _line_range(f"#L{match['line']}") if match["line"] else None
        where = self._where(number)
        if repo:
            if asking.has_repo(repo):
                yield Mention(repo, (path,), "span", match[0], match["symbol"] or "", *where, lines)
            return
        first, _, rest = path.partition("/")
        elsewhere: tuple[tuple[str, tuple[str, ...]], ...] = ()
        if first != self.repo and asking.has_repo(first):
            elsewhere = ((first, (path,)), *(((first, (rest,)),) if "/" in rest else ()))
        paths = self._from_root(path)
        yield Mention(self.repo, paths, "span", match[0], match["symbol"] or "", *where, lines, elsewhere)

    def _module(self, name: str, number: int, asking: Asking) -> Iterator[Mention]:
        """A dotted name may be a module, or an object in one, of the page's own repo or of another."""
        others = {
            repo: module_files(name, project_folders(asking.docs_dir(repo)))
            for repo in asking.repos_with(name.partition(".")[0])
        }
        for paths, symbol in module_files(name, self._folders):
            elsewhere = tuple((repo, next(files)[0]) for repo, files in others.items())
            yield Mention(self.repo, paths, "module", name, symbol, *self._where(number), elsewhere=elsewhere)

    def _where(self, line: int) -> tuple[str, int]:
        file, _, number = self.document.where(line, self.path).rpartition(":")
        return file, int(number)

    def _from_root(self, written: str) -> tuple[str, ...]:
        """A path from the folder of the project that the page belongs to, which may be below the repo's root."""
        path = posixpath.normpath(written.strip().strip("/"))
        return tuple(f"{folder}{path}" for folder in self._folders)

    @property
    def _folders(self) -> tuple[str, ...]:
        """The folders from which a path or a package may be named, the project of the docs folder first.

        Of a page outside the docs folder, such as the README of a package, that may be each folder that it is in.
        """
        in_docs = self.docs_dir and self.path.startswith(f"{self.docs_dir}/")
        parts = (self.docs_dir if in_docs else self.path).split("/")[:-1]
        return tuple("".join(f"{part}/" for part in parts[:depth]) for depth in range(len(parts), -1, -1))


def _reaching_within(mention: Mention, asking: Asking) -> Mention:
    """The mention, also of what it may mean in a repository that lies within the handbook's own."""
    if not asking.atlas.within:
        return mention
    inner = [found for place in mention.places if (found := asking.lies_within(*place))]
    if not inner:
        return mention
    elsewhere = (*mention.elsewhere, *((repo, (path,)) for repo, path in inner))
    return structs.replace(mention, elsewhere=tuple(dict.fromkeys(elsewhere)))


def _where_known(mention: Mention, asking: Asking) -> Mention | None:
    """The mention without what it may mean in a submodule that is not checked out; None where that is all of it."""
    atlas = asking.atlas
    if not any(atlas.is_absent(*place) for place in mention.places):
        return mention
    paths = tuple(path for path in mention.paths if not atlas.is_absent(mention.repo, path))
    others = tuple(
        each for each in mention.elsewhere if not any(atlas.is_absent(each[0], path) for path in each[1])
    )
    return structs.replace(mention, paths=paths, elsewhere=others) if paths or others else None


def described(meta: Mapping[str, Any]) -> tuple[str, ...]:
    """What `describes:` of a page's front matter names: paths, `path#symbol`, `repo:name/path`."""
    written = meta.get(KEY)
    entries = [written] if isinstance(written, str) else written if isinstance(written, list) else []
    return tuple(entry.strip() for entry in entries[:_MOST] if isinstance(entry, str) and entry.strip())


def unread_describes(meta: Mapping[str, Any]) -> tuple[str, ...]:
    """What stands at `describes:` and is no path within a repo: it names nothing."""
    written = meta.get(KEY)
    entries = written if isinstance(written, list) else [] if written is None else [written]
    return tuple(str(entry) for entry in entries[:_MOST] if not isinstance(entry, str) or _leads_out(entry))


def _leads_out(entry: str) -> bool:
    return posixpath.normpath(entry.strip()).partition("/")[0] == ".."


def _line_range(target: str) -> tuple[int, int] | None:
    """The first and the last line that a link to a source file means."""
    match = _LINES.search(target)
    if match is None:
        return None
    first = int(match[1])
    return first, max(first, int(match[2] or first))


def _is_code(path: str) -> bool:
    """Whether a path may be a file that a page describes: no page, picture or lock."""
    name = unquote(path).rpartition("/")[2].lower()
    return bool(name) and "." in name.strip(".") and not name.endswith(_NO_CODE)
