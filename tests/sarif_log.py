"""A SARIF log as its readers take it: the part of the schema that is written, and what GitHub asks for besides."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from mkdocs_oss.cli.sarif import FINGERPRINT


def shape(value: Any, wanted: Any, at: str = "$") -> None:
    """Fails where `value` has not the keys and types of `wanted`: (required, optional) keys of SARIF's schema."""
    if isinstance(wanted, list):
        assert isinstance(value, list), at
        for index, item in enumerate(value):
            shape(item, wanted[0], f"{at}[{index}]")
    elif isinstance(wanted, dict):
        assert isinstance(value, dict), at
        required = {key for key in wanted if not key.endswith("?")}
        optional = {key.rstrip("?") for key in wanted if key.endswith("?")}
        assert required <= value.keys() <= required | optional, at
        for key, item in value.items():
            shape(item, wanted.get(key, wanted.get(f"{key}?")), f"{at}.{key}")
    elif isinstance(wanted, set):
        assert value in wanted, at
    else:
        assert isinstance(value, wanted), at


TEXT = {"text": str, "markdown?": str}
LOG: Mapping[str, Any] = {
    "$schema": str,
    "version": {"2.1.0"},
    "runs": [
        {
            "tool": {
                "driver": {
                    "name": str,
                    "version": str,
                    "informationUri": str,
                    "rules": [
                        {
                            "id": str,
                            "shortDescription": TEXT,
                            "fullDescription": TEXT,
                            "help": TEXT,
                            "properties": {"tags": [str]},
                        }
                    ],
                }
            },
            "originalUriBaseIds": {"%SRCROOT%": {"description": TEXT}},
            "columnKind": {"utf16CodeUnits", "unicodeCodePoints"},
            "results": [
                {
                    "ruleId": str,
                    "ruleIndex": int,
                    "level": {"none", "note", "warning", "error"},
                    "message": TEXT,
                    "locations": [
                        {
                            "physicalLocation": {
                                "artifactLocation": {"uri": str, "uriBaseId": str},
                                "region": {"startLine": int},
                            },
                            "logicalLocations?": [{"fullyQualifiedName": str, "kind": str}],
                        }
                    ],
                    "partialFingerprints": {FINGERPRINT: str},
                    "properties": {"repo": str, "where": str, "remedy": str, "owners?": [str]},
                }
            ],
        }
    ],
}
"""The part of the schema of SARIF 2.1.0 that we write (https://json.schemastore.org/sarif-2.1.0.json)."""


def checked(text: str) -> dict[str, Any]:
    """The run of a SARIF log, held to the schema and to what GitHub asks for besides."""
    log = json.loads(text)
    shape(log, LOG)
    (found,) = log["runs"]
    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert rules == sorted(set(rules))
    for result in found["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert re.fullmatch(r"[\w./~%-]+", place["artifactLocation"]["uri"], re.ASCII)
        assert not place["artifactLocation"]["uri"].startswith("/")
        assert place["region"]["startLine"] >= 1
    prints = [result["partialFingerprints"][FINGERPRINT] for result in found["results"]]
    assert len(set(prints)) == len(prints)
    return dict(found)
