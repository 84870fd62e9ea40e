"""Checks for Q74 · Time series."""

import re

import numpy as np
import pandas as pd
import pytest
from q074_time_series import daily_totals, lag_features, regular, seasonal_profile

NAN = float("nan")


def hourly(start, values):
    """A Series with a value for every hour, from a stamp in UTC on."""
    index = pd.date_range(start, periods=len(values), freq="h", tz="UTC")
    return pd.Series(values, index=index.rename(None))


def at(hours, values):
    """A Series with values at some hours of 2026, counted in UTC from its beginning."""
    index = pd.Timestamp("2026-01-01", tz="UTC") + pd.to_timedelta(hours, unit="h")
    return pd.Series(values, index=pd.DatetimeIndex(index))


def ones(start, end):
    """A reading of 1 for every hour from one stamp to another, the last one left out."""
    index = pd.date_range(start, end, freq="h", tz="UTC", inclusive="left")
    return pd.Series(1.0, index=index)


def plain(values):
    """Numbers as a list to nine places, with None for NaN."""
    return [None if pd.isna(value) else round(float(value), 9) for value in values]


def labelled(series):
    """A Series as a dict, to nine places, with None for NaN."""
    return dict(zip(series.index.tolist(), plain(series), strict=True))


def by_hour(series):
    """A Series as a dict from the hours since the beginning of 2026 to its values."""
    since = (series.index - pd.Timestamp("2026-01-01", tz="UTC")) / pd.Timedelta(hours=1)
    return dict(zip(since.astype(int).tolist(), plain(series), strict=True))


def first_difference(before, after):
    """The number of the first row in which two tables differ, to nine places, or None."""
    a, b = (table.to_numpy(dtype=float, na_value=NAN).round(9) for table in (before, after))
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    return next(iter(np.flatnonzero(~same.all(axis=1)).tolist()), None)


@pytest.mark.hint(
    "`sort_index` puts hours in order, `asfreq` makes room for those that are missing.",
    "The alias for an hour is `h`; in pandas 3 `H` is an error.",
)
def test_makes_a_series_regular():
    """Every hour from the earliest to the latest is there, in order, a missing one as NaN."""
    result = regular(at([5, 2, 3, 8], [50.0, 20.0, NAN, 80.0]))
    assert by_hour(result) == {2: 20, 3: None, 4: None, 5: 50, 6: None, 7: None, 8: 80}
    assert list(by_hour(result)) == [2, 3, 4, 5, 6, 7, 8], "the order of the hours"
    assert result.index[0] == pd.Timestamp("2026-01-01 02:00", tz="UTC")
    assert by_hour(regular(at([4], [0.0]))) == {4: 0}
    assert by_hour(regular(at([4, 2], [-1.0, 20.625]))) == {2: 20.625, 3: None, 4: -1}
    assert by_hour(regular(at([1, 2, 3], [7, 8, 9]))) == {1: 7, 2: 8, 3: 9}
    assert by_hour(regular(at([3, 1], [NAN, 10.0]))) == {1: 10, 2: None, 3: None}


@pytest.mark.hint(
    "Take the repeated ones out before you sort: a sort may put equal stamps in another order.",
    "`index.duplicated(keep='last')` marks what does not count.",
    "The `last` of a `groupby` passes over NaN.",
)
def test_the_last_reading_of_an_hour_counts():
    """Of several readings for one hour the last one counts, NaN too, however many there are."""
    readings = at([3, 1, 3, 2, 1, 3], [30.0, 10.0, 99.0, 20.0, 11.0, 31.0])
    said = "hours 3, 1, 3, 2, 1, 3 with the readings 30, 10, 99, 20, 11, 31"
    assert by_hour(regular(readings)) == {1: 11, 2: 20, 3: 31}, said
    result = regular(at([1, 2, 1, 2, 2], [10.0, 20.0, NAN, NAN, 5.0]))
    assert by_hour(result) == {1: None, 2: 5}, "for hour 1 came 10 and NaN; for 2: 20, NaN, 5"
    result = regular(at([1, 1, 2, 1], [10.0, 11.0, 20.0, NAN]))
    assert by_hour(result) == {1: None, 2: 20}, "for hour 1 came 10, 11 and NaN"
    hours = np.random.default_rng(74).integers(0, 12, 600)
    latest = {int(hour): float(number) for number, hour in enumerate(hours)}
    result = regular(at(hours, np.arange(600.0)))
    assert by_hour(result) == dict(sorted(latest.items())), "600 readings for 12 hours"


