r"""Q64 · Categorical data: the answer and one way to build it.

## Answer

First I ask whether the values have an order. Nominal values get one-hot columns: `OneHotEncoder`
with `handle_unknown="ignore"`, and not `pd.get_dummies`, which gives other columns for other data.
Ordinal values get integers by `OrdinalEncoder`, with the order written out, because the default is
alphabetical. `LabelEncoder` is for the target only.

With thousands of values I use target encoding: the mean target of the category, smoothed towards
the overall mean, and computed out of fold, so that no row sees its own target. scikit-learn has
`TargetEncoder` since 1.3, whose `fit_transform` does that cross-fitting. Hashing or learned
embeddings are other ways.

Many boosted trees take categories as they are: LightGBM, CatBoost, and
`HistGradientBoostingClassifier` with `categorical_features="from_dtype"`.

Encoders are fitted on the training data alone, best inside a pipeline, and I decide what happens
with unseen and missing values. In pandas, the dtype `category` saves memory where values repeat.

## Follow-ups

- **Why does plain target encoding overfit?** A category with one row gets that row's target as its
  feature. The model trusts it in training, and finds nothing like it in new data.
- **Should one drop the first one-hot column?** Only for linear models without regularisation, where
  the columns add up to the constant. Then an unseen value looks like the dropped one.
- **What if a category is missing?** Make it a value of its own if the gap itself says something;
  else zeros or the most frequent value.

## Notes

`isin` gives plain booleans for every dtype, where `==` on a `string` column gives `<NA>`. The
ordinal column goes through `str`, because `map` on a `category` column gives a category again.
`pd.Categorical(column, categories=order).codes` is shorter and faster, but has -1 both for missing
and for unknown values. Target encoding works on arrays, so no index can line up rows that belong
together by position.
"""

from typing import Self

import numpy as np
import pandas as pd


class Encoder:
    """Turns columns of text into numbers: columns of 0 and 1, and codes in order."""

    def __init__(self, nominal: list[str], ordinal: dict[str, list[str]]) -> None:
        """Take the columns without an order, and those with one and their values."""
        self.nominal = nominal
        self.ordinal = ordinal

    def fit(self, frame: pd.DataFrame) -> Self:
        """Learn the values of the nominal columns."""
        self.values_ = {name: sorted(frame[name].dropna().unique()) for name in self.nominal}
        return self

    def transform(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the columns of numbers."""
        columns = {}
        for name, values in self.values_.items():
            for value in values:
                columns[f"{name}={value}"] = frame[name].isin([value]).astype(int).array
        for name, order in self.ordinal.items():
            column = frame[name].astype("str")
            unknown = column[column.notna() & ~column.isin(order)]
            if len(unknown):
                raise ValueError(f"{unknown.iloc[0]!r} is not a value of {name!r}: {order}")
            codes = {value: code for code, value in enumerate(order)}
            columns[name] = column.map(codes).astype("Int64").array
        return pd.DataFrame(columns, index=frame.index)


def target_encode(
    categories: pd.Series, target: pd.Series, folds: int, smoothing: float
) -> pd.Series:
    """Return a code for each row, made of the targets in the other folds."""
    names = categories.astype("str").to_numpy()
    numbers = target.to_numpy(dtype=float)
    fold = np.arange(len(names)) % folds
    codes = np.empty(len(names))
    for each in range(folds):
        mine = fold == each
        mean = numbers[~mine].mean()
        groups = pd.Series(numbers[~mine]).groupby(names[~mine])
        table = (groups.sum() + smoothing * mean) / (groups.count() + smoothing)
        codes[mine] = pd.Series(names[mine]).map(table).fillna(mean)
    return pd.Series(codes, index=categories.index)
