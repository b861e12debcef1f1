"""Set-up and tests outside Python: package.json, Cargo.toml, go.mod. Little is said, and only what is sure."""

from __future__ import annotations

from collections.abc import Iterator

from mkdocs_oss.contributing.project_files import ProjectFiles
from mkdocs_oss.contributing.tasks import package_manager
from mkdocs_oss.model import Step


def node_steps(files: ProjectFiles) -> Iterator[Step]:
    """Install what package.json lists, by the lock file where npm's is there."""
    if "package.json" not in files:
        return
    tables = files.tables("package.json")
    manager = package_manager(files, tables)
    locked = manager == "npm" and "package-lock.json" in files
    file = "package-lock.json" if locked else "package.json"
    yield Step("environment", "npm ci" if locked else f"{manager} install", file)


def compiled_steps(files: ProjectFiles) -> Iterator[Step]:
    """Cargo and Go know how to test what they build; in a Python project they are only a part of it."""
    if "Cargo.toml" in files:
        yield Step("environment", "cargo build", "Cargo.toml")
        yield Step("test", "cargo test", "Cargo.toml")
    if "go.mod" in files:
        yield Step("environment", "go mod download", "go.mod")
        yield Step("test", "go test ./...", "go.mod")
