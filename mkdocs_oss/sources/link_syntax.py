"""Where the links of a Markdown text are: inline links and images, reference definitions, and HTML.

Links in code and in comments are none. Syntax: https://spec.commonmark.org/ and
https://python-markdown.github.io/.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect, bisect_right
from collections.abc import Iterator

from msgspec import Struct, field

from mkdocs_oss.sources.inline_links import inline_targets, unescaped
from mkdocs_oss.sources.prose import code_spans, comment_spans, hidden_lines, prose_starts

_BRACKET = re.compile(r"[\[\]]")
_DEFINITION = re.compile(
    r"^([ ]{0,3}\[(?!\^)(?P<label>[^\[\]\n]{1,300})\]:[ \t]{0,5})(?P<target><[^<>\n]{1,1000}>|[^\s<]\S{0,999})(?=[ \t]*(?:[\"'(].*)?$)",
    re.MULTILINE,
)
_HTML = re.compile(
    r"(<(?:a|img|source|video|audio|iframe|embed|track)\b[^<>]{0,1000}?(?<![\w-])(?:href|src|srcset|poster)\s{0,3}=\s{0,3})"
    r"(?P<target>\"[^\"\n]{1,1000}\"|'[^'\n]{1,1000}'|[^\s\"'<>=`]{1,1000})",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\[([^\[\]]{1,300})\]")
"""What may refer to a definition: any text in brackets but the label of a definition itself."""
_REFERENCE = re.compile(r"\[([^\[\]]{1,300})\](?!\()(?:\[([^\[\]]{0,300})\])?")
_SEVERAL = re.compile(r"[\s,]")
_SET = re.compile(r"srcset\s{0,3}=\s{0,3}$", re.IGNORECASE)


class WrittenLink(Struct, frozen=True):
    """A link as it is written: `start` and `end` of its target in the text, and its line, counted from 1.

    `target` is what it means, `shown` what an engine takes for it: of a reference definition, where CommonMark reads
    backslashes and spaces in `<…>`, Python-Markdown does not. `is_used`: not a definition that no text refers to, which
    is no link on the page.
    """

    start: int
    end: int
    target: str
    shown: str
    line: int
    is_html: bool
    is_image: bool
    is_used: bool = True


def written_links(text: str) -> Iterator[WrittenLink]:
    """The links of a text, in no particular order."""
    # A search for a piece of text takes a fiftieth of one for a pattern.
    may_be_html = "<" in text and "=" in text
    may_be_defined = "]:" in text
    if not (may_be_html or may_be_defined or "](" in text):
        return
    lines = _Lines(text)
    for label_end, start, end in inline_targets(text):
        line = lines.number(start)
        if not lines.is_hidden(line, start):
            target = unescaped(text[start:end])
            is_image = lines.ends_image_label(lines.number(label_end), label_end)
            yield WrittenLink(start, end, target, target, line, is_html=False, is_image=is_image)
    for pattern in (*([_DEFINITION] if may_be_defined else ()), *([_HTML] if may_be_html else ())):
        for match in pattern.finditer(text):
            start, end = match.span("target")
            if text[start] in "<\"'":
                start, end = start + 1, end - 1
            line = lines.number(start)
            if lines.is_hidden(line, start):
                continue
            written = text[start:end]
            if pattern is _DEFINITION:
                is_used = _as_label(match["label"]) in lines.referred
                shown = "" if " " in written or "\t" in written else written
                yield WrittenLink(
                    start,
                    end,
                    unescaped(written),
                    shown,
                    line,
                    is_html=False,
                    is_image=False,
                    is_used=is_used,
                )
                continue
            if _SET.search(match[1]) and _SEVERAL.search(written) and not is_template(written):
                continue  # several images
            is_image = not match[1][:3].lower().startswith("<a") or match[1][2:3] in "uU"
            yield WrittenLink(start, end, written, written, line, is_html=True, is_image=is_image)


class _Lines(Struct):
    """The lines of a text; what is found out of one of them is kept."""

    text: str
    starts: list[int] = field(default_factory=lambda: [0])
    code: frozenset[int] | None = None
    comments: list[tuple[int, int]] | None = None
    spans: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    labels: dict[int, frozenset[int]] = field(default_factory=dict)
    images: bool = False
    used: frozenset[str] | None = None

    def __post_init__(self) -> None:
        self.images = "![" in self.text
        self.starts += [match.end() for match in re.finditer("\n", self.text)]

    @property
    def referred(self) -> frozenset[str]:
        """The labels that the text may refer to."""
        if self.used is None:
            defined = {match.start("label") for match in _DEFINITION.finditer(self.text)}
            self.used = frozenset(
                _as_label(match[1])
                for match in _LABEL.finditer(self.text)
                if match.start(1) not in defined
                and not self.is_hidden(self.number(match.start()), match.start())
            )
        return self.used

    def number(self, position: int) -> int:
        return bisect_right(self.starts, position)

    def line(self, number: int) -> str:
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : end]

    def is_hidden(self, number: int, position: int) -> bool:
        """Whether a place in the text is code or in a comment."""
        if self.is_code(number, position):
            return True
        if self.comments is None:
            self.comments = self._comments() if "<!--" in self.text else []
        return bool(self.comments) and _is_within(position, self.comments)

    def is_code(self, number: int, position: int) -> bool:
        """Whether it is in a code span, or in a line that is no prose."""
        if self.code is None:
            hidden = hidden_lines(self.text)
            self.code = frozenset(line for first, last in hidden for line in range(first, last + 1))
        if number in self.code:
            return True
        if number not in self.spans:
            line = self.line(number)
            self.spans[number] = code_spans(line) if "`" in line else []
        spans = self.spans[number]
        return bool(spans) and _is_within(position - self.starts[number - 1], spans)

    def _comments(self) -> list[tuple[int, int]]:
        """The comments that begin or end within a line of prose."""
        ends = [
            (self.starts[line - 1], self.starts[line - 1] + column)
            for line, column in prose_starts(self.text).items()
        ]
        begun = (span for span in comment_spans(self.text) if not self.is_code(self.number(span[0]), span[0]))
        return sorted([*ends, *begun])

    def ends_image_label(self, number: int, position: int) -> bool:
        if not self.images:
            return False
        if number not in self.labels:
            self.labels[number] = _image_labels(self.line(number))
        return position - self.starts[number - 1] in self.labels[number]


def is_template(target: str) -> bool:
    """Whether a link holds an expression that a plugin would have to fill in."""
    return "{{" in target or "{%" in target


def with_plain_labels(text: str) -> str:
    """The text with other labels for references whose label holds code, line by line as it was.

    CommonMark and the forges take [`run`] for a reference to the definition of that name; Python-Markdown has put
    the code aside by then, and would show the brackets.
    """
    lines = _Lines(text)
    labels: dict[str, str] = {}
    edits: list[tuple[int, int, str]] = []
    for match in _DEFINITION.finditer(text) if "`]:" in text else ():
        if "`" in match["label"] and not lines.is_hidden(lines.number(match.start()), match.start()):
            name = labels.setdefault(_as_label(match["label"]), f"code-label-{len(labels) + 1}")
            edits.append((*match.span("label"), name))
    defined = {start for start, _, _ in edits}
    for match in _REFERENCE.finditer(text) if labels else ():
        name = labels.get(_as_label(match[2] or match[1]), "")
        if (
            not name
            or match.start(1) in defined
            or lines.is_hidden(lines.number(match.start()), match.start())
        ):
            continue
        edits.append((match.end(1), match.end(), f"][{name}]"))
    parts: list[str] = []
    done = 0
    for start, end, new in sorted(edits):
        parts += [text[done:start], new]
        done = end
    return "".join((*parts, text[done:]))


def without_references(text: str, *, of: str) -> str:
    """A piece of the text `of` with the words of its references alone: [Go] and [Go][1] are Go where that is defined."""
    defined = {_as_label(match["label"]) for match in _DEFINITION.finditer(of)} if "]:" in of else set()
    return _REFERENCE.sub(
        lambda match: match[1] if _as_label(match[2] or match[1]) in defined else match[0], text
    )


def _as_label(written: str) -> str:
    """As labels are compared: letter case and white space do not count."""
    return " ".join(written.lower().split())


def _is_within(position: int, spans: list[tuple[int, int]]) -> bool:
    before = bisect(spans, (position, sys.maxsize)) - 1
    return before >= 0 and position < spans[before][1]


def _image_labels(line: str) -> frozenset[int]:
    """Where the labels of images end: each `]` whose own `[` stands after a `!`."""
    ends: list[int] = []
    opened: list[int] = []
    for bracket in _BRACKET.finditer(line) if "![" in line else ():
        if bracket[0] == "[":
            opened.append(bracket.start())
        elif opened and line[max(opened.pop() - 1, 0)] == "!":
            ends.append(bracket.start())
    return frozenset(ends)
