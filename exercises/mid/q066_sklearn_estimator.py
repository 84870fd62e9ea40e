r"""Q66 · scikit-learn: a classifier of your own that fits in everywhere.

Topics: scikit-learn, machine-learning, classes
Needs: numpy, pandas, scikit-learn

What is scikit-learn, and why does everybody use it? Because all of its models work alike: whatever
has `fit` and `predict`, and keeps a few conventions, can stand in a pipeline, be searched over and
be cross-validated. Write a classifier that keeps them.

## Build

`CentroidClassifier(shrink=0.0, temperature=1.0)` is a scikit-learn classifier that knows each class
by its centre. Its methods take `X` as an array, a list of rows or a DataFrame, of numbers from
-1000 to 1000.

- `fit(X, y)` learns the labels and the centres, and returns the classifier. `y` is a list or an
  array of labels, all text or all integers.
- The attribute `classes_` is an array of the labels, sorted, each once.
- The centre of a class is `(1 - shrink) * own + shrink * total`, where `own` is the mean of the
  rows of that class, and `total` is the mean of all rows.
- `predict(X)` returns an array with the label of the nearest centre, for each row.
- Of labels whose centres are equally near, it returns the one that comes first in `classes_`.
- `predict_proba(X)` returns an array with a line for each row of `X` and a column for each label,
  in the order of `classes_`.
- The probability of a label is proportional to `exp(-d / temperature)`, where `d` is the squared
  Euclidean distance from the row to the centre.
- The probabilities of a row add up to 1.
- `fit` raises a `ValueError` whose message contains the value's `repr` where `shrink` is below 0 or
  above 1, or `temperature` is 0 or below.

## Rules

- The function `check_estimator` of scikit-learn finds no failure, and no tag keeps it from one of
  its checks.
- `__init__` stores its arguments as they are, and does nothing else.
- `GridSearchCV` can search both parameters in a pipeline, by `accuracy`, `roc_auc` or
  `neg_log_loss`.
- After a `fit` on a DataFrame whose columns are named by texts, `predict` and `predict_proba`
  refuse one with other columns, or with them in another order, by a `ValueError`.
- Probabilities are right to within a millionth, also where every `exp(-d / temperature)` of a row
  rounds to 0.
- Only the latest `fit` counts.
- The arrays passed in are not changed.

## Left open

What parameters do that are set after `fit`, a `y` of one label, centres that differ, but by less
than 1e-3, and temperatures below 1e-3. How `float32` is computed.

## Example

    >>> X = [[1.0, 1.0], [2.0, 1.0], [8.0, 9.0], [9.0, 9.0], [8.5, 12.0]]
    >>> y = ["low", "low", "high", "high", "high"]
    >>> model = CentroidClassifier(shrink=0.1).fit(X, y)
    >>> model.predict([[0.0, 0.0], [10.0, 10.0]]).tolist()
    ['low', 'high']
    >>> sure = model.predict_proba([[0.0, 0.0]])
    >>> model.classes_.tolist(), sure.round(3).tolist()
    (['high', 'low'], [[0.0, 1.0]])
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.preprocessing import StandardScaler
    >>> make_pipeline(StandardScaler(), CentroidClassifier()).fit(X, y).score(X, y)
    1.0
"""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike


class CentroidClassifier:
    """Tells classes apart by the distance to the centre of each."""

    def __init__(self, shrink: float = 0.0, temperature: float = 1.0) -> None:
        """Take the share by which centres move together, and how soft probabilities are."""
        raise NotImplementedError

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Learn the centre of each class."""
        raise NotImplementedError

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the label of the nearest centre, for each row."""
        raise NotImplementedError

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """Return the probability of each label, for each row."""
        raise NotImplementedError
