r"""Q66 · scikit-learn: the answer and one way to build it.

## Answer

scikit-learn is the standard library for machine learning on tables that fit into memory: linear
models, trees and boosting, SVMs, clustering, PCA, with preprocessing, feature selection, metrics
and cross-validation around them. It works on numpy arrays, DataFrames and sparse matrices, on the
CPUs of one machine. As of 1.9 some estimators, such as `Ridge`, `PCA` and `LogisticRegression`,
take PyTorch or CuPy arrays on a GPU too, with `array_api_dispatch`. Deep learning is left to
PyTorch, and gradient boosting is often XGBoost or LightGBM.

Its strength is one interface. `fit` learns, `predict` or `transform` uses what was learned, `score`
judges, and `predict_proba` gives probabilities. Since all estimators share it, models are swapped
in one line, and pipelines, grid searches and cross-validation work with any of them, also with my
own.

For that an estimator keeps conventions: `__init__` only stores parameters, so that `clone` can copy
it; `fit` validates, sets attributes that end in an underscore, and returns `self`; classes are
sorted in `classes_`. `check_estimator` tests them. Since 1.6 tags come from
`__sklearn_tags__`, so mixins stand left of `BaseEstimator`.

## Follow-ups

- **Why must `__init__` not validate?** `clone` and `set_params` set parameters without it, and a
  grid search does so a thousand times; a check in `fit` sees the values that count.
- **What does `ClassifierMixin` bring?** `score` by accuracy, and the tags by which `is_classifier`
  knows it: folds are stratified then, and scorers know which method to ask.
- **How would you pass sample weights through a pipeline?** By metadata routing: each step asks for
  what it needs with `set_fit_request(sample_weight=True)`.
- **How sure are these probabilities?** No more than the model is right; `CalibratedClassifierCV`
  fits them to held-out rows.

## Notes

`validate_data` turns `X` and `y` into arrays, refuses NaN, counts the features and notes the names
of columns; with `reset=False` it compares them. `LabelEncoder` inside would do the same as
`np.unique` with `return_inverse`. Distances are sums of squared differences, which need an array of
samples by classes by features; `euclidean_distances` is lean, but subtracts large squares and loses
digits far from the origin. The least exponent is taken off before `exp`, which changes no
probability and cannot overflow. `predict` asks the distances, since probabilities may round to
equal ones. `NearestCentroid` is scikit-learn's own, with another kind of shrinking.
"""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data


class CentroidClassifier(ClassifierMixin, BaseEstimator):
    """Tells classes apart by the distance to the centre of each."""

    def __init__(self, shrink: float = 0.0, temperature: float = 1.0) -> None:
        """Take the share by which centres move together, and how soft probabilities are."""
        self.shrink = shrink
        self.temperature = temperature

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """Learn the centre of each class."""
        if not 0 <= self.shrink <= 1:
            raise ValueError(f"shrink must lie between 0 and 1, not {self.shrink!r}")
        if not self.temperature > 0:
            raise ValueError(f"temperature must be greater than 0, not {self.temperature!r}")
        X, y = validate_data(self, X, y, dtype=float)
        check_classification_targets(y)
        self.classes_, places = np.unique(y, return_inverse=True)
        means = np.array([X[places == place].mean(axis=0) for place in range(len(self.classes_))])
        self.centres_ = (1 - self.shrink) * means + self.shrink * X.mean(axis=0)
        return self

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return the class with the nearest centre, for each row."""
        nearest = self._distances(X).argmin(axis=1)
        return self.classes_[nearest]

    def predict_proba(self, X: ArrayLike) -> np.ndarray:
        """Return the probability of each class, for each row."""
        exponents = -self._distances(X) / self.temperature
        weights = np.exp(exponents - exponents.max(axis=1, keepdims=True))
        return weights / weights.sum(axis=1, keepdims=True)

    def _distances(self, X: ArrayLike) -> np.ndarray:
        """Return the squared distance of each row to each centre."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype=float)
        return ((X[:, np.newaxis] - self.centres_) ** 2).sum(axis=2)
