"""Reference pages in real MkDocs sites: safe, separate for each repo, and never the reason for a failed build."""

from __future__ import annotations

import py_compile
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File

from mkdocs_oss.api import extra, find_packages, read_code, reference_pages
from mkdocs_oss.engines.autodoc import CSS_URI, Autodoc
from mkdocs_oss.engines.autodoc.options import allowed, block_options
from mkdocs_oss.errors import MissingExtraError
from mkdocs_oss.model import RepoCode

RepoFiles = Mapping[str, str]


class SmallPlugin(BasePlugin):  # type: ignore[type-arg]
    """What mkdocs-oss' own plugin does with Autodoc, and nothing else."""

    def __init__(self, repos: Mapping[str, RepoFiles], pages: Mapping[str, str], style: Any) -> None:
        self.repos, self.texts, self.style = repos, pages, style

    def on_config(self, config: Any) -> Any:
        code: dict[str, RepoCode] = {}
        self.pages = {uri: (uri.split("/")[1], text) for uri, text in self.texts.items()}
        for repo, files in self.repos.items():
            contents = {path: text.encode("utf-8", "surrogatepass") for path, text in files.items()}
            code[repo] = read_code(find_packages(contents).packages, contents)
            for page in reference_pages(code[repo], folder=f"projects/{repo}").pages:
                self.pages[page.uri] = (repo, page.text)
        self.autodoc = Autodoc.create(config, code, docstring_style=self.style)
        config.extra_css.insert(0, CSS_URI)
        return config

    def on_files(self, files: Any, config: Any) -> Any:
        self.extensions = config.markdown_extensions
        for uri, (_, text) in self.pages.items():
            files.append(File.generated(config, uri, content=text))
        files.append(File.generated(config, CSS_URI, content=self.autodoc.css()))
        return files

    def on_page_markdown(self, markdown: str, page: Any, config: Any, files: Any) -> str:
        repo, _ = self.pages.get(page.file.src_uri, (None, ""))
        config.markdown_extensions = self.autodoc.extensions_for(repo, page)
        return markdown

    @event_priority(60)
    def on_env(self, env: Any, config: Any, files: Any) -> Any:
        config.markdown_extensions = self.extensions
        self.autodoc.link(files)
        return env


@dataclass
class Site:
    folder: Path
    plugin: SmallPlugin
    files: dict[str, str] = field(default_factory=dict)

    def html(self, place: str) -> str:
        return (self.folder / place / "index.html").read_text(encoding="utf-8")

    def article(self, place: str) -> str:
        """The page's own part, without nav."""
        html = self.html(place)
        return html[html.index('role="main"') : html.index("<footer")]


def make_site(
    tmp_path: Path,
    repos: Mapping[str, RepoFiles],
    *,
    pages: Mapping[str, str] | None = None,
    hub: str = "# Hub\n",
    settings: str = "",
    style: str = "auto",
    theme: str = "mkdocs",
) -> Site:
    """Builds a strict site; a warning of any kind fails it."""
    (tmp_path / "docs").mkdir(exist_ok=True)
    (tmp_path / "docs/index.md").write_text(hub)
    (tmp_path / "mkdocs.yml").write_text(f"site_name: Handbook\ntheme: {{name: {theme}}}\n{settings}")
    config = load_config(str(tmp_path / "mkdocs.yml"), strict=True)
    plugin = SmallPlugin(repos, pages or {}, style)
    config.plugins["small"] = plugin
    build(config)
    return Site(tmp_path / "site", plugin)


GOOD = {
    "src/pkg/__init__.py": '"""A package."""\nfrom pkg.mod import Thing\n__all__ = ["Thing"]\n',
    "src/pkg/mod.py": (
        '"""A module."""\n\nclass Thing:\n    """A thing.\n\n    See [the helper][pkg.mod.helper].\n    """\n\n'
        "    def act(self, count: int = 1) -> str:\n"
        '        """Acts.\n\n        Args:\n            count: How often.\n        """\n\n'
        "def helper(thing: Thing):\n    return thing\n\ndef _private(): ...\n"
    ),
}


def test_a_reference_shows_members_once_with_working_links(tmp_path: Path) -> None:
    """A module's page shows its own members; re-exports and cross-references are links to them."""
    site = make_site(tmp_path, {"demo": GOOD})
    module = site.article("projects/demo/api/pkg/mod")
    assert 'id="pkg.mod.Thing.act"' in module
    assert "How often." in module
    assert 'id="pkg.mod.helper"' in module, "functions without a docstring are shown"
    assert "_private" not in module
    assert 'href="#pkg.mod.helper">the helper</a>' in module
    package = site.article("projects/demo/api/pkg")
    assert "A package." in package
    assert 'id="pkg.Thing"' not in package
    assert 'href="mod/#pkg.mod.Thing"><code>Thing</code></a>' in package
    assert "doc-symbol" in (site.folder / CSS_URI).read_text()
    assert site.plugin.autodoc.problems == []


