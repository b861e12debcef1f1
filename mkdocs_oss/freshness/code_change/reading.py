"""What one content of a file says. It is read once, and all that will be asked of it is told then: a syntax tree takes
some fifty times the memory of its text, so none is kept."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence, Set

from msgspec import Struct

from mkdocs_oss.freshness.code_change.blocks import LineForm, block_state, defined_by_lines
from mkdocs_oss.freshness.code_change.forms import Form
from mkdocs_oss.freshness.code_change.lines import code_lines
from mkdocs_oss.freshness.code_change.python_change import (
    Definitions,
    callables,
    defined,
    python_options,
    python_state,
)
from mkdocs_oss.freshness.code_change.python_scope import Scope, scope_of
from mkdocs_oss.freshness.code_change.terms import last_name
from mkdocs_oss.freshness.meaning import Effort, meaning_of, tree_of, word
from mkdocs_oss.model import Unknown

State = str | Unknown | None
"""What a symbol is, as a word that changes with it; None where there is no such symbol."""


class Asked(Struct, frozen=True):
    """What is asked of a content: what `symbols` are, how `terms` of pages are defined, and how what belongs to the
    symbols that are `called` is called."""

    symbols: Set[str] = frozenset()
    terms: Set[str] = frozenset()
    called: Set[str] = frozenset()

    def __or__(self, other: Asked) -> Asked:
        return Asked(self.symbols | other.symbols, self.terms | other.terms, self.called | other.called)

    def __le__(self, other: Asked) -> bool:
        return self.symbols <= other.symbols and self.terms <= other.terms and self.called <= other.called


NOTHING = Asked()


class AsPython(Struct, frozen=True):
    """A content as Python. `asked`: what else it was asked; the answers are by symbol, by name, by option, and again by
    symbol. `meaning`: a word for what it does; None where that cannot be told. `is_open`: whether it may have names that do
    not show."""

    asked: Asked
    meaning: bytes | None
    is_open: bool
    states: Mapping[str, State]
    defined: Definitions
    options: Mapping[str, Set[Form]]
    callables: Mapping[str, Mapping[str, Form]]


class AsLines(Struct, frozen=True):
    """A content by its lines, likewise. `alike`: a word that is the same where comments and white space alone differ."""

    asked: Asked
    alike: bytes
    states: Mapping[str, State]
    defined: Mapping[str, Sequence[LineForm]]


def as_python(content: bytes, effort: Effort, asked: Asked = NOTHING) -> AsPython | None:
    """Answers what is `asked`, and what `effort` says will be; None where it cannot be read, or too much was."""
    known = effort.told.python.get(content)
    if content in effort.told.python and (known is None or asked <= known.asked):
        return known
    asked |= known.asked if known is not None else effort.told.asked.get(content, NOTHING)
    tree = tree_of(content, effort)
    told = _as_python(tree, content, asked, effort) if tree is not None else None
    if told is not None or known is None:
        effort.told.python[content] = told
    return told


def as_lines(path: str, content: bytes, effort: Effort, asked: Asked = NOTHING) -> AsLines:
    """Likewise of any file; its name tells the language."""
    key = path.rpartition("/")[2], content
    known = effort.told.lines.get(key)
    if known is None or not asked <= known.asked:
        asked |= known.asked if known is not None else effort.told.asked.get(content, NOTHING)
        known = effort.told.lines[key] = _as_lines(path, content, asked)
    return known


def _as_python(tree: ast.Module, content: bytes, asked: Asked, effort: Effort) -> AsPython:
    with scope_of(tree) as scope:
        return AsPython(
            asked,
            meaning_of(tree, content, effort),
            bool(asked.terms) and _is_open(scope, content),
            {symbol: _short(python_state(scope, symbol)) for symbol in asked.symbols},
            defined(scope, {last_name(term) for term in asked.terms}),
            python_options(tree, {term for term in asked.terms if term.startswith("--")}),
            {symbol: callables(scope, symbol) for symbol in asked.called},
        )


def _as_lines(path: str, content: bytes, asked: Asked) -> AsLines:
    lines = code_lines(path, content)
    names = asked.terms | {term.removesuffix("()") for term in asked.terms}
    return AsLines(
        asked,
        word("".join(f"{line.depth} {line.text}\n" for line in lines).encode("utf-8", "surrogatepass")),
        {symbol: _short(block_state(lines, symbol)) for symbol in asked.symbols},
        defined_by_lines(lines, names),
    )


def _is_open(scope: Scope, content: bytes) -> bool:
    """As the scope says, which looks at all of the tree where its statements do not tell."""
    if content.isascii() and b"globals" not in content and b"modules" not in content:
        return "__getattr__" in scope.names or "__getattribute__" in scope.names or "*" in scope.names
    return scope.is_open


def _short(state: State) -> State:
    return word(state.encode("utf-8", "surrogatepass")).hex() if isinstance(state, str) else state
