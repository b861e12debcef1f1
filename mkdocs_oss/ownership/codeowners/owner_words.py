"""What may stand for an owner, where the dialects agree: a mail address."""

from __future__ import annotations

import re

MAIL = r"[^@\s<>\"'():;,\\]{1,100}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,24}"
IS_MAIL = re.compile(MAIL)
