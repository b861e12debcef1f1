"""What a page names in code, calls, or says beside a block that it takes in, when the code has moved on."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import UTC, datetime

import pytest

from mkdocs_oss.freshness import Comparison, page_terms, watched
from mkdocs_oss.freshness.weight import is_as_it_was, state_of
from mkdocs_oss.model import Binding, BindingKind, Commit, FileChange, FileHistory, Reason
from mkdocs_oss.words import Words

SINCE = datetime(2026, 3, 3, tzinfo=UTC)
PATH = "src/store.py"
STORE = "class Store:\n    def __init__(self, path): ...\n    def put(self, key): ...\ndef load(key): ...\n"
MORE = STORE.replace("self, path", "self, path, mode")


def judged(
    page: str,
    *contents: str,
    kind: BindingKind = "span",
    symbol: str = "",
    path: str = PATH,
    elsewhere: Set[str] = frozenset(),
) -> Sequence[Reason]:
    """What is said of a page whose file had these contents, one a day, the first when it was last looked at."""
    changes = tuple(
        FileChange(
            Commit(f"{at:040x}", datetime(2026, 1 if not at else 4, at + 1, tzinfo=UTC), "Ana", "x"),
            path,
            str(at - 1) if at else "",
            str(at),
        )
        for at in range(len(contents))
    )
    found = watched(
        [Binding("tool", path, kind, symbol)],
        {("tool", path): FileHistory(tuple(reversed(changes)))},
        since=SINCE,
        seen={},
    )
    blobs = {("tool", str(at)): content.encode() for at, content in enumerate(contents)}
    compare = Comparison(
        blobs, page_terms(page), SINCE, lambda repo, sha: None, lambda repo, names: names & elsewhere
    )
    return compare.evidence(found)


def said(reasons: Sequence[Reason]) -> list[str]:
    return [Words.of().reason(reason) for reason in reasons]


def test_how_a_class_is_made() -> None:
    """The commonest change of an API: counted is the commit that changed it."""
    reasons = judged("`Store(path)`", STORE, STORE + "x = 1\n", MORE + "x = 1\n", MORE + "x = 2\n")
    assert said(reasons) == ["One commit has changed `Store` in `src/store.py` since 3 March 2026."]
    assert state_of(reasons) == "look"


@pytest.mark.parametrize(
    ("page", "symbol", "after"),
    [
        ("Make it by `Store(path)`.", "Store", MORE),
        ("It opens `path`.", "Store", STORE.replace("self, path", "self, file")),
        ("Make it by `Store(path)`.", "", MORE),
    ],
)
def test_what_a_page_says_beside_a_block(page: str, symbol: str, after: str) -> None:
    """What the block shows is current; the page's own words about it may not be, and need a look."""
    reasons = judged(page, STORE, after, after + "x = 1\n", kind="module", symbol=symbol)
    assert said(reasons) == ["One commit has changed `Store` in `src/store.py` since 3 March 2026."]


@pytest.mark.parametrize(
    ("page", "after"),
    [
        ("It keeps things.", MORE),
        ("`Store(path)`", STORE.replace("self, path", "self, path, mode=1")),
        ("`Store(path)`", STORE.replace("put(self, key)", "put(self, key, to)")),
    ],
)
def test_a_block_is_current(page: str, after: str) -> None:
    """A change that breaks nothing of what the page says itself alarms nobody."""
    reasons = judged(page, STORE, after, kind="module", symbol="Store")
    assert [reason.code for reason in reasons] == ["code-taken-in"]


def test_a_snippet_is_current_whatever_the_page_calls() -> None:
    """What a page includes is an example; what it calls in it comes from elsewhere."""
    assert state_of(judged("`Store(path)`", STORE, MORE, kind="include")) is None


@pytest.mark.parametrize(
    ("page", "after", "name", "elsewhere"),
    [
        ("`store.put(key)`", STORE.replace("put(self, key)", "put(self, key, to)"), "put", set()),
        ("`load(key)`", STORE.replace("def load(key): ...", "from ._load import load"), "load", set()),
        ("`load(key)`", STORE.replace("def load(key): ...", ""), "load", {"load"}),
    ],
)
def test_a_name_that_may_be_touched(page: str, after: str, name: str, elsewhere: Set[str]) -> None:
    """Where it is not known whether a change touches what the page means, that is said: no alarm, and nothing fresh."""
    reasons = judged(page, STORE, after, elsewhere=elsewhere)
    [sentence] = said(reasons)
    assert sentence.endswith(f"; whether that touches what this page says of `{name}` is not known.")
    assert (state_of(reasons), is_as_it_was(reasons)) == (None, False)


def test_names_that_nothing_touched() -> None:
    """A page's names keep their definitions, whatever else has changed."""
    reasons = judged("`Store(path)`, `load(key)`", STORE, STORE.replace("...", "pass"))
    assert said(reasons) == [
        "One commit has changed `src/store.py` since 3 March 2026, but not how to use what this page names in code."
    ]
    assert is_as_it_was(reasons)


def test_a_symbol_that_may_be_inherited() -> None:
    """A method that went away may have gone up to a base of another file: not known, and nothing red."""
    before, after = (f"class Store(Base):\n    def {name}(self): ...\n" for name in ("put", "get"))
    reasons = judged("", before, after, kind="describes", symbol="Store.put")
    [sentence] = said(reasons)
    assert sentence.startswith(
        "Whether `src/store.py#Store.put` has changed since is not known: it may be inherited"
    )
    assert (state_of(reasons), is_as_it_was(reasons)) == (None, False)


def test_a_symbol_in_another_language() -> None:
    """Its block counts, and what only a comment names is gone."""
    before = "func Fetch(u string) int {\n\treturn 1\n}\n\nfunc Stop() {\n}\n"
    for after, code in (
        (before.replace("return 1", "return 2"), "drift-changed-names"),
        (before.replace("Stop() {", "Stop(a int) {"), "code-symbol-same"),
        ("// Fetch is gone\nfunc Stop() {\n}\n", "drift-symbol"),
        ("var x = Fetch\n", "code-not-known"),
    ):
        reasons = judged("", before, after, kind="describes", symbol="Fetch", path="a.go")
        assert [reason.code for reason in reasons] == [code]
