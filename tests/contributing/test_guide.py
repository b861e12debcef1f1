"""The contribution page: the repo's own words first, then its files' evidence, and nothing breaks out."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from textwrap import dedent

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkdocs_oss.contributing import guide_markdown
from mkdocs_oss.markdown_text import code_block, code_span, link, one_line, plain
from mkdocs_oss.model import Evidence, Maintenance, Step

STEPS = (
    Step("environment", "python -m venv .venv", "pyproject.toml", 10, "activate it before you go on"),
    Step("environment", 'python -m pip install -e ".[dev]"', "pyproject.toml", 10),
    Step("test", "nox -s tests", "noxfile.py", 12, "Run the tests"),
    Step("lint", "pre-commit run --all-files", ".pre-commit-config.yaml"),
    Step("task", "make clean", "Makefile", 3, "Sweep | up"),
)


def page(
    evidence: Evidence | None = None,
    *,
    name: str = "demo",
    clone_urls: tuple[str, ...] = (),
    default_branch: str | None = None,
    own_text: str | None = None,
    own_file: str | None = None,
    reviewers: str | None = None,
    maintenance: Maintenance | None = None,
    forge: str | None = "https://forge.example/demo/blob/main/",
) -> str:
    def source_link(file: str, line: int) -> str | None:
        return None if forge is None else f"{forge}{file}" + (f"#L{line}" if line else "")

    return guide_markdown(
        name=name,
        evidence=evidence or Evidence(),
        clone_urls=clone_urls,
        default_branch=default_branch,
        own_text=own_text,
        own_file=own_file,
        source_link=source_link,
        reviewers=reviewers,
        maintenance=maintenance or Maintenance(),
    )


class Seen(HTMLParser):
    """What a browser would make of the page: tags with attributes, and the text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(markdown.markdown(source, extensions=["tables", "fenced_code", "toc"]))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.tags.append("!--")


def test_whole_page() -> None:
    """The page of a repo without CONTRIBUTING, as it stands in the handbook."""
    text = page(
        Evidence(STEPS, ">=3.11", "pyproject.toml", (("A dev container is ready.", ".devcontainer.json"),)),
        clone_urls=("https://forge.example/demo.git", "git@forge.example:demo.git"),
        default_branch="main",
        reviewers="Ana",
        maintenance=Maintenance(backups=("@ben",), review_hours="Tue 14:00-16:00", responds_within="2 days"),
        forge=None,
    )
    assert text == dedent(
        """\
        # Contributing to demo

        ## From the repo's own files

        Read from the files of the repo; each command names the place that says so.

        ### 1. Get the code

        Over HTTPS:

        ```sh
        git clone https://forge.example/demo.git
        cd demo
        ```

        Over SSH:

        ```sh
        git clone git@forge.example:demo.git
        cd demo
        ```

        Start your own branch from `main`.

        ### 2. Set it up

        Python `>=3.11`, from `pyproject.toml`.

        ```sh
        python -m venv .venv
        ```

        Activate it before you go on.

        ```sh
        python -m pip install -e ".[dev]"
        ```

        From `pyproject.toml`, line 10.

        A dev container is ready (from `.devcontainer.json`).

        ### 3. Run the tests

        ```sh
        nox -s tests
        ```

        From `noxfile.py`, line 12: Run the tests.

        ### 4. Check the style

        ```sh
        pre-commit run --all-files
        ```

        From `.pre-commit-config.yaml`.

        ### Other tasks

        | Command | What it does | Where it is |
        | --- | --- | --- |
        | `make clean` | Sweep &#124; up | from `Makefile`, line 3 |

        ## Who reviews

        Changes are reviewed by Ana. Standing in for them: &#64;ben. Review hours: Tue 14&#58;00-16&#58;00. An answer is promised within 2 days.
        """
    )


def test_every_command_links_to_its_line() -> None:
    """Beside each command is a link to the line that it came from."""
    seen = Seen(page(Evidence(STEPS)))
    base = "https://forge.example/demo/blob/main/"
    assert seen.links == [
        f"{base}pyproject.toml#L10",
        f"{base}noxfile.py#L12",
        f"{base}.pre-commit-config.yaml",
        f"{base}Makefile#L3",
    ]


