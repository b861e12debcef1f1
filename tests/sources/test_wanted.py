"""What a build reads, from a list of files and from the pages' text: never too little."""

from __future__ import annotations

import pytest

from mkdocs_oss.sources.wanted import to_look_into, wanted_at_first, wanted_besides


@pytest.mark.parametrize("path", [
    "README.md", "a/b/c.markdown", "docs/img/a.png", "doc/x.bin", "documentation/y.css", "CODEOWNERS",
    ".github/CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", ".mailmap", ".git-blame-ignore-revs", ".oss-reviews.yml", "mkdocs.yml",
    "services/api/mkdocs.yaml", "zensical.toml", "guide/.pages", "x/.nav.yml", "README.rst", "LICENSE",
    ".github/CONTRIBUTING.rst", "Changelog.txt", "SUMMARY.md", "handbook/a.png",
])  # fmt: skip
def test_wanted_at_first(path: str) -> None:
    """Markdown anywhere; docs folders whole; settings, community files and rules of ownership where they count."""
    assert wanted_at_first({path}, docs="handbook") == {path}


@pytest.mark.parametrize(
    "path", ["src/a.py", "a.png", "docs.png", "deep/CODEOWNERS", "src/README.rst", "data/x.csv"]
)
def test_not_wanted_at_first(path: str) -> None:
    """Code, data and pictures elsewhere stay at the remote until a page asks for them."""
    assert wanted_at_first({path}, docs=None) == set()


def test_the_whole_repo_as_docs_folder() -> None:
    """`docs: .` shows Markdown and pictures of the whole repo."""
    assert wanted_at_first({"x/a.md", "x/a.png", "x/a.py"}, docs=".") == {"x/a.md", "x/a.png"}
    assert wanted_besides({"mkdocs.yml": b"docs_dir: .\n"}, {"x/a.png", "x/a.py"}) == {"x/a.png"}


@pytest.mark.parametrize("text", [
    "![a](art/pic.png)", "[![a](../art/pic.png)](x)", "![a][r]\n\n[r]: /art/pic.png 'title'", "<img src=art/pic.png>",
    "<img src='art/pic.png?raw=true'>", "https://git.example.org/x/raw/main/art/pic.png", "![a](<art/pic.png>)",
    "image: art/pic.png", "<source srcset=\"art/pic.png 2x\">", '--8<-- "art/pic.png"',
])  # fmt: skip
def test_pictures_that_pages_name(text: str) -> None:
    """In whatever way a picture is written down, it comes along; what only has a similar name does not."""
    others = {"art/pic.png", "art/spic.png", "art/pic.png.bak", "code/pic.py"}
    assert wanted_besides({"README.md": text.encode()}, others) == {"art/pic.png"}


@pytest.mark.parametrize(("name", "text"), [
    ("a b (1).png", "![](img/a%20b%20%281%29.png)"), ("a b (1).png", "![](<img/a b (1).png>)"),
    ("ä.png", "![](ä.png)"), ("ä.png", "![](%C3%A4.png)"),
])  # fmt: skip
def test_odd_names(name: str, text: str) -> None:
    """Spaces, brackets and letters beyond ASCII, percent-encoded or not."""
    assert wanted_besides({"a.md": text.encode()}, {f"img/{name}", "img/b.png"}) == {f"img/{name}"}


def test_code_is_only_fetched_for_snippets() -> None:
    """A link to code leads to the forge; a snippet shows it, and its own snippets too."""
    others = {"src/a.py", "src/b.py"}
    assert wanted_besides({"a.md": b"[code](src/a.py)"}, others) == set()
    assert wanted_besides({"a.md": b'--8<-- "a.py:3:5"'}, others) == {"src/a.py"}
    assert wanted_besides({"a.md": b"--8<--\nsrc/a.py\nb.py:part\n--8<--\n"}, others) == others
    assert wanted_besides({"mkdocs.yml": b"auto_append: [src/b.py]\n"}, others) == {"src/b.py"}
    assert to_look_into(["src/a.py", "x.png", "b.md"], named=True) == ["src/a.py", "b.md"]


def test_a_name_that_many_files_have() -> None:
    """Of many files of one name, those that lie near or are named with their folder."""
    others = {f"m{n}/icon.png" for n in range(100)} | {"icon.png"}
    assert wanted_besides({"m3/README.md": b"![](icon.png) ![](../m7/icon.png)"}, others) == {
        "icon.png", "m3/icon.png", "m7/icon.png",
    }  # fmt: skip
