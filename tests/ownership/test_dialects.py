"""Which file counts, and in which dialect it is read."""

from __future__ import annotations

from typing import Any

import pytest

from mkdocs_oss.ownership.codeowners import find_codeowners

ALL = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS", ".bitbucket/CODEOWNERS")


@pytest.mark.parametrize(
    ("present", "asked", "expected"),
    [
        # the forge's own places, in the order in which it looks (docs.github.com; docs.gitlab.com; support.atlassian.com)
        (ALL, {"forge": "github"}, (".github/CODEOWNERS", "github")),
        (ALL[1:], {"forge": "github"}, ("CODEOWNERS", "github")),
        (ALL[2:], {"forge": "github"}, ("docs/CODEOWNERS", "github")),
        (ALL, {"forge": "gitlab"}, ("CODEOWNERS", "gitlab")),
        (ALL[2:], {"forge": "gitlab"}, ("docs/CODEOWNERS", "gitlab")),
        (ALL[3:], {"forge": "gitlab"}, (".gitlab/CODEOWNERS", "gitlab")),
        (ALL, {"forge": "bitbucket"}, (".bitbucket/CODEOWNERS", "bitbucket")),
        # a mirror: the file lies where another forge looks, and is read as that one does
        (ALL[3:], {"forge": "github"}, (".gitlab/CODEOWNERS", "gitlab")),
        (ALL[:1], {"forge": "gitlab"}, (".github/CODEOWNERS", "github")),
        (ALL[1:2], {"forge": "bitbucket"}, ("CODEOWNERS", "bitbucket")),
        # no forge that has such a file: its folder tells, else the setting, else GitHub
        (ALL[3:4], {}, (".gitlab/CODEOWNERS", "gitlab")),
        (ALL[4:], {"forge": "gitea"}, (".bitbucket/CODEOWNERS", "bitbucket")),
        (ALL[1:2], {}, ("CODEOWNERS", "github")),
        (ALL[1:2], {"otherwise": "gitlab"}, ("CODEOWNERS", "gitlab")),
        (ALL, {"otherwise": "gitlab"}, ("CODEOWNERS", "gitlab")),
        (ALL[1:2], {"forge": "github", "otherwise": "gitlab"}, ("CODEOWNERS", "github")),
        # what was asked for wins
        (ALL, {"forge": "github", "asked": "gitlab"}, ("CODEOWNERS", "gitlab")),
        (ALL[:1], {"forge": "github", "asked": "bitbucket"}, (".github/CODEOWNERS", "bitbucket")),
        ((), {"forge": "github"}, None),
        (("a/CODEOWNERS",), {}, None),
    ],
)
def test_the_file_and_its_dialect(
    present: tuple[str, ...], asked: dict[str, Any], expected: tuple[str, str] | None
) -> None:
    """The forge decides, then the file's folder, then the setting; `--dialect` before all."""
    assert find_codeowners(present, **asked) == expected
