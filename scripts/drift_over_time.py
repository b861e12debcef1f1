"""What drift says of a repo's pages as they were on a day, when its code has gone on since: to be read by hand.

`python scripts/drift_over_time.py CHECKOUT --docs docs --since 2025-08-18` takes the pages' text of that day, which
counts as their last review, and prints each page that the code since then speaks against, with the sentences. Pages
that are gone are left out, since nobody would be warned of them, and so is vendored text. With `--json`, all pages that
speak of code, those without a word too, each with the files of it that have changed. CHECKOUT may be a bare store;
nothing is fetched, run or written. What such a store lacks of today counts as if no name stood in it. `--remote` says
where the repo lives, for links that name it in full, where git does not.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from mkdocs_oss.freshness import Comparison, Suspect, Watched, page_quotes, page_terms, watched
from mkdocs_oss.freshness.weight import state_of
from mkdocs_oss.gather import Build
from mkdocs_oss.gather.origins import origins_in
from mkdocs_oss.gather.past import Past, symbols_named
from mkdocs_oss.git import Git
from mkdocs_oss.history import read_histories
from mkdocs_oss.model import Reason, Repo, Source, Unknown
from mkdocs_oss.settings import Settings
from mkdocs_oss.settings.page_urls import PAGE_ENDS
from mkdocs_oss.sources import Atlas, Document, Plan, read_document
from mkdocs_oss.sources.asked import Asking
from mkdocs_oss.sources.files import list_ids
from mkdocs_oss.sources.forge import forge_of
from mkdocs_oss.sources.grep import words_in_code
from mkdocs_oss.sources.mentions import Mention, mentions
from mkdocs_oss.words import Words

_LARGEST = 1_000_000
_VENDORED = frozenset({"vendor", "third_party", "node_modules"})


@dataclass(frozen=True)
class Verdict:
    """What speaks against one page: (code, path, line that names it, sentence), the weightiest first.

    `state`: "" where nothing does. `changed`: of the files that it speaks of, those that are not what they were, each with
    the line that names it first: changes that count and those that do not.
    """

    page: str
    state: str
    reasons: tuple[tuple[str, str, str, str], ...]
    changed: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Told:
    """What was read: from which commit to which, over how many, and of how many pages."""

    base: str
    head: str
    commits: int
    pages: int
    bound: int
    verdicts: tuple[Verdict, ...]


def told(git_dir: Path, *, docs: str, since: date, remote: str, git: Git) -> Told:
    """The verdicts of the pages below `docs`, as they were at the end of the day `since`."""
    day = datetime.combine(since, time.max, UTC)
    head = git.read_text(git_dir, "rev-parse", "HEAD")
    base = git.read_text(git_dir, "rev-list", "-1", "--first-parent", f"--before={day.isoformat()}", head)
    found = remote or git.read_text(git_dir, "config", "--default", "", "--get", "remote.origin.url")
    source = _source(git_dir, head, found, git)
    then = list_ids(git_dir, base, git=git)
    now = list_ids(git_dir, head, git=git)
    pages = [path for path in then if path in now and _is_page(path, docs)]
    texts = dict(git.blobs(git_dir, {then[path] for path in pages}, largest=_LARGEST))
    documents = {path: read_document(texts[then[path]]) for path in pages if then[path] in texts}
    name = source.repo.name
    mentioned = _mentioned(documents, source, docs)
    source = replace(source, paths=frozenset(now))
    build = Build(Settings(frozenset({"freshness"})), git=git, today=day.date())
    every = [mention for found in mentioned.values() for mention in found]
    asked = {(path, symbol) for _, path, symbol in symbols_named(every)}
    origins = {(name, *symbol): origin for symbol, origin in origins_in(build, source, asked).items()}
    past = Past({name: source}, {}, {name: mentioned}, origins=origins)
    histories = read_histories(source, frozenset(), git=git, files=past.places(name))
    past = replace(past, histories={name: histories})
    judge = _Judge(source, git, day)
    bound = {path: past.bindings(name, path) for path in documents}
    verdicts = []
    for path, bindings in bound.items():
        found_of_page = watched(
            bindings, {(name, at): file for at, file in histories.files.items()}, since=day, seen={}
        )
        if not bindings:
            continue
        lines = {each.path: f"{each.file}:{each.line}" for each in reversed(bindings)}
        differ = tuple(
            (at, line) for at, line in sorted(lines.items()) if at in then and then[at] != now.get(at)
        )
        verdicts.append(_verdict(path, judge.reasons(documents[path], found_of_page), lines, differ))
    count = sum(1 for bindings in bound.values() if bindings)
    commits = int(git.read_text(git_dir, "rev-list", "--count", f"{base}..{head}"))
    return Told(base, head, commits, len(documents), count, tuple(verdicts))


def _source(git_dir: Path, head: str, remote: str, git: Git) -> Source:
    forge = forge_of(remote) if remote else Unknown("no remote")
    branch = git.read_text(git_dir, "rev-parse", "--abbrev-ref", "HEAD").rpartition("/")[2]
    return Source(Repo("repo"), None, git_dir, head, branch, remote or Unknown("no remote"), forge)


def _is_page(path: str, docs: str) -> bool:
    is_own = not _VENDORED.intersection(path.split("/"))
    return is_own and path.lower().endswith(PAGE_ENDS) and (not docs or path.startswith(f"{docs}/"))


def _mentioned(
    documents: Mapping[str, Document], source: Source, docs: str
) -> Mapping[str, tuple[Mention, ...]]:
    asking = Asking(Atlas.of([Plan(source)]), source.repo.name)
    find = partial(mentions, repo=source.repo.name, asking=asking, docs_dir=docs)
    return {path: find(document, path) for path, document in documents.items()}


def _verdict(
    page: str, reasons: list[Reason], lines: Mapping[str, str], changed: tuple[tuple[str, str], ...]
) -> Verdict:
    say = Words.of().reason
    told = [(each.code, str(each.values.get("path", "")), each) for each in reasons]
    return Verdict(
        page,
        state_of(reasons) or "",
        tuple((code, path, lines.get(path, ""), say(reason)) for code, path, reason in told),
        changed,
    )


@dataclass
class _Judge:
    source: Source
    git: Git
    since: datetime
    _known: dict[str, bool] = field(default_factory=dict)

    def reasons(self, document: Document, found: list[Watched]) -> list[Reason]:
        assert self.source.git_dir is not None
        suspects = [each for each in found if isinstance(each, Suspect)]
        blobs = {blob for suspect in suspects for blob in (*suspect.ends, *suspect.between) if blob}
        read = self.git.blobs(self.source.git_dir, blobs, largest=_LARGEST)
        contents = {(self.source.repo.name, blob): content for blob, content in read}
        terms, quotes = page_terms(document.body), page_quotes(document.body)
        compare = Comparison(contents, terms, self.since, lambda repo, sha: None, self._still_there, quotes)
        return compare.evidence(found)

    def _still_there(self, repo: str, terms: Set[str]) -> Set[str]:
        if new := terms - self._known.keys():
            there = words_in_code(self.source, new, git=self.git, is_whole=True)
            self._known.update({term: term in there for term in new})
        return {term for term in terms if self._known[term]}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--docs", default="docs", help="the folder of the pages; '' is the whole repo")
    parser.add_argument("--since", type=date.fromisoformat, required=True)
    parser.add_argument("--remote", default="")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    git_dir = args.checkout / ".git" if (args.checkout / ".git").exists() else args.checkout
    found = told(
        git_dir, docs=args.docs.strip("/."), since=args.since, remote=args.remote, git=Git(read_limit=600)
    )
    if args.json:
        json.dump(asdict(found), sys.stdout, indent=1)
        return 0
    for verdict in found.verdicts:
        if verdict.state:
            print(f"{verdict.state} {verdict.page}")
            for code, _, line, said in verdict.reasons:
                if code.startswith("drift-"):
                    print(f"    {line} {said}")
    states = Counter(
        verdict.state or "without a word" for verdict in found.verdicts if verdict.state or verdict.changed
    )
    print(
        f"{found.base[:10]}..{found.head[:10]}: {found.commits} commits, {found.pages} pages, {found.bound} bound;"
    )
    print(", ".join(f"{count} {state}" for state, count in sorted(states.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
