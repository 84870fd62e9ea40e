r"""Q38 · Dates and times: an hour is not a step of the hands.

Topics: dates, types, validation
Needs: tzdata

How do you work with dates and times in Python? Naming `datetime`, `timedelta` and `strptime` is the
start. Then comes the night on which the clocks change, and with it the difference between a moment,
the reading of a clock and a day of the calendar. Write three functions that keep them apart.

## Build

`parse_instant(text)` returns the moment that an ISO 8601 text names, as a `datetime` in UTC, whose
`tzinfo` is `timezone.utc`.

- It reads every text that `datetime.fromisoformat` reads and that has an offset or a `Z`.
- A date, or a date and time, without an offset raises `ValueError` whose message contains the
  text's `repr`.
- A text that `datetime.fromisoformat` refuses raises `ValueError`.

`add_hours(moment, hours)` returns the `datetime` that lies `hours` hours of real time after
`moment`, as a stopwatch counts them. `hours` is an `int` or a `float`, and a negative number goes
back.

`add_days(moment, days)` returns the `datetime` that lies `days` days of the calendar after
`moment`, at the same time of day. `days` is an `int`, and a negative number goes back.

- A time that the clock skips on that day is moved on by as much as the clock jumps: a jump from
  2:00 to 3:00 turns 2:30 into 3:30.
- A time that the clock shows twice on that day is the first of the two.
- Both hold for any `fold` of `moment`, and also if `days` is 0.

## Rules

- A `moment` is a `datetime` with a `ZoneInfo` or a `timezone` as its `tzinfo`.
- Where the clock shows a time twice, `add_hours` starts from the first or the second, as the `fold`
  of `moment` says.
- The result of `add_hours` and `add_days` has the very `tzinfo` object of `moment`.
- Both functions raise `ValueError` for a `moment` whose `tzinfo` is None.

## Left open

- Years before 1980 and after 2100, offsets with seconds, and texts with `24:00`.
- A `moment` that its clock skips, and a zone that skips a whole day.
- Fractions of a second in `hours`.

## Example

    >>> from datetime import datetime
    >>> from zoneinfo import ZoneInfo
    >>> parse_instant("2024-02-29T18:00:00-05:00").isoformat()
    '2024-02-29T23:00:00+00:00'
    >>> noon = datetime(2024, 3, 9, 12, tzinfo=ZoneInfo("America/New_York"))
    >>> add_hours(noon, 24).isoformat()
    '2024-03-10T13:00:00-04:00'
    >>> add_days(noon, 1).isoformat()
    '2024-03-10T12:00:00-04:00'
"""

from datetime import datetime


def parse_instant(text: str) -> datetime:
    """Return the moment that an ISO 8601 text with an offset names, in UTC."""
    raise NotImplementedError


def add_hours(moment: datetime, hours: float) -> datetime:
    """Return the moment that is `hours` hours of real time later."""
    raise NotImplementedError


def add_days(moment: datetime, days: int) -> datetime:
    """Return the same time of day, `days` days of the calendar later."""
    raise NotImplementedError
