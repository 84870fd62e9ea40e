r"""Q71 · Overfitting: the answer and one way to build it.

## Answer

A model overfits when it learns the noise of its training rows: training error low, validation
error much higher. It underfits when both are high. I tell them apart with learning curves, which
show both errors as the data grow, and with validation curves over one setting.

Against overfitting: more data or augmentation, fewer or better features, a simpler model, an L2 or
L1 penalty, dropout and weight decay in networks, bagging, early stopping. Against underfitting: a
richer model, better features, a weaker penalty, longer training. The setting is chosen by
validation rows or cross-validation; the test set is used once, at the end.

In scikit-learn `RidgeCV` and `LassoCV` pick the penalty, `HistGradientBoosting` stops early by
itself on larger data, and `LearningCurveDisplay` draws the curves.

Two caveats: a gap may come from leakage or a shift of the data, not from overfitting; and very
large networks can fit all training rows and still generalise, which is called double descent.

## Follow-ups

- **Why is the intercept not penalised?** Because then a change of the target's origin, say from
  Celsius to Kelvin, would change the weights.
- **Why scale the columns before ridge?** The penalty looks at the size of weights, and that depends
  on the unit: metres need a thousand times the weight of millimetres.
- **When L1, when L2?** L1 sets weights to 0 and so selects columns; L2 spreads weight over
  correlated columns and is steadier. Elastic net mixes both.
- **What is the danger of trying a thousand alphas on one validation set?** The best one is partly
  luck, so its score is too good. Confirm it on data that took no part in the choice.

## Notes

Centring `X` and `y` takes the intercept out of the problem, so that only the weights are penalised.
The penalty becomes extra rows, the square root of alpha times the identity, and `lstsq` solves the
whole: it works for alpha 0 too, where it returns the shortest of all solutions. The normal
equations with `np.linalg.solve` are faster for many rows, but fail on collinear columns with alpha
0, and square the condition number.
"""

import copy
import math
from typing import Any

import numpy as np


def ridge_fit(X: np.ndarray, y: np.ndarray, alpha: float) -> tuple[np.ndarray, float]:
    """Return weights and intercept of a linear model with penalised weights."""
    if alpha < 0:
        raise ValueError(f"alpha must be at least 0, got {alpha!r}")
    X_mean, y_mean = X.mean(axis=0), y.mean()
    columns = X.shape[1]
    rows = np.vstack([X - X_mean, math.sqrt(alpha) * np.eye(columns)])
    targets = np.concatenate([y - y_mean, np.zeros(columns)])
    weights = np.linalg.lstsq(rows, targets, rcond=1e-12)[0]  # so that rounding adds no rank
    return weights, float(y_mean - X_mean @ weights)


def pick_alpha(
    train: tuple[np.ndarray, np.ndarray],
    validation: tuple[np.ndarray, np.ndarray],
    alphas: list[float],
) -> float:
    """Return the alpha whose fit on `train` does best on `validation`."""

    def error(alpha):
        weights, intercept = ridge_fit(*train, alpha)
        X, y = validation
        return np.square(X @ weights + intercept - y).mean()

    return min(sorted(alphas, reverse=True), key=error)


class EarlyStopping:
    """Says when to stop a training, and keeps the best state that it saw."""

    def __init__(self, patience: int, min_gain: float) -> None:
        """Wait for `patience` updates in a row without a gain."""
        if patience < 1:
            raise ValueError(f"patience must be at least 1, got {patience!r}")
        if min_gain < 0:
            raise ValueError(f"min_gain must not be negative, got {min_gain!r}")
        self.best_loss, self.best_state = math.inf, None
        self._patience, self._min_gain, self._waited = patience, min_gain, 0

    def update(self, loss: float, state: Any) -> bool:
        """Note the loss and the state of an epoch, and return whether to stop."""
        if loss < self.best_loss - self._min_gain:
            self.best_loss, self.best_state = loss, copy.deepcopy(state)
            self._waited = 0
        else:
            self._waited += 1
        return self._waited >= self._patience
