"""What changed in a repo's docs between two commits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conftest import GitRepo

from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo, Unknown
from mkdocs_oss.sources.changes import MAX_TITLES, Changes, PageChange, changes

MakeRepo = Callable[..., GitRepo]


def compared(made: GitRepo, before: str | None, after: str, git: Git, *, docs: str | None = None) -> Changes:
    found = changes(
        Repo(made.path.name, url="https://x.example/x", docs=docs), made.path / ".git", before, after, git=git, has_guide=True
    )  # fmt: skip
    assert isinstance(found, Changes)
    return found


def paths(pages: tuple[PageChange, ...]) -> list[str]:
    return [page.path for page in pages]


def test_added_removed_moved_edited(make_repo: MakeRepo, git: Git) -> None:
    """Each page once, with its title; what is no page of the handbook is counted only."""
    made = make_repo(
        "lab",
        {
            "README.md": "# Lab\n",
            "CONTRIBUTING.md": "# How\n",
            "notes.md": "# Outside of docs\n",
            "src/a.py": "1\n",
            "docs/same.md": "# Same\n",
            "docs/edited.md": "# Old title\n",
            "docs/gone.md": "---\ntitle: Away\n---\n",
            "docs/old.md": "# Moved, and not edited\n",
            "docs/p.png": b"\x89PNG",
        },
    )
    first = made.run("rev-parse", "HEAD")
    second = made.commit(
        {
            "README.md": "# Lab\n\nMore.\n",
            "CONTRIBUTING.md": "# How\n\nMore.\n",
            "notes.md": None,
            "src/a.py": "2\n",
            "docs/edited.md": "# New title\n",
            "docs/gone.md": None,
            "docs/old.md": None,
            "docs/sub/new.md": "# Moved, and not edited\n",
            "docs/added.md": "# Added\n",
            "docs/p.png": b"\x89PNG2",
        }
    )
    found = compared(made, first, second, git)
    assert found.edited == (
        PageChange("CONTRIBUTING.md", "How"),
        PageChange("README.md", "Lab"),
        PageChange("docs/edited.md", "New title"),
    )
    assert found.added == (PageChange("docs/added.md", "Added"),)
    assert found.removed == (PageChange("docs/gone.md", "Away"),)
    assert found.moved == (PageChange("docs/sub/new.md", "Moved, and not edited", "docs/old.md"),)
    assert (found.others, found.pages) == (3, 6)
    assert compared(made, second, second, git) == Changes()
    assert compared(made, second, first, git).moved[0].path == "docs/old.md"


def test_pages_are_those_of_the_plan(make_repo: MakeRepo, git: Git) -> None:
    """`docs:` of repos.yml, the docs folder of the repo's own settings, and a folder that it changes."""
    made = make_repo(
        "lab", {"mkdocs.yml": "docs_dir: handbook\n", "handbook/a.md": "# A\n", "docs/b.md": "# B\n"}
    )
    first = made.run("rev-parse", "HEAD")
    second = made.commit({"handbook/a.md": "# A2\n", "docs/b.md": "# B2\n"})
    assert paths(compared(made, first, second, git).edited) == ["handbook/a.md"]
    assert paths(compared(made, first, second, git, docs="docs").edited) == ["docs/b.md"]
    assert paths(compared(made, first, second, git, docs=".").edited) == ["docs/b.md", "handbook/a.md"]
    third = made.commit({"mkdocs.yml": None})
    found = compared(made, second, third, git)
    assert (paths(found.removed), paths(found.added)) == (["handbook/a.md"], ["docs/b.md"])


def test_one_content_under_several_names(make_repo: MakeRepo, git: Git) -> None:
    """Each page that went away is the origin of one move at most, in the order of the paths."""
    made = make_repo("lab", {"docs/a.md": "same\n", "docs/b.md": "same\n"})
    first = made.run("rev-parse", "HEAD")
    second = made.commit(
        {
            "docs/a.md": None,
            "docs/b.md": None,
            "docs/c.md": "same\n",
            "docs/d.md": "same\n",
            "docs/e.md": "same\n",
        }
    )
    found = compared(made, first, second, git)
    assert [(page.before, page.path) for page in found.moved] == [
        ("docs/a.md", "docs/c.md"),
        ("docs/b.md", "docs/d.md"),
    ]
    assert paths(found.added) == ["docs/e.md"]


def test_a_new_repo(make_repo: MakeRepo, git: Git) -> None:
    """All its pages are added."""
    made = make_repo("lab", {"README.md": "# L\n", "docs/a.md": "# A\n", "x.py": ""})
    found = compared(made, None, made.run("rev-parse", "HEAD"), git)
    assert (paths(found.added), found.others, found.pages) == (["README.md", "docs/a.md"], 1, 2)


def test_contents_are_not_needed(make_repo: MakeRepo, git: Git, tmp_path: Path) -> None:
    """In a clone without contents the paths are known, the titles are not, and nothing is fetched."""
    made = make_repo("lab", {"mkdocs.yml": "docs_dir: handbook\n", "handbook/a.md": "# A\n"})
    first = made.run("rev-parse", "HEAD")
    second = made.commit({"handbook/a.md": "# A2\n", "handbook/b.md": "# B\n"})
    made.run("config", "uploadpack.allowFilter", "true")
    bare = GitRepo(tmp_path)
    bare.run("clone", "--quiet", "--bare", "--filter=blob:none", made.path.as_uri(), "bare")
    made.path.rename(tmp_path / "away")
    git_dir = tmp_path / "bare"
    found = changes(Repo("lab", docs="handbook"), git_dir, first, second, git=git, has_guide=True)
    assert found == Changes(added=(PageChange("handbook/b.md"),), edited=(PageChange("handbook/a.md"),))


def test_a_commit_that_is_not_there(make_repo: MakeRepo, git: Git) -> None:
    """The reason, and no guess."""
    made = make_repo("lab", {"README.md": "# L\n"})
    found = changes(
        Repo("lab"),
        made.path / ".git",
        "0" * 39 + "1",
        made.run("rev-parse", "HEAD"),
        git=git,
        has_guide=True,
    )
    assert isinstance(found, Unknown)
    assert "cannot be compared" in found.reason


def test_a_huge_change(make_repo: MakeRepo, git: Git) -> None:
    """All pages are counted; titles are read of the first ones only."""
    made = make_repo("lab", {"README.md": "# L\n"})
    first = made.run("rev-parse", "HEAD")
    second = made.commit({f"docs/p{number:03}.md": f"# P {number}\n" for number in range(MAX_TITLES + 5)})
    found = compared(made, first, second, git)
    assert (len(found.added), found.added[0].title, found.added[-1].title) == (MAX_TITLES + 5, "P 0", "")
