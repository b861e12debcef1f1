"""Links in a page's Markdown, made right for where the page lands.

Only links that would be wrong are rewritten: to a page that lands elsewhere, to a file that is no page here
(then: the file at its commit on the forge), from the repo's root, in the form of a built site, to another repo
(`repo:name/path`), and the URL of a page that the handbook has. HTML that stands in Markdown is not touched by an
engine, so its links are made right for the built site. Code is left alone. The rest of the text stays byte for byte.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from urllib.parse import quote, unquote

from msgspec import Struct

from mkdocs_oss.model import Finding, PageLink, Relink, Severity
from mkdocs_oss.settings.page_urls import file_url, relative_url
from mkdocs_oss.sources.asked import Asking
from mkdocs_oss.sources.atlas import Atlas
from mkdocs_oss.sources.front_matter import Document
from mkdocs_oss.sources.link_paths import is_relative, split_suffix
from mkdocs_oss.sources.link_syntax import WrittenLink, is_template, written_links
from mkdocs_oss.sources.targets import LinkFault, Nowhere, Target


class BrokenLink(Struct, frozen=True):
    """A link that does not lead where it should: its line, as what it counts, and what to do."""

    line: int
    target: str
    code: LinkFault
    what: str
    remedy: str


class FoundLink(Struct, frozen=True):
    """A link that leads to a file of the handbook. `anchor`: the id on that page; "" for none."""

    line: int
    repo: str
    path: str
    anchor: str = ""


class Linked(Struct, frozen=True):
    """A text with right links, in the order of the text. `relinks`: the targets that were changed."""

    text: str
    found: tuple[FoundLink, ...] = ()
    relinks: tuple[Relink, ...] = ()
    broken: tuple[BrokenLink, ...] = ()


class Writer(Struct, frozen=True):
    """The page that links are on: its repo, its path there, and its uri in the handbook.

    `is_hub`: a page of the handbook itself. Its own links are the engine's to make right and to judge, and ours are
    only those that no engine knows.
    """

    repo: str
    path: str
    uri: str
    is_hub: bool = False


def rewrite_links(text: str, page: Writer, atlas: Atlas | Asking) -> Linked:
    """The text with right links, those that lead to files of the handbook, and those that are broken."""
    edits: list[tuple[WrittenLink, str]] = []
    found: list[tuple[int, FoundLink]] = []
    broken: list[tuple[int, BrokenLink]] = []
    for link in written_links(text):
        if link.target.startswith("#"):
            changed, problem = _own_anchor(link, page, atlas)
        else:
            if page.is_hub and is_relative(link.target):
                if (to := _of_hub(link, page, atlas)) is not None:
                    found.append((link.start, to))
                continue
            target = atlas.target(link.target, repo=page.repo, path=page.path, image=link.is_image)
            if target is None:
                if is_template(link.target) and not atlas.templates and not page.is_hub:
                    broken.append((link.start, _unfilled(link)))
                continue
            if isinstance(target, Nowhere):
                written = repr(link.target)
                what = target.what if written in target.what else f"the link {written}: {target.what}"
                problem = BrokenLink(link.line, link.target, target.code, what, target.remedy)
                changed = target.url
            elif target.uri is None:
                changed, problem = target.url, _moved(link, target)
            else:
                suffix, problem = _checked(link, target, page, atlas)
                problem = problem or _moved(link, target)
                changed = _written(link, target, suffix, page, atlas)
                if link.is_used and (target.repo, target.path) != (page.repo, page.path):
                    found.append((link.start, _found(link, target, _anchor(suffix))))
        if problem is not None and link.is_used:
            broken.append((link.start, problem))
        if changed != link.shown:
            edits.append((link, changed if link.is_html else _without_spaces(changed)))
    return Linked(
        _edited(text, edits),
        tuple(entry for _, entry in sorted(found, key=lambda pair: pair[0])),
        tuple(Relink(link.target, right, link.is_html) for link, right in edits),
        tuple(entry for _, entry in sorted(broken, key=lambda pair: pair[0])),
    )


def _moved(link: WrittenLink, target: Target) -> BrokenLink | None:
    """That a link leads to where its file was before, and what to write instead."""
    if not target.write:
        return None
    what = f"the link {link.target!r} is to a place that {target.path} has left"
    return BrokenLink(link.line, link.target, "moved-link", what, f"write {target.write!r}")


def _without_spaces(target: str) -> str:
    """A target as every reader of Markdown takes it, in whichever form of link."""
    return target.replace(" ", "%20").replace("\t", "%09")


def _unfilled(link: WrittenLink) -> BrokenLink:
    """A link that its repo's own site would make from an expression."""
    what = f"the link {link.target!r} holds an expression, which nothing fills in here"
    return BrokenLink(link.line, link.target, "broken-link", what, "write out where it leads")


def _own_anchor(link: WrittenLink, page: Writer, atlas: Atlas | Asking) -> tuple[str, BrokenLink | None]:
    """A link within its own page; the handbook's own ones are the engine's."""
    if page.is_hub or link.is_image or len(link.target) < 2:
        return link.target, None
    target = Target(page.repo, page.path, page.uri, link.target)
    return _checked(link, target, page, atlas)


