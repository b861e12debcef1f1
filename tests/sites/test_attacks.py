"""What a repo of the handbook may not do to the handbook, each tried on a real build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Built, GitRepo

from mkdocs_oss.model import Finding
from mkdocs_oss.sources.forge import clean_remote

Make = Callable[..., GitRepo]
Build = Callable[..., Built]

HUB = """\
site_name: Hub
theme: {theme}
markdown_extensions: {extensions}
plugins: [search, tags, oss]
"""


@pytest.fixture
def attacked(make_repo: Make, build: Build) -> Callable[..., Built]:
    """attacked({path: content}, theme=…, extensions=…, strict=…) → the hub built over a repo `r` with these files."""

    def run(
        files: dict[str, str | bytes],
        *,
        theme: str = "material",
        extensions: str = "[]",
        strict: bool = False,
    ) -> Built:
        make_repo("r", {"README.md": "# R\n", **files}, remote="https://github.com/o/r.git")
        make_repo("s", {"README.md": "# S\n"})
        plugins = HUB if theme == "material" else HUB.replace("tags, ", "")
        hub = make_repo(
            "hub",
            {
                "mkdocs.yml": plugins.format(theme=theme, extensions=extensions),
                "repos.yml": "repos: [{path: ../r}, {path: ../s}]\n",
                "docs/index.md": "# Hub\n",
                "SECRET.svg": "<svg><!-- CANARY --></svg>",
                "SECRET.txt": "CANARY\n",
            },
        )
        return build(hub.path / "mkdocs.yml", strict=strict)

    return run


def everything(built: Built) -> str:
    return "".join(path.read_text("utf-8", "replace") for path in built.folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "extension", ["pymdownx.snippets", "pymdownx.snippets:SnippetExtension", "pymdownx.b64"]
)
def test_a_repos_page_reads_no_file_of_the_handbook(attacked: Any, extension: str) -> None:
    """Whatever extension the handbook has, under whatever name: a repo's page cannot read through it."""
    page = '# P\n\n--8<-- "SECRET.txt"\n\n<img\nsrc="SECRET.svg">\n'
    built = attacked({"docs/index.md": page, "README.md": page}, extensions=f"['{extension}']")
    assert "CANARY" not in everything(built)
    assert "PHN2Zz48IS0tIENBTkFSWS" not in everything(built)  # the picture in base64


def test_a_nav_title_adds_nothing_to_another_repos_page(attacked: Any) -> None:
    """A title with a quote stays a title, also where a theme puts it into an attribute."""
    nav = "nav:\n- 'x\" onmouseover=\"alert(7)': index.md\n"
    built = attacked({"mkdocs.yml": nav, "docs/index.md": "# P\n"}, theme="readthedocs")
    assert 'onmouseover="alert' not in everything(built)


@pytest.mark.parametrize(
    "meta",
    [
        "search: 5",
        "search: x",
        "hide: 5",
        "tags: 5",
        "tags: [[a]]",
        "tags: [null, 1]",
        "description: [a]",
        'title: "\\ud800"',
        'owner: "\\ud800"',
    ],
)
def test_metadata_of_any_shape_is_survived(attacked: Any, meta: str) -> None:
    """Front matter that a theme could not take is left out; the page is there."""
    assert "Text of the page" in attacked(
        {"docs/index.md": f"---\n{meta}\n---\n# P\n\nText of the page.\n"}
    ).read("projects/r/docs/index.html")


def test_a_file_where_a_page_is_built(attacked: Any) -> None:
    """A file named as a page's folder is left out; the page is built."""
    built = attacked({"docs/guide.md": "# Guide\n\nHere.\n", "docs/guide": "a file"})
    assert "Here." in built.read("projects/r/docs/guide/index.html")


def test_folders_without_end(attacked: Any) -> None:
    """A page hundreds of folders down does not stop the build."""
    assert "R" in attacked({"docs/" + "a/" * 200 + "x.md": "# Deep\n"}).read("projects/r/index.html")


def test_code_that_doubles_is_a_note(attacked: Any) -> None:
    """Classes with two bases each, one above the other, would be walked in ways without number."""
    lines = ["class A0: ...", "class B0: ..."]
    for level in range(1, 40):
        lines += [
            f"class A{level}(A{level - 1}, B{level - 1}): ...",
            f"class B{level}(A{level - 1}, B{level - 1}): ...",
        ]
    built = attacked({"src/pk/__init__.py": "\n".join(lines)})
    assert "too many ways to its bases" in built.read("projects/r/api/pk/index.html")


def test_an_alias_bomb_below_an_autodoc_block(attacked: Any) -> None:
    """Options that multiply themselves are not read."""
    bomb = "    options:\n      a0: &l0 {show_source: true}\n" + "".join(
        f"      a{n}: &l{n} {{<<: [{', '.join([f'*l{n - 1}'] * 9)}]}}\n" for n in range(1, 30)
    )
    built = attacked({"src/pk/__init__.py": '"""Doc."""\n', "docs/index.md": f"# P\n\n::: pk\n{bomb}"})
    assert "Doc." in built.read("projects/r/docs/index.html")


def test_references_without_end(attacked: Any) -> None:
    """Tens of thousands of references that nobody closes are passed over."""
    assert "P</h1>" in attacked(
        {"src/pk/__init__.py": "", "docs/index.md": "# P\n\n" + "<autoref a>\n" * 20_000}, theme="mkdocs"
    ).read("projects/r/docs/index.html").replace(" ", "")


@pytest.mark.parametrize(
    ("remote", "shown"),
    [
        ("https://github.com/o/r.git?access_token=CANARY", "https://github.com/o/r.git"),
        ("CANARY:x@github.com:o/r.git", "github.com:o/r.git"),
        ("git@github.com:o/r.git", "git@github.com:o/r.git"),
        ("https://u:CANARY@h/r#CANARY", "https://h/r"),
    ],
)
def test_a_remote_is_shown_without_its_token(remote: str, shown: str) -> None:
    """Neither a password nor a query nor a name that may be a token."""
    assert clean_remote(remote) == shown


def test_a_finding_is_one_line() -> None:
    """A repo's text cannot write a line of its own into a log that a machine reads."""
    finding = Finding("page", "note", "r", "a.md", "bad\n::error::\x1b[2Jpwn\u2028x", "mend it")
    assert len(str(finding).splitlines()) == 1


def test_no_path_of_the_builder_is_published(attacked: Any, tmp_path: Path) -> None:
    """The folder of who built the site is on no page and in no JSON."""
    assert str(tmp_path) not in everything(attacked({"docs/index.md": "# P\n"}))
