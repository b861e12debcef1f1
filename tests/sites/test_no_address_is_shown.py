"""A mail address stands on no page and in no file of facts, but for one that teams.yml gives to be shown."""

from __future__ import annotations

import json
from collections.abc import Callable

from conftest import Built, GitRepo

from mkdocs_oss.mail import name_of, without_domains

CODEOWNERS = """\
* zoe@wordpress.example
/docs/b.md @data/team ana@private.example
/docs/c.md cy@one.example cy@two.example
/docs/d.md wrong,@bad.example bo@private.example
/docs/e.md @data/team key@private.example
"""
TEAMS = """\
teams:
  "@data/team": {name: Team, email: team@shown.example, backups: [max@private.example], members: [key@private.example]}
people:
  "@ana": {name: Ana, emails: [ana@private.example, ana@home.example], email: ana@shown.example}
  key@private.example: {name: Key}
"""
OWNERS = "approvers: [own@private.example, öwn@private.exämple]\n"
PROJECT = '[project]\nname = "lib"\nmaintainers = [{name = "Cy", email = "cy@private.example"}]\n'


def test_addresses_are_shown_where_teams_yml_says_so_alone(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Owners, rules, authors, co-authors, reviewers and findings: a name, or what stands before the `@`."""
    config = "site_name: Hub\nplugins: [oss: {ownership: {infer: true}}]\n"
    hub = make_repo("hub", {"mkdocs.yml": config, "teams.yml": TEAMS, "CODEOWNERS": CODEOWNERS})
    page = "---\nreviewed: 2026-01-02\n---\n# Page\n"
    pages = {f"docs/{name}.md": page for name in ("index", "a", "b", "c", "d", "e")}
    pages[".oss-reviews.yml"] = 'docs/a.md: {reviewed: 2026-01-02, by: "rev@private.example"}\n'
    pages["docs/f.md"] = "---\nowner: front@private.example\n---\n# F\n"
    hub.commit(pages, author="bo@private.example <bo@private.example>", message="Ask eve@private.example")
    both = "More\n\nCo-authored-by: flo@private.example <flo@private.example>"
    hub.commit({"docs/a.md": page + "\nMore.\n"}, message=both, day="2026-02-01")
    hub.write({"repos.yml": "repos:\n- path: ../lib\n"})
    make_repo(
        "lib",
        {
            "README.md": "# Lib\n",
            "docs/g.md": "# G\n",
            "pyproject.toml": PROJECT,
            "docs/OWNERS": OWNERS,
        },
    )
    site = build(hub.path / "mkdocs.yml")
    for file in site.folder.rglob("*"):
        if file.suffix in (".html", ".json", ".xml"):
            text = file.read_text("utf-8")
            assert "@private.ex" not in text, file
            assert "@wordpress.example" not in text, file
            assert "@one.example" not in text, file
            assert "@home.example" not in text, file
    assert "Looked after by Team and Ana" in site.read("b/index.html")
    assert "Looked after by Team and Key" in site.read("e/index.html")
    assert '<a href="../key/">Key</a>' in site.read("people/data-team/index.html")
    assert "Looked after by own and öwn" in site.read("projects/lib/docs/g/index.html")
    assert "mailto:team@shown.example" in site.read("b/index.html")
    assert "mailto:ana@shown.example" in site.read("b/index.html")
    assert "/docs/b.md @data/team ana@…" in site.read("b/index.html")
    assert "Looked after by cy and cy" in site.read("c/index.html")
    facts = {page["path"]: page for page in json.loads(site.read("oss/pages.json"))}
    assert facts["docs/a.md"]["owners"] == ["zoe"]
    assert facts["docs/a.md"]["owner_rule"] == "CODEOWNERS:1: * zoe@…"
    assert "Reviewed 2 January 2026 by rev" in site.read("a/index.html").replace(
        '<time datetime="2026-01-02">', ""
    ).replace("</time>", "")


def test_what_only_looks_like_an_address_stays() -> None:
    """Versions, remotes and handles are none."""
    for text in (
        "actions/checkout@v4.1.2",
        "git@git.example.org:data/lib",
        "@ana and @data/x",
        "a @b.example",
        "x@y",
    ):
        assert without_domains(text) == text
    assert without_domains("by <a.b+c@x.example.org>, d@e.org.") == "by <a.b+c@…>, d@…."
    assert without_domains("ü@münchen.example, x@xn--mnchen-3ya.xn--p1ai") == "ü@…, x@…"
    assert (name_of("ana@example.org"), name_of("Bo @ home")) == ("ana", "Bo @ home")
