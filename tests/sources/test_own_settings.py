"""What a repo's own site settings say besides docs folder and nav: names and plain options, with their lines."""

from __future__ import annotations

import pytest

from mkdocs_oss.sources.site_config import SiteConfig, read_site_config
from mkdocs_oss.sources.snippets import SnippetSettings


def config(text: str, name: str = "mkdocs.yml") -> SiteConfig:
    found = read_site_config({name: text.encode()})
    assert found is not None
    return found


def test_names_of_extensions_plugins_and_features() -> None:
    """Lists and mappings, long and short names, from YAML and TOML."""
    text = (
        "theme: {name: material, features: [a.b, 5]}\nplugins: {search: {}, material/tags: null}\n"
        "markdown_extensions:\n- markdown.extensions.admonition\n- toc: {permalink: true}\n- extra\n"
    )
    found = config(text).markdown
    assert found.extensions >= {"admonition", "toc", "attr_list", "footnotes"}
    assert (found.plugins, found.features, found.theme) == ({"search", "tags"}, {"a.b"}, "material")
    toml = (
        '[project]\nplugins = ["search"]\nextra_css = ["a.css"]\n[project.markdown_extensions.admonition]\n'
    )
    own = config(toml, "zensical.toml")
    assert own.markdown.extensions >= {"admonition"}
    assert own.markdown.plugins == {"search"}
    assert own.aside == (("extra_css", 0),)
    assert own.where("plugins", "search") == "zensical.toml"


def test_lines_of_entries() -> None:
    """Each plugin and extension has its line, whichever way it is written."""
    found = config(
        "plugins:\n- search\n- macros:\n    x: 1\nmarkdown_extensions:\n  admonition: {}\n  pymdownx.snippets:\n    x: 1\n"
    )
    assert found.where("plugins", "macros") == "mkdocs.yml:3"
    assert found.where("markdown_extensions", "pymdownx.snippets") == "mkdocs.yml:7"
    assert found.where("plugins", "other") == "mkdocs.yml"


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("site_name: X\n", ()),
        ("hooks:\n- a.py\nextra_css: [a.css]\n", (("hooks", 1), ("extra_css", 3))),
        ("theme:\n  name: material\n  custom_dir: over\n", (("theme.custom_dir", 3),)),
        ("INHERIT: ../base.yml\nsite_name: !ENV [A, b]\nx: !ENV B\n", (("INHERIT", 1), ("!ENV", 2))),
        ("x:\n- y: !!python/name:a.b\n- z: !relative $docs_dir\n", (("!!python", 2), ("!relative", 3))),
        ("# !ENV is not used\nx: 'Say: !ENV like this'\ny: a!ENV\n", ()),
    ],
)
def test_what_is_left_aside(text: str, aside: tuple[tuple[str, int], ...]) -> None:
    """Keys and tags that have no place in the handbook, with the first line of each."""
    assert config(text).aside == aside


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("{base_path: docs/parts}", SnippetSettings(("docs/parts",), listed=True)),
        ("{base_path: [., ./a/, ../out, /etc, 5, !relative $docs_dir]}", SnippetSettings(("", "a"), listed=True)),
        ("{dedent_subsections: true, auto_append: [a.md, 5]}", SnippetSettings(listed=True, dedent=True, appended=("a.md",))),
        ("{base_path: 5, auto_append: a.md, dedent_subsections: 1}", SnippetSettings(listed=True)),
        ("{}", SnippetSettings(listed=True)),
    ],
)  # fmt: skip
def test_options_of_snippets(options: str, expected: SnippetSettings) -> None:
    """Folders of the repo alone; nothing that leads out of it."""
    assert config(f"markdown_extensions:\n- pymdownx.snippets: {options}\n").snippets == expected


@pytest.mark.parametrize(("url", "read"), [("https://x.example.org/a/", "https://x.example.org/a/"), ("javascript:x", ""), ("5", ""), ("!ENV X", "")])  # fmt: skip
def test_the_published_url(url: str, read: str) -> None:
    """A web URL or nothing."""
    assert config(f"site_url: {url}\n").site_url == read
