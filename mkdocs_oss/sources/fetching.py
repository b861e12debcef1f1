"""One fetch, and what to do when it fails: again, more slowly, or not at all."""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable
from typing import Literal, TypeVar

from msgspec import Struct, structs

from mkdocs_oss.errors import GitError
from mkdocs_oss.sources.waiting import say

FOR_ALL_S = 1800.0
RETRY_WINDOW_S = 30.0
"""After so long no new try is made: a server that lets us wait once lets us wait again."""
Trouble = Literal["passing", "rate-limit", "damaged", "lasting"]
T = TypeVar("T")

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


class Patience(Struct, frozen=True):
    """How often and how long a fetch is tried, and how a long wait is told. The clock (seconds), the sleep and the
    chance are arguments."""

    tries: int = 3
    pause: float = 0.5
    """Before the second try, give or take a half; twice as long before each further one."""
    rate_limit_pause: float = 15.0
    longest_pause: float = 120.0
    for_all: float = FOR_ALL_S
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    say: Callable[[str], None] = say

    def before(self, turn: int, *, first: float) -> float:
        """The pause before try `turn` (2, 3, …), with jitter, so that many builds do not come back at once."""
        return min(self.longest_pause, first * 2.0 ** (turn - 2) * (0.5 + self.chance()))


def patience_of_user(sleep: Callable[[float], None] = time.sleep) -> Patience:
    """Three tries, or MKDOCS_OSS_TRIES."""
    told, patience = os.environ.get("MKDOCS_OSS_TRIES", ""), Patience(sleep=sleep)
    return structs.replace(patience, tries=int(told)) if told.isdecimal() and int(told) > 0 else patience


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
