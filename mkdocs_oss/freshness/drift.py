"""What has happened to the code that a page speaks of, since somebody last looked at the page.

Two states are compared: the file as it was then, and as it is now. What was there then and is gone speaks against
the page; what changed in what the page names asks for a look; what is not known is said, and alarms nobody. Age says
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, datetime
from functools import cache, partial

from msgspec import Struct

from mkdocs_oss.freshness.code_change import (
    called_otherwise,
    definitions,
    difference,
    has_term,
    is_same,
    symbol_state,
    terms_in,
)
from mkdocs_oss.freshness.commits import Blob, Commits, Counted
from mkdocs_oss.freshness.meaning import Effort
from mkdocs_oss.freshness.quotes import (
    has_quote,
    line_numbers,
    lines_at,
    lost_names,
    lost_quotes,
    moved_lines,
    place_of,
    shortened,
)
from mkdocs_oss.freshness.suspects import Clear, Suspect, Watched
from mkdocs_oss.freshness.together import (
    MOST_NAMED,
    SAME_NAMES,
    UNCHANGED,
    full_name,
    listed,
    name_of,
    said_of,
    together,
)
from mkdocs_oss.freshness.weight import AMONG
from mkdocs_oss.model import Binding, Commit, Link, Reason, Unknown

TAKEN_IN = ("include", "module")
"""What a page takes in at each build is always current: only that it is gone speaks against the page."""
CHURNING = frozenset(
    {
        "pyproject.toml",
        "setup.cfg",
        "setup.py",
        "package.json",
        "go.mod",
        "Cargo.toml",
        "requirements.txt",
        "mkdocs.yml",
    }
)
"""Files that change with every release: only that they are gone says something of a page that names them, or that the
lines stand elsewhere that it points at."""

Values = dict[str, str | int | date]
LinkTo = Callable[[str, str], str | None]
"""(repo, commit id) → its URL at the forge."""


class Comparison(Struct, frozen=True):
    """What the files that a page speaks of are judged by.

    `contents`: what the suspects' blobs hold, as far as they are here. `terms`: the names and options that the page
    has in code, `quotes` its lines of code. `since`: when somebody last looked at the page; None where nobody knows.
    `still_there`: (repo, terms or lines) → those that other files of the repo have: they moved, and are not gone.
    `repo`: the page's own; files of another are named with it. `effort`: shared by the pages of one repo.
    """

    contents: Mapping[Blob, bytes]
    terms: frozenset[str]
    since: datetime | None
    link: LinkTo
    still_there: Callable[[str, Set[str]], Set[str]]
    quotes: frozenset[str] = frozenset()
    repo: str | None = None
    effort: Effort | None = None

    def evidence(self, found: Sequence[Watched]) -> list[Reason]:
        """What there is to say of all of them, the weightiest against the page first."""
        return together((each.binding, reason) for each in found for reason in self.of(each))

    def of(self, each: Watched) -> Iterable[Reason]:
        """What there is to say of one of them: something, always."""
        if isinstance(each, Clear):
            return [said_of(each, self.repo)]
        if each.gone is not None:
            return [self._gone(each, each.gone)]
        before, after = (self._content(each, blob) for blob in (each.before, each.after))
        if not each.changes:
            return self._declared(each, after)
        if before is None or after is None:
            commits = tuple(change.commit for change in each.changes)
            return [self._counted("code-not-compared", each, Counted(commits, is_all=True))]
        if each.binding.lines and (of_lines := self._lines(each, each.binding.lines, before, after)):
            return [of_lines]
        moved = self._shown(each, before, after)
        if is_same(each.binding.path, before, after, effort=self.effort):
            return [moved or Reason("code-form", {"path": name_of(each.binding, self.repo)})]
        if each.binding.symbol:
            return [self._symbol(each, before, after)]
        return self._file(each, before, after, moved)

    def _gone(self, suspect: Suspect, removed: Commit) -> Reason:
        values: Values = {"path": name_of(suspect.binding, self.repo), "day": removed.time.date()}
        if suspect.moved_to:
            values["now"] = suspect.moved_to
        code = "drift-moved" if suspect.moved_to else "drift-removed"
        return Reason(code, values, self._links(suspect, [removed]))

    def _declared(self, suspect: Suspect, content: bytes | None) -> Iterator[Reason]:
        """Whether a file that has not changed has the symbol that the page declares."""
        path, symbol = suspect.binding.path, suspect.binding.symbol
        state = symbol_state(path, content, symbol, effort=self.effort) if content is not None else ""
        if state is None:
            yield self._without_symbol(suspect.binding)
        elif isinstance(state, Unknown):
            yield self._not_known(suspect.binding, state)
        else:
            yield Reason(UNCHANGED)

    def _symbol(self, suspect: Suspect, before: bytes, after: bytes) -> Reason:
        """What became of the symbol that the page names in the file."""
        binding = suspect.binding
        path, symbol = binding.path, binding.symbol
        state = cache(lambda content: symbol_state(path, content, symbol, effort=self.effort))
        was, now = state(before), state(after)
        if binding.passes and (
            was is None or isinstance(was, Unknown)
        ):  # where it came from then is not looked for
            return Reason(SAME_NAMES, {"path": name_of(binding, self.repo)})
        for unknown in (was, now):
            if isinstance(unknown, Unknown) and not binding.passes:
                return self._not_known(binding, unknown)
        if was is None and now is None:
            return self._without_symbol(binding)
        if was is None:
            day, _ = self._commits(suspect).that_took(lambda content: state(content) is None)
            return Reason("code-later", {"path": full_name(binding, self.repo), "day": day})
        if now is None:
            name = symbol.rpartition(".")[2]
            code = "drift-symbol-left" if self.still_there(binding.repo, {name}) else "drift-symbol"
            return self._missing(code, suspect, lambda content: state(content) is not None, symbol=symbol)
        if was == now:
            return Reason(SAME_NAMES, {"path": name_of(binding, self.repo)})
        counted = self._commits(suspect).that_differ(lambda _, old, new: state(old) != state(new))
        if binding.kind in TAKEN_IN:
            return self._called_otherwise(suspect, before, after) or self._counted(
                "code-taken-in", suspect, counted
            )
        return self._counted("drift-changed-names", suspect, counted, names=[symbol])

    def _called_otherwise(self, suspect: Suspect, before: bytes, after: bytes) -> Reason | None:
        """Whether the page calls what it takes in, or names a parameter of it, as it no longer is."""
        path, symbol = suspect.binding.path, suspect.binding.symbol
        if suspect.binding.kind != "module":
            return None
        differ = partial(called_otherwise, path, symbol=symbol, terms=self.terms, effort=self.effort)
        names = differ(before=before, after=after)
        if not names:
            return None
        counted = self._commits(suspect).that_differ(lambda _, old, new: bool(differ(before=old, after=new)))
        return self._counted("drift-changed-names", suspect, counted, names=sorted(names))

    def _not_known(self, binding: Binding, why: Unknown) -> Reason:
        return Reason("code-not-known", {"path": full_name(binding, self.repo), "reason": why.reason})

    def _without_symbol(self, binding: Binding) -> Reason:
        return Reason("code-no-symbol", {"path": name_of(binding, self.repo), "symbol": binding.symbol})

    def _lines(self, suspect: Suspect, lines: tuple[int, int], before: bytes, after: bytes) -> Reason | None:
        """Whether the lines that the page points at read otherwise now; lines that never were say nothing."""
        was = lines_at(before, lines)
        if not any(was) or was == lines_at(after, lines):
            return None
        now = place_of(was, after)
        if now is None and suspect.binding.path.rpartition("/")[2] in CHURNING:
            return None
        if now is not None:
            return self._moved(suspect, lines, was, now)
        return self._missing(
            "drift-lines",
            suspect,
            lambda content: lines_at(content, lines) == was,
            count=len(was),
            lines=line_numbers(*lines),
        )

    def _shown(self, suspect: Suspect, before: bytes, after: bytes) -> Reason | None:
        """Whether lines that the page highlights or cuts out of what it takes in stand elsewhere now.

        The page shows them as they are now, so only that counts, and only of lines that stand in the file once.
        """
        for shown in suspect.binding.shown:
            if (now := moved_lines(shown, before, after)) is not None:
                return self._moved(suspect, shown, lines_at(before, shown), now)
        return None

    def _moved(self, suspect: Suspect, lines: tuple[int, int], was: tuple[str, ...], now: int) -> Reason:
        return self._missing(
            "drift-lines-moved",
            suspect,
            lambda content: lines_at(content, lines) == was,
            count=len(was),
            lines=line_numbers(*lines),
            now=line_numbers(now, now + len(was) - 1),
        )

    def _file(self, suspect: Suspect, before: bytes, after: bytes, moved: Reason | None) -> Iterator[Reason]:
        path, repo, kind = suspect.binding.path, suspect.binding.repo, suspect.binding.kind
        terms = terms_in(before, self.terms)
        found = difference(path, before, after, terms, effort=self.effort)
        left = self.still_there(repo, found.gone) if found.gone else found.gone
        gone, unclear = found.gone - left, found.unclear | left
        for term in sorted(gone)[:MOST_NAMED]:
            yield self._missing("drift-term", suspect, partial(has_term, term=term), term=term)
        if kind in TAKEN_IN or path.rpartition("/")[2] in CHURNING:
            if not gone:
                code = "code-taken-in" if kind in TAKEN_IN else "code-churning"
                yield (
                    moved
                    or self._called_otherwise(suspect, before, after)
                    or self._quoted(suspect, before, after)
                    or self._counted(code, suspect, self._of_substance(suspect))
                )
            return
        if (quoted := self._quoted(suspect, before, after)) is not None:
            yield quoted
        elif found.touched:
            names = sorted(found.touched)
            forms = cache(lambda content: definitions(path, content, terms, effort=self.effort))
            counted = self._commits(suspect).that_differ(
                lambda _, old, new: any(forms(old).get(name) != forms(new).get(name) for name in names)
            )
            yield self._counted("drift-changed-names", suspect, counted, names=names)
        elif not gone:
            told = kind == "describes"
            code = "drift-changed" if told else "code-names-unclear" if unclear else "code-changed"
            yield self._counted(
                code, suspect, self._of_substance(suspect), names=[] if told else sorted(unclear)
            )

    def _quoted(self, suspect: Suspect, before: bytes, after: bytes) -> Reason | None:
        """Whether a line or a name that the page has in code was in the file, and is in no file of the repo now.

        Of what a page takes in, its lines are there as they are now; a name is one that the page gives in its own words.
        """
        binding = suspect.binding
        if binding.kind == "module" or binding.path.rpartition("/")[2] in CHURNING:
            return None
        lost = lost_names(before, after, self.quotes)
        if binding.kind != "include":
            lost |= lost_quotes(before, after, self.quotes)
        lost -= self.still_there(binding.repo, lost) if lost else lost
        if not lost:
            return None
        quote = max(sorted(lost), key=len)
        return self._missing("drift-quote", suspect, partial(has_quote, quote=quote), quote=shortened(quote))

    def _of_substance(self, suspect: Suspect) -> Counted:
        """The commits that changed more than white space and comments."""
        return self._commits(suspect).that_differ(
            lambda change, old, new: not is_same(change.path, old, new, effort=self.effort)
        )

    def _commits(self, suspect: Suspect) -> Commits:
        return Commits(suspect, self.contents)

    def _content(self, suspect: Suspect, blob: str) -> bytes | None:
        return self._commits(suspect).content(blob)

    def _missing(
        self, code: str, suspect: Suspect, has: Callable[[bytes], bool], **values: str | int
    ) -> Reason:
        """That the file lacks what it had; since when, and by which commit."""
        day, commits = self._commits(suspect).that_took(has)
        return Reason(
            code,
            {"path": name_of(suspect.binding, self.repo), **values, "day": day},
            self._links(suspect, commits),
        )

    def _counted(self, code: str, suspect: Suspect, counted: Counted, *, names: Sequence[str] = ()) -> Reason:
        """How many commits, and the newest; of more than were looked at, that it was some among them."""
        assert self.since is not None  # else nothing is compared
        newest = (counted.commits or (suspect.changes[0].commit,))[0]
        values: Values = {
            "path": name_of(suspect.binding, self.repo),
            "count": len(counted.commits) if counted.is_all else len(suspect.changes),
            "since": self.since.date(),
            "day": newest.time.date(),
        }
        if names:
            values["names"] = listed(names)
        code = code if counted.is_all else f"{code}{AMONG}"
        return Reason(code, values, self._links(suspect, counted.commits))

    def _links(self, suspect: Suspect, commits: Sequence[Commit]) -> tuple[Link, ...]:
        """The commits at the forge, newest first, of many the newest few."""
        urls = (
            (commit.sha, self.link(suspect.binding.repo, commit.sha))
            for commit in commits[:MOST_NAMED]
            if commit.sha
        )
        return tuple(Link(sha[:10], url) for sha, url in urls if url)
