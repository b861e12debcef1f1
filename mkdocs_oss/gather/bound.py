"""Which of the files that a page may mean it does mean: never a guess.

The page's own repo goes before the others, where a name counts if one repo alone has or had what it names. A module
that is there today goes before one that was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from mkdocs_oss.model import Binding, FileHistory, Unknown
from mkdocs_oss.sources.mentions import Mention
from mkdocs_oss.sources.modules import Origin

Named = tuple[str, str, str]
"""(repo, path, dotted name) of a symbol that a page names."""


class _Meant(Struct, frozen=True):
    mention: Mention
    repo: str
    path: str
    is_there: bool


class Ground(Struct, frozen=True):
    """What is known of the repos' files. `file`: (repo, path) → its history; None where there never was one. `stands`:
    whether it is there today, where no history tells. `origins`: where symbols are defined that their file only
    imports; None where nobody can read that."""

    file: Callable[[str, str], FileHistory | Unknown | None]
    stands: Callable[[str, str], bool]
    origins: Mapping[Named, Origin | None]

    def bindings(self, named: Sequence[Mention]) -> tuple[Binding, ...]:
        """The files that are or were there, and that a page speaks of."""
        found: dict[tuple[object, ...], Binding] = {}
        for mentions in _by_name(named):
            meant = self._meant(mentions)
            if meant is None:
                continue
            mention, repo = meant.mention, meant.repo
            places = [(meant.path, mention.symbol, _module(mention), False)]
            if (origin := self.origins.get((repo, meant.path, mention.symbol))) is not None:
                own = meant.path, origin.imported or mention.symbol, _module(mention), not origin.imported
                places = [(origin.path, origin.name, "", False)]
                if origin.imported or self._has_changed(repo, meant.path):
                    places.insert(0, own)
            for path, symbol, module, passes in places:
                written = mention.kind, symbol, mention.file, mention.line, mention.lines, module
                binding = Binding(repo, path, *written, mention.shown, passes)
                found.setdefault((repo, path, symbol, mention.lines), binding)
        return tuple(found.values())

    def _has_changed(self, repo: str, path: str) -> bool:
        """Whether a file that now takes a name from another may have defined it itself before."""
        history = self.file(repo, path)
        return isinstance(history, FileHistory) and len(history.changes) > 1

    def untold(self, bindings: Iterable[Binding]) -> tuple[Binding, ...]:
        """Those that name a symbol of which nobody can read whether another file defines it."""
        return tuple(
            each for each in bindings if self.origins.get((each.repo, each.path, each.symbol), "") is None
        )

    def _meant(self, mentions: Sequence[Mention]) -> _Meant | None:
        own = next(filter(None, (self._own(mention) for mention in mentions)), None)
        if own is not None and own.is_there:
            return own
        other = self._elsewhere(mentions)
        if other is not None and (other.is_there or own is None):
            return other
        return own

    def _own(self, mention: Mention) -> _Meant | None:
        place = self._place(mention.repo, mention.paths, mention)
        if place is None and mention.kind == "describes":  # else it may be a mere example
            unsaid = (path for path in mention.paths if self.file(mention.repo, path) is not None)
            place = next(((path, True) for path in unsaid), None)
        return _Meant(mention, mention.repo, *place) if place else None

    def _elsewhere(self, mentions: Sequence[Mention]) -> _Meant | None:
        """The one thing that is meant in another repo. Of several repos with parts of a dotted name, such as those of
        a namespace, it is the one that alone has the longest part today."""
        found: dict[object, tuple[int, _Meant]] = {}
        for rank, mention in enumerate(mentions):
            for repo, paths in mention.elsewhere:
                reading = repo if mention.kind == "module" else (repo, paths)
                if reading not in found and (place := self._place(repo, paths, mention)) is not None:
                    found[reading] = rank, _Meant(mention, repo, *place)
        longest = min((rank for rank, _ in found.values()), default=0)
        first = [meant for rank, meant in found.values() if rank == longest]
        return first[0] if len(first) == 1 and (len(found) == 1 or first[0].is_there) else None

    def _place(self, repo: str, paths: Sequence[str], mention: Mention) -> tuple[str, bool] | None:
        """The likeliest of the paths that is or was there, and whether it is; a module may be imported from any of
        them, so of one that is there today nothing is gone."""
        gone = None
        for path in paths:
            history = self.file(repo, path)
            is_there = (
                self.stands(repo, path)
                if isinstance(history, Unknown)
                else history is not None and history.removed is None
            )
            if is_there:
                return path, True
            if isinstance(history, FileHistory):
                gone = gone or (path, False)
                if mention.kind != "module":
                    break
        return gone


def _module(mention: Mention) -> str:
    """The part of a dotted name that is a module's."""
    return mention.written.removesuffix(f".{mention.symbol}") if mention.kind == "module" else ""


def _by_name(named: Sequence[Mention]) -> Iterable[Sequence[Mention]]:
    """The mentions, those of one dotted name together: it means one of them."""
    together: dict[tuple[object, ...], list[Mention]] = {}
    for number, mention in enumerate(named):
        name = (mention.written, mention.file, mention.line) if mention.kind == "module" else (number,)
        together.setdefault(name, []).append(mention)
    return together.values()
