"""Evidence of hostile and broken files: nothing runs, nothing hangs, and no command is one to fear."""

from __future__ import annotations

import json
import sys
import warnings

import pytest
from contributing.evidence_of import commands, read
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_oss.contributing import EVIDENCE_FILES, needs_content, read_evidence
from mkdocs_oss.model import Evidence

READ_FILES = [*sorted(filter(needs_content, EVIDENCE_FILES)), "requirements-dev.txt"]


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
