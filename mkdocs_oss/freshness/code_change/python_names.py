"""The names that a statement of Python binds, each with what it is bound to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import cast

from msgspec import Struct

from mkdocs_oss.freshness.code_change.python_tree import all_statements

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Bound(Struct, frozen=True):
    """One binding of a name. `node`: a function, a class, the statement that imports or assigns. `value`: what is
    assigned, where that can be told. `part`: which of several it is of what is unpacked, or imported as another name."""

    name: str
    node: ast.AST
    value: ast.expr | None = None
    part: str = ""


def bound(node: ast.AST) -> Iterator[Bound]:
    """The names that a statement binds in its own scope, those below it left out."""
    if isinstance(node, Function | ast.ClassDef):
        yield Bound(node.name, node)
    elif isinstance(node, ast.Import):
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            yield Bound(name, node, part=alias.name if alias.asname else name)
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            yield Bound(
                alias.asname or alias.name, node, part=f"{'.' * node.level}{node.module or ''}.{alias.name}"
            )
    elif isinstance(node, ast.match_case):
        for each in ast.walk(node.pattern):
            captured = getattr(each, "name", None) or getattr(each, "rest", None)
            if isinstance(captured, str):
                yield Bound(captured, each)
    elif type(node).__name__ == "TypeAlias":  # `type X = …`, of Python 3.12
        yield from _named(node, getattr(node, "name", None), getattr(node, "value", None), "")
    else:
        for target, value, part in _targets(node):
            yield from _named(node, target, value, part)
        yield from _in_conditions(node)


def own_attributes(method: Function) -> Iterator[Bound]:
    """What a method gives to its object: `self.x = 1`, in whatever branch."""
    first = next((arg.arg for arg in (*method.args.posonlyargs, *method.args.args)), None)
    if first is None:
        return
    for node in all_statements([method]):
        for target, value, part in _targets(node):
            if (
                isinstance(target, ast.Attribute)
                and isinstance(target.value, ast.Name)
                and target.value.id == first
            ):
                yield Bound(target.attr, node, value, part)


def _named(node: ast.AST, target: object, value: ast.expr | None, part: str) -> Iterator[Bound]:
    if isinstance(target, ast.Name):
        yield Bound(target.id, node, value, part)


def _in_conditions(node: ast.AST) -> Iterator[Bound]:
    """`if (found := …):`."""
    test = getattr(node, "test", None) if isinstance(node, ast.If | ast.While) else None
    for each in ast.walk(test) if isinstance(test, ast.expr) else ():
        if isinstance(each, ast.NamedExpr):
            yield Bound(each.target.id, node, each.value)


def _targets(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr | None, str]]:
    """(what is assigned to, its value, its part of what is unpacked) of a statement."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _unpacked(target, node.value)
    elif isinstance(node, ast.AnnAssign | ast.AugAssign):
        yield node.target, node.value, ""
    elif isinstance(node, ast.For | ast.AsyncFor):
        yield from _unpacked(node.target, node.iter, part="each")
    elif isinstance(node, ast.With | ast.AsyncWith):
        for item in node.items:
            if item.optional_vars is not None:
                yield from _unpacked(item.optional_vars, item.context_expr, part="entered")


def _unpacked(
    target: ast.expr, value: ast.expr, *, part: str = ""
) -> Iterator[tuple[ast.expr, ast.expr | None, str]]:
    """`A, B = 1, 2` is `A = 1` and `B = 2`; of what cannot be taken apart each name is a part."""
    waiting: list[tuple[ast.expr, ast.expr, str]] = [(target, value, part)]
    while waiting:
        target, value, part = waiting.pop(0)
        if not isinstance(target, ast.Tuple | ast.List):
            yield target, value, part
            continue
        whole = (
            cast("list[ast.expr]", getattr(value, "elts", []))
            if isinstance(value, ast.Tuple | ast.List)
            else []
        )
        starred = any(isinstance(each, ast.Starred) for each in (*target.elts, *whole))
        for position, each in enumerate(target.elts):
            at = each.value if isinstance(each, ast.Starred) else each
            if part or starred or len(whole) != len(target.elts):
                waiting.append((at, value, f"{part}[{position}]"))
            else:
                waiting.append((at, whole[position], ""))
