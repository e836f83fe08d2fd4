#!/usr/bin/env python3
"""Feed damaged files, packs and command lines to the program, and report what it does not take in its stride.

`python fuzz/run.py --seconds 300` tries every target for so long. Inputs are the files of `fixtures/` and some made
here, mutated by their structure: parts of a DOCX or ODT, XML elements, tags of HTML, objects and (decompressed) streams of a
PDF, lines and marks of text, nodes of a pack. The seed decides all of them. What is wrong: any exception but those for people, the end
of the process, and an input that takes longer than `--slow` seconds. Each such input is kept in `--keep`; then the
exit code is 1.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import multiprocessing
import random
import re
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "fixtures"

Random = random.Random
Mutation = Callable[[bytes, Random], bytes]

NASTY = [
    b"", b"\0", b"\xff", b"\xfe\xff", b"-1", b"0", b"1", b"65536", b"4294967296", b"-2147483649", b"9" * 40, b"1e308",
    b"nan", b"%s%n", b"../../../../etc/passwd", b"\xef\xbb\xbf", "\u202e\u0300\ufb01\U0001f600".encode(), b"A" * 5000,
    b"\r", b"\n" * 50, b"\t" * 50, b" " * 500, b"\x0c", b"(" * 300, b"[" * 300, b"<" * 300, b"|" * 300, b"*" * 300,
    b"> " * 300, b"- " * 300, b"#" * 300, b"&#x0;", b"&lol;", b"<!-- ", b"]]>", b"<w:p>", b"</w:p>", b"<w:tbl>",
]  # fmt: skip


# ---- mutations of bytes


def bytes_of_a_file(data: bytes, rnd: Random) -> bytes:
    """Bits turned, stretches dropped, doubled, moved, cut off or written over."""
    found = bytearray(data)
    for _ in range(rnd.choice((1, 1, 1, 2, 4, 16))):
        at = rnd.randrange(len(found) + 1)
        end = min(len(found), at + int(2 ** rnd.uniform(0, 12)))
        kind = rnd.randrange(6)
        if kind == 0 and at < len(found):
            found[at] ^= 1 << rnd.randrange(8)
        elif kind == 1:
            del found[at:end]
        elif kind == 2:
            found[at:at] = found[at:end] * rnd.choice((1, 2, 50))
        elif kind == 3:
            found[at:end] = rnd.choice(NASTY)
        elif kind == 4:
            found[at:at] = rnd.choice(NASTY)
        elif rnd.random() < 0.2:
            del found[at:]
        if len(found) > 4_000_000:
            break
    return bytes(found)


def text(data: bytes, rnd: Random) -> bytes:
    """Lines and words dropped, doubled, moved and joined; signs of the format put in."""
    lines = data.split(b"\n")
    for _ in range(rnd.choice((1, 2, 4, 8))):
        at = rnd.randrange(len(lines))
        kind = rnd.randrange(8)
        if kind == 0:
            lines[at:at] = lines[at : at + rnd.randrange(1, 30)] * rnd.choice((1, 3, 40))
        elif kind == 1:
            del lines[at : at + rnd.randrange(1, 30)]
        elif kind == 2:
            lines[at] = rnd.choice(MARKS) * rnd.choice((1, 2, 40)) + lines[at]
        elif kind == 3:
            words = lines[at].split(b" ")
            words[rnd.randrange(len(words))] = rnd.choice([*NASTY, *MARKS])
            lines[at] = b" ".join(words)
        elif kind == 4:
            lines[at : at + rnd.randrange(1, 200)] = [b" ".join(lines[at : at + 200])]
        elif kind == 5:
            rnd.shuffle(lines)
        elif kind == 6:
            lines[at] = lines[at] * rnd.choice((2, 30, 300))
        else:
            lines[at] = bytes_of_a_file(lines[at], rnd)
        lines = lines or [b""]
    found = b"\n".join(lines)
    encoding = rnd.choice(("utf-8",) * 8 + ("utf-16", "cp1252"))
    if encoding != "utf-8":
        found = found.decode("utf-8", "replace").encode(encoding, "replace")
    return found[:2_000_000]


MARKS = [
    b"# ", b"- ", b"1. ", b"> ", b"| a | b |", b"|---|---|", b"```", b"~~~", b"[^1]", b"[^1]: ", b"**", b"__", b"*", b"`",
    b"[x](", b"![x](y)", b"](", b"<!--", b"-->", b"---", b"===", b"<b>", b"\\", b"&amp;", b"\t", b"    ", b"a) ", b"iv. ",
    b"\xe2\x80\xa2 ", b"....... 4", b"\x0c", b"2.1.3 ", b"\xe2\x80\xad ", b"1 av 1 000 000", b"12.", b"..", b"~~",
]  # fmt: skip


# ---- mutations of DOCX and ODT


def docx(data: bytes, rnd: Random) -> bytes:
    return packed(data, rnd, "word/document.xml", _ELEMENTS)


def odt(data: bytes, rnd: Random) -> bytes:
    return packed(data, rnd, "content.xml", _ODT_ELEMENTS)


def packed(data: bytes, rnd: Random, main: str, names: Sequence[bytes]) -> bytes:
    """Parts dropped, doubled, renamed or mutated as XML; now and then the zip itself."""
    if rnd.random() < 0.1:
        return bytes_of_a_file(data, rnd)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    for _ in range(rnd.choice((1, 1, 2, 3))):
        name = rnd.choice(sorted(parts)) if rnd.random() < 0.5 else main
        if name not in parts:
            continue
        kind = rnd.randrange(12)
        if kind == 0:
            del parts[name]
        elif kind == 1:
            parts[rnd.choice(sorted(parts))] = parts[name]
        elif kind == 2:
            parts[name] = bytes_of_a_file(parts[name], rnd)
        else:
            parts[name] = xml(parts[name], rnd, names)
        if not parts:
            break
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content[:4_000_000])
    return buffer.getvalue()


_VALUE = re.compile(rb'="([^"]*)"')
_TAG = re.compile(rb"<(/?)([\w:]+)([^<>]*?)(/?)>")
_ELEMENTS = [
    b"tbl", b"tr", b"tc", b"p", b"r", b"t", b"sdt", b"sdtContent", b"ins", b"del", b"moveFrom", b"hyperlink", b"fldChar",
    b"instrText", b"fldSimple", b"footnoteReference", b"numPr", b"numId", b"ilvl", b"pStyle", b"gridSpan", b"vMerge",
    b"sectPr", b"drawing", b"pict", b"txbxContent", b"br", b"tab", b"sym", b"AlternateContent", b"unknown", b"vanish",
    b"outlineLvl", b"customXml", b"altChunk", b"commentReference", b"headerReference", b"basedOn", b"lvlText", b"sz",
]  # fmt: skip

# With the namespace that they have in OpenDocument.
_ODT_ELEMENTS = [
    b"text}" + name
    for name in (
        b"p", b"h", b"span", b"a", b"list", b"list-item", b"list-header", b"section", b"note", b"note-body", b"note-citation",
        b"s", b"tab", b"line-break", b"soft-page-break", b"table-of-content", b"index-body", b"tracked-changes",
        b"changed-region", b"insertion", b"deletion", b"change", b"change-start", b"change-end", b"hidden-text",
        b"hidden-paragraph", b"bookmark-ref", b"numbered-paragraph", b"ruby", b"list-style", b"list-level-style-number",
        b"unknown",
    )
] + [
    b"table}table", b"table}table-row", b"table}table-cell", b"table}covered-table-cell", b"table}table-column",
    b"table}table-header-rows", b"table}table-rows", b"office}annotation", b"office}annotation-end", b"office}text",
    b"style}style", b"style}text-properties", b"style}master-page", b"style}header", b"style}footer", b"style}region-left",
]  # fmt: skip
_OPEN_DOCUMENT = b"urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"


def _named(root: object, name: bytes) -> str:
    """An element of this name in the namespace it is in: that of the root where the name tells no other."""
    space, _, local = name.rpartition(b"}")
    if space:
        return "{" + (_OPEN_DOCUMENT % space + local).decode()
    return root.tag.partition("}")[0] + "}" + local.decode()  # type: ignore[attr-defined]


def xml(data: bytes, rnd: Random, names: Sequence[bytes]) -> bytes:
    """Elements dropped, doubled, nested, renamed and swapped, values changed; still well-formed, mostly."""
    from lxml import etree

    if rnd.random() < 0.15:
        found = list(_VALUE.finditer(data))
        if found:
            match = rnd.choice(found)
            return data[: match.start(1)] + rnd.choice(NASTY) + data[match.end(1) :]
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return bytes_of_a_file(data, rnd)
    elements = list(root.iter(etree.Element))
    for _ in range(rnd.choice((1, 2, 4, 10))):
        one, other = rnd.choice(elements), rnd.choice(elements)
        parent = one.getparent()
        kind = rnd.randrange(8)
        if kind == 0 and parent is not None:
            parent.remove(one)
        elif kind == 1 and parent is not None:
            from copy import deepcopy

            for _ in range(rnd.choice((1, 1, 5, 100)) if len(one) < 50 else 1):
                parent.insert(parent.index(one), deepcopy(one))
        elif kind == 2 and one.tag.startswith("{"):
            one.tag = _named(one, rnd.choice(names))
        elif kind == 3:
            inner = one
            for _ in range(rnd.choice((1, 3, 40, 150))):
                inner = etree.SubElement(inner, _named(root, rnd.choice(names)))
            inner.text = "dypt"
        elif kind == 4:
            one.tag, other.tag = other.tag, one.tag
        elif kind == 5 and one.attrib:
            name = rnd.choice(sorted(one.attrib))
            with_text = rnd.choice(NASTY).decode("utf-8", "replace")
            one.attrib[name] = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", with_text)
        elif kind == 6 and one.attrib:
            del one.attrib[rnd.choice(sorted(one.attrib))]
        elif one is not other and one not in other.iterancestors() and one is not root:
            other.append(one)
    return etree.tostring(root)


# ---- mutations of HTML


def html(data: bytes, rnd: Random) -> bytes:
    """Tags dropped, doubled, renamed, left open, nested and moved, attributes put in; now and then lines or bytes."""
    kind = rnd.random()
    if kind < 0.1:
        return bytes_of_a_file(data, rnd)
    if kind < 0.2:
        return text(data, rnd)
    for _ in range(rnd.choice((1, 2, 4, 10))):
        tags = list(_TAG.finditer(data))
        if not tags:
            return bytes_of_a_file(data, rnd)
        one, other = rnd.choice(tags), rnd.choice(tags)
        kind, new = rnd.randrange(8), b""
        if kind == 0:
            new = one[0] * rnd.choice((2, 5, 400))
        elif kind == 1:
            new = b"<" + one[1] + rnd.choice(_HTML_ELEMENTS) + one[3] + one[4] + b">"
        elif kind == 2:
            new = b"<" + one[1] + one[2] + b" " + rnd.choice(_HTML_ATTRIBUTES) + one[3] + b">"
        elif kind == 3:
            inner = [rnd.choice(_HTML_ELEMENTS) for _ in range(rnd.choice((1, 3, 40, 2000)))]
            closed = b"".join(b"</" + name + b">" for name in reversed(inner))
            new = (
                one[0] + b"".join(b"<" + name + b">" for name in inner) + b"dypt" + closed * rnd.randrange(2)
            )
        elif kind == 4:
            new = one[0] + rnd.choice(_HTML_PIECES)
        elif kind == 5:
            new = data[other.start() : other.start() + int(2 ** rnd.uniform(0, 12))]
        elif kind == 6 and one.end() < other.start():
            data = data[: other.start()] + data[one.start() : one.end()] * 2 + data[other.start() :]
        data = data[: one.start()] + new + data[one.end() :]
    return data[:2_000_000]


_HTML_ELEMENTS = (
    b"p div span a b em ins del s ul ol li dl dt dd table tbody thead tr td th caption col colgroup main article aside nav header "
    b"footer section h1 h2 h6 sup sub br hr img svg text math mi pre code q blockquote script style template noscript select option "
    b"textarea button form input label details summary dialog iframe object ruby rt figure figcaption html head body title base "
    b"frameset plaintext xmp o:p w:p unknown"
).split()
_HTML_ATTRIBUTES = [
    b"hidden", b'hidden="until-found"', b'style="display:none"', b"style='visibility: hidden; mso-hide:all'", b'rowspan="99999"',
    b'colspan="0"', b'colspan="-1"', b'rowspan="0"', b'start="99999"', b'value="-3"', b'type="I"', b'reversed=""', b'id="a"',
    b'href="#a"', b'href="javascript:x"', b'class="menu toc cookie MsoToc1 sr-only"', b'role="main"', b'role="navigation"',
    b'role="heading" aria-level="999"', b'aria-hidden="true"', b'aria-controls="a"', b"style=mso-list:l0 level9 lfo1",
    b'style="mso-element:footnote"', b"style='mso-element:comment-list'", b'dir="rtl"', b'charset="utf-16"', b'title="header"',
    b'style="' + b"a:b;" * 3000 + b'"', b'x="', b"=", b"'",
]  # fmt: skip
_HTML_PIECES = [
    b"<!--", b"-->", b"<![if !supportLists]>", b"<![endif]>", b"<!DOCTYPE html>", b"<?xml version='1.0'?>", b"<![CDATA[", b"]]>",
    b"&#0;", b"&#xD800;", b"&#1114112;", b"&amp", b"&nosuch;", b"<", b"</", b"<a", b"<meta charset=utf-16>", b"<base href=//x>",
    b"<style>p{display:none}</style>", b"<style>.a,.a>b{visibility:hidden", b"<style>@media print{.a{display:none}}</style>",
    b"<style>" + b"{" * 3000 + b"</style>", b"<style>/*", b"<script>", b"<textarea>", b"<plaintext>", b"</body></html>",
    b"<a href=#n>1</a><p id=n><a href=#n>1</a>", b"data:image/png;base64," + b"A" * 5000,
]  # fmt: skip


# ---- mutations of PDF


def pdf(data: bytes, rnd: Random) -> bytes:
    """Numbers, names, operators and references changed, in objects and in decompressed streams; now and then bytes."""
    kind = rnd.random()
    if kind < 0.15:
        return bytes_of_a_file(data, rnd)
    found = data
    for _ in range(rnd.choice((1, 1, 2, 4, 8))):
        found = _in_stream(found, rnd) if rnd.random() < 0.5 else _in_objects(found, rnd)
    return found[:4_000_000]


_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_TOKEN = re.compile(rb"(?<![\w.])-?\d+(?:\.\d+)?|/\w+|\d+ 0 R|\((?:[^()\\]|\\.)*\)|\b[A-Za-z]{1,2}\*?\b")
_TOKENS = [
    b"0", b"-1", b"99999999999", b"-0.0000001", b"1e9", b"/Page", b"/Pages", b"/Kids", b"/Parent", b"/Count", b"/Font",
    b"1 0 R", b"2 0 R", b"3 0 R", b"4 0 R", b"5 0 R", b"<<", b">>", b"[", b"]", b"(", b")", b"BT", b"ET", b"Tj", b"TJ", b"Tf",
    b"Tm", b"cm", b"q", b"Q", b"Do", b"re", b"l", b"m", b"h", b"S", b"f", b"null", b"true", b"/FlateDecode", b"/LZWDecode",
    b"/ASCIIHexDecode", b"/Rotate 90", b"/MediaBox [0 0 1e30 1e30]", b"/CropBox [9 9 -9 -9]", b"/UserUnit 1e9", b"BI ID EI",
    b"/Artifact BMC", b"EMC", b"Tr", b"3 Tr", b"Tz", b"0 Tz", b"gs", b"sh", b"d0", b"d1", b"\xfe\xff\x00a",
]  # fmt: skip


def _in_objects(data: bytes, rnd: Random) -> bytes:
    outside, end = [], 0
    for match in _STREAM.finditer(data):
        outside.append((end, match.start()))
        end = match.end()
    outside.append((end, len(data)))
    start, end = rnd.choice([span for span in outside if span[0] < span[1]] or [(0, len(data))])
    return data[:start] + _tokens(data[start:end], rnd) + data[end:]


def _in_stream(data: bytes, rnd: Random) -> bytes:
    streams = list(_STREAM.finditer(data))
    if not streams:
        return _in_objects(data, rnd)
    match = rnd.choice(streams)
    content, packed = match[1], False
    with suppress(zlib.error):
        content, packed = zlib.decompress(content), True
    content = _tokens(content, rnd) if rnd.random() < 0.7 else bytes_of_a_file(content, rnd)
    # The length stands before the stream: PDFium looks for the end where it is wrong.
    return data[: match.start(1)] + (zlib.compress(content) if packed else content) + data[match.end(1) :]


def _tokens(data: bytes, rnd: Random) -> bytes:
    tokens = list(_TOKEN.finditer(data))
    if not tokens:
        return bytes_of_a_file(data, rnd)
    for match in sorted(
        rnd.sample(tokens, min(len(tokens), rnd.choice((1, 2, 8)))), key=lambda m: -m.start()
    ):
        new = rnd.choice((rnd.choice(_TOKENS), rnd.choice(tokens)[0], b"", match[0] + b" " + match[0]))
        data = data[: match.start()] + new + data[match.end() :]
    if rnd.random() < 0.1:
        a, b = sorted((rnd.choice(tokens).start(), rnd.choice(tokens).start()))
        data = data[:b] + data[a:b] * rnd.choice((1, 10, 300)) + data[b:]
    return data


# ---- mutations of packs


def pack(data: bytes, rnd: Random) -> bytes:
    """Nodes of the YAML dropped, doubled, swapped and replaced; now and then lines and bytes."""
    if rnd.random() < 0.3:
        return text(data, rnd)[:200_000]
    import yaml

    whole = yaml.load(data, Loader=yaml.CSafeLoader)
    for _ in range(rnd.choice((1, 1, 2, 5))):
        nodes = list(_nodes(whole))
        holder, key = rnd.choice(nodes)
        other_holder, other_key = rnd.choice(nodes)
        kind = rnd.randrange(5)
        if kind == 0:
            del holder[key]
        elif kind == 1:
            holder[key] = rnd.choice(VALUES)
        elif kind == 2:
            holder[key] = _copied(other_holder[other_key])
        elif kind == 3 and isinstance(holder, dict):
            holder[rnd.choice(("uses", "kind", "levels", "concepts", "x", 1, None, ""))] = holder[key]
        elif isinstance(holder, list):
            holder.insert(key, rnd.choice(VALUES))
    return yaml.dump(whole, allow_unicode=True).encode("utf-8", "replace")


VALUES = [
    None, True, 0, -1, 10**30, 1.5, float("nan"), "", "x", "@x", "@own", "/(/", "/(a|aa)+$/", "/[/", "/(?P<a>b)(?P<a>c)/", "*",
    "=", "a*", "nei " * 400, [], {}, [[]], {"en": "x"}, {"en": 1, "nb": None}, "2026-01-01", "/x{999999999999}/", "\u202e",
    "/(?<=a+)b/", "/\\1/", "/(?i)x/", "{", "{x}", "{0}", ["@a", "@a"], "draft_quality", "transparency_act", "../x", "requires",
]  # fmt: skip


def _nodes(node: object) -> Iterator[tuple[object, object]]:
    if isinstance(node, dict):
        for key, value in list(node.items()):
            yield node, key
            yield from _nodes(value)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield node, index
            yield from _nodes(value)


def _copied(node: object) -> object:
    from copy import deepcopy

    return deepcopy(node)


# ---- targets


@dataclass(frozen=True)
class Target:
    """`suffix` of what is kept; `take` does what the program does and lets only errors out that are nobody's."""

    suffix: str
    seeds: Callable[[], list[bytes]]
    mutate: Mutation
    take: Callable[[bytes], str]


