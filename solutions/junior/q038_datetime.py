r"""Q38 · Dates and times: the answer and one way to build it.

## Answer

`datetime` has the types: `date`, `time`, `datetime` for both together, and `timedelta` for a span.
The `time` module is closer to the machine: `time.time()` gives a timestamp, `sleep` waits, and
`monotonic` or `perf_counter` measure. `strftime` formats and `strptime` parses by a pattern;
`isoformat` and `fromisoformat` do it for ISO 8601, since 3.11 with `Z` too.

A naive datetime has no zone, so it names no moment. I keep moments aware and in UTC,
`datetime.now(UTC)`, and convert them with `zoneinfo` for showing; where the system lacks the zone
data, the `tzdata` package brings it. `utcnow()` returns a naive value and is deprecated since 3.12.
`dateutil` adds lenient parsing and calendar steps such as months.

The trap: adding a `timedelta` to an aware datetime moves the hands of its clock and ignores changes
of the offset. For elapsed hours I add in UTC and convert back. `fold` tells the two readings of a
repeated hour apart.

## Follow-ups

- **How do you store a meeting next year?** As local time with the name of its zone: governments
  change their rules, and a moment in UTC would then show another time of day. What has happened is
  stored in UTC.
- **What is `b - a` for two datetimes?** With the same `tzinfo` object it is the difference of the
  readings, over a change of the clocks too; with different ones that of the moments. Convert both
  to UTC first.
- **Why not use `time.time()` to measure how long something takes?** It follows the system's clock,
  which can be set back. `monotonic` and `perf_counter` never go back.
- **How do you test code that asks for the current time?** Pass the clock in as a function, and give
  the test one that stands still. Patching `datetime.now` for everybody is the second choice.

## Notes

The way to UTC and back also settles skipped times: a sum has `fold=0`, so they have the offset from
before the jump, and come back moved by just its length. `astimezone` to the zone that a datetime
has already would do nothing. On a naive datetime it would take the computer's zone, hence the
guard. For hours, `datetime.fromtimestamp(moment.timestamp() + 3600 * hours, moment.tzinfo)` does
the same in one line, but a float has just digits enough for the microseconds.
"""

from datetime import UTC, datetime, timedelta


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
    reading = moment + timedelta(days=days)
    return reading.astimezone(UTC).astimezone(moment.tzinfo)


def _require_aware(moment: datetime) -> None:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
