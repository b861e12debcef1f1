"""A sample data-science team as real git repos: what `mkdocs-oss demo` shows, and tests build from."""

from mkdocs_oss.demo.sample_team import write_sample_team

__all__ = ["write_sample_team"]
