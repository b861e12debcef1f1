"""What a build reads of a repo: a pure question over the paths of a commit, and then over the pages' text.

The answer may be too large, and must never be too small: what is not in it is not fetched, and so is not there.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Set
from urllib.parse import quote

from mkdocs_oss.sources.landing import IMAGES, MARKDOWN
from mkdocs_oss.sources.modules_file import MODULES
from mkdocs_oss.sources.site_config import CONFIG_FILES, read_site_config

VERSION = "3"
"""Changes with the rules below: a store that was filled by other rules is looked through again."""
MAX_TEXT_BYTES = 2_000_000
MANY = 20
"""Files of one name, from which on a page must name the folder too."""
_DOCS = ("docs/", "doc/", "documentation/")
_COMMUNITY = ("readme", "contributing", "changelog", "code_of_conduct", "security", "license", "support")
_COMMUNITY_FOLDERS = frozenset({"", ".github", ".gitlab", "docs"})
_NAV_FILES = frozenset({".nav.yml", ".nav.yaml", ".pages", ".meta.yml", *CONFIG_FILES})
_ROOT_FILES = frozenset({".mailmap", ".git-blame-ignore-revs", ".oss-reviews.yml", MODULES})
_SNIPPET = b"8<"
"""Every snippet has it (https://facelessuser.github.io/pymdown-extensions/extensions/snippets/)."""
_BETWEEN = b" \t\r\n\f\v\"'`<>()[]{}|/\\,;:#?=!*"
"""What stands before and after a file's name, wherever one is written."""
_SPACES = bytes.maketrans(_BETWEEN, b" " * len(_BETWEEN))


def wanted_at_first(paths: Set[str], *, docs: str | None) -> frozenset[str]:
    """What the list of files alone shows that a build reads. `docs`: the folder that repos.yml names."""
    if docs == ".":
        return frozenset(path for path in paths if is_text(path) or path.lower().endswith(IMAGES))
    folders = (*_DOCS, f"{docs}/") if docs else _DOCS
    return frozenset(path for path in paths if path.startswith(folders) or is_text(path))


def is_text(path: str) -> bool:
    """Whether a build reads the file for its words, wherever the docs folder is."""
    folder, _, name = path.rpartition("/")
    if path.lower().endswith(MARKDOWN) or name in _NAV_FILES or path in _ROOT_FILES:
        return True
    return folder in _COMMUNITY_FOLDERS and (name == "CODEOWNERS" or name.lower().startswith(_COMMUNITY))


def to_look_into(paths: Iterable[str], *, named: bool = False) -> list[str]:
    """Those whose text may show that more is wanted: settings and Markdown; of what a page has `named`, any text."""
    return [
        path
        for path in paths
        if path.lower().endswith(MARKDOWN)
        or path.rpartition("/")[2] in CONFIG_FILES
        or (named and not path.lower().endswith(IMAGES))
    ]


def wanted_besides(contents: Mapping[str, bytes], others: Set[str]) -> frozenset[str]:
    """Those of `others` that `contents` (path → text) ask for: docs folders of settings files, images, snippets."""
    found = _below_docs(contents, others)
    by_name: dict[bytes, list[str]] = {}
    odd: set[bytes] = set()
    for path in others - found:
        name = path.rpartition("/")[2]
        for form in {name.encode("utf-8", "surrogateescape"), quote(name, errors="surrogateescape").encode()}:
            by_name.setdefault(form, []).append(path)
            if len(form.translate(_SPACES).split()) > 1 or form.translate(_SPACES).strip() != form:
                odd.add(form)
    names = by_name.keys()
    for path, content in contents.items():
        text = content[:MAX_TEXT_BYTES]
        any_file = _SNIPPET in text or path.rpartition("/")[2] in CONFIG_FILES
        hits = names & set(text.translate(_SPACES).split())
        hits |= {form for form in odd if form in text} if len(odd) <= 1000 else set()
        for form in hits:
            same = [each for each in by_name[form] if any_file or each.lower().endswith(IMAGES)]
            found.update(same if len(same) <= MANY else _nearest(same, path, text))
    return frozenset(found)


def _below_docs(contents: Mapping[str, bytes], others: Set[str]) -> set[str]:
    """The files of the docs folders that the settings files among `contents` name."""
    found: set[str] = set()
    for path, content in contents.items():
        folder, _, name = path.rpartition("/")
        config = read_site_config({name: content}) if name in CONFIG_FILES else None
        if config is not None and config.docs_dir:
            start = f"{posixpath.join(folder, config.docs_dir)}/"
            found.update(each for each in others if each.startswith(start))
        elif config is not None:
            start = f"{folder}/" if folder else ""
            found.update(each for each in others if each.startswith(start) and each.lower().endswith(IMAGES))
    return found


def _nearest(same: Iterable[str], page: str, text: bytes) -> list[str]:
    """Of many files of one name, those beside the page, at the root, or named with their folder."""
    here = posixpath.dirname(page)
    return [
        path
        for path in same
        if (folder := posixpath.dirname(path)) in ("", here)
        or f"{posixpath.basename(folder)}/{posixpath.basename(path)}".encode("utf-8", "surrogateescape")
        in text
    ]
