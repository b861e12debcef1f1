"""Random histories, written by `git fast-import`, together with what is true of each path: kept forward, step by step,
as a person with pen and paper would."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import strategies as st

PATHS = ("a.md", "b.md", "a.md", "d/c.md", "x.txt")
KINDS = (
    "write",
    "write",
    "write",
    "write",
    "format",
    "move",
    "near",
    "delete",
    "more",
    "revert",
    "revert",
    "empty",
    "fork",
    "fork",
    "merge",
)
PERSON, BOT, IGNORED = "A", "Robot[bot]", "B"
"""Who makes a commit. Those of a bot are minor, and so are those that are to be ignored."""
STEP = st.tuples(
    st.sampled_from(KINDS),
    st.sampled_from(PATHS),
    st.sampled_from(PATHS),
    st.integers(0, 5),
    st.booleans(),
    st.sampled_from((PERSON, PERSON, PERSON, BOT, IGNORED)),
)
Step = tuple[str, str, str, int, bool, str]
START = 1_700_000_000


@dataclass(frozen=True)
class Record:
    """What is true of a path: its content, the commit that added it, the last one that changed or moved it, those that
    count for their authors, and of these the ones that a reader notices. A bot's and ignored ones are neither.

    `names`: its paths before. `added`: the commits of both sides of a merge that added it apart from each other.
    `is_vague`: two branches came to the same text by different ways and were merged; which way counts is a limit that
    the docs tell of.
    """

    text: str
    created: int
    touched: int
    authored: frozenset[int] = frozenset()
    noticed: frozenset[int] = frozenset()
    names: tuple[str, ...] = ()
    added: frozenset[int] = frozenset()
    is_merged: bool = False
    is_vague: bool = False

    @property
    def substantive(self) -> int | None:
        return max(self.noticed, default=None)

    def changed(self, commit: int, path: str, text: str, by: str) -> Record:
        """The path with another text. Of a file that is no Markdown, each change is noticed."""
        counted = frozenset({commit} if by == PERSON else ())
        is_noticed = _seen(text) != _seen(self.text) or not path.endswith(".md")
        return replace(
            self,
            text=text,
            touched=commit,
            authored=self.authored | counted,
            noticed=self.noticed | counted if is_noticed else self.noticed,
        )

    @property
    def origin(self) -> object:
        return self.created, self.names


@dataclass
class RandomRepo:
    """A repo under construction. `late`: seconds that the clock of a commit is off, by its number."""

    late: Sequence[int] = ()
    stream: list[str] = field(default_factory=list)
    branches: dict[str, dict[str, Record]] = field(default_factory=lambda: {"main": {}})
    tips: dict[str, int] = field(default_factory=dict)
    main: list[int] = field(default_factory=list)
    count: int = 0
    ignored: list[int] = field(default_factory=list)
    before: dict[str, list[dict[str, Record]]] = field(default_factory=lambda: {"main": []})
    """What each branch was before each of its commits, those of merged branches and merges included."""

    def run(self, steps: Sequence[Step]) -> None:
        self.commit("main")
        for step in steps:
            self.step(*step)

    def time(self, number: int) -> int:
        off = self.late[number % len(self.late)] if self.late else 0
        return START + 1000 * number + off

    def commit(self, branch: str, *lines: str, merge: str | None = None, by: str = PERSON) -> int:
        self.count += 1
        self.before[branch].append(dict(self.branches[branch]))
        if by == IGNORED:
            self.ignored.append(self.count)
        when = f"{by} <{by[0].lower()}@example.org> {self.time(self.count)} +0000"
        self.stream += [f"commit refs/heads/{branch}", f"mark :{self.count}", f"author {when}", f"committer {when}", "data 1", "x"]  # fmt: skip
        if branch in self.tips:
            self.stream.append(f"from :{self.tips[branch]}")
        if merge is not None:
            self.stream.append(f"merge :{self.tips[merge]}")
        self.stream += [*lines, ""]
        self.tips[branch] = self.count
        if branch == "main":
            self.main.append(self.count)
        return self.count

    def step(self, kind: str, path: str, other: str, number: int, on_side: bool, by: str) -> None:
        branch = "side" if on_side and "side" in self.branches else "main"
        files = self.branches[branch]
        old = files.get(path)
        if kind == "write":
            self._write(branch, {path: self._text(path)}, by)
        elif kind == "more" and old is not None:
            self._write(branch, {path: f"{old.text}more {self.count}\n"}, by)
        elif kind == "format" and old is not None:
            self._write(branch, {path: self._formatted(old.text, number)}, by)
        elif kind == "revert" and self.before[branch]:
            self._revert(branch, [path] if number % 2 else sorted(files), number, by)
        elif kind in ("move", "near") and old is not None and other not in files and path != other:
            is_edited = kind == "near" and path.endswith(".md") and other.endswith(".md")
            text = f"{old.text}and more {self.count}\n" if is_edited else old.text
            lines = _content(other, text) if is_edited else ()
            commit = self.commit(branch, f"R {path} {other}", *lines, by=by)
            del files[path]
            moved = replace(old, touched=commit, names=(path, *old.names))
            files[other] = moved if not is_edited else moved.changed(commit, other, text, by)
        elif kind == "delete" and old is not None:
            self.commit(branch, f"D {path}", by=by)
            del files[path]
        elif kind == "empty":
            self.commit(branch, by=by)
        elif kind == "fork" and "side" not in self.branches:
            self.branches["side"] = dict(self.branches["main"])
            self.before["side"] = list(self.before["main"])
            self.forked = len(self.before["main"])
            self.tips["side"] = self.tips["main"]
            self.stream += ["reset refs/heads/side", f"from :{self.tips['main']}", ""]
            self.base = dict(self.branches["main"])
        elif kind == "merge" and "side" in self.branches:
            self._merge(number)

    def _write(self, branch: str, texts: dict[str, str], by: str) -> None:
        """One commit that gives files these texts."""
        files = self.branches[branch]
        new = {path: text for path, text in texts.items() if path not in files or files[path].text != text}
        if not new:
            return
        lines = [line for path, text in new.items() for line in _content(path, text)]
        commit = self.commit(branch, *lines, by=by)
        for path, text in new.items():
            old = files.get(path) or Record("", commit, commit)
            files[path] = old.changed(commit, path, text, by)

    def _formatted(self, text: str, number: int) -> str:
        """The text with another front matter, or with other white space: what no reader sees."""
        head, body = _parts(text)
        if number % 2:
            return f"---\nkey: {self.count}\n---\n{body}"
        return f"{head}{body.rstrip()}{chr(10) * (self.count + 2)}"

    def _revert(self, branch: str, paths: Sequence[str], number: int, by: str) -> None:
        """One of the last commits of the branch is taken back, be it a merge or one of a branch that was merged: of the
        files that are still the same ones, the text is what it was before it."""
        files, then = self.branches[branch], self.before[branch][-1 - number % len(self.before[branch])]
        same = [
            path
            for path in paths
            if path in files and path in then and files[path].origin == then[path].origin
            if then[path].text not in self._shared(path)
        ]
        self._write(branch, {path: then[path].text for path in same}, by)

    def _shared(self, path: str) -> set[str]:
        """The texts that both of two branches know: where both went back to one, by different ways, which way counts is a
        limit that the docs tell of."""
        if "side" not in self.branches:
            return set()
        known = [*self.before["main"][: self.forked], self.base]
        return {files[path].text for files in known if path in files}

    def _merge(self, number: int) -> None:
        """The side branch into main: what only one side changed is taken from it, else one side wins, or both are
        put together."""
        ours, theirs, base = self.branches["main"], self.branches.pop("side"), self.base
        known = self.before.pop("side")
        if self.tips["side"] == self.tips["main"]:
            return
        self.before["main"] += known[self.forked :]
        merged: dict[str, Record] = {}
        lines: list[str] = []
        both: list[str] = []
        for path in sorted(ours.keys() | theirs.keys()):
            one, other = ours.get(path), theirs.get(path)
            if one is not None and other is not None and one != other and one.text == other.text:
                chosen: Record | None = replace(one, is_vague=True)
            elif one == other or other == base.get(path):
                chosen = one
            elif one == base.get(path):
                chosen = other
            elif one is not None and other is not None and number % 3 == 0:
                both.append(path)
                chosen = one
            else:
                chosen = one if number % 3 == 1 else other
            if chosen is not None:
                merged[path] = chosen
            if chosen is None:
                lines.append(f"D {path}")
            elif one is None or chosen.text != one.text:
                lines += _content(path, chosen.text)
        for path in both:
            text = self._text(path)
            lines += _content(path, text)
            one, other = ours[path], theirs[path]
            commit = self.count + 1
            merged[path] = Record(
                text,
                min(one.created, other.created),
                commit,
                one.authored | other.authored,  # those of both sides
                one.noticed | other.noticed | {commit},
                added=one.added | other.added | {one.created, other.created},
                is_merged=True,
                is_vague=one.is_vague or other.is_vague,
            )
        self.commit("main", *lines, merge="side")
        self.branches["main"] = merged
        del self.tips["side"]

    def _text(self, path: str) -> str:
        """A text that no other path or time has."""
        return "".join(f"line {line} of {path} at {self.count}\n" for line in range(9))

    def write(self, folder: Path) -> dict[int, str]:
        """Makes the repo in `folder`; number of a commit → its id."""
        git(folder, "init", "--quiet", "--initial-branch=main")
        marks = folder / ".git" / "marks"
        git(folder, "fast-import", "--quiet", f"--export-marks={marks}", stdin="\n".join(self.stream) + "\n")
        git(folder, "reset", "--quiet", "--hard")
        lines = (line.split() for line in marks.read_text().splitlines())
        return {int(mark.removeprefix(":")): sha for mark, sha in lines}


def _parts(text: str) -> tuple[str, str]:
    """(front matter, the rest)"""
    if not text.startswith("---\n"):
        return "", text
    end = text.index("---\n", 4) + 4
    return text[:end], text[end:]


def _seen(text: str) -> list[str]:
    """What a reader sees of it."""
    return _parts(text)[1].split()


def _content(path: str, text: str) -> tuple[str, ...]:
    return (f"M 644 inline {path}", f"data {len(text)}", text)


def git(folder: Path, *args: str, stdin: str = "") -> str:
    return subprocess.run(
        ["git", *args], cwd=folder, input=stdin.encode(), capture_output=True, check=True, timeout=60
    ).stdout.decode()  # fmt: skip
