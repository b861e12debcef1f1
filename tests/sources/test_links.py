"""Links in a repo's Markdown: right for where the page lands, and otherwise byte for byte as they were."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss.model import Forge, Repo, Source, Unknown
from mkdocs_oss.sources import Atlas, Document, Plan
from mkdocs_oss.sources.link_paths import targets
from mkdocs_oss.sources.link_syntax import with_plain_labels
from mkdocs_oss.sources.links import Writer, rewrite_links
from mkdocs_oss.sources.prose import hidden_lines, prose

PATHS = {
    "README.md", "CONTRIBUTING.md", "LICENSE", "logo.png", "src/lab/core.py", "docs/index.md", "docs/guide.md",
    "docs/my file.md", "docs/a(1).md", "docs/ü.md", "docs/img/x.png", "docs/sub/index.md", "docs/sub/deep.md",
    "docs/area/README.md", "examples/run.py", "examples/note.md",
}  # fmt: skip
LANDED = {
    path: f"projects/lab/{path}" for path in PATHS if path.startswith("docs/") or path == "logo.png"
} | {"README.md": "projects/lab/index.md", "CONTRIBUTING.md": "projects/lab/contributing.md"}


FORGE = Forge("custom", "https://forge", "", view="https://forge/blob/{path}", raw="https://forge/raw/{path}")


def atlas_of(forge: Forge | Unknown = FORGE, **options: bool) -> Atlas:
    nothing = Unknown("")
    source = Source(Repo("lab"), None, None, nothing, nothing, nothing, forge, frozenset(PATHS))
    texts = {path: Document("# Use\n## Set up & go\n") for path in LANDED if path.endswith(".md")}
    return Atlas({"lab": Plan(source, docs_dir="docs", landed=LANDED, documents=texts)}, **options)


ATLAS = atlas_of()
WITHOUT_FORGE = atlas_of(Unknown("no forge"))


def rewritten(
    text: str, path: str = "docs/guide.md", atlas: Atlas = ATLAS
) -> tuple[str, list[tuple[int, str]]]:
    page = Writer("lab", path, LANDED.get(path, f"projects/lab/{path}"))
    linked = rewrite_links(text, page, atlas)
    return linked.text, [(link.line, link.target) for link in linked.broken if link.code == "broken-link"]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        # links to a page that lands elsewhere
        ("README.md", "[g](docs/guide.md)", None),
        ("README.md", "[c](CONTRIBUTING.md)", "[c](contributing.md)"),
        ("README.md", "[c](./CONTRIBUTING.md#setup)", "[c](contributing.md#setup)"),
        ("docs/guide.md", "[r](../README.md)", "[r](../index.md)"),
        ("docs/guide.md", "[r](../README.md#use)", "[r](../index.md#use)"),
        ("docs/guide.md", "[c](../CONTRIBUTING.md)", "[c](../contributing.md)"),
        ("docs/sub/deep.md", "[r](../../README.md)", "[r](../../index.md)"),
        ("CONTRIBUTING.md", "[r](README.md) [g](docs/guide.md)", "[r](index.md) [g](docs/guide.md)"),
        # right as they are
        ("docs/guide.md", "[i](index.md)", None), ("docs/guide.md", "[i](./index.md#a)", None),
        ("docs/guide.md", "[d](sub/deep.md?x=1#a)", None), ("docs/guide.md", "![x](img/x.png)", None),
        ("docs/guide.md", "[s](my file.md)", None), ("docs/guide.md", '![s](my file.md "T")', None), ("docs/guide.md", "[s](a\\(1\\).md)", None),
        ("docs/guide.md", "[s](my%20file.md)", None), ("docs/guide.md", "[s](<my file.md>)", None),
        ("docs/guide.md", "[p](a(1).md)", None), ("docs/guide.md", "[u](ü.md) [v](%C3%BC.md)", None),
        ("docs/guide.md", "[a](#anchor)", None), ("docs/guide.md", '[i](index.md "A title")', None),
        # none of ours
        ("docs/guide.md", "[m](mailto:a@example.org)", None), ("docs/guide.md", "[j](javascript:alert(1))", None),
        ("docs/guide.md", "![d](data:image/png;base64,AAAA)", None), ("docs/guide.md", "[w](https://x.org/a)", None),
        ("docs/guide.md", "[n](//x.org/a)", None), ("docs/guide.md", "[t]({{ page.url }})", None),
        ("docs/guide.md", "[t](tel:+123) [e]()", None), ("docs/guide.md", "<https://x.org>", None),
        # files that are no page here: the forge, at the commit
        ("docs/guide.md", "[s](../src/lab/core.py)", "[s](https://forge/blob/src/lab/core.py)"),
        ("docs/guide.md", "[s](../src/lab/core.py#L3)", "[s](https://forge/blob/src/lab/core.py#L3)"),
        ("docs/guide.md", "[s](../src/lab/core.py?plain=1)", "[s](https://forge/blob/src/lab/core.py)"),
        ("docs/guide.md", "[l](../LICENSE)", "[l](https://forge/blob/LICENSE)"),
        ("docs/guide.md", "[n](../examples/note.md)", "[n](https://forge/blob/examples/note.md)"),
        ("docs/guide.md", "[d](../src/)", "[d](https://forge/blob/src)"),
        # folders with an index
        ("docs/guide.md", "[s](sub/)", "[s](sub/index.md)"), ("docs/guide.md", "[s](sub)", "[s](sub/index.md)"),
        ("docs/guide.md", "[s](area/#x)", "[s](area/README.md#x)"), ("README.md", "[d](docs/)", "[d](docs/index.md)"),
        ("docs/guide.md", "[h](..)", "[h](../index.md)"),
        # from the repo's root
        ("docs/sub/deep.md", "[g](/docs/guide.md)", "[g](../guide.md)"),
        ("docs/sub/deep.md", "[g](/guide.md)", "[g](../guide.md)"), ("docs/guide.md", "[r](/README.md)", "[r](../index.md)"),
        ("docs/guide.md", "![l](/logo.png)", "![l](../logo.png)"),
        # as the built site has them
        ("docs/sub/deep.md", "[g](../guide/)", "[g](../guide.md)"),
        ("docs/sub/deep.md", "[g](../guide.html#a)", "[g](../guide.md#a)"),
        # titles, spaces, brackets
        ("docs/guide.md", '[r](../README.md "It\'s (here)")', '[r](../index.md "It\'s (here)")'),
        ("docs/guide.md", "[r]( ../README.md )", "[r]( ../index.md )"),
        ("docs/guide.md", "[r](<../README.md>)", "[r](<../index.md>)"),
        ("docs/sub/deep.md", "[m](../my file.md 'T')", None), ("docs/sub/deep.md", "[m](/docs/my file.md 'T')", "[m](../my%20file.md 'T')"),

        ("docs/sub/deep.md", "[m](</docs/my file.md>)", "[m](<../my%20file.md>)"),
        ("docs/sub/deep.md", "[p](/a(1).md)", "[p](../a%281%29.md)"),
        # reference definitions
        ("docs/guide.md", "[r]: ../README.md", "[r]: ../index.md"),
        ("docs/guide.md", '   [r]: <../README.md> "T"', '   [r]: <../index.md> "T"'),
        ("docs/guide.md", "    [r]: ../README.md", None), ("docs/guide.md", "[^1]: ../README.md", None), ("docs/guide.md", "[r]:../README.md", "[r]:../index.md"),
        ("docs/guide.md", "[r]: ../README.md is a text", None),
        ("docs/guide.md", "[r]: <my file.md>", "[r]: <my%20file.md>"), ("docs/guide.md", "[r]: a\\(1\\).md", "[r]: a(1).md"),
        # HTML
        ("docs/guide.md", '<a href="../README.md">r</a>', '<a href="../../">r</a>'),
        ("docs/guide.md", "<A class='x' HREF = '../README.md#use'>", "<A class='x' HREF = '../../#use'>"),
        ("docs/guide.md", '<img alt="x" src="../logo.png" width=3>', '<img alt="x" src="../../logo.png" width=3>'),
        ("docs/guide.md", '<img\n  src="img/x.png"\n>', '<img\n  src="../img/x.png"\n>'),
        ("docs/guide.md", '<source srcset="img/x.png">', '<source srcset="../img/x.png">'),
        ("docs/guide.md", '<source srcset="img/x.png 1x, img/y.png 2x">', None), ("docs/guide.md", '<a data-href="../README.md">', None),
        ("docs/guide.md", '<a href="../sub/deep/">d</a>', None), ("docs/guide.md", '<a href="sub/deep.md#a">d</a>', '<a href="../sub/deep/#a">d</a>'),
        ("README.md", '<img src="logo.png">', None), ("README.md", '<a href="docs/guide.md">', '<a href="docs/guide/">'),
        # as the built site has them, from the page's URL
        ("docs/guide.md", "[d](../sub/deep/)", "[d](sub/deep.md)"), ("docs/sub/deep.md", "[i](../../)", "[i](../../index.md)"),
        ("docs/guide.md", "![x](../img/x.png)", "![x](img/x.png)"), ("docs/guide.md", "[s](../sub/)", "[s](sub/index.md)"),
        # what stands in an admonition, a tab or a definition
        ("docs/guide.md", "!!! note\n\n    [r](../README.md)", "!!! note\n\n    [r](../index.md)"),
        ("docs/guide.md", '=== "A"\n\n    [r](../README.md)', '=== "A"\n\n    [r](../index.md)'),
        ("docs/guide.md", "Term\n:   Text\n\n    [r](../README.md)", "Term\n:   Text\n\n    [r](../index.md)"),
        ("README.md", '<img src="examples/run.py">', '<img src="https://forge/raw/examples/run.py">'),
        # images that are no asset here: raw
        ("README.md", "![x](examples/run.py)", "![x](https://forge/raw/examples/run.py)"),
        ("README.md", "[![CI](logo.png)](CONTRIBUTING.md)", "[![CI](logo.png)](contributing.md)"),
        ("README.md", "[![a ![b](logo.png)](examples/run.py)", "[![a ![b](logo.png)](https://forge/raw/examples/run.py)"),
        ("README.md", "[![CI](https://x/b.svg)](LICENSE)", "[![CI](https://x/b.svg)](https://forge/blob/LICENSE)"),
        # code is left alone
        ("docs/guide.md", "`[r](../README.md)`", None), ("docs/guide.md", "``a ` [r](../README.md)``", None),
        ("docs/guide.md", "`x` [r](../README.md) `y`", "`x` [r](../index.md) `y`"),
        ("docs/guide.md", "`` [r](../README.md) `", "`` [r](../index.md) `"),
        ("docs/guide.md", "[`code`](../README.md)", "[`code`](../index.md)"),
        ("docs/guide.md", "```\n[r](../README.md)\n```", None), ("docs/guide.md", "~~~ md\n[r](../README.md)\n~~~", None),
        ("docs/guide.md", "````\n```\n[r](../README.md)\n````", None),
        ("docs/guide.md", "- x\n\n    ```\n    [r](../README.md)\n    ```", None),
        ("docs/guide.md", "> ```\n> [r](../README.md)\n> ```\n> [r](../README.md)", "> ```\n> [r](../README.md)\n> ```\n> [r](../index.md)"),
        ("docs/guide.md", "- ```\n  [r](../README.md)\n  ```\n", None), ("docs/guide.md", "1. ~~~\n   [r](../README.md)\n   ~~~", None),
        ("docs/guide.md", "```\n[r](../README.md)", None),
        # and so are comments
        ("docs/guide.md", "a <!-- [r](../README.md) --> [r](../README.md)", "a <!-- [r](../README.md) --> [r](../index.md)"),
        ("docs/guide.md", "a <!--\n[r](../README.md) --> [r](../README.md)", "a <!--\n[r](../README.md) --> [r](../index.md)"),
        ("docs/guide.md", "<!-- [r](../README.md) --> [r](../README.md)", "<!-- [r](../README.md) --> [r](../index.md)"),
        ("docs/guide.md", "<!--\n\n[r](../README.md)\n--> [r](../README.md)", "<!--\n\n[r](../README.md)\n--> [r](../index.md)"),
        ("docs/guide.md", "a <!-- b\n\n[r](../README.md) -->", "a <!-- b\n\n[r](../index.md) -->"),
        ("docs/guide.md", "`<!--` [r](../README.md) `-->`", "`<!--` [r](../index.md) `-->`"),
        ("docs/guide.md", "```\n<!--\n```\n\n[r](../README.md)", "```\n<!--\n```\n\n[r](../index.md)"),
        ("docs/guide.md", "```inline``` [r](../README.md)", "```inline``` [r](../index.md)"),
    ],
)  # fmt: skip
def test_links(path: str, text: str, expected: str | None) -> None:
    """Only what would be wrong in the handbook is changed (None: nothing is)."""
    assert rewritten(text, path)[0] == (text if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[x](nowhere.md)", "nowhere.md"), ("[x](../nowhere/)", "../nowhere/"), ("![x](no.png)", "no.png"),
        ("[x][x]\n[x]: nowhere.md", "nowhere.md"), ('<a href="nowhere.md">', "nowhere.md"), ("[x](/nowhere.md#a)", "/nowhere.md#a"),
        ("[x](%00)", "%00"), ("[x](GUIDE.md)", "GUIDE.md"), ("<a href=nowhere.md>x</a>", "nowhere.md"),
    ],
)  # fmt: skip
def test_broken_links_have_their_line(text: str, target: str) -> None:
    """A link that leads nowhere is told with its line, and does not lead to a page that the forge does not have."""
    new, broken = rewritten(f"one\n\n{text}\n")
    assert broken == [(4 if text.startswith("[x][x]") else 3, target)]
    assert "https://forge/" not in new
    assert "#" in new


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("[`run`]", 1), ("see [`run`], and [`RUN`]", 2), ("[`run`][]", 1), ("[the `run` one][`run`]", 1), ("- [`run`]", 1),
        ("[`run`]\n[`run`]", 2), ("*[`run`]*", 1), ("[`run`]. [r]\n\n[r]: guide.md", 2), ("[a\nb][`run`]", 1), ("x [`run`]: y", 1),
        ("[`run` twice]\n\n[`run` twice]: guide.md", 1), ("[`run`] `[no]`", 1),
    ],
)  # fmt: skip
def test_a_reference_by_code_is_a_link(text: str, links: int) -> None:
    """[`run`] is a link in the handbook as it is on the forge, and the lines of its page stay in their place."""
    text = f"{text}\n\n[`run`]: guide.md 'Title'\n"
    plain = with_plain_labels(text)
    assert [bool(line) for line in plain.split("\n")] == [bool(line) for line in text.split("\n")]
    html = markdown.markdown(plain)
    assert html.count('href="guide.md"') == links
    assert "[<code>" not in html


@pytest.mark.parametrize(
    "text",
    [
        "[`run`](guide.md)", "[`run`]", "`[run]`\n\n[run]: guide.md", "```\n[`run`]: guide.md\n```", "[`run`][r]\n\n[r]: guide.md",
        "    [`run`]\n\n[r]: guide.md",
    ],
)  # fmt: skip
def test_what_is_no_reference_by_code_stays(text: str) -> None:
    """Links, code and words in brackets stay byte for byte."""
    assert with_plain_labels(text) == text


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("text", False), ("`[no]`", False), ("```\n[no]\n```", False), ("[yes]", False), ("[no]: other.md", False),
        ("See [no].", True), ("[No]: the text goes on", True), ("see [No]: the text goes on", True), ("[text][ NO ]", True),
        ("[a\ntext][no]", True), ("![no]", True), ("[![x][no]](guide.md)", True), ("[no][]", True),
    ],
)  # fmt: skip
def test_a_definition_that_nothing_refers_to_is_no_link(text: str, is_told: bool) -> None:
    """An RFC of a template that defines more than it uses has no broken links; they are not on its page."""
    _, broken = rewritten(f"{text}\n\n[no]: nowhere.md\n")
    assert ("nowhere.md" in [target for _, target in broken]) == is_told


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[x]({{ user.url }})", "{{ user.url }}"), ('<a href="{{user.url}}">', "{{user.url}}"), ("[x]({{x}}.md)", "{{x}}.md"),
        ('<img src="{{ user.img }}">', "{{ user.img }}"), ("<a href={{x}}>", "{{x}}"), ('[x]({% url "a b" %})', '{% url "a b" %}'),
    ],
)  # fmt: skip
def test_a_link_that_nothing_fills_in_is_told(text: str, target: str) -> None:
    """A link made by macros of the repo's own site is a finding where the handbook has no plugin for them."""
    without = atlas_of(templates=False)
    assert rewritten(text, atlas=without) == (text, [(1, target)])
    assert rewritten(f"`{text}`", atlas=without) == (f"`{text}`", [])
    assert rewritten(text) == (text, [])