@pytest.mark.hint(
    "`shift` moves values along the index.",
    "A `rolling` window has an argument that says which of its ends belong to it.",
)
def test_features_of_a_full_series():
    """Lags and the mean of the hours before are columns, on the index of the series."""
    series = hourly("2026-05-01", [1, 2, 4, 8, 16, 32])
    result = lag_features(series, [1, 3], 2)
    assert {name: plain(column) for name, column in result.items()} == {
        "lag_1": [None, 1, 2, 4, 8, 16],
        "lag_3": [None, None, None, 1, 2, 4],
        "mean_2": [None, 1, 1.5, 3, 6, 12],
    }
    assert list(result) == ["lag_1", "lag_3", "mean_2"]
    assert result.index.tolist() == series.index.tolist()
    assert list(lag_features(series, [24, 2], 1)) == ["lag_24", "lag_2", "mean_1"]
    assert plain(lag_features(series, [], 4)["mean_4"]) == [
        None,
        1,
        1.5,
        2.333333333,
        3.75,
        7.5,
    ]
    result = lag_features(hourly("2026-05-01", [0.0, -1.0, 1.0, 0.125, 2.0]), [1], 2)
    assert plain(result["lag_1"]) == [None, 0, -1, 1, 0.125], "readings 0, -1, 1, 0.125 and 2"
    assert plain(result["mean_2"]) == [None, 0, -0.5, 0, 0.5625], "readings 0, -1, 1, 0.125 and 2"
    result = lag_features(hourly("2026-05-01", [0.0] * 20 + [5000.0] + [0.0] * 400), [400], 400)
    said = "20 readings of 0, one of 5000 and 400 of 0, lags=[400], window=400"
    assert plain(result.iloc[-1]) == [5000, 12.5], f"the last row; {said}"
    result = lag_features(at([5], [2.0]), [1], 2)
    assert [plain(result[name]) for name in ("lag_1", "mean_2")] == [[None], [None]], "one reading"


@pytest.mark.hint(
    "Where an hour is missing, the row before is not the hour before.",
    "`shift` has a `freq`; `reindex` then finds the rows again.",
)
def test_lags_are_hours_and_not_rows():
    """With hours missing from the index, a lag still is a number of hours."""
    series = at([0, 1, 2, 5, 6, 30], [10, 11, 12, 15, 16, 40])
    result = lag_features(series, [1, 4, 24], 3)
    said = f"the readings by hour are {by_hour(series)}"
    assert by_hour(result["lag_1"]) == {0: None, 1: 10, 2: 11, 5: None, 6: 15, 30: None}, said
    assert by_hour(result["lag_4"]) == {0: None, 1: None, 2: None, 5: 11, 6: 12, 30: None}, said
    expected = {0: None, 1: None, 2: None, 5: None, 6: None, 30: 16}
    assert by_hour(result["lag_24"]) == expected, said
    result = lag_features(at([0, 1, 2, 168], [10, NAN, 12, 178]), [1, 168], 3)
    assert by_hour(result["lag_1"]) == {0: None, 1: 10, 2: None, 168: None}, "hour 1 has NaN"
    assert by_hour(result["lag_168"]) == {0: None, 1: None, 2: None, 168: 10}


@pytest.mark.hint(
    "A window may be given as a duration, such as `3h`.",
    "By default a window holds its own row. `closed='left'` leaves it out.",
)
def test_the_window_is_made_of_hours_before():
    """The mean takes the readings of so many hours before, whichever are there."""
    series = at([0, 1, 2, 5, 6, 7, 30], [10, 11, 18, 15, NAN, 17, 40])
    said = f"the readings by hour are {by_hour(series)}"
    result = lag_features(series, [], 3)["mean_3"]
    assert by_hour(result) == {0: None, 1: 10, 2: 10.5, 5: 18, 6: 15, 7: 15, 30: None}, said
    result = lag_features(series, [], 1)["mean_1"]
    assert by_hour(result) == {0: None, 1: 10, 2: 11, 5: None, 6: 15, 7: None, 30: None}, said
    result = lag_features(series, [], 24)["mean_24"]
    assert by_hour(result)[30] == 17, "hours 6 to 29 have the readings NaN and 17"
    result = by_hour(lag_features(series, [], 48)["mean_48"])
    assert (result[1], result[30]) == (10, 14.2), "the window is longer than the series"


