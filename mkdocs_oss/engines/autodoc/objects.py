"""The objects of a repo's code, as Griffe trees, read from memory.

Griffe's own loader looks for files, imports what it may inspect, and asks git about folders. Here each
module's text is visited on its own, so nothing can be imported, and one that fails fails alone.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any, Literal

import griffe
from msgspec import Struct

from mkdocs_oss.api import decoded
from mkdocs_oss.api.packages import module_name
from mkdocs_oss.model import RepoCode

DocstringStyle = Literal["auto", "google", "numpy", "sphinx"]

FAILURES = (
    griffe.GriffeError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,  # RecursionError among them
    SyntaxError,
    TypeError,
    ValueError,
)
"""What Griffe, its docstring parsers and the templates raise for code they do not foresee."""


class Objects(Struct, frozen=True):
    """A repo's objects by dotted name, and the modules that could not be visited with the reason."""

    collection: griffe.ModulesCollection
    failed: dict[str, str]


def load_objects(code: RepoCode, *, docstring_style: DocstringStyle) -> Objects:
    """Visits all files of `code`, and joins what they export; never raises for what is in them."""
    collection, lines = griffe.ModulesCollection(), griffe.LinesCollection()
    extensions = griffe.load_extensions()  # Griffe's own for dataclasses alone
    failed: dict[str, str] = {}
    sources = {
        path: module_name(path, package.root)
        for package in code.packages
        for path in package.files
        if path in code.files
    }
    # Parents before children, sources before stubs.
    for path, name in sorted(
        sources.items(), key=lambda item: (item[1].count("."), item[0].endswith("i"), item[0])
    ):
        parent = _parent(name, path, collection=collection, lines=lines)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                module = griffe.visit(
                    name.rpartition(".")[2],
                    Path(path),
                    decoded(code.files[path]),
                    extensions=extensions,
                    parent=parent,
                    docstring_parser=griffe.Parser(docstring_style),
                    docstring_options=_parser_options(docstring_style),
                    lines_collection=lines,
                    modules_collection=collection,
                )
            lines[Path(path)] = decoded(code.files[path]).split("\n")
            _place(module, collection if parent is None else parent)
        except FAILURES as error:
            failed[name] = f"{type(error).__name__} while reading it"
    failed.update(_join(collection, lines, extensions))
    return Objects(collection=collection, failed=failed)


def _parent(
    name: str, path: str, *, collection: griffe.ModulesCollection, lines: griffe.LinesCollection
) -> griffe.Module | None:
    """The module that holds `name`; where it has no source that can be read, an empty one in its place."""
    parent: griffe.Module | None = None
    parts = name.split(".")[:-1]
    for depth, part in enumerate(parts):
        members = collection.members if parent is None else parent.members
        module = members.get(part)
        if not isinstance(module, griffe.Module):
            folder = (
                Path(*Path(path).parts[: -(len(parts) - depth)]) if len(parts) > depth else Path(path).parent
            )
            module = griffe.Module(
                part,
                filepath=folder / "__init__.py",
                parent=parent,
                lines_collection=lines,
                modules_collection=collection,
            )
            _place(module, collection if parent is None else parent)
        parent = module
    return parent


def _place(module: griffe.Module, holder: griffe.ModulesCollection | griffe.Module) -> None:
    present = holder.members.get(module.name)
    if isinstance(present, griffe.Module) and _is_stub(module) and not _is_stub(present):
        griffe.merge_stubs(present, module)
    else:
        holder.set_member(module.name, module)


def _is_stub(module: griffe.Module) -> bool:
    return isinstance(module.filepath, Path) and module.filepath.suffix == ".pyi"


def _join(
    collection: griffe.ModulesCollection, lines: griffe.LinesCollection, extensions: griffe.Extensions
) -> dict[str, str]:
    """Follows `__all__`, `import *` and re-exports between the modules that are there."""
    loader = griffe.GriffeLoader(
        extensions=extensions,
        search_paths=[Path("nowhere")],
        modules_collection=collection,
        lines_collection=lines,
        allow_inspection=False,
        force_inspection=False,
    )
    failed: dict[str, str] = {}
    for package in list(collection.members.values()):
        if not isinstance(package, griffe.Module):
            continue
        try:
            loader.expand_exports(package)
            loader.expand_wildcards(package, external=False)
            loader.extensions.call("on_package", pkg=package, loader=loader)
            loader.resolve_module_aliases(package, implicit=False, external=False)
        except FAILURES as error:  # its modules are there all the same; only re-exports are not
            failed[f"{package.name}.*"] = f"{type(error).__name__} while following its imports"
    return failed


def _parser_options(style: DocstringStyle) -> Any:
    """No warnings about docstrings: they would count as the hub's own in a strict build."""
    quiet = {"warnings": False}
    if style == "auto":
        return {"per_style_options": {"google": quiet, "numpy": quiet, "sphinx": quiet}}
    return quiet
