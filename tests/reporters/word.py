"""Word drafts for the tests of marked copies: fixtures with everything added that Word can put around words, and a
reading of their comments that shares no code with the program.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from lxml import etree

FIXTURES = Path(__file__).parents[2] / "fixtures"
W_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{W_URI}}}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
NAMES = (
    f'xmlns:w="{W_URI}" xmlns:w14="{W14[1:-1]}" xmlns:w15="{W15[1:-1]}" '
    'xmlns:w16cid="http://schemas.microsoft.com/office/word/2016/wordml/cid" '
    'xmlns:w16cex="http://schemas.microsoft.com/office/word/2018/wordml/cex" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="w14"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MICROSOFT = "http://schemas.microsoft.com/office/"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 5, 4, 3, 2, 0)), content)
    return buffer.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(content: str) -> str:
    return f"<w:p>{content}</w:p>"


def marks(identity: int, content: str) -> str:
    """Words that a colleague has commented on."""
    return (
        f'<w:commentRangeStart w:id="{identity}"/>{content}<w:commentRangeEnd w:id="{identity}"/>'
        f'<w:r><w:rPr><w:rStyle w:val="Merknadsreferanse"/></w:rPr><w:commentReference w:id="{identity}"/></w:r>'
    )


def box(content: str) -> str:
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{inner}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def cells(*texts: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{para(run(text))}</w:tc>" for text in texts) + "</w:tr>"


def field(result: str) -> str:
    """A complex field, and what it shows."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF merke </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


