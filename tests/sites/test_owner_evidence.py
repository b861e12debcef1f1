"""Owners on the pages of whole sites, from all kinds of evidence."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import facts_on, of_class

from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble
from mkdocs_oss.settings import load_settings, read_site

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


def test_pages_without_an_owner_are_one_finding_of_a_repo(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """With the line for their folder, which the ownership page gives first; what has an owner elsewhere is no part of
    it, and what OWNERS files leave open is one finding too."""
    pages = {f"docs/p{number}.md": f"# P{number}\n" for number in range(20)}
    named = {"docs/named.md": "---\nowner: '@ana'\n---\n# Named\n", "README.md": "# R\n"}
    make_repo(
        "ops", pages | named | {"CODEOWNERS": "/src/ @a\n/README.md @a\n"}, remote="https://github.com/e/ops"
    )
    make_repo("kube", pages | {"README.md": "# K\n", "src/OWNERS": "approvers: [bo]\n"})
    settings = {
        "mkdocs.yml": CONFIG.format(options="{}"),
        "repos.yml": "repos:\n- path: ../ops\n- path: ../kube\n",
        "docs/index.md": "# W\n",
    }
    site = build(make_repo("handbook", settings).path / "mkdocs.yml", strict=True)
    found = {
        finding["repo"]: (finding["code"], finding["where"], finding["message"], finding["remedy"])
        for finding in json.loads(site.read("oss/handbook.json"))["findings"]
        if "unowned" in finding["code"]
    }
    assert found == {
        "ops": (
            "codeowners-unowned",
            "CODEOWNERS",
            "20 pages have no owner in it: docs 20",
            "add `/docs/ @your-team` at its end",
        ),
        "kube": (
            "unowned",
            "docs/p0.md",
            "nobody looks after 21 pages (docs/p0.md, docs/p1.md, docs/p10.md and 18 more)",
            "name an owner in CODEOWNERS or in the front matter",
        ),
    }
    lines = [e.text for e in of_class(site.read("ownership/index.html"), "oss-copy")]
    assert lines.index("/docs/ @your-team") == lines.index("/docs/p0.md @your-team") - 1


def test_patterns_without_a_match_in_the_handbooks_own_repo(make_repo: Callable[..., GitRepo]) -> None:
    """The whole repo counts, and not its docs alone: what git tracks, and what is new and not ignored."""
    files = {
        "mkdocs.yml": CONFIG.format(options="{}"),
        "docs/index.md": "# W\n",
        "src/run.py": "a = 1\n",
        ".gitignore": "/out/\n",
        "CODEOWNERS": "/docs/ @a\n/src/ @a\n/new/ @a\n/out/ @a\n/gone/ @a\n",
    }
    repo = make_repo("handbook", files)
    repo.write({"new/x.py": "", "out/x.py": ""})
    site = read_site(repo.path / "mkdocs.yml")

    def told() -> list[str]:
        found = assemble(site, load_settings(site), git=Git(), now=NOW).findings
        return [finding.where for finding in found if finding.code == "codeowners-no-match"]

    assert told() == ["CODEOWNERS:4", "CODEOWNERS:5"]
    repo.write({"CODEOWNERS": "/docs/ @a\n"})
    assert told() == []


def test_a_link_in_the_place_of_an_owner(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """It stands on no page and in no list of people: a finding tells it with the file, and CODEOWNERS decides."""
    files = {
        "mkdocs.yml": CONFIG.format(options="{}"),
        "docs/index.md": "---\nowner: 'javascript:alert(1)'\n---\n# W\n",
        "docs/ops/.meta.yml": "owners: ['javascript:alert(2)']\n",
        "docs/ops/a.md": "# A\n",
        "docs/name.md": "---\nowner: Ana Ruiz\n---\n# N\n",
        "CODEOWNERS": "* @docs\n",
    }
    site = build(make_repo("handbook", files).path / "mkdocs.yml")
    assert {url: named for url, (named, _) in owners(site).items() if not url.startswith("ownership")} == {
        "": ["@docs"],
        "ops/a/": ["@docs"],
        "name/": ["Ana Ruiz"],
    }
    findings = json.loads(site.read("oss/handbook.json"))["findings"]
    assert {(each["where"], each["code"]) for each in findings if "is a link" in each["message"]} == {
        ("docs/index.md", "front-matter"),
        ("docs/ops/.meta.yml:1", "front-matter"),
    }
    assert not [file for file in site.folder.rglob("*.html") if "alert(" in file.read_text("utf-8")]


def test_a_file_too_large_to_be_read_makes_no_page_unowned(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Who owns the pages is not known, with the reason on each; the file is one finding, and no page is one."""
    files = {
        "mkdocs.yml": CONFIG.format(options="{}"),
        "docs/index.md": "# W\n",
        "docs/a.md": "# A\n",
        "CODEOWNERS": "* @all\n" + "/x/ @x\n" * 50_001,
    }
    site = build(make_repo("handbook", files).path / "mkdocs.yml")
    assert "CODEOWNERS is too large to be read to its end" in site.read("a/index.html")
    assert facts_on(site.read("a/index.html"))["ownership"] == "unknown"
    assert owners(site)["a/"] == ([], None)
    codes = [finding["code"] for finding in json.loads(site.read("oss/handbook.json"))["findings"]]
    assert codes.count("codeowners") == 1
    assert not {"unowned", "codeowners-unowned"} & set(codes)
