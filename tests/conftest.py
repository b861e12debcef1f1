"""Real git repos with fixed dates, and whole small sites: what every test builds from."""

from __future__ import annotations

import logging
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mkdocs_oss.git import Git

pytest_plugins = ["reading", "sources.discovering"]

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
"""What the clock says in tests that need a fixed day."""


@pytest.fixture(autouse=True)
def _own_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the developer's git settings or writes into their cache."""
    home = tmp_path_factory.mktemp("home")
    (home / ".gitconfig").write_text(
        "[user]\n name = Nobody\n email = nobody@example.org\n[init]\n defaultBranch = main\n"
    )
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / ".cache"))
    monkeypatch.setenv("MKDOCS_OSS_CACHE", str(home / "cache"))
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.setenv("MKDOCS_OSS_TRIES", "1")  # a refused connection is told at once
    for name in [name for name in os.environ if name.startswith("GIT_") and name != "GIT_PYTHON_REFRESH"]:
        monkeypatch.delenv(name)


@pytest.fixture
def git() -> Git:
    return Git()


@dataclass
class GitRepo:
    """A real repo on disk. Each commit has a fixed author and date."""

    path: Path
    author: str = "Ana <ana@example.org>"

    def run(self, *args: str, env: Mapping[str, str] | None = None) -> str:
        done = subprocess.run(
            ["git", *args],
            cwd=self.path,
            env={**os.environ, **(env or {})},
            check=True,
            capture_output=True,
            timeout=60,
        )
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Writes files; None removes one."""
        for name, content in files.items():
            file = self.path / name
            if content is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(
        self,
        files: Mapping[str, str | bytes | None] | None = None,
        *,
        day: str = "2026-01-01",
        message: str = "Change",
        author: str | None = None,
    ) -> str:
        """Writes `files`, commits everything at noon UTC of `day`, returns the id."""
        self.write(files or {})
        self.run("add", "-A")
        name, _, mail = (author or self.author).partition(" <")
        stamp = day if "T" in day or " " in day else f"{day}T12:00:00+0000"
        people = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (
                ("NAME", name),
                ("EMAIL", mail.rstrip(">") or "a@example.org"),
                ("DATE", stamp),
            )
        }
        self.run("commit", "--quiet", "--allow-empty", "-m", message, env=people)
        return self.run("rev-parse", "HEAD")


@pytest.fixture
def make_repo(tmp_path: Path) -> Callable[..., GitRepo]:
    """make_repo("name", {path: content}, day=…, remote=…) → GitRepo with one commit (none where files is None)."""

    def make(
        name: str,
        files: Mapping[str, str | bytes | None] | None = None,
        *,
        day: str = "2026-01-01",
        remote: str | None = None,
    ) -> GitRepo:
        repo = GitRepo(tmp_path / name)
        repo.path.mkdir(parents=True, exist_ok=True)
        repo.run("init", "--quiet", "--initial-branch=main")
        if remote:
            repo.run("remote", "add", "origin", remote)
        if files is not None:
            repo.commit(files, day=day, message="Start")
        return repo

    return make


@dataclass
class Built:
    """A built site: its files, and the records of the `mkdocs` logger."""

    folder: Path
    records: list[logging.LogRecord] = field(default_factory=list)

    def read(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def messages(self, level: int = logging.INFO) -> list[str]:
        return [record.getMessage() for record in self.records if record.levelno >= level]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[..., Built]]:
    """build(config_file, strict=…, **options) → Built. Raises what MkDocs raises."""
    records: list[logging.LogRecord] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    logger, keep = logging.getLogger("mkdocs"), Keep()
    level = logger.level
    logger.addHandler(keep)
    logger.setLevel(logging.DEBUG)
    count = 0

    def run(config_file: Path, *, strict: bool = False, **options: Any) -> Built:
        from mkdocs.commands.build import build as mkdocs_build
        from mkdocs.config import load_config

        nonlocal count
        count += 1
        records.clear()
        site = tmp_path / f"site-{count}"
        config = load_config(str(config_file), site_dir=str(site), strict=strict, **options)
        mkdocs_build(config)
        return Built(site, list(records))

    yield run
    logger.removeHandler(keep)
    logger.setLevel(level)
