"""The YAML block at the head of a page, as MkDocs reads it, but never lost in silence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from msgspec import Struct, field
from msgspec.structs import replace

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.settings.located_yaml import load_yaml
from mkdocs_oss.sources.prose import prose

_BLOCK = re.compile(r"\A-{3}[ \t]*\n(.*?^)(?:\.{3}|-{3})[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_MKDOCS_BLOCK = re.compile(r"^-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
_MkDocsLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LOOKS_LIKE_KEY = re.compile(r"\A-{3}[ \t]*\n\s*[A-Za-z_][\w -]*:", re.ASCII)
_MAX_BLOCK = 100_000  # more than anyone writes, and what the YAML parser reads in a second


class Document(Struct, frozen=True):
    """A page's text: its metadata, its Markdown, and what is wrong with either."""

    body: str
    meta: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[tuple[int, str, str], ...] = ()
    """(line, what, remedy)."""
    first_line: int = 1
    """The line of the file on which the body begins."""
    origins: tuple[tuple[str, int], ...] = ()
    """(repo path, line) of each line of the body, where some come from other files; else empty."""

    is_utf8: bool = True

    def where(self, line: int, path: str) -> str:
        """`path:line` of a line of the body, as it is in the repo; `path` is the page's."""
        if 0 < line <= len(self.origins):
            path, written = self.origins[line - 1]
            return f"{path}:{written}"
        return f"{path}:{line + self.first_line - 1}"


def read_document(content: bytes) -> Document:
    """A page from its bytes. Bytes that are not UTF-8 show as the replacement character, and are a problem."""
    try:
        return _document(content.decode("utf-8-sig"), [])
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = (line, f"byte 0x{content[error.start]:02X} is not UTF-8", "save the file as UTF-8")
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    return replace(_document(text, [problem]), is_utf8=False)


def _document(text: str, problems: list[tuple[int, str, str]]) -> Document:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    match = _BLOCK.match(text)
    if match is None:
        if _LOOKS_LIKE_KEY.match(text):
            problems.append((1, "the front matter has no end", "close it with a line `---`"))
        return Document(text, problems=tuple(problems))
    body = text[match.end() :].lstrip("\n")
    first_line = text.count("\n", 0, len(text) - len(body)) + 1
    if len(match[1]) > _MAX_BLOCK:
        problems.append((1, "the front matter is longer than 100 kB", "make it shorter"))
        return Document(body, problems=tuple(problems), first_line=first_line)
    try:
        value = load_yaml(match[1], file="", foreign_tags=True).value
    except SettingsError as error:
        if not _LOOKS_LIKE_KEY.match(text):
            return Document(text, problems=tuple(problems))
        line = int(error.where.lstrip(":") or 1) + 1
        problems.append((line, f"in the front matter: {error.what}", error.remedy))
        return Document(body, problems=tuple(problems), first_line=first_line)
    if value is None and not match[1].strip():
        value = {}  # nothing is lost by it: other engines ask for such a block on each page
    if not isinstance(value, dict):
        if _LOOKS_LIKE_KEY.match(text):
            problems.append((1, "the front matter is no mapping", "write `key: value` lines"))
        return Document(text, problems=tuple(problems))  # a rule and a text, not front matter
    return Document(body, value, tuple(problems), first_line)


def text_for_mkdocs(content: bytes) -> str:
    """What MkDocs takes for a page's text: all of it where its own parser reads no mapping from the block at its head.

    Source: mkdocs/utils/meta.py, `get_data`, but for metadata without `---`. It begins with no empty lines, and bytes
    that are not UTF-8, with which MkDocs reads no page at all, show as the replacement character.
    """
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    match = _MKDOCS_BLOCK.match(text)
    if match is not None:
        try:
            if isinstance(yaml.load(match[1], _MkDocsLoader), dict):  # noqa: S506  # a safe one
                text = text[match.end() :]
        except (
            yaml.YAMLError,
            ArithmeticError,
            AttributeError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ):
            pass  # whatever happens there, MkDocs shows the block
    return text.lstrip("\n")


def title_of(document: Document, path: str) -> str:
    """A page's title: its front matter's, its first heading, or its file name."""
    title = document.meta.get("title")
    if isinstance(title, (str, int, float)) and str(title).strip():
        return str(title).strip()
    if heading := plain(_heading(document.body[:20_000])):
        return heading
    parts = path.rsplit("/", 2)
    name = parts[-1].rsplit(".", 1)[0]
    if name.lower() in ("index", "readme") and len(parts) > 1:
        name = parts[-2]
    name = name.replace("-", " ").replace("_", " ").strip()
    return name[:1].upper() + name[1:] if name else "Home"


def has_heading(document: Document) -> bool:
    """Whether a page has a heading of the first level in its Markdown."""
    return bool(_heading(document.body))


def _heading(text: str) -> str:
    """The first heading of the first level, `# …` or underlined with `=`; "" where there is none."""
    before, last = "", 0
    for number, line in prose(text.split("\n")):
        stripped = line.strip()
        if line.startswith(("# ", "#\t")) and stripped.strip("#"):
            return stripped[1:].strip().rstrip("#").rstrip()
        if stripped and not stripped.strip("=") and before and number == last + 1:
            return before
        before, last = ("" if line.startswith((" ", "\t")) else stripped), number
    return ""


def plain(text: str) -> str:
    """A heading's text without its Markdown."""
    text = re.sub(r" ?\{:? ?[#.][^{}]*\}$", "", " ".join(text.split()))
    text = re.sub(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])", r"\1", text)
    text = re.sub(r"<[^<>]+>", "", text)
    return re.sub(r"[*`]|(?<!\w)_|_(?!\w)", "", text).strip()
