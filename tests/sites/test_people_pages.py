"""The pages of who owns what, and of teams and people, in a whole site."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import NOW, Built, GitRepo
from htmlpage import elements, links, live, of_class

FRESH = "---\nreviewed: 2026-03-03\nreview_every: 6 months\n---\n# {}\n"
TEAMS = """teams:
  "@org/data": {name: Data, chat: "https://chat.example.org/data", members: ["@ana", "@hid"]}
  "@org/idle": {name: Idle, email: idle@example.org}
people:
  "@ana": {name: Ana Ruiz, emails: [ana@example.org]}
  "@bo": {name: Bo Lund, emails: [bo@example.org]}
  "@hid": {name: Hidden Figure, emails: [hid@example.org], hidden: true}
  "@eve": {name: Eve Tern, emails: [eve@example.org], left: 2026-01-01}
"""
OWNED = "* @org/data\n/docs/nobody.md\n/docs/eve.md @eve\n/docs/quiet.md @hid\n/docs/zoe.md @zoe @org/unlisted zed@example.org\n"
OURS = ("ownership/index.html", "people/index.html")


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def site(make_repo: Callable[..., GitRepo], build: Callable[..., Built]) -> Callable[..., Built]:
    """site(settings, {file: content}) → a handbook with one repo, built strictly."""

    def make(settings: str = "theme: mkdocs\nplugins: [search, oss]\n", **files: str) -> Built:
        lib = make_repo("lib")
        lib.run("config", "remote.origin.url", "https://github.com/org/lib.git")
        pages = {
            f"docs/{name}.md": FRESH.format(name.title()) for name in ("a", "nobody", "eve", "zoe", "quiet")
        }
        lib.commit({"README.md": "# Lib\n", "CODEOWNERS": OWNED, **pages}, author="Ana <ana@example.org>")
        for name, mail, day in (("Bo", "bo", "02"), ("H. F.", "hid", "03"), ("Kim", "kim", "04")):
            said = f"What {mail} mended"
            lib.commit(
                {"docs/a.md": f"{pages['docs/a.md']}\nMore of {day}.\n"},
                day=f"2026-{day}-01",
                message=said,
                author=f"{name} <{mail}@example.org>",
            )
        hub = make_repo(
            "handbook",
            {
                "mkdocs.yml": f"site_name: H\n{settings}",
                "repos.yml": "repos:\n- path: ../lib\n",
                "teams.yml": TEAMS,
                "docs/index.md": "# Welcome\n",
                **files,
            },
        )
        return build(hub.path / "mkdocs.yml", strict=True)

    return make


def people_of(site: Built) -> set[str]:
    return {path.parent.name for path in (site.folder / "people").glob("*/index.html")}


def assert_links_lead_somewhere(site: Built, name: str) -> int:
    """Each link of a page that is not the theme's leads to a file of the site, or to the web."""
    html = site.read(name)
    page = html[html.index('class="oss-page"') :]
    count = 0
    for element in elements(page):
        url = element.attributes.get("href", "") if element.tag == "a" else ""
        if not url or url.startswith(("https://", "mailto:")):
            continue
        path, _, anchor = url.partition("#")
        target = ((site.folder / name).parent / unquote(path)).resolve()
        file = target / "index.html" if target.is_dir() else target
        assert file.is_file(), f"{name}: {url}"
        if anchor and path:
            assert f'id="{anchor}"' in file.read_text("utf-8"), f"{name}: {url}"
        count += 1
    return count


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs", "{name: material, font: false}"])
def test_they_lead_everywhere(theme: str, site: Callable[..., Built]) -> None:
    """Under any theme, in a strict build: every link of theirs leads to a page of the site."""
    made = site(f"theme: {theme}\nplugins: [search, oss]\n")
    assert people_of(made) == {"org-data", "org-idle", "org-unlisted", "ana", "eve"}
    for name in (*OURS, *(f"people/{one}/index.html" for one in people_of(made))):
        assert assert_links_lead_somewhere(made, name), name
    assert links(made.read("ownership/index.html"))["Nobody"] == "../projects/lib/docs/nobody/"


