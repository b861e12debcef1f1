"""The file of reviews: what is written is read again, in any state of the file, and merges with other reviews."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date

import pytest
from conftest import GitRepo
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.freshness.record import FILE, page_hash, read_records
from mkdocs_oss.freshness.record_text import with_records, written
from mkdocs_oss.model import ReviewRecord

HASH = "0123456789abcdef0123456789abcdef01234567"
RECORD = ReviewRecord(
    date(2026, 6, 15), "Ana", HASH, (("cleaning:src/clean.py", HASH), ("tool:src/a.py", HASH)), "", edited=True
)  # fmt: skip

_hashes = st.one_of(
    st.text("0123456789abcdef", min_size=40, max_size=40),
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.just("1" * 40),
)
_paths = st.one_of(
    st.sampled_from(["docs/a.md", "README.md", "a:b.md", "- x.md", "yes", "null", "1.0", "ä/ö ü.md", "<<", "x: y", "# c"]),
    st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=30).filter(lambda path: not path.startswith("./")),
    st.text("\udc80\udcffaé", min_size=1, max_size=5),
    st.just("\U0001f600\u0085" * 200),
)  # fmt: skip
_names = st.sampled_from(["tool", "cleaning", "a.b"])
_texts = st.text(st.characters(codec="utf-8"), max_size=40).map(lambda text: " ".join(text.split()))
_records = st.builds(
    ReviewRecord,
    reviewed=st.dates(),
    by=_texts,
    page=st.just("") | _hashes,
    code=st.dictionaries(st.builds("{}:{}".format, _names, _paths), _hashes, max_size=3).map(
        lambda code: tuple(sorted(code.items()))
    ),
    still_accurate=_texts,
    edited=st.none() | st.booleans(),
)


@settings(deadline=None)
@given(st.dictionaries(_paths, _records, max_size=4))
def test_what_is_written_is_read(records: dict[str, ReviewRecord]) -> None:
    """Any paths, names and reasons come back as they were, without a problem."""
    assert read_records(written(records, repo="tool"), repo="tool") == (records, ())


@settings(deadline=None)
@given(st.dictionaries(_paths, _records, max_size=4), st.dictionaries(_paths, _records, max_size=3))
def test_records_take_their_places(old: dict[str, ReviewRecord], new: dict[str, ReviewRecord]) -> None:
    """Records into the file are the same as the file written with them: sorted, once, all others untouched."""
    content = with_records(written(old, repo="tool"), new, repo="tool")
    assert content == written({**old, **new}, repo="tool")


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text("docs/a.md: \n<=>|-#\"'{[&*!?", max_size=60).map(str.encode))
def test_any_bytes_are_read(content: bytes) -> None:
    """No content of the file is a traceback; each problem has a line and a remedy."""
    records, problems = read_records(content)
    assert all(line >= 1 and what and remedy for line, what, remedy in problems)
    assert records is not None


def test_it_is_for_people() -> None:
    """An entry is a page and its few lines; the repo's own files stand without its name."""
    content = written({"docs/a.md": RECORD}, repo="tool").decode()
    assert content.splitlines()[1:] == [
        "docs/a.md:",
        "  reviewed: 2026-06-15",
        "  by: Ana",
        f"  page: {HASH}",
        "  edited: true",
        "  code:",
        f"    cleaning:src/clean.py: {HASH}",
        f"    src/a.py: {HASH}",
    ]


def test_a_repo_may_have_another_name() -> None:
    """What a checkout wrote under its own name holds under the name that a handbook gives the repo."""
    records, _ = read_records(written({"docs/a.md": RECORD}, repo="tool"), repo="renamed")
    assert dict(records["docs/a.md"].code) == {"cleaning:src/clean.py": HASH, "renamed:src/a.py": HASH}


GOOD = "docs/z.md:\n  reviewed: 2026-01-01\n"


@pytest.mark.parametrize(("damage", "line", "what"), [
    ("docs/a.md:\n  reviewed: soon\n", 2, "`reviewed` of docs/a.md is not a date"),
    ("docs/a.md:\n  by: Ana\n", 1, "`reviewed` of docs/a.md is not there"),
    ("docs/a.md:\n  reviewed: 2026-02-30\n", 2, "'2026-02-30' cannot be read"),
    ("docs/a.md: yes\n", 1, "the entry is no page with its review"),
    ("docs/a.md:\n  reviewed: 2026-01-01\n  reviewed: 2026-01-01\n", 3, "the key 'reviewed' stands twice"),
    ("docs/a.md: {\n  reviewed\n", 3, "not valid YAML:"),
    ("- docs/a.md\n", 1, "the entry is no page with its review"),
    ("docs/a.md:\n  reviewed: !x 2026-01-01\n", 2, "the tag '!x' is not supported"),
    ("docs/a.md:\n<<<<<<< main\n  reviewed: 2026-01-01\n=======\n  reviewed: 2026-01-02\n>>>>>>> x\n", 2, "a merge is unfinished here"),
])  # fmt: skip
def test_damage_costs_one_entry(damage: str, line: int, what: str) -> None:
    """A line that cannot be read is told with its number, and the other entries count."""
    records, problems = read_records(f"{damage}{GOOD}".encode())
    assert list(records) == ["docs/z.md"]
    assert [(found[0], found[1].startswith(what)) for found in problems] == [(line, True)]


