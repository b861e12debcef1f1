"""`.oss-reviews.yml`: what was written down of each review, in the root of the repo that has the pages.

One page's entry is its own few lines, in the order of the paths, so that reviews in two branches seldom meet in a
merge. What is damaged costs its own entry and no other.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from msgspec import Struct

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.freshness.record_lines import LONGEST, Fields, entry_in_lines
from mkdocs_oss.git import is_object_id
from mkdocs_oss.model import ReviewRecord
from mkdocs_oss.settings.located_yaml import Located, load_yaml

FILE = ".oss-reviews.yml"
Problem = tuple[int, str, str]
"""(line, what, remedy)."""

LARGEST = 10_000_000
TOO_LARGE = f"it is larger than {LARGEST // 1_000_000} MB, so no record is read"
SHORTEN = "take out the entries of pages that are gone"
TOO_FOREIGN = "more than 1 MB of entries are not in the form that `mkdocs-oss review` writes; from here on these are not read"
REWRITE = "write them in that form, or take out those of pages that are gone"
_MOST_IN_YAML = 1_000_000
"""Bytes of entries that are not in the form in which they are written: YAML takes a second for 300 kB of them."""
_AGAIN = "review the page again"
_MARKER = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
FOREIGN = re.compile(r"[^/:]+:")
_CONTINUES = ("", " ", "\t", "#", ":")
_INDENTED = (" ", "\t", ":")
UNMERGED, UNMERGED_REMEDY = "a merge is unfinished here", "keep the newer entry of each page"


def page_hash(body: str) -> str:
    """The hash of a page's text without its front matter: what git would call a file of it.

    White space at the ends of lines, and empty lines at the start and the end, do not count.
    """
    lines = "\n".join(line.rstrip() for line in body.split("\n")).strip("\n")
    text = f"{lines}\n".encode("utf-8", "surrogatepass")
    return hashlib.sha1(b"blob %d\0%b" % (len(text), text), usedforsecurity=False).hexdigest()


def read_records(content: bytes, *, repo: str = "") -> tuple[Mapping[str, ReviewRecord], tuple[Problem, ...]]:
    """The records by the pages' paths, and what of the file cannot be read. Never raises.

    `repo`: the name of the repo whose file it is; the file itself does not say it of its own files.
    """
    if len(content) > LARGEST:
        return {}, ((1, TOO_LARGE, SHORTEN),)
    text, problems = _text(content)
    records: dict[str, ReviewRecord] = {}
    pieces = pieces_of(text)
    if (line := merge_line(pieces)) is not None:
        problems.append((line, UNMERGED, UNMERGED_REMEDY))
    left = unread(pieces)
    for piece in pieces:
        if left is not None and piece.line >= left[0] and piece.in_lines is None:
            continue
        if not piece.is_entry or _MARKER.search(piece.text):
            continue
        found = entry_of(piece, problems, repo=repo)
        if found is None:
            continue
        path, record = found
        if path in records:
            what = f"{path} stands twice; the newer record counts"
            problems.append((piece.line, what, "keep one of the two"))
            if records[path].reviewed > record.reviewed:
                continue
        records[path] = record
    return records, (*problems, *([left] if left is not None else []))


class Piece(Struct, frozen=True):
    """Some lines of the file: an entry, or what lies between two. `in_lines`: what an entry says, where it is in the form
    in which they are written."""

    line: int
    text: str
    is_entry: bool
    in_lines: tuple[str, Fields] | None = None


def unread(pieces: Sequence[Piece]) -> Problem | None:
    """From where on the entries in other forms are not read, because there are too many of them."""
    size = 0
    for piece in pieces:
        size += len(piece.text) if piece.is_entry and piece.in_lines is None else 0
        if size > _MOST_IN_YAML:
            return piece.line, TOO_FOREIGN, REWRITE
    return None


def _text(content: bytes) -> tuple[str, list[Problem]]:
    problems: list[Problem] = []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append((line, f"byte 0x{content[error.start]:02X} is not UTF-8", "save the file as UTF-8"))
        text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def pieces_of(text: str) -> list[Piece]:
    """The file in pieces. An entry begins at a line that is not indented, and ends with its last indented one."""
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    starts = [
        number for number, line in enumerate(lines) if line[:1] not in _CONTINUES and not _MARKER.match(line)
    ]
    cuts = {0, len(lines)}
    for start, end in pairwise([*starts, len(lines)]):
        last = max(
            number for number in range(start, end) if number == start or lines[number][0:1] in _INDENTED
        )
        cuts |= {start, last + 1}
    ordered = sorted(cuts)
    entries = set(starts)
    return [
        _piece(start + 1, "".join(f"{line}\n" for line in lines[start:end]), is_entry=start in entries)
        for start, end in pairwise(ordered)
    ]


def _piece(line: int, text: str, *, is_entry: bool) -> Piece:
    return Piece(line, text, is_entry, entry_in_lines(text) if is_entry else None)


def merge_line(pieces: list[Piece]) -> int | None:
    """The line on which a merge was left unfinished."""
    for piece in pieces:
        if found := _MARKER.search(piece.text):
            return piece.line + piece.text.count("\n", 0, found.start())
    return None


def entry_of(piece: Piece, problems: list[Problem], *, repo: str) -> tuple[str, ReviewRecord] | None:
    """(path, record) of an entry; None where not even the day of the review can be read."""
    try:
        located = Located("", dict([piece.in_lines])) if piece.in_lines else load_yaml(piece.text, file="")
    except SettingsError as error:
        inner = int(error.where.lstrip(":") or 1)
        problems.append((piece.line + inner - 1, error.what, f"mend the entry, or {_AGAIN}"))
        return None
    value = located.value
    path, fields = next(iter(value.items())) if isinstance(value, dict) and len(value) == 1 else ("", None)
    if not isinstance(fields, dict):
        problems.append((piece.line, "the entry is no page with its review", f"take it out, or {_AGAIN}"))
        return None
    read = _Fields(path, fields, located, piece.line, problems)
    reviewed = read.day("reviewed")
    if reviewed is None:
        return None
    edited = fields.get("edited")
    if edited is not None and not isinstance(edited, bool):
        read.wrong("edited", "is neither true nor false")
        edited = None
    code = fields.get("code")
    if code is not None and not isinstance(code, dict):
        read.wrong("code", "is no list of files with their hashes")
        code = None
    hashes = {name: read.hash("code", name) for name in code or {}}
    return path, ReviewRecord(
        reviewed=reviewed,
        by=read.text("by"),
        page=read.hash("page"),
        code=tuple(sorted((_whole(name, repo), found) for name, found in hashes.items() if found)),
        still_accurate=read.text("still_accurate"),
        edited=edited,
    )


class _Fields(Struct, frozen=True):
    """The fields of one entry, each read with care: what is wrong becomes a problem."""

    path: str
    values: Mapping[str, Any]
    located: Located
    line: int
    problems: list[Problem]

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        self.wrong(key, "is not a date" if value is not None else "is not there")
        return None

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if value is None:
            return ""
        if isinstance(value, (dict, list)) or len(str(value)) > LONGEST:
            self.wrong(key, f"is no text of at most {LONGEST} characters")
            return ""
        return " ".join(str(value).split())

    def hash(self, *path: str) -> str:
        value: Any = self.values
        for key in path:
            value = value.get(key)
        if value is None:
            return ""
        if not isinstance(value, str) or not is_object_id(value):
            self.wrong(path[-1], "is no hash", path)
            return ""
        return value

    def wrong(self, key: str, what: str, at: tuple[str, ...] = ()) -> None:
        line = self.located.lines.get((self.path, *(at or (key,))), 1)
        self.problems.append((self.line + line - 1, f"`{key}` of {self.path} {what}", _AGAIN))


def _whole(name: str, repo: str) -> str:
    """`repo:path` of a file as it is written: without a repo, it is one of the file's own."""
    return name if FOREIGN.match(name) else f"{repo}:{name.removeprefix('./')}"
