"""From the log, newest to oldest, to what happened to each path: one pass, moves followed.

A path is followed together with the content that it must have at that point of history, beginning with the content
at HEAD: a commit that made another content is on a branch whose change was dropped, and no part of the history. A
path that is added while another with the same content is deleted in the same commit was moved: that is no edit, and
the walk goes on under the older name. What is near enough the same, `similar` knows. A page begins with the commit that
added it; of a file that pages speak of, what was at its path before that is told too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from datetime import UTC, datetime

from msgspec import Struct

from mkdocs_oss.history.log import Change, LoggedCommit
from mkdocs_oss.mail import name_of, without_domains
from mkdocs_oss.model import Commit, HistoryRules, Move

_LATEST = 253_402_300_799  # 9999-12-31, the last second a datetime can hold
MARKDOWN = (".md", ".markdown", ".mdx")

Similar = Callable[[str], Mapping[str, str]]
"""Commit id → what it moved with an edit: the path after → the path before."""


class Event(Struct, frozen=True, gc=False):
    """One commit's change of a path that is no pure move. `olds`: the contents before, one for each parent; none where
    the commit added it."""

    commit: Commit
    path: str
    olds: tuple[str, ...]
    new: str
    people: tuple[tuple[str, str], ...] = ()
    """(name, mail address) of those who did it; nobody for a merge of what others did."""


class Trace(Struct, eq=False):
    """What happened to one path of today, as far as the walk has come; all lists newest first.

    `threads`: where it is to be looked for in what is older: path → the contents that it may have there.
    `last`: the newest commit of any kind. `moved_to`: for a path that is gone, since `removed`. `cut`: a thread
    ended at the boundary of a shallow clone. `former`: of an earlier file at the path, which begins with its removal
    (`new` is "" there); None where none has been found.
    """

    path: str
    threads: dict[str, tuple[str, ...]]
    last: Commit | None = None
    created: Commit | None = None
    removed: Commit | None = None
    moved_to: str = ""
    cut: bool = False
    events: list[Event] = []  # of a Struct, each has one of its own
    moves: list[Move] = []
    former: list[Event] | None = None

    def add(self, event: Event) -> None:
        """Notes what is older than all that is known."""
        (self.events if self.former is None else self.former).append(event)

    def is_begun(self) -> bool:
        """Whether the file of today has been followed to its first commit, and only an earlier one is looked for."""
        return self.former is not None or not any(map(any, self.threads.values()))


class Walk:
    """Follows `paths`, whose contents at the newest commit are `tree` (path → object id), through the log.

    `shallow`: ids of commits whose parents are not there. `ignored`: ids that are minor (.git-blame-ignore-revs).
    `files`: those of `paths` of which it is told what was there before their first commit.
    """

    def __init__(
        self,
        paths: Iterable[str],
        tree: Mapping[str, str],
        *,
        rules: HistoryRules,
        similar: Similar,
        shallow: Set[str] = frozenset(),
        ignored: Set[str] = frozenset(),
        files: Set[str] = frozenset(),
    ) -> None:
        self.traces = {path: Trace(path, {path: (tree.get(path, ""),)}) for path in paths}
        self._alive = {path: [trace] for path, trace in self.traces.items()}
        self._rules = rules
        self._similar = similar
        self._shallow = shallow
        self._ignored = ignored
        self._files = files
        self._people: dict[tuple[str, str], tuple[str, str]] = {}
        self._alone: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
        self.co_authors: set[tuple[str, str]] = set()
        """As the trailers name them, before .mailmap."""

    @property
    def names(self) -> Set[str]:
        """The paths that are looked for, at this point of history."""
        return self._alive.keys()

    def run(self, commits: Iterable[LoggedCommit]) -> None:
        """Reads commits, as `parse_log` gives them, until nothing is looked for any more."""
        for logged in commits:
            step: _Step | None = None
            for change in logged.changes:
                for trace in tuple(self._alive.get(change.path, ())):
                    expected = trace.threads[change.path]
                    if change.new not in expected:
                        continue
                    if logged.sha in self._shallow:
                        trace.cut = True
                        self._go_on(trace, change.path, _without(expected, change.new))
                        continue
                    if step is None:
                        step = _Step(logged, self._similar, self._commit(logged), self._who(logged))
                    self._visit(trace, change, expected, step)
            if not self._alive:
                return

    def _visit(self, trace: Trace, change: Change, expected: tuple[str, ...], step: _Step) -> None:
        commit, who, path = step.commit, step.who, change.path
        trace.last = trace.last or commit
        if len(change.olds) == 1 and change.olds[0] and change.new and len(expected) == 1:  # nearly always
            trace.add(Event(commit, path, change.olds, change.new, who))
            trace.threads[path] = change.olds
            return
        rest = _without(expected, change.new)
        olds = _with((), change.olds)
        if not change.new:
            self._removed(trace, change, step)
            self._go_on(trace, path, _with(rest, olds))
        elif olds:
            trace.add(Event(commit, path, olds, change.new, who if len(change.olds) == 1 else ()))
            self._go_on(trace, path, _with(rest, olds))
        else:
            self._go_on(trace, path, rest)
            self._begin(trace, change, step)

    def _removed(self, trace: Trace, change: Change, step: _Step) -> None:
        if trace.created is not None:
            trace.former = trace.former or []
            trace.add(Event(step.commit, change.path, _with((), change.olds), "", step.who))
        elif trace.removed is None:
            trace.removed = step.commit
            trace.moved_to = step.moved_to(change)

    def _begin(self, trace: Trace, change: Change, step: _Step) -> None:
        """The commit added the path: from another one, or as a new file."""
        before = step.moved_from(change)
        if before is None:
            trace.add(Event(step.commit, change.path, (), change.new, step.who))
            if trace.former is None:
                trace.created = step.commit
            if trace.path in self._files:
                self._go_on(trace, change.path, (*trace.threads.get(change.path, ()), ""))
            return
        path, content = before
        if trace.former is None:
            trace.moves.append(Move(path, step.commit.time))
        if content != change.new:
            trace.add(Event(step.commit, change.path, (content,), change.new, step.who))
        self._go_on(trace, path, _with(trace.threads.get(path, ()), (content,)))

    def _go_on(self, trace: Trace, path: str, expected: tuple[str, ...]) -> None:
        """Looks for a trace under `path` from here on; no more where nothing is expected there."""
        if expected:
            if path not in trace.threads:
                self._alive.setdefault(path, []).append(trace)
            trace.threads[path] = expected
        elif trace.threads.pop(path, None) is not None:
            self._alive[path].remove(trace)
            if not self._alive[path]:
                del self._alive[path]

    def _commit(self, logged: LoggedCommit) -> Commit:
        by_bot = is_bot(logged.author, self._rules.bots)
        author, email = self._known((logged.author, logged.email))
        return Commit(
            sha=logged.sha,
            time=time_of(logged.time),
            author=name_of(author),
            subject=without_domains(logged.subject),
            is_bot=by_bot,
            is_minor=by_bot or logged.sha in self._ignored or self._says_minor(logged),
            email=email,
        )

    def _says_minor(self, logged: LoggedCommit) -> bool:
        return any(word in logged.subject or word in logged.body for word in self._rules.minor_commits)

    def _who(self, logged: LoggedCommit) -> tuple[tuple[str, str], ...]:
        if not logged.co_authors:
            person = (logged.author, logged.email)
            who = self._alone.get(person)
            if who is None:
                is_one = not is_bot(logged.author, self._rules.bots)
                who = self._alone[person] = (self._known(person),) if is_one else ()
            return who
        others = [_person(text) for text in logged.co_authors]
        self.co_authors.update(others)
        people = [(logged.author, logged.email), *others]
        bots = self._rules.bots
        return tuple(self._known(person) for person in dict.fromkeys(people) if not is_bot(person[0], bots))

    def _known(self, person: tuple[str, str]) -> tuple[str, str]:
        return self._people.setdefault(person, person)  # one value for each person, not for each commit


class _Step:
    """One commit, who did it, and what it moved. Each path that went away serves one move only."""

    def __init__(
        self, logged: LoggedCommit, similar: Similar, commit: Commit, who: tuple[tuple[str, str], ...]
    ) -> None:
        self.commit = commit
        self.who = who
        self._logged = logged
        self._similar = similar
        self._moves: dict[str, tuple[str, str]] | None = None

    def moved_from(self, added: Change) -> tuple[str, str] | None:
        """(path, content) that `added` was moved from, or None."""
        return self._all().get(added.path)

    def moved_to(self, removed: Change) -> str:
        """The path that a removed one was moved to; "" where there is none."""
        return next((after for after, (before, _) in self._all().items() if before == removed.path), "")

    def _all(self) -> dict[str, tuple[str, str]]:
        """The path after → (path, content) before: first what is the same, under the same name before any other."""
        if self._moves is None:
            changes = self._logged.all_changes() if self._logged.removes() else []
            gone = {change.path: change for change in changes if not change.new}
            added = [change for change in changes if not any(change.olds)] if gone else []
            self._moves = _same(added, gone)
            if len(self._moves) < min(len(added), len(gone)) and _can_be_similar(added, gone):
                taken = {before for before, _ in self._moves.values()}
                for after, before in self._similar(self._logged.sha).items():
                    if after not in self._moves and before not in taken and before in gone:
                        self._moves[after] = (before, gone[before].olds[0])
        return self._moves


def _same(added: list[Change], gone: Mapping[str, Change]) -> dict[str, tuple[str, str]]:
    by_content: dict[str, list[str]] = {}
    for change in gone.values():
        for old in dict.fromkeys(change.olds):
            by_content.setdefault(old, []).append(change.path)
    moves: dict[str, tuple[str, str]] = {}
    for by_name in (True, False):
        for change in added:
            candidates = by_content.get(change.new, [])
            chosen = [path for path in candidates if not by_name or _name(path) == _name(change.path)][:1]
            if chosen and change.path not in moves:
                moves[change.path] = (chosen[0], change.new)
                candidates.remove(chosen[0])
    return moves


def _can_be_similar(added: list[Change], gone: Mapping[str, Change]) -> bool:
    """Whether Markdown was both added and removed; git compares a merge with no one parent."""
    return (
        any(change.path.endswith(MARKDOWN) for change in added)
        and any(path.endswith(MARKDOWN) for path in gone)
        and all(len(change.olds) == 1 for change in added)
    )


def time_of(seconds: int) -> datetime:
    """A commit's time, from seconds since 1970; a later one than a datetime can hold is the last that it can."""
    return datetime.fromtimestamp(min(seconds, _LATEST), UTC)


def is_bot(name: str, bots: Set[str]) -> bool:
    """Whether a program goes by that name."""
    return name.endswith("[bot]") or name in bots


def _person(text: str) -> tuple[str, str]:
    """(name, mail address) of `Name <address>`."""
    name, _, rest = text.partition("<")
    return name.strip(), rest.partition(">")[0].strip()


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _without(expected: tuple[str, ...], content: str) -> tuple[str, ...]:
    return tuple(one for one in expected if one != content)


def _with(expected: tuple[str, ...], contents: Iterable[str]) -> tuple[str, ...]:
    """The contents, each once; "no file" is none of them."""
    return tuple(dict.fromkeys((*expected, *filter(None, contents))))