def _of_hub(link: WrittenLink, page: Writer, atlas: Atlas | Asking) -> FoundLink | None:
    """Where a link of the handbook's own page leads, which its engine makes right."""
    bare, suffix = split_suffix(link.target)
    uri = posixpath.normpath(posixpath.join(posixpath.dirname(page.uri), unquote(bare)))
    to = atlas.file_at(uri)
    if to is None or uri == page.uri or link.is_html:
        return None
    return FoundLink(link.line, *to, unquote(_anchor(suffix)))


def _checked(
    link: WrittenLink, target: Target, page: Writer, atlas: Atlas | Asking
) -> tuple[str, BrokenLink | None]:
    """The link's query and anchor, the anchor as the handbook has it, and what is wrong with it."""
    cut = target.suffix.find("#")
    anchor = _anchor(target.suffix)
    if not anchor or "{{" in anchor:
        return target.suffix, None
    right = atlas.anchor(target.repo, target.path, anchor)
    if right is None:
        return target.suffix, None
    if isinstance(right, str):
        same = right == unquote(anchor)
        return (target.suffix if same else f"{target.suffix[:cut]}#{quote(right, safe=':.')}"), None
    what = f"the link {link.target!r} names an anchor that {_called(target, page)} does not have"
    remedy = f"did you mean '#{right.close}'?" if right.close else "link to one of its headings"
    problem = BrokenLink(link.line, link.target, "broken-anchor", what, remedy)
    return (target.suffix[:cut] if page.is_hub else target.suffix), problem


def _called(target: Target, page: Writer) -> str:
    if (target.repo, target.path) == (page.repo, page.path):
        return "its page"
    return target.path if target.repo == page.repo else f"{target.path} of {target.repo}"


def _anchor(suffix: str) -> str:
    return suffix.partition("#")[2]


def _found(link: WrittenLink, target: Target, anchor: str) -> FoundLink:
    return FoundLink(link.line, target.repo, target.path, unquote(anchor))


def _is_kept(bare: str, target: Target, page: Writer) -> bool:
    """Whether page and target lie towards each other as in their repo, so that the way from file to file is right."""
    home = page.uri.removesuffix(page.path)
    return (
        target.repo == page.repo
        and home != page.uri
        and target.uri == home + target.path
        and not bare.startswith("/")
        and bare.rpartition("/")[2] == target.path.rpartition("/")[2]
        and ":" not in bare
        and _is_from_file(bare, target.path, page.path)
    )


def _is_from_file(bare: str, path: str, page: str) -> bool:
    up, rest = 0, bare
    while rest.startswith("../"):
        up, rest = up + 1, rest[3:]
    folders = page.split("/")[:-1]
    return up <= len(folders) and "/".join([*folders[: len(folders) - up], rest]) == path


def _written(link: WrittenLink, target: Target, suffix: str, page: Writer, atlas: Atlas | Asking) -> str:
    """The link to a file of the handbook as it must stand on the page: as it is written, where that is right."""
    bare, _ = split_suffix(link.target)
    if link.is_html:
        here = file_url(page.uri, directories=atlas.directories)
        there = file_url(target.uri or "", directories=atlas.directories)
        if is_relative(link.target) and not bare.startswith("/"):
            straight = posixpath.normpath(posixpath.join(posixpath.dirname(here), bare))
            if straight == posixpath.normpath(there or ".") and bare.endswith("/") == there.endswith("/"):
                return bare + suffix
        return relative_url(there, here) + suffix
    if _is_kept(bare, target, page):
        return bare + suffix
    uri = target.uri or ""
    folder = posixpath.dirname(page.uri)
    if is_relative(link.target) and not bare.startswith("/"):
        straight = posixpath.normpath(posixpath.join(folder, unquote(bare)))
        if straight == uri:
            return bare + suffix
    return quote(posixpath.relpath(uri, folder or "."), safe="/.~") + suffix


def broken_link(link: BrokenLink, where: str, repo: str, severity: Severity = "note") -> Finding:
    """What is wrong with a link, as a finding: a note where it is in a repo of somebody else.

    A link that works, or may, is a note wherever it is.
    """
    severity = severity if link.code in ("broken-link", "broken-anchor") else "note"
    return Finding(link.code, severity, repo, where, link.what, link.remedy)


def page_link(link: FoundLink, document: Document, path: str) -> PageLink:
    """A link with the file and line that it is written in; `path`: the page's own file."""
    file, _, line = document.where(link.line, path).rpartition(":")
    return PageLink(file, int(line), link.repo, link.path, link.anchor)


def relink(text: str, relinks: Iterable[Relink]) -> str:
    """The text with other targets for some of its links. An engine may have changed the text since they were found."""
    wanted = {(entry.written, entry.is_html): entry.right for entry in relinks}
    found = ((link, wanted.get((link.target, link.is_html))) for link in written_links(text))
    return _edited(text, [(link, right) for link, right in found if right is not None])


def _edited(text: str, edits: list[tuple[WrittenLink, str]]) -> str:
    parts: list[str] = []
    done = 0
    for link, new in sorted(edits, key=lambda edit: edit[0].start):
        if link.start >= done:  # one link within another's target would be none
            parts += [text[done : link.start], new]
            done = link.end
    return "".join((*parts, text[done:])) if parts else text


__all__ = [
    "BrokenLink",
    "FoundLink",
    "Linked",
    "Writer",
    "broken_link",
    "page_link",
    "relink",
    "rewrite_links",
]
