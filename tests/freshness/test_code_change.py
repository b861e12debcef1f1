"""What of a change in code a page may care about, and what nobody would notice."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_oss.freshness.code_change import definitions, difference, is_same, page_terms, symbol_state
from mkdocs_oss.freshness.meaning import Effort, form_of
from mkdocs_oss.freshness.quotes import page_quotes
from mkdocs_oss.model import Unknown


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.py", "x = 1\n", "x  =  1  # one\n"),
        ("a.py", "def f(a):\n    return a\n", "def f(\n    a,\n):\n    '''New words.'''\n    return a\n"),
        ("a.py", "'''Old.'''\nx = 1\n", "'''New.'''\n\n\nx = 1\n"),
        ("a.py", "x = 'a'\n", 'x = "a"\n'),
        ("a.py", "x = u'a'\n", 'x = "a"\n'),
        ("a.py", "import os\nimport ast\nx = 1\n", "import ast\nimport os\n\nx = 1\n"),
        ("a.py", "def a(): pass\n\ndef b(): pass\n", "def b(): pass\n\n\ndef a(): pass\n"),
        (
            "a.py",
            "class A:\n  def a(): pass\n  def b(): pass\n",
            "class A:\n  def b(): pass\n  def a(): pass\n",
        ),
        ("a.py", "@one(\n    1\n)\ndef a( b ): pass\n", "@one(\n    1\n)\ndef a(b): pass\n"),
        ("a.sh", "run --fast\n", "# why\n\nrun   --fast\n"),
        ("a.go", "x := 1\n", "// note\nx := 1\r\n"),
        ("a.py", "not python (\n", "not python (   \n"),
        ("b.bin", "\0\1", "\0\1"),
    ],
)
def test_what_changes_nothing(path: str, before: str, after: str) -> None:
    """Formatting, comments and docstrings are no change of what code does."""
    assert is_same(path, before.encode(), after.encode())


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.py", "x = 1\n", "x = 2\n"),
        ("a.py", "if a:\n    b()\nc()\n", "if a:\n    b()\n    c()\n"),
        ("a.py", "def a(): pass\ndef a(b): pass\n", "def a(b): pass\ndef a(): pass\n"),
        ("a.py", "class A:\n    x: int\n    y: int\n", "class A:\n    y: int\n    x: int\n"),
        ("a.py", "@one\ndef a(): pass\n", "@two\ndef a(): pass\n"),
        ("a.py", "if a:\n    b()\nelse:\n    c()\n", "if a:\n    b()\nelse:\n    d()\n"),
        ("a.py", "x = [\n    1,\n]\n", "x = [\n    2,\n]\n"),
        ("a.py", 'x = """\nword = 1\n"""\n', 'x = """\nword = 2\n"""\n'),
        ("a.sh", "run --fast\n", "run\n"),
        ("a.py", "not python (\n", "x = 1\n"),
        ("a.txt", "a\nb\n", "b\na\n"),
    ],
)
def test_what_changes_something(path: str, before: str, after: str) -> None:
    """What runs otherwise is a change, the order of lines included."""
    assert not is_same(path, before.encode(), after.encode())


OLD = b"""
import os
LIMIT = 10
NAMES = [1]
def load(path, strict=False):
    return os.path.join(path)
class Store(dict):
    def put(self, key): ...
