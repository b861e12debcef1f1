"""CODEOWNERS of any dialect: lines that are wrong, bytes that are odd, and that nothing makes it raise or slow."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mkdocs_oss.ownership.codeowners import DIALECTS, Dialect, OwnerRule, parse_codeowners, parse_github
from mkdocs_oss.ownership.codeowners.github import compile_github
from mkdocs_oss.ownership.codeowners.gitlab import compile_gitlab
from mkdocs_oss.ownership.codeowners.printed import printed


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("!docs/ @a", "negates"),
        ("docs/[ab].md @a", "character range"),
        ("docs/b]ar.md @a", "character range"),
        ("\\#file @a", "escapes a #"),
        ("docs/ a", "'a' is no owner"),
        ("docs/ @", "'@' is no owner"),
        ("docs/ @a @-b", "'@-b' is no owner"),
        ("docs/ @a/b/c", "no owner"),
        ("docs/ @@a", "no owner"),
        ("docs/ <script>alert(1)</script>", "no owner"),
        ("docs/ @<script>", "no owner"),
        ("docs/ @a,@b", "no owner"),
        ("docs/ javascript:alert(1)@x.y", "no owner"),
        ('docs/ "x"@example.org', "no owner"),
        ("docs/ ana@localhost", "no owner"),
        ("docs/ @" + "a" * 41, "no owner"),
    ],
)
def test_a_bad_line_is_skipped_and_named(line: str, what: str) -> None:
    """GitHub skips such a line; the finding has its number, the reason and a remedy. The others stay."""
    parsed = parse_github(f"* @all\n{line}\n".encode(), file="CODEOWNERS")
    (bad,) = parsed.bad_lines
    assert bad.line == 2
    assert what in bad.what
    assert bad.remedy
    assert parsed.decide("docs/bar.md").owners == ("@all",)


@pytest.mark.parametrize("dialect", ["github", "bitbucket"])
def test_owners_with_commas_between_them(dialect: Dialect) -> None:
    """Of names that are good but for the comma, the remedy is a space."""
    (bad,) = parse_codeowners(b"* @a,b@x.org", file="x", dialect=dialect).bad_lines
    assert bad.remedy == "put a space between them in place of the comma"
    (other,) = parse_codeowners(b"* @a,!", file="x", dialect=dialect).bad_lines
    assert "a space" not in other.remedy


@pytest.mark.parametrize(
    "owner", ["@a", "@octo-org/octo_cats.x", "@octocat_corp", "a.b+c@example.co.uk", "@a1-2"]
)
def test_good_owners(owner: str) -> None:
    """Users, teams and mail addresses are owners."""
    assert parse_github(f"* {owner}".encode(), file="x").bad_lines == ()


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfdocs/ @a\n",
        b"docs/ @a\r\n# x\r\n",
        b"docs/ @a\r",
        b"# caf\xe9\ndocs/ @a # caf\xe9\n",
        b"\n\n  docs/\t@a   \n",
        b"docs/ @a",
    ],
)
def test_any_encoding_and_line_end(content: bytes) -> None:
    """A byte-order mark, any line end, Latin-1 in comments, and white space do no harm."""
    parsed = parse_github(content, file="CODEOWNERS")
    decision = parsed.decide("docs/a.md")
    assert (decision.owners, parsed.bad_lines) == (("@a",), ())
    assert decision.evidence.text == "docs/ @a"


def test_the_last_match_decides_and_gives_its_line() -> None:
    """The evidence is file, line and words of the last rule that matches."""
    parsed = parse_github(b"* @a\n\n*.md @b\n*.md @c @d # why\n", file=".github/CODEOWNERS")
    evidence = parsed.decide("x/a.md").evidence
    assert (str(evidence), evidence.text) == (".github/CODEOWNERS:4", "*.md @c @d")
    assert not parse_github(b"/a @x", file="x").decide("b").decides


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_file_of_3_mb_does_not_count(dialect: Dialect) -> None:
    """GitHub ignores a file that large, so it gives no rule, and says so; of other forges it is not read either."""
    parsed = parse_codeowners(b"* @a\n" + b"#" * 3_000_000, file="CODEOWNERS", dialect=dialect)
    assert parsed.rules == ()
    assert "3 MB" in parsed.bad_lines[0].what


HOSTILE = [
    "*a" * 500,
    "/" + "**/a/" * 300 + "b",
    "a/**/" * 300 + "b",
    "*" * 5000,
    "?" * 2000,
    "\\" * 999,
    "**/*a*/" * 200,
    "/" * 9999,
    "[a-z]*" * 500,
    "[" * 3000,
    "[!a" * 900 + "]",
    "(?:a+)+" * 200,
]


@pytest.mark.parametrize("pattern", HOSTILE)
@pytest.mark.parametrize("compiled", [compile_github, compile_gitlab])
def test_many_wildcards_stay_small_work(pattern: str, compiled: Any) -> None:
    """No pattern makes a match that goes on and on."""
    for path in ("a/" * 2000 + "c", "a" * 4000 + "c", "a/b/" * 1000 + "c"):
        compiled(pattern).matches(path)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "filler",
    [
        b"\\",
        b"#",
        b"@",
        b"a ",
        b" ",
        b"\\ ",
        b"*",
        b"a@",
        b"[",
        b"]",
        b"[a",
        b"^[",
        b"!",
        b"@a/",
        b"a.b@",
        b"@@",
    ],
)
def test_work_grows_with_the_file(dialect: Dialect, filler: bytes) -> None:
    """A line four times as long takes about four times the steps, and four times the rules: counted, not timed."""
    few, many = (steps(filler * times, dialect) for times in (2_000, 8_000))
    assert many <= 5 * few + 2_000


def steps(content: bytes, dialect: Dialect) -> int:
    """How many calls and lines Python runs to read a file, and how much its regexes have to look at."""
    counted = 0

    def count(frame: Any, event: str, arg: Any) -> Any:
        nonlocal counted
        counted += 1
        return count

    sys.settrace(count)
    try:
        parse_codeowners(content, file="CODEOWNERS", dialect=dialect)
    finally:
        sys.settrace(None)
    return counted


@pytest.mark.parametrize("dialect", DIALECTS)
def test_ten_thousand_rules(dialect: Dialect) -> None:
    """A file of 10,000 rules is read, and a path is compared with the few rules that may match it."""
    text = "".join(f"/src/part{number}/ @team{number}\n*.x{number} @x\n" for number in range(5_000))
    parsed = parse_codeowners(text.encode(), file="CODEOWNERS", dialect=dialect)
    assert len(parsed.rules) == 10_000
    assert parsed.decide("src/part4999/a/b.md").owners == ("@team4999",)
    assert [rule.line for rule in parsed.matching("src/part7/a.x9")] == [15, 20]
    assert len(parsed.candidates("src/part7/a.x9")) == 2


@pytest.mark.parametrize("dialect", DIALECTS)
def test_files_made_to_take_long(dialect: Dialect) -> None:
    """Rules are read up to a bound, rules that fit every path up to a lower one, and of many bad lines how many."""
    many = parse_codeowners(b"/a @b\n" * 60_000, file="x", dialect=dialect)
    assert (len(many.rules), many.bad_lines[-1].line) == (50_000, 50_001)
    loose = parse_codeowners(b"*a*b* @b\n" * 3_000, file="x", dialect=dialect)
    assert (len(loose.rules), loose.bad_lines[-1].line) == (2_000, 2_001)
    assert "2,000 patterns" in loose.bad_lines[-1].what
    wrong = parse_codeowners(b"a b\n" * 1_000, file="x", dialect=dialect)
    assert len(wrong.bad_lines) == 201
    assert "more lines are wrong" in wrong.bad_lines[-1].what
    assert len(parse_codeowners(b"* @b\n" * 3_000, file="x", dialect=dialect).rules) == 3_000


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "content",
    [
        b"!",
        b"! @a",
        b"[",
        b"[Docs",
        b"^[Docs",
        b"[]",
        b"^",
        b"^[",
        b"[]]",
        b"[Docs][",
        b"\\",
        b"/ @a",
        b"\0 @a",
        b"* javascript:alert(1)",
        b"* https://x.example/a?b",
        b"\xff\xfe*\x00@\x00a\x00",
    ],
)
def test_odd_files(dialect: Dialect, content: bytes) -> None:
    """Nothing of it is an owner of anything, and what is wrong is told with its line and a remedy."""
    parsed = parse_codeowners(b"# first\n" + content + b"\n", file="CODEOWNERS", dialect=dialect)
    assert parsed.decide("a").owners == () or b"@a" in content
    assert all(bad.line == 2 and bad.what and bad.remedy for bad in parsed.bad_lines)


@pytest.mark.parametrize(
    ("text", "line", "what", "is_read"),
    [
        ("* nobody @a", 1, "'nobody' is no owner", True),
        ("* @a # was @b", 1, "those who stand in it are owners", True),
        ("*.md", 1, "names no owner", True),
        ("[X][0]\n* @a", 1, "counts as 1", True),
        ("^[X][2]\n* @a", 1, "leaves aside", True),
        ("[ab].md @a", 1, "'.md @a' is left aside", False),
        ("[X\n* @a", 1, "has no end", False),
        ("* @a\n[]\n", 2, "has no name", False),
        ("[X] nobody", 1, "name no owner", False),
        ("!", 1, "no pattern", False),
    ],
)
def test_what_gitlab_reads_otherwise_than_it_looks(text: str, line: int, what: str, is_read: bool) -> None:
    """Each with its line; what GitLab reads all the same is told apart from what it skips."""
    bad = parse_codeowners(text.encode(), file="x", dialect="gitlab").bad_lines[0]
    assert (bad.line, bad.is_read) == (line, is_read)
    assert what in bad.what
    assert bad.remedy


@pytest.mark.parametrize("text", ["* @a # why", "[X] @a # why\n*", "# [X\n* @a"])
def test_comments_that_do_no_harm_are_not_told(text: str) -> None:
    """A comment at the end of a line that names nobody is nobody's concern."""
    assert parse_codeowners(text.encode(), file="x", dialect="gitlab").bad_lines == ()


