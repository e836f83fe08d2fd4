"""What the elements of a web page are for: its content, or what every page of the site has around it.

Judged by the elements and roles of HTML and ARIA first, and by names that many sites use for the same things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from report_linter.readers import style_names
from report_linter.readers.archive import Element
from report_linter.readers.html_styles import Styles


def tags(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Scripts and settings; alternatives for what is shown; reading aids that repeat their base.
DROPPED: Final = tags(
    "script style head link meta base template rp rt area map source track param col colgroup"
)
_UNSEEN: Final = tags("noscript noframes noembed canvas video audio datalist")
_HEADINGS: Final = tuple(f"h{level}" for level in range(1, 7))
CONTROLS: Final = tags("button select option optgroup textarea label legend input output")
_AROUND: Final = tags("nav aside search dialog")
_ROLES: Final = tags(
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar tablist"
)
_SECTIONS: Final = tags("main article section aside nav blockquote td")
_BOXES: Final = "bars?|container|wrapper|menu|inner|area|links?|list|buttons?|icons?|box|form|banner|signup"
_BOX: Final = rf"(?:[-_]+(?:{_BOXES}))?"
_NAMES: Final = re.compile(
    r"(?:(?:site|page|main|global|top|primary|secondary|mobile|header|footer|left|right)[-_]*)?"
    rf"(?:nav(?:bar|igation)?|menu|breadcrumbs?|sidebar|footer|masthead){_BOX}"
    rf"|(?:social[-_]?)?(?:share|sharing){_BOX}|newsletter{_BOX}|skip[-_]?(?:link|to|nav)[\w-]*"
    r"|[\w-]*(?:cookie|onetrust|cybot)[\w-]*|consent[-_]?(?:banner|box|dialog|manager|modal|overlay|popup)",
    re.IGNORECASE,
)
_READERS_ONLY: Final = tags("sr-only visually-hidden visuallyhidden screen-reader-text assistive-text")
_HIDING: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SHOWING: Final = re.compile(r"display\s*:\s*(?!none)\w|visibility\s*:\s*visible", re.IGNORECASE)
_PART_OF_WORD: Final = re.compile(r"mso-element\s*:\s*(header|footer)", re.IGNORECASE)
_CONTENTS_NAMES: Final = re.compile(r"(?:table[-_ ]?of[-_ ]?contents\d*|toc)", re.IGNORECASE)
_FEWEST_JUMPS: Final = 3


def line_of(element: Element) -> int:
    """The line of the source on which the start of an element ends, from 1; 0 where it is not known."""
    line: Any = element.sourceline
    return int(line or 0)


def style_of(element: Element) -> str:
    return element.get("style", "")


def classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def names(element: Element) -> set[str]:
    """The classes of a paragraph as names of styles: Word's and LibreOffice's exports keep them."""
    return {style_names.plain(name).removeprefix("mso") for name in classes(element)}


def heading_level(element: Element) -> int:
    """The level of a heading from 1; 0 for none."""
    if element.tag in _HEADINGS:
        return int(element.tag[1])
    level = element.get("aria-level", "2")
    if element.get("role") == "heading":
        return int(level) if level in set("123456") else 2
    return 0


def fragment(element: Element) -> str:
    """The part of a link's address that names a place on a page."""
    return element.get("href", "").rpartition("#")[2] if "#" in element.get("href", "") else ""


def _below_button(element: Element) -> bool:
    """Whether the element before it is a button, which then opens it."""
    before = element.getprevious()
    while before is not None and not isinstance(before.tag, str):
        before = before.getprevious()
    if before is None or element.tag not in ("div", "section", "p", "ul", "dd"):
        return False
    return before.tag == "button" or before.get("role") == "button" or before.find(".//button") is not None


