"""Which lines of the files that it takes in a page shows by their numbers."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from mkdocs_oss.sources import read_document
from mkdocs_oss.sources.shown_lines import shown_lines

SNIPPET = '--8<-- "src/a.py"'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f'```py hl_lines="2 4-5"\n{SNIPPET}\n```', ((2, 2), (4, 5))),
        (f'=== "a.py"\n\n    ~~~py title="a" hl_lines=\'3\'\n    {SNIPPET}\n    ~~~', ((3, 3),)),
        ('```py hl_lines="2"\n--8<-- "src/a.py:10:20"\n```', ((10, 20), (11, 11))),
        ('--8<-- "src/a.py:10:20,30:31"', ((10, 20), (30, 31))),
        ("{* src/a.py ln[1:9] hl[2,7:8] *}", ((1, 9), (2, 2), (7, 8))),
    ],
)
def test_what_a_page_shows_by_number(text: str, shown: tuple[tuple[int, int], ...]) -> None:
    """Highlighted in a block that begins with the file, or cut out of it: counted from the file's first line."""
    assert shown_lines(read_document(text.encode())) == {"src/a.py": shown}


@pytest.mark.parametrize(
    "text",
    [
        f"```py\n{SNIPPET}\n```",
        '```py hl_lines="2"\nx = 1\n```',  # the page's own code
        f'```py hl_lines="2"\nx = 1\n{SNIPPET}\n```',
        '```py hl_lines="2"\n--8<-- "src/a.py:part"\n```',  # a section may move as a whole
        '```py hl_lines="2"\n--8<-- "src/a.py:-5:"\n```',
        "{* src/a.py *}",
        f'```py hl_lines="0 5-2 x"\n{SNIPPET}\n```',
    ],
)
def test_what_counts_for_nothing(text: str) -> None:
    """A number that does not count from the file's own first line may stay right while the file changes."""
    assert shown_lines(read_document(text.encode())) == {}


def test_snippets_that_are_in_place() -> None:
    """There each line tells where it was written, and a number counts where the block has the file from its beginning."""
    document = read_document(b'```py hl_lines="1 2-3"\na = 1\nb = 2\nc = 3\n```\n')
    page, code = ("docs/a.md", 1), tuple(("src/a.py", number) for number in (1, 2, 3))
    whole = replace(document, origins=(page, *code, page))
    assert shown_lines(whole) == {"src/a.py": ((1, 1), (2, 3))}
    part = replace(document, origins=(page, *(("src/a.py", number + 7) for _, number in code), page))
    assert shown_lines(part) == {}


def test_a_page_without_end_is_read_at_once() -> None:
    """Nothing in a page of another team takes long."""
    text = "{* a.py " + "hl[1," * 50_000 + '\n```py hl_lines="' + "1 " * 50_000 + "\n" + "{*" * 50_000
    assert shown_lines(read_document(text.encode())) == {}