@pytest.mark.hint(
    "Which of your columns holds the very number that is to be predicted?",
    "Filling gaps backward, or a mean over the whole series, brings the future in, too.",
)
def test_no_feature_looks_ahead():
    """Another reading in one hour changes features of later hours only."""
    short = at([0, 1, 2, 3, 6, 7, 8, 9], [3.0, 1.0, 4.0, NAN, 5.0, 9.0, 2.0, 6.0])
    hours = [hour for hour in range(100) if hour % 9 != 4]
    long = at(hours, [float(hour * 37 % 11) for hour in hours])
    for series, lags, window, rows in [
        (short, [1, 2, 3], 3, range(8)),
        (long, [1, 24], 48, range(0, len(long), 29)),
    ]:
        before = lag_features(series, lags, window)
        assert len(before) == len(series), f"rows of features of {len(series)} readings"
        first = {}
        for row in rows:
            other = series.copy()
            other.iloc[row] = 1000.0
            first[row] = first_difference(before, lag_features(other, lags, window))
        expected = {row: row + 1 if row + 1 < len(series) else None for row in rows}
        assert first == expected, (
            "for rows whose reading changes, the first row whose features change; "
            f"{len(series)} readings, {lags=}, {window=}"
        )


@pytest.mark.parametrize(
    ("lags", "window", "named"), [([0], 3, 0), ([1, -2], 3, -2), ([], 0, 0), ([1], -5, -5)]
)
@pytest.mark.hint("What would a lag of 0 tell the model?")
def test_refuses_what_would_look_ahead(lags, window, named):
    """A lag or a window below 1 raises a `ValueError` that names it."""
    with pytest.raises(ValueError, match=rf"(?<![\d-]){re.escape(repr(named))}(?!\d)"):
        lag_features(at([0, 1, 2], [1.0, 2.0, 3.0]), lags, window)


@pytest.mark.hint(
    "`tz_convert` shows the same moments as clocks of the zone do; `strftime` makes text of them.",
    "How many hours does a day have, and how many of them have a reading?",
)
def test_sums_days_of_a_zone():
    """A day of the zone is the sum of its hours, and NaN where some are not there."""
    series = hourly("2026-01-09 12:00", np.arange(60))
    assert labelled(daily_totals(series, "UTC")) == {
        "2026-01-09": None,
        "2026-01-10": sum(range(12, 36)),
        "2026-01-11": sum(range(36, 60)),
    }
    assert labelled(daily_totals(series, "America/New_York")) == {
        "2026-01-09": None,
        "2026-01-10": sum(range(17, 41)),
        "2026-01-11": None,
    }, "New York is 5 hours behind UTC"
    assert labelled(daily_totals(series, "Asia/Tokyo")) == {
        "2026-01-09": None,
        "2026-01-10": sum(range(3, 27)),
        "2026-01-11": sum(range(27, 51)),
        "2026-01-12": None,
    }, "Tokyo is 9 hours ahead: its day begins with the hour of 15:00 in UTC"
    changes = hourly("2026-01-09", np.repeat([-1.0, 1.0, 0.03125, -2.0], [12, 12, 24, 24]))
    assert labelled(daily_totals(changes, "UTC")) == {
        "2026-01-09": 0,
        "2026-01-10": 0.75,
        "2026-01-11": -48,
    }, "12 readings of -1 and 12 of 1; 24 of 0.03125; 24 of -2"


