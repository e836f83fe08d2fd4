"""Is a sentence a quotation of the law? Then it says nothing about the enterprise."""

from __future__ import annotations

from collections.abc import Iterable

from report_linter.match.expressions import WORD

_LENGTH = 5  # words; shorter runs are common phrases
_SHARE = 0.5


class Quotations:
    """The wording of a law, as runs of five words."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs = {run for text in texts for run in _runs(text)}

    def quoted(self, text: str) -> bool:
        """Whether at least half of the five-word runs of `text` stand in the law."""
        runs = _runs(text)
        return bool(runs) and sum(run in self._runs for run in runs) >= _SHARE * len(runs)


def _runs(text: str) -> list[tuple[str, ...]]:
    words = [match[0].lower() for match in WORD.finditer(text) if match[0][0].isalnum()]
    return [tuple(words[i : i + _LENGTH]) for i in range(len(words) - _LENGTH + 1)]
