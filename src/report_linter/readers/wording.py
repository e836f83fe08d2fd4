"""What the wording of a paragraph tells about its role, where its style tells nothing."""

from __future__ import annotations

import re
from typing import Final

_MOST_WORDS: Final = 12
_SENTENCE_ENDS: Final = ".!?:;,"

# "2.1", "2.", "A.", "b)", "(iv)", "IV.", "§ 3".
_LABEL: Final = re.compile(
    r"""\s*(
        \d{1,3}(?:\.\d{1,3})*[.)]?
      | \(?[A-Za-z]\)
      | [A-Z]\.
      | \(?[ivxlcIVXLC]{1,7}\)
      | [IVXLC]{1,7}\.
      | §\s?\d{1,3}(?:[-.]\d{1,3})*
    )(\s+)(?=\S)""",
    re.VERBOSE,
)
_LONG_HEADING: Final = 25  # words; a longer sentence in a heading style is a numbered clause
_LONG_LABEL: Final = 6
_FIGURES: Final = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*\.?)?")
_OPENING: Final = "«“\"'("


def looks_like_heading(text: str) -> bool:
    """Whether a paragraph that is bold throughout reads like a heading: short, with letters, no sentence."""
    words = text.split()
    return len(words) <= _MOST_WORDS and text[-1] not in _SENTENCE_ENDS and any(map(str.isalpha, text))


def may_number_heading(label: str) -> bool:
    """Whether a computed label fits a heading: figures as "2" and "2.1.", or none; others are of lists."""
    return _FIGURES.fullmatch(label) is not None


def typed_number(text: str) -> tuple[str, str]:
    """A number typed in front of a heading, and the rest; no number where it may belong to the words.

    "2.1 Metode" has one, "5 tiltak for klimaet" and "2.5 million people" have none: without a tab between,
    the words must begin with a capital letter.
    """
    found = _LABEL.match(text)
    if found is None:
        return "", text
    rest = text[found.end() :]
    first = rest.lstrip(_OPENING)[:1]
    if "\t" not in found[2] and not first.isupper():
        return "", text
    return found[1], rest


def short_label(text: str) -> bool:
    """Whether a cell may head a column: few words, no sentence, no figure other than a year."""
    is_year = len(text) == 4 and text.isdigit()
    return (
        len(text.split()) <= _LONG_LABEL
        and text[-1] not in ".:;"
        and (is_year or any(map(str.isalpha, text)))
    )


def is_clause(text: str) -> bool:
    return text.endswith(".") and len(text.split()) > _LONG_HEADING
