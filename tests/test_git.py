"""The one door to git: nothing of a repo's own runs, nothing hangs, and failures explain themselves."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import GitRepo

from mkdocs_oss.errors import GitError
from mkdocs_oss.git import Git, redacted
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import PageHistory, Repo
from mkdocs_oss.sources import open_worktree, read_files

MakeRepo = Callable[..., GitRepo]


@pytest.fixture
def hung_server() -> Iterator[tuple[int, list[socket.socket]]]:
    """A server that takes connections and never says a word: its port, and its connections."""
    server = socket.create_server(("127.0.0.1", 0))
    kept: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                kept.append(server.accept()[0])
            except OSError:
                return

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield server.getsockname()[1], kept
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    for connection in kept:
        connection.close()


def hostile(make_repo: MakeRepo, tmp_path: Path) -> tuple[GitRepo, Path]:
    """A worktree whose configuration runs a program wherever git may look for one."""
    sentinel = tmp_path / "sentinel"
    script = tmp_path / "run.sh"
    script.write_text(f'#!/bin/sh\necho "$0 $@" >> {sentinel}\ncat\n')
    script.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "post-checkout", "pre-commit", "reference-transaction", "pre-auto-gc"):
        (hooks / hook).symlink_to(script)
    repo = make_repo("hostile")
    repo.commit({"docs/a.md": "# A\n", "README.md": "# Hi\n", ".gitattributes": "*.md diff=x filter=x\n"})
    repo.commit({"docs/a.md": "# A\n\nMore.\n"}, day="2026-02-01")
    for key, value in {
        "core.fsmonitor": str(script),
        "core.hooksPath": str(hooks),
        "core.pager": str(script),
        "core.editor": str(script),
        "core.sshCommand": str(script),
        "core.gitProxy": str(script),
        "core.askPass": str(script),
        "core.alternateRefsCommand": str(script),
        "pager.log": str(script),
        "gpg.program": str(script),
        "log.showSignature": "true",
        "diff.external": str(script),
        "diff.x.command": str(script),
        "diff.x.textconv": str(script),
        "filter.x.clean": str(script),
        "filter.x.smudge": str(script),
        "filter.x.process": str(script),
        "filter.x.required": "true",
        "credential.helper": f"!{script}",
        "alias.log": f"!{script}",
        "alias.ls-files": f"!{script}",
        "uploadpack.packObjectsHook": str(script),
    }.items():
        repo.run("config", key, value)
    return repo, sentinel


def test_a_worktrees_own_configuration_runs_nothing(make_repo: MakeRepo, tmp_path: Path, git: Git) -> None:
    """Opening, listing, reading and walking the history of a hostile worktree starts none of its programs."""
    repo, sentinel = hostile(make_repo, tmp_path)
    repo.write({"docs/a.md": "# A\n\nEdited.\n", "docs/new.md": "# New\n"})
    source = open_worktree(Repo("hostile", path=repo.path), git=git)
    assert {"docs/a.md", "docs/new.md"} <= source.paths
    assert read_files(source, ["docs/a.md"], git=git)["docs/a.md"] == b"# A\n\nEdited.\n"
    histories = read_histories(source, {"docs/a.md", "docs/new.md"}, git=git)
    assert isinstance(histories.pages["docs/a.md"], PageHistory)
    assert not sentinel.exists()


@pytest.mark.parametrize("url", ["git://127.0.0.1:1/x", "ssh://127.0.0.1/x", "ext::sh -c true", "/nowhere"])
def test_reading_a_partial_clone_never_fetches(
    make_repo: MakeRepo, tmp_path: Path, git: Git, url: str
) -> None:
    """A missing object of a repo that claims to be a partial clone is an error, not a call to its remote."""
    repo, sentinel = hostile(make_repo, tmp_path)
    for key, value in {
        "extensions.partialClone": "origin",
        "core.repositoryFormatVersion": "1",
        "remote.origin.url": url,
        "remote.origin.promisor": "true",
        "remote.origin.uploadpack": str(tmp_path / "run.sh"),
    }.items():
        repo.run("config", key, value)
    tree = repo.run("rev-parse", "HEAD^{tree}")
    (repo.path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(GitError):
        git.read(repo.path / ".git", "ls-tree", "-r", "HEAD")
    assert not sentinel.exists()


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"])
def test_the_environment_of_a_hook_redirects_nothing(
    make_repo: MakeRepo, git: Git, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What git sets for a hook of one repo has no part in reading another."""
    other, repo = make_repo("other", {"b.md": "b"}), make_repo("mine", {"a.md": "a"})
    value = {"GIT_DIR": ".git", "GIT_WORK_TREE": "", "GIT_INDEX_FILE": ".git/index"}[name]
    monkeypatch.setenv(name, str(other.path / value))
    source = open_worktree(Repo("mine", path=repo.path), git=git)
    assert source.paths == {"a.md"}
    assert git.read_text(repo.path / ".git", "log", "--format=%s", "--name-only") == "Start\n\na.md"


