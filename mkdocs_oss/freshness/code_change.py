"""What has changed between two states of a file, as far as a page about it may care. Reads only: nothing is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Set

from msgspec import Struct

from mkdocs_oss.freshness.meaning import Effort, form_of, means_the_same, tree_of

_TERM = re.compile(r"(?<![\w-])(?:--[A-Za-z][\w-]{2,60}|[A-Za-z_]\w{3,80})")
_COMMENT = ("#", "//", "--", ";", "%", "*", "/*")
_DEFINES = re.compile(
    r"(?P<outer>(?:(?:export|public|private|protected|static|async|abstract|final|pub|default|unsafe) )*)"
    r"(?:(?:func|function|fn|def|class|type|struct|interface|enum|trait) (?:\([^()]{0,80}\) )?(?P<name>\w+)"
    r"|(?:const|let|var|val) (?P<value>\w+))"
    r"|-? ?[\"']?(?P<key>[A-Za-z_][\w-]*)[\"']? ?(?::=|[:=](?!=))"
)
_MARKED = re.compile(r"[_\d]|[a-z][A-Z]|\A--")
_DATA = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_EXPLAINS = ("help", "metavar", "hidden", "rich_help_panel")
CODE_SPAN = re.compile(r"(?<!`)`{1,20}([^`\n]{2,300})`")
_CALL = re.compile(r"(?<!\w)([A-Za-z_]\w{3,80})\(")
_CODE_LINE = re.compile(r"^(?:[ \t]*(?:`{3,}|~{3,}))", re.MULTILINE)


class Difference(Struct, frozen=True):
    """Of the names that were asked for: those that a file defines in another way now, and those that it lacks now."""

    touched: frozenset[str]
    gone: frozenset[str]


def is_same(path: str, before: bytes, after: bytes, *, effort: Effort | None = None) -> bool:
    """Whether a change is none of substance: white space, comments and, in Python, whatever leaves the syntax tree.

    Neither a docstring nor the order of imports and definitions is part of what code does.
    """
    if before == after:
        return True
    effort = effort or Effort()
    known = effort.same.get((path, before, after))
    if known is None:
        known = means_the_same(before, after, effort) if path.endswith((".py", ".pyi")) else None
        if known is None:
            known = list(_lines(before)) == list(_lines(after))
        effort.same[path, before, after] = known
    return known


def difference(
    path: str, before: bytes, after: bytes, terms: Set[str], *, effort: Effort | None = None
) -> Difference:
    """What has become of the names among `terms` that the file defined; one that it only uses says nothing of it."""
    there = {term for term in terms if term.encode() in before}
    if not there:
        return Difference(frozenset(), frozenset())
    was, now = (definitions(path, content, there, effort=effort) for content in (before, after))
    touched = frozenset(
        name
        for name in was.keys() & now.keys()
        if was[name] != now[name] and len(was[name]) < 2 > len(now[name])
    )  # of two that share a name, it is not known which one the page means
    lost = was.keys() - now.keys()
    gone = frozenset(lost - terms_of(_text(after))) if lost else frozenset[str]()
    return Difference(touched, gone)


def definitions(
    path: str, content: bytes, names: Set[str], *, effort: Effort | None = None
) -> Mapping[str, frozenset[str]]:
    """Of the names that a file defines: how, in a form that changes where a user of the name must know.

    In Python: the parameters of a function without their types, the bases of a class, the value of a constant that is no list or table.
    Elsewhere: the line that defines it without `public` and the like and without what a function returns, of a variable
    only outside of functions. Of an option such as `--force`: the call that adds it, without
    its help. Of a key of a settings file: that it is there.
    """
    found: dict[str, set[str]] = {}
    tree = tree_of(content, effort or Effort()) if path.endswith((".py", ".pyi")) else None
    if tree is not None:
        for node in _in_scope(tree):
            for name in _names(node):
                if name in names:
                    found.setdefault(name, set()).add(_form(node))
    else:
        for line, is_indented in _lines_with_indent(content):
            match = _DEFINES.match(line)
            if match is None:
                continue
            if match["value"] in names and (match["outer"] or not is_indented):
                found.setdefault(match["value"], set()).add(line[match.end("outer") :])
            elif match["name"] in names:
                found.setdefault(match["name"], set()).add(_parameters(line[match.end("outer") :]))
            elif match["key"] in names:
                found.setdefault(match["key"], set())
    options = {name for name in names if name.startswith("--")}
    options = options & terms_of(_text(content)) if options else options
    for option in options:
        found[option] = set()
    for call in ast.walk(tree) if tree is not None and options else ():
        if isinstance(call, ast.Call):
            for option in options.intersection(_strings(call.args)):
                found[option].add(_added(call))
    return {name: frozenset(forms) for name, forms in found.items()}


def symbol_state(path: str, content: bytes, symbol: str, *, effort: Effort | None = None) -> str | None:
    """What a symbol of a file is, in a form that changes with it; None where there is no such symbol.

    In Python that is its syntax tree, found by its dotted name; elsewhere that its name stands in the text.
    """
    tree = tree_of(content, effort or Effort()) if path.endswith((".py", ".pyi")) else None
    if tree is None:
        name = re.escape(symbol.rpartition(".")[2])
        return "" if re.search(rf"(?<!\w){name}(?!\w)", _text(content)) else None
    found: ast.AST = tree
    for name in symbol.split("."):
        node = next((node for node in _named(found) if name in _names(node)), None)
        if node is None:
            return None
        found = node
    return form_of(found) or ""  # one that is there, and of which no more can be told


def has_term(content: bytes, term: str) -> bool:
    """Whether a name or an option stands in a file."""
    return term in terms_of(_text(content))


def page_terms(text: str) -> frozenset[str]:
    """The options and names that a page has in code and that are no plain words: `--force`, `read_log`, `PageFacts`."""
    spans = CODE_SPAN.findall(text)
    fenced = _CODE_LINE.split(text)[1::2]
    code = "\n".join((*spans, *fenced))
    calls = set(_CALL.findall(code))
    return frozenset(term for term in terms_of(code) if _MARKED.search(term) or term in calls)


def terms_of(text: str) -> frozenset[str]:
    """The words of a code text that may be names or long options."""
    return frozenset(_TERM.findall(text))


def _in_scope(tree: ast.Module) -> Iterator[ast.AST]:
    """The definitions of a module, and those of its classes."""
    for node in _named(tree):
        yield node
        if isinstance(node, ast.ClassDef):
            yield from _named(node)


def _form(node: ast.AST) -> str:
    try:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return f"({ast.unparse(_bare(node.args))})"
        if isinstance(node, ast.ClassDef):
            return ", ".join(map(ast.unparse, node.bases))
        value = getattr(node, "value", None)
        return ast.unparse(value) if isinstance(value, ast.expr) and not isinstance(value, _DATA) else ""
    except (RecursionError, ValueError):  # ValueError: Python writes no number of more than 4300 digits
        return ""


def _bare(args: ast.arguments) -> ast.arguments:
    for arg in (*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg):
        if arg is not None:
            arg.annotation = None
    return args


def _parameters(line: str) -> str:
    """A line that defines a function, to the end of its parameters."""
    start, depth = line.find("("), 0
    if line.startswith("func ("):  # Go: what it is a method of
        start = line.find("(", line.find(")"))
    for at in range(start, len(line)) if start >= 0 else ():
        depth += (line[at] == "(") - (line[at] == ")")
        if depth == 0:
            return line[: at + 1]
    return line


def _strings(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _added(call: ast.Call) -> str:
    """The call that adds an option, without the words that explain it."""
    try:
        parts = [ast.unparse(arg) for arg in call.args]
        return ", ".join([*parts, *(ast.unparse(key) for key in call.keywords if key.arg not in _EXPLAINS)])
    except (RecursionError, ValueError):  # ValueError: Python writes no number of more than 4300 digits
        return ""


def _named(scope: ast.AST) -> Iterator[ast.AST]:
    """The definitions of a scope, also those below `if` and `try`."""
    for node in ast.iter_child_nodes(scope):
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With):
            yield from _named(node)


def _names(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return (node.name,)
    if isinstance(node, ast.ImportFrom | ast.Import):
        return tuple(alias.asname or alias.name for alias in node.names)
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return tuple(target.id for target in targets if isinstance(target, ast.Name))


def _lines(content: bytes) -> Iterator[str]:
    return (line for line, _ in _lines_with_indent(content))


def _lines_with_indent(content: bytes) -> Iterator[tuple[str, bool]]:
    for line in _text(content).splitlines():
        stripped = " ".join(line.split())
        if stripped and not stripped.startswith(_COMMENT):
            yield stripped, line[0].isspace()


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
