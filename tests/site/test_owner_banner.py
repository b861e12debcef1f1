"""What a page tells its readers of owners who have left or are quiet, from values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from htmlpage import elements, of_class
from msgspec.structs import replace
from test_line_and_banner import FRESH, GONE, facts, source

from mkdocs_oss.model import Concern, ConcernKind, Owner, Owners, PageFacts, Reason, Successor
from mkdocs_oss.site import dress_page
from mkdocs_oss.words import Words

ANA, TEAM, BO = Owner("@ana", "Ana", "person"), Owner("@t", "Team", "team"), Owner("", "<b>Bo</b>", "unknown")
DAY = date(2025, 3, 3)
DEE = Owner("@dee", "Dee", "person", left=DAY)


def concern(kind: ConcernKind, owner: Owner, *, asked: bool = True, **values: Any) -> Concern:
    found = (Successor(BO, "author", 2),) if asked else ()
    return Concern(kind, (owner,), "lib", ("a.md",), (Reason("liveness-x", values),), found)


def banner(of: Concern | None, page: PageFacts, *, language: str = "en") -> tuple[str, str] | None:
    top = dress_page(page, source(), repo_has_owners=True, guide_url=None, concern=of, language=language).top
    found = of_class(top, "oss-banner")
    return (found[0].attributes["data-oss-state"], found[0].words) if found else None


@pytest.mark.parametrize(
    ("of", "state", "sentence"),
    [
        (
            concern("owner-left", ANA, day=DAY),
            "left",
            "Ana, who looked after this page, left on 3 March 2025. You can ask <b>Bo</b>.",
        ),
        (
            concern("owner-left", ANA, asked=False, day=DAY),
            "left",
            "Ana, who looked after this page, left on 3 March 2025.",
        ),
        (
            concern("owner-left", TEAM, day=DAY),
            "left",
            "Those who looked after this page (Team) have left. You can ask <b>Bo</b>.",
        ),
        (
            concern("owner-quiet", ANA, day=DAY),
            "quiet",
            "No work of Ana on this page is known since 3 March 2025. You can ask <b>Bo</b> too.",
        ),
        (
            concern("owner-quiet", ANA, asked=False),
            "quiet",
            "No work of Ana on this page is known, so an answer may take a while.",
        ),
    ],
)
def test_one_kind_sentence(of: Concern, state: str, sentence: str) -> None:
    """Who, since when, whom to ask, and a next step; a name is text."""
    found = banner(of, facts("fresh", *FRESH))
    assert found is not None
    assert found[0] == state
    assert found[1].startswith(sentence)


def test_it_is_the_least_pressing_of_all() -> None:
    """What speaks against the page comes first, and this folds into it."""
    found = banner(concern("owner-left", ANA, day=DAY), facts("contradicted", GONE))
    assert found is not None
    assert found[0] == "contradicted"
    assert "Ana, who looked after this page, left" in found[1]


def test_without_a_concern_there_is_no_banner() -> None:
    """And none where owners are switched off."""
    assert banner(None, facts("fresh", *FRESH)) is None


@pytest.mark.parametrize("language", ["de", "es", "fr", "ja", "zh"])
@pytest.mark.parametrize("kind", ["owner-left", "owner-quiet"])
@pytest.mark.parametrize("asked", [True, False])
def test_in_all_languages(language: str, kind: ConcernKind, asked: bool) -> None:
    """The whole sentence, with the names."""
    english = banner(concern(kind, ANA, asked=asked, day=DAY), facts("fresh", *FRESH))
    found = banner(concern(kind, ANA, asked=asked, day=DAY), facts("fresh", *FRESH), language=language)
    assert found is not None
    assert found != english
    assert "Ana" in found[1]
    assert ("<b>Bo</b>" in found[1]) is asked


NOBODY = Owner("", Words.of().say("unnamed"), "person", is_hidden=True)
SMALL = Owner("@zoe", "zoe", "unknown")


@pytest.mark.parametrize(
    ("owners", "promised"),
    [
        ((ANA,), "Ana will review your change."),
        ((DEE, ANA), "Ana will review your change."),
        ((DEE,), None),
        ((NOBODY,), "Someone who is not named here will review your change."),
        ((ANA, NOBODY), "Ana and someone who is not named here will review your change."),
        ((SMALL,), "zoe will review your change."),
    ],
)
def test_nobody_who_has_left_is_promised_to_review(owners: tuple[Owner, ...], promised: str | None) -> None:
    """The box names who is there; nobody, rather than somebody who is not."""
    page = facts("fresh", *FRESH)
    assert isinstance(page.owners, Owners)
    page = replace(page, owners=replace(page.owners, owners=owners))
    box = dress_page(page, source(), repo_has_owners=True, guide_url=None).end
    said = [
        element.words for element in elements(box) if "will review" in element.words and element.tag == "p"
    ]
    assert said == ([promised] if promised else [])
