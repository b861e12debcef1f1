"""What a repo's pages rely on and the handbook lacks: told where it is used, and never where it is not."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss.settings.site_markdown import SiteMarkdown, read_site_markdown
from mkdocs_oss.sources.front_matter import read_document
from mkdocs_oss.sources.site_config import SiteConfig, read_site_config
from mkdocs_oss.sources.syntax import Lack, lacks, settings_to_add

BARE = SiteMarkdown(theme="material")


def lacking(
    *pages: str, settings: str = "", hub: SiteMarkdown = BARE, has_api: bool = True
) -> tuple[Lack, ...]:
    documents = {f"docs/{n}.md": read_document(text.encode()) for n, text in enumerate(pages)}
    return lacks(documents, config=config(settings) if settings else None, hub=hub, has_api=has_api)


def config(settings: str) -> SiteConfig:
    found = read_site_config({"mkdocs.yml": settings.encode()})
    assert found is not None
    assert found.problems == ()
    return found


def names(*pages: str, settings: str = "", hub: SiteMarkdown = BARE) -> list[str]:
    return [lack.name for lack in lacking(*pages, settings=settings, hub=hub)]


SURE = [
    ("admonition", "!!! note\n    Mind.\n"),
    ("admonition", 'A\n\n!!! warning "Mind"\n\n    Text.\n'),
    ("admonition", '- item\n\n    !!! tip "T"\n        Text.\n'),
    ("pymdownx.details", "??? note\n    Mind.\n"),
    ("pymdownx.details", '???+ example "More"\n\n    Mind.\n'),
    ("pymdownx.superfences", "- item\n\n    ```python\n    x = 1\n    ```\n"),
    ("pymdownx.superfences", "1. item\n   ```sh\n   ls\n   ```\n"),
    ("pymdownx.superfences", "> ```sh\n> ls\n> ```\n"),
    ("pymdownx.superfences", '```python title="a.py"\nx = 1\n```\n'),
    ("pymdownx.superfences", '``` py linenums="1"\nx = 1\n```\n'),
    ("pymdownx.tabbed", '=== "Python"\n\n    Text.\n'),
    ("pymdownx.tabbed", '===+ "Python"\n    Text.\n'),
    ("attr_list", "# Title {#own-id}\n"),
    ("attr_list", "# Title { .big #own-id }\n"),
    ("attr_list", "[Go](a.md){ .md-button }\n"),
    ("attr_list", '![x](a.png){ width="300" align=right }\n'),
    ("attr_list", "Text.\n{: .lead }\n"),
    ("attr_list", "[x](y.md){:target=\"_blank\"}\n"),
    ("md_in_html", '<div class="grid cards" markdown>\n\n- **a**\n\n</div>\n'),
    ("md_in_html", '<div markdown="1">\n*a*\n</div>\n'),
    ("footnotes", "Text.[^1]\n\n[^1]: The note.\n"),
    ("footnotes", "Text.[^long-name] More.\n\n[^long-name]:\n    x\n[^long-name]: The note.\n"),
    ("def_list", "Apple\n:   A fruit.\n"),
    ("def_list", "Text.\n\nApple\n:  A fruit.\n"),
    ("abbr", "The HTML.\n\n*[HTML]: Hyper Text\n"),
    ("pymdownx.tasklist", "- [ ] todo\n- [x] done\n"),
    ("pymdownx.tasklist", "1. [X] done\n"),
    ("pymdownx.emoji", "Go :material-arrow-right: there\n"),
    ("pymdownx.emoji", "Go :octicons-heart-24:\n"),
    ("pymdownx.emoji", "Go :fontawesome-brands-github:\n"),
    ("pymdownx.emoji", ":rocket: Fast\n"),
    ("pymdownx.keys", "Press ++ctrl+alt+del++.\n"),
    ("pymdownx.tilde", "It is ~~wrong~~ right.\n"),
    ("pymdownx.critic", "It is {++new++}.\n"),
    ("pymdownx.critic", "It is {~~old~>new~~}.\n"),
    ("pymdownx.progressbar", '[=85% "85%"]\n'),
    ("pymdownx.blocks.admonition", "/// note | Title\nText.\n///\n"),
    ("pymdownx.blocks.tab", "/// tab | One\nText.\n///\n"),
    ("pymdownx.blocks.details", "/// details | More\nText.\n///\n"),
]  # fmt: skip


def _html(text: str, extensions: list[str]) -> str:
    import markdown
    from material.extensions import emoji

    icons = {"pymdownx.emoji": {"emoji_index": emoji.twemoji, "emoji_generator": emoji.to_svg}}
    return markdown.markdown(text, extensions=["tables", "fenced_code", *extensions], extension_configs=icons)


@pytest.mark.parametrize(("name", "text"), SURE)
def test_syntax_that_means_one_thing(name: str, text: str) -> None:
    """Each is found without any settings, and the extension itself reads the page differently."""
    assert name in names(text)
    assert _html(text, [name]) != _html(text, [])
    assert name not in names(text, hub=read_site_markdown({"markdown_extensions": [name]}))


@pytest.mark.parametrize(
    "text",
    [
        "Stop!!! Now", "!!!", "!!! Important", "!!! Read this first\n\nText", "What??? note", "??? maybe\nnot", "===\n", "Title\n===\n", '=== x === "y"',
        "Use `!!! note` for it", "```\n!!! note\n    x\n```", "    !!! note\n        x\n", "<!--\n!!! note\n    x\n-->", "<pre>\n!!! note\n    x\n</pre>",
        "\\{ .x }", "a set { x, y }", "{{ name }}", "{% if x %}", "use ${HOME} or {name}", "[a](b.md) { .x }", "json: {\"a\": 1}", "a {1} b {#} c", "`x`{=html}",
        "<div markdownish>", '<a title="in markdown form">x</a>', "<b>markdown</b>", "`<div markdown>`",
        "a regex [^abc]", "[^1]: https://example.org", "[x][^1]\n\n[^1]: https://example.org", "[^abc]+ and [^def]*",
        "note: this\n: that", "Text\n\n:   no term", "| a | b |\n| --- | --- |\n:   x", "a line\nanother line\n:   x", "10:30: start",
        "*[x] y", "\\*[HTML]: x", "*\\[HTML]: x", "a[0] = [ ]", "[ ] alone", "- [x](link.md)", "- [ ](a.md)", "* [a] b", "1.[ ] x",
        "std::vector::iterator", "12:30:45", "a:rocket:b", "http://x:80:rocket:", ":not-an-emoji:", ":param x: the x", ":note: text",
        "i++ and j++", "C++ and C++17++", "++i; j++", "++word++ alone", "a~~b", "~~~\ncode\n~~~", "~~ not ~~", "a ~~b", "`~~x~~`",
        "if a == b and c == d", "x = a ==b== c", "2^10^ and ^^x^^", "H~2~O", "{-x-}", "{{++x}}", "{>>x}", "${++i}",
        "(c) 2026", "a --> b", "$5 and $6", "$$x$$", "\\(x\\)", "[[link]]", "https://example.org", "#12 @ana", "[= x", "[=a%]",
        "/// note", "///\n", "// comment", "/// <summary>\n/// text\n///", "/// oss | owners\n///",
        "```python\nx = 1  # (1)!\n```\n\n1. A", "```text title\nx\n```", "```\n- [ ] x\n```", "\n    ```python\n    x\n    ```\n", "text\n\n        ```\n        x\n        ```",
        "- item\n\n            ```\n            code in a list\n            ```", "``` `x` ```", "- a\n- b ``` c", "```mermaidjs\nx\n```", "the word mermaid", "Text:\n\n    ```mermaid\n    x\n    ```\n", "`` ```mermaid ``",
        "::: pkg.module", "::: warning\nText\n:::", "{!file.md!}", "<swagger-ui src='x'>", "![d](x.drawio)", "> [!NOTE]x", "> note", "[!NOTE]",
        "$$\n\\text{a}{: .x}\n- [ ] x\n$$", "#!python", "`#!python x`", "{{ read_csv('x') }}", "--8<-- [start:x]", "Jan 5 -- ~~ --",
    ],
)  # fmt: skip
def test_no_false_alarm(text: str) -> None:
    """What may be plain text, code or another dialect is never taken for a use."""
    assert names(text) == []
    assert names(f"# Title\n\nText.\n\n{text}\n") == []


LISTED = [
    ("def_list", "Apple\n: A fruit.\n"),
    ("attr_list", "Some *text*{ .red } here.\n"),
    ("pymdownx.keys", "Press ++g++.\n"),
    ("pymdownx.caret", "H^2^ and ^^in^^.\n"),
    ("pymdownx.tilde", "H~2~O\n"),
    ("pymdownx.mark", "This is ==marked== text.\n"),
    ("pymdownx.smartsymbols", "(c) 2026\n"),
    ("pymdownx.arithmatex", "$$\nx^2\n$$\n"),
    ("pymdownx.arithmatex", "Let $x = 1$ be.\n"),
    ("wikilinks", "See [[Other page]].\n"),
    ("pymdownx.magiclink", "See https://example.org/x now.\n"),
    ("pymdownx.emoji", "So :smile: here\n"),
    ("pymdownx.inlinehilite", "Call `#!python print(1)` now.\n"),
]


@pytest.mark.parametrize(("name", "text"), LISTED)
def test_syntax_that_the_repos_settings_explain(name: str, text: str) -> None:
    """It counts where the repo's own settings list the extension, and only there."""
    assert names(text) == []
    assert names(text, settings=f"markdown_extensions: [{name}]") == [name]
    assert names("Nothing.", settings=f"markdown_extensions: [{name}]") == []
    assert _html(text, [name]) != _html(text, [])


