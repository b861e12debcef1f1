"""Evidence: each command is what the repo's own files say, with the place that says it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from contributing.evidence_of import PYTEST, commands, read

from mkdocs_oss.contributing import is_evidence, needs_content


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"uv.lock": None}, ["uv sync"]),
        ({"uv.lock": None, "pyproject.toml": "[dependency-groups]\ndev = []\ntest = []"}, ["uv sync"]),
        ({"uv.lock": None, "pyproject.toml": "[dependency-groups]\ntest = []"}, ["uv sync --group test"]),
        (
            {"uv.lock": None, "pyproject.toml": "[project.optional-dependencies]\ndev = []"},
            ["uv sync --extra dev"],
        ),
        ({"pyproject.toml": "[tool.uv]\ndev-dependencies = ['pytest']"}, ["uv sync"]),
        ({"pixi.lock": None, "pixi.toml": "[workspace]"}, ["pixi install"]),
        ({"pixi.toml": "[workspace]"}, ["pixi install"]),
        ({"pyproject.toml": "[tool.pixi.workspace]\nname = 'a'"}, ["pixi install"]),
        ({"poetry.lock": None, "pyproject.toml": "[tool.poetry]"}, ["poetry install"]),
        ({"pyproject.toml": "[tool.poetry.dependencies]\npython = '^3.11'"}, ["poetry install"]),
        ({"pdm.lock": None}, ["pdm install"]),
        (
            {"pyproject.toml": "[project]\nname='a'\n[tool.hatch.envs.test]\nfeatures=[]"},
            ["hatch env create"],
        ),
        (
            {"environment.yml": "name: lab\ndependencies: [python]"},
            ["conda env create -f environment.yml", "conda activate lab"],
        ),
        (
            {"requirements.txt": "a", "requirements-dev.txt": "-r requirements.txt\nb"},
            ["python -m venv .venv", "python -m pip install -r requirements-dev.txt"],
        ),
        (
            {"requirements.txt": "a", "requirements-dev.txt": "b", "requirements-docs.txt": "c"},
            ["python -m venv .venv", "python -m pip install -r requirements.txt -r requirements-dev.txt"],
        ),
        (
            {"pyproject.toml": "[build-system]\nrequires = ['setuptools']"},
            ["python -m venv .venv", "python -m pip install -e ."],
        ),
        (
            {
                "pyproject.toml": "[project]\nname='a'\n[project.optional-dependencies]\ndev=[]\ntest=[]\nall=[]"
            },
            ["python -m venv .venv", 'python -m pip install -e ".[dev]"'],
        ),
        (
            {"pyproject.toml": "[project]\nname='a'\n[dependency-groups]\ndev=[]"},
            ["python -m venv .venv", "python -m pip install -e . --group dev"],
        ),
        ({"setup.py": None}, ["python -m venv .venv", "python -m pip install -e ."]),
        (
            {"setup.cfg": "[metadata]\nname = a\n[options.extras_require]\ntest =\n  pytest\n"},
            ["python -m venv .venv", 'python -m pip install -e ".[test]"'],
        ),
        ({"package.json": "{}", "package-lock.json": None}, ["npm ci"]),
        ({"package.json": '{"packageManager": "pnpm@9.0.0"}'}, ["pnpm install"]),
        ({"Cargo.toml": None}, ["cargo build"]),
        ({"go.mod": None}, ["go mod download"]),
        ({"Cargo.toml": None, "uv.lock": None}, ["uv sync"]),
        ({"pyproject.toml": "[tool.ruff]\nline-length = 100"}, []),
        ({}, []),
    ],
)
def test_environment(files: Mapping[str, str | None], expected: list[str]) -> None:
    """Set-up follows from the strongest evidence, and from nothing else."""
    assert commands(files, "environment") == expected


def test_order_of_strength() -> None:
    """A lock file wins over a manifest, and a manifest over lists of requirements."""
    everything = {
        "environment.yml": "name: a",
        "requirements.txt": "a",
        "pixi.toml": "",
        "pdm.lock": None,
        "uv.lock": None,
    }
    seen = []
    for file in ("uv.lock", "pdm.lock", "pixi.toml", "environment.yml", "requirements.txt"):
        seen.append(commands(everything, "environment")[0])
        del everything[file]
    assert seen == [
        "uv sync",
        "pdm install",
        "pixi install",
        "conda env create -f environment.yml",
        "python -m venv .venv",
    ]


@pytest.mark.parametrize(
    ("files", "command"),
    [
        ({}, "pytest"),
        ({"uv.lock": None}, "uv run pytest"),
        ({"poetry.lock": None}, "poetry run pytest"),
        ({"pdm.lock": None}, "pdm run pytest"),
        ({"pixi.lock": None}, "pixi run pytest"),
    ],
)
def test_pytest_runs_in_the_environment(files: Mapping[str, str | None], command: str) -> None:
    """Tests known from pytest's settings run with the runner of the environment's tool."""
    assert commands({**files, "pyproject.toml": PYTEST}, "test") == [command]


@pytest.mark.parametrize(
    ("pyproject", "command"),
    [
        ("[dependency-groups]\ndev=['pytest>=8']", "uv run pytest"),
        ("[dependency-groups]\ndev=[{include-group='t'}]\nt=['pytest']", "uv run pytest"),
        ("[dependency-groups]\ndev=[]\nt=['PyTest[x]>=8 ; python_version>\"3\"']", "uv run --group t pytest"),
        (
            "[dependency-groups]\ndev=[]\n[project.optional-dependencies]\nt=['pytest']",
            "uv run --extra t pytest",
        ),
    ],
)
def test_uv_names_the_group(pyproject: str, command: str) -> None:
    """Where `uv sync` leaves pytest out, the command names the group or extra that brings it."""
    assert commands({"uv.lock": None, "pyproject.toml": pyproject}, "test") == [command]


def test_hatch_and_pixi_name_the_environment() -> None:
    """Where only a named environment has pytest, the command names that environment."""
    hatch = "[tool.hatch.envs.ci]\ndependencies=['pytest']"
    pixi = "[feature.t.dependencies]\npytest='*'\n[environments]\nqa=['t']"
    assert commands({"pyproject.toml": hatch}, "test") == ["hatch run ci:pytest"]
    assert commands({"pixi.toml": pixi, "pytest.ini": None}, "test") == ["pixi run -e qa pytest"]


def test_places() -> None:
    """A step cites the line on which its evidence stands."""
    evidence = read(
        {
            "pyproject.toml": """\
            [project]
            name = "a"
            description = '''
            [tool.pytest.ini_options]
            '''
            requires-python = ">=3.11"

            [dependency-groups]
            docs = ["mkdocs"]
            dev = ["pytest"]

            [tool.pytest.ini_options]
            """,
            "mkdocs.yml": None,
        }
    )
    assert [(step.command, step.file, step.line) for step in evidence.steps] == [
        ("python -m venv .venv", "pyproject.toml", 10),
        ("python -m pip install -e . --group dev", "pyproject.toml", 10),
        ("pytest", "pyproject.toml", 12),
        ("mkdocs serve", "mkdocs.yml", 0),
    ]
    assert evidence.steps[-1].note == "first: python -m pip install --group docs"
    assert (evidence.requires_python, evidence.requires_python_file) == (">=3.11", "pyproject.toml")


def test_lint_from_settings() -> None:
    """Without a task for it, style is checked by the pre-commit hooks, else by ruff where it is set up."""
    ruff = {"pyproject.toml": "[tool.ruff]\nline-length = 100", "uv.lock": None}
    assert commands(ruff, "lint") == ["uv run ruff check"]
    hooks = {**ruff, ".pre-commit-config.yaml": None}
    assert commands(hooks, "lint") == ["pre-commit run --all-files"]
    assert commands({**hooks, "Makefile": "lint:\n"}, "lint") == ["make lint", "pre-commit run --all-files"]


def test_nothing_is_guessed() -> None:
    """A project without tests, lint or docs in its files gets no such step."""
    evidence = read({"pyproject.toml": "[project]\nname='a'", "Makefile": "all:\n\tcc\n"})
    assert {step.topic for step in evidence.steps} == {"environment", "task"}


def test_facts() -> None:
    """Dev container, hooks and quarrelling lock files are told, each with its file."""
    files = [".devcontainer/devcontainer.json", ".pre-commit-config.yaml", "uv.lock", "poetry.lock"]
    facts = read(dict.fromkeys(files)).facts
    assert [file for _, file in facts] == [files[0], files[1], "poetry.lock"]
    assert "uv.lock, poetry.lock" in facts[2][0]


def test_requires_python() -> None:
    """The supported Python comes from the file that states it; what is no version is not shown."""
    assert read({"setup.cfg": "[options]\npython_requires = >=3.9"}).requires_python == ">=3.9"
    assert read({".python-version": "3.12.1\n"}).requires_python_file == ".python-version"
    assert read({".python-version": "<script>\n"}).requires_python == ""


def test_which_files() -> None:
    """Only known files at the root are evidence; of lock files it is enough that they are there."""
    for path in (
        "pyproject.toml",
        "requirements-dev.txt",
        "dev-requirements.txt",
        ".devcontainer/devcontainer.json",
    ):
        assert is_evidence(path)
    for path in ("src/pyproject.toml", "README.md", "requirements$(rm).txt", "requirements dev.txt"):
        assert not is_evidence(path)
    assert needs_content("pyproject.toml")
    assert not needs_content("uv.lock")
    assert not needs_content("README.md")
