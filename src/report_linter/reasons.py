"""Why a result is what it is, in every language: the codes of kinds and engine, as text for people."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from report_linter import strict
from report_linter.finding import Texts


@cache
def _texts() -> dict[str, Any]:
    with as_file(files("report_linter").joinpath("reasons.yaml")) as path:
        return dict(strict.load(path).data)


def reason(code: str, values: Sequence[tuple[str, str]]) -> Texts:
    """The text of a reason code in every language, its braces filled."""
    return filled(tuple(_texts()[code].items()), values)


def filled(texts: Texts, values: Sequence[tuple[str, str]]) -> Texts:
    """Texts with `values` in their braces."""
    said = []
    for language, text in texts:
        for name, value in values:
            text = text.replace(f"{{{name}}}", value)
        said.append((language, text))
    return tuple(said)
