r"""Q59 · Data analysis: the answer and one way to build it.

## Answer

Four libraries are the core, and they share one data structure, the array. NumPy gives typed
n-dimensional arrays and fast arithmetic over whole arrays. pandas puts labels on them: tables with
typed columns, reading files, cleaning, grouping, joining, dates. SciPy adds the science:
statistics, optimisation, interpolation, signal processing, sparse matrices. Matplotlib draws, and
Seaborn makes statistical charts on top of it; Plotly makes interactive ones.

Around the core I choose by the task. statsmodels for models whose coefficients are to be explained,
scikit-learn for prediction, with XGBoost or LightGBM for tables, PyTorch for networks. Polars and
DuckDB when a table is large or a query is to be planned as a whole, with Arrow as the common format
between them. Jupyter is where one explores; what is to run every night becomes a tested module.

The first hour of an analysis goes into loading: say which dtype each column has, and keep the rows
that do not fit, instead of trusting what the reader guesses.

## Follow-ups

- **What does `read_csv` guess that hurts?** It reads `NA` as missing and `007` as 7, and one odd
  value turns a column of numbers into text.
- **What does a p-value of 0.01 for the best of a thousand pairs say?** Little: ten such pairs are
  expected by chance. Correct for the number of tests, or check the pair on new data.
- **When is Pearson the wrong measure?** For curves and outliers. Spearman looks at ranks, and a
  scatter plot at all of it.

## Notes

Everything is read as text first, with `keep_default_na=False`, and each column is converted with
`errors="coerce"`, so that the rows that fail are still there as text. `to_datetime` takes `now` and
`today` for dates under any format; where these may occur, match the text first. Typing within
`read_csv` is faster and takes less memory, but a single bad value fails the whole file. `resample`
fills the months without sales; `groupby` alone leaves them out. `DataFrame.corr` drops missing
values pair by pair as well and is quicker for many columns, but it gives no p-value."""

import io
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats


def load_sales(text: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the good rows, typed, and the bad rows, as text."""
    raw = pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False)
    date = pd.to_datetime(raw["date"], format="%Y-%m-%d", errors="coerce")
    units = pd.to_numeric(raw["units"], errors="coerce")
    price = pd.to_numeric(raw["price"], errors="coerce")
    good = date.notna() & (units % 1 == 0) & np.isfinite(price)
    typed = raw.assign(date=date, units=units, price=price)[good]
    return typed.astype({"units": "int64", "price": "float64"}), raw[~good]


def monthly_revenue(sales: pd.DataFrame) -> pd.Series:
    """Return the revenue of each month, by period."""
    revenue = sales["units"] * sales["price"]
    return revenue.set_axis(pd.DatetimeIndex(sales["date"])).resample("MS").sum().to_period("M")


def strongest_correlation(frame: pd.DataFrame) -> tuple[str, str, float, float] | None:
    """Return the two columns that correlate most, with `r` and `p`, or None."""
    found = []
    for a, b in combinations(frame.select_dtypes("number"), 2):
        pair = frame[[a, b]].dropna()
        if len(pair) >= 3 and pair.nunique().min() > 1:
            found.append((a, b, *stats.pearsonr(pair[a], pair[b])))
    return max(found, key=lambda each: abs(each[2]), default=None)
