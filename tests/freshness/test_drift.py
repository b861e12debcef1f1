"""What has happened to the code that a page speaks of: no change, no word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freshness.drift_of import CHANGED, OLD, ONCE, PATH, SINCE, codes, commit, history, judged, said
from msgspec.structs import replace

from mkdocs_oss.freshness import Comparison, Suspect, watched
from mkdocs_oss.freshness.weight import is_as_it_was, state_of
from mkdocs_oss.model import Binding, BindingKind, FileChange, FileHistory, Unknown


def test_no_change_is_said_and_is_no_reason() -> None:
    """A file that has not changed since speaks for the page, however old it is."""
    reasons = judged(history(("2020-01-01", "a")), {"a": OLD})
    assert said(reasons) == ["The file that it speaks of has not changed since."]
    assert (state_of(reasons), is_as_it_was(reasons)) == (None, True)


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
    reasons = judged(moved, {}, kind="module")
    assert said(reasons) == [
        "`deploy/rollback.py` is `python/deploy/rollback.py` now, under the same module name; the page shows what it is."
    ]
    assert (state_of(reasons), is_as_it_was(reasons)) == (None, True)
    assert state_of(judged(moved, {}, kind="link")) == "contradicted"
    renamed = history(("2026-01-01", "a"), removed="2026-04-01", moved_to="python/deploy/back.py")
    assert state_of(judged(renamed, {}, kind="module")) == "contradicted"


def shallow(found: FileHistory) -> FileHistory:
    """What is known of a file in a shallow clone, whose boundary is before the oldest of its changes here."""
    return replace(found, is_whole=False)


SHALLOW = "Whether `deploy/rollback.py` has changed since is not known: the clone of its repo is shallow and ends before that; fetch the full history (fetch-depth: 0, or git fetch --unshallow; where it is large, with --filter=blob:none)."


NOT_TOLD = "Whether `deploy/rollback.py` has changed since is not known: its history does not tell."


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (Unknown("there is no git repository"), "Whether `deploy/rollback.py` has changed since is not known: there is no git repository."),
        (history(("2026-04-01", "a"), removed="2026-05-01"), "`deploy/rollback.py` is gone since 1 May 2026; when somebody last looked at this page, it was not there either."),
        (history(("2026-01-01", "a"), removed="2026-02-01"), "`deploy/rollback.py` is gone since 1 February 2026; when somebody last looked at this page, it was not there either."),
        (history(("2026-04-01", "b")), "`deploy/rollback.py` came on 1 April 2026, after somebody last looked at this page."),
        (history(("2026-01-01", "a"), ("2026-02-01", ""), ("2026-04-01", "b")), "`deploy/rollback.py` came on 1 April 2026, after somebody last looked at this page."),
        (FileHistory(), NOT_TOLD),
        (shallow(FileHistory()), SHALLOW),
        (shallow(FileHistory((FileChange(commit("2026-04-01"), PATH, "a", "b"),))), SHALLOW),
        (shallow(FileHistory((FileChange(commit("2026-04-01"), PATH, "", "b"),))), SHALLOW),
        (shallow(FileHistory(removed=commit("2026-04-01"))), SHALLOW),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["describes", "span", "include"])
def test_what_cannot_be_compared_is_said_and_alarms_nobody(
    found: FileHistory | Unknown, sentence: str, kind: BindingKind
) -> None:
    """Gone before, came since, or not known: nothing speaks against the page, and nothing for it."""
    reasons = judged(found, {"a": OLD, "b": OLD + b"x = 1\n"}, kind=kind)
    assert said(reasons) == [sentence]
    assert (state_of(reasons), is_as_it_was(reasons)) == (None, False)


def test_a_shallow_clone_that_reaches_far_enough() -> None:
    """Where a change before the page's last look is known, so is what the file was then."""
    known = shallow(
        FileHistory(
            (
                FileChange(commit("2026-04-01"), PATH, "b", "c"),
                FileChange(commit("2026-03-01"), PATH, "a", "b"),
            )
        )
    )
    assert codes(judged(known, {"b": OLD, "c": OLD + b"x = 1\n"}, kind="describes")) == ["drift-changed"]
    known = shallow(FileHistory(known.changes[1:]))
    assert codes(judged(known, {}, kind="describes")) == ["code-unchanged"]
    gone = shallow(FileHistory(known.changes, removed=commit("2026-04-01")))
    assert codes(judged(gone, {}, kind="describes")) == ["drift-removed"]


