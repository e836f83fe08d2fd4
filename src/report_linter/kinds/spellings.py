"""Is the same name spelled in two ways?

Names are runs of words with capitals. Two of them are taken for one where they differ in capitals, spaces, å and aa, in
one letter (two in long names), or only in the way the legal form is written. Endings of the languages (`endings`)
make no difference, be it one on the other word or two on the same stem, nor do words shouted in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Layer, Span
from report_linter.finding import Case, Evidence, Outcome, Role, Verdict
from report_linter.kinds.units import CONCEPT, flagged
from report_linter.match import Text

_STRINGS = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}

SCHEMA = {
    "required": ["forms", "endings"],
    "properties": {
        "forms": {**_STRINGS, "description": "legal forms, as regular expressions"},
        "endings": _STRINGS,
        "renamed": CONCEPT,
        "finds": {"enum": ["fail", "review"]},
    },
}

_TOKEN = r"[A-ZÆØÅ][\w’'&]*(?:-\w+)*"
_RUN = re.compile(rf"(?<![\w@/.-]){_TOKEN}(?: {_TOKEN}){{0,4}}(?![@/]|\.\w)")
_LEAST = 6  # letters of a name worth comparing
_LONG = 12  # letters of a name in which two may differ
_VOWELS = "aeiouyæøå"
_SWAPPED = 3  # letters of a word in which two may have changed places
_SOUND = str.maketrans("jyvwckzxq", "iiwwkkssk")  # letters that are put for one another
_FORM = 8  # characters of a legal form


@dataclass(frozen=True, slots=True)
class _Name:
    said: str
    form: str
    sentence: int
    span: Span
    sure: bool  # not merely the first word of a sentence

    @property
    def key(self) -> str:
        return re.sub(r"[^a-zæøå0-9]", "", self.said.lower().replace("å", "aa"))


@dataclass(frozen=True, slots=True)
class Spellings:
    form: re.Pattern[str]
    endings: tuple[str, ...]
    renamed: str  # words that tell of a former name
    finds: Outcome

    def __call__(self, text: Text) -> Verdict:
        names: dict[tuple[str, str], _Name] = {}
        for name in self._names(text):
            known = names.get((name.said, name.form))
            if known is None or (name.sure and not known.sure):
                names[name.said, name.form] = name
        cases = tuple(self._cases(text, sorted(names.values(), key=lambda name: name.span)))
        return flagged(cases, self.finds)

    def _cases(self, text: Text, names: list[_Name]) -> Iterator[Case]:
        by_letter: dict[str, list[_Name]] = {}
        told: list[Span] = []
        for later in names:
            same = by_letter.setdefault(later.key[:1], [])
            earlier = next((name for name in same if self._differ(name, later)), None)
            if earlier and not any(span.covers(later.span) for span in told):
                told.append(later.span)
                yield _case(text, earlier, later)
            same.append(later)

    def _differ(self, one: _Name, other: _Name) -> bool:
        if not (one.sure or other.sure):
            return False
        if one.said == other.said:
            return bool(one.form and other.form and one.form != other.form)
        return self._one_name(one, other)

    def _one_name(self, one: _Name, other: _Name) -> bool:
        first, second = one.key, other.key
        if min(len(first), len(second)) < _LEAST or abs(len(first) - len(second)) > 2:
            return False
        if first == second:
            return not (one.said.endswith(("'", "’")) or other.said.endswith(("'", "’")))
        if not (one.form and other.form) and self._inflected(first, second):
            return False
        most = 2 if min(len(first), len(second)) >= _LONG else 1
        return _distance(first, second) <= most and _alike(one.said.split(), other.said.split())

    def _inflected(self, one: str, other: str) -> bool:
        """Both are the same word with endings, or without: Leverandøren, Leverandører."""
        least = min(len(one), len(other))
        shared = next((i for i in range(least) if one[i] != other[i]), least)
        return any(
            self._ends(one[:stem], one[stem:]) and self._ends(one[:stem], other[stem:])
            for stem in range(shared, _LEAST - 2, -1)
        )

    def _ends(self, stem: str, rest: str) -> bool:
        if rest == "s":
            return not stem.endswith("s")
        if rest == "n":
            return stem[-1] in _VOWELS
        return not rest or rest in self.endings

    def _names(self, text: Text) -> Iterator[_Name]:
        for index, sentence, facts in text.sentences():
            if sentence.layer not in (Layer.BODY, Layer.NOTES) or facts.quoted or facts.has(self.renamed):
                continue
            start, said = sentence.span.start, text.document.text[sentence.span.start : sentence.span.end]
            if said.upper() == said:
                continue
            for match in _RUN.finditer(said):
                end = text.document.reading.blocks[sentence.block].span.end
                rest = text.document.text[sentence.span.end : min(end, sentence.span.end + _FORM)]
                yield from self._run(said, match, index, start, rest)

    def _run(self, said: str, match: re.Match[str], index: int, offset: int, rest: str) -> Iterator[_Name]:
        """The name, and where it begins a sentence or a cell also what is left without its first word. `rest`: what
        follows the sentence, which may have been taken to end within a legal form ("Co. Ltd").
        """
        opens = match.start() == 0 or said[: match.start()].endswith(("\t", ": ", ". "))
        begin = match.start()
        form = self.form.search(said + rest, begin)
        told, end = "", match.end()
        if form and form.start() <= match.end() + 2:
            told, end = form[0].strip(" ,"), min(form.start(), match.end())
        while begin < end:
            run = re.sub(r"['’]s?$", "", said[begin:end].rstrip(" ,"))
            if run and run.upper() != run:
                sure = bool(told) or " " in run or not opens
                span = Span(offset + begin, offset + begin + len(run))
                yield _Name(run, told, index, span, sure)
            space = said.find(" ", begin, end)
            if not opens or space < 0:
                return
            begin, opens = space + 1, False


def _alike(one: list[str], other: list[str]) -> bool:
    """Word by word: a letter put for another makes another word of a short one (Berg, Borg)."""
    if len(one) != len(other):
        return False
    return all(
        a.lower() == b.lower()
        or len(a) != len(b)
        or min(len(a), len(b)) >= _LEAST
        or (len(a) > _SWAPPED and sorted(a.lower()) == sorted(b.lower()))
        or (len(a) > _SWAPPED and a.lower().translate(_SOUND) == b.lower().translate(_SOUND))
        for a, b in zip(one, other, strict=True)
    )


def _distance(one: str, other: str) -> int:
    """Letters to change, add or drop, or two beside one another to swap."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            least = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and (a, b) == (other[j - 2], one[i - 2]):
                least = min(least, rows[-2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]


def _case(text: Text, earlier: _Name, later: _Name) -> Case:
    evidence = tuple(
        Evidence(text.document.sentences[one.sentence].span, role, words=(one.span,))
        for one, role in ((later, Role.PRIMARY), (earlier, Role.RELATED))
    )
    words = " / ".join(f"{one.said} {one.form}".strip() for one in (earlier, later))
    return Case(evidence, (("words", words),))


def build(options: Mapping[str, Any]) -> Spellings:
    forms = "|".join(options["forms"])
    return Spellings(
        form=re.compile(rf"[ ,]+(?:{forms})(?!\w)"),
        endings=tuple(options["endings"]),
        renamed=options.get("renamed", ""),
        finds=Outcome(options.get("finds", "fail")),
    )
