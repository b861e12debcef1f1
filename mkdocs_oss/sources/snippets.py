"""Snippets: `--8<-- "file"` in a repo's page, replaced by that file of the same repo. Text in, text out.

Syntax: https://facelessuser.github.io/pymdown-extensions/extensions/snippets/. A file is only ever one of the
repo's own regular files at the commit shown; there are no web addresses. What cannot be found stays as it was
written: the engine has extensions that read files switched off on repos' pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from msgspec import Struct, field, structs

from mkdocs_oss.sources.prose import prose
from mkdocs_oss.sources.snippet_lines import Written, indented, taken, without_section_mark
from mkdocs_oss.sources.snippet_syntax import (
    LINE,
    MARK,
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
    written = [Written(line, path, first_line + index, index in code) for index, line in enumerate(lines)]
    done = list(work.expand(written, seen=(path,), in_section=False))
    for name in appended:
        done += work.appended(name, path)
    if not work.changed:
        return Expanded(text, tuple(work.problems))
    return Expanded(
        "\n".join(line.text for line in done),
        tuple(work.problems),
        tuple((line.path, line.number) for line in done),
    )


class _Work(Struct):
    """The expansion of one page: what it may still take, and what was found out."""

    files: Mapping[str, str]
    settings: SnippetSettings
    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    changed: bool = False
    characters: int = 0

    def appended(self, name: str, page: str) -> list[Written]:
        made = self._content(name, Written("", page, 1), seen=(page,), is_sure=True)
        return [Written("", page, 1), *made] if made else []

    def expand(
        self, lines: Sequence[Written], *, seen: tuple[str, ...], in_section: bool
    ) -> Iterator[Written]:
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
                yield from [line] if made is None else indented(made, match["space"])
            else:
                end = next((i for i in range(at, len(lines)) if is_mark(lines[i].text)), None)
                if end is None:
                    yield line
                    continue
                yield from self._block(line, lines[at:end], lines[end], seen=seen)
                at = end + 1

    def _block(
        self, first: Written, inside: Sequence[Written], last: Written, *, seen: tuple[str, ...]
    ) -> Iterator[Written]:
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
            yield from (first, line, last) if made is None else indented(made, space)

    def _content(
        self, name: str, line: Written, *, seen: tuple[str, ...], is_sure: bool
    ) -> list[Written] | None:
        """The lines that a name stands for; None where they cannot be had, which is a problem if `is_sure`."""
        what, remedy = (
            "",
            "mend the name, which starts from the folder of its mkdocs.yml or from its docs folder",
        )
        made: list[Written] = []
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
        elif len(seen) > MAX_DEPTH or self.count >= MAX_SNIPPETS:
            what, remedy = f"the snippet {name.strip()!r} is one too many", "nest or use fewer of them"
        else:
            lines = taken(
                self.files[path], target, path=path, is_code=line.is_code, dedent=self.settings.dedent
            )
            self.characters += sum(len(line.text) + 1 for line in lines or ())
            if lines is None:
                what, remedy = f"{path} has no section {target.section!r}", "mend the section's name"
            elif self.characters > MAX_PAGE_CHARACTERS:
                what, remedy = (
                    f"with the snippet {name.strip()!r} the page would be too long",
                    "use shorter ones",
                )
            else:
                self.count += 1
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

    def _unescaped(self, line: Written) -> Written:
        self.changed = True
        return structs.replace(line, text=line.text.replace(";", "", 1))

    def _without_section_mark(self, line: Written) -> Written | None:
        kept = without_section_mark(line)
        self.changed = self.changed or kept is not line
        return kept
