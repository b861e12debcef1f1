"""That the clone of a repo is shallow, where for that something is not known of pages: said once for each repo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mkdocs_oss.history.told import SHALLOW
from mkdocs_oss.model import (
    SHALLOW_FILE,
    Finding,
    Origin,
    PageFacts,
    PageHistory,
    Source,
    Unknown,
)

REMEDY = (
    "fetch the full history (`fetch-depth: 0`, or `git fetch --unshallow`; "
    "where it is large, with `--filter=blob:none`)"
)


def shallow_findings(pages: Sequence[PageFacts], sources: Mapping[str, Source]) -> Iterator[Finding]:
    """`sources`: by the name that pages' bindings give a repo."""
    for name, source in sources.items():
        if not source.shallow:
            continue
        repo = source.repo.name
        dates = sum(_is_cut(facts, repo) for facts in pages)
        code = sum(_speaks_of(facts, name) for facts in pages)
        lacking = [
            *([f"when {_pages(dates)} last changed"] if dates else []),
            *([f"what has become of code that {_pages(code, 'speaks', 'speak')} of"] if code else []),
        ]
        if lacking:
            what = f"the clone is shallow, so it is not known {' and '.join(lacking)}"
            yield Finding("shallow", "note", repo, source.repo.where, what, REMEDY)


def _is_cut(facts: PageFacts, repo: str) -> bool:
    """Whether the clone ends before the page's last change."""
    origin, history = facts.page.origin, facts.history
    last = history.last_substantive if isinstance(history, PageHistory) else history
    return isinstance(origin, Origin) and origin.repo == repo and last == Unknown(SHALLOW)


def _speaks_of(facts: PageFacts, repo: str) -> bool:
    """Whether the clone ends before it tells what the page's code was."""
    return facts.freshness is not None and any(
        reason.code == "code-not-known"
        and (reason.values["repo"], reason.values["reason"]) == (repo, SHALLOW_FILE.reason)
        for reason in facts.freshness.reasons
    )


def _pages(count: int, one: str = "", many: str = "") -> str:
    return f"1 page {one}".rstrip() if count == 1 else f"{count} pages {many}".rstrip()
