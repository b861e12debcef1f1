"""Our lines in mkdocs.yml: the suite and its parts, alone and together, as an engine or we ourselves read them."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.model import FreshnessPolicy, Interval
from mkdocs_oss.settings import PARTS, Settings, Site, find_site_file, load_settings, read_site
from mkdocs_oss.settings.schema import FreshnessOptions, RepoEntry, SuiteOptions
from mkdocs_oss.settings.schema.described import described


def load(folder: Path, *plugins: tuple[str, dict[str, Any]]) -> Settings:
    return load_settings(Site(folder / "mkdocs.yml", folder / "docs", plugins=plugins))


def error(folder: Path, *plugins: tuple[str, dict[str, Any]]) -> str:
    with pytest.raises(SettingsError) as caught:
        load(folder, *plugins)
    return str(caught.value)


def test_a_bare_line_is_the_whole_suite(tmp_path: Path) -> None:
    """`- oss` switches on every part, and finds repos.yml and teams.yml beside mkdocs.yml."""
    assert load(tmp_path, ("oss", {})) == Settings(frozenset(PARTS))
    (tmp_path / "repos.yml").write_text("repos: [{path: lab}]")
    (tmp_path / "teams.yml").write_text("teams: {a: {}}")
    settings = load(tmp_path, ("oss", {}))
    assert [repo.path for repo in settings.repos] == [tmp_path / "lab"]
    assert (settings.repos_file, list(settings.teams.teams)) == ("repos.yml", ["a"])


@pytest.mark.parametrize("part", PARTS)
def test_each_part_alone(tmp_path: Path, part: str) -> None:
    """A part's own line switches on that part and no other; the API reference brings in the repos that it is of."""
    assert load(tmp_path, (f"oss/{part}", {})).parts == {part} | ({"repos"} if part == "api" else set())


@pytest.mark.parametrize("part", [part for part in PARTS if part != "repos"])
def test_false_switches_a_part_off(tmp_path: Path, part: str) -> None:
    """`false` is off; true, nothing and an empty mapping are the defaults."""
    assert load(tmp_path, ("oss", {part: False})).parts == set(PARTS) - {part}
    for value in (True, None, {}):
        assert load(tmp_path, ("oss", {part: value})).parts == set(PARTS)
    assert load(tmp_path, ("oss", {part: False}), (f"oss/{part}", {})).parts == set(PARTS)


def test_the_order_of_lines_does_not_matter(tmp_path: Path) -> None:
    """The suite and its parts give one result in any order; a part's own line wins."""
    (tmp_path / "a.yml").write_text("repos: [{path: a}]")
    (tmp_path / "b.yml").write_text("repos: [{path: b}]")
    lines: list[tuple[str, dict[str, Any]]] = [
        (
            "oss",
            {"freshness": {"review_every": "1 year"}, "ownership": False, "repos": "a.yml", "cache": "c"},
        ),
        ("oss/freshness", {"review_every": "6 months", "bots": ["x"], "projects_title": "Repos"}),
        ("oss/ownership", {"owner": "@a", "repos": "b.yml"}),
        ("oss/contributing", {"forge": "gitlab"}),
    ]
    results = [load(tmp_path, *order) for order in itertools.permutations(lines)]
    assert all(result == results[0] for result in results)
    settings = results[0]
    assert settings.parts == set(PARTS)
    assert settings.freshness == FreshnessPolicy(Interval(months=6), ("x",))
    assert (settings.ownership.owner, settings.contributing.forge) == ("@a", "gitlab")
    assert (settings.repos[0].name, settings.projects_title) == ("b", "Repos")
    assert settings.cache == tmp_path / "c"


def test_which_changes_count(tmp_path: Path) -> None:
    """The rules of substance are settings; an empty word, which every message holds, is none; others are told."""
    options = {"minor_commits": ["[minor]", ""], "substance": "any"}
    assert load(tmp_path, ("oss/freshness", options)).freshness == FreshnessPolicy(
        minor_commits=("[minor]",), substance="any"
    )
    assert "substance" in error(tmp_path, ("oss", {"freshness": {"substance": "words"}}))


def test_api_is_asked_for_only_by_name(tmp_path: Path) -> None:
    """The part that needs an extra is a wish only where mkdocs.yml names it."""
    assert not load(tmp_path, ("oss", {})).api_asked_for
    assert load(tmp_path, ("oss", {"api": {}})).api_asked_for
    assert load(tmp_path, ("oss/api", {})).api_asked_for
    assert not load(tmp_path, ("oss", {"api": False})).api_asked_for


