"""The Markdown extensions that a page may rely on, and the syntax that tells.

A finder tells only what can mean nothing else; what may also be plain text is looked for where the repo's own
settings list the extension (`if_listed`).
"""

from __future__ import annotations

import re

from msgspec import Struct

from mkdocs_oss.sources.syntax.finders import (
    Finder,
    block,
    definitions,
    fence,
    fence_of,
    footnotes,
    is_for_superfences,
    matching,
    slashed_block,
)


class Extension(Struct, frozen=True):
    """A Markdown extension. `hints`: a page without any of them does not use it.

    `served_by`: others that do the same. `options`: lines of YAML for its entry in mkdocs.yml. `why`: what it is for,
    where the use does not show it.
    """

    name: str
    hints: tuple[str, ...] = ()
    find: Finder | None = None
    hints_if_listed: tuple[str, ...] = ()
    if_listed: Finder | None = None
    served_by: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    why: str = ""
    rough: re.Pattern[str] | None = None
    """Looked for besides a hint, where the hints are on most pages."""


_ATTRIBUTE = r"(?:[.#][A-Za-z][\w:.-]*|[A-Za-z][\w:-]*=(?:\"[^\"{}]*\"|'[^'{}]*'|[\w.%/-]+))"
_BRACES = rf"\{{ ?{_ATTRIBUTE}(?:\s+{_ATTRIBUTE})* ?\}}"
_WITH_COLON = rf"\{{: ?{_ATTRIBUTE}(?:\s+{_ATTRIBUTE})* ?\}}"
_AFTER_LINK = r"\]\([^()\s]+(?: +\"[^\"]*\")?\)"
_ICON = r":[a-z]+-[\w-]+:"
_HTML_ATTRIBUTES = r"(?:\s+[\w:-]+(?:=(?:\"[^\"]*\"|'[^']*'))?){0,9}?"
_ICONS = (
    r":(?:material-[a-z0-9-]+|octicons-[a-z0-9-]+-(?:12|16|24)|fontawesome-(?:brands|regular|solid)-[a-z0-9-]+|"
    r"simple-[a-z0-9]+):"
)
_SHORTCODES = (
    "rocket", "tada", "warning", "bulb", "sparkles", "white_check_mark", "heavy_check_mark", "point_right", "construction",
    "rotating_light", "information_source", "hammer_and_wrench", "thumbsup", "boom", "zap", "green_heart", "clap",
    "arrow_right", "no_entry",
)  # fmt: skip
"""Names of emoji that no other dialect puts between colons."""
_ALONE = r"(?:^|(?<=[\s(|>]))", r"(?=[\s).,!|<{]|$)"
_KEY = (
    r"(?:ctrl|control|shift|alt|cmd|command|option|meta|windows|win|enter|return|esc|escape|tab|space|delete|del|"
    r"backspace|insert|home|page-up|page-down|arrow-(?:up|down|left|right)|f\d\d?)"
)
_CRITIC = (
    r"\{\+\+[^{}]{1,300}\+\+\}|\{--[^{}]{1,300}--\}|\{~~[^{}]{1,300}~>[^{}]{0,300}~~\}|"
    r"\{==[^{}]{1,300}==\}|\{>>[^{}]{1,300}<<\}"
)
_GITHUB = ("mdx_gfm", "gfm")
_BLOCKS = {
    "admonition": (
        "note|attention|caution|danger|error|tip|hint|warning|important|info|success|question|failure|bug|example|quote|"
        "abstract|admonition"
    ),
    "details": "details",
    "tab": "tab",
    "caption": "caption|figure-caption|table-caption",
    "definition": "define",
    "html": "html",
}

