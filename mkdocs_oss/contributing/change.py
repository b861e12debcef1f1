"""How to change one page: its links at the forge, right for its repo, or the reason why there is none."""

from __future__ import annotations

from mkdocs_oss.model import (
    NOT_COMMITTED,
    Contribution,
    ForgePage,
    Origin,
    Page,
    PageHistory,
    Source,
    Unknown,
)

NO_PAGE = "the forge has no such page, or it is not known"


def contribution(
    page: Page, source: Source, history: PageHistory | Unknown, *, guide_uri: str | None = None
) -> Contribution:
    """The ways to change `page`, each a URL or the reason why there is none."""
    edit: ForgePage = (
        "edit" if isinstance(page.origin, Origin) and page.origin.path in source.paths else "new"
    )
    here_only = NOT_COMMITTED if history == NOT_COMMITTED else None
    commit_url = ""
    if isinstance(history, PageHistory) and not isinstance(source.forge, Unknown):
        shown = (
            history.last_touched
            if isinstance(history.last_substantive, Unknown)
            else history.last_substantive
        )
        commit_url = source.forge.link("commit", sha=shown.sha)
    return Contribution(
        edit_url=here_only or _at_forge(edit, page, source),
        history_url=here_only or _at_forge("history", page, source),
        issue_url=_issue(page, source),
        clone_url=source.remote,
        commit_url=commit_url,
        guide_uri=guide_uri,
    )


def _at_forge(place: ForgePage, page: Page, source: Source) -> str | Unknown:
    if isinstance(page.origin, Unknown):
        return page.origin
    if isinstance(source.forge, Unknown):
        return source.forge
    if isinstance(source.branch, Unknown) and "{ref}" in getattr(source.forge, place):
        return source.branch
    if "{docs_path}" in getattr(source.forge, place) and not f"/{page.origin.path}".endswith(f"/{page.uri}"):
        return Unknown(NO_PAGE)  # its file is not where the pattern would look for it
    ref = source.branch if isinstance(source.branch, str) else ""
    url = source.forge.link(place, ref=ref, path=page.origin.path, docs_path=page.uri)
    return url or Unknown(NO_PAGE)


def _issue(page: Page, source: Source) -> str | Unknown:
    if source.repo.issues_url:
        return source.repo.issues_url
    if isinstance(source.forge, Unknown):
        return source.forge
    where = f" ({page.origin.path})" if isinstance(page.origin, Origin) else ""
    title = f"Docs: {page.title}{where}"
    return source.forge.link("new_issue", title=title) or Unknown("no issue tracker is known")
