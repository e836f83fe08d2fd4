"""Standing and subject of words, in three languages: what a clause does with its content, and whom it is about."""

import pytest

from report_linter.finding import Standing, Subject
from report_linter.lexicons import load_all
from report_linter.match import Facts, Words
from report_linter.outline import outline
from report_linter.readers import read

LEXICONS = load_all()
WORDS = Words(
    {
        "found": {
            "nb": ["avdekket", "avdekke", "avdekkes", "fant"],
            "nn": ["avdekt", "avdekte", "avdekkje", "fann"],
            "en": ["found", "find"],
        },
        "found-that": {"nb": ["avdekket at"], "nn": ["avdekte at"]},
        "breach": {"nb": ["brudd"], "nn": ["brot"], "en": ["breach"]},
        "channel": {"any": ["*kanal*", "channel"]},
        "audit": {"nb": ["reviderer", "revidere"], "nn": ["reviderer"], "en": ["audit"]},
    },
    [
        "Virksomhetene skal utføre aktsomhetsvurderinger i tråd med OECDs retningslinjer for flernasjonale selskaper."
    ],
    LEXICONS,
)


def facts(text: str, language: str) -> Facts:
    document = outline(read(text.encode(), "x.txt", "text"), LEXICONS, language)
    assert len(document.sentences) == 1, [document.quote(s.span) for s in document.sentences]
    return WORDS.read(document).facts[0]


@pytest.mark.parametrize(
    ("language", "text", "concept", "standing"),
    [
        ("nb", "Vi har avdekket brudd hos to leverandører.", "breach", Standing.STATED),
        ("nb", "Vi har ikke avdekket brudd hos leverandørene.", "breach", Standing.DENIED),
        ("nb", "Heller ikke i egen virksomhet avdekket vi brudd.", "found", Standing.DENIED),
        ("nb", "Hos leverandørene avdekket vi ikke noen brudd.", "found", Standing.DENIED),
        ("nb", "Ingen brudd ble avdekket i 2025.", "found", Standing.DENIED),
        ("nb", "Ikke bare risiko, men også brudd er avdekket.", "breach", Standing.STATED),
        (
            "nb",
            "Vi fant ingen avvik hos oss, men hos én leverandør avdekket revisor brudd.",
            "breach",
            Standing.STATED,
        ),
        ("nb", "Vi vil revidere alle leverandører neste år.", "audit", Standing.PLANNED),
        ("nb", "Vi skal revidere alle leverandører.", "audit", Standing.PLANNED),
        ("nb", "Leverandører skal revidere sine fabrikker.", "audit", Standing.OBLIGATION),
        ("nb", "Dersom brudd avdekkes, varsles styret.", "breach", Standing.HYPOTHETICAL),
        ("nb", "Skulle vi avdekke brudd, vurderer vi tiltak.", "breach", Standing.HYPOTHETICAL),
        ("nb", "Bransjen kan ha brudd på arbeidsmiljøloven.", "breach", Standing.POSSIBLE),
        ("nn", "Vi har ikkje avdekt brot hos leverandørane.", "breach", Standing.DENIED),
        ("nn", "I eiga verksemd fann vi ikkje brot.", "found", Standing.DENIED),
        ("nn", "Dersom vi skulle avdekkje brot, varslar vi styret.", "breach", Standing.HYPOTHETICAL),
        ("nn", "Kanalen er open, og ingen brot er melde.", "channel", Standing.STATED),
        ("en", "We found breaches at two suppliers.", "breach", Standing.STATED),
        ("en", "We have not found any breach at our suppliers.", "breach", Standing.DENIED),
        ("en", "No breaches were found in 2025.", "found", Standing.DENIED),
        ("en", "Not only risk but also a breach was found.", "breach", Standing.STATED),
        ("en", "We will audit every supplier next year.", "audit", Standing.PLANNED),
        ("en", "Suppliers must audit their factories.", "audit", Standing.OBLIGATION),
        ("en", "If a breach is found, the board is told.", "breach", Standing.HYPOTHETICAL),
        ("en", "Should we find a breach, we will consider measures.", "breach", Standing.HYPOTHETICAL),
    ],
)
def test_standing(language: str, text: str, concept: str, standing: Standing) -> None:
    assert {hit.standing for hit in facts(text, language).of(concept)} == {standing}