def kept(a): return a
parser.add_argument("--force")
"""


@pytest.mark.parametrize(
    ("after", "touched", "gone"),
    [
        (OLD.replace(b"strict=False", b"strict=True"), {"load"}, set()),
        (OLD.replace(b"(path, strict=False)", b"(path: str, strict: bool = False) -> str"), set(), set()),
        (OLD.replace(b"os.path.join(path)", b"path"), set(), set()),  # what is inside is its own affair
        (OLD.replace(b"LIMIT = 10", b"LIMIT = 20"), {"LIMIT"}, set()),
        (OLD.replace(b"NAMES = [1]", b"NAMES = [2]"), set(), set()),  # data: who names it does not repeat it
        (OLD.replace(b"(dict)", b"(list)"), {"Store"}, set()),
        (OLD.replace(b"def put(self, key)", b"def put(self, key, value)"), {"put"}, set()),
        (OLD.replace(b"def load(path, strict=False)", b"def read(path)"), set(), {"load"}),
        (OLD.replace(b'parser.add_argument("--force")', b""), set(), {"--force"}),
        (OLD.replace(b"def kept", b"def kept2"), set(), {"kept"}),
        (OLD.replace(b"import os\n", b""), set(), set()),  # the page does not name it
    ],
)
def test_difference_in_what_a_page_names(after: bytes, touched: set[str], gone: set[str]) -> None:
    """A name counts where the file defines it: with other parameters, another value, or no more."""
    terms = {"load", "LIMIT", "NAMES", "Store", "put", "kept", "--force"}
    found = difference("a.py", OLD, after, terms)
    assert (found.touched, found.gone) == (touched, gone)


@pytest.mark.parametrize(
    ("old", "new", "is_touched"),
    [
        ("default=1", "default=2", True),
        ("help='Old.'", "help='New.'", False),  # the page has its own words
    ],
)
def test_an_option_is_what_the_call_adds(old: str, new: str, *, is_touched: bool) -> None:
    """Of an option, its default, type or short form counts, and not the words that explain it."""
    before = f"parser.add_argument('--force', {old})\n".encode()
    after = f"parser.add_argument('--force', {new})\n".encode()
    assert bool(difference("a.py", before, after, {"--force"}).touched) is is_touched


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.py", b"class A:\n    def put(self): ...\nclass B:\n    def put(self, x): ...\n", b"x"),
        ("a.rs", b"pub fn put(x: A) {\n}\npub fn put(x: B) {\n", b"x"),
    ],
)
def test_two_of_one_name(path: str, before: bytes, after: bytes) -> None:
    """Where a file defines a name twice, it is not known which one the page means."""
    changed = before.replace(b"B", b"C").replace(b"self, x", b"self, y")
    assert difference(path, before, changed, {"put"}).touched == set()
    assert difference(path, before, after, {"put"}).gone == {"put"}


def test_who_may_use_it_is_no_definition() -> None:
    """`final`, `public` and the like are not what a page tells of a class."""
    before, after = b"public class Store {\n", b"public final class Store {\n"
    assert difference("A.java", before, after, {"Store"}).touched == set()


@pytest.mark.parametrize(
    ("before", "after", "is_touched"),
    [
        ("func (s *Server) Start(port int) error {", "func (s *Server) Start(port int) (int, error) {", False),
        ("func (s *Server) Start(port int) error {", "func (s *Server) Start(ctx Context, port int) error {", True),
        ("pub fn Start(f: impl Fn(A)) -> B {", "pub fn Start(f: impl Fn(A)) -> C {", False),
    ],
)  # fmt: skip
def test_what_a_function_returns_is_its_own_affair(before: str, after: str, *, is_touched: bool) -> None:
    """Of a function, its parameters count."""
    found = difference("a.go", before.encode(), after.encode(), {"Start"})
    assert bool(found.touched) is is_touched


def test_a_local_variable_is_no_definition() -> None:
    """What a function calls its own values is its own affair."""
    before, after = (f"fn f() {{\n    let range = {value};\n}}\n".encode() for value in "12")
    assert difference("a.rs", before, after, {"range"}).touched == set()
    before, after = (f"export const range = {value};\n".encode() for value in "12")
    assert difference("a.ts", before, after, {"range"}).touched == {"range"}


def test_a_name_that_moved_within_its_file_is_not_gone() -> None:
    """A function that became a method, or is still used under its name, has not gone away."""
    found = difference("a.py", b"def load(path): ...\n", b"from other import load\nload('x')\n", {"load"})
    assert found.gone == set()


@pytest.mark.parametrize(
    ("path", "line", "name"),
    [
        ("a.go", "func (s *Server) Start(port int) error {", "Start"),
        ("a.rs", "pub fn run(args: &[str]) {", "run"),
        ("a.ts", "export default function render(x) {", "render"),
        ("a.ts", "export const limit = 3;", "limit"),
        ("a.yaml", "  max_pods: 3", "max_pods"),
        ("a.toml", "line-length = 110", "line-length"),
        ("a.json", '"max_pods": 3,', "max_pods"),
    ],
)
def test_definitions_in_other_languages(path: str, line: str, name: str) -> None:
    """Elsewhere than in Python, a line that begins like a definition is one."""
    assert name in definitions(path, line.encode(), {name})


def test_the_value_of_a_key_is_not_its_meaning() -> None:
    """A settings file's new value is no change of what its keys mean; a key that is gone is."""
    assert difference("a.yaml", b"pods: 3\n", b"pods: 4\n", {"pods"}).touched == set()
    assert difference("a.yaml", b"pods: 3\n", b"other: 4\n", {"pods"}).gone == {"pods"}


