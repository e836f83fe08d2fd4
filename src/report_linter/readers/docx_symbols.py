"""Characters that a DOCX names by font and code, and what they look like on paper."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# Symbol fonts put their glyphs into the private use area U+F000 to U+F0FF (ECMA-376-1, 17.3.3.30).
_PRIVATE: Final = 0xF000


def _table(pairs: str) -> Mapping[int, str]:
    """Two hexadecimal digits and a character, and so on."""
    return MappingProxyType({int(pair[:2], 16): pair[2:] for pair in pairs.split()})


_SYMBOL: Final = _table(
    "22∀ 24∃ 2D− 40≅ 44Δ 53Σ 57Ω 61α 62β 67γ 64δ 65ε 6Cλ 6Dμ 70π 73σ A3≤ A5∞ AB↔ AC← AD↑ AE→ "
    "AF↓ B0° B1± B3≥ B4× B7• B8÷ B9≠ BB≈ BC… D2® D3© D4™ E2® E3© E4™"
)
_WINGDINGS: Final = _table("6C● 6E■ 6F☐ 71☐ 72☐ 76❖ 78☒ 9F• A7▪ A8☐ D8➢ E0→ E8➔ FB✗ FC✓ FD☒ FE☑")
_WINGDINGS_2: Final = _table("4F✗ 50✓ 51☒ 52☑ 53☒ 54☒ 97● A3☐")
_FONTS: Final = MappingProxyType({"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2})

# In text without a font name only what looks alike in the usual fonts.
_ANY_FONT: Final = MappingProxyType(
    {0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "☐", 0xF0FC: "✓", 0xF0FE: "☑", 0xF0E0: "→", 0xF0D8: "➢", 0x2011: "-"}
)


def symbol(font: str, code: str) -> str:
    """The character for a `w:sym`; nothing where it is unknown, as its code says nothing without the font."""
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    table = _FONTS.get(font.strip().lower())
    if table is not None:
        return table.get(point & 0xFF, "")
    return chr(point) if 0x20 <= point < _PRIVATE else ""


def plain(text: str) -> str:
    """Text with private bullets and check marks as real ones, and the no-break hyphen as a hyphen."""
    return text if text.isascii() else text.translate(_ANY_FONT)
