"""Where a Python name is defined that a module only imports: told from syntax trees, step by step, within one repo.

`from ._load import read as load` in `pkg/__init__.py` makes `pkg.load` what `read` of `pkg/_load.py` is. Nothing is
imported or run; what only running would tell (`__getattr__`, `sys.path`) is not known.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set

from msgspec import Struct, field

from mkdocs_oss.sources.modules import Origin, Symbol

MOST_STEPS = 8
"""From a module that imports a name to the one that defines it."""
Read = Callable[[Set[str]], Mapping[str, bytes | None]]
"""The contents of those of some paths that the repo has; None of one that it has and that cannot be read."""
_UNREAD = ("", "")


def origins(asked: Collection[Symbol], read: Read) -> dict[Symbol, Origin | None]:
    """Where each of `asked` is defined, of those that their module imports from another file of the repo; None where a
    file on the way could not be read.

    Left out is what a module defines itself, and what may come from more than one place.
    """
    modules = _Modules()
    while True:
        found = {symbol: modules.origin(*symbol) for symbol in asked}
        if not modules.lacking:
            return {
                symbol: None if origin == _UNREAD else Origin(*origin, modules.imported(*symbol))
                for symbol, origin in found.items()
                if origin is not None and origin != symbol
            }
        modules.take(read(modules.lacking))


class _Imported(Struct, frozen=True):
    """What an import binds a name to: `name` of a module, or with "" that module. `level`: its leading dots."""

    level: int
    module: str
    name: str


class _Bindings(Struct):
    """The names that a module defines, those that it imports, and the modules from which it imports all names."""

    defined: set[str] = field(default_factory=set)
    imported: dict[str, set[_Imported]] = field(default_factory=dict)
    starred: list[_Imported] = field(default_factory=list)


class _Modules(Struct):
    """The modules that are known so far. `lacking`: the files that an answer needs and that were not read yet."""

    lacking: set[str] = field(default_factory=set)
    _read: dict[str, bytes | None] = field(default_factory=dict)
    _unread: set[str] = field(default_factory=set)
    _known: dict[str, _Bindings] = field(default_factory=dict)
    _origins: dict[Symbol, Symbol | None] = field(default_factory=dict)

    def take(self, contents: Mapping[str, bytes | None]) -> None:
        """What was read of all that was lacking."""
        self._read |= {path: contents.get(path) for path in self.lacking}
        self._unread |= {path for path, content in contents.items() if content is None}
        self.lacking = set()
        self._origins = {}

    def origin(self, path: str, name: str, steps: int = 0) -> Symbol | None:
        """Where a name of a module is defined, so many `steps` from where it was named; None where it does not say."""
        if (path, name) not in self._origins:
            self._origins[path, name] = None  # what leads in a circle leads nowhere
            self._origins[path, name] = self._looked_up(path, name, steps)
        return self._origins[path, name]

    def imported(self, path: str, name: str) -> str:
        """The part of a dotted name that a module imports by itself."""
        head = name.partition(".")[0]
        return head if path in self._known and head in self._known[path].imported else ""

    def _looked_up(self, path: str, name: str, steps: int) -> Symbol | None:
        content = self._content(path)
        if content is None:
            return _UNREAD if path in self._unread else None
        head, _, rest = name.partition(".")
        if _is_plainly_defined(content, head):
            return path, name
        known = self._bindings(path, content)
        if head in known.defined:
            return path, name
        if steps == MOST_STEPS:
            return None
        if ways := known.imported.get(head):
            places = {self._from(path, way, rest, steps + 1) for way in ways}
        else:  # a star leaves out private names
            stars = known.starred if not head.startswith("_") else []
            ways = {_Imported(star.level, star.module, head) for star in stars}
            places = {self._from(path, way, rest, steps + 1) for way in ways} - {None}
        return places.pop() if len(places) == 1 else None

    def _from(self, path: str, way: _Imported, rest: str, steps: int) -> Symbol | None:
        """Where that is defined which a file imports. A package has names, and modules below it."""
        for start in self._starts(path, way):
            inner = f"{start}{way.module.replace('.', '/')}"
            name = ".".join(filter(None, (way.name, rest)))
            tries = [(file, name) for file in _files(inner)]
            if way.name and rest:
                tries += [(file, rest) for file in _files(f"{inner.rstrip('/')}/{way.name}".lstrip("/"))]
            for file, symbol in tries if name else ():
                if (found := self.origin(file, symbol, steps)) is not None:
                    return found
        return None

    def _starts(self, path: str, way: _Imported) -> Iterator[str]:
        """The folders that a module's name may start from: the package above, or where packages are imported from."""
        folders = _above(path)
        if way.level:
            yield from folders[way.level - 1 : way.level]
            return
        first = way.module.partition(".")[0]
        inits = {folder: f"{folder}__init__.py" for folder in folders}
        roots = [
            folder
            for folder, init in inits.items()
            if self._content(init) is None and init not in self._unread
        ]
        yield from (root for root in roots if root == roots[0] or path.startswith(f"{root}{first}/"))

    def _content(self, path: str) -> bytes | None:
        if path not in self._read:
            self.lacking.add(path)
        return self._read.get(path)

    def _bindings(self, path: str, content: bytes) -> _Bindings:
        if path not in self._known:
            self._known[path] = _bindings(content)
        return self._known[path]


def _files(inner: str) -> tuple[str, ...]:
    """The files that a module may be, as a path without its end; a folder's own where it ends in a slash."""
    if not inner or inner.endswith("/"):
        return (f"{inner}__init__.py",)
    return f"{inner}/__init__.py", f"{inner}.py"


def _above(path: str) -> Sequence[str]:
    """The folders that a file is in, the nearest first: each with a slash at its end, the root of the repo as ""."""
    parts = path.split("/")[:-1]
    return ["".join(f"{part}/" for part in parts[:depth]) for depth in range(len(parts), -1, -1)]


def _is_plainly_defined(content: bytes, name: str) -> bool:
    """Whether a line says so by itself: most names need no syntax tree."""
    pattern = rf"^(?:(?:async +)?def|class) +{re.escape(name)}\b|^{re.escape(name)} *(?::[^\n]*)?=(?!=)"
    return re.search(pattern.encode(), content, re.MULTILINE) is not None


def _bindings(content: bytes) -> _Bindings:
    found = _Bindings()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "invalid escape sequence" is the repo's affair
            tree = ast.parse(content)
        for node in _statements(tree.body):
            _add(node, found)
    except (SyntaxError, ValueError, RecursionError, MemoryError, LookupError):
        return _Bindings()  # no Python that we know
    return found


def _add(node: ast.stmt, found: _Bindings) -> None:
    if isinstance(node, ast.ImportFrom):
        for alias in node.names:
            way = _Imported(node.level, node.module or "", alias.name)
            if alias.name == "*":
                found.starred.append(way)
            else:
                found.imported.setdefault(alias.asname or alias.name, set()).add(way)
    elif isinstance(node, ast.Import):
        for alias in node.names:
            if alias.asname:
                found.imported.setdefault(alias.asname, set()).add(_Imported(0, alias.name, ""))
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        found.defined.add(node.name)
    elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = (each for target in targets for each in ast.walk(target))
        found.defined.update(each.id for each in names if isinstance(each, ast.Name))


def _statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module, also those below `if`, `try` and the like; nothing of functions and classes."""
    for node in body:
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for part in ("body", "orelse", "finalbody", "handlers", "cases"):
                for inner in getattr(node, part, ()):
                    yield from _statements([inner] if isinstance(inner, ast.stmt) else inner.body)
