"""What has happened to the code that a page speaks of: no change, no word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import UTC, datetime, timedelta

import pytest

from mkdocs_oss.freshness import Comparison, suspects
from mkdocs_oss.freshness.weight import state_of
from mkdocs_oss.model import Binding, BindingKind, Commit, FileChange, FileHistory, Reason, Unknown
from mkdocs_oss.words import Words

SINCE = datetime(2026, 3, 3, tzinfo=UTC)
PATH = "deploy/rollback.py"
OLD = b"LIMIT = 1\ndef roll_back(to): ...\n"


def commit(day: str, *, minor: bool = False) -> Commit:
    return Commit(
        day.replace("-", "") * 5, datetime.fromisoformat(day).replace(tzinfo=UTC), "Ana", "x", is_minor=minor
    )


def history(*states: tuple[str, str], removed: str = "", moved_to: str = "") -> FileHistory:
    """A file's states, oldest first: (day, object id)."""
    changes, before = [], ""
    for day, blob in states:
        changes.append(FileChange(commit(day), PATH, before, blob))
        before = blob
    gone = commit(removed) if removed else None
    return FileHistory(tuple(reversed(changes)), removed=gone, moved_to=moved_to)


def judged(
    found: FileHistory | Unknown,
    contents: Mapping[str, bytes],
    *,
    kind: BindingKind = "span",
    symbol: str = "",
    terms: Set[str] = frozenset(),
    reviewed: Mapping[str, str] | None = None,
    elsewhere: Set[str] = frozenset(),
    quotes: Set[str] = frozenset(),
    lines: tuple[int, int] | None = None,
) -> Sequence[Reason]:
    binding = Binding("tool", PATH, kind, symbol, lines=lines)
    suspected = suspects([binding], {("tool", PATH): found}, since=SINCE, reviewed=reviewed or {})
    compare = Comparison(
        {("tool", blob): content for blob, content in contents.items()},
        frozenset(terms),
        SINCE,
        lambda repo, sha: f"https://git.example.org/{repo}/commit/{sha}",
        lambda repo, names: names & elsewhere,
        frozenset(quotes),
    )
    return compare.evidence(suspected)


def said(reasons: Sequence[Reason]) -> list[str]:
    return [Words.of().reason(reason) for reason in reasons]


def test_no_change_says_nothing() -> None:
    """A file that has not changed since is no reason for anything, however old it is."""
    assert judged(history(("2020-01-01", "a")), {"a": OLD}) == []


def test_a_file_that_is_gone_contradicts_the_page() -> None:
    """What was there when somebody last looked, and is gone: with the day, and the commit one click away."""
    reasons = judged(history(("2026-01-01", "a"), removed="2026-04-01"), {})
    assert said(reasons) == ["This page speaks of `deploy/rollback.py`, which was removed on 1 April 2026."]
    assert state_of(reasons) == "contradicted"
    assert reasons[0].links[0].url.startswith("https://git.example.org/tool/commit/20260401")


def test_a_file_that_moved_is_named_with_its_new_place() -> None:
    """A rename is not a loss, but the page names a path that is none any more."""
    reasons = judged(history(("2026-01-01", "a"), removed="2026-04-01", moved_to="deploy/back.py"), {})
    assert said(reasons) == [
        "This page speaks of `deploy/rollback.py`, which was moved to `deploy/back.py` on 1 April 2026."
    ]


def test_a_package_that_moved_to_another_root() -> None:
    """A `:::` block names a module and no path: below another root it is the same module still."""
    moved = history(("2026-01-01", "a"), removed="2026-04-01", moved_to=f"python/{PATH}")
    assert judged(moved, {}, kind="module") == []
    assert state_of(judged(moved, {}, kind="link")) == "contradicted"
    renamed = history(("2026-01-01", "a"), removed="2026-04-01", moved_to="python/deploy/back.py")
    assert state_of(judged(renamed, {}, kind="module")) == "contradicted"


