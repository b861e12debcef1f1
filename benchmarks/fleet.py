"""Many repos and the sites over them: one with their Markdown in one folder, and those that fetch them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from git_server import openable, start_repo
from sample import Shape, write_repo

PER_SECTION = 5
SECTIONS = 1  # short pages: the more of them a second, the more our share of each counts
_SITE = """\
site_name: Handbook of many repos
site_url: https://handbook.example.org/
theme: {{name: material, font: false, features: [{features}]}}
markdown_extensions:
  - admonition
  - tables
  - toc: {{permalink: true}}
  - pymdownx.highlight
  - pymdownx.superfences
plugins:
  - search
"""
_INDEX = "# Handbook\n\nWhat the repos have in common.\n"


@dataclass(frozen=True)
class Fleet:
    """How many repos, and how many pages and commits each of them has."""

    repos: int
    pages: int
    commits: int

    @property
    def names(self) -> list[str]:
        return [f"repo-{number:03}" for number in range(self.repos)]


def write_fleet(folder: Path, fleet: Fleet) -> None:
    """The repos below `folder`/repos, and below `folder`/plain the same Markdown in one folder.

    A repo that is there already is used as it is.
    """
    for number, name in enumerate(fleet.names):
        repo = folder / "repos" / name
        if (repo / ".done").exists():
            continue
        shutil.rmtree(repo, ignore_errors=True)
        readme = f"# {name}\n\nWhat the team behind {name} does, and how.\n\n[The docs](docs/index.md)\n"
        shape = Shape(fleet.pages, fleet.commits, sections=SECTIONS, seed=100 + number)
        write_repo(repo, shape, {"README.md": readme, "CODEOWNERS": f"* @example/team-{number % 7}\n"})
        openable(repo)
        (repo / ".done").touch()


def write_sites(
    folder: Path, fleet: Fleet, *, server: str, features: str = "navigation.prune"
) -> dict[str, Path]:
    """The sites over the first repos of `folder`, each as its settings file; `server`: where the repos are served.

    The handbook that fetches them is a git repo of its own, `folder`/hub; `folder`/plain is one folder with all.
    """
    hub, plain = folder / "hub", folder / "plain"
    _write_plain(folder, fleet)
    (hub / "docs").mkdir(parents=True, exist_ok=True)
    (hub / "docs" / "index.md").write_text(_INDEX, "utf-8")
    (hub / ".gitignore").write_text("cache/\ntemp_dir/\n", "utf-8")
    entries = [
        f"  - {{name: {name}, url: {server}/{name}, ref: main, section: Section {number // PER_SECTION:02}}}\n"
        for number, name in enumerate(fleet.names)
    ]
    (hub / "repos.yml").write_text(f"repos:\n{''.join(entries)}", "utf-8")
    imports = [
        f"        - {{section: {name}, import_url: '{server}/{name}?branch=main&docs_dir=docs/*'}}\n"
        for name in fleet.names
    ]
    common = _SITE.format(features=features)
    texts = {
        plain / "mkdocs.yml": common,
        hub
        / "multirepo.yml": f"{common}  - multirepo:\n      repos:\n{''.join(imports)}edit_uri: edit/main/docs/\n",
        hub / "oss-repos.yml": f"{common}  - oss/repos: {{cache: cache}}\n",
        hub / "oss.yml": f"{common}  - oss: {{api: false, cache: cache}}\n",
    }
    for file, text in texts.items():
        file.write_text(text, "utf-8")
    if not (hub / ".git").exists():
        start_repo(hub)
    return dict(zip(("plain", "multirepo", "repos", "suite"), texts, strict=True))


def _write_plain(folder: Path, fleet: Fleet) -> None:
    docs = folder / "plain" / "docs"
    shutil.rmtree(docs, ignore_errors=True)
    for name in fleet.names:
        shutil.copytree(folder / "repos" / name / "docs", docs / "projects" / name / "docs")
        shutil.copy(folder / "repos" / name / "README.md", docs / "projects" / name / "index.md")
    (docs / "index.md").write_text(_INDEX, "utf-8")
