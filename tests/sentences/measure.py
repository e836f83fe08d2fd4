"""How well standing and subject are told, on labelled sentences whose author did not see the cues.

    PYTHONPATH=src python tests/sentences/measure.py [--wrong LANGUAGE standing|subject]

The sentences are frozen (SHA256SUMS). Each is read as a document of its own; where it names a company by its legal
name, a title gives the document that name, since a sentence by itself does not tell whose account it stands in.
"""

# ruff: noqa: T201 (its figures are read on the terminal)

from __future__ import annotations

import argparse
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from report_linter.finding import Standing, Subject
from report_linter.lexicons import load_all
from report_linter.match import Words
from report_linter.match.clauses import standing_at
from report_linter.outline import outline
from report_linter.readers import read

HERE = Path(__file__).parent
LANGUAGES = ("en", "nb", "nn")

_NAME = re.compile(r"((?:[A-ZÆØÅ][\w&-]+ )+(?:AS|ASA))\b")
_OPENERS = re.compile(r"^(?:For|I|In|At|Hos|Hjå|Ved|Until|By) ")

# Only what standing and subject rest on: the other concepts are not asked for here.
LEXICONS = {
    code: replace(lexicon, concepts={"legal-form": lexicon.concepts["legal-form"]})
    for code, lexicon in load_all().items()
}


@dataclass(frozen=True, slots=True)
class Judged:
    text: str
    mark: tuple[int, int]
    near: bool
    wanted: Mapping[str, str]  # "standing", "subject"
    found: Mapping[str, str]


def check_hashes() -> None:
    """Raises AssertionError where a frozen file was changed."""
    for line in (HERE / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((HERE / name).read_bytes()).hexdigest() == digest, f"{name} was changed"


def judge(language: str) -> list[Judged]:
    """Every labelled sentence of `language` with what was found."""
    words = Words({}, [], LEXICONS)
    return [
        _one(words, language, item)
        for item in yaml.safe_load((HERE / f"{language}.yaml").read_text(encoding="utf-8"))
    ]


def _one(words: Words, language: str, item: Mapping[str, str]) -> Judged:
    start, end = item["text"].index("[["), item["text"].index("]]") - 2
    text = item["text"].replace("[[", "").replace("]]", "")
    name = _NAME.search(text)
    title = _OPENERS.sub("", name[1]) + "\n\n" if name else ""
    document = outline(read((title + text).encode(), "x.txt", "text"), LEXICONS, language)
    found = words.read(document)
    offset = document.text.rindex(text[:20])
    index = next(
        i
        for i, sentence in enumerate(document.sentences)
        if sentence.span.start <= offset + start < sentence.span.end
    )
    facts = found.facts[index]
    shift = offset - document.sentences[index].span.start
    mark = (start + shift, end + shift)
    return Judged(
        text=item["text"],
        mark=mark,
        near=bool(item.get("near")),
        wanted={"standing": item["standing"], "subject": item["subject"]},
        found={
            "standing": standing_at(facts.scopes, *mark).value,
            "subject": facts.subject_at(mark[0]).value,
        },
    )


def scores(judged: Sequence[Judged], what: str) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of every class."""
    result = {}
    for name in [item.value for item in (Standing if what == "standing" else Subject)]:
        hit = sum(j.wanted[what] == name == j.found[what] for j in judged)
        wanted = sum(j.wanted[what] == name for j in judged)
        found = sum(j.found[what] == name for j in judged)
        precision, recall = hit / max(found, 1), hit / max(wanted, 1)
        result[name] = (precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))
    return result


def macro(judged: Sequence[Judged], what: str) -> float:
    """The mean F1 of the classes."""
    per_class = scores(judged, what)
    return sum(f1 for _, _, f1 in per_class.values()) / len(per_class)


def _report(language: str, judged: Sequence[Judged], what: str, matrix: bool) -> None:
    per_class = scores(judged, what)
    print(f"\n{language} {what}: macro F1 {macro(judged, what):.3f}")
    pairs = Counter((j.wanted[what], j.found[what]) for j in judged)
    for name, (precision, recall, f1) in per_class.items():
        row = " ".join(f"{pairs[name, other]:4d}" for other in per_class) if matrix else ""
        print(f"  {name:13} P {precision:.2f} R {recall:.2f} F1 {f1:.2f}  {row}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--wrong", nargs=2, metavar=("LANGUAGE", "WHAT"), help="list what is told wrongly")
    options = parser.parse_args()
    check_hashes()
    for language in LANGUAGES:
        if options.wrong and options.wrong[0] != language:
            continue
        judged = judge(language)
        for what in ("standing", "subject"):
            if options.wrong is None:
                _report(language, judged, what, matrix=True)
            elif what == options.wrong[1]:
                wrong = [j for j in judged if j.wanted[what] != j.found[what]]
                for j in sorted(wrong, key=lambda j: (j.wanted[what], j.found[what])):
                    print(f"{j.wanted[what]:12} {j.found[what]:12} {j.text}")


if __name__ == "__main__":
    main()