@pytest.mark.parametrize(
    "found",
    [
        Unknown("the clone is shallow"),
        history(("2026-04-01", "a"), removed="2026-05-01"),  # it came and went since
        history(("2026-01-01", "a"), removed="2026-02-01"),  # it was gone before
        history(("2026-04-01", "b")),  # it is new
        FileHistory(),
    ],
)
def test_what_was_not_there_then_says_nothing(found: FileHistory | Unknown) -> None:
    """Never there, gone before, came since, or not known: nothing speaks against the page."""
    assert judged(found, {"a": OLD, "b": OLD}) == []


def test_a_change_of_form_says_nothing() -> None:
    """Comments, formatting and docstrings are no change, nor is a change that was taken back."""
    formatted = b"LIMIT = 1  # most\n\n\ndef roll_back(\n    to,\n): ...\n"
    assert (
        judged(
            history(("2026-01-01", "a"), ("2026-04-01", "b")), {"a": OLD, "b": formatted}, kind="describes"
        )
        == []
    )
    back = history(("2026-01-01", "a"), ("2026-04-01", "b"), ("2026-04-02", "a"))
    assert judged(back, {"a": OLD, "b": b"x = 1"}, kind="describes") == []


def test_minor_commits_say_nothing() -> None:
    """What bots and ignored commits did is no reason."""
    changes = (
        FileChange(commit("2026-04-01", minor=True), PATH, "a", "b"),
        FileChange(commit("2026-01-01"), PATH, "", "a"),
    )
    assert judged(FileHistory(changes), {"a": OLD, "b": b"x = 1"}, kind="describes") == []


CHANGED = history(("2026-01-01", "a"), ("2026-04-01", "b"), ("2026-04-02", "c"))


def test_described_code_that_changed_asks_for_a_look() -> None:
    """What a page declares that it describes counts with every change, and with the number of commits of substance."""
    contents = {"a": OLD, "b": OLD + b"# more\n", "c": OLD + b"y = 2\n"}
    reasons = judged(CHANGED, contents, kind="describes")
    assert said(reasons) == ["One commit has changed `deploy/rollback.py` since 3 March 2026."]
    assert state_of(reasons) == "look"


@pytest.mark.parametrize("kind", ["span", "link"])
def test_code_that_is_only_mentioned(kind: BindingKind) -> None:
    """Of a file that a page mentions, only what the page names counts; the rest is told and alarms nobody."""
    contents = {"a": OLD, "b": OLD, "c": OLD.replace(b"roll_back(to)", b"roll_back(to, force)")}
    unnamed = judged(CHANGED, contents, kind=kind)
    assert (state_of(unnamed), [reason.code for reason in unnamed]) == (None, ["code-changed"])
    named = judged(CHANGED, contents, kind=kind, terms={"roll_back"})
    assert said(named) == ["One commit has changed `roll_back` in `deploy/rollback.py` since 3 March 2026."]


def test_a_name_that_is_gone_contradicts_the_page() -> None:
    """An option or a function that the page names in code, and that no file of the repo has any more."""
    contents = {"a": OLD + b'add("--force")\n', "b": OLD, "c": OLD}
    reasons = judged(CHANGED, contents, terms={"--force"})
    assert said(reasons) == [
        "This page names `--force`, which `deploy/rollback.py` has not had since 1 April 2026."
    ]
    assert state_of(reasons) == "contradicted"
    assert [link.label for link in reasons[0].links] == ["2026040120"]
    assert judged(CHANGED, contents, terms={"--force"}, elsewhere={"--force"})[0].code == "code-changed"


@pytest.mark.parametrize("kind", ["include", "module"])
def test_what_a_page_takes_in_is_always_current(kind: BindingKind) -> None:
    """A snippet or an API block shows the code of today; only that it is gone speaks against the page."""
    contents = {"a": OLD, "b": OLD, "c": b"LIMIT = 2\ndef roll_back(x): ...\n"}
    assert state_of(judged(CHANGED, contents, kind=kind, terms={"LIMIT"})) is None
    assert (
        state_of(judged(history(("2026-01-01", "a"), removed="2026-04-01"), {}, kind=kind)) == "contradicted"
    )


