"""A repo's own site settings: what its pages rely on is told, what they may use works, and nothing of it runs."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import yaml
from click.testing import CliRunner
from conftest import NOW, Built, GitRepo
from htmlpage import of_class
from sources.loopback_git import serve_git

from mkdocs_oss.cli import main
from mkdocs_oss.engines import mkdocs_files
from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble
from mkdocs_oss.settings import load_settings, read_site

MakeRepo = Callable[..., GitRepo]
HUB = "site_name: H\ntheme: {name: material, font: false}\nplugins: [search, oss/repos]\n"
LIB = {
    "README.md": "# Lib\n",
    "mkdocs.yml": (
        "site_name: Lib\n"
        "hooks: [evil.py]\n"
        "theme: {name: material, custom_dir: overrides, features: [content.code.annotate]}\n"
        "plugins: [search, macros, drawio]\n"
        "markdown_extensions:\n"
        "- admonition\n"
        "- pymdownx.emoji: {emoji_index: !!python/name:evil.index }\n"
        "- pymdownx.snippets: {base_path: [parts, docs], check_paths: true}\n"
        "extra: {build: !ENV [BUILD, local]}\n"
    ),
    "evil.py": "import pathlib\npathlib.Path(__file__).with_name('ran').touch()\nraise SystemExit(99)\n",
    "overrides/main.html": "EVIL",
    "parts/warn.md": "!!! warning\n    From a part: [guide](guide.md) and [gone](gone.md).\n",
    "src/lib.py": "import os\n\n# --8<-- [start:run]\ndef run():\n    return 1\n# --8<-- [end:run]\n",
    "docs/index.md": '# Docs\n\n--8<-- "warn.md"\n\n```python\n--8<-- "src/lib.py:run"\n```\n\nVersion {{ version }}.\n',
    "docs/guide.md": "# Guide\n\n!!! note\n    A.\n\n- [ ] todo\n\n![d](a.drawio)\n",
    "docs/a.drawio": "<x/>",
    "docs/lost.md": '# Lost\n\n--8<-- "../../secret.txt"\n\n--8<-- "https://x.example.org/a.md"\n\n;--8<-- "warn.md"\n',
}


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def hub(make_repo: MakeRepo) -> GitRepo:
    lib = make_repo("lib", LIB)
    (lib.path.parent / "secret.txt").write_text("CANARY")
    return make_repo(
        "handbook", {"mkdocs.yml": HUB, "repos.yml": "repos:\n- path: ../lib\n", "docs/index.md": "# W\n"}
    )


def check(hub: GitRepo, *args: str) -> tuple[str, str]:
    done = CliRunner().invoke(main, ["check", "-f", str(hub.path / "mkdocs.yml"), *args])
    assert done.exit_code in (0, 1), done.output
    return done.stdout, done.stderr


SAID = [
    "lib: docs/guide.md:3: uses `!!! note`, as does 1 more page; add `admonition` to the hub's markdown_extensions",
    "lib: docs/guide.md:6: uses `- [ ] todo`; add `pymdownx.tasklist` to the hub's markdown_extensions",
    "lib: docs/guide.md:8: uses `![d](a.drawio)` of the plugin `drawio`; add the plugin `drawio` to the hub",
    "lib: docs/index.md:9: uses `{{ version }}` of the plugin `macros`; it runs code, so the text is shown as it is",
    "lib: mkdocs.yml:2: the handbook leaves aside `hooks` (line 2), `theme.custom_dir` (line 3), `!!python` (line 7) and `!ENV` (line 9)",
    "lib: docs/lost.md:3: the snippet '../../secret.txt' is not in the repo",
    "lib: docs/lost.md:5: the snippet 'https://x.example.org/a.md' is on the web; keep a copy in the repo",
    "lib: parts/warn.md:2: the link 'gone.md' leads nowhere",
]


def test_check_names_page_line_and_remedy(hub: GitRepo) -> None:
    """Each lack is told once, as a note, where it is first used; and one block has all that is to be added."""
    out, _ = check(hub)
    for line in SAID:
        assert out.count(f"note: {line}") == 1, (line, out)
    block = out[out.index("markdown_extensions:\n") :]
    assert yaml.safe_load(block) == {
        "markdown_extensions": ["admonition", {"pymdownx.tasklist": {"custom_checkbox": True}}],
        "plugins": ["drawio"],
    }
    assert "macros" not in block


def test_as_json_it_stays_a_list(hub: GitRepo) -> None:
    """The findings have codes, and standard output is JSON alone."""
    out, _ = check(hub, "--json")
    codes = {finding["code"] for finding in json.loads(out)}
    assert {"missing-extension", "missing-plugin", "own-settings", "snippet", "broken-link"} <= codes


def test_a_build_says_the_same(hub: GitRepo, build: Callable[..., Built]) -> None:
    """MkDocs' own settings give the same findings as the file that `check` reads; notes do not fail --strict."""
    found = json.loads(build(hub.path / "mkdocs.yml", strict=True).read("oss/handbook.json"))["findings"]
    assert found == json.loads(check(hub, "--json")[0])


