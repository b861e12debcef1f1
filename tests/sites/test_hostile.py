"""What strangers write (names, titles, subjects, settings of their repos) is text on the page, and never runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import Element, elements, live, of_class

BAD = "<script>alert(1)</script>"
ATTRIBUTE = "\" onmouseover='alert(1)' x=\" <img src=x onerror=alert(1)>"
THEMES = {
    "mkdocs": "mkdocs",
    "material": "{name: material, font: false, features: [navigation.tabs, navigation.footer, content.action.edit]}",
}


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def smuggled(element: Element) -> bool:
    return "alert(" in element.text


def assert_inert(site: Built) -> None:
    for page in site.folder.rglob("*.html"):
        assert list(live(page.read_text("utf-8"), theirs=smuggled)) == [], page


@pytest.mark.parametrize("theme", THEMES)
def test_owners(theme: str, make_repo: Callable[..., GitRepo], build: Callable[..., Built]) -> None:
    """Owners in front matter, CODEOWNERS, repos.yml and teams.yml."""
    make_repo("tool", {"README.md": "# Tool\n"})
    make_repo(
        "lib",
        {"README.md": "# Lib\n", "CODEOWNERS": f"* {BAD}\n/docs/ @data/x # {BAD}\n", "docs/a.md": "# A\n"},
    )
    hub = make_repo(
        "handbook",
        {
            "mkdocs.yml": f"site_name: H\ntheme: {THEMES[theme]}\nplugins: [oss: {{ownership: {{owner: '@data/x'}}}}]\n",
            "repos.yml": f"repos:\n- path: ../tool\n  owner: '{BAD}'\n  maintenance: {{review_hours: '{BAD}', responds_within: '{BAD}', backups: ['{BAD}']}}\n- path: ../lib\n",
            "teams.yml": f"teams:\n  '@data/x': {{name: '{BAD}', description: '{BAD}', backups: ['{BAD}'], chat: 'https://x.example/?q=alert(1)', email: 'x@y.z'}}\n",
            "docs/index.md": "# W\n",
            "docs/a.md": f"---\nowner: '{BAD}'\n---\n# A\n",
            "docs/b.md": f"---\nowners: ['{BAD}', '{BAD}']\n---\n# B\n",
        },
    )
    site = build(hub.path / "mkdocs.yml")
    assert_inert(site)
    for page in (
        "index.html",
        "a/index.html",
        "b/index.html",
        "projects/tool/index.html",
        "projects/lib/docs/a/index.html",
    ):
        assert BAD in of_class(site.read(page), "oss-line")[0].words, page


@pytest.mark.parametrize("theme", THEMES)
def test_a_hostile_repo(theme: str, make_repo: Callable[..., GitRepo], build: Callable[..., Built]) -> None:
    """Title, description, nav titles, commit subject, author and branch of a repo."""
    tool = make_repo("tool")
    tool.run("checkout", "--quiet", "-b", "x'onclick=alert(1)<script>")
    tool.commit(
        {
            "README.md": f"# {BAD.replace('<', '&lt;')}\n\nPlain text.\n",
            "docs/a.md": f"---\ntitle: '{BAD}'\ndescription: '{BAD}'\nsubtitle: '{BAD}'\n---\nText\n",
            "docs/b.md": "---\n" + f"title: {ATTRIBUTE!r}".replace("\\'", "''") + "\n---\nText\n",
            "docs/c.md": "---\ntitle: {a: [<script>alert(1)</script>]}\ntags: ['<script>alert(1)</script>']\n---\nText\n",
            "mkdocs.yml": f"site_name: x\nnav:\n- '{BAD}': a.md\n- '\" onmouseover=\"alert(1)': b.md\n"
            f"- '{BAD} section':\n  - c.md\n- Out: https://x.example/\n- Run: 'javascript:alert(1)'\n",
        },
        message=BAD,
        author=f'{BAD.replace("<", "").replace(">", "")} "onclick=alert(1) <a@example.org>',
    )
    tool.run("remote", "add", "origin", "https://github.com/e/tool")
    config = f"site_name: H\ntheme: {THEMES[theme]}\nplugins: [search, oss]\n"
    hub = make_repo(
        "handbook",
        {
            "mkdocs.yml": config,
            "repos.yml": "repos:\n- path: ../tool\n  section: '<script>alert(1)</script>'\n",
            "docs/index.md": "# W\n",
        },
    )
    site = build(hub.path / "mkdocs.yml")
    assert_inert(site)
    html = site.read("projects/tool/docs/a/index.html")
    assert BAD in [e.words.removesuffix(" - H") for e in elements(html) if e.tag == "title"]
    assert BAD in of_class(html, "oss-line")[0].words


@pytest.mark.parametrize("theme", THEMES)
def test_a_hostile_path(theme: str, make_repo: Callable[..., GitRepo], build: Callable[..., Built]) -> None:
    """File names with quotes, brackets and scripts in them."""
    make_repo(
        "tool",
        {
            "README.md": "# T\n",
            "docs/a'\"><img src=x onerror=alert(1)>.md": "# A\n",
            "docs/[x](javascript:alert(1)).md": "# B\n",
        },
        remote="https://github.com/e/tool",
    )
    config = f"site_name: H\ntheme: {THEMES[theme]}\nplugins: [search, oss]\n"
    hub = make_repo(
        "handbook", {"mkdocs.yml": config, "repos.yml": "repos:\n- path: ../tool\n", "docs/index.md": "# W\n"}
    )
    assert_inert(build(hub.path / "mkdocs.yml"))


def test_a_repo_reads_no_file_of_the_handbook(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Snippet markers in a repo's page would read the builder's files; they are shown as text."""
    make_repo(
        "tool", {"README.md": '# T\n\n--8<-- "secret.txt"\n\n;--8<-- "x"\n\n--8<--\nsecret.txt\n--8<--\n'}
    )
    config = "site_name: H\ntheme: mkdocs\nplugins: [oss]\nmarkdown_extensions: [pymdownx.snippets]\n"
    hub = make_repo(
        "handbook",
        {
            "mkdocs.yml": config,
            "repos.yml": "repos:\n- path: ../tool\n",
            "docs/index.md": "# W\n",
            "secret.txt": "the password",
        },
    )
    html = build(hub.path / "mkdocs.yml").read("projects/tool/index.html")
    assert "the password" not in html
    assert "secret.txt" in html


def test_a_link_out_of_the_repo_copies_nothing(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Symbolic links and `..` in a repo never bring a file from outside of it."""
    tool = make_repo(
        "tool", {"README.md": "# T\n\n![x](../secret.png) ![y](docs/link.png)\n", "docs/a.md": "# A\n"}
    )
    (tool.path.parent / "secret.png").write_bytes(b"the password")
    (tool.path / "docs/link.png").symlink_to(tool.path.parent / "secret.png")
    (tool.path / "docs/link.md").symlink_to(tool.path.parent / "secret.png")
    tool.commit()
    config = "site_name: H\ntheme: mkdocs\nplugins: [oss]\n"
    hub = make_repo(
        "handbook", {"mkdocs.yml": config, "repos.yml": "repos:\n- path: ../tool\n", "docs/index.md": "# W\n"}
    )
    site = build(hub.path / "mkdocs.yml")
    for file in site.folder.rglob("*"):
        assert not file.is_file() or b"the password" not in file.read_bytes()
