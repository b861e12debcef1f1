"""What a build does not need it does not import; what is imported late is there all the same."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_oss.late import late

PACKAGES = ("mkdocs_oss.api", "mkdocs_oss.contributing", "mkdocs_oss.freshness", "mkdocs_oss.gather",
            "mkdocs_oss.ownership", "mkdocs_oss.sources", "mkdocs_oss.sources.discovery")  # fmt: skip
OF_REPOS = ("mkdocs_oss.api.packages", "mkdocs_oss.contributing.evidence", "mkdocs_oss.gather.fleet",
            "mkdocs_oss.sources.discovery", "mkdocs_oss.sources.nav", "mkdocs_oss.sources.planning",
            "mkdocs_oss.sources.site_config", "mkdocs_oss.sources.store", "mkdocs_oss.sources.syntax",
            "mkdocs.livereload", "requests", "urllib3")  # fmt: skip
OF_OWNERS = (
    "mkdocs_oss.ownership.codeowners",
    "mkdocs_oss.ownership.evidence",
    "mkdocs_oss.ownership.liveness",
)
OF_CHANGED_CODE = (
    "mkdocs_oss.freshness.code_change",
    "mkdocs_oss.freshness.drift",
    "mkdocs_oss.freshness.quotes",
)
BUILD = """
import json, sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config("mkdocs.yml")
config.plugins.on_startup(command="build", dirty=False)
build(config)
print(json.dumps(sorted(sys.modules)))
"""


def late_names(package: str) -> dict[str, str]:
    """Late name → the module of the package that it comes from."""
    found = inspect.getclosurevars(importlib.import_module(package).__getattr__).nonlocals["module_of"]
    return dict(found)


@pytest.mark.parametrize("package", PACKAGES)
def test_each_late_name_is_there_and_public(package: str) -> None:
    """Whatever a package names late can be imported from it, and is in its `__all__`."""
    module = importlib.import_module(package)
    assert late_names(package).keys() <= set(module.__all__)
    for name, place in late_names(package).items():
        home = importlib.import_module(f"{package}.{place}")
        assert getattr(module, name) is getattr(home, name)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_takes_the_place_of_a_late_name(package: str) -> None:
    """A late name is not called as a module of its package, which Python would put in its place."""
    folder = importlib.import_module(package).__path__
    assert late_names(package).keys().isdisjoint({each.name for each in pkgutil.iter_modules(folder)})


def test_another_name_is_told_as_python_tells_it() -> None:
    """A name that is nowhere raises AttributeError with the package's name."""
    with pytest.raises(AttributeError, match=r"module 'mkdocs_oss\.api' has no attribute 'nothing'"):
        late("mkdocs_oss.api", {"extra": ("require",)})("nothing")


def imported(site: Path, *, plugin: str) -> set[str]:
    """The modules that a build of a small site with that plugin has imported at its end."""
    (site / "docs").mkdir()
    (site / "docs" / "index.md").write_text("# A\n\nSee [b](b.md#x) and `src/a.py`.\n")
    (site / "docs" / "b.md").write_text("---\nowner: '@ana'\nreviewed: 2026-01-01\n---\n# B\n")
    (site / "CODEOWNERS").write_text("* @ana\n")
    (site / "mkdocs.yml").write_text(f"site_name: A\ntheme: mkdocs\nplugins: [{plugin}]\n")
    done = subprocess.run([sys.executable, "-c", BUILD], cwd=site, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_a_site_without_repos_imports_nothing_that_only_repos_need(tmp_path: Path) -> None:
    """A build of one site reads no module for other repos, for the network or for a server."""
    found = imported(tmp_path, plugin="oss")
    assert {"mkdocs_oss.handbook", "mkdocs_oss.ownership.codeowners"} <= found
    assert found.isdisjoint(OF_REPOS)


def test_freshness_alone_imports_nothing_that_only_owners_need(tmp_path: Path) -> None:
    """Where nobody is told who owns a page, and no code of a page has changed, what that takes is not imported."""
    found = imported(tmp_path, plugin="oss/freshness")
    assert "mkdocs_oss.handbook" in found
    assert found.isdisjoint((*OF_REPOS, *OF_OWNERS, *OF_CHANGED_CODE))