def test_a_link_is_no_owner() -> None:
    """A URL in the place of an owner never becomes one: it would be a link on a page."""
    for dialect in DIALECTS:
        for word in ("javascript:alert(1)", "javascript:alert@x.org", "//x.example", "data:text/html,x@y.zz"):
            parsed = parse_codeowners(f"* {word}".encode(), file="x", dialect=dialect)
            assert not any(":" in owner for owner in parsed.decide("a").owners)
            assert parsed.bad_lines


def test_evidence_has_no_control_characters() -> None:
    """A rule's words never move a cursor, turn the direction of text, or make a line of their own."""
    for dialect in DIALECTS:
        parsed = parse_codeowners("*\x1b[2J\u202e\u2028 @a".encode(), file="x", dialect=dialect)
        for rule in parsed.rules:
            assert not set(rule.text) & {"\x1b", "\u202e", "\u2028"}


def test_a_latin_1_path_is_matched_as_git_tells_it() -> None:
    """Bytes that are not UTF-8 mean the file whose name has these bytes, and are shown as the replacement character."""
    parsed = parse_github(b"/caf\xe9/ @a\n", file="CODEOWNERS")
    decision = parsed.decide(b"caf\xe9/x".decode("utf-8", "surrogateescape"))
    assert decision.owners == ("@a",)
    assert decision.evidence.text == "/caf\ufffd/ @a"


