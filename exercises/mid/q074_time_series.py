r"""Q74 · Time series: hours as they came, and days as people have them.

Topics: time-series, pandas, feature-engineering, dates
Needs: numpy, pandas, tzdata

How do you handle time series data? A meter sends a reading every hour. Some come late, some twice,
some never. A model may use only what was known at the time, and people want days of local time.

## Build

`regular(readings)` takes readings in any order, and returns a Series with a value for every hour
from the earliest to the latest, in order. Of several readings for one hour, the one that stands
last in `readings` counts. It counts even if it is NaN. An hour without a reading is NaN.

`lag_features(series, lags, window)` returns a DataFrame with the index of `series`. For each number
in the list `lags` it has a column, named as in `lag_24`, with the reading so many hours earlier.
One more column, named as in `mean_24`, has the mean of the readings in the `window` hours before
the hour of the row. NaN is passed over in that mean. Where there is no such reading, a feature is
NaN. A lag or a window below 1 raises a `ValueError` whose message contains its `repr`.

`daily_totals(series, zone)` returns a Series with the sum of the readings of each day in the time
zone. Its index has the days as text, as in `2026-03-29`, from the day of the first hour in `series`
to the day of the last, in order. A day is NaN unless each of its hours, of which there may be 23 or
25, has a reading.

`seasonal_profile(series, zone)` returns a Series with the mean of all readings for each hour of the
day, as clocks in the zone show it. Its index is 0 to 23. An hour of the day without readings is
NaN.

## Rules

- A Series has `int64` or `float64` numbers, and an index of whole hours in UTC.
- The index's unit is `s` to `ns`; index and Series may be named.
- Only in `regular` may hours be out of order, or be there several times.
- In all functions readings may be NaN or missing altogether.
- `zone` is the name of a time zone whose clocks differ from UTC by whole hours, as in
  `Europe/Oslo`.
- No feature of a row depends on the reading of its own hour or of a later one: the checks change
  these to find leaks.
- All results hold floats.
- The Series passed in are not changed.

## Left open

A Series without readings, days that a zone skips, repeated lags, lags above 10,000, infinite
values, how floats are rounded, and the names of what is returned.

## Example

    >>> stamps = pd.to_datetime(["2026-01-01 02:00", "2026-01-01 00:00"], utc=True)
    >>> series = regular(pd.Series([5.0, 3.0], index=stamps))
    >>> series.tolist()
    [3.0, nan, 5.0]
    >>> features = lag_features(series, lags=[2], window=2)
    >>> features["lag_2"].tolist(), features["mean_2"].tolist()
    ([nan, nan, 3.0], [nan, 3.0, 3.0])
    >>> seasonal_profile(series, "Asia/Tokyo").dropna().to_dict()
    {9: 3.0, 11: 5.0}
"""

import pandas as pd


def regular(readings: pd.Series) -> pd.Series:
    """Return a value for every hour, in order."""
    raise NotImplementedError


def lag_features(series: pd.Series, lags: list[int], window: int) -> pd.DataFrame:
    """Return earlier readings, and the mean of the latest ones, as columns."""
    raise NotImplementedError


def daily_totals(series: pd.Series, zone: str) -> pd.Series:
    """Return the sum of each complete day of local time."""
    raise NotImplementedError


def seasonal_profile(series: pd.Series, zone: str) -> pd.Series:
    """Return the mean for each hour of the local day."""
    raise NotImplementedError
