"""Owners from a repo's other files, and the order of all the evidence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_oss.model import Author, Owners, Unknown
from mkdocs_oss.ownership import Asked, Roster, explained, ownership_files, read_ownership, resolve_owners
from mkdocs_oss.ownership.catalog_info import owner_handle
from mkdocs_oss.settings import TeamsFile, load_teams
from mkdocs_oss.settings.located_yaml import load_yaml

NOBODY = Roster(TeamsFile())
ANA = Roster(
    load_teams(load_yaml("people: {'@ana': {name: Ana Ruiz, emails: [ana@x.org]}}", file="teams.yml"))
)

EVERYTHING: dict[str, str] = {
    "docs/a.md": "",
    "docs/.meta.yml": "owner: '@folder'\n",
    "CODEOWNERS": "*.md @codeowners\n",
    "OWNERS": "approvers: [approver]\n",
    "catalog-info.yaml": "kind: Component\nspec:\n  owner: group:default/catalog\n",
    "pyproject.toml": "[project]\nname = 'x'\nauthors = [{name = 'Ana Author', email = 'a@x.org'}]\n",
}


KUBERNETES: dict[str, str] = {
    "OWNERS": "approvers:\n  - root-leads # an alias\nreviewers:\n  - rita\nemeritus_approvers:\n  - old\n",
    "OWNERS_ALIASES": "aliases:\n  Root-Leads:\n    - Alice\n    - bob\n",
    "docs/OWNERS": "reviewers: [dora]\n",
    "pkg/OWNERS": "options:\n  no_parent_owners: true\nreviewers: [pam]\n",
    "staging/OWNERS": (
        "options:\n  no_parent_owners: true\nfilters:\n  '.*':\n    approvers: [any]\n"
        "  '\\.go$':\n    approvers: [gopher, ANY]\n"
    ),
    "web/OWNERS": "approvers: [web, '@alice', ALICE]\n",
}


def who(
    files: dict[str, str],
    path: str,
    *,
    meta: dict[str, Any] | None = None,
    declared: tuple[str, ...] = (),
    authors: tuple[Author, ...] = (),
    roster: Roster = NOBODY,
) -> str:
    found = answer(files, path, meta=meta, declared=declared, authors=authors, roster=roster)
    if isinstance(found, Unknown):
        return found.reason
    return f"{' '.join(owner.handle for owner in found.owners) or 'nobody'} | {found.rule}: {found.rule.text}"


def answer(files: dict[str, str], path: str, *, roster: Roster = NOBODY, **rest: Any) -> Owners | Unknown:
    return resolve_owners(question(files, path, **rest), roster)


def question(
    files: dict[str, str], path: str, *, meta: Any = None, declared: Any = (), authors: Any = ()
) -> Asked:
    repo = read_ownership({name: text.encode() for name, text in files.items()})
    return Asked(path, meta or {}, repo, (declared, "repos.yml:2"), authors)


def test_the_order_of_evidence() -> None:
    """Front matter, folder, CODEOWNERS, OWNERS, setting, catalog, project, history: each where those before are silent."""
    files = dict(EVERYTHING)
    rest: dict[str, Any] = {"declared": ("@declared",), "authors": (Author("Bo", 3),)}
    assert who(files, "docs/a.md", meta={"owner": "@page"}, **rest) == "@page | docs/a.md: owner: @page"
    assert who(files, "docs/a.md", **rest) == "@folder | docs/.meta.yml:1: owner: @folder"
    del files["docs/.meta.yml"]
    assert who(files, "docs/a.md", **rest) == "@codeowners | CODEOWNERS:1: *.md @codeowners"
    del files["CODEOWNERS"]
    assert who(files, "docs/a.md", **rest) == "@approver | OWNERS:1: approvers: approver"
    del files["OWNERS"]
    assert who(files, "docs/a.md", **rest) == "@declared | repos.yml:2: owner: @declared"
    del rest["declared"]
    assert who(files, "docs/a.md", **rest) == "catalog | catalog-info.yaml:3: owner: group:default/catalog"
    del files["catalog-info.yaml"]
    assert who(files, "docs/a.md", **rest) == "Ana Author | pyproject.toml:3: authors: Ana Author"
    del files["pyproject.toml"]
    assert who(files, "docs/a.md", **rest) == "Bo | git log: inferred from who has worked on it: Bo"
    assert who(files, "docs/a.md") == "the repo has no CODEOWNERS file, and no setting names an owner"


def test_a_rule_that_names_nobody_is_an_answer() -> None:
    """What a CODEOWNERS rule leaves to nobody, no other evidence gives to somebody."""
    files = EVERYTHING | {"CODEOWNERS": "* @all\n*.txt\n"}
    assert who(files, "x.txt", declared=("@declared",)) == "nobody | CODEOWNERS:2: *.txt"


def test_a_link_is_an_owner_in_no_file() -> None:
    """A link in .meta.yml, OWNERS, catalog-info or pyproject names nobody; that of a folder is told with its line."""
    files = {
        "docs/.meta.yml": "title: x\nowner: 'javascript:alert(1)'\n",
        "OWNERS": "approvers: ['javascript:alert(1)', 'https://x.example']\n",
        "catalog-info.yaml": "kind: Component\nspec:\n  owner: javascript:alert(1)\n",
        "pyproject.toml": "[project]\nauthors = [{name = 'javascript:alert(1)'}]\n",
    }
    assert who(files, "docs/a.md") == "nobody | OWNERS: no rule matches"
    del files["OWNERS"]
    assert who(files, "docs/a.md") == "the repo has no CODEOWNERS file, and no setting names an owner"
    ((file, bad),) = question(files, "docs/a.md").ownership.metadata_problems()
    assert (file, bad.line, bad.what) == (
        "docs/.meta.yml",
        2,
        "`owner` is a link, and not a handle or a name",
    )
    assert bad.remedy == "write `owner: @team`"


def trail(text: str, path: str, *, file: str = "CODEOWNERS") -> list[tuple[str, str, str]]:
    steps = explained(question({file: text}, path))
    return [(str(step.rule), step.rule.text, step.why) for step in steps]


def test_the_trail_names_the_lines_that_are_skipped() -> None:
    """A line whose pattern matches the path stands in the trail although it is skipped, with the reason."""
    assert trail("* @a\n/docs/h.md @b @bad!\n/x/ @bad!\n*.md @c\n", "docs/h.md") == [
        ("CODEOWNERS:1", "* @a", "line 4 matches too, and stands later"),
        ("CODEOWNERS:2", "/docs/h.md", "'@bad!' is no owner, so the line is skipped"),
        ("CODEOWNERS:4", "*.md @c", "decides: the last that matches"),
    ]
    bitbucket = trail("* @a\n/docs/\n", "docs/h.md", file=".bitbucket/CODEOWNERS")
    assert bitbucket[1][1:] == ("/docs/", "the line names nobody, so it is skipped")
    gitlab = trail("* @a\n*.md nobody\n", "docs/h.md", file=".gitlab/CODEOWNERS")
    assert gitlab[-2][1:] == ("*.md", "'nobody' is no owner, so GitLab leaves it aside")


def test_the_trail_counts_the_lines_that_cannot_be_understood() -> None:
    """Where nobody knows which paths a line means, the trail says that there are such lines; and of many skipped, a few."""
    assert trail("* @a\n[ab].md @b\n!x @b\n", "docs/h.md")[1:] == [
        ("CODEOWNERS", "2 lines are not read", "see `mkdocs-oss check`")
    ]
    many = trail("* @a\n" + "*.md bad\n" * 9, "h.md")
    assert [place for place, _, _ in many] == [
        "CODEOWNERS:1",
        *(f"CODEOWNERS:{at}" for at in range(6, 11)),
        "CODEOWNERS",
    ]
    assert many[-1][1] == "4 more such lines are wrong"
    assert trail("* @a\n/x @bad!\n", "h.md") == [("CODEOWNERS:1", "* @a", "decides: the last that matches")]


CUT = "CODEOWNERS is too large to be read to its end"
IGNORED = "GitHub does not read a CODEOWNERS file of 3 MB or more, and nothing else names an owner"
MANY_RULES = "* @all\n" + "".join(f"/d{at}/ @o{at}\n" for at in range(60_000))
THREE_MB = "* @all\n" + "#" * 3_000_000


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("CODEOWNERS", MANY_RULES),
        (".gitlab/CODEOWNERS", MANY_RULES),
        (".gitlab/CODEOWNERS", THREE_MB),
        (".bitbucket/CODEOWNERS", THREE_MB),
    ],
)
def test_what_is_not_read_to_its_end_decides_nothing(file: str, text: str) -> None:
    """A later rule may decide otherwise, so that no path's owner is known, and nothing that comes after is asked."""
    files = {file: text, "OWNERS": "approvers: [b]\n"}
    rest: dict[str, Any] = {"declared": ("@declared",), "authors": (Author("Bo", 3),)}
    for path in ("d59999/a.md", "d1/a.md", "README.md"):
        assert who(files, path, **rest) == CUT
    asked = question(files, "d59999/a.md", **rest)
    assert asked.ownership.adoption("d59999/a.md") is None
    first, *others = explained(asked)
    assert (first.rule.file, first.why) == (file, "who owns the path may stand in what is not read")
    assert "CODEOWNERS comes first" in [step.why for step in others]
    assert not any(step.decides for step in (first, *others))