@pytest.mark.parametrize(
    ("path", "content", "symbol", "there"),
    [
        ("a.py", b"class A:\n    def f(self): ...\n", "A.f", True),
        ("a.py", b"class A:\n    def f(self): ...\n", "A.g", False),
        ("a.py", b"try:\n    def f(): ...\nexcept E:\n    pass\n", "f", True),
        ("a.py", b"from x import f\n", "f", True),
        ("a.py", b"X: int = 3\n", "X", True),
        ("a.py", b"broken (", "f", False),
        ("a.go", b"func Run() {}\n", "Run", True),
        ("a.go", b"func Run() {}\n", "Stop", False),
    ],
)
def test_symbols(path: str, content: bytes, symbol: str, there: bool) -> None:
    """A symbol is found by its dotted name in Python, by its name in the text elsewhere."""
    assert (symbol_state(path, content, symbol) is not None) is there


def test_a_symbol_changes_with_its_code_alone() -> None:
    """What surrounds a function, and its docstring, are not it."""
    first = symbol_state("a.py", b"x = 1\ndef f():\n    'Doc.'\n    return 1\n", "f")
    assert symbol_state("a.py", b"def f():\n    'Other.'\n    return 1\n", "f") == first
    assert symbol_state("a.py", b"def f():\n    return 2\n", "f") != first


def test_terms_of_a_page() -> None:
    """Only what stands in code and is no plain word: options, names with an underscore or an inner capital, calls."""
    text = "Use `--force` and `read_log`, `PageFacts`, `load(x)`, `value`; not read_more.\n\n```sh\nrun --all\n```\nlater_word\n"
    assert {each for each in page_terms(text) if "(" not in each and "=" not in each} == {
        "--force",
        "read_log",
        "PageFacts",
        "load",
        "--all",
    }


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("`run(a)`", {"run()"}),  # a call can be told from a word
        ("`run`", {"run="}),
        ("`Store.put`", {"Store.put"}),
        ("`Store.put(k)`", {"Store.put", ".put"}),
        ("`Store::put(k)`", {"Store.put", ".put"}),
        ("`store->put(k)`", {"store.put", ".put"}),
        ("`open(a).put(k)`", {"open", "open()", ".put"}),
        ("`a.b.Store.load(k)`", {"Store.load", ".load", "load"}),
        ("`*args`, `n=3`", {"args=", "n="}),
        ("run(a), Store.put", set()),
    ],
)
def test_how_a_page_names_something(text: str, terms: set[str]) -> None:
    """A name is told by how the page has it: called, behind its class, of some object, or alone as a parameter."""
    assert page_terms(text) == terms


