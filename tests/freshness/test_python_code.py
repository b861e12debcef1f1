"""What a Python file defines and how, read from its syntax tree: neither missed nor found where it is not."""

from __future__ import annotations

from textwrap import dedent

import pytest

from mkdocs_oss.freshness.code_change import called_otherwise, difference, page_terms, symbol_state
from mkdocs_oss.model import Unknown

PATH = "src/tool/load.py"


def state(code: str, symbol: str) -> str | Unknown | None:
    return symbol_state(PATH, dedent(code).encode(), symbol)


def became(before: str, after: str, symbol: str) -> str:
    """What the states of a symbol say: same, changed, gone, absent or not known."""
    was, now = state(before, symbol), state(after, symbol)
    if isinstance(was, Unknown) or isinstance(now, Unknown):
        return "not known"
    if was is None:
        return "absent"
    return "gone" if now is None else "same" if was == now else "changed"


OVERLOADS = "@overload\ndef f(x: int): ...\n@overload\ndef f(x: str): ...\ndef f(x): return x\n"
PROPERTY = """
class A:
    @property
    def p(self): return 1
    @p.setter
    def p(self, v): self.v = v
    @p.deleter
    def p(self): del self.v
"""


@pytest.mark.parametrize(
    ("before", "after", "symbol"),
    [
        (OVERLOADS, OVERLOADS.replace("def f(x): return x", "def f(x, y): return x"), "f"),
        (OVERLOADS, OVERLOADS.replace("str", "bytes"), "f"),
        (PROPERTY, PROPERTY.replace("(self, v): self.v = v", "(self, v): self.v = v + 1"), "A.p"),
        (PROPERTY, PROPERTY.partition("    @p.setter")[0], "A.p"),
        (PROPERTY, PROPERTY.partition("    @p.deleter")[0], "A.p"),
        ("if a:\n    def f(x): ...\nelse:\n    def f(x): ...\n", "if a:\n    def f(x): ...\nelse:\n    def f(x, y): ...\n", "f"),
        ("try:\n    import f\nexcept E:\n    def f(x): ...\n", "try:\n    import f\nexcept E:\n    def f(x, y): ...\n", "f"),
        ("A, B = 1, 2\n", "A, B = 1, 3\n", "B"),
        ("A: int\n", "A: str\n", "A"),
        ("A = 1\nA += 1\n", "A = 1\nA += 2\n", "A"),
        ("from x import f\n", "from y import f\n", "f"),
        ("class A:\n    def __init__(self):\n        self.x = 1\n", "class A:\n    def __init__(self):\n        self.x = 2\n", "A.x"),
        ("class B:\n    def f(self): ...\nclass A(B): ...\n", "class B:\n    def f(self, x): ...\nclass A(B): ...\n", "A.f"),
        ("class A:\n    class B:\n        def f(self): ...\n", "class A:\n    class B:\n        def f(self, x): ...\n", "A.B.f"),
        ("def f():\n    def g(): ...\n", "def f():\n    def g(x): ...\n", "f.g"),
    ],
)  # fmt: skip
def test_no_change_of_a_symbol_is_missed(before: str, after: str, symbol: str) -> None:
    """All definitions of a symbol together are what it is: overloads, setters, every branch, what it inherits."""
    assert became(before, after, symbol) == "changed"


@pytest.mark.parametrize(
    ("before", "after", "symbol"),
    [
        ("class A:\n    def f(self, x): return 1\n", "class B:\n    def f(self, x): return 1\nclass A(B): ...\n", "A.f"),
        ("class A:\n    def f(self): ...\n", "class C:\n    def f(self): ...\nclass B(C): ...\nclass A(B): ...\n", "A.f"),
        ("class A:\n    x = 1\n", "class A:\n    def __init__(self):\n        if a:\n            self.x = 1\n", "A.x"),
        ("A = 1\n", "A, B = 1, 2\n", "A"),
        ("A = 1\n", "(A, [B, C]) = (1, x)\n", "A"),
        ("def f(x): ...\n", "try:\n    import a\nexcept E:\n    def f(x): ...\n", "f"),
        ("def f(x): ...\n", "try:\n    a()\nexcept* E:\n    def f(x): ...\n", "f"),
        ("def f(x): ...\n", "try:\n    a()\nfinally:\n    def f(x): ...\n", "f"),
        ("def f(x): ...\n", "for a in b:\n    def f(x): ...\n", "f"),
        ("def f(x): ...\n", "while a:\n    b()\nelse:\n    def f(x): ...\n", "f"),
        ("def f(x): ...\n", "match a:\n    case 1:\n        def f(x): ...\n", "f"),
        ("def f(x): ...\n", "with a:\n    if b:\n        c()\n    elif d:\n        def f(x): ...\n", "f"),
        ("def f(x):\n    'Doc.'\n    return x\n", "def f(x):\n    '''Other.'''\n    return (x)\n", "f"),
        ("X = 1\n'''What it is.'''\n", "X = 1\n'''What else it is.'''\n", "X"),
    ],
)  # fmt: skip
def test_a_symbol_that_only_moved_within_its_file_is_the_same(before: str, after: str, symbol: str) -> None:
    """A method that went up to a base, a constant that is set with another, a branch more: what it is has not changed."""
    assert became(before, after, symbol) == "same"


