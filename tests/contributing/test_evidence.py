"""Evidence: each command is what the repo's own files say, with the place that says it."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Mapping
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_oss.contributing import EVIDENCE_FILES, contradictions, is_evidence, needs_content, read_evidence
from mkdocs_oss.model import Evidence, Step

PYTEST = "[tool.pytest.ini_options]\n"
READ_FILES = [*sorted(filter(needs_content, EVIDENCE_FILES)), "requirements-dev.txt"]


def read(files: Mapping[str, str | None]) -> Evidence:
    return read_evidence(
        {path: None if text is None else dedent(text).encode() for path, text in files.items()}
    )


def commands(files: Mapping[str, str | None], topic: str) -> list[str]:
    return [step.command for step in read(files).steps if step.topic == topic]


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


NOX = '''\
import nox
from nox_poetry import session as poetry_session

@nox.session(python=["3.11", "3.12"])
def tests(session):
    """Run the tests.

    More words.
    """

@poetry_session(name="lint-all")
def lint(session): ...

@nox.session
async def docs(session): ...

@other.session
def not_one(session): ...

def helper(): ...
'''


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


def test_other_tasks_end_at_a_dozen() -> None:
    """A long Makefile does not become a long page."""
    assert len(commands({"Makefile": "".join(f"t{n}:\n" for n in range(50))}, "task")) == 12


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


def test_names_that_a_shell_would_act_on_are_left_out() -> None:
    """A reader copies these commands: a name with shell characters, bidi or a leading dash is never one."""
    evil = ["test; rm -rf ~", "$(id)", "`id`", "-rf", "te\u202est", "tеst", "a|b", "a\nb", "a>b"]
    script = json.dumps({"scripts": dict.fromkeys(evil, "x")})
    toml = "".join(f"{json.dumps(name)} = 'x'\n" for name in evil)
    files = {
        "package.json": script,
        "Taskfile.yml": json.dumps({"tasks": dict.fromkeys(evil, "x")}),
        "pyproject.toml": f"[tool.poe.tasks]\n{toml}[tool.hatch.envs.'a;b'.scripts]\nt='x'\n"
        "[dependency-groups]\n'dev;id' = ['pytest']\n",
        "noxfile.py": "import nox\n@nox.session(name='a;id')\ndef tests(s): ...\n",
        "tox.ini": "[tox]\nenvlist = $(id), -x\n",
        "environment.yml": "name: a;id\n",
    }
    for step in read(files).steps:
        assert not set(step.command) & set(";$`|<>~\n\u202e"), step


def test_notes_are_one_visible_line() -> None:
    """A note has no line breaks, control or bidi characters, and an end."""
    text = json.dumps({"tasks": {"test": {"desc": "a\nb\u202ec\x07 " + "d" * 5000}}})
    note = read({"Taskfile.yml": text}).steps[0].note
    assert note.startswith("a bc ddd")
    assert len(note) == 200


def test_nothing_is_run() -> None:
    """Reading a repo's Python files neither imports nor runs them, and their warnings are not ours."""
    bomb = "import nox\nimport this_does_not_exist\nraise SystemExit('run!')\n'\\d'\n@nox.session\ndef tests(s): ...\n"
    before = set(sys.modules)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert commands({"noxfile.py": bomb}, "test") == ["nox -s tests"]
    assert "this_does_not_exist" not in set(sys.modules) - before


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(READ_FILES), st.none() | st.binary(max_size=400), max_size=6))
def test_any_bytes_give_evidence(files: dict[str, bytes | None]) -> None:
    """Whatever bytes are in the files, there is Evidence and never an exception."""
    assert isinstance(read_evidence(files), Evidence)


