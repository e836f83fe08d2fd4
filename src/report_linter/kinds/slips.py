"""Slips of typing: words of `frames`, as in `flags`, and two spaces between words, where the reader has seen them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_linter.document import Layer
from report_linter.finding import Case, Evidence, Verdict
from report_linter.kinds import flags
from report_linter.kinds.units import flagged
from report_linter.match import Text

SCHEMA = flags.SCHEMA

_MOST = 5  # gaps to show: an author who always types two spaces need not be told each time


@dataclass(frozen=True, slots=True)
class Slips:
    written: flags.Flags

    def __call__(self, text: Text) -> Verdict:
        gaps = []
        for span in text.document.reading.gaps:
            index = text.document.sentence_at(span.start)
            if index is not None and text.document.sentences[index].layer is not Layer.HIDDEN:
                whole = text.document.sentences[index].span
                gaps.append(Case((Evidence(whole, words=(span,)),), (("words", text.document.quote(span)),)))
        cases = [*self.written(text).cases, *gaps[:_MOST]]
        return flagged(sorted(cases, key=lambda case: case.evidence[0].span), self.written.finds)


def build(options: Mapping[str, Any]) -> Slips:
    return Slips(flags.build(options))
