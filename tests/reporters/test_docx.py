"""Comments in copies of Word drafts: on which words they stand, what they say, and that nothing else is changed."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache

import docx as python_docx
import pytest
from lxml import etree

from report_linter import lexicons
from report_linter.document import Document, Kind, Layer, Span
from report_linter.errors import UsageError
from report_linter.finding import (
    Decided,
    Decision,
    DocumentReport,
    Evidence,
    Finding,
    Outcome,
    Role,
    Severity,
)
from report_linter.outline import outline
from report_linter.readers import docx
from report_linter.readers.build import clean
from report_linter.reporters import REPORTERS, View

from . import made, word
from .word import FIXTURES, INDIRECT, PLACES, W14, W15, W_URI, W, comments, enriched, unzipped, zipped

LEXICONS = {code: lexicons.load(code) for code in lexicons.LANGUAGES}
VIEW = View(today=date(2026, 6, 30))
OURS = "report-linter"
NAMES = ("draft/draft.nb.docx", "lavfoss/account.en.docx", "lavfoss/account.nn.docx")


@cache
def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


@cache
def draft(name: str, more: bool) -> bytes:
    return enriched(fixture(name)) if more else fixture(name)


both = pytest.mark.parametrize("more", [False, True], ids=["as it is", "enriched"])
fixtures = pytest.mark.parametrize("name", NAMES)


@cache
def read(data: bytes, language: str = "nb") -> Document:
    return outline(docx.read(data), LEXICONS, language)


def span_of(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return Span(start, start + len(words))


def finding(rule: str, *evidence: Evidence, **more: object) -> Finding:
    """A finding of the hand-made report with other evidence."""
    base = next(item for item in made.findings(made.document()) if item.rule == "TA-5C-MEAS")
    return replace(base, rule=rule, evidence=evidence, **more)  # type: ignore[arg-type]


def on(document: Document, words: str, rule: str = "TA-5C-MEAS", **more: object) -> Finding:
    return finding(rule, Evidence(span_of(document, words)), **more)


def report(document: Document, *findings: Finding, **more: object) -> DocumentReport:
    values: dict[str, object] = {
        "media_type": docx.MEDIA_TYPE,
        "kind": "draft",
        "document": document,
        "requirements": made.requirements(made.document()),
        "findings": findings,
    }
    return DocumentReport("utkast.docx", **(values | more))  # type: ignore[arg-type]


def mark(data: bytes, *findings: Finding, view: View = VIEW, **more: object) -> bytes:
    return REPORTERS["docx"].mark(data, report(read(data), *findings, **more), view)


def many(document: Document) -> list[Finding]:
    """A finding on every third sentence and under every second heading, and a second one on some."""
    body = [sentence for sentence in document.sentences if sentence.layer in (Layer.BODY, Layer.NOTES)]
    findings = [finding(f"T-{n}", Evidence(sentence.span)) for n, sentence in enumerate(body) if n % 3 == 0]
    findings += [finding(f"U-{n}", Evidence(sentence.span)) for n, sentence in enumerate(body) if n % 9 == 0]
    headings = [block.span for block in document.reading.blocks if block.kind is Kind.HEADING]
    return findings + [
        finding(f"V-{n}", Evidence(span, Role.EXPECTED)) for n, span in enumerate(headings[::2])
    ]


def ours(data: bytes) -> list[word.Comment]:
    return [comment for comment in comments(data) if comment.author == OURS]


def foreign(data: bytes) -> list[bytes]:
    parts = unzipped(data)
    root = etree.fromstring(parts.get("word/comments.xml", b"<none/>"))
    return [etree.tostring(item, method="c14n") for item in root if item.get(W + "author") != OURS]


def texts_of(data: bytes) -> list[str]:
    """The paragraphs of the body, tables included, as python-docx has them; it keeps spaces at the ends that do not
    count.
    """
    opened = python_docx.Document(io.BytesIO(data))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return [paragraph.text.strip() for paragraph in opened.paragraphs] + cells


# The whole copy


@fixtures
@both
def test_the_copy_has_the_text_and_the_format_of_the_draft_and_everybody_elses_comments(name, more):
    data = draft(name, more)
    document = read(data)
    copy = mark(data, *many(document))
    assert len(ours(copy)) > 10
    assert word.without_ours(copy) == word.without_ours(data)
    assert texts_of(copy) == texts_of(data)
    assert foreign(copy) == foreign(data)
    again = docx.read(copy)
    assert again == document.reading
    before, after = unzipped(data), unzipped(copy)
    added = set(after) - set(before)
    assert added == (set() if more else {"word/comments.xml"})
    changed = {name for name in before if before[name] != after[name]}
    links = set() if more else {"[Content_Types].xml", "word/_rels/document.xml.rels"}
    comments_parts = {"word/comments.xml", "word/commentsExtended.xml"} if more else set()
    assert changed == {"word/document.xml"} | links | comments_parts
    assert list(after)[: len(before)] == list(before)


@fixtures
def test_a_second_run_gives_the_same_file(name):
    data = draft(name, True)
    copy = mark(data, *many(read(data)))
    assert mark(copy, *many(read(copy))) == copy
    assert mark(data, *many(read(data))) == copy


@fixtures
@both
def test_two_readers_agree_on_the_comments_and_their_words(name, more):
    data = draft(name, more)
    document = read(data)
    copy = mark(data, *many(document))
    theirs = python_docx.Document(io.BytesIO(copy)).comments
    found = comments(copy)
    assert [(c.comment_id, c.author, c.initials, tuple(p.text for p in c.paragraphs)) for c in theirs] == [
        (int(c.identity), c.author, c.initials, c.paragraphs) for c in found
    ]
    stamps = {c.timestamp.isoformat() for c in theirs if c.author == OURS}
    assert stamps == {"2026-06-30T00:00:00+00:00"}
    anchored = {"".join(clean(c.anchored or "").split()) for c in ours(copy)}
    elsewhere = word.FOOTNOTES + "".join(content for _, _, content, _ in INDIRECT)
    spans = [item.evidence[0].span for item in many(document)]
    said = [document.text[span.start : span.end] for span in spans]
    assert {"".join(text.split()) for text in said if text not in elsewhere} <= anchored


# On which words


@pytest.mark.parametrize(("what", "words", "content"), PLACES, ids=[what for what, _, _ in PLACES])
def test_a_comment_stands_on_the_exact_words_in(what, words, content):
    data = draft(NAMES[0], True)
    copy = mark(data, on(read(data), words))
    (comment,) = ours(copy)
    assert clean(comment.anchored) == words
    assert comment.anchored.strip() == comment.anchored
    assert not any("Gjelder ordene" in text for text in comment.paragraphs)


@pytest.mark.parametrize(("what", "words", "content", "held"), INDIRECT, ids=[what for what, *_ in INDIRECT])
def test_where_word_allows_no_comment_it_stands_where_the_body_shows_the_words_and_quotes_them(
    what, words, content, held
):
    data = draft(NAMES[0], True)
    copy = mark(data, on(read(data), words))
    (comment,) = ours(copy)
    assert comment.anchored == held
    assert f"Gjelder ordene: «{words}»" in comment.paragraphs
    assert unzipped(copy)["word/footnotes.xml"] == unzipped(data)["word/footnotes.xml"]


def test_the_mark_for_a_footnote_stands_around_its_reference():
    data = draft(NAMES[0], True)
    root = etree.fromstring(
        unzipped(mark(data, on(read(data), "Omega står i en note.")))["word/document.xml"]
    )
    paragraph = next(root.iter(W + "footnoteReference")).getparent().getparent()
    tags = [etree.QName(child).localname for child in paragraph]
    assert tags == ["r", "commentRangeStart", "r", "commentRangeEnd", "r", "r"]


def test_marks_stand_outside_of_what_they_wholly_hold():
    data = draft(NAMES[0], True)
    document = read(data)
    found = [
        on(document, words, f"T-{n}") for n, words in enumerate(("Zeta er en lenke.", "Iota er i et felt."))
    ]
    root = etree.fromstring(unzipped(mark(data, *found))["word/document.xml"])
    for tag in ("hyperlink", "sdt"):
        held = next(
            e
            for e in root.iter(W + tag)
            if "er e" in "".join(e.itertext()) or "er i" in "".join(e.itertext())
        )
        assert held.getprevious().tag == W + "commentRangeStart"
        assert held.getnext().tag == W + "commentRangeEnd"


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        ("avsnitt 3 og 4", False),
        ("Foran. Se avsnitt 3 og 4", False),
        ("avsnitt 3 og 4 bak.", False),
        ("Se avsnitt 3 og 4 bak.", False),
        ("avsnitt 3", True),
        ("3 og", True),
        ("Foran. Se avsnitt", True),
    ],
)
def test_marks_stand_around_a_field_unless_only_some_of_its_words_are_meant(words, inside):
    shown = word.run("avsnitt ") + word.field(word.run("3")) + word.run(" og 4")
    data = small(word.para(word.run("Foran. Se ") + word.field(shown) + word.run(" bak. Slutt.")))
    document = read(data)
    copy = mark(data, finding("T", Evidence(span_of(document, words), Role.EXPECTED)))
    (comment,) = ours(copy)
    assert comment.anchored == words
    root = etree.fromstring(unzipped(copy)["word/document.xml"])
    depth, depths = 0, []
    for element in root.iter():
        kind = element.get(W + "fldCharType")
        depth += {"begin": 1, "end": -1}.get(kind, 0)
        if element.tag in (W + "commentRangeStart", W + "commentRangeEnd"):
            depths.append(depth)
    assert any(depths) is inside
    assert word.without_ours(copy) == word.without_ours(data)
    assert mark(copy, finding("T", Evidence(span_of(document, words), Role.EXPECTED))) == copy


def test_a_table_row_is_marked_from_its_first_cell_to_its_last():
    data = draft(NAMES[1], False)
    document = read(data, "en")
    row = next(
        s
        for s in document.sentences
        if s.unit.value == "row" and "\t" in document.text[s.span.start : s.span.end]
    )
    (comment,) = ours(mark(data, finding("T", Evidence(row.span))))
    said = document.text[row.span.start : row.span.end]
    assert comment.anchored == said.replace("\t", "")


def test_comments_on_neighbouring_nested_and_equal_words_do_not_disturb_one_another():
    data = draft(NAMES[0], True)
    document = read(data)
    words = ["Alfa er midt i løpet.", "Etter står dette.", "Før står dette.", "Før", "dette. Alfa", "midt i"]
    spans = [span_of(document, said) for said in words]
    spans[1] = Span(spans[0].end + 1, spans[0].end + 1 + len(words[1]))
    found = [
        finding(f"T-{n}", Evidence(spans[0], words=(span,)), level=None)
        if n > 2
        else finding(f"T-{n}", Evidence(span))
        for n, span in enumerate(spans)
    ]
    # Grouped by sentence: take each by itself, and all at once through headings, which are never grouped.
    expected = [
        replace(item, evidence=(Evidence(span, Role.EXPECTED),))
        for item, span in zip(found, spans, strict=True)
    ]
    copy = mark(data, *expected)
    assert sorted(c.anchored for c in ours(copy)) == sorted(words)
    assert word.without_ours(copy) == word.without_ours(data)
    assert mark(copy, *expected) == copy


def test_a_number_typed_before_a_heading_is_not_marked():
    content = word.para(
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>' + word.run("2.1\tMetode og dekning")
    ) + word.para(word.run("Vi har en metode."))
    data = small(content)
    document = read(data)
    heading = next(block for block in document.reading.blocks if block.kind is Kind.HEADING)
    assert heading.number == "2.1"
    (comment,) = ours(mark(data, finding("T", Evidence(heading.span, Role.EXPECTED))))
    assert comment.anchored == "Metode og dekning"


# Where a comment goes that has no words of its own


def small(content: str, parts: dict[str, bytes] | None = None) -> bytes:
    """A file with a body of that content; the other parts are those of a fixture."""
    files = unzipped(fixture(NAMES[0])) | (parts or {})
    files["word/document.xml"] = f"<w:document {word.NAMES}><w:body>{content}</w:body></w:document>".encode()
    return zipped(files)


def test_missing_content_is_said_on_its_heading_one_comment_each_worst_first():
    data = draft(NAMES[0], False)
    document = read(data)
    heading = Evidence(line_of(document, "Tiltak"), Role.EXPECTED)
    warning, error = finding("T-1", heading), finding("T-2", heading, severity=Severity.ERROR)
    found = ours(mark(data, warning, error))
    assert [comment.anchored for comment in found] == ["Tiltak", "Tiltak"]
    assert [comment.paragraphs[0] for comment in found] == ["FEIL: Tiltak [T-2]", "ADVARSEL: Tiltak [T-1]"]


def line_of(document: Document, text: str) -> Span:
    return next(b.span for b in document.reading.blocks if document.text[b.span.start : b.span.end] == text)


def test_what_has_no_place_is_said_on_the_title():
    data = draft(NAMES[0], False)
    (comment,) = ours(mark(data, finding("T")))
    assert comment.anchored == "Aktsomhetsvurderinger i Myrfjell Interiør AS"


def test_what_was_not_read_is_said_first_on_the_title():
    data = draft(NAMES[0], False)
    reading = replace(read(data).reading, unread=(made.Unread("embedded object", part="oleObject1"),))
    document = replace(read(data), reading=reading)
    copy = REPORTERS["docx"].mark(data, report(document, finding("T"), crashed=("D01",)), VIEW)
    first, second = ours(copy)
    assert first.paragraphs == (
        "IKKE LEST: Delen oleObject1 (innebygd objekt)",
        "IKKE KONTROLLERT: En regel sviktet inne i programmet: D01",
    )
    assert first.anchored == second.anchored == "Aktsomhetsvurderinger i Myrfjell Interiør AS"


def test_a_draft_without_anything_to_say_stays_as_it_is():
    data = draft(NAMES[0], True)
    assert mark(data) == data


def test_a_body_of_pictures_takes_the_comment_in_its_first_paragraph():
    content = '<w:p><w:pPr><w:jc w:val="left"/></w:pPr></w:p>' + word.para(
        '<w:r><w:footnoteReference w:id="2"/></w:r>'
    )
    parts = unzipped(draft(NAMES[0], True))
    data = zipped(
        parts
        | {"word/document.xml": f"<w:document {word.NAMES}><w:body>{content}</w:body></w:document>".encode()}
    )
    (comment,) = ours(mark(data, finding("T")))
    assert comment.anchored == ""
    root = etree.fromstring(unzipped(mark(data, finding("T")))["word/document.xml"])
    assert [etree.QName(e).localname for e in root[0][0]] == [
        "pPr",
        "commentRangeStart",
        "commentRangeEnd",
        "r",
    ]


def test_words_in_colleagues_comments_are_quoted_on_the_title():
    data = draft(NAMES[0], True)
    (comment,) = ours(mark(data, on(read(data), "Skriv dette om & om.", "D18.comments", level=None)))
    assert comment.anchored == "Aktsomhetsvurderinger i Myrfjell Interiør AS"
    assert "Gjelder ordene: «Skriv dette om & om.»" in comment.paragraphs


# What a comment says


@pytest.mark.parametrize(
    ("language", "locale"), [("en", "en-GB"), ("nb", "nb-NO"), ("nn", "nn-NO"), (None, "nb-NO")]
)
def test_the_wording(language, locale, golden):
    data = draft(NAMES[0], False)
    document = read(data)
    sentence = "Per i dag har 71 av leverandørene skrevet under."
    other = "Vurderingen bygger på land, produkttype og tidligere erfaringer, og innkjøperen"
    evidence = [
        Evidence(span_of(document, sentence), Role.SUPPORTING),
        Evidence(span_of(document, other)),
        Evidence(span_of(document, "Hovedkontoret og sentrallageret"), Role.RELATED),
    ]
    worst = finding("TA-5B-ACT.bare-denial", evidence[0], requirement="TA-5B-ACT", severity=Severity.ERROR)
    copy = mark(data, finding("TA-5C-MEAS", *evidence), worst, view=replace(VIEW, language=language))
    (comment,) = ours(copy)
    assert comment.anchored == sentence
    golden.check(f"docx.{language or 'nb'}.txt", "\n".join(comment.paragraphs) + "\n")
    root = etree.fromstring(unzipped(copy)["word/comments.xml"])
    said = [(e.getparent().getparent().findtext(W + "t"), e.get(W + "val")) for e in root.iter(W + "lang")]
    quotes = [
        f"“{other}”",
        f"«{other}»",
        "“Hovedkontoret og sentrallageret”",
        "«Hovedkontoret og sentrallageret»",
    ]
    assert {lang for text, lang in said if text not in quotes} == {locale}
    assert {lang for text, lang in said if text in quotes} == {"nb-NO"}


def test_a_review_is_named_as_such_with_its_reason():
    data = draft(NAMES[0], False)
    reason = made.said("Page 2 was not read.", "Side 2 ble ikke lest.", "Side 2 vart ikkje lesen.")
    (comment,) = ours(mark(data, finding("T", outcome=Outcome.REVIEW, reason=reason)))
    assert comment.paragraphs[0].startswith("BØR VURDERES: ")
    assert "Merk: Side 2 ble ikke lest." in comment.paragraphs


def test_defects_are_marked_on_their_words_and_requirements_on_their_sentence():
    data = draft(NAMES[0], False)
    document = read(data)
    sentence = span_of(document, "En ny leder for samfunnsansvar begynner i [sett inn måned],")
    words = span_of(document, "[sett inn måned]")
    defect = finding("D01", Evidence(sentence, words=(words,)), level=None)
    (comment,) = ours(mark(data, defect))
    assert comment.anchored == "[sett inn måned]"
    (comment,) = ours(mark(data, replace(defect, level=made.Level.MENTIONED)))
    assert comment.anchored == "En ny leder for samfunnsansvar begynner i [sett inn måned],"


@pytest.mark.parametrize("state", [Decided.WAIVED, Decided.KNOWN])
def test_what_people_have_decided_is_a_resolved_comment(state):
    data = draft(NAMES[0], False)
    document = read(data)
    words = "Hovedkontoret og sentrallageret ligger i Myrfjell,"
    decision = Decision(state, "Vurdert av styret", "Ada", date(2027, 1, 31))
    decided = on(document, words, "T-1", decision=decision, severity=Severity.ERROR)
    copy = mark(data, decided, on(document, words, "T-2"))
    first, second = ours(copy)
    assert (first.anchored, second.anchored) == (words, words)
    assert first.paragraphs[0].endswith("[T-2]")
    assert second.paragraphs[0].startswith("FEIL: ")
    assert ("Vurdert av styret" in second.paragraphs[1]) is (state is Decided.WAIVED)
    assert done(copy) == {first.identity: "0", second.identity: "1"}
    assert mark(copy, decided, on(document, words, "T-2")) == copy


def done(data: bytes) -> dict[str, str]:
    parts = unzipped(data)
    marks = {
        e.get(W15 + "paraId"): e.get(W15 + "done")
        for e in etree.fromstring(parts["word/commentsExtended.xml"])
    }
    found = etree.fromstring(parts["word/comments.xml"])
    return {
        item.get(W + "id"): marks[item[-1].get(W14 + "paraId")]
        for item in found
        if item.get(W + "author") == OURS
    }


def test_an_expired_waiver_is_an_open_comment_that_says_so():
    data = draft(NAMES[0], False)
    decision = Decision(Decided.EXPIRED, "Venter på styret", "Ada", date(2026, 1, 31))
    copy = mark(data, finding("T", decision=decision))
    (comment,) = ours(copy)
    assert "2026-01-31" in comment.paragraphs[1]
    assert "word/commentsExtended.xml" not in unzipped(copy)


def test_hostile_texts_stay_texts():
    text = '</w:t><w:t>&amp; <script> \x00\x1b[31m \ud800 \u202e \uffff ]]> "x"'
    data = draft(NAMES[0], False)
    (comment,) = ours(mark(data, finding("T", message=(("nb", text), ("en", text), ("nn", text)))))
    assert comment.paragraphs[1].startswith("</w:t><w:t>&amp; <script> ")
    assert not set(comment.paragraphs[1]) & set("\x00\x1b\u202e")


@pytest.mark.parametrize(
    ("there", "ours_"), [("2147483647", "0"), ("9" * 5000, "9"), ("-3", "9"), ("x", "9")]
)
def test_ids_are_free_and_fit_whatever_ids_are_there(there, ours_):
    data = draft(NAMES[0], True)
    for part in ("word/comments.xml", "word/document.xml"):
        data = word.edited(data, part, 'w:id="7"', f'w:id="{there}"')
    (comment,) = ours(mark(data, finding("T")))
    assert comment.identity == ours_


def test_marks_that_a_colleagues_comment_shares_by_mistake_stay():
    data = draft(NAMES[0], True)
    copy = mark(data, finding("T"))
    (comment,) = ours(copy)
    mixed = word.edited(copy, "word/comments.xml", f'w:id="{comment.identity}"', 'w:id="7"')
    mended = mark(mixed)
    assert ours(mended) == []
    assert [c.anchored for c in comments(mended) if c.identity == "7"] == ["Tau har en "]


@pytest.mark.parametrize("part", ["[Content_Types].xml", "word/commentsExtended.xml"])
def test_a_broken_part_beside_the_text_is_a_clear_error(part):
    data = zipped(unzipped(draft(NAMES[0], True)) | {part: b"<a"})
    with pytest.raises(UsageError, match=r"the draft cannot be copied, its part .* is no valid XML"):
        mark(data, finding("T"))


def test_without_a_date_a_comment_has_none():
    (comment,) = ours(mark(draft(NAMES[0], False), finding("T"), view=View()))
    assert (comment.author, comment.initials, comment.date) == (OURS, "RL", "")


def test_words_own_styles_are_used_under_whatever_id_they_have():
    files = unzipped(draft(NAMES[0], False))
    styles = files["word/styles.xml"].decode()
    more = (
        '<w:style w:type="paragraph" w:styleId="Merknadstekst"><w:name w:val="annotation text"/></w:style>'
        '<w:style w:type="character" w:styleId="Merknadsreferanse"><w:name w:val="annotation reference"/></w:style>'
    )
    files["word/styles.xml"] = styles.replace("</w:styles>", f"{more}</w:styles>").encode()
    data = zipped(files)
    copy = unzipped(mark(data, finding("T")))
    assert copy["word/comments.xml"].count(b'w:pStyle w:val="Merknadstekst"') == 6
    assert b'<w:rStyle w:val="Merknadsreferanse"/></w:rPr><w:commentReference' in copy["word/document.xml"]


# A second run


def answered(copy: bytes, identity: str) -> bytes:
    """The copy after a colleague has replied to a comment of ours in Word."""
    parts = unzipped(copy)
    root = etree.fromstring(parts["word/comments.xml"])
    ours_ = next(item for item in root if item.get(W + "id") == identity)
    parent = ours_[-1].get(W14 + "paraId")
    reply = etree.fromstring(
        f'<w:comment {word.NAMES} w:id="900" w:author="Kari" w:initials="K" w:date="2026-07-01T08:00:00Z">'
        f'<w:p w14:paraId="2A0B0C0D">{word.run("Dette er avklart.")}</w:p></w:comment>'
    )
    ours_.addnext(reply)
    body = etree.fromstring(parts["word/document.xml"])
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        there = next(e for e in body.iter(W + tag) if e.get(W + "id") == identity)
        there = there.getparent() if tag == "commentReference" else there
        new = etree.fromstring(etree.tostring(there))
        for element in new.iter():
            if element.get(W + "id"):
                element.set(W + "id", "900")
        there.addnext(new)
    entries = (
        f'<w15:commentEx w15:paraId="{parent}" w15:done="0"/>'
        f'<w15:commentEx w15:paraId="2A0B0C0D" w15:paraIdParent="{parent}" w15:done="0"/>'
    )
    parts["word/comments.xml"] = etree.tostring(root)
    parts["word/document.xml"] = etree.tostring(body)
    if "word/commentsExtended.xml" in parts:
        return word.edited(
            zipped(parts), "word/commentsExtended.xml", "</w15:commentsEx>", f"{entries}</w15:commentsEx>"
        )
    link, content, _ = word.MORE["commentsExtended"]
    said = f"<w15:commentsEx {word.NAMES}>{entries}</w15:commentsEx>"
    return zipped(word.with_parts(parts, {"commentsExtended": (link, content, said)}))


@fixtures
def test_mended_findings_lose_their_comment_and_their_marks(name):
    data = draft(name, True)
    document = read(data)
    copy = mark(data, *many(document))
    clean_copy = mark(copy)
    assert ours(clean_copy) == []
    assert word.without_ours(clean_copy) == word.without_ours(data)
    assert foreign(clean_copy) == foreign(data)
    assert unzipped(clean_copy)["word/commentsExtended.xml"].count(b"<w15:commentEx ") == 2
    assert texts_of(clean_copy) == texts_of(data)


def test_a_comment_that_a_colleague_has_answered_stays_and_is_not_said_again():
    data = draft(NAMES[0], False)
    document = read(data)
    words = "Hovedkontoret og sentrallageret ligger i Myrfjell,"
    found = [on(document, words, "T-1"), finding("T-2")]
    copy = mark(data, *found)
    thread = next(c for c in ours(copy) if c.anchored == words)
    replied = answered(copy, thread.identity)
    before = comments(replied)
    again = mark(replied, *found)
    after = comments(again)
    assert [c for c in after if c.identity in (thread.identity, "900")] == [
        c for c in before if c.identity in (thread.identity, "900")
    ]
    assert len(after) == len(before) == 3
    assert mark(again, *found) == again
    # Another finding on the same words is a comment of its own; without any the thread stays.
    more = mark(replied, *found, on(document, words, "T-3"))
    assert [c.paragraphs[0][-5:] for c in ours(more) if c.anchored == words] == ["[T-1]", "[T-3]"]
    assert {c.identity for c in comments(mark(replied))} == {thread.identity, "900"}
    # The same rule on other words is not what the thread is about.
    other = "Vi selger sofaer, bord, tekstiler og belysning"
    assert other in {c.anchored for c in ours(mark(replied, on(document, other, "T-1")))}


def test_replies_count_as_left_comments_and_ours_do_not():
    data = draft(NAMES[0], False)
    copy = mark(data, finding("T"))
    assert dict(docx.read(copy).facts).get("comments") is None
    assert docx.read(copy).text == docx.read(data).text
    replied = answered(copy, ours(copy)[0].identity)
    assert dict(docx.read(replied).facts)["comments"] == 1
    assert docx.read(replied).text.endswith("Dette er avklart.")


def test_what_word_has_written_about_our_comments_goes_with_them():
    data = draft(NAMES[0], True)
    copy = mark(data, finding("T"))
    mark_id = etree.fromstring(unzipped(copy)["word/comments.xml"])[-1][-1].get(W14 + "paraId")
    saved = word.edited(
        copy,
        "word/commentsIds.xml",
        "</w16cid:commentsIds>",
        f'<w16cid:commentId w16cid:paraId="{mark_id}" w16cid:durableId="30000001"/></w16cid:commentsIds>',
    )
    extensible = (
        f'<w16cex:commentsExtensible {word.NAMES}><w16cex:commentExtensible w16cex:durableId="20000001"/>'
        '<w16cex:commentExtensible w16cex:durableId="30000001"/></w16cex:commentsExtensible>'
    )
    link = f"{word.MICROSOFT}2018/08/relationships/commentsExtensible"
    kind = f"{word.WORD_TYPE}commentsExtensible+xml"
    saved = zipped(word.with_parts(unzipped(saved), {"commentsExtensible": (link, kind, extensible)}))
    parts = unzipped(mark(saved))
    for name in ("commentsIds", "commentsExtensible", "commentsExtended"):
        assert b"30000001" not in parts[f"word/{name}.xml"]
        assert mark_id.encode() not in parts[f"word/{name}.xml"]
        assert b"20000001" in parts[f"word/{name}.xml"] or b"0A0B0C0D" in parts[f"word/{name}.xml"]


@pytest.mark.parametrize(
    ("names", "said", "then"),
    [
        (f'xmlns:w14="{W14[1:-1]}" xmlns:mc="{word.MC}"', "", 'mc:Ignorable="w14"'),
        (f'xmlns:w14="{W14[1:-1]}" xmlns:mc="{word.MC}"', 'mc:Ignorable="w15"', 'mc:Ignorable="w15 w14"'),
        (f'xmlns:w14="{W14[1:-1]}" xmlns:mc="{word.MC}"', 'mc:Ignorable="w14"', 'mc:Ignorable="w14"'),
        ("", "", None),
    ],
)
def test_older_programs_may_pass_over_ids_of_paragraphs_where_the_part_can_say_so(names, said, then):
    head = f'<w:comments xmlns:w="{W_URI}" xmlns:w15="{W15[1:-1]}" {names} {said}></w:comments>'
    link, kind, _ = word.MORE["comments"]
    data = zipped(word.with_parts(unzipped(draft(NAMES[0], False)), {"comments": (link, kind, head)}))
    copy = mark(data, finding("T"))
    first = unzipped(copy)["word/comments.xml"].split(b">")[1].decode()
    assert (then in first) if then else ("Ignorable" not in unzipped(copy)["word/comments.xml"].decode())
    assert mark(copy, finding("T")) == copy


def test_a_run_cut_in_two_is_still_one_tracked_change_of_format():
    data = draft(NAMES[0], True)
    copy = mark(data, on(read(data), "Epsilon er uthevet."))
    assert copy != data
    assert docx.read(copy).facts == docx.read(data).facts


# Unusual files


def test_strict_files_stay_strict():
    strict = {
        name: content.replace(W_URI.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            word.OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships/"
        )
        if name.endswith((".xml", ".rels"))
        else content
        for name, content in unzipped(draft(NAMES[0], False)).items()
    }
    data = zipped(strict)
    uri = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    words = "Hovedkontoret og sentrallageret ligger i Myrfjell,"
    copy = mark(data, on(read(data), words))
    parts = unzipped(copy)
    assert [c.anchored for c in comments(copy, uri)] == [words]
    assert word.without_ours(copy, uri) == word.without_ours(data, uri)
    assert W_URI.encode() not in parts["word/document.xml"] + parts["word/comments.xml"]
    assert (
        b"purl.oclc.org/ooxml/officeDocument/relationships/comments" in parts["word/_rels/document.xml.rels"]
    )
    assert docx.read(copy).text == docx.read(data).text
    assert mark(copy, on(read(copy), words)) == copy


@pytest.mark.parametrize("prefix", ["", "ns0:"])
def test_unusual_prefixes_and_part_names_are_kept(prefix):
    colon = f":{prefix[:-1]}" if prefix else ""
    attribute = prefix or "q:"
    body = (
        f'<?xml version="1.0" encoding="UTF-16"?><!-- laget av et annet program -->'
        f'<{prefix}document xmlns{colon}="{W_URI}" xmlns:q="{W_URI}"><{prefix}body>'
        f'<{prefix}p><{prefix}pPr><{prefix}outlineLvl {attribute}val="0"/></{prefix}pPr>'
        f"<?pi her?><{prefix}r><{prefix}t>Tittel</{prefix}t></{prefix}r></{prefix}p>"
        f"<{prefix}p><{prefix}r><{prefix}t>Her står det. Og her.</{prefix}t></{prefix}r></{prefix}p>"
        f"</{prefix}body></{prefix}document>"
    )
    relation = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    data = zipped(
        {
            "_RELS/.rels": f'{relation}<Relationship Id="a" Type="{word.OFFICE}officeDocument" '
            'Target="/Innhold/hoved.xml"/></Relationships>'.encode(),
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "innhold/hoved.xml": body.encode("utf-16"),
            "innhold/comments.xml": b"taken",
        }
    )
    words = "Her står det."
    copy = mark(data, on(read(data), words), finding("T-2"))
    parts = unzipped(copy)
    assert parts["innhold/comments.xml"] == b"taken"
    assert b'PartName="/Innhold/comments2.xml"' in parts["[Content_Types].xml"]
    assert b"<!-- laget av et annet program -->" in parts["innhold/hoved.xml"]
    assert b"<?pi her?>" in parts["innhold/hoved.xml"]
    root = etree.fromstring(parts["Innhold/comments2.xml"])
    assert [item.get(W + "author") for item in root] == [OURS, OURS]
    assert b'Target="comments2.xml"' in parts["Innhold/_rels/hoved.xml.rels"]
    assert docx.read(copy).text == docx.read(data).text
    assert mark(copy, on(read(copy), words), finding("T-2")) == copy


def test_a_signed_draft_gives_a_copy_that_carries_no_signature_and_says_so():
    parts = unzipped(draft(NAMES[0], False))
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature"
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    rels = parts["_rels/.rels"].decode()
    signed = parts | {
        "_rels/.rels": rels.replace(
            "</Relationships>",
            f'<Relationship Id="s" Type="{kind}/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>',
        ).encode(),
        "[Content_Types].xml": parts["[Content_Types].xml"].replace(
            b"</Types>", b'<Override PartName="/_xmlsignatures/sig1.xml" ContentType="x/y"/></Types>'
        ),
        "_xmlsignatures/origin.sigs": b"",
        "_xmlsignatures/_rels/origin.sigs.rels": f'{head}<Relationship Id="a" Type="{kind}/signature" '
        'Target="sig1.xml"/></Relationships>'.encode(),
        "_xmlsignatures/sig1.xml": b"<Signature/>",
    }
    data = zipped(signed)
    copy = mark(data)
    (comment,) = ours(copy)
    assert comment.paragraphs[0].startswith("UTEN SIGNATUR: Utkastet er digitalt signert")
    after = unzipped(copy)
    assert not [name for name in after if "signature" in name]
    assert after["_rels/.rels"].count(b"<Relationship ") == rels.count("<Relationship ")
    assert b"_xmlsignatures" not in after["[Content_Types].xml"]
    assert mark(copy) != data


def test_a_draft_with_macros_is_refused():
    data = word.edited(
        draft(NAMES[0], False),
        "[Content_Types].xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    with pytest.raises(UsageError, match=r"utkast.docx: the draft holds macros; save it"):
        mark(data, finding("T"))


def test_a_protected_draft_is_commented_and_stays_protected():
    data = word.edited(
        draft(NAMES[0], False),
        "word/settings.xml",
        "</w:settings>",
        '<w:documentProtection w:edit="readOnly" w:enforcement="1"/></w:settings>',
    )
    copy = mark(data, finding("T"))
    assert len(ours(copy)) == 1
    assert unzipped(copy)["word/settings.xml"] == unzipped(data)["word/settings.xml"]


def test_another_file_than_was_checked_is_refused():
    checked = report(read(draft(NAMES[0], False)), finding("T"))
    with pytest.raises(UsageError, match="not the draft that was checked"):
        REPORTERS["docx"].mark(draft(NAMES[1], False), checked, VIEW)
    with pytest.raises(UsageError, match="no marked copy can be made; the file is damaged"):
        REPORTERS["docx"].mark(b"PK\x03\x04 and nothing else", checked, VIEW)


def test_a_damaged_picture_is_a_clear_error():
    data = draft(NAMES[0], False)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo("docProps/thumbnail.jpeg")
    at = info.header_offset + 30 + len(info.filename) + 20
    broken = data[:at] + bytes(byte ^ 255 for byte in data[at : at + 40]) + data[at + 40 :]
    with pytest.raises(UsageError, match="the draft cannot be copied, a part of it is damaged"):
        mark(broken, finding("T"))


def test_dates_and_order_in_the_zip_are_those_of_the_draft():
    data = draft(NAMES[0], True)
    with zipfile.ZipFile(io.BytesIO(mark(data, finding("T")))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 5, 4, 3, 2, 0)}
    with zipfile.ZipFile(io.BytesIO(mark(draft(NAMES[0], False), finding("T")))) as archive:
        assert archive.infolist()[-1].date_time == (1980, 1, 1, 0, 0, 0)
        assert archive.infolist()[-1].filename == "word/comments.xml"
