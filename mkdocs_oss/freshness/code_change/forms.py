"""How a name is defined, as far as who uses it must know: compared between two states of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

ParamKind = Literal["positional", "either", "keyword", "many", "many-keyword"]


class Param(Struct, frozen=True):
    """A parameter without its type. `default`: as code; None where it must be given."""

    name: str
    kind: ParamKind
    default: str | None = None


Params = tuple[Param, ...]


class Form(Struct, frozen=True):
    """How a name is defined. `text`: what must stay the same. `calls`: how it may be called, by each of its definitions in their order.

    `is_known` is false where it is defined elsewhere, and only that it is there can be told.
    """

    text: str = ""
    calls: tuple[Params, ...] = ()
    is_known: bool = True


def joined(forms: Sequence[Form]) -> Form:
    """Several definitions of one thing: overloads, a property's getter and setter, the branches of an `if`."""
    return Form(
        " | ".join(dict.fromkeys(form.text for form in forms)),
        tuple(call for form in forms for call in form.calls),
        all(form.is_known for form in forms),
    )


def breaks(was: Form, now: Form) -> bool:
    """Whether what was written for the old form may be wrong for the new one.

    A new parameter that need not be given breaks nothing, nor does one more way to call it.
    """
    if was.text != now.text:
        return True
    if len(was.calls) == len(now.calls):
        return any(changed_params(*pair) for pair in zip(was.calls, now.calls, strict=True))
    return any(all(changed_params(old, new) for new in now.calls) for old in was.calls)


def changed_params(was: Params, now: Params) -> frozenset[str]:
    """The parameters for which a call of before may be wrong: gone, moved, other in kind or default, or new and needed.

    After griffe's list of breaking changes.
    """
    old, new = ({param.name: param for param in params} for params in (was, now))
    takes = {param.kind for param in now}
    changed = {param.name for param in now if param.name not in old and _is_needed(param)}
    changed |= {
        param.name for param in was if param.name not in new and not _is_taken_by_others(param, takes)
    }
    for name in old.keys() & new.keys():
        before, after = old[name], new[name]
        if before.default is not None and before.default != after.default:
            changed.add(name)
        if before.kind != after.kind and after.kind != "either":
            changed.add(name)
    before_at, after_at = (_places(params) for params in (was, now))
    shared = before_at.keys() & after_at.keys()
    return frozenset(changed | {name for name in shared if before_at[name] != after_at[name]})


def _places(params: Params) -> dict[str, int]:
    placed = [param.name for param in params if param.kind in ("positional", "either")]
    return {name: position for position, name in enumerate(placed)}


def _is_needed(param: Param) -> bool:
    return param.default is None and not param.kind.startswith("many")


def _is_taken_by_others(param: Param, takes: set[ParamKind]) -> bool:
    """Whether `*args` or `**kwargs` takes what was given for a parameter."""
    if param.kind == "either":
        return {"many", "many-keyword"} <= takes
    wanted: ParamKind = "many-keyword" if param.kind in ("keyword", "many-keyword") else "many"
    return wanted in takes
