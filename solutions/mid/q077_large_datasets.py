r"""Q77 · Large datasets: the answer and one way to build it.

## Answer

First I read less: only the columns and rows I need, with small dtypes, and from Parquet rather than
CSV. It is columnar, compressed and typed, and readers skip what a filter excludes.

If that is still too much for memory, I stream. With pandas, `read_csv(..., chunksize=...)` gives
pieces, and I keep only aggregates that can be merged: counts, sums, moments. For more, I take an
engine that does it for me. polars has `scan_parquet` or `scan_csv`, which build a plan, push
filters and columns into the scan, and use all cores. Since polars 2, of 2026, `collect` streams
unless told otherwise; polars 1 needed `engine="streaming"`. DuckDB does the same in SQL, straight
on files.

Beyond one machine there are Dask, with an API like pandas', and PySpark for clusters and data
lakes. Vaex was once a choice; it is hardly maintained today. And whatever the tool, the work is
vectorised, in NumPy, Arrow or the engine, not loops over rows. I measure before I distribute, since
one large machine often does.

## Follow-ups

- **Which statistics can't be merged exactly?** Medians and distinct counts. They need sketches,
  such as t-digest and HyperLogLog, or a sort on disk.
- **Why not `sum(x * x) / n - mean ** 2`?** With values near 1e9 both terms are near 1e18, and a
  float keeps 16 digits: the difference is noise, and may be negative.
- **What can block predicate pushdown?** An expression in the filter that may fail or that the
  engine can't look into, such as a Python function. Look at the plan.

## Notes

Rows and statistics have the same form: a row is a group of one, with its value as mean. So one
function merges the totals so far with the next piece. It never squares a value, only distances from
the mean. Welford's update does that row by row, but in a Python loop. Dates like `2026-01-31` sort
like text, so that the scan can compare them as text; `pl.col("day").str.to_date()` is a step that
the optimizer leaves after the scan. `schema_overrides` replaces inference for the two columns
where it would err, at the cost of knowing their types.
"""

from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl


def _merged(parts: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each label, made of all rows that have it.

    `squares` is the sum of the squared distances from the mean.
    """
    count = parts["count"].groupby(level=0).sum()
    mean = (parts["count"] * parts["mean"]).groupby(level=0).sum() / count
    apart = parts["mean"] - mean.reindex(parts.index)
    squares = (parts["squares"] + parts["count"] * apart**2).groupby(level=0).sum()
    return pd.DataFrame({"count": count, "mean": mean, "squares": squares})


def chunked_stats(path: Path, by: str, value: str, rows: int) -> pd.DataFrame:
    """Return count, mean and deviation of each group, read piece by piece."""
    options = {
        "usecols": [by, value],
        "dtype": {by: str, value: float},
        "keep_default_na": False,
        "na_values": {value: [""]},
    }
    totals = []
    with pd.read_csv(path, chunksize=rows, **options) as reader:
        for chunk in reader:
            column = chunk[value]
            columns = {"count": column.notna().astype(int), "mean": column, "squares": 0.0}
            piece = pd.DataFrame(columns).set_index(chunk[by])
            totals = [_merged(pd.concat([*totals, piece]))]
    stats = totals[0]
    variance = stats["squares"] / (stats["count"] - 1)
    return stats[["count", "mean"]].assign(std=variance**0.5)


def top_groups(path: Path, by: str, value: str, since: date, n: int) -> pl.LazyFrame:
    """Return a query for the groups with the highest totals since a day."""
    types = {by: pl.String, value: pl.Float64, "day": pl.String}
    return (
        pl.scan_csv(path, schema_overrides=types)
        .filter(pl.col("day") >= since.isoformat())
        .group_by(by)
        .agg(pl.col(value).sum().alias("total"))
        .sort("total", by, descending=[True, False])
        .head(n)
    )
