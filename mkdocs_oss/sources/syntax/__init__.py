"""What a page's Markdown relies on: extensions, plugins and theme features that the handbook may lack."""

from mkdocs_oss.sources.syntax.lacks import Lack, lacks
from mkdocs_oss.sources.syntax.own_settings import own_settings
from mkdocs_oss.sources.syntax.to_add import settings_to_add

__all__ = ["Lack", "lacks", "own_settings", "settings_to_add"]
