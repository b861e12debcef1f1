"""Whom the pages of people thank, from values."""

from __future__ import annotations

from htmlpage import links
from people_values import (
    ANA,
    BO,
    NONE,
    TEAM,
    ZOE,
    commit,
    handbook,
    html,
    page,
    thanked,
)

from mkdocs_oss.model import (
    Owner,
    Work,
)


def test_thanks_go_to_people_from_outside() -> None:
    """The newest change of each, newest first; not to owners, their members, a bot, or who is a member by name."""
    made = html(
        handbook(
            page(
                "a",
                TEAM,
                work=(
                    Work(BO, 9, commit("2026-01-05", "Older")),
                    Work(ANA, 3, commit("2026-03-01", "Inside")),
                    Work(TEAM, 1, commit("2026-03-01", "Inside")),
                    Work(Owner("", "ana ruiz", "unknown"), 1, commit("2026-03-01", "Inside")),
                    Work(Owner("", "Renovate", "unknown"), 1, commit("2026-03-01", "Inside", is_bot=True)),
                ),
            ),
            page("b", TEAM, work=(Work(BO, 1, commit("2026-02-05", "Newer")),)),
            page("c", TEAM, work=(Work(Owner("", "Kim", "unknown"), 1, commit("2026-05-01", "Hi")),)),
            page(
                "d", ZOE, work=(Work(Owner("", "No one", "unknown"), 1, commit("2026-05-09", "Elsewhere")),)
            ),
        ),
        "people/org-team.md",
    )
    assert thanked(made) == ["Kim on 1 May 2026, in c Hi", "Bo Lund on 5 February 2026, in b Newer"]
    found = links(made)
    assert found["Newer"] == f"https://f.example/commit/{'a' * 40}"
    assert found["b"] == "../lib/b/"
    assert found["Bo Lund"] == "../people/bo/"
    assert "Kim" not in found


def test_two_people_of_one_name_are_one_where_nothing_tells_them_apart() -> None:
    """Without a handle the name is all there is; people of teams.yml are told apart by theirs."""
    kims = [
        page(f"p{n}", TEAM, work=(Work(Owner("", "Kim", "unknown"), 1, commit(f"2026-05-0{n}")),))
        for n in (1, 2)
    ]
    assert len(thanked(html(handbook(*kims), "people/org-team.md"))) == 1


def test_thanks_end_after_ten() -> None:
    """Of many people, the most recent."""
    work = tuple(Work(Owner("", f"P{n}", "unknown"), 1, commit(f"2026-04-{n:02}")) for n in range(1, 21))
    found = thanked(html(handbook(page("a", TEAM, work=work)), "people/org-team.md"))
    assert len(found) == 10
    assert found[0].startswith("P20 ")


def test_thanks_without_a_forge_and_with_an_address_for_a_name() -> None:
    """No link where the forge is not known; of a mail address that git has for a name, the part before the @."""
    work = (Work(Owner("", "kim@example.org", "unknown"), 1, commit("2026-05-01", "s" * 500)),)
    made = html(handbook(page("a", TEAM, work=work), forge=NONE), "people/org-team.md")
    (said,) = thanked(made)
    assert said.startswith("kim on 1 May 2026, in a sss")
    assert len(said) < 220
    assert "example.org/" not in made.replace("chat.example.org/", "")
    assert "kim@" not in made


def test_thanks_for_one_change_stand_together() -> None:
    """Whoever made a change with others is thanked with them, once."""
    together = commit("2026-05-01", "Pair on it")
    work = tuple(Work(Owner("", name, "unknown"), 1, together) for name in ("Kim", "Lee"))
    made = html(handbook(page("a", TEAM, work=work)), "people/org-team.md")
    assert thanked(made) == ["Kim, Lee on 1 May 2026, in a Pair on it"]


def test_no_thanks_yet() -> None:
    """An invitation in place of an empty list."""
    made = html(handbook(page("a", TEAM)), "people/org-team.md")
    assert "Whoever makes a start will be named here." in made
