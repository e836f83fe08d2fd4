from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from report_linter.reporters import REPORTERS, View

from . import made
from .outputs import LANGUAGES, TODAY, WAIVED, decided, saying, whole


def book_of(report, **view):
    data = REPORTERS["xlsx"].render(report, View(today=TODAY, **view))
    return openpyxl.load_workbook(BytesIO(data))


def rows(sheet, first=1):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first)]


def dump(book):
    """The whole workbook as a text: sheets, and cells that hold something."""
    lines = []
    for sheet in book:
        lines.append(f"== {sheet.title} · {sheet.auto_filter.ref} · {sheet.freeze_panes}")
        for row in sheet.iter_rows():
            lines.extend(f"{cell.coordinate}: {cell.value}" for cell in row if cell.value is not None)
    return "\n".join(lines) + "\n"


def header_row(sheet):
    return int(sheet.print_title_rows.split("$")[-1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_workbook(language, golden):
    golden.check(f"xlsx.{language}.txt", dump(book_of(whole(language))))


def test_one_row_for_each_requirement_with_columns_for_what_people_decide():
    sheet = book_of(made.report(made.document_report("en"), made.clean_report("en"), made.unreadable()))[
        "Checklist"
    ]
    header, *listed = rows(sheet, header_row(sheet))
    assert header == [
        "Document",
        "Id",
        "Requirement",
        "Legal basis",
        "Status",
        "Level",
        "Severity",
        "Quote",
        "Where",
        "What is missing",
        "What to do",
        "Possible wording",
        "Own status",
        "Who decides",
        "By when",
        "Comment",
    ]
    assert len(listed) == 8 + 3 + 1
    assert not [row for row in listed if any(row[12:])]
    assert listed[2] == [
        "utkast.pdf",
        "TA-5B-ACT",
        "Actual adverse impacts",
        "the Transparency Act section 5 first paragraph letter b",
        "to be mended",
        "described",
        "ERROR",
        "“We have not found any adverse impacts.”",
        "page 2, “2 Risk”",
        "The account only says that nothing was found.",
        "Say what you do, where and when.",
        "From May 2025 we check time sheets every month.",
        None,
        None,
        None,
        None,
    ]
    assert listed[-1][0] == "låst.pdf"
    assert listed[-1][4] == "NOT CHECKED"
    assert "password" in listed[-1][9]


def test_what_was_not_read_stands_above_the_checklist_and_has_a_sheet():
    book = book_of(made.report(made.document_report("en"), *(made.unreadable(f"{n}.pdf") for n in range(3))))
    checklist, unread = book["Checklist"], book["Not read"]
    above = [[cell for cell in row if cell] for row in rows(checklist)[: header_row(checklist) - 1]]
    assert above[0] == ["Check of the draft", "4 documents: 1 error, 1 warning, 1 to review"]
    assert [row[0] for row in above[1:4]] == ["NOT READ", "NOT READ", "NOT CHECKED"]
    assert above[1][1].startswith("utkast.pdf: pages 2–3")
    assert above[4] == ["2 more were not shown. See the sheet “Not read”."]
    assert len(rows(unread)) == 1 + 5
    clean = book_of(made.report(made.clean_report("en")))["Not read"]
    assert rows(clean)[1] == [None, "Everything was read", None]


def test_people_choose_a_status_and_a_date():
    sheet = book_of(made.report(made.document_report("nb")))["Sjekkliste"]
    first = header_row(sheet) + 1
    status, until = sheet.data_validations.dataValidation
    assert (status.type, status.formula1) == ("list", '"Åpen,Under arbeid,Ferdig,Ikke noe å gjøre"')
    assert str(status.sqref) == f"M{first}:M{first + 7}"
    assert (until.type, str(until.sqref)) == ("date", f"O{first}:O{first + 7}")
    assert sheet[f"O{first}"].number_format == "yyyy-mm-dd"


def test_it_can_be_filtered_read_and_printed():
    book = book_of(made.report(made.document_report("en")))
    for sheet in book:
        top = header_row(sheet)
        assert sheet.auto_filter.ref.startswith(f"A{top}:")
        assert sheet.freeze_panes.endswith(str(top + 1))
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows == f"${top}:${top}"
        assert all(cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row if cell.value)
        assert all(8 <= dimension.width <= 120 for dimension in sheet.column_dimensions.values())
    checklist = book["Checklist"]
    assert checklist.print_title_cols == "$A:$C"
    assert [mark.id for mark in checklist.col_breaks.brk] == [10]
    assert book.active is checklist


def test_rows_are_as_high_as_their_texts():
    sheet = book_of(made.report(made.document_report("en")))["Checklist"]
    heights = {
        sheet.cell(row, 2).value: sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)
    }
    assert heights["TA-5B-RISK"] > heights["TA-5A-OPS"] > 15


def test_decided_findings_stay_and_are_marked():
    book = book_of(made.report(decided("en", WAIVED, None, None)))
    header, *listed = rows(book["Findings"])
    waived = dict(zip(header, listed[-1], strict=True))
    assert waived["Rule"] == "TA-5C-MEAS"
    assert waived["Decision"] == "Waived until 2027-06-30 by Kari Nordmann: The board decides on this in May."
    sheet = book["Checklist"]
    (row,) = [row for row in rows(sheet) if row[1] == "TA-5C-MEAS"]
    assert "Waived until 2027-06-30" in row[9]


def test_the_chain_of_risk_measure_and_result():
    header, row = rows(book_of(made.report(made.document_report("en")))["Risk, measure, result"])
    assert header == ["Document", "Topic", "Risk or impact", "Measure", "Result"]
    assert row[1:] == ["overtid", row[2], "none found", "none found"]
    assert row[2].startswith("“We have found a risk")
    assert row[2].endswith("\npages 1–2, “2 Risk”")


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", '=HYPERLINK("http://x.invalid")']
)
def test_texts_of_a_draft_are_never_formulas(text, monkeypatch):
    book = book_of(made.report(saying(text, monkeypatch, f"{text}.pdf")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    beginning = [cell for cell in cells if cell.value.startswith(text)]
    assert len(beginning) > 20
    assert all(cell.quotePrefix for cell in beginning)
    assert not [sheet for sheet in book if sheet._hyperlinks]


def test_no_control_characters_and_no_cell_beyond_what_excel_holds(monkeypatch):
    text = "a\x00\x0b\ufffe\ud800_x0041_" + "ord " * 10_000
    book = book_of(made.report(saying(text, monkeypatch)))
    values = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert max(map(len, values)) <= 32_767
    assert "a����" in max(values, key=len)
    assert not [value for value in values if "\x00" in value or "\x0b" in value]


def test_the_same_report_gives_the_same_bytes_with_the_date_of_the_run():
    first, second = (REPORTERS["xlsx"].render(whole("nb"), View(today=TODAY)) for _ in range(2))
    assert first == second
    other = REPORTERS["xlsx"].render(whole("nb"), View(today=date(2026, 6, 2)))
    assert first != other
    assert openpyxl.load_workbook(BytesIO(first)).properties.created == datetime(2026, 6, 1)
    assert {info.date_time for info in ZipFile(BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert REPORTERS["xlsx"].render(whole("nb"), View())  # a view without a date
