"""GitHub's CODEOWNERS: each row is what GitHub's documentation says, or follows from it.

Source: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss.ownership.codeowners import parse_github
from mkdocs_oss.ownership.codeowners.github import compile_pattern

EXAMPLE = b"""\
# This is a comment.
# Each line is a file pattern followed by one or more owners.

# These owners will be the default owners for everything in
# the repo. Unless a later match takes precedence,
*       @global-owner1 @global-owner2

# Order is important; the last matching pattern takes the most precedence.
*.js    @js-owner #This is an inline comment.

# You can also use email addresses if you prefer.
*.go docs@example.com

# Teams can be specified as code owners as well.
*.txt @octo-org/octocats

# In this example, @doctocat owns any files in the build/logs directory at the root.
/build/logs/ @doctocat

# The `docs/*` pattern will match files like `docs/getting-started.md` but not further nested files.
docs/* docs@example.com

# In this example, @octocat owns any file in an apps directory anywhere in your repository.
apps/ @octocat

# In this example, @doctocat owns any file in the `/docs` directory in the root and its subdirectories.
/docs/ @doctocat

# In this example, any change inside the `/scripts` directory will require approval from both.
/scripts/ @doctocat @octocat

# In this example, @octocat owns any file in a `/logs` directory such as `/build/logs`, `/deeply/nested/logs`.
**/logs @octocat

# In this example, @octocat owns any file in the `/apps` directory except for the `/apps/github` subdirectory.
/apps/ @octocat
/apps/github

# In this example, the owner of `/apps/github` is @doctocat.
/apps/hub @doctocat
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("README.md", "@global-owner1 @global-owner2"),
        ("src/deep/main.py", "@global-owner1 @global-owner2"),
        ("a.js", "@js-owner"),
        ("src/deep/a.js", "@js-owner"),
        ("main.go", "docs@example.com"),
        ("src/notes.txt", "@octo-org/octocats"),
        ("build/out.o", "@global-owner1 @global-owner2"),
        ("build/logs/x.log", "@octocat"),  # `**/logs` stands later
        ("deeply/nested/logs/y.log", "@octocat"),
        ("logs/a/b/c", "@octocat"),
        ("src/build/logs.md", "@global-owner1 @global-owner2"),
        ("docs/getting-started.md", "@doctocat"),
        ("docs/build-app/troubleshooting.md", "@doctocat"),
        ("src/apps/x.py", "@octocat"),
        ("scripts/deploy/run.sh", "@doctocat @octocat"),
        ("scripts/a.js", "@doctocat @octocat"),
        ("src/scripts/run.sh", "@global-owner1 @global-owner2"),
        ("apps/one/x.py", "@octocat"),
        ("apps/github/x.py", ""),
        ("apps/github", ""),
        ("apps/hub/x.py", "@doctocat"),
        ("apps/hubris.py", "@octocat"),
    ],
)
def test_githubs_own_example(path: str, owners: str) -> None:
    """GitHub's example file gives the owners that its comments say."""
    parsed = parse_github(EXAMPLE, file="CODEOWNERS")
    assert parsed.bad_lines == ()
    rule = parsed.deciding(path)
    assert rule is not None
    assert " ".join(rule.owners) == owners


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        # a name alone: that file or folder anywhere
        ("docs", "docs", True), ("docs", "docs/a.md", True), ("docs", "src/docs/a.md", True),
        ("docs", "docs2/a.md", False), ("docs", "mydocs", False),
        ("a.md", "x/y/a.md", True), ("a.md", "a.md/b", True), ("a.md", "aXmd", False),
        # a leading slash: the root only
        ("/docs", "docs/a.md", True), ("/docs", "src/docs/a.md", False), ("/a.md", "a.md", True),
        ("/a.md", "x/a.md", False),
        # a slash inside anchors as well
        ("docs/a.md", "docs/a.md", True), ("docs/a.md", "x/docs/a.md", False), ("docs/api", "docs/api/x.md", True),
        # a slash at the end: folders only, and all below
        ("docs/", "docs/a.md", True), ("docs/", "docs/b/c.md", True), ("docs/", "x/docs/a.md", True),
        ("docs/", "docs", False), ("/docs/", "x/docs/a.md", False),
        # one star stays within one level
        ("*", "a", True), ("*", "a/b/c", True), ("/*", "a.md", True), ("/*", "a/b.md", False),
        ("docs/*", "docs/a.md", True), ("docs/*", "docs/b/a.md", False), ("/docs/*", "docs/b/a.md", False),
        ("docs/*", "docs/", False), ("*.md", "a.md", True), ("*.md", "x/y/a.md", True), ("*.md", "a.mdx", False),
        ("docs/*.md", "docs/a.md", True), ("docs/*.md", "docs/x/a.md", False), ("/docs/*/a.md", "docs/x/a.md", True),
        ("/docs/*/a.md", "docs/x/y/a.md", False), ("/docs/*/a.md", "docs/a.md", False), ("a*b*c", "aXbYc", True),
        ("a*b*c", "aXbY/c", False), ("/*/", "a/b", True), ("/*/", "a", False), ("docs/*/", "docs/a/b/c", True),
        # two stars cross levels
        ("**", "a/b", True), ("**/a.md", "a.md", True), ("**/a.md", "x/y/a.md", True), ("**/docs/", "x/docs/a", True),
        ("docs/**", "docs/a/b", True), ("docs/**", "docs", False), ("docs/**", "x/docs/a", False),
        ("docs/**/a.md", "docs/a.md", True), ("docs/**/a.md", "docs/x/y/a.md", True),
        ("docs/**/a.md", "docs/xa.md", False), ("a/**/b/**/c", "a/b/c", True), ("a/**/b/**/c", "a/x/b/y/z/c", True),
        ("a/**/b/**/c", "a/x/c", False), ("a/**/b/**/c", "a/b/x/b/c/d", True), ("a/**/**/b", "a/b", True),
        ("**/**", "a", True), ("/**/x/*.md", "a/x/b.md", True), ("/**/x/*.md", "a/x/y/b.md", False),
        ("docs**", "docs-old/a", True), ("a/**/b/c/**/d", "a/b/x/b/c/d", True),
        # one character
        ("a?.md", "ab.md", True), ("a?.md", "a/.md", False), ("a?.md", "a.md", False),
        # case counts; no ranges, no braces
        ("README.md", "readme.md", False), ("{a,b}", "a", False), ("{a,b}", "{a,b}", True),
        # escapes
        ("my\\ file.md", "my file.md", True), ("a\\*b", "a*b", True), ("a\\*b", "aXb", False), ("a\\?", "a?", True),
        ("a\\?", "ab", False), ("a+(b).md", "a+(b).md", True), ("a.b", "aXb", False), ("ü/*.md", "ü/a.md", True),
        # a lone slash names nothing
        ("/", "a", False), ("//", "a", False),
    ],
)  # fmt: skip
def test_patterns(pattern: str, path: str, expected: bool) -> None:
    """Each pattern matches what GitHub says, and nothing else."""
    assert bool(compile_pattern(pattern).fullmatch(path)) is expected


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
    rule = parsed.deciding("docs/bar.md")
    assert rule is not None
    assert rule.owners == ("@all",)


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
    rule = parsed.deciding("docs/a.md")
    assert rule is not None
    assert (rule.owners, parsed.bad_lines) == (("@a",), ())
    assert parsed.evidence(rule).text == "docs/ @a"


