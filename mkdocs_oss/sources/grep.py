"""Whether words stand anywhere in a repo's files that git tracks."""

from __future__ import annotations

from collections.abc import Sequence, Set

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Source, Unknown
from mkdocs_oss.settings.page_urls import PAGE_ENDS
from mkdocs_oss.sources.files import list_blobs

MOST = 50
"""Words that are looked for: of more, none is said to be gone."""
_NO_TEXT = (
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".bmp", ".pdf", ".mp4", ".webm", ".woff", ".woff2"),
    *(".ttf", ".eot", ".zip", ".gz", ".jar", ".so", ".exe", ".wasm"),
)
"""What no word stands in: git looks for words in text alone."""
_LARGEST_ANSWER = 20_000_000


class _TooMuchError(Exception):
    """The answer is longer than anybody reads."""


def unread_code(source: Source, *, git: Git) -> frozenset[str]:
    """The ids of what files of a source's commit are not here, of those that may be text and are no pages. Raises GitError."""
    if source.git_dir is None or isinstance(source.commit, Unknown):
        return frozenset()
    blobs, _, absent = list_blobs(source.git_dir, source.commit, git=git)
    ends = (*PAGE_ENDS, *_NO_TEXT)
    return frozenset(id_ for path, id_ in blobs.items() if id_ in absent and not path.lower().endswith(ends))


def words_in_code(
    source: Source,
    words: Set[str],
    *,
    git: Git,
    is_whole: bool | None = None,
    longest: int = _LARGEST_ANSWER,
) -> frozenset[str]:
    """Those of `words` that are a whole word in a file that is no page; all, where that cannot be told.

    A store that lacks contents cannot tell, nor can a repo without commits. `is_whole`: that a store has no
    `unread_code`; None: it is looked up. Where git has more than `longest` bytes to say of several words, it is asked of
    fewer: words that stand everywhere do not hide that others are gone.
    """
    if not words or source.git_dir is None or isinstance(source.commit, Unknown) or len(words) > MOST:
        return frozenset(words)
    asked = [part for word in sorted(words) for part in ("-e", word)]
    # what the user has set for showing, such as numbers of lines, is not to stand between a name and a word
    plain = ("--no-color", "--no-line-number", "--no-column", "--no-heading", "--no-break")
    args = ("grep", "-I", "-F", "-w", "-o", "-z", "--full-name", *plain, *asked)
    try:
        # of what is not here git says nothing where it finds a word in another file, such as the page
        if not source.is_worktree and not (
            is_whole or (is_whole is None and not unread_code(source, git=git))
        ):
            return frozenset(words)
        found = _answer(
            source, (*args, "--") if source.is_worktree else (*args, source.commit, "--"), git, longest
        )
        if source.is_worktree and words - found and _is_sparse(source, git):
            if unread_code(source, git=git):
                return frozenset(words)
            found |= _answer(source, (*args, source.commit, "--"), git, longest)
    except GitError:
        return frozenset(words)
    except _TooMuchError:
        if len(words) == 1:
            return frozenset(words)
        ordered = sorted(words)
        halves = set(ordered[: len(ordered) // 2]), set(ordered[len(ordered) // 2 :])
        asked_again = (
            words_in_code(source, half, git=git, is_whole=True, longest=longest) for half in halves
        )
        return frozenset().union(*asked_again)
    return frozenset(words & found)


def _answer(source: Source, args: Sequence[str], git: Git, longest: int) -> set[str]:
    """The words that git finds in files that are no pages. Raises GitError, and _TooMuchError."""
    assert source.git_dir is not None
    answer = b""
    try:
        with git.stream(source.git_dir, *args, work_tree=source.root) as out:
            answer = out.read(longest + 1)
    except GitError as error:
        # git grep exits with 1 and without a word where it finds nothing, but for the pictures that are not here
        if not error.reason.endswith("no message") and "unable to read" not in error.reason:
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