BY = 'w:id="90" w:author="Kari" w:date="2026-05-01T10:00:00Z"'
CHANGED = f"<w:b/><w:rPrChange {BY}><w:rPr/></w:rPrChange>"
# (what it is, the words to comment on, how they stand in the file)
PLACES: tuple[tuple[str, str, str], ...] = (
    (
        "one run",
        "Alfa er midt i løpet.",
        para(run("Før står dette. Alfa er midt i løpet. Etter står dette.")),
    ),
    (
        "several runs",
        "Beta går over flere løp.",
        para(
            run("Foran. Beta går ")
            + run("over ", "<w:i/>")
            + '<w:proofErr w:type="spellStart"/>'
            + run("flere", "<w:b/>")
            + '<w:bookmarkStart w:id="5" w:name="merke"/><w:bookmarkEnd w:id="5"/>'
            + run(" løp. Bak.")
        ),
    ),
    (
        "a tracked insertion",
        "Gamma er satt inn.",
        para(
            run("Foran. ")
            + f"<w:ins {BY}>{run('Gamma er satt inn. Mer er satt inn.')}</w:ins>"
            + run(" Bak.")
        ),
    ),
    (
        "text with a deletion",
        "Delta har ikke slettet tekst.",
        para(
            run("Delta har ")
            + f"<w:del {BY}><w:r><w:delText>mye </w:delText></w:r></w:del>"
            + run("ikke slettet tekst. Bak.")
        ),
    ),
    (
        "a run with a tracked format",
        "Epsilon er uthevet.",
        para(run("Foran. Epsilon er uthevet. Bak.", CHANGED)),
    ),
    (
        "a hyperlink",
        "Zeta er en lenke.",
        para(
            run("Foran. ")
            + f'<w:hyperlink w:anchor="merke">{run("Zeta er en lenke.")}</w:hyperlink>'
            + run(" Bak.")
        ),
    ),
    (
        "the middle of a hyperlink",
        "Eta er en del.",
        para(
            f'<w:hyperlink w:anchor="merke">{run("Lenken begynner. Eta er en del. Den slutter.")}</w:hyperlink>'
        ),
    ),
    (
        "a field",
        "Theta viser til avsnitt 3 her.",
        para(run("Foran. Theta viser til ") + field(run("avsnitt 3")) + run(" her. Bak.")),
    ),
    (
        "a content control",
        "Iota er i et felt.",
        para(run("Foran. ") + control(run("Iota er i et felt.")) + run(" Bak.")),
    ),
    (
        "the middle of a content control",
        "Kappa er inni.",
        para(control(run("Et felt. Kappa er inni. Slutt."))),
    ),
    ("a block control", "Lambda er i et blokkfelt.", control(para(run("Lambda er i et blokkfelt. Mer.")))),
    (
        "characters that the reader cleans",
        "Mellomrom åpner nå finale arbeidstid.",
        para(run("Mellomrom\u00a0\u00a0a\u030apner\u200b  nå\u00a0\ufb01nale arbeids\u00adtid. Slutt.")),
    ),
    (
        "tabs and breaks",
        "Ny linje og tabulator.",
        para(
            "<w:r><w:t>Først. Ny</w:t><w:br/><w:t>linje</w:t><w:tab/>"
            '<w:t xml:space="preserve"> og tabulator. Sist.</w:t></w:r>'
        ),
    ),
    (
        "text whose spaces do not count",
        "Sigma har løse mellomrom.",
        para("<w:r><w:t>  Sigma har løse mellomrom. Slutt.  </w:t></w:r>"),
    ),
    (
        "a table cell",
        "Rho er i en celle.",
        f"<w:tbl><w:tblPr/>{cells('Sak', 'Rho er i en celle. Mer er der.')}</w:tbl>",
    ),
    (
        "words that a colleague has commented on",
        "Tau har en kollega merket.",
        para(run("Foran. ") + marks(7, run("Tau har en ")) + marks(8, "") + run("kollega merket. Bak.")),
    ),
)
# What Word allows no comment in: where the comment stands instead, by the text that the marks then hold.
INDIRECT: tuple[tuple[str, str, str, str], ...] = (
    (
        "a footnote",
        "Omega står i en note.",
        para(run("Teksten med note") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" går videre.")),
        "",
    ),
    (
        "a text box",
        "Psi står i en boks.",
        para(run("Boksen står her.") + box(para(run("Psi står i en boks. Mer.")))),
        "Psi står i en boks. Mer.Psi står i en boks. Mer.",
    ),
    (
        "a control bound to data",
        "Bundet er dette.",
        para(
            run("Foran. ")
            + control(run("Bundet er dette. Mer."), '<w:dataBinding w:xpath="/a"/>')
            + run(" Bak.")
        ),
        "Bundet er dette. Mer.",
    ),
)
FOOTNOTES = (
    f"<w:footnotes {NAMES}>"
    '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    f'<w:footnote w:id="2">{para(run("Omega står i en note. Mer står der."))}</w:footnote></w:footnotes>'
)
COMMENTS = (
    f"<w:comments {NAMES}>"
    '<w:comment w:id="7" w:author="Kari &quot;K&quot; Nordmann" w:date="2026-05-01T10:00:00Z" w:initials="KN">'
    f'<w:p w14:paraId="0A0B0C0D">{run("Skriv dette om &amp; om.")}</w:p></w:comment>'
    '<w:comment w:id="8" w:author="Ola Nordmann" w:date="2026-05-02T10:00:00Z" w:initials="ON">'
    f'<w:p w14:paraId="1A0B0C0D">{run("Enig.")}</w:p></w:comment></w:comments>'
)
EXTENDED = (
    f'<w15:commentsEx {NAMES}><w15:commentEx w15:paraId="0A0B0C0D" w15:done="0"/>'
    '<w15:commentEx w15:paraId="1A0B0C0D" w15:paraIdParent="0A0B0C0D" w15:done="0"/></w15:commentsEx>'
)
IDS = (
    f'<w16cid:commentsIds {NAMES}><w16cid:commentId w16cid:paraId="0A0B0C0D" w16cid:durableId="20000001"/>'
    '<w16cid:commentId w16cid:paraId="1A0B0C0D" w16cid:durableId="20000002"/></w16cid:commentsIds>'
)
PEOPLE = f'<w15:people {NAMES}><w15:person w15:author="Ola Nordmann"/></w15:people>'
MORE = {
    "footnotes": (f"{OFFICE}footnotes", f"{WORD_TYPE}footnotes+xml", FOOTNOTES),
    "comments": (f"{OFFICE}comments", f"{WORD_TYPE}comments+xml", COMMENTS),
    "commentsExtended": (
        f"{MICROSOFT}2011/relationships/commentsExtended",
        f"{WORD_TYPE}commentsExtended+xml",
        EXTENDED,
    ),
    "commentsIds": (f"{MICROSOFT}2016/09/relationships/commentsIds", f"{WORD_TYPE}commentsIds+xml", IDS),
    "people": (f"{MICROSOFT}2011/relationships/people", f"{WORD_TYPE}people+xml", PEOPLE),
}


def enriched(data: bytes) -> bytes:
    """A fixture with all of `PLACES` and `INDIRECT` behind its text, and a conversation of two colleagues."""
    parts = unzipped(data)
    more = "".join(content for _, _, content in PLACES) + "".join(content for _, _, content, _ in INDIRECT)
    body = etree.fromstring(parts["word/document.xml"])
    end = body.find(f"{W}body/{W}sectPr")
    for element in etree.fromstring(f"<x {NAMES}>{more}</x>"):
        end.addprevious(element)
    parts["word/document.xml"] = etree.tostring(body, xml_declaration=True, encoding="UTF-8", standalone=True)
    return zipped(with_parts(parts, MORE))


