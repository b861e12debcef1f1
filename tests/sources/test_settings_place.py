"""Which settings file of a repo describes its site."""

from __future__ import annotations

import pytest

from mkdocs_oss.sources.settings_place import settings_files, site_config_of

FILES = {
    "mkdocs.yml": b"site_name: Root\n",
    "docs/mkdocs.yml": b"docs_dir: pages\n",
    "docs/en/mkdocs.yml": b"docs_dir: docs\nnav: [index.md]\nmarkdown_extensions: [{pymdownx.snippets: {base_path: src}}]\n",
    "docs/de/mkdocs.yml": b"docs_dir: docs\n",
    "plugins/a/mkdocs.yml": b"docs_dir: other\n",
}


@pytest.mark.parametrize(
    ("there", "docs", "file", "docs_dir"),
    [
        (["mkdocs.yml", "docs/mkdocs.yml"], None, "mkdocs.yml", "docs"),
        (["docs/mkdocs.yml"], None, "docs/mkdocs.yml", "docs/pages"),
        (["plugins/a/mkdocs.yml"], None, None, None),
        (list(FILES), "docs/en/docs", "docs/en/mkdocs.yml", "docs/en/docs"),
        (list(FILES), "docs/de/docs", "docs/de/mkdocs.yml", "docs/de/docs"),
        (list(FILES), "docs/fr/docs", "mkdocs.yml", "docs"),
        (list(FILES), "plugins/a/docs", "mkdocs.yml", "docs"),
        (["plugins/a/mkdocs.yml"], "plugins/a/docs", None, None),
        (list(FILES), ".", "mkdocs.yml", "docs"),
    ],
)
def test_the_nearest_that_has_the_docs_folder(
    there: list[str], docs: str | None, file: str | None, docs_dir: str | None
) -> None:
    """Several sites in one repo: each entry of repos.yml gets the settings of its own docs folder."""
    contents = {path: FILES[path] for path in there}
    found = site_config_of(contents, settings_files(contents.keys(), docs=docs), docs=docs)
    assert (found and found.file, found and found.docs_dir) == (file, docs_dir)


def test_paths_are_from_the_root() -> None:
    """Whatever the settings name is below their own folder, where MkDocs would run."""
    found = site_config_of(FILES, settings_files(FILES.keys(), docs="docs/en/docs"), docs="docs/en/docs")
    assert found is not None
    assert found.snippets.bases == ("docs/en/src",)
    assert found.nav_where("index.md").startswith("docs/en/mkdocs.yml:")