@pytest.mark.parametrize(
    ("code", "symbol"),
    [
        ("for name in b: ...\n", "name"),
        ("with a as name: ...\n", "name"),
        ("match a:\n    case {'x': name}: ...\n", "name"),
        ("match a:\n    case [1, *name]: ...\n", "name"),
        ("match a:\n    case {**name}: ...\n", "name"),
        ("if (name := a()): ...\n", "name"),
        ("a, *name = b\n", "name"),
        ("def f():\n    global name\n    name = 1\n", "name"),
        ("import name.other\n", "name"),
        ("import other as name\n", "name"),
        ("class A:\n    def f(self):\n        for self.x, y in b: ...\n", "A.x"),
        ("class A:\n    async def f(self):\n        async with b as self.x: ...\n", "A.x"),
        ("class A:\n    def f(self):\n        self.x: int = 1\n", "A.x"),
        ("class A(dict): ...\n", "A.update"),  # of a class that Python itself has
        ("class A(Exception): ...\n", "A.args"),
    ],
)
def test_every_way_to_define_a_name(code: str, symbol: str) -> None:
    """Whatever binds a name defines it."""
    assert isinstance(state(code, symbol), str)


@pytest.mark.parametrize(
    ("code", "symbol"),
    [
        ("def f(): ...\n", "g"),
        ("class A:\n    x = 1\n", "A.y"),
        ("class A(dict): ...\n", "A.put"),
        ("class A(Generic[T], abc.ABC, object): ...\n", "A.put"),
        ("class B: ...\nclass A(B): ...\n", "A.put"),
        ("class A(B): ...\nclass B(A): ...\n", "A.put"),  # no circle holds it up
        ("class A:\n    def f(self, other):\n        other.x = 1\n", "A.x"),
        ("def f():\n    name = 1\n", "name"),
        ("# f\n'f'\n", "f"),
    ],
)
def test_what_a_file_cannot_define(code: str, symbol: str) -> None:
    """Where nothing defines a name, and nothing could bring it from elsewhere, it is not there."""
    assert state(code, symbol) is None


@pytest.mark.parametrize(
    ("code", "symbol", "reason"),
    [
        ("from ._impl import *\n", "f", "the file takes names from others"),
        ("def __getattr__(name): ...\n", "f", "makes them up"),
        ("globals()['f'] = 1\n", "f", "makes them up"),
        ("sys.modules[__name__].f = 1\n", "f", "makes them up"),
        ("class A:\n    def __getattr__(self, name): ...\n", "A.f", "makes them up"),
        ("class A:\n    def f(self, **k):\n        self.__dict__.update(k)\n", "A.x", "makes them up"),
        ("class A:\n    def f(self, k):\n        setattr(self, k, 1)\n", "A.x", "makes them up"),
        ("from b import B\nclass A(B): ...\n", "A.f", "inherited from a class of another file"),
        ("class A(b.B): ...\n", "A.f", "inherited from a class of another file"),
        ("class A(make(B)): ...\n", "A.f", "inherited from a class of another file"),
        (
            "from b import C\nclass B(C): ...\nclass A(B): ...\n",
            "A.f",
            "inherited from a class of another file",
        ),
        ("from a import A\n", "A.f", "defined elsewhere"),
        ("A = make()\n", "A.f", "defined elsewhere"),
        ("f = (\n", "f", "cannot be read here"),
        ("def f" + "(" * 500 + "): ...", "f", "cannot be read here"),
        ("f = " + "-" * 3000 + "1\n", "f", "cannot be read here"),
    ],
)
def test_what_another_file_could_define_is_not_known(code: str, symbol: str, reason: str) -> None:
    """Nothing is gone that may come from where the file does not show it."""
    found = state(code, symbol)
    assert isinstance(found, Unknown)
    assert reason in found.reason


def test_a_base_of_another_file_hides_nothing_that_a_class_has_itself() -> None:
    """What the class defines is compared, whatever else it inherits."""
    before = "class A(Other):\n    def f(self): ...\n"
    assert became(before, before.replace("(self)", "(self, x)"), "A.f") == "changed"


