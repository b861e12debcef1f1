"""Whether words stand anywhere in a repo's files that git tracks."""

from __future__ import annotations

from collections.abc import Set

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Source, Unknown
from mkdocs_oss.settings.page_urls import PAGE_ENDS

_MOST = 50
_LARGEST_ANSWER = 20_000_000


def words_in_code(source: Source, words: Set[str], *, git: Git) -> frozenset[str]:
    """Those of `words` that are a whole word in a file that is no page; all, where that cannot be told.

    A store that lacks contents cannot tell, nor can a repo without commits.
    """
    if not words or source.git_dir is None or isinstance(source.commit, Unknown) or len(words) > _MOST:
        return frozenset(words)
    asked = [part for word in sorted(words) for part in ("-e", word)]
    tree = () if source.is_worktree else (source.commit,)
    args = ("grep", "-I", "-F", "-w", "-o", "-z", "--full-name", "--no-color", *asked, *tree, "--")
    try:
        with git.stream(source.git_dir, *args, work_tree=source.root) as out:
            answer = out.read(_LARGEST_ANSWER)
    except GitError as error:
        # git grep exits with 1 and without a word where it finds nothing
        return frozenset() if error.reason.endswith("no message") else frozenset(words)
    found = set()
    for line in answer.decode("utf-8", "surrogateescape").split("\n"):
        name, _, word = line.rpartition("\0")
        if not name.endswith(PAGE_ENDS):
            found.add(word)
    return frozenset(words & found)
