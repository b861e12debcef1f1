"""What a page names in code, and in which way: a name, an option, a call, a member, a word that may be a parameter."""

from __future__ import annotations

import re

_WORD = re.compile(r"(?<![\w-])(?:--[A-Za-z][\w-]{2,60}|[A-Za-z_]\w{0,80})")
_MARKED = re.compile(r"[_\d]|[a-z][A-Z]|\A--")
_SHORT = 4
"""A name of fewer letters is a word too often: it counts only where the page calls it, or has it behind its class."""
CODE_SPAN = re.compile(r"(?<!`)`{1,20}([^`\n]{1,300})`")
_FENCE = re.compile(r"^(?:[ \t]*(?:`{3,}|~{3,}))", re.MULTILINE)
_CALL = re.compile(r"(?<!\w)((?:[A-Za-z_]\w{0,80}\.){0,4})([A-Za-z_]\w{0,80})\(")
_MEMBER = re.compile(r"(?<![\w.])((?:[A-Za-z_]\w{0,80}\.){0,3}[A-Z]\w{0,80}\.)([A-Za-z_]\w{0,80})(?![\w.])")
_PARAMETER = re.compile(r"\*{0,2}([A-Za-z_]\w{0,80})(?:\s?[=:](?!:).{0,120})?")


def page_terms(text: str) -> frozenset[str]:
    """What a page names in code.

    - `--force`, `read_log`, `PageFacts`: options, and names that are no plain words; `load` where it is called.
    - `run()`: what it calls by this name alone, however short. `Store.put`, `tool.run`: what it has behind another name.
    - `.put`: what it calls of some object.
    - `strict=`: a word that stands alone in a code span, or with a value, as a parameter would.
    """
    spans = CODE_SPAN.findall(text)
    code = "\n".join((*spans, *_FENCE.split(text)[1::2]))
    words = (word for word in _WORD.findall(code) if len(word) >= _SHORT)
    dotted = code.replace("::", ".").replace("->", ".")
    called = list(_CALL.finditer(dotted))
    names = {call[2] for call in called}
    found = {word for word in words if word in names or _MARKED.search(word)}
    for call in called:
        outer, name = call[1], call[2]
        is_chained = call.start() > 0 and dotted[call.start() - 1] == "."
        if outer and not is_chained:
            found.add(f"{_nearest(outer)}.{name}")
        elif not is_chained:
            found.add(f"{name}()")
        if outer or is_chained:
            found.add(f".{name}")
    found.update(f"{_nearest(outer)}.{name}" for outer, name in _MEMBER.findall(dotted))
    parameters = (_PARAMETER.fullmatch(span.strip()) for span in spans)
    found.update(f"{match[1]}=" for match in parameters if match)
    return frozenset(found)


def last_name(term: str) -> str:
    """`put` of `Store.put`, `put()` and `.put`."""
    return term.rpartition(".")[2].removesuffix("()")


def words_of(text: str) -> frozenset[str]:
    """The words of a code text that may be names or long options."""
    return frozenset(_WORD.findall(text))


def _nearest(outer: str) -> str:
    return outer.rstrip(".").rpartition(".")[2]
