"""One fetch of one repo, below its store's lock: a new store, or what is new for the one that is there.

The note is written last. Whatever ends a fetch before leaves the store as good as it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git, is_object_id
from mkdocs_oss.model import Repo
from mkdocs_oss.sources import shelf
from mkdocs_oss.sources.fetching import Patience, patiently, trouble_of
from mkdocs_oss.sources.forge import clean_remote
from mkdocs_oss.sources.partial import Found, Partial, Reads, no_such_ref
from mkdocs_oss.sources.remote import remote_of
from mkdocs_oss.sources.state import State, Tip, is_whole, packs_of, read_state, write_state

NO_COMMIT = "the remote no longer has commit"


class Refill(Struct, frozen=True):
    """What a fetch of `repo` needs to know. `until`: by the clock of `patience`, when it must be done."""

    repo: Repo
    commit: str | None
    git_dir: Path
    git: Git
    reads: Reads
    patience: Patience
    until: float
    now: Callable[[], datetime]

    def run(self, *, looks: bool) -> State:
        """Fetches, again where the failure may pass, and once more where the store is damaged. Raises GitError.

        `looks`: asks the remote where it is now; else a commit that is here already only gets what it lacks.
        """
        damage = self._damage()
        if damage:
            return self.anew(damage)
        turn = (
            self._filled
            if not looks and self._known()
            else self._moved
            if self.git_dir.is_dir()
            else self._cloned
        )
        try:
            return patiently(turn, self.patience)
        except GitError as error:
            if trouble_of(error) != "damaged" or not self.git_dir.is_dir() or self._reads_well():
                raise  # what came over the wire was damaged: the store is as good as it was
            return self.anew(error.reason)

    def anew(self, damage: str) -> State:
        """Fetches the damaged store once more; it is set aside when the new one is whole. Raises GitError, with both
        reasons."""
        aside = shelf.place_aside(self.git_dir, now=self.now())
        said = f"its copy in the cache was damaged ({damage}) and was set aside as {aside.name}"
        try:
            return patiently(lambda: self._cloned(mended=said, aside=aside), self.patience)
        except GitError as error:
            said = f"its copy in the cache is damaged ({damage}); fetched once more: {error.reason}"
            raise GitError(said, remedy=error.remedy) from error

    def _reads_well(self) -> bool:
        """Whether all that the note names can be read."""
        state = read_state(self.git_dir)
        try:
            for commit in {tip.commit for tip in state.tips.values()} if state else ():
                if commit:
                    self._partial().read_all(self.git_dir, commit)
        except GitError:
            return False
        return state is not None

    def _damage(self) -> str:
        if not self.git_dir.is_dir():
            return ""
        state = read_state(self.git_dir)
        if state is None:
            return "its note cannot be read"
        return "" if is_whole(self.git_dir, state) else "files of it are missing or cut short"

    def _known(self) -> str:
        """The commit that is wanted, where its history is here."""
        state = read_state(self.git_dir)
        tip = state.tips.get(self.repo.ref or "") if state else None
        wanted = self.commit or (tip.commit if tip else "")
        return (wanted and self._partial().commit(self.git_dir, wanted)) or ""

    def _cloned(self, mended: str = "", aside: Path | None = None) -> State:
        assert self.repo.url is not None
        with shelf.incoming(self.git_dir) as fresh:
            found = self._partial().clone(fresh, self.repo.ref)
            state = State(url=clean_remote(self.repo.url), partial=True, mended=mended)
            state = self._whole(fresh, state, found, fresh=not is_object_id(self.repo.ref or ""))
            if aside is not None:
                self.git_dir.rename(aside)
            shelf.put(fresh, self.git_dir)
        return state

    def _moved(self) -> State:
        state = read_state(self.git_dir)
        assert state is not None
        partial = self._partial()
        partial.sweep(self.git_dir)
        found = partial.look(self.git_dir, self.repo.ref, branch=state.branch)
        if self.repo.ref and not found.commit:
            raise no_such_ref(self.repo.ref)
        if not found.commit and state.tips.get("", Tip()).commit:  # a log-in page may look like an empty repo
            raise GitError(
                "the remote answers, but lists no branch; it had one before", remedy="check the URL"
            )
        return self._whole(self.git_dir, replace(state, mended=""), found)

    def _filled(self) -> State:
        state = read_state(self.git_dir)
        assert state is not None
        partial = self._partial()
        partial.sweep(self.git_dir)
        state = self._complete(partial, self.git_dir, state, self._known())
        write_state(self.git_dir, state)
        return state

    def _whole(self, git_dir: Path, state: State, found: Found, *, fresh: bool = False) -> State:
        """The note, written, after all that `found` and the lock name has come here whole.

        `fresh`: what is found has just been cloned.
        """
        partial = self._partial()
        if found.commit and not fresh and partial.commit(git_dir, found.commit) is None:
            # by its id, which is one request less; where the server gives none, by its name
            commit = partial.bring(git_dir, found.commit) or partial.bring(git_dir, self._name_of(found))
            if commit is None:
                raise no_such_ref(self.repo.ref)
            found = Found(found.branch, commit, found.is_branch)  # it may have moved since we looked
            partial.keep(git_dir, commit)
        if self.commit and self.commit != found.commit and partial.commit(git_dir, self.commit) is None:
            if partial.bring(git_dir, self.commit) is None:
                remedy = "run `mkdocs-oss sync`"
                raise GitError(f"{NO_COMMIT} {self.commit[:10]} of handbook.lock", remedy=remedy)
            partial.keep(git_dir, self.commit)
        state = replace(
            state,
            branch=found.branch or state.branch,
            fetched=self.now().astimezone(UTC).isoformat(timespec="seconds"),
            tips={**state.tips, self.repo.ref or "": Tip(found.commit, found.is_branch)},
            partial=True,
            unreachable_since="",
            reason="",
            remedy="",
        )
        state = self._complete(partial, git_dir, state, self.commit or found.commit)
        write_state(git_dir, state)
        shutil.rmtree(git_dir / "refs" / "incoming", ignore_errors=True)
        return state

    def _name_of(self, found: Found) -> str:
        ref = self.repo.ref
        if found.is_branch:
            return f"refs/heads/{ref or found.branch}"
        return found.commit if is_object_id(ref or "") else f"refs/tags/{ref}"

    def _complete(self, partial: Partial, git_dir: Path, state: State, commit: str) -> State:
        if not commit or covers(state, commit, self.repo, self.reads):
            return replace(state, packs=packs_of(git_dir))
        partial.complete(git_dir, commit, self.repo, self.reads)
        kinds = sorted({*state.complete.get(commit, ()), *self.reads.kinds(self.repo)})
        return replace(state, complete={**state.complete, commit: kinds}, packs=packs_of(git_dir))

    def _partial(self) -> Partial:
        assert self.repo.url is not None
        return Partial(self.git, remote_of(self.repo.url), left=lambda: self.until - self.patience.clock())


def covers(state: State, commit: str, repo: Repo, reads: Reads) -> bool:
    """Whether all that a build reads at a commit is in the store, as its note says."""
    return not state.partial or set(reads.kinds(repo)) <= set(state.complete.get(commit, ()))