def test_what_comes_before_a_file_that_is_cut_decides_all_the_same() -> None:
    """The page itself and its folder are asked before CODEOWNERS, however large that is."""
    files = {"CODEOWNERS": MANY_RULES, "docs/.meta.yml": "owner: '@folder'\n"}
    assert who(files, "docs/a.md").startswith("@folder")
    assert who(files, "a.md", meta={"owner": "@page"}).startswith("@page")


def test_a_file_that_github_ignores_gives_way_to_what_comes_after() -> None:
    """GitHub reads no file of 3 MB, so nobody owns anything by it: the trail says so, and the other evidence is asked."""
    files = {"CODEOWNERS": THREE_MB}
    assert who(files, "a.md") == IGNORED
    assert who(files, "a.md", declared=("@declared",)).startswith("@declared")
    assert who(files | {"x/OWNERS": "approvers: [b]\n"}, "a.md") == "nobody | OWNERS: no rule matches"
    (step,) = explained(question(files, "a.md"))
    assert (str(step.rule), step.why) == ("CODEOWNERS", "GitHub does not read a file of 3 MB or more")
    assert question(files, "a.md").ownership.adoption("a.md") is None


def test_a_path_that_no_rule_matches() -> None:
    """The evidence after CODEOWNERS is asked, and without any it is the file that leaves the path to nobody."""
    assert who({"CODEOWNERS": "/x @a\n"}, "y") == "nobody | CODEOWNERS: no rule matches"
    assert who({"a/OWNERS": "approvers: [a]\n"}, "y") == "nobody | OWNERS: no rule matches"
    assert who({"CODEOWNERS": "/x @a\n", "OWNERS": "approvers: [b]\n"}, "y") == "@b | OWNERS:1: approvers: b"


