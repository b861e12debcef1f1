"""Whether words stand anywhere in a repo's files that git tracks."""

from __future__ import annotations

from collections.abc import Sequence, Set

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Source, Unknown
from mkdocs_oss.settings.page_urls import PAGE_ENDS

MOST = 50
"""Words that are looked for: of more, none is said to be gone."""
_LARGEST_ANSWER = 20_000_000


class _TooMuchError(Exception):
    """The answer is longer than anybody reads."""


def words_in_code(
    source: Source, words: Set[str], *, git: Git, longest: int = _LARGEST_ANSWER
) -> frozenset[str]:
    """Those of `words` that are a whole word in a file that is no page; all, where that cannot be told.

    A store that lacks contents cannot tell, nor can a repo without commits. Where git has more than `longest` bytes to
    say of several words, it is asked of fewer: words that stand everywhere do not hide that others are gone.
    """
    if not words or source.git_dir is None or isinstance(source.commit, Unknown) or len(words) > MOST:
        return frozenset(words)
    asked = [part for word in sorted(words) for part in ("-e", word)]
    # what the user has set for showing, such as numbers of lines, is not to stand between a name and a word
    plain = ("--no-color", "--no-line-number", "--no-column", "--no-heading", "--no-break")
    args = ("grep", "-I", "-F", "-w", "-o", "-z", "--full-name", *plain, *asked)
    try:
        found = _answer(
            source, (*args, "--") if source.is_worktree else (*args, source.commit, "--"), git, longest
        )
        if source.is_worktree and words - found and _is_sparse(source, git):
            found |= _answer(source, (*args, source.commit, "--"), git, longest)
    except GitError:
        return frozenset(words)
    except _TooMuchError:
        if len(words) == 1:
            return frozenset(words)
        ordered = sorted(words)
        halves = set(ordered[: len(ordered) // 2]), set(ordered[len(ordered) // 2 :])
        return frozenset().union(*(words_in_code(source, half, git=git, longest=longest) for half in halves))
    return frozenset(words & found)


def _answer(source: Source, args: Sequence[str], git: Git, longest: int) -> set[str]:
    """The words that git finds in files that are no pages. Raises GitError, and _TooMuchError."""
    assert source.git_dir is not None
    try:
        with git.stream(source.git_dir, *args, work_tree=source.root) as out:
            answer = out.read(longest + 1)
    except GitError as error:
        if error.reason.endswith(
            "no message"
        ):  # git grep exits with 1 and without a word where it finds nothing
            return set()
        raise
    if len(answer) > longest:
        raise _TooMuchError
    found = set()
    for line in answer.decode("utf-8", "surrogateescape").split("\n"):
        name, _, word = line.rpartition("\0")
        if not name.endswith(PAGE_ENDS):
            found.add(word)
    return found


def _is_sparse(source: Source, git: Git) -> bool:
    """Whether the worktree has only a part of the commit's files."""
    assert source.git_dir is not None
    try:
        return git.read_text(source.git_dir, "config", "--type=bool", "core.sparseCheckout") == "true"
    except GitError:
        return False  # not set
