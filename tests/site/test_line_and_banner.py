"""The line and the banner of a page, from values: what speaks against it, who reviewed it, and what is text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from htmlpage import Element, elements, facts_on, of_class
from msgspec.structs import replace

from mkdocs_oss.model import (
    Adoption,
    Author,
    Commit,
    Contribution,
    Freshness,
    Link,
    Origin,
    Outage,
    Owner,
    Owners,
    Page,
    PageFacts,
    PageHistory,
    Reason,
    Repo,
    ReviewRecord,
    Rule,
    Source,
    Unknown,
)
from mkdocs_oss.site import dress_page

DAY, DUE = date(2026, 3, 3), date(2026, 9, 3)
CHANGED = Commit("a" * 40, datetime(2026, 5, 12, 22, 30, tzinfo=UTC), "Bo", "Say it better")
GONE = Reason(
    "drift-removed",
    {"path": "deploy/rollback.py", "day": date(2026, 5, 12)},
    (Link("aaaaaaaaaa", "https://github.com/e/lib/commit/aaaaaaaaaa"), Link("bad", "javascript:alert(1)")),
)
CHANGES = Reason(
    "drift-changed-names",
    {"path": "keys.py", "names": "`rotate`, `keep`", "count": 14, "since": DAY, "day": date(2026, 5, 20)},
)
FRESH = (Reason("reviewed", {"day": DAY}), Reason("next-due", {"day": DUE}))
OVERDUE = (Reason("reviewed", {"day": DAY}), Reason("was-due", {"day": DUE}))


def facts(state: Any, *reasons: Reason, **more: Any) -> PageFacts:
    unknown = Unknown("the repository has no remote")
    way = Contribution("https://github.com/e/lib/edit/main/a.md", unknown, unknown, unknown)
    history = PageHistory(CHANGED, CHANGED, CHANGED, (), "")
    verdict = Freshness(state, reasons, **{"reviewed": DAY, "review_by": DUE, **more})
    owners = Owners((Owner("@ana", "Ana", "person"),), Rule("CODEOWNERS", 1, "* @ana"))
    return PageFacts(
        Page("a.md", "A", "page", Origin("lib", "a.md", "c", False)), history, owners, verdict, way
    )


def source(*, outage: Outage | None = None) -> Source:
    unknown = Unknown("x")
    return Source(
        Repo("lib"), None, None, unknown, unknown, unknown, unknown, frozenset({"a.md"}), outage=outage
    )


def top(page: PageFacts, *, language: str = "en", of: Source | None = None) -> str:
    return dress_page(
        page,
        of or source(),
        repo_has_owners=True,
        guide_url=None,
        freshness_url="../freshness/",
        language=language,
    ).top


def line(html: str) -> list[str]:
    return [element.words for element in elements(html) if element.tag == "summary"][:3]


def banner(html: str) -> Element:
    (found,) = of_class(html, "oss-banner")
    return found


def test_the_line_says_who_reviewed_it() -> None:
    """Where a review was recorded; not where the page's own date is a later one."""
    kept = ReviewRecord(DAY, by="Ana")
    assert line(top(facts("fresh", *FRESH, record=kept))) == [
        "Looked after by Ana",
        "Reviewed 3 March 2026 by Ana",
        "Changed 12 May 2026",
    ]
    older = ReviewRecord(date(2025, 1, 1), by="Ana")
    assert line(top(facts("fresh", *FRESH, record=older)))[1] == "Reviewed 3 March 2026"


def test_the_evidence_says_why_it_is_still_accurate() -> None:
    """What somebody wrote who reviewed it although the code had changed; as text."""
    why = Reason("still-accurate", {"why": "only <b>names</b> changed"})
    assert (
        "It was found still accurate although its code had changed: “only <b>names</b> changed”."
        in of_class(top(facts("fresh", *FRESH, why)), "oss-line")[0].words
    )


@pytest.mark.parametrize(
    ("authors", "unnamed", "said"),
    [
        ([("Ana", 3), ("Bo", 2)], 0, "Who worked on it: Ana 60% (3 commits) and Bo 40% (2 commits)."),
        ([("<b>", 1), ("`x`", 1)], 0, "Who worked on it: <b> 50% (1 commit) and `x` 50% (1 commit)."),
        (
            [("Ana", 2), ("Bo", 1), ("Ana", 1)],
            0,
            "Who worked on it: Ana 75% (3 commits) and Bo 25% (1 commit).",
        ),
        ([("Ana", 999), ("Bo", 1)], 0, "Who worked on it: Ana 100% (999 commits) and Bo <1% (1 commit)."),
        ([("Ana", 1)], 3, "Who worked on it: Ana 25% (1 commit) and someone who is not named here."),
        (
            [("A", 6), ("B", 5), ("C", 4), ("D", 3), ("E", 2)],
            0,
            "Who worked on it: A 30% (6 commits), B 25% (5 commits), C 20% (4 commits) and 2 others.",
        ),
        ([("Bo", 7)], 0, ""),
        ([], 2, ""),
    ],
)
def test_who_worked_on_it(authors: list[tuple[str, int]], unnamed: int, said: str) -> None:
    """The busiest with their shares of all work, the others counted; nothing where the last change says it all."""
    page = facts("fresh", *FRESH)
    assert isinstance(page.history, PageHistory)
    by = tuple(Author(name, count, f"{number}@example.org") for number, (name, count) in enumerate(authors))
    html = top(replace(page, history=replace(page.history, authors=by, unnamed=unnamed)))
    shown = [e.words for e in elements(html) if e.tag == "p" and e.words.startswith("Who worked on it")]
    assert shown == ([said] if said else [])
    assert "@example.org" not in html


