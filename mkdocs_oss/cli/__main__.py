"""`python -m mkdocs_oss.cli`."""

from mkdocs_oss.cli import main

main()
