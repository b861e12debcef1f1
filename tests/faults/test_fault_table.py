"""The table of faults in the docs says what the tests show: each row has its tests, each fault its row."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from faults.fault_table import FILES, ROWS
from faults.test_damaged_cache import DAMAGES
from sources.fault_server import FAULTS

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs/parts/fetching.md"
HEADING = "## What happens when something fails"


def functions() -> set[str]:
    """The names of the tests in the files of this folder that the table is about."""
    found: set[str] = set()
    for name in FILES:
        tree = ast.parse((HERE / f"{name}.py").read_text("utf-8"))
        found |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    return {name for name in found if name.startswith("test_")}


def rows_of_the_page() -> list[str]:
    """The first column of the table under the heading."""
    section = PAGE.read_text("utf-8").split(f"\n{HEADING}\n", 1)[1].split("\n## ", 1)[0]
    table = re.findall(r"^\| (.+?) \|", section, re.MULTILINE)
    return [row for row in table if not set(row) <= set("-: |")][1:]


def test_the_page_has_the_rows_of_the_tests() -> None:
    """The first column is what the tests are listed by, in the same order; there are at least twenty."""
    assert rows_of_the_page() == list(ROWS)
    assert len(ROWS) >= 20


def test_each_row_is_shown_by_a_test() -> None:
    """What a row names is a test of this folder, or a fault that one runs over."""
    known = functions() | set(FAULTS) | set(DAMAGES)
    for row, shown in ROWS.items():
        assert shown, row
        assert set(shown) <= known, (row, set(shown) - known)


@pytest.mark.parametrize("faults", [FAULTS, DAMAGES], ids=["server", "cache"])
def test_each_fault_has_one_row(faults: dict[str, object]) -> None:
    """No fault that is tested is missing in the docs."""
    listed = [name for shown in ROWS.values() for name in shown if name in faults]
    assert sorted(listed) == sorted(faults)
