"""Lines of code on a page, and lines of a file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss.freshness.quotes import (
    lines_at,
    lost_names,
    lost_quotes,
    moved_lines,
    page_quotes,
    place_of,
)


def test_lines_that_a_page_has_in_code() -> None:
    """Of blocks and spans, those long enough not to stand anywhere by chance."""
    text = "Run `make all the-things`, `make`.\n\n```py\nlimit = read(3)\nreturn None\n}\n```\nplain words of text\n"
    assert page_quotes(text) == {"make all the-things", "limit = read(3)"}


def test_a_quote_is_lost_where_no_line_has_it() -> None:
    """A line that is now a part of a longer one, or that never was, is not lost."""
    quotes = frozenset({"limit = read(3)", "never_was(here)"})
    assert lost_quotes(b"  limit = read(3)\n", b"x\n", quotes) == {"limit = read(3)"}
    assert lost_quotes(b"limit = read(3)\n", b"limit = read(3)  # three\n", quotes) == frozenset()


@given(st.binary(max_size=60), st.integers(1, 9), st.integers(0, 3))
def test_lines_are_found_where_they_are(content: bytes, first: int, more: int) -> None:
    """Lines that stand in a file once are found at their own number."""
    lines = lines_at(content, (first, first + more))
    if lines:
        assert place_of(lines, content) in (first, None)


def test_names_of_several_parts() -> None:
    """They are had with and without the brackets of a call; a version, a path and a short one are none."""
    text = "Call `Store::put()`, `tool.limits.most`, see `theme-fixes.css`, `3.15.8`, `a/b.c.d`, `os.path`."
    assert page_quotes(text) == {"Store::put", "tool.limits.most", "theme-fixes.css"}


def test_a_name_is_lost_where_it_stands_in_no_line() -> None:
    """It may stand anywhere in a line, as a whole word; a part of a longer name is another one."""
    names = frozenset({"Store::put", "never::was"})
    assert lost_names(b"x = Store::put(1);\n", b"x = 1;\n", names) == {"Store::put"}
    assert lost_names(b"x = Store::put(1);\n", b"x = Store::put_all(1);\n", names) == {"Store::put"}
    assert lost_names(b"x = Store::put(1);\n", b"y = Store::put(2);\n", names) == frozenset()
    assert lost_names(b"x = MyStore::put(1);\n", b"x = 1;\n", names) == frozenset()


def test_lines_that_moved() -> None:
    """Only of lines that stood in the file once, and do now, is it known where they went."""
    assert moved_lines((2, 2), b"a\nb\n", b"x\na\nb\n") == 3
    assert moved_lines((1, 2), b"a\nb\n", b"x\na\nb\n") == 2
    for before, after in ((b"a\nb\n", b"a\nb\nc\n"), (b"a\nb\n", b"a\nB\n"), (b"b\nb\n", b"a\nc\nb\n")):
        assert moved_lines((2, 2), before, after) is None
    assert moved_lines((2, 2), b"a\n}\n", b"a\nx\n}\n") is None  # a bracket says nothing
