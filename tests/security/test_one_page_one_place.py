"""No two files have one place in the handbook, whatever the file system, the alphabet or the order (threat 16)."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Built, GitRepo
from sources.loopback_git import serve_git

from mkdocs_oss.cli import main

MakeRepo = Callable[..., GitRepo]
Build = Callable[..., Built]

PAIRS = {
    "case": ("docs/Guide.md", "docs/guide.md"),
    "case of a folder": ("docs/Sub/x.md", "docs/sub/x.md"),
    "case of an asset": ("docs/Logo.png", "docs/logo.png"),
    "case beyond ASCII": ("docs/STRASSE.md", "docs/straße.md"),
    "composed and decomposed": ("docs/caf\u00e9.md", "docs/cafe\u0301.md"),
    "composed folder": ("docs/\u00fcber/x.md", "docs/u\u0308ber/x.md"),
    "sharp and dot": ("docs/\u1e9b\u0323.md", "docs/\u1e9b\u0323".replace("\u1e9b", "\u017f\u0307") + ".md"),
    "page and index of a folder": ("docs/guide.md", "docs/guide/index.md"),
    "page and README of a folder": ("docs/guide.md", "docs/guide/README.md"),
    "index and README": ("docs/sub/README.md", "docs/sub/index.md"),
    "two kinds of Markdown": ("docs/guide.markdown", "docs/guide.md"),
    "page and built page": ("docs/guide.md", "docs/guide/index.html"),
    "dot at the end, as Windows drops it": ("docs/guide..md", "docs/guide.md"),
    "space at the end, as Windows drops it": ("docs/guide .md", "docs/guide.md"),
}


def findings(site: Built) -> list[tuple[str, str, str]]:
    found = json.loads(site.read("oss/handbook.json"))["findings"]
    return sorted((f["code"], f["where"], f["message"]) for f in found if f["code"] in ("path", "same-url"))


@pytest.mark.parametrize("pair", PAIRS)
def test_two_files_of_one_place_are_named_both(pair: str, make_repo: MakeRepo, build: Build) -> None:
    """One of the two is shown, the other is a finding that names both, by their code points where they look alike, and
    neither the order of the repos nor of the files decides which."""
    first, second = PAIRS[pair]
    seen = []
    for turn, names in enumerate(((first, second), (second, first))):
        lab = make_repo(f"{turn}/lab", {"README.md": "# Lab\n", "docs/other.md": "# Other\n"})
        for name in names:
            lab.write({name: f"# {name!a}\n\nIts text.\n"})
        lab.commit(day="2026-01-02")
        make_repo(f"{turn}/other", {"README.md": "# Other\n", "docs/guide.md": "# Guide\n"})
        order = ["lab", "other"] if turn else ["other", "lab"]
        hub = make_repo(
            f"{turn}/hub",
            {
                "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [oss]\n",
                "repos.yml": "repos:\n" + "".join(f"- path: ../{name}\n" for name in order),
                "docs/index.md": "# Hub\n",
            },
        )
        site = build(hub.path / "mkdocs.yml")
        pages = json.loads(site.read("oss/pages.json"))
        urls = [unicodedata.normalize("NFC", page["url"]).casefold() for page in pages]
        assert len(urls) == len(set(urls))
        seen.append((findings(site), sorted(page["path"] or "" for page in pages if page["repo"] == "lab")))
    assert seen[0] == seen[1]
    ((_, where, message),) = seen[0][0]
    alike = unicodedata.normalize("NFC", first) == unicodedata.normalize("NFC", second)
    told = (ascii(first), ascii(second)) if alike else (first, second)
    assert where in told
    assert f"{told[0] if where == told[1] else told[1]}, which is shown" in message


NAMES = {
    "a bidirectional override": "docs/txt\u202edm.md",
    "an isolate": "docs/a\u2066b\u2069.md",
    "a space of no width": "docs/gu\u200bide.md",
    "a joiner": "docs/gu\u200dide.md",
    "a byte order mark": "docs/\ufeffguide.md",
    "a line end": "docs/a\nb.md",
    "an escape": "docs/a\x1b[2Jb.md",
    "a backslash": "docs/a\\..\\x.md",
    "a letter that is none": b"docs/\xff.md".decode("utf-8", "surrogateescape"),
}


def test_a_name_that_looks_like_another_has_no_place(make_repo: MakeRepo, build: Build) -> None:
    """Names that show otherwise than they are (bidirectional, of no width, control characters) are left out, each
    with a finding of plain characters; what is beside them is shown."""
    make_repo(
        "lab",
        {"README.md": "# Lab\n", "docs/guide.md": "# Guide\n", **dict.fromkeys(NAMES.values(), "# X\n")},
    )
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [oss]\n",
            "repos.yml": "repos: [{path: ../lab}]\n",
            "docs/index.md": "# Hub\n",
        },
    )
    site = build(hub.path / "mkdocs.yml")
    assert "Guide" in site.read("projects/lab/docs/guide/index.html")
    built = {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.html")}
    assert {name for name in built if name.startswith("projects/lab/docs/")} == {
        "projects/lab/docs/guide/index.html"
    }
    found = findings(site)
    assert len(found) == len(NAMES)
    assert all(
        where.isascii() and where.isprintable() and message.isprintable() for _, where, message in found
    )


TREES = ["..", ".", ".git", ".GIT", "../../x", "/etc", "a/../../x", "C:"]


@pytest.mark.parametrize("name", TREES)
def test_a_tree_that_leads_out_of_its_repo_writes_nowhere(
    name: str, make_repo: MakeRepo, build: Build, tmp_path: Path
) -> None:
    """A commit may hold folders named `..`: nothing is written outside of the repo's own place in the site."""
    lab = make_repo("lab", {"README.md": "# Lab\n"})
    blob = lab.run("rev-parse", "HEAD:README.md")
    leaf = _tree(lab, {"index.md": ("100644", blob), "evil.png": ("100644", blob)})
    for _ in range(3):
        leaf = _tree(lab, {name: ("40000", leaf), "index.md": ("100644", blob)})
    root = _tree(lab, {"README.md": ("100644", blob), "docs": ("40000", leaf)})
    lab.run("update-ref", "refs/heads/main", lab.run("commit-tree", "-m", "x", root))
    with serve_git(tmp_path) as server:
        hub = make_repo(
            "hub",
            {
                "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [oss]\n",
                "repos.yml": f"repos: [{{url: '{server.url('lab/.git')}', name: lab}}]\n",
                "docs/index.md": "# Hub of the team\n",
            },
        )
        site = build(hub.path / "mkdocs.yml")
    assert "Hub of the team" in site.read("index.html")
    assert "Lab" in site.read("projects/lab/index.html")
    evil = list(tmp_path.rglob("evil.png"))
    assert all(path.is_relative_to(site.folder / "projects/lab") for path in evil), evil


def _tree(repo: GitRepo, entries: dict[str, tuple[str, str]]) -> str:
    raw = b"".join(
        mode.encode() + b" " + name.encode() + b"\0" + bytes.fromhex(of)
        for name, (mode, of) in sorted(entries.items())
    )
    args = ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"]
    done = subprocess.run(args, cwd=repo.path, input=raw, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize(("one", "two"), [("lab", "Lab"), ("a-b", "A-B"), ("tool", "tool")])
def test_two_repos_of_one_name_are_an_error_that_names_both(
    one: str, two: str, *, swap: bool, make_repo: MakeRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two repos that would have one place in the handbook: one line, with both lines of repos.yml, in either order."""
    names = (two, one) if swap else (one, two)
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [oss]\n",
            "repos.yml": "repos:\n"
            + "".join(f"- path: ../x{n}\n  name: {name}\n" for n, name in enumerate(names)),
            "docs/index.md": "# Hub\n",
        },
    )
    monkeypatch.chdir(hub.path)
    done = CliRunner().invoke(main, ["check"])
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert "repos.yml:4" in line
    assert "repos.yml:2" in line
    assert repr(names[1]) in line
