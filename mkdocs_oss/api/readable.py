"""Whether a module's source can be read safely, and its first sentence: by parsing alone, never by running.

What passes here has a syntax tree that a recursive visitor can walk without overflow.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings

SIZE_LIMIT = 1_000_000
"""Bytes. Generated modules of this size have no readers."""
DEPTH_LIMIT = 150
"""Levels of the syntax tree. Griffe and the templates spend several Python frames on each."""

# Python knows codecs that are slow on purpose-made input (punycode) or that are no text (hex).
_ENCODINGS = frozenset(
    {"utf-8", "utf-8-sig", "ascii", "us-ascii", "iso-8859-1", "iso-8859-15", "cp1252", "windows-1252", "utf8"}
)
_SENTENCE = re.compile(r"(.+?[.!?…])(?:\s|$)")
_SENTENCE_LIMIT = 200
MOST_WAYS = 2_000


def decoded(source: bytes) -> str:
    """The text of a module, by its byte order mark or its PEP 263 cookie, with `\\n` line ends.

    Raises SyntaxError for an encoding that is unknown or not allowed, UnicodeDecodeError for wrong bytes.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    if encoding.lower() not in _ENCODINGS:
        raise SyntaxError(f"the encoding {encoding} is not supported")
    return source.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


def unreadable_because(source: bytes) -> str | None:
    """Why a module cannot be shown, as a phrase with its line where there is one; None where it can.

    Reads only: the source is parsed to a tree, never made into code.
    """
    if len(source) > SIZE_LIMIT:
        return f"the file is larger than {SIZE_LIMIT // 1_000_000} MB"
    try:
        tree = _tree(source)
    except SyntaxError as error:
        reason = (error.msg or "invalid syntax").strip()
        return f"line {error.lineno}: {reason}" if error.lineno else reason
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        return f"line {line}: the bytes are not {error.encoding} text"
    except ValueError as error:  # a NUL byte, until Python 3.12
        return str(error)
    except (RecursionError, MemoryError):
        return "the code is nested too deeply"
    return _too_deep(tree) or _too_many_bases(tree)


def _too_many_bases(tree: ast.Module) -> str | None:
    """A hierarchy in which each class has two bases of the one before doubles at every step for whoever walks it."""
    ways: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
            ways[node.name] = 1 + sum(ways.get(base, 0) for base in bases)
            if ways[node.name] > MOST_WAYS:
                return f"line {node.lineno}: the class has too many ways to its bases"
    return None


def first_sentence(source: bytes) -> str:
    """The first sentence of a module's docstring as plain text on one line; empty where there is none.

    `source` has passed `unreadable_because`.
    """
    docstring = (ast.get_docstring(_tree(source)) or "").strip()
    paragraph = " ".join(docstring.split("\n\n", 1)[0].split()).replace("`", "")
    sentence = _SENTENCE.match(paragraph)
    text = sentence.group(1) if sentence else paragraph
    # A docstring may spell lone surrogates, which no file can hold.
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= _SENTENCE_LIMIT else text[: _SENTENCE_LIMIT - 1].rstrip() + "…"


def _tree(source: bytes) -> ast.Module:
    text = decoded(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "invalid escape sequence" is the repo's affair
        return ast.parse(text)


def _too_deep(tree: ast.Module) -> str | None:
    """The first place that is nested beyond the limit, found without recursion."""
    level: list[ast.AST] = [tree]
    for _ in range(DEPTH_LIMIT):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return None
    line = next((node.lineno for node in level if isinstance(node, ast.stmt | ast.expr)), None)
    reason = f"the code is nested more than {DEPTH_LIMIT} levels deep"
    return f"line {line}: {reason}" if line else reason
