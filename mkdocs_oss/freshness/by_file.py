"""Compares the pages of a repo with the files that they speak of: file after file, so that each content is read once for
all pages, and what it says is kept no longer than that file's turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mkdocs_oss.freshness.code_change import Asked
from mkdocs_oss.freshness.code_change.terms import last_name
from mkdocs_oss.freshness.drift import Comparison
from mkdocs_oss.freshness.meaning import Effort
from mkdocs_oss.freshness.suspects import Place, Suspect, Watched
from mkdocs_oss.freshness.together import together
from mkdocs_oss.model import Reason


def evidence_by_file(
    pages: Mapping[str, tuple[Comparison, Sequence[Watched]]], effort: Effort
) -> dict[str, list[Reason]]:
    """For each page by its path: what there is to say of all that it speaks of, the weightiest against it first.

    `pages`: what each is judged by, all by the same `effort`, and what is known of the files.
    """
    said: dict[str, list[list[Reason]]] = {}
    files: dict[Place, list[tuple[str, int, Suspect]]] = {}
    for page, (comparison, watches) in pages.items():
        said[page] = [[] if isinstance(each, Suspect) else list(comparison.of(each)) for each in watches]
        for at, each in enumerate(watches):
            if isinstance(each, Suspect):
                files.setdefault((each.binding.repo, each.binding.path), []).append((page, at, each))
    for suspects in files.values():
        for page, _, suspect in suspects:
            _ask(pages[page][0], suspect, effort)
        for page, at, suspect in suspects:
            said[page][at] = list(pages[page][0].of(suspect))
        effort.forget()
    return {
        page: together(
            (each.binding, reason)
            for each, reasons in zip(watches, said[page], strict=True)
            for reason in reasons
        )
        for page, (_, watches) in pages.items()
    }


def _ask(comparison: Comparison, suspect: Suspect, effort: Effort) -> None:
    """Says of the contents of a suspect what will be asked of them."""
    binding = suspect.binding
    contents, repo = comparison.contents, binding.repo
    symbols = frozenset({binding.symbol} if binding.symbol else ())
    before = contents.get((repo, suspect.before), b"")
    terms = frozenset(
        term for term in (() if symbols else comparison.terms) if last_name(term).encode() in before
    )
    called = frozenset({binding.symbol} if binding.kind == "module" and suspect.changes else ())
    for blobs, asked in (
        (suspect.ends, Asked(symbols, terms, called)),
        (suspect.between, Asked(symbols, terms)),
    ):
        for blob in dict.fromkeys(blobs):
            content = contents.get((repo, blob))
            if content is not None:
                known = effort.asked.get(content)
                effort.asked[content] = asked if known is None or known <= asked else known | asked