@pytest.mark.parametrize(
    ("text", "extensions"),
    [
        ("!!! note\n    x\n", ["markdown.extensions.admonition"]), ("# T {#x}\n", ["extra"]), ("# T {#x}\n", ["markdown.extensions.extra"]),
        ("# T {#x}\n", ["pymdownx.extra"]), ("- a\n\n    ```\n    x\n    ```\n", ["pymdownx.extra"]), ("a[^1]\n\n[^1]: x\n", ["footnotes:FootnoteExtension"]),
        ("!!! note\n    x\n", [{"admonition": None}]), ("- [ ] x\n", ["markdown_checklist.extension"]), ("~~x~~\n", ["mdx_gfm"]),
        ("| a |\n| --- |\n| b |\n\n[TOC]\n\n```\nx\n```\n", []),
    ],
)  # fmt: skip
def test_what_the_handbook_has(text: str, extensions: list[object]) -> None:
    """Bundles, long names and equals of another name count; so does what MkDocs has by itself."""
    assert names(text, hub=read_site_markdown({"markdown_extensions": extensions})) == []


FENCES = {
    "pymdownx.superfences": {"custom_fences": [{"name": "mermaid", "class": "mermaid", "format": None}]}
}
BUNDLED = {"pymdownx.extra": {"pymdownx.superfences": {"custom_fences": [{"name": "mermaid"}]}}}


