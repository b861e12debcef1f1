"""Snippets in a repo's page: its own files in their place, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss.sources.front_matter import Document
from mkdocs_oss.sources.snippet_syntax import snippet_path, snippet_targets
from mkdocs_oss.sources.snippets import (
    MAX_PAGE_CHARACTERS,
    Expanded,
    SnippetSettings,
    expand_snippets,
    read_snippets,
)

FILES = {
    "docs/a.md": "one\ntwo\nthree\nfour\n",
    "docs/deep.md": 'before\n--8<-- "a.md:2:3"\nafter\n',
    "docs/loop.md": 'x\n--8<-- "loop2.md"\n',
    "docs/loop2.md": '--8<-- "loop.md"\ny\n',
    "docs/empty.md": "",
    "src/x.py": "import os\n# --8<-- [start:main]\ndef main():\n    # --8<-- [start:inner]\n    run()\n"
    "    # --8<-- [end:inner]\n# --8<-- [end:main]\nlast\n",
}
LISTED = SnippetSettings(("docs", ""), listed=True)
ROOT = SnippetSettings(("",), listed=True)


def expanded(text: str, settings: SnippetSettings = LISTED, **options: bool) -> Expanded:
    def read(paths: Sequence[str]) -> Mapping[str, str]:
        return {path: FILES[path] for path in paths}

    files = read_snippets([text], settings, paths=FILES.keys(), read=read)
    return expand_snippets(text, path="docs/index.md", files=files, settings=settings, **options)


PAGES = [
    'A\n\n--8<-- "a.md"\n\nB\n',
    "--8<-- 'a.md'",
    '    --8<-- "a.md"',
    '\t--8<-- "a.md"',
    '- item\n\n    --8<-- "deep.md"\n',
    '-8<- "a.md"',
    '---8<---   " a.md "',
    '--8<-- "a.md:2"',
    '--8<-- "a.md:2:3"',
    '--8<-- "a.md::2"',
    '--8<-- "a.md:-2"',
    '--8<-- "a.md:-3:-2"',
    '--8<-- "a.md:1:1,3:4"',
    '--8<-- "a.md:0:99"',
    '--8<-- "src/x.py:main"',
    '--8<-- "src/x.py:inner"',
    '--8<-- "src/x.py"',
    '```python\n--8<-- "src/x.py:inner"\n```',
    "--8<--\na.md\n\n  deep.md\n; a.md\n--8<--\n",
    "--8<--\na.md:1:1\nsrc/x.py:inner\n--8<--",
    ';--8<-- "a.md"',
    ';;--8<-- "a.md"',
    "  ;--8<--\na.md\n;--8<--",
    '--8<-- "; a.md"',
    'text --8<-- "a.md"',
    '--8<-- "a.md" text',
    '--8<-- "a.md" ',
    '--8<--"a.md"',
    "one\n# --8<-- [start:x]\ntwo\n# --8<-- [end:x]\n;--8<-- [start:y]\nthree",
    '--8<-- "./a.md"',
    '--8<-- "../src/x.py:inner"',
    "no snippet",
]


@pytest.mark.parametrize("dedent", [False, True])
@pytest.mark.parametrize("text", PAGES)
def test_as_the_extension_does_it(text: str, dedent: bool, tmp_path: Path) -> None:
    """Where every file is there, a page reads as the extension itself would make it read."""
    import markdown
    from pymdownx.snippets import SnippetPreprocessor

    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    options = {
        "base_path": [str(tmp_path / "docs"), str(tmp_path)], "encoding": "utf-8", "check_paths": False, "auto_append": [],
        "url_download": False, "url_max_size": 0, "url_timeout": 0, "url_request_headers": {}, "dedent_subsections": dedent,
        "restrict_base_path": False, "max_retries": 0, "backoff_factor": 0,
    }  # fmt: skip
    theirs = SnippetPreprocessor(options, markdown.Markdown()).run(text.split("\n"))
    ours = expanded(text, SnippetSettings(("docs", ""), listed=True, dedent=dedent))
    assert [line for line in ours.text.split("\n") if line.strip()] == [
        line for line in theirs if line.strip()
    ]
    assert ours.problems == ()


def test_the_line_of_each_line() -> None:
    """A fault in what came from a snippet is told with the snippet's own file and line."""
    page = expanded('# T\n\n--8<-- "deep.md"\n\nend')
    assert page.text.split("\n") == ["# T", "", "before", "two", "three", "after", "", "end"]
    deep, a, own = "docs/deep.md", "docs/a.md", "docs/index.md"
    assert list(page.origins) == [
        (own, 1),
        (own, 2),
        (deep, 1),
        (a, 2),
        (a, 3),
        (deep, 3),
        (own, 4),
        (own, 5),
    ]