def test_the_block_is_enough(hub: GitRepo, build: Callable[..., Built]) -> None:
    """With what the block names in the handbook, no extension is lacking, and the page shows what was meant."""
    hub.write({"mkdocs.yml": f"{HUB}markdown_extensions: [admonition, pymdownx.tasklist]\n"})
    out, _ = check(hub)
    assert "missing-extension" not in out
    assert "add `" not in out
    page = build(hub.path / "mkdocs.yml").read("projects/lib/docs/guide/index.html")
    assert of_class(page, "admonition")
    assert of_class(page, "task-list-item")


@pytest.mark.parametrize("extensions", ["[admonition]", "[admonition, pymdownx.snippets]"])
def test_snippets_come_from_the_repo_itself(
    extensions: str, hub: GitRepo, build: Callable[..., Built]
) -> None:
    """Files of its own stand where they are named, whatever the handbook has; files of others never do."""
    hub.write({"mkdocs.yml": f"{HUB}markdown_extensions: {extensions}\n", "warn.md": "HUB"})
    site = build(hub.path / "mkdocs.yml")
    page = site.read("projects/lib/docs/index.html")
    (note,) = of_class(page, "admonition")
    assert "From a part" in note.words
    assert 'href="guide/"' in page
    assert "run" in page
    assert "8&lt;" not in page
    assert "HUB" not in page
    lost = site.read("projects/lib/docs/lost/index.html")
    assert "secret.txt" in lost
    assert "x.example.org/a.md" in lost
    assert "warn.md" in lost
    assert '<p>--8&lt;-- "warn.md"</p>' in lost
    assert not any("CANARY" in path.read_text("utf-8", "replace") for path in site.folder.rglob("*.html"))


def test_snippets_of_a_remote(make_repo: MakeRepo, build: Callable[..., Built]) -> None:
    """Of a remote repo, they come from the commit that is shown, and are in the cache with its pages."""
    lib = make_repo("lib", LIB)
    with serve_git(lib.path.parent) as server:
        files = {
            "mkdocs.yml": f"{HUB}markdown_extensions: [admonition]\n",
            "repos.yml": f"repos:\n- url: {server.url('lib')}\n",
            "docs/index.md": "# W\n",
        }
        hub = make_repo("handbook", files)
        build(hub.path / "mkdocs.yml")
    page = build(hub.path / "mkdocs.yml").read("projects/lib/docs/index.html")
    assert "From a part" in page
    assert "return" in page


def test_serve_watches_snippets(hub: GitRepo) -> None:
    """A file that stands in a page as a snippet is watched, wherever in the worktree it lies."""
    site = read_site(hub.path / "mkdocs.yml")
    handbook = assemble(site, load_settings(site), git=Git(), now=NOW)
    watched = {path.relative_to(hub.path.parent).as_posix() for path in mkdocs_files.watched(handbook, [])}
    assert {"lib/parts/warn.md", "lib/src/lib.py"} <= watched
    assert "lib/evil.py" not in watched


def test_nothing_of_a_repos_settings_runs(hub: GitRepo, build: Callable[..., Built]) -> None:
    """No hook, theme folder, tag or macro: the page shows what was written."""
    page = build(hub.path / "mkdocs.yml").read("projects/lib/docs/index.html")
    assert not (hub.path.parent / "lib/ran").exists()
    assert "EVIL" not in page
    assert "{{ version }}" in page


def test_a_repo_that_needs_nothing_is_told_nothing(make_repo: MakeRepo) -> None:
    """Plain Markdown, and what MkDocs has by itself, give no finding of this kind."""
    text = "# T\n\n| a |\n| --- |\n| b |\n\n```python\n!!! note\n```\n\nStop!!! Now.\n"
    make_repo("lib", {"README.md": text, "mkdocs.yml": "site_name: L\nmarkdown_extensions: [toc, tables]\n"})
    hub = make_repo(
        "handbook", {"mkdocs.yml": HUB, "repos.yml": "repos:\n- path: ../lib\n", "docs/index.md": "# W\n"}
    )
    out, _ = check(hub)
    assert "hub's" not in out
    assert "markdown_extensions" not in out


def test_one_block_for_all_repos(make_repo: MakeRepo) -> None:
    """What several repos lack stands there once."""
    for name in ("one", "two"):
        make_repo(name, {"README.md": f'# {name}\n\n!!! note\n    x\n\n=== "{name}"\n\n    x\n'})
    repos = "repos:\n- path: ../one\n- path: ../two\n"
    hub = make_repo("handbook", {"mkdocs.yml": HUB, "repos.yml": repos, "docs/index.md": "# W\n"})
    out, _ = check(hub)
    assert out.count("add `admonition`") == 2
    assert yaml.safe_load(out[out.index("markdown_extensions:\n") :]) == {
        "markdown_extensions": ["admonition", {"pymdownx.tabbed": {"alternate_style": True}}]
    }
