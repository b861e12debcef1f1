"""GitLab's published rules, each with examples.

`file`, `path` and the owners: "" where the deciding rules name nobody, None where no rule matches, "-" where all
sections that match exclude the path.
"""

from __future__ import annotations

REFERENCE = "docs.gitlab.com, Syntax of CODEOWNERS file"
ADVANCED = "docs.gitlab.com, Advanced CODEOWNERS configuration"

README = """\
* @admin

[README Owners]
README.md @user1 @user2
internal/README.md @user4

[README other owners]
README.md @user3
"""
DEFAULTS = """\
[Documentation] @docs-team
docs/
README.md

[Database] @database-team @agarcia
model/db/
config/db/database-setup.md @docs-team
"""
REGULAR = """\
# Required for all files
* @general-approvers

[Documentation] @docs-team
docs/
README.md
*.txt

[Database] @database-team
model/db/
config/db/database-setup.md @docs-team
"""
SAME_NAME = """\
[Documentation]
ee/docs/    @docs
docs/       @docs

[Database]
README.md  @database
model/db/   @database

[DOCUMENTATION]
README.md  @docs
"""
EXCLUSIONS = """\
# All files require approval from @username
* @username

# Except pom.xml which needs no approval
!pom.xml

[Ruby]
# All ruby files require approval from @ruby-team
*.rb @ruby-team

# Except Ruby files in the config directory
!/config/**/*.rb
"""
AGAIN = "[Ruby]\n*.rb @ruby-team\n!/config/**/*.rb\n/config/routes.rb @ops\n"
TWO = "[Ruby]\n*.rb @ruby-team\n!/config/**/*.rb\n\n[Config]\n/config/ @ops-team\n"
AUTOMATED = "* @default-owner\n!package-lock.json\n!yarn.lock\n!**/generated/\n!.gitlab-ci.yml\n"
UNPARSABLE = "[Docs]\ndocs/**/* @group\n\n[Section name\ndocs/ @docs_group\n"