def test_own_text_first_and_unchanged() -> None:
    """A handwritten CONTRIBUTING stands first, word for word, and its heading is the page's."""
    own = "# How we work\n\nBe kind.\n\n## Steps\n\n```\n# not a heading\n```"
    text = page(Evidence(STEPS), own_text=own, own_file="CONTRIBUTING.md")
    assert text.startswith(f"{own}\n\n## From the repo's own files\n")
    assert "Where `CONTRIBUTING.md` says otherwise, trust the people who wrote it." in text
    assert Seen(text).tags.count("h1") == 1


@pytest.mark.parametrize(
    ("own", "has_title"),
    [
        ("# Title", True),
        ("#Title", True),
        ("Title\n=====\n", True),
        ("<h1 align='center'>Title</h1>", True),
        ("intro\n\n# Title", True),
        ("## Smaller", False),
        ("```\n# comment\n```", False),
        ("~~~\nTitle\n===\n~~~", False),
        ("words only", False),
        ("  \n\n", False),
    ],
)
def test_title(own: str, has_title: bool) -> None:
    """The page gets a title of ours only where the repo's text has none."""
    assert ("# Contributing to demo" not in page(own_text=own, own_file="C.md")) == has_title


def test_contradiction_is_shown() -> None:
    """Where the text and the files cannot both be right, the reader is told before the steps."""
    evidence = Evidence((Step("environment", "uv sync", "uv.lock"),))
    text = page(evidence, own_text="# C\n\nRun `poetry install`.", own_file="CONTRIBUTING.md")
    told = "in CONTRIBUTING.md, the text says poetry install, but uv.lock says uv sync."
    assert told in Seen(text).text
    assert text.index("**Mind:**") < text.index("### 1.")


def test_no_evidence() -> None:
    """Without evidence the page says so in one sentence, with the file that would help, and no empty section."""
    text = page(clone_urls=("https://forge.example/demo",))
    assert "## Get the code" in text
    assert text.count("do not say how") == 1
    assert "From the repo's own files" not in text
    assert "###" not in text


def test_sections_without_evidence_are_left_out() -> None:
    """A topic of which the files say nothing has no heading, and the numbers have no gap."""
    text = page(Evidence((Step("docs", "mkdocs serve", "mkdocs.yml"),)))
    assert re.findall(r"^#+ .*", text, re.MULTILINE) == [
        "# Contributing to demo",
        "## From the repo's own files",
        "### 1. See the docs",
    ]


@pytest.mark.parametrize(
    "own", ["# T\n\n```sh\nmake", "# T\n\n~~~~\nx\n~~~", "# T\n\n<!-- a note\nwithout end"]
)
def test_what_the_text_leaves_open_is_closed(own: str) -> None:
    """A fence or comment that the text never ends does not swallow the steps below it."""
    seen = Seen(page(Evidence(STEPS), own_text=own, own_file="C.md"))
    assert "h2" in seen.tags
    assert "table" in seen.tags


def test_not_active() -> None:
    """Who comes to a repo that is put to rest reads so before working on it."""
    assert "is archived" in page(maintenance=Maintenance(status="archived"))
    assert "Who reviews" not in page()


