"""What we note beside git's own files in a store: where the remote's refs were, and what of it is whole.

The note is what a build goes by, so that a warm build starts no git to find out. It is written whole or not at
all, and last: a fetch that is killed before leaves the note of the fetch before.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from mkdocs_oss.model import Outage

FILE = "mkdocs-oss.json"


class Tip(Struct, omit_defaults=True):
    """Where a ref of the remote was: a branch, or a tag or commit. `commit` is "" where the remote is empty."""

    commit: str = ""
    is_branch: bool = True
    gone_since: str = ""
    """Since when the remote, although it was reached, has no such ref."""
    reason: str = ""


class State(Struct, omit_defaults=True):
    """The note. Times are ISO 8601 in UTC. A store without `tips` was not fetched by us: git is asked for its refs."""

    url: str = ""
    branch: str = ""
    """The remote's default branch; "" where it is not known, or the remote is empty."""
    fetched: str = ""
    tips: dict[str, Tip] = {}
    """`ref:` as the user wrote it ("" for the default) → its place."""
    partial: bool = False
    complete: dict[str, list[str]] = {}
    """Commit → the kinds of reading for which all contents are here (`Reads.kinds`)."""
    packs: dict[str, int] = {}
    """Pack → its size in bytes, at the last time all was whole."""
    unreachable_since: str = ""
    reason: str = ""
    remedy: str = ""
    mended: str = ""
    """What was wrong with the copy that this one took the place of."""

    def outage(self, ref: str) -> Outage | None:
        tip = self.tips.get(ref)
        if self.unreachable_since:
            return Outage(time_of(self.unreachable_since), self.reason, self.remedy)
        return Outage(time_of(tip.gone_since), tip.reason) if tip and tip.gone_since else None


def read_state(git_dir: Path) -> State | None:
    """The note of a store; None where it cannot be read, or does not say when it was written."""
    try:
        state = msgspec.json.decode((git_dir / FILE).read_bytes(), type=State)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return state if state.fetched else None


def write_state(git_dir: Path, state: State) -> None:
    """Writes the note whole or not at all. Raises OSError."""
    draft = git_dir / f"{FILE}.new"
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(state, order="sorted"), indent=1) + b"\n")
    draft.replace(git_dir / FILE)


def packs_of(git_dir: Path) -> dict[str, int]:
    """The packs of a store with their sizes; those that git is still writing have other names. Raises OSError."""
    with os.scandir(git_dir / "objects" / "pack") as entries:
        return {
            entry.name: entry.stat().st_size
            for entry in entries
            if entry.name.startswith("pack-") and entry.name.endswith((".pack", ".idx"))
        }


def is_whole(git_dir: Path, state: State) -> bool:
    """Whether the files that the note names are there in full size. What is in them, only reading shows."""
    try:
        here = packs_of(git_dir) if state.packs else {}
        return (
            all(here.get(name) == size for name, size in state.packs.items()) and (git_dir / "HEAD").is_file()
        )
    except OSError:
        return False


def time_of(text: str) -> datetime:
    """A time of the note; the year 1970 where it is not known."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
