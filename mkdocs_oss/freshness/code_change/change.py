"""What has changed between two states of a file, as far as a page about it may care. Reads only: nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Set

from msgspec import Struct

from mkdocs_oss.freshness.code_change.blocks import block_state, line_forms
from mkdocs_oss.freshness.code_change.forms import Form, breaks
from mkdocs_oss.freshness.code_change.lines import code_lines, same_lines
from mkdocs_oss.freshness.code_change.python_change import (
    UNREADABLE,
    called_otherwise_in,
    python_forms,
    python_options,
    python_state,
)
from mkdocs_oss.freshness.code_change.python_scope import Scope
from mkdocs_oss.freshness.code_change.python_tree import is_python
from mkdocs_oss.freshness.code_change.terms import last_name, words_of
from mkdocs_oss.freshness.meaning import Effort, means_the_same, tree_of
from mkdocs_oss.model import Unknown

Forms = Mapping[str, Set[Form]]
Trees = tuple[ast.Module, ast.Module] | None


class Difference(Struct, frozen=True):
    """Of the terms of a page: those that a file defines in another way now, and the names that it lacks now. `unclear`:
    names in what changed of which it cannot be told whether that touches what the page means."""

    touched: frozenset[str]
    gone: frozenset[str]
    unclear: frozenset[str] = frozenset()


def is_same(path: str, before: bytes, after: bytes, *, effort: Effort | None = None) -> bool:
    """Whether a change is none of substance: white space, comments and, in Python, whatever leaves the syntax tree.

    Neither a docstring nor the order of imports and definitions is part of what code does. Where a line begins counts
    in a language to which it means something.
    """
    if before == after:
        return True
    effort = effort or Effort()
    known = effort.same.get((path, before, after))
    if known is None:
        known = means_the_same(before, after, effort) if is_python(path) else None
        if known is None:
            known = same_lines(path, before, after)
        effort.same[path, before, after] = known
    return known


def difference(
    path: str, before: bytes, after: bytes, terms: Set[str], *, effort: Effort | None = None
) -> Difference:
    """What has become of the terms that the file defined; one that it only uses says nothing of it."""
    terms = {term for term in terms if last_name(term).encode() in before}
    if not terms:
        return Difference(frozenset(), frozenset())
    trees = _trees(path, before, after, effort)
    was = _forms(path, before, terms, trees[0] if trees else None)
    now = _forms(path, after, terms, trees[1] if trees else None)
    lost = was.keys() - now.keys()
    changed = {term for term in was.keys() & now.keys() if was[term] != now[term]}
    touched = {term for term in changed if _is_told(was[term], now[term])}
    gone: Set[str] = set()
    if lost and not (trees is not None and Scope([trees[1]]).is_open):
        gone = {last_name(term) for term in lost} & terms - words_of(_text(after))
    unclear = changed - touched | {term for term in lost if last_name(term) not in gone}
    named = {term.removeprefix(".").removesuffix("()") for term in unclear}
    if trees is None:
        known = {last_name(term) for term in was.keys() | now.keys()}
        others = {last_name(term) for term in terms if not term.endswith("=")} - known
        named |= others & _changed_words(path, before, after) if others else others
    return Difference(frozenset(touched), frozenset(gone), frozenset(named))


def definitions(path: str, content: bytes, terms: Set[str], *, effort: Effort | None = None) -> Forms:
    """Of the terms of a page that a file defines: how, in a form that changes where a user of the name must know."""
    return _forms(path, content, terms, tree_of(content, effort or Effort()) if is_python(path) else None)


def symbol_state(
    path: str, content: bytes, symbol: str, *, effort: Effort | None = None
) -> str | Unknown | None:
    """What a symbol of a file is, in a form that changes with it; None where there is no such symbol, `Unknown` where
    that cannot be told.

    In Python its syntax tree, found by its dotted name in all branches and, of a class, in its bases in the same file;
    elsewhere the block that a line with its name begins.
    """
    if not is_python(path):
        return block_state(path, content, symbol)
    tree = tree_of(content, effort or Effort())
    if tree is not None:
        return python_state(tree, symbol)
    is_there = symbol.rpartition(".")[2] in words_of(_text(content))
    return UNREADABLE if is_there else None


def called_otherwise(
    path: str, before: bytes, after: bytes, symbol: str, terms: Set[str], *, effort: Effort | None = None
) -> frozenset[str]:
    """Of what a page takes in by `::: symbol`, or in it: what the page itself calls, or names a parameter of, in a way
    that may no longer hold. The names as a reader knows them; "" as the symbol is the whole module."""
    trees = _trees(path, before, after, effort)
    if trees is None:
        return frozenset()
    return called_otherwise_in(*trees, symbol, terms, module=_module(path))


def has_term(content: bytes, term: str) -> bool:
    """Whether a name or an option stands in a file."""
    return term in words_of(_text(content))


def _forms(path: str, content: bytes, terms: Set[str], tree: ast.Module | None) -> Forms:
    options = {term for term in terms if term.startswith("--")}
    options &= words_of(_text(content)) if options else options
    if tree is None:
        return line_forms(code_lines(path, content), terms) | {option: {Form()} for option in options}
    return python_forms(tree, terms, module=_module(path)) | dict(python_options(tree, options))


def _is_told(was: Set[Form], now: Set[Form]) -> bool:
    """Whether a change of a name is one for who uses it; of two that share a name, it is not known which one is meant."""
    if len(was) != 1 or len(now) != 1:
        return False
    (old,), (new,) = was, now
    return old.is_known and new.is_known and breaks(old, new)


def _changed_words(path: str, before: bytes, after: bytes) -> Set[str]:
    """The words of the lines that one of two states has alone."""
    was, now = ({line.text for line in code_lines(path, content)} for content in (before, after))
    return words_of("\n".join(was ^ now))


def _trees(path: str, before: bytes, after: bytes, effort: Effort | None) -> Trees:
    """Both as Python, or neither: a tree and lines cannot be compared."""
    effort = effort or Effort()
    if (
        not is_python(path)
        or (was := tree_of(before, effort)) is None
        or (now := tree_of(after, effort)) is None
    ):
        return None
    return was, now


def _module(path: str) -> str:
    """The last name that a Python file is imported by."""
    parts = path.removesuffix("i").removesuffix(".py").split("/")
    return parts[-2] if parts[-1] == "__init__" and len(parts) > 1 else parts[-1]


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
