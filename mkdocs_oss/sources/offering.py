"""What a repo offers the handbook: pages with right links, assets, a nav, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from mkdocs_oss.git import Git
from mkdocs_oss.markdown_text import plain as in_markdown
from mkdocs_oss.model import Asset, Finding, NavItem, Origin, Page, PageKind, PageLink, Source
from mkdocs_oss.sources.asked import Asking
from mkdocs_oss.sources.atlas import Atlas
from mkdocs_oss.sources.files import MAX_FILE_BYTES, read_files
from mkdocs_oss.sources.forge import at_forge
from mkdocs_oss.sources.front_matter import has_heading, plain, title_of
from mkdocs_oss.sources.landing import home
from mkdocs_oss.sources.link_syntax import with_plain_labels, without_references
from mkdocs_oss.sources.links import Writer, broken_link, page_link, rewrite_links
from mkdocs_oss.sources.planned import Plan

_OTHER_READMES = ("README.rst", "README.txt", "README", "README.adoc", "README.org")


class Offer(Struct, frozen=True):
    """A repo's share of the handbook. `guide` is its own CONTRIBUTING: path and text with right links.

    `guide_links`: those that lead from it to other files of the handbook.
    """

    pages: tuple[Page, ...] = ()
    assets: tuple[Asset, ...] = ()
    nav: tuple[NavItem, ...] = ()
    about: tuple[NavItem, ...] = ()
    findings: tuple[Finding, ...] = ()
    description: str = ""
    guide: tuple[str, str] | None = None
    guide_links: tuple[PageLink, ...] = ()


def offer(plan: Plan, atlas: Atlas | Asking, *, git: Git) -> Offer:
    """All that a repo offers, now that it is known where the files of every repo land."""
    source, documents = plan.source, plan.documents
    findings = list(plan.findings)
    made: list[Page] = []
    guide: tuple[str, str] | None = None
    guide_links: tuple[PageLink, ...] = ()
    for path, document in documents.items():
        uri = plan.landed[path]
        linked = rewrite_links(with_plain_labels(document.body), Writer(source.repo.name, path, uri), atlas)
        file = source.real(path)
        links = tuple(page_link(link, document, file) for link in linked.found)
        findings += [
            broken_link(link, document.where(link.line, file), source.repo.name) for link in linked.broken
        ]
        if path == plan.guide:
            guide, guide_links = (path, linked.text), links
            continue
        kind: PageKind = "overview" if path == plan.readme else "page"
        origin = Origin(source.repo.name, file, source.commit, source.is_worktree, plan.blobs.get(path, ()))
        title, text = plan.titles.get(path) or title_of(document, path), linked.text
        if kind == "overview" and not has_heading(document):
            title = source.repo.name
            if "<h1" not in text.lower():  # a theme would head it "Overview", as in the nav
                text = f"# {in_markdown(title)}\n\n{text}"
        made.append(
            Page(uri, title, kind, origin, document.meta, text, links, as_source=path in plan.as_source)
        )
    if plan.readme is None or plan.readme not in documents:
        made.append(_without_readme(source))
    return Offer(
        pages=tuple(made),
        assets=tuple(_assets(plan, [path for path in plan.landed if path not in documents], git=git)),
        nav=plan.nav,
        about=plan.about,
        findings=tuple(findings),
        description=_description(plan),
        guide=guide,
        guide_links=guide_links,
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
        found = ((landed[path], source.root / source.real(path)) for path in paths)
        return [Asset(uri, file) for uri, file in found if file.lstat().st_size <= MAX_FILE_BYTES]
    return [Asset(landed[path], content) for path, content in read_files(source, paths, git=git).items()]


def _description(plan: Plan) -> str:
    """The README's first paragraph of prose, as plain text of at most 200 characters."""
    readme = plan.documents.get(plan.readme or "")
    body = readme.body if readme else ""
    for block in body[:20_000].split("\n\n"):
        text = block.strip()
        if not text or text[0] in "#<!|>`-=*[" or text.startswith(("---", "===", ":::", "  ")):
            continue
        line = " ".join(plain(without_references(text, of=body).replace("\n", " ")).split())
        if line:
            return line if len(line) <= 200 else line[:199].rsplit(" ", 1)[0] + "…"
    return ""
