"""Each task runner's own files, read as the commands that they offer."""

from __future__ import annotations

import json

import pytest
from contributing.evidence_of import NOX, PYTEST, commands, read

from mkdocs_oss.model import Step


def test_nox() -> None:
    """Sessions of noxfile.py are found by their decorator, with name, line and docstring."""
    evidence = read({"noxfile.py": NOX, "pyproject.toml": PYTEST})
    assert evidence.steps == (
        Step("test", "nox -s tests", "noxfile.py", 5, "Run the tests"),
        Step("lint", "nox -s lint-all", "noxfile.py", 12),
        Step("docs", "nox -s docs", "noxfile.py", 15),
    )


def test_listed_runner_runs_in_the_environment() -> None:
    """A task runner that the project lists runs in its environment; another is a program of one's own."""
    files = {"noxfile.py": NOX, "uv.lock": None}
    listed = {**files, "pyproject.toml": "[dependency-groups]\ndev=['nox']"}
    assert commands(files, "test") == ["nox -s tests"]
    assert commands(listed, "test") == ["uv run nox -s tests"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("tox.ini", "[tox]\nenvlist = py311,py312, lint\n[testenv:docs]\ndescription = build them\n"),
        (
            "setup.cfg",
            "[tox:tox]\nenvlist =\n  py311\n  py312\n  lint\n[testenv:docs]\ndescription = build them\n",
        ),
        (
            "pyproject.toml",
            (
                "[tool.tox]\nlegacy_tox_ini = '''\n[tox]\nenvlist = py311, py312, lint\n"
                "[testenv:docs]\ndescription = build them\n'''"
            ),
        ),
        (
            "pyproject.toml",
            "[tool.tox]\nenv_list = ['py311', 'py312', 'lint']\n[tool.tox.env.docs]\ndescription = 'build them'",
        ),
        ("tox.toml", "env_list = ['py311', 'py312', 'lint']\n[env.docs]\ndescription = 'build them'"),
    ],
)
def test_tox(file: str, text: str) -> None:
    """tox's environments are read wherever tox reads them; versions of Python are one command."""
    steps = read({file: text}).steps
    assert [(step.topic, step.command) for step in steps] == [
        ("test", "tox -e py"),
        ("lint", "tox -e lint"),
        ("docs", "tox -e docs"),
    ]
    assert "py311, py312" in steps[0].note
    assert steps[2].note == "build them"


def test_tox_with_factors() -> None:
    """Environments made from factors have no single name to run, so the whole list is the command."""
    assert commands({"tox.ini": "[tox]\nenvlist = py{310,311}-django{4,5}"}, "test") == ["tox"]
    assert commands({"tox.ini": "[testenv]\ncommands = pytest"}, "test") == ["tox"]
    assert commands({"tox.ini": "[flake8]\nmax-line-length = 100"}, "test") == []


def test_make() -> None:
    """Make's actions are targets: not files, patterns, variables, or the lines of a recipe."""
    steps = read(
        {
            "Makefile": """\
            SRC := a:b
            URL ?= https://example.org
            .PHONY: test lint \\
                    docs clean
            test: build ## Run the tests
            \techo tests: done
            lint format:
            %.o: %.c
            build/app.o: x
            report: test
            docs clean::
            $(X): y
            """
        }
    ).steps
    assert steps == (
        Step("test", "make test", "Makefile", 5, "Run the tests"),
        Step("lint", "make lint", "Makefile", 7),
        Step("docs", "make docs", "Makefile", 11),
        Step("task", "make clean", "Makefile", 11),
    )


def test_just() -> None:
    """just's public recipes, with the comment above, and what they cannot run without."""
    steps = read(
        {
            "justfile": """\
            set shell := ["bash", "-c"]
            alias t := test
            # Run the tests
            test *args:
                pytest {{args}}

            # Ship it
            [group('release')]
            @deploy env tag='latest:1': test
            ship env: test
            [private]
            hidden:
            _also:
            """
        }
    ).steps
    assert steps == (
        Step("test", "just test", "justfile", 4, "Run the tests"),
        Step("task", "just deploy", "justfile", 9, "Ship it"),
        Step("task", "just ship", "justfile", 10, "needs env"),
    )


