"""What tests of the pages of people share: a team, its people, and the pages that they look after."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from htmlpage import Element, elements, of_class

from mkdocs_oss.model import (
    Commit,
    Forge,
    Freshness,
    FreshnessState,
    Handbook,
    Link,
    Origin,
    Owner,
    Owners,
    Page,
    PageFacts,
    Profile,
    Reason,
    Repo,
    RepoFacts,
    Rule,
    Source,
    Unknown,
    Work,
)
from mkdocs_oss.model.handbook import Evidence
from mkdocs_oss.site import FRESHNESS, OWNERSHIP, PEOPLE, Overviews

NONE = Unknown("x")
DAY = date(2026, 3, 3)
CHAT, MAIL = Link("Chat", "https://chat.example.org/x"), Link("Mail", "mailto:team@example.org")


ANA = Owner("@ana", "Ana Ruiz", "person", contacts=(Link("Chat", "https://chat.example.org/ana"),))


BO = Owner("@bo", "Bo Lund", "person")


EVE = Owner("@eve", "Eve Tern", "person", left=date(2026, 1, 1))


TEAM = Owner(
    "@org/team",
    "The team",
    "team",
    "All the data",
    (CHAT, MAIL),
    ("Bo Lund",),
    None,
    ("@ana", "@eve", "@guest"),
)


IDLE = Owner("@org/idle", "Idle", "team")


OTHER = Owner("@org/other", "org/other", "unknown")


ZOE = Owner("@zoe", "zoe", "unknown")


PEOPLE_OF_ALL = (
    Profile(TEAM, "people/org-team.md"),
    Profile(IDLE, "people/org-idle.md"),
    Profile(OTHER, "people/org-other.md"),
    Profile(ANA, "people/ana.md"),
    Profile(BO, "people/bo.md"),
    Profile(EVE, "people/eve.md"),
    Profile(ZOE),
)


FORGE = Forge("github", "https://f.example", "", commit="https://f.example/commit/{sha}")


def commit(day: str, subject: str = "Mend it", *, author: str = "x", is_bot: bool = False) -> Commit:
    return Commit("a" * 40, datetime.fromisoformat(f"{day}T12:00:00+00:00"), author, subject, is_bot)


def page(
    name: str,
    *owners: Owner,
    state: FreshnessState | None = "fresh",
    repo: str = "lib",
    kind: Any = "page",
    work: tuple[Work, ...] = (),
    inferred: bool = False,
) -> PageFacts:
    reasons = (Reason("was-due", {"day": DAY}),) if state == "look" else ()
    reasons = (Reason("drift-removed", {"path": "a.py", "day": DAY}),) if state == "contradicted" else reasons
    verdict = Freshness(state, reasons, NONE, DAY) if state else None
    origin = Origin(repo, f"docs/{name}.md", "abc", worktree=False)
    owned = Owners(owners, Rule("C", 1, "*"), inferred)
    return PageFacts(Page(f"{repo}/{name}.md", name, kind, origin), NONE, owned, verdict, None, work)


def handbook(*pages: PageFacts, people: tuple[Profile, ...] = PEOPLE_OF_ALL, forge: Any = FORGE) -> Handbook:
    names = dict.fromkeys(facts.page.origin.repo for facts in pages if isinstance(facts.page.origin, Origin))

    def source(name: str) -> Source:
        return Source(Repo(name), None, None, NONE, NONE, NONE, forge)

    repos = tuple(RepoFacts(source(name), None, Evidence(), 1) for name in names)
    made = (FRESHNESS, OWNERSHIP, PEOPLE)
    overviews = tuple(Page(uri, "T", "index", NONE, {}, "") for uri in made)
    now = datetime(2026, 6, 15, 12, tzinfo=UTC)
    return Handbook(source("hub"), repos, pages, (), None, (), now, overviews=overviews, people=people)


def html(book: Handbook, uri: str = PEOPLE, language: str = "en") -> str:
    made = Overviews(book, language=language)
    return made.html(uri, url_of=lambda uri: f"../{uri.removesuffix('.md')}/", facts_url="../f.json")


def headings(made: str) -> list[str]:
    return [element.words for element in elements(made) if element.tag == "h2"]


def thanked(made: str) -> list[str]:
    return [e.words for listing in of_class(made, "oss-thanks") for e in listing.inside if e.tag == "li"]


def cards(made: str) -> dict[str, Element]:
    items = [e for group in of_class(made, "oss-owners") for e in group.inside if e.tag == "li"]
    return {next(e for e in item.inside if e.tag == "strong").words: item for item in items}
