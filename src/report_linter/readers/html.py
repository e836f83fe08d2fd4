"""HTML: a saved web page, or a text exported as one.

Nothing is fetched and no script runs. The page's own text is the body; what the site has around it (navigation,
banners, forms) is furniture, and what a browser would not show is hidden. Scripts and styles are no text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from typing import Final

from lxml import etree

from report_linter.document import Layer, Reading
from report_linter.errors import ReadError
from report_linter.limits import DEFAULT, AtPage, Limits, no_pages
from report_linter.readers.archive import Element
from report_linter.readers.build import assemble, clean, decode, decode_bom, place_links, sniff_text
from report_linter.readers.html_roles import Page
from report_linter.readers.html_walk import Walk

MEDIA_TYPE: Final = "text/html"
LIMIT: Final = 50 * 1024 * 1024  # characters, pictures inside the page aside

_CHARSET: Final = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?\b(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I
)
_DATA: Final = re.compile(r"""data:[\w.+/-]*;[^"'()<>\s]{200,}""")  # pictures and fonts inside the page
_END: Final = re.compile(r"</(?:body|html)([^>]{0,20})>", re.I)
_CONTROLS: Final = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f]")  # marks of programs that exported the page
_LATIN: Final = frozenset({"iso8859-1", "ascii"})  # pages that say so mean Windows-1252, as browsers take it
_HEAD: Final = 4096


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are text; what makes it a page is its beginning or its name."""
    return sniff_text(head)


def read(data: bytes, limits: Limits = DEFAULT, at_page: AtPage = no_pages) -> Reading:
    """Read a web page. Raises ReadError."""
    root = _parse(_DATA.sub("data:", _decode(data, limits)))
    walk = Walk(Page(root), root)
    walk.read(root)
    if not any(draft.layer in (Layer.BODY, Layer.NOTES) for draft in walk.drafts):
        raise ReadError(
            "empty",
            "the page holds no text of its own: open it in a browser, wait until it is shown, and save it again "
            "('Web page, complete') or print it to PDF",
        )
    reading = assemble(MEDIA_TYPE, walk.drafts, title=_title(root), mend=False)
    facts = (("tracked changes", walk.changes), ("comments", walk.comments), ("pictures", walk.pictures))
    body = [block.span for block in reading.blocks if block.layer in (Layer.BODY, Layer.NOTES)]
    return replace(
        reading,
        unread=tuple(dict.fromkeys(walk.unread)),
        facts=tuple(fact for fact in facts if fact[1]),
        links=tuple(
            link
            for link in place_links(reading.text, walk.links)
            if any(span.overlaps(link.span) for span in body)
        ),
    )


def _decode(data: bytes, limits: Limits) -> str:
    """The text of the page: by its byte order mark, as UTF-8, else as the page says."""
    told = _CHARSET.search(data[:_HEAD])
    try:
        text = decode_bom(data) or data.decode("utf-8")
    except UnicodeDecodeError:
        text = (told and _decode_as(data, told[1].decode("ascii"))) or decode(data, limits)
    if not text.strip():
        raise ReadError("empty", "the file holds no text")
    if "\0" in text:
        raise ReadError("unsupported", "not a web page but a binary file; save the page again from a browser")
    return _CONTROLS.sub("", text.removeprefix("\ufeff").replace("\r\n", "\n"))


def _decode_as(data: bytes, name: str) -> str | None:
    try:
        known = codecs.lookup(name).name
        return data.decode("cp1252" if known in _LATIN else known)
    except (LookupError, UnicodeError):
        return None


def _parse(text: str) -> Element:
    """The page's tree. Text after the end of the page is shown by browsers, so its end tags do not count."""
    if len(text) > LIMIT:
        raise ReadError(
            "too_large",
            f"the page holds more than {LIMIT // (1024 * 1024)} MB of text, far more than a report needs; "
            "save the page again, or print it to PDF",
        )
    text = _END.sub(lambda found: "\n" * found[1].count("\n"), text)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise ReadError("empty", "the file holds no text")
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise ReadError(
            "damaged",
            "the page's elements are nested too deeply to be read; print it to PDF from a browser instead",
        )
    return root


def _title(root: Element) -> str:
    return clean(root.findtext("head/title") or "")
