"""What our reading of Python says, beside griffe, which mkdocstrings reads it with: same names, same broken calls."""

from __future__ import annotations

import random
from pathlib import Path

import griffe
import pytest

from mkdocs_oss.freshness.code_change import definitions
from mkdocs_oss.freshness.code_change.forms import breaks
from mkdocs_oss.freshness.code_change.python_scope import Scope, find
from mkdocs_oss.freshness.meaning import Effort, tree_of

PACKAGE = Path(griffe.__file__).parent
"""Real code that nobody wrote for this test: griffe's own."""


def names_of(found: griffe.Object, outer: str = "") -> list[str]:
    """The dotted names of all that griffe sees in a module, but for what its `import *` brings."""
    names = []
    for name, member in found.members.items():
        if name.isidentifier():
            names.append(f"{outer}{name}")
            if isinstance(member, griffe.Class):
                names += names_of(member, f"{outer}{name}.")
    return names


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("_internal/*.py")), ids=lambda path: path.name)
def test_every_name_that_griffe_sees_is_found(path: Path) -> None:
    """No function, class, attribute or import of a real file is taken for one that is not there."""
    content = path.read_bytes()
    names = names_of(griffe.visit(path.stem, path, content.decode()))
    tree = tree_of(content, Effort())
    assert tree is not None
    module = Scope([tree])
    assert [name for name in names if not isinstance(find(module, name), list)] == []


def parameters(draw: random.Random) -> str:
    """Some parameters, as Python allows them."""
    names = draw.sample("abcd", draw.randint(0, 3))
    placed = draw.randint(0, len(names))
    found: list[str] = []
    has_default = False
    for position, name in enumerate(names):
        if position == placed:
            found.append(draw.choice(["*", "*args"]))
        has_default = draw.random() < 0.4 or (has_default and position < placed)
        found.append(f"{name}={draw.randint(1, 2)}" if has_default else name)
    return ", ".join([*found, "**kw"] if draw.random() < 0.2 else found)


def another(before: str, draw: random.Random) -> str:
    """The same parameters after a change."""
    parts = before.split(", ") if before else []
    at = draw.randrange(len(parts) + 1)
    match draw.randrange(5):
        case 0:
            parts.insert(at, draw.choice(["e", "e=1"]))
        case 1 if parts:
            parts.pop(at - 1)
        case 2 if parts:
            parts.append(parts.pop(at - 1))
        case 3 if parts:
            parts[at - 1] = parts[at - 1].partition("=")[0] + draw.choice(["", "=7"])
        case _:
            return parameters(draw)
    return ", ".join(parts)


def is_valid(code: str) -> bool:
    try:
        compile(code, "", "exec")
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize("seed", range(10))
def test_a_call_breaks_where_griffe_says_so(seed: int) -> None:
    """A change of parameters speaks where griffe calls it breaking, and nowhere else."""
    draw = random.Random(seed)
    seen = set()
    for _ in range(200):
        before = parameters(draw)
        after = another(before, draw)
        codes = [f"def load({text}): ..." for text in (before, after)]
        if not all(map(is_valid, codes)):
            continue
        modules = [griffe.visit("a", Path("a.py"), code) for code in codes]
        theirs = any(griffe.find_breaking_changes(*modules))
        [was], [now] = (definitions("a.py", code.encode(), {"load"})["load"] for code in codes)
        assert breaks(was, now) == theirs, (before, after)
        seen.add(theirs)
    assert seen == {True, False}
