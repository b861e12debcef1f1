"""Text of a repo as Markdown that stays text: no breakout from a code span, fence, table cell or link.

The result means the same to Python-Markdown (with `tables` and `fenced_code`) and to CommonMark. What a
preprocessor might act on (`{{ … }}`, `--8<--`) is written as character references.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

_PUNCTUATION = re.compile(r"[#$&*<=>@\[\\\]^_`{|}~]|:(?=\S)|\.(?=[^\W\d_])")
_AT_START = re.compile(r"^(?:[0-9](?=[0-9]{0,9}[.)])|[^\w&])")
_NOT_LETTERS = re.compile(r"[^A-Za-z0-9 ]")
_TAME_SPAN = re.compile(r"[A-Za-z0-9 _./:@+=,\"'\[\]()*~^>;!?#%$-]+")
_UNTAME_BLOCK = re.compile(r"[<&{]")
_BACKTICKS = re.compile(r"`+")
_URL_SAFE = "/:@?#&=+$,;!~*%-._"


def one_line(text: str, *, limit: int = 200) -> str:
    """`text` on one line, without control, format (bidi, zero-width) and unpaired characters, cut at `limit`."""
    words = " ".join(_visible(text[: limit * 4]).split())
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def _visible(text: str) -> str:
    # Cc, Cf, Cs, Co, Cn: control, format, surrogate, private use, unassigned; Zl and Zp break lines.
    return "".join(
        " " if char in "\t\n\r" or unicodedata.category(char) in ("Zl", "Zp") else char
        for char in text
        if char in "\t\n\r" or unicodedata.category(char)[0] != "C"
    )


def plain(text: str) -> str:
    """One line of prose in which no character has a meaning of its own, also at the start of a line."""
    return _AT_START.sub(_reference, _PUNCTUATION.sub(_reference, one_line(text)))


def code_span(text: str) -> str:
    """One line of code, also fit for a table cell and for the label of a link."""
    line = one_line(text, limit=500)
    if not line:
        return ""
    if _TAME_SPAN.fullmatch(line):
        return f"`{line}`"
    return f"<code>{_NOT_LETTERS.sub(_reference, line)}</code>"


def code_block(text: str) -> str:
    """A block of shell commands; its fence is longer than any run of backticks in it."""
    lines = [_visible(line).rstrip() for line in text[:4000].replace("\r", "\n").split("\n")]
    body = "\n".join(line for line in lines if line)
    if not body:
        return ""
    if _UNTAME_BLOCK.search(body):
        escaped = "\n".join(_NOT_LETTERS.sub(_reference, line) for line in body.split("\n"))
        return f"<pre><code>{escaped}</code></pre>"
    longest = max((len(run) for run in _BACKTICKS.findall(body)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}sh\n{body}\n{fence}"


def link(label: str, url: str | None) -> str:
    """A link to an http(s) URL; the bare label where there is none. `label` is Markdown already."""
    if not url or not url.startswith(("https://", "http://")) or any(ord(char) < 33 for char in url):
        return label
    target = quote(url, safe=_URL_SAFE).replace(
        "&", "&amp;"
    )  # a bare `&#` confuses Python-Markdown's HTML pass
    return f"[{label}]({target})"


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"
