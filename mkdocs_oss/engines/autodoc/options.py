"""What a `:::` block may ask for. Names and types are those of mkdocstrings-python's options.

An allow-list: page text comes from many repos, and some options run code (`force_inspection`,
`extensions`), read files (`paths`), fetch (`inventories`) or take any pattern (`filters`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.settings.located_yaml import load_yaml

DEFAULTS: Mapping[str, Any] = {
    "allow_inspection": False,
    "force_inspection": False,
    "annotations_path": "brief",
    "docstring_section_style": "list",  # half the HTML of "table"
    "filters": ["!^_"],
    "group_by_category": True,
    "heading_level": 2,
    "inherited_members": False,
    "line_length": 80,
    "members_order": "source",
    "merge_init_into_class": True,
    "separate_signature": True,
    "show_bases": True,
    "show_if_no_docstring": True,
    "show_root_full_path": True,
    "show_root_heading": True,
    "show_root_toc_entry": True,
    "show_signature": True,
    "show_signature_annotations": True,
    "show_source": False,
    "show_submodules": False,
    "show_symbol_type_heading": True,
    "show_symbol_type_toc": True,
    "signature_crossrefs": True,
}

_SWITCHES = frozenset(
    {
        "group_by_category", "merge_init_into_class", "modernize_annotations", "overloads_only", "separate_signature",
        "show_attribute_values", "show_bases", "show_category_heading", "show_docstring_attributes",
        "show_docstring_classes", "show_docstring_description", "show_docstring_examples", "show_docstring_functions",
        "show_docstring_modules", "show_docstring_other_parameters", "show_docstring_parameters",
        "show_docstring_raises", "show_docstring_receives", "show_docstring_returns", "show_docstring_type_aliases",
        "show_docstring_type_parameters", "show_docstring_warns", "show_docstring_yields", "show_if_no_docstring",
        "show_labels", "show_object_full_path", "show_overloads", "show_root_full_path", "show_root_heading",
        "show_root_members_full_path", "show_root_toc_entry", "show_signature", "show_signature_annotations",
        "show_signature_type_parameters", "show_source", "show_submodules", "show_symbol_type_heading",
        "show_symbol_type_toc", "signature_crossrefs", "summary", "unwrap_annotated",
    }
)  # fmt: skip
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "annotations_path": ("brief", "source", "full"),
    "docstring_section_style": ("table", "list", "spacy"),
    "members_order": ("alphabetical", "source", "__all__"),
}
_NUMBERS: Mapping[str, range] = {"heading_level": range(1, 7), "line_length": range(40, 201)}
_NAMES = frozenset({"members", "inherited_members"})


_LONGEST = 4_000


def block_options(text: str) -> dict[str, Any]:
    """The allowed options of the YAML below a `:::` line; YAML that is malformed asks for nothing."""
    if len(text) > _LONGEST:
        return {}
    try:
        block = load_yaml(text, file="").value
    except SettingsError:
        return {}
    return allowed(block.get("options")) if isinstance(block, dict) else {}


def allowed(options: object) -> dict[str, Any]:
    """The entries that page text may set, each of the type that it must have."""
    if not isinstance(options, dict):
        return {}
    return {
        name: value for name, value in options.items() if isinstance(name, str) and _is_allowed(name, value)
    }


def _is_allowed(name: str, value: object) -> bool:
    if name in _SWITCHES:
        return isinstance(value, bool)
    if name in _CHOICES:
        return value in _CHOICES[name] if isinstance(value, str) else False
    if name in _NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool) and value in _NUMBERS[name]
    if name in _NAMES:
        return isinstance(value, bool) or (isinstance(value, list) and all(isinstance(v, str) for v in value))
    return False
