"""What may stand in a repo's place, how it is written, and which of several sayings wins."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.model import Maintenance, Repo
from mkdocs_oss.settings import Override, Settings, Site, load_settings, replaced
from mkdocs_oss.settings.overrides import (
    VARIABLE,
    active,
    as_environment,
    overrides_of,
    parse_override,
    url_and_ref,
)

URL = "https://git.example.org/data/cleaning.git"
CLEANING = Repo(
    "cleaning", url=URL, ref="v1", docs="handbook", section="Libraries", owners=("@ana",), policy="required",
    api=("clean",), edit_url="https://x.example/{path}", maintenance=Maintenance("sunset"), where="repos.yml:2",
)  # fmt: skip


def parsed(text: str, folder: Path) -> Override:
    return parse_override(text, folder=folder, where="--with")


def settings(folder: Path, written: dict[str, str] | None = None) -> Settings:
    options = {"repos": [{"url": URL}, {"path": "lab"}], "with": written}
    return load_settings(Site(folder / "mkdocs.yml", folder / "docs", plugins=(("oss", options),)))


@pytest.mark.parametrize(
    ("text", "url", "ref"),
    [
        (URL, URL, None),
        (f"{URL}@topic", URL, "topic"),
        (f"{URL}@feature/x@2", URL, "feature/x@2"),
        ("https://host/team/x@feature/x", "https://host/team/x", "feature/x"),
        ("https://me:secret@host/x@y", "https://me:secret@host/x", "y"),
        ("https://me@host", "https://me@host", None),
        ("ssh://git@host:22/~me/x.git@y", "ssh://git@host:22/~me/x.git", "y"),
        ("git@host:team/x.git", "git@host:team/x.git", None),
        ("git@host:team/x.git@y", "git@host:team/x.git", "y"),
        ("git@host:x@y", "git@host:x", "y"),
    ],
)
def test_a_url_and_its_ref(text: str, url: str, ref: str | None) -> None:
    """The `@` of a user name is never taken for that of a ref."""
    assert url_and_ref(text) == (url, ref)


def test_forms(tmp_path: Path) -> None:
    """A folder, a remote with or without a ref, another ref, and none of them."""
    (tmp_path / "my check=out").mkdir()
    assert parsed("x=my check=out", tmp_path).path == tmp_path / "my check=out"
    (tmp_path / "@odd").mkdir()
    assert parsed("x=./@odd", tmp_path).path == tmp_path / "@odd"
    found = parsed(f" x = {URL}@topic ", tmp_path)
    assert (found.name, found.url, found.ref, found.path) == ("x", URL, "topic", None)
    assert (parsed("x=@v2", tmp_path).ref, parsed("x=@v2", tmp_path).url) == ("v2", None)
    assert active([parsed("x=", tmp_path)]) == ()


def test_all_else_of_the_entry_is_kept(tmp_path: Path) -> None:
    """Section, owner, policy, docs, API and promises are those of repos.yml; only the place is another."""
    (tmp_path / "mine").mkdir()
    kept = ("name", "docs", "section", "owners", "policy", "api", "edit_url", "maintenance", "where")
    places = []
    for text in ("cleaning=mine", "cleaning=https://fork.example.org/me/cleaning.git@topic", "cleaning=@v2"):
        (repo, other) = replaced([CLEANING, Repo("other", url=URL)], [parsed(text, tmp_path)])
        assert [getattr(repo, key) for key in kept] == [getattr(CLEANING, key) for key in kept]
        assert other == Repo("other", url=URL)
        assert repo.stands_for == CLEANING
        places.append((repo.path, repo.url, repo.ref))
    assert places == [
        (tmp_path / "mine", None, None),
        (None, "https://fork.example.org/me/cleaning.git", "topic"),
        (None, URL, "v2"),
    ]
    assert replaced([CLEANING], [parsed("cleaning=", tmp_path)]) == (CLEANING,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "cleaning",
            "--with: 'cleaning' replaces nothing; write NAME=FOLDER, NAME=URL@BRANCH or NAME=@BRANCH",
        ),
        ("=x", "replaces nothing"),
        ("x=gone", "--with: x: there is no folder 'gone'; mend the path"),
        ("x=a/b", "--with: x: 'a/b' is no repository of its own, but a folder of a; give the path of a"),
        ("x=ext::sh -c id", "there is no folder"),
        ("x=a\0b", "there is no folder"),
        (
            "x=file:///etc",
            "'file:///etc' is not an https, http, ssh or git URL; use one, or the path of a folder",
        ),
        ("x=https://me:secret@ host/x", "'https:// host/x' is not an https"),
        ("x=ftp://me:secret@host/x", "'ftp://host/x' is not an https"),
        ("x=@", "'' is not a branch, tag or commit; name one after the `@`"),
        ("x=@--upload-pack=id", "is not a branch"),
        (f"x={URL}@a..b", "'a..b' is not a branch"),
    ],
)
def test_what_is_none_of_them(text: str, said: str, tmp_path: Path) -> None:
    """An error says what is wrong and what to write; it never shows a password."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / ".git").mkdir()
    with pytest.raises(SettingsError) as caught:
        parsed(text, tmp_path)
    assert said in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_name_that_is_not_in_the_handbook() -> None:
    """The nearest name and the list; of many names the first."""
    with pytest.raises(SettingsError) as caught:
        replaced([CLEANING, Repo("lab")], [Override("cleanin", ref="x", where="--with")])
    assert str(caught.value) == (
        "--with: the handbook has no repo 'cleanin'; did you mean 'cleaning'? its repos are: cleaning, lab"
    )
    with pytest.raises(SettingsError, match=r"r19 and 30 more$"):
        replaced([Repo(f"r{index}") for index in range(50)], [Override("zzz", ref="x", where="--with")])
    with pytest.raises(SettingsError, match="it lists none"):
        replaced([], [Override("x", ref="x", where="--with")])


