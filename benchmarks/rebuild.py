"""A site's rebuilds as `mkdocs serve` makes them: `rebuild.py CONFIG SITE_DIR PAGE EDITS`.

Builds once, then edits PAGE and builds again, EDITS times, in one process: the settings are read anew each time, and
the plugins live on as they do under serve. Prints a JSON list of the seconds of each rebuild: on the clock, and of CPU
(child processes included).
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

ADDRESS = "http://127.0.0.1:8000/"


def main() -> None:
    config_file, site_dir, page, edits = sys.argv[1:]
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    config = load_config(config_file, site_dir=site_dir)
    config.plugins.on_startup(command="serve", dirty=False)
    config.site_url = ADDRESS
    build(config, serve_url=ADDRESS)
    file = Path(page)
    original = file.read_text("utf-8")
    taken = []
    try:
        for number in range(int(edits)):
            file.write_text(f"{original}\nOne more line, number {number}.\n", "utf-8")
            start, cpu = time.perf_counter(), _cpu()
            config = load_config(config_file, site_dir=site_dir)
            config.site_url = ADDRESS
            build(config, serve_url=ADDRESS)
            taken.append((time.perf_counter() - start, _cpu() - cpu))
    finally:
        file.write_text(original, "utf-8")
    config.plugins.on_shutdown()
    sys.stdout.write(json.dumps(taken))


def _cpu() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


if __name__ == "__main__":
    main()
