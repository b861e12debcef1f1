"""The Python packages of a repo, from its list of files, and the code that is safe to document."""

from __future__ import annotations

import keyword
from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_oss.api.readable import unreadable_because
from mkdocs_oss.model import VENDORED, Module, Package, RepoCode

# Where projects keep what they install, likeliest first
# (https://packaging.python.org/en/latest/discussions/src-layout-vs-flat-layout/).
_ROOTS = ("src", "", "python", "lib")
_TESTS = frozenset({"test", "tests", "conftest"})
_NOT_SHIPPED = frozenset(
    {
        "doc", "docs", "docs_src", "example", "examples", "demo", "demos", "sample", "samples", "tutorial", "tutorials",
        "benchmark", "benchmarks", "bench", "script", "scripts", "tool", "tools", "build", "dist",
        "site_packages", "venv", "env", "notebooks", "tasks", "ci", "src", "python", "lib",
    }
)  # fmt: skip


class Found(Struct, frozen=True):
    """The packages of a repo, and the names that were asked for and are not there."""

    packages: tuple[Package, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The paths to read before `read_code`."""
        return tuple(path for package in self.packages for path in package.files)


def find_packages(paths: Collection[str], wanted: tuple[str, ...] | Literal["auto", False] = "auto") -> Found:
    """The packages among `paths` (regular files, POSIX, relative to the repo's root).

    `"auto"` looks for regular packages in src/, the root, python/ and lib/, and takes the first of these
    that has any. Names (`pkg`, `ns.pkg`) are looked for in every folder that ships code, and may be single
    modules or namespace packages.
    """
    if wanted is False:
        return Found()
    sources = sorted(path for path in paths if path.endswith((".py", ".pyi")))
    if wanted == "auto":
        return Found(packages=_automatic(sources))
    packages, missing = [], []
    for name in dict.fromkeys(wanted):
        root = _root_of(name, sources) if all(map(_is_name, name.split("."))) else None
        if root is None:
            missing.append(name)
        else:
            packages.append(_package(name, root, sources))
    return Found(packages=tuple(packages), missing=tuple(missing))


def read_code(packages: Iterable[Package], contents: Mapping[str, bytes]) -> RepoCode:
    """The packages with the problems of their modules, and the files that can be read safely.

    `contents` maps the paths of `Package.files` to what the files hold; one that is not there counts as a
    file that could not be read.
    """
    readable: dict[str, bytes] = {}
    checked = []
    for package in packages:
        problems: dict[str, str] = {}
        for path in package.files:
            content = contents.get(path)
            problem = "the file could not be read" if content is None else unreadable_because(content)
            if problem is not None:
                problems[path] = problem
            elif content is not None:
                readable[path] = content
        modules = tuple(replace(module, problem=problems.get(module.path)) for module in package.modules)
        checked.append(replace(package, modules=modules))
    return RepoCode(packages=tuple(checked), files=readable)


def module_name(path: str, root: str) -> str:
    """The dotted name of a source file below `root`: `src/pkg/__init__.py` is `pkg`."""
    inner = path.removeprefix(f"{root}/") if root else path
    return inner.rsplit(".", 1)[0].removesuffix("/__init__").replace("/", ".")


def _automatic(sources: list[str]) -> tuple[Package, ...]:
    for root in _ROOTS:
        depth = root.count("/") + 1 if root else 0
        names = {
            path.split("/")[depth]
            for path in sources
            if path.startswith(f"{root}/" if root else "")
            and path.count("/") == depth + 1
            and _is_init(path)
            and _ships(path.split("/")[depth])
        }
        if names:
            return tuple(_package(name, root, sources) for name in sorted(names))
    return ()


def _root_of(name: str, sources: list[str]) -> str | None:
    """The best folder that has `name`: a package or module before a namespace, the usual roots before
    others, the nearest to the repo's root first."""
    inner = "/" + name.replace(".", "/")
    initialised = {path.rpartition("/")[0] for path in sources if _is_init(path)}
    found: dict[str, bool] = {}
    for path in sources:
        for place in (path.rsplit(".", 1)[0], *_folders_of(path)):
            if f"/{place}".endswith(inner):
                root = f"/{place}".removesuffix(inner)[1:]
                is_namespace = place in _folders_of(path) and place not in initialised
                found[root] = found.get(root, True) and is_namespace
    usable = [
        (is_namespace, _ROOTS.index(root) if root in _ROOTS else len(_ROOTS), root.count("/"), root)
        for root, is_namespace in found.items()
        if (root == "" or root not in initialised) and not any(map(_is_left_out, root.split("/")))
    ]
    return min(usable)[-1] if usable else None


def _folders_of(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _package(name: str, root: str, sources: list[str]) -> Package:
    top = "/".join(part for part in (root, name.replace(".", "/")) if part)
    inside = [path for path in sources if path.startswith(f"{top}/")]
    if not inside:
        files = [path for path in sources if path in (f"{top}.py", f"{top}.pyi")]
    else:
        files = _importable(inside, top)
    by_name: dict[str, str] = {}
    for path in sorted(files, key=_preference):
        by_name.setdefault(module_name(path, root), path)
    modules = [Module(found, path) for found, path in by_name.items() if _is_public(found, below=name)]
    return Package(
        name=name,
        root=root,
        modules=tuple(sorted(modules, key=lambda module: module.name.split("."))),
        files=tuple(sorted(path for path in files if not path.endswith(("/__main__.py", "/__main__.pyi")))),
    )


def _importable(inside: list[str], top: str) -> list[str]:
    """The sources below `top` that an import could reach, without tests and vendored code.

    A regular package has an `__init__` in each folder; in a namespace package the folders need none.
    """
    initialised = {path.rsplit("/", 1)[0] for path in inside if _is_init(path)}
    files = []
    for path in inside:
        parts = path[len(top) + 1 :].rsplit(".", 1)[0].split("/")
        if any(not _is_name(part) or _is_test(part) or part in VENDORED for part in parts):
            continue
        folders = ["/".join([top, *parts[:end]]) for end in range(len(parts))]
        if top not in initialised or all(folder in initialised for folder in folders):
            files.append(path)
    return files


def _preference(path: str) -> tuple[bool, bool]:
    """What Python imports where two files have one name: the package before the module; sources before stubs."""
    return (not _is_init(path), path.endswith(".pyi"))


def _is_init(path: str) -> bool:
    return path.rsplit("/", 1)[-1] in ("__init__.py", "__init__.pyi")


def _is_name(part: str) -> bool:
    return part.isidentifier() and not keyword.iskeyword(part)


def _is_test(part: str) -> bool:
    return part in _TESTS or part.startswith("test_") or part.endswith(("_test", "_tests"))


def _is_left_out(part: str) -> bool:
    return (
        part.startswith(".")
        or _is_test(part)
        or part in VENDORED
        or (part in _NOT_SHIPPED and part not in _ROOTS)
    )


def _ships(part: str) -> bool:
    return (
        _is_name(part)
        and not part.startswith("_")
        and not _is_test(part)
        and part not in VENDORED | _NOT_SHIPPED
    )


def _is_public(name: str, *, below: str) -> bool:
    return not any(part.startswith("_") for part in name.removeprefix(below).split(".") if part)
