"""A repo's story: who changed which files how many days ago. Read from `sample/<name>.toml`."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct


class Author(Struct, frozen=True, forbid_unknown_fields=True):
    """Who commits, from `sample/authors.toml`; `zone` is the offset of their clock, such as `+0200`."""

    name: str
    email: str
    zone: str = "+0000"

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


class Told(Struct, frozen=True, forbid_unknown_fields=True):
    """One commit of a story.

    `write` names sample files: `docs/*@1` is version 1 of all below docs, no `@` is the newest version, and
    `docs/a.md@1 as docs/b.md` writes it under an older name. `move` maps old paths to new ones.
    `id` lets files speak of this commit as `{commit <id>}`. A commit with `branch` stands on a side branch,
    which `merge` brings back.
    """

    days_ago: int
    author: str
    message: str
    co_authors: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    move: dict[str, str] = {}
    delete: tuple[str, ...] = ()
    id: str = ""
    branch: str = ""
    merge: str = ""


class Story(Struct, frozen=True, forbid_unknown_fields=True):
    """A repo's history, oldest first; `uncommitted` files are written after the checkout."""

    remote: str
    commits: tuple[Told, ...]
    name: str = ""
    folder: str = ""
    uncommitted: tuple[str, ...] = ()
    authors: dict[str, Author] = {}


def read_stories(sample: Path) -> list[Story]:
    """All stories of the sample, in the order of their names."""
    authors = msgspec.toml.decode((sample / "authors.toml").read_bytes(), type=dict[str, Author])
    stories = []
    for path in sorted(sample.glob("*.toml")):
        if path.stem != "authors":
            story = msgspec.toml.decode(path.read_bytes(), type=Story)
            folder = story.folder or f"repos/{path.stem}"
            stories.append(msgspec.structs.replace(story, name=path.stem, folder=folder, authors=authors))
    return stories
