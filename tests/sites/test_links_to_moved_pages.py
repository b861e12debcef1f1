"""Links to where a page was before: they lead to where it is, and a note says what to write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
from conftest import NOW, Built, GitRepo

from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble
from mkdocs_oss.settings import load_settings, read_site

CONFIG = """\
site_name: Handbook
site_url: https://handbook.example.org/team/
theme: mkdocs
plugins:
  - oss: {api: false, repos: [path: ../cleaning, path: ../lab]}
"""
GUIDE = "# Install\n\nText.\n\n## Set up & go\n"
CLEANING = {
    "README.md": "# Cleaning\n\n[here](docs/setup/install.md#set-up--go)\n",
    "mkdocs.yml": "site_name: C\nsite_url: https://docs.example.org/cleaning/\n",
    "docs/index.md": "# Docs\n\n[built](setup/install/) <a href='setup/install.md'>html</a> [folder](guides/)\n",
    "docs/setup/install.md": GUIDE,
    "docs/guides/index.md": "# Guides\n\nMany.\n",
    "docs/told.md": "---\nredirect_from: docs/before.md\n---\n# Told\n",
}
LAB = {
    "README.md": "# Lab\n\n"
    "[a](repo:cleaning/setup/install.md#set-up--go) [b](repo:cleaning/docs/setup/install.md)\n"
    "[c](https://docs.example.org/cleaning/setup/install/)\n"
    "[d](https://docs.example.org/cleaning/latest/setup/install.html#set-up-go)\n"
    "[e](https://github.com/data/cleaning/blob/main/docs/setup/install.md)\n"
    "[f](https://docs.example.org/cleaning/before/) [g](repo:cleaning/before.md)\n",
}

MakeRepo = Callable[..., GitRepo]
Build = Callable[..., Built]


@pytest.fixture
def built(make_repo: MakeRepo, build: Build) -> Built:
    cleaning = make_repo("cleaning", CLEANING, remote="git@github.com:data/cleaning.git")
    cleaning.commit({"docs/setup/install.md": None, "docs/setup/step.md": GUIDE}, day="2026-01-02")
    cleaning.commit({"docs/setup/step.md": None, "docs/setup/inst.md": GUIDE}, day="2026-01-03")
    cleaning.commit(
        {"docs/guides/index.md": None, "docs/how/index.md": "# Guides\n\nMany.\n"}, day="2026-01-04"
    )
    make_repo("lab", LAB, remote="git@github.com:data/lab.git")
    hub = make_repo(
        "hub",
        {"mkdocs.yml": CONFIG, "docs/index.md": "# H\n\n[a](repo:cleaning/setup/install.md) [s](https://handbook.example.org/team/old/)\n", "docs/old.md": "# Old\n\nText.\n"},
        remote="git@github.com:data/hub.git",
    )  # fmt: skip
    hub.commit({"docs/old.md": None, "docs/new.md": "# Old\n\nText.\n"}, day="2026-01-05")
    return build(hub.path / "mkdocs.yml", strict=True)


def notes(built: Built) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for finding in json.loads(built.read("oss/handbook.json"))["findings"]:
        assert finding["severity"] == "note"
        if "link" in finding["code"]:
            assert finding["code"] == "moved-link"
            found.setdefault((finding["repo"], finding["where"]), set()).add(finding["remedy"])
    return found


def test_each_form_of_link_leads_to_todays_page(built: Built) -> None:
    """In the repo itself, by `repo:`, by the published URL and by the forge's, whatever the page is called today."""
    lab = built.read("projects/lab/index.html")
    page = "../cleaning/docs/setup/inst/"
    for text, url in {
        "a": f"{page}#set-up-go", "b": page, "c": page, "d": f"{page}#set-up-go", "e": page,
        "f": "../cleaning/docs/told/", "g": "../cleaning/docs/told/",
    }.items():  # fmt: skip
        assert f'<a href="{url}">{text}</a>' in lab
    docs = built.read("projects/cleaning/docs/index.html")
    for text, url in {"built": "setup/inst/", "html": "setup/inst/", "folder": "how/"}.items():
        assert f'href="{url}">{text}</a>' in docs.replace("'", '"')
    assert 'href="docs/setup/inst/#set-up-go">here' in built.read("projects/cleaning/index.html")
    hub = built.read("index.html")
    assert 'href="projects/cleaning/docs/setup/inst/">a</a>' in hub
    assert 'href="new/">s</a>' in hub


