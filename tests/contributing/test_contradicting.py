"""A repo's own text about how to work in it, against its files."""

from __future__ import annotations

from contributing.evidence_of import NOX, read

from mkdocs_oss.contributing import contradictions


def test_contradictions() -> None:
    """A text that names a tool which nothing in the repo speaks of is told; a text that fits is not."""
    evidence = read({"uv.lock": None, "noxfile.py": NOX})
    text = "# C\n\nRun `poetry install`, then\n\n```\ntox\n```\n"
    found = contradictions(repo="a", own_text=text, own_file="CONTRIBUTING.md", evidence=evidence)
    assert [(finding.where, finding.message) for finding in found] == [
        ("CONTRIBUTING.md:3", "the text says poetry install, but uv.lock says uv sync"),
        ("CONTRIBUTING.md:6", "the text says tox, but noxfile.py says nox -s tests"),
    ]
    for fitting in (
        "We like tox in prose",
        "`uv sync` or `poetry install`",
        "see `tox.ini`",
        "`nox`, not `tox`",
    ):
        assert not contradictions(repo="a", own_text=fitting, own_file="C.md", evidence=evidence)
    without_lock = read({"pyproject.toml": "[project]\nname='a'"})
    assert not contradictions(repo="a", own_text="`poetry install`", own_file="C.md", evidence=without_lock)
