"""What has changed between two states of a file, as far as a page about it may care. Reads only: nothing is run."""

from __future__ import annotations

from collections.abc import Mapping, Set

from msgspec import Struct

from mkdocs_oss.freshness.code_change.blocks import line_forms
from mkdocs_oss.freshness.code_change.forms import Form, breaks
from mkdocs_oss.freshness.code_change.lines import code_lines
from mkdocs_oss.freshness.code_change.python_change import UNREADABLE, called_otherwise_in, python_forms
from mkdocs_oss.freshness.code_change.python_tree import is_python
from mkdocs_oss.freshness.code_change.reading import Asked, AsPython, as_lines, as_python
from mkdocs_oss.freshness.code_change.terms import last_name, words_of
from mkdocs_oss.freshness.meaning import Effort
from mkdocs_oss.model import Unknown

Forms = Mapping[str, Set[Form]]


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
    known = effort.told.same.get((path, before, after))
    if known is None:
        known = _means_the_same(before, after, effort) if is_python(path) else None
        if known is None:
            known = as_lines(path, before, effort).alike == as_lines(path, after, effort).alike
        effort.told.same[path, before, after] = known
    return known


def difference(
    path: str, before: bytes, after: bytes, terms: Set[str], *, effort: Effort | None = None
) -> Difference:
    """What has become of the terms that the file defined; one that it only uses says nothing of it."""
    terms = terms_in(before, terms)
    if not terms:
        return Difference(frozenset(), frozenset())
    effort = effort or Effort()
    trees = _both(path, before, after, Asked(terms=terms), effort)
    was = _forms(path, before, terms, trees[0] if trees else None, effort)
    now = _forms(path, after, terms, trees[1] if trees else None, effort)
    lost = was.keys() - now.keys()
    changed = {term for term in was.keys() & now.keys() if was[term] != now[term]}
    touched = {term for term in changed if _is_told(was[term], now[term])}
    gone: Set[str] = set()
    if lost and not (trees is not None and trees[1].is_open):
        gone = {last_name(term) for term in lost} & terms - words_of(_text(after))
    unclear = changed - touched | {term for term in lost if last_name(term) not in gone}
    named = {term.removeprefix(".").removesuffix("()") for term in unclear}
    if trees is None:
        known = {last_name(term) for term in was.keys() | now.keys()}
        others = {last_name(term) for term in terms if not term.endswith("=")} - known
        named |= others & _changed_words(path, before, after, effort) if others else others
    return Difference(frozenset(touched), frozenset(gone), frozenset(named))


def definitions(path: str, content: bytes, terms: Set[str], *, effort: Effort | None = None) -> Forms:
    """Of the terms of a page that a file defines: how, in a form that changes where a user of the name must know."""
    effort = effort or Effort()
    told = as_python(content, effort, Asked(terms=terms)) if is_python(path) else None
    return _forms(path, content, terms, told, effort)


def symbol_state(
    path: str, content: bytes, symbol: str, *, effort: Effort | None = None
) -> str | Unknown | None:
    """What a symbol of a file is, in a form that changes with it; None where there is no such symbol, `Unknown` where
    that cannot be told.

    In Python its syntax tree, found by its dotted name in all branches and, of a class, in its bases in the same file;
    elsewhere the block that a line with its name begins.
    """
    asked, effort = Asked(symbols=frozenset({symbol})), effort or Effort()
    if not is_python(path):
        return as_lines(path, content, effort, asked).states[symbol]
    told = as_python(content, effort, asked)
    if told is not None:
        return told.states[symbol]
    is_there = symbol.rpartition(".")[2] in words_of(_text(content))
    return UNREADABLE if is_there else None


def called_otherwise(
    path: str, before: bytes, after: bytes, symbol: str, terms: Set[str], *, effort: Effort | None = None
) -> frozenset[str]:
    """Of what a page takes in by `::: symbol`, or in it: what the page itself calls, or names a parameter of, in a way
    that may no longer hold. The names as a reader knows them; "" as the symbol is the whole module."""
    if not may_be_called(terms, before, after):
        return frozenset()
    asked = Asked(called=frozenset({symbol}))
    trees = _both(path, before, after, asked, effort or Effort())
    if trees is None:
        return frozenset()
    was, now = (tree.callables[symbol] for tree in trees)
    return called_otherwise_in(was, now, symbol, terms, module=_module(path))


def terms_in(content: bytes, terms: Set[str]) -> frozenset[str]:
    """Those of the terms whose name stands in a file: no other can be defined there."""
    return frozenset(term for term in terms if last_name(term).encode() in content)


def may_be_called(terms: Set[str], before: bytes, after: bytes) -> bool:
    """Whether some of the terms could be a call or a parameter of what the contents define: most pages have none such."""
    names = (last_name(term).removesuffix("=").encode() for term in terms)
    return any(name in before or name in after for name in names)


def has_term(content: bytes, term: str) -> bool:
    """Whether a name or an option stands in a file."""
    return term.encode() in content and term in words_of(_text(content))


def _forms(path: str, content: bytes, terms: Set[str], told: AsPython | None, effort: Effort) -> Forms:
    options = {term for term in terms if term.startswith("--")}
    options &= words_of(_text(content)) if options else options
    if told is None:
        lines = as_lines(path, content, effort, Asked(terms=terms))
        return line_forms(lines.defined, terms) | {option: {Form()} for option in options}
    of_options = {option: told.options[option] for option in options}
    return python_forms(told.defined, terms, module=_module(path)) | of_options


def _is_told(was: Set[Form], now: Set[Form]) -> bool:
    """Whether a change of a name is one for who uses it; of two that share a name, it is not known which one is meant."""
    if len(was) != 1 or len(now) != 1:
        return False
    (old,), (new,) = was, now
    return old.is_known and new.is_known and breaks(old, new)


def _changed_words(path: str, before: bytes, after: bytes, effort: Effort) -> Set[str]:
    """The words of the lines that one of two states has alone."""
    if (path, before, after) not in effort.told.words:
        was, now = ({line.text for line in code_lines(path, content)} for content in (before, after))
        effort.told.words[path, before, after] = words_of("\n".join(was ^ now))
    return effort.told.words[path, before, after]


def _means_the_same(before: bytes, after: bytes, effort: Effort) -> bool | None:
    """Whether two states of a Python file do the same; None where they have no tree that can be compared."""
    told = [as_python(content, effort) for content in (before, after)]
    meanings = [each.meaning for each in told if each is not None and each.meaning is not None]
    return meanings[0] == meanings[1] if len(meanings) == len(told) else None


def _both(
    path: str, before: bytes, after: bytes, asked: Asked, effort: Effort
) -> tuple[AsPython, AsPython] | None:
    """Both as Python, or neither: a tree and lines cannot be compared."""
    if not is_python(path) or (was := as_python(before, effort, asked)) is None:
        return None
    now = as_python(after, effort, asked)
    return None if now is None else (was, now)


def _module(path: str) -> str:
    """The last name that a Python file is imported by."""
    parts = path.removesuffix("i").removesuffix(".py").split("/")
    return parts[-2] if parts[-1] == "__init__" and len(parts) > 1 else parts[-1]


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