def test_a_note_says_what_to_write(built: Built) -> None:
    """Each such link is a note with its line and the link of today; one that `redirect_from` promises is none."""
    assert notes(built) == {
        ("cleaning", "README.md:3"): {"write 'docs/setup/inst.md#set-up--go'"},
        ("cleaning", "docs/index.md:3"): {"write 'setup/inst.md'", "write 'how/index.md'"},
        ("lab", "README.md:3"): {
            "write 'repo:cleaning/docs/setup/inst.md#set-up--go'",
            "write 'repo:cleaning/docs/setup/inst.md'",
        },
        ("lab", "README.md:4"): {"write 'https://docs.example.org/cleaning/setup/inst/'"},
        ("lab", "README.md:5"): {"write 'https://docs.example.org/cleaning/setup/inst.html#set-up-go'"},
        ("lab", "README.md:6"): {"write 'https://github.com/data/cleaning/blob/main/docs/setup/inst.md'"},
        ("hub", "docs/index.md:3"): {
            "write 'repo:cleaning/docs/setup/inst.md'",
            "write 'https://handbook.example.org/team/new/'",
        },
    }


def test_a_place_that_is_taken_again_is_no_former_one(make_repo: MakeRepo, build: Build) -> None:
    """A link to a path where there is a page today leads to that page, whoever was there before; of two pages that
    were at one place, the last one there is meant."""
    lab = make_repo("lab", {"README.md": "# L\n\n[a](docs/a.md) [x](docs/x.md)\n", "docs/a.md": "# One\n"})
    lab.commit({"docs/a.md": None, "docs/b.md": "# One\n"}, day="2026-01-02")
    lab.commit({"docs/a.md": "# Two\n", "docs/x.md": "# Three\n"}, day="2026-01-03")
    lab.commit({"docs/x.md": None, "docs/y.md": "# Three\n"}, day="2026-01-04")
    lab.commit({"docs/x.md": "# Four\n"}, day="2026-01-05")
    lab.commit({"docs/x.md": None, "docs/z.md": "# Four\n"}, day="2026-01-06")
    make_repo("cleaning", {"README.md": "# C\n"})
    hub = make_repo("hub", {"mkdocs.yml": CONFIG, "docs/index.md": "# H\n"})
    built = build(hub.path / "mkdocs.yml")
    page = built.read("projects/lab/index.html")
    assert 'href="docs/a/">a</a>' in page
    assert 'href="docs/z/">x</a>' in page
    assert notes(built) == {("lab", "README.md:3"): {"write 'docs/z.md'"}}


class CountingGit(Git):
    """Runs git as ever, and keeps in mind whose log it gave."""

    def __init__(self) -> None:
        super().__init__()
        self.logs: list[str] = []

    @contextmanager
    def stream(self, git_dir: Path, *args: str, **options: Any) -> Iterator[IO[bytes]]:
        if "log" in args:
            self.logs.append(git_dir.parent.name)
        with super().stream(git_dir, *args, **options) as out:
            yield out


def test_the_history_is_read_once(make_repo: MakeRepo) -> None:
    """Links to former places cost no second pass over the history of a repo."""
    make_repo("cleaning", CLEANING)
    make_repo("lab", LAB)
    hub = make_repo("hub", {"mkdocs.yml": CONFIG, "docs/index.md": "# H\n"})
    site, git = read_site(hub.path / "mkdocs.yml"), CountingGit()
    assemble(site, load_settings(site), git=git, now=NOW)
    assert sorted(git.logs) == ["cleaning", "hub", "lab"]
