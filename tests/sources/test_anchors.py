"""The anchors of a page: the same ids as Python-Markdown makes, and the forge's form of each."""

from __future__ import annotations

import re

import markdown
import pytest

from mkdocs_oss.sources.anchors import Filled, anchors_of

TITLES = [
    "Simple", "Set up & go", "Über uns", "C++ and C#", "A -- B", "`code_span()` here", "`List<T>`", "__init__ and _em_ x",
    "snake_case_name", "[link](x.md) text", "![img](a.png) after", "1. First", "Tom's “quotes”", "日本語", "🚀 Start",
    "a/b", "Trailing ##", "<em>html</em> x", "AT&amp;T", r"star \* escaped \_x\_", "Twice", "Twice", "Twice", "Same", "same",
    "**bold** *em*", "Foo [^1] bar", "x  y", "e.g. 3.11", "{not attrs}x",
]  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_ids_are_those_of_python_markdown(title: str) -> None:
    """A heading has the id that the handbook's engine gives it, the first time and the second."""
    text = f"# {title}\n\ntext\n\n## {title}\n\n[^1]: note\n"
    html = markdown.markdown(text, extensions=["toc", "attr_list", "footnotes"])
    made = re.findall(r"<h\d id=\"([^\"]*)\"", html)
    assert set(made) <= anchors_of(text).ids


@pytest.mark.parametrize(
    ("title", "forge", "found"),
    [
        ("Set up & go", "set-up--go", "set-up-go"), ("🚀 Start", "-start", "start"), ("Über uns", "über-uns", "uber-uns"),
        ("C++ and C#", "c-and-c", "c-and-c"), ("`a_b`", "a_b", "a_b"), ("What's new?", "whats-new", "whats-new"),
        ("Setup {#own}", "setup", "own"), ("日本語", "日本語", "_1"), ("Setup", "user-content-setup", "setup"), ("Setup", "Setup", "setup"),
    ],
)  # fmt: skip
def test_the_forges_form(title: str, forge: str, found: str) -> None:
    """A link that works on the forge finds the handbook's id."""
    assert anchors_of(f"# Page\n\n## {title}\n").find(forge) == found


def test_doubles() -> None:
    """Equal headings are told apart by each in its own way."""
    anchors = anchors_of("# A\n\n## Twice\n\n## Twice\n\n## Twice\n")
    assert [anchors.find(name) for name in ("twice", "twice-1", "twice-2", "twice_2")] == [
        "twice",
        "twice_1",
        "twice_2",
        "twice_2",
    ]


def test_a_number_that_python_cannot_read() -> None:
    """Equal headings that end in one raise nothing."""
    title = f"a_{'9' * 5000}"
    assert title in anchors_of(f"# {title}\n\n# {title}\n").ids


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Title\n=====\n\nMore\n----\n", "more"), ('<a name="old"></a>', "old"), ("<div id=box>", "box"), ("Text\n{: #para }", "para"),
        ("!!! note\n\n    ## Inside\n", "inside"), ("> ## Quoted\n", "quoted"), ("- ## Item\n", "item"), ("[x](y){ #link }", "link"),
    ],
)  # fmt: skip
def test_other_anchors(text: str, anchor: str) -> None:
    """Underlined headings, HTML and attribute lists have anchors too."""
    assert anchors_of(text).find(anchor) == anchor


@pytest.mark.parametrize(
    "text", ["```\n# No\n```\n", "text\n\n    # no\n", "<!--\n# No\n-->\n", "no\n\n---\n"]
)
def test_no_headings(text: str) -> None:
    """What stands in code or in a comment is no heading."""
    assert anchors_of(text).find("no") is None


@pytest.mark.parametrize("text", ["{{ macro }}", "{% x %}", "::: pkg.mod", '--8<-- "x.md"', "# A"])
def test_what_is_not_in_the_text_is_not_judged(text: str) -> None:
    """A page that macros, snippets or a generator write on has anchors that nobody knows."""
    assert anchors_of(text).is_sure == (text == "# A")


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        ("{{ macro }}", True), ("{% x %}", True), ("{! x.md !}", True), ("::: mkdocs-click", True), ("::: other.mod", True), ("## ::: other", True),
        ("::: lab.core", False), ("> ::: lab", False), ("::: other\n\n::: lab", False), ('--8<-- "x.md"', False),
    ],
)  # fmt: skip
def test_what_nothing_fills_in_is_the_text(text: str, is_sure: bool) -> None:
    """Macros that no plugin runs, and blocks of packages that are not the repo's, add no anchors to a page."""
    assert anchors_of(text, filled=Filled(templates=False, packages=frozenset({"lab"}))).is_sure == is_sure


def test_without_attribute_lists() -> None:
    """Where `{#id}` is only text to the handbook, a link to that id finds the heading all the same."""
    text = "# Page\n\n## Set up {#own}\n"
    made = re.findall(r"<h2 id=\"([^\"]*)\"", markdown.markdown(text, extensions=["toc"]))
    assert [anchors_of(text, attributes=False).find("own")] == made
