"""Which items of a site's nav a page shows."""

from __future__ import annotations

from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, get_navigation

from mkdocs_oss.engines.page_nav import PageNav

ALL = {"All projects": "projects/index.md"}


class Site:
    """A site's nav, and what of it each page shows, as nested titles (a link as `title → url`)."""

    def __init__(self, nav: list[Any], *more: str) -> None:
        self.config = MkDocsConfig()
        self.config.load_dict({"site_name": "Handbook", "nav": nav})
        assert self.config.validate() == ([], [])
        uris = sorted({*_uris(nav), *more, "projects/index.md"})
        self.files = Files([File(uri, None, "site", use_directory_urls=True) for uri in uris])
        for file in self.files:
            file.content_string = "# A page\n"
        self.nav: Navigation = get_navigation(self.files, self.config)
        index = self.page("projects/index.md")
        index.read_source(self.config)
        index.render(self.config, self.files)
        repos = {uri: uri.split("/")[1] for uri in uris if uri.count("/") > 1}
        homes = frozenset(f"projects/{repo}/index.md" for repo in repos.values())
        self.navs = PageNav(self.nav, repos=repos, homes=homes, index=index)

    def page(self, uri: str) -> Any:
        file = self.files.get_file_from_path(uri)
        assert file is not None
        return file.page

    def seen(self, uri: str) -> list[Any]:
        return shape(self.navs.of(self.page(uri)).items)


def shape(items: list[Any]) -> list[Any]:
    made: list[Any] = []
    for item in items:
        if item.children:
            made.append({item.title: shape(item.children)})
        else:
            made.append(f"{item.title} → {item.url}" if item.is_link else item.file.src_uri)
    return made


def _uris(nav: Any) -> list[str]:
    if isinstance(nav, str):
        return [nav] if nav.endswith(".md") else []
    entries = nav.values() if isinstance(nav, dict) else nav
    return [uri for entry in entries for uri in _uris(entry)]


def repo(name: str, *more: Any) -> dict[str, Any]:
    return {name: [{"Overview": f"projects/{name}/index.md"}, f"projects/{name}/docs/a.md", *more]}


def repos(start: str, count: int) -> list[Any]:
    return [repo(f"{start}{number}") for number in range(count)]


def test_of_few_repos_each_is_one_link() -> None:
    """Twelve others have their link on every page of a repo, and all twelve and more sections stay sections."""
    nav = ["index.md", {"Projects": [ALL, {"Apps": repos("a", 6)}, {"Tools": repos("t", 7)}]}]
    site = Site(nav)
    apps = [f"a{n} → projects/a{n}/" for n in range(6)]
    own = {"a2": ["projects/a2/index.md", "projects/a2/docs/a.md"]}
    tools = [f"t{n} → projects/t{n}/" for n in range(7)]
    assert site.seen("projects/a2/docs/a.md") == [
        "index.md",
        {"Projects": ["projects/index.md", {"Apps": [*apps[:2], own, *apps[3:]]}, {"Tools": tools}]},
    ]


def test_of_many_repos_the_neighbours_are_links_and_the_other_sections() -> None:
    """With more than twelve others, only those beside the page's own are there."""
    site = Site([{"Projects": [ALL, {"Apps": repos("a", 3)}, {"Tools": repos("t", 30)}]}])
    (projects,) = site.seen("projects/a0/index.md")
    assert projects["Projects"][1:] == [
        {
            "Apps": [
                {"a0": ["projects/a0/index.md", "projects/a0/docs/a.md"]},
                "a1 → projects/a1/",
                "a2 → projects/a2/",
            ]
        },
        "Tools → projects/",
    ]
    (projects,) = site.seen("projects/t7/docs/a.md")
    assert projects["Projects"][1:] == [
        "Apps → projects/",
        {"Tools": [{"t7": ["projects/t7/index.md", "projects/t7/docs/a.md"]}, "All 30 in Tools → projects/"]},
    ]
    assert site.seen("projects/index.md") == [
        {"Projects": ["projects/index.md", "Apps → projects/", "Tools → projects/"]}
    ]


def test_repos_without_a_section_are_left_to_the_page_of_all() -> None:
    """Many of them are behind the one link to the page of all repos, which the section has already."""
    site = Site([{"Projects": [ALL, *repos("a", 30)]}])
    assert site.seen("projects/a7/index.md") == [
        {"Projects": ["projects/index.md", {"a7": ["projects/a7/index.md", "projects/a7/docs/a.md"]}]}
    ]
    assert site.seen("projects/index.md") == [{"Projects": ["projects/index.md"]}]


def test_repos_at_the_top_leave_a_link_behind() -> None:
    """Where another plugin puts the repos at the top level, a page is never left with no way to the others."""
    site = Site(repos("a", 30))
    assert site.seen("projects/a7/index.md")[0] == {"a7": ["projects/a7/index.md", "projects/a7/docs/a.md"]}
    assert site.seen("projects/index.md") == ["A page → projects/"]


def test_very_many_sections_are_left_to_the_page_of_all() -> None:
    """More than forty sections would grow with the handbook: the page's own stays."""
    site = Site([{"Projects": [ALL, *({f"S{n}": repos(f"s{n}r", 2)} for n in range(41))]}])
    (projects,) = site.seen("projects/s3r1/index.md")
    assert projects["Projects"] == [
        "projects/index.md",
        {"S3": ["s3r0 → projects/s3r0/", {"s3r1": ["projects/s3r1/index.md", "projects/s3r1/docs/a.md"]}]},
    ]


