"""The docs say what the code does: tables, examples and tutorials are held to it."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from msgspec import Struct
from said_by_code import finding_codes, syntax_trees

from mkdocs_oss.cli import main as cli
from mkdocs_oss.settings import load_repos, load_teams, parse_options, schema
from mkdocs_oss.settings.located_yaml import Located

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
SCRIPT = ROOT / "scripts" / "settings_tables.py"
TUTORIALS = sorted((DOCS / "start").glob("*.md"))
STEP_LIMIT_S = 120

_BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>[^\n]+) -->\n)?```(?P<language>\w+)[^\n]*\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page. `mark` is the comment before it, such as `run` or `file: mkdocs.yml`."""

    page: str
    line: int
    mark: str
    language: str
    text: str

    @property
    def where(self) -> str:
        return f"{self.page}:{self.line}"


def blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text("utf-8")
    for match in _BLOCK.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        name = page.relative_to(ROOT).as_posix()
        yield Block(name, line, match["mark"] or "", match["language"], match["text"])


def all_blocks() -> Iterator[Block]:
    for page in sorted(DOCS.rglob("*.md")):
        yield from blocks_of(page)


# --- tables -----------------------------------------------------------------------------------------------------


def settings_tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("settings_tables", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_tables_are_current() -> None:
    """The option tables and the commands' help in the docs are what the code says today."""
    done = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_table_that_lags_behind_is_made_anew() -> None:
    """What stands between two marks is replaced; all else stays as it is."""
    page = "Before.\n\n<!-- settings: ApiOptions -->\nold\n<!-- /settings -->\n\nAfter.\n"
    made = settings_tables().current(page)
    assert "old" not in made
    assert "`docstring_style`" in made
    assert made.startswith("Before.\n\n<!-- settings: ApiOptions -->\n")
    assert made.endswith("<!-- /settings -->\n\nAfter.\n")
    assert settings_tables().current(made) == made


def test_every_setting_and_every_command_is_documented() -> None:
    """No schema class and no command is left out of the reference."""
    settings = (DOCS / "reference" / "settings.md").read_text("utf-8")
    commands = (DOCS / "reference" / "commands.md").read_text("utf-8")
    classes = [
        name for name, value in vars(schema).items() if isinstance(value, type) and issubclass(value, Struct)
    ]
    assert [name for name in classes if f"<!-- settings: {name} -->" not in settings] == []
    assert [name for name in cli.commands if f"<!-- command: {name} -->" not in commands] == []


# --- examples ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "block", [block for block in all_blocks() if block.language == "yaml"], ids=lambda block: block.where
)
def test_yaml_examples_are_taken(block: Block, tmp_path: Path) -> None:
    """Each YAML example is YAML, and what it says of our settings is accepted."""
    for value in yaml.safe_load_all(block.text):
        if not isinstance(value, dict):
            continue
        for entry in value.get("plugins", []):
            for name, options in entry.items() if isinstance(entry, dict) else [(entry, None)]:
                if name.partition("/")[0] == "oss":
                    parse_options(name, options or {}, file="mkdocs.yml")
        if "repos" in value:
            assert load_repos(Located("repos.yml", value), folder=tmp_path)
        if "teams" in value or "people" in value:
            load_teams(Located("teams.yml", value))


