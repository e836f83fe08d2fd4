"""Files that want to do harm, made here: for tests of what they come to. `ALL` holds them by name."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

WORDS = "We have mapped our suppliers and found a risk of low wages at one of them."

# ---- PDF


def pdf(objects: list[bytes], trailer: bytes = b"/Root 1 0 R", broken_xref: bool = False) -> bytes:
    """A PDF of these objects, numbered from 1."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % (place + 7777 * broken_xref) for place in places)
    out += b"trailer << /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def packed(size: int, unit: bytes = b" ") -> bytes:
    """`size` bytes of the same, deflated."""
    deflate, parts, chunk = zlib.compressobj(9), [], unit * (1_000_000 // len(unit))
    for _ in range(size // len(chunk)):
        parts.append(deflate.compress(chunk))
    return b"".join((*parts, deflate.flush()))


CONTENT = b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % WORDS.encode()
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def page_pdf(
    catalog: bytes = b"",
    page: bytes = b"/MediaBox [0 0 595 842]",
    pages: bytes = b"/Kids [3 0 R] /Count 1",
    content: bytes = stream(CONTENT),
    font: bytes = FONT,
    more: tuple[bytes, ...] = (),
    broken_xref: bool = False,
) -> bytes:
    """A PDF of one page with one line; further objects are numbered from 6."""
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            b"<< /Type /Pages %s >>" % pages,
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> %s >>"
            % page,
            content,
            font,
            *more,
        ],
        broken_xref=broken_xref,
    )


def many_objects(size: int) -> bytes:
    """A PDF whose catalog stands in an object stream of `size` bytes, most of it blank."""
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    deflate = zlib.compressobj(9)
    head = b"1 0 " + catalog
    body = deflate.compress(head)
    for _ in range(size // 1_000_000):
        body += deflate.compress(b" " * 1_000_000)
    body += deflate.flush()
    out, places = bytearray(b"%PDF-1.7\n"), {}
    objects = {
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        4: stream(body, b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"),
    }
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    places[5] = len(out)
    rows = [b"\0\0\0\0\0\0", struct.pack(">BIB", 2, 4, 0)]
    rows += [struct.pack(">BIB", 1, places[number], 0) for number in (2, 3, 4, 5)]
    out += b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        stream(b"".join(rows), b"/Type /XRef /Size 6 /W [1 4 1] /Root 1 0 R"),
        places[5],
    )
    return bytes(out)


def locked_pdf(user: str, owner: str) -> bytes:
    from reportlab.lib import pdfencrypt
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=pdfencrypt.StandardEncryption(user, ownerPassword=owner, strength=128))
    canvas.drawString(72, 700, WORDS)
    canvas.save()
    return buffer.getvalue()


# ---- DOCX

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def body(inside: str) -> str:
    return f"<w:document {_W}><w:body>{inside}</w:body></w:document>"


def paragraph(text: str = WORDS) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def links(*targets: tuple[str, str]) -> str:
    rows = (
        f'<Relationship Id="r{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{"".join(rows)}</Relationships>'


def docx(main: str | bytes, more: Mapping[str, str | bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": links(("officeDocument", "word/document.xml")),
        "word/document.xml": main,
    }
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | dict(more or {})).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def overlapping(parts: int) -> bytes:
    """A DOCX whose directory names the same packed bytes again and again."""
    data = docx(body(paragraph()))
    end = data.rindex(b"PK\x05\x06")
    size, start = struct.unpack("<II", data[end + 12 : end + 20])
    directory = data[start : start + size]
    last = directory[directory.rindex(b"PK\x01\x02") :]
    name = b"word/document.xml"
    copies = b"".join(last.replace(name, b"word/documen%05d" % n) for n in range(parts))
    count = directory.count(b"PK\x01\x02") + parts
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, size + len(copies), start, 0)
    return data[:start] + directory + copies + tail


