"""Asks a forge's API page by page: one host, bounded sizes, waits and times.

Sources: RFC 9110 (Retry-After), RFC 8288 (Link), https://docs.github.com/en/rest/using-the-rest-api (rate limits,
pages), https://docs.gitlab.com/api/rest/ (X-Next-Page), https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits (RateLimit-*).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import msgspec
import requests
import urllib3
from msgspec import Struct

from mkdocs_oss.errors import ForgeError
from mkdocs_oss.sources.shelf import QUIET_S
from mkdocs_oss.sources.waiting import say

T = TypeVar("T", bound=msgspec.Struct)
MAX_ANSWER_BYTES = 8_000_000
"""A page of 100 repos has some 600 kB at GitHub."""
MAX_PAGES = 100
_REDIRECTS = (301, 302, 307, 308)
_LATER = (429, 500, 502, 503, 504)


class Patience(Struct, frozen=True):
    """How long a forge may take, in seconds, and what measures it."""

    connect_s: float = 10.0
    read_s: float = 20.0
    wait_s: float = 60.0
    """The longest wait between two tries; a forge that wants a longer one has failed."""
    whole_s: float = 300.0
    tries: int = 4
    sleep: Callable[[float], None] = time.sleep
    say: Callable[[str], None] = say
    monotonic: Callable[[], float] = time.monotonic


class _Answer(Struct, frozen=True):
    status: int
    headers: Mapping[str, str]
    """As requests has them: case does not count."""
    body: bytes


class Api:
    """One forge's API below the address `root`. The headers, and the token in them, go to no other host."""

    def __init__(
        self, root: str, *, headers: Mapping[str, str], patience: Patience, now: Callable[[], datetime]
    ) -> None:
        self._root = root
        self._headers = {"User-Agent": "mkdocs-oss", "Accept": "application/json", **headers}
        self._patience = patience
        self._now = now
        self._deadline = patience.monotonic() + patience.whole_s
        self._session = requests.Session()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def entries(self, paths: Sequence[str], shape: type[T]) -> Iterator[T]:
        """All entries of the list at the first of `paths` that is there, over all its pages. Raises ForgeError."""
        for path in paths:
            url: str | None = self._root + path
            answer = self._get(self._root + path)
            if answer.status != 404:
                break
        seen: set[str] = set()
        while True:
            if answer.status != 200:
                raise _refused(answer.status)
            yield from _decoded(answer.body, shape)
            assert url is not None
            seen.add(url)
            url = self._next(url, answer)
            if url is None:
                return
            if url in seen:
                raise ForgeError("the pages of its list go in a circle")
            if len(seen) >= MAX_PAGES:
                raise ForgeError(f"its list has more than {MAX_PAGES} pages", remedy="list a smaller group")
            answer = self._get(url)

    def _next(self, url: str, answer: _Answer) -> str | None:
        """The address of the next page; None after the last."""
        number = answer.headers.get("X-Next-Page", "")
        if re.fullmatch(r"[0-9]{1,6}", number):
            parts = urlsplit(url)
            query = {**dict(parse_qsl(parts.query)), "page": number}
            return parts._replace(query=urlencode(query)).geturl()
        links = requests.utils.parse_header_links(answer.headers.get("Link", "")[:8000])
        following = next((link.get("url") for link in links if link.get("rel") == "next"), None)
        return self._on_this_host(url, following, "the next page of its list") if following else None

    def _on_this_host(self, url: str, target: str, what: str) -> str:
        """`target` as a whole URL. Raises ForgeError where it is on another host: that is none of ours to ask."""
        ours, whole = urlsplit(self._root), ""
        try:
            whole = urljoin(url, target)
            theirs = urlsplit(whole)
            same = (ours.scheme, ours.netloc.lower()) == (theirs.scheme, theirs.netloc.lower())
        except ValueError:
            same = False
        if not same:
            raise ForgeError(
                f"{what} is on another host than {ours.netloc}",
                remedy="write the forge's own address as `url`",
            )
        return whole

    def _get(self, url: str) -> _Answer:
        """One answer, after redirects on this host and, where the forge wants it, after waiting. Raises ForgeError."""
        reason, redirects, tries = "", 0, 0
        while tries < self._patience.tries:
            try:
                answer = self._once(url)
            except (requests.ConnectionError, requests.Timeout, urllib3.exceptions.HTTPError) as error:
                reason, wait = _unreachable(error, url), float(2**tries)
            except requests.RequestException as error:
                raise ForgeError(f"cannot be asked ({type(error).__name__})") from None
            else:
                if answer.status in _REDIRECTS and "Location" in answer.headers and redirects < 3:
                    url = self._on_this_host(url, answer.headers["Location"], "what it redirects to")
                    redirects += 1
                    continue
                limited = _is_rate_limit(answer)
                if not limited and answer.status not in _LATER:
                    return answer
                reason = "its rate limit is used up" if limited else f"it answers {answer.status}"
                asked = _asked_wait(answer.headers, self._now())
                wait = float(2**tries) if asked is None else asked
                if wait > self._patience.wait_s:
                    raise ForgeError(f"{reason} until {_time(self._now(), wait)}", remedy="try again then")
            tries += 1
            if tries < self._patience.tries:
                if self._patience.monotonic() + wait > self._deadline:
                    break
                if wait > QUIET_S:
                    self._patience.say(f"{urlsplit(url).netloc}: {reason}; it is asked again in {wait:.0f} s")
                self._patience.sleep(wait)
        raise ForgeError(reason, remedy="try again later")

    def _once(self, url: str) -> _Answer:
        with self._session.get(
            url,
            headers=self._headers,
            auth=_AsWritten(),
            timeout=(self._patience.connect_s, self._patience.read_s),
            allow_redirects=False,
            stream=True,
        ) as response:
            body = bytearray()
            while chunk := response.raw.read1(65_536, decode_content=True):
                body += chunk
                if len(body) > MAX_ANSWER_BYTES:
                    raise ForgeError(f"its answer has more than {MAX_ANSWER_BYTES // 1_000_000} MB")
                if self._patience.monotonic() > self._deadline:
                    raise ForgeError(f"it took longer than {self._patience.whole_s:g} s")
            return _Answer(response.status_code, response.headers, bytes(body))


