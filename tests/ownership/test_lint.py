"""What is odd in a CODEOWNERS file: only what is certain, with its line and a remedy."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_oss.model import Adoption
from mkdocs_oss.ownership.codeowners import DIALECTS, Dialect, parse_codeowners
from mkdocs_oss.ownership.codeowners.lint import Oddity, lint

UNKNOWN_OWNER = "codeowners-unknown-owner"
NO_MATCH = "codeowners-no-match"
SHADOWED = "codeowners-shadowed"
UNOWNED = "codeowners-unowned"

PATHS = frozenset({"README.md", "docs/a.md", "docs/api/b.md", "src/x.py", "src/deep/y.py"})


def odd(text: str, *, dialect: Dialect = "github", code: str = "", **rest: object) -> list[tuple[int, str]]:
    return [(each.line, each.what) for each in oddities(text, dialect=dialect, **rest) if each.code == code]


def oddities(
    text: str,
    *,
    dialect: Dialect = "github",
    paths: frozenset[str] | None = PATHS,
    pages: tuple[str, ...] = (),
    known: tuple[str, ...] | None = None,
) -> list[Oddity]:
    parsed = parse_codeowners(text.encode(), file="CODEOWNERS", dialect=dialect)
    knows = None if known is None else known.__contains__
    return list(lint(parsed, paths=paths, pages=pages, knows=knows))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_pages_whose_owner_is_not_read_are_not_unowned(dialect: Dialect) -> None:
    """What a file says that is too large to be read to its end is not known, so nothing is said of pages without owner."""
    rules = "/x/ @x\n" * 50_001
    assert odd(rules, dialect=dialect, code=UNOWNED, pages=("docs/a.md",), paths=None) == []
    assert odd("#" * 3_000_000, dialect=dialect, code=UNOWNED, pages=("docs/a.md",)) == []


def test_a_file_in_order_has_no_oddities() -> None:
    """General rules first, and then what is more special: as the forges advise."""
    text = "* @all\n*.md @docs\n/docs/ @docs @all\n/docs/api/ @api\n/docs/api/b.md @b\n"
    assert oddities(text, pages=("docs/a.md",), known=("@all", "@docs", "@api", "@b")) == []


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("earlier", "later", "is_shadowed"),
    [
        ("*.md", "*", True), ("/docs/", "*", True), ("/docs/a.md", "/docs/", True), ("/docs/*.md", "/docs/", True),
        ("/docs/api/", "/docs/", True), ("*.md", "*.md", True), ("/docs/*.md", "*.md", True),
        ("README.md", "*.md", True), ("/a/b/README.md", "README.md", True), ("/docs/**/x.md", "/docs/", True),
        ("*", "*.md", False), ("/docs/", "/docs/api/", False), ("/docs", "/docs/", False), ("*.md", "/docs/", False),
        ("*.md", "*.mdx", False), ("README.md", "/README.md", False), ("/docs/*", "/docs/a*", False),
        ("*.x.md", "*.md", True), ("*.md", "*.x.md", False), ("/src/", "/docs/", False), ("docs/", "/docs/", False),
    ],
)  # fmt: skip
def test_shadowed(dialect: Dialect, earlier: str, later: str, is_shadowed: bool) -> None:
    """A rule is shadowed where a later one matches all that it can match, whatever files there are."""
    found = odd(f"{earlier} @a\n{later} @b\n", dialect=dialect, code=SHADOWED)
    assert [line for line, _ in found] == ([1] if is_shadowed else [])
    assert all("line 2" in what for _, what in found)


def test_sections_do_not_shadow_one_another() -> None:
    """Each of GitLab's sections decides on its own; an exclusion shadows within its section."""
    text = "*.md @a\n[X]\n* @b\n[Y]\n*.md @c\n!*.md\n"
    assert odd(text, dialect="gitlab", code=SHADOWED) == [
        (5, "*.md never decides: line 6 (*.md) excludes all of it")
    ]


PARTS = st.sampled_from(("a", "b", "*", "**", "*.md", "a*"))
PATTERN = st.builds(
    lambda before, parts, after: before + "/".join(parts) + after,
    st.sampled_from(("", "/")),
    st.lists(PARTS, min_size=1, max_size=3),
    st.sampled_from(("", "/")),
)
SOME = ["/".join(parts) for depth in (1, 2, 3) for parts in product(("a", "b", "x.md", "ab"), repeat=depth)]


