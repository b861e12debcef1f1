"""What has changed between two states of a file, as far as a page about it may care.

Python by the standard library's syntax tree (`python_tree`, `python_names`, `python_scope`, `python_form`,
`python_change`), everything else by its lines (`languages`, `lines`, `blocks`); `terms` is what a page names, `forms`
how a name is defined, `reading` what one content says, and `change` compares two.
"""

from mkdocs_oss.freshness.code_change.change import (
    Difference,
    called_otherwise,
    definitions,
    difference,
    has_term,
    is_same,
    may_be_called,
    symbol_state,
    terms_in,
)
from mkdocs_oss.freshness.code_change.reading import Asked
from mkdocs_oss.freshness.code_change.terms import CODE_SPAN, page_terms

__all__ = [
    "CODE_SPAN",
    "Asked",
    "Difference",
    "called_otherwise",
    "definitions",
    "difference",
    "has_term",
    "is_same",
    "may_be_called",
    "page_terms",
    "symbol_state",
    "terms_in",
]
