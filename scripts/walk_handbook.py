"""Walks the built site of a handbook, and asks of every broken link whether a finding names it.

`python scripts/walk_handbook.py SITE_DIR [--json]` prints, for each repo: pages, internal links, broken ones, those
that a finding names with file and line, and those that none names; then the findings of a broken anchor that the site
contradicts, and those whose link stands on the built page as text. The exit code is 1 where a broken link is not named
or a finding is contradicted. Pages and findings are those of `oss/handbook.json` in the site; nothing is fetched.
"""

from __future__ import annotations

import json
import posixpath
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from walk_links import arguments_of, walk

HUB = "the handbook itself"
_OF_LINKS = ("broken-link", "broken-anchor")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")


@dataclass(frozen=True)
class Explained:
    """A broken link of the site, and where a finding says that it is written; "" where none does."""

    repo: str
    page: str
    target: str
    kind: str
    where: str


@dataclass(frozen=True)
class Row:
    """One repo in numbers. `findings`: of broken links and anchors; a link that leads nowhere here leads to the forge, so
    most of them are no broken links of the site. Of the findings of a broken anchor, `contradicted`: there is that link on the built page,
    and it resolves; `as_text`: there is no such link, since the handbook does not read that part as Markdown."""

    repo: str
    pages: int
    links: int
    findings: int
    broken: int
    named: int
    unexplained: int
    contradicted: tuple[str, ...]
    as_text: int


@dataclass(frozen=True)
class Report:
    """All repos, and each broken link."""

    rows: tuple[Row, ...]
    broken: tuple[Explained, ...]

    @property
    def is_good(self) -> bool:
        return not any(row.unexplained or row.contradicted for row in self.rows)


@dataclass(frozen=True)
class _Finding:
    """A finding about a link: the link as it is written, and the file and line where."""

    repo: str
    code: str
    file: str
    where: str
    written: str

    def names(self, target: str, kind: str) -> bool:
        """Whether the link that it is about became this one in the built site."""
        if self.written == target:
            return True
        own, built = urlsplit(self.written), urlsplit(target)
        if kind == "anchor":
            return self.code == "broken-anchor" and unquote(own.fragment) == unquote(built.fragment)
        return self.code == "broken-link" and _stem(own.path) == _stem(built.path)


def report(site: Path, *, base: str = "/", site_url: str = "") -> Report:
    """What the built site has of broken links, beside what its findings say."""
    facts = json.loads((site / "oss/handbook.json").read_bytes())
    pages = {_html(page["url"]): page for page in facts["pages"]}
    findings = list(_findings(facts["findings"]))
    about: dict[tuple[str, str], list[_Finding]] = {}
    for finding in findings:
        about.setdefault((finding.repo, finding.file), []).append(finding)
    done = walk(site, base=base, site_url=site_url)
    sources = {(page["repo"], page["path"]) for page in facts["pages"]}
    elsewhere = [finding for finding in findings if (finding.repo, finding.file) not in sources]  # snippets
    seen: set[_Finding] = set()
    broken: list[Explained] = []
    for fault in done.broken:
        repo, own = _whose(fault.page), pages.get(fault.page)
        near = about.get((repo, own["path"]), []) if own else []
        naming = [
            finding
            for finding in (*near, *(other for other in elsewhere if other.repo == repo))
            if finding.names(fault.target, fault.kind)
        ]
        seen |= set(naming)
        broken.append(
            Explained(repo, fault.page, fault.target, fault.kind, naming[0].where if naming else "")
        )
    unseen = [finding for finding in findings if finding.code == "broken-anchor" and finding not in seen]
    built = {(page["repo"], page["path"]): name for name, page in pages.items()}
    contradicted = [
        finding
        for finding in unseen
        if unquote(urlsplit(finding.written).fragment)
        in done.anchors.get(built.get((finding.repo, finding.file), ""), ())
    ]
    return Report(tuple(_rows(done.counts, broken, findings, unseen, contradicted)), tuple(broken))


def _rows(
    counts: Mapping[str, int],
    broken: Iterable[Explained],
    findings: Iterable[_Finding],
    unseen: Iterable[_Finding],
    contradicted: Iterable[_Finding],
) -> Iterator[Row]:
    whose = {name: _whose(name) for name in counts}
    for repo in sorted(set(whose.values()), key=lambda name: (name != HUB, name.casefold())):
        own = [fault for fault in broken if fault.repo == repo]
        named = sum(bool(fault.where) for fault in own)
        wrong = tuple(f"{found.where}: {found.written}" for found in contradicted if found.repo == repo)
        yield Row(
            repo,
            pages=sum(found == repo for found in whose.values()),
            links=sum(count for name, count in counts.items() if whose[name] == repo),
            findings=sum(found.repo == repo for found in findings),
            broken=len(own),
            named=named,
            unexplained=len(own) - named,
            contradicted=wrong,
            as_text=sum(found.repo == repo for found in unseen) - len(wrong),
        )


def _findings(entries: Iterable[Mapping[str, Any]]) -> Iterator[_Finding]:
    for entry in entries:
        quoted = _QUOTED.search(entry["message"]) if entry["code"] in _OF_LINKS else None
        if quoted:
            file = entry["where"].rpartition(":")[0]
            written = quoted[1] if quoted[1] is not None else quoted[2]
            yield _Finding(entry["repo"], entry["code"], file, entry["where"], written)


def _whose(page: str) -> str:
    """The repo that a built page belongs to, by its place."""
    parts = page.split("/")
    if parts[0] == "projects" and len(parts) > 2:
        return parts[1]
    return HUB


def _html(url: str) -> str:
    """The file that is built for a page's URL."""
    path = unquote(url)
    return f"{path}index.html" if path.endswith("/") or not path else path


def _stem(path: str) -> str:
    name = posixpath.basename(unquote(path).rstrip("/"))
    return re.sub(r"\.(?:md|html)$", "", name)


def main() -> None:
    arguments = arguments_of(__doc__)
    found = report(arguments.site, base=arguments.base, site_url=arguments.site_url)
    if arguments.as_json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        print(
            "| repo | pages | internal links | findings | broken | named by a finding | unexplained | contradicted | as text |"
        )
        print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
        for row in found.rows:
            print(
                f"| {row.repo} | {row.pages:,} | {row.links:,} | {row.findings:,} | {row.broken:,} | {row.named:,} "
                f"| {row.unexplained:,} | {len(row.contradicted):,} | {row.as_text:,} |"
            )
        for fault in found.broken:
            if not fault.where:
                print(f"{fault.page}: {fault.target} ({fault.kind}): no finding names it", file=sys.stderr)
        for row in found.rows:
            for finding in row.contradicted:
                print(f"{row.repo}: {finding}: in the site it resolves", file=sys.stderr)
    sys.exit(not found.is_good)


if __name__ == "__main__":
    main()
