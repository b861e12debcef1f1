"""A repo's page that cannot be rendered, or not in time, costs only itself: it is shown as it is written.

Whatever Markdown, one of its extensions or an autodoc block raises over such a page would end the build of all. The
handbook's own pages are MkDocs' business.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any, Self

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from mkdocs_oss.engines.mkdocs_report import log
from mkdocs_oss.model import Finding, Origin, PageFacts
from mkdocs_oss.site import source_page

SECONDS = 60.0
"""Of the processor, for one page: far more than the largest that people write take."""
LEAST = 1.0
"""Of them, however many pages of a repo took too long before."""


class Guard:
    """The pages of repos in one build. `findings`: of those that could not be rendered."""

    def __init__(self, *, language: str) -> None:
        self._language = language
        self._seconds: dict[str, float] = {}
        self.findings: list[Finding] = []

    def watch(self, page: Page, facts: PageFacts, *, repo: str) -> None:
        """Gives a page, before MkDocs reads it, a way to be rendered that raises nothing."""
        render = page.render

        def guarded(config: MkDocsConfig, files: Files) -> None:
            if facts.page.as_source:
                self._show(page, facts)
                return
            limit = _Limit(self._seconds.get(repo, SECONDS))
            try:
                with limit:
                    render(config, files)
            except _TooLongError:
                # a repo of such pages must not cost a minute for each
                self._seconds[repo] = max(limit.seconds / 2, LEAST)
                what = f"it takes longer than {limit.seconds:g} seconds to render"
                self._failed(page, facts, repo=repo, what=what, remedy="make it simpler, or split it")
            except Exception as error:  # noqa: BLE001  # any extension of the site may raise anything over any text
                log.debug(f"{page.file.src_uri}: {error}")
                # not the error's words: they may name a folder of the builder, or an address
                what = f"it cannot be rendered ({type(error).__name__})"
                remedy = "mend what `mkdocs build --verbose` names"
                self._failed(page, facts, repo=repo, what=what, remedy=remedy)
            finally:
                limit.stop()

        page.render = guarded  # type: ignore[method-assign]  # of this page alone, which the event is there to alter

    def _failed(self, page: Page, facts: PageFacts, *, repo: str, what: str, remedy: str) -> None:
        where = facts.page.origin.path if isinstance(facts.page.origin, Origin) else page.file.src_uri
        finding = Finding("page", "note", repo, where, f"{what}, so it is shown as it is written", remedy)
        self.findings.append(finding)
        log.info(str(finding))
        self._show(page, facts)

    def _show(self, page: Page, facts: PageFacts) -> None:
        page.content = source_page(facts.page, language=self._language)
        page.toc = get_toc([])
        page.present_anchor_ids = set()


class _TooLongError(BaseException):
    """Time is over. Extensions pass over exceptions of the usual kind, and would go on."""


class _Limit:
    """A limit to the processor's time of what happens within; none outside of the main thread and on Windows, where
    Python has no such alarm, and none where somebody else has set one."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._before: Any = None
        self._is_set = False

    def __enter__(self) -> Self:
        if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
            if signal.getitimer(signal.ITIMER_VIRTUAL)[0]:
                return self
            self._before = signal.signal(signal.SIGVTALRM, self._over)
            self._is_set = True
            signal.setitimer(signal.ITIMER_VIRTUAL, self.seconds)
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends the limit; more than once is as good as once."""
        if self._is_set:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, self._before or signal.SIG_DFL)
            self._is_set = False

    def _over(self, number: int, frame: FrameType | None) -> None:
        # raised where Python swallows it, such as in a destructor, it is raised again
        signal.setitimer(signal.ITIMER_VIRTUAL, LEAST)
        raise _TooLongError
