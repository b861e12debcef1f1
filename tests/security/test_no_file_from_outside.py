"""No page shows a file from outside its repo: not by a link in git, not by a snippet (threats 3 and 14)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import NOW, Built, GitRepo
from sources.loopback_git import serve_git

from mkdocs_oss.git import Git
from mkdocs_oss.model import Repo
from mkdocs_oss.sources import open_cached, open_worktree, read_files
from mkdocs_oss.sources.store import Store

MakeRepo = Callable[..., GitRepo]
Build = Callable[..., Built]
CANARY = "CANARY-of-the-builder"
BASE64 = "Q0FOQVJZLW9mLXRoZS1idWlsZGVy"


def leaks(site: Path) -> list[str]:
    """The files of a site that hold the canary, as it is or in base64."""
    return [
        str(path.relative_to(site))
        for path in site.rglob("*")
        if path.is_file() and any(word.encode() in path.read_bytes() for word in (CANARY, BASE64))
    ]


# --- links in git -------------------------------------------------------------------------------------------

LINKS = {
    "docs/absolute.md": "{outside}/secret.md",
    "docs/relative.md": "../../outside/secret.md",
    "docs/far.md": "../" * 40 + "{outside}/secret.md",
    "docs/passwd.md": "/etc/passwd",
    "docs/environment.md": "/proc/self/environ",
    "docs/picture.png": "{outside}/secret.png",
    "docs/folder": "{outside}",
    "docs/chain.md": "hop.md",
    "docs/hop.md": "{outside}/secret.md",
    "docs/own-config.md": "../.git/config",
    "CONTRIBUTING.md": "{outside}/secret.md",
    "CODEOWNERS": "{outside}/secret.md",
    "mkdocs.yml": "{outside}/secret.yml",
    "pyproject.toml": "{outside}/secret.toml",
    ".mailmap": "{outside}/secret.mailmap",
    "src/pk/__init__.py": "{outside}/secret.py",
}


@pytest.fixture
def linked(make_repo: MakeRepo, tmp_path: Path) -> GitRepo:
    """A repo whose files are links (mode 120000) to secrets outside of it."""
    outside = tmp_path / "outside"
    outside.mkdir()
    for name, text in {
        "secret.md": f"# {CANARY}\n",
        "secret.png": CANARY,
        "secret.yml": f"site_name: {CANARY}\nnav:\n- {CANARY}: a.md\n",
        "secret.toml": f"[project]\nname = '{CANARY}'\n",
        "secret.mailmap": f"{CANARY} <ana@example.org>\n",
        "secret.py": f'"""{CANARY}"""\n',
    }.items():
        (outside / name).write_text(text)
    readme = "# Lab\n\n" + "\n".join(f"[x]({name}) ![y]({name})\n" for name in LINKS)
    lab = make_repo("lab", {"README.md": readme, "docs/a.md": "# A\n\n![p](picture.png)\n"})
    lab.run("config", "remote.origin.url", f"https://ana:{CANARY}@example.org/lab.git")
    for name, target in LINKS.items():
        (lab.path / name).parent.mkdir(parents=True, exist_ok=True)
        (lab.path / name).symlink_to(target.format(outside=outside))
    lab.commit(day="2026-01-02")
    modes = {line.split()[0] for line in lab.run("ls-tree", "-r", "HEAD", *LINKS).splitlines()}
    assert modes == {"120000"}
    return lab


def test_a_link_in_git_brings_no_file(linked: GitRepo, tmp_path: Path, git: Git) -> None:
    """Threat 3: only regular files are read; a link is neither followed nor shown, in a worktree or in the cache."""
    with serve_git(tmp_path) as server:
        cached = open_cached(
            Repo("lab", url=server.url("lab/.git")),
            Store(tmp_path / "cache", git=git, now=lambda: NOW),
            git=git,
            commit=None,
        )
    for source in (open_worktree(Repo("lab", path=linked.path), git=git), cached):
        assert source.paths == {"README.md", "docs/a.md"}
        assert set(read_files(source, [*LINKS, "docs/folder/secret.md", "README.md"], git=git)) == {
            "README.md"
        }


def test_no_page_shows_what_a_link_leads_to(linked: GitRepo, make_repo: MakeRepo, build: Build) -> None:
    """Threat 3: the built site has none of it: no page, picture, owner, nav title, author, or docstring."""
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [search, oss]\n",
            "repos.yml": "repos: [{path: ../lab}]\n",
            "docs/index.md": "# Hub\n",
        },
    )
    site = build(hub.path / "mkdocs.yml")
    assert "Lab" in site.read("projects/lab/index.html")
    assert leaks(site.folder) == []
    assert not [page for page in site.messages() if CANARY in page]


# --- snippets -----------------------------------------------------------------------------------------------

PAYLOADS = [
    '--8<-- "SECRET.txt"',
    '--8<-- "./SECRET.txt"',
    '--8<-- "../hub/SECRET.txt"',
    '--8<-- "docs/../SECRET.txt"',
    '--8<-- "../../../../hub/SECRET.txt"',
    '--8<-- "..\\\\hub\\\\SECRET.txt"',
    '--8<-- "{top}/hub/SECRET.txt"',
    '--8<-- "file://{top}/hub/SECRET.txt"',
    '--8<-- "file:SECRET.txt"',
    '--8<-- "{web}/secret"',
    '--8<-- "{web}/secret:1:3"',
    '--8<-- "//{host}/secret"',
    '--8<-- "SECRET.txt:1"',
    '--8<-- "SECRET.txt:1:2"',
    '--8<-- "SECRET.txt:part"',
    '--8<-- "SECRET.txt:1,2:3"',
    '--8<-- "../s/private/SECRET.txt"',
    '--8<-- "private/SECRET.txt"',
    '--8<-- ".env"',
    '--8<-- "../r/.env"',
    '--8<-- ".git/config"',
    '--8<-- "../r/.git/config"',
    '--8<-- "linked.txt"',
    '--8<-- "docs/linked.txt"',
    '--8<-- "docs/linked/SECRET.txt"',
    '--8<-- "/proc/self/environ"',
    "--8<--\nSECRET.txt\n--8<--",
    "--8<--\n; nothing\n../hub/SECRET.txt\n{web}/secret\nlinked.txt\n--8<--",
    ';--8<-- "SECRET.txt"',
    ';;--8<-- "SECRET.txt"',
    '```text\n--8<-- "SECRET.txt"\n```',
    '~~~ {{.text title="x"}}\n--8<-- "../hub/SECRET.txt"\n~~~',
    '    --8<-- "SECRET.txt"',
    '- item\n\n    --8<-- "SECRET.txt"',
    '> --8<-- "SECRET.txt"',
    '!!! note\n    --8<-- "SECRET.txt"',
    '-8<- "SECRET.txt"',
    '----8<---- "SECRET.txt"',
    '--8<-- "nested.md"',
    '--8<-- "docs/nested.md"',
    "--8<-- 'SECRET.txt'",
    '--8<-- "SECRET.txt" "../hub/SECRET.txt"',
    '<div markdown="1">\n--8<-- "SECRET.txt"\n</div>',
    "{{!SECRET.txt!}}",
    "{{! ../hub/SECRET.txt !}}",
    "{{% include 'SECRET.txt' %}}",
    "{{{{ include('SECRET.txt') }}}}",
    "!include SECRET.txt",
    '#include "SECRET.txt"',
    '<img src="../hub/SECRET.txt">\n\n![x](../hub/SECRET.txt)\n\n[x](../hub/SECRET.txt)',
    '::: pk\n\n--8<-- "SECRET.txt"',
]
"""What a page may try; `{top}`: the folder of all repos, `{web}`: a server that has a secret."""

HUBS = {
    "default": "[pymdownx.snippets, admonition, md_in_html]",
    "unchecked": "[{{pymdownx.snippets: {{check_paths: false, restrict_base_path: false, base_path: [., .., docs, {top}, {top}/r, {top}/r/docs, /]}}}}, pymdownx.superfences]",
    "checked": "[{{pymdownx.snippets: {{check_paths: true, base_path: [., {top}/hub, {top}/r]}}}}, pymdownx.superfences]",
    "web": "[{{pymdownx.snippets: {{url_download: true, url_request_headers: {{X-Secret: CANARY-of-the-builder}}, restrict_base_path: false}}}}]",
    "class": "['pymdownx.snippets:SnippetExtension', 'pymdownx.b64:B64Extension']",
    "appended": "[{{pymdownx.snippets: {{auto_append: [SECRET-for-all.md]}}}}, pymdownx.extra]",
}


@pytest.fixture
def secret_server() -> Iterator[tuple[str, list[str]]]:
    """A server inside the network that has a secret, and what it was asked for."""
    asked: list[str] = []

    class Secret(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(CANARY.encode())

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Secret)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("hub", HUBS)
def test_a_snippet_reads_no_file_from_outside(
    hub: str,
    make_repo: MakeRepo,
    build: Build,
    tmp_path: Path,
    secret_server: tuple[str, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Threat 14: 50 ways to ask for a file of the handbook, of a sibling, of git, of the machine or of the web, on
    a page, in README and in a docstring, in hubs that have snippets on in every way: none is answered."""
    web, asked = secret_server
    fill = {"top": str(tmp_path), "web": web, "host": web.removeprefix("http://")}
    pages = {
        f"docs/p{number:02}.md": f"# P{number}\n\nBefore.\n\n{payload.format(**fill)}\n\nAfter.\n"
        for number, payload in enumerate(PAYLOADS)
    }
    every = "\n\n".join(payload.format(**fill) for payload in PAYLOADS)
    repo = make_repo(
        "r",
        {
            "README.md": f"# R\n\n{every}\n",
            "CONTRIBUTING.md": f"# C\n\n{every}\n",
            "docs/nested.md": '# N\n\n--8<-- "linked.txt"\n\n--8<-- "../hub/SECRET.txt"\n\n--8<-- "SECRET.txt"\n',
            "nested.md": '--8<-- "../hub/SECRET.txt"\n\n--8<-- "docs/nested.md"\n',
            "src/pk/__init__.py": f"r'''The package.\n\n{every}\n'''\n\n\ndef run() -> None:\n    r'''{every.splitlines()[0]}'''\n",
            ".gitignore": ".env\nprivate/\n",
            "docs/last.md": "# Last\n",
            **pages,
        },
        remote=f"https://ana:{CANARY}@example.org/r.git",
    )
    (repo.path / ".env").write_text(f"TOKEN={CANARY}\n")
    (repo.path / "private").mkdir()
    (repo.path / "private/SECRET.txt").write_text(CANARY)
    (repo.path / "linked.txt").symlink_to(tmp_path / "hub/SECRET.txt")
    (repo.path / "docs/linked.txt").symlink_to(tmp_path / "hub/SECRET.txt")
    (repo.path / "docs/linked").symlink_to(tmp_path / "hub")
    repo.commit(day="2026-01-02")
    other = make_repo("s", {"README.md": "# S\n", ".gitignore": "private/\n"})
    (other.path / "private").mkdir()
    (other.path / "private/SECRET.txt").write_text(CANARY)
    hub_repo = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [search, oss]\n"
            f"markdown_extensions: {HUBS[hub].format(**fill)}\n",
            "repos.yml": "repos: [{path: ../r}, {path: ../s}]\n",
            "docs/index.md": "# Hub\n",
            "SECRET.txt": f"line\n# --8<-- [start:part]\n{CANARY}\n# --8<-- [end:part]\n{CANARY}\n",
            "SECRET-for-all.md": "*[HTML]: for every page\n",
        },
    )
    monkeypatch.chdir(hub_repo.path)  # the snippets' own base path is `.`
    site = build(hub_repo.path / "mkdocs.yml")
    for number in range(len(PAYLOADS)):
        page = site.read(f"projects/r/docs/p{number:02}/index.html")
        assert "Before." in page
        assert "After." in page
    assert leaks(site.folder) == []
    assert asked == []
