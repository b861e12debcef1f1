"""`mkdocs-oss new`: a handbook from the template that the package carries. Offline; runs nothing of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from mkdocs_oss.errors import MissingExtraError, OssError

_IN_PACKAGE = Path(__file__).parent / "handbook_template"
_IN_CHECKOUT = Path(__file__).parent.parent / "handbook_template"


def template_folder() -> Path:
    """The template: in the installed package, or at the top of a checkout. Raises OssError."""
    for folder in (_IN_PACKAGE, _IN_CHECKOUT):
        if (folder / "copier.yml").is_file():
            return folder
    raise OssError("the handbook template is missing from this installation; install mkdocs-oss again")


def new_handbook(folder: Path, answers: dict[str, Any], *, today: date, ask: bool) -> None:
    """Writes a new handbook into `folder`, which must be empty or not there. Raises OssError.

    `ask`: put the questions that `answers` leaves open to the user; else their defaults are taken.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OssError(f"{folder} is not empty; choose a new folder")
    try:
        from copier import run_copy
        from copier.errors import CopierError
    except ImportError as error:
        raise MissingExtraError("mkdocs-oss new", extra="new") from error
    given = {key: value for key, value in answers.items() if value is not None}
    try:
        run_copy(
            str(template_folder()),
            folder,
            data={**given, "today": today.isoformat()},
            defaults=not ask,
            quiet=True,
        )
    except (CopierError, ValueError) as error:
        raise OssError(f"the answers do not fit: {error}") from error
    except OSError as error:
        raise OssError(f"{folder} cannot be written ({error.strerror}); choose another folder") from error