def test_lists_in_mkdocs_yml(tmp_path: Path) -> None:
    """Repos and teams may stand in mkdocs.yml itself."""
    settings = load(
        tmp_path, ("oss", {"repos": [{"path": "../lab"}], "teams": {"teams": {"a": {"name": "A"}}}})
    )
    assert [repo.path for repo in settings.repos] == [tmp_path.parent / "lab"]
    assert (settings.repos_file, settings.teams.teams["a"].name) == ("mkdocs.yml", "A")


@pytest.mark.parametrize(
    ("plugin", "options", "message"),
    [
        ("oss", {"fresness": {}}, r"plugins: oss: unknown key 'fresness'; did you mean 'freshness'\?"),
        ("oss", {"freshness": {"review": "x"}}, r"unknown key 'review'; did you mean 'review_every'\?"),
        ("oss", {"freshness": {"review_every": "often"}}, r"oss: review_every: 'often' is not an interval; write it as"),
        ("oss/freshness", {"review_every": "often"}, r"plugins: oss/freshness: review_every: 'often'"),
        ("oss/freshness", {"review_evry": "x"}, r"oss/freshness: unknown key 'review_evry'; did you mean 'review_every'\?"),
        ("oss/freshness", {"owner": "@a"}, r"oss/freshness: unknown key 'owner'"),
        ("oss/repos", {"repo": "x"}, r"oss/repos: unknown key 'repo'; did you mean 'repos'\?"),
        ("oss", {"ownership": 5}, r"oss: ownership: expected"),
        ("oss", {"ownership": {"owner": 5}}, r"oss: ownership\.owner: expected"),
        ("oss", {"ownership": {"owner": "javascript:x"}}, r"oss: owner: it is a link.*; write owner: \"@team\""),
        ("oss/ownership", {"owner": ["@a", "a\nb"]}, r"oss/ownership: owner: it has line breaks"),
        ("oss", {"ownership": {"quiet_after": "a while"}}, r"oss: quiet_after: 'a while' is not an interval; write it as"),
        ("oss/ownership", {"quiet_after": "0 days"}, r"oss/ownership: quiet_after: '0 days' is an empty interval"),
        ("oss", {"ownership": {"quiet_after": 12}}, r"oss: ownership\.quiet_after: expected"),
        ("oss", {"ownership": {"liveness": "loud"}}, r"ownership\.liveness"),
        ("oss", {"contributing": {"forge": "x"}}, r"contributing\.forge: .*; write one of: .*github"),
        ("oss", {"contributing": {"edit_url": "javascript:x"}}, r"oss: edit_url: .* is not an http or https URL; write"),
        ("oss/contributing", {"issues_url": "x"}, r"oss/contributing: issues_url: .*; write a full URL"),
        ("oss", {"api": {"docstring_style": "x"}}, r"docstring_style: .*; write one of: .*numpy"),
        ("oss", {"repos": 5}, r"oss: repos: expected"),
        ("oss", {"repos": [5]}, r"oss: repos.*expected"),
        ("oss", {"repos": [{"nmae": "x"}]}, r"unknown key 'nmae'; did you mean 'name'\?"),
        ("oss", {"repos": "nowhere.yml"}, r"^mkdocs\.yml: repos: nowhere\.yml cannot be read \(No such file.*create it or mend"),
        ("oss", {"teams": "nowhere.yml"}, r"^mkdocs\.yml: teams: nowhere\.yml cannot be read"),
        ("oss", {"teams": {"teams": {"a": {"x": 1}}}}, r"oss: teams.*unknown key 'x'"),
        ("oss", {"projects_title": 5}, r"projects_title: .*; put it in quotes"),
    ],
)  # fmt: skip
def test_bad_options(tmp_path: Path, plugin: str, options: dict[str, Any], message: str) -> None:
    """The message has the file, the line of plugins, the key and a remedy."""
    found = error(tmp_path, (plugin, options))
    assert found.startswith("mkdocs.yml: ")
    assert re.search(message, found), found


def site(folder: Path, text: str, **others: str) -> Site:
    for name, content in others.items():
        (folder / f"{name}.yml").write_text(content)
    (folder / "mkdocs.yml").write_text(text)
    return read_site(folder / "mkdocs.yml")