def test_a_file_that_was_away_and_is_back() -> None:
    """It is compared with what it was when somebody last looked, whether it is back as it was or another."""
    other = OLD + b"x = 1\n"
    back = history(("2026-01-01", "a"), ("2026-04-01", ""), ("2026-05-01", "b"))
    reasons = judged(back, {"a": OLD, "b": other}, kind="describes")
    assert said(reasons) == [
        "2 commits have changed `deploy/rollback.py` since 3 March 2026, the last on 1 May 2026."
    ]
    same = history(("2026-01-01", "a"), ("2026-04-01", ""), ("2026-05-01", "a"))
    assert codes(judged(same, {"a": OLD}, kind="describes")) == ["code-unchanged"]
    again = FileHistory(
        (FileChange(commit("2026-06-01"), PATH, "b", ""), *back.changes), removed=commit("2026-06-01")
    )
    assert codes(judged(again, {}, kind="describes")) == ["drift-removed"]


def test_the_same_of_much_is_said_once() -> None:
    """Many names of one file, and many files that were only formatted, are one sentence each."""
    names = ("ff", "gg", "hh", "kk")
    defined = "".join(f"def {name}(): ...\n" for name in names).encode()
    bindings = [Binding("tool", PATH, "module", name) for name in names]
    bindings += [Binding("tool", path, "describes") for path in ("a.py", "b.py")]
    files: dict[tuple[str, str], FileHistory | Unknown] = {("tool", each.path): ONCE for each in bindings}
    formed = {
        ("tool", "a.py"): FileHistory(
            (
                FileChange(commit("2026-04-01"), "a.py", "c", "d"),
                FileChange(commit("2026-01-01"), "a.py", "", "c"),
            )
        )
    }
    files |= formed | {("tool", "b.py"): formed["tool", "a.py"]}
    contents = {
        ("tool", "a"): defined,
        ("tool", "b"): defined + b"x = 1\n",
        ("tool", "c"): OLD,
        ("tool", "d"): OLD + b"# more\n",
    }
    compare = Comparison(contents, frozenset(), SINCE, lambda repo, sha: None, lambda repo, names: names)
    assert said(compare.evidence(watched(bindings, files, since=SINCE, seen={}))) == [
        "4 names of `deploy/rollback.py`, among them `ff`, `gg`, `hh`, have not changed since, though the file has.",
        "In `a.py` and others, 2 in all, nothing has changed since but comments and form, or by commits that do not count.",
    ]


def test_nobody_knows_when_the_page_was_looked_at() -> None:
    """Then nothing is compared, and that is said: once for all files of a repo."""
    bindings = [Binding("tool", path, "describes") for path in ("a.py", "b.py")]
    files = {("tool", each.path): history(("2026-01-01", "a")) for each in bindings}
    compare = Comparison({}, frozenset(), None, lambda repo, sha: None, lambda repo, names: names)
    reasons = compare.evidence(watched(bindings, files, since=None, seen={}))
    assert said(reasons) == [
        "When somebody last looked at this page is not known, and so not whether `a.py` and others, 2 in all, have changed since."
    ]
    assert (state_of(reasons), is_as_it_was(reasons)) == (None, False)


def test_files_of_which_one_has_changed() -> None:
    """What has not changed is counted apart, and files of another repo are named with it."""
    places = [("tool", "a.py"), ("tool", "b.py"), ("lab", "a.py"), ("lab", "c.py")]
    bindings = [Binding(repo, path, "describes") for repo, path in places]
    files: dict[tuple[str, str], FileHistory | Unknown] = dict.fromkeys(places, history(("2026-01-01", "a")))
    files["lab", "a.py"] = CHANGED
    contents = {("lab", "a"): OLD, ("lab", "b"): OLD, ("lab", "c"): b"x = 1\n"}

    def found() -> list[str]:
        compare = Comparison(
            contents, frozenset(), SINCE, lambda repo, sha: None, lambda repo, names: names, repo="tool"
        )
        return said(compare.evidence(watched(bindings, files, since=SINCE, seen={})))

    assert found() == [
        "One commit has changed `lab:a.py` since 3 March 2026.",
        "None of the 3 other files that it speaks of has changed since.",
    ]
    files["lab", "c.py"] = Unknown("it is too large")
    assert found()[1:] == [
        "Whether `lab:c.py` has changed since is not known: it is too large.",
        "None of the 2 other files that it speaks of has changed since.",
    ]


