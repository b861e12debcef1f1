"""A deterministic site in a git repo with a long history, made by `git fast-import` in seconds.

The same numbers always give the same commits: texts, authors and dates come from a fixed seed. The history has
what real ones have: several authors, bots, renames, side branches with merges, and commits that touch only code.
"""

# a fixed seed is the point; git is on PATH

from __future__ import annotations

import os
import random
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

START = int(datetime(2021, 1, 4, 9, tzinfo=UTC).timestamp())
END = int(datetime(2025, 12, 19, 17, tzinfo=UTC).timestamp())
NOW = int(datetime(2026, 1, 15, 12, tzinfo=UTC).timestamp())
"""The time of every build (SOURCE_DATE_EPOCH), so that each finds the same pages due."""

PEOPLE = ("Ana Ruiz", "Bo Lind", "Chidi Okafor", "Dana Novak", "Emre Kaya", "Fatima Zahra", "Gus Meyer", "Hana Sato",
          "Ines Costa", "Jonas Berg", "Kavya Rao", "Liam Byrne")  # fmt: skip
BOTS = ("dependabot[bot]", "renovate[bot]", "github-actions[bot]")
TEAMS = ("platform", "data", "support", "payments")
AREAS = ("guides", "reference", "operations", "concepts", "tutorials", "decisions", "services", "onboarding")
TOPICS = (
    "deploying",
    "billing",
    "search",
    "storage",
    "access",
    "alerts",
    "models",
    "reports",
    "queues",
    "clients",
)
WORDS = re.findall(
    r"\w+",
    """
    the a this each every service job table request answer cluster release branch report team page value key
    setting file folder model query index token account event stream worker queue cache budget alert owner change
    runs reads writes keeps sends waits fails starts stops checks stores returns needs takes shows builds deploys
    first then before after when while until because only always never usually slowly safely twice again daily
    new old small large shared local remote stable public private empty full recent broken ready nightly
""",
)
_PYTHON = """\
def {a}_{b}(rows: list[dict]) -> int:
    total = 0
    for row in rows:
        total += row.get("{a}", 0)
    return total
"""
CODE = (
    ("python", _PYTHON),
    ("yaml", "{a}:\n  {b}: true\n  retries: 3\n  targets:\n    - name: {b}\n      size: 20\n"),
    ("bash", "make {a}\n./scripts/{b}.sh --dry-run\nkubectl get pods -n {a}\n"),
    ("json", '{{\n  "{a}": 12,\n  "{b}": ["one", "two"]\n}}\n'),
)

_SITE = """\
site_name: Team handbook
site_url: https://handbook.example.org/
repo_url: https://github.com/example/handbook
docs_dir: docs
{theme}
markdown_extensions:
  - admonition
  - tables
  - toc: {{permalink: true}}
  - pymdownx.highlight
  - pymdownx.superfences
plugins:
  - search
"""
_THEMES = {
    "mkdocs": "theme: {name: mkdocs}",
    "material": "theme: {name: material, font: false, features: [navigation.prune]}",
}
_OURS = "  - oss: {api: false}\n"
_FRESHNESS = "  - oss/freshness\n"
_OTHERS = """\
  - git-revision-date-localized: {{fallback_to_build_date: false, enable_creation_date: {creation}}}
  - git-authors
"""


@dataclass(frozen=True)
class Shape:
    """How large the sample is. `sections`: how many a page has at most; fewer make it quick to write."""

    pages: int
    commits: int
    sections: int = 6
    seed: int = 20


@dataclass
class _Page:
    """One page: where it lies now, and its text in pieces, so that an edit changes one of them."""

    number: int
    path: str
    head: str
    pieces: list[str]

    @property
    def text(self) -> str:
        return self.head + "\n".join(self.pieces)


