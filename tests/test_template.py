"""The template that a new handbook starts from."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import NOW, Built, GitRepo

from mkdocs_oss.cli import main
from mkdocs_oss.errors import OssError
from mkdocs_oss.template import new_handbook, template_folder


def test_the_template_is_there() -> None:
    """In a checkout and in an installed package alike."""
    assert (template_folder() / "copier.yml").is_file()


def test_a_new_handbook_builds_strictly(
    tmp_path: Path, build: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From `new` to a built site with no warning, before the first commit and after it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    folder = tmp_path / "book"
    new_handbook(folder, {"team_name": 'Tide & "Co"', "chat_url": None}, today=date(2026, 6, 1), ask=False)
    book = GitRepo(folder)
    book.run("init", "--quiet")
    site = build(folder / "mkdocs.yml", strict=True)
    assert 'class="oss-line"' in site.read("index.html")
    book.commit()
    site = build(folder / "mkdocs.yml", strict=True)
    assert 'data-oss-state="owned"' in site.read("index.html")


def test_the_day_is_given_and_not_asked_of_the_clock(tmp_path: Path) -> None:
    """The same answers on the same day give the same files."""
    for name in ("a", "b"):
        new_handbook(tmp_path / name, {}, today=date(2026, 6, 1), ask=False)

    def content(name: str) -> dict[str, bytes]:
        root = tmp_path / name
        return {
            path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
        }

    assert content("a") == content("b")
    assert any(b"2026-06-01" in text for text in content("a").values())


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """DIR that is a file stays as it is."""
    (tmp_path / "x").write_text("mine")
    with pytest.raises(OssError, match="choose a new folder"):
        new_handbook(tmp_path / "x", {}, today=date(2026, 6, 1), ask=False)
    assert (tmp_path / "x").read_text() == "mine"


@pytest.mark.filterwarnings("ignore:Failed to clean up")
def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """One message, no traceback."""
    (tmp_path / "x").write_text("mine")
    with pytest.raises(OssError, match="cannot be written"):
        new_handbook(tmp_path / "x/book", {}, today=date(2026, 6, 1), ask=False)


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


class TestCommand:
    """`mkdocs-oss new`."""

    def test_a_handbook_that_builds(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Answers from options, the rest by default; the next steps are named."""
        monkeypatch.chdir(tmp_path)
        done = run("new", "our book", "--name", "The Book", "--team", "Tide", "--handle", "@tide/all")
        assert done.exit_code == 0, done.output
        assert "cd 'our book'" in done.stdout
        assert "The Book" in (tmp_path / "our book/mkdocs.yml").read_text()
        assert "@tide/all" in (tmp_path / "our book/CODEOWNERS").read_text()
        monkeypatch.chdir(tmp_path / "our book")
        subprocess.run(["git", "init", "--quiet"], check=True)
        assert run("check").exit_code == 0

    def test_a_folder_that_is_not_empty(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nothing is overwritten: exit 2."""
        (tmp_path / "mine.txt").write_text("mine")
        monkeypatch.chdir(tmp_path)
        done = run("new", ".")
        assert done.exit_code == 2
        assert done.stderr == "mkdocs-oss: . is not empty; choose a new folder\n"

    def test_an_answer_that_does_not_fit(self, tmp_path: Path) -> None:
        """The question's own words, and exit 2; no half of a handbook is left."""
        done = run("new", str(tmp_path / "x"), "--handle", "not a handle")
        assert done.exit_code == 2
        assert "A handle looks like @data/team" in done.stderr
        assert not (tmp_path / "x").exists()

    def test_without_copier(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The extra to install is named."""
        monkeypatch.setitem(sys.modules, "copier", None)
        done = run("new", str(tmp_path / "x"))
        assert done.exit_code == 2
        assert 'pip install "mkdocs-oss[new]"' in done.stderr
