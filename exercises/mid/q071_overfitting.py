r"""Q71 · Overfitting: penalise weights, choose the penalty, stop in time.

Topics: machine-learning, model-evaluation, numpy
Needs: numpy, scikit-learn

How do you handle overfitting and underfitting? Most candidates say "regularise, and stop early".
Then comes: what is penalised, which rows choose the penalty, and when do you stop? Write these
three pieces.

## Build

`ridge_fit(X, y, alpha)` takes a two-dimensional array `X`, a row for each sample, and a
one-dimensional array `y`, both of floats or integers from -1000 to 1000. It returns
`(weights, intercept)`, an array with a weight for each column of `X`, and a float.

- The prediction for a row is the sum of its values times the weights, plus the intercept.
- The result minimises the sum of squared errors plus `alpha` times the sum of squared weights.
- The intercept is not penalised.
- With an `alpha` of 0 several weights may be equally good. Then the result is the one whose sum of
  squared weights is smallest.

`pick_alpha(train, validation, alphas)` takes two pairs `(X, y)` and a list of alphas in any order.
For each of them it fits a ridge on `train` alone. It returns the one whose fit has the smallest
mean squared error on `validation`. Of equal errors the largest alpha wins.

`update(loss, state)` of an `EarlyStopping(patience, min_gain)` is called after each epoch of a
training, with the validation loss, a finite float or NaN.

- An update is a gain if its loss is below `best_loss` by more than `min_gain`.
- The attributes `best_loss` and `best_state` are those of the latest gain.
- Before the first gain they are infinity and None.
- A loss of NaN is no gain, and does not hinder later ones.
- A state is an array, or a dict or list of such states, numbers and texts.
- `best_state` is a copy that does not change when the training changes the state it passed.
- `update` returns True if this update and the `patience - 1` before it were no gains, and False
  otherwise.

## Rules

- A negative `alpha`, a `patience` below 1 and a negative `min_gain` raise a `ValueError` whose
  message contains its `repr`.
- Weights and intercept are right to within 1e-6.
- The arrays and lists passed to the functions are not changed.
- Only numpy and the standard library are imported.

## Left open

Arrays of other shapes, NaN in them, types of 8 to 32 bits, columns that are nearly sums of others,
be it by rounding, an `alpha` of NaN or above a million, and alphas whose errors are nearly equal.

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

from typing import Any

import numpy as np


def ridge_fit(X: np.ndarray, y: np.ndarray, alpha: float) -> tuple[np.ndarray, float]:
    """Return weights and intercept of a linear model with penalised weights."""
    raise NotImplementedError


def pick_alpha(
    train: tuple[np.ndarray, np.ndarray],
    validation: tuple[np.ndarray, np.ndarray],
    alphas: list[float],
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
