"""Snippets: `--8<-- "file"` in a repo's page, replaced by that file of the same repo. Text in, text out.

Syntax: https://facelessuser.github.io/pymdown-extensions/extensions/snippets/. A file is only ever one of the
repo's own regular files at the commit shown; there are no web addresses. What cannot be found stays as it was
written: the engine has extensions that read files switched off on repos' pages.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from msgspec import Struct, field, structs

from mkdocs_oss.sources.prose import prose
from mkdocs_oss.sources.snippet_syntax import (
    LINE,
    MARK,
    SECTION,
    Target,
    is_mark,
    is_remote,
    parse_target,
    snippet_path,
    snippet_targets,
)

MAX_DEPTH = 10
MAX_SNIPPETS = 500
MAX_PAGE_CHARACTERS = 2_000_000
_ROUNDS = MAX_DEPTH

Problem = tuple[str, int, str, str]
"""(repo path, line, what, remedy)."""


class SnippetSettings(Struct, frozen=True):
    """How a repo's own site uses snippets. `bases`: the folders and files that a name may start from, in order.

    `listed`: its settings name the extension, so that it acts in code too, and a missing file is a fault there.
    """

    bases: tuple[str, ...] = ()
    listed: bool = False
    dedent: bool = False
    appended: tuple[str, ...] = ()
    """Files that stand at the end of each page (`auto_append`)."""


class Expanded(Struct, frozen=True):
    """A page with its snippets in place. `origins`: the file and line of each line; empty where nothing changed."""

    text: str
    problems: tuple[Problem, ...] = ()
    origins: tuple[tuple[str, int], ...] = ()
    files: tuple[str, ...] = ()
    """The repo paths of the snippets that stand in it."""

    def origin(self, line: int, *, path: str, first_line: int) -> tuple[str, int]:
        """Where a line of the text was written: the repo path and line; `path` and `first_line` are the page's."""
        if 0 < line <= len(self.origins):
            return self.origins[line - 1]
        return path, line + first_line - 1


def read_snippets(
    texts: Iterable[str],
    settings: SnippetSettings,
    *,
    paths: Set[str],
    read: Callable[[Sequence[str]], Mapping[str, str]],
) -> Mapping[str, str]:
    """The files that the texts' snippets name, and those that these name: repo path → text.

    `read` is asked once for each level of nesting, with all paths of that level.
    """
    found: dict[str, str] = {}
    asked: set[str] = set()
    names = {name for text in texts for name in snippet_targets(text)} | set(settings.appended)
    for _ in range(_ROUNDS):
        wanted = {snippet_path(name, bases=settings.bases, paths=paths) for name in names} - {None} - asked
        if not wanted:
            break
        new = read(sorted(path for path in wanted if path is not None))
        asked |= {path for path in wanted if path is not None}
        found |= new
        names = {name for text in new.values() for name in snippet_targets(text)}
    return found


def expand_snippets(
    text: str,
    *,
    path: str,
    files: Mapping[str, str],
    settings: SnippetSettings,
    first_line: int = 1,
    append: bool = False,
) -> Expanded:
    """A page's text with its snippets in place.

    `path`: the page in its repo. `files`: what `read_snippets` found. `first_line`: the line of the file on which
    the text begins. `append`: the page is one of the repo's own site, so what each of those ends with counts.
    """
    appended = settings.appended if append else ()
    if MARK not in text and not appended:
        return Expanded(text)
    lines = text.split("\n")
    work = _Work(files, settings)
    code = set(range(len(lines))) - {number - 1 for number, _ in prose(lines)}
    written = [_Written(line, path, first_line + index, index in code) for index, line in enumerate(lines)]
    done = list(work.expand(written, seen=(path,), in_section=False))
    for name in appended:
        done += work.appended(name, path)
    if not work.changed:
        return Expanded(text, tuple(work.problems))
    return Expanded(
        "\n".join(line.text for line in done),
        tuple(work.problems),
        tuple((line.path, line.number) for line in done),
        tuple(dict.fromkeys(work.used)),
    )


class _Written(Struct, frozen=True):
    """A line, and where it was written."""

    text: str
    path: str
    number: int
    is_code: bool = False


