"""The `:::` block: mkdocstrings' own, which becomes a note where an object cannot be shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, MutableSequence
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.util import AtomicString
from mkdocstrings import AutoDocProcessor, MkdocstringsExtension

from mkdocs_oss.engines.autodoc.options import block_options
from mkdocs_oss.engines.autodoc.references import References
from mkdocs_oss.engines.autodoc.repo_handler import NotShown, RepoHandler, RepoHandlers


class RepoAutodocExtension(MkdocstringsExtension):
    """mkdocstrings' Markdown extension for the pages of one repo.

    `problem` hears (identifier, reason) of each block that became a note.
    """

    def __init__(
        self,
        handlers: RepoHandlers,
        handler: RepoHandler,
        references: References,
        *,
        problem: Callable[[str, str], None],
    ) -> None:
        super().__init__(handlers, references)  # type: ignore[arg-type]  # it stands in for the plugin
        self._parts = (handlers, handler, references, problem)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(
            RepoAutodocBlock(md, *self._parts), "mkdocstrings", 75
        )  # in its place


class RepoAutodocBlock(AutoDocProcessor):
    """Shows an object of one repo, or says why it cannot."""

    # A dotted name: other dialects write `::: tip some title`, which stays text.
    regex = re.compile(r"^(?P<heading>#{1,6} *|)::: ?(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*) *$", re.MULTILINE)

    def __init__(
        self,
        md: Markdown,
        handlers: RepoHandlers,
        handler: RepoHandler,
        references: References,
        problem: Callable[[str, str], None],
    ) -> None:
        super().__init__(md, handlers=handlers, autorefs=references)  # type: ignore[arg-type]
        self._handler = handler
        self._references = references
        self._problem = problem

    def run(self, parent: Element, blocks: MutableSequence[str]) -> None:
        block = blocks.pop(0)
        match = self.regex.search(block)
        assert match is not None  # test() has seen it
        if before := block[: match.start()].rstrip("\n"):
            self.parser.parseBlocks(parent, [before])
        settings, rest = self.detab(block[match.end() :].removeprefix("\n"))
        if not settings and not rest and blocks and blocks[0].startswith(("    handler:", "    options:")):
            settings, rest = self.detab(blocks.pop(0))
        name = match["name"]
        # JSON is YAML on one line, and holds nothing but what is allowed.
        directive = f"{match['heading']}::: {name}\n    options: {json.dumps(block_options(settings))}"
        try:
            super().run(parent, [directive])
        except NotShown as reason:
            self._handler.get_headings()  # those of the part that was done
            self._problem(name, reason.reason)
            _note(parent, name, reason.reason)
        else:
            if self._references.current_page is not None and self._references.url(name) is None:
                self._references.register_anchor(self._references.current_page, name, "")
        if rest:
            blocks.insert(0, rest)


def _note(parent: Element, name: str, reason: str) -> None:
    quote = SubElement(SubElement(parent, "blockquote"), "p")
    strong = SubElement(quote, "strong")
    strong.text = AtomicString(f"{name} cannot be shown.")
    strong.tail = AtomicString(f" {reason[:1].upper()}{reason[1:]}.")
