"""The schema of repos.yml. The docs' option tables are made from these classes."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from mkdocs_oss.model import ForgeKind, Policy


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
