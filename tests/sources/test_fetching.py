"""Many fetches: in parallel, again after what may pass, slowly after a rate limit, and never beyond the time given."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import pytest

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git
from mkdocs_oss.sources.fetching import Patience, Trouble, patiently, trouble_of
from mkdocs_oss.sources.many import Outcome, all_of

T = TypeVar("T")
URL = "unable to access 'https://git.example.org/x.git/'"


@dataclass
class Time:
    """A clock that only a sleep moves."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds

    def patience(self, **options: float) -> Patience:
        return Patience(
            clock=lambda: self.now, sleep=self.sleep, chance=lambda: 0.5, say=self.said.append, **options
        )  # type: ignore[arg-type]


def all_jobs(
    jobs: Sequence[int],
    run: Callable[[int, float], T],
    *,
    patience: Patience,
    workers: int = 8,
    step: Callable[[], None] = lambda: None,
    hosts: int = 1,
) -> list[Outcome[int, T]]:
    """Jobs that are numbers, each for a repo of its own, dealt out to the hosts h0, h1, …."""
    return all_of(
        jobs,
        run,
        url=lambda job: f"https://me:secret@h{job % hosts}.example.org/r{job}.git",
        git=Git(),
        patience=patience,
        workers=workers,
        step=step,
    )


def failing(*reasons: str) -> Callable[[], str]:
    """An attempt that fails with each reason in turn, and then works."""
    left = list(reasons)

    def attempt() -> str:
        if left:
            raise GitError(left.pop(0))
        return "fetched"

    return attempt


@pytest.mark.parametrize(("reason", "kind"), [
    (f"git clone failed: {URL}: Failed to connect to git.example.org port 443: Connection refused", "passing"),
    (f"git clone failed: {URL}: The requested URL returned error: 503", "passing"),
    (f"git clone failed: {URL}: Recv failure: Connection reset by peer", "passing"),
    (f"git clone failed: {URL}: Operation too slow. Less than 1 bytes/sec transferred the last 30 seconds", "passing"),
    (f"git clone failed: {URL}: Could not resolve host: git.example.org", "passing"),
    (f"git clone failed: {URL}: Empty reply from server", "passing"),
    ("git fetch failed: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502", "passing"),
    ("git fetch failed: the remote end hung up unexpectedly", "passing"),
    ("git fetch failed: early EOF", "passing"),
    ("git clone failed: ssh: connect to host git.example.org port 22: Connection timed out", "passing"),
    (f"git clone failed: {URL}: The requested URL returned error: 429", "rate-limit"),
    ("git clone failed: remote: You have exceeded a rate limit", "rate-limit"),
    (f"git clone failed: {URL}: The requested URL returned error: 403", "lasting"),
    ("git clone failed: repository 'https://git.example.org/x.git/' not found", "lasting"),
    ("the server asks for credentials (could not read Username); set up git's credential helper", "lasting"),
    ("git clone took longer than 600 s", "lasting"),
    ("the remote has no ref 'v2'", "lasting"),
    ("git ls-tree failed: not a tree object", "damaged"),
    ("git fetch failed: bad object HEAD", "damaged"),
    ("git cat-file failed: packed object 1234 (stored in x.pack) is corrupt", "damaged"),
    ("git log failed: not a git repository: '/cache/x.git'", "damaged"),
])  # fmt: skip
def test_kinds_of_failure(reason: str, kind: Trouble) -> None:
    """What may pass is told from what stays, by what git, curl and ssh say."""
    assert trouble_of(GitError(reason)) == kind


def test_what_may_pass_is_tried_again() -> None:
    """Three tries, each pause twice the one before, give or take a half."""
    time = Time()
    assert patiently(failing("error: 503", "Connection refused"), time.patience()) == "fetched"
    assert time.slept == [0.5, 1.0]
    with pytest.raises(GitError, match="third"):
        patiently(failing("error: 503", "error: 503", "timed out: third"), time.patience())
    chances = iter([0.0, 1.0])
    jitter = Patience(clock=lambda: 0.0, sleep=time.sleep, chance=lambda: next(chances))
    patiently(failing("error: 503", "error: 503"), jitter)
    assert time.slept[-2:] == [0.25, 1.5]


@pytest.mark.parametrize(
    "reason", ["error: 403", "not found", "asks for credentials", "took longer than 9 s", "error: 429"]
)
def test_what_stays_is_not_tried_again(reason: str) -> None:
    """Nobody waits for what waiting does not mend; a rate limit is for all fetches together to heed."""
    time = Time()
    with pytest.raises(GitError, match=reason):
        patiently(failing(reason), time.patience())
    assert time.slept == []