def test_the_last_match_decides_and_gives_its_line() -> None:
    """The evidence is file, line and words of the last rule that matches."""
    parsed = parse_github(b"* @a\n\n*.md @b\n*.md @c @d # why\n", file=".github/CODEOWNERS")
    rule = parsed.deciding("x/a.md")
    assert rule is not None
    evidence = parsed.evidence(rule)
    assert (str(evidence), evidence.text) == (".github/CODEOWNERS:4", "*.md @c @d")
    assert parse_github(b"/a @x", file="x").deciding("b") is None


def test_a_file_of_3_mb_does_not_count() -> None:
    """GitHub ignores a file that large, so it gives no rule, and says so."""
    parsed = parse_github(b"* @a\n" + b"#" * 3_000_000, file="CODEOWNERS")
    assert parsed.rules == ()
    assert "3 MB" in parsed.bad_lines[0].what


@pytest.mark.parametrize(
    "pattern",
    [
        "*a" * 500,
        "/" + "**/a/" * 300 + "b",
        "a/**/" * 300 + "b",
        "*" * 5000,
        "?" * 2000,
        "\\" * 999,
        "**/*a*/" * 200,
        "/" * 9999,
    ],
)
def test_many_wildcards_stay_small_work(pattern: str) -> None:
    """No pattern makes a match that goes on and on."""
    for path in ("a/" * 2000 + "c", "a" * 4000 + "c", "a/b/" * 1000):
        compile_pattern(pattern).fullmatch(path)


def test_a_long_line_is_read() -> None:
    """200 kB of anything in one line is one line."""
    for filler in (b"\\", b"#", b"@", b"a ", b" ", b"\\ ", b"*", b"a@"):
        parse_github(filler * (200_000 // len(filler)), file="CODEOWNERS")


@given(st.binary(max_size=400), st.text(max_size=30))
def test_never_raises(content: bytes, path: str) -> None:
    """Any bytes are a CODEOWNERS file."""
    parsed = parse_github(content, file="CODEOWNERS")
    parsed.deciding(path)


@given(st.text(alphabet="ab*?/\\. #[]!@", max_size=25), st.text(alphabet="ab/.", max_size=25))
def test_any_pattern_meets_any_path(pattern: str, path: str) -> None:
    """No pattern makes an expression that cannot be compiled."""
    for rule in parse_github(f"{pattern} @a".encode(), file="x").rules:
        rule.matches.fullmatch(path)


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


@given(
    st.lists(SEGMENT, max_size=6), st.lists(st.sampled_from(("a", "b", "ab", "c")), min_size=1, max_size=8)
)
def test_atomic_matching_loses_nothing(pattern: list[str], path: list[str]) -> None:
    """The fast matcher agrees with the obvious one."""
    found = compile_pattern("/" + "/".join([*pattern, "b"])).fullmatch("/".join(path))
    assert bool(found) is obvious([*pattern, "b"], path)
