"""What a page may name in a Python file, and how it is defined there."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from msgspec import Struct

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


class Defined(Struct, frozen=True):
    """One of the scopes that define a name: what the name stands behind there ("" in the module itself), and how it is
    defined, for who only names it and for who `called` it."""

    behind: str
    is_class: bool
    form: Form
    called: Form


Definitions = Mapping[str, Sequence[Defined]]
"""Name → the scopes that define it."""


def defined(module: Scope, names: Set[str]) -> Definitions:
    """Of the names, those that a module defines, itself or in a class at any depth."""
    found: dict[str, list[Defined]] = {}
    for scope in module.everything() if names else ():
        for name in (scope.names | scope.attributes).keys() & names:
            form = form_of(scope, name)
            is_made = any(isinstance(each.node, ast.ClassDef) for each in scope.names.get(name, ()))
            called = form_of(scope, name, as_called=True) if is_made else form
            found.setdefault(name, []).append(
                Defined(scope.name.rpartition(".")[2], scope.is_class, form, called)
            )
    return found


def python_forms(of: Definitions, terms: Set[str], *, module: str) -> dict[str, set[Form]]:
    """Of the terms of a page that a file defines: how, each way once. `module`: by which name the file is imported."""
    found: dict[str, set[Form]] = {}
    for name in {last_name(term) for term in terms} & of.keys():
        placed = [(each, term) for each in of[name] if (term := f"{each.behind or module}.{name}") in terms]
        for each in of[name] if not placed else ():
            alone = f".{name}" if each.is_class else f"{name}()"
            placed += [(each, term) for term in (name, alone) if term in terms][:1]
        is_called = f"{name}()" in terms or f"{module}.{name}" in terms
        for each, term in placed:
            form = each.called if is_called else each.form
            if term.startswith("."):  # of which object is not known
                form = Form(form.text, form.calls, is_known=False)
            found.setdefault(term, set()).add(form)
    return found


def python_options(tree: ast.Module, options: Set[str]) -> Mapping[str, set[Form]]:
    """Of options such as `--force`: the calls that add them, without the words that explain them."""
    found: dict[str, set[Form]] = {option: set() for option in options}
    for call in ast.walk(tree) if options else ():
        if isinstance(call, ast.Call):
            for option in options & set(_strings(call.args)):
                found[option].add(Form(_added(call)))
    return found


def python_state(module: Scope, symbol: str) -> str | Unknown | None:
    """What a symbol is, in a form that changes with it: all its definitions together, so overloads, setters, branches."""
    found = find(module, symbol)
    if not isinstance(found, list):
        return found
    states = [_state(each) for each in found]
    return "\n".join(state for state in states if state is not None) if None not in states else UNREADABLE


def called_otherwise_in(
    before: Mapping[str, Form], after: Mapping[str, Form], symbol: str, terms: Set[str], *, module: str
) -> frozenset[str]:
    """Names of a symbol, or in it, whose calls of before may be wrong, where a page calls them or names the parameter.

    `before`, `after`: its `callables`.
    """
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


def callables(module: Scope, symbol: str) -> dict[str, Form]:
    """The functions and classes of a symbol, itself and below it, by their dotted names; "" is the whole module."""
    found = {}
    for scope in module.everything():
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
