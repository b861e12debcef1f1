"""The definition of a symbol in any language but Python: from the line that defines it to the end of its block.

A block is what is indented below a line, with the line that closes it; where nothing is indented, what its brackets
hold. There is no parser behind it: a file is read as its author laid it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from msgspec import Struct

from mkdocs_oss.freshness.code_change.forms import Form
from mkdocs_oss.freshness.code_change.lines import Line
from mkdocs_oss.model import Unknown

DEFINES = re.compile(
    r"(?P<outer>(?:(?:export|public|private|protected|internal|static|async|abstract|final|pub(?:\([a-z:]{1,30}\))?|default"
    r"|unsafe|local|sealed|open|override|inline|extern) )*)"
    r"(?:(?:func|function|fn|fun|sub|def|class|type|struct|interface|enum|trait|object|module|namespace|union|record"
    r"|protocol|extension|message|service|rpc|macro_rules!|defmodule|defp|defmacro) (?:\([^()]{0,80}\) )?(?:\w{1,80}[.:]){0,3}(?P<name>\w+[?!]?)"
    r"|(?:const|let|var|val) (?:mut )?(?P<value>\w+)"
    r"|-? ?[\"']?(?P<key>[A-Za-z_][\w-]*)[\"']? ?(?::(?!:)|[:=](?![:=]))"
    r"|#define (?P<macro>\w+)|\[+(?P<section>[^\[\]\n]{1,120})\]+$)"
)
NO_DEFINITION = Unknown("what defines it there cannot be told")
_LABELLED = re.compile(r"(?:[a-z_]\w{0,40} )(?:\"[^\"]{0,80}\" ){0,2}\"(?P<label>[^\"]{1,80})\" ?\{")
_BEFORE_CALL = re.compile(r"[\w\s<>\[\],.*&:?~@]*")
_STATEMENTS = frozenset(
    {
        "return",
        "else",
        "new",
        "throw",
        "await",
        "case",
        "goto",
        "delete",
        "yield",
        "if",
        "while",
        "for",
        "in",
        "not",
    }
)
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`")
_CLOSES = re.compile(r"[)}\]]|(?:end|fi|done|esac)\b")
_LONGEST = 2000
"""Letters of a line that are looked at for brackets: a longer one is laid out for no reader."""
_MOST_LINES = 40
"""Of parameters, one a line."""
_ABOVE = ("@", "#[")


class LineForm(Struct, frozen=True):
    """How a line defines a name. `is_key`: as one of a settings file."""

    form: Form
    is_key: bool


def defined_by_lines(lines: Sequence[Line], names: Set[str]) -> dict[str, list[LineForm]]:
    """Of the names, those that lines define, in their order.

    Of a function, the line up to the end of its parameters; of a variable, only outside of functions; of a key of a
    settings file, that it is there.
    """
    found: dict[str, list[LineForm]] = {}
    for at, line in enumerate(lines if names else ()):
        match = DEFINES.match(line.text)
        name = (
            (match["name"] or match["value"] or match["key"] or match["macro"]) if match is not None else None
        )
        if (
            match is None
            or name is None
            or name not in names
            or (match["value"] and not match["outer"] and line.indent)
        ):
            continue
        text = line.text[match.end("outer") :]
        form = Form(
            ""
            if match["key"]
            else _parameters(text, lines[at + 1 : at + _MOST_LINES])
            if match["name"]
            else text
        )
        found.setdefault(name, []).append(LineForm(form, bool(match["key"])))
    return found


def line_forms(of: Mapping[str, Sequence[LineForm]], terms: Set[str]) -> dict[str, set[Form]]:
    """Of the terms of a page that lines define: how, each way once.

    What a page has behind another name, or calls of some object, may be another's.
    """
    found: dict[str, set[Form]] = {}
    for name, forms in of.items():
        for each in forms:
            if name in terms:
                found.setdefault(name, set()).add(each.form)
            elif f"{name}()" in terms and not each.is_key:
                found.setdefault(f"{name}()", set()).add(each.form)
    return found


def _parameters(text: str, following: Sequence[Line]) -> str:
    """A definition of a function, to the end of its parameters; of something else, its line."""
    start = text.find("(")
    if text.startswith("func ("):  # Go: what it is a method of
        start = text.find("(", text.find(")"))
    if start < 0:
        return text
    whole = " ".join([text, *(line.text for line in following)]) if _closing(text[start:]) < 0 else text
    end = _closing(whole[start:])
    return (
        whole[: start + end + 1].replace("( ", "(").replace(", )", ")").replace(" )", ")")
        if end >= 0
        else text
    )


def block_state(lines: Sequence[Line], symbol: str) -> str | Unknown | None:
    """What a symbol is, in a form that changes with it: all its definitions. None where its name stands in no code;
    `Unknown` where it stands there, and what defines it cannot be told."""
    *outer, name = re.split(r"[.:]+", symbol)
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    if not any(word.search(line.text) for line in lines):
        return None
    starts = [
        at
        for at, line in enumerate(lines)
        if word.search(line.text) and _is_definition(lines, at, name, word)
    ]
    if not starts:
        return NO_DEFINITION
    blocks = {at: _end(lines, at) for at in starts}
    if outer:
        own = _within(lines, starts, outer[-1])
        starts = own or starts
    return "\n".join(
        f"{line.depth - lines[at].depth} {line.text}"
        for at in starts
        for line in lines[_begin(lines, at) : blocks[at]]
    )


def _is_definition(lines: Sequence[Line], at: int, name: str, word: re.Pattern[str]) -> bool:
    line = lines[at]
    match = DEFINES.match(line.text)
    if match is not None:
        if match["value"] == name:
            return bool(match["outer"]) or not line.indent
        if name in (match["name"], match["key"], match["macro"]) or name in (match["section"] or "").split():
            return True
        if match["section"] is not None and name in re.split(r"[.\s\"':]+", match["section"]):
            return True
    label = _LABELLED.match(line.text)
    return (label is not None and label["label"] == name) or _is_function(lines, at, word)


def _is_function(lines: Sequence[Line], at: int, word: re.Pattern[str]) -> bool:
    """`int fetch(char *url) {`, `fetch() {`: a name with brackets before a block, and nothing before it but a type."""
    text = lines[at].text
    found = word.search(text)
    if found is None:
        return False
    before, after = text[: found.start()], text[found.end() :].lstrip()
    if not after.startswith("(") or not _BEFORE_CALL.fullmatch(before) or set(before.split()) & _STATEMENTS:
        return False
    rest = " ".join([after, *(line.text for line in lines[at + 1 : at + _MOST_LINES])])
    end = _closing(rest)
    brace = rest.find("{", end)
    stops = [place for place in (rest.find(";", end), rest.find("}", end)) if place >= 0]
    return 0 <= end < brace and all(brace < place for place in stops)


def _closing(text: str) -> int:
    """Where the first bracket of a text is closed; -1 where it is not."""
    depth = 0
    for at, letter in enumerate(text[:_LONGEST]):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return at
    return -1


def _begin(lines: Sequence[Line], at: int) -> int:
    """With the decorators and attributes above it."""
    while at and lines[at - 1].text.startswith(_ABOVE) and lines[at - 1].indent == lines[at].indent:
        at -= 1
    return at


def _end(lines: Sequence[Line], at: int) -> int:
    first, end = lines[at], at + 1
    if first.text.startswith("["):  # a section, to the next
        while end < len(lines) and not (
            lines[end].text.startswith("[") and lines[end].indent <= first.indent
        ):
            end += 1
        return end
    while lines[end - 1].text.endswith("\\") and end < len(lines):
        end += 1
    if end < len(lines) and lines[end].text == "{" and lines[end].indent == first.indent:
        end += 1
    is_laid_out = end < len(lines) and (lines[end].indent > first.indent or _CLOSES.match(lines[end].text))
    depth = sum(_depth(line.text) for line in lines[at:end])
    while end < len(lines):
        line = lines[end]
        if is_laid_out:
            closes = line.indent == first.indent and _CLOSES.match(line.text)
            if line.indent <= first.indent and not closes:
                break
            end += 1
            if closes and not line.text.endswith(("{", "(", "[")):
                break
        elif depth > 0:
            depth += _depth(line.text)
            end += 1
        else:
            break
    return end


def _depth(text: str) -> int:
    bare = _STRING.sub("", text[:_LONGEST])
    return sum((letter in "([{") - (letter in ")]}") for letter in bare)


def _within(lines: Sequence[Line], starts: Sequence[int], outer: str) -> list[int]:
    """Those of the definitions that name what they belong to, or stand in its block."""
    word = re.compile(rf"(?<!\w){re.escape(outer)}(?!\w)")
    ranges = [(at, _end(lines, at)) for at in _outer(lines, outer, word)]
    return [
        start
        for start in starts
        if word.search(lines[start].text) or any(first < start < end for first, end in ranges)
    ]


def _outer(lines: Sequence[Line], outer: str, word: re.Pattern[str]) -> Iterator[int]:
    for at, line in enumerate(lines):
        if word.search(line.text) and (
            line.text.startswith("impl") or _is_definition(lines, at, outer, word)
        ):
            yield at
