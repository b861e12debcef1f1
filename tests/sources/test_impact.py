"""`check --changed`: what a change in one repo would break in its siblings' pages."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import GitRepo

from mkdocs_oss.cli import main

GUIDE = (
    "# Guide\n\n"
    + "".join(f"Line {number} of the guide.\n\n" for number in range(9))
    + "## Set up & go\n\n## Use\n"
)
FILES = {
    "README.md": "# Tool\n",
    "docs/guide.md": GUIDE,
    "docs/other.md": "# Other\n",
    "docs/img/a.png": "png-a",
}
LINKS = [
    {"line": 3, "repo": "tool", "path": "docs/guide.md"},
    {"line": 4, "repo": "tool", "path": "docs/guide.md", "anchor": "set-up-go"},
    {"line": 5, "repo": "tool", "path": "docs/img/a.png", "file": "docs/part.md"},
    {"line": 6, "repo": "tool", "path": "docs/never.md"},
    {"line": 7, "repo": "lab", "path": "docs/own.md"},
]


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    folder = tmp_path / "hub"
    (folder / "site/oss").mkdir(parents=True)
    repos = [{"name": "tool", "url": "https://git.example.org/team/tool.git"}, {"name": "lab", "url": None}]
    pages = [
        {"repo": "lab", "path": "docs/x.md", "owners": ["@data/lab"], "links": LINKS},
        {"repo": "tool", "path": "docs/other.md", "owners": [], "links": LINKS[:1]},
        {"repo": "handbook", "path": "docs/index.md", "owners": [], "links": LINKS[1:2]},
    ]
    (folder / "site/oss/handbook.json").write_text(json.dumps({"schema": 1, "repos": repos, "pages": []}))
    (folder / "site/oss/links.json").write_text(json.dumps({"schema": 1, "pages": pages}))
    return folder


@pytest.fixture
def tool(make_repo: Callable[..., GitRepo], monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    repo = make_repo("checkout", FILES, remote="git@git.example.org:team/tool.git")
    repo.run("checkout", "--quiet", "-b", "change")
    monkeypatch.chdir(repo.path)
    return repo


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["check", "--changed", "main", *args])


def told(hub: Path | str, *args: str) -> list[dict[str, Any]]:
    done = run("--hub", str(hub), "--json", *args)
    found: list[dict[str, Any]] = json.loads(done.output)["links"]
    assert done.exit_code == bool(found)
    return found


def test_no_change(hub: Path, tool: GitRepo) -> None:
    """Nothing breaks where nothing has changed; a link to what was never there is not this change's."""
    assert told(hub) == []
    tool.commit({"docs/guide.md": GUIDE + "More.\n", "docs/new.md": "# New\n"})
    assert told(hub) == []


def test_a_page_that_moves(hub: Path, tool: GitRepo) -> None:
    """A moved page is found by its content, committed or not, with who links to it and what mends it."""
    tool.write({"docs/guide.md": None, "docs/howto.md": GUIDE})
    for _ in ("uncommitted", "committed"):
        found = told(hub)
        assert [(f["repo"], f["file"], f["line"], f["owners"], f["now"]) for f in found] == [
            ("lab", "docs/x.md", 3, ["@data/lab"], "docs/howto.md"),
            ("lab", "docs/x.md", 4, ["@data/lab"], "docs/howto.md"),
            ("handbook", "docs/index.md", 4, [], "docs/howto.md"),
        ]
        assert found[1]["text"] == "repo:tool/docs/howto.md#set-up-go"
        assert (
            found[0]["mend"] == "put `redirect_from: [docs/guide.md]` into the front matter of docs/howto.md"
        )
        tool.commit()


def test_a_page_that_moves_with_an_edit(hub: Path, tool: GitRepo) -> None:
    """A page that is mostly the same counts as moved; one that is not is gone."""
    tool.commit({"docs/guide.md": None, "docs/howto.md": GUIDE.replace("Line 3", "Row 3")})
    assert {f["now"] for f in told(hub)} == {"docs/howto.md"}
    tool.commit({"docs/howto.md": "# Something else\n\nNothing of it.\n"})
    assert {(f["now"], f["what"]) for f in told(hub)} == {(None, "docs/guide.md is gone")}


def test_a_redirect_mends_it(hub: Path, tool: GitRepo) -> None:
    """A page that says where it was keeps its siblings' links, from the repo's root or from the docs folder."""
    for named in ("docs/guide.md", "guide.md"):
        head = f"---\nredirect_from: [{named}]\n---\n"
        tool.write({"docs/howto.md": head + GUIDE})
        (tool.path / "docs/guide.md").unlink(missing_ok=True)
        assert told(hub) == []


def test_anchors_and_images(hub: Path, tool: GitRepo) -> None:
    """A heading that is renamed and an image that goes away break links too; its form at the forge counts as well."""
    tool.commit({"docs/guide.md": GUIDE.replace("## Set up & go", "## Start"), "docs/img/a.png": None})
    found = told(hub)
    assert [(f["line"], f["file"], f["what"]) for f in found] == [
        (4, "docs/x.md", "docs/guide.md has no anchor #set-up-go any more"),
        (5, "docs/part.md", "docs/img/a.png is gone"),
        (4, "docs/index.md", "docs/guide.md has no anchor #set-up-go any more"),
    ]
    tool.commit({"docs/guide.md": GUIDE.replace("## Set up & go", '<a id="set-up-go"></a>\n## Start')})
    assert [f["line"] for f in told(hub)] == [5]


def test_what_it_says(hub: Path, tool: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each link is one line with its place, owners and mend; the handbook may be named in the environment."""
    tool.write({"docs/guide.md": None, "docs/howto.md": GUIDE})
    monkeypatch.setenv("MKDOCS_OSS_HUB", str(hub))
    done = run("--as", "tool")
    assert done.exit_code == 1
    assert done.output.splitlines()[0] == (
        "lab: docs/x.md:3 (@data/lab): docs/guide.md has moved to docs/howto.md; put `redirect_from: [docs/guide.md]` "
        "into the front matter of docs/howto.md; or write repo:tool/docs/howto.md there"
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--hub", "nowhere"), "nowhere has no oss/handbook.json"),
        (("--hub", "ftp://x.example.org"), "is not an http or https URL"), (("--hub", "HUB", "--as", "x"), "the hub has no repo 'x'; it has tool, lab"),
        (("--hub", "HUB", "--changed", "nope"), "there is no common commit of nope and HEAD"), (("--hub", "HUB", "--changed", "-x"), "'-x' is no commit"),
    ],
)  # fmt: skip
def test_errors(hub: Path, tool: GitRepo, args: tuple[str, ...], said: str) -> None:
    """What cannot be checked is one line with a remedy, and exit code 2."""
    done = run(*(str(hub) if arg == "HUB" else arg for arg in args))
    assert (done.exit_code, said in done.output) == (2, True), done.output


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def published(hub: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(hub / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_published_handbook(published: str, tool: GitRepo) -> None:
    """The handbook's address on the web serves as well; one that is none says so."""
    tool.write({"docs/img/a.png": None})
    assert [f["path"] for f in told(published)] == ["docs/img/a.png"]
    done = run("--hub", f"{published}nowhere")
    assert done.exit_code == 2
    assert "answers 404" in done.output