class _Work(Struct):
    """The expansion of one page: what it may still take, and what was found out."""

    files: Mapping[str, str]
    settings: SnippetSettings
    problems: list[Problem] = field(default_factory=list)
    used: list[str] = field(default_factory=list)
    changed: bool = False
    characters: int = 0

    def appended(self, name: str, page: str) -> list[_Written]:
        made = self._content(name, _Written("", page, 1), seen=(page,), is_sure=True)
        return [_Written("", page, 1), *made] if made else []

    def expand(
        self, lines: Sequence[_Written], *, seen: tuple[str, ...], in_section: bool
    ) -> Iterator[_Written]:
        at = 0
        while at < len(lines):
            line = lines[at]
            at += 1
            if MARK not in line.text:
                yield line
                continue
            match = LINE.match(line.text)
            sure = self.settings.listed or not line.is_code
            if match is None:
                kept = line if in_section or not sure else self._without_section_mark(line)
                if kept is not None:
                    yield kept
            elif match["escape"]:
                yield self._unescaped(line) if sure else line
            elif match["quoted"]:
                made = self._content(match["quoted"][1:-1], line, seen=seen, is_sure=sure)
                yield from [line] if made is None else _indented(made, match["space"])
            else:
                end = next((i for i in range(at, len(lines)) if is_mark(lines[i].text)), None)
                if end is None:
                    yield line
                    continue
                yield from self._block(line, lines[at:end], lines[end], seen=seen)
                at = end + 1

    def _block(
        self, first: _Written, inside: Sequence[_Written], last: _Written, *, seen: tuple[str, ...]
    ) -> Iterator[_Written]:
        """The files named between two marks, one a line; a pair of marks around none of the repo's is a drawing."""
        if not self.settings.listed and not any(self._path(line.text) for line in inside):
            yield from (first, *inside, last)
            return
        self.changed = True
        for line in inside:
            if not line.text.strip():
                yield line
                continue
            if MARK in line.text and LINE.match(line.text):
                continue  # the extension takes no quoted name between marks
            made = self._content(line.text.strip(), line, seen=seen, is_sure=True)
            space = line.text[: len(line.text) - len(line.text.lstrip())]
            yield from (first, line, last) if made is None else _indented(made, space)

    def _content(
        self, name: str, line: _Written, *, seen: tuple[str, ...], is_sure: bool
    ) -> list[_Written] | None:
        """The lines that a name stands for; None where they cannot be had, which is a problem if `is_sure`."""
        what, remedy = (
            "",
            "mend the name, which starts from the folder of its mkdocs.yml or from its docs folder",
        )
        made: list[_Written] = []
        target = parse_target(name.strip())
        if target is None:
            self.changed = True
            return []  # a name after `;` is commented out
        path = self._path(name)
        if is_remote(target.file):
            what, remedy = f"the snippet {name.strip()!r} is on the web", "keep a copy in the repo"
        elif path is None:
            what = f"the snippet {name.strip()!r} is not in the repo"
        elif path in seen:
            what, remedy = f"the snippet {name.strip()!r} holds itself", "take it out of one of the two"
        elif len(seen) > MAX_DEPTH or len(self.used) >= MAX_SNIPPETS:
            what, remedy = f"the snippet {name.strip()!r} is one too many", "nest or use fewer of them"
        else:
            lines = self._selected(path, target, is_code=line.is_code)
            self.characters += sum(len(line.text) + 1 for line in lines or ())
            if lines is None:
                what, remedy = f"{path} has no section {target.section!r}", "mend the section's name"
            elif self.characters > MAX_PAGE_CHARACTERS:
                what, remedy = (
                    f"with the snippet {name.strip()!r} the page would be too long",
                    "use shorter ones",
                )
            else:
                self.used.append(path)
                self.changed = True
                made = list(self.expand(lines, seen=(*seen, path), in_section=bool(target.section)))
        if what and is_sure:
            self.problems.append((line.path, line.number, what, remedy))
        return None if what else made

    def _path(self, name: str) -> str | None:
        target = parse_target(name.strip())
        if target is None:
            return None
        return snippet_path(target.file, bases=self.settings.bases, paths=self.files.keys())

    def _selected(self, path: str, target: Target, *, is_code: bool) -> list[_Written] | None:
        """The lines of a file that a target names; None where it has no such section."""
        text = self.files[path]
        lines = [
            _Written(line, path, number, is_code) for number, line in enumerate(text.split("\n"), 1) if text
        ]
        if target.section:
            found = _section(lines, target.section)
            return self._dedented(found) if found is not None else None
        if target.ranges:
            return self._dedented(
                [line for start, end in target.ranges for line in _range(lines, start, end)]
            )
        return lines[:-1] if lines and not lines[-1].text else lines

    def _dedented(self, lines: list[_Written]) -> list[_Written]:
        if not self.settings.dedent:
            return lines
        texts = textwrap.dedent("\n".join(line.text for line in lines)).split("\n")
        return (
            [structs.replace(line, text=text) for text, line in zip(texts, lines, strict=True)]
            if lines
            else []
        )

    def _unescaped(self, line: _Written) -> _Written:
        self.changed = True
        return structs.replace(line, text=line.text.replace(";", "", 1))

    def _without_section_mark(self, line: _Written) -> _Written | None:
        match = SECTION.search(line.text)
        if match is None:
            return line
        self.changed = True
        if not match["escape"]:
            return None
        at = match.start("escape")
        return structs.replace(line, text=line.text[:at] + line.text[at + 1 :])


def _range(lines: list[_Written], start: int | None, end: int | None) -> list[_Written]:
    """Lines from `start` to `end`, both included and counted from 1; from the end where negative."""
    count = len(lines)
    first = 0 if start is None else max(0, count + start) if start < 0 else max(0, start - 1)
    last = count if end is None else max(0, count + 1 + end) if end < 0 else end
    return lines[first:last]


def _section(lines: list[_Written], name: str) -> list[_Written] | None:
    """The lines between `--8<-- [start:name]` and its end, without any other such marks; None where it never starts."""
    found: list[_Written] | None = None
    for line in lines:
        match = SECTION.search(line.text) if MARK in line.text else None
        if match and match["escape"]:
            at = match.start("escape")
            line = structs.replace(line, text=line.text[:at] + line.text[at + 1 :])
        elif match and match["name"] == name:
            if match["kind"].lower() == "end":
                break
            found = [] if found is None else found
            continue
        elif match:
            continue
        if found is not None:
            found.append(line)
    return found


def _indented(lines: Iterable[_Written], space: str) -> Iterator[_Written]:
    for line in lines:
        yield structs.replace(line, text=space.expandtabs(4) + line.text) if space else line
