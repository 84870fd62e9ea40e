"""Checks for Q38 · Dates and times."""

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from q038_datetime import add_days, add_hours, parse_instant

NEW_YORK = ZoneInfo("America/New_York")  # jumps an hour ahead 2024-03-10, back 2024-11-03
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # jumps half an hour ahead 2024-10-06, back 2024-04-07
PYONGYANG = ZoneInfo("Asia/Pyongyang")  # jumps from 23:30 to 0:00 2018-05-04, for good
MOSCOW = ZoneInfo("Europe/Moscow")  # jumps an hour back 2014-10-26, without summer time
BERLIN = ZoneInfo("Europe/Berlin")  # jumps an hour back 2024-10-27, ahead 2025-03-30
INDIA = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-02-29T18:00:00-05:00", "2024-02-29T23:00:00+00:00"),
        ("2024-12-31T23:30:00-05:30", "2025-01-01T05:00:00+00:00"),
        ("2024-06-01T00:15:00.000250+05:45", "2024-05-31T18:30:00.000250+00:00"),
        ("2024-06-01T12:00-23:59", "2024-06-02T11:59:00+00:00"),
        ("2024-06-01T12:00:00Z", "2024-06-01T12:00:00+00:00"),
        ("2024-06-01 12:00+00:00", "2024-06-01T12:00:00+00:00"),
        ("20240601T120000,25+0200", "2024-06-01T10:00:00.250000+00:00"),
        ("2024-W22-6T12Z", "2024-06-01T12:00:00+00:00"),
        ("2024-06-01T12+02", "2024-06-01T10:00:00+00:00"),
        ("2024-06-01Z12:00+02:00", "2024-06-01T10:00:00+00:00"),
    ],
)
@pytest.mark.hint(
    "`datetime.fromisoformat` reads all of these. What is left to do?",
    "`astimezone` converts; `replace` would only change the label.",
)
def test_parses_to_utc(text, moment):
    """A text with an offset or a `Z` becomes the same moment, whose `tzinfo` is `timezone.utc`."""
    assert parse_instant(text).isoformat() == moment
    assert parse_instant(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    ["2024-02-29T18:00:00", "2024-06-01", "2024-06-01 12:00", "20240601T120000"]
    + ["2024-06-01'12:00", "2024-06-01\t12:00", "2024-06-01\u00b712:00"]
    + ["20240601", "2024-W22-6", "2024-W22", "2024W226"],
)
@pytest.mark.hint(
    "What is the `tzinfo` of what was read?",
    "`astimezone` takes a naive datetime for the computer's local time. Look before you convert.",
)
def test_refuses_text_without_an_offset(text):
    """A text without an offset raises a `ValueError` that names the text."""
    with pytest.raises(ValueError, match=re.escape(repr(text))):
        parse_instant(text)


@pytest.mark.parametrize(
    "text",
    ["soon", "", "2023-02-29T00:00Z", "2024-06-01T25:00Z", "2024-06-01T12:00Z ", "01.06.2024"]
    + ["2024-06-01T12:00Z\n", " 2024-06-01T12:00Z", "2024-06-01T12:00z"],
)
@pytest.mark.hint("`datetime.fromisoformat` raises a `ValueError` by itself. Let it pass.")
def test_refuses_other_texts(text):
    """A text that `fromisoformat` cannot read raises a `ValueError`."""
    with pytest.raises(ValueError):
        parse_instant(text)