@dataclass
class Import:
    """The stream into `git fast-import`."""

    out: IO[bytes]
    commits: int
    mark: int = 0
    written: int = 0
    heads: dict[str, int] = field(default_factory=dict)

    def blob(self, text: str) -> int:
        self.mark += 1
        content = text.encode()
        self.out.write(b"blob\nmark :%d\ndata %d\n%s\n" % (self.mark, len(content), content))
        return self.mark

    def commit(
        self, author: str, subject: str, changes: Mapping[str, str | int], *, moves: Mapping[str, str] | None = None,
        branch: str = "main", start: str | None = None, merge: str | None = None, gone: Iterable[str] = (),
    ) -> dict[str, int]:  # fmt: skip
        """Writes one commit of `changes` (path → text, or the mark of a blob that is there), which deletes what is
        `gone`; gives their marks."""
        marks = {path: new if isinstance(new, int) else self.blob(new) for path, new in changes.items()}
        self.mark += 1
        when = START + (END - START) * self.written // max(self.commits, 1)
        self.written += 1
        mail = author.lower().replace(" ", ".").replace("[bot]", "") + "@example.org"
        lines = [f"commit refs/heads/{branch}", f"mark :{self.mark}"]
        lines += [f"{role} {author} <{mail}> {when} +0000" for role in ("author", "committer")]
        lines += [f"data {len(subject.encode())}", subject]
        parent = self.heads.get(start or branch)
        if parent is not None:
            lines.append(f"from :{parent}")
        if merge is not None:
            lines.append(f"merge :{self.heads[merge]}")
        lines += [f"R {old} {new}" for old, new in (moves or {}).items()]
        lines += [f"D {path}" for path in gone]
        lines += [f"M 100644 :{mark} {path}" for path, mark in marks.items()]
        self.out.write(("\n".join(lines) + "\n\n").encode())
        self.heads[branch] = self.mark
        return marks


def write_site(folder: Path, shape: Shape, *, theme: str = "material", creation_dates: bool = False) -> None:
    """A worktree in `folder` with the sites of all variants: mkdocs-plain.yml, mkdocs-oss.yml,
    mkdocs-freshness.yml, mkdocs-others.yml."""
    plain = _SITE.format(theme=_THEMES[theme])
    others = _OTHERS.format(creation=str(creation_dates).lower())
    write_repo(
        folder,
        shape,
        {
            "mkdocs-plain.yml": plain,
            "mkdocs-oss.yml": plain + _OURS,
            "mkdocs-freshness.yml": plain + _FRESHNESS,
            "mkdocs-others.yml": plain + others,
            "teams.yml": _teams(),
            ".github/CODEOWNERS": _codeowners(),
            "README.md": "# Handbook\n\nThe team's handbook.\n",
        },
    )


def write_repo(folder: Path, shape: Shape, extra: Mapping[str, str] | None = None) -> None:
    """A repo in `folder` with the pages of `shape` below docs/ and `shape.commits` commits; HEAD checked out."""
    import_repo(
        folder,
        shape.commits,
        lambda stream: _history(stream, shape, extra or {"README.md": "# Sample\n"}),
    )