def test_a_slow_failure_is_not_tried_again() -> None:
    """A server that let us wait for half a minute is not waited for again."""
    time = Time()

    def slow() -> str:
        time.now += 31
        raise GitError("Operation too slow")

    with pytest.raises(GitError):
        patiently(slow, time.patience())
    assert time.slept == []


def test_several_at_once_in_order() -> None:
    """They run beside each other, and are told in the order in which they were given; one failure is one failure."""
    together = threading.Barrier(4)

    def run(job: int, deadline: float) -> int:
        together.wait(10)
        if job == 2:
            raise GitError("not found")
        return job * 10

    steps: list[int] = []
    outcomes = all_jobs(
        [0, 1, 2, 3], run, patience=Time().patience(), workers=4, step=lambda: steps.append(1)
    )
    assert [(outcome.job, outcome.value) for outcome in outcomes] == [(0, 0), (1, 10), (2, None), (3, 30)]
    assert outcomes[2].failure is not None
    assert len(steps) == 4


def test_after_a_rate_limit_one_by_one() -> None:
    """The rest is begun alone, after a pause that grows as long as the server says so, and ends where it stops."""
    time = Time()
    refusals = {1: 2}
    running: list[int] = []

    def run(job: int, deadline: float) -> int:
        running.append(job)
        if refusals.get(job, 0) > 0:
            refusals[job] -= 1
            raise GitError("The requested URL returned error: 429")
        return job

    outcomes = all_jobs(range(5), run, patience=time.patience(), workers=1)
    assert [outcome.value for outcome in outcomes] == [0, 1, 2, 3, 4]
    assert time.slept == [15.0, 30.0]
    assert running == [0, 1, 1, 1, 2, 3, 4]


def test_a_rate_limit_that_stays() -> None:
    """After three pauses no more are made: every repo that is left says why, by its own URL, and none is asked for
    again. Each pause is told: which host, how long, for how many repos."""
    time = Time()
    asked: list[int] = []

    def run(job: int, deadline: float) -> int:
        asked.append(job)
        raise GitError(f"https://h0.example.org/r{job}.git: The requested URL returned error: 429")

    outcomes = all_jobs(range(40), run, patience=time.patience(longest_pause=40.0), workers=1)
    for job, outcome in enumerate(outcomes):
        assert outcome.failure is not None
        assert "429" in outcome.failure.reason
        assert outcome.failure.reason.startswith(f"https://h0.example.org/r{job}.git")
    assert time.slept == [15.0, 30.0, 40.0]
    assert len(asked) == 4
    assert time.said == [
        f"h0.example.org says that it is asked too often: 40 repos wait for {pause} s"
        for pause in (15, 30, 40)
    ]


def test_a_rate_limit_is_one_hosts_affair() -> None:
    """What other hosts have is fetched meanwhile, several at once; nobody waits for the host that wants patience."""
    released = threading.Event()
    together = threading.Barrier(3)

    def sleep(seconds: float) -> None:
        assert released.wait(10)  # the pause is not over before all others are done

    def run(job: int, deadline: float) -> int:
        if job % 4 == 0:
            if not released.is_set():
                raise GitError("The requested URL returned error: 429")
            return job
        together.wait(10)
        others.append(job)
        if len(others) == 9:
            released.set()
        return job

    others: list[int] = []
    patience = Patience(sleep=sleep, chance=lambda: 0.5, say=lambda _: None)
    outcomes = all_jobs(range(12), run, patience=patience, workers=4, hosts=4)
    assert [outcome.value for outcome in outcomes] == list(range(12))


def test_each_host_has_its_own_patience() -> None:
    """Two hosts that go on refusing are asked four times each, and each of their repos names its own host."""
    asked: list[int] = []

    def run(job: int, deadline: float) -> int:
        asked.append(job % 2)
        raise GitError(f"https://h{job % 2}.example.org/r{job}.git: error: 429")

    patience = Patience(sleep=lambda _: None, chance=lambda: 0.5, say=lambda _: None)
    outcomes = all_jobs(range(10), run, patience=patience, workers=1, hosts=2)
    assert sorted(asked) == [0] * 4 + [1] * 4
    for job, outcome in enumerate(outcomes):
        assert outcome.failure is not None
        assert f"https://h{job % 2}.example.org/r{job}.git" in outcome.failure.reason
        assert f"h{1 - job % 2}.example.org" not in outcome.failure.reason


def test_all_together_have_a_limit() -> None:
    """A fetch that would begin after the time for all is not begun, and says so; the pauses end there too."""
    time = Time()

    def run(job: int, deadline: float) -> float:
        time.now += 40
        return deadline

    outcomes = all_jobs(range(4), run, patience=time.patience(for_all=100.0), workers=1)
    assert [outcome.value for outcome in outcomes] == [100.0, 100.0, 100.0, None]
    assert outcomes[3].failure is not None
    assert "all fetches together may take 100 s" in outcomes[3].failure.reason
