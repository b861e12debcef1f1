"""What is shipped is what is here."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_nothing_of_the_package_is_hidden_from_git() -> None:
    """No ignore rule names a file of the package: git and the wheel would leave it out without a word."""
    listed = subprocess.run(
        [
            "git",
            "ls-files",
            "-z",
            "--others",
            "--ignored",
            "--exclude-standard",
            "mkdocs_oss",
            "handbook_template",
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=60,
    )
    hidden = [path for path in listed.stdout.decode().split("\0") if path and "__pycache__" not in path]
    assert hidden == []
