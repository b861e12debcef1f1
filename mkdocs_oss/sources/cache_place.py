"""Where the cache is."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder(chosen: Path | None) -> Path:
    """Where the cache is: the setting, else MKDOCS_OSS_CACHE, else the user's cache folder."""
    if chosen is not None:
        return chosen.absolute()
    named = os.environ.get("MKDOCS_OSS_CACHE")
    if named:
        return Path(named).absolute()
    import platformdirs  # where nobody has named a folder

    return platformdirs.user_cache_path("mkdocs-oss")
