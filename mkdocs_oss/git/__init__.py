"""The one door to git: argv only, a time limit on each process, a hardened environment, streamed output."""

from mkdocs_oss.git.complaint import redacted
from mkdocs_oss.git.door import FETCH_LIMIT_S, READ_LIMIT_S, Blobs, Git
from mkdocs_oss.git.environment import RemoteAccess, real_git_dir
from mkdocs_oss.git.object_id import is_object_id
from mkdocs_oss.git.running import TOO_LARGE
from mkdocs_oss.git.stopping import Stop, ended_by_sigterm
from mkdocs_oss.git.threads import threads
from mkdocs_oss.git.version import OLDEST_GIT, too_old

__all__ = [
    "FETCH_LIMIT_S",
    "OLDEST_GIT",
    "READ_LIMIT_S",
    "TOO_LARGE",
    "Blobs",
    "Git",
    "RemoteAccess",
    "Stop",
    "ended_by_sigterm",
    "is_object_id",
    "real_git_dir",
    "redacted",
    "threads",
    "too_old",
]
