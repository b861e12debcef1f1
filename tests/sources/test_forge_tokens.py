"""Which token goes to which forge."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import GitRepo
from sources.discovering import (
    GITEA,
    GITHUB,
    SECRET,
    ask,
    one,
)
from sources.loopback_forge import (
    ForgeServer,
    Reply,
)

from mkdocs_oss.git import Git
from mkdocs_oss.sources.discovery.token import find_token

pytestmark = pytest.mark.usefixtures("no_tokens")


@pytest.mark.parametrize(
    ("text", "environ", "source"),
    [
        ("github: x", {"GITHUB_TOKEN": "t"}, "GITHUB_TOKEN"),
        ("github: x", {"GH_TOKEN": "t"}, "GH_TOKEN"),
        ("github: x", {"GITHUB_TOKEN": "t", "GITHUB_SERVER_URL": "https://hub.example.org"}, None),
        ("github: x, url: 'https://hub.example.org'", {"GITHUB_TOKEN": "t"}, None),
        ("github: x, url: 'https://hub.example.org'", {"GH_ENTERPRISE_TOKEN": "t"}, "GH_ENTERPRISE_TOKEN"),
        ("github: x, url: 'https://hub.example.org'", {"GITHUB_TOKEN": "t", "GITHUB_SERVER_URL": "https://hub.example.org"}, "GITHUB_TOKEN"),
        ("github: x", {"GH_ENTERPRISE_TOKEN": "t"}, None),
        ("gitlab: x", {"GITLAB_TOKEN": "t"}, "GITLAB_TOKEN"),
        ("gitlab: x", {"CI_JOB_TOKEN": "t"}, None),
        ("gitlab: x, url: 'https://git.example.org'", {"GITLAB_TOKEN": "t"}, None),
        ("gitlab: x, url: 'https://git.example.org'", {"GITLAB_TOKEN": "t", "GITLAB_HOST": "git.example.org"}, "GITLAB_TOKEN"),
        ("gitlab: x, url: 'https://git.example.org'", {"GITLAB_TOKEN": "t", "CI_SERVER_URL": "https://git.example.org"}, "GITLAB_TOKEN"),
        ("gitea: x, url: 'https://git.example.org'", {"GITEA_TOKEN": "t"}, "GITEA_TOKEN"),
        ("gitea: x, url: 'https://git.example.org'", {"GITEA_TOKEN": "t", "GITEA_SERVER_URL": "https://other.example.org"}, None),
        ("gitea: x, url: 'http://git.example.org'", {"GITEA_TOKEN": "t"}, None),
        ("gitea: x, url: 'http://localhost:3000'", {"GITEA_TOKEN": "t"}, "GITEA_TOKEN"),
        ("github: x, token_env: MINE", {"GITHUB_TOKEN": "t", "MINE": "m"}, "`token_env`"),
    ],
)  # fmt: skip
def test_which_variable_is_for_which_host(text: str, environ: Mapping[str, str], source: str | None) -> None:
    """A variable's token goes to the host that it is for, over https, and to no other."""
    found = find_token(one(f"discover: {{{text}}}"), git=Git(), environ=environ, sole=True)
    assert (found.source if found else None) == source


def test_one_variable_is_not_for_two_hosts(forge: ForgeServer) -> None:
    """Of two Gitea servers, neither gets the token that names no host."""
    forge.answer(GITEA, Reply([]))
    here = one(f"discover: {{gitea: lab, url: '{forge.url}'}}")
    there = one("discover: {gitea: lab, url: 'http://127.0.0.1:9'}")
    ask(here, there, environ={"GITEA_TOKEN": SECRET})
    assert [sent["Authorization"] for _, sent in forge.asked] == [None]


@pytest.mark.parametrize(
    ("environ", "failure"),
    [
        ({}, "the variable that `token_env` names is not set"),
        ({"ghp_0123": "a\nb: c"}, "what `token_env` holds is no token"),
        ({"ghp_0123": "tök"}, "what `token_env` holds is no token"),
    ],
)
def test_a_named_token_that_is_none(forge: ForgeServer, environ: Mapping[str, str], failure: str) -> None:
    """Nothing is asked without it, and what stands in `token_env` is not repeated: it may be the token."""
    (asked,) = ask(one(f"discover: {{gitea: lab, url: '{forge.url}', token_env: ghp_0123}}"), environ=environ)
    assert asked.failure == failure
    assert "ghp_0123" not in f"{asked.failure} {asked.remedy}"
    assert forge.asked == []


def test_gits_credential_helper(forge: ForgeServer, make_repo: Callable[..., GitRepo]) -> None:
    """Where no variable has a token, the user's helper is asked for that host; a repo's own helper never runs."""
    home = Path(os.environ["HOME"])
    helper = home / "helper.sh"
    helper.write_text(f'#!/bin/sh\ncat > "{home}/asked"\necho username=ana\necho password={SECRET}\n')
    helper.chmod(0o755)
    hub = make_repo("handbook")
    hub.run("config", "credential.helper", f"!touch {home}/ran-the-repos-own; echo password=x; true")
    forge.answer(GITEA, Reply([]))
    discovery = one(f"discover: {{gitea: lab, url: '{forge.url}'}}")
    ask(discovery, hub=hub.path)
    assert forge.asked[-1][1]["Authorization"] is None, "no helper, and nobody was asked"
    with (home / ".gitconfig").open("a") as config:
        config.write(f"[credential]\n helper = {helper}\n")
    (asked,) = ask(discovery, hub=hub.path)
    assert forge.asked[-1][1]["Authorization"].startswith("Basic ")
    assert f"host=127.0.0.1:{forge.port}" in (home / "asked").read_text().splitlines()
    assert not (home / "ran-the-repos-own").exists()
    assert SECRET not in repr(asked)


def test_netrc_is_not_sent(forge: ForgeServer) -> None:
    """A password in ~/.netrc is git's to use, not the API's."""
    (Path(os.environ["HOME"]) / ".netrc").write_text(f"machine 127.0.0.1 login ana password {SECRET}\n")
    forge.answer(GITHUB, Reply([]))
    ask(one(f"discover: {{github: data-team, url: '{forge.url}'}}"))
    assert [sent["Authorization"] for _, sent in forge.asked] == [None]