EXTENSIONS: tuple[Extension, ...] = (
    Extension("admonition", ("!!!",), block("!!!")),
    Extension("pymdownx.details", ("???",), block(r"\?\?\?\+?")),
    Extension(
        "pymdownx.superfences",
        ("  ```", "\t```", "\n ```", ">```", "> ```", "  ~~~", 'title="', "title='", "linenums="),
        fence(is_for_superfences),
        served_by=("pymdownx.extra",),
        why=" (a fence that is indented, in a quote, or has a title)",
    ),
    Extension(
        "pymdownx.tabbed",
        ('=== "', '===! "', '===+ "', '===+! "', '===!+ "'),
        matching(r'^\s*===[!+]{0,2} +"[^"]+" *$'),
        options=("alternate_style: true",),
    ),
    Extension(
        "attr_list",
        ("{:", "{.", "{ .", "{#", "{ #", "){", ":{"),
        matching(rf"{_WITH_COLON}|^#{{1,6}} .*{_BRACES} *#* *$|(?:{_AFTER_LINK}|{_ICON}){_BRACES}"),
        ("{",),
        matching(rf"\S{_BRACES}|^\s*{_BRACES} *$"),
    ),
    Extension(
        "md_in_html",
        (" markdown",),
        matching(
            rf"<[a-z][a-z0-9]*{_HTML_ATTRIBUTES}\s+markdown(?:=[\"']?(?:1|block|span|true)[\"']?)?(?:\s[^<>]*)?>"
        ),
    ),
    Extension("footnotes", ("[^",), footnotes),
    Extension(
        "def_list",
        ("\n:  ",),
        definitions(r"^: {2,3}\S"),
        ("\n:", "\n :", "\n  :", "\n   :"),
        definitions(r"^ {0,3}: {1,3}\S"),
    ),
    Extension("abbr", ("*[",), matching(r"^\*\[[^\]\\]{1,100}\]: ?\S.*")),
    Extension(
        "pymdownx.tasklist",
        ("[ ] ", "[x] ", "[X] "),
        matching(r"^\s*(?:[-*+]|\d{1,9}[.)]) {1,4}\[[ xX]\] +\S.*"),
        served_by=("markdown_checklist.extension", "markdown_checklists.extension", *_GITHUB),
        options=("custom_checkbox: true",),
    ),
    Extension(
        "pymdownx.emoji",
        (":",),
        matching(rf"{_ICONS}|{_ALONE[0]}:(?:{'|'.join(_SHORTCODES)}):{_ALONE[1]}"),
        (),
        matching(rf"{_ALONE[0]}:[a-z+][a-z0-9_+-]*:{_ALONE[1]}"),
        served_by=("pymdownx.gemoji", "markdown_emoji", *_GITHUB),
        options=(
            "emoji_index: !!python/name:material.extensions.emoji.twemoji",
            "emoji_generator: !!python/name:material.extensions.emoji.to_svg",
        ),
        rough=re.compile(r":(?:material|octicons|fontawesome|simple)-|:[a-z+][a-z0-9_+-]*:(?![^\s).,!|<{])"),
    ),
    Extension(
        "pymdownx.keys",
        ("++",),
        matching(rf"(?<![+\w])\+\+{_KEY}(?:\+[\w-]+)*\+\+(?![+\w])"),
        ("++",),
        matching(r"(?<![+\w])\+\+[\w-]+(?:\+[\w-]+)*\+\+(?![+\w])"),
    ),
    Extension(
        "pymdownx.tilde",
        ("~~",),
        matching(r"(?<![~\\])~~(?=[^\s~])[^~]{1,300}(?<=[^\s~])~~(?!~)"),
        ("~",),
        matching(r"(?<=\w)~[^\s~]{1,40}~(?!~)"),
        served_by=("markdown_del_ins", "mdx_del_ins", "del_ins", "mdx_del", *_GITHUB),
    ),
    Extension(
        "pymdownx.caret",
        hints_if_listed=("^",),
        if_listed=matching(r"\^\^[^\s^][^^]{0,300}\^\^|(?<=\w)\^[^\s^]{1,40}\^"),
    ),
    Extension(
        "pymdownx.mark",
        hints_if_listed=("==",),
        if_listed=matching(r"(?<![=\w])==(?=[^\s=])[^=]{1,300}(?<=[^\s=])==(?![=\w])"),
    ),
    Extension("pymdownx.critic", ("{++", "{--", "{~~", "{==", "{>>"), matching(_CRITIC)),
    Extension(
        "pymdownx.smartsymbols",
        hints_if_listed=("(c)", "(r)", "(tm)", "-->", "<--", "=/=", "+/-"),
        if_listed=matching(r"\((?:c|r|tm)\)|(?<![-<!])-->|<--(?!-)|=/=|\+/-"),
    ),
    Extension(
        "pymdownx.arithmatex",
        hints_if_listed=("$", "\\(", "\\[", "\\begin"),
        if_listed=matching(
            r"\$\$|(?<![\\$\w])\$[^\s$][^$]{0,300}(?<=\S)\$(?![\w$])|(?<=[\w\s])\$\w\$|\\\\?\(|\\\\?\[|\\begin\{"
        ),
        served_by=("mdx_math", "markdown_katex", "markdown_mathjax"),
        options=("generic: true",),
    ),
    Extension(
        "pymdownx.inlinehilite",
        hints_if_listed=("`#!", "`:::"),
        if_listed=lambda page: page.code_span(("`#!", "`:::")),
    ),
    Extension("pymdownx.progressbar", ("[=",), matching(r"\[==? ?\d{1,3}(?:\.\d+)?% ?(?:\"[^\"]*\")?\]")),
    Extension("wikilinks", hints_if_listed=("[[",), if_listed=matching(r"\[\[[\w/ -]+\]\]")),
    Extension(
        "pymdownx.magiclink",
        hints_if_listed=("http",),
        if_listed=matching(r"(?:^|(?<=[\s(]))(?<!\]\()https?://[^\s<>()\[\]]+"),
        served_by=("mdx_linkify", *_GITHUB),
    ),
    Extension(
        "github-callouts",
        ("[!",),
        matching(r"^> \[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\] *$"),
        served_by=(
            "callouts",
            "markdown_callouts",
            "markdown_gfm_admonition",
            "gfm_admonition",
            "pymdownx.quotes",
        ),
    ),
    *(
        Extension(f"pymdownx.blocks.{name}", ("///",), slashed_block(types))
        for name, types in _BLOCKS.items()
    ),
)

MERMAID = Extension(
    "mermaid",
    ("mermaid",),
    fence_of("mermaid"),
    options=(
        "custom_fences:",
        "  - name: mermaid",
        "    class: mermaid",
        "    format: !!python/name:pymdownx.superfences.fence_code_format",
    ),
)
