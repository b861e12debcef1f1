"""From a story to a git repo: one `git fast-import`, and a worktree checked out from it.

Format: https://git-scm.com/docs/git-fast-import
"""

from __future__ import annotations

import re
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from msgspec import Struct, field

from mkdocs_oss.demo.sample_files import SampleFiles
from mkdocs_oss.demo.story import Author, Story, Told
from mkdocs_oss.git import Git

_COMMIT = re.compile(r"\{commit ([a-z-]+)\}")
_CONFIG = (
    ("core.bare", "false"),
    ("core.autocrlf", "false"),  # the user's own setting must not make fresh files look edited
    ("core.logAllRefUpdates", "false"),  # a reflog would hold the clock and the name of who runs the demo
    ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
    ("branch.main.remote", "origin"),
    ("branch.main.merge", "refs/heads/main"),
)

Tree = dict[str, str]


def write_repo(root: Path, story: Story, sample: Path, *, today: date, git: Git) -> None:
    """Writes the repo of a story, with its files from the folder `sample`, to `root`, which must not be there."""
    git_dir = root / ".git"
    root.mkdir(parents=True)
    git.init_bare(git_dir)
    for key, value in (*_CONFIG, ("remote.origin.url", story.remote)):
        git.read(git_dir, "config", key, value)
    files = SampleFiles(sample, today=today)
    _History(story, files, git_dir, git).write(today)
    git.read(git_dir, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    git.read(git_dir, "read-tree", "--reset", "-u", "refs/heads/main", work_tree=root)
    for spec in story.uncommitted:
        for path, text in files.render(spec):
            (root / path).write_bytes(text.encode())


class _Tip(Struct):
    """Where a branch is: the mark of its newest commit, and the files there."""

    mark: int = 0
    tree: Tree = field(default_factory=dict)


class _History:
    """The commits of one story on their way into git.

    A file that speaks of an earlier commit by its id needs git to have that commit: then what is gathered
    so far is imported first. Side branches leave no ref behind; every commit names its parents itself.
    """

    def __init__(self, story: Story, files: SampleFiles, git_dir: Path, git: Git) -> None:
        self._story = story
        self._files = files
        self._git_dir = git_dir
        self._git = git
        self._gathered: list[bytes] = []
        self._marks: dict[str, int] = {}
        self._marks_file = git_dir / "sample-marks"

    def write(self, today: date) -> None:
        """Imports the whole story. Raises GitError; ValueError where the story names what is not there."""
        main = _Tip()
        sides: dict[str, tuple[Tree, _Tip]] = {}
        times = _times(self._story, today)
        for mark, (told, seconds) in enumerate(zip(self._story.commits, times, strict=True), 1):
            if told.branch and told.branch not in sides:
                sides[told.branch] = (main.tree, _Tip(main.mark, dict(main.tree)))
            tip = sides[told.branch][1] if told.branch else main
            tree, parents = dict(tip.tree), [tip.mark] if tip.mark else []
            if told.merge:
                start, side = sides.pop(told.merge)
                tree = _merged(tree, start, side.tree)
                parents.append(side.mark)
            self._change(tree, told)
            self._gather(told, mark=mark, seconds=seconds, parents=parents, old=tip.tree, new=tree)
            tip.mark, tip.tree = mark, tree
            self._marks[told.id] = mark
        self._gathered.append(b"reset refs/remotes/origin/main\nfrom :%d\n" % main.mark)
        self._import()
        self._marks_file.unlink()

    def _change(self, tree: Tree, told: Told) -> None:
        for old, new in told.move.items():
            tree[new] = tree.pop(old)
        for path in told.delete:
            del tree[path]
        for spec in told.write:
            for path, text in self._files.render(spec):
                tree[path] = _COMMIT.sub(lambda named: self._commit_id(named[1]), text)

    def _commit_id(self, name: str) -> str:
        self._import()
        for line in self._marks_file.read_text("ascii").splitlines():
            mark, sha = line.split()
            if mark == f":{self._marks[name]}":
                return sha
        raise ValueError(f"{self._story.name}: no commit is named {name!r}")

    def _gather(
        self, told: Told, *, mark: int, seconds: int, parents: list[int], old: Tree, new: Tree
    ) -> None:
        author = self._story.authors[told.author]
        trailers = [f"Co-authored-by: {self._story.authors[name]}" for name in told.co_authors]
        message = "\n\n".join([told.message.strip(), *(["\n".join(trailers)] if trailers else [])]) + "\n"
        lines = ["commit refs/heads/main", f"mark :{mark}"]
        lines += [f"{role} {author} {seconds} {author.zone}" for role in ("author", "committer")]
        self._gathered += ["\n".join(lines).encode(), b"\n", _content(message)]
        self._gathered += [
            b"%s :%d\n" % (word, parent) for word, parent in zip((b"from", b"merge"), parents, strict=False)
        ]
        for path in sorted(old.keys() | new.keys()):
            if path not in new:
                self._gathered.append(f"D {path}\n".encode())
            elif old.get(path) != new[path]:
                self._gathered += [f"M 100644 inline {path}\n".encode(), _content(new[path])]
        self._gathered.append(b"\n")

    def _import(self) -> None:
        marks = [f"--{verb}-marks={self._marks_file}" for verb in ("import", "export")]
        if not self._marks_file.exists():
            del marks[0]
        with tempfile.TemporaryFile() as commands:
            commands.write(b"".join(self._gathered))
            commands.seek(0)
            with self._git.stream(self._git_dir, "fast-import", "--quiet", *marks, stdin=commands) as out:
                out.read()
        self._gathered.clear()


def _content(text: str) -> bytes:
    content = text.encode()
    return b"data %d\n%b\n" % (len(content), content)


def _merged(tree: Tree, start: Tree, side: Tree) -> Tree:
    """`tree` with what a side branch changed since its start; both changing one file is a mistake in the story."""
    changed = {path for path in start.keys() | side.keys() if start.get(path) != side.get(path)}
    clashes = sorted(path for path in changed if tree.get(path) != start.get(path))
    if clashes:
        raise ValueError(f"both branches change {', '.join(clashes)}")
    kept = {path: text for path, text in tree.items() if path not in changed}
    return kept | {path: side[path] for path in changed if path in side}


def _times(story: Story, today: date) -> list[int]:
    """When each commit was made, in seconds since 1970: in its author's working hours, in the story's order."""
    times: list[int] = []
    earlier_that_day = 0
    for index, told in enumerate(story.commits):
        same_day = index > 0 and story.commits[index - 1].days_ago == told.days_ago
        earlier_that_day = earlier_that_day + 1 if same_day else 0
        clock = time(9) if not same_day else time(9 + min(earlier_that_day, 9))
        local = datetime.combine(today - timedelta(days=told.days_ago), clock, UTC)
        minutes = timedelta(minutes=(index * 23) % 60)
        times.append(int((local + minutes).timestamp()) - _offset(story.authors[told.author]))
    return times


def _offset(author: Author) -> int:
    """An author's offset from UTC in seconds."""
    sign, hours, minutes = author.zone[0], int(author.zone[1:3]), int(author.zone[3:5])
    return (hours * 3600 + minutes * 60) * (-1 if sign == "-" else 1)