def test_the_trail_tells_what_came_first() -> None:
    """What would have decided says what came before it; one step decides, at most."""
    steps = explained(question(dict(EVERYTHING), "docs/a.md", meta={}, declared=("@declared",)))
    assert [(str(step.rule), step.decides, step.why) for step in steps] == [
        ("docs/.meta.yml:1", True, "decides: the nearest folder that names owners"),
        ("CODEOWNERS:1", False, "folder metadata comes first"),
        ("OWNERS:1", False, "folder metadata comes first"),
        ("repos.yml:2", False, "folder metadata comes first"),
        ("catalog-info.yaml:3", False, "folder metadata comes first"),
        ("pyproject.toml:3", False, "folder metadata comes first"),
    ]


class TestInferred:
    """Owners inferred from history."""

    AUTHORS = (Author("Ana", 9, "ana@x.org"), Author("Bo", 5), Author("Chidi", 2), Author("Dee", 1))

    def test_they_are_marked(self) -> None:
        """The answer says that nobody has said so, in its rule and in its own field; three names at most."""
        found = answer({}, "a.md", authors=self.AUTHORS, roster=ANA)
        assert isinstance(found, Owners)
        assert found.inferred
        assert [owner.handle for owner in found.owners] == ["@ana", "Bo", "Chidi"]
        assert str(found.rule) == "git log"
        assert "inferred" in found.rule.text

    def test_no_address_is_shown(self) -> None:
        """A commit's address finds the person in teams.yml, and stands nowhere."""
        assert "x.org" not in str(answer({}, "a.md", authors=self.AUTHORS))
        assert "x.org" not in str(explained(question({}, "a.md", authors=self.AUTHORS)))


