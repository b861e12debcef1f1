"""Drift of what a page names in a file: symbols, names, lines and quotes, and the commits that changed them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from freshness.drift_of import CHANGED, OLD, ONCE, SINCE, codes, history, judged, said

from mkdocs_oss.freshness.weight import is_as_it_was, state_of
from mkdocs_oss.model import BindingKind, Unknown


def test_a_name_that_is_gone_contradicts_the_page() -> None:
    """An option or a function that the page names in code, and that no file of the repo has any more."""
    contents = {"a": OLD + b'add("--force")\n', "b": OLD, "c": OLD}
    reasons = judged(CHANGED, contents, terms={"--force"})
    assert said(reasons) == [
        "This page names `--force`, which `deploy/rollback.py` has not had since 1 April 2026."
    ]
    assert state_of(reasons) == "contradicted"
    assert [link.label for link in reasons[0].links] == ["2026040120"]
    assert judged(CHANGED, contents, terms={"--force"}, elsewhere={"--force"})[0].code == "code-names-unclear"


def test_symbols() -> None:
    """A declared symbol: changed asks for a look, gone contradicts, never there says nothing, unchanged nothing."""
    contents = {"a": OLD, "b": OLD, "c": b"LIMIT = 2\n"}
    assert said(judged(CHANGED, contents, kind="describes", symbol="roll_back")) == [
        "This page speaks of `roll_back` of `deploy/rollback.py`, which is gone since 2 April 2026."
    ]
    assert said(judged(CHANGED, contents, kind="describes", symbol="LIMIT")) == [
        "One commit has changed `LIMIT` in `deploy/rollback.py` since 3 March 2026."
    ]
    never = judged(CHANGED, contents, kind="describes", symbol="never_there")
    assert said(never) == [
        "`deploy/rollback.py` does not define `never_there`, so whether that has changed is not known."
    ]
    assert (state_of(never), is_as_it_was(never)) == (None, False)
    same = judged(CHANGED, contents | {"c": OLD + b"y = 1\n"}, kind="describes", symbol="LIMIT")
    assert said(same) == ["`LIMIT` of `deploy/rollback.py` has not changed since, though the file has."]
    assert is_as_it_was(same)
    came = judged(CHANGED, contents | {"c": OLD + b"y = 1\n"}, kind="describes", symbol="y")
    assert said(came) == [
        "`deploy/rollback.py#y` came on 2 April 2026, after somebody last looked at this page."
    ]


def test_a_symbol_of_a_file_that_has_not_changed() -> None:
    """One that the page declares is looked up all the same: what never was there is not as it was."""
    still = history(("2026-01-01", "a"))
    assert codes(judged(still, {"a": OLD}, kind="describes", symbol="roll_back")) == ["code-unchanged"]
    assert codes(judged(still, {"a": OLD}, kind="describes", symbol="rollback")) == ["code-no-symbol"]
    assert codes(judged(still, {}, kind="describes", symbol="rollback")) == ["code-unchanged"]
    assert codes(judged(still, {"a": OLD}, kind="span", symbol="rollback")) == ["code-unchanged"]


@pytest.mark.parametrize("kind", ["describes", "module", "span"])
def test_a_symbol_that_has_left_its_file(kind: BindingKind) -> None:
    """Where its name still stands in code of the repo it may have moved, or be inherited: that asks for a look only."""
    contents = {"a": OLD, "b": OLD, "c": b"LIMIT = 2\n"}
    reasons = judged(CHANGED, contents, kind=kind, symbol="roll_back", elsewhere={"roll_back"})
    assert said(reasons) == [
        "This page speaks of `roll_back` of `deploy/rollback.py`, which is not in that file since 2 April 2026; the name stands elsewhere in the repo."
    ]
    assert state_of(reasons) == "look"
    assert state_of(judged(CHANGED, contents, kind=kind, symbol="roll_back")) == "contradicted"


def test_a_symbol_of_which_nothing_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not known then, changed or not, and that is said with the reason."""
    why = Unknown("the file takes in all of another")
    monkeypatch.setattr("mkdocs_oss.freshness.drift.symbol_state", lambda *given, effort: why)
    for found in (CHANGED, history(("2026-01-01", "a"))):
        reasons = judged(found, {"a": OLD, "b": OLD, "c": OLD + b"x = 1\n"}, kind="describes", symbol="f")
        assert said(reasons) == [
            "Whether `deploy/rollback.py#f` has changed since is not known: the file takes in all of another."
        ]
        assert (state_of(reasons), is_as_it_was(reasons)) == (None, False)


def test_the_commits_that_changed_what_the_page_names() -> None:
    """Of many commits to a file, those count that changed the symbol, or a name on the page: with their days and links."""
    first = b"def ff(a): ...\ndef gg(): return 0\n"
    texts = [first, first.replace(b"ff(a)", b"ff(a, b)")]
    texts += [texts[1].replace(b"0", str(number).encode()) for number in range(1, 7)]
    days = ["2026-01-01", *(f"2026-04-0{number}" for number in range(1, 8))]
    found = history(*((day, str(number)) for number, day in enumerate(days)))
    contents = {str(number): text for number, text in enumerate(texts)}
    kinds: tuple[BindingKind, BindingKind] = ("describes", "span")
    for reasons in (
        *(judged(found, contents, kind=kind, symbol="ff") for kind in kinds),
        judged(found, contents, terms={"ff"}),
    ):
        assert said(reasons) == ["One commit has changed `ff` in `deploy/rollback.py` since 3 March 2026."]
        assert [link.label for link in reasons[0].links] == ["2026040120"]
        assert reasons[0].values["day"] == date(2026, 4, 1)


