from __future__ import annotations

import string
from pathlib import Path

import pytest

from report_linter import strict, texts
from report_linter.document import Unread
from report_linter.reporters.places import ranges
from report_linter.reporters.problems import unread_texts

LANGUAGES = ("en", "nb", "nn")
FOLDER = Path(texts.__file__).parent


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_keys_in_every_language(language):
    assert set(texts.load(language).texts) == set(texts.load("en").texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_asks_for_values_that_english_does_not_have(language):
    english = texts.load("en").texts
    for key, text in texts.load(language).texts.items():
        assert text.strip(), key
        assert fields(text) <= fields(english[key]) | {"detail", "message", "limit", "most", "signal"}, key


def test_every_code_of_the_model_has_a_word():
    from report_linter.finding import Confidence, Level, Role, Severity, Standing

    words = texts.load("en").texts
    codes = [f"level.{level.word}" for level in Level] + [f"severity.{item.word}" for item in Severity]
    codes += [f"role.{role.value}" for role in Role] + [f"standing.{item.value}" for item in Standing]
    codes += [f"confidence.{item.word}" for item in Confidence]
    assert not [code for code in codes if code not in words]


@pytest.mark.parametrize(
    ("language", "key", "one", "two"),
    [
        ("en", "counts.warning", "1 warning", "2 warnings"),
        ("nb", "counts.error", "1 feil", "2 feil"),
        ("nb", "counts.warning", "1 advarsel", "2 advarsler"),
        ("nn", "counts.error", "1 feil", "2 feil"),
        ("nn", "counts.warning", "1 åtvaring", "2 åtvaringar"),
        ("nn", "counts.documents", "1 dokument", "2 dokument"),
    ],
)
def test_plural_forms(language, key, one, two):
    words = texts.load(language)
    assert (words.count(key, 1), words.count(key, 2)) == (one, two)


def test_an_unknown_language_gets_english():
    assert texts.load("sv").language == "en"


def test_an_unknown_code_is_shown_as_it_is():
    assert texts.load("nb").word("kind", "poem") == "poem"


def test_unread_parts_are_told_by_reason():
    parts = [
        Unread("no text layer", page=1),
        Unread("odd", part="chart1"),
        Unread("no text layer", page=3),
        Unread("no text layer", page=2),
        Unread("unknown element w:foo"),
    ]
    assert list(unread_texts(parts, texts.load("en"))) == [
        "pages 1–3 (picture of text, no text layer; make the text searchable with OCR)",
        "part chart1 (odd)",
        "parts of the file (unknown element w:foo)",
    ]


def test_ranges():
    assert ranges([3, 1, 2, 7, 9, 10]) == "1–3, 7, 9–10"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_files_of_a_language_share_a_first_key(language):
    names = [key for path in FOLDER.joinpath(language).glob("*.yaml") for key in strict.load(path).data]
    assert len(names) == len(set(names)) > 1
