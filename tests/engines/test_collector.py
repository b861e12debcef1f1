"""Python's collector does not look through what a build keeps; a process that goes on has it back."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# One\n")
    (tmp_path / "mkdocs.yml").write_text("site_name: One\ntheme: mkdocs\nplugins: [oss/freshness]\n")
    yield tmp_path
    gc.unfreeze()


@pytest.mark.parametrize(("command", "goes_on"), [("serve", True), ("build", False)])
def test_who_goes_on_has_all_objects_back(
    site: Path, command: Literal["serve", "build"], goes_on: bool
) -> None:
    """After a build of `serve` nothing is put aside; `mkdocs build` ends with it."""
    config = load_config(str(site / "mkdocs.yml"))
    config.plugins.on_startup(command=command, dirty=False)
    build(config)
    assert (gc.get_freeze_count() == 0) is goes_on
