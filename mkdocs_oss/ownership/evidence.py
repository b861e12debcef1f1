"""What a repo's own files say of who owns its paths, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from msgspec import Struct, field

from mkdocs_oss.model import Adoption, ForgeKind, Rule
from mkdocs_oss.ownership import catalog_info, folder_meta, project_people
from mkdocs_oss.ownership.answer import Answer, Considered, Named, Step
from mkdocs_oss.ownership.codeowners import (
    BadLine,
    Codeowners,
    Decision,
    Dialect,
    adoption_in,
    find_codeowners,
    line_for,
    new_place,
    parse_codeowners,
)
from mkdocs_oss.ownership.owners_files import OwnersFiles
from mkdocs_oss.ownership.places import CATALOG_INFO, CODEOWNERS, FOLDER_META, OWNERS, PROJECT
from mkdocs_oss.ownership.repo_files import around
from mkdocs_oss.ownership.shown import shown

_MAX_WRONG = 5
NOT_READ_TO_ITS_END = "CODEOWNERS is too large to be read to its end"
IGNORED = "GitHub does not read a CODEOWNERS file of 3 MB or more, and nothing else names an owner"


class RepoOwnership(Struct, frozen=True):
    """The files of a repo that name owners. `codeowners` is the one file of that name that counts."""

    codeowners: Codeowners | None = None
    contents: Mapping[str, bytes] = field(default_factory=dict)
    owners_files: OwnersFiles = field(default_factory=lambda: OwnersFiles({}))
    new_file: tuple[str, Dialect] | None = None
    """Where its first CODEOWNERS would be, and in which dialect; None where it has one, or that is not known."""
    _read: dict[str, Named] = field(default_factory=dict)
    """What the files say that have been asked so far."""

    @property
    def names_somebody(self) -> bool:
        """Whether rules for paths are among the files, so that a path that none of them matches is without owner."""
        return (self.codeowners is not None and not self.codeowners.is_ignored) or any(
            path.rpartition("/")[2] == OWNERS for path in self.contents
        )

    def problems(self) -> Iterator[tuple[str, BadLine]]:
        """(file, what is wrong) of the lines of CODEOWNERS and OWNERS that are not read."""
        if self.codeowners is not None:
            yield from ((self.codeowners.file, bad) for bad in self.codeowners.bad_lines)
        yield from self.owners_files.bad_lines

    def metadata_problems(self) -> Iterator[tuple[str, BadLine]]:
        """(file, what is wrong) of each `.meta.yml` whose owners are none."""
        for file, content in self.contents.items():
            if file.rpartition("/")[2] == FOLDER_META:
                bad = folder_meta.wrong_line(content, file=file)
                if bad is not None:
                    yield file, bad

    def adoption(self, path: str) -> Adoption | None:
        """How a path that nobody owns gets an owner; None where no line of CODEOWNERS can name it."""
        if self.codeowners is not None:
            return adoption_in(self.codeowners, path)
        if self.new_file is None or (line := line_for(path, self.new_file[1])) is None:
            return None
        return Adoption(line, self.new_file[0], is_new=True)

    def folders(self, path: str) -> Considered:
        """`.meta.yml` of the folders around a path."""
        return self._nearest(path, (FOLDER_META,), folder_meta.KIND, folder_meta.read_folder_meta)

    def rules(self, path: str) -> Iterator[Considered]:
        """CODEOWNERS, and then the OWNERS files around a path."""
        if self.codeowners is not None:
            cut = self.codeowners.cut
            yield _considered(self.codeowners.decide(path)) if cut is None else _cut(self.codeowners, cut)
        yield self.owners_files.consider(path)

    def project(self, path: str) -> Iterator[Considered]:
        """What the project says of itself: catalog-info.yaml, and then pyproject.toml."""
        yield self._nearest(path, CATALOG_INFO, catalog_info.KIND, catalog_info.read_catalog_info)
        yield self._nearest(path, (PROJECT,), project_people.KIND, project_people.read_project)

    def _nearest(
        self, path: str, names: tuple[str, ...], kind: str, read: Callable[..., Named]
    ) -> Considered:
        """The nearest file around a path that names owners."""
        looked_at: list[Named] = []
        for place in around(path, self.contents, names):
            if place not in self._read:
                self._read[place] = read(self.contents[place], file=place)
            looked_at.append(self._read[place])
            if looked_at[-1].answer is not None:
                break
        answer = looked_at[-1].answer if looked_at else None
        return Considered(kind, answer, lambda: tuple(step for named in looked_at for step in named.steps))


def read_ownership(
    contents: Mapping[str, bytes],
    *,
    forge: ForgeKind | Literal["custom", ""] = "",
    asked: Dialect | None = None,
    otherwise: Dialect = "github",
) -> RepoOwnership:
    """What the files say; keys are paths from the repo's root. Never raises. The dialect: `find_codeowners`."""
    found = find_codeowners(contents, forge=forge, asked=asked, otherwise=otherwise)
    codeowners = None
    if found is not None:
        place, dialect = found
        codeowners = parse_codeowners(contents[place], file=place, dialect=dialect)
    new_file = new_place(forge, otherwise=asked or otherwise) if codeowners is None else None
    return RepoOwnership(codeowners, contents, OwnersFiles(contents), new_file=new_file)


def _considered(decision: Decision) -> Considered:
    answer = Answer(CODEOWNERS, decision.owners, decision.evidence) if decision.decides else None

    return Considered(CODEOWNERS, answer, lambda: _trail(decision))


def _trail(decision: Decision) -> tuple[Step, ...]:
    """The rules that match the path, and among them the lines that look as though they did; in the file's order."""
    file = decision.file
    steps = [Step(step.rule.as_evidence(file), step.why, decides=step.decides) for step in decision.trail]
    wrong = decision.codeowners.wrong(decision.path)
    told = wrong[-_MAX_WRONG:]  # of many the last, since those would decide
    steps += [Step(Rule(file, bad.line, shown(bad.pattern)), bad.what) for bad in told]
    steps.sort(key=lambda step: step.rule.line)
    count = len(wrong) - len(told) if wrong else decision.codeowners.unreadable
    if count:
        line_s = "line is" if count == 1 else "lines are"
        what = f"{count:,} more such {line_s} wrong" if wrong else f"{count:,} {line_s} not read"
        steps.append(Step(Rule(file, 0, what), "see `mkdocs-oss check`"))
    return tuple(steps)


def _cut(codeowners: Codeowners, cut: BadLine) -> Considered:
    """What a file says that is too large: nothing where its forge ignores it, else nothing that can be known, since
    in each dialect a later rule may decide otherwise."""
    rule = Rule(codeowners.file, cut.line, cut.what)
    if codeowners.is_ignored:
        return Considered(
            CODEOWNERS, None, lambda: (Step(rule, "GitHub does not read a file of 3 MB or more"),)
        )
    step = Step(rule, "who owns the path may stand in what is not read")
    return Considered(CODEOWNERS, None, lambda: (step,), NOT_READ_TO_ITS_END)
