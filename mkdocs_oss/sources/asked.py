"""What the links of one repo have asked of the others: as long as the answers are the same, so are its pages."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from mkdocs_oss.sources.atlas import Atlas
from mkdocs_oss.sources.link_paths import is_relative
from mkdocs_oss.sources.targets import NoAnchor, Nowhere, Target


class _Link(Struct, frozen=True):
    """What does this link mean, on that page?"""

    link: str
    repo: str
    path: str
    image: bool

    def asked_of(self, atlas: Atlas) -> Target | Nowhere | None:
        return atlas.target(self.link, repo=self.repo, path=self.path, image=self.image)


class _Anchor(Struct, frozen=True):
    """Which id does an anchor of this page mean?"""

    repo: str
    path: str
    anchor: str

    def asked_of(self, atlas: Atlas) -> str | NoAnchor | None:
        return atlas.anchor(self.repo, self.path, self.anchor)


class _Source(Struct, frozen=True):
    """Which repo's file does this link show?"""

    link: str
    by: str

    def asked_of(self, atlas: Atlas) -> tuple[str, str] | None:
        return atlas.source_file(self.link, by=self.by)


class _File(Struct, frozen=True):
    """Which file is at this place of the handbook?"""

    uri: str

    def asked_of(self, atlas: Atlas) -> tuple[str, str] | None:
        return atlas.file_at(self.uri)


class _Package(Struct, frozen=True):
    """Which other repos may have this Python package?"""

    name: str
    by: str

    def asked_of(self, atlas: Atlas) -> tuple[str, ...]:
        return atlas.repos_with(self.name, by=self.by)


class _DocsDir(Struct, frozen=True):
    """Where are the docs of this repo, if the handbook has it?"""

    repo: str

    def asked_of(self, atlas: Atlas) -> str | None:
        return atlas.all[self.repo].docs_dir if self.repo in atlas.all else None


class _Within(Struct, frozen=True):
    """Which repository within the handbook's own has this file of its folder?"""

    repo: str
    path: str

    def asked_of(self, atlas: Atlas) -> tuple[str, str] | None:
        return atlas.lies_within(self.repo, self.path)


Question = _Link | _Anchor | _Source | _File | _Package | _DocsDir | _Within
Answer = Target | Nowhere | NoAnchor | tuple[str, ...] | str | None


class Asking(Struct, frozen=True):
    """An atlas for the pages of the repo `by`, which keeps what they ask of other repos, and the answers."""

    atlas: Atlas
    by: str
    asked: dict[Question, Answer] = field(default_factory=dict)

    @property
    def directories(self) -> bool:
        return self.atlas.directories

    @property
    def templates(self) -> bool:
        return self.atlas.templates

    def target(self, link: str, *, repo: str, path: str, image: bool = False) -> Target | Nowhere | None:
        """As `Atlas.target`."""
        question = _Link(link, repo, path, image)
        found = question.asked_of(self.atlas)
        if link.startswith("/") or not is_relative(link):  # else it depends on its own repo alone
            self.asked[question] = found
        return found

    def anchor(self, repo: str, path: str, anchor: str) -> str | NoAnchor | None:
        """As `Atlas.anchor`."""
        question = _Anchor(repo, path, anchor)
        found = question.asked_of(self.atlas)
        if repo != self.by:
            self.asked[question] = found
        return found

    def file_at(self, uri: str) -> tuple[str, str] | None:
        """As `Atlas.file_at`."""
        question = _File(uri)
        found = self.asked[question] = question.asked_of(self.atlas)
        return found

    def source_file(self, link: str) -> tuple[str, str] | None:
        """As `Atlas.source_file`."""
        question = _Source(link, self.by)
        found = self.asked[question] = question.asked_of(self.atlas)
        return found

    def repos_with(self, package: str) -> tuple[str, ...]:
        """As `Atlas.repos_with`."""
        question = _Package(package, self.by)
        found = self.asked[question] = question.asked_of(self.atlas)
        return found

    def has_repo(self, name: str) -> bool:
        """Whether a repo of the handbook has that name."""
        return bool(name) and self._docs_dir(name) is not None

    def docs_dir(self, repo: str) -> str:
        """The docs folder of a repo of the handbook, as a path in it; "" where that is its root."""
        return self._docs_dir(repo) or ""

    def lies_within(self, repo: str, path: str) -> tuple[str, str] | None:
        """As `Atlas.lies_within`."""
        question = _Within(repo, path)
        found = self.asked[question] = question.asked_of(self.atlas)
        return found

    def _docs_dir(self, repo: str) -> str | None:
        question = _DocsDir(repo)
        found = self.asked[question] = question.asked_of(self.atlas)
        return found


def still_answered(asked: Mapping[Question, Answer], atlas: Atlas) -> bool:
    """Whether an atlas gives the same answers to the same questions."""
    return all(question.asked_of(atlas) == answer for question, answer in asked.items())
