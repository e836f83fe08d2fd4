"""Layouts that programs make and that tell nothing of themselves: drawn bullets, tables without rules, cut words.

Each is how some producer writes its files; all texts are invented.
"""

from __future__ import annotations

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from report_linter.document import PdfPlace

from .test_pdf import HEIGHT, LEFT, MORE, PROSE, RIGHT, made, read, shown, wrapped, write

ROWS = [
    ["Risk", "Measure", "Owner"],
    ["Low wages at the laundry", "Talks with the owner in May, a plan in June", "The buyer, 1 August 2025"],
    ["Long hours", "Orders are no longer changed in the last six weeks", "The buyer, done"],
]


def table(
    canvas: Canvas,
    top: float,
    rows: list[list[str]],
    at: tuple[float, ...] = (LEFT, 210, 350),
    width: float = 110,
    middle: bool = False,
) -> float:
    """Writes a table cell by cell without rules; returns where it ends."""
    for row in rows:
        cells = [wrapped(canvas, text, width, 9) for text in row]
        most = max(map(len, cells))
        for x, lines in zip(at, cells, strict=True):
            write(canvas, x, top + (most - len(lines)) * 5.625 * middle, lines, 9)
        top += most * 11.25 + 8
    return top


def cells(rows: list[list[str]], first: int = 0, header: bool = True) -> list[tuple[str, str]]:
    return [
        (f"cell 0.{first + i}.{j}" + ("h" if header and i == 0 else ""), text)
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
    ]


def test_a_table_without_rules_is_read_by_rows() -> None:
    def draw(canvas: Canvas) -> None:
        top = write(canvas, LEFT, 80, wrapped(canvas, PROSE, RIGHT - LEFT))
        top = table(canvas, top + 20, ROWS)
        write(canvas, LEFT, top + 20, wrapped(canvas, MORE, RIGHT - LEFT))

    assert shown(read(made(draw))) == [("paragraph", PROSE), *cells(ROWS), ("paragraph", MORE)]


def test_cells_may_stand_in_the_middle_of_their_row_and_begin_with_dates() -> None:
    rows = [*ROWS, ["Solvents", "1 June 2025 masks were bought for the whole of the dyeing hall", "Done"]]

    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 60, wrapped(canvas, PROSE, RIGHT - LEFT))
        table(canvas, 140, rows, middle=True)

    assert shown(read(made(draw))) == [("paragraph", PROSE), *cells(rows)]


def test_a_short_cell_that_nearly_touches_its_neighbour_is_told_by_the_other_rows() -> None:
    rows = [
        ROWS[1],
        ["Cotton of unknown origin", "Only cotton with papers is bought now, and tested", "Buyer"],
        ROWS[2],
    ]

    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 60, wrapped(canvas, PROSE, RIGHT - LEFT))
        end = LEFT + canvas.stringWidth(rows[1][0], "Helvetica", 9)
        table(canvas, 140, rows, at=(LEFT, end + 6, 350))

    assert shown(read(made(draw))) == [("paragraph", PROSE), *cells(rows, header=False)]


def test_prose_in_columns_and_lines_side_by_side_are_no_table() -> None:
    people = [["Kari Moen", "Ola Lie", "Per Dal"], ["chair", "member", "member"]]

    def draw(canvas: Canvas) -> None:
        for x, text in ((LEFT, PROSE), (320, MORE)):
            write(canvas, x, 80, wrapped(canvas, text, 210))
        table(canvas, 300, people)

    assert shown(read(made(draw))) == [
        ("paragraph", PROSE),
        ("paragraph", MORE),
        ("paragraph", "Kari Moen Ola Lie Per Dal"),
        ("paragraph", "chair member member"),
    ]


def rules(canvas: Canvas, tops: list[float], bottom: float) -> None:
    """Draws the rules of a table of two columns, upright ones down to `bottom`."""
    for top in tops:
        canvas.line(LEFT, HEIGHT - top, 400, HEIGHT - top)
    for x in (LEFT, 230.0, 400.0):
        canvas.line(x, HEIGHT - tops[0], x, HEIGHT - bottom)


