"""Owners from a repo's other files, and the order of all the evidence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ownership.owner_files import ANA, KUBERNETES, NOBODY, answer, question, who

from mkdocs_oss.model import Owners, Unknown
from mkdocs_oss.ownership import Asked, explained, ownership_files, read_ownership, resolve_owners
from mkdocs_oss.ownership.catalog_info import owner_handle


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
