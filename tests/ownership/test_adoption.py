"""The line that gives a page an owner works: read by our own parser, in whatever file it is put into."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_oss.model import Adoption
from mkdocs_oss.ownership import read_ownership
from mkdocs_oss.ownership.codeowners import (
    DIALECTS,
    Codeowners,
    Dialect,
    adoption_in,
    line_for,
    parse_codeowners,
)
from mkdocs_oss.ownership.codeowners.adoption import PLACEHOLDER

_NAMES = st.text(alphabet="ab .*?[]!#\\@é日{}'\"-_^$()+|~%,;:&=<>`\u00a0", min_size=1, max_size=7)
_PATHS = st.lists(_NAMES.filter(lambda name: name not in (".", "..")), min_size=1, max_size=4).map("/".join)
_PATTERNS = st.sampled_from(
    [
        "*",
        "/docs/",
        "a",
        "*.md",
        "/a/**",
        "**",
        "/*/b",
        "!*",
        "!/a",
        "!/b/",
        "**/a",
        "\\#a",
        "/a\\ b",
        "[a]",
        "?",
    ]
)
_OWNERS = st.sampled_from(["", "", " @x", " @x @org/y", " a@x.org", " nobody", " # @x"])
_OTHERS = st.sampled_from(
    [
        "",
        "# comment",
        "[Docs]",
        "^[Optional] @x",
        "[Two][2] @y",
        "[docs]",
        "[Documentation]",
        "[]",
        "[ ]",
        "[open",
        "[Pages]",
    ]
)
_LINES = st.lists(st.tuples(_PATTERNS, _OWNERS).map("".join) | _OTHERS, max_size=12)


def put(text: str, adoption: Adoption) -> str:
    """The file with the line where the adoption says."""
    lines = text.splitlines()
    at = adoption.before - 1 if adoption.before else len(lines)
    return "\n".join([*lines[:at], adoption.line, *lines[at:], ""])


def parsed(text: str, dialect: Dialect) -> Codeowners:
    return parse_codeowners(text.encode("utf-8", "surrogateescape"), file="CODEOWNERS", dialect=dialect)


@settings(max_examples=400, deadline=None)
@given(path=_PATHS, lines=_LINES, dialect=st.sampled_from(DIALECTS))
def test_the_line_gives_the_page_its_owner(path: str, lines: list[str], dialect: Dialect) -> None:
    """Alone where nobody had it or the last rule decides, else beside the owners of GitLab's other sections."""
    text = "\n".join(lines)
    before = parsed(text, dialect)
    adoption = adoption_in(before, path)
    if adoption is None:
        taken = {"documentation", "docs", "pages"} <= {each.name.casefold() for each in before.sections}
        assert line_for(path, dialect) is None or taken
        return
    owned = before.decide(path).owners
    after = parsed(put(text, adoption), dialect)
    found = after.decide(path).owners
    assert PLACEHOLDER in found
    if dialect != "gitlab" or not owned:
        assert found == (PLACEHOLDER,)
    if dialect == "gitlab" and not adoption.before and "\n" in adoption.line:
        assert set(found) == {*owned, PLACEHOLDER}
    news = {bad.what for bad in after.bad_lines} - {bad.what for bad in before.bad_lines}
    assert not news


@settings(max_examples=300, deadline=None)
@given(path=_PATHS, other=_PATHS, dialect=st.sampled_from(DIALECTS))
def test_the_line_gives_no_other_page_an_owner(path: str, other: str, dialect: Dialect) -> None:
    """Whatever stands in a path is taken as it is."""
    line = line_for(path, dialect)
    if line is None or other == path or other.startswith(f"{path}/"):
        return
    assert parsed(line, dialect).decide(other).owners == ()


@pytest.mark.parametrize(
    ("path", "github", "gitlab"),
    [
        ("docs/a.md", "/docs/a.md @your-team", "/docs/a.md @your-team"),
        ("docs/my file.md", "/docs/my\\ file.md @your-team", "/docs/my\\ file.md @your-team"),
        ("#a!.md", "/#a!.md @your-team", "/#a!.md @your-team"),
        ("docs/*?.md", "/docs/\\*\\?.md @your-team", "/docs/\\*\\?.md @your-team"),
        ("docs/[a].md", None, "/docs/\\[a].md @your-team"),
        ("docs/größe.md", "/docs/größe.md @your-team", "/docs/größe.md @your-team"),
        ("docs/a\tb.md", None, None),
        ("docs/a\nb @x.md", None, None),
        ("docs/\udcff.md", None, None),
        ("docs/a\u2003b.md", None, None),
        ("a/" * 3000 + "b.md", None, None),
    ],
)
def test_lines_in_each_dialect(path: str, github: str | None, gitlab: str | None) -> None:
    """What a dialect has no words for gets no line."""
    assert line_for(path, "github") == line_for(path, "bitbucket") == github
    assert line_for(path, "gitlab") == gitlab


def adopted(text: str, dialect: Dialect) -> Adoption | None:
    return adoption_in(parsed(text, dialect), "docs/a.md")


def test_where_the_line_goes() -> None:
    """At the end; in GitLab before the first section, or with a section of its own where that part excludes it."""
    line = "/docs/a.md @your-team"
    assert adopted("* @x\n/docs/\n", "github") == Adoption(line, "CODEOWNERS")
    assert adopted("/b @x\n", "gitlab") == Adoption(line, "CODEOWNERS")
    assert adopted("/b @x\n\n[Code]\n*.py @y\n[More] @z\n", "gitlab") == Adoption(
        line, "CODEOWNERS", before=3
    )
    own = Adoption(f"[Documentation]\n{line}", "CODEOWNERS")
    assert adopted("!docs/*\n", "gitlab") == own
    assert adopted("!docs/*\n[Code]\n*.py @y\n", "gitlab") == own
    assert adopted("/b @x\n[Code]\n*.py @y\n[]\n!docs/\n", "gitlab") == own
    full = "!docs/*\n[Docs]\na @x\n[DOCUMENTATION]\na @x\n[Pages]\na @x\n"
    assert adopted(full, "gitlab") is None


def test_a_file_that_is_not_read_to_its_end_takes_no_line() -> None:
    """What stands at the end of it would not count."""
    assert adopted("/b @x\n" * 600_000, "github") is None
    assert adopted("/b @x\n" * 50_010, "github") is None


@pytest.mark.parametrize(
    ("forge", "asked", "place"),
    [
        ("github", "gitlab", ".github/CODEOWNERS"),
        ("gitlab", "github", "CODEOWNERS"),
        ("bitbucket", "github", ".bitbucket/CODEOWNERS"),
        ("custom", "bitbucket", ".bitbucket/CODEOWNERS"),
        ("", "github", ".github/CODEOWNERS"),
        ("gitea", "github", None),
        ("forgejo", "gitlab", None),
    ],
)
def test_a_new_file_lies_where_the_forge_looks_first(forge: str, asked: str, place: str | None) -> None:
    """A forge whose dialect we do not know gets none."""
    found = read_ownership({}, forge=forge, otherwise=asked).adoption("a.md")  # type: ignore[arg-type]
    expected = Adoption("/a.md @your-team", place, is_new=True) if place else None
    assert found == expected
