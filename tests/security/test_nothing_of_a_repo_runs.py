"""No program, setting or code of a repo runs: each repo here tries one way, and leaves a sentinel if it works
(threats 5, 10 and 15)."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import NOW, Built, GitRepo

from mkdocs_oss.cli import main
from mkdocs_oss.git import Git

MakeRepo = Callable[..., GitRepo]
Build = Callable[..., Built]
Files = dict[str, str | bytes]

GIT_SETTINGS = {
    "core.fsmonitor": "{script}",
    "core.hooksPath": "{hooks}",
    "core.sshCommand": "{script}",
    "core.gitProxy": "{script}",
    "core.pager": "{script}",
    "core.editor": "{script}",
    "core.askPass": "{script}",
    "core.alternateRefsCommand": "{script}",
    "sequence.editor": "{script}",
    "pager.log": "{script}",
    "pager.remote": "{script}",
    "gpg.program": "{script}",
    "gpg.ssh.program": "{script}",
    "log.showSignature": "true",
    "diff.external": "{script}",
    "diff.x.command": "{script}",
    "diff.x.textconv": "{script}",
    "diff.x.cachetextconv": "true",
    "merge.x.driver": "{script} %A",
    "filter.x.clean": "{script}",
    "filter.x.smudge": "{script}",
    "filter.x.process": "{script}",
    "filter.x.required": "true",
    "filter.lfs.process": "{script}",
    "filter.lfs.smudge": "{script}",
    "credential.helper": "!{script}",
    "uploadpack.packObjectsHook": "{script}",
    "trailer.x.cmd": "{script}",
    "trailer.x.command": "{script}",
    "remote.origin.url": "ext::{script}",
    "remote.origin.uploadpack": "{script}",
    "remote.origin.vcs": "testgit",
    "remote.origin.promisor": "true",
    "extensions.partialClone": "origin",
    "core.repositoryFormatVersion": "1",
    **{
        f"alias.{verb}": "!{script}"
        for verb in (
            "blame",
            "cat-file",
            "check-mailmap",
            "config",
            "diff-tree",
            "for-each-ref",
            "log",
            "ls-files",
            "ls-tree",
            "remote",
            "rev-list",
            "rev-parse",
            "show",
            "status",
            "symbolic-ref",
            "version",
        )
    },
}
HOOKS = (
    "post-index-change",
    "post-checkout",
    "pre-commit",
    "reference-transaction",
    "pre-auto-gc",
    "fsmonitor-watchman",
)


class Sentinels:
    """Makes programs that leave their name where they run."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.left = folder, folder / "left"
        self.left.mkdir(parents=True)

    def script(self, name: str) -> Path:
        made = self._folder / f"{name}.sh"
        made.write_text(f"#!/bin/sh\ntouch {shlex.quote(str(self.left / name))}\nexec cat\n")
        made.chmod(0o755)
        return made

    def python(self, name: str) -> str:
        return f"open({str(self.left / name)!r}, 'w').close()"

    @property
    def ran(self) -> list[str]:
        return sorted(path.name for path in self.left.iterdir())


@pytest.fixture
def sentinels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sentinels:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    return Sentinels(tmp_path / "sentinels")


def hub_over(make_repo: MakeRepo, names: list[str], extra: Files | None = None) -> Path:
    """A handbook over repos, with every part on; the path of its mkdocs.yml."""
    listed = ", ".join(f"{{path: ../{name}}}" for name in names)
    files = {
        "mkdocs.yml": "site_name: Hub\ntheme: mkdocs\nplugins: [search, oss]\n",
        "repos.yml": f"repos: [{listed}]\n",
        "docs/index.md": "# Hub\n",
        **(extra or {}),
    }
    return make_repo("hub", files).path / "mkdocs.yml"


