"""YAML of users and repos is plain data, small whatever it looks like, and never lost in silence
(threats 10, 11 and 12)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Built, GitRepo

from mkdocs_oss.cli import main
from mkdocs_oss.errors import SettingsError
from mkdocs_oss.settings.located_yaml import load_yaml

MakeRepo = Callable[..., GitRepo]
Build = Callable[..., Built]

TAGS = [
    "!!python/object/apply:os.system ['touch {sentinel}']",
    "!!python/object/apply:subprocess.check_output [[touch, '{sentinel}']]",
    "!!python/object/new:os.system ['touch {sentinel}']",
    "!!python/object/apply:builtins.exec [\"open('{sentinel}','w')\"]",
    "!!python/object:os.path.Path {{}}",
    "!!python/name:os.system",
    "!!python/module:antigravity",
    "!!python/tuple [1, 2]",
    "!!python/bytes aGk=",
    "!!python/long 5",
    "!ENV CANARY_TOKEN",
    "!ENV [A, CANARY_TOKEN]",
    "!include /etc/passwd",
    "!INCLUDE ../secret.yml",
    "!relative $docs_dir",
    "!!js/function 'x'",
    "!<tag:yaml.org,2002:python/object/apply:os.system> ['touch {sentinel}']",
    "!<!python/object/apply:os.system> ['touch {sentinel}']",
    "!custom {{a: b}}",
]


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_runs_nothing(tag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threat 10: a foreign tag in the user's own settings is an error with its line; in a repo's file it is nothing."""
    monkeypatch.setenv("CANARY_TOKEN", "CANARY")
    sentinel = tmp_path / "sentinel"
    text = f"a: 1\nb: {tag.format(sentinel=sentinel)}\nc: 3\n"
    with pytest.raises(SettingsError, match=r"^x\.yml:2: the tag .* is not supported"):
        load_yaml(text, file="x.yml")
    assert load_yaml(text, file="x.yml", foreign_tags=True).value == {"a": 1, "b": None, "c": 3}
    as_key = f"a: 1\n? {tag.format(sentinel=sentinel)}\n: 2\n"
    for foreign in (True, False):
        try:
            assert "CANARY" not in str(load_yaml(as_key, file="x.yml", foreign_tags=foreign).value).replace(
                "CANARY_TOKEN", ""
            )
        except SettingsError:
            continue
    assert not sentinel.exists()


def bomb(levels: int = 10, *, kind: str = "list") -> str:
    """A few lines that stand for 10^levels values."""
    lines = ["a0: &a0 [lol, lol]" if kind == "list" else "a0: &a0 {x: lol}"]
    for level in range(1, levels + 1):
        names = [f"*a{level - 1}"] * 10
        body = (
            f"[{', '.join(names)}]"
            if kind == "list"
            else "{" + ", ".join(f"k{n}: {name}" for n, name in enumerate(names)) + "}"
            if kind == "mapping"
            else f"{{<<: [{', '.join(names)}], k{level}: 1}}"
        )
        lines.append(f"a{level}: &a{level} {body}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("kind", ["list", "mapping", "merge"])
@pytest.mark.parametrize("foreign", [True, False])
def test_an_alias_bomb_is_refused(kind: str, *, foreign: bool) -> None:
    """Threat 11: ten levels of aliases are an error with its line, at once, and no memory is spent on them."""
    began = time.perf_counter()
    with pytest.raises(SettingsError, match=r"^x\.yml:2: not valid YAML: aliases"):
        load_yaml(bomb(kind=kind), file="x.yml", foreign_tags=foreign)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("kind", ["list", "mapping", "merge"])
def test_an_alias_bomb_in_a_repo_costs_its_page_only_its_head(
    kind: str, make_repo: MakeRepo, build: Build
) -> None:
    """Threat 11: in front matter, settings, nav, options of a reference and project files: the build is quick, the
    text is there, and a finding says where the aliases are."""
    text = bomb(kind=kind)
    indented = "".join(f"      {line}\n" for line in text.splitlines())
    make_repo(
        "lab",
        {
            "README.md": f"---\n{text}---\n# Lab\n\nIts text.\n",
            "docs/a.md": f"---\n{text}title: A\n---\n# A\n\nIts text.\n",
            "docs/api.md": f"# Api\n\n::: pk\n    options:\n{indented}",
            "src/pk/__init__.py": '"""Doc."""\n',
            "mkdocs.yml": f"site_name: x\n{text}nav: *a{10}\n",
            "docs/.nav.yml": f"{text}nav: *a10\n",
            ".pre-commit-config.yaml": f"{text}repos: *a10\n",
            ".github/workflows/ci.yml": f"{text}jobs: *a10\n",
            "environment.yml": f"{text}dependencies: *a10\n",
            "Taskfile.yml": f"{text}tasks: *a10\n",
        },
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
    for page in ("index.html", "docs/a/index.html"):
        assert "Its text." in site.read(f"projects/lab/{page}")
        assert "lol" not in site.read(f"projects/lab/{page}")
    found = {finding["where"] for finding in json.loads(site.read("oss/handbook.json"))["findings"]}
    for where in ("README.md:3", "docs/a.md:3", "mkdocs.yml:3"):
        assert any(place.startswith(where) for place in found), (where, found)


@pytest.mark.parametrize("name", ["repos.yml", "teams.yml"])
def test_an_alias_bomb_in_the_settings_is_one_line(
    name: str, make_repo: MakeRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threat 11: the handbook's own repos.yml and teams.yml take no aliases either."""
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [oss]\n",
            "docs/index.md": "# Hub\n",
            "repos.yml": "repos: []\n",
            name: bomb(),
        },
    )
    monkeypatch.chdir(hub.path)
    done = CliRunner().invoke(main, ["check"])
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        f"mkdocs-oss: {name}:2: not valid YAML: aliases (*name) are not supported; mend the line"
    ]


