"""Every form of link that works in a repo's own MkDocs site works in the handbook."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from conftest import Built, GitRepo
from htmlpage import elements

FORMS = """\
![x](img/sp ace.png)
![x](img/sp ace.png "A title")
[x](c\\_d.md)
[x](p\\(1\\).md)
[x](p(a(b)c).md)
[x](sub/b.md "a (b) title")
[x](sub/b.md 'it "is" so')
[x](sub/b.md"no title)
[x](<my file.md>)
[x](<my file.md> "T")
[x](my file.md)
[x](my%20file.md 'T')
[x]( sub/b.md )
[x](
sub/b.md)
[x](sub/b.md
"T")
[x]( <sub/b.md>
'T')
[![x](img/sp ace.png)](sub/b.md)
text <!-- [no](gone.md) -->
text <!-- [no](gone.md)
[no](gone.md) --> [x](sub/b.md)
`<!--` [x](sub/b.md) `-->`
[x](sub/b.md#b) and [x](./sub/../sub/b.md)
[x][r] [x][s] [x][t]

<!-- [no](gone.md) --> [x](sub/b.md)

<!-- [no](gone.md)

[no](gone.md) --> [x](sub/b.md)

[r]: sub/b.md 'T'
[s]: <sub/b.md>
[t]: sub/b.md (a title)
"""
LAB = {
    "README.md": "# Lab\n",
    "mkdocs.yml": "site_name: Lab\ntheme: mkdocs\n",
    "docs/index.md": "# Docs\n",
    "docs/a.md": f"# A\n\n{FORMS}",
    "docs/c_d.md": "# C\n",
    "docs/p(1).md": "# P\n",
    "docs/p(a(b)c).md": "# P\n",
    "docs/my file.md": "# M\n",
    "docs/sub/b.md": "# B\n",
    'docs/sub/b.md"no title': "x",
    "docs/img/sp ace.png": "png",
}
HUB = "site_name: H\ntheme: mkdocs\nplugins: [oss: {api: false, links: warning, repos: [path: ../lab]}]\n"

MakeRepo = Callable[..., GitRepo]
Build = Callable[..., Built]


def leads(html: str) -> list[str]:
    """Where the links and images of a page's text lead, in order."""
    text = html[html.index("<h1") :].partition("<footer")[0].partition('<aside class="oss-box"')[0]
    return [
        unquote(value)
        for element in elements(text)
        if (value := element.attributes.get("href") or element.attributes.get("src"))
        and element.tag in ("a", "img")
        and element.attributes.get("class") is None
        and not value.endswith("freshness/")  # of the line that is ours
    ]


def test_a_page_of_links_reads_as_in_plain_mkdocs(make_repo: MakeRepo, build: Build) -> None:
    """Spaces, escapes, titles, brackets in brackets, comments: each link leads where plain MkDocs leads it, untold."""
    lab = make_repo("lab", LAB)
    hub = make_repo("hub", {"mkdocs.yml": HUB, "docs/index.md": "# H\n"})
    plain = build(lab.path / "mkdocs.yml", strict=True).read("a/index.html")
    ours = build(hub.path / "mkdocs.yml", strict=True).read("projects/lab/docs/a/index.html")
    assert len(leads(plain)) >= 25
    assert leads(ours) == leads(plain)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<a href=sub/b.md>x</a>", "../sub/b/"), ("<a href=sub/b.md title=x>x</a>", "../sub/b/"),
        ("<a href='my file.md'>x</a>", "../my file/"), ('<img src="img/sp ace.png">', "../img/sp ace.png"),
        ("[x][r]\n\n[r]: <my file.md>", "../my file/"), ("[x][r]\n\n[r]: c\\_d.md", "../c_d/"),
    ],
)  # fmt: skip
def test_a_link_that_works_on_the_forge_works_here(
    written: str, expected: str, make_repo: MakeRepo, build: Build
) -> None:
    """HTML without quotes, spaces in HTML and in definitions: plain MkDocs leaves these, a forge leads them on."""
    make_repo("lab", {**LAB, "docs/a.md": f"# A\n\nText {written}\n"})
    hub = make_repo("hub", {"mkdocs.yml": HUB, "docs/index.md": "# H\n"})
    ours = build(hub.path / "mkdocs.yml", strict=True).read("projects/lab/docs/a/index.html")
    assert leads(ours) == [expected]
