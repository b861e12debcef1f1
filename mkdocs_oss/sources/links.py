"""Links in a repo's Markdown, made right for where the page lands.

Only links that would be wrong are rewritten: to a page that lands elsewhere, to a file that is no page here
(then: the file at its commit on the forge), and links from the repo's root. Code is left alone. The rest of
the text stays byte for byte.

Syntax: inline links and images, reference definitions, and HTML `href`/`src`, as
https://spec.commonmark.org/ and https://python-markdown.github.io/ write them.
"""

from __future__ import annotations

import posixpath
import re
import sys
from bisect import bisect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, unquote

_FENCE = re.compile(r"^(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*+(`{3,}|~{3,})")
_BRACKET = re.compile(r"[\[\]]")
_TICKS = re.compile(r"`+")
_INLINE = re.compile(
    r"(\]\(\s{0,5})(<[^<>\n]{1,1000}>|[^\s()<>]{1,1000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,1000}){0,3})"
)
_DEFINITION = re.compile(r"^([ ]{0,3}\[[^\[\]\n]{1,300}\]:[ \t]{1,5})(<[^<>\n]{1,1000}>|\S{1,1000})")
_HTML = re.compile(
    r"(<(?:a|img|source|video|audio)\b[^<>\n]{0,1000}?\b(?:href|src)\s{0,3}=\s{0,3})(\"[^\"\n]{1,1000}\"|'[^'\n]{1,1000}')",
    re.IGNORECASE,
)
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]")
NOWHERE = "#"
"""Where a link to a file leads that is no page here and has no known place on the web."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class AtForge(Protocol):
    """The URL of a repo's file at its commit on the forge, as a page or raw; None where there is no forge."""

    def __call__(self, path: str, *, raw: bool) -> str | None: ...


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link that leads nowhere in its repo."""

    line: int
    target: str


@dataclass(frozen=True, slots=True)
class Place:
    """How the files of one repo are reached from the handbook.

    `landed`: repo path → uri in the handbook, of pages and of assets. `paths`: all files of the repo. `docs_dir`:
    the folder that root-relative links may also start from.
    """

    landed: Mapping[str, str]
    at_forge: AtForge
    paths: frozenset[str]
    folders: frozenset[str]
    docs_dir: str


def rewrite_links(text: str, *, path: str, uri: str, place: Place) -> tuple[str, tuple[BrokenLink, ...]]:
    """The text with right links, and the links that lead nowhere. `path`: the page in its repo; `uri`: here."""
    broken: list[BrokenLink] = []
    lines = text.split("\n")
    for number, line in prose(lines):
        if "](" not in line and "]:" not in line and "=" not in line:
            continue

        images = _image_labels(line)

        def right(match: re.Match[str], number: int = number, images: frozenset[int] = images) -> str:
            target = match[2]
            opening, closing = (target[0], target[-1]) if target[0] in "<\"'" else ("", "")
            bare = target[1:-1] if opening else target
            in_image = match.re is _INLINE and match.start(1) in images
            image = in_image or match[1].lstrip().lower().startswith(("<img", "<source", "<video", "<audio"))
            changed = _right(bare, path, uri, place, image=image)
            if changed is None:
                broken.append(BrokenLink(number, bare))
                changed = _in_vain(bare, path, place, image=image)
            return f"{match[1]}{opening}{changed}{closing}"

        lines[number - 1] = _outside_code(line, right)
    return "\n".join(lines), tuple(broken)


def targets(text: str, *, path: str, place: Place) -> Iterator[str]:
    """The repo paths that a page links to."""
    found: list[str] = []
    for _, line in prose(text.split("\n")):
        for pattern in (_INLINE, _DEFINITION, _HTML):
            found += [match[2].strip("<>\"'") for match in pattern.finditer(line)]
    for target in found:
        resolved = _resolve(target, path, place)
        if resolved is not None:
            yield resolved[0]


def prose(lines: list[str]) -> Iterator[tuple[int, str]]:
    """(1-based number, line) of each line outside code blocks and comments.

    An indented line is code where a blank line stands before it and no list has begun that it could belong to.
    """
    fence = ""
    in_comment = in_list = in_code = False
    blank = True
    for number, line in enumerate(lines, 1):
        if in_comment or (not fence and line.lstrip().startswith("<!--")):
            in_comment = "-->" not in line
            continue
        if not fence and line.strip():
            indented = line.startswith(("    ", "\t"))
            in_list = bool(_ITEM.match(line)) or (in_list and (indented or line.startswith(" ") or not blank))
            in_code = indented and not in_list and (blank or in_code)
            blank = False
            if in_code:
                continue
        else:
            blank = blank or not line.strip()
        match = _FENCE.match(line)
        if fence:
            if match and match[1].startswith(fence) and not line[match.end() :].strip():
                fence = ""
            continue
        if match and not (match[1][0] == "`" and "`" in line[match.end() :]):
            fence = match[1]
            continue
        yield number, line


def _outside_code(line: str, right: Callable[[re.Match[str]], str]) -> str:
    spans = _code_spans(line)
    if not spans:
        return _HTML.sub(right, _DEFINITION.sub(right, _INLINE.sub(right, line)))

    def unless_code(match: re.Match[str]) -> str:
        target = match.start(2)
        return match[0] if _is_within(target, spans) else right(match)

    for pattern in (_INLINE, _DEFINITION, _HTML):
        changed = pattern.sub(unless_code, line)
        if changed != line:
            line = changed
            spans = _code_spans(line)
    return line


def _code_spans(line: str) -> list[tuple[int, int]]:
    """Where the code spans of a line are: from a run of backticks to the next run of the same length."""
    runs = [match.span() for match in _TICKS.finditer(line)]
    following: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        following.setdefault(runs[index][1] - runs[index][0], []).append(index)
    spans: list[tuple[int, int]] = []
    index = 0
    while index < len(runs):
        start, end = runs[index]
        same = following[end - start]
        while same and same[-1] <= index:
            same.pop()
        if same:
            index = same[-1]
            spans.append((start, runs[index][1]))
        index += 1
    return spans


def _is_within(position: int, spans: list[tuple[int, int]]) -> bool:
    before = bisect(spans, (position, sys.maxsize)) - 1
    return before >= 0 and position < spans[before][1]


def _image_labels(line: str) -> frozenset[int]:
    """Where the labels of images end: each `]` whose own `[` stands after a `!`."""
    ends: list[int] = []
    opened: list[int] = []
    for bracket in _BRACKET.finditer(line) if "![" in line else ():
        if bracket[0] == "[":
            opened.append(bracket.start())
        elif opened and line[max(opened.pop() - 1, 0)] == "!":
            ends.append(bracket.start())
    return frozenset(ends)


def _resolve(target: str, path: str, place: Place) -> tuple[str, str, bool] | None:
    """(repo path, suffix such as `#anchor`, is a folder) of a link into the repo; None for any other link."""
    if not target or target.startswith(("#", "//", "\\", "{")) or _SCHEME.match(target) or "{{" in target:
        return None
    cut = min((i for i in (target.find("#"), target.find("?")) if i >= 0), default=len(target))
    bare, suffix = unquote(target[:cut]), target[cut:]
    if not bare:
        return None
    starts = ["", place.docs_dir] if bare.startswith("/") else [posixpath.dirname(path)]
    resolved = ""
    for start in starts:
        resolved = posixpath.normpath(
            posixpath.join(start, bare.lstrip("/") if bare.startswith("/") else bare)
        )
        if resolved in place.paths or resolved in place.folders or resolved == ".":
            break
    return ("" if resolved == "." else resolved), suffix, resolved == "." or resolved in place.folders


def _right(target: str, path: str, uri: str, place: Place, *, image: bool) -> str | None:
    """The link as it must be; unchanged where it is right or none of ours; None where it is broken."""
    resolved = _resolve(target, path, place)
    if resolved is None:
        return target
    file, suffix, is_folder = resolved
    if is_folder:
        index = next((p for p in _index_names(file) if p in place.landed), None)
        if index is None:
            return place.at_forge(file, raw=False) or NOWHERE
        file = index
    elif file not in place.paths:
        return _as_built(file, suffix, target, uri, place)
    landed = place.landed.get(file)
    if landed is None:
        url = place.at_forge(file, raw=image)
        return NOWHERE if url is None else url + (suffix if suffix.startswith("#") else "")
    straight = posixpath.normpath(
        posixpath.join(posixpath.dirname(uri), unquote(target.split("#")[0].split("?")[0]))
    )
    if straight == landed and not target.startswith("/"):
        return target
    return quote(posixpath.relpath(landed, posixpath.dirname(uri) or "."), safe="/.~") + suffix


def _in_vain(target: str, path: str, place: Place, *, image: bool) -> str:
    """A broken link as it is at the forge, where its author would see it; an engine would blame the handbook."""
    resolved = _resolve(target, path, place)
    return (place.at_forge(resolved[0], raw=image) if resolved else None) or NOWHERE


def _as_built(file: str, suffix: str, target: str, uri: str, place: Place) -> str | None:
    """A link in the form of the built site (`../guide/`, `guide.html`): to its page; else None."""
    stem = file.removesuffix(".html").removesuffix("/")
    for candidate in (f"{stem}.md", f"{stem}/index.md", f"{stem}/README.md"):
        if candidate in place.landed:
            return (
                quote(posixpath.relpath(place.landed[candidate], posixpath.dirname(uri) or "."), safe="/.~")
                + suffix
            )
    return None


def _index_names(folder: str) -> tuple[str, ...]:
    start = f"{folder}/" if folder else ""
    return tuple(start + name for name in ("index.md", "README.md", "readme.md", "Readme.md"))
