"""The ids that git gives the contents of files: what a file was, in one word that every copy of the repo knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.model import Source
from mkdocs_oss.sources.files import list_ids, read_files
from mkdocs_oss.sources.hub import repo_path
from mkdocs_oss.sources.planned import blob_ids


def object_ids(source: Source, paths: Sequence[str], *, git: Git) -> Mapping[str, str]:
    """Path → the object id of each of `paths` that the source has, as it stands, edits that are not committed too.

    Of a repo in the cache no content is read, for most of its code is not there. What git itself would make of line
    ends is known for a file as it is in the newest commit; one with edits counts with LF.
    """
    committed: Mapping[str, str] = {}
    if source.git_dir is not None and isinstance(source.commit, str):
        try:
            committed = list_ids(source.git_dir, source.commit, git=git)
        except GitError:
            committed = {}  # then only what is on disk is known
    if source.root is None:
        return {path: committed[path] for path in paths if path in committed}
    # of the handbook's own repo, not every file is among its paths
    own = [path for path in paths if path in committed and repo_path(source.root / path, source.root) == path]
    here = read_files(replace(source, paths=source.paths | set(own)), paths, git=git)
    length = len(next(iter(committed.values()), "")) or 40
    found = {}
    for path, content in here.items():
        in_lf = blob_ids(content.replace(b"\r\n", b"\n"))
        as_committed = committed.get(path) in blob_ids(content)
        found[path] = committed[path] if as_committed else next(name for name in in_lf if len(name) == length)
    return found
