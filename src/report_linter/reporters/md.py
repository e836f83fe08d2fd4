"""Pieces of Markdown as GitHub and GitLab read it, made of texts that are not to be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from report_linter.reporters.page import clean

JOINER = "\u2060"  # word joiner: takes no room, and parts what would otherwise be an address or a reference
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)", re.IGNORECASE)
_REFERENCE = re.compile(r"(?:(?<!\w)[@!$%&~^]|#|\bGH-)(?=[\w\"])", re.IGNORECASE)
_SPECIAL = re.compile(r"([\\`*_{}\[\]|~$#])")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escape(text: str) -> str:
    """`text` on one line, shown as it is: no markup, cell, HTML, link, mention of a person or reference to an issue.

    It must not stand first on a line; see `first`.
    """
    line = clean(" ".join(text.split()))
    line = _ADDRESS.sub(JOINER, line)
    line = _REFERENCE.sub(lambda found: found[0] + JOINER, line)
    line = "".join(_HTML.get(character, character) for character in line)
    return _SPECIAL.sub(r"\\\1", line)


def first(text: str) -> str:
    """`escape` for what stands first on a line, where a dash would begin a list and a number with a dot another."""
    return JOINER + escape(text) if re.match(r"\s*[-+=>:\d]", text) else escape(text)


def web_address(url: str) -> bool:
    """Whether `url` is an address of the web that can stand in a link as it is."""
    return re.fullmatch(r"https?://[^\s<>()\[\]\\`|\"{}^]+", url) is not None


def link(text: str, url: str) -> str:
    """`text` with a link, or alone where `url` is no address of the web."""
    return f"[{escape(text)}]({url})" if web_address(url) else escape(text)


def bold(text: str) -> str:
    return f"**{escape(text)}**" if text.strip() else ""


def row(cells: Iterable[str]) -> str:
    """A row of a table; the cells are Markdown already."""
    return f"| {' | '.join(cells)} |"


def head(titles: Iterable[str]) -> list[str]:
    """The two lines that begin a table."""
    cells = [escape(title) for title in titles]
    return [row(cells), row("---" for _ in cells)]