def import_repo(folder: Path, commits: int, write: Callable[[Import], None]) -> None:
    """A repo in `folder` with the `commits` that `write` makes, packed as a fresh clone is; HEAD checked out."""
    folder.mkdir(parents=True, exist_ok=True)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    argv = ["git", "fast-import", "--quiet", "--done"]
    with subprocess.Popen(argv, cwd=folder, env=environment(), stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        write(Import(process.stdin, commits))
        process.stdin.write(b"done\n")
        process.stdin.close()
        if process.wait() != 0:
            raise SystemExit("git fast-import failed")
    _git(folder, "update-ref", "-d", "refs/heads/side")
    _git(folder, "repack", "-a", "-d", "--quiet")
    _git(folder, "reset", "--quiet", "--hard", "main")


def environment(bytecode: Path | None = None) -> dict[str, str]:
    """The environment of every process: no git settings but the repo's own, a fixed time and hash seed.

    `bytecode`: where Python keeps compiled modules, so that none is compiled anew in a timed run.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    if bytecode is not None:
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        kept["PYTHONPYCACHEPREFIX"] = str(bytecode)
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(NOW),
        "TZ": "UTC",
    }


def _git(folder: Path, *args: str) -> None:
    subprocess.run(["git", *args], cwd=folder, env=environment(), check=True, stdout=subprocess.DEVNULL)


def _history(stream: Import, shape: Shape, extra: Mapping[str, str]) -> None:
    """All commits: the pages come during the first 60 %, and edits, moves and merges go on to the end."""
    chance = random.Random(shape.seed)
    todo = _pages(shape)
    stream.commit(PEOPLE[0], "Start the handbook", extra)
    there: list[_Page] = []
    growing = max(1, shape.commits * 6 // 10)
    while stream.written < shape.commits:
        left = shape.commits - stream.written
        ended = left * 2 <= len(todo)  # few commits, many pages: bring in what is missing
        due = shape.pages if left == 1 or ended else shape.pages * stream.written // growing
        batch = [page for _, page in zip(range(due - len(there)), todo, strict=False)]
        del todo[: len(batch)]
        author = chance.choice(PEOPLE)
        if batch:
            there += batch
            stream.commit(author, f"Write about {phrase(chance, 3)}", {p.path: p.text for p in batch})
            continue
        kind = chance.random()
        if kind < 0.35 or not there:
            code = {f"src/{chance.choice(TOPICS)}/part_{chance.randrange(60)}.py": _source(chance)}
            stream.commit(author, f"Change how {phrase(chance, 3)}", code)
        elif kind < 0.42:
            files = {f"requirements/{chance.choice(TOPICS)}.txt": f"package=={chance.randrange(99)}\n"}
            page = chance.choice(there)
            page.pieces[-1] = _see_also(chance, shape, page.number)
            stream.commit(chance.choice(BOTS), "Bump the pinned versions", {**files, page.path: page.text})
        elif kind < 0.45 and (movable := [p for p in there if _moves(p.number)]):
            page = chance.choice(movable)
            old, page.path = page.path, _renamed(chance, page.path)
            stream.commit(author, "Move a page to where readers look for it", {}, moves={old: page.path})
        elif kind < 0.53 and left > 4:
            _side_branch(stream, chance, there)
        else:
            stream.commit(author, f"Say that {phrase(chance, 5)}", _edits(chance, there))


def _side_branch(stream: Import, chance: random.Random, there: list[_Page]) -> None:
    """Two commits on a branch, one on main meanwhile, and the merge."""
    half = len(there) // 2
    if not half:
        return
    author = chance.choice(PEOPLE)
    marks = stream.commit(
        author, "Draft a section", _edits(chance, there[:half]), branch="side", start="main"
    )
    marks |= stream.commit(author, "Answer the review", _edits(chance, there[:half]), branch="side")
    stream.commit(chance.choice(PEOPLE), f"Mend {phrase(chance, 2)}", _edits(chance, there[half:]))
    stream.commit(author, "Merge pull request", marks, merge="side")


def _edits(chance: random.Random, pages: list[_Page]) -> dict[str, str | int]:
    changed: dict[str, str | int] = {}
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        page = chance.choice(pages)
        page.pieces[chance.randrange(max(1, len(page.pieces) - 1))] = _section(chance, chance.randrange(99))
        changed[page.path] = page.text
    return changed


def _pages(shape: Shape) -> list[_Page]:
    pages = []
    for number in range(shape.pages):
        chance = random.Random(shape.seed * 1_000_003 + number)
        count = 1 if shape.sections == 1 else chance.randint(shape.sections - 2, shape.sections)
        pieces = [_section(chance, part) for part in range(count)]
        pieces.append(_see_also(chance, shape, number))
        pages.append(_Page(number, _path(number, shape), _front_matter(chance, number), pieces))
    return pages


def _path(number: int, shape: Shape) -> str:
    """All pages lie two folders deep but the front page, so that a move breaks no relative link."""
    if number == 0:
        return "docs/index.md"
    folder = number // 10
    area, topic = AREAS[folder % len(AREAS)], TOPICS[folder // len(AREAS) % len(TOPICS)]
    block = folder // (len(AREAS) * len(TOPICS))
    return f"docs/{area}/{topic}{f'-{block}' if block else ''}/page-{number}.md"


def _moves(number: int) -> bool:
    """Pages that are moved sometimes; no other page links to them."""
    return number % 10 == 7


def _renamed(chance: random.Random, path: str) -> str:
    folder, _, name = path.rpartition("/")
    number = name.removesuffix(".md").split("-")[1]
    area = chance.choice(AREAS)
    return f"docs/{area}/{folder.rsplit('/', 1)[1]}/page-{number}-{chance.choice(TOPICS)}-{chance.randrange(999)}.md"


def _front_matter(chance: random.Random, number: int) -> str:
    lines = []
    if number % 3 == 0:
        lines.append(f"reviewed: {chance.randint(2024, 2025)}-{chance.randint(1, 12):02}-15")
        lines.append(f"review_every: {chance.choice((6, 12, 24))} months")
    if number % 5 == 0:
        lines.append(f'owner: "@example/{chance.choice(TEAMS)}"')
    head = "---\n" + "\n".join(lines) + "\n---\n\n" if lines else ""
    return f"{head}# {phrase(chance, 4).capitalize()} {number}\n\n{paragraph(chance, 2)}\n"


def _section(chance: random.Random, part: int) -> str:
    title = f"## {phrase(chance, 3).capitalize()}\n\n{paragraph(chance, 4)}"
    form = part % 4
    if form == 0:
        language, code = chance.choice(CODE)
        body = f"```{language}\n{code.format(a=chance.choice(WORDS), b=chance.choice(WORDS))}```\n"
    elif form == 1:
        body = "\n".join(f"- **{phrase(chance, 2)}**: {phrase(chance, 9)}, see `{chance.choice(WORDS)}`."
                         for _ in range(5)) + "\n"  # fmt: skip
    elif form == 2:
        rows = (f"| `{chance.choice(WORDS)}` | {phrase(chance, 3)} | {phrase(chance, 6)} |" for _ in range(5))
        body = "| Key | Default | Meaning |\n| --- | --- | --- |\n" + "\n".join(rows) + "\n"
    else:
        steps = (f"{step}. {phrase(chance, 8).capitalize()}." for step in range(1, 5))
        body = "\n".join(steps) + f'\n\n!!! note "{phrase(chance, 3)}"\n\n    {phrase(chance, 14)}.\n'
    return f"{title}\n### {phrase(chance, 2).capitalize()}\n\n{body}"


def _see_also(chance: random.Random, shape: Shape, number: int) -> str:
    start = "" if number == 0 else "../../"
    targets = [n for n in (chance.randrange(shape.pages) for _ in range(6)) if n and not _moves(n)]
    links = [f"- [{phrase(chance, 3)}]({start}{_path(n, shape).removeprefix('docs/')})" for n in targets[:4]]
    links.append(f"- [The {chance.choice(WORDS)} manual](https://example.org/{chance.choice(WORDS)})")
    return "## See also\n\n" + "\n".join(links) + "\n"


def paragraph(chance: random.Random, sentences: int) -> str:
    return " ".join(f"{phrase(chance, chance.randint(8, 16)).capitalize()}." for _ in range(sentences)) + "\n"


def phrase(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))


def _source(chance: random.Random) -> str:
    return f"VALUE = {chance.randrange(10**6)}\n\n\ndef {chance.choice(WORDS)}() -> int:\n    return VALUE\n"


def _codeowners() -> str:
    return "* @example/platform\n" + "".join(f"{line}\n" for line in _rules())


def _rules() -> Iterator[str]:
    for number, area in enumerate(AREAS):
        yield f"/docs/{area}/ @example/{TEAMS[number % len(TEAMS)]}"
        for other, topic in enumerate(TOPICS[:3]):
            yield f"/docs/{area}/{topic}/ @example/{TEAMS[other]} @{PEOPLE[number].split()[0].lower()}"


def _teams() -> str:
    teams = "".join(
        f'  "@example/{t}":\n    name: The {t} team\n    chat: https://chat.example.org/{t}\n' for t in TEAMS
    )
    people = "".join(f'  "@{name.split()[0].lower()}":\n    name: {name}\n' for name in PEOPLE)
    return f"teams:\n{teams}people:\n{people}"
