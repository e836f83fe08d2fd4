"""Documents and reports made by hand, so that reporters are tested without readers, packs or an engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from report_linter.document import (
    Block,
    Document,
    DocxPlace,
    Kind,
    Line,
    PdfPlace,
    Place,
    Reading,
    Section,
    Sentence,
    Span,
    TextPlace,
    Unit,
    Unread,
)
from report_linter.finding import (
    Citation,
    Confidence,
    Decided,
    Decision,
    DocumentReport,
    Evidence,
    Finding,
    Level,
    Link,
    Outcome,
    PackName,
    ReadFailure,
    Remark,
    Report,
    RequirementResult,
    Role,
    Severity,
    Standing,
    Subject,
    Texts,
)

URL = "https://lovdata.no/dokument/NL/lov/2021-06-18-99"

# (heading, sentences below it): one section each, one block per sentence
TEXT = {
    "en": (
        ("About the business", ["Fjordgods AS transports goods and has 120 employees in Bergen."]),
        (
            "Risk",
            [
                "We have found a risk of long working days at three of our hauliers in Poland, where drivers "
                "told us about weeks of more than sixty hours, and at one warehouse that we hire in Drammen.",
                "We have not found any adverse impacts.",
            ],
        ),
        ("Measures", ["The Act requires that measures are described."]),
    ),
    "nb": (
        ("Om virksomheten", ["Fjordgods AS frakter gods og har 120 ansatte i Bergen."]),
        (
            "Risiko",
            [
                "Vi har avdekket risiko for lange arbeidsdager hos tre av transportørene våre i Polen, der "
                "sjåfører fortalte om uker på mer enn seksti timer, og på ett lager som vi leier i Drammen.",
                "Vi har ikke avdekket negative konsekvenser.",
            ],
        ),
        ("Tiltak", ["Loven krever at tiltak beskrives."]),
    ),
    "nn": (
        ("Om verksemda", ["Fjordgods AS fraktar gods og har 120 tilsette i Bergen."]),
        (
            "Risiko",
            [
                "Vi har avdekt risiko for lange arbeidsdagar hos tre av transportørane våre i "
                "Polen, der sjåførar fortalde om veker på meir enn seksti timar, og på eitt lager "
                "som vi leiger i Drammen.",
                "Vi har ikkje avdekt negative følgjer.",
            ],
        ),
        ("Tiltak", ["Lova krev at tiltak blir skildra."]),
    ),
}

# Indexes of sentences, which are also blocks.
BUSINESS, RISK, DENIAL, MEASURES_HEADING, MEASURES = 1, 3, 4, 5, 6


def pdf_place(number: int) -> Place:
    return PdfPlace(1 + number // 4, (70.94, 100.0 + 20 * number, 510.26, 112.0 + 20 * number))


def docx_place(number: int) -> Place:
    return DocxPlace(number + 1)


def text_place(number: int) -> Place:
    return TextPlace(2 * number + 1)


def document(
    language: str = "nb",
    place: Callable[[int], Place] = pdf_place,
    unread: Sequence[Unread] = (),
    media_type: str = "application/pdf",
) -> Document:
    """The text of `language`, one line per block; the long block stands on two lines."""
    text, blocks, lines, sentences, sections = "", [], [], [], []
    for section, (heading, below) in enumerate(TEXT[language]):
        first = len(blocks)
        for part in (heading, *below):
            text += "\n" if text else ""
            span = Span(len(text), len(text) + len(part))
            is_heading = part == heading
            kind, unit = (Kind.HEADING, Unit.HEADING) if is_heading else (Kind.PARAGRAPH, Unit.SENTENCE)
            sentences.append(Sentence(span, len(blocks), section, language, unit))
            lines.extend(_lines(span, place, len(blocks)))
            blocks.append(
                Block(span, kind, level=int(is_heading), number=str(section + 1) if is_heading else "")
            )
            text += part
        sections.append(Section(first, (first, len(blocks)), heading, str(section + 1), 1))
    pages = 2 if media_type == "application/pdf" else None
    reading = Reading(media_type, text, tuple(blocks), tuple(lines), tuple(unread), pages)
    return Document(reading, tuple(sections), tuple(sentences), language, (language,) * len(blocks))


def _lines(span: Span, place: Callable[[int], Place], block: int) -> list[Line]:
    if block != RISK or isinstance(place(block), DocxPlace):
        return [Line(span, place(block))]
    middle = (span.start + span.end) // 2
    return [Line(Span(span.start, middle), place(block)), Line(Span(middle, span.end), place(block + 1))]


def evidence(document: Document, sentence: int, **more: object) -> Evidence:
    return Evidence(document.sentences[sentence].span, **more)  # type: ignore[arg-type]


def said(en: str, nb: str, nn: str) -> Texts:
    return (("en", en), ("nb", nb), ("nn", nn))


LETTER_A = said("Section 5, letter a", "§ 5 bokstav a", "§ 5 bokstav a")
LETTER_B = said("Section 5, letter b", "§ 5 bokstav b", "§ 5 bokstav b")
LETTER_C = said("Section 5, letter c", "§ 5 bokstav c", "§ 5 bokstav c")


def citation(letter: str) -> Citation:
    text = said(
        f"the Transparency Act section 5 first paragraph letter {letter}",
        f"åpenhetsloven § 5 første ledd bokstav {letter}",
        f"openheitslova § 5 første ledd bokstav {letter}",
    )
    return Citation(text, URL)


def requirements(made: Document) -> tuple[RequirementResult, ...]:
    def result(
        name: str, part: Texts, letter: str, title: Texts, outcome: Outcome, level: Level | None, **more
    ):  # type: ignore[no-untyped-def]
        return RequirementResult(
            id=name,
            pack="transparency_act",
            part=part,
            title=title,
            citation=citation(letter),
            outcome=outcome,
            level=level,
            severity=Severity.ERROR,
            **more,
        )

    return (
        result(
            "TA-5A-OPS",
            LETTER_A,
            "a",
            said("Area of operations", "Driftsområde", "Driftsområde"),
            Outcome.PASS,
            Level.SPECIFIC,
            evidence=(evidence(made, BUSINESS, level=Level.SPECIFIC, subject=Subject.OWN),),
        ),
        result(
            "TA-5B-RISK",
            LETTER_B,
            "b",
            said("Significant risk", "Vesentlig risiko", "Vesentleg risiko"),
            Outcome.PASS,
            Level.SPECIFIC,
            evidence=(
                evidence(made, DENIAL, role=Role.SUPPORTING, level=Level.DESCRIBED, standing=Standing.DENIED),
                evidence(made, RISK, level=Level.SPECIFIC, subject=Subject.SUPPLIER),
            ),
            set_aside=(
                evidence(made, MEASURES, role=Role.SET_ASIDE, reason="quoted law", subject=Subject.LAW),
            ),
        ),
        result(
            "TA-5B-ACT",
            LETTER_B,
            "b",
            said("Actual adverse impacts", "Faktiske negative konsekvenser", "Faktiske negative følgjer"),
            Outcome.FAIL,
            Level.DESCRIBED,
            evidence=(evidence(made, DENIAL, level=Level.DESCRIBED, standing=Standing.DENIED),),
        ),
        result(
            "TA-5C-MEAS",
            LETTER_C,
            "c",
            said("Measures", "Tiltak", "Tiltak"),
            Outcome.FAIL,
            Level.MENTIONED,
        ),
        result(
            "TA-5C-RES",
            LETTER_C,
            "c",
            said("Results of measures", "Resultater av tiltak", "Resultat av tiltak"),
            Outcome.REVIEW,
            Level.ABSENT,
            reason=said("Page 2 was not read.", "Side 2 ble ikke lest.", "Side 2 vart ikkje lesen."),
        ),
        result(
            "D-PLACE",
            LETTER_C,
            "c",
            said("No placeholders", "Ingen plassholdere", "Ingen plasshaldarar"),
            Outcome.PASS,
            None,
        ),
        result(
            "TA-5-PUB",
            LETTER_C,
            "c",
            said("Published on the website", "Publisert på nettsiden", "Publisert på nettsida"),
            Outcome.UNCHECKED,
            None,
            reason=said(
                "The website is not in the document.",
                "Nettsiden er ikke i dokumentet.",
                "Nettsida er ikkje i dokumentet.",
            ),
        ),
        result(
            "TA-5-UPD",
            LETTER_C,
            "c",
            said("Updated on change", "Oppdatert ved endring", "Oppdatert ved endring"),
            Outcome.NOT_APPLICABLE,
            None,
            reason=said("No change is mentioned.", "Ingen endring er nevnt.", "Inga endring er nemnd."),
        ),
    )


def findings(made: Document) -> tuple[Finding, ...]:
    def finding(rule: str, outcome: Outcome, severity: Severity, message: Texts, *shown: Evidence, **more):  # type: ignore[no-untyped-def]
        requirement = rule.partition(".")[0]
        return Finding(
            rule=rule,
            requirement=requirement,
            pack="transparency_act",
            outcome=outcome,
            severity=severity,
            confidence=Confidence.MEDIUM,
            citation=citation(requirement[4].lower()),
            message=message,
            why=said(
                "The reader must see what is done.",
                "Leseren må se hva som gjøres.",
                "Lesaren må sjå kva som blir gjort.",
            ),
            advice=said(
                "Say what you do, where and when.",
                "Skriv hva dere gjør, hvor og når.",
                "Skriv kva de gjer, kvar og når.",
            ),
            example=said(
                "From May 2025 we check time sheets every month.",
                "Fra mai 2025 kontrollerer vi timelister hver måned.",
                "Frå mai 2025 kontrollerer vi timelister kvar månad.",
            ),
            evidence=shown,
            fingerprint=f"{rule.lower()}-0123456789abcdef",
            **more,
        )

    heading = evidence(made, MEASURES_HEADING, role=Role.EXPECTED)
    return (
        finding(
            "TA-5C-MEAS",
            Outcome.FAIL,
            Severity.WARNING,
            said(
                "Measures are mentioned, not described.",
                "Tiltak er nevnt, ikke beskrevet.",
                "Tiltak er nemnde, ikkje skildra.",
            ),
            heading,
            evidence(
                made, MEASURES, role=Role.SUPPORTING, level=Level.MENTIONED, standing=Standing.OBLIGATION
            ),
            level=Level.MENTIONED,
        ),
        finding(
            "TA-5C-RES",
            Outcome.REVIEW,
            Severity.ERROR,
            said("No results were found.", "Ingen resultater er funnet.", "Ingen resultat er funne."),
            heading,
            level=Level.ABSENT,
            reason=said("Page 2 was not read.", "Side 2 ble ikke lest.", "Side 2 vart ikkje lesen."),
        ),
        finding(
            "TA-5B-ACT.bare-denial",
            Outcome.FAIL,
            Severity.ERROR,
            said(
                "The account only says that nothing was found.",
                "Redegjørelsen sier bare at ingenting er avdekket.",
                "Utgreiinga seier berre at ingenting er avdekt.",
            ),
            evidence(made, DENIAL, level=Level.DESCRIBED, standing=Standing.DENIED),
            evidence(made, RISK, role=Role.RELATED, level=Level.SPECIFIC),
        ),
    )


UNREAD = (Unread("no text layer", page=2), Unread("no text layer", page=3), Unread("damaged page", page=7))
PACKS = (
    PackName("transparency_act", "2026.1", said("The Transparency Act", "Åpenhetsloven", "Openheitslova")),
)
SHA = "0" * 64


def document_report(language: str = "nb", path: str = "utkast.pdf", **more: object) -> DocumentReport:
    made = document(language, unread=UNREAD)
    values: dict[str, object] = {
        "media_type": "application/pdf",
        "sha256": SHA,
        "kind": "draft",
        "document": made,
        "requirements": requirements(made),
        "findings": findings(made),
        "chain": (Link("overtid", (evidence(made, RISK),), (), ()),),
    }
    return DocumentReport(path, **(values | more))  # type: ignore[arg-type]


def clean_report(language: str = "nb", **more: object) -> DocumentReport:
    """A document that was wholly read, with everything found."""
    made = document(language, text_place, media_type="text/plain")
    met = tuple(item for item in requirements(made) if item.outcome is Outcome.PASS)
    values: dict[str, object] = {
        "kind": "account",
        "document": made,
        "requirements": met,
        "findings": (),
        "chain": (),
    }
    return document_report(language, "ferdig.txt", **(values | {"media_type": "text/plain"} | more))


def decided_report(language: str = "nb") -> DocumentReport:
    """Findings of every decision: one expired, one waived, one known, one not due, and one that is open."""
    made = document_report(language)
    measures, results, denial = made.findings
    signs = said("The board signs.", "Styret underskriver.", "Styret skriv under.")
    until, text = date(2026, 6, 1), "Settled with the auditor, see minute 14/2026."
    findings = (
        replace(denial, decision=Decision(Decided.EXPIRED, text, "Kari Vik", until)),
        replace(denial, decision=Decision(Decided.KNOWN)),
        replace(measures, decision=Decision(Decided.WAIVED, text, "Kari Vik", date(2027, 6, 30))),
        replace(results, decision=Decision(Decided.NOT_DUE), reason=signs),
        measures,
    )
    requirements = tuple(
        replace(item, outcome=Outcome.NOT_APPLICABLE, reason=signs) if item.id == "TA-5C-RES" else item
        for item in made.requirements
    )
    return replace(made, findings=findings, requirements=requirements)


REMARKS = (
    Remark("profile_draft", (("where", ""),)),
    Remark("waiver_unused", (("where", "waivers.yaml:9"), ("what", "TA-5-UPD (utkast.pdf)"))),
    Remark("waiver_without_path", (("where", "waivers.yaml:14"), ("what", "0123456789abcdef"))),
    Remark("waivers_not_tried", (("where", "waivers.yaml:20, waivers.yaml:25"),)),
    Remark("baseline_fixed", (("rule", "D01, D29 (2)"), ("path", "utkast.pdf"))),
    Remark("baseline_without", (("path", "annet.docx"),)),
    Remark("baseline_edition", (("pack", "transparency_act"), ("before", "2025.2"), ("now", "2026.1"))),
    Remark("baseline_pack", (("pack", "draft_quality"),)),
    Remark("profile_board", (("where", " (annet.docx)"),)),
)


def unreadable(path: str = "låst.pdf", code: str = "encrypted") -> DocumentReport:
    message = "the file is protected by a password; save a copy without one"
    return DocumentReport(path, error=ReadFailure(code, message))


def report(*documents: DocumentReport) -> Report:
    return Report("0.1.0", PACKS, documents)
