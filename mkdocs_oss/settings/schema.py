"""The schema of everything a user may write. The docs' option tables are made from these classes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from mkdocs_oss.model import ForgeKind, LivenessMode, Policy, Substance

Part = Literal["repos", "ownership", "freshness", "contributing", "api"]
LinkSeverity = Literal["note", "warning"]
RepoNav = Literal["auto", "whole", "own"]
Dialect = Literal["github", "gitlab", "bitbucket"]
PeoplePages = Literal["listed", "teams", "off"]
PARTS: tuple[Part, ...] = ("repos", "ownership", "freshness", "contributing", "api")


class MaintenanceEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`maintenance:` of a repo: what its team promises."""

    status: Annotated[
        Literal["active", "maintained", "sunset", "archived"],
        Meta(description="Whether the repo is worked on. `sunset` and `archived` put a banner on its pages."),
    ] = "active"
    backups: Annotated[tuple[str, ...], Meta(description="Who stands in for the owner.")] = ()
    review_hours: Annotated[str, Meta(description="When reviews happen, in your own words.")] = ""
    responds_within: Annotated[str, Meta(description="How soon an answer is promised.")] = ""


class DiscoverEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`discover:` of an entry: repos that a folder or a forge lists. One of the first four says where."""

    folder: Annotated[
        str | None, Meta(description="Each git checkout directly below this folder. Needs no network.")
    ] = None
    github: Annotated[str | None, Meta(description="An organisation or user of GitHub.")] = None
    gitlab: Annotated[
        str | None, Meta(description="A group of GitLab with its subgroups (`team/data`), or a user.")
    ] = None
    gitea: Annotated[
        str | None, Meta(description="An organisation or user of Gitea or Forgejo; needs `url`.")
    ] = None
    url: Annotated[
        str | None,
        Meta(description="The forge's address. Default: `https://github.com` or `https://gitlab.com`."),
    ] = None
    include: Annotated[
        str | list[str], Meta(description="Patterns of names (`lib-*`); a repo needs one of them.")
    ] = "*"
    exclude: Annotated[str | list[str], Meta(description="Patterns of names that are left out.")] = ""
    topics: Annotated[
        str | list[str], Meta(description="Topics of the forge; a repo needs one of them. Default: any repo.")
    ] = ""
    archived: Annotated[bool, Meta(description="Archived repos too; their pages say that they are.")] = False
    forks: Annotated[bool, Meta(description="Forks too.")] = False
    token_env: Annotated[
        str | None, Meta(description="The environment variable that holds the token for this forge.")
    ] = None


class RepoEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of `repos:`."""

    path: Annotated[str | None, Meta(description="A local worktree; uncommitted edits show.")] = None
    url: Annotated[str | None, Meta(description="A remote, `https://…` or SSH; fetched into the cache.")] = (
        None
    )
    discover: Annotated[
        DiscoverEntry | None,
        Meta(description="All repos of a folder or of a forge's group, in place of `path` and `url`."),
    ] = None
    name: Annotated[
        str | None,
        Meta(description="The repo's name in the handbook. Default: the last part of path or url."),
    ] = None
    ref: Annotated[str | None, Meta(description="Branch, tag or commit. Default: the remote's HEAD.")] = None
    docs: Annotated[
        str | None,
        Meta(
            description="The docs folder. Default: the one its own settings name, else `docs`, else the README alone."
        ),
    ] = None
    include: Annotated[
        str | list[str],
        Meta(
            description="Patterns as in .gitignore, below the docs folder: only these pages, and what they show."
        ),
    ] = ""
    exclude: Annotated[
        str | list[str],
        Meta(description="Patterns as in .gitignore, below the docs folder: not these files."),
    ] = ""
    section: Annotated[str | None, Meta(description="Its place in the nav.")] = None
    owner: Annotated[
        str | list[str] | None, Meta(description="Who answers for pages that no CODEOWNERS rule names.")
    ] = None
    policy: Annotated[
        Policy,
        Meta(
            description="What an unreachable repo means: `required` fails a strict build; `stale-ok` is told in the log and on the site; `optional` is left out quietly."
        ),
    ] = "stale-ok"
    api: Annotated[str | list[str] | bool, Meta(description="Packages to document, `auto`, or `false`.")] = (
        "auto"
    )
    forge: Annotated[ForgeKind | None, Meta(description="The forge, where its host name does not tell.")] = (
        None
    )
    edit_url: Annotated[
        str | None, Meta(description="A pattern with `{ref}` and `{path}` for any other forge.")
    ] = None
    issues_url: Annotated[str | None, Meta(description="Where to report a problem, if not at the forge.")] = (
        None
    )
    maintenance: Annotated[MaintenanceEntry, Meta(description="What the team promises.")] = MaintenanceEntry()


