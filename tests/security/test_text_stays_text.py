"""What strangers write in titles, owners, channels and URLs is text in a real browser: no dialog, no handler, no
script link (threat 13)."""

from __future__ import annotations

import functools
import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from conftest import NOW, Built, GitRepo

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.settings.load import load_teams
from mkdocs_oss.settings.located_yaml import Located
from mkdocs_oss.settings.urls import is_web_url

MakeRepo = Callable[..., GitRepo]
Build = Callable[..., Built]

_VECTORS = (
    "<script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>", "<script src=data:,alert(1)></script>",
    "<img src=x onerror=alert(1)>", "<img/src=x/onerror=alert(1)>", "<img src=x onerror='alert(1)'>",
    "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<body onload=alert(1)>", "<details open ontoggle=alert(1)>", "<input autofocus onfocus=alert(1)>",
    "<iframe src=javascript:alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'>", "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>", "<a href=javascript:alert(1)>x</a>", "<form action=javascript:alert(1)><button>x",
    "<math href=javascript:alert(1)>x</math>", "<video><source onerror=alert(1)></video>", "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>", "<style onload=alert(1)></style>", "<style>*{x:expression(alert(1))}</style>",
    "<link rel=stylesheet href=x onerror=alert(1)>", "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=javascript:alert(1)//>", "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<xss style=animation-name:x onanimationstart=alert(1)>",
    "[x](javascript:alert(1))", "![x](javascript:alert(1))", "[x]: javascript:alert(1)", "<javascript:alert(1)>",
    "[x](data:text/html,<script>alert(1)</script>)", "[x](vbscript:alert(1))", "[x](  java\tscript:alert(1))",
    "{: onclick=alert(1) }", "# x {: onmouseover=alert(1) }", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;", "&amp;lt;img src=x onerror=alert(1)&amp;gt;", "{{ alert(1) }}{% raw %}<script>alert(1)</script>",
    "${alert(1)}", "javascript:alert(1)", "JaVaScRiPt:alert(1)//", "data:text/html,<script>alert(1)</script>",
    "\u2028alert(1)\u2029<script>alert(1)</script>", "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e", "<script/x>alert(1)</script/x>",
)  # fmt: skip
_BEFORE = ("{}", '">{}<x y="', "'>{}<x y='", "--></title></script></style></textarea>{}")
STRINGS = [before.format(vector) for vector in _VECTORS for before in _BEFORE]
"""200 strings, each of which calls `alert` where someone forgot to escape."""

WATCH = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print"]) {
  window[name] = (...words) => { console.error("RAN " + name); window.ran.push(name); };
}
"""
LIVE = """
() => {
  const found = [...window.ran];
  for (const node of document.querySelectorAll("*")) {
    for (const {name, value} of node.attributes) {
      if (name.startsWith("on") && value.includes("alert")) found.push(`<${node.localName} ${name}=${value}>`);
      if (["href", "src", "action", "data", "formaction", "srcdoc", "xlink:href"].includes(name)
          && /^[\\s\\u0000-\\u001f]*(j\\s*a\\s*v\\s*a\\s*s|data:text|vbs)/i.test(value)) found.push(`<${node.localName} ${name}=${value}>`);
    }
    if (node.localName === "meta" && node.httpEquiv) found.push(`<meta ${node.httpEquiv}>`);
    if (["script", "style", "iframe"].includes(node.localName) && (node.textContent || "").includes("alert(1)")
        && node.type !== "application/json") found.push(`<${node.localName}>`);
  }
  return found;
}
"""


_ASSETS = re.compile(r'<(?:script src|link rel="stylesheet" href)="[./]*assets/[^"<>]*"[^<>]*>')
"""The theme's own scripts and styles, which take most of the time of a page."""


def test_there_are_two_hundred() -> None:
    """Each string is another one."""
    assert len(STRINGS) == len(set(STRINGS)) == 200


@pytest.mark.parametrize("key", ["chat", "issues", "rota"])
def test_a_channel_is_a_web_address(key: str) -> None:
    """A channel that is no http or https URL never gets as far as a page; nor is one refused for a quote alone."""
    for text in STRINGS:
        for value in (text, f"https://x.example/{text}", f"{text}://x.example", f" {text}"):
            entry = {"teams": {"@data/x": {"name": "X", key: value}}}
            if is_web_url(value):
                assert value.startswith("https://x.example/")
                assert not set(value) & set('<>"`\\ \t\n')
                continue
            with pytest.raises(SettingsError, match="write the full URL"):
                load_teams(Located("teams.yml", entry))


