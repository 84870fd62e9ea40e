"""Checks for Q38 · Dates and times."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from q038_datetime import (
    add_days,
    add_hours,
    humanize,
    next_weekday,
    parse_instant,
    working_days,
)

NEW_YORK = ZoneInfo("America/New_York")  # jumps an hour ahead 2024-03-10, back 2024-11-03
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # jumps half an hour ahead 2024-10-06, back 2024-04-07
INDIA = timezone(timedelta(hours=5, minutes=30))


def new_york(month, day, hour, minute=0, fold=0):
    """A reading of the clocks in New York in 2024."""
    return datetime(2024, month, day, hour, minute, tzinfo=NEW_YORK, fold=fold)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-02-29T18:00:00-05:00", "2024-02-29T23:00:00+00:00"),
        ("2024-12-31T23:30:00-05:30", "2025-01-01T05:00:00+00:00"),
        ("2024-06-01T00:15:00.000250+05:45", "2024-05-31T18:30:00.000250+00:00"),
        ("2024-06-01T12:00:00Z", "2024-06-01T12:00:00+00:00"),
        ("2024-06-01 12:00+00:00", "2024-06-01T12:00:00+00:00"),
    ],
)
@pytest.mark.hint(
    "`datetime.fromisoformat` reads all of these. What is left to do?",
    "`astimezone` converts; `replace` would only change the label.",
)
def test_parses_to_utc(text, moment):
    """A text with an offset becomes the same moment in UTC."""
    parsed = parse_instant(text)
    assert parsed.isoformat() == moment
    assert parsed.tzinfo is UTC


@pytest.mark.parametrize("text", ["2024-02-29T18:00:00", "2024-02-29", "2023-02-29T00:00Z", "soon"])
@pytest.mark.hint(
    "What is the `tzinfo` of what was read?",
    "`astimezone` takes a naive datetime for the computer's local time. Look before you convert.",
)
def test_refuses_text_without_an_offset(text):
    """A text without an offset, or that is no date and time, raises a `ValueError`."""
    with pytest.raises(ValueError) as caught:
        parse_instant(text)
    if text.startswith("2024"):
        assert text in str(caught.value), f"{text!r} is not named in {str(caught.value)!r}"


@pytest.mark.parametrize(
    ("moment", "hours", "expected"),
    [
        (datetime(2024, 2, 28, 20, tzinfo=INDIA), 5, "2024-02-29T01:00:00+05:30"),
        (new_york(3, 9, 12), 24, "2024-03-10T13:00:00-04:00"),
        (new_york(3, 10, 1, 30), 1, "2024-03-10T03:30:00-04:00"),
        (new_york(3, 10, 3, 15), -0.5, "2024-03-10T01:45:00-05:00"),
        (new_york(11, 2, 12), 24, "2024-11-03T11:00:00-05:00"),
        (new_york(11, 3, 0, 30), 1, "2024-11-03T01:30:00-04:00"),
        (new_york(11, 3, 0, 30), 2, "2024-11-03T01:30:00-05:00"),
        (new_york(11, 3, 1, 30, fold=0), 1, "2024-11-03T01:30:00-05:00"),
        (new_york(11, 3, 1, 30, fold=1), 1, "2024-11-03T02:30:00-05:00"),
        (new_york(11, 3, 1, 30, fold=1), -1, "2024-11-03T01:30:00-04:00"),
        (new_york(11, 3, 1, 30, fold=1), 0, "2024-11-03T01:30:00-05:00"),
    ],
)
@pytest.mark.hint(
    "`moment + timedelta(hours=1)` moves the hands of the clock, whatever the zone does.",
    "In which zone does the clock never jump? Add there and come back.",
)
def test_hours_are_real_time(moment, hours, expected):
    """`add_hours` counts real time through the night on which the clocks change."""
    later = add_hours(moment, hours)
    assert later.isoformat() == expected
    assert later.tzinfo is moment.tzinfo


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [
        (datetime(2024, 2, 28, 20, tzinfo=INDIA), 2, "2024-03-01T20:00:00+05:30"),
        (datetime(2024, 1, 1, 20, tzinfo=INDIA), -1, "2023-12-31T20:00:00+05:30"),
        (new_york(3, 9, 12), 1, "2024-03-10T12:00:00-04:00"),
        (new_york(3, 10, 12), -1, "2024-03-09T12:00:00-05:00"),
        (new_york(11, 2, 12), 1, "2024-11-03T12:00:00-05:00"),
        (new_york(2, 29, 12), 365, "2025-02-28T12:00:00-05:00"),
    ],
)
@pytest.mark.hint(
    "A day of the calendar can have 23 or 25 hours.",
    "Here the hands of the clock are what counts: `moment + timedelta(days=1)` is a good start.",
)
def test_days_keep_the_time_of_day(moment, days, expected):
    """`add_days` shows the same time of day, also over a change of the clocks and a leap day."""
    later = add_days(moment, days)
    assert later.isoformat() == expected
    assert later.tzinfo is moment.tzinfo


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [
        (new_york(3, 9, 2, 30), 1, "2024-03-10T03:30:00-04:00"),
        (new_york(3, 9, 2, 0), 1, "2024-03-10T03:00:00-04:00"),
        (new_york(3, 11, 2, 59), -1, "2024-03-10T03:59:00-04:00"),
        (new_york(3, 9, 2, 30, fold=1), 1, "2024-03-10T03:30:00-04:00"),
        (datetime(2024, 10, 5, 2, 10, tzinfo=LORD_HOWE), 1, "2024-10-06T02:40:00+11:00"),
    ],
)
@pytest.mark.hint(
    "Python does not mind a time that never was. Where does it end up when you convert it?",
    "Convert it to UTC and back, and look at the reading.",
)
def test_skipped_times_move_on(moment, days, expected):
    """A time that the clock skips is moved on by the length of the jump."""
    assert add_days(moment, days).isoformat() == expected


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [
        (new_york(11, 2, 1, 30), 1, "2024-11-03T01:30:00-04:00"),
        (new_york(11, 4, 1, 30), -1, "2024-11-03T01:30:00-04:00"),
        (new_york(11, 3, 1, 30, fold=1), 0, "2024-11-03T01:30:00-04:00"),
        (new_york(11, 3, 1, 30, fold=1), 1, "2024-11-04T01:30:00-05:00"),
        (
            datetime(2024, 4, 6, 1, 45, tzinfo=LORD_HOWE, fold=1),
            1,
            "2024-04-07T01:45:00+11:00",
        ),
    ],
)
@pytest.mark.hint("`fold` says which of two equal readings is meant, and 0 is the first.")
def test_repeated_times_are_the_first(moment, days, expected):
    """A time that the clock shows twice is the first of the two."""
    assert add_days(moment, days).isoformat() == expected


@pytest.mark.parametrize("add", [add_hours, add_days])
@pytest.mark.hint("Without a zone nobody knows when the clocks change. Refuse before you add.")
def test_naive_moments_are_refused(add):
    """`add_hours` and `add_days` raise a `ValueError` for a naive datetime."""
    for amount in (0, 1):
        with pytest.raises(ValueError):
            add(datetime(2024, 2, 29, 12), amount)


@pytest.mark.parametrize(
    ("day", "weekday", "expected"),
    [
        (date(2024, 2, 26), 1, date(2024, 2, 27)),
        (date(2024, 2, 26), 6, date(2024, 3, 3)),
        (date(2024, 2, 26), 0, date(2024, 3, 4)),
        (date(2024, 2, 28), 3, date(2024, 2, 29)),
        (date(2023, 2, 28), 2, date(2023, 3, 1)),
        (date(2024, 12, 29), 0, date(2024, 12, 30)),
        (date(2024, 12, 31), 1, date(2025, 1, 7)),
    ],
    ids=str,
)
@pytest.mark.hint(
    "How many days ahead is it? `% 7` helps. What does it give for the same weekday?",
    "Start from the day after, and the day itself can't be the answer.",
)
def test_next_weekday_lies_ahead(day, weekday, expected):
    """`next_weekday` gives one of the seven days after `day`, over month and year ends."""
    assert next_weekday(day, weekday) == expected


@pytest.mark.parametrize("weekday", [7, -1, 42])
@pytest.mark.hint("0 and 6 are allowed, 7 and -1 are not.")
def test_next_weekday_refuses_other_numbers(weekday):
    """A weekday outside 0 to 6 raises a `ValueError` that names it."""
    with pytest.raises(ValueError, match=str(weekday)):
        next_weekday(date(2024, 2, 26), weekday)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2024, 2, 26), date(2024, 3, 4), 5),
        (date(2024, 2, 26), date(2024, 2, 27), 1),
        (date(2024, 3, 1), date(2024, 3, 2), 1),
        (date(2024, 3, 2), date(2024, 3, 4), 0),
        (date(2024, 2, 28), date(2024, 3, 5), 4),
        (date(2024, 2, 29), date(2024, 2, 29), 0),
        (date(2024, 1, 1), date(2025, 1, 1), 262),
        (date(2024, 3, 4), date(2024, 2, 26), -5),
        (date(2024, 3, 4), date(2024, 3, 1), -1),
        (date(2024, 3, 2), date(2024, 2, 28), -3),
    ],
    ids=str,
)
@pytest.mark.hint(
    "The first day counts, the last does not, just as in `range`.",
    "For a span that runs backwards, swap the two and change the sign.",
)
def test_working_days_are_counted(start, end, expected):
    """`working_days` counts Monday to Friday, without the end, negative when it runs backwards."""
    assert working_days(start, end) == expected


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(days=2, hours=1, seconds=30), "2 days, 1 hour, 30 seconds"),
        (
            timedelta(days=1, hours=23, minutes=59, seconds=59.9),
            "1 day, 23 hours, 59 minutes, 59 seconds",
        ),
        (timedelta(seconds=61), "1 minute, 1 second"),
        (timedelta(minutes=60), "1 hour"),
        (timedelta(hours=24), "1 day"),
        (timedelta(weeks=60), "420 days"),
        (timedelta(0), "0 seconds"),
        (timedelta(microseconds=999_999), "0 seconds"),
    ],
    ids=str,
)
@pytest.mark.hint(
    "A timedelta has days, seconds and microseconds only. `divmod` makes the rest.",
    "Make all the parts, keep those that are not zero, and see what is left to join.",
)
def test_spans_read_well(span, text):
    """A span is told in its parts, without zeros, with the singular for 1."""
    assert humanize(span) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(seconds=-1), "minus 1 second"),
        (timedelta(hours=-25), "minus 1 day, 1 hour"),
        (timedelta(days=-2), "minus 2 days"),
        (timedelta(days=-1, microseconds=-1), "minus 1 day"),
        (timedelta(microseconds=-999_999), "0 seconds"),
    ],
    ids=["-1s", "-25h", "-2d", "-1d-1us", "-0.999999s"],
)
@pytest.mark.hint(
    "Print `timedelta(seconds=-1).days`. Surprised?",
    "`abs` works on a timedelta; keep the sign apart.",
)
def test_negative_spans_read_well(span, text):
    """A negative span is "minus" and the text of its opposite."""
    assert humanize(span) == text
