"""Writes `.oss-reviews.yml` (see `record.py`), so that a merge meets as few lines as can be."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.freshness.record import (
    FILE,
    FOREIGN,
    LARGEST,
    SHORTEN,
    TOO_LARGE,
    UNMERGED,
    UNMERGED_REMEDY,
    Piece,
    entry_of,
    merge_line,
    pieces_of,
    unread,
)
from mkdocs_oss.freshness.record_lines import LONGEST_KEY, PLAIN_KEY, PLAIN_VALUE, YAML_WORDS
from mkdocs_oss.git import is_object_id
from mkdocs_oss.model import ReviewRecord
from mkdocs_oss.settings.yaml_text import quoted

_HEADER = "# Reviews of this repo's pages, written by `mkdocs-oss review`. Commit it with the pages.\n"


def written(records: Mapping[str, ReviewRecord], *, repo: str = "") -> bytes:
    """The file of these records."""
    entries = (_written_entry(path, records[path], repo=repo) for path in sorted(records))
    return (_HEADER + "".join(entries)).encode()


def with_records(content: bytes, new: Mapping[str, ReviewRecord], *, repo: str = "") -> bytes:
    """The file with the records of some pages in their places; all other lines stay, also those that cannot be read.

    Raises SettingsError where the file is in the middle of a merge, or has records that nobody reads, for their number.
    """
    if not content.strip():
        return written(new, repo=repo)
    if len(content) > LARGEST:
        raise _too_large(TOO_LARGE)
    text = content.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    pieces = pieces_of(text if text.endswith("\n") else f"{text}\n")
    if (line := merge_line(pieces)) is not None:
        raise SettingsError(f"{FILE}:{line}", UNMERGED, remedy=UNMERGED_REMEDY)
    if (problem := unread(pieces)) is not None:
        line, what, remedy = problem
        raise SettingsError(f"{FILE}:{line}", what, remedy=remedy)
    left = sorted(new, reverse=True)
    made: list[str] = []
    for piece in pieces:
        key = _key_of(piece)
        while key is not None and left and left[-1] <= key:
            path = left.pop()
            made.append(_written_entry(path, new[path], repo=repo))
        if key not in new:
            made.append(piece.text)
    made += [_written_entry(path, new[path], repo=repo) for path in reversed(left)]
    line_end = "\r\n" if content.partition(b"\n")[0].endswith(b"\r") else "\n"
    found = "".join(made).replace("\n", line_end).encode("utf-8", "surrogateescape")
    if len(found) > LARGEST:
        raise _too_large("with this review it would be larger than can be read")
    return found


def _too_large(what: str) -> SettingsError:
    return SettingsError(f"{FILE}:1", what, remedy=SHORTEN)


def _key_of(piece: Piece) -> str | None:
    """The page of an entry; None where the piece is none, or cannot be read."""
    if not piece.is_entry:
        return None
    found = entry_of(piece, [], repo="")
    if found is not None:
        return found[0]
    written = re.match(r"[^\s:\"'][^\s:]*(?=:)", piece.text)
    return written[0] if written else None


def _written_entry(path: str, record: ReviewRecord, *, repo: str) -> str:
    fields = [("reviewed", record.reviewed.isoformat())]
    fields += [("by", _value(record.by))] if record.by else []
    fields += [("page", _value(record.page))] if record.page else []
    fields += [("edited", "true" if record.edited else "false")] if record.edited is not None else []
    fields += [("still_accurate", _value(record.still_accurate))] if record.still_accurate else []
    lines = [_key(path, "")] + [f"  {name}: {value}" for name, value in fields]
    if record.code:
        code = sorted((_own(name, repo), found) for name, found in record.code)
        lines += ["  code:", *(f"{_key(name, '    ')} {_value(found)}" for name, found in code)]
    return "".join(f"{line}\n" for line in lines)


def _own(name: str, repo: str) -> str:
    """A `repo:path` as it is written: the repo's own files without its name, which each handbook chooses."""
    owner, _, path = name.partition(":")
    if owner != repo:
        return name
    return f"./{path}" if FOREIGN.match(path) or path.startswith("./") else path


def _key(text: str, indent: str) -> str:
    key = text if PLAIN_KEY.fullmatch(text) and text.isprintable() else quoted(text)
    if len(key) > LONGEST_KEY:
        return f"{indent}? {key}\n{indent}:"
    return f"{indent}{key}:"


def _value(text: str) -> str:
    is_hash = is_object_id(text) and not text.isdecimal()
    is_plain = PLAIN_VALUE.fullmatch(text) and text.isprintable() and text.casefold() not in YAML_WORDS
    return text if is_hash or is_plain else quoted(text)
