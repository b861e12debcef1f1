"""Owners in the metadata of a folder: `.meta.yml`, as Material's meta plugin reads it for all pages below.

Source: https://squidfunk.github.io/mkdocs-material/plugins/meta/
"""

from __future__ import annotations

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.model import Rule
from mkdocs_oss.ownership.answer import Answer, Named, Step
from mkdocs_oss.ownership.codeowners import BadLine
from mkdocs_oss.ownership.front_matter import front_matter_owners
from mkdocs_oss.ownership.repo_files import line_of, read_yaml
from mkdocs_oss.ownership.shown import shown

KIND = "folder metadata"


def read_folder_meta(content: bytes, *, file: str) -> Named:
    """The owners that a folder's metadata names."""
    located = read_yaml(content, file=file)
    if isinstance(located, SettingsError):
        return Named(None, (Step(Rule(file, 0, located.what), "it cannot be read"),))
    try:
        named = front_matter_owners(located.value if isinstance(located.value, dict) else {})
    except ValueError as error:
        return Named(None, (Step(Rule(file, 0, str(error)), "it cannot be read"),))
    if named is None:
        return Named()
    key, handles = named
    rule = Rule(file, line_of(located, key), shown(f"{key}: {', '.join(handles)}"))
    return Named(
        Answer(KIND, handles, rule),
        (Step(rule, "decides: the nearest folder that names owners", decides=True),),
    )


def wrong_line(content: bytes, *, file: str) -> BadLine | None:
    """What is wrong with the owners that a folder's metadata names; None where nothing is."""
    located = read_yaml(content, file=file)
    if isinstance(located, SettingsError) or not isinstance(located.value, dict):
        return None
    try:
        front_matter_owners(located.value)
    except ValueError as error:
        key = str(error).split("`")[1]
        return BadLine(line_of(located, key), str(error), f"write `{key}: @team`")
    return None
