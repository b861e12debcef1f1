"""`mkdocs-oss review`: what it writes, what it leaves, and what it asks."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import NOW, Built, GitRepo
from reviews_of import DAY, FILE, fresh, make_hub, make_remote, make_tool, run

from mkdocs_oss.cli import main


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


@pytest.fixture
def tool(make_repo: Callable[..., GitRepo]) -> GitRepo:
    return make_tool(make_repo)


@pytest.fixture
def hub(make_repo: Callable[..., GitRepo], tool: GitRepo, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    return make_hub(make_repo, monkeypatch)


class TestWhatIsWritten:
    """The date, the record, and nothing else."""

    def test_one_page(self, hub: GitRepo) -> None:
        """The date changes in the page, the record is new, and what to commit is told."""
        done = run("docs/index.md")
        assert (done.exit_code, done.stdout) == (0, f"docs/index.md: reviewed on {DAY} by Nobody\n")
        assert done.stderr == f"Commit it: git add docs/index.md {FILE}\n"
        assert (
            hub.path / "docs/index.md"
        ).read_text() == "---\nlast_reviewed_on: 2026-06-15\n---\n# Welcome\n"
        lines = (hub.path / FILE).read_text().splitlines()
        assert lines[0].startswith("# Reviews of this repo's pages")
        assert lines[1:4] == ["docs/index.md:", "  reviewed: 2026-06-15", "  by: Nobody"]
        assert hub.run("status", "--porcelain").split() == ["M", "docs/index.md", "??", FILE]

    def test_many_pages_of_two_repos(self, hub: GitRepo, tool: GitRepo) -> None:
        """Each repo has its own file; a page that is named twice is reviewed once."""
        before = (tool.path / "docs/a.md").read_bytes()
        done = run(
            "docs/new.md", "tool:docs/a.md", "../tool/README.md", "tool:docs/../docs/a.md", "--by", "Ana"
        )
        assert done.exit_code == 0
        assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
            "docs/new.md",
            "tool",
            "../tool/README.md",
        ]
        assert done.stderr == (
            f"Commit it: git add docs/new.md {FILE} && git -C ../tool add docs/a.md README.md {FILE}\n"
        )
        assert (tool.path / "docs/a.md").read_bytes() == before.replace(b"2026-01-05", DAY.encode())
        assert re.findall(r"^\S+\.md:$", (tool.path / FILE).read_text(), re.MULTILINE) == [
            "README.md:",
            "docs/a.md:",
        ]
        assert (hub.path / "docs/new.md").read_text() == f"---\nreviewed: {DAY}\n---\n\n# New\n"

    def test_in_a_repo_without_a_handbook(self, tool: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
        """From any folder of a repo; its own mkdocs.yml need not be ours."""
        tool.write({"mkdocs.yml": "site_name: Tool\n", "notes/x.md": "x\n"})
        monkeypatch.chdir(tool.path / "docs")
        done = run("a.md", "../notes/x.md")
        assert (done.exit_code, len(done.stdout.splitlines())) == (0, 2)
        assert done.stderr == f"Commit it: git add a.md ../notes/x.md ../{FILE}\n"

    def test_beside_the_handbook(self, hub: GitRepo, make_repo: Callable[..., GitRepo]) -> None:
        """A page of a repo that the handbook does not have is reviewed in that repo."""
        other = make_repo("other", {"x.md": "x\n"})
        assert run("../other/x.md").exit_code == 0
        assert "x.md:" in (other.path / FILE).read_text()

    def test_the_mode_stays_and_no_draft_is_left(self, hub: GitRepo) -> None:
        """An executable page stays one; the folder holds what it held."""
        (hub.path / "docs/new.md").chmod(0o755)
        assert run("docs/new.md").exit_code == 0
        assert stat.S_IMODE((hub.path / "docs/new.md").stat().st_mode) == 0o755
        assert sorted(path.name for path in (hub.path / "docs").iterdir()) == ["index.md", "new.md"]

    def test_a_day_of_the_past_and_another_name(self, hub: GitRepo) -> None:
        """--date and --by are what is recorded."""
        run("docs/new.md", "--date", "2026-05-01", "--by", "Ana of the platform team")
        assert "reviewed: 2026-05-01" in (hub.path / "docs/new.md").read_text()
        assert fresh("docs/new.md")[0] == "Reviewed on 1 May 2026 by Ana of the platform team."

    def test_a_mail_address_is_not_recorded(self, hub: GitRepo) -> None:
        """Of a git name that is a mail address, the part before the @; without a name, the record names nobody."""
        hub.run("config", "user.name", "ana@example.org")
        run("docs/new.md")
        assert "  by: ana\n" in (hub.path / FILE).read_text()
        hub.run("config", "user.name", "")
        done = run("docs/index.md")
        assert "name somebody with --by" in done.stderr
        assert (hub.path / FILE).read_text().count("  by:") == 1

    def test_a_dry_run(self, hub: GitRepo) -> None:
        """A patch that git applies to the same effect; nothing is written."""
        patch = run("docs/index.md", "docs/new.md", "--dry-run").stdout
        assert hub.run("status", "--porcelain") == ""
        subprocess.run(["git", "apply"], input=patch.encode(), cwd=hub.path, check=True)
        by_patch = {name: (hub.path / name).read_bytes() for name in ("docs/index.md", "docs/new.md", FILE)}
        hub.run("checkout", "--quiet", ".")
        (hub.path / FILE).unlink()
        run("docs/index.md", "docs/new.md")
        assert by_patch == {name: (hub.path / name).read_bytes() for name in by_patch}

    def test_as_json(self, hub: GitRepo) -> None:
        """What was recorded, for a script."""
        found = json.loads(run("docs/new.md", "--json", "--by", "Ana").stdout)
        assert found == {
            "written": True,
            "pages": [
                {
                    "path": "docs/new.md",
                    "repo": "handbook",
                    "recorded": True,
                    "reviewed": DAY,
                    "by": "Ana",
                    "edited": None,
                    "still_accurate": None,
                    "drift": [],
                    "notes": [],
                    "command": None,
                }
            ],
            "files": ["docs/new.md", FILE],
        }

    def test_a_day_that_stays_is_told(self, hub: GitRepo) -> None:
        """`review_by` of a page wins over any review, so a page with a past one stays due."""
        hub.write({"docs/new.md": "---\nreview_by: 2026-06-01\n---\nx\n"})
        assert (
            "docs/new.md: `review_by: 2026-06-01` stays, and says that it is due; set"
            in run("docs/new.md").stderr
        )


class TestWithEditsOrDateOnly:
    """What a review changed is said, and never held against it."""

    def test_a_first_review_says_neither(self, hub: GitRepo) -> None:
        """Nothing is known of what came before."""
        run("docs/index.md")
        assert fresh("docs/index.md")[:2] == [
            "Reviewed on 15 June 2026 by Nobody.",
            "The next review is due on 15 June 2027.",
        ]

    def test_date_only(self, hub: GitRepo) -> None:
        """The text is as the last review saw it, white space aside."""
        run("docs/index.md", "--date", "2026-05-01")
        hub.commit(day="2026-05-01")
        hub.write({"docs/index.md": (hub.path / "docs/index.md").read_bytes() + b"  \n\n"})
        assert run("docs/index.md").stdout.endswith("by Nobody, only the date changed\n")
        assert "That review left the text as it was." in fresh("docs/index.md")
        assert run("docs/index.md").stdout.endswith("only the date changed\n"), (
            "a second time on the same day"
        )

    @pytest.mark.parametrize("committed", [True, False])
    def test_with_edits(self, committed: bool, hub: GitRepo) -> None:
        """The text differs from what the last review saw, whether the edit is committed or not."""
        run("docs/index.md", "--date", "2026-05-01")
        hub.commit(day="2026-05-01")
        hub.write({"docs/index.md": (hub.path / "docs/index.md").read_bytes() + b"More.\n"})
        if committed:
            hub.commit(day="2026-05-02")
        assert run("docs/index.md").stdout.endswith("by Nobody, with edits\n")
        assert "That review came with edits." in fresh("docs/index.md")

    def test_edits_that_go_with_a_first_record(self, hub: GitRepo) -> None:
        """A page with edits that are not committed was edited, whoever reviewed it before."""
        hub.write({"docs/index.md": "---\nlast_reviewed_on: 2026-01-05\n---\n# Hello\n"})
        assert run("docs/index.md").stdout.endswith(", with edits\n")

    def test_a_date_by_hand_has_no_record(self, hub: GitRepo) -> None:
        """A record of another day than the page's is none of its last review."""
        run("docs/new.md", "--date", "2026-05-01", "--still-accurate", "It was moved.")
        assert "It was found still accurate although its code had changed: “It was moved.”." in fresh(
            "docs/new.md"
        )
        text = (hub.path / "docs/new.md").read_text()
        hub.write({"docs/new.md": text.replace("2026-05-01", "2026-06-01")})
        assert fresh("docs/new.md")[0] == "Reviewed on 1 June 2026."

    def test_a_second_look_keeps_the_reason(self, hub: GitRepo) -> None:
        """The same text on the same day: what was said of it stays."""
        run("docs/new.md", "--still-accurate", "only moved")
        run("docs/new.md")
        assert "still_accurate: only moved" in (hub.path / FILE).read_text()