def test_a_row_that_a_page_break_leaves_open_is_a_row_and_the_table_goes_on() -> None:
    def draw(canvas: Canvas) -> None:
        rules(canvas, [700, 720], 750)
        for x, first, second in ((76, "Risk", "Low wages"), (234, "Measure", "Talks in May")):
            write(canvas, x, 714, [first], 9, "Helvetica-Bold")
            write(canvas, x, 734, [second], 9)
        canvas.showPage()
        rules(canvas, [60, 80, 100], 100)
        for x, first, second in ((76, "Risk", "Long hours"), (234, "Measure", "A plan in June")):
            write(canvas, x, 74, [first], 9, "Helvetica-Bold")
            write(canvas, x, 94, [second], 9)

    assert shown(read(made(draw))) == [
        ("cell 0.0.0h", "Risk"),
        ("cell 0.0.1h", "Measure"),
        ("cell 0.1.0", "Low wages"),
        ("cell 0.1.1", "Talks in May"),
        ("cell furniture 0.0.0h", "Risk"),
        ("cell furniture 0.0.1h", "Measure"),
        ("cell 0.2.0", "Long hours"),
        ("cell 0.2.1", "A plan in June"),
    ]


def test_words_cut_at_the_edge_of_a_cell_are_whole_and_others_keep_their_space() -> None:
    """Word and LibreOffice cut words that are too long for a cell, and write the space at the end of other lines."""

    def draw(canvas: Canvas) -> None:
        for top in (80.0, 150.0, 190.0):
            canvas.line(LEFT, HEIGHT - top, 250, HEIGHT - top)
        for x in (LEFT, 150.0, 250.0):
            canvas.line(x, HEIGHT - 80, x, HEIGHT - 190)
        write(canvas, 76, 94, ["Bruk av ", "underleveran", "dører er ", "forbudt uten ", "godkjenning"], 11)
        write(canvas, 154, 94, ["Innkjøpssjefen, ", "innen juni"], 11)
        write(canvas, 76, 164, ["Lange dager"], 11)
        write(canvas, 154, 164, ["Utført"], 11)

    assert shown(read(made(draw))) == [
        ("cell 0.0.0", "Bruk av underleverandører er forbudt uten godkjenning"),
        ("cell 0.0.1", "Innkjøpssjefen, innen juni"),
        ("cell 0.1.0", "Lange dager"),
        ("cell 0.1.1", "Utført"),
    ]


def test_bullets_may_be_drawn() -> None:
    """Browsers draw the bullets of lists; nothing in the text tells the items apart."""

    def draw(canvas: Canvas) -> None:
        top = write(canvas, LEFT, 80, ["We found:"])
        for text in (PROSE, MORE):
            canvas.circle(LEFT + 15, HEIGHT - top + 3, 1.5, stroke=0, fill=1)
            top = write(canvas, LEFT + 25, top, wrapped(canvas, text, RIGHT - LEFT - 25))

    assert shown(read(made(draw))) == [("paragraph", "We found:"), ("item •", PROSE), ("item •", MORE)]


def test_a_running_header_that_is_written_last_leaves_the_columns_in_order() -> None:
    def draw(canvas: Canvas) -> None:
        for left, right in ((PROSE, MORE), (MORE, PROSE)):
            write(canvas, LEFT, 160, wrapped(canvas, left, 210))
            write(canvas, 320, 150, wrapped(canvas, right, 210))
            write(canvas, LEFT, 40, ["Fjordbris Eksempel AS"], 9)
            canvas.showPage()

    head = ("paragraph furniture", "Fjordbris Eksempel AS")
    assert shown(read(made(draw))) == [
        head, ("paragraph", PROSE), ("paragraph", MORE), head, ("paragraph", MORE), ("paragraph", PROSE),
    ]  # fmt: skip


def test_a_footer_wider_than_the_text_does_not_tell_where_lines_end() -> None:
    lines = [
        "We bought from 31 suppliers last year, and at the end of the year we had",
        "86 people of our own.",
    ]

    def draw(canvas: Canvas) -> None:
        for _ in range(2):
            write(canvas, LEFT, 300, lines)
            write(canvas, LEFT, HEIGHT - 30, ["Fjordbris Eksempel AS"])
            canvas.drawRightString(A4[0] - 20, 30, "Internal")
            canvas.showPage()

    foot = ("paragraph furniture", "Fjordbris Eksempel AS Internal")
    assert shown(read(made(draw))) == [("paragraph", " ".join(lines)), foot] * 2


