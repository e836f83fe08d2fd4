"""Marked copies of PDF drafts: which words are highlighted, and what the notes say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from report_linter.document import Unread
from report_linter.finding import Decided, Decision, Outcome, Role, Severity
from report_linter.readers import pdf
from report_linter.reporters import REPORTERS, View

from .pdf_made import (
    VIEW,
    About,
    drawn,
    highlights,
    lines_draft,
    marked,
    norwegian,
    own,
    page,
    report,
    words_under,
)

TITLE = "Account of due diligence"
RISK = "We have found a risk of long working days at three hauliers in Poland."
DRAFT = lines_draft(TITLE, "", "About the business", "", RISK)
WORDS = "long working days"


def test_the_exact_words_of_a_finding_are_highlighted() -> None:
    copy = marked(DRAFT, About([WORDS]))
    assert words_under(copy) == [(1, WORDS)]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (40.0, 30.0, 560.0, 700.0)])
def test_words_are_found_on_turned_and_cropped_pages(
    rotation: int, crop: tuple[float, float, float, float] | None
) -> None:
    data = lines_draft(TITLE, "", RISK, rotation=rotation, crop=crop)
    assert words_under(marked(data, About([WORDS]), About(["hauliers"], "TA-2"))) == [
        (1, WORDS),
        (1, "hauliers"),
    ]


def test_each_finding_tells_all_it_has_to_say() -> None:
    mark = highlights(marked(DRAFT, About([WORDS])))[0]
    assert mark.contents.split("\r") == [
        "WARNING · TA-1",
        "Message 0.",
        "Why: Because.",
        "What to do: Do this.",
        "Possible wording: “We do this.”",
        "section 5 [TA-1]",
    ]
    assert mark.author == "report-linter"
    assert mark.name.startswith("report-linter-")
    assert mark.raw["subject"] == "WARNING · TA-1"
    assert mark.raw["dates"] == ("D:20260630", "D:20260630")
    assert mark.raw["flags"] == 4  # print
    assert mark.raw["blend"] == "/Multiply"
    assert mark.raw["box"] == mark.rect


@pytest.mark.parametrize(("language", "label"), [("en", "WARNING"), ("nb", "ADVARSEL"), ("nn", "ÅTVARING")])
def test_the_notes_are_in_the_language_of_the_messages(language: str, label: str) -> None:
    mark = highlights(marked(DRAFT, About([WORDS]), view=norwegian(language)))[0]
    suffix = "" if language == "en" else f" ({language})"
    assert mark.contents.split("\r")[:2] == [f"{label} · TA-1", f"Message 0.{suffix}"]


def test_the_colour_and_a_word_tell_how_bad_it_is() -> None:
    marks = highlights(
        marked(
            DRAFT,
            About(["We have"], "TA-1", Severity.ERROR),
            About(["found"], "TA-2", Severity.WARNING),
            About(["a risk"], "TA-3", Severity.INFO),
            About(["long"], "TA-4", Severity.ERROR, Outcome.REVIEW),
            About(["days"], "TA-5", Severity.ERROR, more={"decision": Decision(Decided.KNOWN)}),
        )
    )
    assert {mark.contents.partition(" ·")[0] for mark in marks} == {"ERROR", "WARNING", "NOTE", "REVIEW"}
    assert len({mark.colour for mark in marks}) == 5
    assert [mark.contents.split("\r")[1] for mark in marks if "[TA-5]" in mark.contents] == [
        "Known from the baseline"
    ]


def test_findings_on_the_same_words_are_one_highlight_with_the_worst_first() -> None:
    marks = highlights(
        marked(DRAFT, About([WORDS], "TA-1", Severity.INFO), About([WORDS], "TA-2", Severity.ERROR))
    )
    assert len(marks) == 1
    assert [part.split("\r")[0] for part in marks[0].contents.split("\r\r")] == [
        "ERROR · TA-2",
        "NOTE · TA-1",
    ]


def test_words_within_words_lie_above_them_and_are_coloured_once() -> None:
    copy = marked(DRAFT, About(["working"]), About([WORDS], "TA-2", Severity.ERROR))
    assert words_under(copy) == [(1, WORDS), (1, "working")]
    outer, inner = highlights(copy)
    assert outer.raw["drawn"].count("h f") == 2  # left and right of the inner one
    assert inner.raw["drawn"].count("h f") == 1


def test_words_on_two_lines_are_one_highlight_with_two_boxes() -> None:
    data = lines_draft(
        TITLE,
        "",
        "We have asked all of our suppliers in Poland about the working",
        "days of their drivers and about their pay in the whole of 2025.",
    )
    copy = marked(data, About(["the working days of"]))
    assert words_under(copy) == [(1, "the working/days of")]


def test_a_word_divided_at_the_end_of_a_line_is_marked_on_both() -> None:
    data = lines_draft(
        TITLE,
        "",
        "We have asked all of our suppliers in Poland about the informa-",
        "tion of their drivers and about their pay in the whole of 2025.",
    )
    copy = marked(data, About(["the information of"]))
    assert words_under(copy) == [(1, "the informa/tion of")]


def test_words_over_the_end_of_a_page_are_marked_on_both_and_told_on_the_first() -> None:
    body = ["We have asked all of our suppliers in Poland about the working"] * 44

    def draw(canvas):  # type: ignore[no-untyped-def]
        page(canvas, [TITLE, "", *body], top=60)
        canvas.showPage()
        page(canvas, ["days of their drivers and about their pay in the whole of 2025."], top=60)

    data = drawn(draw)
    joined = "working days of their drivers"
    assert joined in pdf.read(data).text
    copy = marked(data, About([joined]))
    assert words_under(copy) == [(1, "working"), (2, "days of their drivers")]
    first, second = highlights(copy)
    assert first.name != second.name
    assert "Because." in first.contents
    assert second.contents == "WARNING · TA-1\rContinued from page 1."


def test_words_in_two_columns_are_told_apart() -> None:
    left = [f"We look at the risk of number {number} here" for number in range(12)]
    right = [f"They look at the risk of item {number} there" for number in range(12)]

    def draw(canvas):  # type: ignore[no-untyped-def]
        page(canvas, [TITLE])
        page(canvas, left, x=60, top=120, size=10)
        page(canvas, right, x=310, top=120, size=10)

    copy = marked(drawn(draw), About(["number 7 here"]), About(["item 7 there"], "TA-2"))
    assert words_under(copy) == [(1, "number 7 here"), (1, "item 7 there")]


def test_the_same_words_twice_on_a_line_are_told_apart() -> None:
    data = lines_draft(TITLE, "", "The risk of suppliers and the risk of partners is the risk we take.")
    copy = marked(data, About(["risk of partners"]), About(["risk we"], "TA-2"))
    assert words_under(copy) == [(1, "risk of partners"), (1, "risk we")]


def test_a_part_of_a_word_is_marked_as_the_whole_word() -> None:
    assert words_under(marked(DRAFT, About(["aulier"]))) == [(1, "hauliers")]


def test_a_note_mark_in_a_word_does_not_hide_it() -> None:
    def draw(canvas):  # type: ignore[no-untyped-def]
        page(canvas, [TITLE])
        page(canvas, ["We have looked for a serious risk"], top=120)
        end = 60 + stringWidth("We have looked for a serious risk", "Helvetica", 11)
        page(canvas, ["1"], x=end, top=116, size=6)
        page(canvas, ["in all of our supply chain."], x=240, top=120)

    copy = marked(drawn(draw), About(["supply chain"]))
    assert words_under(copy) == [(1, "supply chain")]


def test_text_that_runs_up_the_page_is_marked_where_it_stands() -> None:
    before = "This line runs up along the "

    def draw(canvas):  # type: ignore[no-untyped-def]
        page(canvas, [TITLE, "", RISK])
        canvas.saveState()
        canvas.translate(560, 100)
        canvas.rotate(90)
        canvas.drawString(0, 0, before + "edge of the page, with a word.")
        canvas.restoreState()

    data = drawn(draw)
    copy = marked(data, About(["edge of the page"]))
    marks = highlights(copy)
    assert len(marks) == 1
    x0, y0, x1, y1 = marks[0].rect
    assert 545 < x0 < x1 < 570
    begins = 100 + stringWidth(before, "Helvetica", 11)
    assert begins - 3 < y0 < begins + 3
    assert -3 < y1 - begins - stringWidth("edge of the page", "Helvetica", 11) < 3


def test_missing_content_is_marked_at_the_heading_that_should_hold_it() -> None:
    copy = marked(DRAFT, About(["About the business"], role=Role.EXPECTED, severity=Severity.ERROR))
    assert words_under(copy) == [(1, "About the business")]


def test_what_has_no_place_stands_in_one_note_on_the_first_page() -> None:
    copy = marked(
        DRAFT,
        About([TITLE], "TA-1", Severity.ERROR, role=Role.EXPECTED),  # missing from the whole
        About([], "TA-2"),
        About([WORDS], "TA-3", Severity.INFO),
    )
    assert [mark.page for mark in highlights(copy)] == [1]
    notes = [mark for mark in own(copy) if mark.kind == "/Text"]
    assert len(notes) == 1
    parts = notes[0].contents.split("\r\r")
    assert parts[0].split("\r") == [
        "Checked by report-linter on 2026-06-30",
        "1 error, 1 warning, 1 note. Highlights stand on the words concerned, and on the heading where something is "
        "missing.",
    ]
    assert [part.split("\r")[0] for part in parts[1:4]] == [
        "WITHOUT A PLACE OF ITS OWN IN THE TEXT",
        "ERROR · TA-1",
        "WARNING · TA-2",
    ]
    assert parts[2].split("\r")[1:3] == ["Message 0.", "Why: Because."]
    assert parts[4].startswith("This is a check of the words in the text, not a legal assessment.")
    assert len(parts) == 5


def test_what_was_not_read_is_the_first_thing_in_the_note() -> None:
    result = report(DRAFT, About([WORDS]))
    assert result.document
    reading = replace(result.document.reading, unread=(Unread("no text layer", 3), Unread("damaged page", 4)))
    result = replace(result, document=replace(result.document, reading=reading), crashed=("TA-9",))
    note = next(one for one in own(REPORTERS["pdf"].mark(DRAFT, result, VIEW)) if one.kind == "/Text")
    assert note.contents.split("\r")[:4] == [
        "NOT READ: page 3 (picture of text, no text layer; make the text searchable with OCR)",
        "NOT READ: page 4 (damaged page)",
        "NOT CHECKED: a rule failed inside the program: TA-9",
        "Checked by report-linter on 2026-06-30",
    ]


def test_a_draft_without_findings_says_so() -> None:
    copy = marked(DRAFT)
    assert [mark.kind for mark in own(copy)] == ["/Text"]
    assert own(copy)[0].contents.startswith("Checked by report-linter on 2026-06-30\rNo findings.\r\r")


def test_more_places_than_are_marked_are_named() -> None:
    data = lines_draft(
        TITLE, "", "One risk here.", "", "Two risks there.", "", "Three risks more.", "", "And other."
    )
    copy = marked(data, About(["One risk", "Two risks", "Three risks"], related=["other"]))
    assert words_under(copy) == [(1, "One risk"), (1, "Two risks"), (1, "other")]
    first, second, third = (mark.contents.split("\r") for mark in highlights(copy))
    assert "Also in one other place, on page 1." in first
    assert second == [
        "WARNING · TA-1",
        "Message 0.",
        "More about this in the note on page 1.",
        "section 5 [TA-1]",
    ]
    assert third == second


def test_characters_that_steer_a_viewer_are_shown_as_such() -> None:
    copy = marked(DRAFT, About([WORDS], more={"message": (("en", "a\u202eb\x00c\rd → e"),)}))
    assert highlights(copy)[0].contents.split("\r")[1] == "a�b�c d → e"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_note_stands_in_the_upper_left_corner_beside_those_of_others(rotation: int) -> None:
    data = lines_draft(TITLE, "", RISK, rotation=rotation, crop=(40.0, 30.0, 560.0, 700.0))
    first = marked(data, About([WORDS]))
    with pypdfium2.PdfDocument(first) as file:
        before = pypdfium2.PdfDocument(data)[0].render().to_pil()
        after = file[0].render().to_pil()
    corner = (6, 6, 26, 26)
    assert before.crop(corner).getcolors() == [(400, (255, 255, 255))]
    assert len(after.crop(corner).getcolors()) > 2
    assert after.crop((28, 0, 60, 60)).tobytes() == before.crop((28, 0, 60, 60)).tobytes()


def test_a_highlight_can_be_seen_and_the_text_under_it_too() -> None:
    copy = marked(DRAFT, About([WORDS], severity=Severity.ERROR))
    rect = highlights(copy)[0].rect
    height = 841.89
    area = (round(rect[0]) + 2, round(height - rect[3]) + 2, round(rect[2]) - 2, round(height - rect[1]) - 2)
    with pypdfium2.PdfDocument(copy) as file:
        colours = file[0].render().to_pil().crop(area).convert("RGB").getcolors()
    shades = {colour for _, colour in colours}
    assert (255, 161, 153) in shades  # the colour of errors
    assert min(map(sum, shades)) < 120  # black letters
    assert (255, 255, 255) not in shades


def test_the_same_input_gives_the_same_bytes_and_another_day_others() -> None:
    first, again = marked(DRAFT, About([WORDS])), marked(DRAFT, About([WORDS]))
    assert first == again
    assert first != marked(DRAFT, About([WORDS]), view=View(today=date(2026, 7, 1)))


def test_a_second_run_replaces_its_own_marks() -> None:
    first = marked(DRAFT, About([WORDS]), About(["hauliers"], "TA-2"))
    second = marked(first, About([WORDS]), About(["Poland"], "TA-3"))
    assert second.startswith(first)
    assert words_under(second) == [(1, WORDS), (1, "Poland")]
    assert len(own(second)) == 3
    assert {one.name for one in own(first)} & {one.name for one in own(second)}


def test_our_own_marks_are_no_comments_left_in_the_draft() -> None:
    first = marked(DRAFT, About([WORDS]))
    assert dict(pdf.read(first).facts).get("comments", 0) == 0
    assert pdf.read(first).text == pdf.read(DRAFT).text
