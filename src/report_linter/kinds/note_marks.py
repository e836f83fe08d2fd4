"""Do footnote marks and footnotes belong together? A mark without its note, a note without its mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Block, Kind, Layer, Span
from report_linter.finding import Case, Evidence, Outcome, Verdict
from report_linter.match import Text

SCHEMA: Mapping[str, Any] = {"required": ["finds-marks"], "properties": {"finds-marks": {"type": "boolean"}}}

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# A unit of area or volume is one or two letters with a raised 2 or 3 (m², km³).
_SURE = re.compile(
    r"(?P<raised>(?<=[\w.,;:!?)»”\"'])(?<!\b\d0)(?<!\b[^\W\d_])(?<!\b[^\W\d_]{2})[⁰¹²³⁴-⁹]{1,2})"
    r"|\[\^(?P<named>[^\]\s]{1,20})\]"
    r"|(?<=[^\W\d_]|[.,;:)])(?P<star>\*{1,4}|[†‡]{1,2})(?=[\s.,;:)]|$)"
)
_GLUED = re.compile(r"(?<=[^\W\d_]{4}[.,])(?P<glued>[1-9]\d?)(?=\s[^\W\d_]|\s?$)")
_IN_BRACKETS = re.compile(r"(?<=\S )(?P<label>\(\d{1,2}\)|\d{1,2}\))(?=[\s.,;:|]|$)")
_SQUARE = re.compile(r"(?<=\S)\s?\[(?P<square>\d{1,2})\]")
_GROUP = re.compile(r"\[\d{1,2}(?:\s?[,;–-]\s?\d{1,2}){1,8}\]")
_OPENING = re.compile(
    r"\[(?P<square>\d{1,2})\] ?(?=[^\W\d_])"
    r"|(?P<raised>[⁰¹²³⁴-⁹]{1,2}) ?(?=[^\W\d_])|(?P<plain>\d{1,2}) (?=(?-i:[A-ZÆØÅ]))"
    r"|(?P<star>\*{1,4}|[†‡]{1,2}) ?\)? ?(?=[^\W\d_])"
    r"|(?P<round>\(\d{1,2}\)|\d{1,2}\)) (?=[^\W\d_])"
)


_HALF_BRACKET = re.compile(
    r" ?\) ?(?=[^\W\d_])"
)  # a list's star that was a note's: "* ) Apprentices are left out"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark or a note: its style (`raised`, `star`, `named`, `glued`, `plain`, `round`) and label."""

    style: str
    label: str
    span: Span
    sentence: int


_NUMBERED = ("raised", "glued")


@dataclass(frozen=True, slots=True)
class NoteMarks:
    """Either the marks without a note, or the notes without a mark.

    Raised figures, stars and named marks are always marks. A figure glued to a full stop ("suppliers.4 The") is one
    where the text has notes; a figure in brackets where another one has its note.
    """

    finds_marks: bool

    def __call__(self, text: Text) -> Verdict:
        notes = list(_notes(text))
        marks = list(_marks(text, notes))
        wrong = _without_note(marks, notes, text) if self.finds_marks else _without_mark(marks, notes, text)
        cases = []
        for mark in wrong:
            sentence = text.document.sentences[mark.sentence].span
            shown = text.document.quote(mark.span)
            words = (("words", shown if mark.label in shown else f"{mark.label} {shown}"),)
            cases.append(Case((Evidence(sentence, words=(mark.span,)),), words))
        if not cases:
            return Verdict(outcome=Outcome.PASS, reason="nothing of the kind")
        places = tuple(case.evidence[0] for case in cases)
        return Verdict(outcome=Outcome.FAIL, evidence=places, cases=tuple(cases))


def _marks(text: Text, notes: list[Mark]) -> Iterator[Mark]:
    opening = {note.span.start for note in notes}
    numbered = any(note.style in ("raised", "plain", "read") for note in notes)
    rounds = {note.label for note in notes if note.style == "round"}
    bracketed: list[Mark] = []
    for index, sentence in enumerate(text.document.sentences):
        if sentence.layer is not Layer.BODY:
            continue
        span = sentence.span
        for found in _SURE.finditer(text.document.text, span.start, span.end):
            if found.start() not in opening:
                style = str(found.lastgroup)
                label = found[style].translate(_RAISED)
                yield Mark(style, label, Span(*found.span()), index)
        for found in _SQUARE.finditer(text.document.text, span.start, span.end):
            yield Mark("square", found["square"], Span(*found.span("square")), index)
        if numbered:
            for found in _GLUED.finditer(text.document.text, span.start, span.end):
                yield Mark("glued", found["glued"], Span(*found.span()), index)
        if rounds:
            for found in _IN_BRACKETS.finditer(text.document.text, span.start, span.end):
                if found.start() not in opening:
                    bracketed.append(Mark("round", found["label"].strip("()"), Span(*found.span()), index))
    if any(mark.label in rounds for mark in bracketed):
        yield from bracketed


