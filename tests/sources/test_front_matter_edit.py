"""One key of a page's front matter is set, and no other byte of the file changes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.sources import read_document
from mkdocs_oss.sources.front_matter_edit import set_key

DAY = "2026-06-15"


def edited(content: bytes, key: str = "reviewed") -> bytes:
    return set_key(content, key, DAY, file="docs/a.md")


@pytest.mark.parametrize(("old", "new"), [
    (b"---\nreviewed: 2026-01-01\n---\n# T\n", b"---\nreviewed: 2026-06-15\n---\n# T\n"),
    (b"---\nreviewed:   2026-01-01   # by Ana\nz: 1\n---\n", b"---\nreviewed:   2026-06-15   # by Ana\nz: 1\n---\n"),
    (b"---\nreviewed: '2026-01-01'\n---\n", b"---\nreviewed: '2026-06-15'\n---\n"),
    (b'---\n"reviewed" : "soon" # x\n---\n', b'---\n"reviewed" : "2026-06-15" # x\n---\n'),
    (b"---\nreviewed: 2026-01-01 09:30:00\n---\n", b"---\nreviewed: 2026-06-15\n---\n"),
    (b"---\nreviewed: !!str 2026-01-01\n---\n", b"---\nreviewed: !!str 2026-06-15\n---\n"),
    (b"---\nreviewed: &day 2026-01-01\n---\n", b"---\nreviewed: &day 2026-06-15\n---\n"),
    (b"---\n? reviewed\n: 2026-01-01\n---\n", b"---\n? reviewed\n: 2026-06-15\n---\n"),
    (b"---\nreviewed:   # never\n---\n", b"---\nreviewed: 2026-06-15   # never\n---\n"),
    (b"---\nreviewed:\nz: 1\n---\n", b"---\nreviewed: 2026-06-15\nz: 1\n---\n"),
    (b"---\nreviewed: ~\n---\n", b"---\nreviewed: 2026-06-15\n---\n"),
    (b"---\nold:\n  reviewed: 2020-01-01\nreviewed: 2026-01-01\n---\n", b"---\nold:\n  reviewed: 2020-01-01\nreviewed: 2026-06-15\n---\n"),
    (b"--- \t\nreviewed: 2026-01-01\n...  \nreviewed: 2020-01-01\n", b"--- \t\nreviewed: 2026-06-15\n...  \nreviewed: 2020-01-01\n"),
    (b"---\r\nreviewed: 2026-01-01\r\n---\r\nx\n", b"---\r\nreviewed: 2026-06-15\r\n---\r\nx\n"),
    (b"---\rreviewed: 2026-01-01\r---\rx", b"---\rreviewed: 2026-06-15\r---\rx"),
    (b"\xef\xbb\xbf---\nreviewed: 2026-01-01\n---\n", b"\xef\xbb\xbf---\nreviewed: 2026-06-15\n---\n"),
    (b"---\n{a: \xc3\xa4, reviewed: 2026-01-01, b: c}\n---\n", b"---\n{a: \xc3\xa4, reviewed: 2026-06-15, b: c}\n---\n"),
    (b"---\ntitle: caf\xe9\nreviewed: 2026-01-01\n---\n\xff\xfe\x80", b"---\ntitle: caf\xe9\nreviewed: 2026-06-15\n---\n\xff\xfe\x80"),
    (b"---\nmark: \xc3\x85\xe2\x80\xa8\nreviewed: 2026-01-01\n---\n", b"---\nmark: \xc3\x85\xe2\x80\xa8\nreviewed: 2026-06-15\n---\n"),
])  # fmt: skip
def test_a_value_that_is_there(old: bytes, new: bytes) -> None:
    """The date alone changes: its place, quotes, comment, line ends, byte order mark and the rest of the file stay."""
    assert edited(old) == new
    assert edited(new) == new


@pytest.mark.parametrize(("old", "new"), [
    (b"---\ntitle: T\n---\nx", b"---\ntitle: T\nreviewed: 2026-06-15\n---\nx"),
    (b"---\r\ntitle: T\r\n---\r\nx\n", b"---\r\ntitle: T\r\nreviewed: 2026-06-15\r\n---\r\nx\n"),
    (b"---\n# nothing yet\na: 1\n\n---\nx", b"---\n# nothing yet\na: 1\n\nreviewed: 2026-06-15\n---\nx"),
    (b"---\n# A heading\n\n---\n\nx", b"---\nreviewed: 2026-06-15\n---\n\n---\n# A heading\n\n---\n\nx"),
    (b"---\nA rule, and a text.\n\n---\nx", b"---\nreviewed: 2026-06-15\n---\n\n---\nA rule, and a text.\n\n---\nx"),
    (b"---\r\n- a\r\n---\r\nx", b"---\r\nreviewed: 2026-06-15\r\n---\r\n\r\n---\r\n- a\r\n---\r\nx"),
    (b"---\n  a: 1\n  b: 2\n---\n", b"---\n  a: 1\n  b: 2\n  reviewed: 2026-06-15\n---\n"),
    (b"---\na: |+\n  b\n\n---\n", b"---\na: |+\n  b\n\nreviewed: 2026-06-15\n---\n"),
    (b"---\na:\n- b\n---\n", b"---\na:\n- b\nreviewed: 2026-06-15\n---\n"),
    (b"---\n{title: x}\n---\n", b"---\n{reviewed: 2026-06-15, title: x}\n---\n"),
    (b"---\n{}\n---\n", b"---\n{reviewed: 2026-06-15}\n---\n"),
    (b"---\na: .nan\n---\n", b"---\na: .nan\nreviewed: 2026-06-15\n---\n"),
    (b"# T\n", b"---\nreviewed: 2026-06-15\n---\n\n# T\n"),
    (b"# T\r\nx\n", b"---\r\nreviewed: 2026-06-15\r\n---\r\n\r\n# T\r\nx\n"),
    (b"\xef\xbb\xbf# T", b"\xef\xbb\xbf---\nreviewed: 2026-06-15\n---\n\n# T"),
    (b"\n# T", b"---\nreviewed: 2026-06-15\n---\n\n# T"),
    (b"", b"---\nreviewed: 2026-06-15\n---\n"),
    (b"---\n\n# T\n", b"---\nreviewed: 2026-06-15\n---\n\n---\n\n# T\n"),
    (b"\xe9\n", b"---\nreviewed: 2026-06-15\n---\n\n\xe9\n"),
])  # fmt: skip
def test_a_key_that_is_new(old: bytes, new: bytes) -> None:
    """It becomes the last key; a page without front matter gets some, below its byte order mark."""
    assert edited(old) == new
    assert read_document(new).meta["reviewed"] == date(2026, 6, 15)


def test_another_key() -> None:
    """The key is the caller's: GOV.UK's stays where a page uses it."""
    assert edited(b"---\nlast_reviewed_on: 2026-01-01\n---\n", "last_reviewed_on") == (
        b"---\nlast_reviewed_on: 2026-06-15\n---\n"
    )


@pytest.mark.parametrize(("content", "message"), [
    (b"---\n- a: b\n- c:\n  d: e\n---\nx", "docs/a.md:1: the front matter is no mapping; write `key: value` lines there"),
    (b"---\n---\nx", "docs/a.md:1: MkDocs takes its front matter for text and shows it, so it is left as it is; mend the lines"),
    (b"---\ntitle: T\n---", "docs/a.md:1: MkDocs takes its front matter for text and shows it,"),
    (b"---\na: !ours b\n---\nx", "docs/a.md:1: MkDocs takes its front matter for text and shows it,"),
    (b"---\n# A comment\na: [\n---\nx", "docs/a.md:4: in the front matter: not valid YAML:"),
    (b"---\na: 1\nx", "docs/a.md:1: the front matter has no end; close it with a line `---`"),
    (b"---\na: 1\nb: 2\na: 3\n---\n", "docs/a.md:4: in the front matter: the key 'a' stands twice; keep one of the two"),
    (b"---\nreviewed: x\nreviewed: y\n---\n", "docs/a.md:3: in the front matter: the key 'reviewed' stands twice;"),
    (b"---\na:\n\t- b\n---\n", "docs/a.md:3: in the front matter: not valid YAML:"),
    (b"---\na: &b x\nc: *b\n---\n", "docs/a.md:3: in the front matter: not valid YAML: aliases"),
    (b"---\na: 1\nreviewed:\n- 2026-01-01\n---\n", "docs/a.md:3: `reviewed` has no plain value; write it as `reviewed: 2026-06-15`"),
    (b"---\nreviewed: |\n  2026-01-01\n---\n", "docs/a.md:2: `reviewed` has no plain value;"),
    (b"---\nreviewed: a\n  b\n---\n", "docs/a.md:2: `reviewed` has no plain value;"),
    (b"---\n{reviewed, a: b}\n---\n", "docs/a.md:2: `reviewed` has no value; write it as"),
    (b"---\n? a\n---\n", "docs/a.md:1: `reviewed` cannot be set without a change to something else, so the file is left"),
    (b"Title: x\n\ny\n", "docs/a.md:1: it begins with `key: value`, which MkDocs takes for metadata;"),
    ("# T\n".encode("utf-16"), "docs/a.md: it is no UTF-8 text; save the file as UTF-8"),
    (b"---\na: " + b"x" * 100_001 + b"\n---\n", "docs/a.md:1: the front matter is longer than 100 kB"),
])  # fmt: skip
def test_what_cannot_be_done_safely_is_refused(content: bytes, message: str) -> None:
    """File, line and remedy, and no new content at all."""
    with pytest.raises(SettingsError, match=re.escape(message)):
        edited(content)


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
_ENDS = st.sampled_from(["\n", "\r\n", "\r"])
_DATES = st.sampled_from(
    ["2020-02-02", "'2020-02-02'", '"2020-02-02"', "", "~", "soon", "2020-02-02 10:00:00"]
)
_ENTRIES = st.one_of(
    st.builds("title: {}".format, st.sampled_from(["T", "'a: b'", '"# c"', "ä – \u2028", "|+\n  a\n\n", ">-\n  b\n  c"])),
    st.builds("tags:\n{}- a\n{}- b # c".format, st.shared(st.sampled_from(["", "  "]), key="indent"), st.shared(st.sampled_from(["", "  "]), key="indent")),
    st.builds("nested: {{reviewed: {}}}".format, st.sampled_from(["1", "2020-02-02"])),
    st.builds("# {}".format, st.sampled_from(["reviewed: 2020-02-02", "", "--- not the end"])),
    st.just(""),
)  # fmt: skip


@st.composite
def pages(draw: st.DrawFn) -> tuple[bytes, str]:
    """A page of any body and style, and the value that its `reviewed` has ("" where it has none)."""
    entries = draw(
        st.lists(_ENTRIES, max_size=4, unique_by=lambda entry: entry.partition(":")[0] if entry else object())
    )
    written = draw(st.none() | _DATES)
    if written is not None:
        space, comment = draw(st.sampled_from([" ", "  "])), draw(st.sampled_from(["", " # comment"]))
        place = draw(st.integers(0, len(entries)))
        entries.insert(place, f"reviewed:{space}{written}{comment}")
    body = draw(st.binary(max_size=60).filter(lambda body: b"\0" not in body))
    lines = ["---", *entries, draw(st.sampled_from(["---", "...", "---  "])), ""]
    head = "\n".join(lines).replace("\n", draw(_ENDS)).encode()
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + head + body, written or ""


@settings(deadline=None)
@given(pages())
def test_any_page_keeps_every_other_byte(page: tuple[bytes, str]) -> None:
    """Whatever front matter and whatever bytes follow: what is before and after the one date is as it was."""
    content, written = page
    try:
        new = edited(content)
    except SettingsError as error:
        assert error.what.startswith("MkDocs takes its front matter for text")  # noqa: PT017
        return
    if content == new:
        return
    bom = len(b"\xef\xbb\xbf") if content.startswith(b"\xef\xbb\xbf") else 0
    if new.endswith(content[bom:]):  # what was there has no key and is text
        assert not read_document(content).meta
        return
    start = next(at for at in range(len(new)) if content[: at + 1] != new[: at + 1])
    end = next(
        at for at in range(len(content) + 1) if at == len(content) - start or content[-1 - at] != new[-1 - at]
    )
    gone, come = content[start : len(content) - end].decode(), new[start : len(new) - end].decode()
    assert gone in written
    assert set(come) <= set(f"reviewed: {DAY}\r\n")
    before, after = read_document(content), read_document(new)
    assert str(after.meta["reviewed"]) == DAY
    assert after.body == before.body
    assert [key for key in after.meta if key != "reviewed"] == [
        key for key in before.meta if key != "reviewed"
    ]


@settings(deadline=None)
@given(st.binary(max_size=80))
@example(b"---\n---\n---\n")
@example(b"---\nreviewed: \x85\n---\n")
def test_any_bytes_are_edited_or_refused(content: bytes) -> None:
    """No input is a traceback, and none is changed beyond the key."""
    try:
        new = edited(content)
    except SettingsError:
        return
    assert len(new) - len(content) <= len(b"---\r\nreviewed: 2026-06-15\r\n---\r\n\r\n")
    assert read_document(new).body.lstrip("\n") == read_document(content).body.lstrip("\n")


_LINES = st.sampled_from([
    "", "---", "---  ", "...", "# A heading", "# A comment: of YAML", "Words between two rules.", "- a point", "title: T",
    "reviewed: 2020-01-01", "  nested: x", "a: !ours b", "a: *b", "a: [", "{}", "Note: words", "\tcode", "~", "...more",
    "===", "| a | b |", "> quoted", "last_reviewed_on: soon", "---\f", "-----", "b: 2026-99-99", "? c", "<!-- x -->",
])  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """Pages that look like front matter, and that begin with rules, comments and keys in any order."""
    lines = draw(st.lists(_LINES, max_size=8))
    begin, end = (
        draw(st.sampled_from([[], ["---"], ["---"], ["---", "title: T"]])),
        draw(st.sampled_from(["", "\n"])),
    )
    text = "\n".join([*begin, *lines]) + end
    text = text.replace("\n", draw(_ENDS))
    return draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"])) + text.encode()


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> MkDocsConfig:
    folder = tmp_path_factory.mktemp("site")
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text("site_name: S\n")
    return load_config(str(folder / "mkdocs.yml"))


def rendered(content: bytes, config: MkDocsConfig) -> str:
    """The HTML of a page's text, by MkDocs itself."""
    Path(config.docs_dir, "a.md").write_bytes(content)
    file = File("a.md", config.docs_dir, config.site_dir, use_directory_urls=True)
    page = Page(None, file, config)
    page.read_source(config)
    page.render(config, Files([file]))
    assert page.content is not None
    return page.content


@settings(deadline=None, max_examples=400)
@example(content=b"---\n# Only heading\n\n---\n\nMore text.")
@example(content=b"---\n---\nx")
@example(content=b"---\ntitle: T\n---")
@example(content=b"\xef\xbb\xbf")
@given(content=texts() | _WORDS.map(str.encode))
def test_mkdocs_renders_the_same_text(content: bytes, config: MkDocsConfig) -> None:
    """Whatever a page begins with, a review changes nothing that its readers see: it is written, or refused."""
    try:
        new = edited(content)
    except SettingsError:
        return
    assert rendered(new, config) == rendered(content, config)
    assert get_data(new.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))[1]["reviewed"] in (
        date(2026, 6, 15),
        DAY,
    )
