r"""Q73 · Feature selection: choose columns by the training rows, and only by them.

Topics: feature-engineering, machine-learning, scikit-learn, pandas
Needs: numpy, pandas, scikit-learn

How do you select features? By a filter that looks at the columns alone, by a score for each column
against the target, or by a model that says which column it needs least. Among hundreds of columns
of noise some fit the target by chance, so which rows choose?

## Build

`drop_correlated(frame, threshold)` goes through the columns from left to right, and returns a
DataFrame of those that it keeps. It drops a column where the absolute value of its correlation with
a column kept before is greater than `threshold`. It drops a column of equal values, too.

`KBest(k)` is a scikit-learn transformer that keeps `k` columns.

- `fit(X, y)` takes a DataFrame and the targets, chooses columns, and returns the transformer.
- It chooses the columns whose correlations with the targets have the greatest absolute values.
- A column of equal values counts as if its correlation were 0.
- Of columns that count the same, it prefers those further to the left.
- `transform(X)` finds the chosen columns by name, and returns a DataFrame of them in the order that
  they had in `fit`.
- `KBest` can be cloned, and searched over in a pipeline by the name of its parameter.

`eliminate(model, frame, target, k)` returns a list of `k` column names, in the order of the frame.
It fits a clone of `model` on the columns that are left, and drops the one whose coefficient has the
least absolute value. It does so with a new clone each time, until `k` columns are left. The
coefficients are in the attribute `coef_`: an array with a number for each column, or with one row
of such numbers.

## Rules

- Correlations are Pearson's.
- Targets are numbers in a list, an array or a Series.
- Rows and targets belong together by position, whatever their index.
- Every DataFrame returned has the index of the one given.
- Columns of equal values give no warning.
- A `k` below 1 or above the number of columns raises a `ValueError` whose message contains it,
  in `fit` of `KBest` and in `eliminate`.
- Only the rows of the latest `fit` decide which columns `KBest` keeps: on noise, the checks look
  for leaks.
- What is passed in is not changed.

## Left open

Missing values, no rows, columns that are not numbers, repeated names, equal targets, and models
that change what they are given or go by its labels. A correlation equal to `threshold`,
correlations that differ by rounding alone, and equal coefficients.

## Example

    >>> import pandas as pd
    >>> from sklearn.linear_model import LinearRegression
    >>> frame = pd.DataFrame({"cm": [1, 2, 3, 5], "mm": [10, 20, 30, 50], "age": [3, 1, 4, 1]})
    >>> list(drop_correlated(frame, 0.95))
    ['cm', 'age']
    >>> list(KBest(1).fit_transform(frame, [2, 0, 3, 0]))
    ['age']
    >>> eliminate(LinearRegression(), frame[["cm", "age"]], [3.1, 1.2, 4.3, 1.5], 1)
    ['age']
"""

from typing import Any, Self

import pandas as pd


def drop_correlated(frame: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Return the columns that are not much like one further left."""
    raise NotImplementedError


class KBest:
    """A transformer that keeps the columns which go best with the target."""

    def __init__(self, k: int) -> None:
        """Take the number of columns to keep."""
        raise NotImplementedError

    def fit(self, X: pd.DataFrame, y: Any) -> Self:
        """Choose the columns."""
        raise NotImplementedError

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """Return the chosen columns."""
        raise NotImplementedError


def eliminate(model: Any, frame: pd.DataFrame, target: Any, k: int) -> list[str]:
    """Return the columns that are left when a model has given up the others, one by one."""
    raise NotImplementedError
