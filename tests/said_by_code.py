"""What the code can say, as its own text tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import mkdocs_oss


@cache
def syntax_trees() -> tuple[ast.Module, ...]:
    """All modules of the package, parsed once."""
    top = Path(mkdocs_oss.__file__).parent
    return tuple(ast.parse(path.read_text("utf-8")) for path in sorted(top.rglob("*.py")))


def finding_codes(tree: ast.Module) -> Iterator[str]:
    """The codes of all findings that a module can make."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        given: list[ast.expr] = []
        if node.func.id in ("Finding", "Oddity"):
            given = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "code")]
        elif node.func.id in ("note", "BrokenLink", "Nowhere"):
            place = {"note": 1, "BrokenLink": 2, "Nowhere": 3}[node.func.id]
            given = node.args[place : place + 1]
        chosen = [
            way for arg in given for way in ((arg.body, arg.orelse) if isinstance(arg, ast.IfExp) else (arg,))
        ]
        yield from (
            arg.value for arg in chosen if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        )
