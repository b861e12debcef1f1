"""The line that would give an owner to all of a folder, so that nobody has to write one for each of its pages.

The last line of CODEOWNERS decides, so a line for a folder takes it away from whoever has anything in it. It is offered
only for a folder in which nobody owns a file, and after our own parser has read it where it is to stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set

from msgspec.structs import replace

from mkdocs_oss.model import Adoption
from mkdocs_oss.ownership.codeowners import PLACEHOLDER, Dialect, folder_line, parse_codeowners
from mkdocs_oss.ownership.evidence import RepoOwnership
from mkdocs_oss.ownership.places import OWNERS

FEW = 3
"""So many pages can have a line each."""
MOST_ASKED = 20_000
"""Of more files it is not looked up who owns them, and no line is offered."""
_Choice = tuple[str, bool]
"""A folder, and whether all that lies below it is meant."""


def folder_lines(
    repo: RepoOwnership, ways: Mapping[str, Adoption], *, paths: Set[str], owned: Set[str]
) -> Mapping[str, str]:
    """Path of a page → the line for its folder; pages whose folder has none are left out.

    `ways`: how each page that nobody owns gets an owner by itself. `paths`: of the repo. `owned`: its pages with an
    owner that a rule of CODEOWNERS would overrule.
    """
    below = Counter(folder for path in ways for folder in _folders(path))
    here = Counter(path.rpartition("/")[0] for path in ways)
    # A folder that only holds folders may hold code as well: there each of them has its own line.
    large = {folder for folder in here if folder and below[folder] > FEW}
    dialect = _dialect(repo)
    if not large or dialect is None:
        return {}
    owns = _owning(repo, ways, paths=paths, owned=owned, large=large)
    if owns is None:
        return {}
    not_below, not_here = owns
    chosen: dict[_Choice, list[str]] = {}
    for path in ways:
        parent = path.rpartition("/")[0]
        folder = next((each for each in _folders(path) if each in large - not_below), None)
        if folder is not None:
            chosen.setdefault((folder, True), []).append(path)
        elif parent and here[parent] > FEW and parent not in not_here:
            chosen.setdefault((parent, False), []).append(path)
    return _that_work(repo, ways, chosen, dialect)


def _dialect(repo: RepoOwnership) -> Dialect | None:
    if repo.codeowners is not None:
        return repo.codeowners.dialect
    return repo.new_file[1] if repo.new_file is not None else None


def _folders(path: str) -> Iterator[str]:
    """The folders around a path, the outermost first, without the root."""
    at = path.find("/")
    while at > 0:
        yield path[:at]
        at = path.find("/", at + 1)


def _owning(
    repo: RepoOwnership, ways: Mapping[str, Adoption], *, paths: Set[str], owned: Set[str], large: Set[str]
) -> tuple[Set[str], Set[str]] | None:
    """The folders with a file that somebody owns: anywhere below, and in the folder itself. None: too many files."""
    below: set[str] = set()
    here: set[str] = set()
    asked = 0
    for path in sorted(paths - ways.keys()):
        folders = list(_folders(path))
        if not folders or (here.issuperset(folders[-1:]) and below.issuperset(folders)):
            continue
        if path not in owned and large.isdisjoint(folders):
            continue
        asked += 1
        if asked > MOST_ASKED:
            return None
        if path in owned or _names_somebody(repo, path):
            below.update(folders)
            here.add(folders[-1])
    return below, here


def _names_somebody(repo: RepoOwnership, path: str) -> bool:
    """Whether the rules of the repo give a file an owner; a file of owners counts for the folder that it lies in."""
    if path.rpartition("/")[2] == OWNERS:
        return True
    return repo.codeowners is not None and bool(repo.codeowners.decide(path).owners)


def _that_work(
    repo: RepoOwnership, ways: Mapping[str, Adoption], chosen: Mapping[_Choice, list[str]], dialect: Dialect
) -> Mapping[str, str]:
    """Path → line, of the folders whose line stands in one place for all pages, and decides for each of them there."""
    found: dict[str, str] = {}
    places: dict[Adoption, list[str]] = {}
    for (folder, below), pages in chosen.items():
        theirs = {replace(ways[path], line=ways[path].line.rpartition("\n")[0], url="") for path in pages}
        line = folder_line(folder, dialect, below=below)
        if line is None or len(theirs) > 1:
            continue
        (place,) = theirs
        line = f"{place.line}\n{line}" if place.line else line
        found |= dict.fromkeys(pages, line)
        places.setdefault(place, []).append(line)
    for place, lines in places.items():
        content = repo.contents.get(place.file, b"").decode("utf-8", "surrogateescape").split("\n")
        at = place.before - 1 if place.before else len(content)
        text = "\n".join([*content[:at], *lines, *content[at:]])
        read = parse_codeowners(text.encode("utf-8", "surrogateescape"), file=place.file, dialect=dialect)
        wrong = {
            line
            for path, line in found.items()
            if line in lines and PLACEHOLDER not in read.decide(path).owners
        }
        found = {path: line for path, line in found.items() if line not in wrong}
    return found
