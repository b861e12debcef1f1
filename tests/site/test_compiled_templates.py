"""Compiled templates are kept like compiled modules: they are never stale, and say nothing in a language of their own."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from mkdocs_oss.site import redirect_page
from mkdocs_oss.site.compiled import Compiled
from mkdocs_oss.site.render import _environment


def shown(folder: Path, options: str = "") -> str:
    env = Environment(
        loader=FileSystemLoader(folder), autoescape=True, bytecode_cache=Compiled(folder, options)
    )
    return env.get_template("a.html.j2").render(name="<b>")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "a.html.j2").write_text("One {{ name }}")
    return tmp_path


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "__pycache__").glob("*"))


def test_it_is_compiled_once(folder: Path) -> None:
    """What one build has compiled the next one takes as it is, in one file beside the template."""
    assert shown(folder) == "One &lt;b&gt;"
    (file,) = kept(folder)
    written = file.stat().st_mtime_ns
    assert shown(folder) == "One &lt;b&gt;"
    assert [each.stat().st_mtime_ns for each in kept(folder)] == [written]


def test_another_text_is_compiled_anew(folder: Path) -> None:
    """A template that has changed is never shown as it was."""
    shown(folder)
    (folder / "a.html.j2").write_text("Two {{ name }}")
    assert shown(folder) == "Two &lt;b&gt;"


def test_other_options_are_compiled_anew(folder: Path) -> None:
    """What was compiled in another way is not taken."""
    shown(folder)
    before = kept(folder)[0].read_bytes()
    assert shown(folder, "other") == "One &lt;b&gt;"
    assert kept(folder)[0].read_bytes() != before


@pytest.mark.parametrize("left", [0, 5, 60, -1])
def test_a_file_that_was_cut_short_does_no_harm(folder: Path, left: int) -> None:
    """A build that finds a damaged file compiles the template again."""
    shown(folder)
    (file,) = kept(folder)
    whole = file.read_bytes()
    file.write_bytes(whole[:left])
    assert shown(folder) == "One &lt;b&gt;"
    assert file.read_bytes() == whole


def test_a_folder_that_cannot_be_written_does_no_harm(folder: Path) -> None:
    """An installed package may belong to somebody else."""
    (folder / "__pycache__").write_text("no folder")
    assert shown(folder) == "One &lt;b&gt;"


def test_nothing_is_kept_where_python_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PYTHONDONTWRITEBYTECODE counts for templates too."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    shown(folder)
    assert kept(folder) == []


def test_what_is_kept_is_of_no_language(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site in German and one in English take the same compiled templates, and each has its own words."""
    monkeypatch.setattr(sys, "pycache_prefix", str(folder))
    said = []
    for language in ("en", "de", "en"):
        _environment.cache_clear()
        said.append(redirect_page("../new/", canonical="", script="s.js", language=language))
    _environment.cache_clear()
    assert said[0] == said[2] != said[1]
