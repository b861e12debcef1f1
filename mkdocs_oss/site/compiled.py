"""The compiled templates, kept beside them where Python keeps its compiled modules: compiling takes longer than
filling them in for a hundred pages."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import sys
from pathlib import Path
from pickle import UnpicklingError

import jinja2
from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """`folder`: where the templates are. `options`: what they are compiled with, besides their text.

    A compiled template is trusted as a compiled module of this package is: whoever can write the one can write the
    other. So it is never in the cache of a handbook.
    """

    def __init__(self, folder: Path, options: str) -> None:
        self._folder = folder
        self._options = f"{jinja2.__version__} {options}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return name

    def get_source_checksum(self, source: str) -> str:
        return hashlib.sha256(f"{self._options}\n{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        # not there, not for us, or cut short: it is compiled anew
        with (
            contextlib.suppress(OSError, EOFError, UnpicklingError, ValueError),
            self._file(bucket).open("rb") as file,
        ):
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        file = self._file(bucket)
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        with contextlib.suppress(OSError):  # the package's folder is not ours to write into
            file.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(bucket.bytecode_to_string())
            draft.replace(file)

    def _file(self, bucket: Bucket) -> Path:
        return Path(importlib.util.cache_from_source(str(self._folder / bucket.key)))