def _fixtures(*patterns: str) -> list[bytes]:
    return [path.read_bytes() for pattern in patterns for path in sorted(FIXTURES.rglob(pattern))]


def _read(suffix: str) -> Callable[[bytes], str]:
    def take(data: bytes) -> str:
        from report_linter.errors import ReadError
        from report_linter.outline import outline
        from report_linter.readers import READERS

        try:
            reading = READERS[suffix].read(data)
        except ReadError as error:
            return error.code
        try:
            outline(reading, _lexicons())
        except ReadError as error:
            return error.code
        return "read"

    return take


@cache
def _lexicons() -> object:
    from report_linter.lexicons import load_all

    return load_all()


@cache
def _shipped() -> dict[Path, object]:
    """The shipped packs, read once: others may build on them."""
    from report_linter.pack import load_together, shipped
    from report_linter.store import Store

    store = Store(Path(tempfile.gettempdir()) / "report-linter-fuzz-cache")
    return {Path(pack.path).resolve(): pack for pack in load_together(shipped(), store)}


def _load_pack(data: bytes) -> str:
    from report_linter.errors import PackError, PackErrors
    from report_linter.pack import load

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack.yaml"
        path.write_bytes(data)
        try:
            load(path, dict(_shipped()))
        except (PackError, PackErrors):
            return "refused"
    return "loaded"