@pytest.mark.parametrize(
    ("hub", "expected"),
    [
        ({}, ["mermaid"]), ({"markdown_extensions": ["pymdownx.superfences"]}, ["mermaid"]), ({"markdown_extensions": [FENCES]}, []),
        ({"markdown_extensions": FENCES}, []),
        ({"markdown_extensions": [FENCES, "pymdownx.superfences"]}, []), ({"markdown_extensions": [BUNDLED]}, []), ({"plugins": ["mermaid2"]}, []),
        ({"extra_javascript": ["js/mermaid.min.js"]}, []), ({"extra_javascript": [{"path": "https://x.example.org/mermaid.mjs", "type": "module"}]}, []),
    ],
)  # fmt: skip
def test_mermaid(hub: dict[str, object], expected: list[str]) -> None:
    """A diagram needs a custom fence, a plugin or a script that draws it."""
    assert (
        names(
            "```mermaid\ngraph LR\n```\n", "Text.\n\n``` { .mermaid }\nx\n```\n", hub=read_site_markdown(hub)
        )
        == expected
    )


def test_what_stands_inside_of_a_block() -> None:
    """Tabs and admonitions hold others."""
    assert names('=== "A"\n\n    !!! note\n\n        - [ ] x\n\n    ```mermaid\n    x\n    ```\n') == [
        "admonition",
        "pymdownx.superfences",
        "pymdownx.tabbed",
        "pymdownx.tasklist",
        "mermaid",
    ]


def test_one_finding_for_each_extension() -> None:
    """It names the first use with page and line, and on how many more pages there is one."""
    page = "---\ntitle: T\n---\n\n# T\n\n!!! note\n    A.\n\n!!! tip\n    B.\n"
    (one,) = lacking(page)
    assert str(one.finding("lab")) == (
        "lab: docs/0.md:7: uses `!!! note`; add `admonition` to the hub's markdown_extensions"
    )
    assert (one.finding("lab").code, one.finding("lab").severity) == ("missing-extension", "note")
    (two,) = lacking("None.", page, page)
    assert "docs/1.md:7: uses `!!! note`, as does 1 more page; add" in str(two.finding("lab"))
    (three,) = lacking(page, page, page)
    assert "as do 2 more pages" in str(three.finding("lab"))


