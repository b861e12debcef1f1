"""What a repo's own site settings have that finds no place in the handbook: one quiet note for each repo."""

from __future__ import annotations

from mkdocs_oss.model import Finding, Source
from mkdocs_oss.sources.site_config import SiteConfig


def own_settings(source: Source, config: SiteConfig | None) -> tuple[Finding, ...]:
    """One note that lists hooks, theme folder, parent settings, styles, scripts and tags; none where there are none."""
    if config is None or not config.aside:
        return ()
    said = [f"`{key}`" + (f" (line {line})" if line else "") for key, line in config.aside]
    listed = " and ".join(filter(None, [", ".join(said[:-1]), said[-1]]))
    line = next((line for _, line in config.aside if line), 0)
    where = f"{config.file}:{line}" if line else config.file
    remedy = "nothing to do, unless its pages rely on them"
    what = f"the handbook leaves aside {listed} of its own settings"
    return (Finding("own-settings", "note", source.repo.name, where, what, remedy),)