def handbook(make_repo: MakeRepo) -> Path:
    """A handbook in which each of the strings stands as title or owner of a page, and some also as nav title,
    description and tag, name and channel of a team, section of a repo, subject and author of a commit, file and branch."""
    repos, teams = [], []
    for part in range(5):
        mine = STRINGS[part * 40 : part * 40 + 40]
        pages, nav = {}, []
        for number in range(20):
            text, other = mine[2 * number : 2 * number + 2]
            front = {"title": text, "owner": other, "description": text, "subtitle": other, "tags": [other]}
            if number % 4 == 1:
                front["owner"] = f"@data/t{part * 40 + number}"
            if number % 4 == 2:
                del front["title"]
            pages[f"docs/p{number}.md"] = f"---\n{json.dumps(front)}\n---\n\nText.\n"
            nav.append({other if number % 2 else text: f"p{number}.md"})
            chat = f"https://chat.example/{quote(text)}?q={quote(other, safe=chr(39) + '();:')}"
            teams.append((f"@data/t{part * 40 + number}", text, other, chat))
        name = f"r{part}"
        files = {
            "README.md": "# R\n\nPlain.\n",
            "mkdocs.yml": json.dumps({"site_name": mine[0], "nav": nav}, ensure_ascii=False),
            "CODEOWNERS": "".join(f"/docs/p{n}.md @data/x # {text}\n" for n, text in enumerate(mine)),
            "docs/a'\"><img src=x onerror=alert(1)>.md": "# A\n",
            **pages,
        }
        repo = make_repo(name, files, remote="https://forge.example/o/r'onclick='alert(1).git")
        for number, text in enumerate(mine[:8]):
            repo.commit(
                {f"docs/p{number}.md": pages[f"docs/p{number}.md"] + "\nMore.\n"},
                day="2026-02-01",
                message=text,
                author=f"{mine[number + 8].replace('<', '(').replace('>', ')') or 'x'} <a@example.org>",
            )
        repo.run("checkout", "--quiet", "-b", "x'onclick=alert(1)<script>")
        entry = {
            "path": f"../{name}",
            "section": mine[3],
            "forge": "gitlab",
            "owner": mine[5],
            "maintenance": {"review_hours": mine[6], "responds_within": mine[7], "backups": [mine[8]]},
        }
        repos.append(entry)
    known = {
        handle: {"name": name, "description": described, "chat": chat, "email": "a@example.org"}
        for handle, name, described, chat in teams
    }
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": "site_name: Hub\ntheme: {name: material, font: false, features: [navigation.prune, navigation.tabs, content.action.edit]}\n"
            "plugins: [search, tags, oss]\nmarkdown_extensions: [attr_list, tables]\n",
            "repos.yml": json.dumps({"repos": repos}, ensure_ascii=False),
            "teams.yml": json.dumps({"teams": known}, ensure_ascii=False),
            "docs/index.md": "# Hub\n",
        },
    )
    return hub.path / "mkdocs.yml"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


@pytest.fixture
def hostile(
    make_repo: MakeRepo, build: Build, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Built, str]]:
    """The built handbook, and where it is served."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    built = build(handbook(make_repo))
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(built.folder)))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield built, f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.mark.xdist_group("browser")
def test_two_hundred_strings_open_no_dialog(hostile: tuple[Built, str], browser: Any) -> None:
    """Every page of a handbook full of scripts is opened in a browser, and searched: nothing of it runs, and the
    text is there to be read."""
    built, url = hostile
    pages = json.loads(built.read("oss/pages.json"))
    assert len(pages) > 100
    told: list[str] = []
    context = browser.new_context()
    context.add_init_script(WATCH)
    context.route(
        "**/*",
        lambda route: (
            route.continue_() if route.request.url.startswith((url, "data:", "blob:")) else route.abort()
        ),
    )
    page = context.new_page()
    page.on("dialog", lambda dialog: (told.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda message: told.append(message.text) if message.text.startswith("RAN") else None)
    titles = set()
    page.goto(url, wait_until="load")  # the place that the pages below stand at
    for each in pages:
        built_page = built.read(f"{unquote(each['url'])}index.html")
        page.set_content(_ASSETS.sub("", built_page), wait_until="domcontentloaded")
        assert page.evaluate(LIVE) == [], each["url"]
        titles.add(page.title())
    for each in pages[::20]:
        page.goto(url + each["url"], wait_until="load")  # with the theme's own scripts at work
        assert page.evaluate(LIVE) == [], each["url"]
    for text in STRINGS[:120:8]:
        if "<" in text and "&" not in text:
            assert any(text.split("\t")[0] in title for title in titles), text
    page.goto(url, wait_until="load")
    box = page.locator("[data-md-component='search-query']").first
    box.focus()  # Material loads its index when the box is first entered, and says so in the line of results
    page.locator(".md-search-result__meta", has_text="Type to start searching").wait_for(state="attached")
    box.fill("alert")
    box.press("End")
    page.locator(".md-search-result__link").first.wait_for(state="attached")
    assert page.locator(".md-search-result__link").count() > 1
    assert page.evaluate(LIVE) == []
    assert told == []
    context.close()
