r"""Q66 · scikit-learn: a classifier of your own that fits in everywhere.

Topics: scikit-learn, machine-learning, classes
Needs: numpy, pandas, scikit-learn

What is scikit-learn, and why does everybody use it? Because all of its models work alike: whatever
has `fit` and `predict`, and keeps a few conventions, can stand in a pipeline, be searched over and
be cross-validated. Write a classifier that keeps them.

## Build

`CentroidClassifier(shrink=0.0, temperature=1.0)` is a scikit-learn classifier that knows each class
by its centre.

- `fit(X, y)` learns the labels and the centres, and returns the classifier.
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
- `fit` raises a `ValueError` whose message contains the value's `repr` where `shrink` does not lie
  from 0 to 1, or `temperature` is not greater than 0.

## Rules

- The function `check_estimator` of scikit-learn finds no failure.
- `__init__` stores its arguments as they are, and does nothing else.
- Both parameters can be searched in a pipeline by `GridSearchCV`, with stratified folds and by
  accuracy.
- Labels are all text or all integers, and `predict` returns them as they were given.
- A DataFrame that has not the columns of `fit`, in the same order, is refused with a `ValueError`.
- Probabilities are right to within a billionth, also where the numbers in `X` are large and near
  each other.
- They are right for rows far from every centre and for low temperatures, too.
- Only the latest `fit` counts.
- The arrays passed in are not changed.

## Left open

What parameters do that are set after `fit`, and a `y` of one label. Centres less than 1e-3 apart,
and rows more than 1000 from all centres, two of them nearly as near. Distances beyond what a float
holds, also when divided by the temperature. Names of columns that are no text.

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