def test_a_sentence_goes_on_in_the_next_column_with_a_name() -> None:
    left = ["All suppliers are checked against open", "lists every year, among them the Global"]

    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 700, left)
        write(canvas, 320, 80, ["Rights Index, and the result is kept", "for five years in a log."])

    text = " ".join(left) + " Rights Index, and the result is kept for five years in a log."
    assert shown(read(made(draw))) == [("paragraph", text)]


def test_the_ends_of_divided_words_are_no_words_of_their_own() -> None:
    lines = [
        "Vi leverer til sam-",
        "men med to andre. Fra 2-",
        "til 3-delt skift, og kon-",
        "to er opprettet.",
    ]

    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 90, lines)

    said = "Vi leverer til sammen med to andre. Fra 2- til 3-delt skift, og konto er opprettet."
    assert shown(read(made(draw))) == [("paragraph", said)]


def test_a_word_that_has_a_hyphen_elsewhere_keeps_it_at_the_end_of_a_line() -> None:
    lines = [
        "A non-profit group asked for co-operation with the (non-",
        "profit) owner, and cooperation with co-",
        "operatives.",
    ]

    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 90, lines)

    said = "A non-profit group asked for co-operation with the (non-profit) owner, and cooperation with cooperatives."
    assert shown(read(made(draw))) == [("paragraph", said)]


def test_a_number_before_a_heading_of_spaced_letters_is_its_number() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        text = canvas.beginText(LEFT, HEIGHT - 90)
        text.setFont("Helvetica-Bold", 14)
        text.setCharSpace(6)
        text.textLine("2.1 RUTINER OG MÅL")
        canvas.drawText(text)
        canvas.restoreState()
        write(canvas, LEFT, 120, wrapped(canvas, PROSE, RIGHT - LEFT))

    assert shown(read(made(draw))) == [("heading1 2.1", "RUTINER OG MÅL"), ("paragraph", PROSE)]


def test_an_accent_that_tex_sets_over_a_capital_letter_belongs_to_it() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 90, ["Sunniva"])
        canvas.setFont("Helvetica", 11)
        canvas.drawString(LEFT + 50, HEIGHT - 88, "\u00b4")
        canvas.drawString(LEFT + 50, HEIGHT - 90, "Elise Dal, styremedlem")

    [(_, text)] = shown(read(made(draw)))
    assert text == "Sunniva Élise Dal, styremedlem"


def test_text_at_a_slant_is_kept_apart_from_the_text_it_lies_across() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 300, wrapped(canvas, PROSE, RIGHT - LEFT))
        canvas.saveState()
        canvas.translate(200, 400)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 60)
        canvas.drawString(0, 0, "NOT FOR USE")
        canvas.restoreState()

    first, (label, text) = shown(read(made(draw)))
    assert first == ("paragraph", PROSE)
    assert (label, text.replace(" ", "")) == ("paragraph furniture", "NOTFORUSE")


def test_a_sentence_of_small_print_that_goes_on_with_a_figure_begins_no_note() -> None:
    small = ["For a list of the factories call the office in Fjordvik on", "22 33 44 during the week."]

    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 90, wrapped(canvas, PROSE + " " + MORE, RIGHT - LEFT))
        write(canvas, LEFT, 250, small, 8)

    assert shown(read(made(draw))) == [("paragraph", PROSE + " " + MORE), ("paragraph", " ".join(small))]


def test_what_was_filled_into_a_form_is_text_beside_its_label() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, LEFT, 100, ["Name of the company:"])
        write(canvas, LEFT, 130, ["Signed by:"])
        for top, name, value in ((88, "company", "Fjordbris Eksempel AS"), (118, "who", "")):
            canvas.acroForm.textfield(
                name=name, value=value, x=200, y=HEIGHT - top - 18, width=200, height=18, fontSize=10
            )

    reading = read(made(draw))
    assert shown(reading) == [
        ("paragraph", "Name of the company: Fjordbris Eksempel AS"),
        ("paragraph", "Signed by:"),
    ]
    place = reading.lines[0].place
    assert isinstance(place, PdfPlace)
    assert place.box[2] > 250
