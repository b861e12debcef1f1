"""What is said of all that a page speaks of, in few sentences: the same of many files, or of many names in one file, is
said once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mkdocs_oss.freshness.suspects import Clear, Watched
from mkdocs_oss.freshness.weight import by_weight
from mkdocs_oss.model import Binding, Reason

MOST_NAMED = 3
UNCHANGED = "code-unchanged"
SAME_NAMES = "code-symbol-same"
_OF_FILES = ("code-form", "code-not-known", "code-not-since")


def listed(names: Iterable[str]) -> str:
    """The first few names, as a sentence lists them."""
    return ", ".join(f"`{name}`" for name in list(names)[:MOST_NAMED])


def name_of(binding: Binding, repo: str | None) -> str:
    """How a page of `repo` names a file; None: by its path alone."""
    return binding.path if repo is None else binding.seen_from(repo)


def full_name(binding: Binding, repo: str | None) -> str:
    """With the symbol, as `describes:` has it."""
    name = name_of(binding, repo)
    return f"{name}#{binding.symbol}" if binding.symbol else name


def said_of(each: Clear, repo: str | None) -> Reason:
    """What is clear of a file without comparing it."""
    return Reason(each.code, {"path": full_name(each.binding, repo), **each.values})


def cleared(found: Sequence[Watched], repo: str) -> list[Reason] | None:
    """What there is to say of all that a page of `repo` speaks of, where nothing is to be compared; else None."""
    clear = [each for each in found if isinstance(each, Clear)]
    if len(clear) < len(found):
        return None
    return together((each.binding, said_of(each, repo)) for each in clear)


def together(found: Iterable[tuple[Binding, Reason]]) -> list[Reason]:
    """The reasons, the weightiest against the page first. `found`: what there is to say of each binding."""
    said: list[Reason] = []
    unchanged: set[tuple[str, str]] = set()
    others: set[tuple[str, str]] = set()
    files: dict[tuple[str, str, str], dict[str, None]] = {}
    names: dict[str, dict[str, None]] = {}
    for binding, reason in found:
        place = binding.repo, binding.path
        if reason.code == UNCHANGED:
            unchanged.add(place)
            continue
        others.add(place)
        path = str(reason.values["path"])
        if reason.code == SAME_NAMES:
            names.setdefault(path, {})[binding.symbol] = None
        elif reason.code in _OF_FILES:
            why = str(reason.values.get("reason", ""))
            files.setdefault((reason.code, binding.repo, why), {})[path] = None
        elif reason not in said:
            said.append(reason)
    said += [
        Reason(SAME_NAMES, {"path": path, "names": listed(of), "count": len(of)})
        for path, of in names.items()
    ]
    said += [_of_files(*key, list(paths)) for key, paths in files.items()]
    if count := len(unchanged - others):
        said.append(Reason("code-rest-unchanged" if said else UNCHANGED, {"count": count}))
    return by_weight(said)


def _of_files(code: str, repo: str, why: str, paths: list[str]) -> Reason:
    """One sentence for all files of a repo of which the same is known, or is not."""
    values: dict[str, str | int] = {"path": paths[0], "count": len(paths), "repo": repo}
    return Reason(code, values | {"reason": why} if why else values)
