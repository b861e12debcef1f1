"""One block of settings with all that the handbook lacks, ready to paste into its mkdocs.yml."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs_oss.settings.site_markdown import SiteMarkdown
from mkdocs_oss.sources.syntax.lacks import Kind, Lack


def settings_to_add(found: Iterable[Lack], hub: SiteMarkdown) -> str:
    """One block of YAML for the handbook's mkdocs.yml that has all that is lacking; "" where nothing is."""
    entries: dict[Kind, dict[tuple[str, ...], Lack]] = {}
    for lack in found:
        if lack.entry:
            entries.setdefault(lack.kind, {}).setdefault(lack.entry, lack)
    if not entries:
        return ""
    lines: list[str] = []
    if features := entries.get("feature"):
        lines += ["theme:", "  features:", *(f"    - {entry[0]}" for entry in sorted(features))]
    extensions = {entry[0]: entry for entry in entries.get("extension", {})}
    options = {entry[0]: entry for entry in entries.get("fence", {})}
    if extensions or options:
        lines.append("markdown_extensions:")
        packages = {lack.name: lack.package for lack in entries.get("extension", {}).values()}
        for name, entry in sorted((extensions | options).items()):
            hint = (
                "  # in the entry that is there"
                if name in hub.extensions
                else _install(packages.get(name, ""))
            )
            if len(entry) == 1:
                lines.append(f"  - {name}{hint}")
            else:
                lines += [f"  - {name}:{hint}", *(f"      {line}" for line in entry[1:])]
    if plugins := entries.get("plugin"):
        lines.append("plugins:")
        lines += [f"  - {entry[0]}{_install(lack.package)}" for entry, lack in sorted(plugins.items())]
    return "\n".join(lines) + "\n"


def _install(package: str) -> str:
    return f"  # pip install {package}" if package else ""
