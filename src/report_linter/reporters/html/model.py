"""What the page shows, ready to be set: every text in its language, every place with its link, no markup.

Links are names of anchors on the page, without `#`; an empty link is none. Texts of a draft stand in `Quote`, `Block`
and `Section`; the templates escape everything.
"""

from __future__ import annotations

from dataclasses import dataclass

from report_linter.reporters.checklist import Status


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a draft's text. `mark`: its words are why something was found (`counts`) or noted (`finding`)."""

    text: str
    mark: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the draft, where they stand, and `note`: what they do for a requirement, or why they do not count."""

    pieces: tuple[Piece, ...]
    language: str
    where: str
    link: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the draft by name, such as the section that should hold what is missing."""

    text: str
    link: str
    language: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one finding says. `decision`: what people have decided; `closed`: so that it counts no longer."""

    status: Status
    message: str
    reason: str
    decision: str
    closed: bool
    found: tuple[Quote, ...]
    related: tuple[Quote, ...]
    expected: Place | None


@dataclass(frozen=True, slots=True)
class Advice:
    """Findings of one rule that are mended in the same way, and how."""

    rule: str
    confidence: str
    citation: str  # where it is not the requirement's own
    said: tuple[Said, ...]
    why: str
    advice: str
    example: str


@dataclass(frozen=True, slots=True)
class Level:
    """How much is said: 0 to 3, and in a word."""

    number: int
    word: str


@dataclass(frozen=True, slots=True)
class Item:
    """A requirement on the checklist.

    `quotes` prove it, `more` are all further evidence, `elsewhere` what stands outside of the account and does not
    count, `aside` what matched and was not counted.
    """

    anchor: str
    id: str
    title: str
    status: Status
    level: Level | None
    citation: str
    url: str
    reason: tuple[Piece, ...]  # pieces with an anchor link to another requirement
    advice: tuple[Advice, ...]
    quotes: tuple[Quote, ...]
    more: tuple[Quote, ...]
    elsewhere: tuple[Quote, ...]
    aside: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Requirements of one part of the law; `met` of `levelled` are said enough about."""

    anchor: str
    title: str
    items: tuple[Item, ...]
    met: int
    levelled: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """A pack. `law`: the first that asks for contents, which the overview lists; `about`: what it is, as a key of the
    texts; `clean`: checks that found nothing to say.
    """

    anchor: str
    title: str
    edition: str
    law: bool
    about: str
    groups: tuple[Group, ...]
    clean: tuple[Item, ...]
    counts: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A row of the table risk, measure, result."""

    name: str
    language: str
    cells: tuple[tuple[Quote, ...], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """From the text back to the checklist. `beyond`: to guidance beyond the wording of the law."""

    label: str
    title: str
    link: str
    finding: bool
    beyond: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `claimed` where requirements or findings rest on it, and `references` lead to those."""

    pieces: tuple[Piece, ...]
    references: tuple[Reference, ...] = ()
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the draft. `kind` is that of `document.Kind`; `level` of a heading from 1, of an item from 0."""

    kind: str
    level: int
    number: str
    language: str
    anchor: str
    runs: tuple[Run, ...]
    expected: tuple[Reference, ...]  # what should stand under this heading
    header: bool = False  # of a table


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks that are shown together: `text`, `list`, `table`, or `aside` (a layer that does not count); or a line
    between them: `page`, `border` of the account, `gap` in what is shown.

    Of a table, `rows` holds rows of cells of blocks, otherwise `blocks` holds all. `note` says what a page or a stretch
    is: `page 3`, `running header`.
    """

    kind: str
    blocks: tuple[Block, ...] = ()
    rows: tuple[tuple[tuple[Block, ...], ...], ...] = ()
    note: str = ""
    warning: str = ""
    anchor: str = ""
    outside: bool = False  # of the account in a larger report


@dataclass(frozen=True, slots=True)
class Section:
    """A line of the outline; `findings` says how many of them point here."""

    title: str
    level: int
    link: str
    language: str
    findings: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A number to be seen at once."""

    status: Status
    number: int
    word: str


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    text: str
    code: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True)
class First:
    """An entry of what to look at first."""

    item: Item
    message: str
    times: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document."""

    anchor: str
    name: str
    language: str  # of what is said about it
    text_language: str
    problems: tuple[tuple[str, str], ...]  # label, text
    read: bool
    kind: str
    account: str
    counts: str
    met: str
    met_short: str
    decided: str
    tiles: tuple[Tile, ...]
    facts: tuple[Fact, ...]
    first: tuple[First, ...]
    first_more: str
    first_none: str
    chapters: tuple[Chapter, ...]
    chain: tuple[Topic, ...]
    unchecked: tuple[Item, ...]
    not_applicable: tuple[Item, ...]
    outline: tuple[Section, ...]
    text: tuple[Stretch, ...]
    text_shortened: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page; its language is that of the run."""

    language: str
    title: str
    made: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...]
    total: str
    sources: tuple[tuple[str, tuple[str, ...]], ...]  # of the citations: name of the pack, addresses
