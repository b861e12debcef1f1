"""What a page may name in a Python file, and how it is defined there."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Set

from mkdocs_oss.freshness.code_change.forms import Form, breaks, changed_params
from mkdocs_oss.freshness.code_change.python_form import form_of
from mkdocs_oss.freshness.code_change.python_names import Bound, Function
from mkdocs_oss.freshness.code_change.python_scope import Scope, find
from mkdocs_oss.freshness.code_change.python_tree import written
from mkdocs_oss.freshness.code_change.terms import last_name
from mkdocs_oss.freshness.meaning import form_of as form_of_tree
from mkdocs_oss.model import Unknown

_EXPLAINS = ("help", "metavar", "hidden", "rich_help_panel")
UNREADABLE = Unknown("its Python cannot be read here")


def python_forms(tree: ast.Module, terms: Set[str], *, module: str) -> dict[str, set[Form]]:
    """Of the terms of a page that a module defines, itself or in a class at any depth: how, each way once."""
    scopes = list(Scope([tree]).everything())
    named = {last_name(term) for term in terms}
    defined = [(scope, name) for scope in scopes for name in (scope.names | scope.attributes).keys() & named]
    placed = [
        (scope, name, term) for scope, name in defined if (term := _placed(scope, name, module)) in terms
    ]
    told = {name for _, name, _ in placed}
    for scope, name in defined:
        if name not in told:
            alone = f".{name}" if scope.is_class else f"{name}()"
            placed += [(scope, name, term) for term in (name, alone) if term in terms][:1]
    found: dict[str, set[Form]] = {}
    for scope, name, term in placed:
        is_called = f"{name}()" in terms or f"{module}.{name}" in terms
        form = form_of(scope, name, as_called=is_called)
        if term.startswith("."):  # of which object is not known
            form = Form(form.text, form.calls, is_known=False)
        found.setdefault(term, set()).add(form)
    return found


def _placed(scope: Scope, name: str, module: str) -> str:
    """A name behind what it stands in: `Store.put`, `tool.run`."""
    return f"{scope.name.rpartition('.')[2] or module}.{name}"


def python_options(tree: ast.Module, options: Set[str]) -> Mapping[str, set[Form]]:
    """Of options such as `--force`: the calls that add them, without the words that explain them."""
    found: dict[str, set[Form]] = {option: set() for option in options}
    for call in ast.walk(tree) if options else ():
        if isinstance(call, ast.Call):
            for option in options & set(_strings(call.args)):
                found[option].add(Form(_added(call)))
    return found


def python_state(tree: ast.Module, symbol: str) -> str | Unknown | None:
    """What a symbol is, in a form that changes with it: all its definitions together, so overloads, setters, branches."""
    found = find(Scope([tree]), symbol)
    if not isinstance(found, list):
        return found
    states = [_state(each) for each in found]
    return "\n".join(state for state in states if state is not None) if None not in states else UNREADABLE


def called_otherwise_in(
    was: ast.Module, now: ast.Module, symbol: str, terms: Set[str], *, module: str
) -> frozenset[str]:
    """Names of a symbol, or in it, whose calls of before may be wrong, where a page calls them or names the parameter."""
    before, after = _callables(was, symbol), _callables(now, symbol)
    found = set()
    for name in before.keys() & after.keys():
        outer, _, last = name.rpartition(".")
        if not breaks(before[name], after[name]):
            continue
        ways = [f"{outer.rpartition('.')[2] or module}.{last}"]
        if not outer:
            ways.append(f"{last}()")
        elif outer == symbol:
            ways.append(f".{last}")
        is_called = any(way in terms for way in ways)
        changed = _changed(before[name], after[name]) if name == symbol else ()
        if is_called or any(f"{param}=" in terms for param in changed):
            found.add(".".join(name.split(".")[-2:]))
    return frozenset(found)


def _callables(tree: ast.Module, symbol: str) -> dict[str, Form]:
    """The functions and classes of a symbol, itself and below it, by their dotted names."""
    found = {}
    for scope in Scope([tree]).everything():
        for name, bounds in scope.names.items():
            dotted = f"{scope.name}.{name}".lstrip(".")
            is_within = not symbol or f"{dotted}.".startswith(f"{symbol}.")
            if is_within and any(isinstance(each.node, Function | ast.ClassDef) for each in bounds):
                found[dotted] = form_of(scope, name, as_called=True)
    return found


def _changed(was: Form, now: Form) -> Iterable[str]:
    return {param for old in was.calls for new in now.calls for param in changed_params(old, new)}


def _state(each: Bound) -> str | None:
    node = each.node
    if isinstance(node, ast.Import | ast.ImportFrom):
        return f"import {each.part}"
    if isinstance(node, ast.AnnAssign):
        return form_of_tree(ast.Tuple([node.annotation, *([node.value] if node.value else [])], ast.Load()))
    if each.value is None or isinstance(node, ast.AugAssign):
        return form_of_tree(node)
    value = form_of_tree(each.value)
    return None if value is None else value + each.part


def _strings(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _added(call: ast.Call) -> str:
    parts = [written(arg) for arg in call.args]
    return ", ".join([*parts, *(written(key) for key in call.keywords if key.arg not in _EXPLAINS)])
