r"""Q71 · Overfitting: penalise weights, choose the penalty, stop in time.

Topics: machine-learning, model-evaluation, numpy
Needs: numpy, scikit-learn

How do you handle overfitting and underfitting? Most candidates say "regularise, and stop early".
Then comes: what is penalised, which rows choose the penalty, and when do you stop? Write these
three pieces.

## Build

`ridge_fit(X, y, alpha)` takes a two-dimensional array `X`, a row for each sample, and a
one-dimensional array `y`, both of floats or integers. It returns `(weights, intercept)`, an array
with a weight for each column of `X`, and a float.

- The prediction for a row is the sum of its values times the weights, plus the intercept.
- The result minimises the sum of squared errors plus `alpha` times the sum of squared weights.
- The intercept is not penalised.
- Where several weights reach the minimum, as can be with an `alpha` of 0, the result is the one
  whose sum of squared weights is smallest.

`pick_alpha(train, validation, alphas)` takes two pairs `(X, y)` and a non-empty iterable of numbers
of at least 0, in any order. For each of them it fits a ridge on `train` alone. It returns the one
whose fit has the smallest mean squared error on `validation`. Of equal errors the largest alpha
wins.

`update(loss, state)` of an `EarlyStopping(patience, min_gain)` is called after each epoch of a
training, with the validation loss, a float.

- An update is a gain if its loss is below `best_loss` by more than `min_gain`.
- The attributes `best_loss` and `best_state` are those of the latest gain.
- Before the first gain they are infinity and None.
- `best_state` is a copy that stays as it is, whatever the training does to the state afterwards.
- A state may be an array, or dicts and lists of them, nested.
- `update` returns True if this update and the `patience - 1` before it were no gains, and False
  otherwise.

## Rules

- An `alpha` that is not at least 0, a `patience` below 1 and a negative `min_gain` raise a
  `ValueError` whose message contains its `repr`.
- A loss of NaN is no gain, and does not hinder later ones.
- Weights and intercept are right to within 1e-6.
- The arrays passed to the functions are not changed.
- Only numpy and the standard library are imported.

## Left open

Arrays of other shapes, NaN or float32 in them, columns that are almost sums of others, an infinite
alpha, a loss of minus infinity, and alphas whose errors are equal to six digits or differ by less
than 1e-9.

## Example

    >>> weights, intercept = ridge_fit(np.array([[0], [2]]), np.array([1, 5]), alpha=2)
    >>> weights.round(6).tolist(), round(float(intercept), 6)
    ([1.0], 2.0)
    >>> train = np.array([[0], [2]]), np.array([1, 5])
    >>> validation = np.array([[4]]), np.array([6])
    >>> pick_alpha(train, validation, [0, 2, 50])
    2
    >>> stopping = EarlyStopping(patience=2, min_gain=0.125)
    >>> losses = [3.0, 1.0, float("nan"), 0.9]
    >>> [stopping.update(loss, [epoch]) for epoch, loss in enumerate(losses)]
    [False, False, False, True]
    >>> stopping.best_loss, stopping.best_state
    (1.0, [1])
"""

from collections.abc import Iterable
from typing import Any

import numpy as np


def ridge_fit(X: np.ndarray, y: np.ndarray, alpha: float) -> tuple[np.ndarray, float]:
    """Return weights and intercept of a linear model with penalised weights."""
    raise NotImplementedError


def pick_alpha(
    train: tuple[np.ndarray, np.ndarray],
    validation: tuple[np.ndarray, np.ndarray],
    alphas: Iterable[float],
) -> float:
    """Return the alpha whose fit on `train` does best on `validation`."""
    raise NotImplementedError


class EarlyStopping:
    """Says when to stop a training, and keeps the best state that it saw."""

    def __init__(self, patience: int, min_gain: float) -> None:
        """Wait for `patience` updates in a row without a gain."""
        raise NotImplementedError

    def update(self, loss: float, state: Any) -> bool:
        """Note the loss and the state of an epoch, and return whether to stop."""
        raise NotImplementedError
