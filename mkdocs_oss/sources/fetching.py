"""Many fetches at once, and what to do when one fails: again, more slowly, or not at all."""

from __future__ import annotations

import contextlib
import os
import random
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Generic, Literal, TypeVar

from mkdocs_oss.errors import GitError

WORKERS = 8
"""Fetches at once. They wait for the network most of the time, so it is more than there are processors."""
FOR_ALL_S = 1800.0
RETRY_WINDOW_S = 30.0
"""After so long no new try is made: a server that lets us wait once lets us wait again."""
Trouble = Literal["passing", "rate-limit", "damaged", "lasting"]
T = TypeVar("T")
Job = TypeVar("Job")
Step = Callable[[], None]

# What git, curl and ssh say (LC_ALL=C), in the order in which it is asked.
_SAYS: tuple[tuple[Trouble, re.Pattern[str]], ...] = (
    ("rate-limit", re.compile(r"error: 429|HTTP 429|rate limit|too many requests", re.IGNORECASE)),
    ("lasting", re.compile(
        r"took longer than|received more than|not found|error: 40[0-9]|HTTP 40[0-9]|asks for credentials"
        r"|permission denied|has no ref|not allowed|not installed|HEAD is on no branch", re.IGNORECASE,
    )),
    ("passing", re.compile(
        r"error: 5\d\d|HTTP 5\d\d|connection (?:refused|reset|timed out|closed)|failed to connect|couldn.t connect"
        r"|could not resolve host|timed out|timeout|empty reply|too slow|early EOF|hung up|recv failure|send failure"
        r"|unexpected disconnect|transfer closed|curl 18|curl 28|curl 52|curl 56|curl 92|invalid index-pack output"
        r"|unable to access.*(?:SSL|GnuTLS)|temporary failure|network is unreachable", re.IGNORECASE,
    )),
    ("damaged", re.compile(
        r"corrupt|bad object|bad tree|bad config|not a git repository|could not read|unable to read|loose object"
        r"|does not point to a valid|packfile|pack file|pack index|index file|unresolved delta|failed to traverse"
        r"|did not send all|missing (?:tree|commit|object)|inflate|not a valid object|invalid object|not a tree object"
        r"|bad signature|is too small|unable to find|non-monotonic|\.idx\b|\.pack\b", re.IGNORECASE,
    )),
)  # fmt: skip


def trouble_of(error: GitError) -> Trouble:
    """What kind of failure it is: one that may pass, one that stays, or a store that is damaged."""
    return next((kind for kind, says in _SAYS if says.search(error.reason)), "lasting")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long a fetch is tried. The clock (seconds), the sleep and the chance are arguments."""

    tries: int = 3
    pause: float = 0.5
    """Before the second try, give or take a half; twice as long before each further one."""
    rate_limit_pause: float = 15.0
    longest_pause: float = 120.0
    for_all: float = FOR_ALL_S
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random

    def before(self, turn: int, *, first: float) -> float:
        """The pause before try `turn` (2, 3, …), with jitter, so that many builds do not come back at once."""
        return min(self.longest_pause, first * 2.0 ** (turn - 2) * (0.5 + self.chance()))


def patience_of_user() -> Patience:
    """Three tries, or MKDOCS_OSS_TRIES."""
    told = os.environ.get("MKDOCS_OSS_TRIES", "")
    return replace(Patience(), tries=int(told)) if told.isdecimal() and int(told) > 0 else Patience()


def patiently(attempt: Callable[[], T], patience: Patience) -> T:
    """Tries again after a failure that may pass. Raises the last GitError."""
    begun = patience.clock()
    turn = 1
    while True:
        try:
            return attempt()
        except GitError as error:
            turn += 1
            if trouble_of(error) != "passing" or turn > patience.tries:
                raise
            pause = patience.before(turn, first=patience.pause)
            if patience.clock() - begun + pause > RETRY_WINDOW_S:
                raise
            patience.sleep(pause)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Job, T]):
    """What became of one job: its value, or why there is none."""

    job: Job
    value: T | None = None
    failure: GitError | None = None


def all_of(
    jobs: Sequence[Job],
    run: Callable[[Job, float], T],
    *,
    patience: Patience,
    workers: int = WORKERS,
    step: Step = lambda: None,
) -> list[Outcome[Job, T]]:
    """Runs every job (with the time at which all must be done), several at once; outcomes in the order of `jobs`.

    After a server has said that we ask too often, no new one is begun beside another: what is left comes one by
    one, after a pause that grows up to its bound.
    """
    deadline = patience.clock() + patience.for_all
    slow = threading.Event()

    def once(job: Job) -> Outcome[Job, T] | None:
        if slow.is_set():
            return None
        outcome = _tried(job, run, deadline, patience)
        if outcome.failure is not None and trouble_of(outcome.failure) == "rate-limit":
            slow.set()
            return None
        step()
        return outcome

    with ThreadPoolExecutor(max(1, min(workers, len(jobs)))) as pool:
        first = list(pool.map(once, jobs))
    later = [job for job, outcome in zip(jobs, first, strict=True) if outcome is None]
    slowly = _one_by_one(later, run, deadline, patience)
    outcomes = []
    for outcome in first:
        if outcome is None:
            outcome = next(slowly)
            step()
        outcomes.append(outcome)
    return outcomes


def _one_by_one(
    jobs: Sequence[Job], run: Callable[[Job, float], T], deadline: float, patience: Patience
) -> Iterator[Outcome[Job, T]]:
    """After a rate limit: a pause, and a longer one each time that the server says it again.

    When it has said so `tries` times in a row, the jobs that are left fail with what it said.
    """
    refusals = 1
    for job in jobs:
        while True:
            if refusals:
                pause = patience.before(refusals + 1, first=patience.rate_limit_pause)
                patience.sleep(max(0.0, min(pause, deadline - patience.clock())))
            outcome = _tried(job, run, deadline, patience)
            if outcome.failure is None or trouble_of(outcome.failure) != "rate-limit":
                refusals = 0
                break
            refusals += 1
            if refusals > patience.tries:
                for left in jobs[jobs.index(job) :]:
                    yield Outcome(left, failure=outcome.failure)
                return
        yield outcome


def _tried(job: Job, run: Callable[[Job, float], T], deadline: float, patience: Patience) -> Outcome[Job, T]:
    if patience.clock() >= deadline:
        reason = f"there was no time left: all fetches together may take {patience.for_all:g} s"
        return Outcome(job, failure=GitError(reason, remedy="run `mkdocs-oss sync` again"))
    try:
        return Outcome(job, run(job, deadline))
    except GitError as error:
        return Outcome(job, failure=error)


@contextlib.contextmanager
def progress(count: int, *, label: str = "Fetching repos") -> Iterator[Step]:
    """A bar on stderr that moves one on at each call; nothing where stderr is no terminal, or little is to do."""
    if count < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    import click  # only a terminal needs it

    bar: AbstractContextManager[click._termui_impl.ProgressBar[int]]
    with click.progressbar(length=count, label=label, file=sys.stderr) as bar:
        guard = threading.Lock()

        def step() -> None:
            with guard:
                bar.update(1)

        yield step
