"""Code in other languages than Python: what is a comment, and where a symbol begins and ends."""

from __future__ import annotations

import pytest
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename
from pygments.token import Comment, String
from pygments.util import ClassNotFound

from mkdocs_oss.freshness.code_change import difference, is_same, page_terms, symbol_state
from mkdocs_oss.freshness.code_change.languages import suffixes
from mkdocs_oss.freshness.code_change.lines import code_lines
from mkdocs_oss.model import Unknown

COMMENTS = (
    "# one two\n", "// one two\n", "-- one two\n", "; one two\n", "% one two\n", "! one two\n", "' one two\n", '" one two\n',
    "rem one two\n", "/* one\n two */\n", "<!-- one\n two -->\n", "{- one\n two -}\n", "(* one\n two *)\n",
    "--[[ one\n two ]]\n", "#[ one\n two ]#\n", "#= one\n two =#\n", "<# one\n two #>\n", "=begin\n one two\n=end\n",
    "###\n one two\n###\n", "=pod\n\none two\n\n=cut\n",
)  # fmt: skip
NAMED = {"fs": "fsharp", "pl": "perl", "pm": "perl", "r": "splus", "php": "php"}
"""Suffixes that several languages share: the one that is meant here."""


def lexer_of(suffix: str) -> Lexer | None:
    try:
        if suffix in NAMED:
            return get_lexer_by_name(NAMED[suffix], startinline=True)
        return get_lexer_for_filename(f"a.{suffix}")
    except ClassNotFound:
        return None


@pytest.mark.parametrize("suffix", sorted(suffix for suffix in suffixes() if lexer_of(suffix) is not None))
def test_a_comment_is_one_for_the_language_too(suffix: str) -> None:
    """What we leave out as a comment, Pygments takes for one in a file of that name; each language has at least one."""
    lexer = lexer_of(suffix)
    assert lexer is not None
    left_out = [comment for comment in COMMENTS if not code_lines(f"a.{suffix}", comment.encode())]
    for comment in left_out:
        tokens = [token for token, text in lexer.get_tokens(comment) if text.strip()]
        assert all(token in Comment or token in String.Doc for token in tokens), (comment, tokens)
        assert not any(token in Comment.Preproc for token in tokens), comment
    assert left_out or suffix in ("bat", "cmd")


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.h", "#define LIMIT 10\n", "#define LIMIT 20\n"),
        ("a.c", '#include "a.h"\n', '#include "b.h"\n'),
        ("a.c", "*p = 1;\n", "*p = 2;\n"),
        ("a.rs", "#[derive(Debug)]\nstruct S;\n", "#[derive(Clone)]\nstruct S;\n"),
        ("a.scss", "#a { color: red }\n", "#a { color: blue }\n"),
        ("a.css", "//a { color: red }\n", "//a { color: blue }\n"),
        ("a.conf", "*.log\n", "*.tmp\n"),
        ("a.ini", "*=2\n", "*=3\n"),
        ("a.sh", "run \\\n--force\n", "run \\\n--gently\n"),
        ("a.sh", "#!/bin/sh\nrun\n", "#!/bin/bash\nrun\n"),
        ("a.sh", "cat <<END\n# one\nEND\n", "cat <<END\n# two\nEND\n"),
        ("a.ts", "x = `\n// one\n`\n", "x = `\n// two\n`\n"),
        ("a.go", "//go:build linux\nx\n", "//go:build darwin\nx\n"),
        ("a.hs", "{-# LANGUAGE A #-}\n", "{-# LANGUAGE B #-}\n"),
        ("Dockerfile", "# syntax=docker/dockerfile:1\n", "# syntax=docker/dockerfile:2\n"),
        ("a.yaml", "a:\n  b: 1\nc:\n  d: 2\n", "a:\n  b: 1\nc:\nd: 2\n"),
        ("a.yaml", "run: |\n  # one\n  two\n", "run: |\n  # three\n  two\n"),
        ("Makefile", "all:\n\trun\n", "all:\nrun\n"),
        ("Makefile", "all:\n\trun\n", "all:\n        run\n"),
        ("a.nim", "if a:\n  b()\nc()\n", "if a:\n  b()\n  c()\n"),
        ("a.unknown", "# one\n", "# two\n"),
        ("LICENSE", "a\n  b\n", "a\nb\n"),
        ("a.txt", "# Title one\n", "# Title two\n"),
        ("a.sql", "/*+ FULL(a) */ select 1;\n", "/*+ FULL(b) */ select 1;\n"),
        ("a.js", "/* a */ x()\n", "/* a */ y()\n"),
    ],
)  # fmt: skip
def test_what_is_code_is_no_comment(path: str, before: str, after: str) -> None:
    """What begins a comment in one language is code in another; what cannot be told counts as code."""
    assert not is_same(path, before.encode(), after.encode())


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.c", "/* one\n * two\n */\nint x;\n", "int x;\n"),
        ("a.c", "/* one */ /* two */ int x;\n", "int x;\n"),
        ("a.c", "int f() {\nreturn 1;\n}\n", "int f() {\n    return 1;\n}\n"),
        ("a.go", "x := 1\n", "// note\nx := 1\r\n"),
        ("a.yaml", "a:\n  b: 1\n", "# note\na:\n    b: 1  \n"),
        ("a.html", "<!-- a\n b -->\n<p>\n", "<p>\n"),
        ("a.sql", "-- c\nselect 1;\n", "-- d\nselect 1;\n"),
        ("a.lua", "--[[ a\nb ]] x = 1\n", "-- c\nx = 1\n"),
        ("a.rb", "=begin\na\n=end\nx = 1\n", "x = 1\n"),
        ("run", "#!/bin/sh\n# a\nrun\n", "#!/bin/sh\nrun\n"),
        ("run", "#!/usr/bin/env python3\n# a\nprint 1\n", "#!/usr/bin/env python3\nprint 1\n"),
        ("docker/Dockerfile.dev", "# a\nFROM b\n", "FROM b\n"),
    ],
)  # fmt: skip
def test_comments_and_white_space(path: str, before: str, after: str) -> None:
    """Comments, and white space that means nothing, are no change, in whatever language."""
    assert is_same(path, before.encode(), after.encode())
    assert is_same(path, after.encode(), before.encode())