class Page:
    """The elements of one page by their use. All questions are about elements of `root`."""

    def __init__(self, root: Element) -> None:
        self._elements = list(root.iter("*"))  # kept, because `_sizes` knows them by identity
        self.ids: dict[str, Element] = {}
        for element in self._elements:
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name:
                    self.ids.setdefault(name, element)
        self._opened = frozenset(self._controlled())
        self._styles = Styles(root)
        self._sizes = self._measure()
        self._all = self._sizes[root]
        self.main = self._choose(root)

    def hidden(self, element: Element) -> bool:
        """Whether an element is not shown, and no button on the page opens it."""
        if element.tag in _UNSEEN or (element.tag == "dialog" and element.get("open") is None):
            return True
        if not _READERS_ONLY.isdisjoint(classes(element)):
            return True
        style = style_of(element)
        hides = element.get("hidden") not in (None, "until-found") or bool(_HIDING.search(style))
        if not hides:
            shows = _SHOWING.search(style)
            hides = not shows and element.tag not in ("html", "body") and self._styles.hides(element)
        opens = (
            element.get("id") in self._opened or element.get("role") == "tabpanel" or _below_button(element)
        )
        return hides and not opens

    def around(self, element: Element) -> bool:
        """Whether an element belongs to the site and not to the text: navigation, banners, forms."""
        tag = element.tag
        if tag in ("html", "body", "main"):
            return False
        if tag in _AROUND or element.get("role", "") in _ROLES or _PART_OF_WORD.search(style_of(element)):
            return True
        if tag in CONTROLS:  # a button in a heading opens what stands below
            return next(element.iterancestors(*_HEADINGS), None) is None
        if tag == "div" and element.get("title") in ("header", "footer") and not element.get("class"):
            return True  # as LibreOffice exports them
        if tag in ("header", "footer"):
            return next(element.iterancestors(*_SECTIONS), None) is None and not self._titles(element)
        if tag in ("section", *_HEADINGS):  # their names are made of the words of a heading
            return False
        named = tag == "form" or any(map(_NAMES.fullmatch, (*classes(element), element.get("id", ""))))
        return named and self._sizes[element] * 2 < self._all

    def contents(self, element: Element) -> bool:
        """Whether an element is a list of places on the page itself."""
        if element.tag not in ("nav", "div", "ul", "ol", "p", "section"):
            return False
        if style_names.is_contents(names(element)) or element.get("role") == "doc-toc":
            return True
        named = (*classes(element), element.get("id", ""))
        jumps = [link for link in element.iter("a") if fragment(link) in self.ids]
        said = sum(self._sizes[link] for link in jumps)
        listed = len(jumps) >= _FEWEST_JUMPS and said * 10 >= self._sizes[element] * 9
        return listed or (bool(jumps) and any(map(_CONTENTS_NAMES.fullmatch, named)) and element.tag != "p")

    def size(self, element: Element) -> int:
        """How many characters of text an element holds, scripts aside."""
        return self._sizes[element]

    def _controlled(self) -> Iterator[str]:
        """Names of elements that a button or tab on the page opens."""
        for element in self._elements:
            for name in ("aria-controls", "data-target", "data-bs-target"):
                yield from (identity.lstrip("#") for identity in element.get(name, "").split())

    def _measure(self) -> dict[Element, int]:
        sizes: dict[Element, int] = {}
        for element in reversed(self._elements):  # children before their parents
            own = 0 if element.tag in DROPPED else len((element.text or "").strip())
            for child in element:
                if isinstance(child.tag, str) and element.tag not in DROPPED:
                    own += sizes[child]
                own += len((child.tail or "").strip())
            sizes[element] = own
        return sizes

    def _choose(self, root: Element) -> Sequence[Element]:
        """The elements that hold the page's own text; none where that is all of the page."""
        everything = self._flow(root)
        for found in (_topmost(root, "main"), _topmost(root, "article")):
            if found and sum(map(self._flow, found)) * 2 >= everything:
                return found
        return ()

    def _flow(self, top: Element) -> int:
        """The characters of an element without what is hidden or stands around the text."""
        total, waiting = 0, [top]
        while waiting:
            element = waiting.pop()
            total += len((element.text or "").strip())
            for child in element:
                total += len((child.tail or "").strip())
                if isinstance(child.tag, str) and self._flows(child):
                    waiting.append(child)
        return total

    def _flows(self, element: Element) -> bool:
        return element.tag not in DROPPED and not self.hidden(element) and not self.around(element)

    def _titles(self, header: Element) -> bool:
        """Whether a header holds the title of the text alone, and nothing of the site."""
        headed = any(True for _ in header.iter("h1"))
        return headed and not any(True for _ in header.iter("nav", "a", "ul", "form", "button", "input"))


def _topmost(root: Element, name: str) -> list[Element]:
    """Elements of a name or role that stand in no other such element."""

    def fits(element: Element) -> bool:
        return element.tag == name or element.get("role") == name

    found = [element for element in root.iter("*") if fits(element)]
    return [element for element in found if not any(fits(outer) for outer in element.iterancestors())]
