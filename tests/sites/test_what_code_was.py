"""What code was when somebody last looked at a page: told by the page's own commit, and not known where a clone ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from conftest import NOW, GitRepo

from mkdocs_oss.cli import main
from mkdocs_oss.engines.mkdocs_report import report
from mkdocs_oss.gather.then import states_then
from mkdocs_oss.git import Git
from mkdocs_oss.handbook import assemble
from mkdocs_oss.model import Binding, FileHistory, Freshness, Handbook, Origin, Repo
from mkdocs_oss.settings import load_settings, read_site
from mkdocs_oss.sources import open_worktree
from mkdocs_oss.words import Words

MakeRepo = Callable[..., GitRepo]
SITE = "site_name: One\ntheme: mkdocs\nplugins: [oss: {api: false}]\n"
OLD = "def read(path): ...\n"
NEW = "def read(path, strict): ...\n"
DECLARED = "---\ndescribes: src/load.py\n---\n# Load\n"
FILES = {
    "mkdocs.yml": SITE,
    "docs/index.md": "# One\n",
    "docs/load.md": DECLARED,
    "docs/run.md": "# Run\n\nCall `read(path)` of `src/load.py`, not `src/never.py`.\n",
    "src/load.py": OLD,
}


@pytest.fixture
def repo(make_repo: MakeRepo) -> GitRepo:
    return make_repo("one", FILES, day="2026-01-01")


def clone(repo: GitRepo, *options: str) -> GitRepo:
    found = repo.path.with_name("clone")
    repo.run("clone", "--quiet", *options, repo.path.as_uri(), str(found), env={"GIT_ALLOW_PROTOCOL": "file"})
    return GitRepo(found)


def handbook(repo: GitRepo) -> Handbook:
    site = read_site(repo.path / "mkdocs.yml")
    return assemble(site, load_settings(site), git=Git(), now=NOW)


def of(book: Handbook, path: str) -> Freshness:
    [found] = [
        facts.freshness
        for facts in book.pages
        if isinstance(facts.page.origin, Origin) and facts.page.origin.path == path and facts.freshness
    ]
    return found


def last(verdict: Freshness) -> str:
    return Words.of().reason(verdict.reasons[-1])


def merge(repo: GitRepo, branch: str, *, day: str) -> None:
    when = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day}T12:00:00+0000")
    repo.run("merge", "--quiet", "--no-ff", "--no-edit", branch, env=when)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"src/load.py": NEW}, "drift-changed"),
        ({"src/load.py": None}, "drift-removed"),
        ({"src/load.py": None, "src/io.py": f"# Loads.\n{OLD}"}, "drift-moved"),
    ],
)
def test_older_work_that_was_merged_later(repo: GitRepo, change: dict[str, str | None], code: str) -> None:
    """A commit that is older than the page's last change, and reached its branch only afterwards, is new to the page."""
    repo.commit({"src/load.py": f"# Loads.\n{OLD}"}, day="2026-01-02")
    repo.run("checkout", "--quiet", "-b", "side")
    repo.commit(change, day="2026-02-20")
    repo.run("checkout", "--quiet", "main")
    repo.commit({"docs/load.md": f"{DECLARED}\nMore.\n"}, day="2026-03-01")
    assert last(of(handbook(repo), "docs/load.md")) == "The file that it speaks of has not changed since."
    merge(repo, "side", day="2026-04-01")
    assert [reason.code for reason in of(handbook(repo), "docs/load.md").drift] == [code]


def test_a_page_that_was_written_on_a_branch(repo: GitRepo) -> None:
    """Its author saw the code of the branch, whatever happened elsewhere on the days before."""
    repo.run("checkout", "--quiet", "-b", "side")
    repo.commit({"docs/load.md": f"{DECLARED}\nMore.\n"}, day="2026-03-01")
    repo.run("checkout", "--quiet", "main")
    repo.commit({"src/load.py": NEW}, day="2026-02-20")
    merge(repo, "side", day="2026-04-01")
    verdict = of(handbook(repo), "docs/load.md")
    assert [reason.code for reason in verdict.drift] == ["drift-changed"]


