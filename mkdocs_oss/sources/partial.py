"""One store on disk: a bare repository with every commit and tree, and of the contents what a build reads.

Each function works below the store's lock. What git fetches lands under `refs/incoming/` and is of no effect until
the note beside it (`state.py`) names it.
"""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from pathlib import Path

from msgspec import Struct

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import TOO_LARGE, Git, is_object_id
from mkdocs_oss.model import Repo
from mkdocs_oss.sources.files import MAX_FILE_BYTES, MAX_READ_BYTES, list_blobs, read_links
from mkdocs_oss.sources.remote import FILTER, NAME, Remote
from mkdocs_oss.sources.symlinks import follow
from mkdocs_oss.sources.wanted import VERSION, is_text, to_look_into, wanted_at_first, wanted_besides

NO_BRANCH = "the remote's HEAD is on no branch; name one with `ref:`"
MAX_HISTORY_BYTES = 4_000_000_000
"""What the commits and trees of one repo may weigh, packed."""
_REFUSED = re.compile(
    r"not our ref|unadvertised object|no such remote ref|couldn't find|not found", re.IGNORECASE
)
_KEPT = "refs/oss"
_INCOMING = "refs/incoming"
_ROUNDS = 4


class Reads(Struct, frozen=True):
    """What builds read of a repo besides its pages, as its other readers say. `kind` names the answer in the note."""

    kind: Callable[[Repo], str] = lambda repo: ""
    paths: Callable[[Repo, frozenset[str]], Iterable[str]] = lambda repo, paths: ()

    def kinds(self, repo: Repo) -> list[str]:
        """The kinds of reading that a build of this repo does."""
        kinds = [f"pages {VERSION} {repo.docs or ''}".rstrip(), self.kind(repo)]
        return [kind for kind in kinds if kind]


class Found(Struct, frozen=True):
    """What the remote says: its default branch, and the repo's ref. `commit` is "" where the remote is empty."""

    branch: str
    commit: str
    is_branch: bool = True


def no_such_ref(ref: str | None) -> GitError:
    return GitError(f"the remote has no ref {ref!r}", remedy="mend `ref:`")


