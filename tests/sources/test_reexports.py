"""Where a name is defined that a module only imports: told without importing anything."""

from __future__ import annotations

from collections.abc import Mapping, Set

import pytest

from mkdocs_oss.sources.reexports import MOST_STEPS, origins

DEF = "def run(a): ...\n"


def found(files: Mapping[str, str], asked: str, *, rounds: list[Set[str]] | None = None) -> str:
    """Where `path#name` is defined, in the same form; "" where it is not told."""

    def read(paths: Set[str]) -> dict[str, bytes | None]:
        if rounds is not None:
            rounds.append(paths)
        return {path: files[path].encode() for path in paths if path in files}

    path, _, name = asked.partition("#")
    origin = origins([(path, name)], read).get((path, name))
    return f"{origin.path}#{origin.name}" if origin else ""


INIT = "src/pkg/__init__.py"


@pytest.mark.parametrize(
    ("files", "asked", "told"),
    [
        ({INIT: "from ._run import run", "src/pkg/_run.py": DEF}, "run", "src/pkg/_run.py#run"),
        ({INIT: "from ._a import run as go", "src/pkg/_a.py": DEF}, "go", "src/pkg/_a.py#run"),
        ({INIT: "from pkg._a import run", "src/pkg/_a.py": DEF}, "run", "src/pkg/_a.py#run"),
        ({INIT: "from core.a import run", "src/core/a.py": DEF}, "run", "src/core/a.py#run"),
        ({INIT: "from . import _a", "src/pkg/_a.py": DEF}, "_a.run", "src/pkg/_a.py#run"),
        ({INIT: "import pkg._a as b", "src/pkg/_a.py": DEF}, "b.run", "src/pkg/_a.py#run"),
        ({INIT: "from ._a import Store", "src/pkg/_a.py": "class Store: ..."}, "Store.put", "src/pkg/_a.py#Store.put"),
        ({INIT: "from ._a import *", "src/pkg/_a.py": DEF}, "run", "src/pkg/_a.py#run"),
        ({INIT: "from ._a import A", "src/pkg/_a.py": "try:\n    A: int = 1\nexcept E:\n    pass"}, "A", "src/pkg/_a.py#A"),
        (
            {
                INIT: "if True:\n    from .one import run",
                "src/pkg/one/__init__.py": "from .two.three import go as run",
                "src/pkg/one/two/three.py": "from ...last import go",
                "src/pkg/last.py": "async def go(): ...",
            },
            "run",
            "src/pkg/last.py#go",
        ),
    ],
)  # fmt: skip
def test_the_file_that_defines_it(files: dict[str, str], asked: str, told: str) -> None:
    """Relative and absolute, by another name, through several modules, by a star or as a member of what is imported."""
    assert found(files, f"{INIT}#{asked}") == told


@pytest.mark.parametrize(
    ("files", "asked"),
    [
        ({INIT: DEF}, "run"),  # its own
        ({INIT: f"from ._a import run\n{DEF}", "src/pkg/_a.py": DEF}, "run"),
        ({INIT: "from ._a import run", "src/pkg/_a.py": "x = 1"}, "run"),  # it has no such name
        ({INIT: "from ._a import run"}, "run"),
        ({INIT: "from requests import get"}, "get"),
        ({INIT: "from typing import Any", "src/pkg/typing.py": "Any = 1"}, "Any"),  # no module of the package
        (
            {INIT: "from ..a import run", "a.py": DEF},
            "run",
        ),  # above the folder that packages are imported from
        ({INIT: "from .....a import run", "a.py": DEF}, "run"),
        ({INIT: "from ._a import *", "src/pkg/_a.py": "_run = 1"}, "_run"),
        ({INIT: "from . import a", "src/pkg/a.py": DEF}, "a"),  # a module is no symbol
        ({INIT: "def f():\n    from ._a import run", "src/pkg/_a.py": DEF}, "run"),
        ({INIT: "from ._a import run (", "src/pkg/_a.py": DEF}, "run"),
        ({INIT: "def __getattr__(name): ...", "src/pkg/run.py": DEF}, "run"),
        (
            {
                INIT: "try:\n    from ._a import run\nexcept ImportError:\n    from ._b import run",
                "src/pkg/_a.py": DEF,
                "src/pkg/_b.py": DEF,
            },
            "run",
        ),
        ({INIT: "from .a import *\nfrom .b import *", "src/pkg/a.py": DEF, "src/pkg/b.py": DEF}, "run"),
    ],
)
def test_what_is_not_told(files: dict[str, str], asked: str) -> None:
    """Its own, somebody else's, or of two places one: nothing is guessed."""
    assert found(files, f"{INIT}#{asked}") == ""


def test_circles_and_long_ways_end() -> None:
    """Modules that import a name from each other, or through very many, lead nowhere."""
    circle = {"a.py": "from b import run\nfrom b import *", "b.py": "from a import run\nfrom a import *"}
    assert found(circle, "a.py#run") == ""
    way = {f"m{number}.py": f"from m{number + 1} import run" for number in range(20)}
    for length, told in ((MOST_STEPS, f"m{MOST_STEPS}.py#run"), (MOST_STEPS + 1, "")):
        assert found({**way, f"m{length}.py": DEF}, "m0.py#run") == told


def test_a_hostile_web_of_stars_ends_soon() -> None:
    """Every module takes all names of every other: each is looked at once."""
    names = [f"m{number}" for number in range(60)]
    text = "\n".join(f"from {name} import *" for name in names)
    assert found({f"{name}.py": text for name in names}, "m0.py#run") == ""


def test_a_name_that_is_defined_costs_one_file() -> None:
    """Of a module that defines the name itself, nothing else is read."""
    rounds: list[Set[str]] = []
    assert (
        found({INIT: f"from ._a import other\n{DEF}", "src/pkg/_a.py": DEF}, f"{INIT}#run", rounds=rounds)
        == ""
    )
    assert rounds == [{INIT}]


def test_a_file_that_cannot_be_read() -> None:
    """That is another answer than that there is no such file: where the name is defined is not known then."""
    files = {
        INIT: b"from ._a import run, go\ndef here(): ...\n",
        "src/pkg/_a.py": b"from ._b import run\ndef go(): ...",
    }
    asked = [(INIT, "run"), (INIT, "go"), (INIT, "here")]
    for unread, known in (
        ("src/pkg/_b.py", {"go": "src/pkg/_a.py", "run": None}),
        (INIT, dict.fromkeys(("run", "go", "here"))),
    ):
        there = {**files, unread: None}
        found = origins(
            asked, lambda paths, there=there: {path: there[path] for path in paths if path in there}
        )
        assert {name: origin and origin.path for (_, name), origin in found.items()} == known
