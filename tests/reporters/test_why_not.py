"""`explain --why-not`: every condition that did not hold is told, and what holds for rules holds here."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from report_linter.cli import main
from report_linter.cli.given import load_packs, user_store
from report_linter.engine import Engine
from report_linter.finding import Level
from report_linter.kinds import flags
from report_linter.kinds.frames import held
from report_linter.lexicons import load_all
from report_linter.match.features import FEATURES
from report_linter.near import What, nearest, places, ways
from report_linter.outline import outline
from report_linter.pack import load
from report_linter.readers import read
from report_linter.texts import LANGUAGES
from report_linter.texts import load as load_texts

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "pack" / "small.yaml"
DRAFT = ROOT / "fixtures" / "draft" / "draft.nb.md"

PACK = """
pack: nets
edition: "1"
languages: [en]
title: {en: Nets}
law:
  name: {en: Net Act}
  url: https://example.com/
  quotations: {en: [Every owner of nets shall count the nets that are lost at sea]}
parts: {a: {en: Section 1}}
concepts:
  net: {en: [net, trawl]}
  lost: {en: [lost, missing]}
  sea: {en: ["/fjord|ocean/"]}
  bird: {en: [seagull]}
  chapter: {en: [gear]}
requirements:
  NET-1:
    part: a
    citation: {en: section 1}
    severity: error
    confidence: high
    title: {en: Lost nets}
    asks: {en: How many nets were lost?}
    why: {en: Ghost fishing.}
    absent: {en: Nothing on nets.}
    mentioned: {en: Nets only.}
    advice: {en: Count them.}
    example: {en: We lost two nets.}
    limits: {en: None known.}
    check:
      kind: requires
      levels:
        mentioned: [{any: [net]}]
        described:
          - {all: [net, lost], none: [bird], subject: [own, none], section: [chapter]}
          - {all: [sea, bird, lost]}
        specific: [{like: described, any: [figure, year], count: 2}]
    examples: {en: {absent: [No.], mentioned: [Nets.], described: [x], specific: [x]}}
    further:
      birds:
        check: {kind: flags, frames: [{all: [bird, net]}], unless: [{any: [sea]}], unless-within: document}
        severity: warning
        confidence: high
        message: {en: Birds in nets.}
        advice: {en: Say more.}
        examples: {en: {fail: [Seagulls in the net.], pass: [No.]}}
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("packs") / "nets.yaml"
    path.write_text(PACK, encoding="utf-8")
    return load(path)


def closest(pack, rule_id: str, text: str) -> list[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]]:
    """(sentence, what it lacked) of the places that came closest."""
    lexicons = load_all()
    document = outline(read(text.encode(), "a.md", "markdown"), lexicons, "en")
    scene = Engine([pack], lexicons).scene(pack, document)
    (rule,) = (rule for _, rule in pack.rules() if rule.id == rule_id)
    verdict = rule.judge(scene.text)
    return [
        (
            " / ".join(document.quote(document.sentences[index].span) for index in near.sentences),
            tuple((lack.what.value, lack.concepts or lack.codes) for lack in near.lacks),
        )
        for near in nearest(rule, scene.text, verdict, 3)
    ]


GEAR = "# Gear\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GEAR + "We lost a net.", [("We lost a net.", (("some", ("figure", "year")),))]),
        (GEAR + "We lost 14 nets.", [("We lost 14 nets.", (("some", ("year",)),))]),
        (GEAR + "We lost 14 nets in 2025.", []),
        ("We lost a net.", [("We lost a net.", (("section", ("chapter",)),))]),
        (GEAR + "Our net was washed.", [("Our net was washed.", (("word", ("lost",)),))]),
        (GEAR + "A net may be lost.", [("A net may be lost.", (("standing", ("possible",)),))]),
        (
            GEAR + "Suppliers lost a net.",
            [("Suppliers lost a net.", (("subject", ("supplier",)),))],
        ),
        (
            GEAR + "Every owner of nets shall count the nets that are lost at sea.",
            [("Every owner of nets shall count the nets that are lost at sea.", (("quoted", ()),))],
        ),
        (
            GEAR + "We lost a net to a seagull.",
            [("We lost a net to a seagull.", (("excluded", ("bird",)),))],
        ),
        (
            "# Gear\n\n## The lost nets\n\nWe like them.",
            [("The lost nets", (("place", ("heading",)),))],
        ),
        (GEAR + "We lost time.", [("We lost time.", (("word", ("net",)),))]),
        (GEAR + "We like 14 boats.", []),
    ],
)
def test_what_a_place_lacks(pack, text: str, expected: list[object]) -> None:
    assert closest(pack, "NET-1", text) == expected


def test_a_place_that_was_let_pass_is_told(pack) -> None:
    text = "We saw a seagull in a net. We fish in the fjord, where we have boats."
    assert closest(pack, "NET-1.birds", text)[0] == ("We saw a seagull in a net.", (("let_pass", ()),))


def test_the_closest_comes_first(pack) -> None:
    text = GEAR + "The ocean has seagulls. A net may be lost. Our net was washed."
    assert [quote for quote, _ in closest(pack, "NET-1", text)] == [
        "A net may be lost.",
        "The ocean has seagulls.",
    ]


def test_ways_are_those_that_the_pack_writes(pack) -> None:
    found = {rule.id: [(way.level, way.number, way.of) for way in ways(rule)] for _, rule in pack.rules()}
    assert found == {
        "NET-1": [
            (Level.MENTIONED, 1, 1),
            (Level.DESCRIBED, 1, 2),
            (Level.DESCRIBED, 2, 2),
            (Level.SPECIFIC, 1, 1),
            (Level.SPECIFIC, 1, 1),
        ],
        "NET-1.birds": [(None, 1, 1)],
    }


def test_a_way_lacks_nothing_exactly_where_it_holds() -> None:
    packs = load_packs(["transparency_act"])
    lexicons = load_all()
    document = outline(read(DRAFT.read_bytes(), DRAFT.name), lexicons)
    engine = Engine(packs, lexicons, user_store())
    compared = 0
    for pack in packs:
        text = engine.scene(pack, document).text
        for _, rule in pack.rules():
            among = (
                flags.part(text, rule.judge.where) if isinstance(rule.judge, flags.Flags) else text.readable
            )
            for way in ways(rule):
                holds = [found.sentences for found in held(way.frame, text, among)]
                whole = [
                    near.sentences
                    for near in places(way, text, among)
                    if [lack.what for lack in near.lacks] == [What.LET_PASS]
                ]
                assert len(whole) == len(holds), (rule.id, way)
                assert all(set(few) <= set(more) for few, more in zip(holds, whole, strict=True)), (
                    rule.id,
                    way,
                )
                compared += len(holds)
    assert compared > 100


def said(*arguments: str) -> str:
    done = CliRunner().invoke(main, ["explain", "--why-not", *arguments])
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


LAMPS = """\
# Our shop

Suppliers say that lamps will be made in Asia. We sell lamps.

## Lamps

Lamps of glass are sold here.
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden, language: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lamps.md").write_text(LAMPS, encoding="utf-8")
    text = said("LAMP-1", "lamps.md", "--pack", str(SMALL), "--lang", language, "--document-lang", "en")
    golden.check(f"why_not.{language}.txt", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_feature_and_reason_has_its_words(language: str) -> None:
    texts = load_texts(language).texts
    assert all(f"why_not.feature.{name}" in texts for name in FEATURES)
    for what in What:
        assert f"why_not.lack.{what.value}" in texts or f"why_not.lack.{what.value}.one" in texts


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("TA-5-WEB", "Dette kan ikke leses ut av et dokument, så det letes ikke etter noe i teksten."),
        ("TA-5-SIGN", "Nivå: ikke omtalt. «Beskrevet» er nok."),
        ("TA-5B-ACT.bare-denial", "Type kontroll: bare"),
    ],
)
def test_rules_of_every_sort_have_an_answer(rule: str, expected: str) -> None:
    assert expected in said(rule, str(DRAFT), "--pack", "transparency_act")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--why-not", "LAMP-1"], 2, "name it after the rule: explain --why-not RULE FILE"),
        (["LAMP-1", "a.md"], 2, "to ask about a.md, add --why-not"),
        (["--why-not", "LAMP-9", "a.md"], 2, "no rule has the id 'LAMP-9'; did you mean"),
        (["--why-not", "LAMP-1", "none.md"], 3, "none.md: there is no such file"),
        (["--why-not", "LAMP-1", "."], 2, ". is a folder; name one document"),
    ],
)
def test_wrong_use(arguments: list[str], code: int, message: str) -> None:
    done = CliRunner().invoke(main, ["explain", *arguments, "--pack", str(SMALL)])
    assert (done.exit_code, done.stdout) == (code, "")
    assert message in done.stderr


def test_what_was_not_read_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    path.write_text("# Policy on lamps\n\nWe make lamps and like them very much.\n", encoding="utf-8")
    text = said("TA-5B-RISK", str(path), "--lang", "en", "--pack", "transparency_act")
    assert text.startswith(
        "LOOK AT THE FILE" if "LOOK AT THE FILE" in text else load_texts("en").say("not_checked.doubtful")
    )
    assert "No findings are given for this document" in text
