r"""Q70 · Model evaluation: the answer and one way to build it.

## Answer

I evaluate on data the model has not seen: cross-validation to compare models, a test set once at
the end. The metric follows from what a mistake costs.

For classes, accuracy misleads when one class is rare. Precision says how many alarms are true,
recall how many cases are found, F1 is their harmonic mean, and the confusion matrix shows which
classes are mixed up. ROC-AUC judges the ranking at all thresholds; with few positives I look at the
precision-recall curve, and at calibration when probabilities are used. Macro averages treat
classes alike, micro averages treat samples alike.

For numbers, MAE is in the target's unit, RMSE punishes large errors more, and R² compares with
always predicting the mean; it can be negative.

In scikit-learn `cross_validate` takes several scorers, `classification_report` prints all at once,
`root_mean_squared_error` is its own function since 1.4, and `TunedThresholdClassifierCV` picks the
threshold since 1.5. I always compare with a dummy model.

## Follow-ups

- **When is micro-averaged F1 useful?** With one label a sample and all classes counted it is the
  accuracy. It differs where samples have several labels or some classes are left out.
- **Your AUC is 0.95 and the alarms are still mostly false. Why?** AUC does not depend on how rare
  the positives are, but precision does. At one positive in a thousand a small false-positive rate
  outnumbers them.
- **Can R² be negative?** Yes: the predictions are worse than the mean of the test target.
- **How sure are you of the difference between two models?** Compare them on the same folds or by
  bootstrap, and give an interval, not just the two means.

## Notes

F1 is written as `2 * right / (found + present)`, which is the same number and divides by 0 only
where a class neither occurs nor is predicted. `np.add.at` counts repeated index pairs, which
`counts[rows, columns] += 1` does not; `np.bincount` on `row * k + column` is faster and harder to
read. AUC counts, for each positive, the negatives below it in the sorted scores, and half of the
ties. Comparing all pairs by broadcasting is shorter, but needs memory for each pair.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike


def _columns(first: ArrayLike, second: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    a, b = np.asarray(first), np.asarray(second)
    if a.ndim != 1 or a.shape != b.shape or not a.size:
        raise ValueError(f"expected two of shape (n,), n at least 1, got {a.shape} and {b.shape}")
    return a, b


def _share(part: np.ndarray, whole: np.ndarray) -> float:
    """Return the mean of the shares, 0 where the whole is 0."""
    return float(np.mean(part / np.maximum(whole, 1)))


def confusion_matrix(actual: ArrayLike, predicted: ArrayLike) -> tuple[list[Any], np.ndarray]:
    """Return the sorted labels, and counts with a row for each actual label."""
    a, p = _columns(actual, predicted)
    labels, places = np.unique(np.concatenate([a, p]), return_inverse=True)
    counts = np.zeros((len(labels), len(labels)), dtype=int)
    np.add.at(counts, (places[: len(a)], places[len(a) :]), 1)
    return labels.tolist(), counts


def precision_recall_f1(
    actual: ArrayLike, predicted: ArrayLike, average: str
) -> tuple[float, float, float]:
    """Return precision, recall and F1, averaged over the labels."""
    if average not in ("macro", "micro"):
        raise ValueError(f"average must be 'macro' or 'micro', not {average!r}")
    _, counts = confusion_matrix(actual, predicted)
    right, found, present = counts.diagonal(), counts.sum(axis=0), counts.sum(axis=1)
    if average == "micro":
        right, found, present = right.sum(), found.sum(), present.sum()
    return _share(right, found), _share(right, present), _share(2 * right, found + present)


def roc_auc(actual: ArrayLike, scores: ArrayLike) -> float:
    """Return the share of pairs that the scores put in order."""
    a, s = _columns(actual, scores)
    positive, negative = s[a == 1], np.sort(s[a == 0])
    if not (positive.size and negative.size):
        raise ValueError("the area needs samples of both labels, 0 and 1")
    below = np.searchsorted(negative, positive, side="left")
    below_or_equal = np.searchsorted(negative, positive, side="right")
    return float((below + below_or_equal).mean() / 2 / negative.size)


def regression_report(actual: ArrayLike, predicted: ArrayLike) -> dict[str, float]:
    """Return `"mae"`, `"rmse"` and `"r2"`."""
    a, p = (column.astype(float) for column in _columns(actual, predicted))
    errors = np.square(a - p)
    if np.all(a == a[0]):
        r2 = 1.0 if np.all(a == p) else 0.0
    else:
        r2 = 1 - errors.sum() / np.square(a - a.mean()).sum()
    return {"mae": float(abs(a - p).mean()), "rmse": float(errors.mean() ** 0.5), "r2": float(r2)}
