"""mkdocstrings' Python handler over one repo's code: collects from memory, and says what it cannot show."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import griffe
import jinja2
from jinja2.bccache import Bucket
from markdown.extensions import Extension
from markupsafe import Markup
from mkdocstrings import BaseHandler, Handlers
from mkdocstrings_handlers.python import PythonConfig, PythonHandler, PythonOptions, do_filter_objects

from mkdocs_oss.engines.autodoc.logs import quietly
from mkdocs_oss.engines.autodoc.objects import FAILURES, DocstringStyle, Objects, load_objects
from mkdocs_oss.engines.autodoc.options import DEFAULTS, allowed
from mkdocs_oss.model import RepoCode

# The marks around Python-Markdown's placeholders: in HTML that is stashed they would be taken for such. One
# of them is meant, the ampersand of toc's permalinks.
_STRAY_MARK = re.compile(r"\x02(?!amp\x03)|(?<!\x02amp)\x03")


class NotShown(Exception):  # noqa: N818
    """An object cannot be shown; `reason` is a phrase. mkdocstrings lets it pass without a log line."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CompiledTemplates(jinja2.BytecodeCache):
    """The handler's templates, compiled once in a build: for small repos this is most of the work."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


class RepoHandlers(Handlers):
    """The handlers of one repo: its Python handler, whatever a block asks for."""

    def __init__(self, python: RepoHandler, **settings: Any) -> None:
        super().__init__(default="python", **settings)
        self._python = python

    def get_handler_name(self, config: dict[str, Any]) -> str:
        return "python"

    def get_handler(self, name: str, handler_config: dict[str, Any] | None = None) -> BaseHandler:
        return self._python


class RepoHandler(PythonHandler):
    """Shows the objects of one repo. Its search paths and its configuration files are never asked."""

    def __init__(
        self,
        code: RepoCode,
        *,
        docstring_style: DocstringStyle,
        templates: CompiledTemplates,
        theme: str,
        mdx: list[str | Extension],
        mdx_config: Mapping[str, Any],
    ) -> None:
        super().__init__(
            PythonConfig.from_data(options={}),
            Path(__file__).parent,
            theme=theme,
            custom_templates=None,
            mdx=mdx,
            mdx_config=mdx_config,
        )
        self.env.bytecode_cache = templates
        self._code = code
        self._docstring_style = docstring_style
        self._pages = frozenset(module.name for package in code.packages for module in package.modules)

    @cached_property
    def objects(self) -> Objects:
        """The repo's objects, read when the first page needs one."""
        with quietly():
            return load_objects(self._code, docstring_style=self._docstring_style)

    @cached_property
    def _problems(self) -> dict[str, str]:
        """Modules that cannot be shown, with the reason."""
        unparsed = {
            module.name: f"the file {module.path} cannot be parsed: {module.problem}"
            for package in self._code.packages
            for module in package.modules
            if module.problem is not None
        }
        return unparsed | self.objects.failed

    def get_options(self, local_options: Mapping[str, Any]) -> PythonOptions:
        known = {option.name for option in dataclasses.fields(PythonOptions)}  # they differ between releases
        options = {**DEFAULTS, **allowed(dict(local_options))}
        return PythonOptions.from_data(**{name: value for name, value in options.items() if name in known})

    def collect(self, identifier: str, options: PythonOptions) -> griffe.Object | griffe.Alias:
        """The object of that name. Raises NotShown."""
        if identifier in self._problems:
            raise NotShown(self._problems[identifier])
        try:
            with quietly():
                found: griffe.Object | griffe.Alias = self.objects.collection[identifier]
                return found.final_target if isinstance(found, griffe.Alias) and found.is_module else found
        except FAILURES as error:
            owner = next((name for name in _and_parents(identifier) if name in self._problems), None)
            reason = self._problems[owner] if owner else "there is no such object in the repo's packages"
            raise NotShown(reason) from error

    def render(
        self, data: griffe.Object | griffe.Alias, options: PythonOptions, locale: str | None = None
    ) -> str:
        """The HTML of an object. Raises NotShown."""
        try:
            with quietly():
                html = str(super().render(data, options, locale=locale))
                if isinstance(data, griffe.Module) and options.members is None:
                    html += str(self._re_exports(data))
        except (*FAILURES, jinja2.TemplateError) as error:
            raise NotShown(f"{type(error).__name__} while showing it") from error
        return _STRAY_MARK.sub("", html).encode("utf-8", "replace").decode("utf-8")

    def get_aliases(self, identifier: str) -> tuple[str, ...]:
        """The other names of an object: where it is defined, and where it is re-exported."""
        try:
            found = self.objects.collection[identifier]
            return tuple(dict.fromkeys((found.path, found.canonical_path, *found.aliases)))
        except FAILURES:
            return ()

    def update_env(self, config: Any) -> None:
        super().update_env(config)
        self.env.filters["filter_objects"] = self._filter_objects

    def _filter_objects(self, objects: dict[str, Any], **choice: Any) -> list[Any]:
        """The handler's own choice, without re-exports that have their place on another module's page."""
        chosen = do_filter_objects(objects, **choice)
        if choice.get("members_list") is not None:
            return chosen
        return [member for member in chosen if self._home(member) is None]

    def _home(self, member: griffe.Object | griffe.Alias) -> str | None:
        """The public name of an object that a module re-exports and another page shows."""
        if not isinstance(member, griffe.Alias) or member.inherited:
            return None
        try:
            target = member.final_target
            elsewhere = target.module.path in self._pages and target.module is not member.parent
        except FAILURES:  # from a package that is not documented here
            return None
        return target.path if elsewhere else None

    def _re_exports(self, module: griffe.Module) -> Markup:
        """Links to what `module` re-exports from other pages."""
        homes = [
            (member.name, home)
            for member in module.members.values()
            if member.is_alias
            and not member.name.startswith("_")
            and (home := self._home(member))
            and member.is_public
        ]
        if not homes:
            return Markup("")
        links = Markup(", ").join(
            Markup('<autoref identifier="{}" optional><code>{}</code></autoref>').format(home, name)
            for name, home in homes
        )
        return Markup('<p class="doc-re-exports">Also importable from here: {}</p>').format(links)


def _and_parents(identifier: str) -> list[str]:
    parts = identifier.split(".")
    return [".".join(parts[:end]) for end in range(len(parts), 0, -1)]