def test_a_link_out_of_the_repo_leads_nowhere() -> None:
    """What lies above the repo is no place at its forge either."""
    assert rewritten("[x](../../../etc/passwd)") == ("[x](#)", [(1, "../../../etc/passwd")])


def test_without_a_forge_a_link_to_a_file_leads_nowhere() -> None:
    """Where no forge is known, a link to a file that is no page stays on its page: no engine calls it broken."""
    assert rewritten("[s](../src/lab/core.py) [d](../src/)", atlas=WITHOUT_FORGE) == (
        "[s](#) [d](#)",
        [],
    )


def test_targets_are_repo_paths() -> None:
    """What a README links to, wherever it lies."""
    text = "![l](logo.png) [g](docs/guide.md#a) <img src='docs/img/x.png'>\n[r]: LICENSE\n[w](https://x.org)"
    found = targets(text, path="README.md", place=ATLAS.plans["lab"].place)
    assert set(found) == {"logo.png", "docs/guide.md", "docs/img/x.png", "LICENSE"}


@pytest.mark.parametrize(
    "line",
    [
        "> " * 100_000, "- " * 100_000, "` a" * 70_000, "`a``b```" * 20_000, "](" * 100_000, "[" * 200_000, "](<" * 60_000,
        "<a " * 60_000, "<a href=" * 25_000, "[![" * 60_000, "](a" * 60_000, "](a(" * 50_000, "[a]: " * 40_000,
        '](a"' * 50_000, "](a'\"" * 40_000, "](\\" * 60_000, "](a b" * 40_000, "[a](b " * 30_000 + ")" * 20_000, "<!-- " * 40_000,
        "a <!-- " * 20_000 + "-->" * 20_000, "a <!--\n\n" * 20_000 + "-->", "`" * 200_000, "1. " * 60_000, "~" * 200_000, "[x](" + "../" * 60_000, "9" * 200_000, " \t" * 100_000,
    ],
)  # fmt: skip
def test_200_kb_of_anything(line: str) -> None:
    """No line makes work out of proportion."""
    for text in (line, line.replace(" ", "\n")):
        rewritten(text)


