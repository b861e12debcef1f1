"""What no engine can render, or not in time, costs the page that holds it, and no other."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator

import markdown
import pytest
from conftest import Built, GitRepo
from mkdocs.exceptions import Abort

from mkdocs_oss.engines import mkdocs_guard
from mkdocs_oss.sources.measure import beyond_measure

Make = Callable[..., GitRepo]
Build = Callable[..., Built]

EXTENSIONS = (
    "[abbr, admonition, attr_list, def_list, footnotes, md_in_html, pymdownx.superfences, pymdownx.caret,"
    " pymdownx.mark, pymdownx.details, {pymdownx.tabbed: {alternate_style: true}}]"
)
PLACE = "projects/r/docs/index.html"


def nested(marker: str, levels: int) -> str:
    return "\n".join("    " * level + marker.replace("\n", "\n" + "    " * level) for level in range(levels))


EARLY = {
    "a list": nested("- x", 300),
    "a numbered list": nested("1. x", 300),
    "a list in one line": "- " * 1000 + "x",
    "admonitions": nested("!!! note\n", 300),
    "details": nested("??? note\n", 300),
    "tabs": nested('=== "x"\n', 300),
    "definitions": nested("x\n\n:   x\n", 300),
    "footnotes": nested("[^1]: x\n", 300),
    "a number": f"# x_{'9' * 5000}\n\n# x_{'9' * 5000}\n",
    "a number in attributes": f"# x {{#x_{'9' * 5000}}}\n\n# y {{#x_{'9' * 5000}}}\n",
    "a reference": f"[a]: https://example.org/{'x' * 100_000}\n\n" + "[a] " * 1000,
    "the title of a reference": f"[a]:\n  https://example.org/\n  '{'x' * 100_000}'\n\n" + "[a] " * 1000,
    "an abbreviation": f"*[ab]: {'x' * 100_000}\n\n" + "ab " * 1000,
}
"""Told from the text, with its line."""

LATE = {
    "elements": '<div markdown="1">\n' * 1000 + "x\n" + "</div>\n" * 1000,
    "emphasis": "*a _b " * 1000 + "x" + "_ *" * 1000,
    "insertions": "^^a ==b " * 1000 + "x" + "== ^^" * 1000,
    "an address": "[a](http://[)\n",
    "a number with marks": f"# x_{'9' * 3000}**{'9' * 3000}**\n\n" * 2,
}
"""Only found by rendering."""


@pytest.fixture(autouse=True)
def _python_as_it_starts() -> Iterator[None]:
    """Python's own limit of nested calls: a site with an API reference raises it for all that the process does later."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    yield
    sys.setrecursionlimit(before)


@pytest.fixture
def built(make_repo: Make, build: Build) -> Callable[..., Built]:
    """built(text of a repo's page, files=more of the repo, …) → the hub, with the page and one beside it."""

    def run(text: str, files: dict[str, str] | None = None, *, plugins: str = "oss") -> Built:
        beside = {"README.md": "# R\n", "docs/beside.md": "# Beside\n\nIt is *there*.\n", **(files or {})}
        make_repo("r", {**beside, "docs/index.md": f"---\ntitle: P\n---\nThe page.\n\n{text}\n"})
        config = f"site_name: H\ntheme: mkdocs\nplugins: [{plugins}]\nmarkdown_extensions: {EXTENSIONS}\n"
        hub = make_repo(
            "hub",
            {"mkdocs.yml": config, "repos.yml": "repos: [{path: ../r}]\n", "docs/index.md": "# Hub\n"},
        )
        return build(hub.path / "mkdocs.yml", strict=True)

    return run


def findings(built: Built) -> list[dict[str, str]]:
    found = json.loads(built.read("oss/handbook.json"))["findings"]
    return [finding for finding in found if finding["code"] == "page"]


@pytest.mark.parametrize("name", EARLY)
def test_what_goes_beyond_measure_is_told_from_the_text(name: str) -> None:
    """Each has its line, what it is, and a remedy; nothing has to be rendered for it."""
    found, alone = beyond_measure(f"x\n\n{EARLY[name]}\n"), beyond_measure(EARLY[name])
    assert found is not None
    assert alone is not None
    assert found[0] == alone[0] + 2
    assert all(found[1:])


@pytest.mark.parametrize("name", ["a list", "a number", "a reference"])
def test_a_page_beyond_measure_is_shown_as_it_is_written(built: Callable[..., Built], name: str) -> None:
    """With a sentence for the reader and a finding with file and line; the page beside it is as ever."""
    site = built(EARLY[name])
    page = site.read(PLACE)
    assert "it is shown as it is written" in page
    assert "The page." in page
    assert EARLY[name][-50:].strip() in page
    (finding,) = findings(site)
    assert finding["where"].startswith("docs/index.md:")
    assert finding["remedy"]
    assert "<em>there</em>" in site.read("projects/r/docs/beside/index.html")


