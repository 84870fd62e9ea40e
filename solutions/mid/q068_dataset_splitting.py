r"""Q68 · Dataset splitting: the answer and one way to build it.

## Answer

The test set stands for data the model will meet later, so I split the way that data will differ. I
hold out a test set first, often 20 %, and touch it once, at the very end. Models and parameters are
chosen on a validation set, or by cross-validation where there is little data.

With independent rows a random split will do: `train_test_split(X, y, test_size=0.2,
random_state=42)`, stratified by `stratify=y`, so that a rare class has its share on both sides.
Rows that belong together, of one patient or one user, go to the same side: `GroupShuffleSplit` or
`StratifiedGroupKFold`. With time in it I train on the past and test on what comes after:
`TimeSeriesSplit`, with a gap where features look back or labels come late.

Everything that learns, scaling, imputation, feature selection, is fitted on the training rows
alone. A fixed seed makes it repeatable. Duplicates across the split are the leak that people find
last.

## Follow-ups

- **Your score is 0.99 on the test set and 0.7 in production. What do you check?** Leakage: the same
  entity or duplicate on both sides, features from the future, preparation fitted on everything.
- **How large should a test set be?** Large enough for the difference you care about: the standard
  error of an accuracy near 0.9 is about 0.01 with 900 rows.
- **May you tune on the test set just once more?** Each look makes it a validation set; then a new
  test set is needed.

## Notes

Test rows are shared out by largest remainder: each class gets the whole part of its share, and
what is left goes to the largest fractions. Rounding every class for itself is shorter, but the sum
is then not exact. `np.random.default_rng(seed)` is a generator of its own; `np.random.seed` would
change everybody's. Groups are taken in random order until there are enough rows: with few large
groups the test side can be much larger than asked, which a search for a better fit would avoid.
"""

import numpy as np
from numpy.typing import ArrayLike


def _test_size(size: int, test_share: float) -> int:
    if not 0 < test_share < 1:
        raise ValueError(f"test_share must lie between 0 and 1, not {test_share!r}")
    return round(size * test_share)


def _sides(is_test: np.ndarray) -> tuple[list[int], list[int]]:
    """Return the numbers of the other rows, and of the test rows."""
    train, test = np.flatnonzero(~is_test).tolist(), np.flatnonzero(is_test).tolist()
    if not train or not test:
        raise ValueError("one of the sides would be empty")
    return train, test


def stratified_split(
    labels: ArrayLike, test_share: float, seed: int
) -> tuple[list[int], list[int]]:
    """Split at random, each class by its share."""
    labels = np.asarray(labels)
    total = _test_size(len(labels), test_share)
    classes, sizes = np.unique(labels, return_counts=True)
    if 1 in sizes:
        lone = classes[sizes == 1][0].item()
        raise ValueError(f"the class {lone!r} has a single row")
    shares = sizes * test_share
    counts = np.floor(shares).astype(int)
    counts[np.argsort(counts - shares)[: total - counts.sum()]] += 1
    rng = np.random.default_rng(seed)
    is_test = np.zeros(len(labels), dtype=bool)
    for name, count in zip(classes, counts, strict=True):
        is_test[rng.permutation(np.flatnonzero(labels == name))[:count]] = True
    return _sides(is_test)


def group_split(groups: ArrayLike, test_share: float, seed: int) -> tuple[list[int], list[int]]:
    """Split at random, and keep the rows of a group together."""
    _test_size(len(groups), test_share)
    names, places, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    order = np.random.default_rng(seed).permutation(len(names))
    before = np.cumsum(sizes[order]) - sizes[order]
    return _sides(np.isin(places, order[before < len(groups) * test_share]))


def time_split(times: ArrayLike, test_share: float) -> tuple[list[int], list[int]]:
    """Split by time: test on the latest rows."""
    times = np.asarray(times)
    total = _test_size(len(times), test_share)
    return _sides(times >= np.sort(times)[-total])