def test_private_and_test_modules_are_absent(tmp_path: Path) -> None:
    """Neither page nor nav names private modules or tests; what they hold shows where it is re-exported."""
    files = {
        "pkg/__init__.py": "from pkg._impl import Public\n__all__ = ['Public']\n",
        "pkg/_impl.py": 'class Public:\n    """From within."""\n',
        "pkg/tests/__init__.py": "",
        "pkg/tests/test_x.py": "SECRET = 1\n",
    }
    site = make_site(tmp_path, {"demo": files})
    assert sorted(path.parent.name for path in site.folder.rglob("projects/**/index.html")) == ["api", "pkg"]
    assert "From within." in site.article("projects/demo/api/pkg")


EVIL = """
import pathlib
pathlib.Path({sentinel!r}).write_text("ran")
class Extension: pass
"""


def test_no_code_of_a_repo_ever_runs(tmp_path: Path) -> None:
    """Neither modules, compiled modules nor Griffe extensions run, whatever a page's text asks for."""
    sentinel = tmp_path / "ran"
    evil = EVIL.format(sentinel=str(sentinel))
    (tmp_path / "evilext.py").write_text(evil)
    py_compile.compile(str(tmp_path / "evilext.py"), cfile=str(tmp_path / "compiled.pyc"))
    files = {"pkg/__init__.py": evil, "pkg/evil.py": evil}
    asks = "".join(
        f"::: {name}\n    handler: {handler}\n    options:\n      force_inspection: true\n      allow_inspection: true\n"
        f"      extensions: [evilext.py, {tmp_path}/evilext.py]\n      preload_modules: [evilext, compiled]\n"
        "      paths: ['.']\n      find_stubs_package: true\n\n"
        for name in ("pkg", "pkg.evil", "evilext", "compiled", "os")
        for handler in ("python", "../evil", "shell")
    )
    before = set(sys.modules)
    site = make_site(tmp_path, {"demo": files}, pages={"projects/demo/index.md": f"# Demo\n\n{asks}"})
    assert not sentinel.exists()
    assert not {"pkg", "evilext", "compiled"} & (set(sys.modules) - before)
    assert 'id="pkg.evil.Extension"' in site.article("projects/demo")
    assert {p.identifier for p in site.plugin.autodoc.problems} == {"evilext", "compiled", "os"}


def test_page_text_sets_only_harmless_options() -> None:
    """Options that run, read, fetch or match patterns are dropped, as are values of a wrong type."""
    asked = {
        "force_inspection": True, "allow_inspection": True, "extensions": ["x.py"], "preload_modules": ["x"],
        "filters": ["(a+)+$"], "heading": "<b>", "toc_label": "<b>", "extra": {"x": 1}, "docstring_options": {},
        "members": ["A"], "show_source": True, "heading_level": 3, "members_order": "alphabetical",
        "show_bases": "yes", "line_length": 10**9, 1: 2, "inherited_members": [1],
    }  # fmt: skip
    kept = {"members": ["A"], "show_source": True, "heading_level": 3, "members_order": "alphabetical"}
    assert allowed(asked) == kept


@pytest.mark.parametrize(
    "text", ["options: [", "- a", "options: 3", "2020-99-99", "{[]: 1}", "[" * 5000, "\x00", "&a [*a]"]
)
def test_malformed_options_ask_for_nothing(text: str) -> None:
    """YAML that is broken, hostile or no mapping never stops the build."""
    assert block_options(text) == {}


def test_what_cannot_be_shown_is_a_note_in_a_strict_build(tmp_path: Path) -> None:
    """Unknown objects, broken options and bad modules become notes in their place, and are reported."""
    files = {**GOOD, "src/pkg/bad.py": "def (:\n", "src/pkg/deep.py": "x = " + "not " * 500 + "1\n"}
    text = (
        "# Demo\n\nBefore.\n\n::: nope\n\nBetween `x[0][1]` and m[0][1].\n\n::: pkg.mod.Thing\n    options: [\n\n"
        "::: pkg.bad.f\n\n::: tip of the day\n\n[gone][pkg.gone]\n\nAfter.\n"
    )
    site = make_site(tmp_path, {"demo": files}, pages={"projects/demo/index.md": text})
    page = site.article("projects/demo")
    assert "<blockquote>\n<p><strong>nope cannot be shown.</strong> There is no such object" in page
    assert (
        "<strong>pkg.bad.f cannot be shown.</strong> The file src/pkg/bad.py cannot be parsed: line 1" in page
    )
    assert 'id="pkg.mod.Thing"' in page
    assert "m[0][1]" in page
    assert "::: tip of the day" in page
    assert "gone" in page
    assert page.index("Before.") < page.index("nope") < page.index("Between") < page.index("After.")
    assert [(p.repo, p.identifier) for p in site.plugin.autodoc.problems] == [
        ("demo", "nope"), ("demo", "pkg.bad.f"), ("demo", "pkg.gone"),
    ]  # fmt: skip
    for name in ("bad", "deep"):
        assert "This module cannot be shown." in site.article(f"projects/demo/api/pkg/{name}")
    assert 'id="pkg.mod.helper"' in site.article("projects/demo/api/pkg/mod"), "the rest is complete"


