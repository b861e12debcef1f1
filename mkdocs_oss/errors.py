"""The errors a user may see. Each says where, what, and what to do next."""

from mkdocs_oss import terminal


class OssError(Exception):
    """Anything that mkdocs-oss can explain to its user; `str()` is the whole message, on one line."""

    def __str__(self) -> str:
        return terminal.line(super().__str__())


class SettingsError(OssError):
    """A settings file says something that cannot be followed.

    `where` is `file:line` or `file: key`; `remedy` is one thing that the reader can do.
    """

    def __init__(self, where: str, what: str, *, remedy: str) -> None:
        super().__init__(f"{where}: {what}; {remedy}")
        self.where = where
        self.what = what
        self.remedy = remedy


class NoSuiteError(SettingsError):
    """A site's settings are fine, but our plugins are not among its plugins."""


class GitError(OssError):
    """Git failed, was too slow, or is not there. `reason` is a phrase that fits into a sentence.

    `remedy` is one next step, where it follows from the reason.
    """

    def __init__(self, reason: str, *, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


class ForgeError(OssError):
    """A forge could not be asked for its repos. `reason` is a phrase; `remedy` is one next step, where there is one."""

    def __init__(self, reason: str, *, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


class MissingExtraError(OssError):
    """A part needs a package of an extra that is not installed."""

    def __init__(self, part: str, *, extra: str) -> None:
        super().__init__(
            f'{part} needs the "{extra}" extra; install it with: pip install "mkdocs-oss[{extra}]"'
        )
        self.extra = extra
