"""Mail addresses in what is shown: only `email:` of teams.yml gives one to be shown."""

from __future__ import annotations

import re

MAIL = re.compile(r"[^@\s<>\"'?&]{1,100}@[A-Za-z0-9.-]{1,200}")
"""A mail address that may stand in a link."""
_IN_TEXT = re.compile(
    r"(?<=[\w.+%\"-])(?<!\bgit)@(?:(?:[^\W_]|-){1,63}\.){1,20}(?:[^\W\d_]{2,24}|xn--[A-Za-z0-9-]{1,59})(?![\w-])"
)
"""An address from its `@` on, also in a domain of other letters than ours; not of `git@host.example:repo`, nor what stands in `checkout@v4.1.2`."""


def is_address(handle: str) -> bool:
    """Whether a handle is a mail address."""
    return MAIL.fullmatch(handle) is not None or (not handle.startswith("@") and name_of(handle) != handle)


def without_domains(text: str) -> str:
    """A text whose addresses end after their `@`: `ana@…`."""
    return _IN_TEXT.sub("@…", text) if "@" in text else text


def name_of(text: str) -> str:
    """A person's name that may be an address, or have one in it: `ana@example.org` is `ana`."""
    return _IN_TEXT.sub("", text) if "@" in text else text
