"""Many pages and few files: each content is read once, and the pages are told what each alone would be."""

from __future__ import annotations

import ast
import gc
from collections.abc import Callable, Sequence, Set
from datetime import UTC, datetime

import pytest

from mkdocs_oss.freshness import Comparison, Effort, NotYetKnown, Watched, evidence_by_file, watched
from mkdocs_oss.model import Binding, Commit, FileChange, FileHistory

SINCE = datetime(2026, 3, 3, tzinfo=UTC)
Pages = dict[str, tuple[Comparison, Sequence[Watched]]]


def states(path: str) -> list[bytes]:
    """What a file held, oldest first: a call takes more, a function goes, and a method takes another name."""
    texts = [b"class Store:\n    def put(self, key): ...\n\n\ndef load(a): ...\n\n\ndef gone(): ...\n"]
    texts.append(texts[-1].replace(b"load(a)", b"load(a, b)"))
    texts.append(texts[-1].replace(b"def gone(): ...\n", b""))
    texts.append(texts[-1].replace(b"key", b"name"))
    texts.append(texts[-1] + b"# done\n")
    return [b"# of %s\n%s" % (path.encode(), text) for text in texts]


def found(effort: Effort, still_there: Callable[[str, Set[str]], Set[str]]) -> Pages:
    """Five pages that speak of the same two files and of symbols in them."""
    files, contents = {}, {}
    for path in ("src/a.py", "src/b.go"):
        changes, before = [], ""
        for month, text in enumerate(states(path), 2):
            blob = f"{path}@{month}"
            contents["tool", blob] = text
            commit = Commit(blob, datetime(2026, month, 5, tzinfo=UTC), "Ana", "x")
            changes.append(FileChange(commit, path, before, blob))
            before = blob
        files["tool", path] = FileHistory(tuple(reversed(changes)))
    pages: Pages = {}
    for number, symbol in enumerate(("", "load", "gone", "Store.put", "Store")):
        bindings = [
            Binding("tool", path, kind, symbol)
            for path in ("src/a.py", "src/b.go")
            for kind in ("describes", "span", "module")
        ]
        terms = frozenset({"load", "load()", "gone", "gone()", "Store.put", f"other_{number}"})
        compare = Comparison(
            contents, terms, SINCE, lambda repo, sha: None, still_there, repo="tool", effort=effort
        )
        pages[f"docs/{number}.md"] = compare, watched(bindings, files, since=SINCE, seen={})
    return pages


def test_each_page_is_told_what_it_alone_would_be() -> None:
    """In the same order, whatever the other pages asked of the files."""
    effort = Effort()
    pages = found(effort, lambda repo, names: set())
    together = evidence_by_file(pages, effort, pytest.fail)
    alone = found(Effort(), lambda repo, names: set())
    assert together == {page: compare.evidence(watches) for page, (compare, watches) in alone.items()}
    assert {reason.code for reasons in together.values() for reason in reasons} >= {
        "drift-changed-names",
        "drift-symbol",
        "drift-term",
    }


def test_each_content_is_parsed_once() -> None:
    """Ten pages cost what one costs: so many bytes as the Python that they speak of has."""
    effort = Effort(left=1_000_000)
    evidence_by_file(found(effort, lambda repo, names: set()), effort, pytest.fail)
    assert 1_000_000 - effort.left == sum(map(len, states("src/a.py")))


def test_what_stands_elsewhere_is_asked_for_at_once() -> None:
    """Where that is not known yet, a file has another turn: with the same outcome, and nothing is parsed again."""
    known: set[str] = set()
    asked: set[str] = set()
    rounds = []

    def still_there(repo: str, names: Set[str]) -> Set[str]:
        if not names <= known:
            asked.update(names)
            raise NotYetKnown
        return set()

    def find_out() -> None:
        rounds.append(sorted(asked))
        known.update(asked)

    effort = Effort(left=1_000_000)
    waited = evidence_by_file(found(effort, still_there), effort, find_out)
    assert rounds == [["gone"]]
    assert 1_000_000 - effort.left == sum(map(len, states("src/a.py")))
    other = Effort()
    assert waited == evidence_by_file(found(other, lambda repo, names: set()), other, pytest.fail)


def test_no_syntax_tree_is_left() -> None:
    """A build does not collect circles, and a tree takes fifty times the memory of its text: none stays."""

    def trees() -> int:
        return sum(isinstance(each, ast.Module) for each in gc.get_objects())

    gc.collect()
    before = trees()
    gc.disable()
    try:
        effort = Effort()
        evidence_by_file(found(effort, lambda repo, names: set()), effort, pytest.fail)
        assert trees() == before
    finally:
        gc.enable()