FRAGMENTS = [
    *(
        "[tool.poe.tasks]\n",
        "[tool.hatch.envs]\n",
        "[project]\n",
        "[tox]\n",
        "[dependency-groups]\n",
        "[tool]\n",
    ),
    *(
        "tasks:\n",
        "  test: ",
        "!!int ''",
        "&a [*a]",
        "{",
        "}",
        "[",
        "]",
        "=",
        ":",
        "\n",
        "\t",
        '"',
        "'",
        "'''",
    ),
    *(
        "envlist",
        "scripts",
        "dev",
        "test",
        "name",
        "tool",
        "uv",
        "pixi",
        "envs",
        "1",
        "true",
        "\0",
        "\udc80",
        "é",
    ),
    *(
        "import nox\n",
        "@nox.session\n",
        "def tests(s): ...\n",
        "@task\n",
        "from invoke import task\n",
        ".PHONY: test\n",
    ),
]


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(READ_FILES),
        st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join),
        max_size=4,
    )
)
def test_near_misses_give_evidence(files: dict[str, str]) -> None:
    """Files that almost make sense, with values of the wrong kind, never raise either."""
    contents: dict[str, bytes | None] = {
        path: text.encode("utf-8", "surrogateescape") for path, text in files.items()
    }
    assert isinstance(read_evidence(contents), Evidence)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["tool", "tasks", "scripts", "name", "dependencies", "desc", "pytest", "env_list", "a"]), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["tasks", "scripts", "name", "packageManager", "dependencies"]), VALUES)
)
def test_values_of_the_wrong_kind(document: dict[str, object]) -> None:
    """A list where a table belongs, or a number for a name, is no evidence and no error."""
    text = json.dumps(document).encode()
    files: dict[str, bytes | None] = dict.fromkeys(("package.json", "Taskfile.yml", "environment.yml"), text)
    assert isinstance(read_evidence(files), Evidence)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pyproject.toml", "[" + ".".join(["a"] * 300_000) + "]"),
        ("pyproject.toml", ".".join(["a"] * 300_000) + " = 1"),
        ("pyproject.toml", "a = " + "[" * 400_000),
        ("pyproject.toml", "a = " + "9" * 400_000),
        ("pyproject.toml", "[dependency-groups]\na=[{include-group='a'}]\n"),
        ("noxfile.py", "x = " + "-" * 200_000 + "1"),
        ("noxfile.py", "x = a" + "()" * 100_000),
        ("noxfile.py", "(" * 200_000),
        ("Taskfile.yml", "[" * 200_000),
        ("Taskfile.yml", "tasks: &a [*a, *a]"),
        ("Taskfile.yml", "tasks: {test: !!python/object/apply:os.system ['id']}"),
        ("Makefile", " " * 900_000 + ":"),
        ("Makefile", "a " * 400_000 + "\\\n"),
        ("justfile", "a:\n" * 200_000),
        ("tox.ini", "[tox]\nenvlist = " + "{" * 900_000),
        ("tox.ini", "[tox]\nenvlist = a\n" + " b,\n" * 200_000),
        ("package.json", '{"a":' * 100_000),
        ("requirements.txt", "-r" + " " * 900_000),
        ("pyproject.toml", "x" * 2_000_000),
    ],
)
def test_hostile_files_are_read(file: str, text: str) -> None:
    """Nesting, length and cycles neither raise nor hang."""
    assert isinstance(read_evidence({file: text.encode()}), Evidence)


def test_contradictions() -> None:
    """A text that names a tool which nothing in the repo speaks of is told; a text that fits is not."""
    evidence = read({"uv.lock": None, "noxfile.py": NOX})
    text = "# C\n\nRun `poetry install`, then\n\n```\ntox\n```\n"
    found = contradictions(repo="a", own_text=text, own_file="CONTRIBUTING.md", evidence=evidence)
    assert [(finding.where, finding.message) for finding in found] == [
        ("CONTRIBUTING.md:3", "the text says poetry install, but uv.lock says uv sync"),
        ("CONTRIBUTING.md:6", "the text says tox, but noxfile.py says nox -s tests"),
    ]
    for fitting in (
        "We like tox in prose",
        "`uv sync` or `poetry install`",
        "see `tox.ini`",
        "`nox`, not `tox`",
    ):
        assert not contradictions(repo="a", own_text=fitting, own_file="C.md", evidence=evidence)
    without_lock = read({"pyproject.toml": "[project]\nname='a'"})
    assert not contradictions(repo="a", own_text="`poetry install`", own_file="C.md", evidence=without_lock)
