"""What a cache keeps of a history comes back as it was, and what is no whole history is none."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime

import msgspec
import pytest

from mkdocs_oss.history.packed import Unpacked, _Packed, packed
from mkdocs_oss.history.passed import Passed
from mkdocs_oss.model import Author, Commit, FileChange, FileHistory, Move, PageHistory, Unknown

TIME = datetime(2026, 1, 1, tzinfo=UTC)
COMMITS = [
    Commit(f"{number:040x}", TIME, f"N{number}", "Change", False, False, "n@example.org") for number in (1, 2)
]
PAGES = {
    f"{one.sha}.md": PageHistory(
        one,
        one,
        Unknown("it was not read"),
        (Author(one.author, 2, one.email, one), Author("Zoe", 1, "", None)),
        "b" * 40,
        (Move("a.md", TIME), Move("b.md", TIME)),
    )
    for one in COMMITS
}
FILES = {"x.py": FileHistory((FileChange(COMMITS[0], "y.py", "", "c" * 40),), COMMITS[1], "y.py", True)}
PASSED = Passed("d" * 40, PAGES, FILES, {"z": "e"}, {"never"}, True, {"gone"}, {("N1", "n@example.org"): 7})


def column(*numbers: int) -> bytes:
    return array("i", numbers).tobytes()


def test_it_comes_back_as_it_was() -> None:
    """Pages with moves, authors and what is unknown; files; and those who were seen."""
    assert Unpacked(packed(PASSED)).passed() == PASSED
    assert Unpacked(packed(Passed())).passed() == Passed()


@pytest.mark.parametrize(
    ("field", "content"),
    [
        ("commit", "--output=x"),
        ("names", b"N1"),
        ("shas", b"\0".join([b"--output=x", b"2" * 40])),
        ("shas", b"1" * 40),
        ("times", ["2026-01-01T00:00:00"] * 2),
        ("times", [TIME]),
        ("by", column(0, -1)),
        ("by", column(0)),
        ("subjects", b"One"),
        ("bots", [False] * 3),
        ("created", column(0, -1)),
        ("created", column(0, 3)),
        ("created", column(2, 3)),
        ("created", column(0)),
        ("touched", b""),
        ("substantive", column(0, 1, 0)),
        ("substantive", b"\0" * 7),
        ("contents", b"a"),
        ("authors", [(2, 1)]),
        ("authors", [(1, 2)]),
        ("authors", [(4, 1)]),
        ("authors", [(2, 1), (2, 1), (0, 1)]),
        ("authors", [(2, 2), (1 << 60, 0)]),
        ("authors", [(2, -2), (2, 4)]),
        ("authors", [(-2, 1), (6, 1)]),
        ("authors", [(1 << 60, 2)]),
        ("touched", column(0, 2)),
        ("who", column(0, 1, 2, 900)),
        ("last", column(0, 3, 1, 2)),
        ("last", column(0, -1, 1, 2)),
        ("moves", [(5, 0, TIME)]),
        ("moves", [(-1, 0, TIME)]),
        ("moves", [(0, 0, "2026-01-01T00:00:00")]),
        ("files", [(0, (((0, 900, "", ""),), -1, 0, True))]),
        ("never", [-1]),
        ("seen", column(0, 0)),
        ("seen_at", [-(10**18)]),
    ],
)
def test_what_is_no_whole_history_is_none(field: str, content: object) -> None:
    """Whatever stands in a cache that others can write into: columns that do not fit each other, numbers of nothing,
    times of no zone, and ids that are none raise one of the errors that the cache takes for damage."""
    fields = _Packed.__struct_fields__
    told = msgspec.msgpack.decode(packed(PASSED))
    told[fields.index(field)] = content
    with pytest.raises((ValueError, LookupError, msgspec.MsgspecError)):
        Unpacked(msgspec.msgpack.encode(told)).passed()


@pytest.mark.parametrize("at", range(27))
@pytest.mark.parametrize("head", [b"\xdd", b"\xdf", b"\xc6", b"\xdb"])
def test_a_length_that_is_none(at: int, head: bytes) -> None:
    """A column that says it has two thousand million values, and ends there, takes no room for them."""
    told = msgspec.msgpack.decode(packed(PASSED))
    before = b"".join(map(msgspec.msgpack.encode, told[:at]))
    with pytest.raises((ValueError, LookupError, msgspec.MsgspecError)):
        Unpacked(b"\xdc" + len(told).to_bytes(2, "big") + before + head + b"\x7f\xff\xff\xff").passed()