def _packs() -> list[bytes]:
    """A shipped pack in slices of a few requirements: the whole of it takes seconds to load."""
    import yaml

    found = []
    for path in sorted((ROOT / "rules").glob("*.yaml")):
        whole = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        names = list(whole["requirements"])
        for start in range(0, len(names), 7):
            few = {key: value for key, value in whole.items() if key not in ("documents", "chain")}
            few["requirements"] = {name: whole["requirements"][name] for name in names[start : start + 2]}
            needed = _concepts(few["requirements"], whole["concepts"])
            few["concepts"] = {name: whole["concepts"][name] for name in needed}
            found.append(yaml.dump(few, allow_unicode=True).encode())
    return found


def _concepts(node: object, concepts: dict[str, object]) -> list[str]:
    """The concepts whose names stand in the node, and those that they refer to."""
    needed: dict[str, None] = {}
    waiting = [node]
    while waiting:
        for holder, key in _nodes(waiting.pop()):
            value = holder[key]  # type: ignore[index]
            name = value.removeprefix("@") if isinstance(value, str) else ""
            if name in concepts and name not in needed:
                needed[name] = None
                waiting.append(concepts[name])
    return list(needed)


WORDS = [
    "check", "show", "explain", "rules", "pack", "test", "docs", "--pack", "--select", "--ignore", "--lang", "nb", "xx",
    "--document-lang", "auto", "--input-format", "pdf", "--document-kind", "account", "--format", "json", "terminal",
    "--output", "json=out.json", "json=", "=x", "json=/", "json=nowhere/x", "--fail-on", "never", "fatal", "--exit-zero",
    "--no-config", "--date", "2026-06-30", "0000-00-00", "9999-12-31", "--explain-evidence", "--quiet", "--verbose", "-q", "-v",
    "--jobs", "2", "0", "-1", "--timeout", "nan", "inf", "1", "--help", "--version", "-h", "-", "--", "", " ", "a.md", "b.md",
    "gone.pdf", ".", "TA-5B-RISK", "TA-5B-RISQ", "transparency_act", "draft_quality", "made.yaml", "\udcff", "æ\0", "\u202e",
    "*", "%s", "{}", "A" * 3000, "~", "/dev/null", "--folder", "--mutate",
]  # fmt: skip


