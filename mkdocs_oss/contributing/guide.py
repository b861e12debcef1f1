"""The contribution page of a repo: its own words first, then what its files say, each line with its place."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from itertools import zip_longest

from mkdocs_oss.contributing.contradicting import contradictions
from mkdocs_oss.contributing.markdown_lines import closed, has_title
from mkdocs_oss.contributing.project_files import is_plain_word
from mkdocs_oss.markdown_text import code_block, code_span, link, plain
from mkdocs_oss.model import Evidence, Maintenance, Step

SourceLink = Callable[[str, int], str | None]
"""(file, line; 0 for the whole file) to its URL at the forge, or None."""

_SECTIONS = (
    ("test", "Run the tests"),
    ("lint", "Check the style"),
    ("docs", "See the docs"),
)
_NO_EVIDENCE = (
    "The repo's files do not say how to set it up, test it or build its docs; "
    "a `pyproject.toml` or a `noxfile.py` at its root would."
)
_STATUS = {
    "maintained": "The repo is in maintenance only; ask before you start on something new.",
    "sunset": "The repo is on its way out; ask before you start.",
    "archived": "The repo is archived; changes are no longer taken in.",
}


def guide_markdown(
    *,
    name: str,
    evidence: Evidence,
    clone_urls: tuple[str, ...],
    default_branch: str | None,
    own_text: str | None,
    own_file: str | None,
    source_link: SourceLink,
    reviewers: str | None,
    maintenance: Maintenance,
) -> str:
    """The page's Markdown, for Python-Markdown with `tables` and `fenced_code`, and for CommonMark.

    `own_text` is the repo's CONTRIBUTING without front matter and with its links rewritten; it comes first
    and unchanged. `clone_urls` are allowed already, `reviewers` is escaped already.
    """
    own = closed((own_text or "").lstrip("\ufeff").replace("\r\n", "\n").strip("\n"))
    parts = [own] if has_title(own) else [f"# Contributing to {plain(name)}", own]
    steps = list(_numbered_sections(evidence, clone_urls, default_branch, source_link))
    if evidence.steps or evidence.facts or evidence.requires_python:
        parts += ["## From the repo's own files", _lead(own_file if own else None)]
        if own and own_file:
            parts += _contradictions(name, own, own_file, evidence)
        parts += [_numbered(number, section) for number, section in enumerate(steps, start=1)]
        parts.append(_other_tasks(evidence, source_link))
    else:
        parts += [f"## {title}\n\n{body}" for title, body in steps]
        parts.append(_NO_EVIDENCE)
    parts.append(_review(reviewers, maintenance))
    return "\n\n".join(part for part in parts if part) + "\n"


def _lead(own_file: str | None) -> str:
    read = "Read from the files of the repo; each command names the place that says so."
    return (
        f"{read} Where {code_span(own_file)} says otherwise, trust the people who wrote it."
        if own_file
        else read
    )


def _numbered(number: int, section: tuple[str, str]) -> str:
    title, body = section
    return f"### {number}. {title}\n\n{body}"


def _numbered_sections(
    evidence: Evidence, clone_urls: tuple[str, ...], default_branch: str | None, source_link: SourceLink
) -> Iterator[tuple[str, str]]:
    """(title, Markdown) of each section that has something to say."""
    sections = [("Get the code", _clone(clone_urls, default_branch))]
    sections.append(("Set it up", _set_up(evidence, source_link)))
    for topic, title in _SECTIONS:
        blocks = [_step(step, source_link) for step in evidence.steps if step.topic == topic]
        sections.append((title, "\n\n".join(blocks)))
    yield from ((title, body) for title, body in sections if body)


def _clone(urls: tuple[str, ...], branch: str | None) -> str:
    blocks: list[str] = []
    for url in dict.fromkeys(urls):
        over = (
            "HTTPS" if url.startswith("https://") else "SSH" if "@" in url or url.startswith("ssh://") else ""
        )
        folder = re.split(r"[/:]", url.rstrip("/"))[-1].removesuffix(".git")
        enter = f"\ncd {folder}" if is_plain_word(folder) and folder.strip(".") else ""
        if len(urls) > 1 and over:
            blocks.append(f"Over {over}:")
        blocks.append(code_block(f"git clone {shlex.quote(url)}{enter}"))
    if branch:
        blocks.append(f"Start your own branch from {code_span(branch)}.")
    return "\n\n".join(blocks)


def _set_up(evidence: Evidence, source_link: SourceLink) -> str:
    blocks: list[str] = []
    if evidence.requires_python:
        place = _place(evidence.requires_python_file, 0, source_link)
        blocks.append(f"Python {code_span(evidence.requires_python)}, {place}.")
    steps = [step for step in evidence.steps if step.topic == "environment"]
    for step, following in zip_longest(steps, steps[1:]):
        if following and (following.file, following.line) == (step.file, step.line):
            note = plain(step.note).rstrip(".")
            blocks += [code_block(step.command), f"{note[:1].upper()}{note[1:]}." if note else ""]
        else:
            blocks.append(_step(step, source_link))
    blocks += [
        f"{plain(sentence).rstrip('.')} ({_place(file, 0, source_link)})."
        for sentence, file in evidence.facts
    ]
    return "\n\n".join(block for block in blocks if block)


def _step(step: Step, source_link: SourceLink) -> str:
    note = f": {plain(step.note).rstrip('.')}" if step.note else ""
    place = _place(step.file, step.line, source_link)
    return f"{code_block(step.command)}\n\n{place[0].upper()}{place[1:]}{note}."


def _place(file: str, line: int, source_link: SourceLink) -> str:
    """`from noxfile.py, line 12`, as a link to that line where the forge has one."""
    label = f"{code_span(file)}, line {line}" if line else code_span(file)
    return f"from {link(label, source_link(file, line))}"


def _other_tasks(evidence: Evidence, source_link: SourceLink) -> str:
    tasks = [step for step in evidence.steps if step.topic == "task"]
    if not tasks:
        return ""
    rows = [
        f"| {code_span(step.command)} | {plain(step.note)} | {_place(step.file, step.line, source_link)} |"
        for step in tasks
    ]
    return "\n".join(
        ["### Other tasks", "", "| Command | What it does | Where it is |", "| --- | --- | --- |", *rows]
    )


def _contradictions(name: str, own: str, own_file: str, evidence: Evidence) -> list[str]:
    found = contradictions(repo=name, own_text=own, own_file=own_file, evidence=evidence)
    return [f"**Mind:** in {code_span(own_file)}, {plain(finding.message)}." for finding in found]


def _review(reviewers: str | None, maintenance: Maintenance) -> str:
    """Who reviews, when, and how soon; empty where nothing is promised."""
    sentences = [_STATUS.get(maintenance.status, "")]
    if reviewers and reviewers.strip():
        sentences.append(f"Changes are reviewed by {reviewers.strip()}.")
    if maintenance.backups:
        sentences.append(
            f"Standing in for them: {', '.join(plain(handle) for handle in maintenance.backups)}."
        )
    if maintenance.review_hours:
        sentences.append(f"Review hours: {plain(maintenance.review_hours)}.")
    if maintenance.responds_within:
        sentences.append(f"An answer is promised within {plain(maintenance.responds_within)}.")
    said = " ".join(sentence for sentence in sentences if sentence)
    return f"## Who reviews\n\n{said}" if said else ""
