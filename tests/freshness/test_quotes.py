"""Lines of code on a page, and lines of a file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss.freshness.quotes import lines_at, lost_quotes, page_quotes, place_of


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
