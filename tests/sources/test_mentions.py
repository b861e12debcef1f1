"""What a page speaks of: only what is certain."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import GitRepo

from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo
from mkdocs_oss.sources import Atlas, open_worktree, plan, read_document
from mkdocs_oss.sources.asked import Asking
from mkdocs_oss.sources.mentions import Mention, mentions

REMOTE = "https://github.com/data/tool.git"


@pytest.fixture
def asking(make_repo: Callable[..., GitRepo], git: Git) -> Asking:
    repo = make_repo("tool", {"README.md": "# Tool\n", "src/tool/main.py": "x = 1\n"}, remote=REMOTE)
    source = open_worktree(Repo("tool", path=repo.path), git=git)
    return Asking(Atlas.of([plan(source, git=git, has_guide=False)]), "lab")


def found(asking: Asking, text: str, *, path: str = "docs/guide.md", docs_dir: str = "docs") -> list[Mention]:
    return list(mentions(read_document(text.encode()), path, "lab", asking, docs_dir=docs_dir))


def places(asking: Asking, text: str, **options: str) -> list[tuple[str, str, str]]:
    return [(each.kind, each.repo, each.paths[0]) for each in found(asking, text, **options)]


@pytest.mark.parametrize(
    ("text", "kind", "repo", "path"),
    [
        ("---\ndescribes: src/a.py\n---\n", "describes", "lab", "src/a.py"),
        ("---\ndescribes: [./src/a.py]\n---\n", "describes", "lab", "src/a.py"),
        ("---\ndescribes:\n  - repo:tool/src/tool/main.py\n---\n", "describes", "tool", "src/tool/main.py"),
        ("See `src/a.py`.", "span", "lab", "src/a.py"),
        ("See `./src/a.py:12`.", "span", "lab", "src/a.py"),
        ("See [it](../src/a.py).", "link", "lab", "src/a.py"),
        ("See [it](../src/a.py#L10).", "link", "lab", "src/a.py"),
        ("[it]: https://github.com/data/tool/blob/main/src/tool/main.py", "link", "tool", "src/tool/main.py"),
        ("[x](repo:tool/src/tool/main.py)", "link", "tool", "src/tool/main.py"),
        ("::: lab.main.run", "module", "lab", "src/lab/main/run/__init__.py"),
        ('--8<-- "src/a.py"', "include", "lab", "docs/src/a.py"),
        ("{* ../../src/a.py hl[2] *}", "include", "lab", "src/a.py"),
        ("{!../src/a.py!}", "include", "lab", "src/a.py"),
        ('{% include-markdown "part.md" %}', "include", "lab", "docs/part.md"),
    ],
)
def test_what_counts(asking: Asking, text: str, kind: str, repo: str, path: str) -> None:
    """Declared, shown, linked or written as a path in code: each names its file."""
    assert (kind, repo, path) in places(
        asking, text, path="docs/sub/guide.md" if "../../" in text else "docs/guide.md"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Use `main.py`, `rollback` and `docs`.",  # bare words
        "Or `./main.py`, `../main.py`",  # of which folder, nobody knows
        "Or `and/or`, `1/2`, `src/`, `a/b`.",  # no file
        "src/a.py without code",
        "```sh\ncat src/a.py\n```",
        "<!-- `src/a.py` -->",
        "[x](other.md), ![x](../img/a.png), [x](../uv.lock)",  # pages, pictures and locks
        "[x](https://github.com/data/tool/blob/v1/src/tool/main.py)",  # a tag does not change
        "[x](https://github.com/data/other/blob/main/src/a.py)",  # not one of ours
        "[x](mailto:a@example.org) `https://example.org/a/b.py`",
        "`src/<name>/a.py` `src/*.py` `{{ x }}/a.py` `$HOME/a.py`",
        "::: tip some title",
        "`other:src/a.py` `tool:main.py` `tool:src` `C:src/a.py`",  # no repo of ours, or no folder
        "---\ndescribes: 3\n---\n",
        "---\ndescribes: [../../etc/passwd]\n---\n",
    ],
)
def test_what_does_not_count(asking: Asking, text: str) -> None:
    """What may mean anything means nothing."""
    assert places(asking, text) == []


def test_symbols(asking: Asking) -> None:
    """`path#name` and `path::name` name a symbol of the file."""
    text = "---\ndescribes: src/a.py#Store.put\n---\n`src/b.py::load` `src/c.py#run`\n"
    assert [each.symbol for each in found(asking, text)] == ["Store.put", "load", "run"]


def test_lines(asking: Asking) -> None:
    """A mention says in which line of the file it is written."""
    [mention] = found(asking, "---\ntitle: X\n---\n\n# X\n\nSee `src/a.py`.\n")
    assert (mention.file, mention.line) == ("docs/guide.md", 7)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("[x](../src/a.py#L10)", (10, 10)),
        ("[x](../src/a.py#L10-L20)", (10, 20)),
        ("[x](https://github.com/data/tool/blob/main/src/tool/main.py#L10C3-L20C5)", (10, 20)),
        ("[x](../src/a.py#L10-20)", (10, 20)),
        ("[x](../src/a.py#lines-10:20)", (10, 20)),
        ("[x](../src/a.py#L20-L10)", (20, 20)),
        ("[x](../src/a.py#Load)", None),
        ("`src/a.py:12`", (12, 12)),
        ("`src/a.py`", None),
    ],
)
def test_lines_of_the_file(asking: Asking, text: str, lines: tuple[int, int] | None) -> None:
    """A link may mean some lines of a file."""
    assert [each.lines for each in found(asking, text)] == [lines]


def test_a_readme_of_a_package(asking: Asking) -> None:
    """A page outside the docs folder may mean a path from each folder that it is in."""
    [mention] = found(asking, "`src/a.py`", path="pkg/one/README.md")
    assert mention.paths == ("pkg/one/src/a.py", "pkg/src/a.py", "src/a.py")


def test_a_project_below_the_root(asking: Asking) -> None:
    """In a repo of several projects, a path may start from the page's own project, or from the root."""
    [mention] = found(asking, "`src/a.py`", path="pkg/one/docs/x.md", docs_dir="pkg/one/docs")
    assert mention.paths == ("pkg/one/src/a.py", "pkg/src/a.py", "src/a.py")