def test_the_git_settings_of_a_worktree_run_nothing(
    sentinels: Sentinels, make_repo: MakeRepo, build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threat 5: a whole build and the commands over a worktree whose git settings name a program wherever git
    looks for one (monitor, hooks, ssh, diff and text filters, aliases) start none of them."""
    repo = make_repo("lab", {"README.md": "# Lab\n", "docs/a.md": "# A\n", "b.bin": b"\0"})
    repo.commit(
        {
            ".gitattributes": "* diff=x filter=x merge=x\n*.bin filter=lfs diff=lfs\n",
            "docs/a.md": "# A\n\nMore.\n",
        },
        day="2026-02-01",
    )
    script = sentinels.script("git")
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in HOOKS:
        (hooks / hook).symlink_to(script)
        (repo.path / ".git/hooks" / hook).unlink(missing_ok=True)
        (repo.path / ".git/hooks").mkdir(exist_ok=True)
        (repo.path / ".git/hooks" / hook).symlink_to(script)
    included = tmp_path / "included"
    lines = []
    for key, value in GIT_SETTINGS.items():
        section, _, name = key.rpartition(".")
        head, _, sub = section.partition(".")
        lines.append(f'[{head} "{sub}"]' if sub else f"[{head}]")
        lines.append(f"\t{name} = {value.format(script=script, hooks=hooks)}")
    included.write_text("\n".join(lines) + "\n")
    with (repo.path / ".git/config").open("a") as config:
        config.write(included.read_text())
        config.write(f'[includeIf "gitdir:**"]\n\tpath = {included}\n')
    repo.write({"docs/a.md": "# A\n\nEdited.\n", "docs/new.md": "# New\n"})
    hub = hub_over(make_repo, ["lab"])
    site = build(hub)
    assert "Edited." in site.read("projects/lab/docs/a/index.html")
    assert "New" in site.read("projects/lab/docs/new/index.html")
    monkeypatch.chdir(hub.parent)
    for words in (["check"], ["facts"], ["owners", "lab:docs/a.md"], ["fresh"]):
        done = CliRunner().invoke(main, words)
        assert done.exception is None or isinstance(done.exception, SystemExit), words
    assert sentinels.ran == []
    subprocess.run(["git", "diff"], cwd=repo.path, check=False, capture_output=True)
    assert sentinels.ran == ["git"]  # as a plain git would have done


def child_settings(sentinels: Sentinels) -> dict[str, Files]:
    """Repo → files: each tries to run something by the settings that its own site would read."""
    code = sentinels.python
    page = {"README.md": "# R\n\n{{ ran() }}\n", "docs/index.md": "# I\n\n{{ ran() }} {% include 'x' %}\n"}

    def site(text: str) -> Files:
        return {**page, "mkdocs.yml": f"site_name: x\n{text}"}

    return {
        "hooks": {**site("hooks: [hook.py]\n"), "hook.py": code("hooks")},
        "hooks-deep": {
            **site("hooks:\n- ../hooks-deep/hook.py\n- docs/hook.py\n"),
            "docs/hook.py": code("hooks-deep"),
        },
        "macros": {**site("plugins:\n- macros: {module_name: main}\n"), "main.py": code("macros")},
        "macros-default": {
            **site("plugins: [macros]\n"),
            "main.py": f"def define_env(env):\n    {code('macros-default')}\n",
        },
        "gen-files": {**site("plugins:\n- gen-files: {scripts: [gen.py]}\n"), "gen.py": code("gen-files")},
        "exec": {
            **site("plugins: [markdown-exec]\nmarkdown_extensions: [markdown_exec]\n"),
            "docs/e.md": f'# E\n\n```python exec="on"\n{code("exec")}\n```\n\n```bash exec="1"\ntouch {sentinels.left}/exec-bash\n```\n',
        },
        "inherit": {
            **site("INHERIT: other.yml\n"),
            "other.yml": "hooks: [hook.py]\n",
            "hook.py": code("inherit"),
        },
        "inherit-up": site("INHERIT: ../hub/secret.yml\n"),
        "theme": {
            **site("theme: {name: null, custom_dir: theme}\n"),
            "theme/main.html": "{{ ''.__class__.__mro__ }}",
            "theme/__init__.py": code("theme"),
        },
        "overrides": {
            **site("theme: {name: material, custom_dir: docs/overrides}\n"),
            "docs/overrides/main.html": "<b>OVERRIDDEN</b>",
        },
        "python-tags": site(
            f"markdown_extensions:\n- pymdownx.emoji: {{emoji_index: !!python/object/apply:os.system ['touch {sentinels.left}/python-tags']}}\n"
        ),
        "python-name": site("nav: !!python/name:os.system\ndocs_dir: !!python/object/new:os.system [x]\n"),
        "env": site(
            "site_description: !ENV CANARY_TOKEN\nnav:\n- !ENV CANARY_TOKEN : index.md\n- A: !ENV [CANARY_TOKEN, index.md]\n"
        ),
        "include": site("nav: '!include ../hub/mkdocs.yml'\n"),
        "include-tag": site("nav: !include ../hub/secret.yml\nextra: !relative $config_dir/../hub\n"),
        "monorepo": site(
            "plugins: [monorepo]\nnav:\n- X: '!include ./sub/mkdocs.yml'\n- Y: '*include ./*/mkdocs.yml'\n"
        ),
        "multirepo": site("plugins:\n- multirepo\nnav:\n- X: '!import file:///etc?extra_imports=[*]'\n"),
        "javascript": {
            **site(
                "extra_javascript: [docs/own.js, 'https://evil.example/x.js']\nextra_css: [docs/own.css]\n"
            ),
            "docs/own.js": "alert('OVERRIDDEN')",
        },
        "watch": site("watch: [/, ../hub]\nsite_dir: ../hub/docs\nremote_branch: main\n"),
        "properdocs": {
            **page,
            "properdocs.yml": "site_name: x\nhooks: [hook.py]\n",
            "hook.py": code("properdocs"),
        },
        "zensical": {
            **page,
            "zensical.toml": '[project]\nsite_name = "x"\nhooks = ["hook.py"]\n[project.theme]\ncustom_dir = "t"\n',
            "hook.py": code("zensical"),
        },
        "nav-tags": {
            **page,
            ".nav.yml": f"nav: !!python/object/apply:os.system ['touch {sentinels.left}/nav-tags']\n",
            "docs/.nav.yml": f"nav: !!python/object/apply:os.system ['touch {sentinels.left}/nav-tags']\n",
            "docs/.pages": f"nav: !!python/object/apply:os.system ['touch {sentinels.left}/nav-tags']\n",
        },
        "front-matter": {
            "README.md": f"---\ntitle: !!python/object/apply:os.system ['touch {sentinels.left}/front-matter']\nowner: !ENV CANARY_TOKEN\n---\n# R\n",
            "docs/a.md": f"---\n!!python/object/apply:os.system ['touch {sentinels.left}/front-matter']\n---\n# A\n",
            "docs/b.md": "---\nreviewed: !!python/name:os.system\ntags: !!python/tuple [a]\n---\n# B\n",
        },
        "packaging": {
            **page,
            "setup.py": code("packaging"),
            "conf.py": code("packaging"),
            "docs/conf.py": code("packaging"),
            "noxfile.py": code("packaging"),
            "conftest.py": code("packaging"),
            "sitecustomize.py": code("packaging"),
            "usercustomize.py": code("packaging"),
            "mkdocs_oss.py": code("packaging"),
            "Makefile": f"X := $(shell touch {sentinels.left}/packaging)\ntest:\n\ttouch {sentinels.left}/packaging\n",
            "pyproject.toml": "[build-system]\nrequires=[]\nbuild-backend='backend'\nbackend-path=['.']\n[project]\nname='x'\ndynamic=['version']\n",
            "backend.py": code("packaging"),
            ".envrc": f"touch {sentinels.left}/packaging\n",
        },
        "module": {
            **page,
            "src/pk/__init__.py": f"'''Doc.'''\n{code('module')}\n__all__ = [{code('module')}]\n",
            "src/pk/__main__.py": code("module"),
            "docs/api.md": "# Api\n\n::: pk\n    handler: python\n    options:\n      extensions: [ext.py, 'docs/ext.py']\n      allow_inspection: true\n      force_inspection: true\n      find_stubs_package: true\n",
            "ext.py": code("module"),
            "docs/ext.py": code("module"),
        },
    }


SAYS = ("own-settings", "missing-plugin", "site-config", "nav")
"""Findings that name what of a child's settings was left aside."""


def test_the_settings_of_a_child_run_nothing(
    sentinels: Sentinels, make_repo: MakeRepo, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threats 10, 15: hooks, macros, generators, INHERIT, theme folders, `!include`, `!ENV`, Python tags, scripts
    and packaging of a child are text: nothing runs, every repo has its page, and a finding says what was left aside."""
    monkeypatch.setenv("CANARY_TOKEN", "CANARY-of-the-builder")
    children = child_settings(sentinels)
    for name, files in children.items():
        make_repo(name, {"README.md": "# R\n", **files})
    secret = {"secret.yml": "- CANARY-of-the-builder: index.md\n"}
    hub = hub_over(make_repo, list(children), secret)
    monkeypatch.chdir(hub.parent)
    site = build(hub)
    assert sentinels.ran == []
    for name in children:
        assert "R" in site.read(f"projects/{name}/index.html")
        assert site.folder.joinpath(f"projects/{name}").is_dir()
    for path in site.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"CANARY-of-the-builder" not in content, path
        if path.suffix == ".html" and "overrides" not in path.parts:
            html = path.read_text("utf-8")
            assert "OVERRIDDEN" not in html, path
            assert "evil.example" not in html.replace("&#x27;https://evil.example", ""), path
            assert not [line for line in html.splitlines() if "<script" in line and "own.js" in line], path
    told = {
        finding["repo"]
        for finding in json.loads(site.read("oss/handbook.json"))["findings"]
        if finding["code"] in SAYS
    }
    assert set(children) - told == {
        "watch",
        "nav-tags",
        "front-matter",
        "packaging",
        "module",
    }  # nothing is lost there
    done = CliRunner().invoke(main, ["check", "--json"])
    assert isinstance(done.exception, SystemExit | None)
    assert sentinels.ran == []
    assert "CANARY-of-the-builder" not in done.output


@pytest.mark.parametrize("first", ["", "."])
def test_a_repos_own_git_is_never_git(
    sentinels: Sentinels, make_repo: MakeRepo, monkeypatch: pytest.MonkeyPatch, git: Git, first: str
) -> None:
    """Threat 5: where PATH has an empty entry or a dot, git runs in a repo's folder, and no program there is taken
    for it."""
    repo = make_repo("lab", {"README.md": "# Lab\n"})
    (repo.path / "git").symlink_to(sentinels.script("git"))
    monkeypatch.setenv("PATH", f"{first}{os.pathsep}{os.environ['PATH']}")
    assert git.read_text(repo.path / ".git", "log", "--format=%s", work_tree=repo.path) == "Start"
    assert sentinels.ran == []
