r"""Q75 · Cross-validation: the answer and one way to build it.

## Answer

I split the data into k folds, usually five or ten, train k times on all folds but one, and test on
the one left out. Every row is tested once, by a model that has not seen it. The mean of the scores
is a steadier estimate than one split gives, and their spread shows how much it depends on the
rows. It costs k fits.

In scikit-learn `cross_val_score(model, X, y, cv=5)` does it, `cross_validate` also gives train
scores and several metrics. Classifiers get stratified folds, so that each class is in every fold.
`GroupKFold` keeps the rows of a person together, `TimeSeriesSplit` never tests on the past.

All that learns from data belongs inside the loop, in a pipeline: scaling or selecting features
before splitting leaks. Choosing parameters by cross-validation and reporting the best score is
optimistic; I nest it, or keep a test set that is used once. Train scores far above test scores
mean overfitting; both low mean the model is too simple.

## Follow-ups

- **Which k?** More folds mean larger training sets and more fits; the folds' models become alike.
  Five or ten is usual, repeated with other seeds where data is scarce.
- **Is the standard deviation of the fold scores a standard error?** Not quite: training sets
  overlap, so the scores are not independent and it is too small.
- **Which model do you ship?** One fitted on all rows with the parameters that were chosen; the
  folds' models only estimate how good it will be.
- **How do you tune and estimate at once?** Nested: an inner search on each outer training part.

## Notes

`np.array_split` makes the larger parts first, as scikit-learn's `KFold` does. Stratified folds deal
the rows, sorted by class, in turn, as one deals cards: then class counts and fold sizes are both
even. Dealing each class from the first fold on is as easy to write, but makes that fold the largest
for every class. Indexing by a mask copies, so no model sees the caller's arrays; slices of sorted
data would be views.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np


def _rows(size: int, k: int, seed: int | None) -> np.ndarray:
    """Return the row numbers, in their order or that of the seed."""
    if not 2 <= k <= size:
        raise ValueError(f"k must lie between 2 and {size}, the number of rows, not {k!r}")
    return np.arange(size) if seed is None else np.random.default_rng(seed).permutation(size)


def kfold(size: int, k: int, seed: int | None = None) -> list[list[int]]:
    """Deal `size` rows to `k` folds."""
    return [sorted(part.tolist()) for part in np.array_split(_rows(size, k, seed), k)]


def stratified_kfold(labels: Any, k: int, seed: int | None = None) -> list[list[int]]:
    """Deal the rows of each class to `k` folds."""
    rows = _rows(len(labels), k, seed)
    by_class = rows[np.argsort(np.asarray(labels)[rows], kind="stable")]
    return [sorted(by_class[first::k].tolist()) for first in range(k)]


def cross_validate(
    make_model: Callable[[], Any],
    X: np.ndarray,
    y: np.ndarray,
    folds: Iterable[list[int]],
    metric: Callable[[np.ndarray, np.ndarray], float],
) -> dict[str, list[float]]:
    """Fit a model for each fold; return its scores on the rows it has seen and on the others."""
    scores: dict[str, list[float]] = {"train": [], "test": []}
    for fold in folds:
        tested = np.isin(np.arange(len(X)), fold)
        model = make_model()
        model.fit(X[~tested], y[~tested])
        for side, rows in (("train", ~tested), ("test", tested)):
            scores[side].append(float(metric(y[rows], model.predict(X[rows]))))
    return scores
