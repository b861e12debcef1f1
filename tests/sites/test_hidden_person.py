"""A person whom teams.yml hides is named nowhere in the built site, whatever they did."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Built, GitRepo

from mkdocs_oss.settings.located_yaml import load_yaml

SECRETS = ("Cyrilla", "Holloway", "holl0way", "c.h@example.org", "cyrilla@home.example", "Kiki")
TEAMS = """
teams:
  "@data/platform":
    name: Platform
    members: ["@bo", "@holl0way"]
    backups: ["@holl0way"]
  "@data/alone":
    members: ["@holl0way"]
    backups: ["holl0way", "@nobody"]
people:
  "@bo": {name: Bo Lund, emails: [bo@example.org], backups: ["@holl0way"]}
  "@holl0way": {name: Cyrilla Holloway, emails: [c.h@example.org, cyrilla@home.example], hidden: true}
"""
CODEOWNERS = """\
* @data/platform
/docs/hers.md @holl0way
/docs/mail.md c.h@example.org
/docs/both.md @bo @holl0way
/docs/odd.md @holl0way c.h@example.org,
/docs/alone.md @data/alone
/docs/gone.md
/docs/js.md @holl0way/
/docs/js.md @@holl0way
"""
REVIEWS = """\
docs/hers.md:
  reviewed: 2026-05-01
  by: Cyrilla Holloway
  still_accurate: asked Cyrilla Holloway
docs/both.md:
  reviewed: 2026-05-01
  by: Kiki
"""
CYRILLA = "Kiki <c.h@example.org>"


@pytest.fixture
def hub(make_repo: Callable[..., GitRepo]) -> Path:
    remote = "https://github.com/data/hub.git"
    page = "---\nreviewed: 2026-05-01\n---\n# Page\n\nIt runs [it](https://github.com/data/hub/blob/main/run.py).\n"
    hub = make_repo("hub", {"run.py": "a = 1\n"}, remote=remote)
    names = ("hers", "mail", "both", "odd", "alone", "gone", "free")
    files = {f"docs/{name}.md": page for name in names}
    files["docs/index.md"] = '---\nowner: "@holl0way"\n---\n# Home\n'
    files["docs/slack.md"] = '---\nowner_slack: "@holl0way"\n---\n# Slack\n'
    files["docs/CODEOWNERS"] = "* @holl0way\n"
    hub.commit(files, author=CYRILLA, day="2026-02-01", message="Write by holl0way")
    settings = {
        "mkdocs.yml": "site_name: Hub\nplugins:\n  - oss:\n      ownership: {infer: true}\n",
        "repos.yml": "repos:\n  - path: ../lib\n    maintenance: {backups: ['@holl0way', '@bo']}\n",
        "teams.yml": TEAMS,
        "CODEOWNERS": CODEOWNERS,
        ".oss-reviews.yml": REVIEWS,
    }
    hub.commit(settings, author="Bo Lund <bo@example.org>", day="2026-05-01")
    both = "Merge pull request #3 from holl0way/patch\n\nCo-authored-by: Kiki <cyrilla@home.example>"
    edited = page + "\nAnd more is said.\n"
    hub.commit(
        {"docs/both.md": edited, "run.py": "b = 2\n"},
        author="Bo Lund <bo@example.org>",
        day="2026-05-05",
        message=both,
    )
    project = '[project]\nname = "lib"\nauthors = [{name = "Kiki H.", email = "c.h@example.org"}, {name = "Kiki"}]\n'
    lib = make_repo("lib", {"README.md": "# Lib\n", "docs/guide.md": "# Guide\n"})
    lib.commit({"pyproject.toml": project, "CONTRIBUTING.md": "# How\n"}, author=CYRILLA)
    other = "approvers: [holl0way]\n"
    lib.commit({"docs/OWNERS": other, "docs/guide.md": "# Guide\n\nMore.\n"}, author=CYRILLA)
    return hub.path


def test_a_hidden_person_is_named_in_no_file_of_the_site(hub: Path, build: Callable[..., Built]) -> None:
    """Author, co-author, owner by handle, address and front matter, member, backup and reviewer: none is shown."""
    site = build(hub / "mkdocs.yml")
    files = [file for file in site.folder.rglob("*") if file.is_file()]
    assert len(files) > 20
    shown = {
        (file.relative_to(site.folder).as_posix(), secret)
        for file in files
        for secret in SECRETS
        if secret.casefold().encode() in file.read_bytes().lower()
    }
    assert shown == set()
    hers, facts = site.read("hers/index.html"), site.read("oss/pages.json")
    assert 'data-oss="ownership" data-oss-state="owned"' in hers
    assert "Looked after by someone who is not named here" in hers
    assert "CODEOWNERS:2" in hers
    assert "Reviewed <time" in hers
    both = site.read("both/index.html")
    assert "Looked after by Bo Lund and someone who is not named here" in both
    assert "by someone who is not named here" in both
    assert "Who worked on it: Bo Lund 33% (1 commit) and someone who is not named here." in both
    page = next(each for each in load_yaml(facts, file="x").value if each["path"] == "docs/hers.md")
    assert (page["owners"], page["ownership"]) == ([], "owned")
    assert page["owner_rule"] == "CODEOWNERS:2: /docs/hers.md someone who is not named here"
    assert page["authors"] == []


def test_without_the_key_the_same_site_names_the_person(hub: Path, build: Callable[..., Built]) -> None:
    """What the other test looks for would be there."""
    teams = hub / "teams.yml"
    teams.write_text(teams.read_text().replace(", hidden: true", ""))
    site = build(hub / "mkdocs.yml")
    whole = b"".join(file.read_bytes() for file in site.folder.rglob("*") if file.is_file())
    for secret in ("Cyrilla Holloway", "holl0way", "Kiki"):
        assert secret.encode() in whole
