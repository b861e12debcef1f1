"""Owners of every file of real repos, and where the PyPI package `codeowners` says otherwise.

    python scripts/owners_against_codeowners.py GIT_DIR... [--commit REV] [--dialect github|gitlab|bitbucket]

GIT_DIR is a bare repository or a checkout. Prints a row for each; for GitHub's dialect every path is asked of that
package as well (`pip install codeowners`), and each rule over which the two disagree is listed with one of its paths.
Nothing is asserted: which of the two is right, GitHub's documentation decides.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

try:
    from codeowners import CodeOwners
except ImportError:
    sys.exit("the package to compare with is missing; run: pip install codeowners")

from mkdocs_oss.model import Owners
from mkdocs_oss.ownership import DIALECTS, Asked, Dialect, RepoOwnership, ownership_files, read_ownership
from mkdocs_oss.ownership.codeowners import parse_github
from mkdocs_oss.ownership.codeowners.lint import lint
from mkdocs_oss.ownership.resolve import resolve_owners
from mkdocs_oss.ownership.roster import Roster
from mkdocs_oss.settings import TeamsFile

PIECES = (
    "a",
    "b",
    "/",
    "*",
    "**",
    "**/",
    "/**",
    "?",
    "a.md",
    ".md",
    "*.md",
    "docs",
    "docs/",
    "/docs",
    "\\*",
    "[ab]",
    "!",
    "#",
    "\\#",
)
NAMES = ("a", "b", "docs", "a.md", "x.md", "ab", "*", "#", "!a")


@dataclass
class Compared:
    """What was found in one repo. `by_project`: owners that catalog-info or pyproject names. `differ`: (our line, their line) → how many paths, and the first of them."""

    name: str
    commit: str
    files: int
    dialect: str
    rules: int
    by_rule: int = 0
    by_project: int = 0
    unowned: int = 0
    unknown: int = 0
    seconds: float = 0
    differ: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    odd: Counter[str] = field(default_factory=Counter)
    bad: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("git_dirs", nargs="*", type=Path, metavar="GIT_DIR")
    parser.add_argument("--commit", default="HEAD", metavar="REV", help="default: %(default)s")
    parser.add_argument("--dialect", choices=DIALECTS, help="default: that of the file's folder, else github")
    parser.add_argument(
        "--made-up", type=int, default=0, metavar="N", help="also compare N patterns made at random"
    )
    args = parser.parse_args()
    found = [compare(git_dir, args.commit, args.dialect) for git_dir in args.git_dirs]
    print("\n".join(table(found)))
    if args.made_up:
        print("\n".join(made_up(args.made_up)))
    return 0


def compare(git_dir: Path, commit: str, dialect: Dialect | None) -> Compared:
    """Asks for the owners of every file of a commit."""
    listed = git(git_dir, "ls-tree", "-r", "-z", "--name-only", commit).split(b"\0")
    paths = [path.decode("utf-8", "surrogateescape") for path in listed if path]
    contents = {path: git(git_dir, "show", f"{commit}:{path}") for path in ownership_files(paths)}
    repo = read_ownership(contents, asked=dialect)
    codeowners = repo.codeowners
    sha = git(git_dir, "log", "-1", "--format=%h (%cs)", commit).decode().strip()
    name = (
        git_dir.resolve().parent.name.replace("+", "/") if git_dir.name == "repo" else git_dir.resolve().name
    )
    kind, rules = (
        ("OWNERS", len(contents)) if codeowners is None else (codeowners.dialect, len(codeowners.rules))
    )
    result = Compared(name, sha, len(paths), kind, rules)
    count(result, repo, paths)
    if codeowners is not None:
        result.bad = len(codeowners.bad_lines)
        result.odd.update(oddity.code for oddity in lint(codeowners, paths=frozenset(paths)))
        if codeowners.dialect == "github":
            differences(result, repo, paths, contents)
    return result


def count(result: Compared, repo: RepoOwnership, paths: Sequence[str]) -> None:
    roster = Roster(TeamsFile())
    start = time.process_time()
    for path in paths:
        owners = resolve_owners(Asked(path, {}, repo), roster)
        if not isinstance(owners, Owners):
            result.unknown += 1
        elif owners.owners and owners.rule.file.endswith((".toml", ".yaml", ".yml")):
            result.by_project += 1
        elif owners.owners:
            result.by_rule += 1
        else:
            result.unowned += 1
    result.seconds = time.process_time() - start


def differences(
    result: Compared, repo: RepoOwnership, paths: Sequence[str], contents: Mapping[str, bytes]
) -> None:
    """Asks the package for each path as well. What differs is told by the two deciding lines."""
    assert repo.codeowners is not None
    file = repo.codeowners.file
    theirs = CodeOwners(contents[file].decode("utf-8", "surrogateescape"))
    for path in paths:
        decision = repo.codeowners.decide(path)
        named, line, pattern, _ = theirs.matching_line(path)
        if [name for _, name in named] != list(decision.owners) or (line or 0) != decision.line:
            ours = f"{decision.line}: {decision.evidence.text}"
            other = f"{line or 0}: {pattern or 'no rule matches'} {' '.join(name for _, name in named)}"
            result.differ.setdefault((ours, other), []).append(path)


def made_up(count: int) -> Iterator[str]:
    """Patterns made at random over which the two disagree, by what is unusual in them."""
    chance = random.Random(5)
    kinds: dict[str, list[str]] = {}
    for _ in range(count):
        pattern = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 4)))
        path = "/".join(chance.choice(NAMES) for _ in range(chance.randint(1, 4)))
        ours = parse_github(f"{pattern} @a".encode(), file="x").decide(path).line
        try:
            theirs = CodeOwners(f"{pattern} @a").matching_line(path)[1] or 0
        except (ValueError, re.error) as error:
            kinds.setdefault(f"it raises {type(error).__name__}", []).append(f"{pattern} {path}")
            continue
        if ours != theirs:
            kind = next((sign for sign in ("[", "!", "\\#", "//") if sign in pattern), "other")
            kinds.setdefault(kind, []).append(f"`{pattern}` and {path}: ours {ours}, theirs {theirs}")
    yield f"\n{count} patterns made at random:"
    for kind, examples in kinds.items():
        yield f"  {kind}: {len(examples)}, such as {min(examples, key=len)}"


def table(found: Sequence[Compared]) -> Iterator[str]:
    yield "| repo | commit | files | read as | rules | by a rule | by the project | nobody | not known | µs a path | lines in doubt | odd | differ |"
    yield "|---|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for one in found:
        differ = sum(map(len, one.differ.values())) if one.dialect == "github" else "–"
        cells = (
            one.name, one.commit, f"{one.files:,}", one.dialect, one.rules, f"{one.by_rule:,}", f"{one.by_project:,}", f"{one.unowned:,}",
            f"{one.unknown:,}", f"{one.seconds / max(one.files, 1) * 1e6:.0f}", one.bad, sum(one.odd.values()), differ,
        )  # fmt: skip
        yield f"| {' | '.join(map(str, cells))} |"
    for one in found:
        if one.odd:
            yield f"\n{one.name}: {', '.join(f'{count} × {code}' for code, count in one.odd.items())}"
        for (ours, theirs), paths in one.differ.items():
            yield f"\n{one.name}: {len(paths)} paths, such as {paths[0]}\n  ours   {ours}\n  theirs {theirs}"


def git(git_dir: Path, *argv: str) -> bytes:
    return subprocess.run(["git", "-C", str(git_dir), *argv], check=True, capture_output=True).stdout


if __name__ == "__main__":
    sys.exit(main())
