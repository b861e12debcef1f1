"""repos.yml and teams.yml: every bad input names file, line, key and remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import from_regex

from mkdocs_oss.errors import SettingsError
from mkdocs_oss.model import Interval, Maintenance, Repo
from mkdocs_oss.settings import load_repos, load_teams, parse_interval, urls
from mkdocs_oss.settings.located_yaml import load_yaml
from mkdocs_oss.settings.urls import is_remote_url, is_web_url

HERE = Path("/srv/handbook")


def repos(text: str | bytes) -> tuple[Repo, ...]:
    return load_repos(load_yaml(text, file="repos.yml"), folder=HERE)


def one(entry: str) -> Repo:
    (repo,) = repos(f"repos:\n  - {entry}\n")
    return repo


def error(text: str | bytes) -> str:
    with pytest.raises(SettingsError) as caught:
        repos(text)
    assert caught.value.remedy
    return str(caught.value)


@pytest.mark.parametrize("owner", ["javascript:alert(1)", '["@a", "https://x.example"]'])
def test_a_link_is_no_owner_of_a_repo(owner: str) -> None:
    """It is told with its line and a remedy."""
    found = error(f"repos:\n  - path: a\n    owner: {owner}\n")
    assert found == 'repos.yml:3: owner: it is a link, and not a handle or a name; write owner: "@team"'
    assert one("{path: a, owner: [Ana Ruiz, '#docs']}").owners == ("Ana Ruiz", "#docs")


def test_a_whole_file() -> None:
    """Every key of the documented example arrives where it belongs, paths relative to the file."""
    text = """\
repos:
  - path: ../forecasting
  - url: https://git.example.org/data/cleaning.git
    name: cleaning-up
    ref: v1.2
    docs: ./docs/
    section: Libraries
    owner: "@data/platform"
    policy: required
    api: [cleaning, cleaning_cli]
    forge: gitlab
    edit_url: https://git.example.org/edit/{ref}/{path}
    issues_url: https://git.example.org/issues
    maintenance: {status: sunset, backups: ["@ana"], review_hours: "Tue 14:00-16:00", responds_within: 2 days}