def test_the_forge_is_that_of_the_host(tmp_path: Path) -> None:
    """`forge:` of an entry is not believed of another host's remote."""
    ours = msgspec.structs.replace(CLEANING, forge="gitlab")
    kept = {
        value: replaced([ours], [parsed(f"cleaning={value}", tmp_path)])[0].forge
        for value in (
            "@x",
            "https://git.example.org/me/x.git",
            "git@git.example.org:me/x",
            "https://github.com/me/x",
        )
    }
    assert list(kept.values()) == ["gitlab", "gitlab", "gitlab", None]


def test_a_checkout_has_no_other_ref() -> None:
    """`@REF` is a ref of the entry's remote; an entry with `path:` has none."""
    with pytest.raises(
        SettingsError, match="lab: the repo has a `path:`, and so no remote for @x; give a folder"
    ):
        replaced([Repo("lab", path=Path("lab"))], [Override("lab", ref="x", where="--with")])


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """mkdocs.yml's paths start at its folder, the environment's at the current one; `NAME=` takes one back."""
    folder, here = tmp_path / "hub", tmp_path / "here"
    for place in (folder / "mine", here / "ours"):
        place.mkdir(parents=True)
    monkeypatch.chdir(here)
    written = {"cleaning": "mine", "lab": "mine"}
    assert [o.path for o in settings(folder, written).overrides] == [folder / "mine"] * 2
    monkeypatch.setenv(VARIABLE, "cleaning=ours")
    assert [o.path for o in settings(folder, written).overrides] == [here / "ours", folder / "mine"]
    monkeypatch.setenv(VARIABLE, "cleaning=;lab=@x")
    loaded = settings(folder, written)
    assert [(o.path, o.ref) for o in loaded.overrides] == [(None, None), (None, "x")]
    assert [str(o) for o in active(loaded.overrides)] == ["lab is replaced by its @x"]
    assert [repo.url for repo in loaded.repos] == [URL, None], "the settings' own repos stay as they are"


def test_how_several_are_parted(tmp_path: Path) -> None:
    """By `;`, or by line ends where there are any: then a path may hold a `;`. Spaces are part of a path."""
    for name in ("a b", "c;d"):
        (tmp_path / name).mkdir()

    def paths(text: str) -> list[str]:
        found = overrides_of({}, text, folder=tmp_path, here=tmp_path, config="")
        return [entry.path.name if entry.path else "" for entry in found]

    assert paths("x=a b; y=a b;") == ["a b", "a b"]
    assert paths("x=a b\ny=c;d\n") == ["a b", "c;d"]
    assert paths("x=c;d\n") == ["c;d"]
    assert paths("") == paths(" ; ") == []
    with pytest.raises(
        SettingsError, match=rf"{VARIABLE}: x: there is no folder 'a b y=a b'; part several with `;`"
    ):
        paths("x=a b y=a b")


def test_what_is_told_to_a_build_is_what_was_meant(tmp_path: Path) -> None:
    """Written as the environment takes it and read again, wherever the reader is."""
    (tmp_path / "a;b").mkdir()
    texts = ("a=a;b", f"b={URL}", f"c={URL}@x/y", "d=@v1", "e=")
    given = [parsed(text, tmp_path) for text in texts]
    again = overrides_of({}, as_environment(given), folder=Path("/"), here=Path("/"), config="")
    assert [(o.name, o.path, o.url, o.ref) for o in again] == [(o.name, o.path, o.url, o.ref) for o in given]


def test_the_key_in_mkdocs_yml(tmp_path: Path) -> None:
    """`with` takes names and text; a part on its own takes it too."""
    with pytest.raises(
        SettingsError, match=r"mkdocs\.yml: with: cleaning: there is no folder 'gone'; mend the path"
    ):
        settings(tmp_path, {"cleaning": "gone"})
    with pytest.raises(SettingsError, match="unknown key 'wiht'; did you mean 'with'"):
        load_settings(Site(tmp_path / "mkdocs.yml", tmp_path, plugins=(("oss", {"wiht": {}}),)))
    site = Site(tmp_path / "mkdocs.yml", tmp_path, plugins=(("oss/repos", {"with": {"cleaning": "@x"}}),))
    assert [entry.ref for entry in load_settings(site).overrides] == ["x"]
