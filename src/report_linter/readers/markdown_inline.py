"""Markdown inside a paragraph, reduced to the text a reader sees."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

# Emphasis and code may not be endless: unclosed marks would make the search quadratic.
# Patterns never drop a newline: the text keeps its lines, so that every line keeps its place.
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.{1,1500}?)(?<!`)\1(?!`)", re.DOTALL)
_LINKS = (
    re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"),
    re.compile(r"!?\[([^\[\]^]+)\]\[[^\[\]\n]*\]"),
    re.compile(r"<((?:https?://|mailto:|[\w.+-]+@)[^<>\s]+)>"),
)
_LINK = re.compile(
    r"(?<!!)\[(?P<said>[^\[\]\n]+)\]\((?P<target>[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)|<(?P<auto>https?://[^<>\n]+)>"
)
_TARGET_TITLE = re.compile(r"\s+[\"'(][^\"'()]*[\"')]\s*$")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
# <<name>> and <put a name here> are placeholders, no tags
_TAG = re.compile(r"(?<!<)</?[A-Za-z][\w:-]*(?:\s[^<>\n]*=[^<>\n]*)?\s*/?>(?!>)")
_EMPHASIS = (
    re.compile(r"(\*{1,3})(?=\S)(.{1,1500}?)(?<=\S)\1", re.DOTALL),
    re.compile(r"(?<![\w])(_{1,3})(?=[^\s_])(.{1,1500}?)(?<=[^\s_])\1(?!\w)", re.DOTALL),
    re.compile(r"(~~)(?=\S)(.{1,1500}?)(?<=\S)\1", re.DOTALL),
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});")
_PRIVATE = 0xF0000  # escaped characters wait here (a private plane) until all marks are read


def reduce(text: str) -> str:
    """`text` without marks: links and images by their text, emphasis and code bare, entities as
    characters.
    """
    text = _ESCAPE.sub(_hide, text)
    text = _CODE.sub(lambda m: "".join(_hidden(c) if not c.isspace() else c for c in m[2]), text)
    text = _FOOTNOTE.sub("", text)
    for pattern in _LINKS:
        text = pattern.sub(r"\1", text)
    text = _TAG.sub(" ", text)
    for pattern in _EMPHASIS:
        for _ in range(2):  # emphasis inside emphasis
            text = pattern.sub(r"\2", text)
    return _shown(_ENTITY.sub(_entity, text))


def _shown(text: str) -> str:
    return "".join(chr(ord(c) - _PRIVATE) if _PRIVATE <= ord(c) < _PRIVATE + 0x80 else c for c in text)


def links(text: str) -> Iterator[tuple[str, str]]:
    """The words of each link in `text`, as a reader sees them, and its target. References by label are left out."""
    for found in _LINK.finditer(_CODE.sub("", _ESCAPE.sub(_hide, text))):
        said, target = found["said"] or found["auto"], found["target"] if found["said"] else found["auto"]
        yield reduce(said), _shown(_TARGET_TITLE.sub("", target or "").strip().strip("<>"))


def _hide(found: re.Match[str]) -> str:
    return _hidden(found[1])


def _hidden(character: str) -> str:
    return chr(_PRIVATE + ord(character)) if ord(character) < 0x80 else character


def _entity(found: re.Match[str]) -> str:
    character = html.unescape(found[0])
    return " " if character.isspace() else character
