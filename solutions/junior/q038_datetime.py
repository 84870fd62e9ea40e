"""Q38 · Dates and times: the answer and one way to build it.

## Answer

`datetime` has the types: `date`, `time`, `datetime` for both together, and `timedelta` for a span.
The `time` module is closer to the machine: `time.time()` gives a timestamp, `sleep` waits, and
`monotonic` or `perf_counter` measure. `strftime` formats and `strptime` parses by a pattern;
`isoformat` and `fromisoformat` do it for ISO 8601, since 3.11 with `Z` too.

A naive datetime has no zone, so it names no moment. I keep moments aware and in UTC,
`datetime.now(UTC)`, and convert with `zoneinfo`, since 3.9, for showing them; where the system
lacks the zone data, the `tzdata` package brings it. `utcnow()` returns a naive value and is
deprecated since 3.12. `dateutil` adds lenient parsing and calendar steps such as months.

The trap: adding a `timedelta` to an aware datetime moves the hands of its clock and ignores changes
of the offset. For elapsed hours I add in UTC and convert back. `fold` tells the two readings of a
repeated hour apart.

## Notes

The way through UTC and back also settles the skipped times: read with `fold=0` they have the offset
from before the jump, and come back moved by just its length. `astimezone` to the zone that a
datetime already has would do nothing. On a naive datetime it would take the computer's zone, hence
the guard.
"""

from datetime import UTC, date, datetime, timedelta


def parse_instant(text: str) -> datetime:
    """Return the moment that an ISO 8601 text with an offset names, in UTC."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset from UTC")
    return moment.astimezone(UTC)


def add_hours(moment: datetime, hours: float) -> datetime:
    """Return the moment that is `hours` hours of real time later."""
    _require_aware(moment)
    later = moment.astimezone(UTC) + timedelta(hours=hours)
    return later.astimezone(moment.tzinfo)


def add_days(moment: datetime, days: int) -> datetime:
    """Return the same time of day, `days` days of the calendar later."""
    _require_aware(moment)
    reading = (moment + timedelta(days=days)).replace(fold=0)
    return reading.astimezone(UTC).astimezone(moment.tzinfo)


def _require_aware(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")


def next_weekday(day: date, weekday: int) -> date:
    """Return the first date after `day` that falls on `weekday`."""
    if weekday not in range(7):
        raise ValueError(f"a weekday is 0 to 6, not {weekday}")
    tomorrow = day + timedelta(days=1)
    return tomorrow + timedelta(days=(weekday - tomorrow.weekday()) % 7)


def working_days(start: date, end: date) -> int:
    """Count the Mondays to Fridays from `start` up to but not including `end`."""
    if end < start:
        return -working_days(end, start)
    days = (start + timedelta(days=n) for n in range((end - start).days))
    return sum(day.weekday() < 5 for day in days)


def humanize(span: timedelta) -> str:
    """Return `span` as a text of days, hours, minutes and seconds."""
    minutes, seconds = divmod(abs(span) // timedelta(seconds=1), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    counts = {"day": days, "hour": hours, "minute": minutes, "second": seconds}
    parts = [f"{n} {unit}" if n == 1 else f"{n} {unit}s" for unit, n in counts.items() if n]
    if not parts:
        return "0 seconds"
    return ("minus " if span < timedelta(0) else "") + ", ".join(parts)