@pytest.mark.parametrize(
    ("language", "text", "subject"),
    [
        ("nb", "Vi reviderer leverandører.", Subject.OWN),
        ("nb", "Fjordlys Armatur AS reviderer leverandører.", Subject.OWN),
        ("nb", "Åpenhetsloven krever at virksomheter reviderer leverandører.", Subject.LAW),
        (
            "nb",
            "Virksomhetene skal utføre aktsomhetsvurderinger i tråd med OECDs retningslinjer for flernasjonale.",
            Subject.LAW,
        ),
        ("nb", "Leverandører må revidere sine fabrikker.", Subject.SUPPLIER),
        ("nb", "Virksomheter må revidere sine fabrikker.", Subject.OTHER),
        ("nb", "Konsernet reviderer leverandørene sine.", Subject.GROUP),
        ("nb", "Kontrollene ble gjennomført i mai.", Subject.NONE),
        ("nn", "Me reviderer leverandørar.", Subject.OWN),
        ("nn", "Openheitslova krev at verksemder reviderer.", Subject.LAW),
        ("en", "Our buyers audit suppliers.", Subject.OWN),
        ("en", "The Transparency Act requires that enterprises audit suppliers.", Subject.LAW),
        ("en", "Suppliers must audit their factories.", Subject.SUPPLIER),
        ("en", "Controls were carried out in May.", Subject.NONE),
    ],
)
def test_subject(language: str, text: str, subject: Subject) -> None:
    assert facts(text, language).subject is subject


def whole(text: str, language: str) -> dict[str, Subject]:
    document = outline(read(text.encode(), "x.md", None), LEXICONS, language)
    read_text = WORDS.read(document)
    return {document.quote(s.span): f.subject for _, s, f in read_text.sentences()}


ACCOUNT = """# Fjelldal Leker AS

Fjelldal Leker AS selger leker. Alt blir kontrollert. Varene lagres i Moss. Hvert år øker salget.

## Innkjøp

{sentence}

Fjelldal Leker AS har vedtatt en plan.
"""


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Toynor Norge AS har utarbeidet en Supplier Code of Conduct.", Subject.OTHER),
        ("Toynor Norge AS har utarbeidet en plan for oss.", Subject.OWN),
        ("Toynor Toys Ltd har en fabrikk i Vietnam.", Subject.SUPPLIER),
        ("Fjelldal Lager AS har utarbeidet en plan.", Subject.NONE),
        ("Toynor Norge AS er et datterselskap.", Subject.NONE),
        ("Toynor Norge AS: plan for innkjøp.", Subject.NONE),
    ],
)
def test_a_sentence_that_opens_with_another_company_is_about_that_company(
    sentence: str, subject: Subject
) -> None:
    assert whole(ACCOUNT.format(sentence=sentence), "nb")[sentence] is subject


def test_a_company_is_no_stranger_where_it_is_not_plain_who_the_enterprise_is() -> None:
    opening = "Alt blir kontrollert. Varene lagres i Moss. Hvert år øker salget. Lageret er stort."
    text = f"{opening}\n\nToynor Norge AS har en plan."
    assert whole(text, "nb")["Toynor Norge AS har en plan."] is not Subject.OTHER


@pytest.mark.parametrize(
    ("language", "text", "subject"),
    [
        ("nb", "Når man gjennomfører aktsomhetsvurderinger, må virksomheten være åpen.", Subject.OTHER),
        ("nb", "Når man kartlegger leverandører, ser vi at risikoen er størst i tekstil.", Subject.OWN),
        ("nb", "Da man kartla leverandørene, fant selskapet brudd.", Subject.OWN),
        ("nn", "Når ein gjennomfører aktsemdsvurderingar, må verksemda vere open.", Subject.OTHER),
        ("nn", "Når ein leverandør bryt krava, tek selskapet kontakt.", Subject.OWN),
        ("en", "When one carries out due diligence, the company must be open.", Subject.OTHER),
        ("en", "When one supplier failed, the company stopped buying.", Subject.OWN),
    ],
)
def test_a_maxim_is_not_about_the_enterprise(language: str, text: str, subject: Subject) -> None:
    assert facts(text, language).subject is subject


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Kontrollen avdekket at det ikke gjennomføres vernerunder."),
        ("nn", "Kontrollen avdekte at det ikkje blir gjort målingar."),
    ],
)
def test_a_negation_in_a_that_clause_does_not_deny_what_was_found(language: str, text: str) -> None:
    assert {hit.standing for hit in facts(text, language).of("found")} == {Standing.STATED}
    assert {hit.standing for hit in facts(text, language).of("found-that")} == {Standing.STATED}