def test_lines_of_a_page_without_snippets() -> None:
    """They are the page's own, counted from the first line of its file."""
    page = expanded("a\nb")
    assert Document(page.text, first_line=5, origins=page.origins).where(2, "x.md") == "x.md:6"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('--8<-- "none.md"', "the snippet 'none.md' is not in the repo"),
        ('--8<-- "../../etc/passwd"', "the snippet '../../etc/passwd' is not in the repo"),
        ('--8<-- "/etc/passwd"', "the snippet '/etc/passwd' is not in the repo"),
        ('--8<-- "../docs/../../x"', "the snippet '../docs/../../x' is not in the repo"),
        ('--8<-- "https://x.example.org/a.md"', "the snippet 'https://x.example.org/a.md' is on the web"),
        ('--8<-- "//x.example.org/a.md"', "the snippet '//x.example.org/a.md' is on the web"),
        ('--8<-- "src/x.py:none"', "src/x.py has no section 'none'"),
        ('    --8<-- "none.md:1:2"', "the snippet 'none.md:1:2' is not in the repo"),
        ("--8<--\nnone.md\n--8<--", "the snippet 'none.md' is not in the repo"),
        ('```\n--8<-- "none.md"\n```', "the snippet 'none.md' is not in the repo"),
    ],
)
def test_a_snippet_that_cannot_be_had(text: str, what: str) -> None:
    """It stays as it was written, and the problem has its line."""
    page = expanded(f"# T\n\n{text}\n")
    assert page.text == f"# T\n\n{text}\n"
    number = 3 + text.count("\n", 0, text.find("none.md"))
    assert [(path, line, said) for path, line, said, _ in page.problems] == [("docs/index.md", number, what)]


def test_the_others_of_a_block_are_there() -> None:
    """A file that is missing between marks leaves the rest in place."""
    page = expanded("--8<--\na.md:1:1\nnone.md\n--8<--\n")
    assert page.text == "one\n--8<--\nnone.md\n--8<--\n"
    assert len(page.problems) == 1


def test_a_snippet_that_holds_itself() -> None:
    """It ends, and the problem names the line that begins it anew."""
    page = expanded('--8<-- "loop.md"')
    assert page.text.split("\n") == ["x", '--8<-- "loop.md"', "y"]
    assert [(path, line, what) for path, line, what, _ in page.problems] == [
        ("docs/loop2.md", 1, "the snippet 'loop.md' holds itself")
    ]


def test_bombs_end() -> None:
    """Files that hold each other many times make neither a huge page nor a long wait."""
    files = {f"{n}.md": f'--8<-- "{n + 1}.md"\n' * 50 for n in range(9)} | {"9.md": "word " * 100 + "\n"}
    page = expand_snippets('--8<-- "0.md"\n' * 50, path="p.md", files=files, settings=ROOT)
    assert len(page.text) < 2 * MAX_PAGE_CHARACTERS
    assert any("one too many" in what for _, _, what, _ in page.problems)
    files = {"big.md": "x" * 900_000}
    page = expand_snippets('--8<-- "big.md"\n' * 5, path="p.md", files=files, settings=ROOT)
    assert len(page.text) < MAX_PAGE_CHARACTERS
    assert any("would be too long" in what for _, _, what, _ in page.problems)