def test_a_change_that_the_page_came_with(repo: GitRepo) -> None:
    """A page and code of one commit go together, also where clocks went wrong and the commit before is dated later."""
    repo.commit({"src/load.py": NEW}, day="2026-03-05")
    repo.commit({"docs/load.md": f"{DECLARED}\nMore.\n"}, day="2026-03-01")
    verdict = of(handbook(repo), "docs/load.md")
    assert (verdict.state, last(verdict)) == ("fresh", "The file that it speaks of has not changed since.")


def test_code_that_was_away_and_is_back(repo: GitRepo) -> None:
    """Another file under the old name is no unchanged one; the same one is."""
    repo.commit({"src/load.py": None}, day="2026-02-01")
    repo.commit({"src/load.py": OLD}, day="2026-02-02")
    assert last(of(handbook(repo), "docs/load.md")) == "The file that it speaks of has not changed since."
    repo.commit({"src/load.py": None}, day="2026-02-03")
    repo.commit({"src/load.py": NEW}, day="2026-02-04")
    verdict = of(handbook(repo), "docs/load.md")
    assert (verdict.state, [reason.code for reason in verdict.drift]) == ("look", ["drift-changed"])


def test_a_date_that_somebody_wrote_by_hand_counts_as_a_day(repo: GitRepo) -> None:
    """No commit says what code its reviewer saw: what is older than that day counts as seen."""
    repo.commit(
        {"docs/load.md": DECLARED.replace("---\n#", "reviewed: 2026-03-01\n---\n#")}, day="2026-03-01"
    )
    repo.run("checkout", "--quiet", "-b", "side", "HEAD^")
    repo.commit({"src/load.py": NEW}, day="2026-02-20")
    repo.run("checkout", "--quiet", "main")
    merge(repo, "side", day="2026-04-01")
    assert of(handbook(repo), "docs/load.md").drift == ()


def test_a_commit_of_the_future_is_no_news(repo: GitRepo) -> None:
    """Code that was committed with a wrong clock, and that the page's own commit came after, has not changed since its
    review by hand; a page with such a commit is not silent for ever."""
    repo.commit({"src/load.py": NEW}, day="@4102488000 +0000")
    reviewed = DECLARED.replace("---\n#", "reviewed: 2026-03-01\n---\n#")
    repo.commit({"docs/load.md": f"{reviewed}\nMore.\n"}, day="2026-02-01")
    verdict = of(handbook(repo), "docs/load.md")
    assert (verdict.state, verdict.drift) == ("fresh", ())
    repo.commit({"docs/load.md": f"{DECLARED}\nStill more.\n"}, day="@4102574400 +0000")
    repo.commit({"src/load.py": OLD}, day="2026-03-02")
    verdict = of(handbook(repo), "docs/load.md")
    assert (verdict.state, [reason.code for reason in verdict.drift]) == ("look", ["drift-changed"])


@pytest.mark.parametrize("change", [{"x": "1"}, {"src/load.py": NEW}, {"src/load.py": None}])
def test_a_shallow_clone_says_nothing_for_a_page_either(repo: GitRepo, change: dict[str, str | None]) -> None:
    """Where it ends before the page's last change, it is not known what the code was: nothing is fresh, changed or
    gone, and each page says why. What is no more than named in a span, and may never have been, is not spoken of."""
    repo.commit(change, day="2026-02-01")
    book = handbook(clone(repo, "--depth=1"))
    load, run = of(book, "docs/load.md"), of(book, "docs/run.md")
    for verdict in (load, run):
        assert (verdict.state, verdict.drift) == ("unknown", ())
    assert "`src/load.py` has changed since" in last(load)
    assert "not known" in last(load)
    assert "src/never.py" not in " ".join(Words.of().reason(reason) for reason in run.reasons)
    [finding] = [each for each in book.findings if each.code == "shallow"]
    assert "when 3 pages last changed" in finding.message
    assert "fetch-depth: 0" in finding.remedy
    assert "--filter=blob:none" in finding.remedy


