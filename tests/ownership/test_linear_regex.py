"""The regular expressions of OWNERS files: those of Python where both mean the same, in time that no pattern stretches."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_oss.ownership.linear_regex import compile_linear

PIECES = st.recursive(
    st.sampled_from(["a", "b", r"\.", ".", "[ab]", "[^a]", r"\w", r"\D", "^", "$", "/", "[a-b]"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("({0[0]}|{0[1]})".format),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?"])).map(
            "(?:{0[0]}){0[1]}".format
        ),
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(PIECES, st.text(alphabet="ab./_", max_size=10))
def test_it_finds_what_python_finds(pattern: str, text: str) -> None:
    """A pattern is somewhere in a text exactly where Python finds it."""
    assert compile_linear(pattern).matches(text) is bool(re.search(pattern.replace("$", r"\Z"), text))


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_is_an_expression_or_told(pattern: str, text: str) -> None:
    """What cannot be read is a ValueError, and never another error."""
    with contextlib.suppress(ValueError):
        compile_linear(pattern).matches(text)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|a)*$", "(a*)*b", "(a|aa)+$", "((((a*)*)*)*)*c", "a?" * 200 + "a" * 200]
)
def test_no_expression_takes_long(pattern: str) -> None:
    """Expressions over which Python's engine would sit for years."""
    compile_linear(pattern).matches("a" * 3000 + "!")


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (".*", "", True),
        (r"\.go$", "cmd/x.go", True),
        (r"\.go$", "x.go.md", False),
        (r"go\.(mod|sum|work|work\.sum)$", "a/go.work.sum", True),
        (r"^[^/]+\.md$", "docs/x.md", False),
        ("(?i)readme", "README.md", True),
        ("a((?i)b)c", "aBc", True),
        ("a((?i)b)c", "aBC", False),
        ("x{,2}", "x{,2}", True),
    ],
)
def test_filters_as_people_write_them(pattern: str, text: str, found: bool) -> None:
    """The usual filters of Kubernetes' own files."""
    assert compile_linear(pattern).matches(text) is found


@pytest.mark.parametrize(
    "pattern", ["(", ")", "a)", "[a", "*", "a{1001}", "((a{99}){99}){99}", r"\pL", "(?P<n>a)", "(" * 99, "\\"]
)
def test_what_cannot_be_read(pattern: str) -> None:
    """Each says why."""
    with pytest.raises(ValueError, match=r"."):
        compile_linear(pattern)
