"""Days: dates as the content writes them (2026-06-01), which text compares as time does.

Nothing here knows what day it is.
"""

from datetime import UTC, date, datetime, timedelta


def is_day(text: str) -> bool:
    """Whether there is such a day: 2026-02-30 has the form of one."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def earlier(day: str, days: int) -> str:
    """The day so many days before; the first of all where there is none."""
    try:
        return (date.fromisoformat(day) - timedelta(days)).isoformat()
    except OverflowError:
        return date.min.isoformat()


def next_year(day: str) -> str:
    """The day of the same date a year later; of 29 February, where there is none, the day after it."""
    found = f"{int(day[:4]) + 1:04}{day[4:]}"
    return found if is_day(found) else f"{found[:4]}-03-01"


def spoken(day: str) -> str:
    """A day as people write it: 2026年6月1日."""
    year, month, of_month = day.split("-")
    return f"{int(year)}年{int(month)}月{int(of_month)}日"


def date_of(day: str) -> date:
    """A day as a date."""
    return date.fromisoformat(day)


def moment_of(day: str) -> datetime:
    """When a day begins in China, told as of Greenwich."""
    return datetime.fromisoformat(f"{day}T00:00:00+08:00").astimezone(UTC)