def test_without_directory_urls(site: Callable[..., Built]) -> None:
    """The same where pages are files."""
    made = site("theme: mkdocs\nuse_directory_urls: false\nplugins: [oss]\n")
    for name in ("ownership/index.html", "people/index.html", "people/org-data.html", "people/ana.html"):
        assert_links_lead_somewhere(made, name)


def test_a_pages_owners_lead_to_them(site: Callable[..., Built]) -> None:
    """From the details of each page, by the owner's name; one who has no page leads to the page of freshness."""
    made = site()
    assert links(made.read("projects/lib/docs/a/index.html"))["Data"] == "../../../../people/org-data/"
    (line,) = of_class(made.read("projects/lib/docs/zoe/index.html"), "oss-line")
    found = [e.attributes["href"] for e in line.inside if e.tag == "a"]
    assert "../../../../people/org-unlisted/" in found
    assert "../../../../freshness/#owner-@zoe" in found
    assert links(made.read("freshness/index.html"))["Data"] == "../people/org-data/"


def test_what_they_say(site: Callable[..., Built]) -> None:
    """Real owners, real history: who has nobody, who left, and who helped from outside, with what they did."""
    made = site()
    ownership = of_class(made.read("ownership/index.html"), "oss-page")[0].words
    assert "6 of 8 have an owner" in ownership
    assert "1 belongs to nobody yet" in ownership
    assert "Eve Eve Tern (left on 1 January 2026)" in ownership
    team = made.read("people/org-data/index.html")
    said = [e.words for group in of_class(team, "oss-thanks") for e in group.inside if e.tag == "li"]
    assert said == [
        "Kim on 1 April 2026, in A What kim mended",
        "Bo Lund on 1 February 2026, in A What bo mended",
    ]
    assert re.fullmatch(r"https://github\.com/org/lib/commit/[0-9a-f]{40}", links(team)["What kim mended"])


def test_who_is_hidden_and_what_is_private_is_nowhere(site: Callable[..., Built]) -> None:
    """Of a hidden person neither name, handle nor what they did; no mail address but one that is there to be shown."""
    made = site()
    assert "quiet" in made.read("projects/lib/docs/quiet/index.html")
    for path in (*map(made.folder.joinpath, OURS), *(made.folder / "people").rglob("*.html")):
        html = path.read_text("utf-8")
        for secret in ("Hidden Figure", "@hid", "H. F.", "What hid mended", "hid/"):
            assert secret not in html, (path, secret)
        mails = set(re.findall(r"[\w.]+@example\.org", html))
        assert mails <= ({"idle@example.org"} if path.parent.name in ("people", "org-idle") else set()), path


def test_they_are_in_the_nav_beside_freshness(site: Callable[..., Built]) -> None:
    """In this order; the page of a person is in none, and nobody is told so. A site that names them has them there."""
    made = site("theme: mkdocs\nplugins: [oss]\nnav: [index.md]\n")
    order = [
        title for title in links(made.read("index.html")) if title in ("Freshness", "Ownership", "People")
    ]
    assert order == ["Freshness", "Ownership", "People"]
    assert not [said for said in made.messages(logging.INFO) if '"nav"' in said]
    made = site(
        "theme: mkdocs\nplugins: [oss]\nnav: [index.md, {Who: people/index.md}, {Ana: people/ana.md}]\n"
    )
    found = links(made.read("index.html"))
    assert found["Who"] == "people/"
    assert found["Ana"] == "people/ana/"
    assert "People" not in found
    assert "Ownership" in found


def test_they_are_in_no_search_index_and_have_no_facts(site: Callable[..., Built]) -> None:
    """What they say of others is not found by search, and nobody could review them."""
    for theme in ("mkdocs", "{name: material, font: false}"):
        made = site(f"theme: {theme}\nplugins: [search, oss]\n")
        texts = " ".join(entry["text"] for entry in json.loads(made.read("search/search_index.json"))["docs"])
        for sentence in ("have an owner", "Adopt", "Thank", "What kim mended", "Reach", "Bo Lund"):
            assert sentence not in texts
    urls = {page["url"] for page in json.loads(made.read("oss/pages.json"))}
    assert not [url for url in urls if url.startswith(("people/", "ownership/"))]
    assert not of_class(made.read("people/ana/index.html"), "oss-line")


