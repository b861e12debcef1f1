"""The schema of what mkdocs.yml may say of the suite and its parts. The docs' option tables are made from it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from mkdocs_oss.model import ForgeKind, LivenessMode, Substance

Part = Literal["repos", "ownership", "freshness", "contributing", "api"]
LinkSeverity = Literal["note", "warning"]
RepoNav = Literal["auto", "whole", "own"]
Dialect = Literal["github", "gitlab", "bitbucket"]
PeoplePages = Literal["listed", "teams", "off"]
PARTS: tuple[Part, ...] = ("repos", "ownership", "freshness", "contributing", "api")


class SharedOptions(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Keys that `oss` and each part on its own take."""

    repos: Annotated[
        str | list[dict[str, Any]] | None,
        Meta(
            description="A file, or the list itself. Default: repos.yml beside mkdocs.yml, where it exists."
        ),
    ] = None
    teams: Annotated[
        str | dict[str, Any] | None,
        Meta(description="A file, or its content. Default: teams.yml beside mkdocs.yml, where it exists."),
    ] = None
    cache: Annotated[
        str | None,
        Meta(
            description="The cache folder, relative to mkdocs.yml. Default: the user's cache folder, or `MKDOCS_OSS_CACHE`."
        ),
    ] = None
    with_: Annotated[
        dict[str, str] | None,
        Meta(
            description="Repos that are replaced while you work: name → folder (relative to mkdocs.yml), `URL@BRANCH` or `@BRANCH`. `MKDOCS_OSS_WITH` wins over it."
        ),
    ] = msgspec.field(name="with", default=None)
    projects_title: Annotated[str, Meta(description="The title of the nav section that holds the repos.")] = (
        "Projects"
    )
    repo_nav: Annotated[
        RepoNav,
        Meta(
            description="What of the repos stands in the nav of a page: its `own` repo, the sections and a few other repos, or the `whole` nav. `auto`: whole up to 300 pages of repos."
        ),
    ] = "auto"
    language: Annotated[
        str | None,
        Meta(
            description="The language of what the suite writes on pages: `de`, `en`, `es`, `fr`, `ja`, `zh`. Default: the theme's, else English."
        ),
    ] = None
    links: Annotated[
        LinkSeverity,
        Meta(
            description="What a broken link or anchor in a repo's page is; one in the handbook's own pages is a warning in any case."
        ),
    ] = "note"


class OwnershipOptions(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who answers for each page."""

    owner: Annotated[
        str | list[str] | None,
        Meta(description="Who answers for the handbook's own pages that nothing else names."),
    ] = None
    dialect: Annotated[
        Dialect | None,
        Meta(
            description="How to read a CODEOWNERS file where neither the forge nor its folder tells. Default: `github`."
        ),
    ] = None
    infer: Annotated[
        bool,
        Meta(
            description="Where nothing names an owner, show who has worked on the page, marked as inferred."
        ),
    ] = False
    liveness: Annotated[
        LivenessMode | bool,
        Meta(
            description="Whether owners are still there: `report` tells `mkdocs-oss check` alone, `banner` the pages too, `off` nobody."
        ),
    ] = "report"
    quiet_after: Annotated[
        str,
        Meta(description="How long an owner may not have worked on a page or its code before it is said."),
    ] = "12 months"
    people: Annotated[
        PeoplePages | bool,  # YAML reads `off` as false
        Meta(
            description="Who has a page below `people/`: teams and the people that `teams.yml` lists, `teams` alone, or nobody (`off`)."
        ),
    ] = "listed"

    @property
    def liveness_mode(self) -> LivenessMode:
        """`liveness`, where YAML may have made true or false of it."""
        if isinstance(self.liveness, bool):
            return "report" if self.liveness else "off"
        return self.liveness

    @property
    def people_pages(self) -> PeoplePages:
        """`people`, where YAML may have made true or false of it."""
        if isinstance(self.people, bool):
            return "listed" if self.people else "off"
        return self.people


class FreshnessOptions(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether each page can still be trusted."""

    review_every: Annotated[
        str | None,
        Meta(
            description="How often pages are to be reviewed. Unset: only pages with a `reviewed` date fall due, after 12 months."
        ),
    ] = None
    bots: Annotated[
        tuple[str, ...], Meta(description="More author names whose commits are not substantive.")
    ] = ()
    most_per_owner: Annotated[
        int,
        Meta(
            ge=1,
            description="How many pages that need a look wear a banner for one owner; the others wait, and stand on the freshness page.",
        ),
    ] = 20
    minor_commits: Annotated[
        tuple[str, ...],
        Meta(
            description="Words such as `[minor]`; a commit with one of them in its message is not substantive."
        ),
    ] = ()
    substance: Annotated[
        Substance,
        Meta(
            description="What a change must change to be substantive: the `text` that readers see, the `front-matter` or the text, or `any` byte."
        ),
    ] = "text"


class ContributingOptions(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How to change each page."""

    edit_url: Annotated[
        str | None, Meta(description="A pattern with `{ref}` and `{path}` for the handbook's own pages.")
    ] = None
    issues_url: Annotated[
        str | None, Meta(description="Where to report a problem with the handbook's own pages.")
    ] = None
    forge: Annotated[
        ForgeKind | None, Meta(description="The handbook's forge, where its host name does not tell.")
    ] = None


class ApiOptions(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What each repo's code offers."""

    docstring_style: Annotated[
        Literal["auto", "google", "numpy", "sphinx"], Meta(description="How docstrings are written.")
    ] = "auto"


class SuiteOptions(SharedOptions, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`oss` in mkdocs.yml: the whole suite. Each part takes its options, or `false`."""

    ownership: Annotated[OwnershipOptions | bool, Meta(description="Owners on every page.")] = (
        OwnershipOptions()
    )
    freshness: Annotated[
        FreshnessOptions | bool, Meta(description="Dates, reviews and verdicts on every page.")
    ] = FreshnessOptions()
    contributing: Annotated[ContributingOptions | bool, Meta(description="The way to change every page.")] = (
        ContributingOptions()
    )
    api: Annotated[
        ApiOptions | bool, Meta(description="API reference for the Python packages of each repo.")
    ] = ApiOptions()