GO = """
package tool

// Fetch fetches.
func Fetch(u string) int {
    return 1
}

func (s *Server) Start(port int) error {
    return Fetch("Stop")
}

func (c *Client) Start() {
}

const Limit = 10

type Server struct {
    Port int
}
"""
TS = """
@Injectable()
export class Store {
    private path = 1;
    async put(key: string) {
        if (key) {
            return 1;
        }
    }
    get(key) {
        return 2;
    }
}
export const load = (key) => {
    return 3;
};
export const limit = 10;
"""
C = "#define LIMIT 10\n#define LONG \\\n  1\nstatic int\nhelper(int a)\n{\n    return a;\n}\nint fetch(char *url) {\nreturn helper(1);\n}\n"
YAML = "jobs:\n  build:\n    steps:\n      - run: a\n  test:\n    steps:\n      - run: b\nname: c\n"
TOML = '[tool.ruff]\nline = 1\n[tool.mypy]\nstrict = true\n[[tool.rules]]\nname = "a"\n'
RUBY = "class Store\n  def put(key)\n    1\n  end\n\n  def get(key)\n    2\n  end\nend\n"
TF = 'resource "aws_s3_bucket" "logs" {\n  acl = "private"\n}\nvariable "region" {\n  default = "eu"\n}\n'
RUST = "#[derive(Debug)]\npub struct Store {\n    path: u8,\n}\nimpl Store {\n    pub fn put(&self) -> u8 {\n        1\n    }\n}\nimpl Other {\n    fn put(&self) {\n        2\n    }\n}\n"
MAKE = "build: lib\n\tcc a.c\n\ntest:\n\tpytest\n"
SH = "roll_back() {\n  run 1\n}\nfunction deploy {\n  run 2\n}\n"
JAVA = "public class Store {\n    @Override\n    public List<String> fetch(String u,\n            int n) {\n        return a;\n    }\n    int other() { return 3; }\n}\n"
PROTO = "message Page {\n  string title = 1;\n}\nservice Pages {\n  rpc Get(Page) returns (Page);\n}\n"


@pytest.mark.parametrize(
    ("path", "content", "symbol", "inside", "outside"),
    [
        ("a.go", GO, "Fetch", "u string", "port int"),
        ("a.go", GO, "Fetch", "return 1", "Limit = 10"),
        ("a.go", GO, "Server.Start", "port int", "c *Client"),
        ("a.go", GO, "Server", "Port int", "port int"),
        ("a.go", GO, "Limit", "Limit = 10", "Port int"),
        ("a.ts", TS, "Store", "return 1", "return 3"),
        ("a.ts", TS, "Store", "@Injectable()", "return 3"),
        ("a.ts", TS, "put", "return 1", "return 2"),
        ("a.ts", TS, "Store.get", "return 2", "return 1"),
        ("a.ts", TS, "load", "return 3", "return 2"),
        ("a.ts", TS, "limit", "limit = 10", "return 3"),
        ("a.c", C, "LIMIT", "LIMIT 10", "return a"),
        ("a.c", C, "LONG", "  1\n", "LIMIT 10"),
        ("a.c", C, "fetch", "helper(1)", "return a"),
        ("a.yaml", YAML, "build", "run: a", "run: b"),
        ("a.yaml", YAML, "test.steps", "run: b", "run: a"),
        ("a.toml", TOML, "mypy", "strict = true", "line = 1"),
        ("a.toml", TOML, "tool.ruff", "line = 1", "strict = true"),
        ("a.rb", RUBY, "put", "    1", "    2"),
        ("a.rb", RUBY, "Store", "    2", "class Other"),
        ("a.tf", TF, "logs", '"private"', '"eu"'),
        ("a.tf", TF, "region", '"eu"', '"private"'),
        ("a.rs", RUST, "Store", "Debug", "        2"),
        ("a.rs", RUST, "Store::put", "        1", "        2"),
        ("Makefile", MAKE, "test", "pytest", "cc a.c"),
        ("a.sh", SH, "roll_back", "run 1", "run 2"),
        ("a.sh", SH, "deploy", "run 2", "run 1"),
        ("A.java", JAVA, "fetch", "int n", "return 3"),
        ("A.java", JAVA, "fetch", "return a", "return 3"),
        ("A.java", JAVA, "fetch", "@Override", "return 3"),
        ("a.proto", PROTO, "Page", "title = 1", "rpc Get"),
        ("a.proto", PROTO, "Pages.Get", "Get(Page)", "title = 1"),
    ],
)  # fmt: skip
def test_a_symbol_is_its_block(path: str, content: str, symbol: str, inside: str, outside: str) -> None:
    """A symbol changes with what stands in its block, and with nothing else of the file."""
    was = symbol_state(path, content.encode(), symbol)
    assert isinstance(was, str)
    changed = content.replace(inside, f"{inside.rstrip()}7{inside[len(inside.rstrip()) :]}")
    assert changed != content
    assert symbol_state(path, changed.encode(), symbol) not in (was, None)
    elsewhere = content.replace(outside, f"{outside}7") if outside in content else f"{content}{outside}\n"
    assert symbol_state(path, elsewhere.encode(), symbol) == was


