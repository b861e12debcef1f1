"""Writes what the docs say of settings and commands from the code itself, between marks in the pages.

`<!-- settings: RepoEntry -->` … `<!-- /settings -->` holds the options of a schema class,
`<!-- command: owners -->` … `<!-- /command -->` a command's usage and options. With --check nothing is written,
and the exit code is 1 where a page is not current.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from msgspec import Struct

from mkdocs_oss.cli import main as cli
from mkdocs_oss.settings import schema
from mkdocs_oss.settings.schema.described import described

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("CONTRIBUTING.md", "docs")
_MARKED = re.compile(
    r"^(?P<start><!-- (?P<kind>settings|command): (?P<name>[\w-]+) -->)\n.*?^(?P<end><!-- /(?P=kind) -->)$",
    re.DOTALL | re.MULTILINE,
)


def settings_table(name: str) -> str:
    """The options of a class of mkdocs_oss.settings.schema. Raises KeyError where there is no such class."""
    found = vars(schema)[name]
    if not (isinstance(found, type) and issubclass(found, Struct)):
        raise KeyError(name)
    rows = [
        (f"`{key}`", takes, f"{meaning} Default: `{default}`." if default else meaning)
        for key, takes, default, meaning in described(found)
    ]
    return _table(("Key", "Takes", "Meaning"), rows)


def command_text(name: str) -> str:
    """The usage, the help and the options of a command. Raises KeyError where there is no such command."""
    command = cli.commands[name]
    arguments = [_argument(entry) for entry in command.params if isinstance(entry, click.Argument)]
    usage = " ".join(["mkdocs-oss", name, "[OPTIONS]", *arguments])
    said = "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    rows = [_option(entry) for entry in command.params if isinstance(entry, click.Option)]
    return f"```text\n{usage}\n```\n\n{said}\n\n{_table(('Option', 'Takes', 'Meaning'), rows)}"


def _argument(entry: click.Argument) -> str:
    if entry.metavar:
        return entry.metavar
    name = f"{(entry.name or '').upper()}{'...' if entry.nargs == -1 else ''}"
    return name if entry.required else f"[{name}]"


def _option(entry: click.Option) -> tuple[str, str, str]:
    names = ", ".join(
        f"`{name}`" for name in sorted(entry.opts, key=lambda name: (name[1] != "-", -len(name)))
    )
    if entry.is_flag:
        takes = ""
    elif isinstance(entry.type, click.Choice):
        takes = " · ".join(f"`{choice}`" for choice in entry.type.choices)
    else:
        takes = entry.type.name
    default = f"Default: `{entry.default}`." if entry.show_default else ""
    return names, takes, " ".join(part for part in (entry.help or "", default) if part)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


def current(text: str) -> str:
    """A page's text with all that stands between marks made anew. Raises KeyError for an unknown name."""

    def made(match: re.Match[str]) -> str:
        content = (settings_table if match["kind"] == "settings" else command_text)(match["name"])
        return f"{match['start']}\n\n{content}\n\n{match['end']}"

    return _MARKED.sub(made, text)


def pages() -> Iterator[Path]:
    """The Markdown files that may hold marks."""
    for place in PLACES:
        path = ROOT / place
        yield from sorted(path.rglob("*.md")) if path.is_dir() else [path] if path.is_file() else []


def outdated() -> dict[Path, str]:
    """The pages that are not current, each with the text that it should have."""
    texts = {path: path.read_text("utf-8") for path in pages()}
    return {path: made for path, text in texts.items() if (made := current(text)) != text}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 where a page is not current"
    )
    check = parser.parse_args().check
    found = outdated()
    for path, text in found.items():
        name = path.relative_to(ROOT)
        if check:
            sys.stderr.write(f"{name} is not current; run: python scripts/settings_tables.py\n")
        else:
            path.write_text(text, "utf-8")
            sys.stdout.write(f"{name} is written anew\n")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main())