@pytest.mark.parametrize(
    ("option", "pages"),
    [
        ("off", None),
        ("false", None),
        ("teams", {"org-data", "org-idle", "org-unlisted"}),
        ("listed", {"org-data", "org-idle", "org-unlisted", "ana", "eve"}),
    ],
)
def test_who_may_have_a_page(option: str, pages: set[str] | None, site: Callable[..., Built]) -> None:
    """`people:` of the ownership part; with `off` there is no page of people at all, and nothing leads to one."""
    made = site(f"theme: mkdocs\nplugins: [oss: {{ownership: {{people: {option}}}}}]\n")
    assert (made.folder / "people").exists() == (pages is not None)
    if pages is not None:
        assert people_of(made) == pages
    assert (made.folder / "ownership/index.html").exists()
    for path in made.folder.rglob("*.html"):
        if pages is None or "ana" not in pages:
            assert "people/ana" not in path.read_text("utf-8"), path
        if pages is None:
            assert "people/" not in path.read_text("utf-8"), path
    if option == "teams":
        index = of_class(made.read("people/index.html"), "oss-page")[0].words
        assert "Ana Ruiz" not in index
        assert "@zoe" not in index


@pytest.mark.parametrize(
    ("option", "there"), [("report", True), ("banner", True), ("off", False), ("false", False)]
)
def test_what_hangs_on_one_person_can_be_left_out(
    option: str, there: bool, site: Callable[..., Built]
) -> None:
    """`liveness: off`, which YAML reads as false, tells nobody; what is declared is there otherwise."""
    made = site(
        f"theme: mkdocs\nplugins: [oss: {{ownership: {{liveness: {option}}}}}]\n",
        **{"docs/CODEOWNERS": "* @bo\n"},
    )
    page = made.read("ownership/index.html")
    assert ('id="alone"' in page) == there
    assert ("Bo Lund" in page) == there


@pytest.mark.parametrize(
    ("plugins", "files", "there"),
    [
        ("[oss: {ownership: false}]", {}, (False, False)),
        ("[oss/freshness]", {}, (False, False)),
        ("[oss/ownership]", {}, (True, True)),
        ("[oss]", {"docs/ownership.md": "# Ours\n"}, (True, True)),
        ("[oss]", {"docs/ownership/index.md": "# Ours\n"}, (True, True)),
        ("[oss]", {"docs/people/README.md": "# Ours\n"}, (True, True)),
    ],
)
def test_where_they_are(
    plugins: str, files: dict[str, str], there: tuple[bool, bool], site: Callable[..., Built]
) -> None:
    """With the part on, also alone and without repos; a page of the handbook's own in that place is as it was."""
    made = site(f"theme: mkdocs\nplugins: {plugins}\n", **files)
    assert tuple((made.folder / name).exists() for name in OURS) == there
    for name in files:
        shown = made.read(re.sub(r"docs/(\w+).*", r"\1/index.html", name))
        assert "Ours" in shown
        assert not of_class(shown, "oss-page")


def test_the_handbooks_own_page_about_somebody(site: Callable[..., Built]) -> None:
    """Ana wrote her own: what would lead to ours leads there."""
    made = site(**{"docs/people/ana.md": "# Me, Ana\n"})
    assert not of_class(made.read("people/ana/index.html"), "oss-page")
    assert links(made.read("people/org-data/index.html"))["Ana Ruiz"] == "../ana/"


@pytest.mark.parametrize("count", [0, 1, 30])
def test_so_many_owners(count: int, make_repo: Callable[..., GitRepo], build: Callable[..., Built]) -> None:
    """None, one, and thirty: a strict build, and a page for each who may have one."""
    people = "".join(f"  '@p{n}': {{name: P {n}}}\n" for n in range(count))
    owned = "".join(f"/docs/p{n}.md @p{n}\n" for n in range(count))
    files = {f"docs/p{n}.md": f"# Page {n}\n" for n in range(count)}
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: H\ntheme: mkdocs\nplugins: [search, oss]\nnav: [index.md]\nnot_in_nav: p*.md\n",
            "docs/index.md": "# H\n",
            **files,
            **({"teams.yml": f"people:\n{people}", "CODEOWNERS": owned} if count else {}),
        },
    )
    made = build(hub.path / "mkdocs.yml", strict=True)
    assert len(people_of(made)) == count
    index = of_class(made.read("people/index.html"), "oss-page")[0].words
    assert ("Nobody is named" in index) == (count == 0)
    said = of_class(made.read("ownership/index.html"), "oss-page")[0].words
    assert (f"{count} of {count + 1} ha" in said) if count else ("1 does not say who looks after it" in said)