@pytest.mark.parametrize("name", LATE)
def test_what_cannot_be_rendered_costs_only_its_page(built: Callable[..., Built], name: str) -> None:
    """Markdown raises over it: the page is shown as it is written, with a finding, and said in the log."""
    site = built(LATE[name])
    assert "it is shown as it is written" in site.read(PLACE)
    (finding,) = findings(site)
    assert finding["where"] == "docs/index.md"
    assert any("docs/index.md: it cannot be rendered" in message for message in site.messages())
    assert "<em>there</em>" in site.read("projects/r/docs/beside/index.html")


def test_what_takes_too_long_costs_its_time(
    built: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Brackets that nothing closes take Markdown hours; after the limit the build goes on, and no alarm is left.

    The next such page of the repo has half of the time.
    """
    monkeypatch.setattr(mkdocs_guard, "SECONDS", 0.5)
    monkeypatch.setattr(mkdocs_guard, "LEAST", 0.1)
    began = time.process_time()
    site = built("[" * 200_000, {"docs/b.md": "[" * 200_000})
    assert time.process_time() - began < 20
    assert sorted(finding["message"].partition(",")[0] for finding in findings(site)) == [
        "it takes longer than 0.25 seconds to render",
        "it takes longer than 0.5 seconds to render",
    ]
    assert "<em>there</em>" in site.read("projects/r/docs/beside/index.html")
    assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] == 0
    assert signal.getsignal(signal.SIGVTALRM) == signal.SIG_DFL


def test_the_own_contribution_page(built: Callable[..., Built]) -> None:
    """A CONTRIBUTING that cannot be rendered costs the page that it is part of."""
    site = built("Fine.", {"CONTRIBUTING.md": f"# C\n\n{LATE['emphasis']}\n"})
    assert "it is shown as it is written" in site.read("projects/r/contributing/index.html")
    assert "<p>Fine.</p>" in site.read(PLACE)


def test_a_docstring(built: Callable[..., Built]) -> None:
    """One that cannot be rendered costs what it describes, and says so."""
    code = f'"""Doc.\n\n{"- " * 1000}x\n"""\n'
    site = built("Fine.", {"src/pk/__init__.py": code, "src/pk/other.py": '"""Another one."""\n'})
    assert "Another one." in site.read("projects/r/api/pk/other/index.html")
    assert "RecursionError while showing it" in site.read("projects/r/api/pk/index.html")
    assert "<p>Fine.</p>" in site.read(PLACE)


def test_the_handbooks_own_page_is_its_engines(make_repo: Make, build: Build) -> None:
    """What the handbook itself writes stops its build, as it does without us."""
    files = {"mkdocs.yml": "site_name: H\nplugins: [oss]\n", "docs/index.md": EARLY["a list"]}
    with pytest.raises((RecursionError, Abort)):
        build(make_repo("hub", files).path / "mkdocs.yml")


FINE = {
    "deep": nested("- x", 60),
    "rules": "x\n\n" + "- " * 150 + "\n\n" + "-" * 200 + "\n",
    "a deep block of code": "```\n" + nested("- x", 300) + "\n```\n",
    "indented code": "x\n\n" + "\n".join(" " * (4 + column) + "*" for column in range(200)) + "\n",
    "spaces": " " * 3 + "x\n" + " " * 500 + "- y\n",
    "a table": "|" + "-" * 300 + "|\n",
    "quotes": ">" * 150 + " x\n",
    "a number in code": f"```\nkey_{'9' * 5000}\n```\n",
    "a picture": f"![x][a] ![y][a]\n\n[a]: data:image/png;base64,{'A' * 200_000}\n",
    "many references": "".join(f"[a{n}] " for n in range(3000))
    + "\n\n"
    + "".join(f"[a{n}]: https://example.org/{'x' * 300}\n" for n in range(3000)),
}


@pytest.mark.parametrize("name", FINE)
def test_what_people_write_is_rendered(name: str) -> None:
    """Nothing of it goes beyond measure, and Markdown reads it."""
    assert beyond_measure(FINE[name]) is None
    assert markdown.markdown(FINE[name], extensions=["toc", "tables", "fenced_code"])


@pytest.mark.parametrize(
    "part",
    [
        "- x\n",
        "    - x\n",
        "[a]: " + "x" * 300 + "\n",
        "*[a b]: " + "x" * 300 + "\n",
        "_" + "9" * 4000 + "\n",
        "- ",
        " ",
        "[",
        "\n",
    ],
)
def test_a_look_at_a_page_is_linear(part: str) -> None:
    """Two megabytes of anything take no more than seconds."""
    began = time.process_time()
    beyond_measure("\n" + part * (2_000_000 // len(part)))
    assert time.process_time() - began < 5