@settings(deadline=None)
@given(st.sampled_from(DIALECTS), PATTERN, PATTERN)
def test_what_is_shadowed_never_decides(dialect: Dialect, earlier: str, later: str) -> None:
    """No path is decided by a rule that the linter calls shadowed."""
    parsed = parse_codeowners(f"{earlier} @a\n{later} @b\n".encode(), file="x", dialect=dialect)
    shadowed = {each.line for each in lint(parsed, paths=None) if each.code == SHADOWED}
    deciding = {rule.line for path in SOME for rule in parsed.decide(path).rules}
    assert not shadowed & deciding


def test_patterns_that_match_nothing() -> None:
    """Of files and folders that are not there; wildcards are tried on each path; what excludes is left alone."""
    text = (
        "/src/ @a\n/gone/ @a\n/docs/a.md @a\n/docs/c.md @a\n*.py @a\n*.go @a\n/docs/*/b.md @a\n/s*/*.md @a\n"
    )
    assert [line for line, _ in odd(text, code=NO_MATCH)] == [2, 4, 6, 8]
    assert odd("* @a\n!*.lock\n", dialect="gitlab", code=NO_MATCH) == []
    assert odd("/gone @a\n", code=NO_MATCH, paths=None) == []


def test_gitlabs_folders_need_a_slash() -> None:
    """For GitLab `/docs` is a file of that name; the remedy says what is missing."""
    for pattern in ("/docs", "docs/api"):
        (oddity,) = oddities(f"{pattern} @a\n", dialect="gitlab")
        assert (oddity.code, oddity.remedy) == (NO_MATCH, "if a folder is meant, write a slash at its end")
    assert oddities("/docs @a\n") == []


def test_owners_that_teams_yml_does_not_have() -> None:
    """Each once, on the line where it stands first; roles of GitLab are nobody's names."""
    text = "* @a @gone\n*.md @gone @@maintainer\n"
    assert odd(text, dialect="gitlab", code=UNKNOWN_OWNER, known=("@a",)) == [
        (1, "@gone is not in teams.yml")
    ]
    assert odd(text, code=UNKNOWN_OWNER) == []


def test_documentation_without_an_owner_is_one_finding() -> None:
    """Counted by folder, the most first."""
    pages = ("README.md", "docs/a.md", "docs/b.md", "docs/api/c.md")
    found = odd("/docs/api/ @a\n", pages=pages, code=UNOWNED)
    assert found == [(0, "3 pages have no owner in it: docs 2, the root 1")]
    many = tuple(f"d{number}/x.md" for number in range(9))
    ((_, what),) = odd("/src/ @a\n", pages=many, code=UNOWNED)
    assert what.endswith("d4 1, 4 more folders")


def test_the_lines_that_mend_it_are_told() -> None:
    """Those for whole folders first, where they go, and how many pages are left that need one each."""

    def remedy(ways: dict[str, Adoption]) -> str:
        parsed = parse_codeowners(b"/src/ @a\n", file="CODEOWNERS", dialect="github")
        (found,) = lint(
            parsed, paths=None, pages=("README.md", "docs/a.md", "docs/b.md", "z/c.md"), ways=ways
        )
        return found.remedy

    def way(line: str, folder: str = "", before: int = 0) -> Adoption:
        return Adoption(line, "CODEOWNERS", folder=folder, before=before)

    docs = {"docs/a.md": way("/docs/a.md @x", "/docs/ @x"), "docs/b.md": way("/docs/b.md @x", "/docs/ @x")}
    alone = way("/README.md @x")
    assert remedy(docs | {"README.md": alone}) == (
        "add `/docs/ @x` at its end, and a line for the other, and `owner:` in the front matter of 1"
    )
    below = {"z/c.md": way("/z/c.md @x", "/z/ @x")}
    assert remedy(docs | below | {"README.md": alone}) == (
        "add `/docs/ @x` and `/z/ @x` at its end, and a line for the other"
    )
    assert remedy({"README.md": way("[Docs]\n/README.md @x", before=3)}) == (
        "add `[Docs] /README.md @x` above its line 3, and `owner:` in the front matter of 3"
    )
    assert remedy({}) == "add a line for them"


def test_work_grows_with_the_file_and_the_paths() -> None:
    """2,000 rules of which none matches, over 20,000 paths: a rule is not compared with every path."""
    text = "".join(f"/src/part{number}/*.xy{number} @a\n" for number in range(2_000))
    paths = frozenset(f"src/part{number % 500}/file{number}.py" for number in range(20_000))
    assert len(oddities(text, paths=paths)) == 2_000
    parsed = parse_codeowners(text.encode(), file="x", dialect="github")
    assert sum(len(parsed.candidates(path)) for path in paths) <= 4 * len(paths)
