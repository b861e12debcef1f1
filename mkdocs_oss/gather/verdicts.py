"""The verdict on each page of one repo: from its review, its history, what it speaks of, and what it includes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mkdocs_oss.freshness import Review, days_later, freshness, inherited, last_change
from mkdocs_oss.gather.build import Build
from mkdocs_oss.gather.drift import PageDrift, drifts
from mkdocs_oss.gather.past import Past
from mkdocs_oss.model import (
    Binding,
    Finding,
    Freshness,
    Origin,
    Page,
    PageHistory,
    Severity,
    Unknown,
    is_edited,
)
from mkdocs_oss.sources import Document
from mkdocs_oss.sources.mentions import unread_describes


def verdicts(
    build: Build,
    repo: str,
    pages: Sequence[Page],
    histories: Mapping[str, PageHistory | Unknown],
    reviews: Mapping[str, Review],
    *,
    documents: Mapping[str, Document],
    past: Past,
) -> dict[str, Freshness]:
    """By the page's uri. `histories`, `reviews`: uri → of the page; `documents`: repo path → text.

    A page that its front matter leaves out has none.
    """
    if not build.has("freshness"):
        return {}
    judged = {page.uri: page for page in pages if page.meta.get("freshness") is not False}
    at = {page.origin.path: uri for uri, page in judged.items() if isinstance(page.origin, Origin)}
    by_path = {path: reviews[uri] for path, uri in at.items()}
    drifted = drifts(build, repo, documents, by_path, past)
    found: dict[str, Freshness] = {}
    for uri, page in judged.items():
        path = page.origin.path if isinstance(page.origin, Origin) else ""
        drift = drifted.get(path, PageDrift()) if at.get(path) == uri else PageDrift()
        found[uri] = freshness(
            histories[uri],
            reviews[uri],
            build.settings.freshness,
            today=build.today,
            edited=is_edited(page, histories[uri]),
            bindings=drift.bindings,
            drift=drift.reasons,
            later=_later(build, page, histories[uri], reviews[uri], past),
        )
    includes = {path: _included(drift, repo) for path, drift in drifted.items() if path in at}
    whole = inherited({path: found[uri] for path, uri in at.items()}, includes)
    return found | {at[path]: verdict for path, verdict in whole.items()}


def _later(build: Build, page: Page, history: PageHistory | Unknown, review: Review, past: Past) -> int:
    """By how many days the page's next review is put off, because many of the handbook would be on one day."""
    if not past.crowded or not isinstance(page.origin, Origin):
        return 0
    return days_later(
        f"{page.origin.repo}:{page.origin.path}",
        review,
        build.settings.freshness,
        changed=last_change(history, build.today),
        crowded=past.crowded,
    )


def _included(drift: PageDrift, repo: str) -> tuple[str, ...]:
    return tuple(each.path for each in drift.bindings if each.kind == "include" and each.repo == repo)


def unfound(
    repo: str,
    pages: Sequence[Page],
    judgement: Mapping[str, Freshness],
    past: Past,
    *,
    source_name: str,
    severity: Severity,
) -> Iterator[Finding]:
    """What `describes:` of a page's front matter names and no repo has or had: a file, or a symbol in one."""
    for page in pages:
        path = page.origin.path if isinstance(page.origin, Origin) else ""
        for mention in (
            past.mentioned.get(repo, {}).get(path, ()) if page.kind in ("page", "overview") else ()
        ):
            if mention.kind == "describes" and not any(past.file(*place) for place in mention.places):
                what = f"`describes: {mention.written}` names no file that {mention.repo or 'the repo'} has or had"
                remedy = "mend the path; it starts from the repo's root"
                yield Finding("describes", severity, source_name, f"{path}:1", what, remedy)
        for entry in unread_describes(page.meta) if page.uri in judgement else ():
            what = f"`describes: {entry}` is no path of a file"
            remedy = "write it as `describes: src/load.py`, from the repo's root, or as a list of such"
            yield Finding("describes", severity, source_name, f"{path}:1", what, remedy)
        verdict = judgement.get(page.uri)
        for file, binding in _without_symbol(verdict) if verdict is not None else ():
            what = f"`describes: {file}#{binding.symbol}` names a symbol that the file does not define"
            where = f"{binding.file}:{binding.line}"
            yield Finding(
                "describes", severity, source_name, where, what, "mend the symbol, or name the file alone"
            )


def _without_symbol(verdict: Freshness) -> Iterator[tuple[str, Binding]]:
    """What a page declares and its file does not define, and did not when somebody last looked at the page."""
    for reason in verdict.reasons:
        if reason.code == "code-no-symbol":
            for each in verdict.bindings:
                if (
                    each.kind == "describes"
                    and each.is_meant(reason)
                    and each.symbol == reason.values["symbol"]
                ):
                    yield str(reason.values["path"]), each