def test_deep_nests_end() -> None:
    """Ten levels are read and shown, no more."""
    files = {f"{n}.md": f'level {n}\n--8<-- "{n + 1}.md"\n' for n in range(30)}
    asked: list[Sequence[str]] = []

    def read(paths: Sequence[str]) -> Mapping[str, str]:
        asked.append(paths)
        return {path: files[path] for path in paths}

    found = read_snippets(['--8<-- "0.md"'], ROOT, paths=files.keys(), read=read)
    page = expand_snippets('--8<-- "0.md"', path="p.md", files=found, settings=ROOT)
    assert [*asked] == [[f"{n}.md"] for n in range(10)]
    assert page.text.count("level") == 10
    assert len(page.problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        '```\n--8<-- "none.md"\n```', "---8<---\ncut here\n---8<---", "```\n;--8<-- 'a.md'\n```", "a\n\n--8<--\n\nb",
        "```\n# --8<-- [start:x]\n```",
    ],
)  # fmt: skip
def test_what_may_be_no_snippet_stays(text: str) -> None:
    """Where the repo does not say that it uses snippets, code and drawings that only look like them are left alone."""
    page = expanded(text, SnippetSettings(("docs", "")))
    assert (page.text, page.problems) == (text, ())


@pytest.mark.parametrize(
    ("text", "shown"),
    [('--8<-- "a.md:1:1"', "one"), ('```\n--8<-- "a.md:1:1"\n```', "```\none\n```"), ("--8<--\na.md:1:1\n--8<--", "one")],
)  # fmt: skip
def test_a_repo_without_settings_may_use_them(text: str, shown: str) -> None:
    """A file that is there is meant, whether or not a settings file says that snippets are used."""
    assert expanded(text, SnippetSettings(("docs", ""))).text == shown


def test_what_each_page_ends_with() -> None:
    """`auto_append` of the repo's own settings counts on the pages of its site, and there alone."""
    settings = SnippetSettings(("docs",), listed=True, appended=("a.md", "none.md"))
    page = expanded("# T", settings, append=True)
    assert page.text == "# T\n\none\ntwo\nthree\nfour"
    assert [what for *_, what, _ in page.problems] == ["the snippet 'none.md' is not in the repo"]
    assert expanded("# T", settings).text == "# T"


@pytest.mark.parametrize(
    ("name", "bases", "path"),
    [
        ("a.md", ("docs",), "docs/a.md"), ("docs/a.md", ("docs", ""), "docs/a.md"), ("a.md", ("",), None), ("../docs/a.md", ("src",), "docs/a.md"),
        ("a.md", ("docs/a.md",), "docs/a.md"), ("empty.md", ("docs/a.md",), None), ("/docs/a.md", ("",), None), ("..", ("docs",), None),
    ],
)  # fmt: skip
def test_where_a_name_is_looked_for(name: str, bases: tuple[str, ...], path: str | None) -> None:
    """Base by base, as the settings list them; a base that is a file allows that file alone."""
    assert snippet_path(name, bases=bases, paths=FILES.keys()) == path


def test_the_names_in_a_text() -> None:
    """Each file that a text names, once, without line numbers; what is escaped or on the web is none."""
    text = (
        '--8<-- "a.md:1:2"\n--8<-- "a.md"\n;--8<-- "b.md"\n--8<--\nc.md:part\n; d.md\n\n--8<--\n'
        "```\n  --8<-- 'e.py'\n```\n--8<-- \"https://x.example.org/y\"\n"
    )
    assert snippet_targets(text) == ("a.md", "c.md", "e.py")
    assert snippet_targets("none") == ()


@given(st.text(alphabet='-8<"; a.md\n[]startendx:,0123`', max_size=200), st.booleans())
def test_any_text(text: str, listed: bool) -> None:
    """Never raises, each line has an origin, and a text without problems or changes is what it was."""
    page = expanded(text, SnippetSettings(("docs", ""), listed=listed))
    if page.origins:
        assert len(page.origins) == page.text.count("\n") + 1
    else:
        assert page.text == text