def _command(data: bytes, rnd: Random) -> bytes:
    count = rnd.randrange(1, 9)
    first = (
        [rnd.choice(("check", "check", "show", "explain", "rules", "pack check"))]
        if rnd.random() < 0.8
        else []
    )
    words = [*(" ".join(first).split()), *(rnd.choice(WORDS) for _ in range(count))]
    return "\n".join(words).encode("utf-8", "surrogatepass")


def _run_command(data: bytes) -> str:
    from click.testing import CliRunner

    from report_linter.cli import main

    words = data.decode("utf-8", "surrogatepass").split("\n")
    if "test" in words or "docs" in words:  # long, and writes into its folder
        words = [word for word in words if word not in ("test", "docs")]
    runner = CliRunner()
    with runner.isolated_filesystem():
        Path("a.md").write_text(
            "# Redegjørelse\n\nVi har kartlagt risiko hos leverandørene våre og funnet to avvik.\n"
        )
        Path("b.md").write_bytes(b"\xff\xfe\0")
        Path("made.yaml").write_text("id: made\n")
        result = runner.invoke(main, words, input=b"Vi har funnet risiko.")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    if (
        result.exit_code not in (0, 1, 2, 3)
        or "please report it" in result.output
        or '"internal"' in result.output
    ):
        raise AssertionError(f"exit {result.exit_code}: {result.output[-1500:]}")
    return f"exit {result.exit_code}"


