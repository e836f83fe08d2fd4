"""Marked copies of all kinds of PDF: a draft's bytes stay, what others wrote is kept, what forbids marks is said."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from pypdf import PdfReader

from report_linter.errors import UsageError
from report_linter.readers import pdf

from .pdf_made import About, changed, drawn, highlights, lines_draft, marked, own, page, seen, words_under

TITLE = "Account of due diligence"
RISK = "We have found a risk of long working days at three hauliers in Poland."
WORDS = "long working days"
DRAFT = lines_draft(TITLE, "", "About the business", "", RISK)
FINDING = About([WORDS])


def same(_file: pikepdf.Pdf) -> None: ...


def with_streams(data: bytes) -> bytes:
    """Cross-references and objects in streams, as office programs write them today."""
    return changed(data, same, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def linearized(data: bytes) -> bytes:
    return changed(data, same, linearize=True)


def updated(data: bytes) -> bytes:
    """A file that was updated before, so that its newest cross-reference is short."""
    return marked(data)


def hybrid(data: bytes) -> bytes:
    """A table beside a cross-reference stream, for readers of both kinds (ISO 32000-1, 7.5.8.4)."""
    start = int(data.rpartition(b"startxref")[2].split()[0])
    size = int(re.findall(rb"/Size (\d+)", data)[-1])
    body = data[:start]
    entry = b"\x01" + (len(body)).to_bytes(4, "big") + b"\x00"
    stream = zlib.compress(entry)
    body += b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 1] /Index [%d 1] /Root 1 0 R " % (
        size,
        size + 1,
        size,
    )
    body += b"/Length %d /Filter /FlateDecode >>\n" % len(stream)
    body += b"stream\n" + stream + b"\nendstream\nendobj\n"
    table = data[start:].replace(b"trailer\n<<", b"trailer\n<< /XRefStm %d" % start, 1)
    return body + re.sub(rb"startxref\n\d+", b"startxref\n%d" % len(body), table)


def with_a_head(data: bytes) -> bytes:
    """Bytes before the header, which offsets do not count."""
    return b"\n\nsent by a mail program\n" + data


KINDS: dict[str, Callable[[bytes], bytes]] = {
    "table": lambda data: data,
    "streams": with_streams,
    "linearized": linearized,
    "updated": updated,
    "hybrid": hybrid,
    "with a head": with_a_head,
    "no line end": lambda data: data.rstrip(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_drafts_own_bytes_are_the_beginning_of_the_copy(kind: str) -> None:
    data = KINDS[kind](DRAFT)
    copy = marked(data, FINDING)
    assert copy.startswith(data)
    assert words_under(copy) == [(1, WORDS)]
    with pikepdf.open(io.BytesIO(copy)) as file:
        assert file.check_pdf_syntax() == []
        assert str(file.docinfo.get("/Producer")) != "None"
    assert words_under(marked(copy, FINDING)) == [(1, WORDS)]
    assert sum(page.get_textpage().count_chars() for page in pypdfium2.PdfDocument(copy)) == sum(
        page.get_textpage().count_chars() for page in pypdfium2.PdfDocument(data)
    )


def test_the_cross_reference_is_of_the_kind_that_the_draft_has() -> None:
    added = marked(DRAFT, FINDING)[len(DRAFT) :]
    assert b"\nxref\n" in added
    assert b"/XRef" not in added
    streams = with_streams(DRAFT)
    added = marked(streams, FINDING)[len(streams) :]
    assert b"\nxref\n" not in added
    assert b"/Type /XRef" in added


def test_the_first_identifier_stays_and_the_second_is_the_copys_own() -> None:
    copy = marked(DRAFT, FINDING)
    with pikepdf.open(io.BytesIO(DRAFT)) as before, pikepdf.open(io.BytesIO(copy)) as after:
        assert bytes(before.trailer.ID[0]) == bytes(after.trailer.ID[0])
        assert bytes(before.trailer.ID[1]) != bytes(after.trailer.ID[1])


def test_only_pages_with_marks_are_written_again() -> None:
    def draw(canvas):  # type: ignore[no-untyped-def]
        for number in range(5):
            page(canvas, [f"{TITLE} {number}", "", RISK.replace("three", f"number {number}")])
            canvas.showPage()

    data = drawn(draw)
    added = marked(data, About(["number 3"]))[len(data) :]
    assert len(re.findall(rb"/Type /Page\b", added)) == 2  # the first holds the note


def test_a_file_whose_cross_reference_leads_nowhere_gets_a_whole_one() -> None:
    broken = re.sub(rb"startxref\n\d+", b"startxref\n77", DRAFT)
    copy = marked(broken, FINDING)
    assert copy.startswith(broken)
    assert words_under(copy) == [(1, WORDS)]
    with pikepdf.open(io.BytesIO(copy)) as file:
        assert file.check_pdf_syntax() == []


def test_a_file_too_damaged_to_add_to_is_refused() -> None:
    streams = with_streams(DRAFT)
    broken = re.sub(rb"startxref\n\d+", b"startxref\n77", streams)
    with pytest.raises(UsageError, match="the draft is damaged"):
        marked(broken, FINDING)


# ---- what others wrote


def comment(file: pikepdf.Pdf, contents: str, **more: object) -> pikepdf.Object:
    entries = {
        "/Type": Name.Annot,
        "/Subtype": Name.Text,
        "/Rect": Array([6, 816, 26, 836]),
        "/Contents": String(contents),
        "/T": String("Kari"),
        "/F": 4,
    }
    return file.make_indirect(Dictionary(entries | {f"/{key}": value for key, value in more.items()}))


def test_comments_and_links_of_others_are_kept() -> None:
    def change(file: pikepdf.Pdf) -> None:
        link = Dictionary({"/Type": Name.Annot, "/Subtype": Name.Link, "/Rect": Array([60, 700, 90, 710])})
        shared = file.make_indirect(Array([comment(file, "Hva mener dere?"), link]))
        file.pages[0].obj["/Annots"] = shared

    data = changed(DRAFT, change)
    assert dict(pdf.read(data).facts) == {"comments": 1}
    for copy in (first := marked(data, FINDING), marked(first, FINDING)):
        found = seen(copy)
        assert [(one.kind, one.contents) for one in found[:2]] == [
            ("/Text", "Hva mener dere?"),
            ("/Link", ""),
        ]
        assert [one.kind for one in found[2:]] == ["/Highlight", "/Text"]
        assert dict(pdf.read(copy).facts) == {"comments": 1}
    note = own(copy)[-1]
    assert note.rect[3] <= 816  # below the other one


def test_an_array_of_annotations_that_two_pages_share_is_not_changed_for_both() -> None:
    def draw(canvas):  # type: ignore[no-untyped-def]
        page(canvas, [TITLE, "", RISK])
        canvas.showPage()
        page(canvas, ["Another page"])

    def change(file: pikepdf.Pdf) -> None:
        shared = file.make_indirect(Array([]))
        for one in file.pages:
            one.obj["/Annots"] = shared

    copy = marked(changed(drawn(draw), change), FINDING)
    assert {mark.page for mark in own(copy)} == {1}


def test_what_people_answered_stays_with_the_mark() -> None:
    first = marked(DRAFT, FINDING, About(["hauliers"], "TA-2"), About(["Poland"], "TA-3"))

    def answer(file: pikepdf.Pdf) -> None:
        annotations = file.pages[0].obj["/Annots"]
        for index, said in ((0, "Rettet"), (1, "Nei")):
            annotations.append(comment(file, said, IRT=annotations[index]))
        annotations.append(
            file.make_indirect(
                Dictionary(
                    {
                        "/Type": Name.Annot,
                        "/Subtype": Name.Popup,
                        "/Rect": Array([0, 0, 9, 9]),
                        "/Parent": annotations[2],
                    }
                )
            )
        )

    second = marked(changed(first, answer), FINDING)
    with pikepdf.open(io.BytesIO(second)) as file:
        found = list(file.pages[0].obj["/Annots"])
        answers = {str(one.Contents): one.IRT for one in found if "/IRT" in one}
        names = [str(one.get("/NM", "")) for one in found]
        assert str(answers["Rettet"].Contents).startswith("WARNING · TA-1")
        assert "TA-2" in str(answers["Nei"].Contents)  # no finding any more, but somebody has answered it
        assert all(str(one.NM) in names for one in answers.values())
        assert not any("TA-3" in str(one.get("/Contents", "")) for one in found)
        assert not any(one.Subtype == Name.Popup for one in found)


# ---- protection and signatures


def protected(data: bytes, comments: bool, method: int) -> bytes:
    options = {2: {"aes": False, "metadata": False}, 4: {"aes": True}, 6: {}}[method]
    allowed = pikepdf.Permissions(modify_annotation=comments, modify_other=False, modify_form=comments)
    if method == 2:
        method = 3
    encryption = pikepdf.Encryption(owner="secret", user="", R=method, allow=allowed, **options)  # type: ignore[arg-type]
    return changed(data, same, encryption=encryption)


@pytest.mark.parametrize("method", [2, 4, 6])
def test_protected_drafts_that_allow_comments_are_marked_and_stay_protected(method: int) -> None:
    def change(file: pikepdf.Pdf) -> None:
        file.pages[0].obj["/Annots"] = Array([comment(file, "Hva mener dere?")])

    data = protected(changed(DRAFT, change), True, method)
    copy = marked(data, FINDING)
    assert copy.startswith(data)
    assert b"Because" not in copy[len(data) :]
    assert [one.contents.partition("\r")[0] for one in seen(copy)] == [
        "Hva mener dere?",
        "WARNING · TA-1",
        "Checked by report-linter on 2026-06-30",
    ]
    assert PdfReader(io.BytesIO(copy)).is_encrypted
    assert words_under(copy) == [(1, WORDS)]


def test_a_draft_whose_protection_forbids_comments_is_refused() -> None:
    with pytest.raises(UsageError, match="protection forbids comments; save a copy that allows them"):
        marked(protected(DRAFT, False, 4), FINDING)


def signed(data: bytes, certified: int | None) -> bytes:
    """What a signed draft looks like; its signature is none."""

    def change(file: pikepdf.Pdf) -> None:
        signature = Dictionary(
            {
                "/Type": Name.Sig,
                "/Filter": Name("/Adobe.PPKLite"),
                "/Contents": String("0" * 64),
                "/ByteRange": Array([0, 10, 74, 900]),
            }
        )
        if certified is not None:
            parameters = Dictionary({"/Type": Name.TransformParams, "/V": Name("/1.2")})
            if certified:
                parameters["/P"] = certified
            signature["/Reference"] = Array(
                [
                    Dictionary(
                        {
                            "/Type": Name.SigRef,
                            "/TransformMethod": Name.DocMDP,
                            "/TransformParams": parameters,
                        }
                    )
                ]
            )
        made = file.make_indirect(signature)
        field = file.make_indirect(
            Dictionary(
                {
                    "/FT": Name.Sig,
                    "/T": String("Signature1"),
                    "/V": made,
                    "/Subtype": Name.Widget,
                    "/Rect": Array([0, 0, 0, 0]),
                }
            )
        )
        file.Root["/AcroForm"] = Dictionary({"/Fields": Array([field]), "/SigFlags": 3})
        if certified is not None:
            file.Root["/Perms"] = Dictionary({"/DocMDP": made})

    return changed(data, change)


@pytest.mark.parametrize("certified", [None, 3])
def test_what_is_signed_stays_as_it_is(certified: int | None) -> None:
    data = signed(DRAFT, certified)
    copy = marked(data, FINDING)
    assert copy.startswith(data)
    assert words_under(copy) == [(1, WORDS)]


@pytest.mark.parametrize("certified", [1, 2, 0])  # without a value it is 2
def test_a_certified_draft_that_forbids_comments_is_refused(certified: int) -> None:
    with pytest.raises(UsageError, match="certified with a signature that forbids comments"):
        marked(signed(DRAFT, certified), FINDING)


# ---- pages


def test_a_page_in_larger_units_is_marked_in_the_right_place() -> None:
    def change(file: pikepdf.Pdf) -> None:
        file.pages[0].obj["/UserUnit"] = 2

    copy = marked(changed(DRAFT, change), FINDING)
    assert words_under(copy) == [(1, WORDS)]
    assert highlights(copy)[0].quads == highlights(marked(DRAFT, FINDING))[0].quads


def test_what_pages_inherit_stays_inherited() -> None:
    def change(file: pikepdf.Pdf) -> None:
        box = file.pages[0].obj["/MediaBox"]
        del file.pages[0].obj["/MediaBox"]
        file.Root.Pages["/MediaBox"] = box
        file.Root.Pages["/Rotate"] = 0

    data = changed(DRAFT, change)
    copy = marked(data, FINDING)
    assert b"/MediaBox" not in copy[len(data) :]
    assert words_under(copy) == [(1, WORDS)]
