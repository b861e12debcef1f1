"""What a link in vain may have meant."""

from __future__ import annotations

import pytest

from mkdocs_oss.sources.hints import by_name, close_file, close_name

FILES = ["README.md", "docs/index.md", "docs/guide.md", "docs/setup/index.md", "docs/a/run.md", "docs/b/run.md", "docs/img/map.png", "docs/map.md"]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "close"),
    [
        ("giude.md", "docs/guide.md"), ("GUIDE.md", "docs/guide.md"), ("docs/giude/", "docs/guide.md"), ("guide.html", "docs/guide.md"),
        ("docs/b/runn.md", "docs/b/run.md"), ("b/run.md", "docs/b/run.md"), ("setup.md", "docs/setup/index.md"),
        ("img/mpa.png", None), ("map.png", "docs/img/map.png"), ("maps.png", "docs/img/map.png"), ("map.gif", None),
        ("nope.md", None), ("index.html", None), ("x.md", None), ("", None), ("..", None),
    ],
)  # fmt: skip
def test_a_file_of_nearly_the_same_name(path: str, close: str | None) -> None:
    """A typing error, another folder, other case or a built form is guessed; what only ends alike is not."""
    assert close_file(path, by_name(FILES)) == close


@pytest.mark.parametrize(
    ("name", "close"),
    [("LAB", "lab"), ("LB", "lab"), ("cleanin", "Cleaning"), ("cleaning", "Cleaning"), ("zzz", None)],
)
def test_a_repo_of_nearly_the_same_name(name: str, close: str | None) -> None:
    """Names of repos are unique by case, so other case is no other name."""
    assert close_name(name, ["lab", "Cleaning"]) == close