def with_parts(parts: Mapping[str, bytes], more: Mapping[str, tuple[str, str, str]]) -> dict[str, bytes]:
    """The parts with further ones beside the text: type of relationship, of content, and what they hold, by name."""
    links, types = parts["word/_rels/document.xml.rels"].decode(), parts["[Content_Types].xml"].decode()
    for name, (link, content, _) in more.items():
        links = links.replace(
            "</Relationships>",
            f'<Relationship Id="x{name}" Type="{link}" Target="{name}.xml"/></Relationships>',
        )
        types = types.replace(
            "</Types>", f'<Override PartName="/word/{name}.xml" ContentType="{content}"/></Types>'
        )
    changed = {"word/_rels/document.xml.rels": links.encode(), "[Content_Types].xml": types.encode()}
    return {**parts, **changed, **{f"word/{name}.xml": said.encode() for name, (_, _, said) in more.items()}}


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """The file with other text in a part."""
    parts = unzipped(data)
    text = parts[part].decode()
    assert old in text
    return zipped(parts | {part: text.replace(old, new).encode()})


# Reading a marked copy with the standard library


@dataclass(frozen=True)
class Comment:
    """A comment as a file has it: what it says paragraph by paragraph, and the words between its marks."""

    identity: str
    author: str
    initials: str
    date: str
    paragraphs: tuple[str, ...]
    anchored: str | None


def comments(data: bytes, uri: str = W_URI) -> list[Comment]:
    parts = unzipped(data)
    w = f"{{{uri}}}"
    name = next((name for name in parts if re.search(r"/comments\d*\.xml$", name)), None)
    if name is None:
        return []
    anchored = _anchored(ElementTree.fromstring(parts[_main(parts)]), w)
    return [
        Comment(
            comment.get(w + "id", ""),
            comment.get(w + "author", ""),
            comment.get(w + "initials", ""),
            comment.get(w + "date", ""),
            tuple("".join(t.text or "" for t in p.iter(w + "t")) for p in comment.iter(w + "p")),
            anchored.get(comment.get(w + "id", "")),
        )
        for comment in ElementTree.fromstring(parts[name])
    ]


def _main(parts: Iterable[str]) -> str:
    return next(name for name in parts if re.search(r"/(document|hoved)\.xml$", name))


def _anchored(root: ElementTree.Element, w: str) -> dict[str, str]:
    """The words between the marks of each comment; every mark is there once, in order, and then the reference."""
    open_: dict[str, str] = {}
    closed: dict[str, str] = {}
    referred: list[str] = []
    for element in root.iter():
        identity = element.get(w + "id", "")
        if element.tag == w + "commentRangeStart":
            assert identity not in open_ | closed
            open_[identity] = ""
        elif element.tag == w + "commentRangeEnd":
            closed[identity] = open_.pop(identity)
        elif element.tag == w + "commentReference":
            assert identity in closed
            assert identity not in referred
            referred.append(identity)
        said = {w + "t": element.text or "", w + "tab": "\t", w + "br": "\n", w + "noBreakHyphen": "-"}.get(
            element.tag
        )
        for key in open_:
            open_[key] += said or ""
    assert not open_
    assert set(referred) == set(closed)
    return closed


def without_ours(data: bytes, uri: str = W_URI) -> bytes:
    """The body without the marks of our comments, runs that only a mark had parted made one: canonical XML."""
    w = f"{{{uri}}}"
    parts = unzipped(data)
    ours = {comment.identity for comment in comments(data, uri) if comment.author == "report-linter"}
    root = etree.fromstring(parts[_main(parts)])
    for mark in list(root.iter(w + "commentRangeStart", w + "commentRangeEnd", w + "commentReference")):
        if mark.get(w + "id") in ours:
            gone = mark.getparent() if mark.tag == w + "commentReference" else mark
            gone.getparent().remove(gone)
    for later in list(root.iter(w + "r")):
        before = later.getprevious()
        if before is not None and before.tag == w + "r" and _look(before, w) == _look(later, w):
            before.extend(child for child in list(later) if child.tag != w + "rPr")
            later.getparent().remove(later)
    for text in list(root.iter(w + "t")):
        if text.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            text.text = (text.text or "").strip()
        text.attrib.clear()
        before = text.getprevious()
        if before is not None and before.tag == w + "t":
            before.text = (before.text or "") + (text.text or "")
            text.getparent().remove(text)
    return etree.tostring(root, method="c14n")


def _look(run: etree._Element, w: str) -> bytes:
    properties = run.find(w + "rPr")
    return b"" if properties is None else etree.tostring(properties, method="c14n")