HOSTILE = [
    "<script>alert(1)</script>",
    "</code></pre><script>alert(1)</script>",
    "```\n<script>alert(1)</script>\n```",
    "`````\n<img src=x onerror=alert(1)>",
    "` <img src=x onerror=alert(1)> `",
    "``` ` `` <b>",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "[x]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<https://evil.example>",
    "a | b | c\n| --- |",
    "\\`<script>\\`",
    "\\",
    "x\\|y|",
    "# heading",
    "- item\n1. item",
    "12) item",
    "***bold*** __strong__",
    "&lt;script&gt; &#60;script&#62;",
    "\u202egnp.exe\u202c \u200b \x00\x1b[31m \x07",
    "\ud800 lone",
    "line\u2028break\u2029end\x85",
    "{{ config.secret }} {% include 'x' %} {: onclick=alert(1) }",
    '--8<-- "/etc/passwd"',
    "!!! danger\n    x",
    "::: os.system",
    "=== tab",
    "\x02wzxhzdk:0\x03",
    "$x$ ==mark== ~~gone~~ ^^up^^ :smile: @ana https://evil.example",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """Whatever a repo says in names, commands, notes and facts, the page gets text and none of its markup."""
    evidence = Evidence(
        tuple(Step(topic, text, text, 1, text) for topic in ("environment", "test", "lint", "docs", "task")),
        text,
        text,
        ((text, text),),
    )
    maintenance = Maintenance(backups=(text,), review_hours=text, responds_within=text)
    source = page(evidence, name=text, default_branch=text, maintenance=maintenance)
    seen = Seen(source)
    allowed = {"h1", "h2", "h3", "p", "a", "code", "pre", *("table", "thead", "tbody", "tr", "th", "td")}
    assert set(seen.tags) <= allowed
    assert seen.attributes <= {"id", "href", "class"}
    assert all(link.startswith("https://forge.example/") for link in seen.links)
    headings = [seen.tags.count(tag) for tag in ("h1", "h2", "h3")]
    assert headings[:2] == [1, 2]
    assert headings[2] <= 6
    assert seen.tags.count("td") in (0, 3)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00-\x08\x0e-\x1f\ud800-\udfff]", source)
    assert not re.search(r"\{\{|\{%|8<", source)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("`~|\\<>&*_[](){}#!:-=+.1 \n\t\rax\"'\u202e\x00$@^"), max_size=40))
def test_any_text_stays_text(text: str) -> None:
    """No mix of special characters leaves its code span, fence, cell, link or sentence."""
    steps = (Step("test", text, text, 3, text), Step("task", text, text, 3, text))
    seen = Seen(page(Evidence(steps, text, text, ((text, text),)), name=text))
    allowed = {"h1", "h2", "h3", "p", "a", "code", "pre", *("table", "thead", "tbody", "tr", "th", "td")}
    assert set(seen.tags) <= allowed
    assert seen.attributes <= {"id", "href", "class"}
    assert seen.tags.count("tr") == 2
    assert seen.tags.count("td") == 3


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("`~|\\<>&*_[](){}#!:-=+. ax\"'$@^"), min_size=1, max_size=30))
def test_text_reads_as_it_was_written(text: str) -> None:
    """Escaping is invisible: the reader sees the very characters, in prose, spans and blocks alike."""
    words = one_line(text)
    assert Seen(plain(text)).text.strip() == words
    assert Seen(f"see {code_span(text)}!").text == f"see {words}!"
    assert Seen(code_block(text)).text.strip() == text.strip()


def test_fence_is_longer_than_any_run_of_backticks() -> None:
    """A command with backticks cannot end its own block."""
    assert code_block("a\n````\nb") == "`````sh\na\n````\nb\n`````"


def test_clone_command_is_one_command() -> None:
    """An address with shell characters is quoted, and a strange folder is not entered."""
    text = page(clone_urls=("https://forge.example/a;id",))
    assert "git clone 'https://forge.example/a;id'\n```" in text
    assert "cd " not in text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:x", "//evil.example", "", None, "https://a/ b", "https://a/\nb"]
)
def test_link_needs_a_web_address(url: str | None) -> None:
    """What is no http(s) address is shown without a link."""
    assert link("`a`", url) == "`a`"


def test_link_cannot_end_early() -> None:
    """Brackets and quotes in an address do not end the link."""
    assert link("a", 'https://x/(a)"<b>') == "[a](https://x/%28a%29%22%3Cb%3E)"


def test_link_keeps_its_query() -> None:
    """An ampersand in an address reaches the browser as it was."""
    assert Seen(link("a", "https://x/?a=1&b=2&#c")).links == ["https://x/?a=1&b=2&#c"]


def test_long_texts_cost_little() -> None:
    """A megabyte of backticks or brackets is read in a moment."""
    for text in ("`" * 1_000_000, "[" * 1_000_000, "`a" * 500_000, "<!--" * 250_000, "```\n" * 250_001):
        page(Evidence((Step("test", text, text, 1, text),)), own_text=text, own_file="C.md", name=text)
