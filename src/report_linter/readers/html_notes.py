"""Footnotes of a web page: a mark that links to a note, and a note that links back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from report_linter.readers.archive import Element
from report_linter.readers.build import clean
from report_linter.readers.html_roles import Page, fragment

_MARK: Final = re.compile(r"[\[(]?(\d{1,3}|[*†‡§]{1,4}|[a-z]|[ivxlc]{1,6})[\])]?")
_BLOCKS: Final = ("li", "p", "dd", "div", "aside", "td")
_NOTE_NAMES: Final = re.compile(
    r"foot-?note|end-?note|\bfn\d*\b|ftn\d*|sdfootnote|reflist|references\b|mso-element:", re.I
)
_LONGEST_WAY_BACK: Final = 14  # characters, as "tilbake til 1"


@dataclass(slots=True)
class Notes:
    """`notes` holds the element of each note with its mark; `dropped` the marks, and the links back."""

    notes: dict[Element, str] = field(default_factory=dict)
    dropped: set[Element] = field(default_factory=set)


def find_notes(root: Element, page: Page) -> Notes:
    found = Notes()
    for link in root.iter("a"):
        mark = _MARK.fullmatch(clean(text_of(link)))
        target = page.ids.get(fragment(link))
        if mark is None or target is None or link in found.dropped:
            continue
        note = _note(target)
        if note is None or link in note.iter("a"):
            continue
        back = [way for way in note.iter("a") if _leads_to(page.ids.get(fragment(way)), link)]
        if back or _is_named(note):
            found.notes.setdefault(note, mark[1])
            found.dropped.update(way for way in back if len(clean(text_of(way))) <= _LONGEST_WAY_BACK)
            found.dropped.add(_raised(link, mark[1]))
    return found


def text_of(element: Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _note(target: Element) -> Element | None:
    """The block that a target stands in; with further paragraphs of the same note where one element holds them."""
    around = (target, *target.iterancestors())
    block = next((element for element in around if element.tag in _BLOCKS), None)
    parent = None if block is None else block.getparent()
    if block is None or parent is None or block.tag == "li":
        return block
    own = parent.tag == "li" or (parent.tag in ("div", "aside") and _NOTE_NAMES.search(_named(parent)))
    alone = sum(element.tag == block.tag and bool(element.get("id")) for element in parent) <= 1
    return parent if own and alone else block


def _leads_to(place: Element | None, link: Element) -> bool:
    """Whether a link back leads to the mark: to it, into it, around it, or beside it."""
    if place is None:
        return False
    near = (place, place.getparent())
    return place is link or link in place.iter("a") or link in near or link.getparent() in near


def _is_named(note: Element) -> bool:
    """Whether the page itself calls it a note, or the list it stands in."""
    around: Iterator[Element] = note.iterancestors()
    return any(_NOTE_NAMES.search(_named(element)) for element in (note, *list(around)[:3]))


def _named(element: Element) -> str:
    return " ".join(element.get(name, "") for name in ("id", "class", "role", "style"))


def _raised(link: Element, mark: str) -> Element:
    """The mark with the brackets and the raised element that hold nothing else."""
    parent = link.getparent()
    only = parent is not None and parent.tag == "sup" and clean(text_of(parent)).strip("[]() ") == mark
    return parent if only and parent is not None else link
