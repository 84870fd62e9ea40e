r"""Q65 · Feature scaling: a scale is learned once, from the training rows.

Topics: feature-engineering, machine-learning, numpy
Needs: numpy, scikit-learn

How do you normalise or standardise data? Distances, penalties and gradients take a column of
millimetres for more important than one of metres, so columns are brought to one scale. The
interviewer wants to know which rows that scale comes from, and what happens at the edges. Write
the two usual scalers by hand.

## Build

`StandardScaler` subtracts from each value the mean of its column, and divides by the standard
deviation of its column. That deviation is the one which `numpy.std` computes. `MinMaxScaler` moves
and stretches each column so that its least value becomes 0 and its greatest value becomes 1. Both
are made without arguments, and both have these methods:

- `fit(X)` learns the scale of each column from the rows of `X`, and returns the scaler.
- `transform(X)` returns the rows of `X`, brought to that scale.
- `inverse_transform(X)` takes rows on that scale, and returns the values that they stand for.

Where all values of a column are equal in `fit`, that column is divided by 1.

## Rules

- `X` is a list of rows of integers or floats, or a two-dimensional array of `int64` or `float64`.
- A result is a new array of `float64`, and `X` is not changed.
- Only the latest `fit` of a scaler decides what its other methods do.
- A value that lies beyond those of `fit` is not clipped.
- `fit` passes over NaN.
- The other two methods leave NaN where it is.
- The results are those of scikit-learn's scalers of the same names, to within 1e-9.
- Only numpy and the standard library are imported.
- Before the first `fit`, `transform` and `inverse_transform` raise a `NotFittedError`.
- They raise a `ValueError` where the number of columns is not that of `fit`, and name both numbers.
- All three methods raise a `ValueError` for an array that does not have two dimensions.

## Left open

A column of nothing but NaN, infinite values, a table without rows, numbers above 1e10, and a scaler
whose `fit` has raised. Columns whose values differ, but by less than 1e-14 or by less than a
millionth of their size. Which error comes first where several are due.

## Example

    >>> X = [[1.0, 500], [2.0, 100], [3.0, 300]]
    >>> scaler = MinMaxScaler().fit(X)
    >>> scaler.transform(X).tolist()
    [[0.0, 1.0], [0.5, 0.0], [1.0, 0.5]]
    >>> scaler.transform([[4.0, 200]]).tolist()
    [[1.5, 0.25]]
    >>> StandardScaler().fit([[4], [8]]).transform([[4], [6], [8]]).tolist()
    [[-1.0], [0.0], [1.0]]
"""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike


class NotFittedError(Exception):
    """A scaler is used before it has learned a scale. (Given.)"""


class StandardScaler:
    """Scales columns to a mean of 0 and a standard deviation of 1."""

    def fit(self, X: ArrayLike) -> Self:
        """Learn the scale of each column."""
        raise NotImplementedError

    def transform(self, X: ArrayLike) -> np.ndarray:
        """Return the rows on the scale."""
        raise NotImplementedError

    def inverse_transform(self, X: ArrayLike) -> np.ndarray:
        """Return the values of rows that are on the scale."""
        raise NotImplementedError


class MinMaxScaler:
    """Scales columns to the range from 0 to 1."""

    def fit(self, X: ArrayLike) -> Self:
        """Learn the scale of each column."""
        raise NotImplementedError

    def transform(self, X: ArrayLike) -> np.ndarray:
        """Return the rows on the scale."""
        raise NotImplementedError

    def inverse_transform(self, X: ArrayLike) -> np.ndarray:
        """Return the values of rows that are on the scale."""
        raise NotImplementedError