@pytest.mark.hint("Leave no day out between the first and the last.")
def test_a_day_that_lacks_an_hour_is_missing():
    """A day is NaN where an hour is NaN or not in the index, and where all of them are missing."""
    series = ones("2026-01-01", "2026-01-07")
    series[["2026-01-02 23:00+00:00", "2026-01-05 05:00+00:00"]] = NAN
    gaps = series.drop(series.index[[80]]).drop(series.index[120:])
    assert labelled(daily_totals(gaps, "UTC")) == {
        "2026-01-01": 24,
        "2026-01-02": None,
        "2026-01-03": 24,
        "2026-01-04": None,
        "2026-01-05": None,
    }, "23:00 of the 2nd and 5:00 of the 5th are NaN, 8:00 of the 4th is not there"
    few = at([0, 71, 72], [1, 2, 3])
    days = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"]
    totals = daily_totals(few, "UTC")
    assert labelled(totals) == dict.fromkeys(days), "three readings in four days"
    assert list(totals.index) == days, "the order of the days"
    autumn = ones("2026-10-24 22:00", "2026-10-25 23:00")
    found = [
        labelled(daily_totals(each, "Europe/Oslo"))
        for row in (2, 3)
        for each in (
            autumn.drop(autumn.index[row]),
            autumn.where(autumn.index != autumn.index[row]),
        )
    ]
    assert found == [{"2026-10-25": None}] * 4, (
        "2 o'clock comes twice in Oslo on 2026-10-25, and one of the two lacks its reading"
    )
    edges = daily_totals(at([0, 24, 47, 72], [NAN, 1.0, 2.0, NAN]), "UTC")
    assert labelled(edges) == dict.fromkeys(days), "NaN is all there is of the first and last day"
    assert labelled(daily_totals(at([5], [2.0]), "UTC")) == {"2026-01-01": None}, "one reading"


@pytest.mark.parametrize(
    ("zone", "start", "end", "days"),
    [
        (
            "Europe/Oslo",
            "2026-03-27 23:00",
            "2026-03-30 22:00",
            {"2026-03-28": 24, "2026-03-29": 23, "2026-03-30": 24},
        ),
        (
            "Europe/Oslo",
            "2026-10-23 22:00",
            "2026-10-26 23:00",
            {"2026-10-24": 24, "2026-10-25": 25, "2026-10-26": 24},
        ),
        (
            "Europe/Oslo",
            "2026-10-24 22:00",
            "2026-10-25 22:00",
            {"2026-10-25": None},
        ),
        (
            "Australia/Sydney",
            "2026-04-03 13:00",
            "2026-04-05 13:00",
            {"2026-04-04": 24, "2026-04-05": None},
        ),
        ("America/Santiago", "2026-09-06 04:00", "2026-09-07 03:00", {"2026-09-06": 23}),
        ("America/Santiago", "2026-04-04 03:00", "2026-04-05 04:00", {"2026-04-04": 25}),
        ("America/Havana", "2025-11-02 04:00", "2025-11-03 05:00", {"2025-11-02": 25}),
        ("America/Havana", "2025-11-02 05:00", "2025-11-03 05:00", {"2025-11-02": None}),
        ("America/New_York", "2026-03-08 05:00", "2026-03-09 04:00", {"2026-03-08": 23}),
    ],
)
@pytest.mark.hint(
    "Clocks change on one day in spring and one in autumn. Which number of hours is all of them?",
    "Lay a grid over more than the days in question, and count the hours of each day on it.",
)
def test_days_of_23_and_25_hours(zone, start, end, days):
    """The days on which clocks change are complete with 23 and with 25 hours."""
    result = daily_totals(ones(start, end), zone)
    assert labelled(result) == days, f"a reading of 1 for each hour from {start} to {end} in UTC"


@pytest.mark.hint(
    "Group by the hour, and make sure that each of the 24 is there: `reindex`.",
)
def test_profile_has_every_hour():
    """The profile has the mean for each of the hours 0 to 23, and NaN for one without readings."""
    series = at([0, 1, 24, 25, 49, 6, 30], [1, 10, 3, 20, 60, NAN, NAN])
    expected = dict.fromkeys(range(24)) | {0: 2, 1: 30}
    assert labelled(seasonal_profile(series, "UTC")) == expected, f"of {by_hour(series)}"
    full = hourly("2026-01-01 05:00", np.tile(np.arange(24.0), 3))
    rolled = {hour: (hour - 5) % 24 for hour in range(24)}
    assert labelled(seasonal_profile(full, "UTC")) == rolled
    assert list(seasonal_profile(full, "UTC").index) == list(range(24))
    one = labelled(seasonal_profile(at([5], [2.0]), "UTC"))
    assert one == dict.fromkeys(range(24)) | {5: 2}, "a single reading, of 5 o'clock"
    cold = seasonal_profile(at([0, 1, 24, 25], [-3, 0.25, 3, -1]), "UTC")
    assert labelled(cold) == dict.fromkeys(range(24)) | {0: 0, 1: -0.375}
    months = labelled(seasonal_profile(at([0, 24, 48, 2400], [1, 1, 1, 5]), "UTC"))
    assert months[0] == 2, "at 0 o'clock three readings of 1 in January, and one of 5 in April"


