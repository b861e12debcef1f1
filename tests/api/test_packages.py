"""The packages of a repo: found from its files, checked by parsing, turned into pages."""

from __future__ import annotations

import ast

import pytest

from mkdocs_oss.api import (
    Found,
    find_packages,
    first_sentence,
    read_code,
    reference_pages,
    unreadable_because,
)
from mkdocs_oss.model import Module, NavItem, RepoCode


def names(found: Found) -> list[str]:
    return [module.name for package in found.packages for module in package.modules]


def code_of(files: dict[str, bytes], wanted: tuple[str, ...] | str = "auto") -> RepoCode:
    return read_code(find_packages(files, wanted).packages, files)  # type: ignore[arg-type]


@pytest.mark.parametrize("root", ["src", "", "python", "lib"])
def test_packages_are_found_in_the_usual_layouts(root: str) -> None:
    """A package is found in src/, at the root, in python/ and in lib/, with the folder that imports start from."""
    prefix = f"{root}/" if root else ""
    found = find_packages([f"{prefix}pkg/__init__.py", f"{prefix}pkg/mod.py", "setup.py", "README.md"])
    assert [(package.name, package.root) for package in found.packages] == [("pkg", root)]
    assert names(found) == ["pkg", "pkg.mod"]


@pytest.mark.parametrize(
    "folder",
    [
        "tests",
        "test",
        "docs",
        "doc",
        "examples",
        "benchmarks",
        "scripts",
        "build",
        "dist",
        "vendor",
        "third_party",
        "_private",
        ".hidden",
        "node_modules",
        "my-pkg",
        "test_pkg",
    ],
)
def test_folders_that_ship_nothing_are_no_packages(folder: str) -> None:
    """Tests, docs, examples, scripts, builds, vendored and private folders are never documented."""
    assert find_packages([f"{folder}/__init__.py", f"{folder}/mod.py"]).packages == ()


def test_src_is_preferred_to_the_root() -> None:
    """Where src/ has packages, folders at the root are helpers of the repo."""
    found = find_packages(["src/pkg/__init__.py", "helpers/__init__.py"])
    assert [package.name for package in found.packages] == ["pkg"]


def test_only_public_modules_get_pages() -> None:
    """Private modules, tests, `__main__` and folders without `__init__` get no page."""
    paths = [
        "pkg/__init__.py", "pkg/a.py", "pkg/_b.py", "pkg/__main__.py", "pkg/conftest.py", "pkg/test_a.py",
        "pkg/a_test.py", "pkg/tests/__init__.py", "pkg/tests/helpers.py", "pkg/_in/__init__.py", "pkg/_in/c.py",
        "pkg/loose/d.py", "pkg/sub/__init__.py", "pkg/sub/e.py", "pkg/vendor/__init__.py", "pkg/not-a-name.py",
    ]  # fmt: skip
    found = find_packages(paths)
    assert names(found) == ["pkg", "pkg.a", "pkg.sub", "pkg.sub.e"]
    assert "pkg/_b.py" in found.files, "re-exports are read from private modules"
    assert not any("test" in path or "vendor" in path for path in found.files)


def test_wanted_packages_are_looked_for_by_name() -> None:
    """Names find packages of monorepos, namespace packages and single modules; those not there are told."""
    paths = [
        "services/billing/src/billing/__init__.py",
        "src/company/data/__init__.py",
        "src/company/data/load.py",
        "src/space/one/mod.py",
        "src/single.py",
        "tests/only_tests/__init__.py",
    ]
    found = find_packages(
        paths, ("billing", "company.data", "space", "single", "only_tests", "nope", "src/single", "")
    )
    assert [(package.name, package.root) for package in found.packages] == [
        ("billing", "services/billing/src"),
        ("company.data", "src"),
        ("space", "src"),
        ("single", "src"),
    ]
    assert names(found) == ["billing", "company.data", "company.data.load", "space.one.mod", "single"]
    assert found.missing == ("only_tests", "nope", "src/single", "")


def test_false_wants_nothing() -> None:
    """`api: false` finds nothing and misses nothing."""
    assert find_packages(["pkg/__init__.py"], False) == Found()