def test_a_change_of_form_says_nothing() -> None:
    """Comments, formatting and docstrings are no change, nor is a change that was taken back."""
    formatted = b"LIMIT = 1  # most\n\n\ndef roll_back(\n    to,\n): ...\n"
    reasons = judged(ONCE, {"a": OLD, "b": formatted}, kind="describes")
    assert said(reasons) == [
        "In `deploy/rollback.py` nothing has changed since but comments and form, or by commits that do not count."
    ]
    assert is_as_it_was(reasons)
    back = history(("2026-01-01", "a"), ("2026-04-01", "b"), ("2026-04-02", "a"))
    assert codes(judged(back, {"a": OLD, "b": b"x = 1"}, kind="describes")) == ["code-unchanged"]


def test_minor_commits_say_nothing() -> None:
    """What bots and ignored commits did is no reason."""
    changes = (
        FileChange(commit("2026-04-01", minor=True), PATH, "a", "b"),
        FileChange(commit("2026-01-01"), PATH, "", "a"),
    )
    assert codes(judged(FileHistory(changes), {"a": OLD, "b": b"x = 1"}, kind="describes")) == ["code-form"]


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


@pytest.mark.parametrize("kind", ["include", "module"])
def test_what_a_page_takes_in_is_always_current(kind: BindingKind) -> None:
    """A snippet or an API block shows the code of today; only that it is gone speaks against the page."""
    contents = {"a": OLD, "b": OLD, "c": b"LIMIT = 2\ndef roll_back(x): ...\n"}
    assert state_of(judged(CHANGED, contents, kind=kind, terms={"LIMIT"})) is None
    assert (
        state_of(judged(history(("2026-01-01", "a"), removed="2026-04-01"), {}, kind=kind)) == "contradicted"
    )


def test_files_that_change_with_every_release() -> None:
    """They are no reason for a look, but the page is not as it was either."""
    binding = Binding("tool", "pyproject.toml", "describes")
    contents = {("tool", "a"): b"version = 1\n", ("tool", "b"): b"version = 2\n"}
    compare = Comparison(contents, frozenset(), SINCE, lambda repo, sha: None, lambda repo, names: names)
    found = watched([binding], {("tool", "pyproject.toml"): ONCE}, since=SINCE, seen={})
    reasons = compare.evidence(found)
    assert said(reasons) == [
        "One commit has changed `pyproject.toml` since 3 March 2026, as each release does."
    ]
    assert (state_of(reasons), is_as_it_was(reasons)) == (None, False)


def test_contents_that_are_not_here_alarm_nobody() -> None:
    """In a store without old contents, a change is told and its substance is called unknown."""
    reasons = judged(CHANGED, {"c": OLD}, kind="describes")
    assert (state_of(reasons), codes(reasons), is_as_it_was(reasons)) == (None, ["code-not-compared"], False)


def test_what_the_review_wrote_down_counts_more_than_its_day() -> None:
    """Code that is as the last review recorded it has not changed since, whatever the dates say."""
    contents = {"a": OLD, "b": OLD, "c": b"LIMIT = 3\n"}
    assert codes(judged(CHANGED, contents, kind="describes", reviewed={f"tool:{PATH}": "c"})) == [
        "code-unchanged"
    ]


def test_many_commits_stay_cheap() -> None:
    """Of a file with very many changes, the contents of some are read and all are counted."""
    states = [(f"{SINCE + timedelta(days=number):%Y-%m-%d}", str(number)) for number in range(1, 200)]
    found = history(("2026-01-01", "0"), *states)
    binding = Binding("tool", PATH, "describes")
    [suspect] = watched([binding], {("tool", PATH): found}, since=SINCE, seen={})
    assert isinstance(suspect, Suspect)
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
    assert codes(judged(found, contents, terms=terms, reviewed={seen: "a"})) == ["drift-changed-names"]
    assert codes(judged(found, contents, terms=terms, reviewed={seen: "b"})) == ["code-unchanged"]
    dated = judged(found, contents, terms=terms, reviewed={seen: "edited, and never committed"})
    assert codes(dated) == ["drift-changed-names" if days[1] > "2026-03-03" else "code-unchanged"]


def test_a_file_that_a_reviewer_saw_and_that_is_gone() -> None:
    """It was there at the review, so it went after it, whatever day the commit names."""
    found = history(("2026-01-01", "a"), removed="2026-02-01")
    assert codes(judged(found, {})) == ["code-gone-before"]
    (reason,) = judged(found, {}, reviewed={f"tool:{PATH}": "a"})
    assert reason.code == "drift-removed"
