"""Owners on the pages of whole sites, from all kinds of evidence."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import facts_on, of_class

CONFIG = "site_name: Handbook\ntheme: mkdocs\nplugins:\n- search\n- oss: {options}\n"


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def owners(site: Built) -> dict[str, tuple[list[str], str | None]]:
    pages: list[dict[str, Any]] = json.loads(site.read("oss/pages.json"))
    return {page["url"]: (page["owners"], page["owner_rule"]) for page in pages}


def test_each_repo_is_read_as_its_forge_reads_it(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """One file, three repos at three forges, three answers; what is odd in it fails no strict build."""
    rules = "* @all # was @old\n[Docs] @team\n/docs/*\n/gone/ @all\n"
    files = {
        "README.md": "# R\n",
        "docs/deep/a.md": "# A\n",
        "CODEOWNERS": rules,
        ".bitbucket/CODEOWNERS": rules,
    }
    for name, host in (("hub", "github.com"), ("lab", "gitlab.com"), ("bucket", "bitbucket.org")):
        make_repo(name, files, remote=f"https://{host}/example/{name}.git")
    entries = "".join(f"- path: ../{name}\n" for name in ("hub", "lab", "bucket"))
    settings = {
        "mkdocs.yml": CONFIG.format(options="{}"),
        "repos.yml": f"repos:\n{entries}",
        "docs/index.md": "# W\n",
    }
    site = build(make_repo("handbook", settings).path / "mkdocs.yml", strict=True)
    found = {url.split("/")[1]: named for url, (named, _) in owners(site).items() if url.endswith("deep/a/")}
    assert found == {"hub": ["@all"], "lab": ["@all", "@old"], "bucket": ["@all"]}
    codes = {
        (finding["repo"], finding["code"], finding["severity"])
        for finding in json.loads(site.read("oss/handbook.json"))["findings"]
        if finding["code"].startswith("codeowners")
    }
    assert ("hub", "codeowners", "note") in codes  # [Docs] is a line that GitHub skips
    assert ("lab", "codeowners-no-match", "note") in codes
    assert {severity for _, _, severity in codes} == {"note"}


def test_what_lies_around_the_handbooks_docs(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Of a handbook in a folder of its repo: folder metadata, OWNERS beside it, and the project at the root."""
    files = {
        "team/handbook/mkdocs.yml": CONFIG.format(options="{}"),
        "team/handbook/docs/index.md": "# W\n",
        "team/handbook/docs/ops/.meta.yml": "owner: '@ops'\n",
        "team/handbook/docs/ops/a.md": "# A\n",
        "team/OWNERS": "approvers: [leads]\n",
        "OWNERS_ALIASES": "aliases: {leads: [ana, bo]}\n",
    }
    repo = make_repo("mono", files, remote="https://github.com/example/mono.git")
    site = build(repo.path / "team/handbook/mkdocs.yml")
    assert owners(site)[""] == (["@ana", "@bo"], "team/OWNERS:1: approvers: leads")
    assert owners(site)["ops/a/"] == (["@ops"], "team/handbook/docs/ops/.meta.yml:1: owner: @ops")
    assert "blob/main/team/OWNERS#L1" in site.read("index.html")


def test_inferred_owners_are_marked_on_the_page(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Only where that is asked for; nobody is promised to review a change, and no address is shown."""
    files = {"mkdocs.yml": CONFIG.format(options="{ownership: {infer: true}}"), "docs/index.md": "# W\n"}
    hub = make_repo("handbook", files, remote="https://github.com/example/handbook.git")
    html = build(hub.path / "mkdocs.yml", strict=True).read("index.html")
    assert facts_on(html)["ownership"] == "inferred"
    (line,) = of_class(html, "oss-line")
    assert "Worked on by Ana (inferred)" in line.text
    assert "will review your change" not in html
    assert "example.org" not in html
    hub.write({"mkdocs.yml": CONFIG.format(options="{}")})
    assert facts_on(build(hub.path / "mkdocs.yml").read("index.html"))["ownership"] == "unknown"
