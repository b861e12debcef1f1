"""The owner in Backstage's catalog-info.yaml.

Sources: https://backstage.io/docs/features/software-catalog/descriptor-format/ (`spec.owner`) and
https://backstage.io/docs/features/software-catalog/references/ (`[kind:][namespace/]name`; the kind of an owner is
`group` where it is not written, and the namespace `default`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.model import Rule
from mkdocs_oss.ownership.answer import Answer, Named, Step
from mkdocs_oss.ownership.repo_files import MAX_YAML_BYTES, line_of, read_yaml
from mkdocs_oss.ownership.shown import shown

KIND = "catalog-info"
_PART = r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?"
_REFERENCE = re.compile(rf"(?:(?P<kind>{_PART}):)?(?:(?P<namespace>{_PART})/)?(?P<name>{_PART})")
_NEXT_DOCUMENT = re.compile(rb"^---.*$", re.MULTILINE)


def read_catalog_info(content: bytes, *, file: str) -> Named:
    """The owner of the first entity in a file that names one."""
    steps: list[Step] = []
    for line, written in _owners(content, file):
        handle = owner_handle(written)
        rule = Rule(file, line, shown(f"owner: {written[:200]}"))
        if handle is not None:
            steps.append(Step(rule, "decides: the nearest entity with an owner", decides=True))
            return Named(Answer(KIND, (handle,), rule), tuple(steps))
        steps.append(Step(rule, "it is no reference to a group or user"))
    return Named(None, tuple(steps))


def owner_handle(reference: str) -> str | None:
    """The handle of `group:default/team`: its name, with the namespace where that is not `default`; None where it
    is no reference to a group or user."""
    found = _REFERENCE.fullmatch(reference.strip())
    if found is None or (found["kind"] or "group").lower() not in ("group", "user"):
        return None
    namespace = found["namespace"]
    return found["name"] if namespace in (None, "default") else f"{namespace}/{found['name']}"


def _owners(content: bytes, file: str) -> Iterator[tuple[int, str]]:
    """(line, `spec.owner` as written) of each entity of the file that has one."""
    if len(content) > MAX_YAML_BYTES:
        return
    starts = [0, *(match.end() for match in _NEXT_DOCUMENT.finditer(content))]
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        text = _NEXT_DOCUMENT.sub(b"", content[start:end])
        located = read_yaml(text, file=file)
        if isinstance(located, SettingsError) or not isinstance(located.value, dict):
            continue
        spec: Any = located.value.get("spec")
        owner = spec.get("owner") if isinstance(spec, dict) else None
        if isinstance(owner, str) and owner.strip():
            yield content.count(b"\n", 0, start) + line_of(located, "spec", "owner"), owner.strip()
