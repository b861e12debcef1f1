"""Many fetches: in parallel, again after what may pass, slowly after a rate limit, and never beyond the time given."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from mkdocs_oss.errors import GitError
from mkdocs_oss.sources.fetching import Patience, Trouble, all_of, patiently, trouble_of

URL = "unable to access 'https://git.example.org/x.git/'"


@dataclass
class Time:
    """A clock that only a sleep moves."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds

    def patience(self, **options: float) -> Patience:
        return Patience(clock=lambda: self.now, sleep=self.sleep, chance=lambda: 0.5, **options)  # type: ignore[arg-type]


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
    outcomes = all_of([0, 1, 2, 3], run, patience=Time().patience(), workers=4, step=lambda: steps.append(1))
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

    outcomes = all_of(range(5), run, patience=time.patience(), workers=1)
    assert [outcome.value for outcome in outcomes] == [0, 1, 2, 3, 4]
    assert time.slept == [15.0, 30.0]
    assert running == [0, 1, 1, 1, 2, 3, 4]


def test_a_rate_limit_that_stays() -> None:
    """After three pauses no more are made: every repo that is left says why, and none is asked for again."""
    time = Time()
    asked: list[int] = []

    def run(job: int, deadline: float) -> int:
        asked.append(job)
        raise GitError("The requested URL returned error: 429")

    outcomes = all_of(range(40), run, patience=time.patience(longest_pause=40.0), workers=1)
    assert all(outcome.failure is not None and "429" in outcome.failure.reason for outcome in outcomes)
    assert time.slept == [15.0, 30.0, 40.0]
    assert len(asked) == 4


def test_all_together_have_a_limit() -> None:
    """A fetch that would begin after the time for all is not begun, and says so; the pauses end there too."""
    time = Time()

    def run(job: int, deadline: float) -> float:
        time.now += 40
        return deadline

    outcomes = all_of(range(4), run, patience=time.patience(for_all=100.0), workers=1)
    assert [outcome.value for outcome in outcomes] == [100.0, 100.0, 100.0, None]
    assert outcomes[3].failure is not None
    assert "all fetches together may take 100 s" in outcomes[3].failure.reason
