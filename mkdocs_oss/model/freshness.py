"""Whether a page can still be trusted: what it speaks of, how it was reviewed, and the verdict with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct, field

from mkdocs_oss.model.link import Link
from mkdocs_oss.model.repo import Unknown

FreshnessState = Literal["fresh", "look", "contradicted", "unknown"]
BindingKind = Literal["describes", "include", "module", "link", "span"]


class Binding(Struct, frozen=True):
    """A file of a repo, or a symbol in it, that a page speaks of.

    `kind`: what says so: `describes:` of the front matter, a snippet or include, a `::: module` block, a link to the
    source, or a repo path in a code span. `file`, `line`: where that is written, in the page's own repo. `lines`: the
    first and the last line of the file that are meant; None where it is all of it. `module`: the name by which a
    `::: module` block imports the file; "" for others. `shown`: of a file that the page takes in, the lines that it
    highlights or cuts out by their numbers. `passes`: today the file has the symbol only from another, by `import *`,
    and that one is bound as well.
    """

    repo: str
    path: str
    kind: BindingKind
    symbol: str = ""
    file: str = ""
    line: int = 0
    lines: tuple[int, int] | None = None
    module: str = ""
    shown: tuple[tuple[int, int], ...] = ()
    passes: bool = False

    def seen_from(self, repo: str) -> str:
        """The file as a page of `repo` names it: by its path, in another repo as `repo:path`."""
        return self.path if repo == self.repo or not self.repo else f"{self.repo}:{self.path}"

    def is_meant(self, reason: Reason) -> bool:
        """Whether a reason names this file."""
        return reason.values.get("path") in (self.path, f"{self.repo}:{self.path}")


class Reason(Struct, frozen=True):
    """One sentence of evidence. `code` names the sentence in the catalogue of words, `values` fill it.

    `links`: the commits and files that it rests on.
    """

    code: str
    values: Mapping[str, str | int | date] = field(default_factory=dict)
    links: tuple[Link, ...] = ()


class ReviewRecord(Struct, frozen=True):
    """What `mkdocs-oss review` wrote down of a review, in the repo's own file of reviews.

    `page`: a hash of the page's text without its front matter; `code`: (repo:path, hash) of each file that the page
    is bound to. `edited`: whether the text was changed since the review before, or only the date; None where that is
    not known. `still_accurate`: why it holds although the code had changed.
    """

    reviewed: date
    by: str = ""
    page: str = ""
    code: tuple[tuple[str, str], ...] = ()
    still_accurate: str = ""
    edited: bool | None = None


class Freshness(Struct, frozen=True):
    """A page's verdict, with its evidence as sentences. `bindings`: what it is known to speak of."""

    state: FreshnessState
    reasons: tuple[Reason, ...]
    reviewed: date | Unknown
    review_by: date | Unknown
    record: ReviewRecord | None = None
    bindings: tuple[Binding, ...] = ()
    waits: bool = False
    """Its owners have enough pages to look at: it is not pressed upon its readers until those are done."""

    @property
    def is_due(self) -> bool:
        """A review was due before the day of the verdict."""
        return any(reason.code in ("was-due", "first-was-due") for reason in self.reasons)

    @property
    def drift(self) -> tuple[Reason, ...]:
        """What speaks against the page in the code that it is about."""
        return tuple(reason for reason in self.reasons if reason.code.startswith("drift-"))

    def line_of(self, reason: Reason, file: str) -> int:
        """The line of `file` where the page speaks of what a reason is about; 0 where it does not."""
        lines = (each.line for each in self.bindings if each.file == file and each.is_meant(reason))
        return next(filter(None, lines), 0)