def told(before: str, after: str, page: str, *, path: str = PATH) -> tuple[set[str], set[str], set[str]]:
    found = difference(path, dedent(before).encode(), dedent(after).encode(), page_terms(page))
    return set(found.touched), set(found.gone), set(found.unclear)


STORE = """
class Store:
    def __init__(self, path): ...
    def put(self, key): ...
    def load(self, key): ...
class Other:
    def load(self, key): ...
def run(a): ...
"""
CONFIG = "@dataclass\nclass Config:\n    name: str\n    size: int = 1\n"


@pytest.mark.parametrize(
    ("before", "after", "page", "touched"),
    [
        (STORE, STORE.replace("self, path", "self, path, mode"), "`Store(path)`", {"Store"}),
        (STORE, STORE.replace("self, path", "self, path, mode"), "`Store`", set()),
        (STORE, STORE.replace("run(a)", "run(a, b)"), "`run(x)`", {"run()"}),
        (STORE, STORE.replace("run(a)", "run(a, b)"), "`load.run(x)`", {"load.run"}),
        (STORE, STORE.replace("run(a)", "run(a, b)"), "`run`", set()),
        (STORE, STORE.replace("put(self, key)", "put(self, key, to)"), "`Store.put`", {"Store.put"}),
        (STORE, STORE.replace("put(self, key)", "put(self, key, to)"), "`store.put(key)`", set()),
        (STORE, STORE.replace("load(self, key)", "load(self, key, to)", 1), "`Store.load(key)`", {"Store.load"}),
        (STORE, STORE.replace("load(self, key)", "load(self, key, to)", 1), "`Other.load(key)`", set()),
        (STORE, STORE.replace("load(self, key)", "load(self, key, to)", 1), "`load(key)`", set()),  # which of the two?
        (CONFIG, CONFIG.replace("size: int = 1", "owner: str"), "`Config(name)`", {"Config"}),
        (CONFIG, CONFIG.replace("size: int = 1", "size: int = 1\n    owner: str = ''"), "`Config(name)`", set()),
        (CONFIG, CONFIG.replace("size: int = 1", "size: int = field(init=False)"), "`Config(name)`", {"Config"}),
        (CONFIG, CONFIG.replace("size: int = 1", "size: ClassVar[int] = 1"), "`Config(name)`", {"Config"}),
        ("class Point(NamedTuple):\n    x: int\n", "class Point(NamedTuple):\n    x: int\n    y: int\n", "`Point(1)`", {"Point"}),
        ("class Movie(TypedDict):\n    a: int\n", "class Movie(TypedDict):\n    a: int\n    b: int\n", "`Movie(a=1)`", {"Movie"}),
        ("class User(BaseModel):\n    a: int\n", "class User(BaseModel):\n    a: int\n    b: int = Field(gt=1)\n", "`User(a=1)`", {"User"}),
        ("class User(BaseModel):\n    a: int\n", "class User(BaseModel):\n    a: int\n    b: int = Field(default=1)\n", "`User(a=1)`", set()),
        ("class Page(msgspec.Struct, frozen=True):\n    a: int\n", "class Page(msgspec.Struct, frozen=True):\n    b: int\n", "`Page(1)`", {"Page"}),
        ("@attr.s\nclass Page:\n    a: int = attr.ib()\n", "@attr.s\nclass Page:\n    b: int = attr.ib()\n", "`Page(1)`", {"Page"}),
        ("@define\nclass Base:\n    a: int\n@define\nclass Page(Base): ...\n", "@define\nclass Base:\n    b: int\n@define\nclass Page(Base): ...\n", "`Page(1)`", {"Page"}),
        ("class Base:\n    def __init__(self, a): ...\nclass Page(Base): ...\n", "class Base:\n    def __init__(self, b): ...\nclass Page(Base): ...\n", "`Page(1)`", {"Page"}),
        ("class A:\n    class B:\n        def put_it(self, x): ...\n", "class A:\n    class B:\n        def put_it(self, x, y): ...\n", "`put_it(x)`", {"put_it"}),
        ("def load(a, b=1): ...\n", "def load(a, b=1, *, c=2): ...\n", "`load(a)`", set()),
        ("def load(a, b=1): ...\n", "def load(a, c=2, b=1): ...\n", "`load(a)`", {"load"}),
        ("def load(a, b=1): ...\n", "def load(a, *, b=1): ...\n", "`load(a)`", {"load"}),
        ("def load(a, b=1): ...\n", "def load(a, *args, **kwargs): ...\n", "`load(a)`", set()),
        ("def load(a, b=1): ...\n", "def load(a): ...\n", "`load(a)`", {"load"}),
        ("def load(a, *, b): ...\n", "def load(a, *, b=1): ...\n", "`load(a)`", set()),
        ("def load(a): ...\n", "async def load(a): ...\n", "`load(a)`", {"load"}),
        (OVERLOADS.replace("f(", "load("), OVERLOADS.replace("f(", "load(").replace("(x): return", "(x, y): return"), "`load(a)`", {"load"}),
        (OVERLOADS.replace("f(", "load("), "@overload\ndef load(x: bool): ...\n" + OVERLOADS.replace("f(", "load("), "`load(a)`", set()),
        (PROPERTY.replace("p", "prop_it"), PROPERTY.partition("    @p.deleter")[0].replace("p", "prop_it"), "`prop_it`", {"prop_it"}),
    ],
)  # fmt: skip
def test_what_of_a_file_a_page_names(before: str, after: str, page: str, touched: set[str]) -> None:
    """A page is told where what it wrote may not work any more: after griffe's list of what breaks a call."""
    assert told(before, after, page)[0] == touched