def _notes(text: Text) -> Iterator[Mark]:
    """Notes as the reader found them (`read`, where something refers to them), and paragraphs that look like one."""
    blocks = text.document.reading.blocks
    for index, sentence in enumerate(text.document.sentences):
        block = blocks[sentence.block]
        first = sentence.span.start == block.span.start
        if block.kind is Kind.NOTE:
            if first:
                style = "unused" if block.layer is Layer.HIDDEN else "read"
                yield Mark(style, block.number.strip("[]^().").translate(_RAISED), sentence.span, index)
        elif block.layer is Layer.BODY and block.kind in (Kind.PARAGRAPH, Kind.ITEM):
            if first and _by_number(block):
                number = block.number
                style = "star" if "*" in number else "round" if ")" in number else "plain"
                yield Mark(style, number.strip("()"), sentence.span, index)
            elif found := _OPENING.match(text.document.text, *_ends(sentence.span)):
                style = str(found.lastgroup)
                label = found[style].strip("()").translate(_RAISED)
                yield Mark(style, label, Span(sentence.span.start, found.end()), index)


def _by_number(block: Block) -> bool:
    return bool(re.fullmatch(r"\*|\(?\d{1,2}\)|\d{1,2}", block.number))


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _without_note(marks: list[Mark], notes: list[Mark], text: Text) -> Iterator[Mark]:
    numbered = {n.label for n in notes if n.style in ("raised", "plain", "read", "round")}
    named = {n.label for n in notes if n.style in ("read", "unused")}
    stars = {n.label for n in notes if n.style == "star"}
    rounds = {n.label for n in notes if n.style == "round"}
    squares = {n.label for n in notes if n.style == "square"} | numbered
    for mark in marks:
        known = {"named": named, "star": stars, "round": rounds, "square": squares}.get(mark.style, numbered)
        if mark.label not in known:
            yield mark


def _without_mark(marks: list[Mark], notes: list[Mark], text: Text) -> Iterator[Mark]:
    """Notes that nothing refers to; those that only look like notes count where others of their look have marks."""
    numbered = {m.label for m in marks if m.style in _NUMBERED}
    stars = {m.label for m in marks if m.style == "star"}
    rounds = {m.label for m in marks if m.style == "round"}
    squares = {m.label for m in marks if m.style == "square"} | set(_grouped(text))
    first = min((mark.span.start for mark in marks), default=0)
    for note in notes:
        if note.style == "unused":
            yield note
        if note.style in ("raised", "plain") and note.span.start > first and note.label not in numbered:
            alike = [n for n in notes if n.style == note.style and n.label in numbered]
            if alike or (note.style == "raised" and not numbered):
                yield note
        if note.style == "round" and rounds and note.label not in rounds and _follows(note, notes, rounds):
            yield note
        if note.style == "square" and note.label not in squares:
            yield note
        if (
            note.style == "star"
            and note.label not in stars
            and (_alone(text, note) or (stars and len(note.label) > 1))
        ):
            yield note
        if note.style == "plain" and not marks and _closes(text, note, notes):
            yield note


def _grouped(text: Text) -> Iterator[str]:
    """The numbers of several marks in one pair of brackets: "[1, 2]", "[2–4]"."""
    for found in _GROUP.finditer(text.document.text):
        numbers = [int(number) for number in re.findall(r"\d+", found[0])]
        yield from map(str, range(min(numbers), max(numbers) + 1))


def _alone(text: Text, note: Mark) -> bool:
    """A star that opens a paragraph, or an item with half a bracket: no bullet."""
    block = text.document.reading.blocks[text.document.sentences[note.sentence].block]
    return block.kind is Kind.PARAGRAPH or bool(
        _HALF_BRACKET.match(text.document.text, note.span.start, block.span.end)
    )


def _closes(text: Text, note: Mark, notes: list[Mark]) -> bool:
    """A sentence with a number before it, at the end of a text that has no other numbers before paragraphs, and
    behind no word of which the number stands.
    """
    document = text.document
    block = document.sentences[note.sentence].block
    plain = {document.sentences[one.sentence].block for one in notes if one.style == "plain"}
    last = len(document.reading.blocks) - 1
    said = document.text[: document.reading.blocks[block].span.start]
    return (
        min(plain) > 0
        and set(range(min(plain), last + 1)) == plain
        and not any(section.number for section in document.sections)
        and document.quote(document.reading.blocks[block].span).rstrip().endswith(".")
        and not re.search(rf"[^\W\d_]{{3}}{re.escape(note.label)}\b", said)
    )


def _follows(note: Mark, notes: list[Mark], used: set[str]) -> bool:
    """Another note of the same list has its mark, and none stands between them but notes."""
    near = [n for n in notes if n.style == "round" and abs(n.sentence - note.sentence) <= 6]
    return any(n.label in used for n in near)


def build(options: Mapping[str, Any]) -> NoteMarks:
    return NoteMarks(options["finds-marks"])
