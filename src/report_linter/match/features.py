"""What can be recognised in a sentence without a word list: figures, dates, addresses, names.

They are offered to packs as concepts with fixed names, `FEATURES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from report_linter.match.dates import DateFinder, DateFound
from report_linter.match.search import Found

FEATURES = {
    "figure": "a figure that is no date, section number or telephone number",
    "percent": "a percentage",
    "year": "a date or a year",
    "day": "a date with its day",
    "email": "an e-mail address",
    "url": "a web address",
    "phone": "a telephone number",
    "org-number": "a Norwegian organisation number: nine digits",
    "name": "a proper name within a sentence, other than the enterprise's own",
    "title": "a title in quotation marks",
    "own-name": "the enterprise's own name",
}

_PERCENT = re.compile(r"(?<!\d)\d+(?:[.,]\d+)?\s?(?:%|prosent\b|per ?cent\b)", re.I)
# Lengths are those of RFC 5321 and 1035: without them a long row of letters costs its square.
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s,;)»”\"]+|\b[a-z0-9æøå-]{1,63}(?:\.[a-z0-9æøå-]{1,63}){0,9}\.(?:no|com|org|net|eu|se|dk)\b(?:/[^\s,;)]*)?",
    re.I,
)
_PHONE = re.compile(
    r"(?<![\d.,])(?:\+\d\d[\s-]?)?"
    r"(?:\d{2}[ ]\d{2}[ ]\d{2}[ ]\d{2}|\d{3}[ ]\d{2}[ ]\d{3}|\+\d\d\s?\d{8}|\d{4}\s\d{4})(?![\d.,]\d)"
)
_ORG = re.compile(r"(?<!\d)(?:NO\s?)?[89]\d\d[\s\u00a0.]?\d{3}[\s\u00a0.]?\d{3}(?!\d)")
_FIGURE = re.compile(r"(?<![\w.,/§-])\d+(?:[\s\u00a0]\d{3})*(?:[.,]\d+)?(?![\w/]|\.\d)")
_BEFORE_NO_FIGURE = re.compile(
    r"(?:§+|nr\.?|no\.?|kap\.?|kapittel|chapter|section|punkt|pkt\.?|iso|side|page|step|trinn|steg|vedlegg|tabell|table)\s*$",
    re.I,
)
_NEAR = 40  # characters before something that can say what it is
_TITLE = re.compile(r"[«“\"‘][^»”\"’]{3,90}[»”\"’]")
_CAPITALISED = re.compile(
    r"(?<![\w«“\"])[A-ZÆØÅ][\w&'’-]*[\wæøå](?:[ ](?:[A-ZÆØÅ&][\w&'’-]*|of|and|og|for|the))*"
)


def features(text: str, finder: DateFinder, own_names: Sequence[str]) -> tuple[list[Found], list[DateFound]]:
    """The features of a sentence as concept hits, and its dates with their values."""
    dates = finder.find(text)
    return sorted(_features(text, dates, own_names)), dates


def _features(text: str, dates: Sequence[DateFound], own_names: Sequence[str]) -> Iterator[Found]:
    taken: list[tuple[int, int]] = []
    for name, regex in (("email", _EMAIL), ("url", _URL), ("org-number", _ORG), ("phone", _PHONE)):
        for match in regex.finditer(text):
            if not _touches(match.span(), taken):
                taken.append(match.span())
                yield Found(match.start(), match.end(), name)
    for found in dates:
        taken.append((found.start, found.end))
        yield Found(found.start, found.end, "year")
        if found.day:
            yield Found(found.start, found.end, "day")
    for match in _PERCENT.finditer(text):
        yield Found(match.start(), match.end(), "percent")
    for match in _FIGURE.finditer(text):
        if not _touches(match.span(), taken) and not _BEFORE_NO_FIGURE.search(
            text, max(match.start() - _NEAR, 0), match.start()
        ):
            yield Found(match.start(), match.end(), "figure")
    for match in _TITLE.finditer(text):
        yield Found(match.start(), match.end(), "title")
    lowered = text.lower()
    own: list[tuple[int, int]] = []
    for name in own_names:
        for match in re.finditer(rf"(?<!\w){re.escape(name.lower())}(?:s|'s|’s)?(?!\w)", lowered):
            own.append(match.span())
            yield Found(match.start(), match.end(), "own-name")
    yield from _names(text, own)


def _names(text: str, own: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Capitalised words that do not open the sentence."""
    opening = re.match(r"[\W\d]*\w+", text)
    first = opening.end() if opening else 0
    for match in _CAPITALISED.finditer(text, first):
        before = text[max(match.start() - _NEAR, 0) : match.start()].rstrip(" ")
        if before.endswith((".", ":", "?", "!", "|", "•", "\t")) or _touches(match.span(), own):
            continue
        yield Found(match.start(), match.end(), "name")


def _touches(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
