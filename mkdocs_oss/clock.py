"""The one place that asks what time it is."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from mkdocs_oss.errors import SettingsError


def now() -> datetime:
    """The time of the build, in UTC, to the second; SOURCE_DATE_EPOCH (seconds) fixes it.

    Source: https://reproducible-builds.org/specs/source-date-epoch/. Raises SettingsError where it is no number.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if not fixed:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(fixed), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise SettingsError(
            "SOURCE_DATE_EPOCH", f"{fixed!r} is not a time", remedy="set it to seconds since 1970"
        ) from error
