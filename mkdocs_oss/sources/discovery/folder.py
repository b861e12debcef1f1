"""The git checkouts directly below a folder."""

from __future__ import annotations

from pathlib import Path

from mkdocs_oss.sources.open import git_top


def checkouts(folder: Path, *, hub: Path) -> list[Path]:
    """The folders directly below `folder` that have a `.git`, by name; raises OSError where it cannot be read.

    Hidden ones, links, and the repo that the `hub` folder lies in are left out.
    """
    own = git_top(hub.resolve())
    return sorted(
        (
            path
            for path in folder.iterdir()
            if not path.name.startswith(".")
            and path != own
            and path.is_dir()
            and not path.is_symlink()
            and (path / ".git").exists()
        ),
        key=lambda path: (path.name.casefold(), path.name),
    )
