from __future__ import annotations

from report_linter.document import Block, Kind, Layer, Line, Reading, Section, Span, TextPlace
from report_linter.outline import outline
from report_linter.outline.headings import sections
from report_linter.readers import text

from .made import LEXICONS


def reading(*blocks: tuple[str, Block]) -> Reading:
    """A reading of these texts; the blocks' spans are filled in."""
    at, made, lines = 0, [], []
    for number, (content, block) in enumerate(blocks, 1):
        span = Span(at, at + len(content))
        made.append(
            Block(
                span, block.kind, block.layer, block.level, block.number, block.size, block.bold, block.page
            )
        )
        lines.append(Line(span, TextPlace(number)))
        at = span.end + 1
    return Reading("text/plain", "\n".join(content for content, _ in blocks), tuple(made), tuple(lines))


def heading(number: str = "", level: int = 0, size: float | None = None, bold: bool = False) -> Block:
    return Block(Span(0, 0), Kind.HEADING, level=level, number=number, size=size, bold=bold)


def plain(layer: Layer = Layer.BODY) -> Block:
    return Block(Span(0, 0), Kind.PARAGRAPH, layer)


def test_sections_hold_all_blocks() -> None:
    found = sections(
        reading(
            ("Topptekst", plain(Layer.FURNITURE)),
            ("Redegjørelse", heading(level=1)),
            ("Tekst.", plain()),
            ("Tiltak", heading("2.1.", level=2)),
            ("Side 2", plain(Layer.FURNITURE)),
            ("Skjult", Block(Span(0, 0), Kind.HEADING, Layer.HIDDEN)),
            ("Slutt", heading(level=1)),
        )
    )
    assert found == (
        Section(None, (0, 1)),
        Section(1, (1, 3), "Redegjørelse", "", 1),
        Section(3, (3, 6), "Tiltak", "2.1", 2, 1),
        Section(6, (6, 7), "Slutt", "", 1),
    )


def test_no_headings() -> None:
    assert sections(reading(("Tekst.", plain()))) == (Section(None, (0, 1)),)


def levels(*blocks: tuple[str, Block]) -> list[tuple[str, int]]:
    return [(section.title, section.level) for section in sections(reading(*blocks))]


def test_levels_from_numbers() -> None:
    assert levels(
        ("Redegjørelse", heading()),
        ("OM OSS", heading("1.")),
        ("2.1 Mål", heading()),
        ("Ansvar", heading()),
        ("TILTAK", heading()),
    ) == [("Redegjørelse", 1), ("OM OSS", 1), ("Mål", 2), ("Ansvar", 3), ("TILTAK", 1)]


def test_levels_from_sizes() -> None:
    assert levels(
        ("Redegjørelse", heading(size=20)),
        ("Om oss", heading(size=14)),
        ("Mål", heading(size=12, bold=True)),
        ("Tiltak", heading(size=14.1)),
    ) == [("Redegjørelse", 1), ("Om oss", 2), ("Mål", 3), ("Tiltak", 2)]


def test_levels_from_order_and_shape() -> None:
    assert levels(
        ("Redegjørelse", heading()), ("OM OSS", heading()), ("Mål", heading()), ("Ansvar:", heading())
    ) == [("Redegjørelse", 1), ("OM OSS", 2), ("Mål", 3), ("Ansvar:", 4)]


def test_contents_lists_without_leaders() -> None:
    source = (
        "Innhold\n\nOm oss 2\n\nTiltak 3\n\nKontakt 4\n\nOm oss\n\nVi er her.\n\nTiltak\n\nVi har stilt krav."
    )
    found = outline(text.read(source.encode()), LEXICONS, "nb")
    assert [(block.layer.value, block.kind.value) for block in found.reading.blocks] == [
        ("body", "heading"),
        *[("contents", "paragraph")] * 3,
        ("body", "heading"),
        ("body", "paragraph"),
        ("body", "heading"),
        ("body", "paragraph"),
    ]
    assert [section.title for section in found.sections] == ["Innhold", "Om oss", "Tiltak"]


def test_a_list_whose_lines_come_back_as_headings_is_a_contents_list() -> None:
    source = (
        "About us\n\n- Our policies\n- Our risks\n- Contact\n\nOur policies\n\nWe have a code of conduct.\n\n"
        "Our risks\n\nWe see a risk of long hours.\n\nContact\n\n- Our policies\n- Our risks\n\nWrite to us."
    )
    document = outline(text.read(source.encode()), LEXICONS, "en")
    layers = [(document.quote(s.span), s.layer) for s in document.sentences]
    assert [said for said, layer in layers if layer is Layer.CONTENTS] == [
        "Our policies",
        "Our risks",
        "Contact",
    ]
    assert ("Our policies", Layer.BODY) in layers
