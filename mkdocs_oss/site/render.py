"""Values into HTML and Markdown. All HTML is in templates/, with autoescape on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mkdocs_oss.markdown_text import plain
from mkdocs_oss.model import Origin, PageFacts, RepoFacts, Source, Unknown
from mkdocs_oss.settings.urls import is_web_url
from mkdocs_oss.site import words
from mkdocs_oss.site.banner import banner_for
from mkdocs_oss.words import Words

ASSETS = Path(__file__).parent / "assets"
_FIRST_HEADING = re.compile(r"</h1\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dress:
    """What is put around a page's text: below its first heading, and at its end. Both are safe HTML."""

    top: str
    end: str

    def around(self, content: str) -> str:
        """The page's HTML with its line, its banner and its box."""
        heading = _FIRST_HEADING.search(content)
        cut = heading.end() if heading else 0
        return f"{content[:cut]}{self.top}{content[cut:]}{self.end}"


def dress_page(facts: PageFacts, source: Source, *, repo_has_owners: bool, guide_url: str | None) -> Dress:
    """The line, the banner and the box of a page. `guide_url`: its repo's contribution page, relative to it."""
    banner = banner_for(facts, source, repo_has_owners=repo_has_owners)
    if banner is None and facts.owners is None and facts.freshness is None and facts.contribution is None:
        return Dress("", "")  # `oss/repos` alone: thousands of pages with nothing to say
    shared = {
        "facts": facts,
        "page": facts.page,
        "source": source,
        "banner": banner,
        "guide_url": guide_url,
        "change": words.shown_change(facts),
    }
    env = _environment()
    return Dress(
        top=env.get_template("page_top.html.j2").render(shared),
        end=env.get_template("page_end.html.j2").render(shared),
    )


def projects_page(repos: Sequence[RepoFacts], *, title: str) -> str:
    """The page of all repos, as Markdown with HTML cards."""
    sections: dict[str, list[RepoFacts]] = {}
    for repo in repos:
        sections.setdefault(repo.source.repo.section or "", []).append(repo)
    return _environment().get_template("projects.md.j2").render(title=title, sections=sections)


def missing_page(source: Source) -> str:
    """The page of a repo that could not be read, as Markdown."""
    return _environment().get_template("missing.md.j2").render(source=source, repo=source.repo)


def redirect_page(url: str, *, canonical: str, script: str) -> str:
    """The page at an old place: it leads to `url`, relative to it. `script`: where redirect.js is."""
    template = _environment().get_template("redirect.html.j2")
    return template.render(url=url, canonical=canonical, script=script)


def reference_link(url: str, label: str) -> str:
    """A cross-reference of the API reference. `label` is HTML that has been rendered and cleaned already."""
    template = _environment().get_template("reference_link.html.j2")
    return template.render(url=url, label=Markup(label))  # noqa: S704


@lru_cache(maxsize=1)
def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("mkdocs_oss.site", "templates"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {
        "day": words.day,
        "listed": words.listed,
        "md": lambda text: Markup(plain(text)),  # noqa: S704  # plain() leaves no markup
        "sentence": Words.of().reason,
        "web": _web,
        "minute": lambda time: f"{time:%Y-%m-%d %H:%M} UTC",
    }
    env.tests["known"] = lambda value: not isinstance(value, Unknown)
    env.tests["origin"] = lambda value: isinstance(value, Origin)
    env.globals |= {
        "owner_names": words.owner_names,
        "review_summary": words.review_summary,
        "change_summary": words.change_summary,
    }
    return env


@lru_cache(maxsize=2048)
def _web(url: str) -> str:
    """A URL for an href: http, https and mailto only; anything else leads nowhere."""
    return url if is_web_url(url) or re.fullmatch(r"mailto:[^\s\"'<>]+", url) else "#"
