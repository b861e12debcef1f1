"""A built page as its elements: what the tests look for in HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
URLS = ("href", "src", "action", "formaction", "data", "xlink:href")


@dataclass
class Element:
    """One element, with the text of all that is inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: list[Element] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def words(self) -> str:
        return " ".join(self.text.split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.all: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.all.append(element)
        for outer in self.open:
            outer.inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        for outer in self.open:
            outer.text += data


def elements(html: str) -> list[Element]:
    """All elements of a page, in its order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.all


def of_class(html: str, name: str) -> list[Element]:
    """The elements of a class."""
    return [element for element in elements(html) if name in element.classes]


def facts_on(html: str) -> dict[str, str]:
    """Part → state, of what a page shows."""
    return {
        element.attributes["data-oss"]: element.attributes["data-oss-state"]
        for element in elements(html)
        if "data-oss" in element.attributes
    }


def links(html: str) -> dict[str, str]:
    """Text → href; of links of the same text the first."""
    found: dict[str, str] = {}
    for element in elements(html):
        if element.tag == "a" and "href" in element.attributes:
            found.setdefault(element.words, element.attributes["href"])
    return found


def live(html: str, *, theirs: Callable[[Element], bool]) -> Iterator[str]:
    """What a browser would run of what someone smuggled in; `theirs` tells it from the theme's own scripts."""
    for element in elements(html):
        if element.tag in ("script", "iframe", "object", "embed") and theirs(element):
            yield f"<{element.tag}> {element.attributes} {element.text[:80]}"
        for name, value in element.attributes.items():
            if name.startswith("on") and "alert" in value:
                yield f"<{element.tag} {name}={value!r}>"
            if name in URLS and "".join(value.split()).lower().startswith(
                ("javascript:", "data:text", "vbscript:")
            ):
                yield f"<{element.tag} {name}={value!r}>"
