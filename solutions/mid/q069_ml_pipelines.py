r"""Q69 · Pipelines: the answer and one way to build it.

## Answer

A pipeline chains transformers and a final model into one estimator. `fit` fits each step on the
output of the one before; `predict` only transforms and then predicts. So the preparation is learned
from training rows alone, and a cross-validation fits it anew in every fold: that is what prevents
leakage. Scaling the whole table before the split is the classic mistake.

`ColumnTransformer` sends columns through different steps: impute and scale numbers, one-hot encode
categories with `handle_unknown="ignore"`. A grid search tunes all steps at once, by names such as
`model__alpha`, and one saved object holds preparation and model together, so that serving can't
drift from training.

A step of your own derives from `BaseEstimator` and `TransformerMixin`: `__init__` only stores its
parameters, `fit` learns attributes that end in an underscore, `transform` changes nothing.

Since 1.2 `set_output(transform="pandas")` keeps column names, and since 1.3 metadata routing, with
`set_config(enable_metadata_routing=True)`, passes things like sample weights to the steps that ask
for them.

## Follow-ups

- **Where do you resample or drop rows?** Not in a scikit-learn pipeline: its transformers must keep
  the rows. imbalanced-learn has a pipeline whose samplers run in `fit` only.
- **How do you change the target too?** With `TransformedTargetRegressor`, which predicts on the
  transformed target and turns the predictions back.
- **What does `memory=` do?** It caches fitted transformers, so that a grid search over the model
  does not repeat an expensive preparation.

## Notes

`validate_data` turns a DataFrame into an array, remembers the column names and compares them in
`transform`; `OneToOneFeatureMixin` makes the names that come out of them. Clipping goes before
filling, so that the filled medians don't narrow the quantiles. A `FunctionTransformer` would be
shorter but learns nothing: it would clip each batch by its own quantiles. The encoder is dense,
because pandas output can't hold a sparse matrix; with many categories one would keep it sparse.
"""

from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder
from sklearn.utils.validation import check_is_fitted, validate_data


class QuantileClipper(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """A transformer that limits each column to the range between two of its quantiles."""

    def __init__(self, low: float, high: float) -> None:
        """Take the two quantiles as shares from 0 to 1."""
        self.low = low
        self.high = high

    def fit(self, X: pd.DataFrame | np.ndarray, y: Any = None) -> Self:
        """Learn the range of each column."""
        if not 0 <= self.low <= self.high <= 1:
            raise ValueError(f"expected 0 <= low <= high <= 1, got {self.low!r}, {self.high!r}")
        X = validate_data(self, X, dtype=float, ensure_all_finite="allow-nan")
        self.lower_, self.upper_ = np.nanquantile(X, [self.low, self.high], axis=0)
        return self

    def transform(self, X: pd.DataFrame | np.ndarray) -> Any:
        """Return `X` with each value limited to the range of its column."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype=float, ensure_all_finite="allow-nan")
        return np.clip(X, self.lower_, self.upper_)


def build_pipeline(numeric: list[str], categorical: list[str], model: Any) -> Pipeline:
    """Return a pipeline that prepares numbers and categories for the model."""
    numbers = Pipeline(
        [("clip", QuantileClipper(0.05, 0.95)), ("fill", SimpleImputer(strategy="median"))]
    )
    categories = Pipeline(
        [
            ("fill", SimpleImputer(strategy="most_frequent")),
            ("encode", OneHotEncoder(handle_unknown="ignore", sparse_output=False)),
        ]
    )
    prepare = ColumnTransformer(
        [("numeric", numbers, numeric), ("categorical", categories, categorical)],
        verbose_feature_names_out=False,
    )
    return Pipeline([("prepare", prepare), ("model", model)])
