"""The form of a Python definition: the parameters of a function without their types, how a class is made and from what
bases, the value of a constant."""

from __future__ import annotations

import ast
from collections.abc import Sequence, Set

from mkdocs_oss.freshness.code_change.forms import Form, Param, ParamKind, Params, joined
from mkdocs_oss.freshness.code_change.python_names import Bound, Function
from mkdocs_oss.freshness.code_change.python_scope import Scope, last_name
from mkdocs_oss.freshness.code_change.python_tree import written

_DATA = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FIELDS_BY = frozenset(
    {"dataclass", "define", "frozen", "mutable", "attr.s", "attrs", "attr.attrs", "attr.dataclass"}
)
"""Decorators that make a class's annotated fields its parameters: dataclasses, attrs."""
_FIELDS_FROM = frozenset({"NamedTuple", "TypedDict", "BaseModel", "BaseSettings", "Struct"})
"""Bases that do: typing, pydantic, msgspec."""
_BY_NAME = frozenset({"TypedDict", "BaseModel", "BaseSettings"})
_FIELD_CALLS = frozenset({"field", "Field", "ib", "attrib"})
_GETTERS = frozenset({"property", "cached_property", "functools.cached_property"})


def form_of(scope: Scope, name: str, *, as_called: bool = False) -> Form:
    """How a scope defines a name. `as_called`: of a class, also how it is made."""
    if name not in scope.names:  # only its objects have it
        return Form(is_known=False)
    return joined([_form(scope, each, as_called=as_called) for each in scope.names[name]])


def constructor(scope: Scope) -> Form:
    """How a class is made: by its `__init__` or `__new__`, its own or a base's, or by its annotated fields."""
    for made_by in ("__init__", "__new__"):
        if made_by in scope.names:
            return Form(calls=form_of(scope, made_by).calls)
    by = [each for each in scope.lineage if any(_decorated(node, _FIELDS_BY) for node in each.nodes)]
    from_bases = {last_name(base) for base in scope.bases_elsewhere} & _FIELDS_FROM
    if by or from_bases:
        return Form(calls=(_fields(scope.lineage if from_bases else by, by_name=from_bases & _BY_NAME),))
    found = scope.member("__init__")
    if isinstance(found, list):
        return Form(calls=joined([_form(scope, each) for each in found]).calls)
    if found is None:
        return Form()
    fields = _fields(scope.lineage, by_name=frozenset())  # what they are to a base elsewhere is not known
    return Form(", ".join(f"{field.name}={field.default}" for field in fields), is_known=False)


def parameters(function: Function, *, is_method: bool) -> Params:
    """The parameters of a function; of a method those that a call gives."""
    args = function.args
    placed = [*args.posonlyargs, *args.args]
    defaults: Sequence[ast.expr | None] = [*[None] * (len(placed) - len(args.defaults)), *args.defaults]
    found = [
        _param(arg, "positional" if position < len(args.posonlyargs) else "either", default)
        for position, (arg, default) in enumerate(zip(placed, defaults, strict=True))
    ]
    if is_method and not _decorated(function, frozenset({"staticmethod"})):
        found = found[1:]
    if args.vararg:
        found.append(_param(args.vararg, "many", None))
    found += [
        _param(arg, "keyword", default)
        for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True)
    ]
    if args.kwarg:
        found.append(_param(args.kwarg, "many-keyword", None))
    return tuple(found)


def _form(scope: Scope, each: Bound, *, as_called: bool = False) -> Form:
    node = each.node
    if isinstance(node, Function):
        kind = "async " if isinstance(node, ast.AsyncFunctionDef) else ""
        if _decorated(node, _GETTERS):
            kind = "property"
        setter = next(
            (text for text in map(written, node.decorator_list) if text.startswith(f"{node.name}.")), ""
        )
        return Form(kind or setter, (parameters(node, is_method=scope.is_class),))
    if isinstance(node, ast.ClassDef):
        made = scope.inner(each.name)
        form = Form(", ".join(map(written, node.bases)))
        if not as_called or made is None:
            return form
        called = constructor(made)
        return Form(f"{form.text} {called.text}".strip(), called.calls, called.is_known)
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Global):
        return Form(is_known=False)
    return Form(
        "" if each.value is None or isinstance(each.value, _DATA) else written(each.value) + each.part
    )


def _param(arg: ast.arg, kind: ParamKind, default: ast.expr | None) -> Param:
    return Param(arg.arg, kind, written(default) if default is not None else None)


def _fields(lineage: Sequence[Scope], *, by_name: Set[str]) -> Params:
    """The annotated fields of classes that are made by them, those of bases first; of a default only that it is there."""
    found: dict[str, Param] = {}
    for scope in reversed(lineage):
        named = by_name or any("kw_only=True" in text for node in scope.nodes for text in _decorators(node))
        for name, bounds in scope.names.items():
            node = bounds[-1].node
            if not isinstance(node, ast.AnnAssign) or "ClassVar" in written(node.annotation):
                continue
            if (given := _is_given(node)) is not None:
                found[name] = Param(name, "keyword" if named else "either", "…" if given else None)
    return tuple(found.values())


def _is_given(field: ast.AnnAssign) -> bool | None:
    """Whether a field has a default; None where it is no parameter at all."""
    value = field.value
    if not isinstance(value, ast.Call) or last_name(value.func) not in _FIELD_CALLS:
        return value is not None or "NotRequired" in written(field.annotation)
    keywords = {each.arg: written(each.value) for each in value.keywords}
    if keywords.get("init") == "False":
        return None
    first = value.args[0] if value.args else None
    is_first = first is not None and not (isinstance(first, ast.Constant) and first.value is ...)
    return is_first or bool(keywords.keys() & {"default", "default_factory", "factory"})


def _decorators(node: ast.AST) -> list[str]:
    return [written(each) for each in getattr(node, "decorator_list", [])]


def _decorated(node: ast.AST, names: frozenset[str]) -> bool:
    called = (text.partition("(")[0] for text in _decorators(node))
    return any(text in names or text.rpartition(".")[2] in names for text in called)