@pytest.mark.parametrize(
    "path",
    [
        "CHANGELOG.md",
        "docs/changelogs/v2.md",
        "CHANGES-2022.md",
        "docs/release-notes.md",
        "docs/blog/2026/new.md",
        "docs/history.md",
        "docs/decisions/0001-x.md",
        "docs/adr/1.md",
        "keps/12-x/README.md",
        "docs/proposals-done/1.md",
    ],
)
def test_pages_that_tell_what_was(asking: Asking, path: str) -> None:
    """A changelog or a decision stays true when what it tells of is gone; `describes:` still counts."""
    assert places(asking, "`src/a.py`", path=path) == []
    assert len(places(asking, "---\ndescribes: src/a.py\n---\n", path=path)) == 1


def test_no_path_leads_out_of_the_repo(asking: Asking) -> None:
    """Nor does one that starts from a folder below its root."""
    for written in ("../../etc/passwd", "a/../../../b.py", "repo:tool/../../b.py"):
        text = f"---\ndescribes: {written}\n---\n"
        assert found(asking, text, path="one/two/docs/x.md", docs_dir="one/two/docs") == []


def test_a_module_of_a_project_below_the_root(asking: Asking) -> None:
    """A `:::` block is looked for in the page's own project first, as a path is, and then above it."""
    [longest, shorter] = found(asking, "::: pkg.run", path="one/docs/x.md", docs_dir="one/docs")
    assert longest.paths[:2] == ("one/src/pkg/run/__init__.py", "one/src/pkg/run.py")
    assert (shorter.paths[0], shorter.symbol) == ("one/src/pkg/__init__.py", "run")
    root = longest.paths.index("src/pkg/run.py")
    assert all(path.startswith("one/") for path in longest.paths[: root - 1])


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("`tool/src/tool/main.py`", (("tool", ("tool/src/tool/main.py",)), ("tool", ("src/tool/main.py",)))),
        ("`tool/main.py`", (("tool", ("tool/main.py",)),)),  # what is left is a bare word
        ("`other/src/a.py`", ()),
        ("`lab/src/a.py`", ()),
    ],
)
def test_a_path_behind_the_name_of_a_repo(
    asking: Asking, text: str, elsewhere: tuple[tuple[str, tuple[str, ...]], ...]
) -> None:
    """`repo/path` may be a path of the page's own repo, and if it is none, one of the repo of that name."""
    [mention] = found(asking, text)
    assert (mention.repo, mention.elsewhere) == ("lab", elsewhere)


def test_a_repo_and_a_path(asking: Asking) -> None:
    """`repo:path` is a path of that repo and of no other."""
    [mention] = found(asking, "`tool:src/tool/main.py:3`")
    assert (mention.repo, mention.paths, mention.lines) == ("tool", ("src/tool/main.py",), (3, 3))
    assert mention.elsewhere == ()


def test_a_module_of_another_repo(asking: Asking) -> None:
    """A package that the page's own repo lacks is looked for where it is today, and in no repo that lacks it too."""
    [longest, shorter] = found(asking, "::: tool.main")
    [(repo, paths)] = longest.elsewhere
    assert (repo, paths[1]) == ("tool", "src/tool/main.py")
    assert [paths[0] for _, paths in shorter.elsewhere] == ["src/tool/__init__.py"]


def test_a_long_list_ends(asking: Asking) -> None:
    """A page with very many paths is a list, and is cut."""
    text = "\n\n".join(f"`src/a{number}.py`" for number in range(5000))
    assert len(found(asking, text)) == 300
