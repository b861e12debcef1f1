"""The anchors of a page, from its Markdown: as Python-Markdown makes them, and as forges do.

Rules: `toc` of https://python-markdown.github.io/extensions/toc/ with its own slugify; the section links of
https://docs.github.com/en/get-started/writing-on-github and https://docs.gitlab.com/user/markdown/.
A text does not tell all that ends up on the page (macros, snippets, generated parts): `is_sure` says whether it does.
What nothing fills in is shown as it is written, and then the text does tell (`Filled`).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from msgspec import Struct, field

from mkdocs_oss.sources.prose import prose

_ATX = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(#{1,6})(?!#)[ \t]*(\S.*)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_ATTRIBUTES = re.compile(r"[ \t]*\{:?([^{}\n]*)\}[ \t]*$")
_ID = re.compile(r"(?:^|\s)#([\w:.-]+)")
_HTML_ID = re.compile(
    r"(?<![\w-])(?:id|name)\s{0,3}=\s{0,3}(?:\"([^\"\n]{1,200})\"|'([^'\n]{1,200})'|([\w:.-]{1,200}))"
)
_LISTED_ID = re.compile(
    r"\{:?[^{}\n]{0,300}?#([\w:.-]{1,200})[^{}\n]{0,300}\}|\bid:[ \t]*[\"']?([\w:.-]{1,200})"
)
_UNSURE = re.compile(r"--8<--|^[ \t]*%%|\bexec=|<!--[ \t]*include", re.MULTILINE | re.IGNORECASE)
_MARKS = ("{{", "{%", "{!")
_BLOCK = re.compile(r"^[ \t>]*(?:#{1,6}[ \t]*)?:::[ \t]*([\w-]*)", re.MULTILINE)
_CODE = re.compile(r"(?<![`\\])(`+)(?!`)(.{1,1000}?)(?<!`)\1(?!`)")
_IMAGE = re.compile(r"!\[[^\[\]]{0,500}\](?:\([^()]{0,1000}\)|\[[^\[\]]{0,200}\])")
_LINK = re.compile(
    r"\[([^\[\]]{0,500})\](?:\([^()]{0,1000}(?:\([^()]{0,200}\)[^()]{0,200})?\)|\[[^\[\]]{0,200}\])"
)
_FOOTNOTE = re.compile(r"\[\^[^\[\]]{1,100}\]")
_TAG = re.compile(r"<!--.{0,500}?-->|</?[A-Za-z][^<>]{0,500}>")
_EMPHASIS = re.compile(r"(?<![\w\\])(_{1,3})(?=\S)(.{1,500}?)(?<=\S)(?<!\\)\1(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+.!|~-])")
_COUNTED = re.compile(r"^(.*)_([0-9]{1,4000})$")  # Python reads no longer number
_MADE = ("fn:", "fnref:", "fn-", "__")
"""What extensions make from the text: footnotes, tabs, lines of code."""


class Filled(Struct, frozen=True):
    """What a site writes on a page besides the page's own text.

    `templates`: a plugin fills in `{{ … }}`, `{% … %}` and `{! … !}`. `packages`: those of which a `:::` block shows an object;
    None: any block may show something.
    """

    templates: bool = True
    packages: frozenset[str] | None = None

    def may_add(self, text: str) -> bool:
        """Whether more than the text may end up on the page."""
        if _UNSURE.search(text) or (self.templates and any(mark in text for mark in _MARKS)):
            return True
        blocks = (match[1] for match in _BLOCK.finditer(text)) if ":::" in text else ()
        return any(self.packages is None or name in self.packages for name in blocks)


class Anchors(Struct, frozen=True):
    """The anchors of a page: `ids` as the handbook has them, `forge` from the forge's form (lower case) to such an id."""

    ids: frozenset[str] = frozenset()
    forge: Mapping[str, str] = field(default_factory=dict)
    is_sure: bool = False

    def find(self, anchor: str) -> str | None:
        """The id that an anchor of a link means; None where the page's text has none such."""
        wanted = unquote(anchor)
        if not wanted or wanted in self.ids or wanted.lower() == "top" or wanted.startswith(_MADE):
            return wanted
        return self.forge.get(wanted.lower().removeprefix("user-content-"))