def test_a_large_repo_shows_the_way_to_the_page() -> None:
    """Of more than a hundred pages: the folders on the way in full, each other folder as one link."""
    folders = [{f"F{n}": [f"projects/a/f{n}/{p}.md" for p in range(60)]} for n in range(3)]
    site = Site([{"Projects": [ALL, repo("a", *folders), repo("b")]}])
    (projects,) = site.seen("projects/a/f1/7.md")
    assert projects["Projects"][1]["a"] == [
        "projects/a/index.md",
        "projects/a/docs/a.md",
        "F0 → projects/a/f0/0/",
        {"F1": [f"projects/a/f1/{p}.md" for p in range(60)]},
        "F2 → projects/a/f2/0/",
    ]
    (projects,) = site.seen("projects/a/docs/a.md")
    assert projects["Projects"][1]["a"][2:] == [
        "F0 → projects/a/f0/0/",
        "F1 → projects/a/f1/0/",
        "F2 → projects/a/f2/0/",
    ]


def test_a_folder_of_very_many_pages_shows_those_around_the_page() -> None:
    """A folder of 4,000 pages does not put 4,000 links on each of them: further pages are a link for each run."""
    pages = [{f"Page <{n:03}> of many pages": f"projects/a/f/{n:03}.md"} for n in range(250)]
    site = Site([{"Projects": [ALL, repo("a", {"F": pages}), repo("b")]}])
    own = {n: f"projects/a/f/{n:03}.md" for n in range(250)}

    def runs(uri: str) -> Any:
        (projects,) = site.seen(uri)
        return projects["Projects"][1]["a"][2]["F"]

    assert runs(own[100]) == [
        "Page &lt;000&gt; of many… – Page &lt;083&gt; of many… → projects/a/f/000/",
        *(own[n] for n in range(84, 168)),
        "Page &lt;168&gt; of many… – Page &lt;249&gt; of many… → projects/a/f/168/",
    ]
    assert [len(runs(own[n])) for n in (0, 83, 84, 249)] == [86, 86, 86, 84]
    assert runs(own[249])[-1] == own[249]


def test_what_the_site_names_itself_stays() -> None:
    """A single page of a repo among the site's own, an outside link, and the site's own sections are on each page."""
    own = ["index.md", {"Read": ["a.md", "projects/t3/docs/a.md", {"Out": "https://example.org/"}]}]
    site = Site([*own, {"Projects": [ALL, *repos("r", 30)]}], "projects/t3/index.md")
    kept = ["index.md", {"Read": ["a.md", "projects/t3/docs/a.md", "Out → https://example.org/"]}]
    for page in ("index.md", "projects/r3/index.md", "projects/t3/docs/a.md", "projects/t3/index.md"):
        assert site.seen(page)[:2] == kept


def test_a_section_of_one_repos_pages_is_that_repos() -> None:
    """Wherever the site puts a repo's pages, its own pages have all of them and others have one link."""
    guides = {"Guides": ["projects/a/docs/x.md", "projects/a/docs/y.md"]}
    site = Site([{"Use it": [guides, {"Rules": ["rules.md"]}]}, {"Projects": [ALL, repo("a"), repo("b")]}])
    assert site.seen("projects/a/docs/x.md")[0] == {
        "Use it": [{"Guides": ["projects/a/docs/x.md", "projects/a/docs/y.md"]}, {"Rules": ["rules.md"]}]
    }
    assert site.seen("projects/b/index.md")[0] == {
        "Use it": ["Guides → projects/a/docs/x/", {"Rules": ["rules.md"]}]
    }


def test_the_sections_on_the_way_are_active() -> None:
    """A theme opens what is active: the sections that hold the page, and no other; before and after nothing is."""
    site = Site([{"Projects": [ALL, {"Apps": repos("a", 2)}, {"Tools": repos("t", 2)}]}])
    page = site.page("projects/a1/docs/a.md")
    (projects,) = site.navs.of(page).items
    apps, tools = projects.children[1:]
    assert not projects.active
    page.active = True
    assert [projects.active, apps.active, apps.children[1].active, tools.active] == [True, True, True, False]
    page.active = False
    assert not projects.active


def test_the_sites_own_nav_is_left_alone() -> None:
    """Other plugins, the previous and next page and the ancestors see the nav that MkDocs made."""
    site = Site(["index.md", {"Projects": [ALL, {"Apps": repos("a", 20)}]}])
    before = shape(site.nav.items)
    page = site.page("projects/a1/docs/a.md")
    shown = site.navs.of(page)
    assert shape(site.nav.items) == before
    assert shown.pages is site.nav.pages
    assert shown.homepage is site.nav.homepage is site.page("index.md")
    assert [item.title for item in page.ancestors] == ["a1", "Apps", "Projects"]
    assert page.next_page is site.page("projects/a2/index.md")


@pytest.mark.parametrize("more", [10, 50])
def test_the_nav_of_a_page_does_not_grow_with_the_handbook(more: int) -> None:
    """The pages of a repo have as many links among many repos as among few."""

    def count(items: list[Any]) -> int:
        return sum(count(item.children) if item.children else 1 for item in items)

    many = [{f"S{n}": repos(f"s{n}r", more)} for n in range(5)]
    site = Site([{"Projects": [ALL, *many]}])
    assert count(site.navs.of(site.page("projects/s1r1/index.md")).items) <= 2 + 4 + 12 + 1
