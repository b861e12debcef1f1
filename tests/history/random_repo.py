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
    "move",
    "near",
    "delete",
    "revert",
    "empty",
    "fork",
    "fork",
    "merge",
)
STEP = st.tuples(
    st.sampled_from(KINDS), st.sampled_from(PATHS), st.sampled_from(PATHS), st.integers(0, 5), st.booleans()
)
Step = tuple[str, str, str, int, bool]
START = 1_700_000_000


@dataclass(frozen=True)
class Record:
    """What is true of a path: its content, the commits that changed it, and those that only moved it."""

    text: str
    created: int
    touched: int
    edits: frozenset[int]
    merges: frozenset[int] = frozenset()
    names: tuple[str, ...] = ()

    @property
    def substantive(self) -> int:
        return max(self.edits | self.merges)


@dataclass
class RandomRepo:
    """A repo under construction. `late`: seconds that the clock of a commit is off, by its number."""

    late: Sequence[int] = ()
    stream: list[str] = field(default_factory=list)
    branches: dict[str, dict[str, Record]] = field(default_factory=lambda: {"main": {}})
    tips: dict[str, int] = field(default_factory=dict)
    main: list[int] = field(default_factory=list)
    count: int = 0
    gone: dict[str, Record] = field(default_factory=dict)

    def run(self, steps: Sequence[Step]) -> None:
        self.commit("main")
        for step in steps:
            self.step(*step)

    def time(self, number: int) -> int:
        off = self.late[number % len(self.late)] if self.late else 0
        return START + 1000 * number + off

    def commit(self, branch: str, *lines: str, merge: str | None = None) -> int:
        self.count += 1
        when = f"A <a@example.org> {self.time(self.count)} +0000"
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

    def step(self, kind: str, path: str, other: str, number: int, on_side: bool) -> None:
        branch = "side" if on_side and "side" in self.branches else "main"
        files = self.branches[branch]
        old = files.get(path)
        if kind == "write":
            self._write(branch, path, self._text(path))
        elif kind == "revert" and old is not None and "side" not in self.branches and old.names:
            pass  # a moved file's older texts belong to other names
        elif kind == "revert" and old is not None and "side" not in self.branches:
            self._write(
                branch, path, f"{old.text}\nmore\n" if number % 2 else old.text.removesuffix("\nmore\n")
            )
        elif kind in ("move", "near") and old is not None and other not in files and path != other:
            is_edited = kind == "near" and path.endswith(".md") and other.endswith(".md")
            text = f"{old.text}\nand more {self.count}\n" if is_edited else old.text
            commit = self.commit(branch, f"R {path} {other}", *(_content(other, text) if is_edited else ()))
            edits = old.edits | {commit} if is_edited else old.edits
            del files[path]
            files[other] = replace(old, text=text, touched=commit, edits=edits, names=(path, *old.names))
        elif kind == "delete" and old is not None:
            del files[path]
            self.commit(branch, f"D {path}")
        elif kind == "empty":
            self.commit(branch)
        elif kind == "fork" and "side" not in self.branches:
            self.branches["side"] = dict(self.branches["main"])
            self.tips["side"] = self.tips["main"]
            self.stream += ["reset refs/heads/side", f"from :{self.tips['main']}", ""]
            self.base = dict(self.branches["main"])
        elif kind == "merge" and "side" in self.branches:
            self._merge(number)

    def _write(self, branch: str, path: str, text: str) -> None:
        files = self.branches[branch]
        old = files.get(path)
        if old is not None and old.text == text:
            return
        commit = self.commit(branch, *_content(path, text))
        if old is None:
            files[path] = Record(text, commit, commit, frozenset({commit}))
        else:
            files[path] = replace(old, text=text, touched=commit, edits=old.edits | {commit})

    def _merge(self, number: int) -> None:
        """The side branch into main: what only one side changed is taken from it, else one side wins, or both are
        put together."""
        ours, theirs, base = self.branches["main"], self.branches.pop("side"), self.base
        if self.tips["side"] == self.tips["main"]:
            return
        merged: dict[str, Record] = {}
        lines: list[str] = []
        both: list[str] = []
        for path in sorted(ours.keys() | theirs.keys()):
            one, other = ours.get(path), theirs.get(path)
            if one == other or other == base.get(path):
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
            elif chosen is not one:
                lines += _content(path, chosen.text)
        for path in both:
            text = self._text(path)
            lines += _content(path, text)
            one, other = ours[path], theirs[path]
            commit = self.count + 1
            merged[path] = Record(
                text, min(one.created, other.created), commit, one.edits | other.edits,
                one.merges | other.merges | {commit}, (*one.names, *other.names),
            )  # fmt: skip
        if lines or self.tips["side"] != self.tips["main"]:
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


def _content(path: str, text: str) -> tuple[str, ...]:
    return (f"M 644 inline {path}", f"data {len(text)}", text)


def git(folder: Path, *args: str, stdin: str = "") -> str:
    return subprocess.run(
        ["git", *args], cwd=folder, input=stdin.encode(), capture_output=True, check=True, timeout=60
    ).stdout.decode()  # fmt: skip
