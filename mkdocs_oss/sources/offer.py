"""What a repo offers the handbook: pages with right links, assets, a nav, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_oss.git import Git
from mkdocs_oss.model import Asset, Finding, NavItem, Origin, Page, PageKind, Source
from mkdocs_oss.sources.atlas import Atlas
from mkdocs_oss.sources.files import MAX_FILE_BYTES, read_files
from mkdocs_oss.sources.front_matter import plain, title_of
from mkdocs_oss.sources.landing import home
from mkdocs_oss.sources.links import rewrite_links
from mkdocs_oss.sources.nav import repo_nav
from mkdocs_oss.sources.plan import Plan, at_forge, note

_OTHER_READMES = ("README.rst", "README.txt", "README", "README.adoc", "README.org")


@dataclass(frozen=True)
class Offer:
    """A repo's share of the handbook. `guide` is its own CONTRIBUTING: path and text with right links."""

    pages: tuple[Page, ...] = ()
    assets: tuple[Asset, ...] = ()
    nav: tuple[NavItem, ...] = ()
    findings: tuple[Finding, ...] = ()
    description: str = ""
    guide: tuple[str, str] | None = None


def offer(plan: Plan, atlas: Atlas, *, git: Git) -> Offer:
    """All that a repo offers, now that it is known where the files of every repo land."""
    source, documents = plan.source, plan.documents
    findings = list(plan.findings)
    place = plan.place
    made: list[Page] = []
    texts: dict[str, str] = {}
    for path, document in documents.items():
        uri = plan.landed[path]
        text, broken = rewrite_links(document.body, path=path, uri=uri, place=place)
        texts[path] = text
        findings += [
            note(
                source,
                "broken-link",
                f"{path}:{link.line + document.first_line - 1}",
                f"the link {link.target!r} leads nowhere",
                "mend the link",
            )
            for link in broken
        ]
        if path != plan.guide:
            kind: PageKind = "overview" if path == plan.readme else "page"
            origin = Origin(
                source.repo.name, path, source.commit, source.is_worktree, plan.blobs.get(path, ())
            )
            made.append(Page(uri, title_of(document, path), kind, origin, document.meta, text))
    if plan.readme is None or plan.readme not in documents:
        made.append(_without_readme(source))
    nav, nav_findings = repo_nav(
        plan.config,
        docs_dir=plan.docs_dir,
        pages=[path for path in plan.pages if path != plan.readme],
        landed=plan.landed,
    )
    findings += [note(source, "nav", where, what, remedy) for where, what, remedy in nav_findings]
    return Offer(
        pages=tuple(made),
        assets=tuple(_assets(plan, [path for path in plan.landed if path not in documents], git=git)),
        nav=nav,
        findings=tuple(findings),
        description=_description(plan),
        guide=(plan.guide, texts[plan.guide]) if plan.guide else None,
    )


def _without_readme(source: Source) -> Page:
    other = next((name for name in _OTHER_READMES if name in source.paths), None)
    text = f"# {source.repo.name}\n\n"
    if other:
        url = at_forge(source)(other, raw=False)
        shown = f"[{other}]({url})" if url else f"`{other}`"
        text += f"This repo's README is {shown}, which is no Markdown and so is not shown here.\n"
    else:
        text += "This repo has no README yet. A `README.md` at its root would stand here.\n"
    origin = Origin(source.repo.name, other or "README.md", source.commit, source.is_worktree)
    return Page(home(source) + "index.md", source.repo.name, "overview", origin, {}, text)


def _assets(plan: Plan, paths: list[str], *, git: Git) -> Iterable[Asset]:
    """The files beside the pages; one that is larger than MAX_FILE_BYTES is left out."""
    source, landed = plan.source, plan.landed
    if source.root is not None:
        found = ((landed[path], source.root / path) for path in paths)
        return [Asset(uri, file) for uri, file in found if file.lstat().st_size <= MAX_FILE_BYTES]
    return [Asset(landed[path], content) for path, content in read_files(source, paths, git=git).items()]


def _description(plan: Plan) -> str:
    """The README's first paragraph of prose, as plain text of at most 200 characters."""
    readme = plan.documents.get(plan.readme or "")
    for block in (readme.body if readme else "")[:20_000].split("\n\n"):
        text = block.strip()
        if not text or text[0] in "#<!|>`-=*[" or text.startswith(("---", "===", ":::", "  ")):
            continue
        line = " ".join(plain(text.replace("\n", " ")).split())
        if line:
            return line if len(line) <= 200 else line[:199].rsplit(" ", 1)[0] + "…"
    return ""