BAD = "<script>alert(1)</script>"


def test_strangers_write_handles_names_and_subjects(
    make_repo: Callable[..., GitRepo], build: Callable[..., Built]
) -> None:
    """Handles that look like paths or scripts, names and subjects with HTML: text, in files below people/ alone."""
    lib = make_repo("lib", remote="https://github.com/org/lib.git")
    lib.commit(
        {
            "README.md": "# Lib\n",
            "docs/a.md": f"---\nowner: ['@../../evil', '@a/{BAD}', '@org/x']\ntitle: '{BAD}'\n---\n",
        }
    )
    lib.commit(
        {"docs/a.md": f"---\nowner: ['@../../evil', '@a/{BAD}', '@org/x']\ntitle: '{BAD}'\n---\n\nMore.\n"},
        message=f"{BAD} [x](javascript:alert(1)) {{{{ 1 }}}}",
        author=f"<i>{BAD.replace('<', '(').replace('>', ')')} <x@example.org>",
        day="2026-02-01",
    )
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: H\ntheme: mkdocs\nplugins: [search, oss: {repos: [path: ../lib]}]\n",
            "teams.yml": f"teams:\n  '@x/../../../y': {{name: '{BAD} # [x](y) `', description: '{BAD}', members: ['{BAD}']}}\n"
            f"people:\n  '{BAD}': {{name: '{BAD}'}}\n",
            "docs/index.md": "# H\n",
        },
    )
    made = build(hub.path / "mkdocs.yml", strict=True)
    outside = {path.name for path in made.folder.parent.iterdir()}
    assert not {name for name in outside if "evil" in name or name == "y"}
    assert people_of(made) >= {"evil", "org-x", "x-y"}
    for path in made.folder.rglob("*.html"):
        found = live(path.read_text("utf-8"), theirs=lambda element: "alert(" in element.text)
        assert list(found) == [], path
    assert BAD in of_class(made.read("people/x-y/index.html"), "oss-who")[0].words
    assert BAD in of_class(made.read("people/org-x/index.html"), "oss-thanks")[0].words


def test_a_dirty_serve_renders_what_leads_elsewhere_now(
    make_repo: Callable[..., GitRepo], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An owner who gets a page of their own: the page that names them is rendered again, the other is not."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    make_repo("lib", {"README.md": "# L\n", "docs/a.md": "# A\n", "CODEOWNERS": "/docs/ @ana\n"})
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: H\ntheme: mkdocs\nplugins: [oss: {repos: [path: ../lib]}]\n",
            "teams.yml": "people: {'@zoe': {name: Zoe}}\n",
            "docs/index.md": "# H\n",
        },
    )
    caplog.set_level(logging.DEBUG, "mkdocs")

    def rebuilt() -> set[str]:
        caplog.clear()
        config = load_config(str(hub.path / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
        if not (tmp_path / "site").exists():
            config.plugins.on_startup(command="serve", dirty=True)
        mkdocs_build(config, dirty=True)
        said = (record.getMessage() for record in caplog.records)
        built = (line.removeprefix("Building page ") for line in said if line.startswith("Building page"))
        return {page for page in built if page.startswith(("projects/lib/", "people/", "ownership/"))}

    assert {"people/index.md", "ownership/index.md"} <= rebuilt()
    assert rebuilt() == set()
    hub.write({"teams.yml": "people: {'@zoe': {name: Zoe}, '@ana': {name: Ana R.}}\n"})
    assert rebuilt() == {"projects/lib/docs/a.md", "people/index.md", "people/ana.md", "ownership/index.md"}
    hub.write(
        {"teams.yml": "people: {'@zoe': {name: Zoe}, '@ana': {name: Ana R., chat: 'https://x.example'}}\n"}
    )
    rebuilt()
    hub.write({"docs/index.md": "---\nowner: '@zoe'\n---\n# H\n"})
    assert rebuilt() == {"people/index.md", "people/zoe.md", "ownership/index.md"}
    assert ">People</a>" in (tmp_path / "site/index.html").read_text("utf-8")