class TestOwnersFiles:
    """Kubernetes' OWNERS. Source: kubernetes.dev, OWNERS Files."""

    @pytest.mark.parametrize(
        ("path", "owners"),
        [
            ("x.go", "@Alice @bob | OWNERS:1: approvers: root-leads"),
            ("OWNERS", "@Alice @bob | OWNERS:1: approvers: root-leads"),
            ("docs/deep/x.md", "@Alice @bob | OWNERS:1: approvers: root-leads"),
            ("pkg/x.go", "@pam | pkg/OWNERS:3: reviewers: pam"),
            ("staging/x.md", "@any | staging/OWNERS:5: approvers: any"),
            ("staging/a/x.go", "@any @gopher | staging/OWNERS:5: approvers: any, gopher, ANY"),
            ("web/x.js", "@web @alice | web/OWNERS:1: approvers: web, @alice, ALICE"),
            ("not/there/yet.md", "@Alice @bob | OWNERS:1: approvers: root-leads"),
        ],
    )
    def test_who_approves(self, path: str, owners: str) -> None:
        """The nearest approvers; aliases resolved without regard to case; filters relative to their file."""
        assert who(KUBERNETES, path) == owners

    @pytest.mark.parametrize(
        ("beside", "owner"),
        [
            ("approvers: [top]", "@top"),
            ("labels: [docs]", "@above"),
            ("reviewers: []", "@filtered"),
            ("emeritus_approvers: [old]", "@filtered"),
        ],
    )
    def test_what_stands_beside_filters(self, beside: str, owner: str) -> None:
        """The guide forbids it; Kubernetes' own reader then takes what stands at the top, and no filter."""
        files = {
            "OWNERS": "approvers: [above]\n",
            "docs/OWNERS": f"{beside}\nfilters:\n  '.*':\n    approvers: [filtered]\n",
        }
        assert who(files, "docs/a.md").startswith(f"{owner} | ")

    def test_the_trail_climbs_to_the_root(self) -> None:
        """Each file from the folder to the root, those who stepped back, and where the way up ends."""
        steps = explained(question(KUBERNETES, "web/x.js"))
        assert [f"{step.rule}: {step.why}" for step in steps] == [
            "web/OWNERS:1: decides: the nearest approvers",
            "OWNERS:1: may approve too, from a folder above",
            "OWNERS:5: they do not approve any more",
        ]
        assert "folders above have no say" in [
            step.why for step in explained(question(KUBERNETES, "pkg/x.go"))
        ]

    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("approvers: [a\n", "not valid YAML"),
            ("a: &x [b]\napprovers: *x\n", "aliases"),
            ("approvers: [a]\nfilters:\n  '.*':\n    approvers: [b]\n", "beside `filters`"),
            ("filters:\n  '(?P<n>a)':\n    approvers: [b]\n", "cannot be read"),
        ],
    )
    def test_what_cannot_be_read_is_told(self, text: str, what: str) -> None:
        """With the file, and the line where one is known."""
        repo = read_ownership({"docs/OWNERS": text.encode()})
        ((file, bad),) = repo.problems()
        assert file == "docs/OWNERS"
        assert what in bad.what
        assert bad.remedy

    @pytest.mark.parametrize(
        "text", ["- a\n- b\n", "ana@x.org\n", "", "approvers: 5\n", "approvers: {a: b}\n", "filters: {}\n"]
    )
    def test_other_files_of_that_name(self, text: str) -> None:
        """Chromium's lists, or anything else that is called OWNERS, names nobody and is nobody's mistake."""
        repo = read_ownership({"OWNERS": text.encode()})
        assert list(repo.problems()) == []
        assert who({"OWNERS": text}, "x") == "nobody | OWNERS: no rule matches"


class TestFolderMetadata:
    """`.meta.yml`, as Material's meta plugin reads it."""

    def test_the_nearest_folder_decides(self) -> None:
        """A folder's file speaks for all below it, until another one does."""
        files = {"docs/.meta.yml": "tags: [x]\nowners: ['@a', '@b']\n", "docs/api/.meta.yml": "owner: '@c'\n"}
        assert who(files, "docs/x/y.md") == "@a @b | docs/.meta.yml:2: owners: @a, @b"
        assert who(files, "docs/api/y.md") == "@c | docs/api/.meta.yml:1: owner: @c"
        assert who(files, "y.md").startswith("the repo has no CODEOWNERS")

    @pytest.mark.parametrize("text", ["owner: [5]\n", "owner: [\n", "- a\n", "owner:\n"])
    def test_one_that_cannot_be_read_says_nothing(self, text: str) -> None:
        """The folder above is asked."""
        files = {"docs/api/.meta.yml": text, "docs/.meta.yml": "owner: '@a'\n"}
        assert who(files, "docs/api/x.md") == "@a | docs/.meta.yml:1: owner: @a"


