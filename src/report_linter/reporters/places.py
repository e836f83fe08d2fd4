"""From spans to places a person or a program can find: pages, boxes, paragraphs, lines, sections."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from report_linter.document import Account, Document, DocxPlace, PdfPlace, Section, Span, TextPlace
from report_linter.texts import Words

Box = tuple[float, float, float, float]


def place_object(document: Document, span: Span) -> dict[str, object] | None:
    """The `place` of the JSON contract; None where the span touches no line."""
    found = list(document.places(span))
    lines = [place.line for place in found if isinstance(place, TextPlace)]
    if lines:
        return {"line": min(lines), "line_end": max(lines)}
    boxes = [place for place in found if isinstance(place, PdfPlace)]
    if boxes:
        return _pdf_object(boxes)
    paragraphs = [place for place in found if isinstance(place, DocxPlace)]
    if paragraphs:
        return _docx_object(paragraphs)
    return None


def reach(document: Document, span: Span) -> dict[str, object]:
    """From where to where a long span reaches: a place without boxes."""
    place = place_object(document, span) or {}
    return {key: value for key, value in place.items() if key not in ("boxes", "box_pages")}


def _pdf_object(found: Sequence[PdfPlace]) -> dict[str, object]:
    merged = _merge(found)
    pages = [page for page, _ in merged]
    result: dict[str, object] = {
        "page": min(pages),
        "page_end": max(pages),
        "boxes": [[round(edge, 1) for edge in box] for _, box in merged],
    }
    if min(pages) != max(pages):
        result["box_pages"] = pages
    return result


def _docx_object(found: Sequence[DocxPlace]) -> dict[str, object]:
    part = found[0].part
    paragraphs = [place.paragraph for place in found if place.part == part]
    result: dict[str, object] = {"paragraph": min(paragraphs)}
    if max(paragraphs) != min(paragraphs):
        result["paragraph_end"] = max(paragraphs)
    if part:
        result["part"] = part
    return result


def _merge(found: Iterable[PdfPlace]) -> list[tuple[int, Box]]:
    """Boxes that stand side by side on one printed line made one, so that a line is one highlight."""
    merged: list[tuple[int, Box]] = []
    for place in found:
        if merged and merged[-1][0] == place.page and _side_by_side(merged[-1][1], place.box):
            last, box = merged[-1][1], place.box
            union = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
            merged[-1] = (place.page, union)
        else:
            merged.append((place.page, place.box))
    return merged


def _side_by_side(left: Box, right: Box) -> bool:
    height = min(left[3] - left[1], right[3] - right[1])
    shared = min(left[3], right[3]) - max(left[1], right[1])
    return shared > 0.6 * height and -height < right[0] - left[2] < height


def section_index(document: Document, span: Span) -> int | None:
    """Index of the section that `span` begins in."""
    sentence = document.sentence_at(span.start)
    if sentence is not None:
        return document.sentences[sentence].section
    block = max(bisect_right(document.reading.blocks, span.start, key=lambda block: block.span.start) - 1, 0)
    for index, section in enumerate(document.sections):
        if section.blocks[0] <= block < section.blocks[1]:
            return index
    return None


def section_span(document: Document, section: Section) -> Span | None:
    """The heading of a section, or its first block."""
    block = section.heading if section.heading is not None else section.blocks[0]
    blocks = document.reading.blocks
    return blocks[block].span if block < len(blocks) else None


def section_name(document: Document, index: int | None) -> str:
    """Number and title of a section; empty for text before the first heading."""
    if index is None:
        return ""
    section = document.sections[index]
    return " ".join(f"{section.number} {section.title}".split()) if section.title else ""


def in_words(place: Mapping[str, object] | None, words: Words) -> str:
    """A place object in words: `page 5`, `lines 3–4`, `paragraph 2 of footnotes`."""
    if not place:
        return ""
    kind = next(kind for kind in ("page", "line", "paragraph") if kind in place)
    first, last = place[kind], place.get(f"{kind}_end", place[kind])
    said = words.say(f"place.{kind}" if first == last else f"place.{kind}s", first=first, last=last)
    return words.say("place.part", place=said, part=place["part"]) if place.get("part") else said


def account_parts(document: Document, account: Account, words: Words) -> str:
    """Where the account stands in a larger report: `pages 45–52 (“Transparency Act”); pages 60–61 (…)`."""
    said = []
    for part in account.parts:
        place = in_words(reach(document, part), words)
        name = section_name(document, section_index(document, part))
        said.append(f"{place} ({words.quote(name)})" if name else place)
    return "; ".join(said)


def ranges(numbers: Iterable[int]) -> str:
    """`1–3, 7` for 1, 2, 3, 7."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
