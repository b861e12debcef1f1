"""Files of which the worktree does not say what they are: those that a sparse checkout leaves out, and those that a
filter writes otherwise than git keeps them. What git's index says of them is asked instead; no filter is run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping

from mkdocs_oss.git import Git
from mkdocs_oss.model import Source

_CONVERTING = ("filter", "ident", "working-tree-encoding")
"""https://git-scm.com/docs/gitattributes. Of line ends, both forms are known (`blob_ids`)."""


def index_ids(source: Source, paths: Iterable[str], *, git: Git) -> Mapping[str, str]:
    """Path → object id of those of `paths` that are in the index, and left out of the worktree or converted in it.

    Raises GitError.
    """
    wanted = frozenset(paths)
    if source.git_dir is None or source.root is None or not wanted:
        return {}
    listing = git.read(source.git_dir, "ls-files", "-z", "-v", "--stage", work_tree=source.root)
    found, left_out = {}, set()
    for entry in listing.decode("utf-8", "surrogateescape").split("\0"):
        head, _, path = entry.partition("\t")  # "H 100644 <id> 0"; S stands for skip-worktree
        words = head.split(" ")
        if path in wanted and words[-1] == "0":
            found[path] = words[2]
            if words[0] in "Ss":
                left_out.add(path)
    asked = left_out | converted(source, found, git=git)
    return {path: id_ for path, id_ in found.items() if path in asked}


def converted(source: Source, paths: Iterable[str], *, git: Git) -> frozenset[str]:
    """Those of `paths` that stand in the worktree in another form than git keeps them in. Raises GitError."""
    if source.git_dir is None or source.root is None:
        return frozenset()
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape"))
        asked.seek(0)
        args = ("check-attr", "-z", "--stdin", *_CONVERTING)
        with git.stream(source.git_dir, *args, work_tree=source.root, stdin=asked) as out:
            told = out.read().decode("utf-8", "surrogateescape").split("\0")
    answers = zip(told[::3], told[2::3], strict=False)  # path, attribute, value
    return frozenset(path for path, value in answers if value not in ("unspecified", "unset", ""))
