r"""Q63 · Missing data: the answer and one way to build it.

## Answer

First I ask why values are missing: at random, because of other columns, or because of the value
itself, as when high incomes are not told. Then I count: `df.isna().sum()`, and its share.

Dropping is honest where few rows are hit: `dropna`, with `subset` or `thresh`. Otherwise I fill:
with a constant, with mean or median for numbers, with the mode for names, for time series by
`ffill`, `bfill` or `interpolate`, within each group and with a limit. In pandas 3
`fillna(method="ffill")` is gone, and chained `inplace` calls change nothing. An extra column that
says "was missing" keeps what the gap itself tells.

For a model the values to fill with are learned from the training rows alone: `SimpleImputer` in a
`Pipeline`, or `KNNImputer`; some models, such as `HistGradientBoostingClassifier`, take NaN as it
is. Dtypes matter: NaN turns integers into floats, while `Int64`, `boolean` and `str` have a missing
value of their own. And `merge` matches NaN with NaN.

## Follow-ups

- **Mean or median?** The median, where the column is skewed or has outliers. Either one shrinks the
  variance and weakens correlations, because many rows get the same value.
- **What is multiple imputation?** The gaps are filled several times with random draws from a model,
  and the analysis is repeated; the spread of its results shows what the gaps cost in certainty.
- **Why not fill before the split?** Then the filled values know the test rows, and the score is
  better than it will be later.

## Notes

`groupby(...).ffill` forgets the values of rows whose group is missing, and makes floats of integers
on the way, so only the gaps are taken from its result. The dtype changes only where it must:
`Int64` cannot hold 1.5 and raises, so the column becomes `Float64` first. Rounding the mean instead
would keep the dtype and bend the statistics. Columns are replaced in a copy, which under
copy-on-write copies only what is changed.
"""

from typing import Self

import pandas as pd

STRATEGIES = {
    "mean": pd.Series.mean,
    "median": pd.Series.median,
    "mode": lambda known: known.mode().iloc[0],
}


def audit(frame: pd.DataFrame) -> pd.DataFrame:
    """Count the gaps of each column that has some."""
    missing = frame.isna().sum()
    found = pd.DataFrame({"missing": missing, "share": missing / max(1, len(frame))})
    return found[found["missing"] > 0].sort_values("missing", ascending=False, kind="stable")


class Imputer:
    """Fills gaps with values that it has learned."""

    def __init__(self, strategies: dict[str, str]) -> None:
        """Take the columns to fill, and how to find the value for each."""
        for strategy in strategies.values():
            if strategy not in STRATEGIES:
                raise ValueError(f"no strategy {strategy!r}; there are {', '.join(STRATEGIES)}")
        self._strategies = strategies

    def fit(self, frame: pd.DataFrame) -> Self:
        """Learn a value for each column."""
        values = {}
        for column, strategy in self._strategies.items():
            known = frame[column].dropna()
            if known.empty:
                raise ValueError(f"the column {column!r} has no value to learn from")
            values[column] = STRATEGIES[strategy](known)
        self._values = values
        return self

    def transform(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with its gaps filled."""
        filled = frame.copy()
        for column, value in self._values.items():
            series = frame[column]
            if series.hasnans and series.dtype == "Int64" and value % 1:
                series = series.astype("Float64")
            filled[column] = series.fillna(value)
        return filled


def fill_within(frame: pd.DataFrame, group: str, column: str, limit: int) -> pd.DataFrame:
    """Carry values forward within each group, over so many gaps."""
    filled = frame.copy()
    carried = frame.groupby(group)[column].ffill(limit=limit)
    gaps = frame[column].isna() & frame[group].notna()
    filled[column] = frame[column].mask(gaps, carried)
    return filled
