"""The table of threats in the docs and the tests that show its guards name each other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs/development/security.md"


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def rows() -> dict[int, str]:
    """Number of the threat → its row."""
    return {
        int(row[1]): row[0] for row in re.finditer(r"^\| (\d+) \|.*$", PAGE.read_text("utf-8"), re.MULTILINE)
    }


def test_every_threat_has_a_test_that_exists() -> None:
    """Rows 1 to 19 each name at least one test, in the file that they say."""
    assert list(rows()) == list(range(1, 20))
    for number, row in rows().items():
        shown = 0
        for file, names in re.findall(r"`(tests/[\w/]+\.py)`((?:(?!`tests/).)*)", row):
            known = names_in(ROOT / file)
            named = re.findall(r"`(test_\w+)`", names)
            assert set(named) <= known, (number, file, set(named) - known)
            shown += len(named)
        assert shown > 0, number


def test_every_test_of_security_is_in_the_table() -> None:
    """No test of this folder is without its threat."""
    here = {
        name
        for path in Path(__file__).parent.glob("test_*.py")
        if path != Path(__file__)
        for name in names_in(path)
    }
    listed = set(re.findall(r"`(test_\w+)`", "".join(rows().values())))
    assert here - listed == set()
