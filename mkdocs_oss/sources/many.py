"""Many fetches at once: beside each other, but one by one from a host that says that we ask too often."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

from msgspec import Struct, field

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git, threads
from mkdocs_oss.sources.fetching import Patience, trouble_of
from mkdocs_oss.sources.remote import host_of, remote_of
from mkdocs_oss.sources.waiting import Step

WORKERS = 8
"""Fetches at once. They wait for the network most of the time, so it is more than there are processors."""
T = TypeVar("T")
Job = TypeVar("Job")


class Outcome(Struct, Generic[Job, T], frozen=True):
    """What became of one job: its value, or why there is none."""

    job: Job
    value: T | None = None
    failure: GitError | None = None


def all_of(
    jobs: Sequence[Job],
    run: Callable[[Job, float], T],
    *,
    url: Callable[[Job], str],
    git: Git,
    patience: Patience,
    workers: int = WORKERS,
    step: Step = lambda: None,
) -> list[Outcome[Job, T]]:
    """Runs every job (with the time at which all must be done), several at once; outcomes in the order of `jobs`.

    `url`: the remote that a job asks. After its host has said that we ask too often, what is left for that host comes
    one by one, after a pause that grows up to its bound; other hosts never notice. An interrupt ends `git`.
    """
    asking = _Asking(
        jobs, run, url=url, patience=patience, deadline=patience.clock() + patience.for_all, step=step
    )
    with threads(workers + len(asking.hosts), git=git) as pool:
        began = [pool.submit(asking.work, pool) for _ in range(min(workers, len(jobs)))]
        _wait_for(began)
        _wait_for(asking.slowly)
    return [asking.outcomes[place] for place in range(len(jobs))]


def _wait_for(futures: Sequence[Future[None]]) -> None:
    """Waits by small steps: Python looks at a signal that another thread has received only between two of them."""
    while wait(futures, timeout=0.2).not_done:
        pass
    for future in futures:
        future.result()


class _Host(Struct):
    """What is known of one host. `left`: the jobs that it refused, and those that are kept for later."""

    name: str
    running: int = 0
    is_slow: bool = False
    left: list[int] = field(default_factory=list)


class _Asking(Generic[Job, T]):
    """The jobs by their place, and whose turn is next."""

    def __init__(
        self,
        jobs: Sequence[Job],
        run: Callable[[Job, float], T],
        *,
        url: Callable[[Job], str],
        patience: Patience,
        deadline: float,
        step: Step,
    ) -> None:
        self.outcomes: dict[int, Outcome[Job, T]] = {}
        self.slowly: list[Future[None]] = []
        self._jobs = jobs
        self._run = run
        self._patience = patience
        self._deadline = deadline
        self._step = step
        self._guard = threading.Lock()
        self._waiting = list(range(len(jobs)))
        self._urls = [remote_of(url(job)).url for job in jobs]
        self.hosts = {name: _Host(name) for name in map(host_of, self._urls)}

    def work(self, pool: ThreadPoolExecutor) -> None:
        """One worker: takes jobs in their order, until there are none."""
        while (place := self._next()) is not None:
            host = self._host(place)
            outcome = self._tried(place)
            refused = _is_refused(outcome)
            if not refused:
                self._note(place, outcome)
            with self._guard:
                host.running -= 1
                if refused:
                    host.is_slow = True
                    kept = [other for other in self._waiting if self._host(other) is host]
                    self._waiting = [other for other in self._waiting if other not in kept]
                    host.left += [place, *kept]
                if host.is_slow and host.left and not host.running:
                    self.slowly.append(pool.submit(self._one_by_one, host, sorted(host.left)))

    def _next(self) -> int | None:
        with self._guard:
            if not self._waiting:
                return None
            place = self._waiting.pop(0)
            self._host(place).running += 1
            return place

    def _one_by_one(self, host: _Host, places: Sequence[int]) -> None:
        """After a rate limit: a pause, and a longer one each time that the host says it again.

        When it has said so `tries` times in a row, what is left fails: the host is not asked any more.
        """
        patience, refusals = self._patience, 1
        for turn, place in enumerate(places):
            while True:
                if refusals:
                    self._pause(host, refusals, left=len(places) - turn)
                outcome = self._tried(place)
                if not _is_refused(outcome):
                    refusals = 0
                    break
                refusals += 1
                if refusals > patience.tries:
                    self._note(place, outcome)
                    for other in places[turn + 1 :]:
                        self._note(other, self._not_asked(other, host))
                    return
            self._note(place, outcome)

    def _pause(self, host: _Host, refusals: int, *, left: int) -> None:
        patience = self._patience
        pause = patience.before(refusals + 1, first=patience.rate_limit_pause)
        pause = min(pause, self._deadline - patience.clock())
        if pause <= 0:
            return
        repos = "1 repo waits" if left == 1 else f"{left} repos wait"
        patience.say(f"{host.name} says that it is asked too often: {repos} for {pause:.0f} s")
        patience.sleep(pause)

    def _not_asked(self, place: int, host: _Host) -> Outcome[Job, T]:
        reason = f"{self._urls[place]} was not asked for: {host.name} goes on saying that it is asked too often (429)"
        return Outcome(self._jobs[place], failure=GitError(reason, remedy="run `mkdocs-oss sync` later"))

    def _tried(self, place: int) -> Outcome[Job, T]:
        job = self._jobs[place]
        if self._patience.clock() >= self._deadline:
            reason = f"there was no time left: all fetches together may take {self._patience.for_all:g} s"
            return Outcome(job, failure=GitError(reason, remedy="run `mkdocs-oss sync` again"))
        try:
            return Outcome(job, self._run(job, self._deadline))
        except GitError as error:
            return Outcome(job, failure=error)

    def _note(self, place: int, outcome: Outcome[Job, T]) -> None:
        self.outcomes[place] = outcome
        self._step()

    def _host(self, place: int) -> _Host:
        return self.hosts[host_of(self._urls[place])]


def _is_refused(outcome: Outcome[Job, T]) -> bool:
    return outcome.failure is not None and trouble_of(outcome.failure) == "rate-limit"
