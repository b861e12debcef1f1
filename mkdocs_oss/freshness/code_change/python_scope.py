"""Where a name of a Python file is defined: in its scope, in an object's own attributes, or in a base of its class.

What another file could define is not known: behind `from x import *`, a module's `__getattr__`, or a base of another file.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

from mkdocs_oss.freshness.code_change.python_names import Bound, Function, bound, own_attributes
from mkdocs_oss.freshness.code_change.python_tree import all_statements, statements, written
from mkdocs_oss.model import Unknown

INHERITED = Unknown("it may be inherited from a class of another file")
MADE_UP = Unknown("the file takes names from others, or makes them up as it runs")
ELSEWHERE = Unknown("what it belongs to is defined elsewhere")
_EMPTY_BASES = frozenset({"object", "Generic", "Protocol", "ABC"})
"""Bases that give a class no name of their own that a page would speak of."""


class Scope:
    """A module, or all classes or functions of one name in a scope: definitions in several branches are one thing."""

    def __init__(self, nodes: Sequence[ast.AST], outer: Scope | None = None, name: str = "") -> None:
        self.nodes = nodes
        self.outer = outer
        self.name = name
        """Its dotted name; "" of a module."""
        self._inner: dict[str, Scope | None] = {}
        self._all: list[Scope] = outer._all if outer is not None else []
        self._all.append(self)

    @cached_property
    def names(self) -> dict[str, list[Bound]]:
        """The names that its statements bind, in every branch; a module's also those that `global` of a function binds."""
        found: dict[str, list[Bound]] = {}
        for node in self._statements:
            for each in bound(node):
                found.setdefault(each.name, []).append(each)
        if self.outer is None:
            for node in all_statements(self.nodes):
                for name in node.names if isinstance(node, ast.Global) else ():
                    found.setdefault(name, []).append(Bound(name, node))
        return found

    @cached_property
    def attributes(self) -> dict[str, list[Bound]]:
        """What the methods of a class give to its objects."""
        found: dict[str, list[Bound]] = {}
        for node in self._statements if self.is_class else ():
            for each in own_attributes(node) if isinstance(node, Function) else ():
                found.setdefault(each.name, []).append(each)
        return found

    @cached_property
    def is_class(self) -> bool:
        return any(isinstance(node, ast.ClassDef) for node in self.nodes)

    @cached_property
    def classes(self) -> list[Scope]:
        """The classes that it defines itself."""
        inner = ((name, self.inner(name)) for name in self.names)
        return [scope for _, scope in inner if scope is not None and scope.is_class]

    def inner(self, name: str) -> Scope | None:
        """The classes or functions of a name; None where it has none."""
        if name not in self._inner:
            bounds = self.names.get(name, ())
            nodes = [each.node for each in bounds if isinstance(each.node, ast.ClassDef | Function)]
            self._inner[name] = Scope(nodes, self, f"{self.name}.{name}".lstrip(".")) if nodes else None
        return self._inner[name]

    def everything(self) -> Iterator[Scope]:
        """It and its classes, at any depth."""
        waiting = [self]
        while waiting:
            scope = waiting.pop()
            yield scope
            waiting.extend(reversed(scope.classes))

    def member(self, name: str) -> list[Bound] | Unknown | None:
        """How it defines a name, itself or by a base in the same file; None where nothing can define it."""
        for scope in self.lineage:
            own = [*scope.names.get(name, ()), *scope.attributes.get(name, ())]
            if own:
                return own
        unknown = MADE_UP if any(scope.is_open for scope in self.lineage) else None
        for base in self.bases_elsewhere:
            if _is_builtin(base):
                if hasattr(getattr(builtins, written(base)), name):
                    return [Bound(name, base)]
            elif last_name(base) not in _EMPTY_BASES:
                unknown = unknown or INHERITED
        return unknown

    @cached_property
    def lineage(self) -> tuple[Scope, ...]:
        """It and the classes of the same file that it inherits from, the nearest first."""
        found = [self]
        for scope in found:
            bases = (scope.resolved(base) for base in scope.bases)
            found += [base for base in bases if base is not None and base not in found]
        return tuple(found)

    @cached_property
    def bases_elsewhere(self) -> list[ast.expr]:
        """The bases of its lineage that are in no class of the same file."""
        return [base for scope in self.lineage for base in scope.bases if scope.resolved(base) is None]

    @property
    def bases(self) -> list[ast.expr]:
        found = [base for node in self.nodes if isinstance(node, ast.ClassDef) for base in node.bases]
        return [base.value if isinstance(base, ast.Subscript) else base for base in found]

    def resolved(self, base: ast.expr) -> Scope | None:
        """The class of the same file that a base is."""
        parts = written(base).split(".")
        if not all(part.isidentifier() for part in parts):
            return None
        outer: Scope | None = self.outer
        while outer is not None:
            found: Scope | None = outer
            for part in parts:
                found = found.inner(part) if found is not None else None
            if found is not None and found.is_class and not set(found.nodes) & set(self.nodes):
                return found
            outer = outer.outer
        return None

    @cached_property
    def is_open(self) -> bool:
        """Whether it may have names that do not show: of `import *`, of `__getattr__`, or made up by its code."""
        if "__getattr__" in self.names or "__getattribute__" in self.names or "*" in self.names:
            return True
        if self.is_class:
            return any(_is_call(node, "setattr") or _fills_dict(node) for node in self._walked)
        return any(_is_call(node, "globals") or _is_modules(node) for node in self._walked)

    @cached_property
    def _statements(self) -> list[ast.AST]:
        return [each for node in self.nodes for each in statements(getattr(node, "body", []))]

    @property
    def _walked(self) -> Iterator[ast.AST]:
        return (each for node in self.nodes for each in ast.walk(node))

    def forget(self) -> None:
        """It and all scopes in it know nothing from now on, and hold no tree."""
        for scope in [*self._all]:
            scope.__dict__.clear()