def test_json_examples_have_the_keys_of_the_facts(
    make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The JSON examples show each key that the facts have, and no other."""
    make_repo("tool", {"README.md": "# Tool\n", "docs/guide.md": "# Guide\n\n[gone](gone.md)\n"})
    hub = make_repo("hub", {"mkdocs.yml": "site_name: Hub\nplugins: [oss]\n", "docs/index.md": "# Hub\n"})
    hub.write({"repos.yml": "repos:\n  - path: ../tool\n"})
    monkeypatch.chdir(hub.path)
    facts = json.loads(CliRunner().invoke(cli, ["facts"]).stdout)
    real = {"page": facts["pages"][0], "repo": facts["repos"][0], "finding": facts["findings"][0]}
    shown = {
        block.mark.removeprefix("keys: "): list(json.loads(block.text))
        for block in blocks_of(DOCS / "reference" / "facts.md")
        if block.mark.startswith("keys: ")
    }
    assert shown == {name: list(value) for name, value in real.items()}


def test_messages_exist() -> None:
    """Each message that the docs explain is one that the code can say; `…` stands for anything."""
    page = (DOCS / "reference" / "messages.md").read_text("utf-8")
    said = [
        node.value
        for tree in syntax_trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    explained = re.findall(r"^### `(.+)`$", page, re.MULTILINE)
    assert len(explained) > 20
    parts = [part.strip() for message in explained for part in message.split("…")]
    assert [part for part in parts if not any(part in text for text in said)] == []


def test_finding_codes_are_complete() -> None:
    """The table of findings has each code that the code can give, and no other."""
    page = (DOCS / "reference" / "facts.md").read_text("utf-8")
    table = page.partition("| Code | Says |")[2].partition("\n## ")[0]
    documented = set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE))
    assert documented == {code for tree in syntax_trees() for code in finding_codes(tree)}


# --- tutorials --------------------------------------------------------------------------------------------------


def site_that_exists(folder: Path, make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small site with two pages, in a git repo."""
    del folder, monkeypatch
    files = {
        "docs/index.md": "# Notes\n",
        "docs/ops/index.md": "# Operations\n",
        "mkdocs.yml": "site_name: Notes\n",
    }
    path: Path = make_repo("notes", files, day="2024-01-01").path
    return path


def two_repos(folder: Path, make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout `forecasting`, and a remote `cleaning` that git finds on this machine under its URL."""
    code = {"pyproject.toml": '[project]\nname = "tool"\nversion = "1"\n', "uv.lock": ""}
    make_repo(
        "forecasting",
        {
            **code,
            "README.md": "# Forecasting\n\nPredicts demand. See [the guide](docs/guide.md).\n",
            "CODEOWNERS": "* @data/science\n",
            "docs/guide.md": "# Guide\n\n[gone](gone.md)\n",
            "src/forecasting/__init__.py": '"""Predicts demand."""\n\ndef run(days: int) -> float:\n    """Runs."""\n',
        },
    )
    cleaning = make_repo("cleaning", {**code, "README.md": "# Cleaning\n\nSee [the code](pyproject.toml).\n"})
    remotes = folder / "remotes"
    remotes.mkdir()
    cleaning.run("clone", "--quiet", "--bare", str(cleaning.path), str(remotes / "cleaning.git"))
    key = f"url.{remotes.as_uri()}/.insteadOf"
    cleaning.run("config", "--global", key, "https://git.example.org/data/")
    monkeypatch.setenv("MKDOCS_OSS_ALLOW_PROTOCOL", "file")
    return folder


def nothing(folder: Path, make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder."""
    del make_repo, monkeypatch
    return folder


def handbook_with_a_past(
    folder: Path, make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A handbook with more than one commit, whose oldest page is older than the newest commit."""
    del monkeypatch
    site = "site_name: Handbook\nplugins:\n  - search\n  - oss\n"
    repo = make_repo("handbook", {"mkdocs.yml": site, "docs/index.md": "# Handbook\n"}, day="2024-01-01")
    repo.commit({"docs/news.md": "# News\n"}, day="2024-06-01")
    return folder


BEGINNINGS = {
    "existing-site.md": site_that_exists,
    "many-repos.md": two_repos,
    "new-handbook.md": nothing,
    "ci.md": handbook_with_a_past,
}


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.name)
def test_tutorials_work(
    page: Path, tmp_path: Path, make_repo: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Someone who follows a page of docs/start from top to bottom gets what it promises."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    here = BEGINNINGS[page.name](tmp_path, make_repo, monkeypatch)
    said, runs, promises = "", 0, 0
    for block in blocks_of(page):
        kind, _, rest = block.mark.partition(": ")
        if kind == "file":
            file = here / rest
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, "utf-8")
        elif kind == "run":
            runs += 1
            code, said, here = _run(block.text, here, tmp_path / ".pwd")
            assert code == int(rest.removeprefix("exits ") or 0), f"{block.where}:\n{said}"
        elif kind == "shows":
            for line in block.text.splitlines():
                promises += 1
                assert _plain(line) in _plain(said), f"{block.where}: {line!r} is not in:\n{said}"
    assert runs
    assert promises


def _run(script: str, folder: Path, place: Path) -> tuple[int, str, Path]:
    """(exit code, what it printed, the folder where it ended) of a block under `bash -e`."""
    done = subprocess.run(
        ["bash", "-e", "-c", f"trap 'pwd > \"{place}\"' EXIT\n{script}"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=STEP_LIMIT_S,
        check=False,
    )
    return done.returncode, done.stdout, Path(place.read_text("utf-8").strip())


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_pipelines_run_what_the_page_explains() -> None:
    """Both pipelines of the CI page take the full history, look for findings and build strictly."""
    files = {
        block.mark.removeprefix("file: "): yaml.safe_load(block.text)
        for block in blocks_of(DOCS / "start" / "ci.md")
        if block.mark.startswith("file: ")
    }
    github, gitlab = files[".github/workflows/handbook.yml"], files[".gitlab-ci.yml"]
    steps = github["jobs"]["build"]["steps"]
    assert steps[0]["with"]["fetch-depth"] == 0
    assert gitlab["variables"]["GIT_DEPTH"] == "0"
    wanted = ['pip install "mkdocs-oss[all]"', "mkdocs-oss check", "mkdocs build --strict"]
    assert gitlab["build"]["script"] == wanted
    runs = [step["run"] for step in steps if "run" in step]
    assert [run.removesuffix(" --format github") for run in runs] == wanted


# --- the handbook itself ----------------------------------------------------------------------------------------


def test_own_handbook_is_clean_owned_and_reviewed(build: Callable[..., Any]) -> None:
    """This project's own handbook builds strictly, and each of its pages has an owner and a review."""
    built = build(ROOT / "mkdocs.yml", strict=True)
    pages = json.loads(built.read("oss/pages.json"))
    assert {page["path"] for page in pages} >= {"docs/index.md", "docs/reference/settings.md"}
    assert [page["path"] for page in pages if not page["owners"]] == []
    assert [page["path"] for page in pages if not page["reviewed"]] == []
    assert "oss-line" in built.read("parts/freshness/index.html")
    assert "the maintainers" in built.read("index.html").lower()


def test_every_page_is_in_the_nav() -> None:
    """Nobody has to guess an address to find a page of the docs."""
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    assert pages - set(_leaves(nav)) == set()


def _leaves(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    else:
        for item in nav.values() if isinstance(nav, dict) else nav:
            yield from _leaves(item)
