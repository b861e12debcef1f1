"""Sets one key of a page's front matter, and changes no other byte of the file.

The place is found in the bytes, so that any line ends, marks and encodings stay as they are. The result is read by the
same reader as every page (`front_matter.py`), and as MkDocs reads it: it must differ in that key alone, and show the same
text, or nothing is given at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.settings.located_yaml import load_yaml
from mkdocs_oss.sources.front_matter import read_document, text_for_mkdocs

_NL = rb"(?:\r\n|\r|\n)"
_HEAD = re.compile(rb"\A(\xef\xbb\xbf)?-{3}[ \t]*" + _NL)
_REST = re.compile(rb"((?:[^\r\n]*" + _NL + rb")*?)(?:\.{3}|-{3})[ \t]*(?:" + _NL + rb"|\Z)")
_ANY_NL = re.compile(_NL)
_MULTIMARKDOWN = re.compile(rb"(?:\xef\xbb\xbf)?[ ]{0,3}[A-Za-z0-9_-]+:")
"""How MkDocs knows metadata without `---` (mkdocs/utils/meta.py, META_RE): it looks for none below a YAML block."""
_KEY = re.compile(rb"^\s*[\w-]+[ \t]*:(?:\s|$)", re.MULTILINE)
_PROPERTIES = re.compile(r"(?:[!&][^\s,\[\]{}]*\s+)*")
"""A value's tag and anchor, which stand before it."""
_LARGEST = 100_000


def set_key(content: bytes, key: str, value: str, *, file: str) -> bytes:
    """The page with `key: value` in its front matter; one that has none gets one. `value`: a plain scalar.

    The key's place, its quotes and its comment stay; a new key becomes the last one. `file` is for messages. Raises
    SettingsError where it cannot be done so that everything else reads as before.
    """
    new = _with_key(content, key, value, file=file)
    _must_differ_in(key, content, new, file=file)
    return new


def _with_key(content: bytes, key: str, value: str, *, file: str) -> bytes:
    if b"\0" in content:
        raise SettingsError(file, "it is no UTF-8 text", remedy="save the file as UTF-8")
    found = _ANY_NL.search(content)
    end = found[0] if found else b"\n"
    line = f"{key}: {value}".encode()
    head = _HEAD.match(content)
    rest = _REST.match(content, head.end()) if head else None
    if head is None or rest is None or _is_text(content, rest[1]):
        if rest is None and _starts_with_key(content, head.end() if head else None):
            raise SettingsError(
                f"{file}:1", "the front matter has no end", remedy="close it with a line `---`"
            )
        if head is None and _MULTIMARKDOWN.match(content):
            what = "it begins with `key: value`, which MkDocs takes for metadata"
            raise SettingsError(f"{file}:1", what, remedy="put such lines between two lines `---`")
        bom = len(b"\xef\xbb\xbf") if content.startswith(b"\xef\xbb\xbf") else 0
        between = b"" if content[bom:].startswith((b"\r", b"\n")) or not content[bom:] else end
        return b"".join((content[:bom], b"---", end, line, end, b"---", end, between, content[bom:]))
    block = rest[1].decode("utf-8", "surrogateescape")
    start, old, new = _edit(block, key, value, file=file, line_end=end.decode())
    at = rest.start(1) + len(block[:start].encode("utf-8", "surrogateescape"))
    gone = len(block[start : start + len(old)].encode("utf-8", "surrogateescape"))
    return content[:at] + new.encode() + content[at + gone :]


def _is_text(content: bytes, block: bytes) -> bool:
    """Whether what stands between two lines `---` is text between two rules: no line of it looks like a key, and
    readers see it."""
    return read_document(content).first_line == 1 and _KEY.search(block) is None