def _prepare_options(folder: Path) -> None:
    """Workers are forked: what is loaded here they need not load. And one small pack is enough for options."""

    import report_linter.engine
    import report_linter.pack
    import report_linter.readers.pdf

    small = folder / "options-pack" / "transparency_act.yaml"
    small.parent.mkdir(exist_ok=True)
    small.write_bytes(next(seed for seed in _packs() if b"\npack: transparency_act\n" in seed))
    report_linter.pack.shipped = lambda: (small,)
    _lexicons()


def _made_docx() -> list[bytes]:
    import docx as python_docx

    made = python_docx.Document()
    made.add_heading("Redegjørelse for aktsomhetsvurderinger", 0)
    for number in range(3):
        made.add_heading(f"Del {number}", 1)
        made.add_paragraph("Vi har kartlagt risiko hos leverandørene våre.", style="List Bullet")
        table = made.add_table(rows=2, cols=3)
        table.cell(0, 0).merge(table.cell(0, 2)).text = "Tiltak"
        table.cell(1, 1).text = "12 %"
    made.sections[0].footer.paragraphs[0].text = "Side 1"
    buffer = io.BytesIO()
    made.save(buffer)
    return [buffer.getvalue()]


def _made_pdf() -> list[bytes]:
    from reportlab.lib import colors
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    buffer = io.BytesIO()
    style = getSampleStyleSheet()
    words = "We have mapped our suppliers and found a risk of low wages. " * 6
    table = Table(
        [["Risk", "Measure"], ["Wages", "Talks"]],
        style=TableStyle([("GRID", (0, 0), (-1, -1), 1, colors.black)]),
    )
    story = [
        Paragraph("Account", style["Title"]),
        *[Paragraph(words, style["Normal"]) for _ in range(9)],
        table,
    ]
    SimpleDocTemplate(buffer, invariant=1).build(story)
    return [buffer.getvalue()]