def test_the_trail_says_why() -> None:
    """Each rule that matched, in the order of the file, and what came of it."""
    parsed = parse_codeowners(
        b"* @all\n*.md @docs\n[X] @x\n*.md\n!a.md\n[Y]\n*.md @y\n", file="CODEOWNERS", dialect="gitlab"
    )
    decision = parsed.decide("a.md")
    assert [(step.rule.line, step.decides, step.why) for step in decision.trail] == [
        (1, False, "line 2 matches too, and stands later"),
        (2, True, "decides: the last that matches"),
        (4, False, "line 5 excludes the path in section [X], for good"),
        (5, False, "excludes the path in section [X]"),
        (7, True, "decides: the last that matches in section [Y]"),
    ]
    assert decision.owners == ("@docs", "@y")
    assert decision.evidence.text == "*.md @docs; [Y] *.md @y (line 7)"
    assert parsed.decide("x.txt").trail[0].why == "decides: the last that matches"
    assert "excludes" not in parsed.decide("b.md").evidence.text
    assert parsed.decide("b.md").evidence.text.endswith(
        "[X] *.md (@x by its section) (line 4); [Y] *.md @y (line 7)"
    )


@settings(deadline=None)
@given(st.sampled_from(DIALECTS), st.binary(max_size=400), st.text(max_size=30))
def test_never_raises(dialect: Dialect, content: bytes, path: str) -> None:
    """Any bytes are a CODEOWNERS file."""
    decision = parse_codeowners(content, file="CODEOWNERS", dialect=dialect).decide(path)
    assert decision.evidence.file == "CODEOWNERS"
    assert len(decision.trail) >= len(decision.rules)


LINES = st.lists(st.text(alphabet="ab*?/\\. #[]!@^2", max_size=16), max_size=8).map("\n".join)


