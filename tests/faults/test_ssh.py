"""ssh URLs, run for real through a stand-in for ssh; and the forms of URL that are never run."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import NOW, GitRepo

from mkdocs_oss.errors import GitError, SettingsError
from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import PageHistory, Repo
from mkdocs_oss.settings.located_yaml import Located
from mkdocs_oss.settings.repos import load_repos
from mkdocs_oss.sources import open_cached, read_files
from mkdocs_oss.sources.store import Store
from mkdocs_oss.sources.sync import sync

MakeRepo = Callable[..., GitRepo]

SSH = """\
#!{python}
# What sshd does for git: runs the one command it was given, here below a folder of its own.
import os, shlex, sys
words = sys.argv[1:]
with open({log!r}, "a") as log:
    log.write(repr(words) + "\\n")
if words[:1] == ["-G"]:
    sys.exit(0)
while words and words[0].startswith("-"):
    words = words[2:] if words[0] in ("-o", "-p", "-i", "-F", "-l") else words[1:]
host, command = words[0], shlex.split(" ".join(words[1:]))
if os.path.exists({fault!r}):
    sys.stderr.write(open({fault!r}).read())
    sys.exit(255)
assert command[0] in ("git-upload-pack", "git"), command
path = command[-1].lstrip("/~")
os.execvp("git", ["git", "upload-pack", os.path.join({root!r}, path)])
"""


class Ssh:
    """The stand-in: what it was called with, and what it says instead of serving."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.script, self._log, self._fault = folder / "ssh", folder / "log", folder / "fault"
        folder.mkdir()
        text = SSH.format(python=sys.executable, log=str(self._log), fault=str(self._fault), root=str(root))
        self.script.write_text(text)
        self.script.chmod(0o755)

    @property
    def calls(self) -> list[str]:
        return self._log.read_text().splitlines() if self._log.exists() else []

    def fail(self, words: str) -> None:
        self._fault.write_text(words)

    def mend(self) -> None:
        self._fault.unlink()


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ssh:
    made = Ssh(tmp_path / "ssh", tmp_path)
    monkeypatch.setenv("GIT_SSH_COMMAND", shlex.quote(str(made.script)))
    monkeypatch.setenv("MKDOCS_OSS_TRIES", "1")
    return made


def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache", git=Git(fetch_limit=20), now=lambda: NOW)


@pytest.mark.parametrize(
    "url",
    [
        "ssh://git@forge.example/lab",
        "ssh://git@forge.example:2222/lab",
        "ssh://forge.example/~/lab",
        "git@forge.example:lab",
        "git@forge.example:~/lab",
        "ana.b@forge.example:lab/.git",
    ],
)
def test_an_ssh_url_is_fetched(url: str, ssh: Ssh, make_repo: MakeRepo, tmp_path: Path, git: Git) -> None:
    """Both forms of an ssh URL go through the settings and come whole from the server: pages, history, what is new."""
    lab = make_repo("lab", {"README.md": "# Lab\n", "docs/a.md": "# A\n"})
    (repo,) = load_repos(Located("repos.yml", {"repos": [{"url": url, "name": "lab"}]}), folder=tmp_path)
    (first,) = sync([repo], store(tmp_path), {})
    assert first.failure is None
    newer = lab.commit({"docs/a.md": "# A\n\nNewer.\n"}, day="2026-02-01")
    (second,) = sync([repo], store(tmp_path), {})
    assert second.failure is None
    source = open_cached(repo, store(tmp_path), git=git, commit=None)
    assert source.commit == newer
    assert read_files(source, ["docs/a.md"], git=git) == {"docs/a.md": b"# A\n\nNewer.\n"}
    assert isinstance(read_histories(source, {"docs/a.md"}, git=git).pages["docs/a.md"], PageHistory)
    assert any("forge.example" in call for call in ssh.calls)
    if ":2222" in url:
        assert any("2222" in call for call in ssh.calls)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("git@forge.example: Permission denied (publickey).\n", "permission denied"),
        ("ssh: Could not resolve hostname forge.example: Name or service not known\n", "could not resolve"),
        ("ssh: connect to host forge.example port 22: Connection timed out\n", "connection timed out"),
        ("Host key verification failed.\n", "host key verification failed"),
        ("remote: Repository not found.\n", "not found"),
        ("", "could not read from remote"),
    ],
)
def test_ssh_that_fails(
    words: str, says: str, ssh: Ssh, make_repo: MakeRepo, tmp_path: Path, git: Git
) -> None:
    """What ssh says is the reason, in one line; the last good copy stays, and the next sync goes on."""
    lab = make_repo("lab", {"README.md": "# Lab\n"})
    repo = Repo("lab", url="git@forge.example:lab")
    ssh.fail(words)
    (cold,) = sync([repo], store(tmp_path), {})
    assert cold.failure is not None
    assert says in cold.failure.lower()
    assert "\n" not in cold.failure
    ssh.mend()
    assert sync([repo], store(tmp_path), {})[0].failure is None
    ssh.fail(words)
    newer = lab.commit({"README.md": "# Newer\n"})
    (warm,) = sync([repo], store(tmp_path), {})
    assert says in (warm.failure or "").lower()
    during = open_cached(repo, store(tmp_path), git=git, commit=None)
    assert during.missing is None
    assert during.outage is not None
    ssh.mend()
    assert sync([repo], store(tmp_path), {})[0].failure is None
    assert open_cached(repo, store(tmp_path), git=git, commit=None).commit == newer


@pytest.mark.parametrize(
    "url",
    [
        "ext::ssh lab",
        "ext::{ssh} forge.example lab",
        "file://{root}/lab",
        "fd::0",
        "{root}/lab",
    ],
)
def test_a_scheme_that_is_not_listed_is_refused(
    url: str, ssh: Ssh, make_repo: MakeRepo, tmp_path: Path
) -> None:
    """`ext::`, `fd::`, `file://` and a plain path are refused by the settings, and by git were it asked: no transport
    is started and no store is made."""
    make_repo("lab", {"README.md": "# Lab\n"})
    hostile = url.format(ssh=ssh.script, root=tmp_path)
    with pytest.raises(SettingsError, match="is not an https, http, ssh or git URL"):
        load_repos(Located("repos.yml", {"repos": [{"url": hostile, "name": "lab"}]}), folder=tmp_path)
    with pytest.raises(GitError):
        store(tmp_path).fetch(Repo("lab", url=hostile))
    assert ssh.calls == []
    assert not list((tmp_path / "cache/repos").glob("*.git"))


def test_protocols_are_narrowed_by_the_user(
    ssh: Ssh, make_repo: MakeRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """MKDOCS_OSS_ALLOW_PROTOCOL=https leaves only that: an ssh URL is then refused by git itself."""
    make_repo("lab", {"README.md": "# Lab\n"})
    monkeypatch.setenv("MKDOCS_OSS_ALLOW_PROTOCOL", "https")
    with pytest.raises(GitError, match="'ssh' not allowed"):
        store(tmp_path).fetch(Repo("lab", url="git@forge.example:lab"))
    assert ssh.calls == []
