r"""Q77 · Large datasets: statistics in pieces, and a query that reads only what it needs.

Topics: large-data, pandas, statistics, files
Needs: pandas, polars

The file has 40 GB, the machine has 16. "Read it in chunks" is half an answer: what do you do with a
group that has rows in many chunks? The second half is an engine that plans before it reads. Write
one of each: in pandas, and as a lazy query in polars.

## Build

The files are CSV files of ASCII, without quotes and blanks, whose first line names the columns.

`chunked_stats(path, by, value, rows)` returns the DataFrame that, for the whole file,
`frame.groupby(by)[value].agg(["count", "mean", "std"])` gives. `by` and `value` are names of
columns, and `rows` is about how many rows it reads at a time.

- Means and deviations are right to a relative error of 1e-6, also where values near 1e9 differ by 1
  or 2.
- It uses neither polars nor a database.
- With 1000 for `rows`, a file of 80000 rows takes less than a fifth of the memory that
  `pd.read_csv(path)` takes. Beyond 8000 rows each further row adds less than 3 bytes.

`top_groups(path, by, value, since, n)` returns a polars LazyFrame with the `n` groups of the column
`by` whose totals are the highest. A total is the sum of the column `value`.

- Only rows count whose `day` is `since` or later. `since` is a `datetime.date`, and the column
  `day` has dates like `2026-01-31`.
- A group without such rows is not in the result.
- The columns are the one that `by` names, and `total`.
- The highest total comes first, and among equal totals the group that `sorted` puts first.

## Rules

- Groups are text: `007` and `7` are two groups, and `NA` is one.
- The column `value` holds numbers, and a fraction may come after thousands of whole numbers.
- An empty field in it is a missing value, which does not count.
- The file may be written after the call of `top_groups`, and change between two `collect`s, also
  in the order of its columns.
- In the plan that `explain()` shows, the scan of the file does the filtering, as its `SELECTION`.
- Columns that the query does not need may hold words after numbers, and empty fields.

## Left open

Groups without values, an `n` below 1, totals of which only rounding makes two, paths that are
patterns, empty fields for groups and days. Columns named like results, a `by` equal to `day` or
`value`, files without rows or changed after `explain()`, columns that come or go, numbers nearer to
0 than 0.001, and dtypes.

## Example

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name) / "sales.csv"
    >>> text = "day,shop,price\n2026-01-30,007,2\n2026-01-31,7,5\n2026-02-01,007,4.5\n"
    >>> _ = path.write_text(text)
    >>> chunked_stats(path, "shop", "price", rows=2)["mean"].to_dict()
    {'007': 3.25, '7': 5.0}
    >>> query = top_groups(path, "shop", "price", since=date(2026, 1, 31), n=1)
    >>> query.collect().rows()
    [('7', 5.0)]
    >>> folder.cleanup()
"""

from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl


def chunked_stats(path: Path, by: str, value: str, rows: int) -> pd.DataFrame:
    """Return count, mean and deviation of each group, read piece by piece."""
    raise NotImplementedError


def top_groups(path: Path, by: str, value: str, since: date, n: int) -> pl.LazyFrame:
    """Return a query for the groups with the highest totals since a day."""
    raise NotImplementedError
