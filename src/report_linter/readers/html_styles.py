"""What the style sheets inside a page hide: rules about a class, an id or an element, as `.print-only {display: none}`.

Only selectors that name one element are followed (CSS selectors level 3: type, class and id); what depends on where an
element stands, on media other than the screen or on a script is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from report_linter.readers.archive import Element

_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_MEDIA: Final = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*$", re.I)
_SIMPLE: Final = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.I)
_SHOWS: Final = re.compile(r"(?:^|;)\s*(display|visibility)\s*:\s*([\w-]+)", re.I)
_LONGEST: Final = 1_000_000  # characters of style sheets that are looked at


@dataclass(frozen=True, slots=True)
class _Rule:
    tag: str
    ids: frozenset[str]
    classes: frozenset[str]
    shown: tuple[tuple[str, bool], ...]  # of `display` and `visibility`, whether it shows the element

    @property
    def weight(self) -> tuple[int, int, int]:
        return len(self.ids), len(self.classes), int(bool(self.tag))


class Styles:
    """The rules of a page. `hides` asks about an element by itself; what it holds is hidden with it."""

    def __init__(self, root: Element) -> None:
        sheets = [style.text or "" for style in root.iter("style") if _for_screen(style.get("media", ""))]
        rules = list(_rules("\n".join(sheets)[:_LONGEST]))
        self._rules: dict[str, list[tuple[int, _Rule]]] = {}
        if any(not shown for rule in rules for _, shown in rule.shown):
            for order, rule in enumerate(rules):
                key = next(iter(sorted(rule.ids | rule.classes)), rule.tag)
                self._rules.setdefault(key, []).append((order, rule))

    def hides(self, element: Element) -> bool:
        if not self._rules:
            return False
        classes = frozenset(element.get("class", "").split())
        ids = frozenset([element.get("id", "")])
        winning: dict[str, tuple[tuple[int, int, int], int, bool]] = {}
        for key in {*classes, *ids, str(element.tag)}:
            for order, rule in self._rules.get(key, ()):
                if rule.ids <= ids and rule.classes <= classes and rule.tag in ("", element.tag):
                    for name, shown in rule.shown:
                        winning[name] = max(
                            winning.get(name, ((0, 0, 0), -1, True)), (rule.weight, order, shown)
                        )
        return not all(shown for _, _, shown in winning.values())


def _for_screen(media: str) -> bool:
    return media.strip().lower() in ("", "all", "screen")


def _rules(text: str) -> Iterator[_Rule]:
    text = _COMMENT.sub(" ", text)
    at = 0
    while (opens := text.find("{", at)) >= 0:
        selectors = text[at:opens].rpartition(";")[2].rpartition("}")[2].strip()
        at = opens + 1
        if selectors.startswith("@"):
            if not _MEDIA.match(selectors):
                at = _block_end(text, at)
            continue
        closes = text.find("}", at)
        declared, at = (text[at:], len(text)) if closes < 0 else (text[at:closes], closes + 1)
        shown = tuple(
            (name.lower(), value.lower() not in ("none", "hidden", "collapse"))
            for name, value in _SHOWS.findall(declared)
        )
        if shown:
            yield from _of(selectors, shown)


def _of(selectors: str, shown: tuple[tuple[str, bool], ...]) -> Iterator[_Rule]:
    for selector in selectors.split(","):
        simple = _SIMPLE.fullmatch(selector.strip())
        if simple and simple[0]:
            parts = re.findall(r"[.#][\w-]+", simple[2])
            ids = frozenset(part[1:] for part in parts if part[0] == "#")
            classes = frozenset(part[1:] for part in parts if part[0] == ".")
            yield _Rule((simple[1] or "").lower(), ids, classes, shown)


def _block_end(text: str, at: int) -> int:
    """Where the block ends in which `at` stands."""
    depth = 1
    for found in re.compile(r"[{}]").finditer(text, at):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            return found.end()
    return len(text)
