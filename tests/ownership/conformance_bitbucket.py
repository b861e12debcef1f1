"""Bitbucket Cloud's published rules, each with examples: the file, a path, and its owners (None: no rule matches)."""

from __future__ import annotations

ABOUT = "support.atlassian.com, Bitbucket Cloud: Set up and use code owners"
GITIGNORE = "git-scm.com, gitignore, Pattern format (Atlassian: most of the same rules)"

Row = tuple[str, str, str | None]
FILES: list[tuple[str, list[Row]]] = [
    (
        f"{ABOUT}: comments, at the start of a line or inline",
        [
            ("# a comment\n* a@example.com", "x", "a@example.com"),
            ("* a@example.com # b@example.com", "x", "a@example.com"),
            ("* a@example.com #b", "x", "a@example.com"),
            ("#* a@example.com", "x", None),
        ],
    ),
    (
        f"{ABOUT}: a path pattern followed by one or many user references, separated by spaces",
        [
            (
                "* individual@example.com individual2@example.com",
                "x",
                "individual@example.com individual2@example.com",
            ),
            ("*.md\n* a@example.com", "x.md", "a@example.com"),
            ("* a@example.com\n*.md", "x.md", "a@example.com"),
        ],
    ),
    (
        f"{ABOUT}: references by mail address, user name, group of a workspace, team of the repo",
        [
            ("* a@example.com", "x", "a@example.com"),
            ("* @individual-username", "x", "@individual-username"),
            ("* @workspace-slug/group-name", "x", "@workspace-slug/group-name"),
            ("* @teams/team-name", "x", "@teams/team-name"),
        ],
    ),
    (
        f"{ABOUT}: how the reviewers of a group are chosen; the owner is the group",
        [
            ("*.py @workspace-slug/py-owners:random", "x.py", "@workspace-slug/py-owners"),
            (
                "*.py @workspace-slug/py-owners:random(3) # 3 random users",
                "x.py",
                "@workspace-slug/py-owners",
            ),
            ("*.py @workspace-slug/py-owners:least_busy", "x.py", "@workspace-slug/py-owners"),
            ("*.py @workspace-slug/py-owners:least_busy(2)", "x.py", "@workspace-slug/py-owners"),
            ("*.py @workspace-slug/py-owners:all", "x.py", "@workspace-slug/py-owners"),
            ("* @a\n*.py @w/g:random(x)", "x.py", "@a"),
            ("* @a\n*.py @w/g:fastest(2)", "x.py", "@a"),
            ("* @a\n*.py @user:random(2)", "x.py", "@a"),
        ],
    ),
    (
        f"{ABOUT}: the last matching pattern takes the most precedence",
        [
            ("* a@example.com\n*.js b@example.com", "x.js", "b@example.com"),
            ("*.js a@example.com\n/src/drift.js s@example.com", "src/drift.js", "s@example.com"),
            ("*.js a@example.com\n/src/drift.js s@example.com", "lib/drift.js", "a@example.com"),
            ("*.js a@example.com\n*.js @w/frontenders", "x.js", "@w/frontenders"),
        ],
    ),
    (
        f"{ABOUT}: what does not work: `!`, `[ ]`, an escaped #",
        [
            ("* @a\n!x.md @b", "x.md", "@a"),
            ("* @a\n[ab].md @b", "a.md", "@a"),
            ("* @a\n\\#x @b", "#x", "@a"),
        ],
    ),
    (
        GITIGNORE,
        [
            ("docs @a", "docs/x", "@a"),
            ("docs @a", "x/docs/y", "@a"),
            ("/docs @a", "x/docs/y", None),
            ("docs/ @a", "docs", None),
            ("docs/* @a", "docs/x/y", "@a"),
            ("docs/*.md @a", "docs/x/y.md", None),
            ("docs/** @a", "docs/x/y", "@a"),
            ("a/**/b @a", "a/x/y/b/c", "@a"),
            ("my\\ docs/ @a", "my docs/x", "@a"),
            ("README.md @a", "readme.md", None),
        ],
    ),
]