class TestCatalogInfo:
    """Backstage's catalog-info.yaml. Source: backstage.io, Descriptor Format and Entity References."""

    @pytest.mark.parametrize(
        ("reference", "handle"),
        [
            ("team-a", "team-a"),
            ("group:default/team-a", "team-a"),
            ("Group:team-a", "team-a"),
            ("user:default/ana.ruiz", "ana.ruiz"),
            ("group:payments/team-a", "payments/team-a"),
            ("payments/team-a", "payments/team-a"),
            ("component:default/x", None),
            ("javascript:alert(1)", None),
            ("a b", None),
            ("@team", None),
            ("", None),
        ],
    )
    def test_references(self, reference: str, handle: str | None) -> None:
        """`[kind:][namespace/]name`; only groups and users own anything."""
        assert owner_handle(reference) == handle

    def test_several_entities_and_folders(self) -> None:
        """The first entity of the nearest file that names an owner, on its line in the file."""
        files = {
            "catalog-info.yaml": "---\nkind: Location\n---\nkind: System\nspec:\n  owner: root\n",
            "svc/catalog-info.yml": "kind: Component\nspec: {owner: 'group:svc'}\n",
        }
        assert who(files, "x.md") == "root | catalog-info.yaml:6: owner: root"
        assert who(files, "svc/docs/x.md") == "svc | svc/catalog-info.yml:2: owner: group:svc"

    @pytest.mark.parametrize(
        "text", ["spec: {owner: 5}\n", "spec: [\n", "{{ template }}\n", "spec:\n  owner: javascript:x(1)\n"]
    )
    def test_what_is_no_owner(self, text: str) -> None:
        """Templates, numbers and links name nobody."""
        assert who({"catalog-info.yaml": text}, "x").startswith("the repo has no CODEOWNERS")


class TestProject:
    """pyproject.toml. Source: packaging.python.org, pyproject.toml specification."""

    def test_maintainers_come_before_authors(self) -> None:
        """Those who look after it now, not those who wrote it first."""
        text = "[project]\nauthors = [{name = 'Old'}]\nmaintainers = [{name = 'Ana  Ruiz', email = 'ana@x.org'}]\n"
        assert who({"pyproject.toml": text}, "x") == "Ana Ruiz | pyproject.toml:3: maintainers: Ana Ruiz"

    def test_an_address_is_never_shown(self) -> None:
        """It finds the person in teams.yml; who has no name beside it is left out."""
        text = "[project]\nauthors = [{email = 'x@x.org'}, {name = 'A R', email = 'ANA@x.org'}, {name = 'a@x.org'}]\n"
        assert who({"pyproject.toml": text}, "x", roster=ANA) == "@ana | pyproject.toml:2: authors: A R"
        assert "x.org" not in str(answer({"pyproject.toml": text}, "x"))
        assert "x.org" not in str(explained(question({"pyproject.toml": text}, "x")))

    def test_the_nearest_project_of_many(self) -> None:
        """In a repo of many projects each folder has its own people; one without a name asks the folder above."""
        files = {
            "pyproject.toml": "[project]\nauthors = [{name = 'Root'}]\n",
            "libs/a/pyproject.toml": "[[project.authors]]\nname = 'A'\n",
            "libs/b/pyproject.toml": "[tool.x]\n",
        }
        assert who(files, "libs/a/x.py") == "A | libs/a/pyproject.toml:1: authors: A"
        assert who(files, "libs/b/x.py") == "Root | pyproject.toml:2: authors: Root"

    @pytest.mark.parametrize(
        "text",
        ["[project]\nauthors = 5\n", "not toml", "a" + ".a" * 9000 + " = 1", "[project]\nauthors = ['x']\n"],
    )
    def test_what_cannot_be_read(self, text: str) -> None:
        """It names nobody, and takes no time over it."""
        assert who({"pyproject.toml": text}, "x").startswith("the repo has no CODEOWNERS")


def test_which_files_are_read() -> None:
    """Those that may name owners, the nearest to the root first."""
    paths = [
        "a/b/OWNERS",
        "docs/x.md",
        "OWNERS_ALIASES",
        "a/OWNERS_ALIASES",
        ".gitlab/CODEOWNERS",
        "a/CODEOWNERS",
        "pyproject.toml",
    ]
    assert ownership_files(paths) == ["OWNERS_ALIASES", "pyproject.toml", ".gitlab/CODEOWNERS", "a/b/OWNERS"]


@settings(deadline=None)
@given(
    st.sampled_from(["OWNERS", "OWNERS_ALIASES", ".meta.yml", "catalog-info.yaml", "pyproject.toml"]),
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet="ab:[]{}-' \n.*=spec owner approvers filters project", max_size=80).map(str.encode),
    ),
)
def test_no_file_raises(name: str, content: bytes) -> None:
    """Whatever a repo's file holds, the answer is an answer."""
    repo = read_ownership({name: content})
    list(repo.problems())
    asked = Asked("docs/a.md", {}, repo)
    assert isinstance(resolve_owners(asked, NOBODY), Owners | Unknown)
    explained(asked)
