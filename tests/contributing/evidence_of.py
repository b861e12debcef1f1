"""What tests of evidence share: the evidence of a few files."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from mkdocs_oss.contributing import read_evidence
from mkdocs_oss.model import Evidence

PYTEST = "[tool.pytest.ini_options]\n"


def read(files: Mapping[str, str | None]) -> Evidence:
    return read_evidence(
        {path: None if text is None else dedent(text).encode() for path, text in files.items()}
    )


def commands(files: Mapping[str, str | None], topic: str) -> list[str]:
    return [step.command for step in read(files).steps if step.topic == topic]


NOX = '''\
import nox
from nox_poetry import session as poetry_session

@nox.session(python=["3.11", "3.12"])
def tests(session):
    """Run the tests.

    More words.
    """

@poetry_session(name="lint-all")
def lint(session): ...

@nox.session
async def docs(session): ...

@other.session
def not_one(session): ...

def helper(): ...
'''
