r"""Q75 · Cross-validation: every row is tested once, by a model that has not seen it.

Topics: model-evaluation, machine-learning, numpy
Needs: numpy, scikit-learn

How do you cross-validate, and why not split once?

## Build

`kfold(size, k, seed=None)` deals the row numbers from 0 to `size - 1` to `k` folds. Fold sizes
differ by one at most, and larger folds come first. Without a seed each fold is a run of consecutive
rows, and the runs follow each other.

`stratified_kfold(labels, k, seed=None)` takes the label of each row, all strings or all small
integers, in a list or an array. For each class, the numbers of its rows in two folds differ by one
at most, and so do fold sizes.

`cross_validate(make_model, X, y, folds, metric)` takes a table `X` of samples, one a row, an array
`y` of their values, and folds, a list or generator of lists of row numbers. `X` may hold NaN. For
each fold it calls `make_model()` and fits that model by `fit(X_rows, y_rows)` on all rows that are
not in the fold. A score is `metric(actual, predicted)`, where `predicted` is what `predict(X_rows)`
of the model returns. It returns `{"train": scores, "test": scores}`, two lists of floats in the
order of the folds. A train score is that of the rows fitted on, a test score that of the fold.

## Rules

- `kfold` and `stratified_kfold` return a list of folds, and a fold is a sorted list of row numbers.
- Every row number is in exactly one fold.
- A `k` below 2 or above the number of rows raises a `ValueError` whose message contains its `repr`.
- A seed shuffles all rows before they are dealt.
- Equal arguments give equal folds, in another process too. Another seed, or none, gives others.
- The state of `numpy.random` has no effect and stays as it is.
- No row of a fold leaks into its model: the checks spy on `fit`.
- Rows that a model or a metric is given keep their order from `X` and `y`.
- Scores are scikit-learn's, to within 1e-9.
- `fit` and `predict` may change the arrays that they get: the caller's arrays and the scores stay
  as they are.

## Left open

Which folds of `stratified_kfold` are larger, which rows they hold without a seed, and
which rows of different classes come together. Whether seeds differ for few rows. Negative seeds,
those above 1000, empty folds.

## Example

    >>> kfold(7, 3)
    [[0, 1, 2], [3, 4], [5, 6]]
    >>> folds = stratified_kfold(["ham", "spam", "ham", "spam"], 2, seed=1)
    >>> sorted(row % 2 for row in folds[0])
    [0, 1]
    >>> import numpy as np
    >>> class Mean:
    ...     def fit(self, X, y):
    ...         self.mean = y.mean()
    ...     def predict(self, X):
    ...         return np.full(len(X), self.mean)
    >>> def worst(actual, predicted):
    ...     return abs(actual - predicted).max()
    >>> X, y = np.zeros((4, 1)), np.array([1.0, 3.0, 5.0, 9.0])
    >>> cross_validate(Mean, X, y, kfold(4, 2), worst) == {"train": [2.0, 1.0], "test": [6.0, 7.0]}
    True
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np


def kfold(size: int, k: int, seed: int | None = None) -> list[list[int]]:
    """Deal `size` rows to `k` folds."""
    raise NotImplementedError


def stratified_kfold(labels: Any, k: int, seed: int | None = None) -> list[list[int]]:
    """Deal the rows of each class to `k` folds."""
    raise NotImplementedError


def cross_validate(
    make_model: Callable[[], Any],
    X: np.ndarray,
    y: np.ndarray,
    folds: Iterable[list[int]],
    metric: Callable[[np.ndarray, np.ndarray], float],
) -> dict[str, list[float]]:
    """Fit a model for each fold; return its scores on the rows it has seen and on the others."""
    raise NotImplementedError
