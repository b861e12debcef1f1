"""`mkdocs-oss check --changed BASE`: what a change in this repo would break, and which pages speak of what it changes."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from msgspec import structs

from mkdocs_oss import clock, gather
from mkdocs_oss.cli.formats import Format, print_for_forge
from mkdocs_oss.cli.places import Placed
from mkdocs_oss.cli.printing import echo, print_json
from mkdocs_oss.cli.shared import COLOURS, counted
from mkdocs_oss.errors import OssError
from mkdocs_oss.gather.changed import Touched, drift_of_change
from mkdocs_oss.gather.owners import owners_of
from mkdocs_oss.git import Git
from mkdocs_oss.model import Finding, Owners, Repo, Severity
from mkdocs_oss.settings import Settings
from mkdocs_oss.site import finding_json
from mkdocs_oss.sources import git_top, open_worktree
from mkdocs_oss.sources.hub_facts import HubFacts, read_hub
from mkdocs_oss.sources.impact import Broken, broken_by, merge_base, worktree_of
from mkdocs_oss.sources.same_repo import names_of, remotes_of

VARIABLE = "MKDOCS_OSS_HUB"


def check_change(base: str, hub: str | None, name: str | None, *, form: Format, strict: bool) -> None:
    """Prints what would break, and which pages speak of what changes; exits 1 where there is more than notes.

    Raises OssError.
    """
    top = git_top(Path.cwd())
    if top is None:
        raise OssError("this folder is in no git repository; go to the repo whose change is to be checked")
    git, now = Git(), clock.now()
    facts = read_hub(hub) if hub else HubFacts((), ())
    known = [Repo(repo.name, url=repo.url) for repo in facts.repos]
    if name:
        name = _named(name, known)
    elif hub:
        name, *others = names_of(top, remotes_of(top, git=git), known)
        facts = facts.as_one([name, *others])
    else:
        name = top.name
    source = worktree_of(open_worktree(Repo(name, path=top), git=git))
    start = merge_base(source, base, git=git)
    links = broken_by(source, start, name, facts, git=git)
    build = gather.Build(Settings(frozenset({"freshness"})), git=git, today=now.date())
    pages = drift_of_change(source, start, facts.pages, build=build, now=now)
    pages = _with_owners(pages, name, top, git=git, now=now)
    if form == "json":
        print_json(
            {
                "links": [structs.asdict(link) for link in links],
                "pages": [{**finding_json(each.finding), "cause": each.cause} for each in pages],
            }
        )
    elif form != "text":
        print_for_forge([*(_placed(link) for link in links), *(_at(each, name) for each in pages)], form)
    else:
        _tell(links, pages, has_hub=bool(hub))
    sys.exit(bool(links) or any(strict or each.finding.severity != "note" for each in pages))


def _tell(links: Sequence[Broken], pages: Sequence[Touched], *, has_hub: bool) -> None:
    for link in links:
        place = f"{link.repo}: {link.file}:{link.line}"
        _tell_one(place, f"{link.what}; {_remedy(link)}", severity="warning", owners=link.owners)
    for finding in (each.finding for each in pages):
        place, said = f"{finding.repo}: {finding.where}", f"{finding.message}; {finding.remedy}"
        _tell_one(place, said, severity=finding.severity, owners=finding.owners)
    broken = f"{counted(len(links), 'link')} of other repos would break"
    named = {(each.finding.repo, re.sub(r":\d+\Z", "", each.finding.where)) for each in pages}
    spoken = f"{counted(len(named), 'page')} should be read again"
    told = [said for said, of in ((broken, links), (spoken, pages)) if of]
    echo("; ".join(told) or "no link would break, and no page speaks of what has changed", err=True)
    if not has_hub:
        echo(
            f"Only this repo's own pages were looked at; for those of a handbook, name its built site or its address "
            f"with --hub, or in {VARIABLE}.",
            err=True,
        )


def _tell_one(place: str, said: str, *, severity: Severity, owners: Sequence[str]) -> None:
    echo(place, fg=COLOURS[severity], nl=False)
    echo(f" ({' '.join(owners)}): {said}" if owners else f": {said}")


def _with_owners(pages: Sequence[Touched], name: str, top: Path, *, git: Git, now: datetime) -> list[Touched]:
    """This repo's own pages with their owners; those that a handbook told of have theirs, where the repo names nobody."""
    files = {
        each.finding.where: str(top / _file(each.finding)) for each in pages if each.finding.repo == name
    }
    asked = list(dict.fromkeys(files.values()))
    found = owners_of(asked, None, git=git, now=now) if asked else []
    answers = {answer.given: answer.owners for answer in found}

    def owned(each: Touched) -> Touched:
        answer = answers.get(files.get(each.finding.where, "")) if each.finding.repo == name else None
        if not isinstance(answer, Owners) or not answer.handles:
            return each
        return Touched(structs.replace(each.finding, owners=answer.handles), each.cause)

    return [owned(each) for each in pages]


def _file(finding: Finding) -> str:
    """The file of a `file:line`, or of a file alone."""
    file, _, line = finding.where.rpartition(":")
    return file if line.isdecimal() else finding.where


def _at(each: Touched, name: str) -> Placed:
    """A page of this repo, at its own line; a page elsewhere, at the file whose change is the cause."""
    finding = each.finding
    line = finding.where.rpartition(":")[2]
    if finding.repo == name:
        said = f"{finding.message}; {finding.remedy}"
        return Placed(finding, _file(finding), int(line) if line.isdecimal() else 0, message=said)
    said = f"{finding.repo}: {finding.where}: {finding.message}; {finding.remedy}"
    return Placed(finding, each.cause, message=said)


def _named(name: str, repos: list[Repo]) -> str:
    if all(repo.name != name for repo in repos):
        listed = ", ".join(repo.name for repo in repos) or "none"
        raise OssError(f"the hub has no repo {name!r}; it has {listed}")
    return name


def _placed(link: Broken) -> Placed:
    """A link that would break, at the file of this repo that it leads to: there the change can still mend it."""
    remedy, where = _remedy(link), f"{link.file}:{link.line}"
    finding = Finding("link-breaks", "warning", link.repo, where, link.what, remedy, link.owners)
    return Placed(finding, link.now or link.path, message=f"{link.repo}: {where}: {link.what}; {remedy}")


def _remedy(link: Broken) -> str:
    return f"{link.mend}; or write {link.text} there" if link.text else link.mend