@pytest.mark.hint("Convert the stamps first: the offset of a zone is not the same all year.")
def test_profile_goes_by_local_clocks():
    """The hour of the day is that of local clocks, in winter and in summer."""
    series = pd.concat([hourly("2026-01-05 07:00", [4.0]), hourly("2026-07-06 06:00", [8.0])])
    profile = labelled(seasonal_profile(series, "Europe/Oslo"))
    assert {hour: mean for hour, mean in profile.items() if mean} == {8: 6}, (
        "8 o'clock in Oslo is 7:00 in winter and 6:00 in summer, in UTC"
    )
    twice = hourly("2026-10-25 00:00", [2.0, 6.0, 7.0])
    profile = labelled(seasonal_profile(twice, "Europe/Oslo"))
    assert {hour: mean for hour, mean in profile.items() if mean} == {2: 4, 3: 7}, (
        "2 o'clock comes twice in Oslo on 2026-10-25"
    )
    days = pd.concat([hourly("2026-10-24 00:00", [-2.0]), twice])
    profile = labelled(seasonal_profile(days, "Europe/Oslo"))
    assert {hour: mean for hour, mean in profile.items() if mean} == {2: 2, 3: 7}, (
        "-2 at 2 o'clock on the day before; each reading counts once"
    )
    day = hourly("2026-01-05", np.arange(24.0))
    for zone, ahead in [("Europe/Oslo", 1), ("America/New_York", -5), ("Asia/Tokyo", 9)]:
        expected = {hour: (hour - ahead) % 24 for hour in range(24)}
        said = f"the readings of 0:00 to 23:00 in UTC are 0 to 23, {zone=}"
        assert labelled(seasonal_profile(day, zone)) == expected, said


@pytest.mark.parametrize(
    ("dtype", "unit", "name"),
    [
        ("int64", "us", None),
        ("float64", "us", None),
        ("int64", "s", "kWh"),
        ("float64", "ms", 1),
        ("float64", "ns", "kWh"),
    ],
)
@pytest.mark.hint(
    "Integers stay integers where nothing is missing: `astype(float)` first.",
    "`reset_index` and `to_frame` name columns after the index and the Series.",
)
def test_results_are_floats(dtype, unit, name):
    """Whatever the readings' type, the index's unit and the names, all results are floats."""
    series = hourly("2026-01-01", np.full(48, 100)).astype(dtype).rename(name)
    series.index = series.index.as_unit(unit).rename(name and "stamp")
    features = lag_features(series, [1, 2], 3)
    results = {
        "regular": regular(series),
        "lag_1": features["lag_1"],
        "mean_3": features["mean_3"],
        "daily_totals": daily_totals(series, "UTC"),
        "seasonal_profile": seasonal_profile(series, "UTC"),
    }
    dtypes = {name: str(result.dtype) for name, result in results.items()}
    said = f"the readings are {dtype}, named {name!r}, the index has the unit {unit}"
    assert dtypes == dict.fromkeys(results, "float64"), said
    last = {name: plain(result)[-1] for name, result in results.items()}
    assert last == dict.fromkeys(results, 100) | {"daily_totals": 2400}, f"100 each; {said}"
    hours = {name: results[name].index.tolist() for name in ("regular", "lag_1")}
    assert hours == dict.fromkeys(hours, series.index.tolist()), f"the hours; {said}"


@pytest.mark.hint("Assigning to `series.index`, or to a value, changes the Series of the caller.")
def test_leaves_its_series_alone():
    """None of the functions changes the Series passed in."""
    series = at([3, 1, 3], [30.0, NAN, 10.0])
    ordered = at([1, 2, 5], [10.0, NAN, 30.0])
    regular(series)
    lag_features(ordered, [1], 2)
    daily_totals(ordered, "Asia/Tokyo")
    seasonal_profile(ordered, "Asia/Tokyo")
    assert (by_hour(ordered), plain(series)) == ({1: 10, 2: None, 5: 30}, [30, None, 10])
    assert series.index.tolist() == at([3, 1, 3], [1, 2, 3]).index.tolist()
    assert str(ordered.index.tz) == "UTC"
    names = [(each.name, each.index.name) for each in (series, ordered)]
    assert names == [(None, None)] * 2, "the names of the Series and of their indexes"
