r"""Q70 · Model evaluation: the numbers behind the report, by hand.

Topics: model-evaluation, machine-learning, numpy
Needs: numpy, pandas, scikit-learn

How do you evaluate machine learning models? Everybody names precision, recall and R². So what
do they count, and what are they for a class never predicted? Write them.

## Build

`confusion_matrix(actual, predicted)` returns a pair `(labels, counts)`. The labels are all strings
or all integers. `labels` is the sorted list of those that occur in either argument. `counts` is an
array of integers, in which `counts[i, j]` is the number of samples of the actual label `labels[i]`
that were predicted as `labels[j]`.

`precision_recall_f1(actual, predicted, average)` returns a tuple of three floats.

- The precision of a class is the share of right predictions among the samples predicted as it.
- The recall of a class is the share of right predictions among the samples that are of it.
- The F1 of a class is `2 * precision * recall / (precision + recall)`.
- A value in which 0 is divided by 0 counts as 0, without a warning.
- With `average="macro"` each result is the plain mean of its values over all labels.
- With `average="micro"` right predictions and samples are summed over all labels first.
- Any other `average` raises a `ValueError` whose message contains its `repr`.

`roc_auc(actual, scores)` takes labels 0 and 1, and finite numbers as scores. It returns the
share of pairs, one sample of label 1 and one of label 0, in which the 1 has the greater score. A
pair of equal scores counts half. If one of the two labels is missing, it raises a `ValueError`.

`regression_report(actual, predicted)` takes numbers and returns a dict of floats. `"mae"` is the
mean absolute error, and `"rmse"` is the root of the mean squared error. `"r2"` is 1 minus the sum
of squared errors over that of `actual`'s squared differences from its mean. Where all actual values
are equal, `"r2"` is 1.0 if every prediction is right, and 0.0 otherwise.

## Rules

- Both arguments are lists, tuples, numpy arrays or pandas Series, with numbers of `int64` or
  `float64`.
- Samples belong together by their position.
- Both arguments have the shape `(n,)`, with the same `n` of at least 1.
- All other shapes, such as `(n, 1)`, raise a `ValueError` that names both shapes.
- Floats are right to within 1e-9, or 1e-9 of their size.
- Only numpy and the standard library are imported.

## Left open

NaN, numbers above 1e10, actual values closer than 1e-9, and mixed labels.

## Example

    >>> labels, counts = confusion_matrix(["ham", "spam", "spam"], ["ham", "ham", "spam"])
    >>> labels == ["ham", "spam"], counts.tolist()
    (True, [[1, 0], [1, 1]])
    >>> [f"{x:.2f}" for x in precision_recall_f1([0, 1, 1], [0, 0, 1], average="macro")]
    ['0.75', '0.75', '0.67']
    >>> float(roc_auc([0, 1, 0, 1], [0.1, 0.9, 0.4, 0.4]))
    0.875
    >>> report = regression_report([1, 2, 3], [1, 2, 6])
    >>> [f"{name} {report[name]:.2f}" for name in ("mae", "rmse", "r2")]
    ['mae 1.00', 'rmse 1.73', 'r2 -3.50']
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def confusion_matrix(actual: ArrayLike, predicted: ArrayLike) -> tuple[list[Any], np.ndarray]:
    """Return the sorted labels, and counts with a row for each actual label."""
    raise NotImplementedError


def precision_recall_f1(
    actual: ArrayLike, predicted: ArrayLike, average: str
) -> tuple[float, float, float]:
    """Return precision, recall and F1, averaged over the labels."""
    raise NotImplementedError


def roc_auc(actual: ArrayLike, scores: ArrayLike) -> float:
    """Return the share of pairs that the scores put in order."""
    raise NotImplementedError


def regression_report(actual: ArrayLike, predicted: ArrayLike) -> dict[str, float]:
    """Return `"mae"`, `"rmse"` and `"r2"`."""
    raise NotImplementedError