def entities(levels: int) -> str:
    rows = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{rows}]>' + body(paragraph(f"&e{levels - 1};"))


def outside(system: str) -> str:
    return f'<!DOCTYPE x [<!ENTITY out SYSTEM "{system}">]>' + body(paragraph("&out;"))


def nested_zip() -> bytes:
    data = b"\0" * 10_000_000
    for level in range(4):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(3):
                archive.writestr(f"{level}-{copy}.zip", data)
        data = buffer.getvalue()
    return data


# ---- all: name -> (file's name, what makes it, what it comes to: "read" or codes of errors)

_JS = b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:%d/'\\)) >>"
_LAUNCH = b"/OpenAction << /S /Launch /F (launched.sh) /Win << /F (launched.exe) >> >>"
_EMBEDDED = b"/Names << /EmbeddedFiles << /Names [(x) 6 0 R] >> >> /AF [6 0 R]"
_BAD_FONT = (
    b"<< /Type /FontDescriptor /FontName /Bad /Flags 32 /FontBBox [0 0 1 1] /FontFile2 7 0 R >>",
    stream(b"\0\1\0\0" + b"\xff" * 4000),
)

ALL: dict[str, tuple[str, Callable[[], bytes], tuple[str, ...]]] = {
    "a script in a PDF": (".pdf", lambda: page_pdf(_JS % 9), ("read",)),
    "a PDF that starts a program": (".pdf", lambda: page_pdf(_LAUNCH), ("read",)),
    "a file in a PDF": (
        ".pdf",
        lambda: page_pdf(
            _EMBEDDED, more=(b"<< /Type /Filespec /F (x.exe) /EF << /F 7 0 R >> >>", stream(b"MZ inside"))
        ),
        ("read",),
    ),
    "a page tree that holds itself": (
        ".pdf",
        lambda: page_pdf(pages=b"/Kids [2 0 R] /Count 1"),
        ("damaged",),
    ),
    "a page tree that holds itself beside a page": (
        ".pdf",
        lambda: page_pdf(pages=b"/Kids [2 0 R 3 0 R] /Count 2"),
        ("read", "damaged"),
    ),
    "a page that is its own parent": (
        ".pdf",
        lambda: page_pdf(page=b"/Parent 3 0 R").replace(b"/Parent 2 0 R", b""),
        ("read", "no_text_layer", "damaged"),
    ),
    "two thousand million pages": (
        ".pdf",
        lambda: page_pdf(pages=b"/Kids [3 0 R] /Count 2000000000"),
        ("read", "too_large"),
    ),
    "minus one page": (".pdf", lambda: page_pdf(pages=b"/Kids [3 0 R] /Count -1"), ("read", "damaged")),
    "four thousand pages that are not there": (
        ".pdf",
        lambda: page_pdf(pages=b"/Kids [3 0 R] /Count 4000"),
        ("read", "damaged"),
    ),
    "a hundred thousand pages": (
        ".pdf",
        lambda: page_pdf(pages=b"/Kids [%s] /Count 100000" % (b"3 0 R " * 100_000)),
        ("too_large",),
    ),
    "a page as wide as the sky": (
        ".pdf",
        lambda: page_pdf(page=b"/MediaBox [0 0 1e30 1e30] /UserUnit 1e9"),
        ("read", "no_text_layer"),
    ),
    "a page of no size": (
        ".pdf",
        lambda: page_pdf(page=b"/MediaBox [9 9 -9 -9]"),
        ("read", "no_text_layer", "damaged"),
    ),
    "a page that unpacks to much": (
        ".pdf",
        lambda: page_pdf(content=stream(packed(150_000_000), b"/Filter /FlateDecode")),
        ("read", "no_text_layer", "crashed", "timeout", "memory"),
    ),
    "a page that unpacks twice to much": (
        ".pdf",
        lambda: page_pdf(
            content=stream(zlib.compress(packed(150_000_000), 9), b"/Filter [/FlateDecode /FlateDecode]")
        ),
        ("read", "no_text_layer", "crashed", "timeout", "memory"),
    ),
    "objects that unpack to much": (
        ".pdf",
        lambda: many_objects(150_000_000),
        ("no_text_layer", "damaged", "crashed"),
    ),
    "two hundred thousand letters that leave the page": (
        ".pdf",
        lambda: page_pdf(content=stream(b"BT /F1 12 Tf 72 700 Td " + b"(a) Tj " * 200_000 + b"ET")),
        ("no_text_layer",),
    ),
    "ten thousand rules across each other": (
        ".pdf",
        lambda: page_pdf(
            content=stream(
                CONTENT
                + b"".join(
                    b" 0 %d m 595 %d l S %d 0 m %d 842 l S" % (n % 842, n % 842, n % 595, n % 595)
                    for n in range(900)
                )
            )
        ),
        ("read", "timeout"),
    ),
    "a form that draws itself": (
        ".pdf",
        lambda: page_pdf(
            content=stream(CONTENT + b" /X Do"),
            page=b"/MediaBox [0 0 595 842]",
            more=(
                stream(
                    b"/X Do",
                    b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>",
                ),
            ),
        ).replace(b"/Font << /F1 5 0 R >>", b"/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>"),
        ("read",),
    ),
    "a font of noise": (
        ".pdf",
        lambda: page_pdf(
            font=b"<< /Type /Font /Subtype /TrueType /BaseFont /Bad /FontDescriptor 6 0 R >>", more=_BAD_FONT
        ),
        ("read", "no_text_layer"),
    ),
    "an xref that points nowhere": (".pdf", lambda: page_pdf(broken_xref=True), ("read",)),
    "an xref that is not there": (".pdf", lambda: page_pdf().partition(b"xref\n")[0], ("damaged",)),
    "a PDF that asks for a password": (".pdf", lambda: locked_pdf("secret", "owner"), ("encrypted",)),
    "a PDF that only forbids changes": (".pdf", lambda: locked_pdf("", "owner"), ("read",)),
    "entities that grow": (".docx", lambda: docx(entities(10)), ("damaged",)),
    "entities that grow in the list of links": (
        ".docx",
        lambda: docx(body(paragraph()), {"word/_rels/document.xml.rels": entities(10)}),
        ("damaged",),
    ),
    "an entity of another file": (".docx", lambda: docx(outside("file:///etc/hostname")), ("damaged",)),
    "a part that unpacks to much": (
        ".docx",
        lambda: docx(body(paragraph("a" * 9_000_000) * 6)),
        ("too_large",),
    ),
    "parts that unpack to much together": (
        ".docx",
        lambda: docx(
            body(paragraph()),
            {
                f"word/c{n}.xml": f"<w:comments {_W}>{('<w:x/>' + ' ' * 8_000_000) * 5}</w:comments>"
                for n in range(3)
            }
            | {"word/_rels/document.xml.rels": links(*(("comments", f"c{n}.xml") for n in range(3)))},
        ),
        ("too_large",),
    ),
    "zips in zips": (
        ".docx",
        lambda: docx(body(paragraph()), {"word/embeddings/a.zip": nested_zip()}),
        ("read",),
    ),
    "twenty thousand parts": (
        ".docx",
        lambda: docx(body(paragraph()), {f"word/{n}.xml": "" for n in range(20_000)}),
        ("too_large",),
    ),
    "parts that overlap": (".docx", lambda: overlapping(1000), ("read", "damaged")),
    "parts outside": (
        ".docx",
        lambda: docx(
            body(paragraph()),
            {
                "../../outside.txt": "x",
                "/outside.txt": "x",
                "word/_rels/document.xml.rels": links(
                    ("styles", "../../../outside.txt"), ("footnotes", "/etc/passwd")
                ),
            },
        ),
        ("read", "damaged"),
    ),
    "elements in one another": (
        ".docx",
        lambda: docx(body("<w:p>" * 100_000 + "</w:p>" * 100_000)),
        ("too_large",),
    ),
    "tables in one another": (
        ".docx",
        lambda: docx(body("<w:tbl><w:tr><w:tc>" * 80 + paragraph() + "</w:tc></w:tr></w:tbl>" * 80)),
        ("read", "too_large"),
    ),
    "a cell over a million columns": (
        ".docx",
        lambda: docx(
            body(
                '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>'
                f"{paragraph()}</w:tc></w:tr></w:tbl>"
            )
        ),
        ("read",),
    ),
    "text with zero bytes": (".txt", lambda: WORDS.encode() + b"\0" * 50, ("unsupported",)),
    "UTF-16 that does not say so": (".txt", lambda: (WORDS * 9).encode("utf-16-le"), ("unsupported",)),
    "half a letter of UTF-16": (".txt", lambda: b"\xff\xfe" + WORDS.encode("utf-16-le")[:-1], ("read",)),
    "bytes by chance": (
        ".txt",
        lambda: bytes((n * n * 31 + n) % 251 + 1 for n in range(9000)),
        ("unsupported",),
    ),
    "UTF-8 cut short": (".txt", lambda: (WORDS + " å" * 30).encode()[:-1], ("read",)),
}

