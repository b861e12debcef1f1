"""Reads what a repo has for the handbook: its pages' text, and where each file lands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from mkdocs_oss.git import Git
from mkdocs_oss.model import Finding, Source, Unknown
from mkdocs_oss.sources.choice import choose_files, note, without_twins
from mkdocs_oss.sources.community import CONTRIBUTING, READMES
from mkdocs_oss.sources.files import read_files
from mkdocs_oss.sources.forge import at_forge, forge_of
from mkdocs_oss.sources.front_matter import Document, read_document
from mkdocs_oss.sources.landing import asset_uri
from mkdocs_oss.sources.link_paths import Place, targets
from mkdocs_oss.sources.measure import beyond_measure
from mkdocs_oss.sources.modules_file import MODULES, declared
from mkdocs_oss.sources.planned import Plan, blob_ids, folders_of
from mkdocs_oss.sources.planned_nav import plan_nav
from mkdocs_oss.sources.settings_place import settings_files, site_config_of
from mkdocs_oss.sources.site_config import SiteConfig
from mkdocs_oss.sources.symlinks import written
from mkdocs_oss.sources.with_snippets import with_snippets

_MAX_PAGE_BYTES = 2_000_000
_MOST_LINKS = 10
"""Notes of one repo about its symbolic links."""


def plan(source: Source, *, git: Git, has_guide: bool) -> Plan:
    """What a repo has. `has_guide`: the handbook makes a contribution page for it."""
    if source.missing is not None:
        return Plan(source)
    settings = settings_files(source.paths, docs=source.repo.docs)
    config = site_config_of(read_files(source, settings, git=git), settings, docs=source.repo.docs)
    source = _with_forge(source, config)
    docs_dir = _docs_dir(source, config)
    findings = [
        note(source, "site-config", where, what, remedy)
        for where, what, remedy in (config.problems if config else ())
    ]
    if source.repo.docs and docs_dir and not any(path.startswith(f"{docs_dir}/") for path in source.paths):
        what, remedy = f"there is no folder {docs_dir!r} in the repo", "mend `docs:`"
        findings.append(Finding("docs-folder", "warning", source.repo.name, source.repo.where, what, remedy))
    chosen = choose_files(source, config, docs_dir=docs_dir, has_guide=has_guide)
    findings += [*chosen.findings, *_unfollowed(source, docs_dir)]
    landed = dict(chosen.landed)
    own = [path for path in (chosen.readme, chosen.guide, *chosen.community) if path]
    nav_files = chosen.nav_format.files.values()
    read = read_files(source, [*chosen.pages, *own, *nav_files, MODULES], git=git)
    contents = {path: content for path, content in read.items() if path in landed}
    documents = {path: read_document(content[:_MAX_PAGE_BYTES]) for path, content in contents.items()}
    findings += _faults(source, contents, documents)
    documents, missing = with_snippets(source, documents, config=config, docs_dir=docs_dir, git=git)
    findings += [note(source, "snippet", where, what, remedy) for where, what, remedy in missing]
    beyond = _beyond_measure(source, documents, findings)
    for file in without_twins(source, chosen, documents, docs_dir=docs_dir):
        del landed[file], documents[file], contents[file]
    place = Place(landed, at_forge(source), source.paths, folders_of(source.paths), docs_dir)
    for path in [*own, *(chosen.pages if chosen.only_used_assets else ())]:
        for target in targets(documents[path].body, path=path, place=place) if path in documents else ():
            if target in source.paths and chosen.may_show(target, by=path):
                landed.setdefault(target, asset_uri(source, target))
    nav, about, nav_findings = plan_nav(
        source, config, chosen, documents=documents, landed=landed, contents=read
    )
    findings += nav_findings
    blobs = {path: blob_ids(content) for path, content in contents.items()} if source.is_worktree else {}
    return Plan(
        source=source,
        config=config,
        docs_dir=docs_dir,
        readme=chosen.readme,
        guide=chosen.guide if chosen.guide in documents else None,
        pages=chosen.pages,
        landed=landed,
        documents=documents,
        blobs=blobs,
        titles={path: title for path, title in chosen.community.items() if path in documents},
        nav=nav,
        about=about,
        left_out=chosen.left_out,
        absent=frozenset(declared(read.get(MODULES, b"")).keys() - place.folders),
        as_source=beyond,
        findings=tuple(findings),
    )


def page_paths(source: Source, config: SiteConfig | None, *, has_guide: bool) -> frozenset[str]:
    """The files that `plan` makes pages of, README and community files included; reads none of them."""
    chosen = choose_files(source, config, docs_dir=_docs_dir(source, config), has_guide=has_guide)
    named = [path for path in (chosen.readme, chosen.guide, *chosen.community) if path]
    return frozenset(path for path in (*chosen.pages, *named) if path in chosen.landed)


def _unfollowed(source: Source, docs_dir: str) -> Iterator[Finding]:
    """The symbolic links that would be a page, an asset or a file that forges know, and lead to no file of the repo."""
    known = {*READMES, *CONTRIBUTING, "CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS"}
    start = f"{docs_dir}/" if docs_dir else ""
    found = [
        path
        for path in sorted(source.unfollowed)
        if path in known or (path.startswith(start) and not path.startswith(".") and "/." not in path)
    ]
    for path in found[:_MOST_LINKS]:
        what = f"it is a symbolic link to {written(source.unfollowed[path])}, not followed"
        yield note(
            source,
            "symbolic-link",
            path,
            what,
            "only one to a file of the repo is; put the file itself there",
        )
    if len(found) > _MOST_LINKS:
        what = f"{len(found) - _MOST_LINKS} more symbolic links are not followed"
        yield note(source, "symbolic-link", docs_dir or ".", what, "put the files themselves there")


def _faults(
    source: Source, contents: Mapping[str, bytes], documents: Mapping[str, Document]
) -> list[Finding]:
    too_large = [
        note(source, "page", path, "it is larger than 2 MB, so only its start is shown", "split it")
        for path, content in contents.items()
        if len(content) > _MAX_PAGE_BYTES
    ]
    return too_large + [
        note(source, "page", f"{path}:{line}", what, remedy)
        for path, document in documents.items()
        for line, what, remedy in document.problems
    ]


def _beyond_measure(
    source: Source, documents: Mapping[str, Document], findings: list[Finding]
) -> frozenset[str]:
    """The pages that no engine is to render, with a finding for each."""
    beyond = {
        path: found
        for path, document in documents.items()
        if (found := beyond_measure(document.body)) is not None
    }
    for path, (line, what, remedy) in beyond.items():
        where = documents[path].where(line, path)
        findings.append(note(source, "page", where, f"{what}, so it is shown as it is written", remedy))
    return frozenset(beyond)


def _with_forge(source: Source, config: SiteConfig | None) -> Source:
    """The source with the forge that its own settings name (`repo_url`), where its remote does not tell."""
    if config is None or not config.repo_url or not isinstance(source.forge, Unknown):
        return source
    repo = source.repo
    return replace(source, forge=forge_of(config.repo_url, kind=repo.forge, edit_url=repo.edit_url))


def _docs_dir(source: Source, config: SiteConfig | None) -> str:
    """The docs folder: `docs:` of repos.yml, the repo's own setting, `docs`; "" is the repo's root."""
    if source.repo.docs is not None:
        return "" if source.repo.docs == "." else source.repo.docs
    return config.docs_dir if config else "docs"