class TestRefusals:
    """Exit 2, one line with what to do, and not one byte written."""

    @pytest.mark.parametrize(("args", "message"), [
        (["docs/gone.md"], "docs/gone.md: there is no such file; name a page, or NAME:PATH"),
        (["docs"], "docs: it is a folder; name the pages in it"),
        (["mkdocs.yml"], "mkdocs.yml: it is no Markdown page, so it has no front matter;"),
        (["tool:docs/gone.md"], "tool:docs/gone.md: there is no such page in tool;"),
        (["tool:../x.md"], "tool:../x.md: there is no such page in tool;"),
        (["nope:docs/a.md"], "nope:docs/a.md: no repo is named 'nope'; the repos are: handbook, tool"),
        (["tool:CONTRIBUTING.md"], "tool:CONTRIBUTING.md: its text becomes part of the contribution page,"),
        (["../plain/x.md"], "../plain/x.md: it is in no git repository"),
        (["docs/list.md"], "docs/list.md:1: the front matter is no mapping; write `key: value` lines there"),
        (["docs/tagged.md"], "docs/tagged.md:1: MkDocs takes its front matter for text and shows it,"),
        (["docs/off.md"], "docs/off.md: its front matter says `freshness: false`"),
        (["docs/index.md", "--date", "31.3.2026"], "--date: '31.3.2026' is not a date; write it as 2026-03-31."),
        (["docs/index.md", "--date", "2026-06-17"], "--date: 2026-06-17 is in the future;"),
        (["docs/index.md", "--still-accurate", " "], "--still-accurate: write from 1 to 500 characters."),
        (["docs/index.md", "--by", "x" * 101], "--by: write from 1 to 100 characters."),
    ])  # fmt: skip
    def test_what_cannot_be_recorded(
        self, args: list[str], message: str, hub: GitRepo, tmp_path: Path
    ) -> None:
        """The name as it was given; where one of several pages is refused, none is written."""
        (tmp_path / "plain").mkdir()
        (tmp_path / "plain/x.md").write_text("x\n")
        hub.commit(
            {
                "docs/list.md": "---\n- a: b\n  c: d\n---\n",
                "docs/tagged.md": "---\nreviewed: !day 2026-01-01\n---\n",
                "docs/off.md": "---\nfreshness: false\n---\n",
            }
        )
        done = run("docs/new.md", *args)
        assert done.exit_code == 2
        assert message in done.stderr
        assert hub.run("status", "--porcelain") == ""

    def test_a_name_that_is_no_text(self, tool: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
        """A page of a name that no URL can hold is on no site."""
        tool.write({"docs/caf\udce9.md": "x\n"})
        monkeypatch.chdir(tool.path)
        done = run("docs/caf\udce9.md")
        assert done.exit_code == 2
        assert r"'docs/caf\udce9.md': no handbook shows a page of such a name; rename the file" in done.stderr

    def test_a_remote_repo(self, hub: GitRepo, tool: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its pages are reviewed in a checkout, or at the forge; both are named."""
        make_remote(hub, tool, monkeypatch)
        done = run("tool:docs/a.md")
        assert done.exit_code == 2
        assert "tool:docs/a.md: tool is a remote repo, and a review is a change of the page; " in done.stderr
        assert "run `mkdocs-oss review docs/a.md` in a checkout of it, or set `reviewed:` at " in done.stderr
        assert "https://github.com/example/tool/edit/main/docs/a.md" in done.stderr

    def test_an_unfinished_merge(self, hub: GitRepo) -> None:
        """A file of reviews with conflict markers is mended by a person first."""
        hub.commit({FILE: "<<<<<<< main\n"})
        done = run("docs/new.md")
        assert (done.exit_code, hub.run("status", "--porcelain")) == (2, "")
        assert f"{FILE}:1: a merge is unfinished here; keep the newer entry of each page" in done.stderr

    def test_a_file_of_reviews_that_is_too_large(self, hub: GitRepo) -> None:
        """What nobody reads is not written over: not the file, nor the page."""
        hub.commit({FILE: "#" * 10_000_001})
        done = run("docs/new.md")
        assert (done.exit_code, hub.run("status", "--porcelain")) == (2, "")
        assert f"{FILE}:1: it is larger than 10 MB, so no record is read; take out" in done.stderr

    def test_a_file_of_reviews_that_is_a_link(self, hub: GitRepo, tmp_path: Path) -> None:
        """What lies outside the repo is never written."""
        (hub.path / FILE).symlink_to(tmp_path / "outside.yml")
        assert f"{FILE}: it is a link;" in run("docs/new.md").stderr
        assert not (tmp_path / "outside.yml").exists()

    @pytest.mark.parametrize(
        "taken", ["docs/.new.md.{}.new", "docs/.index.md.{}.new", "..oss-reviews.yml.{}.new"]
    )
    def test_a_file_that_cannot_be_written(self, taken: str, hub: GitRepo) -> None:
        """The reason is said; all files are as they were, those too that had been written already."""
        folder = hub.path / taken.format(os.getpid())
        folder.mkdir()
        done = run("docs/new.md", "docs/index.md")
        assert (done.exit_code, hub.run("status", "--porcelain")) == (2, "")
        assert "it cannot be written (File exists); it is as it was" in done.stderr
        folder.rmdir()
        assert run("docs/new.md", "docs/index.md").exit_code == 0


def test_the_record_of_a_remote_repo(hub: GitRepo, tool: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of reviews comes along when a repo is fetched."""
    monkeypatch.chdir(tool.path)
    run("docs/a.md", "--by", "Ana")
    tool.commit()
    monkeypatch.chdir(hub.path)
    make_remote(hub, tool, monkeypatch)
    assert fresh("tool:docs/a.md")[0] == "Reviewed on 15 June 2026 by Ana."


def test_what_a_record_says_is_text(hub: GitRepo, build: Callable[..., Built]) -> None:
    """Markup in a name or a reason shows as it is written; it is somebody else's word on our page."""
    run("docs/new.md", "--by", "<b>Ana</b>", "--still-accurate", "<script>x</script> [a](b) {path}")
    page = build(hub.path / "mkdocs.yml").read("new/index.html")
    assert "by &lt;b&gt;Ana&lt;/b&gt;." in page
    assert "“&lt;script&gt;x&lt;/script&gt; [a](b) {path}”" in page
    assert "<b>Ana" not in page


def test_damage_is_a_finding(hub: GitRepo, tool: GitRepo) -> None:
    """A warning in the handbook's own repo, a note in another's, with file and line; the pages are judged all the same."""
    for repo in (hub, tool):
        repo.write({FILE: "docs/new.md:\n  reviewed: soon\n"})
    found = json.loads(CliRunner().invoke(main, ["check", "--json"]).stdout)
    told = [(each["severity"], each["repo"], each["where"]) for each in found if each["code"] == "reviews"]
    assert told == [("warning", "handbook", f"{FILE}:2"), ("note", "tool", f"{FILE}:2")]