def test_repos_with_one_package_name_show_their_own(tmp_path: Path) -> None:
    """Two repos may have packages of one name; each page, and each link, stays within its repo."""
    repos = {
        repo: {
            "pkg/__init__.py": f'"""Of {repo}."""\n',
            "pkg/mod.py": f'"""See [it][pkg.mod.{repo}_only] and [both][pkg.mod.both]."""\ndef {repo}_only(): ...\ndef both(): ...\n',
        }
        for repo in ("one", "two")
    }
    pages = {"projects/three/index.md": "# Three\n\n[x][pkg.mod.one_only] [y][pkg.mod.both]\n\n::: pkg\n"}
    hub = "# Hub\n\n[a][pkg.mod.two_only]\n\n::: pkg\n"
    site = make_site(tmp_path, repos, pages=pages, hub=hub, settings="plugins: [autorefs]\n")
    for repo, other in (("one", "two"), ("two", "one")):
        assert f"Of {repo}." in site.article(f"projects/{repo}/api/pkg")
        module = site.article(f"projects/{repo}/api/pkg/mod")
        assert f'href="#pkg.mod.{repo}_only">it</a>' in module
        assert 'href="#pkg.mod.both">both</a>' in module
        assert f"{other}_only" not in module
    three = site.article("projects/three")
    assert "::: pkg" in three, "a repo without code has no autodoc"
    assert 'href="../one/api/pkg/mod/#pkg.mod.one_only">x</a>' in three
    assert ">y</a>" not in three, "a name of two repos leads nowhere from outside"
    assert 'href="projects/two/api/pkg/mod/#pkg.mod.two_only">a</a>' in site.html(".")
    assert "::: pkg" in site.html("."), "the hub's own pages are as they were"


def test_the_hubs_own_mkdocstrings_stays_apart(tmp_path: Path) -> None:
    """A hub that documents its own package keeps its handler; repos see neither it nor its package."""
    (tmp_path / "hubpkg.py").write_text('"""The hub\'s own."""\n')
    settings = "plugins:\n- mkdocstrings:\n    handlers: {python: {paths: [.], options: {show_root_heading: true}}}\n"
    site = make_site(
        tmp_path,
        {"demo": GOOD},
        hub="# Hub\n\n::: hubpkg\n\n[t][pkg.mod.Thing]\n",
        pages={
            "projects/demo/index.md": "# Demo\n\n::: hubpkg\n\n[h][hubpkg]\n",
            "projects/bare/index.md": "# Bare\n\n::: hubpkg\n\nRFC [0][1]\n",
        },
        settings=settings,
    )
    assert "The hub's own." in site.html(".")
    assert 'href="projects/demo/api/pkg/mod/#pkg.mod.Thing"' in site.html(".")
    assert "hubpkg cannot be shown" in site.article("projects/demo")
    assert 'href="../../#hubpkg">h</a>' in site.article("projects/demo")
    bare = site.article("projects/bare")
    assert "::: hubpkg" in bare
    assert "RFC [0][1]" in bare


PAYLOAD = r'''
r"""Mod <script>alert(1)</script> [a](javascript:alert(1)) [b](javascript&colon;alert(1)) [c](&#106;avascript:x)
<img src=x onerror=alert(2)> ![i](javascript:x) ![j](data:text/html,x) [d][d] [rel](../x.md) [ok](https://ok.example)
[x][<script>alert(3)</script>] [y]["><script>alert(4)</script>] text{: onclick="alert(5)" } <javascript:alert(6)>

# Head <script>alert(7)</script> `<b>` &lt;script&gt;alert(8)&lt;/script&gt; "quoted"

[d]: javascript:alert(9)

``` { .python onclick="alert(10)" title="<script>alert(11)</script>"}
</code><script>alert(12)</script>
```

<div markdown="1"><script>alert(13)</script></div>

--8<-- "secret.txt"

::: os

<autoref identifier="x" optional><script>alert(14)</script></autoref>
"""
VALUE = "</code><script>alert(15)</script>"

def f(a: "</code><script>alert(16)</script>", b='<script>alert(17)</script>') -> "<script>alert(18)</script>":
    """F.

    Args:
        <script>alert(19)</script>: x
        a ("><script>alert(20)</script>): <script>alert(21)</script>
        \x02wzxhzdk:0\x03: stashed \x02wzxhzdk:0\x03
        b: \ud800

    Raises:
        "><script>alert(22)</script>: x

    Note: "><script>alert(23)</script>
        <iframe src="javascript:alert(24)"></iframe>
    """
'''