def test_what_happened_in_the_code_is_the_banner() -> None:
    """The first of it is the sentence, and not an age; the rest folds in; one next step."""
    html = top(facts("contradicted", GONE, CHANGES, *OVERDUE))
    shown = banner(html)
    assert shown.attributes["data-oss-state"] == "contradicted"
    first, *rest = [element for element in shown.inside if element.tag == "p"]
    assert first.words == (
        "This page speaks of deploy/rollback.py, which was removed on 12 May 2026. Read it, mend it, and note the review."
    )
    assert [element.words for element in rest] == [
        "14 commits have changed rotate, keep in keys.py since 3 March 2026, the last on 20 May 2026.",
        "This page was due for a review on 3 September 2026. It was last reviewed on 3 March 2026.",
    ]
    assert [e.words for e in shown.inside if e.tag == "code"] == [
        "deploy/rollback.py", "rotate", "keep", "keys.py",
    ]  # fmt: skip
    assert len([element for element in shown.inside if element.tag == "a"]) == 1
    assert "2 more" in shown.words
    assert line(html)[1] == "Reviewed 3 March 2026, contradicted by the code"


def test_changed_code_before_the_day_of_a_review() -> None:
    """No age is invented: the line says when it was reviewed, and that it needs a look."""
    html = top(facts("look", CHANGES, *FRESH))
    assert line(html)[1] == "Reviewed 3 March 2026, needs a look"
    assert "due" not in banner(html).words
    assert facts_on(html)["freshness"] == "look"


def test_what_a_page_includes_speaks_against_it_too() -> None:
    """A page that takes in another needs a look for that, not for its age."""
    html = top(facts("look", Reason("included-look", {"path": "docs/part.md"}), *FRESH))
    assert banner(html).words.startswith("This page includes docs/part.md, which needs a look. Read it")


def test_evidence_leads_to_its_commits() -> None:
    """Each commit that it rests on is a link; what is no web address leads nowhere."""
    (line,) = of_class(top(facts("contradicted", GONE)), "oss-line")
    (evidence,) = [e for e in line.inside if e.tag == "p" and "rollback" in e.words]
    links = {e.words: e.attributes["href"] for e in evidence.inside if e.tag == "a"}
    assert links == {"aaaaaaaaaa": "https://github.com/e/lib/commit/aaaaaaaaaa", "bad": "#"}


def test_a_page_that_waits_is_not_pressed_upon_readers() -> None:
    """Its line says that it needs a look; there is no banner until its owners have done the others."""
    html = top(facts("look", *OVERDUE, waits=True))
    assert not of_class(html, "oss-banner")
    assert line(html)[1] == "Reviewed 3 March 2026, due since 3 September 2026"


def test_the_code_outweighs_an_outage() -> None:
    """That a source is not reachable comes first, but for what the code contradicts."""
    out = source(outage=Outage(datetime(2026, 6, 1, tzinfo=UTC), "x"))
    assert banner(top(facts("look", *OVERDUE), of=out)).words.startswith(
        "The source of this page has not been"
    )
    assert banner(top(facts("look", CHANGES, *FRESH), of=out)).words.startswith("14 commits")


def test_both_wordings_are_there_for_the_browser() -> None:
    """A fresh page carries what it will say once it is due, out of sight and with no state of its own."""
    html = top(facts("fresh", *FRESH))
    assert not of_class(html, "oss-banner")
    assert facts_on(html)["freshness"] == "fresh"
    (later,) = of_class(html, "oss-later")
    assert later.tag == "template"
    assert "This page was due for a review on 3 September 2026." in later.words
    (clock,) = [element for element in elements(html) if element.tag == "oss-clock"]
    assert clock.attributes["data-due"] == "2026-09-03"
    assert not of_class(top(facts("look", *OVERDUE)), "oss-later")


def test_times_are_exact() -> None:
    """A change carries its time, in UTC to the second, and shows it at hover."""
    shown = [e for e in elements(top(facts("fresh", *FRESH))) if e.tag == "time" and "title" in e.attributes]
    assert {(e.attributes["datetime"], e.attributes["title"], e.words) for e in shown} == {
        ("2026-05-12T22:30:00Z", "2026-05-12 22:30 UTC", "12 May 2026")
    }


def test_in_another_language() -> None:
    """Line, evidence, banner and box, with its days and names; only what people wrote stays as it is."""
    html = top(facts("contradicted", GONE, *FRESH), language="fr")
    assert line(html)[::2] == ["Suivie par Ana", "Modifiée le 12 mai 2026"]
    assert banner(html).words.startswith(
        "Cette page parle de deploy/rollback.py, qui a été supprimé le 12 mai 2026."
    )
    assert banner(html).attributes["lang"] == "fr"
    end = dress_page(
        facts("fresh", *FRESH), source(), repo_has_owners=True, guide_url=None, language="fr"
    ).end
    assert "Modifier cette page" in end


