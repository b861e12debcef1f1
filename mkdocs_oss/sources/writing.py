"""Writes a file of a worktree whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from mkdocs_oss.errors import OssError


def write_file(root: Path, path: str, content: bytes) -> None:
    """Puts `content` into the file `path` below `root`, in place of what is there; its mode stays. Raises OssError.

    What reads the file meanwhile sees the old content or the new one. A link is never written through.
    """
    file = root / path
    draft = file.with_name(f".{file.name[:50]}.{os.getpid()}.new")
    try:
        try:
            before = file.lstat()
        except FileNotFoundError:
            before = None
        if before is not None and not stat.S_ISREG(before.st_mode):
            raise OssError(f"{path}: it is no regular file; name the file itself")
        with draft.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        if before is not None:
            draft.chmod(stat.S_IMODE(before.st_mode))
        draft.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):  # it was never made, or is the next run's to make again
            draft.unlink()
        reason = error.strerror or type(error).__name__
        raise OssError(f"{path}: it cannot be written ({reason}); it is as it was") from error
