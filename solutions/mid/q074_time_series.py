r"""Q74 · Time series: the answer and one way to build it.

## Answer

I parse stamps with `pd.to_datetime(utc=True)`, keep UTC, and convert to the local zone only where
days or hours of people matter. Then I sort, drop duplicates, and bring the series to a fixed grid
with `asfreq` or `resample("h").mean()`; gaps stay NaN until I decide how to fill them. Since pandas
2.2 the alias is `h`; `H` and `M` are errors in pandas 3.

Features are lags (`shift`), rolling statistics (`rolling("7D", closed="left")`), and the calendar:
hour, weekday, holidays. None may look ahead. Trend and season come from `seasonal_decompose` or STL
in statsmodels; stationarity is checked by differences and an ADF test.

For models I start with the seasonal naive forecast, which is hard to beat. Then exponential
smoothing or SARIMAX, gradient boosting on lag features, and for many series neural networks or
pretrained models. I validate on later data only: `TimeSeriesSplit` or a rolling origin with a gap
as long as the horizon.

## Follow-ups

- **How do you fill gaps?** Short ones forward, or by the same hour of another day; interpolation
  uses the next value, which a forecast does not have. Long ones stay NaN.
- **`asfreq` or `resample`?** `asfreq` picks what stands at each stamp; `resample` puts all readings
  of an interval together, so it needs a function.
- **How do you forecast a week with lags of one day?** Feed predictions back in, step by step, train
  one model for each horizon, or use lags of at least a week.
- **Why not store local time?** One hour of autumn comes twice, and its stamps can't be told apart.

## Notes

Duplicates go before the sort, while "last" still means what it should: the default sort of pandas
is not stable. A shift by `freq` moves the index and not the rows, so gaps don't matter. A window
given as a duration, closed on the left only, holds exactly the hours before. For the totals, the
series is put on a grid that reaches two days beyond both ends, so that the first and last day have
all of their hours, and a missing one shows. A comparison with 24 is shorter and wrong twice a year.
"""

import pandas as pd


def regular(readings: pd.Series) -> pd.Series:
    """Return a value for every hour, in order."""
    latest = readings[~readings.index.duplicated(keep="last")]
    return latest.astype(float).sort_index().asfreq("h")


def lag_features(series: pd.Series, lags: list[int], window: int) -> pd.DataFrame:
    """Return earlier readings, and the mean of the latest ones, as columns."""
    for hours in [*lags, window]:
        if hours < 1:
            raise ValueError(f"a lag or window must be at least 1 hour, not {hours!r}")
    series = series.astype(float)
    features = {f"lag_{lag}": series.shift(freq=f"{lag}h").reindex(series.index) for lag in lags}
    features[f"mean_{window}"] = series.rolling(f"{window}h", closed="left").mean()
    return pd.DataFrame(features)


def daily_totals(series: pd.Series, zone: str) -> pd.Series:
    """Return the sum of each complete day of local time."""
    margin = pd.Timedelta(days=2)
    hours = pd.date_range(series.index[0] - margin, series.index[-1] + margin, freq="h")
    grid = series.astype(float).reindex(hours)
    days = hours.tz_convert(zone).strftime("%Y-%m-%d")
    totals = grid.groupby(days).sum().where(grid.notna().groupby(days).all())
    first, last = series.index[[0, -1]].tz_convert(zone).strftime("%Y-%m-%d")
    return totals.loc[first:last]


def seasonal_profile(series: pd.Series, zone: str) -> pd.Series:
    """Return the mean for each hour of the local day."""
    hours = series.index.tz_convert(zone).hour
    return series.astype(float).groupby(hours).mean().reindex(range(24))