class Partial:
    """Fetches into stores from one remote. `left()`: the seconds that are left for it."""

    def __init__(self, git: Git, remote: Remote, *, left: Callable[[], float]) -> None:
        self._git = git
        self._remote = remote
        self._left = left

    def clone(self, into: Path, ref: str | None) -> Found:
        """Fills the empty folder `into` with the history of one branch or tag. Raises GitError."""
        named = ref if ref and not is_object_id(ref) else None
        options = [f"--origin={NAME}", f"--filter={FILTER}", "--single-branch", "--no-tags"]
        try:
            self._git.clone(
                self._remote.url, into, *options, *([f"--branch={named}"] if named else []),
                remote=self._remote.access_to_clone(), limit=self._left(), largest=MAX_HISTORY_BYTES,
            )  # fmt: skip
        except GitError as error:
            raise no_such_ref(ref) if "not found in upstream" in error.reason else error from error
        head = (into / "HEAD").read_text("utf-8").strip()
        branch = head.removeprefix("ref: refs/heads/") if head.startswith("ref: ") else ""
        tips = dict(_refs(into))
        _settle(into)
        if named and not branch:  # a tag
            commit = self.commit(into, head) or ""
            self.keep(into, commit)
            return Found(self.look(into, None).branch, commit, is_branch=False)
        commit = tips.get(f"refs/heads/{branch}", "") if branch else ""
        if not branch and not ref:
            raise GitError(NO_BRANCH)
        if commit:
            self.keep(into, commit)
        if named:
            return Found("", commit)
        return Found(branch, commit) if not ref else Found(branch, ref, is_branch=False)

    def look(self, git_dir: Path, ref: str | None, *, branch: str = "") -> Found:
        """Asks the remote where it is, and fetches nothing. `commit` is "" where it has no such ref.

        `branch`: its default branch as known, for a server that does not tell it (dumb HTTP, old ones).
        """
        named = [f"refs/heads/{ref}", f"refs/tags/{ref}", f"refs/tags/{ref}^{{}}"] if ref else []
        named = named or [f"refs/heads/{branch}"] if branch else named
        listed = self._git.network(
            git_dir, "ls-remote", "--quiet", "--symref", "--end-of-options", NAME, "HEAD", *named,
            remote=self._remote.access(), limit=self._left(),
        ).decode("utf-8", "replace")  # fmt: skip
        match = re.search(r"^ref: refs/heads/(\S+)\tHEAD$", listed, re.MULTILINE)
        tips = {name: sha for sha, name in re.findall(r"^([0-9a-f]{40,64})\t(\S+)$", listed, re.MULTILINE)}
        if not ref:
            if match is None and branch and (known := tips.get(f"refs/heads/{branch}")):
                return Found(branch, known)
            if match is None and "HEAD" in tips:
                raise GitError(NO_BRANCH)
            return Found(match[1] if match else "", tips.get("HEAD", ""))
        branch = match[1] if match else branch
        if is_object_id(ref):
            return Found(branch, ref, is_branch=False)
        heads, tags, peeled = (tips.get(name, "") for name in named)
        return Found(branch, heads or peeled or tags, is_branch=bool(heads))

    def bring(self, git_dir: Path, name: str) -> str | None:
        """Fetches a ref (`refs/heads/main`) or a commit by its id, with its history; the id of the commit.

        None where the server gives no commit by its id, or has it no more. Raises GitError.
        """
        is_id = is_object_id(name)
        try:
            self._git.network(
                git_dir, "fetch", "--quiet", "--no-auto-gc", "--no-tags", "--no-prune", "--no-write-fetch-head",
                "--no-recurse-submodules", "--end-of-options", NAME, f"+{name}:{_INCOMING}/0",
                remote=self._remote.access(), limit=self._left(), largest=MAX_HISTORY_BYTES,
            )  # fmt: skip
        except GitError as error:
            if is_id and _REFUSED.search(error.reason):
                return None
            raise
        return self.commit(git_dir, f"{_INCOMING}/0")

    def complete(self, git_dir: Path, commit: str, repo: Repo, reads: Reads) -> None:
        """Fetches what a build reads at `commit`: what the list of files shows, then what the pages name."""
        blobs, links, missing = list_blobs(git_dir, commit, git=self._git)
        self.bring_blobs(git_dir, {blob for blob in links.values() if blob in missing})
        followed = follow(read_links(git_dir, links, git=self._git), blobs.keys())
        blobs |= {path: blobs[real] for path, real in followed.items()}
        paths = frozenset(blobs)
        needed = {path for path in reads.paths(repo, paths) if path in paths}
        wanted = needed | wanted_at_first(paths, docs=repo.docs)
        here = set[str]()
        for turn in range(_ROUNDS):
            more = wanted - here
            if not more:
                return
            self._fetch_files(git_dir, {path: blobs[path] for path in more if blobs[path] in missing}, needed)
            here |= more
            look_into = to_look_into(more, named=turn > 0)
            names = {path: blobs[path] for path in look_into}
            read = dict(self._git.blobs(git_dir, set(names.values()), largest=MAX_FILE_BYTES))
            contents = {path: read[blob] for path, blob in names.items() if blob in read}
            wanted |= wanted_besides(contents, paths - wanted)

    def _fetch_files(self, git_dir: Path, files: Mapping[str, str], needed: Set[str]) -> None:
        """Fetches contents (path → id). Where they are too large together, those that are no text stay away."""
        try:
            self.bring_blobs(git_dir, set(files.values()))
        except GitError as error:
            if TOO_LARGE not in error.reason:
                raise
            self.sweep(git_dir)
            text = {blob for path, blob in files.items() if path in needed or is_text(path)}
            if len(text) == len(files):
                raise
            self.bring_blobs(git_dir, text)

    def bring_blobs(self, git_dir: Path, blobs: Set[str]) -> None:
        """Fetches contents by their ids, in one request."""
        if blobs:
            # as git's own promisor code does it: exact ids, and nothing to negotiate (promisor-remote.c)
            self._git.network(
                git_dir, "-c", "fetch.negotiationAlgorithm=noop", "fetch", "--quiet", "--no-auto-gc", "--no-tags",
                "--no-write-fetch-head", "--no-recurse-submodules", f"--filter={FILTER}", "--stdin", NAME,
                remote=self._remote.access(), limit=self._left(), largest=MAX_READ_BYTES,
                stdin="".join(f"{blob}\n" for blob in sorted(blobs)).encode(),
            )  # fmt: skip

    def commit(self, git_dir: Path, name: str) -> str | None:
        """The id of a commit that is here, or None."""
        try:
            return self._git.read_text(
                git_dir, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
            )
        except GitError:
            return None

    def keep(self, git_dir: Path, commit: str) -> None:
        """Names a commit, so that its history is never fetched again. One name each: nothing can be in its way."""
        if commit:
            file = git_dir / _KEPT / commit
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_name(f"{commit}.new")
            draft.write_text(f"{commit}\n", "ascii")
            draft.replace(file)

    def read_all(self, git_dir: Path, commit: str) -> None:
        """Reads every tree and every content that is here of a commit. Raises GitError where one is damaged."""
        self._git.read(git_dir, "rev-list", "--objects", "--missing=allow-any", "--quiet", commit, "--")
        blobs, links, missing = list_blobs(git_dir, commit, git=self._git)
        for _ in self._git.blobs(git_dir, {*blobs.values(), *links.values()} - missing):
            pass

    def sweep(self, git_dir: Path) -> None:
        """Takes away what a killed fetch left: names, half packs, git's own locks. Nobody else writes here now."""
        shutil.rmtree(git_dir / _INCOMING, ignore_errors=True)
        left = [*git_dir.glob("objects/pack/tmp_*"), *git_dir.glob("*.lock"), *git_dir.glob("refs/**/*.lock")]
        for path in left:
            with contextlib.suppress(OSError):
                path.unlink()


def _settle(git_dir: Path) -> None:
    """A clone's own configuration and names, without the remote: what the store lacks, no reader may fetch."""
    config = (git_dir / "config").read_text("utf-8")
    sha256 = re.search(r"objectformat\s*=\s*sha256", config, re.IGNORECASE)
    lines = ["[core]", f"repositoryformatversion = {1 if sha256 else 0}", "bare = true"]
    lines += ["[extensions]", "objectformat = sha256"] if sha256 else []
    (git_dir / "config").write_text("\n".join([*lines, ""]), "utf-8")
    (git_dir / "packed-refs").unlink(missing_ok=True)
    shutil.rmtree(git_dir / "refs" / "heads", ignore_errors=True)
    shutil.rmtree(git_dir / "refs" / "tags", ignore_errors=True)
    (git_dir / "refs").mkdir(exist_ok=True)


def _refs(git_dir: Path) -> Iterator[tuple[str, str]]:
    """(name, id) of a fresh clone's refs, packed or not (https://git-scm.com/docs/gitrepository-layout)."""
    with contextlib.suppress(FileNotFoundError):
        for line in (git_dir / "packed-refs").read_text("utf-8").splitlines():
            if match := re.fullmatch(r"([0-9a-f]{40,64}) (\S+)", line):
                yield match[2], match[1]
    for file in (git_dir / "refs").rglob("*"):
        if file.is_file():
            yield file.relative_to(git_dir).as_posix(), file.read_text("utf-8").strip()