@pytest.mark.parametrize(("field", "what"), [
    ("by: [Ana]", "`by` of docs/a.md is no text of at most 500 characters"),
    (f"still_accurate: {'x' * 501}", "`still_accurate` of docs/a.md is no text of at most 500 characters"),
    ("page: 12", "`page` of docs/a.md is no hash"),
    ("edited: often", "`edited` of docs/a.md is neither true nor false"),
    ("code: src/a.py", "`code` of docs/a.md is no list of files with their hashes"),
    ("code: {src/a.py: x}", "`src/a.py` of docs/a.md is no hash"),
])  # fmt: skip
def test_damage_costs_one_field(field: str, what: str) -> None:
    """What cannot be read of a record counts as not written; its date counts all the same."""
    records, problems = read_records(f"docs/a.md:\n  reviewed: 2026-01-01\n  {field}\n{GOOD}".encode())
    assert records["docs/a.md"] == ReviewRecord(date(2026, 1, 1))
    assert problems == ((3, what, "review the page again"),)


def test_a_page_that_stands_twice() -> None:
    """The newer of two records counts, wherever it stands, and somebody is told."""
    for days in (("2026-01-01", "2026-03-03"), ("2026-03-03", "2026-01-01")):
        content = "".join(f"a.md:\n  reviewed: {day}\n" for day in days).encode()
        records, ((line, what, _),) = read_records(content)
        assert records["a.md"].reviewed == date(2026, 3, 3)
        assert (line, what) == (3, "a.md stands twice; the newer record counts")
        assert read_records(with_records(content, {"a.md": RECORD})) == ({"a.md": RECORD}, ())


def test_bytes_line_ends_and_comments() -> None:
    """Windows' line ends, a mark, comments and foreign bytes are read, and stay when a record is written."""
    crlf = b"# ours\r\ndocs/z.md:\r\n  reviewed: 2026-01-01 # with Bo\r\n"
    assert list(read_records(b"\xef\xbb\xbf" + crlf)[0]) == ["docs/z.md"]
    new = with_records(crlf, {"docs/a.md": ReviewRecord(date(2026, 6, 15))})
    assert new == b"# ours\r\ndocs/a.md:\r\n  reviewed: 2026-06-15\r\n" + crlf.partition(b"\n")[2]
    latin = b"docs/b.md:\n  by: Ren\xe9\n  reviewed: 2026-01-01"
    assert read_records(latin)[1] == ((2, "byte 0xE9 is not UTF-8", "save the file as UTF-8"),)
    assert with_records(latin, {"docs/c.md": RECORD}).startswith(latin + b"\ndocs/c.md:\n")
    assert with_records(b"", {"docs/a.md": RECORD}) == written({"docs/a.md": RECORD})


def test_nothing_is_written_into_an_unfinished_merge() -> None:
    """The line of the marker, and what to do; the file stays."""
    content = f"{GOOD}=======\n".encode()
    with pytest.raises(SettingsError, match=rf"^{FILE}:3: a merge is unfinished here; keep the newer"):
        with_records(content, {"docs/a.md": RECORD})
    assert list(read_records(content)[0]) == ["docs/z.md"]


def test_a_file_without_end_is_not_read() -> None:
    """More than anybody reviews: told, and no memory spent on it."""
    records, problems = read_records(b"#" * 10_000_001)
    assert (records, problems[0][1]) == ({}, "it is larger than 10 MB, so no record is read")


