r"""Q73 · Feature selection: the answer and one way to build it.

## Answer

Fewer features mean less overfitting, faster models and something one can explain. There are three
kinds of methods. Filters need no model: drop constant and near-duplicate columns, or score each
column against the target by correlation, chi-squared or mutual information (`SelectKBest`). They
are fast and look at one column at a time. Wrappers fit a model again and again: recursive feature
elimination (`RFE`, `RFECV`) or `SequentialFeatureSelector`. Embedded methods select while fitting:
Lasso sets weights to 0, and `SelectFromModel` uses weights or importances.

I start with filters, then let regularisation or a tree model do the rest; boosted trees often need
no selection. Impurity importances favour columns of many values, so I prefer permutation importance
on held-out rows, and correlated columns share their importance.

Selection learns from the target, so it belongs in the pipeline and is done anew in every fold.
Chosen before the split, pure noise scores 0.8 and more.

## Follow-ups

- **Can a column without any correlation be useful?** Yes: one that acts by a curve, or together
  with another, as in XOR. Mutual information sees the first, only wrappers or trees the second.
- **How many features do you keep?** I search `k` in the pipeline, or take `RFECV`; of models that
  score alike, the smaller one.
- **What must hold before you compare coefficients?** The columns are on one scale. Otherwise a unit
  decides which coefficient is small.
- **Is PCA feature selection?** No, it makes new columns from all of them, so all must still be
  collected.

## Notes

One helper has the correlations for both filters. A column of equal values is known by its range:
three times 0.1 has a deviation of 1e-17, which a comparison with 0 does not catch. Comparing with
all columns, dropped ones too, would be a one-liner over `frame.corr()`, but drops columns whose
only likeness is gone. `np.argsort(kind="stable")` on the negated values prefers the left of equal
ones. Arrays have no index, so nothing is lined up by labels. `RFE` does what `eliminate` does, and
can drop several at a time, which is faster and less careful.
"""

from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin, clone


def _correlations(table: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Return the absolute correlation of each column, 0 for one of equal values."""
    varied = np.ptp(table, axis=0) > 0
    table, target = table - table.mean(axis=0), target - target.mean()
    sizes = np.linalg.norm(table, axis=0) * np.linalg.norm(target)
    return np.divide(np.abs(target @ table), sizes, out=np.zeros(len(sizes)), where=varied)


def _check_k(k: int, columns: int) -> None:
    if not 1 <= k <= columns:
        raise ValueError(f"k must lie between 1 and {columns}, the number of columns, not {k!r}")


def drop_correlated(frame: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Return the columns that are not much like one further left."""
    table = frame.to_numpy(dtype=float)
    kept: list[int] = []
    for place, column in enumerate(table.T):
        alike = _correlations(table[:, kept], column) > threshold if np.ptp(column) else [True]
        if not any(alike):
            kept.append(place)
    return frame.iloc[:, kept]


class KBest(TransformerMixin, BaseEstimator):
    """A transformer that keeps the columns which go best with the target."""

    def __init__(self, k: int) -> None:
        """Take the number of columns to keep."""
        self.k = k

    def fit(self, X: pd.DataFrame, y: Any) -> Self:
        """Choose the columns."""
        _check_k(self.k, X.shape[1])
        scores = _correlations(X.to_numpy(dtype=float), np.asarray(y, dtype=float))
        best = np.argsort(-scores, kind="stable")[: self.k]
        self.chosen_ = X.columns[np.sort(best)]
        return self

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """Return the chosen columns."""
        return X[self.chosen_]


def eliminate(model: Any, frame: pd.DataFrame, target: Any, k: int) -> list[str]:
    """Return the columns that are left when a model has given up the others, one by one."""
    _check_k(k, frame.shape[1])
    names = list(frame)
    while len(names) > k:
        fitted = clone(model).fit(frame[names], target)
        del names[np.abs(np.ravel(fitted.coef_)).argmin()]
    return names