Row = tuple[str, str, str | None]
FILES: list[tuple[str, list[Row]]] = [
    (
        f"{REFERENCE}: examples",
        [
            ("* @default-owner", "a/b.c", "@default-owner"),
            ("README.md @doc-team @tech-lead", "README.md", "@doc-team @tech-lead"),
            ("*.rb @ruby-owner", "lib/x.rb", "@ruby-owner"),
            ("LICENSE @legal janedoe@gitlab.com", "LICENSE", "@legal janedoe@gitlab.com"),
            ("README @group @group/with-nested/subgroup", "README", "@group @group/with-nested/subgroup"),
            ("/docs/ @all-docs", "docs/a/b.md", "@all-docs"),
            ("/docs/* @root-docs", "docs/a.md", "@root-docs"),
            ("/docs/* @root-docs", "docs/a/b.md", None),
            ("/docs/**/*.md @markdown-docs", "docs/a/b/c.md", "@markdown-docs"),
            ("/db/**/index.md @index-docs", "db/a/b/index.md", "@index-docs"),
            ("/db/**/index.md @index-docs", "db/index.md", "@index-docs"),
            ("/config/ @@maintainer", "config/x", "@@maintainer"),
        ],
    ),
    (
        f"{REFERENCE}: lines that start with # are ignored; owners in an inline comment count",
        [
            ("# * @a", "x", None),
            ("* @a\n  # *.md @b", "x.md", "@a"),
            ("* @a # was @b", "x", "@a @b"),
            ("\\#file.rb @a", "#file.rb", "@a"),
        ],
    ),
    (
        f"{REFERENCE}: the last entry is used",
        [
            ("*.md @doc-team\nterms.md @legal-team", "terms.md", "@legal-team"),
            ("terms.md @legal-team\n*.md @doc-team", "terms.md", "@doc-team"),
            ("*.md @a\nx.md @b\n*.md @c", "x.md", "@c"),
        ],
    ),
    (
        f"{REFERENCE}: sections decide on their own, and the lines before the first are one",
        [
            (README, "README.md", "@admin @user1 @user2 @user3"),
            (README, "internal/README.md", "@admin @user4 @user3"),
            (README, "x", "@admin"),
        ],
    ),
    (
        f"{REFERENCE}: headings",
        [
            ("[Section name]\n* @a", "x", "@a"),
            ("^[Section name]\n* @a", "x", "@a"),
            ("[Section name][5]\n* @a", "x", "@a"),
            ("[Section name] @username\n*", "x", "@username"),
            ("[Section name][2] @group @subgroup\n*", "x", "@group @subgroup"),
            ("^[Section name] @a\n*", "x", "@a"),
            ("[Section name] @@developers\n*", "x", "@@developers"),
            ("[Section name] @a # @b\n*", "x", "@a"),
        ],
    ),
    (
        f"{REFERENCE}: default owners of a section",
        [
            (DEFAULTS, "docs/a.md", "@docs-team"),
            (DEFAULTS, "x/README.md", "@docs-team"),
            (DEFAULTS, "model/db/x", "@database-team @agarcia"),
            (DEFAULTS, "config/db/database-setup.md", "@docs-team"),
            (DEFAULTS, "x.md", None),
        ],
    ),
    (
        f"{ADVANCED}: regular entries and sections",
        [
            (REGULAR, "x", "@general-approvers"),
            (REGULAR, "docs/x", "@general-approvers @docs-team"),
            (REGULAR, "model/db/CHANGELOG.txt", "@general-approvers @docs-team @database-team"),
            (REGULAR, "config/db/database-setup.md", "@general-approvers @docs-team"),
        ],
    ),
    (
        f"{ADVANCED}: sections with duplicate names are combined, whatever the case",
        [
            (SAME_NAME, "README.md", "@database @docs"),
            (SAME_NAME, "docs/README.md", "@database @docs"),
            (SAME_NAME, "model/db/x", "@database"),
            ("[A]\nx @a\n[B]\nx @b\n[a]\nx @c", "x", "@b @c"),
            ("[A] @a\nx\n[a] @b\ny", "x", "@a"),
            ("[A] @a\nx\n[a] @b\ny", "y", "@b"),
        ],
    ),
    (
        f"{REFERENCE}: absolute paths match from the root",
        [
            ("/README.md @a", "README.md", "@a"),
            ("/README.md @a", "docs/README.md", None),
            ("/docs/README.md @a", "docs/README.md", "@a"),
        ],
    ),
    (
        f"{REFERENCE}: relative paths are globstar paths",
        [
            ("README.md @a", "app/lib/README.md", "@a"),
            ("internal/README.md @a", "internal/README.md", "@a"),
            ("internal/README.md @a", "docs/api/internal/README.md", "@a"),
            ("internal/README.md @a", "README.md", None),
        ],
    ),
    (
        f"{REFERENCE}: directory paths end with a slash",
        [
            ("/docs/ @a", "docs/a/b/c", "@a"),
            ("/docs/ @a", "x/docs/a", None),
            ("lib/ @a", "x/lib/a/b", "@a"),
            ("/docs @a", "docs/a", None),
            ("docs @a", "docs", "@a"),
            ("/ @a", "a/b", "@a"),
        ],
    ),
    (
        f"{REFERENCE}: wildcard paths",
        [
            ("/docs/*.md @a", "docs/x.md", "@a"),
            ("/docs/*.md @a", "docs/x/y.md", None),
            ("/docs/index.* @a", "docs/index.html", "@a"),
            ("/docs/*spec* @a", "docs/qa_specs.rb", "@a"),
            ("/docs/*spec* @a", "docs/runtime.spec", "@a"),
            ("/docs/*/README.md @a", "docs/api/README.md", "@a"),
            ("/docs/*/README.md @a", "docs/README.md", None),
            ("/docs/*/README.md @a", "docs/a/b/README.md", None),
        ],
    ),
    (
        f"{REFERENCE}: globstar paths",
        [
            ("/docs/**/index.md @a", "docs/index.md", "@a"),
            ("/docs/**/index.md @a", "docs/api/graphql/index.md", "@a"),
            ("**/*.rb @a", "config/database.rb", "@a"),
            ("/**/click_house/ @a", "a/b/click_house/c/d", "@a"),
        ],
    ),
    (
        f"{ADVANCED}: File.fnmatch with FNM_DOTMATCH and FNM_PATHNAME",
        [
            ("* @a", ".gitignore", "@a"),
            ("/*.yml @a", ".gitlab-ci.yml", "@a"),
            ("/a/*/c @a", "a/.b/c", "@a"),
            ("/a?c @a", "abc", "@a"),
            ("/a?c @a", "a/c", None),
            ("/[a-c].md @a", "b.md", "@a"),
            ("/[!a-c].md @a", "b.md", None),
            ("/docs/** @a", "docs/x", "@a"),
            ("/docs/** @a", "docs/x/y", None),
            ("/a** @a", "ab", "@a"),
            ("/a\\*b @a", "a*b", "@a"),
            ("/a\\*b @a", "axb", None),
        ],
    ),
    (
        f"{REFERENCE}: exclusions, in their section and for good",
        [
            (EXCLUSIONS, "x", "@username"),
            (EXCLUSIONS, "pom.xml", "-"),
            (EXCLUSIONS, "lib/x.rb", "@username @ruby-team"),
            (EXCLUSIONS, "config/x.rb", "@username"),
            (AGAIN, "config/routes.rb", "-"),
            (AGAIN, "lib/routes.rb", "@ruby-team"),
            (TWO, "config/routes.rb", "@ops-team"),
            (TWO, "lib/routes.rb", "@ruby-team"),
            (AUTOMATED, "a/generated/b/c", "-"),
            (AUTOMATED, "sub/yarn.lock", "-"),
            (AUTOMATED, "x", "@default-owner"),
        ],
    ),
    (
        f"{REFERENCE}: roles",
        [
            ("file.md @@developer @@maintainer", "file.md", "@@developer @@maintainer"),
            ("file.md @@developers", "file.md", "@@developers"),
            ("file.md @@owner", "file.md", "@@owner"),
            ("file.md @@guest @a", "file.md", "@a"),
        ],
    ),
    (
        f"{ADVANCED}: entries with spaces",
        [
            ("path\\ with\\ spaces/*.md @owner", "path with spaces/a.md", "@owner"),
            ("folder with spaces/*.md @group", "folder", "@group"),
            ("folder with spaces/*.md @group", "folder with spaces/a.md", None),
        ],
    ),
    (
        f"{ADVANCED}: unparsable sections are entries of the section before",
        [
            ("* @group\n\n[Section name\ndocs/ @docs_group", "docs/a", "@docs_group"),
            ("* @group\n\n[Section name\ndocs/ @docs_group", "x", "@group"),
            (UNPARSABLE, "docs/a", "@docs_group"),
        ],
    ),
    (
        f"{ADVANCED}: malformed owners are ignored",
        [
            (
                "/path/* @group user_without_at_symbol @user_with_at_symbol",
                "path/x",
                "@group @user_with_at_symbol",
            ),
            ("* @a nobody", "x", "@a"),
        ],
    ),
    (
        f"{ADVANCED}: zero owners",
        [
            ("* @a\n*.md", "x.md", ""),
            ("[A]\n*.md", "x.md", ""),
            ("* @a\n[A]\n*.md", "x.md", "@a"),
            ("[A] @b\n*.md nobody", "x.md", ""),
        ],
    ),
]

SECTIONS: list[tuple[str, list[tuple[str, tuple[str, bool, int]]]]] = [
    (
        f"{ADVANCED}: approvals, and {REFERENCE}: optional sections; (name, optional, approvals)",
        [
            ("[Documentation][2]\n*.md @a", ("Documentation", False, 2)),
            ("[Documentation]\n*.md @a", ("Documentation", False, 1)),
            ("[Documentation][0]\n*.md @a", ("Documentation", False, 1)),
            ("[Documentation][many]\n*.md @a", ("Documentation", False, 1)),
            ("^[Go]\n*.go @a", ("Go", True, 1)),
            ("^[Go][2]\n*.go @a", ("Go", True, 1)),
            ("[Docs]\n*.md @a\n^[docs]\n*.txt @a", ("Docs", False, 1)),
            ("^[Docs]\n*.md @a\n[DOCS]\n*.txt @a", ("Docs", False, 1)),
            ("^[Docs]\n*.md @a\n^[DOCS]\n*.txt @a", ("Docs", True, 1)),
        ],
    ),
]