@given(st.binary(max_size=300), st.binary(max_size=300), st.sampled_from(["a.py", "a.go", "a.yaml", "a"]))
def test_any_content_is_compared(before: bytes, after: bytes, path: str) -> None:
    """No content of a file is a fault; a file is the same as itself."""
    assert is_same(path, before, before)
    difference(path, before, after, {"name", "--name"})
    symbol_state(path, before, "a.b")
    page_terms(before.decode("utf-8", "replace"))


HUGE = "0x" + "f" * 5000


@pytest.mark.parametrize(
    "line",
    [f"x = {HUGE}", f"def f(a={HUGE}): ...", f"add('--force', default={HUGE})"],
    ids=["x", "f", "option"],
)
def test_a_number_that_python_cannot_write(line: str) -> None:
    """It is read, and what cannot be said of it costs no build: the file is compared by its lines."""
    before, after = line.encode(), f"{line} or 1\n".encode()
    assert not is_same("a.py", before, after)
    assert is_same("a.py", before, b"# one\n" + before)
    assert difference("a.py", before, after, {"x", "f", "--force"}).gone == set()
    assert isinstance(symbol_state("a.py", f"class A:\n  {line}\n".encode(), "A"), Unknown)


def test_hostile_text_takes_no_longer_than_other_text() -> None:
    """Backticks without end, and a long word: read once, whatever their number."""
    hostile = "`" * 200_000 + "\n\n```\n" + "a" * 200_000 + "\n```\n"
    assert not any("`" in term for term in page_terms(hostile) | page_quotes(hostile))


def test_a_string_of_very_many_values_is_compared_by_its_lines() -> None:
    """Python itself takes minutes to read it."""
    hostile = b'x = f"' + b"{a}" * 100_000 + b'"\n'
    assert not is_same("a.py", hostile, hostile.replace(b"x", b"y"))


def test_effort_has_an_end() -> None:
    """Beyond it files are compared by their lines; what has been compared is known for all pages."""
    before, after = b"x = 'a'\n", b'x = "a"\n'
    effort = Effort(left=len(before) + len(after))
    assert is_same("a.py", before, after, effort=effort)
    assert is_same("a.py", before, after, effort=effort)
    assert is_same("b.py", before, after, effort=effort)
    assert not is_same("b.py", before + b"y = 1\n", after + b"y = 1\n", effort=effort)


def test_a_statement_that_moves_into_a_text_is_another() -> None:
    """What is the same line by line may be code in one state and the inside of a text in the other."""
    code = b"def a(): pass\n\n\nx = 1\n"
    text = b"y = '''\n" + code + b"'''\n"
    effort = Effort()
    assert not is_same("a.py", code, text, effort=effort)
    assert is_same("a.py", text, text + b"# done\n", effort=effort)
    assert not is_same("a.py", text, text.replace(b"x = 1", b"x  = 1"), effort=effort)
    assert not is_same("a.py", b"x = 1; y = 2\n", b"y = 2; x = 1\n", effort=effort)


STATEMENTS = st.lists(
    st.sampled_from(
        [
            "x = 1",
            "x = (1)",
            "y = 'a'",
            'y = "a"',
            "def f(): pass",
            "def f():\n    pass",
            "import os",
            "import re",
            "'words'",
            "@g\ndef f(): pass",
            "class A:\n    x = 1\n    def f(): pass",
        ]
    ),
    max_size=5,
)


@given(STATEMENTS, STATEMENTS)
def test_statement_by_statement_as_the_whole(before: list[str], after: list[str]) -> None:
    """Telling statements one by one, each once, says what telling the whole tree says."""
    one, other = ("\n".join(lines).encode() + b"\n" for lines in (before, after))
    assert is_same("a.py", one, other, effort=EFFORT) == (
        form_of(ast.parse(one)) == form_of(ast.parse(other))
    )


EFFORT = Effort(left=1 << 40)
