r"""Q69 · Pipelines: what is prepared in training is prepared the same way for ever.

Topics: machine-learning, scikit-learn, pipelines, feature-engineering
Needs: numpy, pandas, scikit-learn

What are pipelines in machine learning, and what do they protect you from? A pipeline learns its
preparation from the training rows alone, in every fold of a cross-validation too. Write one, with a
step that scikit-learn lacks.

## Build

`QuantileClipper(low, high)` is a scikit-learn transformer that limits each column to a range.

- `fit(X, y=None)` takes a DataFrame or a two-dimensional array of numbers. It learns the quantiles
  `low` and `high` of each column, as `numpy.quantile` finds them, and returns the transformer.
- `transform(X)` returns `X` with values below the low quantile of their column replaced by it, and
  values above the high quantile replaced by that one.
- NaN is passed over by `fit`, and stays NaN in `transform`.
- Unless `0 <= low <= high <= 1`, `fit` raises a `ValueError` that contains both `repr`s.
- `clone` gives a clipper with the same `low` and `high`, and `set_params` sets them.
- `transform` before `fit` raises scikit-learn's `NotFittedError`.
- After a `fit` on a DataFrame, `get_feature_names_out()` returns the names of its columns.

`build_pipeline(numeric, categorical, model)` takes two lists of column names and a scikit-learn
model. It returns a `Pipeline` to be fitted on DataFrames, with the steps `prepare` and `model`.

- Numbers pass through `QuantileClipper(0.05, 0.95)`. After that, a missing one is replaced by the
  median of its column.
- Categories are texts. A missing one is NaN, and is replaced by the most frequent one of its
  column. After that, each category gets a column of zeros and ones.
- A category that was not there in training has zeros in all columns.
- The model is given the numeric columns, in the order of `numeric`, and then those of the
  categories, in the order of `categorical`, all named as in `age` and `city_Rome`.
- Columns that are in neither list are left out.
- `prepare__numeric__clip__low` and `prepare__numeric__clip__high` are parameters of the pipeline,
  and set the quantiles.

## Rules

- Quantiles, medians and categories come from the rows of the latest `fit` alone, and the checks
  look for leaks from other rows.
- A DataFrame given to the pipeline may have its columns in another order than in training.
- After `set_output(transform="pandas")`, called on the pipeline before `fit`, the model is given
  DataFrames.
- The data passed in are not changed.

## Left open

What type `transform` returns without `set_output`, columns that are missing throughout, infinite
numbers, a quantile of NaN, equally frequent categories, the order of the categories of one column,
and names that are no texts or occur twice.

## Example

    >>> clipper = QuantileClipper(0.25, 0.75).fit(np.array([[1], [2], [3], [4], [5]]))
    >>> np.asarray(clipper.transform(np.array([[0], [3], [100]]))).ravel().tolist()
    [2.0, 3.0, 4.0]
    >>> from sklearn.linear_model import LinearRegression
    >>> people = pd.DataFrame({"age": [20, 40, None], "city": ["Rome", "Oslo", "Rome"]})
    >>> pipeline = build_pipeline(["age"], ["city"], LinearRegression())
    >>> _ = pipeline.fit(people, [1.0, 2.0, 3.0])
    >>> sorted(pipeline[:-1].get_feature_names_out().tolist())
    ['age', 'city_Oslo', 'city_Rome']
"""

from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline


class QuantileClipper:
    """A transformer that limits each column to the range between two of its quantiles."""

    def __init__(self, low: float, high: float) -> None:
        """Take the two quantiles as shares from 0 to 1."""
        raise NotImplementedError

    def fit(self, X: pd.DataFrame | np.ndarray, y: Any = None) -> Self:
        """Learn the range of each column."""
        raise NotImplementedError

    def transform(self, X: pd.DataFrame | np.ndarray) -> Any:
        """Return `X` with each value limited to the range of its column."""
        raise NotImplementedError


def build_pipeline(numeric: list[str], categorical: list[str], model: Any) -> Pipeline:
    """Return a pipeline that prepares numbers and categories for the model."""
    raise NotImplementedError
