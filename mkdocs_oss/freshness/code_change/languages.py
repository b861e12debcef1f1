"""How a language marks its comments and texts, by the name of a file. Of a name that is not here all lines count.

Only whole lines are told to be comments, and only where nothing else can begin so: `#` begins no comment in C, Rust
or CSS, and a directive (`#!`, `//go:build`, `{-# … #-}`, `/*! … */`) is code. From the languages' own definitions; a
test asks Pygments for each. Pygments itself is not asked at a build: 60 kB of hostile text (`"\\` again and again in Go
or TypeScript, `a ` in Java, backticks in YAML) keep its expressions busy for more than three seconds, a megabyte for
minutes, and nothing stops them.
"""

from __future__ import annotations

import re

from msgspec import Struct


class Language(Struct, frozen=True):
    """`line`: what begins a line that is a comment, as an expression. `block`: what begins and ends comments of several
    lines, as an expression and as text. `long`: what begins and ends a text of several lines. `here`: it has texts up
    to a word (`<<END`). `is_indented`: where a line begins says what it belongs to."""

    line: str = ""
    block: tuple[tuple[str, str], ...] = ()
    long: tuple[str, ...] = ()
    here: bool = False
    is_indented: bool = False


_STARS = ((r"/\*(?![!+])", "*/"),)
_C = Language(r"//", _STARS)
_BLOCK_TEXT = Language(r"//", _STARS, ('"""',))
_JS = Language(r"//", _STARS, ("`",))
_GO = Language(r"//(?!go:|export |line |\s?\+build)", _STARS, ("`",))
_HASH = Language(r"#(?!!)")
_SHELL = Language(r"#(?!!)", here=True)
_XML = Language("", (("<!--", "-->"),))
_LISP = Language(";")
_DASHES = Language("--(?!!)", _STARS)
_YAML = Language("#(?!!)", is_indented=True)

_SUFFIXES: tuple[tuple[Language, str], ...] = (
    (_C, "c cc cpp cxx h hh hpp hxx ino m mm rs proto sol v sv php less scss fbs bicep hlsl glsl vert frag"),
    (_BLOCK_TEXT, "java kt kts scala swift groovy gradle dart cs"),
    (_JS, "js mjs cjs jsx ts mts cts tsx"),
    (_GO, "go"),
    (Language("//"), "mod work zig"),
    (Language("", _STARS), "css"),
    (Language("//", _STARS, is_indented=True), "sass styl"),
    (Language("//", is_indented=True), "pug jade"),
    (_SHELL, "sh bash zsh ksh bats"),
    (Language("#(?!!)", (("=begin", "=end"),), here=True), "rb rake gemspec"),
    (Language("#(?!!)", (("=(?:pod|head|over|item|for|encoding|begin \\w)", "=cut"),), here=True), "pl pm"),
    (Language("(?:#(?!!)|//)", _STARS, here=True), "tf tfvars hcl nomad"),
    (Language("#(?!!)", (("<#", "#>"),)), "ps1 psm1 psd1"),
    (Language("#(?!!)", (), ('"""',)), "ex exs toml"),
    (Language("#(?!!)", (("#=", "=#"),), ('"""',)), "jl"),
    (Language("#(?!!)|//", _STARS), "thrift"),
    (_HASH, "r fish tcl awk sed cmake mk conf properties gitignore dockerignore env graphql gql jq nginx"),
    (Language("[#;](?!!)", is_indented=True), "ini cfg cnf editorconfig"),
    (_YAML, "yaml yml"),
    (Language("#(?!!)", (), ('"""', "'" * 3), is_indented=True), "py pyi pyx pxd bzl bazel star gd"),
    (Language("#(?!!)", ((r"#\[", "]#"),), ('"""',), is_indented=True), "nim nims"),
    (Language("#(?!!)", (("###(?!#)", "###"),), ('"""',), is_indented=True), "coffee"),
    (Language("--", ((r"\{-(?!#)", "-}"),), is_indented=True), "hs elm purs"),
    (Language("//", ((r"\(\*", "*)"),), ('"""',), is_indented=True), "fs fsi fsx"),
    (Language("", ((r"\(\*", "*)"),)), "ml mli"),
    (_DASHES, "sql"),
    (Language("--(?!!)", ((r"--\[\[", "]]"),)), "lua luau"),
    (Language("--"), "adb ads vhd vhdl"),
    (_LISP, "clj cljs cljc el lisp scm rkt asm"),
    (Language("%"), "tex sty erl hrl"),
    (Language("!(?!\\$)"), "f90 f95 f03"),
    (Language("'"), "vb bas"),
    (Language('"'), "vim"),
    (Language("(?i:rem |::)"), "bat cmd"),
    (_XML, "xml html htm xhtml svg xsd xslt csproj vbproj props targets plist"),
)  # fmt: skip
_BY_SUFFIX = {suffix: language for language, suffixes in _SUFFIXES for suffix in suffixes.split()}
_MAKE = Language("#(?!!)", is_indented=True)
_DOCKER = Language(r"#(?!!|\s?(?:syntax|escape|check)=)", here=True)
_NAMES = {
    "Makefile": _MAKE, "makefile": _MAKE, "GNUmakefile": _MAKE, "Justfile": _MAKE, "justfile": _MAKE,
    "Dockerfile": _DOCKER, "Containerfile": _DOCKER,
    "Jenkinsfile": _BLOCK_TEXT,
    "Vagrantfile": _BY_SUFFIX["rb"], "Gemfile": _BY_SUFFIX["rb"], "Rakefile": _BY_SUFFIX["rb"],
    "CMakeLists.txt": _HASH, "CODEOWNERS": _HASH, "BUILD": _HASH, "WORKSPACE": _HASH,
}  # fmt: skip
_RUN_BY = re.compile(r"#!\s*\S*?(?:bin/env\s+(?:-S\s+)?)?(\w+)[^/\n]*$")
_INTERPRETERS = {
    "sh": "sh", "bash": "sh", "zsh": "sh", "dash": "sh", "ksh": "sh", "python": "py", "python3": "py",
    "ruby": "rb", "perl": "pl", "node": "js", "deno": "js",
}  # fmt: skip
NOT_KNOWN = Language(is_indented=True)


def language_of(path: str, text: str) -> Language:
    """The language of a file by its name, or by the program that its first line names."""
    name = path.rpartition("/")[2]
    suffix = name.rpartition(".")[2].lower()
    known = _NAMES.get(name) or _NAMES.get(name.partition(".")[0] if name.startswith("Dockerfile.") else "")
    known = known or (_BY_SUFFIX.get(suffix) if "." in name else None)
    if known is None and text.startswith("#!") and (run_by := _RUN_BY.match(text[:200].partition("\n")[0])):
        known = _BY_SUFFIX.get(_INTERPRETERS.get(run_by[1].rpartition("/")[2], ""))
    return known or NOT_KNOWN


def suffixes() -> dict[str, Language]:
    """Every suffix that is known, with its language."""
    return dict(_BY_SUFFIX)