TARGETS = {
    "pdf": Target(".pdf", lambda: _fixtures("*.pdf") + _made_pdf(), pdf, _read("pdf")),
    "docx": Target(".docx", lambda: _fixtures("*.docx") + _made_docx(), docx, _read("docx")),
    "odt": Target(".odt", lambda: _fixtures("*.odt"), odt, _read("odt")),
    "html": Target(".html", lambda: _fixtures("*.html"), html, _read("html")),
    "text": Target(".txt", lambda: _fixtures("*.txt", "account*.md"), text, _read("text")),
    "markdown": Target(".md", lambda: _fixtures("*.md"), text, _read("markdown")),
    "pack": Target(".yaml", _packs, pack, _load_pack),
    "options": Target(".args", lambda: [b""], _command, _run_command),
}


# ---- running


def work(name: str, seconds: float, seed: int, slow: float, keep: Path, skip: int, report: object) -> None:
    """Try inputs until the time is up. The input being tried stands in a file, for when the process ends."""
    target = TARGETS[name]
    seeds = target.seeds()
    if name == "options":
        _prepare_options(keep)
    current = keep / f"{name}-current{target.suffix}"
    outcomes: Counter[str] = Counter()
    problems: list[str] = []
    end = time.monotonic() + seconds
    number = skip
    with (keep / f"{name}-stack.txt").open("w") as stack:
        while time.monotonic() < end:
            rnd = random.Random(f"{seed} {name} {number}")
            number += 1
            data = target.mutate(rnd.choice(seeds), rnd)
            current.write_bytes(data)
            report.send(number)  # type: ignore[attr-defined]
            faulthandler.dump_traceback_later(slow, file=stack)
            start, used = time.monotonic(), time.process_time()
            try:
                outcomes[target.take(data)] += 1
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                kept = keep / f"{name}-{seed}-{number}{target.suffix}"
                kept.write_bytes(data)
                problems.append(f"{kept}: {''.join(traceback.format_exception(error)[-4:])}")
                outcomes["uncaught"] += 1
            finally:
                faulthandler.cancel_dump_traceback_later()
            # The machine may be busy: only what this process itself used counts, if it was not waiting.
            if time.process_time() - used > slow:
                kept = keep / f"{name}-{seed}-{number}-slow{target.suffix}"
                kept.write_bytes(data)
                problems.append(f"{kept}: took {time.monotonic() - start:.0f} s")
                outcomes["slow"] += 1
    report.send((outcomes, problems))  # type: ignore[attr-defined]