FAULTS: dict[str, tuple[str, int, str]] = {
    "an-owner-without-quotes": ("owner: @data/team\n", 2, "put the value in quotes"),
    "a-tab": ("title: X\nowners:\n\t- a\n", 4, "indent with spaces"),
    "a-bracket": ("tags: [a, b\ntitle: X\n", 3, "mend the line"),
    "a-colon": ("title: one: two\n", 2, "mend the line"),
    "a-quote": ("title: 'one\n", 3, "mend the line"),
    "a-key-twice": ("title: a\ntitle: b\n", 3, "keep one of the two"),
    "a-date-that-is-none": ("title: X\nreviewed: 2026-02-31\n", 3, "mend the value"),
    "an-alias": ("a: &a x\nb: *a\n", 3, "mend the line"),
    "half-a-character": ('title: "\\ud800"\n', 2, "mend the value"),
    "a-key-that-is-a-list": ("title: X\n? [a]\n: b\n", 3, "write it as `key: value`"),
    "too-deep": ("title: " + "[" * 3000 + "\n", 0, "flatter"),
    "too-long": ("title: X\nx: " + "y" * 100_001 + "\n", 1, "make it shorter"),
}
"""Front matter that cannot be read: its lines, the line of the file that the finding names, and its remedy."""


def test_bad_front_matter_is_a_finding_and_never_text(make_repo: MakeRepo, build: Build) -> None:
    """Threat 12: each fault is a finding with file, line and remedy; the page is there, and no line of the block
    has become text of it."""
    files = {
        f"docs/{name}.md": f"---\nmarker: FRONT-MATTER\n{head}---\n# P\n\nIts text.\n"
        for name, (head, _, _) in FAULTS.items()
    }
    files["docs/no-end.md"] = "---\ntitle: X\n\n# P\n\nIts text.\n"
    make_repo("lab", {"README.md": "# Lab\n", **files})
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [search, oss]\n",
            "repos.yml": "repos: [{path: ../lab}]\n",
            "docs/index.md": "# Hub\n",
        },
    )
    site = build(hub.path / "mkdocs.yml")
    found = json.loads(site.read("oss/handbook.json"))["findings"]
    told = {finding["where"]: finding for finding in found if finding["code"] == "page"}
    for name, (_, line, remedy) in FAULTS.items():
        html = site.read(f"projects/lab/docs/{name}/index.html")
        assert "Its text." in html, name
        assert "FRONT-MATTER" not in html, name
        mine = [finding for where, finding in told.items() if where.startswith(f"docs/{name}.md:")]
        assert len(mine) == 1, (name, mine)
        assert remedy in mine[0]["remedy"], (name, mine)
        if line:
            assert mine[0]["where"] == f"docs/{name}.md:{line + (line > 1)}", (name, mine)
    assert "the front matter has no end" in told["docs/no-end.md:1"]["message"]
