"""Each language says all that English says, of the same things, and values are never more than text."""

from __future__ import annotations

import ast
import builtins
import string
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from mkdocs_oss.model import Reason
from mkdocs_oss.words import Words

LANGUAGES = ("de", "en", "es", "fr", "ja", "zh")
ENGLISH_ONLY = "this-"
"""What only the command line says."""
DAYS = {
    "de": "3. März 2026",
    "en": "3 March 2026",
    "es": "3 de marzo de 2026",
    "fr": "3 mars 2026",
    "ja": "2026年3月3日",
    "zh": "2026年3月3日",
}


def catalogue(language: str) -> dict[str, dict[str, str]]:
    """Key → form → sentence."""
    found = tomllib.loads(files("mkdocs_oss.words").joinpath(f"{language}.toml").read_text("utf-8"))
    return {key: entry if isinstance(entry, dict) else {"other": entry} for key, entry in found.items()}


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def code(sentence: str) -> list[str]:
    return sorted(sentence.split("`")[1::2])


def test_the_languages_that_there_are() -> None:
    """These are complete; every other language reads English."""
    names = {file.name.removesuffix(".toml") for file in files("mkdocs_oss.words").iterdir()}
    assert {name for name in names if name.isalpha()} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_complete(language: str) -> None:
    """The keys of English, each form with the values and the code of the English one."""
    english, theirs = catalogue("en"), catalogue(language)
    assert set(theirs) == {key for key in english if language == "en" or not key.startswith(ENGLISH_ONLY)}
    for key, forms in theirs.items():
        for form, sentence in forms.items():
            like = english[key].get(form, english[key]["other"])
            wanted = places(like) | places(english[key]["other"] if language in ("ja", "zh") else like)
            optional = {"count", "since", "day"} if form == "one" else set()
            assert places(sentence) - optional == wanted - optional, f"{key}: {sentence}"
            if language not in ("ja", "zh"):
                assert code(sentence) == code(like), f"{key}: {sentence}"
            assert sentence.count("`") % 2 == 0, f"{key}: {sentence}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_stand_for_a_name_begin_a_sentence(language: str) -> None:
    """With a capital, where the language has any; a handle stays as it is."""
    words = Words.of(language)
    for key in ("unnamed", "role-maintainer"):
        said = words.say(key)
        assert words.opening(words.listed([said, "bo"])).startswith(said[0].upper() + said[1:])
    assert words.opening("bo") == "bo"


@pytest.mark.parametrize("language", LANGUAGES)
def test_days(language: str) -> None:
    """Days as people of that language write them."""
    assert Words.of(language).day(date(2026, 3, 3)) == DAYS[language]


def test_the_first_of_a_month_in_french() -> None:
    """An ordinal, as people write it, and that day alone."""
    words = Words.of("fr")
    assert [words.day(date(2026, 4, day)) for day in (1, 2, 11, 21)] == [
        "1er avril 2026", "2 avril 2026", "11 avril 2026", "21 avril 2026",
    ]  # fmt: skip
    assert words.say("reviewed", day=date(2026, 4, 1)) == "Relue le 1er avril 2026."
    assert Words.of("de").day(date(2026, 4, 1)) == "1. April 2026"


def test_days_without_babel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Babel is not installed, a day is ISO 8601; English never needs it."""
    really = builtins.__import__

    def without(name: str, *args: Any, **named: Any) -> Any:
        if name.startswith("babel"):
            raise ImportError(name)
        return really(name, *args, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    assert Words.of("fr").day(date(2019, 3, 4)) == "2019-03-04"
    assert Words.of("en").day(date(2019, 3, 4)) == "4 March 2019"


@pytest.mark.parametrize(
    ("language", "none", "one", "two"),
    [
        ("en", "0 pages", "1 page", "2 pages"),
        ("de", "0 Seiten", "1 Seite", "2 Seiten"),
        ("fr", "0 page", "1 page", "2 pages"),
        ("es", "0 páginas", "1 página", "2 páginas"),
        ("ja", "0ページ", "1ページ", "2ページ"),
        ("zh", "0 个页面", "1 个页面", "2 个页面"),
    ],
)
def test_plurals(language: str, none: str, one: str, two: str) -> None:
    """French takes none as one; Japanese and Chinese have one form."""
    assert [Words.of(language).say("pages", count=count) for count in (0, 1, 2)] == [none, one, two]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "a, b and c"), ("de", "a, b und c"), ("fr", "a, b et c"), ("ja", "a、b、c"), ("zh", "a、b和c")],
)
def test_lists(language: str, said: str) -> None:
    """Names in a row, as the language joins them."""
    assert Words.of(language).listed(["a", "b", "c"]) == said


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("pt_BR", "en"),
        ("zh", "zh"),
        ("zh_CN", "zh"),
        ("zh-Hans", "zh"),
        ("zh-Hans-HK", "zh"),
        ("zh-Hant", "en"),
        ("zh-TW", "en"),
        ("zh_HK", "en"),
        ("zh-Hant-MO", "en"),
        ("", "en"),
        ("../en", "en"),
        ("EN", "en"),
    ],
)
def test_which_language(asked: str, language: str) -> None:
    """The language before its country; English for one that we do not have, or that is none. Readers of traditional
    Chinese get no simplified words."""
    assert Words.of(asked).language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_are_never_sentences(language: str) -> None:
    """What strangers write is put in as it is: no place in it is filled, and it asks for no attribute."""
    bad = "{day} {0} {path.__class__} `{count}` %s {"
    said = Words.of(language).reason(Reason("drift-removed", {"path": bad, "day": date(2026, 1, 1)}))
    assert bad in said


def test_why_something_is_not_known() -> None:
    """Code says it in English; a page in its own language, and in English where no catalogue has it."""
    assert Words.of("de").because("the repository has no remote") == "das Repository hat kein Remote"
    assert Words.of("de").because("the moon is in the way") == "the moon is in the way"


def test_reasons_that_the_code_still_gives() -> None:
    """Each reason of the catalogue is one that the code says, word for word; else no page would ever be told it."""
    package = files("mkdocs_oss")
    said = {
        node.value
        for path in Path(str(package)).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    reasons = [forms["other"] for key, forms in catalogue("en").items() if key.startswith("because-")]
    assert [reason for reason in reasons if reason not in said] == []