@pytest.mark.parametrize(
    ("before", "after", "page", "unclear"),
    [
        ("def load(a): ...\n", "from ._impl import load\n", "`load(a)`", {"load"}),  # it stands elsewhere now
        ("def load(a): ...\n", "from ._impl import *\n", "`load(a)`", {"load"}),
        (STORE, STORE.replace("put(self, key)", "put(self, key, to)"), "`store.put(key)`", {"put"}),  # of which object?
        (STORE, STORE.replace("def put(self, key): ...", ""), "`Store.put`", {"Store.put"}),
        (STORE, STORE.replace("load(self, key)", "load(self, key, to)", 1), "`load(key)`", {"load"}),
        ("def load(a): ...\n", "def load(a, b=1): ...\n", "`load(a)`", {"load"}),
        ("class A(Other):\n    a: int\n", "class A(Other):\n    b: int\n", "`A(a)`", {"A"}),
        ("class Abc:\n    limit_of = 1\n", "class Abc:\n    def __init__(self):\n        self.limit_of = 1\n", "`limit_of`", {"limit_of"}),
    ],
)  # fmt: skip
def test_what_cannot_be_told_of_a_name(before: str, after: str, page: str, unclear: set[str]) -> None:
    """What changed of a name, and may or may not touch what the page means, is neither told nor denied."""
    assert told(before, after, page) == (set(), set(), unclear)


def test_a_member_that_is_gone_is_told_by_its_name() -> None:
    """That no file has a name can be asked of the name alone, not of `Store.read_all`."""
    before = "class Store:\n    def read_all(self): ...\n"
    assert told(before, "class Store: ...\n", "`Store.read_all(x)`") == (set(), {"read_all"}, set())


def test_a_file_that_is_not_python_any_more() -> None:
    """Where one of two states cannot be read as Python, both are compared by their lines: no change is made up."""
    before = "def load(a):\n    return 1\n"
    assert told(before, before + "print 'done'\n", "`load(a)`") == (set(), set(), set())


@pytest.mark.parametrize(
    ("before", "after", "symbol", "page", "names"),
    [
        (STORE, STORE.replace("run(a)", "run(a, b)"), "run", "`run(x)`", {"run"}),
        (STORE, STORE.replace("run(a)", "run(a, b)"), "run", "Runs it.", set()),  # the block shows it as it is now
        (STORE, STORE.replace("run(a)", "run(b)"), "run", "Give `a`.", {"run"}),
        (STORE, STORE.replace("run(a)", "run(b)"), "run", "Give `c`.", set()),
        (STORE, STORE.replace("run(a)", "run(a, b=1)"), "run", "`run(x)`", set()),  # the call still holds
        (STORE, STORE.replace("self, path", "self, path, mode"), "Store", "`Store(path)`", {"Store"}),
        (STORE, STORE.replace("put(self, key)", "put(self, key, to)"), "Store", "`store.put(key)`", {"Store.put"}),
        (STORE, STORE.replace("put(self, key)", "put(self, key, to)"), "Other", "`store.put(key)`", set()),
        (STORE, STORE.replace("put(self, key)", "put(self, key, to)"), "Store.put", "`Store.put(key)`", {"Store.put"}),
        (STORE, STORE.replace("run(a)", "run(a, b)"), "", "`run(x)`", {"run"}),
        (STORE, STORE.replace("run(a)", "run(b)"), "", "Give `a`.", set()),  # to which of all?
        (STORE, STORE.replace("run(a)", "run(a, b)"), "gone", "`run(x)`", set()),
    ],
)  # fmt: skip
def test_what_a_page_says_beside_a_block(
    before: str, after: str, symbol: str, page: str, names: set[str]
) -> None:
    """What a page takes in is current; what it says of it itself may not be."""
    found = called_otherwise(PATH, before.encode(), after.encode(), symbol, page_terms(page))
    assert found == names