class ReposFileSchema(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """repos.yml."""

    repos: Annotated[list[RepoEntry], Meta(description="The repos, in the order of the nav.")] = []


class TeamEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One team of teams.yml."""

    name: Annotated[str, Meta(description="The name that readers see.")] = ""
    description: Annotated[str, Meta(description="What the team answers for.")] = ""
    chat: Annotated[str, Meta(description="A link to its channel.")] = ""
    issues: Annotated[str, Meta(description="A link to where it is asked, or told of a problem.")] = ""
    rota: Annotated[str, Meta(description="A link to who is on call.")] = ""
    email: Annotated[str, Meta(description="An address that may be shown.")] = ""
    members: Annotated[tuple[str, ...], Meta(description="Handles of people, or of teams in it.")] = ()
    backups: Annotated[tuple[str, ...], Meta(description="Handles of who stands in.")] = ()


class PersonEntry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One person of teams.yml."""

    name: Annotated[str, Meta(description="The name that readers see.")] = ""
    emails: Annotated[tuple[str, ...], Meta(description="Addresses in git and CODEOWNERS. Never shown.")] = ()
    email: Annotated[str, Meta(description="An address that may be shown.")] = ""
    chat: Annotated[str, Meta(description="A link to reach the person.")] = ""
    backups: Annotated[tuple[str, ...], Meta(description="Handles of who stands in.")] = ()
    left: Annotated[date | None, Meta(description="The day the person left.")] = None
    hidden: Annotated[
        bool, Meta(description="Never named in the handbook, whatever history or CODEOWNERS says.")
    ] = False


class TeamsFileSchema(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """teams.yml."""

    teams: Annotated[dict[str, TeamEntry], Meta(description="Handle → team.")] = {}
    people: Annotated[dict[str, PersonEntry], Meta(description="Handle → person.")] = {}


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


def described(schema: type[Struct]) -> list[tuple[str, str, str, str]]:
    """(key, what it takes, default, meaning) of each key of a schema class, for the docs."""
    rows = []
    for entry in msgspec.structs.fields(schema):
        meta = next((m for m in getattr(entry.type, "__metadata__", ()) if isinstance(m, Meta)), None)
        default = entry.default
        shown = (
            ""
            if default in (None, (), "") or isinstance(default, Struct) or default is msgspec.NODEFAULT
            else str(default)
        )
        rows.append(
            (entry.encode_name, _spelled(entry.type), shown, (meta.description if meta else "") or "")
        )
    return rows


def _spelled(kind: Any) -> str:
    """A type as a user would name it."""
    info = msgspec.inspect.type_info(kind)
    return _words(info)


def _words(info: Any) -> str:
    inspect = msgspec.inspect
    match info:
        case inspect.Metadata():
            return _words(info.type)
        case inspect.UnionType():
            return " or ".join(_words(t) for t in info.types if not isinstance(t, inspect.NoneType))
        case inspect.LiteralType():
            return " · ".join(f"`{value}`" for value in info.values)
        case inspect.StructType() | inspect.DictType():
            return "mapping"
        case inspect.ListType() | inspect.VarTupleType():
            return "list"
        case inspect.BoolType():
            return "true/false"
        case inspect.IntType():
            return "number"
        case inspect.DateType():
            return "date"
        case _:
            return "text"
