"""Findings as SARIF 2.1.0, which forges and editors read (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).

GitHub's code scanning takes the part of it that https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
describes: it asks for a location with a line in each result.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from mkdocs_oss import __version__
from mkdocs_oss.cli.places import Placed
from mkdocs_oss.cli.rules import OTHER, RULES
from mkdocs_oss.model import Finding
from mkdocs_oss.settings.urls import is_web_url

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HOME = "https://github.com/mkdocs-oss/mkdocs-oss"
BASE = "%SRCROOT%"
FINGERPRINT = "mkdocsOssFinding/v1"
_IN_LABEL = str.maketrans({char: f"\\{char}" for char in "[]\\"})
_IN_TARGET = str.maketrans({"(": "%28", ")": "%29"})


def sarif(found: Sequence[Placed]) -> dict[str, Any]:
    """One run with a result for each finding, and the rules that they name. The same findings give the same bytes."""
    codes = sorted({each.finding.code for each in found})
    prints = _fingerprints(found)
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "mkdocs-oss",
                        "version": __version__,
                        "informationUri": HOME,
                        "rules": [_rule(code) for code in codes],
                    }
                },
                "originalUriBaseIds": {
                    BASE: {"description": {"text": "The root of the repository that was checked."}}
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(each, codes.index(each.finding.code), print_)
                    for each, print_ in zip(found, prints, strict=True)
                ],
            }
        ],
    }


def _rule(code: str) -> dict[str, Any]:
    rule = RULES.get(code, OTHER)
    return {
        "id": code,
        "shortDescription": {"text": rule.says},
        "fullDescription": {"text": rule.says},
        "help": {"text": f"{rule.says} {rule.mend}", "markdown": f"{rule.says}\n\n{rule.mend}"},
        "properties": {"tags": ["documentation"]},
    }


def _result(each: Placed, index: int, fingerprint: str) -> dict[str, Any]:
    finding = each.finding
    path = quote(each.path.encode("utf-8", "surrogateescape"))
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": path, "uriBaseId": BASE},
            "region": {"startLine": max(each.line, 1)},
        }
    }
    if not each.is_here:
        where = f"{finding.repo}:{finding.where}" if finding.where else finding.repo
        location["logicalLocations"] = [{"fullyQualifiedName": where, "kind": "repository"}]
    properties: dict[str, Any] = {"repo": finding.repo, "where": finding.where, "remedy": finding.remedy}
    if finding.owners:
        properties["owners"] = list(finding.owners)
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": f"{each.message}{_commits(finding)}"},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": properties,
    }


def _commits(finding: Finding) -> str:
    """The commits that a finding rests on, as links in its message (section 3.11.6), where they lead to the web."""
    links = [
        f"[{link.label.translate(_IN_LABEL)}]({link.url.translate(_IN_TARGET)})"
        for link in finding.links
        if is_web_url(link.url)
    ]
    return f" ({', '.join(links)})" if links else ""


def _fingerprints(found: Iterable[Placed]) -> list[str]:
    """What makes each finding the same one in another run: its code, its file and its words, but no number in them.

    Lines move, days pass and commits add up; of two that are alike else, the first stays the first.
    """
    seen: Counter[str] = Counter()
    prints = []
    for each in found:
        finding = each.finding
        file = re.sub(r":\d+(?=$|: )", "", finding.where)
        words = re.sub(r"\d+", "0", finding.message)
        text = "\0".join((finding.code, finding.repo, file, words))
        seen[text] += 1
        told = f"{text}\0{seen[text]}".encode("utf-8", "surrogateescape")
        prints.append(hashlib.sha256(told).hexdigest()[:32])
    return prints