@given(st.text(alphabet="[]()<>`~!#:/.\"' \n-abREADME", max_size=120) | st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Never raises, keeps the number of lines, and text without a bracket or an angle as it is."""
    new, _ = rewritten(text)
    assert new.count("\n") == text.count("\n")
    if "]" not in text and "<" not in text:
        assert new == text
    list(prose(text.split("\n")))


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Text.\n\n    [l](../LICENSE)\n", False),
        ("Text.\n\n\t[l](../LICENSE)\n\n\t[l](../LICENSE)\n", False),
        ("<!-- [l](../LICENSE) -->\n", False),
        ("<!--\n[l](../LICENSE)\n-->\n", False),
        ("Text\n    [l](../LICENSE)\n", True),
        ("- item\n\n    [l](../LICENSE)\n", True),
        ("1. item\n\n    text\n\n    [l](../LICENSE)\n", True),
        ("<!-- note --> \n[l](../LICENSE)\n", True),
    ],
)
def test_indented_code_and_comments_stay(text: str, changes: bool) -> None:
    """An indented code block and a comment are left alone; what continues a paragraph or a list item is prose."""
    assert (rewritten(text)[0] != text) == changes


@pytest.mark.parametrize(
    ("text", "expected", "broken"),
    [
        ("[a](#use)", None, ""), ("[a](#set-up-go)", None, ""), ("[a](#set-up--go)", "[a](#set-up-go)", ""),
        ("[a](#Set-Up-Go)", "[a](#set-up-go)", ""), ("[a](#user-content-use)", "[a](#use)", ""),
        ("[a](sub/deep.md#set-up--go)", "[a](sub/deep.md#set-up-go)", ""),
        ("[a](../README.md#set-up--go)", "[a](../index.md#set-up-go)", ""),
        ("[a](#nope)", None, "#nope"), ("[a](sub/deep.md#nope)", None, "sub/deep.md#nope"), ("[a](#top) [b](#)", None, ""),
        ("[a](#fn:1) [b](#__tabbed_1_1)", None, ""), ("`[a](#nope)`", None, ""), ("![a](#only-light)", None, ""),
        ("![a](img/x.png#only-dark)", None, ""),
    ],
)  # fmt: skip
def test_anchors(text: str, expected: str | None, broken: str) -> None:
    """An anchor in the forge's form becomes the handbook's; one that is in neither is told, and stays."""
    linked = rewrite_links(text, Writer("lab", "docs/guide.md", "projects/lab/docs/guide.md"), ATLAS)
    assert linked.text == (text if expected is None else expected)
    assert [(link.code, link.target) for link in linked.broken] == (
        [("broken-anchor", broken)] if broken else []
    )


def test_another_slugify_is_not_judged() -> None:
    """Where the handbook makes the ids of headings in its own way, no anchor is changed or told."""
    own = atlas_of(own_slugs=True)
    linked = rewrite_links("[a](#set-up--go) [b](#x)", Writer("lab", "docs/guide.md", "p/docs/guide.md"), own)
    assert (linked.text, linked.broken) == ("[a](#set-up--go) [b](#x)", ())


def test_links_between_pages_are_told_with_their_line() -> None:
    """What a page links to: other pages and assets, in the order of the text; not itself, not the web."""
    text = "[a](#use)\n\n![x](img/x.png)\n[d](sub/deep.md#use) [w](https://x.org) [s](../src/)\n[g](guide.md)"
    linked = rewrite_links(text, Writer("lab", "docs/guide.md", "projects/lab/docs/guide.md"), ATLAS)
    assert [(link.line, link.path, link.anchor) for link in linked.found] == [
        (3, "docs/img/x.png", ""),
        (4, "docs/sub/deep.md", "use"),
    ]


def test_html_without_folders_as_urls() -> None:
    """Links in HTML follow the site's `use_directory_urls`."""
    atlas = atlas_of(directories=False)
    text = '<a href="sub/deep.md">d</a> <img src="../logo.png">'
    assert rewritten(text, atlas=atlas)[0] == '<a href="sub/deep.html">d</a> <img src="../logo.png">'


@given(st.text(alphabet="`~<!->*1. \n\t#ab", max_size=80))
def test_the_quick_look_at_fences_sees_the_same(text: str) -> None:
    """What hides no line but by fences is told from these alone, as the whole reading tells it."""
    hidden = {line for first, last in hidden_lines(text) for line in range(first, last + 1)}
    lines = text.split("\n")
    assert hidden == set(range(1, len(lines) + 1)) - {number for number, _ in prose(lines)}
