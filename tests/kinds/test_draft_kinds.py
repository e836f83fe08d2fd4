"""Kinds that read a draft for slips: each on a text of its own, with words of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from report_linter.finding import Outcome, Verdict
from report_linter.kinds import KINDS
from report_linter.lexicons import load_all
from report_linter.match import Words
from report_linter.outline import outline
from report_linter.readers import read

LEXICONS = load_all()
NUMBERS = {"two": 2, "three": 3, "nine": 9}
CONCEPTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "known": {"any": ["/(?-i:\\b(?:EU|HR)\\b)/"]},
    "standard": {"any": ["/guidelines for multinational enterprises on responsible business/"]},
    "denial": {"any": ["/no findings/"]},
    "telling": {"any": ["/the findings/"]},
    "own-scope": {"any": ["own business"]},
    "chain-scope": {"any": ["supply chain"]},
    "part": {"any": ["/three ports/"]},
    "light": {"any": ["/\\b(?:were|made|this|year)\\b/"]},
    "definite": {"any": ["/\\bthe(?= \\w+ )/"]},
    "whole": {"any": ["/\\bthe company's/"]},
    "ends": {"any": ["/\\b(?:are|have)\\b/"]},
    "total": {"any": ["/\\btotal\\b/"]},
    "of-which": {"any": ["/\\bof which\\b/"]},
    "share": {"any": ["/^share/"]},
    "parts": {"any": ["/\\d+ audits, of which \\d+/"]},
    "of-list": {"any": ["/\\bof \\d+ lamps, [^.]{5,60}/"]},
    "exclusive": {"any": ["=red", "=blue"]},
    "list-last": {"any": ["/\\w+ red, \\w+ blue and \\w+ green, in all \\d+/"]},
    "fraction": {"any": ["/\\bhalf of our \\d+ lamps, that is \\d+/"]},
    "by-place": {"any": ["/\\d+ lamps in (?-i:[A-Z])\\w+ and \\d+ in (?-i:[A-Z])\\w+/"]},
    "summed": {"any": ["/\\d+ (?:lamps|bulbs) in (?-i:[A-Z])\\w+ and (?-i:[A-Z])\\w+/"]},
    "once": {"any": ["/sold \\d+ lamps/"]},
    "again": {"any": ["/the \\d+ lamps(?= in 20)/"]},
    "odd": {"any": ["/http://\\S+/"]},
    "slip": {"any": ["/\\bthe the\\b/"]},
    "group": {"any": ["the group sold"]},
    "named": {"any": ['/\\([^)]{0,10}"[^"]{2,20}"\\)/', '/"[^"]{2,20}" means/', "/called (?-i:[A-Z])\\w+/"]},
    "list": {"any": ["/^term\\tmeaning/"]},
    "to": {"any": ["/[–-]/", "=to"]},
    "between": {"any": ["=between"]},
    "and": {"any": ["=and"]},
    "account": {"any": ["account"]},
    "goes-on": {"any": ["/^it was/"]},
    "week": {"any": ["=week", "=weeks"]},
    "period": {"any": ["=period"]},
    "signed": {"any": ["=approved", "=completed"]},
    "policy": {"any": ["policy"]},
    "first": {"any": ["=began"]},
    "last": {"any": ["=ended"]},
    "british": {"any": ["/labour/"]},
    "american": {"any": ["/\\blabor\\b/"]},
    "board": {"any": ["/\\bchair\\b/"]},
    "due": {"any": ["deadline"]},
    "received": {"any": ["/\\breceived \\w+ reports/"]},
    "some": {"any": ["/\\bof which\\b/"]},
    "list-title": {"any": ["abbreviations"]},
    "brand": {"any": ["=series"]},
    "former": {"any": ["formerly"]},
    "covers": {"any": ["/account covers/"]},
    "recent": {"any": ["recently", "latest"]},
    "rules": {"any": ["policy"]},
    "openly": {"any": ["/\\bwas in\\b/"]},
    "that-word": {"any": ["=that"]},
    "history": {"any": ["about us"]},
    "all-audited": {"any": ["/all (?:our )?(?:\\d+ )?(?:mills|farms) are audited/"]},
    "places": {"any": ["/\\b(?:mills?|farms?)\\b/"]},
    "audits": {"any": ["/\\baudits?\\b/"]},
}


def judged(kind: str, options: Mapping[str, Any], text: str, name: str = "text.md") -> Verdict:
    words = Words(CONCEPTS, (), LEXICONS)
    document = outline(read(text.encode(), name, "markdown"), LEXICONS, "en")
    verdict = KINDS[kind].build(options)(words.read(document))
    assert isinstance(verdict, Verdict)
    return verdict


def told(kind: str, options: Mapping[str, Any], text: str) -> list[str]:
    """The words of each case."""
    verdict = judged(kind, options, text)
    assert (verdict.outcome is Outcome.PASS) == (not verdict.cases)
    return [dict(case.values)["words"] for case in verdict.cases]


ACRONYMS = {"known": ["known"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The factory agreed on a CAP with us. The CAP runs for a year.", ["CAP"]),
        ("The factory agreed on a corrective action plan (CAP). The CAP runs.", []),
        ("The CAP (corrective action plan) runs for a year.", []),
        ("HR buys in the EU, as part III says.", []),
        ("The sign says «STOP» and KLIMBRO AS hung it up.", []),
        ("# OUR WORK WITH CAP\n\nWe buy wool from farms.", []),
        ("We buy wool. [MISSING: see WRF]", []),
        ("The status is DONE. Nine things are done.", []),  # a word in capitals
    ],
)
def test_undefined_acronyms(text: str, found: list[str]) -> None:
    assert told("acronyms", {**ACRONYMS, "ask": "undefined"}, text) == found


def test_acronyms_of_lists_and_brands() -> None:
    options = {**ACRONYMS, "ask": "undefined", "lists": "list-title", "brands": "brand"}
    listed = "# Abbreviations\n\n- LOS: follow-up of suppliers\n\n# Work\n\nIn LOS we write."
    assert told("acronyms", options, listed) == []
    assert told("acronyms", options, listed.replace("Abbreviations", "Tools")) == ["LOS"]
    assert told("acronyms", options, "We sell the series LUNA and FJELL.") == []
    assert told("acronyms", options, "We sell LUNA in the series.") == ["LUNA"]
    assert told("acronyms", options, "We sell the series LNS.") == ["LNS"]
    two = "# Abbreviations\n\n- SRB: Supplier Review Board\n\n# Work\n\nThe Sourcing Risk Board (SRB) met."
    assert len(told("acronyms", {**options, "ask": "order"}, two)) == 1
    assert (
        told("acronyms", {**options, "ask": "order"}, two.replace("Sourcing Risk", "Supplier Review")) == []
    )


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("A corrective action plan (CAP) ends it. A corrective action programme (CAP) begins.", 1),
        ("The CAP runs for a year. The corrective action plan (CAP) is short.", 1),
        ("A corrective action plan (CAP) ends it. The CAPs are short.", 0),
        ("Ask Anne Tveit (RMP) or Jon Myhre (RMP) about it.", 0),
    ],
)
def test_order_of_acronyms(text: str, cases: int) -> None:
    assert len(told("acronyms", {**ACRONYMS, "ask": "order"}, text)) == cases


RUN = "There is a risk that hired welders in the yards work more hours than allowed."


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        (f"{RUN}\n\nMeasure: {RUN}", 1),
        (f"{RUN} {RUN}", 1),
        (f"{RUN}\n\nThere is a risk that hired welders work more hours than allowed.", 0),
        (f'We say "{RUN}"\n\nThey say "{RUN}"', 0),
        (f"# {RUN}\n\n{RUN}", 0),
    ],
)
def test_repeated_text(text: str, cases: int) -> None:
    assert len(told("repeated", {"words": 12, "names": ["standard"]}, text)) == cases


CONTRADICTS = {
    "pairs": [{"denied": "denial", "told": "telling"}],
    "scope": ["own-scope", "chain-scope"],
    "partial": ["part"],
    "light": ["light"],
}


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("There were no findings. Later the findings were closed.", 1),
        ("There were no findings in 2023. In 2024 the findings were closed.", 0),
        ("In own business there were no findings. In the supply chain the findings were closed.", 0),
        ("There were no findings at three ports. Later the findings were closed.", 0),
        ("There were no findings about housing. Later the findings about wages were closed.", 0),
    ],
)
def test_contradictions(text: str, cases: int) -> None:
    assert len(told("contradicts", CONTRADICTS, text)) == cases


@pytest.mark.parametrize(
    ("text", "more", "cases"),
    [
        ("There were no findings in 2023. In 2024 the findings were closed.", {"later": True}, 1),
        ("There were no findings in 2024. In 2023 the findings were closed.", {"later": True}, 0),
        (
            "In the supply chain there were no findings. The findings were closed.",
            {"implied": ["chain-scope"]},
            1,
        ),
        (
            "In the supply chain there were no findings. In own business the findings hurt.",
            {"implied": ["chain-scope"]},
            0,
        ),
        (
            "# A\n\nIn own business there were no findings.\n\n## Supply chain\n\nThe findings hurt.",
            {"implied": ["chain-scope"]},
            0,
        ),
    ],
)
def test_scopes_of_contradictions(text: str, more: Mapping[str, Any], cases: int) -> None:
    pairs = [{"denied": "denial", "told": "telling", **more}]
    assert len(told("contradicts", {**CONTRADICTS, "pairs": pairs}, text)) == cases


def test_years_of_deadlines_are_no_scope() -> None:
    text = "There were no findings in 2023. The findings have a deadline in June 2024."
    assert told("contradicts", CONTRADICTS, text) == []
    assert len(told("contradicts", {**CONTRADICTS, "due": "due"}, text)) == 1


COUNTED = {
    "definite": "definite",
    "total": "whole",
    "ends": "ends",
    "scope": ["own-scope", "chain-scope"],
    "light": "light",
    "numbers": NUMBERS,
}


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("We visited two laundries in Riga. The three laundries in Riga are clean.", 1),
        ("We have 118 employees. Of the company's 131 employees, a third are women.", 1),
        ("We visited nine laundries in Riga. The three laundries without a licence are closed.", 0),
        ("We visited nine of three laundries in Riga. The three laundries in Riga are clean.", 0),
    ],
)
def test_things_counted_twice(text: str, cases: int) -> None:
    assert len(told("counted", COUNTED, text)) == cases


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("We received nine reports in 2024. In 2024 we received three reports.", 1),
        ("We received nine reports. In 2024 we received three reports.", 1),
        ("We received nine reports in 2024. In 2023 we received three reports.", 0),
        ("We received nine reports in 2024, of which two were new. In 2024 we received three reports.", 0),
        ("We received nine reports in 2024. In 2024 we received nine reports.", 0),
    ],
)
def test_totals_that_differ(text: str, cases: int) -> None:
    assert len(told("counted", {**COUNTED, "once": ["received"], "part": "some"}, text)) == cases


SHORTFALL = {"claim": "all-audited", "things": "places", "acts": "audits", "numbers": NUMBERS}
TABLE = "\n\n| Year | Mills | Audits |\n|---|---|---|\n| 2024 | 36 | 21 |\n"


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("All our 28 mills are audited. We made 15 audits of mills.", 1),
        ("All our 28 mills are audited. We made 28 audits of mills.", 0),
        ("All our 28 mills are audited. We made 15 audits of mills here and 13 audits there.", 0),
        ("All our 28 mills are audited. We made 15 audits of mills. Abroad we made nine audits of mills.", 0),
        ("All our 28 mills are audited. Of nine mills we know the owner. We made 15 audits of mills.", 0),
        ("All our farms are audited. We have 28 mills. We made 15 audits of mills.", 0),
        ("Our 28 mills are old. We made 15 audits of mills.", 0),
        ("All our 28 mills are audited. The office had three audits.", 0),
        (f"All our mills are audited.{TABLE}", 1),
        (f"All our farms are audited.{TABLE}", 0),
        ("All our mills are audited.\n\n| | 2024 |\n|---|---|\n| Mills | 18 |\n| Audits | 11 |\n", 1),
    ],
)
def test_fewer_than_all(text: str, cases: int) -> None:
    assert len(told("shortfall", SHORTFALL, text)) == cases


STALE = {
    "term": "covers",
    "title": ["account"],
    "recent": "recent",
    "spared": ["rules"],
    "openly": "openly",
    "relative": "that-word",
    "sections": ["history"],
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We recently visited the mill, in May 2022.", ["May 2022"]),
        ("We recently began a course. The first day was held in May 2022.", ["May 2022"]),
        ("## Latest findings\n\nIn 2022 two cooks had no contract.", ["2022"]),
        ("We recently visited the mill, in May 2024.", []),
        ("We recently visited the mill (May 2025), as in 2021.", []),
        ("We recently closed a case that began in 2021.", []),
        ("The latest audit was in 2021.", []),
        ("The latest policy is from 2021.", []),
        ("## About us\n\nOur latest ship came in 2019.", []),
        ("We visited the mill in 2021.", []),
    ],
)
def test_recent_things_with_old_dates(text: str, found: list[str]) -> None:
    assert told("stale", STALE, f"# Account 2025\n\n{text}") == found
    assert judged("stale", STALE, text).outcome is Outcome.NOT_APPLICABLE


SUMS = {
    "total": "total",
    "of-which": "of-which",
    "share": "share",
    "whole-first": "parts",
    "of-list": "of-list",
    "exclusive": "exclusive",
    "list-last": "list-last",
    "fraction": "fraction",
    "parts": "by-place",
    "sum": "summed",
    "once": "once",
    "again": "again",
    "numbers": {"en": NUMBERS},
    "fractions": {"half": "1/2", "a third": "1/3"},
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("| Land | Number |\n|---|---|\n| A | 140 |\n| B | 62 |\n| Total | 253 |\n", ["253"]),
        ("| Land | Number |\n|---|---|\n| A | 140 |\n| of which C | 9 |\n| B | 62 |\n| Total | 202 |\n", []),
        ("| Share | % |\n|---|---|\n| A | 48 |\n| B | 40 |\n| C | 33 |\n", ["33"]),
        (
            "| What | Open | Closed | Total |\n|---|---|---|---|\n| A | 4 | 1 | 5 |\n| B | 2 | 7 | 12 |\n",
            ["12"],
        ),
        ("We made 24 audits, of which 31 were new.", ["24 audits, of which 31"]),
        ("We made 1 024 audits, of which 9 were new.", []),
        ("Of 30 lamps, 20 are red and 11 blue.", ["Of 30 lamps, 20 are red and 11 blue"]),
        ("Of 30 lamps, 20 are in Oslo and 11 in Riga.", ["Of 30 lamps, 20 are in Oslo and 11 in Riga"]),
        ("Of 30 lamps, 20 are clean and 11 new.", []),  # a lamp may be both
        ("Two red, three blue and nine green, in all 13.", ["Two red, three blue and nine green, in all 13"]),
        ("Two red, three blue and nine green, in all 14.", []),
        ("Half of our 30 lamps, that is 12, are new.", ["Half of our 30 lamps, that is 12"]),
        ("Half of our 31 lamps, that is 16, are new.", []),
        (
            "We have 90 lamps in Oslo and Riga.\n\nThere are 50 lamps in Oslo and 41 in Riga.",
            ["50 lamps in Oslo and 41 in Riga"],
        ),
        ("We have 90 bulbs in Oslo and Riga.\n\nThere are 50 lamps in Oslo and 41 in Riga.", []),
        ("We sold 18 lamps in 2025.\n\nThe 14 lamps in 2025 were red.", ["The 14 lamps"]),
        ("We sold 14 lamps in 2024.\n\nThe 18 lamps in 2025 were red.", []),
    ],
)
def test_sums(text: str, found: list[str]) -> None:
    assert told("sums", SUMS, text) == found


def test_variants() -> None:
    options = {
        "standards": [{"language": "en", "usual": "british", "other": "american"}],
        "names": ["standard"],
    }
    assert told("variants", options, "We read labour contracts. They charged labor fees.") == ["labor"]
    assert told("variants", options, "We met the Fair Labor Association about labour.") == []
    assert told("variants", options, 'They wrote "no labor fees" about labour.') == []


def test_a_word_that_opens_a_cell_is_no_name() -> None:
    options = {
        "standards": [{"language": "en", "usual": "british", "other": "american"}],
        "names": ["standard"],
    }
    text = "| Risk | Who |\n|---|---|\n| Child labour | Farms |\n| Labor fees | Cooks |\n"
    assert told("variants", options, text) == ["Labor"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Tan Phuoc mill is new. We met Tan Phouc.", ["Tan Phuoc / Tan Phouc"]),
        ("The Jelgava Namai mill is new. We met Jelgava Namaj.", ["Jelgava Namai / Jelgava Namaj"]),
        (
            "Rimdal Logistics AS drives. We met Rimdal Logistic AS.",
            ["Rimdal Logistics AS / Rimdal Logistic AS"],
        ),
        ("Vik Drift AS sails. Vik Drifts people met.", []),
        ("All meet the Buyeren. Then Buyeret came.", []),  # two endings on one stem
        ("Vik Shipping AS, formerly Vik Shiping AS, sails.", []),
        ("Fjordlys AS sells lamps. In May we met Fjordlyss.", ["Fjordlys AS / Fjordlyss"]),
        ("They use EthiRank. We use Ethirank too.", ["EthiRank / Ethirank"]),
        ("Tindra AS owns hotels. The board of Tindra ASA met.", ["Tindra AS / Tindra ASA"]),
        ("Nordtre AS runs mills. We met Nordtre's people.", []),
        ("We buy from Berg Stein and from Borg Stein.", []),
        ("# FJELLTOPP DAIRI AS\n\nIn May Fjelltopp Dairy AS opened.", []),
    ],
)
def test_spellings(text: str, found: list[str]) -> None:
    options = {"forms": ["ASA", "AS"], "endings": ["en", "et"], "renamed": "former"}
    assert told("spellings", options, text) == found


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("We went through all the plans and cut the night work from five to three shifts\n\nNext.", 1),
        ("We went through all the plans and cut the night work from five to three shifts.\n\nNext.", 0),
        ("Ane Bø, chair of the board, Ola Vik, member, Kari Moe, member, and Per Lie, general manager", 0),
        ("Section 5 a on how the group is run and which rules it has for its many buyers\n\nNext.", 0),
        ("2.1 How the group is run and which rules it has for its many buyers abroad\n\nNext.", 0),
        ("In the plans for all the mills that we own and run we look at\n\n- hours\n- wages", 0),
    ],
)
def test_paragraphs_that_break_off(text: str, cases: int) -> None:
    assert len(told("unended", {"words": 12, "none": ["board"]}, text)) == cases


LINKS = {"frames": [{"all": ["odd"]}], "targets": ["^#?$", "^https://intranet\\b", "\\s"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See [the form](#) for more.", ["the form → #"]),
        ("See [the form](https://intranet/form).", ["the form → https://intranet/form"]),
        ("See [www.lamp.example](https://other.example/x).", ["www.lamp.example → https://other.example/x"]),
        (
            "See <https://lamp.example/a b.pdf> now.",
            ["https://lamp.example/a b.pdf → https://lamp.example/a b.pdf"],
        ),
        ("See http://lamp.example for more.", ["http://lamp.example"]),
        ("See [lamp.example/x](https://www.lamp.example/x) and [risks](#risks).", []),
        ("Write `[code](#)` for a link.", []),
        ("![lamp](#)", []),
    ],
)
def test_links(text: str, found: list[str]) -> None:
    assert told("links", LINKS, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We lit the the lamps.", ["the the"]),
        ("We lit nine  lamps in May.", ["We lit nine lamps"]),
        ("| a  b | c |\n|---|---|\n| d  e | f |", []),  # cells are padded
        ("lamps     nine\nbulbs     ten", []),  # columns
        ("Lamps.  ", []),
    ],
)
def test_slips(text: str, found: list[str]) -> None:
    assert told("slips", {"frames": [{"all": ["slip"]}]}, text) == found


TERMS = {"frames": [{"all": ["group"]}], "defined": "named", "table": "list"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('Fjord AS (the "Seller") sells lamps. Fjord AS and Berg AS are called Seller.', ["called Seller"]),
        ('Fjord AS (the "Seller") sells lamps.\n\nFjord AS (the "Seller") sells.', []),
        ('Fjord AS (the "Seller") sells. Berg AS (the "Buyer") buys.', []),
        ("The group sold lamps.", ["The group sold"]),
        (
            '| Term | Meaning |\n|---|---|\n| Seller | Fjord AS |\n\n"Seller" means Berg AS.',
            ['"Seller" means'],
        ),
    ],
)
def test_terms(text: str, found: list[str]) -> None:
    assert told("terms", TERMS, text) == found


ORDER: dict[str, Any] = {
    "range": "to",
    "between": "between",
    "and": "and",
    "account": "account",
    "goes-on": "goes-on",
    "week": "week",
    "term": "period",
    "title": ["account"],
    "signed": "signed",
    "other-text": "policy",
    "order": [{"first": "first", "then": "last"}],
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# Account for 2024 and 2025\n\nWe came in weeks 38–41.", ["weeks 38–41 / 2024 and 2025"]),
        ("# Account for 2024 and 2025\n\nWe came in weeks 38 and 39.", ["weeks 38 and 39 / 2024 and 2025"]),
        ("# Account for 2024 and 2025\n\nWe came in weeks 38–41 of 2024.", []),
        ("# Account for 2024 and 2025\n\n## 2024\n\nWe came in weeks 38–41.", []),
        ("# Account for 2025\n\nWe came in weeks 38–41.", []),
        (
            "# Account, 1 July 2024 – 30 June 2025\n\nLamps.\n\nOslo, 3 May 2025",
            ["3 May 2025 / 1 July 2024 – 30 June 2025"],
        ),
        ("# Account, 1 July 2024 – 30 June 2025\n\nLamps.\n\nOslo, 3 October 2025", []),
        (
            "# Account for 2025\n\nThis account is short. It was approved on 3 May 2025.",
            ["3 May 2025 / 2025"],
        ),
        ("# Account for 2025\n\nLamps.\n\nOslo, 3 May 2025\n\nMore.\n\nOslo, 3 May 2025", []),  # at the foot
        (
            "It began on 3 May 2025. It ended on 2 May 2025.",
            ["3 May 2025 / 2 May 2025"],
        ),
        ("# Account for 2025\n\nThe policy is short. It was approved on 3 May 2025.", []),
        ("# Account for 2025\n\nWe approved rules on 3 May 2025 and the account on 3 May 2026.", []),
        ("# Account for 2025\n\n## Policy\n\nApproved: 3 May 2025", []),
    ],
)
def test_date_order(text: str, found: list[str]) -> None:
    assert told("date-order", ORDER, text) == found