@pytest.mark.parametrize(
    ("moment", "hours", "expected"),
    [
        (datetime(2024, 2, 28, 20, tzinfo=INDIA), 5, "2024-02-29T01:00:00+05:30"),
        (datetime(2024, 1, 1, 1, tzinfo=UTC), -2, "2023-12-31T23:00:00+00:00"),
        (datetime(2024, 6, 1, 12, 0, 1, 7, tzinfo=INDIA), 0.25, "2024-06-01T12:15:01.000007+05:30"),
        (datetime(2024, 6, 1, 12, tzinfo=INDIA), -0.5, "2024-06-01T11:30:00+05:30"),
        (datetime(2024, 6, 1, 12, tzinfo=INDIA), 0.0625, "2024-06-01T12:03:45+05:30"),
        (datetime(2024, 6, 1, 12, tzinfo=INDIA), 4.1, "2024-06-01T16:06:00+05:30"),
        (datetime(2024, 6, 1, 12, tzinfo=INDIA), -4.1, "2024-06-01T07:54:00+05:30"),
        (datetime(2024, 6, 1, 12, tzinfo=INDIA), -1.25, "2024-06-01T10:45:00+05:30"),
        (datetime(2024, 6, 1, 12, tzinfo=NEW_YORK), 36, "2024-06-03T00:00:00-04:00"),
        (datetime(2024, 6, 1, 12, 0, 0, 9, tzinfo=NEW_YORK), 0, "2024-06-01T12:00:00.000009-04:00"),
    ],
)
@pytest.mark.hint("A `timedelta` takes hours, whole or not, and negative ones too.")
def test_adds_hours(moment, hours, expected):
    """`add_hours` adds hours, whole or not, forwards and backwards."""
    assert add_hours(moment, hours).isoformat() == expected


@pytest.mark.parametrize(
    ("moment", "hours", "expected"),
    [
        (datetime(2024, 3, 9, 12, tzinfo=NEW_YORK), 24, "2024-03-10T13:00:00-04:00"),
        (datetime(2024, 3, 10, 1, 30, tzinfo=NEW_YORK), 1, "2024-03-10T03:30:00-04:00"),
        (datetime(2024, 3, 10, 3, 15, tzinfo=NEW_YORK), -0.5, "2024-03-10T01:45:00-05:00"),
        (datetime(2024, 11, 2, 12, tzinfo=NEW_YORK), 24, "2024-11-03T11:00:00-05:00"),
        (datetime(2024, 11, 3, 0, 30, tzinfo=NEW_YORK), 1, "2024-11-03T01:30:00-04:00"),
        (datetime(2024, 11, 3, 0, 30, tzinfo=NEW_YORK), 2, "2024-11-03T01:30:00-05:00"),
        (datetime(2024, 11, 3, 2, 30, tzinfo=NEW_YORK), -1, "2024-11-03T01:30:00-05:00"),
        (datetime(2024, 11, 3, 2, 30, tzinfo=NEW_YORK), -2, "2024-11-03T01:30:00-04:00"),
        (datetime(2024, 10, 6, 1, 50, tzinfo=LORD_HOWE), 0.5, "2024-10-06T02:50:00+11:00"),
        (datetime(2018, 5, 4, 12, tzinfo=PYONGYANG), 24, "2018-05-05T12:30:00+09:00"),
    ],
)
@pytest.mark.hint(
    "`moment + timedelta(hours=1)` moves the hands of the clock, whatever the zone does.",
    "In which zone does the clock never jump? Add there and come back.",
)
def test_hours_are_real_time(moment, hours, expected):
    """`add_hours` counts real time through the night on which the clocks change."""
    assert add_hours(moment, hours).isoformat() == expected