"""
    local, remote = repos(text)
    assert local == Repo(
        "forecasting", path=Path("/srv/forecasting"), written="../forecasting", where="repos.yml:2"
    )
    assert remote == Repo(
        "cleaning-up",
        url="https://git.example.org/data/cleaning.git",
        ref="v1.2",
        docs="docs",
        section="Libraries",
        owners=("@data/platform",),
        policy="required",
        api=("cleaning", "cleaning_cli"),
        forge="gitlab",
        edit_url="https://git.example.org/edit/{ref}/{path}",
        issues_url="https://git.example.org/issues",
        maintenance=Maintenance("sunset", ("@ana",), "Tue 14:00-16:00", "2 days"),
        where="repos.yml:3",
    )


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("path: lab", "lab"), ("path: ../lab/", "lab"), ("url: https://x.org/a/lab.git", "lab"),
        ("url: https://x.org/a/lab/", "lab"), ("url: git@x.org:lab.git", "lab"), ("url: git@x.org:a/b/lab", "lab"),
        ("{url: 'ssh://git@x.org:22/lab.git', name: other}", "other"), ("path: .", "handbook"),
    ],
)  # fmt: skip
def test_a_name_comes_from_path_or_url(entry: str, name: str) -> None:
    """The last part, without `.git`, unless the entry has a name."""
    assert one(entry).name == name


@pytest.mark.parametrize(
    ("text", "api"),
    [("auto", "auto"), ("true", "auto"), ("false", False), ("lab", ("lab",)), ("[a, b]", ("a", "b"))],
)
def test_forms_of_api(text: str, api: object) -> None:
    """One package, a list, auto, or none."""
    assert one(f"{{path: lab, api: {text}}}").api == api


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "repos: []\n", "{}"])
def test_an_empty_file_has_no_repos(text: str) -> None:
    """A file without entries is not an error."""
    assert repos(text) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # malformed
        ("repos: [", r"^repos\.yml:1: not valid YAML: .*; mend the line"),
        ("repos:\n  - path: a\n   name: b\n", r"^repos\.yml:[23]: not valid YAML"),
        ("repos:\n\t- path: a\n", r"^repos\.yml:2: not valid YAML: found character '\\t'"),
        ("repos:\n  - path: a\n    owner: @team\n", r"^repos\.yml:3: not valid YAML: .*; put the value in quotes"),
        ("- path: a\n", r"^repos\.yml:1: a list where a mapping is needed; start it with `repos:`"),
        ("just text", r"^repos\.yml:1: expected a mapping, got text; write it as `key: value`"),
        ("repos: lab", r"^repos\.yml:1: repos: expected a list, got text; write a list, with `- ` before each entry"),
        ("repos:\n  - lab\n", r"^repos\.yml:2: repos\.0: expected a mapping, got text"),
        ("a: 1\n---\nb: 2\n", r"^repos\.yml:2: not valid YAML"),
        # keys
        ("repo:\n  - path: a\n", r"^repos\.yml:1: unknown key 'repo'; did you mean 'repos'\?"),
        ("repos:\n  - path: a\n    nmae: b\n", r"^repos\.yml:3: unknown key 'nmae'; did you mean 'name'\?"),
        ("repos:\n  - path: a\n  - path: b\n    maintenance:\n      state: x\n", r"^repos\.yml:5: unknown key 'state'; did you mean 'status'\?"),
        ("repos:\n  - path: a\n    zzz: b\n", r"^repos\.yml:3: unknown key 'zzz'; the keys here are: api, discover, docs, "),
        ("repos:\n  - path: a\n    5: b\n", r"^repos\.yml:3: unknown key '5'; the keys here are"),
        ("repos:\n  - path: a\n    path: b\n", r"^repos\.yml:3: the key 'path' stands twice; keep one"),
        ("repos: []\nrepos: []\n", r"^repos\.yml:2: the key 'repos' stands twice"),
        ("repos:\n  - path: a\n    ? [x]\n    : y\n", r"^repos\.yml:3: a key must be a word"),
        # values
        ("repos:\n  - path: a\n    policy: always\n", r"^repos\.yml:3: repos\.0\.policy: .*; write one of: .*stale-ok"),
        ("repos:\n  - path: a\n    forge: sourceforge\n", r"^repos\.yml:3: repos\.0\.forge: .*; write one of: .*gitlab"),
        ("repos:\n  - path: a\n    maintenance: {status: dead}\n", r"^repos\.yml:3: repos\.0\.maintenance\.status: .*; write one of: .*sunset"),
        ("repos:\n  - path: a\n    ref: 1.10\n", r"^repos\.yml:3: repos\.0\.ref: expected text, got a number; put it in quotes"),
        ("repos:\n  - path: 2024\n", r"^repos\.yml:2: repos\.0\.path: .*; put it in quotes"),
        ("repos:\n  - path: a\n    owner: {a: b}\n", r"^repos\.yml:3: repos\.0\.owner: expected"),
        (f"repos:\n  - path: a\n    section: 0x{'f' * 5000}\n", r"^repos\.yml:3: '0xf{78}…' cannot be read"),
        ("repos:\n  - path: a\n    section: 2026-02-31\n", r"^repos\.yml:3: '2026-02-31' cannot be read; mend the value"),
        # path and url
        ("repos:\n  - name: a\n", r"^repos\.yml:2: the repo has neither `path` nor `url`; give it one of the two"),
        ("repos:\n  - path: a\n    url: https://x.org/a\n", r"^repos\.yml:2: the repo has both `path` and `url`; give"),
        ('repos:\n  - path: "a\\0b"\n', r"^repos\.yml:2: path: .* is no path; name a folder"),
        # names
        ("repos:\n  - path: a\n  - path: b/A\n", r"^repos\.yml:3: two repos are named 'A' \(the other: repos\.yml:2\); give one"),
        ("repos:\n  - path: /\n", r"^repos\.yml:2: name: '' cannot be a name"),
        # urls of pages
        ("repos:\n  - path: a\n    issues_url: javascript:alert(1)\n", r"^repos\.yml:3: issues_url: .*; write a full URL"),
        ("repos:\n  - path: a\n    edit_url: x/{path}\n", r"^repos\.yml:3: edit_url: .*; write a full URL"),
        ("repos:\n  - path: a\n    edit_url: https://x.org/\n", r"^repos\.yml:3: edit_url: .* has no \{path\}; put \{path\}"),
        # patterns
        ("repos:\n  - path: a\n    include: [a, '!']\n", r"^repos\.yml:3: include: '!' is no pattern; write it as in \.gitignore"),
        ("repos:\n  - path: a\n    exclude: 'a\\'\n", r"^repos\.yml:3: exclude: .* is no pattern"),
        # tags and aliases
        ("repos: !!python/object/apply:os.system ['touch x']\n", r"^repos\.yml:1: the tag .* is not supported; write a plain value"),
        ("repos:\n  - path: !ENV LAB\n", r"^repos\.yml:2: the tag '!ENV' is not supported"),
        ("x: &a [1]\nrepos: *a\n", r"^repos\.yml:2: not valid YAML: aliases \(\*name\) are not supported"),
        ("a: &a [x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\n", r"^repos\.yml:2: not valid YAML: aliases"),
        # bytes
        (b"repos:\n  - path: caf\xe9\n", r"^repos\.yml: not valid YAML: .*; save the file as UTF-8 YAML"),
        (b"repos: \x00\n", r"^repos\.yml: not valid YAML: .*; save the file as UTF-8 YAML"),
        (b"#" * 2_000_001, r"^repos\.yml: larger than 2 MB; split it"),
        ("[" * 5000, r"^repos\.yml: nested too deeply; make it flatter"),
        ("- " * 5000, r"^repos\.yml: nested too deeply; make it flatter"),
    ],
)  # fmt: skip
def test_bad_files(text: str | bytes, message: str) -> None:
    """The message has the place, what is wrong, and one next step."""
    assert re.search(message, error(text)), error(text)


@pytest.mark.parametrize(
    "url",
    [
        "ext::sh -c touch% x", "ext::sh", "fd::17/foo", "file:///etc", "/etc", "../x", "C:\\repo", "c:/repo",
        "javascript:alert(1)", "data:text/plain,x", "ftp://x.org/a", "ftps://x.org/a", "rsync://x.org/a",
        "-oProxyCommand=touch x", "--upload-pack=touch x", "ssh://-oProxyCommand=x/y", "ssh://-oX@host/y",
        "git@-oProxyCommand:x", "-x@host:y", "git@host:-x", "https://", "https:///a", "https://x.org/a b", "https://x.org/\n",
        "https://x.org/\x07", "https://x.org/a\x00", "https::ext::sh", "http::https://x.org/", "git::https://x.org/a",
        "a@ext::sh -c x", "host:path", "x", "", "https://x.org:port/a", "https://x.org:99999/a", "https://[::1/a",
        "HTTPS ://x.org", "git@host:a\x7fb", "git@host:", "https://x.org/<script>", "transport::https://x.org/a",
    ],
)  # fmt: skip
def test_urls_that_git_may_not_fetch(url: str) -> None:
    """Nothing but https, http, ssh, git and `user@host:path`; nothing that could be taken for an option."""
    assert not is_remote_url(url)
    quoted = '"' + "".join(f"\\x{ord(char):02x}" for char in url) + '"'
    assert error(f"repos:\n  - name: a\n    url: {quoted}\n").startswith("repos.yml:")


@pytest.mark.parametrize(
    "url",
    [
        "https://x.org/a.git", "http://x.org/a", "ssh://git@x.org:2222/a/b.git", "git://x.org/a", "git@x.org:a/b.git",
        "https://user:token@x.org/a", "git@x.org:~ana/a.git", "https://[::1]:8080/a", "HTTPS://x.org/a", "a.b-c@h:9/x",
    ],
)  # fmt: skip
def test_urls_that_git_may_fetch(url: str) -> None:
    """The usual forms, with user, port and token."""
    assert is_remote_url(url)


def test_an_error_tells_no_token() -> None:
    """A URL that is refused is shown without its credentials."""
    assert "canary" not in error("repos:\n  - url: ftp://ana:canary@x.org/a\n")


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://x.org", True), ("http://x.org/a?b=c#d", True), ("https://x.org/{ref}/{path}", True),
        ("https://x.org/{title}", False), ("//x.org", False), ("mailto:a@x.org", False), ("https://x.org/\"onload=", False),
        ("https://x.org/'", True), ("vbscript:x", False), ("https:x.org", False), (" https://x.org", False), ("https://x .org", False),
    ],
)  # fmt: skip
def test_urls_that_a_reader_may_follow(url: str, good: bool) -> None:
    """Only absolute http and https URLs, without what could leave an attribute."""
    assert is_web_url(url) is good


@given(url=from_regex(urls._PLAIN, fullmatch=True))
def test_a_plain_url_passes_the_whole_check_too(url: str) -> None:
    """The quick look at a URL lets nothing through that the whole check would not."""
    assert urls._has_host(url, ("http", "https"))


@pytest.mark.parametrize(
    "ref",
    [
        "-x",
        "--upload-pack=x",
        "a b",
        "a..b",
        "a~1",
        "a^",
        "a:b",
        "a?",
        "a*",
        "a[b",
        "a\\\\b",
        "a\\nb",
        "a\\x7fb",
        "main@{1}",
    ],
)
def test_refs_that_are_none(ref: str) -> None:
    """A ref is a branch, a tag or a commit: no option, no expression."""
    message = error(f'repos:\n  - path: a\n    ref: "{ref}"\n')
    assert re.match(r"repos\.yml:3: ref: .* is not a branch, tag or commit; name one", message)


@pytest.mark.parametrize("ref", ["main", "feature/x", "v1.2-rc.1", "a" * 40, "müll", "release@2"])
def test_refs(ref: str) -> None:
    """What git allows in a name."""
    assert one(f'{{path: a, ref: "{ref}"}}').ref == ref


@pytest.mark.parametrize("docs", ["..", "../x", "docs/../../x", "/etc", "//etc", "./../x"])
def test_docs_outside_the_repo(docs: str) -> None:
    """The docs folder is a folder of the repo."""
    message = error(f"repos:\n  - path: a\n    docs: {docs}\n")
    assert re.match(r"repos\.yml:3: docs: .* is outside the repo; name a folder of the repo", message)


@pytest.mark.parametrize(
    ("docs", "kept"), [("docs", "docs"), ("./docs/", "docs"), ("a/./b/../c", "a/c"), (".", ".")]
)
def test_docs_inside_the_repo(docs: str, kept: str) -> None:
    """However it is written, it is one folder."""
    assert one(f"{{path: a, docs: {docs}}}").docs == kept


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "a/b",
        "..",
        ".",
        ".x",
        "-x",
        "a b",
        "a\\nb",
        "CON",
        "nul",
        "aux.docs",
        "index.html",
        "com1",
        "Lpt9",
        "a.",
        "ä",
        "<b>",
        "a" * 101,
        "index.md",
    ],
)
def test_names_that_are_none(name: str) -> None:
    """A name is a plain folder name on every system: no traversal, no device, no markup."""
    message = error(f'repos:\n  - path: a\n    name: "{name}"\n')
    assert re.match(r"repos\.yml:3: name: .* cannot be a name; use letters", message)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("6 months", Interval(months=6)), ("1 month", Interval(months=1)), ("2 weeks", Interval(days=14)),
        ("90 days", Interval(days=90)), ("1 year", Interval(months=12)), (" 3  MONTHS ", Interval(months=3)),
        ("1day", Interval(days=1)), ("100 years", Interval(months=1200)),
    ],
)  # fmt: skip
def test_intervals(text: str, interval: Interval) -> None:
    """As GOV.UK writes them, in any case."""
    assert parse_interval(text) == interval


@pytest.mark.parametrize(
    "text",
    [
        "",
        "months",
        "6",
        6,
        None,
        "six months",
        "0 days",
        "-1 days",
        "1.5 years",
        "101 years",
        "6 months ago",
        "9" * 50 + " days",
        "1 fortnight",
        ["1 day"],
    ],
)
def test_intervals_that_are_none(text: object) -> None:
    """The message says how to write one."""
    with pytest.raises(ValueError, match="write it as '6 months'"):
        parse_interval(text)


@given(
    st.text(max_size=80)
    | st.binary(max_size=80)
    | st.text(alphabet="repos:path-ul[]{}&*!? \n'\"#|>0", max_size=80)
)
def test_any_text_is_read_or_explained(text: str | bytes) -> None:
    """Whatever stands in a file, it is read or it is a SettingsError."""
    for load in (lambda located: load_repos(located, folder=HERE), load_teams):
        try:
            load(load_yaml(text, file="x.yml"))
        except SettingsError as problem:
            assert str(problem).startswith("x.yml")  # noqa: PT017


VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["path", "url", "name", "ref", "docs", "owner", "api", "policy", "maintenance", "edit_url"]
        ),
        VALUE,
    )
)
def test_any_entry_is_read_or_explained(entry: dict[str, object]) -> None:
    """Whatever a key holds, the entry is a repo or a SettingsError."""
    from mkdocs_oss.settings.located_yaml import Located

    try:
        load_repos(Located("x.yml", {"repos": [entry]}), folder=HERE)
    except SettingsError as problem:
        assert problem.remedy  # noqa: PT017