@pytest.mark.parametrize("bad", ["<script>alert(1)</script>", "{day}{0.__class__}", "`<i>`", "a`b", "%(x)s"])
def test_values_stay_text(bad: str) -> None:
    """What strangers name their files, symbols and reasons is text, and no sentence of ours."""
    reasons = (
        Reason("drift-symbol", {"path": bad, "symbol": bad, "day": DAY}),
        Reason(
            "drift-changed-names", {"path": bad, "names": f"`{bad}`", "count": 1, "since": DAY, "day": DAY}
        ),
        Reason("change-unknown", {"reason": bad}),
        Reason("still-accurate", {"why": bad}),
    )
    html = top(facts("contradicted", *reasons, record=ReviewRecord(DAY, by=bad)))
    assert not [e for e in elements(html) if e.tag in ("script", "i")]
    assert bad in banner(html).words
    assert of_class(html, "oss-line")[0].words.count(bad) >= 4


def owned(*owners: Owner) -> str:
    page = replace(facts("fresh", *FRESH), owners=Owners(owners, Rule("CODEOWNERS", 1, "* …")))
    return top(page)


def test_one_owner_with_all_that_is_known() -> None:
    """What they answer for, each link, who is in it and who stands in; of many members eight, and how many more."""
    links = (
        Link("Chat", "https://c.example"),
        Link("On call", "https://r.example"),
        Link("Mail", "mailto:t@x.org"),
    )
    names = tuple(f"Person {number}" for number in range(12))
    html = owned(Owner("@d/t", "Data", "team", "Keeps it running", links, ("Bo", "Cy"), present=names))
    details = of_class(html, "oss-evidence")[0]
    assert details.words.startswith(
        "Data @d/t – Keeps it running · Chat · On call · Mail members: Person 0, Person 1, Person 2, Person 3, Person 4, "
        "Person 5, Person 6, Person 7 and 4 others · backup: Bo and Cy · All of their pages"
    )
    found = {each.words: each.attributes["href"] for each in details.inside if each.tag == "a"}
    assert found["On call"] == "https://r.example"
    assert found["Mail"] == "mailto:t@x.org"


def test_thirty_owners() -> None:
    """The line names three; the details twenty, and how many more there are."""
    html = owned(*(Owner(f"@o/{number}", f"Team {number}", "team") for number in range(30)))
    assert line(html)[0] == "Looked after by Team 0, Team 1, Team 2 and 27 others"
    details = of_class(html, "oss-evidence")[0].words
    assert "Team 19 @o/19" in details
    assert "Team 20" not in details
    assert "10 others" in details


def test_owners_who_are_not_named() -> None:
    """Words, and no handle and no list of their pages; others are as they are."""
    html = owned(
        Owner("", "someone", "person", is_hidden=True), Owner("@ana", "Ana", "person", backups=("Bo",))
    )
    assert line(html)[0] == "Looked after by someone and Ana"
    details = of_class(html, "oss-evidence")[0]
    assert details.words.startswith("someone Ana @ana backup: Bo · All of their pages")
    assert [e.attributes["href"] for e in details.inside if e.tag == "a"] == ["../freshness/#owner-@ana"]


@pytest.mark.parametrize(
    ("adoption", "words"),
    [
        (
            Adoption("/a.md @your-team", "CODEOWNERS"),
            "put this line at the end of CODEOWNERS: /a.md @your-team",
        ),
        (
            Adoption("/a.md @your-team", "CODEOWNERS", before=7),
            "put this line into CODEOWNERS, above line 7, where the first section begins: /a.md @your-team",
        ),
        (
            Adoption("/a.md @your-team", ".github/CODEOWNERS", "https://f.example/new", is_new=True),
            "start the file .github/CODEOWNERS with this line: /a.md @your-team",
        ),
        (
            Adoption("/<b>.md @your-team", "<i>", "javascript:alert(1)"),
            "put this line at the end of <i>: /<b>.md @your-team",
        ),
        (None, 'To say who does, write owner: "@your-team" in the page\'s front matter.'),
    ],
)
def test_a_page_that_can_be_adopted(adoption: Adoption | None, words: str) -> None:
    """The line stands in the details and in the banner, as text, with the link that opens the file."""
    page = facts("fresh", *FRESH)
    page = replace(page, owners=Owners((), Rule("CODEOWNERS", 0, "no rule matches")), adoption=adoption)
    html = top(page)
    assert words in of_class(html, "oss-evidence")[0].words
    assert (words in banner(html).words) == (adoption is not None)
    hrefs = [each.attributes["href"] for each in banner(html).inside if each.tag == "a"]
    edit = "https://github.com/e/lib/edit/main/a.md"
    assert hrefs[0] == ("#" if adoption and "java" in adoption.url else (adoption and adoption.url) or edit)
    assert "javascript:" not in html
