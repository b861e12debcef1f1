"""A deterministic repo of pages that speak of code, and of what became of the code since the pages were written.

Half of the files change after that: most of them once, some 30 times, others lose a function of which no file
has another, are gone, moved, or only laid out anew. Each page names files in its front matter, by links, in code spans and by `:::`, and symbols of them. The same repo can be
made with pages that name none.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sample import BOTS, PEOPLE, Import, import_repo, paragraph, phrase

Fate = Literal["stays", "changes", "churns", "loses", "goes", "moves", "is laid out anew"]
FATES: tuple[Fate, ...] = (
    *(("stays",) * 11),
    *(("changes",) * 5),
    *(("churns",) * 3),
    "loses",
    "goes",
    "moves",
    "is laid out anew",
)
"""What becomes of a file, in turn by its number: a prime number of fates, so that each meets each way to name a file."""
CHURN = 30
"""The changes of a file that churns."""
SYMBOLS = 10
"""The functions of a file."""


@dataclass(frozen=True)
class Shape:
    """How large the sample is. `each`: of how many files a page speaks."""

    pages: int
    files: int
    each: int
    commits: int
    seed: int = 40


@dataclass
class _File:
    """A file of code: its functions by the numbers of their states, so that a change is one of them."""

    number: int
    path: str
    states: list[int]
    is_spread: bool = False
    is_whole: bool = True

    @property
    def names(self) -> dict[str, int]:
        """Its functions, with their states; the last one is only here."""
        found = {f"step_{number}": state for number, state in enumerate(self.states)}
        return found | ({f"only_{self.number}": 0} if self.is_whole else {})

    @property
    def text(self) -> str:
        return (_python if self.is_python else _go)(self)

    @property
    def is_python(self) -> bool:
        return self.path.endswith(".py")


def write_code_repo(folder: Path, shape: Shape, *, bound: bool) -> None:
    """A worktree in `folder`; `bound`: whether its pages name the files. Else they have the same words, and no paths."""
    import_repo(folder, shape.commits, lambda stream: _history(stream, shape, bound=bound))


def fate(number: int) -> Fate:
    """What becomes of the file of this number."""
    return FATES[number % len(FATES)]


def _history(stream: Import, shape: Shape, *, bound: bool) -> None:
    """First the code, then the pages, then what becomes of the code, among commits that touch none of it."""
    chance = random.Random(shape.seed)
    files = [_File(number, _path(number), [0] * SYMBOLS) for number in range(shape.files)]
    stream.commit(PEOPLE[0], "Write the code", {file.path: file.text for file in files})
    pages = {
        f"docs/part-{number // 50}/page-{number}.md": _page(number, shape, files, bound=bound)
        for number in range(shape.pages)
    }
    stream.commit(PEOPLE[1], "Write about it", {"docs/index.md": "# Handbook\n\nThe handbook.\n", **pages})
    todo = [file for file in files for _ in range(_times(file.number))]
    chance.shuffle(todo)
    others = shape.commits - stream.written - len(todo)
    if others < 0:
        raise SystemExit(f"{shape.commits} commits are too few for {shape.files} files")
    turns: list[_File | None] = [*todo, *[None] * others]
    chance.shuffle(turns)
    for file in turns:
        author = chance.choice(PEOPLE)
        if file is None:
            other = {f"tools/{phrase(chance, 1)}_{chance.randrange(60)}.py": f"VALUE = {chance.random()}\n"}
            author = chance.choice((author, *BOTS))
            stream.commit(author, f"Change how {phrase(chance, 3)}", other)
        else:
            _happens(stream, file, author, chance)


def _happens(stream: Import, file: _File, author: str, chance: random.Random) -> None:
    match fate(file.number):
        case "goes":
            stream.commit(author, f"Take out {phrase(chance, 2)}", {}, gone=[file.path])
        case "moves":
            old, file.path = file.path, file.path.replace("src/", "src/moved/")
            stream.commit(author, f"Sort {phrase(chance, 2)}", {}, moves={old: file.path})
        case "loses":
            file.is_whole = False
            stream.commit(author, f"Take {phrase(chance, 2)} out", {file.path: file.text})
        case "is laid out anew":
            file.is_spread = True
            stream.commit(author, "Lay the code out", {file.path: file.text})
        case _:
            file.states[chance.randrange(SYMBOLS)] += 1
            stream.commit(author, f"Change {phrase(chance, 3)}", {file.path: file.text})


def _times(number: int) -> int:
    return {"stays": 0, "churns": CHURN}.get(fate(number), 1)


def _path(number: int) -> str:
    """Of three files two are Python."""
    return f"src/part_{number // 50}/file_{number}.{'go' if number % 3 == 2 else 'py'}"


def _python(file: _File) -> str:
    """Of the states of a function some have another signature, others another body."""
    parts = [f'"""What part {file.number} does."""\n\nfrom __future__ import annotations\n']
    if file.is_spread:
        parts.append("# laid out by a tool\n")
    for name, state in file.names.items():
        more = f", extra_{state // 2}: int = {state}" if state % 2 else ""
        gap = "  " if file.is_spread else " "
        parts.append(
            f"\ndef {name}(rows: list[dict[str, int]], *, limit: int = 10{more}) -> int:\n"
            f'    """Adds up what the rows hold, up to the limit."""\n'
            f"    total ={gap}{state}\n"
            f"    for position, row in enumerate(rows):\n"
            f"        if position >= limit:{gap}# enough\n"
            f"            break\n"
            f'        total += row.get("key_of_{name}", 0) * {state + 1}\n'
            f"    return total\n"
        )
    return "\n".join(parts)


def _go(file: _File) -> str:
    parts = [f"// Package part does what part {file.number} does.\npackage part\n"]
    if file.is_spread:
        parts.append("// laid out by a tool\n")
    for name, state in file.names.items():
        more = f", extra{state // 2} int" if state % 2 else ""
        gap = "    " if file.is_spread else "\t"
        parts.append(
            f"// {name} adds up what the rows hold.\n"
            f"func {name}(rows []map[string]int, limit int{more}) int {{\n"
            f"{gap}total := {state}\n"
            f"{gap}for position, row := range rows {{\n"
            f"{gap}{gap}if position >= limit {{\n{gap}{gap}{gap}break\n{gap}{gap}}}\n"
            f'{gap}{gap}total += row["key_of_{name}"] * {state + 1}\n'
            f"{gap}}}\n{gap}return total\n}}\n"
        )
    return "\n".join(parts)


def _page(number: int, shape: Shape, files: list[_File], *, bound: bool) -> str:
    chance = random.Random(shape.seed * 1_000_003 + number)
    named = [files[(number * shape.each + place) % shape.files] for place in range(shape.each)]
    described, lines = [], []
    for place, file in enumerate(named):
        symbol = f"step_{(number + place) % SYMBOLS}"
        shown = file.path if bound else file.path.replace("/", " ")
        match place % 4:
            case 0:
                described.append(f"  - {shown}#{symbol}")
            case 1:
                link = f"[the file](../../{shown})" if bound else "the file"
                lines.append(
                    f"See {link}, which calls `{symbol}(rows)` and `only_{file.number}(rows)`: {phrase(chance, 6)}."
                )
            case 2:
                lines.append(
                    f"In `{shown}`, {phrase(chance, 5)} by `{symbol}()`, `only_{file.number}()` and `limit=`."
                )
            case _ if file.is_python:
                module = file.path.removesuffix(".py").replace("/", "." if bound else " ")
                lines.append(f"::: {module}.{symbol}")
            case _:
                described.append(f"  - {shown}")
    key = "describes" if bound else "about"
    return "\n".join(_text(number, key, described, lines, chance))


def _text(
    number: int, key: str, described: list[str], lines: list[str], chance: random.Random
) -> Iterator[str]:
    yield from ("---", f"{key}:", *described, "---", "", f"# Page {number}", "", paragraph(chance, 4))
    for line in lines:
        yield from (line, "")
    yield from (paragraph(chance, 8), "```python", "total = step_1(rows, limit=3)", "```", "")