def test_a_site_is_read_without_an_engine(tmp_path: Path) -> None:
    """Name, folders, URLs and our plugins, with foreign tags, aliases and merge keys left alone."""
    found = site(
        tmp_path,
        """\
site_name: Lab
docs_dir: pages
repo_url: https://x.org/a
edit_uri: edit/main/pages
use_directory_urls: false
x: &shared {a: 1}
extra: {<<: *shared, analytics: !ENV [KEY, none], on: 1}
markdown_extensions:
  - pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }
plugins:
  - search
  - oss: {freshness: {review_every: 1 year}}
  - oss/ownership
""",
    )
    assert found == Site(
        tmp_path / "mkdocs.yml", tmp_path / "pages", "Lab", "https://x.org/a", "edit/main/pages", None, False,
        (("oss", {"freshness": {"review_every": "1 year"}}), ("oss/ownership", {})),
        markdown=found.markdown,
    )  # fmt: skip
    assert found.markdown.extensions == {"toc", "tables", "fenced_code", "pymdownx.emoji"}
    assert found.markdown.plugins == {"search", "oss", "oss/ownership"}


def test_a_value_that_the_environment_gives_is_not_set(tmp_path: Path) -> None:
    """`!ENV` is not evaluated; the default stands."""
    found = site(tmp_path, "site_name: !ENV NAME\ndocs_dir: !ENV [DOCS, x]\nplugins: {oss: {}}\n")
    assert (found.name, found.docs_dir) == ("", tmp_path / "docs")


def test_inherited_settings(tmp_path: Path) -> None:
    """INHERIT is followed: mappings are merged key by key, lists replaced, the nearer file wins."""
    base = (
        "site_name: Base\ndocs_dir: pages\nplugins: {oss: {freshness: {review_every: 1 year}, api: false}}\n"
    )
    found = site(
        tmp_path,
        "INHERIT: base.yml\nsite_name: Mine\nplugins: {search: {}, oss: {freshness: {bots: [x]}}}\n",
        base=base,
    )
    assert (found.name, found.docs_dir) == ("Mine", tmp_path / "pages")
    assert found.plugins == (("oss", {"freshness": {"review_every": "1 year", "bots": ["x"]}, "api": False}),)


def test_inheritance_in_a_circle_ends(tmp_path: Path) -> None:
    """A file that inherits from itself is read all the same."""
    assert site(tmp_path, "INHERIT: mkdocs.yml\nplugins: [oss]\n").plugins == (("oss", {}),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("site_name: x\n", r"^mkdocs\.yml: plugins: `oss` is not among them; add the line `- oss`"),
        ("plugins: [search, ossify]\n", r"`oss` is not among them"),
        ("plugins: oss\n", r"`oss` is not among them"),
        ("- a\n", r"^mkdocs\.yml: not a mapping"),
        ("INHERIT: nowhere.yml\n", r"^nowhere\.yml: cannot be read \(No such file"),
        ("site_name: [\n", r"^mkdocs\.yml:2: not valid YAML"),
    ],
)
def test_sites_that_cannot_be_read(tmp_path: Path, text: str, message: str) -> None:
    """The message names the file and the remedy."""
    with pytest.raises(SettingsError) as caught:
        site(tmp_path, text)
    assert re.search(message, str(caught.value)), str(caught.value)


def test_the_settings_file_is_found(tmp_path: Path) -> None:
    """The usual names in their order, or the one that was named; else what to do."""
    with pytest.raises(SettingsError, match="name it with --config-file"):
        find_site_file(tmp_path)
    with pytest.raises(SettingsError, match="there is no such file"):
        find_site_file(tmp_path, tmp_path / "x.yml")
    (tmp_path / "properdocs.yml").write_text("")
    assert find_site_file(tmp_path).name == "properdocs.yml"
    (tmp_path / "mkdocs.yml").write_text("")
    assert find_site_file(tmp_path).name == "mkdocs.yml"
    assert find_site_file(tmp_path, tmp_path / "properdocs.yml").name == "properdocs.yml"


def test_every_option_is_described() -> None:
    """Each key has its meaning for the docs, in words a user writes."""
    for schema in (SuiteOptions, RepoEntry, FreshnessOptions):
        for key, takes, _, meaning in described(schema):
            assert key
            assert takes
            assert meaning.endswith("."), key
    rows = {row[0]: row for row in described(RepoEntry)}
    assert rows["policy"][1:3] == ("`optional` · `required` · `stale-ok`", "stale-ok")
