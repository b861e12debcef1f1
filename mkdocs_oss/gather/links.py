"""Whose the findings about pages are, and what the links of the handbook's own pages come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from mkdocs_oss.model import Finding, Origin, Owners, Page, PageFacts, Severity, Source
from mkdocs_oss.sources import Document
from mkdocs_oss.sources.asked import Asking
from mkdocs_oss.sources.links import Writer, broken_link, page_link, rewrite_links

_OF_LINKS = ("broken-link", "broken-anchor")


def with_owners(
    findings: Iterable[Finding], judged: Sequence[PageFacts], *, links: Severity = "note"
) -> tuple[Finding, ...]:
    """The findings with the owners of the pages that they are about. `links`: what a broken link is, at least."""
    owners = {
        facts.page.origin.path: facts.owners.handles
        for facts in judged
        if isinstance(facts.page.origin, Origin) and isinstance(facts.owners, Owners)
    }
    return tuple(_owned(finding, owners, links) for finding in findings)


def _owned(finding: Finding, owners: Mapping[str, tuple[str, ...]], links: Severity) -> Finding:
    file, _, line = finding.where.rpartition(":")
    found = owners.get(file if line.isdecimal() else finding.where, ())
    severity = links if finding.code in _OF_LINKS and finding.severity == "note" else finding.severity
    if not found and severity == finding.severity:
        return finding
    return replace(finding, owners=found, severity=severity)


def link_hub(
    pages: Sequence[Page],
    documents: Mapping[str, Document],
    source: Source,
    asking: Asking,
    *,
    severity: Severity,
) -> tuple[list[Page], list[Finding]]:
    """The handbook's own pages with their links, and what is wrong with those that no engine judges.

    `documents`: uri → text.
    """
    linked_pages: list[Page] = []
    findings: list[Finding] = []
    for page in pages:
        document = documents.get(page.uri)
        if document is None:
            linked_pages.append(page)
            continue
        path = page.origin.path if isinstance(page.origin, Origin) else page.uri
        linked = rewrite_links(document.body, Writer(asking.by, path, page.uri, is_hub=True), asking)
        findings += [
            broken_link(link, document.where(link.line, path), source.repo.name, severity)
            for link in linked.broken
        ]
        links = tuple(page_link(link, document, path) for link in linked.found)
        linked_pages.append(
            replace(page, links=links, relinks=linked.relinks) if links or linked.relinks else page
        )
    return linked_pages, findings
