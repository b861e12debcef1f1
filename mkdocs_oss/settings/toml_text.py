"""TOML that a repo wrote: read within limits, whatever it is."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_MOST_DOTS = 200
"""A dotted key costs the square of its length."""
_NOT_IN_A_KEY = re.compile(r"[^\w\"'. \t-]")


def load_toml(text: str) -> dict[str, Any]:
    """The tables of a file. Raises ValueError where it is no TOML, or beyond what Python's parser can take."""
    if any(chunk.count(".") > _MOST_DOTS for chunk in _NOT_IN_A_KEY.split(text)):
        raise ValueError("a key has too many parts")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:  # Python reads no number of more than 4,300 digits
        raise ValueError("a number is too long") from error