def run(name: str, seconds: float, seed: int, slow: float, keep: Path) -> tuple[Counter[str], list[str]]:
    """One target for so long; a process that ends, or hangs for ten times `slow`, is a problem and is replaced."""
    context = multiprocessing.get_context("spawn")
    outcomes: Counter[str] = Counter()
    problems: list[str] = []
    end, number = time.monotonic() + seconds, 0
    suffix = TARGETS[name].suffix
    while (left := end - time.monotonic()) > 0:
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(name, left, seed, slow, keep, number, theirs))
        process.start()
        theirs.close()
        start = number
        try:
            while True:
                if not ours.poll(10 * slow + 60):
                    raise EOFError
                said = ours.recv()
                if isinstance(said, tuple):
                    outcomes += said[0]
                    problems += said[1]
                    return outcomes, problems
                number = said
        except EOFError:
            how = "hung" if process.is_alive() else f"ended with {process.exitcode}"
            process.kill()
            process.join()
            kept = keep / f"{name}-{seed}-{number}-dead{suffix}"
            current = keep / f"{name}-current{suffix}"
            if current.exists():
                current.rename(kept)
            problems.append(f"{kept}: the process {how}")
            outcomes["tried before an end"] += number - start
            outcomes["dead"] += 1
    return outcomes, problems


def main() -> int:
    """Run the targets one after another and print what became of their inputs."""
    parser = argparse.ArgumentParser(description="Feed damaged inputs to report-linter.")
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], default=[], help="default: all")
    parser.add_argument("--seconds", type=float, default=60, help="for each target (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="other inputs (default: %(default)s)")
    parser.add_argument(
        "--slow", type=float, default=20, help="seconds of work on one input that are too many"
    )
    parser.add_argument("--keep", type=Path, help="folder for inputs that failed (default: a new one)")
    asked = parser.parse_args()
    keep = asked.keep or Path(tempfile.mkdtemp(prefix="report-linter-fuzz-"))
    keep.mkdir(parents=True, exist_ok=True)
    wrong = 0
    for name in asked.targets or TARGETS:
        outcomes, problems = run(name, asked.seconds, asked.seed, asked.slow, keep)
        counts = ", ".join(f"{count} {what}" for what, count in outcomes.most_common())
        print(
            f"{name}: {outcomes.total()} inputs in {asked.seconds:g} s, {len(problems)} problems: {counts}",
            flush=True,
        )
        for problem in problems:
            print(problem, flush=True)
        wrong += len(problems)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
