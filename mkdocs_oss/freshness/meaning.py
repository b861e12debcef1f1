"""Python as a syntax tree, and whether two states of it mean the same. Reads only: nothing is run."""

from __future__ import annotations

import ast
import warnings

from msgspec import Struct, field

LARGEST = 1_000_000
"""Bytes of a file that is compared by its meaning; a larger one is compared by its lines."""
_MOST_BRACES = 10_000
"""Python 3.11 looks for each value of an f-string from the start of it: a string of many takes it minutes."""


class Effort(Struct):
    """How many bytes of Python the comparisons for one repo's pages may still parse: what is more is compared by its
    lines. `same`: the (path, before, after) that have been compared, for many pages may speak of one file."""

    left: int = 40_000_000
    same: dict[tuple[str, bytes, bytes], bool] = field(default_factory=dict)

    def is_spent(self, size: int) -> bool:
        self.left -= size
        return self.left < 0


def tree_of(content: bytes, effort: Effort) -> ast.Module | None:
    """The syntax tree; None where there is none, or it would take too long to make."""
    if len(content) > LARGEST or content.count(b"{") > _MOST_BRACES or effort.is_spent(len(content)):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "invalid escape sequence" is the repo's affair
            return ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError, LookupError):
        return None  # no Python that we know: it is compared by its lines


def means_the_same(before: bytes, after: bytes, effort: Effort) -> bool | None:
    """Whether two states of a Python file do the same; None where they have no tree that can be compared.

    Docstrings and the order of imports and of definitions are no part of what code does.
    """
    trees = tree_of(before, effort), tree_of(after, effort)
    if trees[0] is None or trees[1] is None:
        return None
    forms = form_of(trees[0]), form_of(trees[1])
    return None if None in forms else forms[0] == forms[1]


def form_of(node: ast.AST) -> str | None:
    """A tree as text that is the same for the same meaning; None where it cannot be told."""
    try:
        for each in ast.walk(node):
            if isinstance(each, ast.Constant):
                each.kind = None  # the u of u"…"
            body = getattr(each, "body", None)
            if isinstance(body, list) and body:
                body[:] = [statement for statement in body if not _is_lone_string(statement)]
                if isinstance(each, ast.Module | ast.ClassDef):
                    body.sort(key=_place)
        return ast.dump(node)
    except (RecursionError, ValueError):  # ValueError: Python writes no number of more than 4300 digits
        return None


def _place(statement: ast.stmt) -> tuple[int, str]:
    """Where a statement of a module or a class counts: of definitions and imports the order says nothing, but for those
    of one name, which stay in theirs."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return 2, statement.name
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return 0, ast.dump(statement)
    return 1, ""


def _is_lone_string(node: ast.AST) -> bool:
    """A docstring, of a module, a class or a function or below a constant."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