class _AsWritten(requests.auth.AuthBase):
    """Leaves the headers as they are: without it, requests would put a password from ~/.netrc over our token."""

    def __call__(self, request: Any) -> Any:
        return request


def _decoded(body: bytes, shape: type[T]) -> list[T]:
    try:
        return msgspec.json.decode(body, type=list[shape])  # type: ignore[valid-type]
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ForgeError("its answer is no list of repos", remedy="check the address") from error


def _refused(status: int) -> ForgeError:
    if status == 401:
        return ForgeError("it wants a token, or does not know the one it got")
    if status == 403:
        return ForgeError("it does not let us list the repos")
    if status == 404:
        return ForgeError("it has no such group, or does not show it to us")
    return ForgeError(f"it answers {status}", remedy="check the address")


def _unreachable(error: Exception, url: str) -> str:
    host = urlsplit(url).netloc
    if isinstance(error, requests.exceptions.SSLError):
        return f"{host} has no certificate that is trusted here (REQUESTS_CA_BUNDLE names others)"
    if isinstance(error, (requests.Timeout, urllib3.exceptions.TimeoutError)):
        return f"{host} is too slow"
    return f"{host} cannot be reached"


def _is_rate_limit(answer: _Answer) -> bool:
    if answer.status == 403:  # GitHub's, primary and secondary
        return "Retry-After" in answer.headers or answer.headers.get("X-RateLimit-Remaining") == "0"
    return answer.status == 429


def _asked_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds that a forge asks to be left alone; None where it does not say."""
    after = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", after):
        return float(after)
    if after:
        try:
            return max(0.0, (parsedate_to_datetime(after).astimezone(UTC) - now).total_seconds())
        except (ValueError, OverflowError):
            pass  # no date either: as if it were not there
    reset = headers.get("X-RateLimit-Reset", headers.get("RateLimit-Reset", "")).strip()
    if headers.get("X-RateLimit-Remaining", "0") == "0" and re.fullmatch(r"[0-9]{1,11}", reset):
        return max(0.0, float(reset) - now.timestamp()) + 1.0  # its seconds are whole
    return None


def _time(now: datetime, wait: float) -> str:
    try:
        return f"{now + timedelta(seconds=wait):%Y-%m-%d %H:%M} UTC"
    except OverflowError:
        return "the far future"