@pytest.mark.parametrize(
    ("path", "content", "symbol"),
    [
        ("a.ts", "// fetchAll was removed\nexport const z = 1\n", "fetchAll"),
        ("a.c", "/*\n fetch\n */\nint x;\n", "fetch"),
        ("a.go", "func FetchAll() {}\n", "Fetch"),
    ],
)
def test_a_name_in_a_comment_is_gone_from_code(path: str, content: str, symbol: str) -> None:
    """What only a comment names is not there any more."""
    assert symbol_state(path, content.encode(), symbol) is None


@pytest.mark.parametrize(
    ("path", "content", "symbol"),
    [
        ("a.go", "x := Fetch(1)\n", "Fetch"),
        ("a.ts", "return load(1) || {\n", "load"),
        ("a.c", "fetch(1);\n", "fetch"),
        ("a.c", "int fetch(char *url);\n", "url"),
        ("a.txt", "Of Fetch.\n", "Fetch"),
    ],
)
def test_what_defines_a_name_may_not_be_known(path: str, content: str, symbol: str) -> None:
    """A name that stands in code where nothing shows that it is defined is not known: neither there nor gone."""
    assert isinstance(symbol_state(path, content.encode(), symbol), Unknown)


@pytest.mark.parametrize(
    ("before", "after", "page", "touched", "unclear"),
    [
        ("func Fetch(\n    u string,\n) int {\n", "func Fetch(\n    u string,\n    n int,\n) int {\n", "`Fetch(u)`", {"Fetch"}, set()),
        ("func Fetch(u string) int {\n", "func Fetch(\n    u string,\n) int {\n", "`Fetch(u)`", set(), set()),
        ("func Put(u string) {\n", "func Put(u, v string) {\n", "`Put(u)`", {"Put()"}, set()),
        ("func Put(u string) {\n", "func Put(u, v string) {\n", "`store.Put(u)`", set(), {"Put"}),
        ("x := fetchAll(1)\n", "x := fetchAll(2)\n", "`fetchAll(1)`", set(), {"fetchAll"}),
        ("x := 1\n", "x := 2\n", "`fetchAll(1)`", set(), set()),
    ],
)  # fmt: skip
def test_what_a_page_names_in_other_languages(
    before: str, after: str, page: str, touched: set[str], unclear: set[str]
) -> None:
    """Parameters may stand on lines of their own. A name that is in what changed, and not defined there, is unclear."""
    found = difference("a.go", before.encode(), after.encode(), page_terms(page))
    assert (found.touched, found.unclear) == (touched, unclear)


HOSTILE = (
    '"\\', "'", '"', "`", "/*", "/**/", "(", "{", "[", "<<A\n", "# a\n", "a: |\n ", "fn f(", "func (", "a(", "=begin\n",
    " ", "\n ", "f f(f\n", "f(f f\n", "const f ", "pub ", "[f]\n", 'f "f" "f" ', "f.", "F.", "`f`", "\t", "@f\n", "f \\\n", "f:",
)  # fmt: skip


@pytest.mark.parametrize("path", ["a.go", "a.yaml", "a.coffee", "a.rb"])
def test_no_content_takes_long(path: str) -> None:
    """Whatever a repo has in a file, comparing it takes time in proportion to its size: else this would not end soon."""
    for part in HOSTILE:
        content = (part * 100_000)[:100_000].encode()
        is_same(path, content, content + b"x")
        symbol_state(path, content, "f")
        difference(path, content, content + b"x", {"f()", "long_name", "F.f"})
        page_terms(content.decode())