def test_symbols() -> None:
    """A declared symbol: changed asks for a look, gone contradicts, never there says nothing, unchanged nothing."""
    contents = {"a": OLD, "b": OLD, "c": b"LIMIT = 2\n"}
    assert said(judged(CHANGED, contents, kind="describes", symbol="roll_back")) == [
        "This page speaks of `roll_back` of `deploy/rollback.py`, which is gone since 2 April 2026."
    ]
    assert said(judged(CHANGED, contents, kind="describes", symbol="LIMIT")) == [
        "One commit has changed `LIMIT` in `deploy/rollback.py` since 3 March 2026."
    ]
    assert judged(CHANGED, contents, kind="describes", symbol="never_there") == []
    assert judged(CHANGED, contents | {"c": OLD + b"y = 1\n"}, kind="describes", symbol="LIMIT") == []


ONCE = history(("2026-01-01", "a"), ("2026-04-01", "b"))


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


def test_contents_that_are_not_here_alarm_nobody() -> None:
    """In a store without old contents, a change is told and its substance is called unknown."""
    reasons = judged(CHANGED, {"c": OLD}, kind="describes")
    assert (state_of(reasons), [reason.code for reason in reasons]) == (None, ["code-not-compared"])


def test_what_the_review_wrote_down_counts_more_than_its_day() -> None:
    """Code that is as the last review recorded it has not changed since, whatever the dates say."""
    contents = {"a": OLD, "b": OLD, "c": b"LIMIT = 3\n"}
    assert judged(CHANGED, contents, kind="describes", reviewed={f"tool:{PATH}": "c"}) == []


def test_many_commits_stay_cheap() -> None:
    """Of a file with very many changes, the contents of some are read and all are counted."""
    states = [(f"{SINCE + timedelta(days=number):%Y-%m-%d}", str(number)) for number in range(1, 200)]
    found = history(("2026-01-01", "0"), *states)
    binding = Binding("tool", PATH, "describes")
    [suspect] = suspects([binding], {("tool", PATH): found}, since=SINCE, reviewed={})
    assert len({*suspect.ends, *suspect.between}) < 70
    reasons = judged(found, {"0": OLD, "199": b"x = 1\n"}, kind="describes")
    assert reasons[0].values["count"] == 199


@pytest.mark.parametrize(
    "days", [("2026-01-01", "2026-03-02"), ("2026-01-01", "2026-03-03"), ("2026-01-01", "2026-05-01")]
)
def test_the_code_that_a_reviewer_saw_counts_and_not_its_date(days: tuple[str, str]) -> None:
    """A commit of the same day, or an older one that was merged after the review, is new to the reviewer all the same."""
    found = history((days[0], "a"), (days[1], "b"))
    contents = {"a": OLD, "b": OLD.replace(b"roll_back(to)", b"roll_back(to, force)")}
    terms = {"roll_back"}
    seen = f"tool:{PATH}"
    assert len(judged(found, contents, terms=terms, reviewed={seen: "a"})) == 1
    assert judged(found, contents, terms=terms, reviewed={seen: "b"}) == []
    dated = judged(found, contents, terms=terms, reviewed={seen: "edited, and never committed"})
    assert len(dated) == (days[1] > "2026-03-03")


def test_a_file_that_a_reviewer_saw_and_that_is_gone() -> None:
    """It was there at the review, so it went after it, whatever day the commit names."""
    found = history(("2026-01-01", "a"), removed="2026-02-01")
    assert judged(found, {}) == []
    (reason,) = judged(found, {}, reviewed={f"tool:{PATH}": "a"})
    assert reason.code == "drift-removed"
