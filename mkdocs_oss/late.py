"""Names of a package that are imported when somebody first asks for them (PEP 562).

A build of one site needs a third of this house, and starting is what a small site waits for. So the `__init__.py` of
a room imports what every build needs, and names the rest here.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping
from typing import Any


def late(package: str, places: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    """The `__getattr__` of a package. `places`: module of the package → the names that are there.

    No module may be called as a name of its package is: importing the module would put it in the place of the name.
    """
    module_of = {name: module for module, names in places.items() for name in names}

    def __getattr__(name: str) -> Any:  # noqa: N807  # what PEP 562 calls it
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f"{package}.{module_of[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return __getattr__
