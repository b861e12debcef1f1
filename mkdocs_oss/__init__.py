"""mkdocs-oss: many git repos, one team handbook, every page with its owner, its age and its way to change."""

__version__ = "0.1.0"

__all__ = ["__version__"]
