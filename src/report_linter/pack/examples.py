"""A pack proves itself: every rule, level and language has examples, and all of them hold.

With `mutate`, each condition of each rule is dropped in turn: if no example notices, the condition is untested.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from report_linter.finding import Level, Outcome, Verdict
from report_linter.kinds import KINDS, Judge, mutants
from report_linter.lexicons import Lexicon, load_all
from report_linter.match import Text, Words
from report_linter.outline import outline
from report_linter.pack import words as compiled
from report_linter.pack.model import Example, Pack, Rule
from report_linter.readers import read


@dataclass(frozen=True, slots=True)
class ExampleReport:
    """What running the examples of a pack showed. Each line begins with `file:line: `, where it has one."""

    failures: tuple[str, ...]  # an example gave something else
    missing: tuple[str, ...]  # a rule, level or language without an example
    unused: tuple[str, ...]  # expressions that no example exercises
    unnoticed: tuple[str, ...]  # conditions whose absence no example notices
    explained: tuple[str, ...]  # the same, with the pack's reason
    counted: int
    mutants: int = 0

    @property
    def good(self) -> bool:
        return not (self.failures or self.missing or self.unnoticed)


def run(pack: Pack, mutate: bool = False) -> ExampleReport:
    """Run every example of the pack."""
    lexicons = load_all()
    words = compiled(pack, lexicons)
    texts = {
        (example.language, example.text): _text(example, words, lexicons)
        for _, rule in pack.rules()
        for example in rule.examples
    }
    failures = [line for _, rule in pack.rules() for line in _failures(pack, rule, rule.judge, texts)]
    unnoticed: list[str] = []
    explained: list[str] = []
    count = 0
    if mutate:
        for _, rule in pack.rules():
            for condition in _unnoticed(rule, texts):
                where = f"{Path(pack.path).name}:{rule.line}: {rule.id}: {condition}"
                if why := _explanation(rule, condition):
                    explained.append(f"{where}: {why}")
                else:
                    unnoticed.append(where)
            count += sum(1 for _ in mutants(rule.options, KINDS[rule.kind].schema))
    return ExampleReport(
        tuple(failures),
        tuple(_missing(pack)),
        tuple(_unused(pack, words, texts)),
        tuple(unnoticed),
        tuple(explained),
        sum(len(rule.examples) for _, rule in pack.rules()),
        count,
    )


Texts_ = Mapping[tuple[str, str], Text]


def _text(example: Example, words: Words, lexicons: Mapping[str, Lexicon]) -> Text:
    reading = read(example.text.encode(), "example.txt", "text")
    return words.read(outline(reading, lexicons, example.language))


def verdict_word(verdict: Verdict, graded: bool) -> str:
    """The level of a graded rule, the outcome of the others."""
    if graded:
        return (verdict.level or Level.ABSENT).word
    return (verdict.outcome or Outcome.PASS).value


def _failures(pack: Pack, rule: Rule, judge: Judge, texts: Texts_) -> Iterator[str]:
    graded = KINDS[rule.kind].graded
    for example in rule.examples:
        got = verdict_word(judge(texts[example.language, example.text]), graded)
        if got != example.expected:
            short = " ".join(example.text.split())[:70]
            yield (
                f"{Path(pack.path).name}:{example.line}: {rule.id}: {example.language}: "
                f"expected {example.expected}, got {got}: {short}"
            )


def _missing(pack: Pack) -> Iterator[str]:
    for _, rule in pack.rules():
        have = {(example.language, example.expected) for example in rule.examples}
        for expected in KINDS[rule.kind].gives(rule.options):
            for language in pack.languages:
                if (language, expected) not in have and not _by_language(rule, language, expected):
                    yield f"{Path(pack.path).name}:{rule.line}: {rule.id}: no example of {expected} in {language}"


def _by_language(rule: Rule, language: str, expected: str) -> bool:
    """A rule about the document's language cannot give every outcome in every language."""
    if rule.kind != "written-in":
        return False
    asked = rule.options["languages"]
    assert isinstance(asked, list)
    return (expected == "pass") != (language in asked)


def _unnoticed(rule: Rule, texts: Texts_) -> Iterator[str]:
    kind = KINDS[rule.kind]
    for condition, options in mutants(rule.options, kind.schema):
        try:
            judge = kind.build(options)
        except (ValueError, KeyError):
            continue
        if not any(
            verdict_word(judge(texts[e.language, e.text]), kind.graded) != e.expected for e in rule.examples
        ):
            yield condition


def _explanation(rule: Rule, condition: str) -> str:
    """The pack's reason for a condition that no example can notice: given for it or for what holds it."""
    parts = condition.split(".")
    return next(
        (rule.unnoticed[k] for n in range(len(parts), 0, -1) if (k := ".".join(parts[:n])) in rule.unnoticed),
        "",
    )


def _unused(pack: Pack, words: Words, texts: Texts_) -> Iterator[str]:
    """Expressions of the pack's own concepts that match in no example, by language."""
    for language in pack.languages:
        said = [text.document.text.lower() for (code, _), text in texts.items() if code == language]
        whole = "\n".join(said)
        for name, by_language in pack.concepts.items():
            for expression in by_language.get(language, ()):
                core = max(expression.strip("=@/").replace("*", " ").split(), key=len, default="")
                if not expression.startswith(("@", "/")) and core.lower()[:5] not in whole:
                    yield f"{name}: {language}: {expression}"
