"""GitHub's CODEOWNERS.

Source: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
The last matching pattern decides; a pattern without owners leaves its files without one; `!`, `[ ]` and
`\\#` do not work; a line with a wrong owner is skipped; matching is case-sensitive; the file must be below 3 MB.
"""

from __future__ import annotations

import re

from mkdocs_oss.ownership.codeowners.rules import BadLine, Codeowners, OwnerRule

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
MAX_BYTES = 3_000_000
_OWNER = re.compile(
    r"@[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})(?:/[A-Za-z0-9._-]{1,100})?|[^@\s<>\"'()]{1,100}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,24}"
)
_STARS = re.compile(r"(?<!\\)\*+")
_WORD = re.compile(r"(?:\\.|[^\s\\])+")


def parse_github(content: bytes, *, file: str) -> Codeowners:
    """The rules of a CODEOWNERS file as GitHub reads them; never raises."""
    if len(content) >= MAX_BYTES:
        bad = BadLine(0, "the file is 3 MB or larger, so GitHub ignores it", "make it smaller")
        return Codeowners(file, (), (bad,))
    rules: list[OwnerRule] = []
    bad_lines: list[BadLine] = []
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        words = _words(line)
        if not words:
            continue
        pattern, owners = words[0], tuple(words[1:])
        wrong = _wrong_pattern(pattern) or _wrong_owner(owners)
        if wrong is not None:
            bad_lines.append(BadLine(number, *wrong))
            continue
        rules.append(OwnerRule(number, pattern, compile_pattern(pattern), owners))
    return Codeowners(file, tuple(rules), tuple(bad_lines))


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """What a pattern matches, as a regex over whole paths.

    A slash anywhere but at the end anchors to the root; a trailing slash means the folder's whole content;
    `*` stays within one level, and `docs/*` is only the files of that level; `**` crosses levels.
    """
    segments = [segment for segment in pattern.split("/") if segment]
    if not segments:
        return re.compile(r"(?!)")  # a lone slash names no file
    anchored = "/" in pattern.rstrip("/")
    runs: list[list[str]] = [[]]  # what stands between one `**` and the next
    for segment in segments:
        if segment == "**":
            runs.append([])
        else:
            runs[-1].append(_segment(segment))
    if not anchored and segments != ["**"]:
        runs.insert(0, [])
    first, *others = ("/".join(run) for run in runs)
    if pattern.endswith("/"):
        end = "/.*"
    elif segments[-1] == "*" and anchored:
        end = ""
    else:
        end = "(?:/.*)?"
    if not others:
        return re.compile(first + end, re.DOTALL)
    regex = f"{first}/" if first else ""
    *middle, last = others
    for run in filter(
        None, middle
    ):  # the first place that fits is as good as any: atomic, so many stay linear
        regex += f"(?>(?:[^/]*/)*?{run}/)"
    regex += f"(?:[^/]*/)*?{last}{end}" if last else ".+"
    return re.compile(regex, re.DOTALL)


def _segment(segment: str) -> str:
    """One path segment; atomic groups keep many stars linear."""
    first, *rest = (_literal(part) for part in _STARS.split(segment))
    if not rest:
        return first
    *middle, last = rest
    inner = "".join(f"(?>[^/]*?{part})" for part in middle)
    return f"{first}{inner}[^/]*{last}" if (first or inner or last) else "[^/]+"


def _literal(part: str) -> str:
    """`?` is any character of a level; a backslash takes the next character as it is."""
    return "".join(
        "[^/]" if char == "?" else re.escape(char[-1:]) for char in re.findall(r"\\.|.", part, re.DOTALL)
    )


def _words(line: str) -> list[str]:
    """The words of a line up to a comment."""
    words: list[str] = []
    for match in _WORD.finditer(line):
        if match[0].startswith("#"):
            break
        words.append(match[0])
    return words


def _wrong_pattern(pattern: str) -> tuple[str, str] | None:
    if pattern.startswith("!"):
        return f"the pattern {pattern!r} negates, which GitHub does not support", "name what is owned instead"
    if pattern.startswith("\\#"):
        return f"the pattern {pattern!r} escapes a #, which GitHub does not support", "match it with `?`"
    if "[" in pattern or "]" in pattern:
        return (
            f"the pattern {pattern!r} has a character range, which GitHub does not support",
            "use `*` or `?`",
        )
    return None


def _wrong_owner(owners: tuple[str, ...]) -> tuple[str, str] | None:
    for owner in owners:
        if not _OWNER.fullmatch(owner):
            return (
                f"{owner!r} is no owner, so the line is skipped",
                "write @user, @org/team or a mail address",
            )
    return None
