"""Days: which there are, and how they are counted."""

import pytest

from generator.days import earlier, is_day, spoken


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        *(("2026-06-01", True), ("2024-02-29", True), ("0001-01-01", True), ("9999-12-31", True)),
        *(("2026-02-30", False), ("2026-02-29", False), ("2026-13-01", False), ("2026-00-01", False)),
        *(("0000-01-01", False), ("2026-06-31", False), ("", False)),
    ],
)
def test_days(text: str, is_one: bool) -> None:
    """Those of the calendar, leap years too."""
    assert is_day(text) == is_one


def test_counting() -> None:
    """Over months and years, and no further than there are days."""
    assert earlier("2026-03-01", 1) == "2026-02-28"
    assert earlier("2026-05-01", 90) == "2026-01-31"
    assert earlier("0001-01-02", 90) == "0001-01-01"
    assert spoken("2026-06-01") == "2026年6月1日"
