"""Text from elsewhere as a terminal or a log may show it: nothing in it acts, hides, or turns a line around."""

from __future__ import annotations

import re

_ACTS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_TURNS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""What sets the direction of text (`Bidi_Control` of https://www.unicode.org/reports/tr9/)."""
_MISLEADS = re.compile(f"[{_TURNS}]")
_UNPAIRED = re.compile("[\ud800-\udfff]")
_TO_ESCAPE = re.compile(f"[\x7f-\x9f\u2028\u2029{_TURNS}\ud800-\udfff]")


def line(text: str) -> str:
    """`text` on one line. Control characters are a space, what turns its direction shows as `\\u202e`."""
    return _UNPAIRED.sub("\ufffd", _MISLEADS.sub(_escape, _ACTS.sub(" ", text)))


def escaped(document: str) -> str:
    """JSON that means the same, in which nothing acts on a terminal."""
    return _TO_ESCAPE.sub(_escape, document)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
