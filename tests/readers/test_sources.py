"""Where each character of a cleaned text comes from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_linter.readers.build import clean, sources


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" ab ", [(1, 2), (2, 3)]),
        ("a \u00a0\n b", [(0, 1), (1, 5), (5, 6)]),
        ("ar\u00adbeid", [(0, 1), (1, 2), (3, 4), (4, 5), (5, 6), (6, 7)]),
        ("pa\u030a vei", [(0, 1), (1, 3), (3, 4), (4, 5), (5, 6), (6, 7)]),
        ("\ufb01nn", [(0, 1), (0, 1), (1, 2), (2, 3)]),
    ],
)
def test_spaces_soft_hyphens_accents_and_ligatures(text, found):
    assert sources(text) == found


@given(
    st.text(
        alphabet="ab \t\n\u00a0\u00ad\u200b\ufb01\ufb03e\u0301\u0327\u030aå\u1100\u1161\u11a8\u2126-\u0344",
        max_size=14,
    )
)
def test_every_cleaned_character_knows_where_it_comes_from(text):
    found = sources(text)
    cleaned = clean(text)
    assert len(found) == len(cleaned)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert found == sorted(found)
    assert all(
        letter in clean(text[start:end]) or letter == " "
        for letter, (start, end) in zip(cleaned, found, strict=True)
    )