# Long and deep text: name -> (file's name, what makes it)
LONG: dict[str, tuple[str, Callable[[], str]]] = {
    "one line of words": (".txt", lambda: f"{WORDS} " * 14_000),
    "one line without a full stop": (".txt", lambda: "risk of low wages and " * 45_000),
    "one word": (".txt", lambda: "risk" * 250_000),
    "spaces": (".txt", lambda: WORDS + " " * 1_000_000 + "end"),
    "full stops": (".txt", lambda: WORDS + ". " * 500_000),
    "numbers": (".txt", lambda: WORDS + " 1.1 " * 200_000),
    "short lines": (".txt", lambda: WORDS + "\n" + "a)\n" * 30_000),
    "numbered lines": (
        ".txt",
        lambda: WORDS + "\n\n" + "".join(f"{n % 99 + 1} Wages\n\n" for n in range(8_000)),
    ),
    "bullets": (".txt", lambda: WORDS + "\n" + "•\n" * 100_000),
    "dotted leaders": (".txt", lambda: WORDS + "\n" + "Wages " + "." * 300_000 + "\n"),
    "tabs": (".txt", lambda: WORDS + "\n" + "a\t" * 200_000),
    "quotes in one another": (".md", lambda: "> " * 200_000 + WORDS),
    "items in one another": (".md", lambda: "".join(" " * n + "- wages\n" for n in range(1500)) + WORDS),
    "brackets": (".md", lambda: WORDS + "[" * 200_000),
    "links without end": (".md", lambda: WORDS + "[a](" * 50_000),
    "brackets in brackets": (".md", lambda: WORDS + "[a[b]" * 50_000),
    "stars": (".md", lambda: WORDS + " *a" * 100_000),
    "underscores": (".md", lambda: WORDS + " _a" * 100_000),
    "backticks": (".md", lambda: WORDS + " `a" * 100_000),
    "backticks of all lengths": (".md", lambda: WORDS + "".join(" " + "`" * n for n in range(1000))),
    "tags": (".md", lambda: WORDS + " <a b" * 60_000),
    "strokes": (".md", lambda: WORDS + " ~~a" * 100_000),
    "comments": (".md", lambda: WORDS + "<!-- " * 100_000),
    "notes": (".md", lambda: WORDS + "".join(f"[^{n}]" for n in range(40_000))),
    "a wide table": (".md", lambda: "|" + "a|" * 30_000 + "\n|" + "-|" * 30_000 + "\n" + WORDS),
    "one line of Markdown": (".md", lambda: f"{WORDS} " * 14_000),
}
