"""The line for a whole folder: only where it takes nothing from anybody, and only where it works."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_oss.ownership import read_ownership
from mkdocs_oss.ownership.codeowners import DIALECTS, Dialect, parse_codeowners
from mkdocs_oss.ownership.folder_lines import folder_lines

DOCS = frozenset(f"docs/{name}.md" for name in "abcd")
ME = "@your-team"


def lines(
    text: str,
    pages: frozenset[str] = DOCS,
    *,
    others: frozenset[str] = frozenset(),
    owned: frozenset[str] = frozenset(),
    dialect: Dialect = "github",
    place: str = "CODEOWNERS",
) -> dict[str, set[str]]:
    """Line → the pages that have it."""
    repo = read_ownership({place: text.encode()}, asked=dialect)
    ways = {path: way for path in sorted(pages) if (way := repo.adoption(path)) is not None}
    found: dict[str, set[str]] = {}
    for path, line in folder_lines(repo, ways, paths=pages | others | owned, owned=owned).items():
        found.setdefault(line, set()).add(path)
    return found


@pytest.mark.parametrize("dialect", DIALECTS)
def test_one_line_for_all_of_a_folder(dialect: Dialect) -> None:
    """With what lies below it, in the words of each dialect."""
    place = ".bitbucket/CODEOWNERS" if dialect == "bitbucket" else "CODEOWNERS"
    deep = frozenset({"docs/api/x.md", "docs/img/logo.png"})
    found = lines("/src/ @a\n", DOCS | deep, dialect=dialect, place=place)
    assert found == {f"/docs/ {ME}": set(DOCS | deep)}


def test_few_pages_have_a_line_each() -> None:
    """And the root is no folder: a line for it would name the code too."""
    assert lines("/src/ @a\n", DOCS - {"docs/a.md"}) == {}
    assert lines("/src/ @a\n", frozenset(f"{name}.md" for name in "abcde")) == {}


def test_nothing_is_taken_from_anybody() -> None:
    """Where somebody owns a file below, that may be no page, the line is for the files of the folder itself."""
    below = frozenset({"docs/api/x.py"})
    assert lines("/docs/api/ @api\n", others=below) == {f"/docs/* {ME}": set(DOCS)}
    assert lines("/docs/api/ @api\n", others=below, dialect="gitlab") == {f"/docs/* {ME}": set(DOCS)}
    beside = frozenset({"docs/logo.svg"})
    assert lines("*.svg @art\n", others=beside) == {}
    assert lines("/src/ @a\n", owned=frozenset({"docs/theirs.md"})) == {}
    assert lines("/src/ @a\n", owned=frozenset({"docs/deep/theirs.md"})) == {f"/docs/* {ME}": set(DOCS)}
    assert lines("/src/ @a\n", others=frozenset({"docs/OWNERS"})) == {}


def test_bitbucket_has_no_words_for_the_files_of_a_folder_alone() -> None:
    """There `/docs/*` is all that lies below."""
    below = frozenset({"docs/api/x.py"})
    found = lines("/docs/api/ @api\n", others=below, dialect="bitbucket", place=".bitbucket/CODEOWNERS")
    assert found == {}


def test_folders_of_packages_are_told_one_by_one() -> None:
    """A folder that holds no page itself may hold code: it is not given away as a whole."""
    pages = frozenset(f"packages/{name}/docs/{number}.md" for name in "ab" for number in range(4))
    found = lines("/src/ @a\n", pages, others=frozenset({"packages/a/run.py"}))
    assert set(found) == {f"/packages/a/docs/ {ME}", f"/packages/b/docs/ {ME}"}


def test_in_a_file_with_sections_it_stands_where_the_lines_of_pages_do() -> None:
    """Above the first heading, or with a heading of its own where those lines exclude the folder for good."""
    assert set(lines("[Code]\n/src/ @a\n", dialect="gitlab")) == {f"/docs/ {ME}"}
    assert set(lines("!/docs/\n[Code]\n/src/ @a\n", dialect="gitlab")) == {f"[Documentation]\n/docs/ {ME}"}
    # Only one page is excluded: no one line does for all.
    assert lines("!/docs/a.md\n[Code]\n/src/ @a\n", dialect="gitlab") == {}


def test_names_are_escaped() -> None:
    """And a name that the dialect has no words for has no line."""
    pages = frozenset(f"my docs/{name}.md" for name in "abcd")
    assert set(lines("/src/ @a\n", pages)) == {f"/my\\ docs/ {ME}"}
    assert lines("/src/ @a\n", frozenset(f"[x]/{name}.md" for name in "abcd")) == {}


_RULES = st.lists(
    st.sampled_from(["*", "/docs/", "/docs/*", "*.md", "/docs/a.md", "/docs/api/", "!/docs/api/", "!*.md", "[Docs]"])
    .flatmap(lambda pattern: st.sampled_from(["", " @x"]).map(lambda owner: pattern + owner)),
    max_size=6,
).map("\n".join)  # fmt: skip


@given(rules=_RULES, dialect=st.sampled_from(DIALECTS))
@settings(max_examples=300, deadline=None)
def test_whatever_stands_in_the_file(rules: str, dialect: Dialect) -> None:
    """With the line put where it goes, each of its pages is the team's, and whoever owned a file owns it still."""
    place = ".bitbucket/CODEOWNERS" if dialect == "bitbucket" else "CODEOWNERS"
    repo = read_ownership({place: rules.encode()}, asked=dialect)
    assert repo.codeowners is not None
    paths = DOCS | {f"docs/api/{name}" for name in ("1.md", "2.md", "3.md", "4.md", "x.py")}
    before = {path: repo.codeowners.decide(path).owners for path in paths}
    pages = [path for path in sorted(paths) if path.endswith(".md") and not before[path]]
    ways = {path: way for path in pages if (way := repo.adoption(path)) is not None}
    found = folder_lines(repo, ways, paths=paths, owned=frozenset())
    for line in set(found.values()):
        theirs = [path for path, of in found.items() if of == line]
        old = rules.split("\n")
        at = ways[theirs[0]].before - 1 if ways[theirs[0]].before else len(old)
        text = "\n".join([*old[:at], line, *old[at:]])
        after = parse_codeowners(text.encode(), file=place, dialect=dialect)
        assert all(ME in after.decide(path).owners for path in theirs)
        assert all(set(before[path]) <= set(after.decide(path).owners) for path in paths)