def test_taskfile() -> None:
    """go-task's public tasks with their description and line; `docs:build` is about the docs."""
    text = """\
    version: '3'
    tasks:
      test:
        desc: Run the tests
      docs:build: mkdocs build
      internal:
        internal: true
      "a b": echo
    """
    assert read({"Taskfile.yml": text}).steps == (
        Step("test", "task test", "Taskfile.yml", 3, "Run the tests"),
        Step("docs", "task docs:build", "Taskfile.yml", 5),
    )


def test_toml_tasks() -> None:
    """Tasks of poe, pixi, PDM and Hatch, each with its own way to run."""
    assert commands({"pyproject.toml": "[tool.poe.tasks]\ntest='pytest'\n_x='y'"}, "test") == ["poe test"]
    listed = "[dependency-groups]\ndev=['poethepoet']\n[tool.poe.tasks]\ntest='pytest'"
    assert commands({"pyproject.toml": listed, "uv.lock": None}, "test") == ["uv run poe test"]
    pixi = "[tasks]\nlint='ruff check'\n[feature.t.tasks.test]\ncmd='pytest'\ndescription='all of them'"
    assert read({"pixi.toml": pixi}).steps[1:] == (
        Step("test", "pixi run test", "pixi.toml", 3, "all of them"),
        Step("lint", "pixi run lint", "pixi.toml", 2),
    )
    pdm = "[tool.pdm.scripts]\n_.env_file='.env'\ntest={cmd='pytest', help='h'}"
    assert commands({"pyproject.toml": pdm, "pdm.lock": None}, "test") == ["pdm run test"]
    hatch = "[tool.hatch.envs.default.scripts]\ntest='pytest'\n[tool.hatch.envs.docs.scripts]\nserve='mkdocs'"
    assert commands({"pyproject.toml": hatch}, "test") == ["hatch run test"]
    assert commands({"pyproject.toml": hatch}, "docs") == ["hatch run docs:serve"]


def test_invoke_and_duty() -> None:
    """Tasks of invoke and duty; a tasks.py that belongs to something else gives none."""
    invoke = "from invoke import task as t\n@t\ndef run_tests(c, env, slow=False): 'Run. '\n"
    duty = "from duty import duty\n@duty(pre=['x'])\ndef check_types(ctx): ...\n@duty\ndef docs(ctx): ...\n"
    assert read({"tasks.py": invoke}).steps == (
        Step("test", "invoke run-tests", "tasks.py", 3, "Run; needs env"),
    )
    assert commands({"duties.py": duty}, "lint") == ["duty check-types"]
    assert commands({"duties.py": duty}, "docs") == ["duty docs"]
    assert read({"tasks.py": "from celery import task\n@task\ndef test(): ..."}).steps == ()


def test_package_scripts() -> None:
    """Scripts of package.json, without npm's placeholder for tests."""
    scripts = {"test": 'echo "Error: no test specified" && exit 1', "lint": "eslint .", "docs": "x"}
    text = json.dumps({"name": "a", "scripts": scripts}, indent=2)
    evidence = read({"package.json": text})
    assert evidence.steps == (
        Step("environment", "npm install", "package.json"),
        Step("lint", "npm run lint", "package.json", 5),
        Step("docs", "npm run docs", "package.json", 6),
    )


def test_check_is_the_test_where_there_is_no_other() -> None:
    """`make check` stands for the tests only in a Makefile without tests."""
    assert commands({"Makefile": "check:\n\tpytest\n"}, "test") == ["make check"]
    assert commands({"Makefile": "check:\ntests:\n"}, "test") == ["make tests"]


def test_second_runner_becomes_other_tasks() -> None:
    """One runner answers for a topic; what another says of it stays findable among the other tasks."""
    steps = read({"noxfile.py": NOX, "Makefile": "test:\nclean:\n"}).steps
    assert [step.command for step in steps if step.topic == "test"] == ["nox -s tests"]
    assert [step.command for step in steps if step.topic == "task"] == ["make test", "make clean"]


def test_other_tasks_end_at_a_dozen() -> None:
    """A long Makefile does not become a long page."""
    assert len(commands({"Makefile": "".join(f"t{n}:\n" for n in range(50))}, "task")) == 12