def test_a_package_hides_a_module_and_a_source_its_stub() -> None:
    """Of two files with one name, the one that Python imports makes the page."""
    found = find_packages(["pkg/__init__.py", "pkg/a.py", "pkg/a.pyi", "pkg/b.py", "pkg/b/__init__.py"])
    assert [(m.name, m.path) for m in found.packages[0].modules] == [
        ("pkg", "pkg/__init__.py"),
        ("pkg.a", "pkg/a.py"),
        ("pkg.b", "pkg/b/__init__.py"),
    ]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"x = 1\n", None),
        (b"# coding: latin-1\nx = '\xe9'\n", None),
        (b"\xef\xbb\xbfx = 1\n", None),
        (b"x = '\\d'\n", None),
        (b"x = 1\ndef f(:\n", "line 2: invalid syntax"),
        (b"x = 1\ny = '\xff'\n", "line 2"),
        (b"x = 1\0\n", "null"),
        (b"# coding: punycode\nx = 1\n", "punycode"),
        (b"# coding: nonsense\nx = 1\n", "nonsense"),
        (b"x = " + b"(" * 5000, "parenthes"),
        (b"x = " + b"+".join([b"1"] * 50_000), "nested"),
        (b"x = " + b"not " * 400 + b"1", "line 1: the code is nested more than 150 levels deep"),
        (b"#" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_sources_that_cannot_be_read_have_a_reason(source: bytes, reason: str | None) -> None:
    """Broken, hostile and huge modules are told apart from readable ones, with a line where there is one."""
    because = unreadable_because(source)
    assert because is None if reason is None else because is not None and reason in because


def test_checking_never_runs_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module is parsed to a tree alone; nothing is made into code."""
    flags = []
    real = compile

    def spied(*args: object, **kwargs: object) -> object:
        flags.append(args[3] if len(args) > 3 else kwargs.get("flags", 0))
        return real(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr("builtins.compile", spied)
    unreadable_because(b"raise SystemExit")
    assert all(int(str(flag)) & ast.PyCF_ONLY_AST for flag in flags)


def test_one_bad_module_is_a_note_and_the_rest_is_complete() -> None:
    """A module that cannot be parsed has a page that names file and line, and is not handed on."""
    code = code_of(
        {"src/pkg/__init__.py": b'"""Good."""', "src/pkg/bad.py": b"x = 1\nclass\n", "src/pkg/ok.py": b""}
    )
    assert set(code.files) == {"src/pkg/__init__.py", "src/pkg/ok.py"}
    pages = {page.uri: page for page in reference_pages(code, folder="projects/demo").pages}
    bad = pages["projects/demo/api/pkg/bad.md"]
    assert ":::" not in bad.text
    assert "> **This module cannot be shown.**" in bad.text
    assert "src/pkg/bad.py" in bad.text
    assert "line 2" in bad.text
    assert "::: pkg.ok\n" in pages["projects/demo/api/pkg/ok.md"].text


def test_a_file_that_was_not_read_is_a_problem() -> None:
    """A path without content counts as a file that could not be read."""
    packages = find_packages(["pkg/__init__.py"]).packages
    assert read_code(packages, {}).packages[0].modules == (
        Module("pkg", "pkg/__init__.py", "the file could not be read"),
    )


def test_pages_and_nav_follow_the_dotted_names() -> None:
    """Packages are folders with an index, modules are pages, and the nav is their tree."""
    code = code_of(
        {
            "pkg/__init__.py": b'"""Top."""',
            "pkg/mod.py": b"",
            "pkg/index.py": b"",
            "pkg/sub/__init__.py": b"",
            "pkg/sub/x.py": b"",
        }
    )
    reference = reference_pages(code, folder="projects/demo")
    assert [page.uri.removeprefix("projects/demo/api/") for page in reference.pages] == [
        "index.md", "pkg/index.md", "pkg/index/index.md", "pkg/mod.md", "pkg/sub/index.md", "pkg/sub/x.md",
    ]  # fmt: skip
    at = "projects/demo/api"
    assert reference.nav == NavItem(
        "API reference",
        children=(
            NavItem("Overview", f"{at}/index.md"),
            NavItem(
                "pkg",
                children=(
                    NavItem("pkg", f"{at}/pkg/index.md"),
                    NavItem("index", f"{at}/pkg/index/index.md"),
                    NavItem("mod", f"{at}/pkg/mod.md"),
                    NavItem(
                        "sub",
                        children=(
                            NavItem("pkg.sub", f"{at}/pkg/sub/index.md"),
                            NavItem("x", f"{at}/pkg/sub/x.md"),
                        ),
                    ),
                ),
            ),
        ),
    )


def test_no_packages_no_reference() -> None:
    """A repo without Python packages gets neither pages nor nav."""
    reference = reference_pages(code_of({"README.md": b""}), folder="projects/demo")
    assert reference.pages == ()
    assert reference.nav is None


def test_the_overview_quotes_docstrings_as_plain_text() -> None:
    """Markup, links, HTML and macros of a docstring are text in the overview."""
    hostile = '"""<script>alert(1)</script> [a](javascript:b) {{ 7*7 }} *c* `d`. Second sentence."""'
    text = (
        reference_pages(code_of({"pkg/__init__.py": hostile.encode()}), folder="projects/demo").pages[0].text
    )
    line = next(line for line in text.splitlines() if line.startswith("- "))
    assert line.startswith("- [`pkg`](pkg/index.md): ")
    assert not set("<>{}[]*`") & set(line.split(": ", 1)[1])
    assert "Second" not in line


@pytest.mark.parametrize(
    ("docstring", "sentence"),
    [
        ("One. Two.", "One."),
        (
            "Uses e.g.x and 1.5 things\n    on two lines\n\n    More.",
            "Uses e.g.x and 1.5 things on two lines",
        ),
        ("", ""),
        ("x" * 300, "x" * 199 + "…"),
        ("\\ud800 lone", "? lone"),
    ],
)
def test_the_first_sentence_is_one_line(docstring: str, sentence: str) -> None:
    """The first sentence of the first paragraph, cut at 200 characters, and always encodable."""
    assert first_sentence(f'"""{docstring}"""'.encode()) == sentence
