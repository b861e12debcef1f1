"""The history of every page of a repo, from one pass of `git log`."""

from mkdocs_oss.history.read import IGNORE_REVS, HistoryReader, read_histories
from mkdocs_oss.history.walk import is_bot

__all__ = ["IGNORE_REVS", "HistoryReader", "is_bot", "read_histories"]
