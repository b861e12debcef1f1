"""What a sync has moved, as text for a terminal, Markdown for a pull request, and JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from mkdocs_oss.markdown_text import code_span, link, plain
from mkdocs_oss.model import Forge, Unknown
from mkdocs_oss.sources.changes import Changes, PageChange
from mkdocs_oss.sources.forge import clean_remote, forge_of
from mkdocs_oss.sources.sync import Synced

_IN_TEXT = 3
_IN_MARKDOWN = 50
_KINDS = ("edited", "added", "moved", "removed")
# A forge reads @name, #12, !12 and the like in the text that it shows, written as references or not.
_CALLS = re.compile(r"(&#(?:35|36|37|38|64|126);|[!%])")


class Move(Struct, frozen=True):
    """One repo after a sync, and what changed in its docs: None where it has not moved, or could not be fetched."""

    synced: Synced
    changes: Changes | Unknown | None = None

    @property
    def forge(self) -> Forge | None:
        repo = self.synced.repo
        found = forge_of(clean_remote(repo.url or ""), kind=repo.forge, edit_url=repo.edit_url)
        return None if isinstance(found, Unknown) else found

    @property
    def before(self) -> str:
        return self.synced.before or ""

    @property
    def after(self) -> str:
        return self.synced.locked.commit if self.synced.locked else ""

    @property
    def compare_url(self) -> str:
        """Both commits at the forge; of a new repo, its commit."""
        if self.forge is None or not self.synced.moved:
            return ""
        if not self.before:
            return self.forge.link("commit", sha=self.after)
        return self.forge.link("compare", ref=self.before, sha=self.after)

    def page_url(self, page: PageChange, *, kind: str) -> str:
        """A page at the forge; one that was removed, as it was before."""
        commit = self.before if kind == "removed" else self.after
        return self.forge.link("view_at", sha=commit, path=page.path) if self.forge else ""


def as_text(move: Move) -> str:
    """One line: the commits, and how many pages changed, with the first of their paths."""
    synced = move.synced
    if synced.failure is not None:
        return f"{synced.repo.name}: not fetched: {synced.failure}"
    if not synced.moved:
        return f"{synced.repo.name}: unchanged at {move.after[:10]}"
    return (
        f"{synced.repo.name}: {move.before[:10] or 'new'} → {move.after[:10]}, {_counted(move, paths=True)}"
    )


def as_markdown(moves: Sequence[Move], taken_out: Sequence[str]) -> str:
    """A section for each repo that has moved or could not be fetched. Whatever comes from a repo is escaped."""
    parts = [part for move in moves if (part := _section(move))]
    parts += [f"### {plain(name)}\n\nNo longer in the handbook.\n" for name in taken_out]
    return "\n".join(parts) if parts else "No repo has moved.\n"


def as_json(move: Move) -> dict[str, Any]:
    """The move with all its pages. `pages` is null where it is not known or nothing moved; then `unknown` may say why."""
    synced, changes = move.synced, move.changes
    pages = None
    if isinstance(changes, Changes):
        pages = {
            kind: [
                {
                    "path": page.path,
                    "title": page.title or None,
                    "before": page.before or None,
                    "url": move.page_url(page, kind=kind) or None,
                }
                for page in getattr(changes, kind)
            ]
            for kind in _KINDS
        }
    return {
        "name": synced.repo.name,
        "url": clean_remote(synced.repo.url or ""),
        "ref": synced.repo.ref,
        "before": synced.before,
        "after": move.after or None,
        "when": synced.locked.when if synced.locked else None,
        "moved": synced.moved,
        "failure": synced.failure,
        "compare_url": move.compare_url or None,
        "pages": pages,
        "other_files": changes.others if isinstance(changes, Changes) else None,
        "unknown": changes.reason if isinstance(changes, Unknown) else None,
    }


def _counted(move: Move, *, paths: bool) -> str:
    """`2 pages edited (docs/a.md, docs/b.md), 1 added (docs/x.md), 3 other files`; the paths only where wanted."""
    changes = move.changes
    if changes is None or isinstance(changes, Unknown):
        return changes.reason if changes else ""
    said: list[str] = []
    for kind in _KINDS:
        pages: tuple[PageChange, ...] = getattr(changes, kind)
        if pages:
            word = "" if said else " page" if len(pages) == 1 else " pages"
            some = f" ({_some(pages)})" if paths else ""
            said.append(f"{len(pages)}{word} {kind}{some}")
    said = said or ["no page changed"]
    if changes.others:
        said.append("1 other file" if changes.others == 1 else f"{changes.others} other files")
    return ", ".join(said)


def _some(pages: Sequence[PageChange]) -> str:
    shown = [
        f"{_path(page.before)} → {_path(page.path)}" if page.before else _path(page.path) for page in pages
    ]
    return ", ".join(shown[:_IN_TEXT]) + (" …" if len(shown) > _IN_TEXT else "")


def _path(path: str) -> str:
    """A path that cannot steer a terminal."""
    return path if path.isprintable() else ascii(path)


def _section(move: Move) -> str:
    synced = move.synced
    heading = f"### {plain(synced.repo.name)}\n\n"
    if synced.failure is not None:
        stays = f"; it stays at {code_span(move.after[:10])}" if move.after else ""
        return f"{heading}Not fetched: {_text(synced.failure)}{stays}.\n"
    if not synced.moved:
        return ""
    span = f"{move.before[:10]}...{move.after[:10]}" if move.before else f"new at {move.after[:10]}"
    lines = [f"{link(code_span(span), move.compare_url)}: {_text(_counted(move, paths=False))}", ""]
    changes = move.changes
    if isinstance(changes, Changes):
        bullets = list(_bullets(move, changes))
        lines += bullets[:_IN_MARKDOWN]
        if len(bullets) > _IN_MARKDOWN:
            lines.append(f"- and {len(bullets) - _IN_MARKDOWN} more pages")
    return heading + "\n".join(lines).rstrip("\n") + "\n"


def _bullets(move: Move, changes: Changes) -> Iterator[str]:
    for kind in _KINDS:
        for page in getattr(changes, kind):
            title = link(_text(page.title or page.path), move.page_url(page, kind=kind))
            path = (
                f"{code_span(page.before)} → {code_span(page.path)}" if page.before else code_span(page.path)
            )
            yield f"- {kind}: {title} ({path})"


def _text(text: str) -> str:
    """A repo's words that neither format the page nor call anybody: a zero-width space parts the mark from its name."""
    return _CALLS.sub(r"\1&#8203;", plain(text))
