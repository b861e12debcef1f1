"""The syntax tree of a Python file: its statements, and parts of it as code."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def is_python(path: str) -> bool:
    """Whether a file is Python by its name."""
    return path.endswith((".py", ".pyi"))


def written(node: ast.AST | None) -> str:
    """A node as code; "" where there is none, or where Python cannot write it: too deep, a number too long."""
    try:
        return ast.unparse(node) if node is not None else ""
    except (RecursionError, ValueError):
        return ""


def statements(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """The statements of a scope in every branch of `if`, `try`, `for`, `while`, `with` and `match`, in their order.

    Also the cases of a `match`. What stands in a function or a class is its own scope.
    """
    waiting: list[ast.AST] = list(reversed(body))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = [
                each
                for field in ("body", "handlers", "orelse", "finalbody", "cases")
                for each in _list(node, field)
            ]
            waiting.extend(reversed(inner))


def _list(node: ast.AST, field: str) -> list[ast.AST]:
    found = getattr(node, field, None)
    return found if isinstance(found, list) else []
