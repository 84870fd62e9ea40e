r"""Q64 · Categorical data: columns that stay the same, and codes that do not leak.

Topics: feature-engineering, pandas, machine-learning, data-cleaning
Needs: numpy, pandas

How do you handle categorical data? Names without an order get columns, names with one get codes,
and names of many values get the mean target of their rows.

## Build

`class Encoder(nominal, ordinal)` turns columns of text into numbers. `nominal` is a list of column
names. `ordinal` is a dict from a column name to the list of that column's values, from low to high.

- `fit(frame)` learns the values of the nominal columns, and returns the encoder.
- `transform(frame)` returns a new DataFrame with the index of `frame`.

For each nominal column, the result has a column of integers for each learned value, named as in
`city=oslo`. It is 1 where the row has that value, else 0. The nominal columns come first, in the
order of the list, and their values are sorted as text. A value that was not learned, or is missing,
is 0 in all columns.

Each ordinal column follows under its own name, in the order of the dict, as `Int64`. Its code is
the place of the value in the list, counted from 0. A missing value is `<NA>`. A value that is not
in the list makes `transform` raise a `ValueError` whose message contains the value's `repr`.

`target_encode(categories, target, folds, smoothing)` takes a Series of text and one of `int64` or
`float64`. It returns a Series of floats with the index of `categories`. Row number `i`, counted
from 0, is in the fold `i % folds`. The code of a row is computed from the rows of the other folds
alone:

- `mean` is the mean of their targets.
- `count` is how many of them have the category of the row, and `total` is the sum of the targets of
  these.
- The code is `(total + smoothing * mean) / (count + smoothing)`.
- A category without a row there, or a missing one, gets `mean`.

`folds` is an integer from 2 to the number of rows, and `smoothing` is at least 0.

## Rules

- The text is in a column of the dtype `str`, `string`, `object` or `category`.
- Only values that occur in the frame of the latest `fit` count as learned.
- A frame may have no rows, repeated index labels, and other columns in any order.
- The two Series belong together by position, not by index.
- No target leaks into its row's code: the checks change each in turn.
- The objects passed in are not changed.

## Left open

A `transform` before `fit`, whether `fit` refuses ordinal values too, equal names of columns, equal
values in a list, rounding, and missing or infinite targets.

## Example

    >>> import pandas as pd
    >>> trips = pd.DataFrame({"city": ["oslo", "bergen"], "size": ["large", "small"]})
    >>> encoder = Encoder(nominal=["city"], ordinal={"size": ["small", "large"]}).fit(trips)
    >>> encoder.transform(trips).to_dict("list")
    {'city=bergen': [0, 1], 'city=oslo': [1, 0], 'size': [1, 0]}
"""

from typing import Self

import pandas as pd


class Encoder:
    """Turns columns of text into numbers: columns of 0 and 1, and codes in order."""

    def __init__(self, nominal: list[str], ordinal: dict[str, list[str]]) -> None:
        """Take the columns without an order, and those with one and their values."""
        raise NotImplementedError

    def fit(self, frame: pd.DataFrame) -> Self:
        """Learn the values of the nominal columns."""
        raise NotImplementedError

    def transform(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the columns of numbers."""
        raise NotImplementedError


def target_encode(
    categories: pd.Series, target: pd.Series, folds: int, smoothing: float
) -> pd.Series:
    """Return a code for each row, made of the targets in the other folds."""
    raise NotImplementedError