def test_a_use_is_shown_short_and_tame() -> None:
    """What a page says cannot break a line of the report."""
    (found,) = lacking(f'=== "a\u202e\x1b[31m{"x" * 300}"\n\n    y\n')
    assert len(found.shown) < 80
    assert found.shown.isprintable()
    (fence,) = lacking('```py title="a"\nx\n```\n')
    assert fence.shown.startswith('uses "```py title="a"" (a fence that')


PLUGIN_USES = [
    ("macros", "Version {{ version }}.\n", "it runs code, so the text is shown as it is"),
    ("macros", "{% if x %}\nA\n{% endif %}\n", "it runs code"),
    ("include-markdown", '{% include-markdown "../README.md" %}\n', 'a snippet, `--8<-- "file"`, would work'),
    ("table-reader", "{{ read_csv('a.csv') }}\n", "write the table in Markdown"),
    (
        "git-revision-date-localized",
        "{{ git_revision_date_localized }}\n",
        "the handbook shows dates by itself",
    ),
    ("git-authors", "{{ git_page_authors }}\n", "the handbook shows owners by itself"),
    ("markdown-exec", '```python exec="on"\nprint(1)\n```\n', "it runs code"),
    ("drawio", "![x](a.drawio)\n", "add the plugin `drawio` to the hub"),
    ("swagger-ui-tag", '<swagger-ui src="api.json"/>\n', "add the plugin `swagger-ui-tag`"),
    ("roamlinks", "See [[Page]].\n", "write the link as `[title](page.md)`"),
    ("material/tags", "---\ntags: [a]\n---\n# T\n", "add the plugin `tags`"),
]


@pytest.mark.parametrize(("plugin", "text", "remedy"), PLUGIN_USES)
def test_plugins_of_the_repo(plugin: str, text: str, remedy: str) -> None:
    """A use counts where the repo's settings name the plugin; one that runs code is never one to add."""
    assert names(text) == []
    (found,) = lacking(text, settings=f"plugins:\n- {plugin}: {{x: 1}}\n")
    assert found.kind == "plugin"
    assert found.where.startswith("docs/0.md:")
    assert remedy in found.remedy
    assert bool(found.entry) == ("add the plugin" in remedy)
    assert names("Nothing.", settings=f"plugins: [{plugin}]") == []
    hub = read_site_markdown({"plugins": [plugin]})
    assert names(text, settings=f"plugins: [{plugin}]", hub=hub) == []


def test_a_plugin_that_makes_pages() -> None:
    """No syntax tells, so the line of the settings does."""
    (found,) = lacking(
        "Text.", settings="site_name: X\nplugins:\n- search\n- gen-files:\n    scripts: [x.py]\n"
    )
    assert str(found.finding("lab")) == (
        "lab: mkdocs.yml:4: uses the plugin `gen-files`: pages that it makes are not here; it runs code; commit the pages that it makes"
    )


def test_objects_of_mkdocstrings() -> None:
    """They are shown where the handbook reads the repo's code; where it does not, that is told."""
    settings = "plugins: [mkdocstrings]"
    assert [lack.name for lack in lacking("::: pkg.mod\n", settings=settings, has_api=False)] == [
        "mkdocstrings"
    ]
    assert lacking("::: pkg.mod\n", settings=settings) == ()


def test_theme_features() -> None:
    """Only those that change what a page says, where the repo sets them and a page needs them."""
    settings = (
        "theme:\n  name: material\n  features: [content.code.annotate, content.code.copy, navigation.tabs]\n"
    )
    page = "# T\n\n```python\na = 1\nx = 1  # (1)!\n```\n\n1. A note.\n"
    (found,) = lacking(page, settings=settings)
    assert (found.name, found.where) == ("content.code.annotate", "docs/0.md:5")
    assert found.remedy == "add `content.code.annotate` to the hub's theme features"
    assert lacking("# T\n\n```\nx (1)\n```\n", settings=settings) == ()
    assert lacking(page, settings=settings, hub=read_site_markdown({"theme": "readthedocs"})) == ()
    has = {"theme": {"name": "material", "features": ["content.code.annotate"]}}
    assert lacking(page, settings=settings, hub=read_site_markdown(has)) == ()


EVERYTHING = (
    '!!! note\n    x\n\n=== "A"\n\n    b\n\n:material-heart:\n\n- [ ] x\n\n```mermaid\nx\n```\n\n```py title="a"\nx  # (1)!\n```\n\n![x](a.drawio) {{ x }}\n',
    "plugins: [drawio, macros]\ntheme: {name: material, features: [content.code.annotate]}\n",
)


