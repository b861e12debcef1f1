"""The facts as JSON: `oss/handbook.json` and `oss/pages.json`. Dates are ISO 8601 in UTC; null says why in `unknown`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from mkdocs_oss.model import (
    Finding,
    Handbook,
    Link,
    Origin,
    Owners,
    PageFacts,
    PageHistory,
    RepoFacts,
    Unknown,
)
from mkdocs_oss.settings.urls import is_web_url
from mkdocs_oss.words import Words

SCHEMA = 1
_PAST = ("created", "last_touched", "last_substantive", "authors")
_MOST_AUTHORS = 10


def handbook_json(
    handbook: Handbook, pages: list[dict[str, Any]], *, private: bool = False
) -> dict[str, Any]:
    """The whole handbook; `pages` as `pages_json` gives them. `private`: with findings that are not for a built site."""
    return {
        "schema": SCHEMA,
        "generated": _stamp(handbook.generated),
        "repos": [_repo(repo) for repo in (*handbook.within.values(), *handbook.repos)],
        "pages": pages,
        "findings": [
            finding_json(finding) for finding in handbook.findings if private or not finding.is_private
        ],
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Something to know or mend."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "repo": finding.repo,
        "where": finding.where,
        "message": finding.message,
        "remedy": finding.remedy,
        "owners": list(finding.owners),
        "links": [_link(link) for link in shown_links(finding.links)],
    }


def pages_json(handbook: Handbook, *, urls: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each page's facts. `urls`: uri → as the engine has it; a page without a URL is left out."""
    older: dict[str, list[str]] = {}
    for redirect in handbook.redirects:
        older.setdefault(redirect.uri, []).append(redirect.url)
    return [
        page_json(
            facts,
            url=urls[facts.page.uri],
            repo=repo_of(facts, handbook),
            redirect_from=older.get(facts.page.uri, []),
        )
        for facts in handbook.pages
        if facts.page.uri in urls
    ]


def repo_of(facts: PageFacts, handbook: Handbook) -> str:
    """The name of the repo that a page belongs to, also where the page is none of its files."""
    page = facts.page
    if isinstance(page.origin, Origin):
        return page.origin.repo
    folder, _, rest = page.uri.partition("/")
    name = rest.partition("/")[0]
    made = page.text is not None and folder == "projects"
    return (
        name
        if made and any(repo.source.repo.name == name for repo in handbook.repos)
        else handbook.hub.repo.name
    )


def review_json(handbook: Handbook, *, urls: Mapping[str, str], site_url: str) -> list[dict[str, Any]]:
    """`api/pages.json`: when each page falls due, in the form that GOV.UK's monitor of its docs reads.

    Source: https://github.com/alphagov/tech-docs-gem (lib/govuk_tech_docs/pages.rb). A link is absolute where
    the site has a `site_url`.
    """
    found = []
    for facts in handbook.pages:
        if facts.page.uri in urls:
            due = facts.freshness.review_by if facts.freshness else None
            slack = facts.page.meta.get("owner_slack")
            found.append(
                {
                    "title": facts.page.title,
                    "url": f"{site_url.rstrip('/')}/{urls[facts.page.uri]}",
                    "review_by": due.isoformat() if isinstance(due, date) else None,
                    "owner_slack": slack if isinstance(slack, str) else None,
                }
            )
    return found


def page_json(facts: PageFacts, *, url: str, repo: str, redirect_from: Sequence[str] = ()) -> dict[str, Any]:
    """One page's facts; what is not known is null, with its reason in `unknown`. `redirect_from`: its old URLs."""
    unknown: dict[str, str] = {}

    def known(key: str, value: Any) -> Any:
        if isinstance(value, Unknown):
            unknown[key] = value.reason
            return None
        if isinstance(value, datetime):
            return _stamp(value)
        return value.isoformat() if isinstance(value, date) else value

    page, history = facts.page, facts.history
    origin = page.origin
    past: dict[str, Any] = dict.fromkeys(_PAST, history)
    if isinstance(history, PageHistory):
        past = {
            "created": _when(history.created),
            "last_touched": history.last_touched.time,
            "last_substantive": _when(history.last_substantive),
            "authors": [
                {"name": each.name, "commits": each.commits, "share": round(each.part, 2)}
                for each in history.shares[:_MOST_AUTHORS]
            ],
        }
    off = Unknown("this part is switched off")
    verdict = facts.freshness
    way = facts.contribution
    owners = off if facts.owners is None else facts.owners
    return {
        "title": page.title,
        "url": url,
        "kind": page.kind,
        "repo": repo,
        "path": known("path", origin.path if isinstance(origin, Origin) else origin),
        "commit": known("commit", origin.commit if isinstance(origin, Origin) else origin),
        "edit_url": known("edit_url", way.edit_url if way else off),
        "owners": list(owners.handles) if isinstance(owners, Owners) else [],
        "ownership": facts.ownership_state,
        "owner_rule": known("owner_rule", _rule(owners)),
        **{key: known(key, value) for key, value in past.items()},
        "reviewed": known("reviewed", verdict.reviewed if verdict else off),
        "review_by": known("review_by", verdict.review_by if verdict else off),
        "freshness": verdict.state if verdict else "unknown",
        "reasons": [Words.of().reason(reason) for reason in verdict.reasons] if verdict else [],
        "links": [
            {"reason": place, **_link(link)}
            for place, reason in enumerate(verdict.reasons if verdict else ())
            for link in shown_links(reason.links)
        ],
        "redirect_from": list(redirect_from),
        "unknown": unknown,
    }


def shown_links(links: Sequence[Link]) -> list[Link]:
    """Those of the links that may be shown: they lead to the web."""
    return [link for link in links if is_web_url(link.url)]


def _link(link: Link) -> dict[str, str]:
    return {"label": link.label, "url": link.url}


def _rule(owners: Owners | Unknown) -> str | Unknown:
    return owners if isinstance(owners, Unknown) else f"{owners.rule}: {owners.rule.text}"


def _when(commit: Any) -> Any:
    return commit if isinstance(commit, Unknown) else commit.time


def _repo(facts: RepoFacts) -> dict[str, Any]:
    source = facts.source
    unknown = {
        key: value.reason
        for key, value in (("commit", source.commit), ("branch", source.branch), ("url", source.remote))
        if isinstance(value, Unknown)
    }
    return {
        "name": source.repo.name,
        "url": None if isinstance(source.remote, Unknown) else source.remote,
        "commit": None if isinstance(source.commit, Unknown) else source.commit,
        "branch": None if isinstance(source.branch, Unknown) else source.branch,
        "worktree": source.is_worktree,
        "section": source.repo.section,
        "policy": source.repo.policy,
        "status": source.repo.maintenance.status,
        "pages": facts.pages,
        "missing": source.missing,
        "unreachable_since": _stamp(source.outage.since) if source.outage else None,
        "unknown": unknown,
    }


def _stamp(time: datetime) -> str:
    return time.isoformat(timespec="seconds").removesuffix("+00:00") + "Z"  # ten times as fast as strftime