def test_what_is_written_is_read_without_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file may have tens of thousands of entries, of many files each: YAML would take half a minute."""
    monkeypatch.setattr("mkdocs_oss.freshness.record.load_yaml", pytest.fail)
    code = tuple((f"tool:src/part {number:03}.py", HASH) for number in range(200))
    records = {
        f"docs/{number}.md": ReviewRecord(
            date(2026, 6, 15), "José R.", HASH, code, "it's so: yes", edited=False
        )
        for number in range(20)
    }
    assert read_records(written(records, repo="tool"), repo="tool") == (records, ())


@pytest.mark.parametrize(
    "line",
    [
        "  by: yes",
        "  by: 12",
        "  by: Ana # of data",
        "  by: Ana:",
        "  by: 'it''s'",
        '  by: "a\\tb"',
        "  by:  Ana",
        "  by: Ana ",
        "  by: ~",
        "  edited: True",
        "  edited: yes",
        "  page: " + "1" * 40,
        "  page: 0b" + "1" * 38,
        "  page: '" + "1" * 40 + "'",
        "  page: " + HASH.upper(),
        "  code:",
        "  code: {}",
        "  code:\n    a b: " + HASH,
        "  code:\n    'a: b': " + HASH,
        "  code:\n    a: " + HASH + "\n    a: " + HASH,
        "  code:\n     a: " + HASH,
        "  code:\n    a: " + HASH + "\n  code:\n    b: " + HASH,
        "  code:\n    a: " + HASH + "\n  by: Ana",
        "  reviewed: 2026-01-02",
        "  other: 1",
        "",
        "  ",
    ],
)
def test_line_by_line_as_yaml_reads_it(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read line by line, YAML reads likewise, with the same problems; all else is left to it."""
    content = f"docs/a.md:\n  reviewed: 2026-01-01\n{line}\n  still_accurate: on\n".encode()
    found = read_records(content, repo="tool")
    monkeypatch.setattr("mkdocs_oss.freshness.record.entry_in_lines", lambda text: None)
    assert read_records(content, repo="tool") == found


def test_too_much_of_another_form_is_told_and_not_written_over() -> None:
    """No file of reviews keeps a build busy, and no record is lost for its form: all that is not read stays."""
    foreign = "".join(
        f"docs/{number}.md: {{reviewed: 2026-01-01, still_accurate: {'x' * 480}}}\n"
        for number in range(2_100)
    )
    content = f"{foreign}{GOOD}".encode()
    records, problems = read_records(content)
    assert len(records) < 2_000
    assert "docs/z.md" in records  # which is as it was written
    assert [problem[0] for problem in problems] == [len(records)]
    assert problems[0][1].endswith("from here on these are not read")
    with pytest.raises(SettingsError, match=rf"^{FILE}:{len(records)}: more than 1 MB of entries"):
        with_records(content, {"docs/a.md": RECORD})


def test_a_file_that_is_too_large_is_not_written() -> None:
    """Neither one that nobody reads, nor one that would become so."""
    for size in (10_000_001, 9_999_999):
        with pytest.raises(SettingsError, match=rf"^{FILE}:1: .*larger than"):
            with_records(b"#" * size, {"docs/a.md": RECORD})


def test_what_counts_as_the_text_of_a_page() -> None:
    """White space at the ends of lines and of the page is no edit; every other character is."""
    assert page_hash("\n# A  \n\ntext\t\n\n\n") == page_hash("# A\n\ntext")
    assert (
        len({page_hash(text) for text in ("", "a", "A", "a b", "a  b", " a", "a\n\nb", "a\nb", "\ud800")})
        == 9
    )


def test_its_hash_is_what_git_says(tmp_path: object) -> None:
    """Anybody can make the hash of a page's text with `git hash-object`."""
    said = subprocess.run(
        ["git", "hash-object", "--stdin"], input=b"# A\n\ntext\n", capture_output=True, check=True
    )
    assert page_hash("# A\n\ntext\n") == said.stdout.decode().strip()


def test_reviews_in_two_branches_merge(make_repo: Callable[..., GitRepo]) -> None:
    """Two people review neighbouring pages in two branches: git merges their records by itself."""
    pages = [f"docs/{name}.md" for name in "abcd"]
    old = {path: ReviewRecord(date(2026, 1, 1), "Ana", HASH, (("tool:a.py", HASH),)) for path in pages}
    new = ReviewRecord(
        date(2026, 6, 15), "Bo", "f" * 40, (("tool:a.py", "e" * 40),), "it moved", edited=False
    )
    repo = make_repo("tool", {FILE: written(old, repo="tool")})
    base = (repo.path / FILE).read_bytes()
    repo.run("switch", "--quiet", "-c", "one")
    repo.commit({FILE: with_records(base, {"docs/b.md": new, "docs/aa.md": new}, repo="tool")})
    repo.run("switch", "--quiet", "main")
    repo.commit({FILE: with_records(base, {"docs/c.md": new, "docs/e.md": new}, repo="tool")})
    repo.run("merge", "--quiet", "--no-edit", "one")
    records, problems = read_records((repo.path / FILE).read_bytes(), repo="tool")
    assert problems == ()
    changed = dict.fromkeys(("docs/aa.md", "docs/b.md", "docs/c.md", "docs/e.md"), new)
    assert records == {**old, **changed}