class Tags(HTMLParser):
    """Collects what a browser could act on."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[tuple[str, str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "iframe", "object", "embed", "autoref", "backlinks"}:
            self.active.append((tag, "", None))
        for name, value in attrs:
            bad = re.match(r"[\s\x00-\x1f]*(javascript|data|vbscript):", value or "", re.IGNORECASE)
            if name.startswith("on") or name in {"srcdoc", "formaction"} or bad:
                self.active.append((tag, name, value))


@pytest.mark.parametrize("style", ["auto", "google", "numpy", "sphinx"])
@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_docstrings_are_inert(tmp_path: Path, style: str, theme: str) -> None:
    """Scripts, handlers, hostile links, snippets and autodoc in docstrings reach the page as text."""
    (tmp_path / "secret.txt").write_text("TOP SECRET")
    settings = (
        "markdown_extensions: [attr_list, md_in_html, admonition, smarty, pymdownx.details, pymdownx.superfences, "
        "pymdownx.inlinehilite, pymdownx.smartsymbols, pymdownx.snippets, pymdownx.b64, toc: {permalink: true}]\n"
    )
    files = {"pkg/__init__.py": "", "pkg/evil.py": PAYLOAD}
    site = make_site(tmp_path, {"demo": files}, settings=settings, style=style, theme=theme)
    html = site.html("projects/demo/api/pkg/evil")
    article = html[html.index("<h1") : html.index("<footer")]
    tags = Tags()
    tags.feed(article.partition("</article>")[0])
    assert tags.active == []
    assert not re.search(r"<script>\s*alert", html), "nor by the table of contents"
    assert "&lt;script&gt;alert(1)" in article
    assert 'href="https://ok.example"' in article
    assert "TOP SECRET" not in html
    assert "\x02" not in html
    assert "amppara" not in html
    assert "::: os" in article


def test_code_that_surprises_griffe_is_a_note_at_most(tmp_path: Path) -> None:
    """Imports that lead nowhere, cycles, odd `__all__` and the deepest code allowed build strictly."""
    files = {
        "pkg/__init__.py": "from pkg.a import *\nfrom numpy import array\n__all__ = ['array', 'gone'] + other.__all__\n",
        "pkg/a.py": "from pkg.b import *\nfrom pkg.b import X as X\n",
        "pkg/b.py": "from pkg.a import *\nfrom pkg.a import X as X\n__all__ = ['X']\n",
        "pkg/cls.py": "class cls(Missing): cls = 1\n\ndef f(cls, *, a: 'not a [type' = 1): ...\n",
        "pkg/deep.py": "x = "
        + "+".join("a" for _ in range(145))
        + "\ndef f(a: "
        + "A[" * 140
        + "int"
        + "]" * 140
        + "): ...\n",
        "pkg/sub.py": "",
        "pkg/stub.py": "def f(a): ...\n",
        "pkg/stub.pyi": "def f(a: int) -> str: ...\n",
        "pkg/docs.py": 'def f(a):\n    """F.\n\n    Args:\n        unknown: x\n        broken\n    """\n',
    }
    site = make_site(tmp_path, {"demo": files})
    assert 'id="pkg.deep.f"' in site.article("projects/demo/api/pkg/deep")
    assert "int" in site.article("projects/demo/api/pkg/stub")
    assert site.plugin.autodoc.problems == []


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where mkdocstrings is missing and a repo has code, the message says which extra to install."""
    packages = find_packages(["pkg/__init__.py"]).packages
    monkeypatch.setattr(extra.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r'API reference needs the "api" extra'):
        Autodoc.create(MkDocsConfig(), {"demo": RepoCode(packages=packages, files={})})
    assert Autodoc.create(MkDocsConfig(), {}).css() == "", "without code nothing is needed"


def test_importing_the_adapter_imports_no_mkdocstrings() -> None:
    """The adapter can be imported where the extra is not installed."""
    import subprocess

    program = "import sys, mkdocs_oss.engines.autodoc; print([m for m in sys.modules if m.startswith(('mkdocstrings', 'griffe', 'mkdocs_autorefs'))])"
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )
