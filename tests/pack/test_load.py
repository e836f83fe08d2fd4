"""What a rule author sees: a pack that loads, and every mistake with its line and a way out."""

from pathlib import Path

import pytest

from report_linter.errors import PackError, PackErrors, UsageError
from report_linter.finding import Confidence, Severity, Stage
from report_linter.kinds import KINDS
from report_linter.pack import find, load, shipped
from report_linter.pack.examples import run
from report_linter.pack.model import Due

SMALL = Path(__file__).with_name("small.yaml")


def errors_of(tmp_path: Path, old: str, new: str) -> list[str]:
    """The errors of the small pack with one text replaced, without the path."""
    text = SMALL.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path = tmp_path / "pack.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises((PackError, PackErrors)) as raised:
        load(path)
    found = raised.value.errors if isinstance(raised.value, PackErrors) else (raised.value,)
    return [str(error).removeprefix(f"{path}:") for error in found]


def test_the_small_pack_loads_whole() -> None:
    pack = load(SMALL)
    assert (pack.id, pack.edition, pack.languages) == ("lamps", "1", ("en", "nb"))
    first, second = pack.requirements
    assert (first.id, first.severity, first.confidence) == ("LAMP-1", Severity.ERROR, Confidence.HIGH)
    assert [rule.id for rule in first.rules] == ["LAMP-1", "LAMP-1.mercury"]
    assert second.check is None
    assert dict(second.unchecked) == {"en": "A label is on the lamp.", "nb": "Merket sitter på lampen."}
    assert first.citation.url == "https://example.com/lamp-act"


def test_a_requirement_says_from_when_on_it_is_due(tmp_path: Path) -> None:
    due = "    due: {from: published, why: {en: Later., nb: Senere.}}\n    asks: {en: Where"
    path = tmp_path / "pack.yaml"
    path.write_text(SMALL.read_text(encoding="utf-8").replace("    asks: {en: Where", due), encoding="utf-8")
    first, second = load(path).requirements
    assert first.due == Due(Stage.PUBLISHED, (("en", "Later."), ("nb", "Senere.")))
    assert second.due is None


def test_its_examples_hold_and_every_condition_is_noticed() -> None:
    report = run(load(SMALL), mutate=True)
    assert report.failures == ()
    assert report.missing == ()
    assert report.unnoticed == ()
    assert report.counted == 13
    assert report.mutants > 3


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (
            "severity: error",
            "severity: fatal",
            "22:5: requirements.LAMP-1.severity is 'fatal'; use one of: info, warning, error",
        ),
        (
            "    asks: {en: Where",
            "    akss: {en: Where",
            "25:5: requirements.LAMP-1: unknown key 'akss'; did you mean 'asks'?",
        ),
        (
            ", nb: Kjøpere spør.}",
            "}",
            "26:5: requirements.LAMP-1.why: 'nb' is missing; texts stand in every language of the pack: en, nb",
        ),
        (
            "    asks: {en: Where",
            "    due: {from: draft, why: {en: Later., nb: Senere.}}\n    asks: {en: Where",
            "25:11: requirements.LAMP-1.due.from is 'draft'; use one of: board, published",
        ),
        (
            "    asks: {en: Where",
            "    due: {from: board, why: {en: Later.}}\n    asks: {en: Where",
            "25:24: requirements.LAMP-1.due.why: 'nb' is missing; texts stand in every language of the pack: en, nb",
        ),
        (
            "    asks: {en: Is",
            "    due: {from: board, why: {en: Later., nb: Senere.}}\n    asks: {en: Is",
            "65:5: 'due' is for what is checked; take it out here",
        ),
        ("all: [lamp, made]", "all: [lamp, mad]", "36:34: there is no concept 'mad'; did you mean 'made'?"),
        ("kind: requires", "kind: demands", None),
        (
            "part: a\n    citation: {en: section 1",
            "part: b\n    citation: {en: section 1",
            "20:5: there is no part 'b' under 'parts'",
        ),
        ("nb: [laget i, produsert i]", "nb: ['*']", None),
        ("  made: {en: [made in, produced in], nb: [laget i, produsert i]}", "  made: {en: [made in]}", None),
        (
            "languages: [en, nb]",
            "languages: [en, da]",
            "4:17: there is no lexicon for 'da'; there are en, nb, nn",
        ),
        (
            "    absent: {en: Nothing on lamps., nb: Ingenting om lamper.}\n",
            "",
            "19:3: 'absent' is missing: the message to show",
        ),
    ],
)
def test_mistakes(tmp_path: Path, old: str, new: str, error: str | None) -> None:
    found = errors_of(tmp_path, old, new)
    expected = {
        "kind: demands": [
            f"33:7: requirements.LAMP-1.check.kind is 'demands'; use one of: {', '.join(KINDS)}"
        ],
        "nb: ['*']": ["16:43: a star needs letters beside it"],
        "  made: {en: [made in]}": ["16:3: the concept 'made' has no words in nb"],
    }.get(new, [error])
    assert sorted(found) == sorted(expected)


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    text = (
        SMALL.read_text(encoding="utf-8")
        .replace("severity: error", "severity: fatal")
        .replace("severity: info", "severity: grave")
    )
    path = tmp_path / "pack.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackErrors) as raised:
        load(path)
    assert [error.line for error in raised.value.errors] == [22, 62]


def test_a_missing_example_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(
        SMALL.read_text(encoding="utf-8").replace("        absent: [Vi selger stoler.]\n", ""),
        encoding="utf-8",
    )
    assert run(load(path)).missing == ("pack.yaml:19: LAMP-1: no example of absent in nb",)


def test_a_wrong_example_fails(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    text = SMALL.read_text(encoding="utf-8").replace("absent: [We sell chairs.]", "absent: [We sell lamps.]")
    path.write_text(text, encoding="utf-8")
    assert run(load(path)).failures == (
        "pack.yaml:40: LAMP-1: en: expected absent, got mentioned: We sell lamps.",
    )


def test_a_condition_without_near_miss_is_unnoticed(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    text = SMALL.read_text(encoding="utf-8").replace(
        "[We sell lamps., Chairs are made in Asia.  Lamps are sold in shops.]", "[We sell lamps.]"
    )
    path.write_text(text, encoding="utf-8")
    found = run(load(path), mutate=True).unnoticed
    assert found == ("pack.yaml:19: LAMP-1: levels.described.0.all.0",)


def test_packs_are_found_by_name_or_path() -> None:
    assert "transparency_act" in {path.stem for path in shipped()}
    assert find("transparency_act").name == "transparency_act.yaml"
    assert find(str(SMALL)) == SMALL
    with pytest.raises(UsageError, match="did you mean 'transparency_act'"):
        find("transparancy_act")
