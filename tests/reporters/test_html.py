"""The page for the legal team: read by two parsers that are not the browser's, and never by its own templates."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from dataclasses import replace
from datetime import date
from functools import cache

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from report_linter import texts
from report_linter.document import Account, Chosen, Span, TextPlace
from report_linter.finding import (
    Citation,
    Decided,
    Decision,
    Level,
    Link,
    Outcome,
    PackName,
    ReadFailure,
    Remark,
)
from report_linter.reporters import REPORTERS, View
from report_linter.reporters.html.marks import Claim, Marks, quoted
from report_linter.reporters.html.model import Reference
from report_linter.reporters.html.text import Shown

from .made import (
    BUSINESS,
    DENIAL,
    PACKS,
    RISK,
    clean_report,
    document,
    document_report,
    evidence,
    report,
    said,
    unreadable,
)

LANGUAGES = ("en", "nb", "nn")
TODAY = date(2026, 6, 30)
HOSTILE = (
    '<script>alert("x")</script>"><img src=x onerror=alert(1)>\'</style></main>&lt;b&gt;<!-- \u202eevil\u2066 '
    "{{ 7*7 }} javascript:alert(1)"
)


def page_of(made, view=View(today=TODAY)):  # noqa: B008  frozen
    return REPORTERS["html"].render(made, view).decode()


def tree_of(page):
    return lxml_html.document_fromstring(page)


def text_of(element):
    return " ".join(element.text_content().split())


def found(tree, path):
    elements = tree.xpath(path)
    assert elements, path
    return elements[0]


def item(tree, name, sheet="d1"):
    return found(tree, f"//*[@id='{sheet}-{name}']")


def three(language):
    return report(document_report(language), clean_report(language), unreadable())


def with_packs(made):
    """A report of three packs: the law, slips of the draft, and guidance beyond the law."""
    document_ = made.documents[0]
    words = evidence(document_.document, RISK, level=Level.MENTIONED)
    slip = replace(
        document_.requirements[5],
        id="D01",
        pack="draft_quality",
        part=said("Unfinished", "Uferdig", "Uferdig"),
        title=said("Placeholders", "Plassholdere", "Plasshaldarar"),
        outcome=Outcome.FAIL,
    )
    step = replace(
        document_.requirements[3],
        id="OECD-3.1",
        pack="oecd",
        part=said("Step 3", "Trinn 3", "Steg 3"),
        title=said("Cease", "Stanse", "Stanse"),
        evidence=(words,),
        reason=said("The same as TA-5B-ACT.", "Det samme som TA-5B-ACT.", "Det same som TA-5B-ACT."),
    )
    findings = [
        replace(
            document_.findings[0], rule="D01", requirement="D01", pack="draft_quality", evidence=(words,)
        ),
    ]
    packs = (
        *PACKS,
        PackName("draft_quality", "1", said("Draft quality", "Kvaliteten", "Kvaliteten")),
        PackName("oecd", "2", said("OECD", "OECD", "OECD")),
    )
    changed = replace(
        document_,
        requirements=(*document_.requirements, slip, step),
        findings=(*document_.findings, *findings),
    )
    return replace(made, packs=packs, documents=(changed, *made.documents[1:]))


def hostile_report():
    """Every text that comes from outside is `HOSTILE`; the addresses of the citations run a script."""
    made = document_report("nb", path=f"{HOSTILE}.pdf")
    read = made.document
    reading, sections = read.reading, read.sections
    text = (HOSTILE * 9)[: len(reading.text)]
    bad = said(HOSTILE, HOSTILE, HOSTILE)
    citation = Citation(bad, "javascript:alert(document.domain)")
    spoilt = replace(
        read,
        reading=replace(reading, text=text, blocks=tuple(replace(b, number=HOSTILE) for b in reading.blocks)),
        sections=tuple(replace(section, title=HOSTILE, number=HOSTILE) for section in sections),
    )
    decision = Decision(Decided.WAIVED, HOSTILE, HOSTILE, TODAY)
    changed = replace(
        made,
        document=spoilt,
        kind=HOSTILE,
        kind_reason=bad,
        requirements=tuple(
            replace(item, id=f"X{n}{HOSTILE}", title=bad, part=bad, reason=bad, citation=citation)
            for n, item in enumerate(made.requirements)
        ),
        findings=tuple(
            replace(
                finding,
                rule=HOSTILE,
                requirement=f"X{n}{HOSTILE}",
                message=bad,
                why=bad,
                advice=bad,
                example=bad,
                reason=bad,
                citation=citation,
                decision=decision,
            )
            for n, finding in enumerate(made.findings)
        ),
        chain=tuple(replace(link, topic=HOSTILE) for link in made.chain),
        crashed=(HOSTILE,),
    )
    failed = replace(unreadable(f"b{HOSTILE}"), error=ReadFailure(HOSTILE, HOSTILE))
    packs = (PackName("transparency_act", HOSTILE, bad),)
    return replace(
        report(changed, failed), packs=packs, version=HOSTILE, remarks=(Remark(HOSTILE, (("a", HOSTILE),)),)
    )


@cache
def made_reports():
    return {
        **{f"three documents, {language}": three(language) for language in LANGUAGES},
        "one document": report(document_report("nb")),
        "three packs": with_packs(report(document_report("nn"))),
        "another kind of text": report(clean_report("nb", kind="announcement")),
        "nothing read": report(unreadable()),
        "nothing at all": report(),
        "hostile texts": hostile_report(),
    }


@cache
def made_page(name):
    return page_of(made_reports()[name])


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_page(language, golden):
    page = page_of(with_packs(three(language)))
    page = re.sub(r"<style>.*?</style>", "<style></style>", page, flags=re.S)
    golden.check(f"page.{language}.html", re.sub(r"sha256-[^']+", "sha256-", page))


@pytest.mark.parametrize("name", made_reports())
def test_the_page_is_valid_and_its_links_lead_somewhere(name):
    page = made_page(name)
    html5lib.HTMLParser(strict=True).parse(page)
    tree = tree_of(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = [link.removeprefix("#") for link in tree.xpath("//a/@href") if link.startswith("#")]
    named = [name for value in tree.xpath("//@aria-labelledby") for name in value.split()]
    assert not set(links + named) - set(ids)
    regions = tree.xpath("//section/@aria-labelledby")
    assert len(regions) == len(set(regions))
    depths = [
        int(element.tag[1])
        for element in tree.xpath("//*[self::h1|self::h2|self::h3|self::h4|self::h5|self::h6]")
    ]
    assert depths[0] == 1
    assert depths.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(depths))
    assert tree.get("lang") in LANGUAGES
    assert not [table for table in tree.xpath("//table[caption]") if not table.xpath(".//th[@scope]")]


@pytest.mark.parametrize("name", made_reports())
def test_nothing_runs_and_nothing_is_fetched(name):
    page = made_page(name)
    tree = tree_of(page)
    assert not tree.xpath(
        "//script|//iframe|//object|//embed|//form|//link|//base|//img|//svg|//input|//button"
    )
    attributes = {str(key) for element in tree.iter("*") for key in element.attrib}
    assert not [
        key for key in attributes if key.startswith("on") or key in ("style", "src", "srcset", "action")
    ]
    links = tree.xpath("//a/@href")
    assert all(re.match(r"#|https?://", link) for link in links)
    style = found(tree, "//style").text
    assert not re.search(r"url\(|@import|expression", style)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = found(tree, "//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_hostile_texts_are_shown_and_inert():
    page = page_of(hostile_report())
    tree = tree_of(page)
    shown = text_of(tree)
    assert '<script>alert("x")</script>"><img src=x onerror=alert(1)>' in shown
    assert "{{ 7*7 }}" in shown
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", page)
    assert "�evil�" in shown
    assert not [link for link in tree.xpath("//a/@href") if not link.startswith("#")]


def test_the_same_report_gives_the_same_bytes_and_no_date_but_that_of_the_run():
    made = with_packs(three("nb"))
    assert page_of(made) == page_of(made)
    assert "30. juni 2026" in page_of(made)
    assert "Laget med report-linter 0.1.0" in page_of(made, View())


@pytest.mark.parametrize(
    "made", [report(document_report("nb")), report(clean_report("nb"), document_report("nb"))]
)
def test_what_was_not_read_comes_first(made):
    tree = tree_of(page_of(made))
    first = text_of(found(tree, "//header/section"))
    assert first.startswith(
        "! Dette ble ikke lest eller ikke kontrollert IKKE LEST utkast.pdf: side 2–3 (bilde av tekst"
    )
    assert "side 7 (ødelagt side)" in first
    assert found(tree, "//a[@class='skip']").get("href") == "#problems"


def test_a_file_that_could_not_be_read_keeps_its_place_and_says_why():
    tree = tree_of(page_of(report(unreadable("a/låst.pdf"))))
    assert "IKKE" not in text_of(found(tree, "//h1"))
    assert "NOT CHECKED låst.pdf: the file is protected by a password" in text_of(found(tree, "//header"))
    assert not tree.xpath("//*[@id='d1-overview']")


def test_nothing_ever_says_that_the_law_is_followed():
    for language in LANGUAGES:
        tree = tree_of(page_of(report(clean_report(language))))
        page = text_of(tree).lower()
        assert not re.search(r"compliant|oppfyller loven|oppfyller lova", page)
        words = texts.load(language)
        assert f"{words.say('counts.none')}." in text_of(found(tree, "//section[@class='summary']"))
        assert words.say("last") in text_of(found(tree, "//section[@class='summary']"))
        assert words.say("html.last") in text_of(found(tree, "//section[@id='reading']"))


def test_no_findings_in_a_document_that_was_not_wholly_read():
    made = replace(document_report("nb"), findings=())
    tree = tree_of(page_of(report(made)))
    summary = text_of(found(tree, "//section[@class='summary']"))
    assert "Ingen funn er ført opp; kontrollen er ufullstendig." in summary
    assert "All tekst ble lest" not in summary
    first = text_of(found(tree, "//section[@class='first']"))
    assert first == "Se på dette først Ingen funn er ført opp; kontrollen er ufullstendig."


def test_the_checklist_is_in_the_order_of_the_law_and_what_to_look_at_first_is_not():
    tree = tree_of(page_of(report(document_report("nb"))))
    assert [text_of(row) for row in tree.xpath("//table[@class='checklist']//tbody//th")] == [
        "§ 5 bokstav a 1 av 1 funnet",
        "Driftsområde",
        "§ 5 bokstav b 2 av 2 funnet",
        "Vesentlig risiko",
        "Faktiske negative konsekvenser",
        "§ 5 bokstav c 0 av 2 funnet",
        "Tiltak",
        "Resultater av tiltak",
    ]
    first = [text_of(entry) for entry in tree.xpath("//section[@class='first']//li")]
    assert first[0].startswith("× Feil Faktiske negative konsekvenser TA-5B-ACT")
    assert first[1].startswith("! Advarsel Tiltak TA-5C-MEAS")
    assert first[2].startswith("? Bør vurderes Resultater av tiltak TA-5C-RES")
    assert len(first) == 3


def test_a_requirement_that_is_met_shows_its_words_and_where_they_stand():
    tree = tree_of(page_of(report(document_report("nb"))))
    met = item(tree, "TA-5B-RISK")
    assert "✓ Funnet" in text_of(met)
    assert "Nivå: konkret" in text_of(met)
    quote = found(met, ".//blockquote")
    assert text_of(quote).startswith("Vi har avdekket risiko for lange arbeidsdager")
    place = found(met, ".//figcaption/a")
    assert text_of(place) == "side 1–2, «2 Risiko»"
    target = found(tree, f"//*[@id='{place.get('href')[1:]}']")
    assert text_of(target) == text_of(quote)
    more = found(met, ".//details")
    assert "1 sted til i teksten" in text_of(more)
    assert "Vi har ikke avdekket negative konsekvenser." in text_of(more)
    assert "støtter, beskrevet, benektet" in text_of(more)
    assert found(met, ".//a[@rel]").get("href") == "https://lovdata.no/dokument/NL/lov/2021-06-18-99"


def test_a_finding_says_what_is_missing_why_and_how_to_mend_it():
    tree = tree_of(page_of(report(document_report("nb"))))
    missing = text_of(item(tree, "TA-5C-MEAS"))
    for part in (
        "! Advarsel",
        "Nivå: nevnt",
        "åpenhetsloven § 5 første ledd bokstav c",
        "Tiltak er nevnt, ikke beskrevet.",
        "I teksten Loven krever at tiltak beskrives. side 2, «3 Tiltak»",
        "Ventet i 3 Tiltak",
        "Hvorfor Leseren må se hva som gjøres.",
        "Råd Skriv hva dere gjør, hvor og når.",
        "Mulig ordlyd «Fra mai 2025 kontrollerer vi timelister hver måned.»",
        "Sikkerhet: middels",
    ):
        assert part in missing
    further = text_of(item(tree, "TA-5B-ACT"))
    assert "Regel TA-5B-ACT.bare-denial" in further
    assert "Se også Vi har avdekket risiko" in further


def test_the_text_leads_to_the_checklist_and_back():
    tree = tree_of(page_of(report(document_report("nb"))))
    text = found(tree, "//section[@class='text']")
    denial = found(text, ".//*[@class='run noted'][contains(., 'Vi har ikke avdekket')]")
    back = [(text_of(link), link.get("href"), link.get("title")) for link in denial.getnext().xpath(".//a")]
    assert back == [
        ("! TA-5B-ACT", "#d1-TA-5B-ACT", "Faktiske negative konsekvenser"),
        ("TA-5B-RISK", "#d1-TA-5B-RISK", "Vesentlig risiko"),
    ]
    heading = found(text, ".//*[@id='d1-b5']")
    assert text_of(heading) == "3 Tiltak"
    assert text_of(heading.getnext()) == "Ventet her: ! TA-5C-MEAS ! TA-5C-RES"
    assert [text_of(line) for line in text.xpath(".//details[@class='outline']//li")] == [
        "1 Om virksomheten",
        "2 Risiko (1 funn)",
        "3 Tiltak (2 funn)",
    ]
    assert [text_of(page)[:17] for page in text.xpath(".//p[@class='page']")] == [
        "IKKE LEST: side 2",
        "IKKE LEST: side 3",
        "IKKE LEST: side 7",
    ]


def test_words_that_count_are_marked():
    made = document("nb")
    words = Span(made.sentences[RISK].span.start + 3, made.sentences[RISK].span.start + 15)
    changed = document_report("nb", document=made)
    marked = tuple(
        replace(item, evidence=tuple(replace(proof, words=(words,)) for proof in item.evidence))
        if item.id == "TA-5B-RISK"
        else item
        for item in changed.requirements
    )
    tree = tree_of(page_of(report(replace(changed, requirements=marked))))
    assert text_of(found(item(tree, "TA-5B-RISK"), ".//mark[@class='of-counts']")) == "har avdekket"
    assert [text_of(mark) for mark in tree.xpath("//section[@class='text']//mark")] == ["har avdekket"]


def test_messages_and_words_of_the_draft_have_their_own_languages():
    tree = tree_of(page_of(report(document_report("nb")), View(language="en")))
    assert tree.get("lang") == "en"
    assert found(tree, "//article").get("lang") == "en"
    assert {quote.get("lang") for quote in tree.xpath("//blockquote")} == {"nb"}
    assert found(tree, "//div[@class='draft']").get("lang") == "nb"
    assert "Bokmål" in text_of(found(tree, "//dl[@class='facts']"))


def test_slips_of_the_draft_and_guidance_stand_apart_from_the_law():
    tree = tree_of(page_of(with_packs(report(document_report("nb")))))
    chapters = tree.xpath("//section[@class='chapter']")
    assert [text_of(chapter.find("h2")) for chapter in chapters] == ["Åpenhetsloven", "Kvaliteten", "OECD"]
    ids = [[text_of(name) for name in chapter.xpath(".//h4/span[@class='id']")] for chapter in chapters]
    assert ids == [["TA-5A-OPS", "TA-5B-RISK", "TA-5B-ACT", "TA-5C-MEAS", "TA-5C-RES"], ["D01"], ["OECD-3.1"]]
    assert not tree.xpath("//table[@class='checklist']//a[@href='#d1-D01' or @href='#d1-OECD-3.1']")
    step = item(tree, "OECD-3.1")
    assert "– Uten eget funn" in text_of(step)
    assert found(step, ".//p[@class='reason']/a").get("href") == "#d1-TA-5B-ACT"


def test_guidance_is_not_named_in_the_text_where_the_law_is():
    tree = tree_of(page_of(with_packs(report(document_report("nb")))))
    assert not tree.xpath("//section[@class='text']//a[@href='#d1-OECD-3.1']")
    assert tree.xpath("//section[@class='text']//a[@href='#d1-D01']")


def test_what_was_not_checked_and_what_does_not_apply_stand_apart_with_reasons():
    tree = tree_of(page_of(report(document_report("nb"))))
    apart = text_of(found(tree, "//section[@id='d1-apart']"))
    assert "Kan ikke leses ut av et dokument Publisert på nettsiden TA-5-PUB" in apart
    assert "Nettsiden er ikke i dokumentet." in apart
    assert "Gjelder ikke her Oppdatert ved endring TA-5-UPD" in apart
    assert "Ingen endring er nevnt." in apart
    clean = found(tree, "//details[@class='clean']")
    assert text_of(clean) == "1 kontroll uten funn Ingen plassholdere D-PLACE"


@pytest.mark.parametrize(
    ("decision", "said_", "status"),
    [
        (
            Decision(Decided.WAIVED, "Avklart", "Kari", date(2027, 1, 31)),
            "Unntatt til 2027-01-31 av Kari: Avklart",
            "– Avgjort",
        ),
        (Decision(Decided.KNOWN), "Kjent fra utgangspunktet (baseline)", "– Avgjort"),
        (
            Decision(Decided.EXPIRED, "Avklart", "Kari", date(2026, 1, 31)),
            "Unntaket fra Kari gikk ut 2026-01-31: Avklart",
            "! Advarsel",
        ),
    ],
)
def test_findings_that_people_have_decided_about_stay_visible(decision, said_, status):
    made = document_report("nb")
    first, *others = made.findings
    tree = tree_of(page_of(report(replace(made, findings=(replace(first, decision=decision), *others)))))
    shown = text_of(item(tree, "TA-5C-MEAS"))
    assert status in shown
    assert said_ in shown
    assert "Tiltak er nevnt, ikke beskrevet." in shown
    assert ("unntatt" in text_of(found(tree, "//section[@class='summary']"))) is (
        decision.state is Decided.WAIVED
    )


def test_what_stands_outside_of_the_account_is_shown_as_not_counted():
    made = document_report("nb")
    read = made.document
    part = Span(read.reading.blocks[2].span.start, read.reading.blocks[4].span.end)
    outside = evidence(read, BUSINESS, level=Level.DESCRIBED)
    changed = replace(
        made,
        account=Account((part,), Chosen.HEADINGS),
        requirements=tuple(
            replace(item, elsewhere=(outside,)) if item.id == "TA-5C-RES" else item
            for item in made.requirements
        ),
    )
    tree = tree_of(page_of(report(changed)))
    assert "Redegjørelsen i den er, etter overskriftene, side 1–2" in text_of(
        found(tree, "//p[@class='account']")
    )
    shown = text_of(found(item(tree, "TA-5C-RES"), ".//*[@class='elsewhere']"))
    assert shown.startswith("Står et annet sted i rapporten og telles ikke Fjordgods AS frakter gods")
    assert "et annet sted, side 1" in shown
    (place,) = item(tree, "TA-5C-RES").xpath(".//*[@class='elsewhere']//a/@href")
    assert not found(tree, f"//*[@id='{place[1:]}']").xpath(".//mark")
    text = found(tree, "//div[@class='draft']")
    assert [text_of(line) for line in text.xpath("./p[@class='border']")] == [
        "Her begynner redegjørelsen",
        "Her slutter redegjørelsen",
    ]
    assert [text_of(block)[:9] for block in text.xpath(".//*[contains(@class, 'outside')]")] == [
        "1 Om virk",
        "3 Tiltak ",
    ]


def test_the_table_of_topics_quotes_and_says_what_is_not_found():
    made = document_report("nb")
    proofs = tuple(evidence(made.document, number) for number in (BUSINESS, RISK, DENIAL))
    table = found(
        tree_of(page_of(report(replace(made, chain=(Link("overtid", proofs, (), ()),))))),
        "//table[@class='chain']",
    )
    topic, risk, measure, result = found(table, "./tbody/tr")
    assert text_of(topic) == "overtid"
    assert [text_of(quote)[:9] for quote in risk.xpath(".//blockquote")] == ["Fjordgods", "Vi har av"]
    assert [text_of(link) for link in risk.xpath("./a")] == ["side 2, «2 Risiko»"]
    assert text_of(measure) == "Tiltak ikke funnet"
    assert text_of(result) == "Resultat ikke funnet"


def test_what_was_set_aside_is_shown_on_request():
    made = report(document_report("nb"))
    assert "satt til side, siterer loven" not in page_of(made)
    tree = tree_of(page_of(made, View(explain=True)))
    aside = item(tree, "TA-5B-RISK").xpath(".//details")[-1]
    assert text_of(aside).startswith("1 sted som ble satt til side Loven krever at tiltak beskrives.")
    assert "(satt til side, siterer loven)" in text_of(aside)


def test_several_documents_have_a_table_of_all_first():
    tree = tree_of(page_of(report(document_report("nb"), clean_report("nn"), unreadable())))
    table = found(tree, "//table[@class='documents']")
    rows = [[text_of(cell) for cell in row] for row in table.xpath(".//tbody/tr")]
    assert rows[0][:6] == [
        "utkast.pdf",
        "Utkast til redegjørelse for aktsomhetsvurderinger",
        "1",
        "1",
        "1",
        "0",
    ]
    assert rows[1][0] == "ferdig.txt"
    assert rows[1][-1] == "alt lese"
    assert rows[2][0] == "låst.pdf"
    assert "filen er beskyttet med passord" in rows[2][-1]
    assert [text_of(heading) for heading in tree.xpath("//article/h2")] == [
        "utkast.pdf",
        "ferdig.txt",
        "låst.pdf",
    ]


def test_documents_of_one_name_are_told_apart_by_their_folders():
    made = report(clean_report("nb"), clean_report("nb"))
    first, second = made.documents
    made = replace(made, documents=(replace(first, path="a/x.txt"), replace(second, path="b/x.txt")))
    assert [text_of(heading) for heading in tree_of(page_of(made)).xpath("//article/h2")] == [
        "a/x.txt",
        "b/x.txt",
    ]


def test_remarks_about_the_run_are_said_once():
    remark = Remark("baseline_fixed", (("rule", "TA-5-SIGN"), ("path", "a.pdf")))
    made = replace(report(clean_report("nb"), document_report("nb")), remarks=(remark,))
    assert page_of(made).count("Rettet siden utgangspunktet (baseline): TA-5-SIGN i a.pdf") == 1


def test_findings_mended_in_the_same_way_share_their_advice():
    made = document_report("nb")
    first = made.findings[0]
    again = replace(first, message=said("Again.", "Igjen.", "Igjen."))
    shown = item(tree_of(page_of(report(replace(made, findings=(first, again))))), "TA-5C-MEAS")
    assert len(shown.xpath(".//*[@class='said']")) == 2
    assert len(shown.xpath(".//dl[@class='advice']")) == 1


def test_a_very_long_text_is_shown_by_its_headings_and_marks():
    made = document_report("nb")
    read = made.document
    claim = Claim(read.sentences[DENIAL].span, (), Reference("A", "a", "a", False, False))
    shown = Shown(made, read, Marks(read, [claim], "d1"), {}, "d1", texts.load("nb"), whole=10)
    assert shown.shortened
    said_ = [
        (
            stretch.kind,
            stretch.note or ["".join(p.text for r in b.runs for p in r.pieces)[:9] for b in stretch.blocks],
        )
        for stretch in shown.stretches()
    ]
    assert said_ == [
        ("text", ["Om virkso"]),
        ("gap", "… 1 avsnitt uten treff er utelatt …"),
        ("text", ["Risiko", "Vi har av", "Vi har ik", "Tiltak"]),
        ("gap", "… 1 avsnitt uten treff er utelatt …"),
        ("page", "Side 2"),
        ("page", "Side 3"),
        ("page", "Side 7"),
    ]


def test_headings_of_the_draft_never_leave_a_level_out():
    made = document_report("nb")
    read = made.document
    blocks = tuple(replace(block, level=3 * block.level) for block in read.reading.blocks)
    sections = (read.sections[0], replace(read.sections[1], parent=0), read.sections[2])
    changed = replace(read, reading=replace(read.reading, blocks=blocks), sections=sections)
    tree = tree_of(page_of(report(replace(made, document=changed))))
    headings = tree.xpath("//div[@class='draft']//*[self::h3 or self::h4 or self::h5 or self::h6]")
    assert [(heading.tag, text_of(heading)) for heading in headings] == [
        ("h3", "1 Om virksomheten"),
        ("h4", "2 Risiko"),
        ("h3", "3 Tiltak"),
    ]


SPANS = st.tuples(st.integers(0, 330), st.integers(1, 60)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(st.lists(st.tuples(SPANS, st.lists(SPANS, max_size=3), st.booleans(), st.booleans()), max_size=8))
def test_marks_lose_no_letter_and_give_every_claim_its_place(claims):
    read = document("nb", lambda number: TextPlace(number + 1))
    marks = Marks(
        read,
        [
            Claim(span, tuple(words), Reference(str(number), "", f"l{number}", finding, beyond))
            for number, (span, words, finding, beyond) in enumerate(claims)
        ],
        "d1",
    )
    anchors = []
    for index, block in enumerate(read.reading.blocks):
        pieces = [piece for run in marks.runs(index) for piece in run.pieces]
        assert "".join(piece.text for piece in pieces) == read.text[block.span.start : block.span.end]
        anchors += [piece.anchor for piece in pieces if piece.anchor]
    assert len(anchors) == len(set(anchors))
    wanted = {marks.anchor(span) for span, *_ in claims} - {""}
    assert wanted == set(anchors)


@pytest.mark.parametrize(
    ("length", "words", "pieces"),
    [
        (
            99,
            ((10, 14),),
            [("Fjordgods ", ""), ("AS f", "counts"), ("rakter gods og har 120 ansatte i Bergen.", "")],
        ),
        (99, ((0, 400),), [("Fjordgods AS frakter gods og har 120 ansatte i Bergen.", "counts")]),
        (20, (), [("Fjordgods AS", ""), (" …", "")]),
        (0, (), [(" …", "")]),
    ],
)
def test_quotes_are_cut_between_words_and_keep_their_marks(length, words, pieces):
    read = document("nb")
    span = read.sentences[BUSINESS].span
    marked = [Span(span.start + start, span.start + end) for start, end in words]
    made = quoted(read, span, marked, "counts", length)
    assert [(piece.text, piece.mark) for piece in made] == pieces


def test_findings_and_requirements_of_unknown_packs_are_shown():
    made = document_report("nb")
    changed = replace(made, requirements=tuple(replace(item, pack="other") for item in made.requirements))
    tree = tree_of(page_of(report(changed)))
    assert text_of(found(tree, "//section[@class='chapter']/h2")) == "other"