def test_a_reviewed_page_in_a_shallow_clone(repo: GitRepo) -> None:
    """People said that it is right, but its code has changed since, which the clone cannot tell: that is not known, and
    so not whether the page is fresh. The whole clone says what it is. Without such code a review is enough."""
    repo.commit(
        {
            "docs/load.md": DECLARED.replace("---\n#", "reviewed: 2026-01-20\n---\n#"),
            "docs/index.md": "---\nreviewed: 2026-01-20\n---\n# One\n",
        },
        day="2026-01-20",
    )
    repo.commit({"src/load.py": NEW}, day="2026-02-01")
    repo.commit({"x": "1"}, day="2026-02-02")
    book = handbook(clone(repo, "--depth=1"))
    verdict = of(book, "docs/load.md")
    assert (verdict.state, of(book, "docs/index.md").state) == ("unknown", "fresh")
    assert of(handbook(repo), "docs/load.md").state == "look"
    assert last(verdict) == (
        "Whether `src/load.py` has changed since is not known: the clone of its repo is shallow and ends before that; "
        "fetch the full history (fetch-depth: 0, or git fetch --unshallow; where it is large, with --filter=blob:none)."
    )
    [finding] = [each for each in book.findings if each.code == "shallow"]
    assert "what has become of code that 1 page speaks of" in finding.message


def test_a_shallow_clone_that_has_the_pages_last_change(repo: GitRepo) -> None:
    """Then the commit itself tells what the code was, though the history of the code is cut."""
    repo.commit({"docs/load.md": f"{DECLARED}\nMore.\n"}, day="2026-02-01")
    repo.commit({"x": "1"}, day="2026-02-02")
    shallow = clone(repo, "--depth=3")
    verdict = of(handbook(shallow), "docs/load.md")
    assert (verdict.state, last(verdict)) == ("fresh", "The file that it speaks of has not changed since.")
    shallow.commit({"src/load.py": NEW}, day="2026-02-03")
    assert [reason.code for reason in of(handbook(shallow), "docs/load.md").drift] == ["drift-changed"]


def test_a_clone_that_lacks_nothing_that_is_asked_for(repo: GitRepo) -> None:
    """A whole clone, and a shallow one that reaches each page, have no such finding."""
    repo.commit({name: f"{text}\n" for name, text in FILES.items() if name.endswith(".md")}, day="2026-02-01")
    repo.commit(
        {name: f"{text}\nx\n" for name, text in FILES.items() if name.endswith(".md")}, day="2026-02-02"
    )
    for found in (repo, clone(repo, "--depth=2")):
        assert [each for each in handbook(found).findings if each.code == "shallow"] == []


def test_a_repo_of_a_handbook_that_is_shallow(make_repo: MakeRepo, repo: GitRepo) -> None:
    """A page of the hub that speaks of its code says so too; the finding stands with the repo, once."""
    repo.commit({"src/load.py": NEW}, day="2026-02-01")
    clone(repo, "--depth=1")
    hub = make_repo(
        "hub",
        {
            "mkdocs.yml": SITE,
            "repos.yml": "repos: [{path: ../clone}]\n",
            "docs/hub.md": "---\ndescribes: repo:clone/src/load.py\n---\n# Hub\n",
        },
        day="2026-01-15",
    )
    book = handbook(hub)
    verdict = of(book, "docs/hub.md")
    assert verdict.state == "unknown"
    assert last(verdict).startswith(
        "Whether `clone:src/load.py` has changed since is not known: the clone of"
    )
    [finding] = [each for each in book.findings if each.code == "shallow"]
    assert (finding.repo, finding.where) == ("clone", "repos.yml:1")


