"""Several entries of one repo, sites within a site, and what the handbook itself leaves out or cannot know."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from conftest import Built, GitRepo

MONO = {
    "README.md": "# Everything\n",
    "mkdocs.yml": "site_name: All\nplugins: [monorepo]\nnav:\n  - Home: index.md\n  - A: '!include ./a/mkdocs.yml'\n"
    "  - B: !include ./b/mkdocs.yml\n  - '*include ./*/mkdocs.yml'\n",
    "docs/index.md": "# Home\n",
    "a/README.md": "# Alpha\n\nThe first.\n",
    "a/docs/index.md": "# A docs\n",
    "b/docs/index.md": "# B docs\n",
    "c/README.md": "# Gamma\n",
    "c/more.md": "# More\n",
}

MakeRepo = Callable[..., GitRepo]
Build = Callable[..., Built]


def hub_of(make_repo: MakeRepo, build: Build, repos: str) -> Built:
    config = f"site_name: H\ntheme: mkdocs\nplugins: [oss: {{api: false, repos: [{repos}]}}]\n"
    return build(
        make_repo("hub", {"mkdocs.yml": config, "docs/index.md": "# H\n"}).path / "mkdocs.yml", strict=True
    )


def findings(built: Built, *codes: str) -> list[dict[str, Any]]:
    return [f for f in json.loads(built.read("oss/handbook.json"))["findings"] if f["code"] in codes]


def test_each_entry_of_a_repo_has_the_readme_nearest_to_its_docs(make_repo: MakeRepo, build: Build) -> None:
    """`docs: a/docs` shows `a/README.md` as its overview and title; without one it is the README of the repo."""
    make_repo("mono", MONO)
    entries = ", ".join(f"{{path: ../mono, name: {n}, docs: {d}}}" for n, d in (("a", "a/docs"), ("b", "b/docs"), ("c", "c"), ("all", "docs")))  # fmt: skip
    built = hub_of(make_repo, build, entries)
    for name, heading in {"a": "Alpha", "b": "Everything", "c": "Gamma", "all": "Everything"}.items():
        assert f">{heading}</h1>" in built.read(f"projects/{name}/index.html")
    assert "The first." in built.read("projects/index.html")
    assert "More" in built.read("projects/c/c/more/index.html")


def test_sites_within_a_site_are_told(make_repo: MakeRepo, build: Build) -> None:
    """`!include` in a nav, quoted or not, and the plugin that reads it: each with its line and what to do instead."""
    make_repo("mono", MONO)
    built = hub_of(make_repo, build, "path: ../mono")
    told = {f["where"]: (f["message"], f["remedy"]) for f in findings(built, "site-config", "nav")}
    assert set(told) == {"mkdocs.yml:5", "mkdocs.yml:6", "mkdocs.yml:7"}
    what, remedy = told["mkdocs.yml:6"]
    assert what == "the nav takes in another site, '!include ./b/mkdocs.yml', which is not followed"
    assert remedy == "list that site as an entry of repos.yml, with its `docs:`"
    (plugin,) = findings(built, "missing-plugin")
    assert plugin["where"] == "mkdocs.yml:2"
    assert "entry of repos.yml" in plugin["remedy"]


def test_what_the_handbook_leaves_out_is_not_told_as_missing(make_repo: MakeRepo, build: Build) -> None:
    """A page that `exclude:` of repos.yml leaves out: its nav entry and links in any form say that, not that it is gone."""
    nav = "site_name: T\nnav: [index.md, draft.md, gone.md, {Old: old/}]\n"
    text = "# T\n\n[f](draft.md) [b](draft/)\n[g](gone/)\n"
    files = {"mkdocs.yml": nav, "README.md": "# T\n", "docs/index.md": text, "docs/draft.md": "# D\n", "docs/old/a.md": "# A\n"}  # fmt: skip
    make_repo("tool", files)
    built = hub_of(make_repo, build, "{path: ../tool, exclude: [draft.md, old/]}")
    nav_told = {f["message"] for f in findings(built, "nav")}
    out = "is left out by `include:` or `exclude:` of the handbook's own settings"
    assert nav_told == {f"'draft.md' {out}", f"'old/' {out}", "there is no page 'gone.md'"}
    links = [(f["where"], f["message"], f["remedy"]) for f in findings(built, "broken-link")]
    meant = "nothing, where that is meant"
    assert links == [
        ("docs/index.md:3", f"the link 'draft.md': docs/draft.md {out}", meant),
        ("docs/index.md:3", f"the link 'draft/': docs/draft.md {out}", meant),
        ("docs/index.md:4", "the link 'gone/' leads nowhere", "mend the link"),
    ]


def test_a_forge_that_is_not_known_is_told_once(make_repo: MakeRepo, build: Build) -> None:
    """Many repos at one host are one note that names them; a repo whose own settings have `repo_url` has its forge."""
    for name in ("a", "b", "c"):
        make_repo(name, {"README.md": f"# {name}\n"}, remote=f"https://git.example.org/data/{name}.git")
    make_repo(
        "d",
        {"README.md": "# d\n\n[s](x.py)\n", "x.py": "", "mkdocs.yml": "site_name: D\nrepo_url: https://github.com/data/d\n"},
        remote="https://git.example.org/data/d.git",
    )  # fmt: skip
    built = hub_of(make_repo, build, "{path: ../a}, {path: ../b}, {path: ../c}, {path: ../d}")
    (told,) = findings(built, "forge")
    assert told["message"] == "the forge at git.example.org is not known; so it is for b and c"
    assert told["repo"] == "a"
    assert "https://github.com/data/d/blob/" in built.read("projects/d/index.html")
