"""Values into HTML and Markdown. All HTML is in templates/, with autoescape on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from msgspec import Struct

from mkdocs_oss.markdown_text import plain
from mkdocs_oss.model import Concern, Origin, Page, PageFacts, RepoFacts, Source, Unknown
from mkdocs_oss.settings.urls import is_web_url
from mkdocs_oss.site import words
from mkdocs_oss.site.banner import banner_for, once_due
from mkdocs_oss.site.compiled import Compiled
from mkdocs_oss.site.said import Said
from mkdocs_oss.words import Words

ASSETS = Path(__file__).parent / "assets"
TEMPLATES = Path(__file__).parent / "templates"
_T = TypeVar("_T")
_FIRST_HEADING = re.compile(r"</h1\s*>", re.IGNORECASE)


class Dress(Struct, frozen=True):
    """What is put around a page's text: below its first heading, and at its end. Both are safe HTML."""

    top: str
    end: str

    def around(self, content: str) -> str:
        """The page's HTML with its line, its banner and its box."""
        heading = _FIRST_HEADING.search(content)
        cut = heading.end() if heading else 0
        return f"{content[:cut]}{self.top}{content[cut:]}{self.end}"


def dress_page(
    facts: PageFacts,
    source: Source,
    *,
    repo_has_owners: bool,
    guide_url: str | None,
    freshness_url: str | None = None,
    concern: Concern | None = None,
    people_urls: Mapping[str, str] = MappingProxyType({}),
    language: str = "en",
) -> Dress:
    """The line, the banner and the box of a page. `guide_url`, `freshness_url`: its repo's contribution page and the
    page of all pages' freshness, relative to it, as are `people_urls`: handle → the page about that owner.
    `concern`: what readers are to know of its owners."""
    banner = banner_for(facts, source, repo_has_owners=repo_has_owners, concern=concern)
    if banner is None and facts.owners is None and facts.freshness is None and facts.contribution is None:
        return Dress("", "")  # `oss/repos` alone: thousands of pages with nothing to say
    later = once_due(facts)
    shared = {
        "facts": facts,
        "page": facts.page,
        "source": source,
        "banner": banner,
        "later": later,
        "later_banner": banner_for(later, source, repo_has_owners=repo_has_owners, concern=concern)
        if later
        else None,
        "guide_url": guide_url,
        "freshness_url": freshness_url,
        "people_urls": people_urls,
        "change": words.shown_change(facts),
    }
    env = _environment(language)
    return Dress(
        top=env.get_template("page_top.html.j2").render(shared),
        end="" if facts.contribution is None else env.get_template("page_end.html.j2").render(shared),
    )


def projects_page(repos: Sequence[RepoFacts], *, title: str, language: str = "en") -> str:
    """The page of all repos, as Markdown with HTML cards."""
    sections: dict[str, list[RepoFacts]] = {}
    for repo in repos:
        sections.setdefault(repo.source.repo.section or "", []).append(repo)
    return _environment(language).get_template("projects.md.j2").render(title=title, sections=sections)


def rendered(template: str, shown: Mapping[str, Any], *, language: str = "en") -> str:
    """One of the templates with its values, as HTML."""
    return _environment(language).get_template(template).render(shown)


def missing_page(source: Source, *, language: str = "en") -> str:
    """The page of a repo that could not be read, as Markdown."""
    return _environment(language).get_template("missing.md.j2").render(source=source, repo=source.repo)


def source_page(page: Page, *, language: str = "en") -> str:
    """A page that cannot be rendered, as HTML: its text as it is written."""
    return _environment(language).get_template("source.html.j2").render(page=page)


def redirect_page(url: str, *, canonical: str, script: str, language: str = "en") -> str:
    """The page at an old place: it leads to `url`, relative to it. `script`: where redirect.js is."""
    template = _environment(language).get_template("redirect.html.j2")
    return template.render(url=url, canonical=canonical, script=script)


def reference_link(url: str, label: str) -> str:
    """A cross-reference of the API reference. `label` is HTML that has been rendered and cleaned already."""
    template = _environment("en").get_template("reference_link.html.j2")
    return template.render(url=url, label=Markup(label))  # noqa: S704


def with_script(html: str, url: str) -> str:
    """A whole page with our script in its head, where it runs before anything is painted. `url`: relative to it."""
    end = html.find("</head>")
    if end < 0:
        return html
    return f"{html[:end]}{_script(url)}{html[end:]}"


@lru_cache(maxsize=256)
def _script(url: str) -> str:
    return _environment("en").get_template("script.html.j2").render(url=url)


@lru_cache(maxsize=8)
def _environment(language: str) -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=Compiled(TEMPLATES, "autoescape, trim_blocks, lstrip_blocks"),
    )
    speech = Words.of(language)
    say = Said(speech, env.get_template("marks.html.j2").module)
    env.filters |= {
        "listed": speech.listed,
        "md": lambda text: Markup(plain(str(text))),  # noqa: S704  # plain() leaves no markup
        "web": _web,
        "anchor": anchor,
        "handle": words.shown_handle,
        "say": _while_filling(say),
        "text": _while_filling(speech.say),
        "forms": _while_filling(speech.forms),
        "reason": say.reason,
        "because": speech.because,
        "few_names": lambda names, most: words.few_names(names, speech, most),
        "owner_names": lambda owners: words.owner_names(owners, speech),
        "people_of": lambda history: words.people_of(history, speech),
        "review_line": words.review_line,
        "change_line": words.change_line,
    }
    env.tests["known"] = lambda value: not isinstance(value, Unknown)
    env.tests["origin"] = lambda value: isinstance(value, Origin)
    env.globals |= {
        "language": speech.language,
        "comma": speech.say("comma"),
        "stop": speech.say("stop"),
        "overdue": words.OVERDUE,
    }
    return env


def _while_filling(words: Callable[..., _T]) -> Callable[..., _T]:
    """A filter of constants that is not asked while a template is compiled: that is kept, and says nothing in any language."""

    alone: dict[str, _T] = {}

    @pass_context
    def asked(_: Context, key: str, **values: Any) -> _T:
        if values:
            return words(key, **values)
        if key not in alone:  # most stand on every page
            alone[key] = words(key)
        return alone[key]

    return asked


def anchor(handle: str) -> str:
    """The place of an owner in the page of all pages' freshness."""
    return f"owner-{re.sub(r'[^!-~]+', '-', handle)}" if handle else ""


@lru_cache(maxsize=2048)
def _web(url: str) -> str:
    """A URL for an href: http, https and mailto only; anything else leads nowhere."""
    return url if is_web_url(url) or re.fullmatch(r"mailto:[^\s\"'<>]+", url) else "#"
