"""Threads whose work waits for git."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from mkdocs_oss.git.door import Git
from mkdocs_oss.git.stopping import ended_by_sigterm


@contextlib.contextmanager
def threads(count: int, *, git: Git) -> Iterator[ThreadPoolExecutor]:
    """A pool of at most `count` threads that work with `git`.

    An interrupt (Ctrl-C, SIGTERM) ends that git first: a pool waits for its threads, and they for a server.
    """
    pool = ThreadPoolExecutor(count)
    with ended_by_sigterm():
        try:
            yield pool
            pool.shutdown()
        except Exception:
            pool.shutdown(cancel_futures=True)
            raise
        except BaseException:
            git.stop.set()
            pool.shutdown(cancel_futures=True)
            raise
