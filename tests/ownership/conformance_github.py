"""GitHub's published rules, each with examples.

`file`, `path` and the owners that GitHub's documentation gives it: "" where the deciding rule names nobody, None
where no rule matches.
"""

from __future__ import annotations

ABOUT = "docs.github.com, About code owners"
GITIGNORE = "git-scm.com, gitignore, Pattern format (GitHub: most of the same rules)"

EXAMPLE = """\
\
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
EXAMPLE_SOURCE = f"{ABOUT}: Example of a CODEOWNERS file"
EXAMPLE_ROWS: list[tuple[str, str]] = [
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
]

Row = tuple[str, str, str | None]
FILES: list[tuple[str, list[Row]]] = [
    (
        f"{ABOUT}: the last matching pattern takes the most precedence",
        [
            ("* @a\n*.md @b", "x.md", "@b"),
            ("*.md @b\n* @a", "x.md", "@a"),
            ("*.md @a\n*.md @b", "x.md", "@b"),
            ("/docs/ @a\n* @b\n/docs/api/ @c", "docs/x.md", "@b"),
        ],
    ),
    (
        f"{ABOUT}: to match two or more code owners with the same pattern, all must be on the same line",
        [
            ("* @a @b", "x", "@a @b"),
            ("* @a\n* @b", "x", "@b"),
        ],
    ),
    (
        f"{ABOUT}: @username, @org/team-name, or an email address",
        [
            ("* @user", "x", "@user"),
            ("* @octo-org/octo_team.x", "x", "@octo-org/octo_team.x"),
            ("* user@example.com", "x", "user@example.com"),
            ("* @octocat_corp", "x", "@octocat_corp"),
            ("* @a o@example.com @b/c", "x", "@a o@example.com @b/c"),
        ],
    ),
    (
        f"{ABOUT}: comments, inline ones too",
        [
            ("# * @a", "x", None),
            ("  # * @a", "x", None),
            ("* @a # @b", "x", "@a"),
            ("*.js @a #This is an inline comment.", "x.js", "@a"),
            ("a#b @a", "a#b", "@a"),
            ("* @a\n*.md # nobody", "x.md", ""),
        ],
    ),
    (
        f"{ABOUT}: owners left empty",
        [
            ("/apps/ @a\n/apps/github", "apps/github/x", ""),
            ("/apps/ @a\n/apps/github", "apps/x", "@a"),
            ("* @a\n*.md", "docs/x.md", ""),
        ],
    ),
    (
        f"{ABOUT}: paths are case sensitive",
        [
            ("/Docs/ @a", "docs/x", None),
            ("README.md @a", "readme.md", None),
            ("*.MD @a", "x.md", None),
        ],
    ),
    (
        f"{ABOUT}: syntax rules for gitignore files that do not work; the line is skipped",
        [
            ("* @a\n!x.md @b", "x.md", "@a"),
            ("* @a\n[ab].md @b", "a.md", "@a"),
            ("* @a\n\\#x @b", "#x", "@a"),
            ("* @a\n*.[ch] @b", "x.c", "@a"),
        ],
    ),
    (
        f"{ABOUT}: if any line contains invalid syntax, that line will be skipped",
        [
            ("* @a\n*.md b", "x.md", "@a"),
            ("* @a\n*.md @b c", "x.md", "@a"),
            ("* @a\n*.md @b,@c", "x.md", "@a"),
            ("* @a\n*.md @@b", "x.md", "@a"),
            ("* @a\n[Docs] @b\n*.md @c", "x.md", "@c"),
        ],
    ),
    (
        f"{ABOUT}: files must be under 3 MB",
        [
            ("* @a\n#" + "x" * 3_000_000, "x", None),
        ],
    ),
    (
        f"{GITIGNORE}: put a backslash in front of each space",
        [
            ("my\\ file.md @a", "my file.md", "@a"),
            ("/my\\ docs/ @a", "my docs/x", "@a"),
        ],
    ),
]

PATTERNS_SOURCE = GITIGNORE
PATTERNS: list[tuple[str, str, bool]] = [
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
    # two stars at the end before a slash: each folder below
    ("docs/**/", "docs/a/b.md", True), ("docs/**/", "docs/b.md", False), ("**/", "a/b", True), ("**/", "a", False),
    # two slashes in a row
    ("docs//a", "docs/a", False), ("docs//", "docs/a", False), ("//docs", "docs", False), ("**//a", "a", False),
    ("a//**", "a/b", False), ("/**//a", "b/a", False),
    # a backslash at the end never matches
    ("docs\\", "docs", False), ("docs\\", "docs\\", False),
]  # fmt: skip
