"""Compares the pages of a repo with the files that they speak of: file after file, so that each content is read once for
all pages, and what it says is kept no longer than that file's turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from mkdocs_oss.freshness.code_change import Asked, may_be_called, terms_in
from mkdocs_oss.freshness.drift import Comparison
from mkdocs_oss.freshness.meaning import Effort, Told
from mkdocs_oss.freshness.suspects import Place, Suspect, Watched
from mkdocs_oss.freshness.together import together
from mkdocs_oss.model import Reason

_Suspects = list[tuple[str, int, Suspect]]
"""Of one file: (page, which of the page's files it is, what is known of it)."""


class NotYetKnown(Exception):  # noqa: N818  # it is no error
    """Whether some names still stand in a repo's code is not known yet: it is to be asked for all files at once."""


def evidence_by_file(
    pages: Mapping[str, tuple[Comparison, Sequence[Watched]]], effort: Effort, find_out: Callable[[], None]
) -> dict[str, list[Reason]]:
    """For each page by its path: what there is to say of all that it speaks of, the weightiest against it first.

    `pages`: what each is judged by, all by the same `effort`, and what is known of the files. Where `still_there` raises
    NotYetKnown, the file has another turn after the others, when `find_out` has made known what was asked for.
    """
    said: dict[str, list[list[Reason]]] = {}
    files: dict[Place, _Suspects] = {}
    for page, (comparison, watches) in pages.items():
        said[page] = [[] if isinstance(each, Suspect) else list(comparison.of(each)) for each in watches]
        for at, each in enumerate(watches):
            if isinstance(each, Suspect):
                files.setdefault((each.binding.repo, each.binding.path), []).append((page, at, each))
    turns: list[tuple[Told | None, _Suspects]] = [(None, suspects) for suspects in files.values()]
    while turns:
        waiting: list[tuple[Told | None, _Suspects]] = []
        for told, suspects in turns:
            effort.told = told or _to_be_told(pages, suspects)
            left: _Suspects = []
            for page, at, suspect in suspects:
                try:
                    said[page][at] = list(pages[page][0].of(suspect))
                except NotYetKnown:
                    left.append((page, at, suspect))
            if left:
                waiting.append((effort.told, left))
        turns = waiting
        if turns:
            find_out()
    return {
        page: together(
            (each.binding, reason)
            for each, reasons in zip(watches, said[page], strict=True)
            for reason in reasons
        )
        for page, (_, watches) in pages.items()
    }


def _to_be_told(pages: Mapping[str, tuple[Comparison, Sequence[Watched]]], suspects: _Suspects) -> Told:
    told = Told()
    for page, _, suspect in suspects:
        _ask(pages[page][0], suspect, told)
    return told


def _ask(comparison: Comparison, suspect: Suspect, told: Told) -> None:
    """Says of the contents of a suspect what will be asked of them."""
    binding = suspect.binding
    contents, repo = comparison.contents, binding.repo
    symbols = frozenset({binding.symbol} if binding.symbol else ())
    before, after = (contents.get((repo, blob), b"") for blob in (suspect.before, suspect.after))
    terms = frozenset() if symbols else terms_in(before, comparison.terms)
    is_called = (
        binding.kind == "module" and suspect.changes and may_be_called(comparison.terms, before, after)
    )
    asked = Asked(symbols, terms, frozenset({binding.symbol} if is_called else ()))
    for blob in dict.fromkeys((*suspect.ends, *suspect.between)):
        content = contents.get((repo, blob))
        if content is not None:
            known = told.asked.get(content)
            told.asked[content] = asked if known is None or known <= asked else known | asked
