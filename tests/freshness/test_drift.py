"""What has happened to the code that a page speaks of: no change, no word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from mkdocs_oss.freshness import Comparison, Suspect, watched
from mkdocs_oss.freshness.weight import is_as_it_was, state_of
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
    """A file's states, oldest first: (day, object id); none where it was removed."""
    changes, before = [], ""
    for day, blob in states:
        changes.append(FileChange(commit(day), PATH, before, blob))
        before = blob
    gone = commit(removed) if removed else None
    return FileHistory(tuple(reversed(changes)), removed=gone, moved_to=moved_to)


CHANGED = history(("2026-01-01", "a"), ("2026-04-01", "b"), ("2026-04-02", "c"))
ONCE = history(("2026-01-01", "a"), ("2026-04-01", "b"))


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
    module = "deploy.rollback" if kind == "module" else ""
    binding = Binding("tool", PATH, kind, symbol, lines=lines, module=module)
    suspected = watched([binding], {("tool", PATH): found}, since=SINCE, seen=reviewed or {})
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


def codes(reasons: Sequence[Reason]) -> list[str]:
    return [reason.code for reason in reasons]


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
