"""Starred words are told by their parts as a regular expression would tell them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from report_linter.match.expressions import glob_regex
from report_linter.match.search import _answers, _GlobIndex

LETTERS = st.text("abæ-1_", max_size=8)
GLOBS = st.lists(st.text("abæ-1", max_size=3), min_size=2, max_size=4).map("*".join)


@given(GLOBS, LETTERS)
def test_parts_and_regular_expressions_agree(glob: str, word: str) -> None:
    assert _answers(glob, word) is bool(re.fullmatch(glob_regex(glob), word))


@given(st.lists(GLOBS.filter(lambda glob: len(glob.replace("*", "")) > 1), max_size=6), st.text("abæ-1&'"))
def test_every_starred_word_that_a_word_answers_to_is_found(globs: list[str], word: str) -> None:
    by_core: dict[str, list[str]] = {}
    for glob in dict.fromkeys(globs):
        by_core.setdefault(max(glob.split("*"), key=len), []).append(glob)
    expected = {glob for glob in globs if re.fullmatch(glob_regex(glob), word)}
    assert _GlobIndex(by_core).of(word) == expected
