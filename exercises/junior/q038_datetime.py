"""Q38 · Dates and times: an hour is not a step of the hands.

Topics: dates, types, validation
Needs: tzdata

"How do you work with dates and times in Python?" Naming `datetime`, `timedelta` and `strptime` is
the start. Then comes the night on which the clocks change, and with it the difference between a
moment, a reading of a clock and a day of the calendar. Keep the three apart.

## Build

`parse_instant(text)` returns the moment that an ISO 8601 text names, as a `datetime` in UTC, its
`tzinfo` being `timezone.utc`. It reads what `datetime.fromisoformat` reads, as long as there is an
offset or a `Z`. A text without one raises `ValueError` that names the text; so no zone is ever
guessed. A text that is not a date and time raises `ValueError` too.

`add_hours(moment, hours)` returns the aware `datetime` that lies `hours` hours of real time after
`moment`, as a stopwatch counts them. `hours` is an `int` or `float`; a negative number goes back.

`add_days(moment, days)` returns the aware `datetime` at which the clock shows the same time of day,
`days` days of the calendar after `moment`. `days` is an `int`; a negative number goes back.

- A time that the clock skips on that day is moved on by as much as the clock jumped: a jump from
  2:00 to 3:00 turns 2:30 into 3:30.
- A time that the clock shows twice on that day is the first of the two, whichever `moment` was.

`next_weekday(day, weekday)` returns the first `date` after `day`, never `day` itself, that falls on
`weekday`: 0 is Monday, 6 is Sunday. Any other number raises `ValueError` that names it.

`working_days(start, end)` returns how many days from the `date` `start` up to but not including the
`date` `end` are Mondays to Fridays. When `end` comes before `start`, the result is that of the two
swapped, made negative.

`humanize(span)` returns a `timedelta` as a text of days, hours, minutes and seconds such as
`"2 days, 1 hour, 30 seconds"`: parts of zero are left out, and 1 has the singular. Fractions of a
second are dropped. A negative span is `"minus "` before the text of its opposite. What has no whole
second left, of either sign, is `"0 seconds"`.

## Rules

- `add_hours` and `add_days` return a `datetime` with the very `tzinfo` object of `moment`, a
  `ZoneInfo` or a `timezone`; its `fold` tells the two readings of a time shown twice apart. A naive
  `moment`, one without a `tzinfo`, raises `ValueError`.
- Jumps of the clock are not always an hour. Take them from the zone.
- No result depends on the time zone of the computer or on today's date.

## Example

    >>> from datetime import date, datetime, timedelta
    >>> from zoneinfo import ZoneInfo
    >>> parse_instant("2024-02-29T18:00:00-05:00").isoformat()
    '2024-02-29T23:00:00+00:00'
    >>> noon = datetime(2024, 3, 9, 12, tzinfo=ZoneInfo("America/New_York"))
    >>> add_days(noon, 1).isoformat(), add_hours(noon, 24).isoformat()
    ('2024-03-10T12:00:00-04:00', '2024-03-10T13:00:00-04:00')
    >>> next_weekday(date(2024, 2, 26), 3), working_days(date(2024, 2, 26), date(2024, 3, 4))
    (datetime.date(2024, 2, 29), 5)
    >>> humanize(timedelta(hours=-25))
    'minus 1 day, 1 hour'
"""

from datetime import date, datetime, timedelta


def parse_instant(text: str) -> datetime:
    """Return the moment that an ISO 8601 text with an offset names, in UTC."""
    raise NotImplementedError


def add_hours(moment: datetime, hours: float) -> datetime:
    """Return the moment that is `hours` hours of real time later."""
    raise NotImplementedError


def add_days(moment: datetime, days: int) -> datetime:
    """Return the same time of day, `days` days of the calendar later."""
    raise NotImplementedError


def next_weekday(day: date, weekday: int) -> date:
    """Return the first date after `day` that falls on `weekday`."""
    raise NotImplementedError


def working_days(start: date, end: date) -> int:
    """Count the Mondays to Fridays from `start` up to but not including `end`."""
    raise NotImplementedError


def humanize(span: timedelta) -> str:
    """Return `span` as a text of days, hours, minutes and seconds."""
    raise NotImplementedError