def anchors_of(text: str, *, attributes: bool = True, filled: Filled | None = None) -> Anchors:
    """The anchors of a page's Markdown, without its front matter.

    `attributes`: whether `{#id}` names a heading's id (`attr_list`); where not, it is part of the heading's text.
    `filled`: what the site adds, where that is known.
    """
    titles = list(_headings(text))
    explicit = {_own_id(title) for title in titles} - {""} if attributes else set()
    ids: set[str] = set(explicit)
    forge: dict[str, str] = {}
    seen: dict[str, int] = {}
    for title in titles:
        own = _own_id(title)
        words = _words(_ATTRIBUTES.sub("", title))
        found = (own if attributes else "") or _unique(_slug(words if attributes else _words(title)), ids)
        ids.add(found)
        name = _forge_slug(words)
        count = seen.get(name, 0)
        seen[name] = count + 1
        name = f"{name}-{count}" if count else name
        for form in (name, re.sub("-{2,}", "-", name), found.lower(), own.lower()):
            forge.setdefault(form, found)
    if "=" in text:
        ids.update(next(filter(None, match.groups())) for match in _HTML_ID.finditer(text))
    if attributes and ("#" in text or "id:" in text):
        ids.update(match[1] or match[2] for match in _LISTED_ID.finditer(text))
    return Anchors(frozenset(ids), forge, is_sure=not (filled or Filled()).may_add(text))


def _headings(text: str) -> Iterator[str]:
    """The headings as they are written, with attributes."""
    if "#" not in text and "==" not in text and "--" not in text:
        return
    before, number_before, number_blank = "", -1, 0
    for number, line in prose(text.split("\n")):
        if "#" in line and (match := _ATX.match(line)):
            yield _without_closing(match[2])
            before, number_blank = "", number
        elif not line.strip():
            before, number_blank = "", number
        elif before and number == number_before + 1 and _UNDERLINE.match(line):
            yield before
            before, number_blank = "", number
        else:
            first = number - 1 == number_blank or number - 1 != number_before
            before = line.strip() if first and not line.startswith(("    ", "\t")) else ""
            number_before = number


def _without_closing(title: str) -> str:
    attributes = _ATTRIBUTES.search(title)
    end = attributes.start() if attributes else len(title)
    return title[:end].rstrip().rstrip("#").rstrip() + title[end:]


def _own_id(title: str) -> str:
    attributes = _ATTRIBUTES.search(title)
    found = _ID.search(attributes[1]) if attributes else None
    return found[1] if found else ""


def _words(title: str) -> str:
    """A heading's text as a reader sees it."""
    parts: list[str] = []
    end = 0
    for code in _CODE.finditer(title):
        parts += [_prose_words(title[end : code.start()]), code[2].strip()]
        end = code.end()
    return "".join((*parts, _prose_words(title[end:]))).strip()


def _prose_words(text: str) -> str:
    if "[" in text:
        text = _FOOTNOTE.sub("", _LINK.sub(r"\1", _IMAGE.sub("", text)))
    if "<" in text:
        text = _TAG.sub("", text)
    if "_" in text:
        text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    return html.unescape(text) if "&" in text else text


def _slug(words: str) -> str:
    """Python-Markdown's default slugify."""
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", ascii_words).strip().lower())


def _unique(slug: str, ids: set[str]) -> str:
    """Python-Markdown's way to tell equal headings apart: `_1`, `_2` …"""
    while slug in ids or not slug:
        match = _COUNTED.match(slug)
        slug = f"{match[1]}_{int(match[2]) + 1}" if match else f"{slug}_1"
    return slug


def _forge_slug(words: str) -> str:
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
