"""What a terminal and a log are given: names, paths and sentences from repos, of which nothing acts on them."""

from __future__ import annotations

import ast
import json
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import NOW, Built, GitRepo
from hypothesis import given
from hypothesis import strategies as st

import mkdocs_oss
from mkdocs_oss import terminal
from mkdocs_oss.cli import main
from mkdocs_oss.cli.printing import echo_patch
from mkdocs_oss.errors import OssError
from mkdocs_oss.model import Finding

TURNS = [
    char
    for char in map(chr, range(sys.maxunicode + 1))
    if unicodedata.bidirectional(char) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
] + list("\u200e\u200f\u061c")
BAD = set(TURNS) | {
    char for char in map(chr, range(0x10000)) if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")
}
HOSTILE = "a\u202egnp.exe\u202c \x1b[2J\x9b\r\n::error::b"


@pytest.mark.parametrize("char", TURNS, ids=ascii)
def test_what_turns_text_around_is_seen(char: str) -> None:
    """Each mark that sets the direction of text shows as what it is, where all else stays."""
    assert terminal.line(f"naïve 日本 👩‍💻 {char}x") == f"naïve 日本 👩‍💻 \\u{ord(char):04x}x"


@given(st.text())
def test_any_text_is_one_harmless_line(text: str) -> None:
    """Whatever it was, nothing in it acts, and it can be written."""
    line = terminal.line(text)
    assert not BAD & set(line)
    assert line.encode().decode() == line


@given(st.dictionaries(st.text(), st.text()))
def test_json_means_the_same(value: dict[str, str]) -> None:
    """What is escaped for a terminal reads back as it was."""
    text = terminal.escaped(json.dumps(value, ensure_ascii=False, indent=1))
    assert json.loads(text) == value
    assert not (BAD - {"\n"}) & set(text)


def test_findings_and_errors_are_lines() -> None:
    """As text they are one line in which nothing acts, wherever they are printed."""
    told = r"a\u202egnp.exe\u202c  [2J ::error::b"
    assert str(Finding("page", "note", "tool", HOSTILE, HOSTILE, "")) == f"tool: {told}: {told}"
    assert str(OssError(HOSTILE)) == told


def test_commands(make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch) -> None:
    """A path, a rule, a title and a sentence show their marks; JSON holds them escaped."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    files = {
        "mkdocs.yml": "site_name: Handbook\ntheme: mkdocs\nplugins: [oss]\n",
        "CODEOWNERS": "* @ana\n",
        "docs/index.md": "---\ntitle: x\u202ey\ndescribes: [tools/a\u202eb.py]\n---\n# Welcome\n",
        "tools/a\u202eb.py": "x = 1\n",
    }
    repo = make_repo("handbook", files)
    repo.commit({"tools/a\u202eb.py": None}, day="2026-03-03")
    monkeypatch.chdir(repo.path)
    for args in (
        ["check"],
        ["fresh"],
        ["owners", "a\u202eb.md"],
        ["facts"],
        ["owners", "--json", "a\u202eb.md"],
    ):
        done = CliRunner().invoke(main, args)
        assert "\\u202e" in done.output, args
        assert not (BAD - {"\n", "\t"}) & set(done.output), args


def test_a_build_says_them_as_lines(make_repo: Callable[..., GitRepo], build: Callable[..., Built]) -> None:
    """The same in MkDocs' log."""
    files = {
        "mkdocs.yml": "site_name: Handbook\ntheme: mkdocs\nplugins: [oss]\n",
        "docs/index.md": "---\ndescribes: [tools/a\u202eb.py]\n---\n# Welcome\n",
    }
    repo = make_repo("handbook", files)
    built = build(repo.path / "mkdocs.yml")
    ours = [record.getMessage() for record in built.records if record.name == "mkdocs.plugins.oss"]
    assert any("\\u202e" in message for message in ours)
    assert not any(BAD & set(message) for message in ours)


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_patch(
    is_terminal: bool, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Into a file it is what `git apply` takes, byte for byte; on a terminal it shows what it holds."""
    patch = "+\ta\u202eb\n c\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    echo_patch(patch.encode())
    assert capfd.readouterr().out == ("+\ta\\u202eb\n c\n" if is_terminal else patch)


def test_there_is_one_door() -> None:
    """No command prints past `cli/printing.py`, and no engine logs past `mkdocs_report.py`."""
    top = Path(mkdocs_oss.__file__).parent
    found = {
        (str(file.relative_to(top)), node.attr if isinstance(node, ast.Attribute) else node.id)
        for file in top.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if (
            isinstance(node, ast.Attribute)
            and ast.unparse(node) in ("click.echo", "click.secho", "click.style")
        )
        or (isinstance(node, ast.Name) and node.id in ("print", "get_plugin_logger", "PrefixedLogger"))
    }
    assert found == {
        ("cli/printing.py", "echo"),
        ("cli/printing.py", "secho"),
        ("engines/mkdocs_report.py", "PrefixedLogger"),
    }