def test_a_partial_clone(repo: GitRepo) -> None:
    """It knows which content the page's commit had, and says that it cannot compare what is not here."""
    repo.commit({"src/load.py": f"# Loads.\n{OLD}"}, day="2026-01-02")
    repo.run("checkout", "--quiet", "-b", "side")
    repo.commit({"src/load.py": NEW}, day="2026-02-20")
    repo.run("checkout", "--quiet", "main")
    repo.commit({"docs/load.md": f"{DECLARED}\nMore.\n"}, day="2026-03-01")
    merge(repo, "side", day="2026-04-01")
    repo.run("config", "uploadpack.allowFilter", "true")
    verdict = of(handbook(clone(repo, "--filter=blob:none")), "docs/load.md")
    assert (verdict.state, verdict.reasons[-1].code) == ("unknown", "code-not-compared")


def test_folders_of_any_name(make_repo: MakeRepo) -> None:
    """What git answers for a folder that is not there is never taken for one that is, whatever its name."""
    folders = ("x tree 5", "ä ö", "a\tb", "")
    paths = [f"{folder}/a.py".lstrip("/") for folder in folders]
    repo = make_repo("names", dict.fromkeys(paths, "1"), day="2026-01-01")
    head = repo.run("rev-parse", "HEAD")
    source = open_worktree(Repo("names", path=repo.path), git=Git())
    history = FileHistory(is_whole=False)
    asked = [Binding("names", path, "link") for path in (*paths, "y tree 5/a.py", "a\nb/a.py", "x tree 5")]
    files = {("names", each.path): history for each in asked}
    found = states_then(source, "names", [(head, asked)], files, git=Git())
    blob = repo.run("rev-parse", "HEAD:a.py")
    assert found.then == {head: {f"names:{path}": blob for path in paths}}
    assert found.now == found.then[head]


def test_a_page_that_a_filter_writes_has_no_edits(make_repo: MakeRepo) -> None:
    """In the worktree it is another text than git keeps, as git-crypt does it: that is no edit. One without a filter
    is edited where it differs."""
    repo = make_repo("one", {"mkdocs.yml": SITE, ".gitattributes": "docs/secret.md filter=turned\n"})
    for way in ("clean", "smudge"):
        repo.run("config", f"filter.turned.{way}", "tr a-z n-za-m")
    repo.commit({"docs/index.md": "# One\n", "docs/secret.md": "# Secret\n"})
    repo.write({"docs/index.md": "# One, and more\n"})
    edited = {facts.page.uri: facts.is_edited for facts in handbook(repo).pages}
    assert (edited["index.md"], edited["secret.md"]) == (True, False)


def test_the_log_of_a_build_names_a_shallow_clone(repo: GitRepo, caplog: pytest.LogCaptureFixture) -> None:
    """Once, for everybody to see; a whole clone says nothing of the kind."""
    repo.commit({"x": "1"}, day="2026-02-01")
    for found, count in ((repo, 0), (clone(repo, "--depth=1"), 1)):
        caplog.clear()
        with caplog.at_level("INFO"):
            report(handbook(found))
        assert (
            caplog.text.count("the clone is shallow, so it is not known when 3 pages last changed") == count
        )


def test_doctor_names_a_shallow_clone(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the remedy; not where nothing is unknown for it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    repo.commit({"x": "1"}, day="2026-02-01")
    monkeypatch.chdir(repo.path)
    assert CliRunner().invoke(main, ["doctor"]).stdout == "Nothing is missing.\n"
    monkeypatch.chdir(clone(repo, "--depth=1").path)
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 1
    assert done.stdout.startswith(
        "history: one: the clone is shallow, so it is not known when 3 pages last changed;"
    )
    assert "fetch-depth: 0" in done.stdout
