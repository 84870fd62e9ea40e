r"""Q65 · Feature scaling: the answer and one way to build it.

## Answer

Standardising subtracts a column's mean and divides by its standard deviation; normalising, or
min-max scaling, maps its range to 0 to 1. I scale where the sizes of columns matter: nearest
neighbours, k-means, SVMs, PCA, penalised linear models, neural networks. Trees don't care. Scaling
does not make a column normally distributed, and linear regression does not ask for that; a log or
power transform changes the shape.

The scale is learned from the training rows alone and then applied to test rows and in production.
Fitting on everything leaks the test set, so the scaler belongs in a pipeline, which fits it anew in
every fold. Later values may then lie outside 0 and 1, and that is right.

One outlier squeezes a min-max scale; `RobustScaler` uses the median and the quartiles. Constant
columns must not divide by zero. `Normalizer` is something else: it scales rows to length one, for
text and embeddings.

## Follow-ups

- **Which divisor do numpy and pandas use for the deviation?** `numpy.std` divides by n, pandas'
  `std` by n - 1. scikit-learn takes n; a model does not notice, a comparison of numbers does.
- **Do you scale columns of 0 and 1?** Usually not: they are on one scale already, and sparse
  tables would lose their zeros. `MaxAbsScaler` keeps zeros.
- **The data don't fit in memory?** `partial_fit` merges means and variances batch by batch.

## Notes

Both scalers are an offset and a divisor for each column, so they share a base class, and each says
only how to find the two. Whether a column is constant is asked of its values: three times 0.1 has
the deviation 1e-17, not 0, since its mean is rounded. A tolerance for small deviations would be
shorter, but takes a column of picofarads for a constant one. The variance is the mean of squared
distances; the mean of squares less the square of the mean loses all digits where values are large
and near each other.
"""

from abc import ABC, abstractmethod
from typing import Self

import numpy as np
from numpy.typing import ArrayLike


class NotFittedError(Exception):
    """A scaler is used before it has learned a scale. (Given.)"""


def _table(X: ArrayLike) -> np.ndarray:
    X = np.asarray(X, dtype=np.float64)
    if X.ndim != 2:
        raise ValueError(f"expected two dimensions, got {X.ndim}")
    return X


class _Scaler(ABC):
    """Subtracts an offset from each column and divides it; `_learn` finds the two."""

    _offset: np.ndarray | None = None
    _divisor: np.ndarray

    @abstractmethod
    def _learn(self, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the offset and the divisor of each column."""

    def _checked(self, X: ArrayLike) -> np.ndarray:
        if self._offset is None:
            raise NotFittedError("call fit first")
        X = _table(X)
        if X.shape[1] != len(self._offset):
            raise ValueError(f"fitted on {len(self._offset)} columns, got {X.shape[1]}")
        return X

    def fit(self, X: ArrayLike) -> Self:
        """Learn the scale of each column."""
        X = _table(X)
        self._offset, divisor = self._learn(X)
        constant = np.nanmin(X, axis=0) == np.nanmax(X, axis=0)
        self._divisor = np.where(constant, 1.0, divisor)
        return self

    def transform(self, X: ArrayLike) -> np.ndarray:
        """Return the rows on the scale."""
        return (self._checked(X) - self._offset) / self._divisor

    def inverse_transform(self, X: ArrayLike) -> np.ndarray:
        """Return the values of rows that are on the scale."""
        return self._checked(X) * self._divisor + self._offset


class StandardScaler(_Scaler):
    """Scales columns to a mean of 0 and a standard deviation of 1."""

    def _learn(self, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.nanmean(X, axis=0), np.nanstd(X, axis=0)


class MinMaxScaler(_Scaler):
    """Scales columns to the range from 0 to 1."""

    def _learn(self, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        low = np.nanmin(X, axis=0)
        return low, np.nanmax(X, axis=0) - low
