"""The syntax tree of a Python file: its statements, and parts of it as code."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterable, Iterator

_BODIES = frozenset({"body", "handlers", "orelse", "finalbody", "cases"})


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
            waiting.extend(reversed(_inner(node)))


def all_statements(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes and the statements below them at any depth, also those of functions and classes, the outermost first.

    It is `ast.walk` without the expressions, which are most of a tree.
    """
    waiting = deque(nodes)
    while waiting:
        node = waiting.popleft()
        yield node
        waiting.extend(_inner(node))


def _inner(node: ast.AST) -> list[ast.AST]:
    return [each for field in node._fields if field in _BODIES for each in _list(node, field)]


def _list(node: ast.AST, field: str) -> list[ast.AST]:
    found = getattr(node, field, None)
    return found if isinstance(found, list) else []
