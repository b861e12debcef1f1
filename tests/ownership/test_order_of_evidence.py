"""Which file decides who owns a path, and what is told of those that do not."""

from __future__ import annotations

from typing import Any

import pytest
from ownership.owner_files import ANA, EVERYTHING, answer, question, trail, who

from mkdocs_oss.model import Author, Owners
from mkdocs_oss.ownership import explained


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