def test_more_commits_than_are_looked_at() -> None:
    """The sentence says that it was some among them, and only those stand as links that are known to be."""
    states = [(f"{SINCE + timedelta(days=number):%Y-%m-%d}", str(number)) for number in range(1, 37)]
    found = history(("2026-01-01", "0"), *states)
    contents = {str(number): f"def ff(a, b): ...\nx = {number}\n".encode() for number in range(1, 37)}
    contents["0"] = b"def ff(a): ...\n"
    reasons = judged(found, contents, kind="describes", symbol="ff")
    assert said(reasons) == [
        "Of 36 commits to `deploy/rollback.py` since 3 March 2026, one or more have changed `ff`."
    ]
    assert reasons[0].links == ()
    contents["36"] = b"def ff(a, b, c): ...\n"
    assert len(judged(found, contents, kind="describes", symbol="ff")[0].links) == 1
    reasons = judged(found, contents, kind="describes")
    assert said(reasons) == [
        "Of 36 commits to `deploy/rollback.py` since 3 March 2026, one or more have changed it."
    ]
    assert state_of(reasons) == "look"


def test_something_that_went_long_ago_among_many_commits() -> None:
    """Where the commit is not among those that are looked at, the sentence holds and no wrong commit is named."""
    states = [(f"{SINCE + timedelta(days=number):%Y-%m-%d}", str(number)) for number in range(1, 37)]
    found = history(("2026-01-01", "0"), *states)
    contents = {str(number): f"x = {number}\n".encode() for number in range(7, 37)}
    contents |= {"0": b"def ff(a): ...\n", "6": b"x = 6\n"}
    (reason,) = judged(found, contents, kind="describes", symbol="ff")
    assert (reason.code, reason.values["day"], reason.links) == ("drift-symbol", date(2026, 3, 10), ())


@pytest.mark.parametrize(
    ("lines", "after", "sentence"),
    [
        ((2, 2), b"LIMIT = 1\ndef roll_back(to, x): ...\n", "This page points at line 2 of `deploy/rollback.py`, which reads otherwise since 1 April 2026."),
        ((1, 2), b"LIMIT = 1\n", "This page points at lines 1–2 of `deploy/rollback.py`, which read otherwise since 1 April 2026."),
        ((2, 2), b"# why\n" + OLD, "This page points at line 2 of `deploy/rollback.py`, which is line 3 since 1 April 2026."),
        ((1, 2), b"# why\n" + OLD, "This page points at lines 1–2 of `deploy/rollback.py`, which are lines 2–3 since 1 April 2026."),
    ],
)  # fmt: skip
def test_lines_that_a_page_points_at(lines: tuple[int, int], after: bytes, sentence: str) -> None:
    """A link to a line of the branch that is shown leads elsewhere as soon as the file changes above it."""
    reasons = judged(ONCE, {"a": OLD, "b": after}, kind="link", lines=lines)
    assert said(reasons) == [sentence]
    assert state_of(reasons) == "look"


def test_lines_that_read_as_they_did() -> None:
    """A change below them, or of white space, says nothing; nor do lines that the file never had."""
    for lines, after in (((1, 2), OLD + b"x = 1\n"), ((2, 2), OLD.replace(b"def", b"  def")), ((9, 9), b"")):
        assert state_of(judged(ONCE, {"a": OLD, "b": after}, kind="link", lines=lines)) is None


def test_a_line_that_a_page_quotes() -> None:
    """A page that has a line of the file word for word needs a look when no file of the repo has that line any more."""
    line = "def roll_back(to): ..."
    contents = {"a": OLD, "b": OLD.replace(b"(to)", b"(to, x)")}
    reasons = judged(ONCE, contents, quotes={line})
    assert said(reasons) == [
        "This page quotes `def roll_back(to): ...`, which `deploy/rollback.py` has not had since 1 April 2026."
    ]
    assert state_of(reasons) == "look"
    assert state_of(judged(ONCE, contents, quotes={line}, elsewhere={line})) is None
    assert state_of(judged(ONCE, contents, quotes={line}, kind="include")) is None


def test_a_name_of_several_parts_that_a_page_has() -> None:
    """A page that names `store.put` in its own words needs a look when the file that it speaks of, or shows, had that, and
    no file of the repo has it any more."""
    contents = {"a": b"store.put(1)\n", "b": b"store.send(1)\n"}
    for kind in ("span", "include"):
        reasons = judged(ONCE, contents, kind=kind, quotes={"store.put"})
        assert said(reasons) == [
            "This page quotes `store.put`, which `deploy/rollback.py` has not had since 1 April 2026."
        ]
        assert state_of(reasons) == "look"
        assert (
            state_of(judged(ONCE, contents, kind=kind, quotes={"store.put"}, elsewhere={"store.put"})) is None
        )


@pytest.mark.parametrize("above", [b"# why\n", b"import os\n"])
def test_lines_that_a_page_highlights(above: bytes) -> None:
    """A page that takes a file in and highlights its line by its number highlights another one as soon as the file changes
    above it, be it by a comment."""
    reasons = judged(ONCE, {"a": OLD, "b": above + OLD}, kind="include", shown=((1, 1), (2, 2)))
    assert said(reasons) == [
        "This page points at line 1 of `deploy/rollback.py`, which is line 2 since 1 April 2026."
    ]
    assert state_of(reasons) == "look"


def test_highlighted_lines_that_stay_where_they_are() -> None:
    """What they say now is what the page shows; so is what takes the place of a line that is gone."""
    for after in (OLD + b"x = 1\n", OLD.replace(b"(to)", b"(to, x)"), b"# why\ndef roll_back(to): ...\n"):
        reasons = judged(ONCE, {"a": OLD, "b": after}, kind="include", shown=((2, 2),))
        assert state_of(reasons) is None
