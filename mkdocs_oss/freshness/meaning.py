"""Python as a syntax tree, and whether two states of it mean the same. Reads only: nothing is run."""

from __future__ import annotations

import ast
import hashlib
import warnings
from collections.abc import Set
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from mkdocs_oss.freshness.code_change.reading import Asked, AsLines, AsPython

LARGEST = 1_000_000
"""Bytes of a file that is compared by its meaning; a larger one is compared by its lines."""
_MOST_BRACES = 10_000
"""Python 3.11 looks for each value of an f-string from the start of it: a string of many takes it minutes."""


class Told(Struct):
    """What the contents of a file have told until now: many pages may speak of it, and two states of it have most in
    common.

    `asked`: what is to be asked of a content, so that it is all told when it is read. `python`, `lines`: what contents say.
    `same`, `words`: of (path, before, after), whether they are, and the words that one has alone. `forms`: of single
    statements as they are written.
    """

    asked: dict[bytes, Asked] = field(default_factory=dict)
    python: dict[bytes, AsPython | None] = field(default_factory=dict)
    lines: dict[tuple[str, bytes], AsLines] = field(default_factory=dict)
    same: dict[tuple[str, bytes, bytes], bool] = field(default_factory=dict)
    words: dict[tuple[str, bytes, bytes], Set[str]] = field(default_factory=dict)
    forms: dict[bytes, tuple[int, str, bytes]] = field(default_factory=dict)


class Effort(Struct):
    """How many bytes of Python the comparisons for one repo's pages may still parse: what is more is compared by its
    lines. `told`: of the file that is being compared."""

    left: int = 40_000_000
    told: Told = field(default_factory=Told)

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


def meaning_of(tree: ast.Module, content: bytes, effort: Effort) -> bytes | None:
    """A word that is the same for all states of a file that do the same; None where that cannot be told.

    Docstrings and the order of imports and of definitions are no part of what code does. It is told statement by
    statement: of two states of a file nearly all are the same, and are told once.
    """
    body = [statement for statement in tree.body if not _is_lone_string(statement)]
    lines = content.splitlines(keepends=True) if b"\r" not in content and b"\f" not in content else []
    found: list[tuple[int, str, bytes]] = []
    for statement in body:
        first = min(
            (each.lineno for each in getattr(statement, "decorator_list", ())), default=statement.lineno
        )
        last = statement.end_lineno or first
        place = f"{statement.col_offset} {statement.end_col_offset}\n".encode()  # several may share a line
        written = word(place + b"".join(lines[min(first, statement.lineno) - 1 : last])) if lines else b""
        form = effort.told.forms.get(written) if written else None
        if form is None:
            kind, name = _place(statement)
            told = form_of(statement)
            if told is None:
                return None
            form = kind, name, word(told.encode("utf-8", "surrogatepass"))
            if written:
                effort.told.forms[written] = form
        found.append(form)
    found.sort(key=lambda form: form[:2])
    return word(b"".join(form[2] for form in found))


def word(text: bytes) -> bytes:
    """A short word for a long text, another for each text."""
    return hashlib.blake2b(text, digest_size=16).digest()


def form_of(node: ast.AST) -> str | None:
    """A tree as text that is the same for the same meaning; None where it cannot be told. The tree stays as it is."""
    try:
        return _form(node)
    except (RecursionError, ValueError):  # ValueError: Python writes no number of more than 4300 digits
        return None


def _form(value: object) -> str:
    """As `ast.dump` writes it, without lone strings, and the definitions of a module or a class in their order."""
    if isinstance(value, list):
        return f"[{', '.join([_form(each) for each in value])}]"
    if not isinstance(value, ast.AST):
        return repr(value)
    fields = []
    for name in value._fields:
        inner = getattr(value, name, None)
        if inner is None or (name == "kind" and isinstance(value, ast.Constant)):  # the u of u"…"
            continue
        if name == "body" and isinstance(inner, list):
            inner = [statement for statement in inner if not _is_lone_string(statement)]
            if isinstance(value, ast.Module | ast.ClassDef):
                inner.sort(key=_place)
        fields.append(f"{name}={_form(inner)}")
    return f"{type(value).__name__}({', '.join(fields)})"


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
