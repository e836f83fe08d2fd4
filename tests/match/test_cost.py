"""Expressions that can take very long, and their harmless neighbours."""

from __future__ import annotations

import re
import re._parser as parser
import time

import pytest

from report_linter.match.cost import explosive

INSIDE = "a repetition inside a repetition"
CHOICES = "alternatives inside a repetition"
BESIDE = "two repetitions without end stand side by side"
ALL = "no repetition of everything without end"
EMPTY = "a repetition of what may be empty"


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        (r"(\w+)+", INSIDE),
        (r"(\w*\s*)*", INSIDE),
        (r"(\w+\s?)+$", INSIDE),
        (r"(?:\w+ ?)*x", INSIDE),
        (r"(?:\w{0,20}){0,20}y", INSIDE),
        (r"((?:\w+,)*\w*)*x", INSIDE),
        (r"(?:\d+|[a-z\d]+)*!", INSIDE),
        (r"(?:a|aa)+$", CHOICES),
        (r"(?:ab|a|b)+$", CHOICES),
        (r"(?:a|b|ab)*c", CHOICES),
        (r"(?:[a-z]{0,60}x)*y", CHOICES),
        (r"(?:x+x+)+y", CHOICES),
        (r"(?=(?:a|aa)+$)x", CHOICES),
        (r"(?<!b)(?:å|Åå)+$", CHOICES),
        (r"\w*\w*\w*x", BESIDE),
        (r"\w*(?:\w*)x", BESIDE),
        (r"\w+[\w-]*x", BESIDE),
        (r"\s*\s*x", BESIDE),
        (r"\w+-?\w+x", BESIDE),
        (r"(?:\w )*(?:\w )*x", BESIDE),
        (r"(?:\w+ ?){3}x", BESIDE),
        (r"[\w ]*\b[\w ]*x", BESIDE),
        (r"(?>\w*\w*\w*)x", BESIDE),
        (r".*x", ALL),
        (r"a.+b", ALL),
        (r"[\s\S]*x", ALL),
        (r"(a?){30}b", EMPTY),
    ],
)
def test_refused(expression: str, why: str) -> None:
    assert explosive(parser.parse(expression, re.IGNORECASE)).startswith(why)


@pytest.mark.parametrize(
    "expression",
    [
        r"risk",
        r"\w*",
        r"\w*risk\w*",
        r"\b\w*(?:a|b)\w*\b",
        r"\w*s\b \w*",
        r"\w*\b\d+",
        r"\w+\s+\w+",
        r"\w+(?:-\w+)*",
        r"\d+(?:[.,]\d+)*",
        r"\d{4}|\d{2}",
        r"(?:\d{1,3}[ .]?){1,4}",
        r"(?:ab|cd)+",
        r"(?:a|b)*",
        r"(?:\w+ )*\w+",
        r"(?:\w+ ){0,5}x",
        r"(?:\w+, )*\w+ and \w+",
        r"(?:\w+ )?(?:\w+ )?x",
        r"[A-Z]\w+(?: (?:and )?[A-Z]\w+){0,4}",
        r"[^.]{0,60}x[^.]{0,60}",
        r"(a?){3}b",
        r"(?:" + "|".join(f" word{number}" for number in range(120)) + "){0,20} end",
    ],
)
def test_allowed(expression: str) -> None:
    assert explosive(parser.parse(expression, re.IGNORECASE)) == ""


def test_the_check_itself_is_quick() -> None:
    large = "(?:" + "|".join(f"[a-z{n}]{{0,9}}{n}" for n in range(300)) + ")*x"
    start = time.process_time()
    assert explosive(parser.parse(large, re.IGNORECASE))
    assert time.process_time() - start < 20
