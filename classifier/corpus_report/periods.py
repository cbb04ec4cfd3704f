"""Days, weeks, months, quarters and years: which one a date falls into, and which ones suit a corpus."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_FORMS = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),  # 2026-03-01, with or without a time
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:t|\b)"),  # 20260301
    re.compile(rf"(?:[a-z]{{3,9}},?\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH},?[ -](?P<y>\d{{4}})\b"),
    re.compile(rf"(?:[a-z]{{3,9}},?\s+)?{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})\b"),
)
_FIRST_YEAR, _LAST_YEAR = 1600, 2200  # no newspaper is older; a later date is an error of the corpus
_LONGEST = 80


class Period(StrEnum):
    """How long one step of the time axis is; `auto` lets the dates of the corpus decide."""

    AUTO = "auto"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One step of the time axis: its first day, and its length."""

    start: date
    period: Period

    def label(self) -> str:
        """Return a name that sorts by time: 2026-03-01, 2026-W09, 2026-03, 2026-Q1, 2026."""
        if self.period is Period.WEEK:
            year, week, _ = self.start.isocalendar()
            return f"{year}-W{week:02}"
        year, month = self.start.year, self.start.month
        if self.period is Period.MONTH:
            return f"{year}-{month:02}"
        if self.period is Period.QUARTER:
            return f"{year}-Q{(month + 2) // 3}"
        return str(year) if self.period is Period.YEAR else self.start.isoformat()

    def short(self) -> str:
        """Return a name for an axis: 1 Mar 26, Mar 26, Q1 26, 2026; a week by its Monday."""
        year, month = f"{self.start.year % 100:02}", _MONTHS[self.start.month - 1].title()
        if self.period in (Period.DAY, Period.WEEK):
            return f"{self.start.day} {month} {year}"
        if self.period is Period.MONTH:
            return f"{month} {year}"
        return f"Q{(self.start.month + 2) // 3} {year}" if self.period is Period.QUARTER else str(self.start.year)

    def next(self) -> Span:
        """Return the step after this one."""
        days = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 31, Period.QUARTER: 92, Period.YEAR: 366}[self.period]
        return span_of(self.start + timedelta(days=days), self.period)


def span_of(day: date, period: Period) -> Span:
    """Return the step that a day falls into; weeks start on Monday (ISO 8601)."""
    if period is Period.WEEK:
        day -= timedelta(days=day.weekday())
    elif period is not Period.DAY:
        months = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}[period]
        day = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    return Span(day, period)


@lru_cache(maxsize=65536)
def read_date(text: str | None) -> date | None:
    """Return the day that a date names, as it is written (no time zone is applied); None where it names none.

    Read are ISO dates, with or without a time, and dates with the month in English words. 03/04/2026 is March to
    some and April to others, and 2026-03 no day: both count as undated.
    """
    if text is None:
        return None
    start = text.strip()[:_LONGEST].lower()
    for form in _FORMS:
        if match := form.match(start):
            found = match.groupdict()
            month = _MONTHS.index(found["month"][:3]) + 1 if "month" in found else int(found["m"])
            try:
                day = date(int(found["y"]), month, int(found["d"]))
            except ValueError:
                return None
            return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None
    return None


def suiting(days: Mapping[date, int]) -> Period:
    """Return the period that gives a readable time axis for documents of these days (day -> number)."""
    if not days:
        return Period.MONTH
    first, last = _middle(days)
    n_days = (last - first).days + 1
    for period, longest in ((Period.DAY, 31), (Period.WEEK, 190), (Period.MONTH, 1200), (Period.QUARTER, 4000)):
        if n_days <= longest:
            return period
    return Period.YEAR


def axis(days: Mapping[date, int], period: Period) -> list[Span]:
    """Return the steps to draw, without a hole: all, or those of the middle 98 % where a few days lie far off.

    A single article dated 1970 would else press a year of news into one bar.
    """
    if not days:
        return []
    middle = _between(*_middle(days), period)
    whole = _between(min(days), max(days), period, most=3 * len(middle) + 12)
    return whole or middle


def _middle(days: Mapping[date, int]) -> tuple[date, date]:
    """Return the days between which 98 % of the documents lie."""
    edge = sum(days.values()) // 100
    return _after(sorted(days.items()), edge), _after(sorted(days.items(), reverse=True), edge)


def _after(ordered: list[tuple[date, int]], n: int) -> date:
    for day, number in ordered:
        n -= number
        if n < 0:
            return day
    return ordered[-1][0]


def _between(first: date, last: date, period: Period, most: int | None = None) -> list[Span]:
    """Return all steps from one day to another; none where they are more than `most`."""
    spans = [span_of(first, period)]
    while (following := spans[-1].next()).start <= last:
        if most is not None and len(spans) >= most:
            return []
        spans.append(following)
    return spans
