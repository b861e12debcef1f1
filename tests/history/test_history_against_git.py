"""Random linear histories, compared with a slow and obvious reference that asks git about each path."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import Commit, PageHistory, Repo
from mkdocs_oss.sources import open_worktree

PATHS = ("a.md", "b.md", "d/a.md", "d/c.md")
STEP = st.tuples(
    st.sampled_from(("write", "move", "delete", "empty")),
    st.sampled_from(PATHS),
    st.sampled_from(PATHS),
    st.integers(0, 3),
)


class Made:
    """A history under construction: the fast-import stream, and what each path's page went through."""

    def __init__(self) -> None:
        self.stream: list[str] = []
        self.files: dict[str, str] = {}
        self.pages: dict[str, list[tuple[int, str]]] = {}  # path → [(commit number, "edit" or "move")]
        self.count = 0

    def commit(self, *lines: str) -> None:
        self.count += 1
        when = f"A <a@example.org> {1_700_000_000 + 1000 * self.count} +0000"
        self.stream += [
            "commit refs/heads/main",
            f"mark :{self.count}",
            f"author {when}",
            f"committer {when}",
        ]
        self.stream += [
            "data 1",
            "x",
            *(["from :" + str(self.count - 1)] if self.count > 1 else []),
            *lines,
            "",
        ]

    def step(self, kind: str, path: str, other: str, number: int) -> None:
        if kind == "write":
            text = f"text {number} of {path}"  # no two paths ever hold the same, unless one was moved
            if self.files.get(path) != text:
                new = path not in self.files
                self.files[path] = text
                self.commit(f"M 644 inline {path}", f"data {len(text)}", text)
                self.pages[path] = [*([] if new else self.pages[path]), (self.count, "edit")]
        elif kind == "move" and path in self.files and other not in self.files and path != other:
            self.files[other] = self.files.pop(path)
            self.commit(f"R {path} {other}")
            self.pages[other] = [*self.pages.pop(path), (self.count, "move")]
        elif kind == "delete" and path in self.files:
            del self.files[path], self.pages[path]
            self.commit(f"D {path}")
        elif kind == "empty":
            self.commit()


def git(folder: Path, *args: str, stdin: str = "") -> str:
    return subprocess.run(
        ["git", *args], cwd=folder, input=stdin.encode(), capture_output=True, check=True, timeout=60
    ).stdout.decode()  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=14))
def test_histories_agree_with_git(steps: list[tuple[str, str, str, int]]) -> None:
    """last_touched is what `git log -1 -- PATH` says; created and last_substantive follow pure moves."""
    made = Made()
    made.commit()
    for step in steps:
        made.step(*step)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        git(folder, "init", "--quiet", "--initial-branch=main")
        git(folder, "fast-import", "--quiet", stdin="\n".join(made.stream) + "\n")
        git(folder, "reset", "--quiet", "--hard")
        source = open_worktree(Repo("r", path=folder), git=Git())
        assert source.paths == made.files.keys()
        found = read_histories(source, set(made.files), git=Git()).pages
        time_of = {number: 1_700_000_000 + 1000 * number for number in range(made.count + 1)}
        for path, events in made.pages.items():
            history = found[path]
            assert isinstance(history, PageHistory)
            assert isinstance(history.created, Commit)
            assert isinstance(history.last_substantive, Commit)
            asked = git(folder, "log", "-1", "--format=%ct", "--", path).strip()
            assert str(int(history.last_touched.time.timestamp())) == asked
            edits = [time_of[number] for number, kind in events if kind == "edit"]
            assert history.created.time.timestamp() == edits[0]
            assert history.last_substantive.time.timestamp() == edits[-1]
            assert sum(author.commits for author in history.authors) == len(edits)
            assert history.blob == git(folder, "rev-parse", f"HEAD:{path}").strip()