@contextmanager
def scope_of(tree: ast.Module) -> Iterator[Scope]:
    """The scope of a module. Scopes know one another in circles; afterwards they do not, so that the tree goes with them
    where nobody collects circles."""
    scope = Scope([tree])
    try:
        yield scope
    finally:
        scope.forget()


def find(module: Scope, symbol: str) -> list[Bound] | Unknown | None:
    """How a file defines a dotted name; None where it does not, `Unknown` where that is elsewhere."""
    scope = module
    *outer, last = symbol.split(".")
    for name in outer:
        found = scope.member(name)
        if not isinstance(found, list):
            return found
        inner = scope.inner(name) or _inherited(scope, name)
        if inner is None:
            return ELSEWHERE
        scope = inner
    return scope.member(last)


def _inherited(scope: Scope, name: str) -> Scope | None:
    """A class within a base of a class."""
    found = scope.member(name)
    nodes = (
        [each.node for each in found if isinstance(each.node, ast.ClassDef)]
        if isinstance(found, list)
        else []
    )
    return Scope(nodes, scope, f"{scope.name}.{name}") if nodes else None


def last_name(node: ast.expr) -> str:
    """`Struct` of `msgspec.Struct`."""
    return written(node).rpartition(".")[2]


def _is_builtin(base: ast.expr) -> bool:
    return isinstance(base, ast.Name) and isinstance(getattr(builtins, base.id, None), type)


def _is_call(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _fills_dict(node: ast.AST) -> bool:
    """`self.__dict__.update(…)`, `self.__dict__[name] = …`."""
    if isinstance(node, ast.Attribute) and node.attr == "update":
        return isinstance(node.value, ast.Attribute) and node.value.attr == "__dict__"
    stored = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    return stored and getattr(getattr(node, "value", None), "attr", "") == "__dict__"


def _is_modules(node: ast.AST) -> bool:
    """`sys.modules[__name__]`."""
    return (
        isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "modules"
    )