def test_the_block_to_paste() -> None:
    """It has all that is lacking, once, with the options that each needs; nothing that runs code; and it is YAML."""
    found = lacking(EVERYTHING[0], EVERYTHING[0], settings=EVERYTHING[1])
    block = settings_to_add([*found, *found], BARE)
    assert block == (
        "theme:\n"
        "  features:\n"
        "    - content.code.annotate\n"
        "markdown_extensions:\n"
        "  - admonition\n"
        "  - pymdownx.emoji:\n"
        "      emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
        "      emoji_generator: !!python/name:material.extensions.emoji.to_svg\n"
        "  - pymdownx.superfences:\n"
        "      custom_fences:\n"
        "        - name: mermaid\n"
        "          class: mermaid\n"
        "          format: !!python/name:pymdownx.superfences.fence_code_format\n"
        "  - pymdownx.tabbed:\n"
        "      alternate_style: true\n"
        "  - pymdownx.tasklist:\n"
        "      custom_checkbox: true\n"
        "plugins:\n"
        "  - drawio  # pip install mkdocs-drawio\n"
    )
    assert settings_to_add([], BARE) == ""


def test_the_block_makes_the_lacks_go() -> None:
    """With it in the handbook's settings, only what the handbook never runs is left."""
    found = lacking(EVERYTHING[0], settings=EVERYTHING[1])

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", lambda loader, suffix, node: None)  # type: ignore[no-untyped-call]
    pasted = yaml.load(settings_to_add(found, BARE), Loader=Loader)
    pasted["theme"]["name"] = "material"
    left = lacking(EVERYTHING[0], settings=EVERYTHING[1], hub=read_site_markdown(pasted))
    assert [lack.name for lack in left] == ["macros"]


def test_an_entry_that_is_there() -> None:
    """Options for an extension that the handbook has go into its entry, and the block says so."""
    hub = read_site_markdown({"markdown_extensions": ["pymdownx.superfences"]})
    block = settings_to_add(lacking("```mermaid\nx\n```\n", hub=hub), hub)
    assert "  - pymdownx.superfences:  # in the entry that is there\n" in block


@pytest.mark.parametrize(
    "settings",
    [
        {"markdown_extensions": "admonition"}, {"markdown_extensions": [5, None, {5: 6}]}, {"plugins": 5, "theme": []}, {"theme": {"features": {"a": 1}}},
        {"markdown_extensions": [{"pymdownx.superfences": {"custom_fences": [5, {"name": 5}]}}]}, {"extra_javascript": [5, {"path": 5}]},
    ],
)  # fmt: skip
def test_settings_of_any_shape(settings: dict[str, object]) -> None:
    """What is no name is passed over."""
    assert read_site_markdown(settings).extensions >= {"toc", "tables", "fenced_code"}


EVERY_LISTED = config(
    "markdown_extensions: [" + ", ".join(name for name, _ in LISTED[:1] + LISTED[1:11]) + "]\n"
    "plugins: [macros, include-markdown, table-reader, markdown-exec, drawio, roamlinks, tags]\n"
    "theme: {name: material, features: [content.code.annotate, content.tabs.link]}\n"
)


@given(st.text(alphabet='!?= "`~#{}:.x[]^*-+$\\(1)>\n/|<pre%&;', max_size=300))
def test_any_page(text: str) -> None:
    """Never raises, and what is told stands on a line of the page."""
    document = read_document(text.encode())
    for lack in lacks({"p.md": document}, config=EVERY_LISTED, hub=BARE, has_api=False):
        line = int(lack.where.rpartition(":")[2])
        assert 0 < line <= text.count("\n") + 1


@pytest.mark.parametrize(
    "unit",
    ["{", "{: .a ", "[^1", "<a b ", "`", "$", "~~a", "++ctrl", "[[", "{{ x", "=== \"", "==a", ":a", "^^", "!!! a ", "```\n", "- [ ] a\n", "$$\n", "<pre>\n", "/// note\n"],
)  # fmt: skip
def test_pages_that_were_written_to_be_slow(unit: str) -> None:
    """A megabyte of half a mark is searched in seconds: in one line, and in many."""
    for text in (unit * (300_000 // len(unit)), (unit * (900 // len(unit)) + "\n") * 300):
        started = time.perf_counter()
        lacks({"p.md": read_document(text.encode())}, config=EVERY_LISTED, hub=BARE, has_api=False)
        assert time.perf_counter() - started < 10
