"""The head of a page, and its title."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss.sources.front_matter import plain, read_document, title_of


@pytest.mark.parametrize(
    ("content", "meta", "body"),
    [
        (b"# A\n", {}, "# A\n"),
        (b"", {}, ""),
        (b"---\ntitle: A\n---\n\n# A\n", {"title": "A"}, "# A\n"),
        (b"---\ntitle: A\n...\n# A\n", {"title": "A"}, "# A\n"),
        (b"---\r\ntitle: A\r\n---\r\n# A\r\n", {"title": "A"}, "# A\n"),
        (b"\xef\xbb\xbf---\ntitle: A\n---\n# A", {"title": "A"}, "# A"),
        (b"--- \t\ntitle: A\n---  \n# A", {"title": "A"}, "# A"),
        (b"---\n---\n# A\n", {}, "# A\n"),
        (b"---\n# nothing yet\na: 1\n---\n# A\n", {"a": 1}, "# A\n"),
        (b"---\nreviewed: 2026-03-31\n---\nx", {"reviewed": date(2026, 3, 31)}, "x"),
        (b"---\ntitle: A\n---", {"title": "A"}, ""),
        (b"---\na: !!python/object:x.Y {}\nb: !ENV C\n---\nx", {"a": None, "b": None}, "x"),
        (b"---\ntext: |\n  a\n  ---x\n---\nx", {"text": "a\n---x\n"}, "x"),
        # a rule, not front matter
        (b"---\n# A heading\n---\n# A\n", {}, "---\n# A heading\n---\n# A\n"),
        (b"---\nSome text.\n---\nMore.\n", {}, "---\nSome text.\n---\nMore.\n"),
        (b"---\n- a\n- b\n---\nMore.\n", {}, "---\n- a\n- b\n---\nMore.\n"),
        (b"---\n\nText with *stars [and\n\n---\n", {}, "---\n\nText with *stars [and\n\n---\n"),
        (b"---\n", {}, "---\n"),
        (b"----\na: b\n----\n", {}, "----\na: b\n----\n"),
        (b" ---\na: b\n---\n", {}, " ---\na: b\n---\n"),
    ],
)
def test_documents(content: bytes, meta: dict[str, object], body: str) -> None:
    """Front matter is read as MkDocs reads it; a horizontal rule at the top is none."""
    document = read_document(content)
    assert (document.meta, document.body, document.problems) == (meta, body, ())


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        (b"---\ntitle: A\nb: [\n---\n# A\n", 4, "in the front matter: not valid YAML"),
        (b"---\ntitle: A\ntitle: B\n---\n", 3, "in the front matter: the key 'title' stands twice"),
        (
            b"---\ntitle: A\nreviewed: 2026-02-31\n---\n",
            3,
            "in the front matter: '2026-02-31' cannot be read",
        ),
        (b"---\nowner: @team\n---\n", 2, "in the front matter: not valid YAML: found character '@'"),
        (b"---\na: &x 1\nb: *x\n---\n", 3, "aliases (*name) are not supported"),
        (b"---\r\na: b\r\nc: {\r\n---\r\n", 4, "not valid YAML"),
        (b"---\ntitle: A\n\n# No end\n", 1, "the front matter has no end"),
        (b"---\na: b\n: c [\n---\n", 3, "in the front matter"),
        (b"# A\n\ncaf\xe9\n", 3, "byte 0xE9 is not UTF-8"),
        (b"---\ntitle: caf\xe9\n---\n", 2, "byte 0xE9 is not UTF-8"),
        (b"---\na: " + b"x" * 100_001 + b"\n---\n", 1, "longer than 100 kB"),
        (b"---\na: " + b"[" * 5000 + b"\n---\n", 2, "nested too deeply"),
    ],
)
def test_problems(content: bytes, line: int, what: str) -> None:
    """What cannot be read is a problem with its line in the file and a remedy; it never becomes text."""
    (problem,) = read_document(content).problems
    assert problem[0] == line, problem
    assert what in problem[1]
    assert problem[2]
    assert "---" not in read_document(content).body or "no end" in what


def test_a_value_that_needs_quotes() -> None:
    """The most usual mistake, an owner without quotes, has its own remedy."""
    assert read_document(b"---\nowner: @team\n---\n").problems[0][2] == "put the value in quotes"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"x", 1),
        (b"---\na: b\n---\nx", 4),
        (b"---\na: b\n---\n\n\nx", 6),
        (b"---\r\na: {\r\n---\r\n\r\nx", 5),
    ],
)
def test_the_body_knows_its_first_line(content: bytes, line: int) -> None:
    """A line of the body can be told as a line of the file."""
    assert read_document(content).first_line == line


@pytest.mark.parametrize(
    ("content", "path", "title"),
    [
        ("---\ntitle: Mine\n---\n# Other", "a.md", "Mine"), ("---\ntitle: 2026\n---\n", "a.md", "2026"),
        ("---\ntitle: ''\n---\n# H", "a.md", "H"), ("---\ntitle: [a]\n---\n# H", "a.md", "H"),
        ("# H", "a.md", "H"), ("Text\n\n# H ##\n", "a.md", "H"), ("#\tH", "a.md", "H"), ("H\n===\n", "a.md", "H"),
        ("## Two\n\n# One", "a.md", "One"), ("#NoSpace\n\n# H", "a.md", "H"), ("```\n# not\n```\n# H", "a.md", "H"),
        ("~~~\n# not\n", "my-page.md", "My page"), ("para\n\n===\n# H", "a.md", "H"),
        ("# The `x_y` of *A* {#id .c}", "a.md", "The x_y of A"), ("# [A](b.md) ![](c.png) <br>", "a.md", "A"),
        ("# C#", "a.md", "C"), ("", "my_page.md", "My page"), ("", "docs/index.md", "Docs"), ("", "a/big-topic/README.md", "Big topic"),
        ("", "index.md", "Index"), ("", ".md", "Home"), ("# \n\n# H", "a.md", "H"), ("#  snake_case_name", "a.md", "snake_case_name"),
    ],
)  # fmt: skip
def test_titles(content: str, path: str, title: str) -> None:
    """Front matter, else the first heading outside code, else the file's or its folder's name."""
    assert title_of(read_document(content.encode()), path) == title


@pytest.mark.parametrize(
    "text",
    ["# a" + " " * 200_000 + "x", "# " + "#" * 200_000 + "x", "`" * 200_000, "\n" * 200_000, "# " + "[" * 200_000, "# " + "<" * 200_000,
     "# " + "{:" * 100_000, "# " + "_*" * 100_000, "=\n" * 100_000, "---\n" * 50_000, "---\n" + "a\n" * 100_000, "---\n" + " " * 200_000,
     "---\na" + " " * 200_000, "---\n" + "\n" * 200_000 + "---", "---\na: b\n" + "--" * 100_000],
)  # fmt: skip
def test_200_kb_of_anything(text: str) -> None:
    """No page makes work out of proportion."""
    title_of(read_document(text.encode()), "a.md")
    plain(text)


@given(st.binary(max_size=120) | st.text(alphabet="-.:#= \nab[{'\"&*!\t", max_size=120).map(str.encode))
def test_any_bytes_are_a_page(content: bytes) -> None:
    """Never raises; the title is never empty; problems have lines of the file."""
    document = read_document(content)
    assert title_of(document, "a.md")
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    assert all(1 <= line <= lines + 1 for line, _, _ in document.problems)