def test_the_index_of_a_linked_worktree_is_its_own(
    make_repo: MakeRepo, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A `.git` file leads to the worktree's own index, whatever the environment names."""
    repo = make_repo("mine", {"a.md": "a"})
    repo.run("worktree", "add", "--quiet", "-b", "side", "../side")
    side = GitRepo(repo.path.parent / "side")
    side.commit({"b.md": "b"})
    monkeypatch.setenv("GIT_INDEX_FILE", str(repo.path / ".git/index"))
    assert open_worktree(Repo("side", path=side.path), git=git).paths == {"a.md", "b.md"}


def test_a_hung_server_ends_at_the_limit(
    tmp_path: Path, hung_server: tuple[int, list[socket.socket]]
) -> None:
    """The time limit ends git together with the helpers that it started."""
    git = Git(fetch_limit=0.5)
    port, connections = hung_server
    with pytest.raises(GitError, match=r"git ls-remote took longer than 0\.5 s"):
        git.network(tmp_path, "ls-remote", f"http://127.0.0.1:{port}/x.git")
    connections[0].settimeout(10)  # less than git's own limit for slow servers
    while connections[0].recv(4096):
        pass  # the request; then the end, because nobody holds the other side any more


def test_a_slow_reading_command_is_ended(make_repo: MakeRepo) -> None:
    """A command that waits for ever for its input is stopped and named."""
    repo = make_repo("slow", {"a.md": "a"})
    read_end, write_end = os.pipe()
    try:
        with (
            os.fdopen(read_end, "rb") as waiting,
            pytest.raises(GitError, match="git cat-file took longer"),
            Git(read_limit=0.3).stream(repo.path / ".git", "cat-file", "--batch", stdin=waiting) as out,
        ):
            out.read()
    finally:
        os.close(write_end)


def test_a_long_complaint_holds_nothing_up(make_repo: MakeRepo, git: Git) -> None:
    """Git complains of more than a pipe holds: all of its answer comes, and no time limit is waited for."""
    repo = make_repo("broken", {"a.md": "a"})
    refs = repo.path / ".git/refs/heads"
    for number in range(3000):
        (refs / f"{'broken-' * 5}{number}").write_text("")
    told = git.read_text(repo.path / ".git", "for-each-ref", "--format=%(refname)")
    assert told == "refs/heads/main"


def test_deadlines_of_many_processes_are_kept_apart(make_repo: MakeRepo) -> None:
    """One that must end soon is ended, though another one that began before may go on for long."""
    git_dir = make_repo("slow", {"a.md": "a"}).path / ".git"
    (first, ask), (second, silent) = os.pipe(), os.pipe()
    with (
        os.fdopen(first, "rb") as questions,
        os.fdopen(second, "rb") as nothing,
        os.fdopen(silent, "wb"),
        Git().stream(git_dir, "cat-file", "--batch", stdin=questions) as patient,
    ):
        with (
            pytest.raises(GitError, match="took longer"),
            Git(read_limit=0.2).stream(git_dir, "cat-file", "--batch", stdin=nothing) as out,
        ):
            out.read()
        with os.fdopen(ask, "wb") as asking:
            asking.write(b"HEAD:a.md\n")
        assert patient.read().endswith(b" blob 1\na\n")


def test_leaving_a_stream_early_is_no_failure(make_repo: MakeRepo, git: Git) -> None:
    """A reader who has seen enough gets no error from a git that was stopped."""
    repo = make_repo("big", {"big.bin": os.urandom(3_000_000)})
    with git.stream(repo.path / ".git", "cat-file", "blob", "HEAD:big.bin") as out:
        assert len(out.read(10)) == 10


def test_a_readers_own_error_comes_through(make_repo: MakeRepo, git: Git) -> None:
    """An exception in the reader is not hidden by git's end."""
    repo = make_repo("one", {"a.md": "a"})
    with pytest.raises(LookupError), git.stream(repo.path / ".git", "log"):
        raise LookupError


def test_a_failing_command_raises_with_gits_words(make_repo: MakeRepo, git: Git) -> None:
    """The error names the command and says what git said, as one phrase."""
    repo = make_repo("one", {"a.md": "a"})
    with pytest.raises(GitError, match=r"^git log failed: .*nowhere") as caught:
        git.read(repo.path / ".git", "-c", "core.abbrev=7", "log", "nowhere", "--")
    assert "\n" not in caught.value.reason


def test_a_missing_git_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, git: Git) -> None:
    """Without git on PATH the error says just that."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git is not installed, or not on PATH"):
        git.read(tmp_path, "version")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://user:secret@host/x", "https://host/x"),
        ("https://secret@host/x", "https://host/x"),
        ("https://user:se@cret@host/x", "https://host/x"),
        ("see 'https://a:secret@h/x' and ssh://b:secret@h/y", "see 'https://h/x' and ssh://h/y"),
        ("https://host/x@y", "https://host/x@y"),
        ("git@host:x", "git@host:x"),
    ],
)
def test_credentials_are_redacted(text: str, shown: str) -> None:
    """No part of the user information of a URL is left."""
    assert redacted(text) == shown


def test_an_error_holds_no_credentials(tmp_path: Path, git: Git) -> None:
    """A failed fetch does not tell the token that it was given."""
    with pytest.raises(GitError) as caught:
        git.network(tmp_path, "ls-remote", "http://ana:canary-token@127.0.0.1:1/x.git")
    assert "canary" not in str(caught.value)


def test_blobs_leaves_out_what_is_not_to_be_had(make_repo: MakeRepo, git: Git) -> None:
    """Missing names, folders, names with a line end and contents that are too large do not disturb the rest."""
    repo = make_repo(
        "one", {"a.md": "a", "big.md": "b" * 5000, "sub/c.md": "", "line\nend.md": "x", "e f.md": "e"}
    )
    names = ["a.md", "nowhere", "sub", "big.md", "line\nend.md", "sub/c.md", "e f.md", "x blob 12"]
    found = git.blobs(repo.path / ".git", [f"HEAD:{name}" for name in names], largest=1000)
    assert dict(found) == {"HEAD:a.md": b"a", "HEAD:sub/c.md": b"", "HEAD:e f.md": b"e"}


@pytest.mark.parametrize("url", ["file:///etc", "ext::sh -c true", "fd::0", "/etc"])
def test_only_listed_protocols_are_fetched(tmp_path: Path, git: Git, url: str) -> None:
    """Git itself refuses what is not http, https, ssh or git."""
    with pytest.raises(GitError, match="not allowed"):
        git.network(tmp_path, "ls-remote", "--", url)


def test_a_prompt_is_an_error_with_a_remedy() -> None:
    """Where a server asks for a password, the error says how to give one."""
    from mkdocs_oss.git.complaint import error_of

    text = "fatal: could not read Username for 'https://x': terminal prompts disabled"
    asked = error_of("fetch", text)
    assert "asks for credentials" in asked.reason
    assert "credential helper" in asked.remedy
    assert (
        "safe.directory" in error_of("log", "fatal: detected dubious ownership in repository at '/x'").remedy
    )


def test_a_process_that_is_ready_for_what_will_be_asked(make_repo: MakeRepo, git: Git) -> None:
    """It tells what `blobs` tells: of few names and of many, asked once, again, or not at all."""
    repo = make_repo("r", {f"{number}.md": f"{number}" for number in range(300)})
    git_dir = repo.path / ".git"
    many = [f"HEAD:{number}.md" for number in range(300)]
    few = ["HEAD:1.md", "HEAD:none.md", "HEAD:2.md"]
    with git.blobs_ahead(git_dir) as blobs:
        assert list(blobs(git_dir, few)) == [("HEAD:1.md", b"1"), ("HEAD:2.md", b"2")]
        assert list(blobs(git_dir, few[2:])) == [("HEAD:2.md", b"2")]
    with git.blobs_ahead(git_dir) as blobs:
        assert dict(blobs(git_dir, many)) == {name: name[5:-3].encode() for name in many}
    with git.blobs_ahead(git_dir) as blobs:
        assert next(blobs(git_dir, few)) == ("HEAD:1.md", b"1")  # and no more of it
    with git.blobs_ahead(git_dir):
        pass
    with git.blobs_ahead(git_dir) as blobs:
        assert list(blobs(git_dir, few, largest=0)) == []
