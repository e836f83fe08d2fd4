"""A copy of a Word draft with a comment on the words of each finding; its text and other people's comments stay as they
are.

A copy that is checked and marked again loses the comments of the time before, apart from those that somebody has
replied to: these stay with their replies, and what they say is not said again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from report_linter.errors import ReadError, UsageError
from report_linter.finding import DocumentReport
from report_linter.readers import docx
from report_linter.readers.archive import Element
from report_linter.readers.docx_package import Package, W, child, value
from report_linter.reporters import View
from report_linter.reporters.docx_anchors import Body
from report_linter.reporters.docx_comments import Comments, Kept, Styles
from report_linter.reporters.docx_parts import Parts
from report_linter.reporters.docx_remarks import Remark, Wording, notices, remarks
from report_linter.reporters.facts import language_of

_SIGNATURE: Final = (
    "origin"  # last word of `…/package/relationships/digital-signature/origin` (ECMA-376-2, 12)
)
_MACROS: Final = "macroEnabled"


def mark(data: bytes, result: DocumentReport, view: View) -> bytes:
    """The draft `data` with comments dated `view.today`. Without anything to say it is `data` itself.

    Raises UsageError where the file holds macros, or is another one than was checked.
    """
    try:
        return _marked(data, result, view)
    except ReadError as error:
        raise UsageError(f"{result.path}: no marked copy can be made; {error.message}") from error


def _marked(data: bytes, result: DocumentReport, view: View) -> bytes:
    assert result.document is not None
    package = Package(data)
    traced = docx.trace(package)
    if traced.reading.text != result.document.text:
        raise UsageError(
            f"{result.path}: this is not the draft that was checked; run again for a marked copy"
        )
    parts = Parts(data, package)
    main = package.main
    if _MACROS in parts.content_type(main):
        raise UsageError(
            f"{result.path}: the draft holds macros; save it as a Word document without them (.docx) for a marked copy"
        )
    language = language_of(result, view)
    noticed = notices(result, language, signed=bool(package.related("", _SIGNATURE)))
    wording = Wording(result, language, noticed)
    body = Body(traced, package.root(main), parts.root(main))
    comments = Comments(parts, main)
    wanted = remarks(result, bool(noticed))
    anchors = body.anchors([remark.span for remark in wanted])
    kept = comments.clear()
    found = [(remark, anchor) for remark, anchor in zip(wanted, anchors, strict=True) if anchor is not None]
    there = body.shared([anchor for _, anchor in found], kept)
    placed = [pair for pair, said in zip(found, there, strict=True) if _still_to_say(pair[0], said, wording)]
    if placed:
        parts.change(main)
        paragraphs = [(wording.paragraphs(remark, anchor.exact), remark.settled) for remark, anchor in placed]
        styles = _styles(package)
        identities = comments.add(paragraphs, styles, view.today)
        marked = [(identity, anchor) for identity, (_, anchor) in zip(identities, placed, strict=True)]
        body.mark(marked, styles.reference)
    if not parts.touched:
        return data
    parts.drop_linked(_SIGNATURE)
    return parts.packed()


def _still_to_say(remark: Remark, there: Sequence[Kept], wording: Wording) -> bool:
    """Whether something of a remark is not said by an answered comment on the same words; the rest is left out."""
    texts = [comment.text for comment in there]
    if not remark.findings:
        first = wording.paragraphs(remark, exact=True)[0]
        return not any(first[0].text in text for text in texts)
    remark.findings = [
        finding for finding in remark.findings if not any(wording.head(finding) in text for text in texts)
    ]
    return bool(remark.findings)


def _styles(package: Package) -> Styles:
    """Word's own styles for comments, by the names that are the same in every language of Word (17.7.4.9)."""
    name = next(iter(package.related(package.main, "styles")), None)
    found: Iterable[Element] = package.root(name).iterfind(W + "style") if name else ()
    by_name = {
        (value(style, "type"), (value(child(style, W + "name")) or "").lower()): value(style, "styleId")
        for style in found
    }
    return Styles(
        by_name.get(("paragraph", "annotation text")), by_name.get(("character", "annotation reference"))
    )