@pytest.mark.parametrize(
    ("fold", "hours", "expected"),
    [
        (0, 1, "2024-11-03T01:30:00-05:00"),
        (1, 1, "2024-11-03T02:30:00-05:00"),
        (0, 0, "2024-11-03T01:30:00-04:00"),
        (1, 0, "2024-11-03T01:30:00-05:00"),
        (1, -1, "2024-11-03T01:30:00-04:00"),
        (1, 24, "2024-11-04T01:30:00-05:00"),
    ],
)
@pytest.mark.hint("Converting to UTC heeds the `fold`; `replace` and `+` set or lose it.")
def test_the_fold_tells_two_moments_apart(fold, hours, expected):
    """`add_hours` starts from the first or the second 1:30 of that night, as the `fold` says."""
    moment = datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK, fold=fold)
    assert (
        add_hours(datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK, fold=fold), hours).isoformat()
        == expected
    )
    assert add_hours(moment, hours).tzinfo is NEW_YORK, f"of moment = {moment!r}, fold={fold}"


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [
        (datetime(2024, 2, 28, 20, 1, 2, 3, tzinfo=INDIA), 2, "2024-03-01T20:01:02.000003+05:30"),
        (datetime(2023, 2, 28, 20, tzinfo=INDIA), 1, "2023-03-01T20:00:00+05:30"),
        (datetime(2024, 1, 1, tzinfo=UTC), -1, "2023-12-31T00:00:00+00:00"),
        (datetime(2024, 3, 1, 12, tzinfo=NEW_YORK), -2, "2024-02-28T12:00:00-05:00"),
        (datetime(2024, 3, 9, 12, 0, 1, 7, tzinfo=NEW_YORK), 1, "2024-03-10T12:00:01.000007-04:00"),
        (datetime(2024, 3, 10, 12, tzinfo=NEW_YORK), -1, "2024-03-09T12:00:00-05:00"),
        (datetime(2024, 3, 9, 23, 30, tzinfo=NEW_YORK), 1, "2024-03-10T23:30:00-04:00"),
        (datetime(2024, 3, 9, 1, 59, tzinfo=NEW_YORK), 1, "2024-03-10T01:59:00-05:00"),
        (datetime(2024, 3, 9, 3, 0, tzinfo=NEW_YORK), 1, "2024-03-10T03:00:00-04:00"),
        (datetime(2024, 11, 2, 12, tzinfo=NEW_YORK), 1, "2024-11-03T12:00:00-05:00"),
        (datetime(2024, 2, 29, 12, tzinfo=NEW_YORK), 365, "2025-02-28T12:00:00-05:00"),
        (datetime(2024, 3, 9, 2, 30, tzinfo=NEW_YORK), 2, "2024-03-11T02:30:00-04:00"),
        (datetime(2024, 3, 9, 12, tzinfo=NEW_YORK), 0, "2024-03-09T12:00:00-05:00"),
        (datetime(2018, 5, 3, 23, 45, tzinfo=PYONGYANG), 2, "2018-05-05T23:45:00+09:00"),
    ],
)
@pytest.mark.hint(
    "A day of the calendar can have 23 or 25 hours.",
    "Here the hands of the clock are what counts: `moment + timedelta(days=1)` is a good start.",
)
def test_days_keep_the_time_of_day(moment, days, expected):
    """`add_days` keeps the time of day, also over a change of the clocks and a leap day."""
    assert add_days(moment, days).isoformat() == expected


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [
        (datetime(2024, 3, 9, 2, 30, tzinfo=NEW_YORK), 1, "2024-03-10T03:30:00-04:00"),
        (datetime(2024, 3, 9, 2, 0, tzinfo=NEW_YORK), 1, "2024-03-10T03:00:00-04:00"),
        (datetime(2024, 3, 9, 2, 0, 1, 7, tzinfo=NEW_YORK), 1, "2024-03-10T03:00:01.000007-04:00"),
        (datetime(2024, 3, 11, 2, 59, tzinfo=NEW_YORK), -1, "2024-03-10T03:59:00-04:00"),
        (datetime(2024, 10, 27, 2, 30, tzinfo=BERLIN), 154, "2025-03-30T03:30:00+02:00"),
        (datetime(2024, 10, 27, 2, 30, tzinfo=BERLIN, fold=1), 154, "2025-03-30T03:30:00+02:00"),
        (datetime(2024, 10, 5, 2, 10, tzinfo=LORD_HOWE), 1, "2024-10-06T02:40:00+11:00"),
        (datetime(2018, 5, 3, 23, 45, tzinfo=PYONGYANG), 1, "2018-05-05T00:15:00+09:00"),
        (datetime(2018, 5, 5, 23, 30, tzinfo=PYONGYANG), -1, "2018-05-05T00:00:00+09:00"),
    ],
)
@pytest.mark.hint(
    "Python does not mind a time that never was. Where does it end up when you convert it?",
    "Convert it to UTC and back, and look at the reading.",
)
def test_skipped_times_move_on(moment, days, expected):
    """A time that the clock skips is moved on by the length of the jump, whatever it is."""
    assert add_days(moment, days).isoformat() == expected
    assert add_days(moment, days).tzinfo is moment.tzinfo


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [
        (datetime(2024, 11, 2, 1, 30, tzinfo=NEW_YORK), 1, "2024-11-03T01:30:00-04:00"),
        (datetime(2024, 11, 4, 1, 0, tzinfo=NEW_YORK), -1, "2024-11-03T01:00:00-04:00"),
        (datetime(2024, 11, 2, 1, 0, 1, 7, tzinfo=NEW_YORK), 1, "2024-11-03T01:00:01.000007-04:00"),
        (datetime(2024, 11, 2, 1, 30, tzinfo=NEW_YORK, fold=1), 1, "2024-11-03T01:30:00-04:00"),
        (datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK, fold=1), 0, "2024-11-03T01:30:00-04:00"),
        (datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK, fold=1), 1, "2024-11-04T01:30:00-05:00"),
        (datetime(2023, 11, 5, 1, 30, tzinfo=NEW_YORK, fold=1), 364, "2024-11-03T01:30:00-04:00"),
        (datetime(2024, 4, 6, 1, 45, tzinfo=LORD_HOWE, fold=1), 1, "2024-04-07T01:45:00+11:00"),
        (datetime(2014, 10, 27, 1, 30, tzinfo=MOSCOW), -1, "2014-10-26T01:30:00+04:00"),
    ],
)
@pytest.mark.hint("`fold` says which of two equal readings is meant, and 0 is the first.")
def test_repeated_times_are_the_first(moment, days, expected):
    """A time that the clock shows twice is the first of the two, whatever `moment` was."""
    assert add_days(moment, days).isoformat() == expected, f"fold={moment.fold}"
    assert add_days(moment, days).tzinfo is moment.tzinfo


@pytest.mark.parametrize(
    "zone",
    [UTC, INDIA, timezone(timedelta(hours=-5), "EST"), timezone(timedelta(0), "GMT"), NEW_YORK]
    + [ZoneInfo.no_cache("America/New_York")],
    ids=["UTC", "+05:30", "EST", "GMT", "New York", "another New York"],
)
@pytest.mark.hint(
    "Whoever converts to UTC has to come back.",
    "Come back to `moment.tzinfo` itself; an equal zone made anew is another object.",
)
def test_the_zone_is_the_same_object(zone):
    """The result has the `tzinfo` object of `moment`, also over a change of the clocks."""
    assert add_hours(datetime(2024, 3, 9, 12, tzinfo=zone), 24).tzinfo is zone
    assert add_hours(datetime(2024, 3, 9, 12, tzinfo=zone), 0).tzinfo is zone
    assert add_days(datetime(2024, 3, 9, 12, tzinfo=zone), 1).tzinfo is zone
    assert add_days(datetime(2024, 3, 9, 12, tzinfo=zone), 0).tzinfo is zone
    assert add_days(datetime(2024, 3, 9, 2, 30, tzinfo=zone), 1).tzinfo is zone
    assert add_days(datetime(2024, 11, 2, 1, 30, tzinfo=zone), 1).tzinfo is zone
    assert add_hours(datetime(2024, 11, 2, 1, 30, tzinfo=zone), 25).tzinfo is zone


@pytest.mark.parametrize("amount", [0, 1, -1])
@pytest.mark.hint("Without a zone nobody knows when the clocks change. Refuse before you add.")
def test_naive_moments_are_refused(amount):
    """`add_hours` and `add_days` raise a `ValueError` for a naive datetime."""
    with pytest.raises(ValueError):
        add_hours(datetime(2024, 2, 29, 12), amount)
    with pytest.raises(ValueError):
        add_days(datetime(2024, 2, 29, 12), amount)
