r"""Q63 · Missing data: count the gaps, fill them with what was learned, and go no further.

Topics: data-cleaning, pandas, machine-learning
Needs: pandas

How do you handle missing data in pandas? Most say `fillna`. But where does the value come from,
which rows may it be learned from, and how far may it be carried? Count gaps, then fill them in two
ways.

## Build

`audit(frame)` returns a DataFrame with a row for each column of `frame` that has gaps.

- Its index holds the names of these columns.
- Its column `missing` is the number of gaps, an integer, and `share` is that number divided by the
  number of rows.
- The column with the most gaps comes first, and equal ones stand in the order of `frame`.

`Imputer(strategies)` fills gaps with one value a column. `strategies` is a dict from column names
to `"mean"`, `"median"` or `"mode"`. Another text raises a `ValueError` whose message contains its
`repr`, at once.

- `fit(frame)` learns the value of each of these columns and returns the imputer.
- The mode is the most frequent value, of equally frequent ones the smallest.
- If a column has no value to learn from, `fit` raises a `ValueError` whose message contains the
  column's `repr`.
- `transform(frame)` returns a new DataFrame in which the gaps of these columns are filled with the
  learned values.

`fill_within(frame, group, column, limit)` returns a new DataFrame in which a gap of the column
`column` gets the last value above it in the same group. The column `group` holds the names of the
groups, which are texts. Of gaps that follow one another in a group, the first `limit` (at least 1)
are filled.

## Rules

- A gap is what `DataFrame.isna` says: `None`, NaN, `NaT` or `<NA>`.
- `transform` fills every frame with the values of the last `fit`: the checks look for leaks from
  the frame that it fills.
- The columns to fill are of dtype `float64`, `Int64`, `boolean`, `str` or `datetime64[us]`. Mean
  and median are for the first two.
- A column keeps its dtype. But one of `Int64` becomes `Float64` if a fraction fills one of its
  gaps.
- In `fill_within`, rows of other groups may lie between the rows of a group.
- A row whose group is missing stays as it is and gives nothing to others.
- All other columns, the order of rows and columns, and the index stay, also with repeated labels.
- A frame may have no rows, save in `fit`.
- The frame passed in does not change.

## Left open

A `transform` before `fit` or after one that raised, names of columns that are not there or occur
twice, infinite numbers, and integers above 2**53.

## Example

    >>> import pandas as pd
    >>> shop = pd.DataFrame({"city": ["oslo", "oslo", "rome"], "price": [2.0, None, None]})
    >>> audit(shop).to_dict("index")
    {'price': {'missing': 2, 'share': 0.6666666666666666}}
    >>> Imputer({"price": "mean"}).fit(shop).transform(shop)["price"].tolist()
    [2.0, 2.0, 2.0]
    >>> fill_within(shop, "city", "price", limit=1)["price"].tolist()
    [2.0, 2.0, nan]
"""

from typing import Self

import pandas as pd


def audit(frame: pd.DataFrame) -> pd.DataFrame:
    """Count the gaps of each column that has some."""
    raise NotImplementedError


class Imputer:
    """Fills gaps with values that it has learned."""

    def __init__(self, strategies: dict[str, str]) -> None:
        """Take the columns to fill, and how to find the value for each."""
        raise NotImplementedError

    def fit(self, frame: pd.DataFrame) -> Self:
        """Learn a value for each column."""
        raise NotImplementedError

    def transform(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with its gaps filled."""
        raise NotImplementedError


def fill_within(frame: pd.DataFrame, group: str, column: str, limit: int) -> pd.DataFrame:
    """Carry values forward within each group, over so many gaps."""
    raise NotImplementedError
