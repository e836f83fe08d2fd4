"""What a newcomer gets wrong in a pack, and what is said: the place, the mistake, the way out."""

from pathlib import Path

import pytest

from report_linter.errors import PackError, PackErrors
from report_linter.pack import load

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "uk_modern_slavery.yaml"
TEXT = EXAMPLE.read_text("utf-8")
ADVICE = "    advice: {en: Look at the homepage.}"
BOARD = "  board: {en: [board]}"
CHAIN = "          - any: [chain]"

MISTAKES = [
    # YAML itself
    (ADVICE, "    advice: {en: Look at it, and click.}", "{line}:30: a value is missing for 'and click.'; in {{ }}, a text with a comma in it goes in quotation marks"),
    (ADVICE, "    advice:\n      en: Look here: there", "{next}:20: not valid YAML: mapping values are not allowed in this context; a text with a colon in it goes in quotation marks"),
    (ADVICE, "\tadvice: {en: Look at the homepage.}", "{line}:1: not valid YAML: found character that cannot start any token; indent with spaces, not with a tab"),
    (BOARD, "  board: {en: [@policy]}", "{line}:16: not valid YAML: found character that cannot start any token; a text that begins with '@' goes in quotation marks"),
    (BOARD, "  board: {en: [*board]}", "{line}:16: not valid YAML: found undefined alias; a text that begins with '*' goes in quotation marks"),
    ("        described:\n          - all: [board,", "       described:\n          - all: [board,", "{line}:8: not valid YAML: did not find expected key; entries that belong together begin in the same column"),
    ("  UK-54-7:\n", "  UK-54-6:\n", "{line}:3: the key 'UK-54-6' stands twice; keep one"),
    # Keys
    (ADVICE, ADVICE.replace("advice", "advise"), "{line}:5: requirements.UK-54-7: unknown key 'advise'; did you mean 'advice'?"),
    ("requirements:\n", "requirement:\n", "{line}:1: the pack: unknown key 'requirement'; did you mean 'requirements'?"),
    ("  UK-54-7:\n    part: form\n", "  UK-54-7:\n", "{line}:3: requirements.UK-54-7: 'part' is missing"),
    ("    unchecked:", "    # unchecked:", "{id}:3: requirements.UK-54-7: give 'check' with 'examples', or 'unchecked' with the reason, or 'repeats' with ids"),
    # Names
    ("  UK-54-7:", "  uk54_7:", "{line}:3: requirements: 'uk54_7' cannot be a name; an id begins with a capital, in parts joined by '-', such as ABC-1A"),
    ("pack: uk_modern_slavery", "pack: Modern slavery", "{line}:1: pack: 'Modern slavery' cannot be a name; use small letters, digits and '_', such as my_law"),
    ("any: [training]", "any: [trainning]", "{line}:19: there is no concept 'trainning'; did you mean 'training'?"),
    (BOARD, '  board: {en: ["@polcy"]}', "{line}:16: there is no concept 'polcy'; did you mean 'policy'?"),
    ("    part: form\n    citation: {en: section 54 (7)}", "    part: forms\n    citation: {en: section 54 (7)}", "{line}:5: there is no part 'forms' under 'parts'; did you mean 'form'?"),
    # Values
    ("kind: flags", "kind: flag", "{line}:11: requirements.UK-54-5D.further.clean.check.kind is 'flag'; did you mean 'flags'?"),
    ("standing: [denied]", "standing: [deny]", "{line}:26: requirements.UK-54-5D.further.clean.check.frames.0.standing.0 is 'deny'; did you mean 'denied'?"),
    ("finds: review\n        severity: info", "finds: review\n        severity: note", "{next}:9: requirements.UK-54-5D.further.clean.severity is 'note'; use one of: info, warning, error"),
    ("        specific: [All 12", "        concrete: [All 12", "{line}:9: requirements.UK-54-5F.examples.en: unknown key 'concrete'; known keys: absent, mentioned, described, specific, pass, fail, review, not_applicable"),
    # Shapes
    (ADVICE, "    advice: Look at the homepage.", "{line}:5: requirements.UK-54-7.advice is a text; write it by language: {{en: …}}"),
    (BOARD, "  board: [board]", "{line}:3: concepts.board is a list; write it by language: {{en: …}}"),
    (BOARD, "  board: {en: board}", "{line}:11: concepts.board.en is a text; write a list: [board]"),
    (CHAIN, "          any: [chain]", "{before}:9: requirements.UK-54-5A.check.levels.mentioned is a mapping; write a list, each entry after '- '"),
    (CHAIN, "          - any: []", "{line}:13: requirements.UK-54-5A.check.levels.mentioned.0.any is empty; write something there, or take the key out"),
    ('edition: "1"', "edition: 1", '{line}:1: edition is a number; put it in quotation marks: "1"'),
    # Expressions
    (BOARD, '  board: {en: ["/board(/"]}', "{line}:16: /board(/ is no regular expression: missing ), unterminated subpattern at position 5"),
    (BOARD, '  board: {en: ["/(a|aa)+b/"]}', "{line}:16: /(a|aa)+b/ may take very long: alternatives inside a repetition can match the same text in many ways"),
]  # fmt: skip


def errors(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "pack.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises((PackError, PackErrors)) as raised:
        load(path)
    found = raised.value.errors if isinstance(raised.value, PackErrors) else (raised.value,)
    return [str(error).removeprefix(f"{path}:") for error in found]


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES, ids=[new.strip() for _, new, _ in MISTAKES])
def test_a_mistake_is_said_once_with_its_place_and_what_to_do(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert TEXT.count(old) == 1, old
    line = TEXT[: TEXT.index(old)].count("\n") + 1
    start = TEXT[: TEXT.index("  UK-54-7:")].count("\n") + 1
    expected = said.format(line=line, next=line + 1, before=line - 1, id=start)
    assert errors(tmp_path, TEXT.replace(old, new)) == [expected]


def test_a_language_that_is_promised_is_asked_for_everywhere(tmp_path: Path) -> None:
    found = errors(tmp_path, TEXT.replace("languages: [en]", "languages: [en, nb]"))
    assert len(found) > 50
    assert all(
        error.endswith("'nb' is missing; texts stand in every language of the pack: en, nb")
        for error in found
    )
