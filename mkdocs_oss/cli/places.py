"""Where the repo that a pipeline has checked out shows a finding: its file, as a path from the repo's root."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct, field

from mkdocs_oss import terminal
from mkdocs_oss.model import Finding, Handbook
from mkdocs_oss.settings import Site
from mkdocs_oss.sources import repo_path

_PLACE = re.compile(r"(?P<file>.+?)(?::(?P<line>\d+))?(?:: .*)?")


class Placed(Struct, frozen=True):
    """A finding, and where it shows: `path` from the root of the repo, `line` (0: the whole file).

    `is_here`: the fault itself is in that file. Else it is in another repo, and the file is the one that names that
    repo: a place for formats that cannot do without.
    """

    finding: Finding
    path: str
    line: int = 0
    is_here: bool = True
    message: str = ""


class Places(Struct, frozen=True):
    """The files of one repo. `name`: the repo's; `root`: its worktree; `settings`: its settings file.

    `entries`: repo → where the settings name it, as `file:line`.
    """

    name: str
    root: Path
    settings: Path
    entries: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(handbook: Handbook, site: Site) -> Places:
        """The places of a handbook's own repo."""
        root = handbook.hub.root or site.config_file.parent
        entries = {source.repo.name: source.repo.where for source in handbook.sources}
        return Places(handbook.hub.repo.name, root, site.config_file, entries)

    def placed(self, findings: Iterable[Finding]) -> list[Placed]:
        """Each finding with its place, in order."""
        return [self._placed(finding) for finding in findings]

    def _placed(self, finding: Finding) -> Placed:
        entry = self.entries.get(finding.repo, "")
        if finding.repo == self.name and (found := self._file(finding.where)):
            return Placed(finding, *found, message=_said("", finding))
        if entry and finding.where == entry and (found := self._file(entry)):
            return Placed(finding, *found, message=_said(finding.repo, finding))
        place = f"{finding.repo}: {finding.where}" if finding.where else finding.repo
        path, line = self._file(entry) or (repo_path(self.settings, self.root) or self.settings.name, 0)
        return Placed(finding, path, line, is_here=False, message=_said(place, finding))

    def _file(self, where: str) -> tuple[str, int] | None:
        """(path, line) of `file:line`, as seen from the root of the repo or from the settings; None for no file."""
        match = _PLACE.fullmatch(where)
        if match is None:
            return None
        for folder in (self.root, self.settings.parent):
            file = folder / match["file"]
            if file.is_file() and (path := repo_path(file, self.root)):
                return path, int(match["line"] or 0)
        return None


def _said(place: str, finding: Finding) -> str:
    """The message with its remedy, in one line."""
    message = f"{finding.message}; {finding.remedy}" if finding.remedy else finding.message
    return terminal.line(f"{place}: {message}" if place else message)