def _edit(block: str, key: str, value: str, *, file: str, line_end: str) -> tuple[int, str, str]:
    """(place, what stands there, what shall) in the text between the two marks. Raises SettingsError."""
    if len(block) > _LARGEST:
        raise SettingsError(f"{file}:1", "the front matter is longer than 100 kB", remedy="make it shorter")
    shown = re.sub("[\udc80-\udcff]", "\ufffd", block)  # a character for each byte that is none
    root = _root(shown, file=file)
    if root is None:
        return len(block), "", f"{key}: {value}{line_end}"
    if not isinstance(root, MappingNode):
        raise SettingsError(
            f"{file}:1", "the front matter is no mapping", remedy="write `key: value` lines there"
        )
    for key_node, value_node in root.value:
        if isinstance(key_node, ScalarNode) and key_node.value == key:
            return _replaced(shown, key, value, key_node, value_node, file=file)
    if root.flow_style:
        opened = shown.index("{", root.start_mark.index) + 1
        return opened, "", f"{key}: {value}{', ' if root.value else ''}"
    indent = " " * root.value[0][0].start_mark.column
    return len(block), "", f"{indent}{key}: {value}{line_end}"


def _replaced(
    shown: str, key: str, value: str, key_node: Node, value_node: Node, *, file: str
) -> tuple[int, str, str]:
    """The value of a key that is there, with its tag and quotes."""
    start, end = value_node.start_mark.index, value_node.end_mark.index
    written = shown[start:end]
    where = f"{file}:{key_node.start_mark.line + 2}"
    if not isinstance(value_node, ScalarNode) or value_node.style in ("|", ">") or len(_lines(written)) > 1:
        raise SettingsError(where, f"`{key}` has no plain value", remedy=f"write it as `{key}: {value}`")
    if not written:
        colon = shown.find(":", key_node.end_mark.index, max(start, key_node.end_mark.index + 1)) + 1
        if not colon:
            raise SettingsError(where, f"`{key}` has no value", remedy=f"write it as `{key}: {value}`")
        return colon, "", f" {value}"
    properties = _PROPERTIES.match(written)
    before = properties[0] if properties else ""
    quote = written[len(before) : len(before) + 1]
    quote = quote if quote in ("'", '"') else ""
    return start, written, f"{before}{quote}{value}{quote}"


def _root(shown: str, *, file: str) -> Node | None:
    """The block's YAML, which our own reader must be able to read. Raises SettingsError with the line in the file."""
    try:
        load_yaml(shown.replace("\r\n", "\n").replace("\r", "\n"), file="", foreign_tags=True)
        node: Node | None = yaml.compose(shown, Loader=yaml.SafeLoader)
    except SettingsError as error:
        line = int(error.where.lstrip(":") or 1) + 1
        what = f"in the front matter: {error.what}"
        raise SettingsError(f"{file}:{line}", what, remedy=error.remedy) from error
    except yaml.YAMLError as error:
        raise SettingsError(f"{file}:1", "its front matter cannot be read", remedy="mend it") from error
    return node


def _must_differ_in(key: str, old: bytes, new: bytes, *, file: str) -> None:
    """Raises SettingsError where the new text reads otherwise than the old one in anything but the key."""
    before, after = read_document(old), read_document(new)
    told = [[problem[1:] for problem in document.problems] for document in (before, after)]
    bodies = [document.body.lstrip("\n") for document in (before, after)]
    if (
        key not in after.meta
        or _without(key, before.meta) != _without(key, after.meta)
        or bodies[0] != bodies[1]
        or told[0] != told[1]
    ):
        raise SettingsError(
            f"{file}:1",
            f"`{key}` cannot be set without a change to something else, so the file is left as it is",
            remedy=f"write `{key}:` into its front matter by hand",
        )
    if text_for_mkdocs(old) != text_for_mkdocs(new):
        raise SettingsError(
            f"{file}:1",
            "MkDocs takes its front matter for text and shows it, so it is left as it is",
            remedy="mend the lines between the two `---`, with at least one plain `key: value`, and end the last line",
        )


def _without(key: str, meta: Mapping[str, Any]) -> str:
    return repr([item for item in meta.items() if item[0] != key])  # as text: `.nan` is not equal to itself


def _starts_with_key(content: bytes, start: int | None) -> bool:
    return start is not None and bool(re.match(rb"\s*[A-Za-z_][\w -]*:", content[start : start + 1000]))


def _lines(text: str) -> list[str]:
    return text.splitlines() or [""]