@settings(deadline=None)
@given(st.sampled_from(DIALECTS), LINES)
@example("gitlab", "\\ \\")
@example("gitlab", "!\\  @a")
@example("github", "a\\ b @a\\")
def test_printed_and_read_again(dialect: Dialect, text: str) -> None:
    """A file as it was understood reads as the same rules again, and is then printed as it is."""
    first = parse_codeowners(text.encode(), file="x", dialect=dialect)
    again = parse_codeowners(printed(first).encode(), file="x", dialect=dialect)
    assert [meaning(rule) for rule in again.rules] == [meaning(rule) for rule in first.rules]
    assert printed(again) == printed(first)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_backslash_at_the_end_of_a_line_belongs_to_its_word(dialect: Dialect) -> None:
    """It is never dropped: GitLab takes the line up to the first space without a backslash before it."""
    parsed = parse_codeowners(b"/docs\\", file="x", dialect=dialect)
    assert [rule.pattern for rule in parsed.rules] == ([] if dialect == "bitbucket" else ["/docs\\"])
    assert not parsed.decide("docs").decides
    assert parse_codeowners(b"* @a\\", file="x", dialect=dialect).bad_lines or dialect == "gitlab"


def meaning(rule: OwnerRule) -> tuple[object, ...]:
    return rule.pattern, rule.owners, rule.section, rule.excludes, rule.inherits


@settings(deadline=None)
@given(st.sampled_from(DIALECTS), LINES, st.text(alphabet="ab/.", max_size=25))
def test_the_index_loses_no_rule(dialect: Dialect, text: str, path: str) -> None:
    """What is found by the index is what asking each rule finds."""
    parsed = parse_codeowners(text.encode(), file="x", dialect=dialect)
    assert list(parsed.matching(path)) == [rule for rule in parsed.rules if rule.matches.matches(path)]


SEGMENT = st.sampled_from(("a", "b", "*", "**", "a*", "?"))


def obvious(pattern: list[str], path: list[str]) -> bool:
    """The slow and obvious matcher of an anchored pattern that ends in a name."""
    if not pattern:
        return True  # whatever lies below
    if not path:
        return False
    if pattern[0] == "**":
        return obvious(pattern[1:], path) or obvious(pattern, path[1:])
    first, name = pattern[0], path[0]
    fits = (
        first in ("*", name) or (first == "a*" and name.startswith("a")) or (first == "?" and len(name) == 1)
    )
    return fits and obvious(pattern[1:], path[1:])


@settings(deadline=None)
@given(
    st.lists(SEGMENT, max_size=6), st.lists(st.sampled_from(("a", "b", "ab", "c")), min_size=1, max_size=8)
)
def test_atomic_matching_loses_nothing(pattern: list[str], path: list[str]) -> None:
    """The fast matcher agrees with the obvious one."""
    found = compile_github("/" + "/".join([*pattern, "b"])).matches("/".join(path))
    assert found is obvious([*pattern, "b"], path)


GITLAB_SEGMENT = st.sampled_from(("a", "b", "*", "**", "a*", "?", "[a-b]", "[!a]", "a?", "*b*"))


def names_fit(pattern: str, name: str) -> bool:
    """Whether one name fits, as slowly and plainly as can be."""
    if not pattern:
        return not name
    if pattern[0] == "*":
        return names_fit(pattern[1:], name) or (bool(name) and names_fit(pattern, name[1:]))
    if not name:
        return False
    if pattern[0] == "[":
        inside, _, rest = pattern[1:].partition("]")
        fits = (name[0] not in inside[1:]) if inside[0] == "!" else inside[0] <= name[0] <= inside[-1]
        return fits and names_fit(rest, name[1:])
    return pattern[0] in ("?", name[0]) and names_fit(pattern[1:], name[1:])


def fnmatch(pattern: list[str], path: list[str]) -> bool:
    """Ruby's File.fnmatch with FNM_PATHNAME and FNM_DOTMATCH, over segments: only `**/` crosses them."""
    if not pattern or not path:
        return not pattern and not path
    if pattern[0] == "**" and len(pattern) > 1:
        return fnmatch(pattern[1:], path) or fnmatch(pattern, path[1:])
    return names_fit(pattern[0], path[0]) and fnmatch(pattern[1:], path[1:])


@settings(deadline=None)
@given(
    st.lists(GITLAB_SEGMENT, min_size=1, max_size=6),
    st.sampled_from(("", "/")),
    st.sampled_from(("", "/")),
    st.lists(st.sampled_from(("a", "b", "ab", "c", ".a")), min_size=1, max_size=7),
)
def test_gitlab_matches_as_fnmatch(pattern: list[str], before: str, after: str, path: list[str]) -> None:
    """The fast matcher agrees with the obvious one, after what GitLab makes of a pattern before it asks Ruby."""
    whole = [*([] if before else ["**"]), *pattern, *(["**", "*"] if after else [])]
    found = compile_gitlab(before + "/".join(pattern) + after).matches("/".join(path))
    assert found is fnmatch(whole, path)
