"""Dates as they stand in accounts."""

from datetime import date

import pytest

from report_linter.lexicons import load_all
from report_linter.match.dates import DateFinder, DateFound

FINDER = DateFinder(tuple(load_all().values()))


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Oslo, 12. juni 2025", [(2025, 6, 12)]),
        ("12 June 2025", [(2025, 6, 12)]),
        ("June 12, 2025", [(2025, 6, 12)]),
        ("the 3rd of May 2024", [(2024, 5, 3)]),
        ("12.06.2025", [(2025, 6, 12)]),
        ("den 05.06.24", [(2024, 6, 5)]),
        ("2025-06-12", [(2025, 6, 12)]),
        ("juni 2023", [(2023, 6, 0)]),
        ("i 2023.", [(2023, 0, 0)]),
        ("1. januar–31. desember 2025", [(0, 1, 1), (2025, 12, 31)]),
        ("01.07 – 30.06.2025", [(0, 7, 1), (2025, 6, 30)]),
        ("31.02.2025", []),
        ("Vi mai gjøre 12 ting", [(0, 0, 0)][:0]),
        ("tlf. 22 33 44 55, 1 234 kroner, § 5.10", []),
        ("ISO 20400:2017", [(2017, 0, 0)]),
    ],
)
def test_find(text: str, dates: list[tuple[int, int, int]]) -> None:
    assert [(d.year, d.month, d.day) for d in FINDER.find(text)] == dates


@pytest.mark.parametrize(
    ("found", "last"),
    [
        (DateFound(0, 1, 2024), date(2024, 12, 31)),
        (DateFound(0, 1, 2024, 2), date(2024, 2, 29)),
        (DateFound(0, 1, 2024, 12), date(2024, 12, 31)),
        (DateFound(0, 1, 2024, 6, 3), date(2024, 6, 3)),
        (DateFound(0, 1, 0, 6, 3), None),
    ],
)
def test_last_day(found: DateFound, last: date | None) -> None:
    assert found.last_day == last
