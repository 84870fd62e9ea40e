"""Checks for Q69 · Pipelines."""

import numpy as np
import pandas as pd
import pytest
from q069_ml_pipelines import QuantileClipper, build_pipeline
from sklearn.base import BaseEstimator, clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import GridSearchCV, KFold, cross_val_predict

NAN = float("nan")


class Spy(BaseEstimator):
    """A model that notes the tables it is fitted on and asked about, and predicts zeros."""

    def __init__(self, fitted, asked):
        self.fitted, self.asked = fitted, asked

    def __sklearn_clone__(self):
        return Spy(self.fitted, self.asked)

    def fit(self, X, y=None):
        self.fitted.append(X)
        self.is_fitted_ = True
        return self

    def predict(self, X):
        self.asked.append(X)
        return np.zeros(len(X))


def spied(numeric, categorical, **parameters):
    """A pipeline around a spy, and the spy."""
    spy = Spy([], [])
    return build_pipeline(numeric, categorical, spy).set_params(**parameters), spy


def table(result):
    """The values of an array or a DataFrame as lists of floats, to six places."""
    return np.round(np.asarray(result, dtype=float), 6).tolist()


def column(values, name="a"):
    return pd.DataFrame({name: values})


def clipped(fitted_on, low, high, values):
    """A column of values, clipped by the quantiles of another."""
    clipper = QuantileClipper(low, high).fit(np.array(fitted_on)[:, None])
    return [row[0] for row in table(clipper.transform(np.array(values)[:, None]))]


@pytest.mark.hint(
    "`numpy.quantile` takes both quantiles at once, and an axis.",
    "What `fit` learns goes into attributes; `transform` uses them with `numpy.clip`.",
)
def test_clips_to_quantiles():
    """Each value outside the two quantiles of its column becomes the nearer one."""
    numbers = list(range(11))
    assert clipped(numbers, 0.2, 0.9, [-5, 0, 2, 2.5, 9, 10, 99]) == [2, 2, 2, 2.5, 9, 9, 9]
    assert clipped([1, 2, 3, 4], 0.05, 0.95, [0, 2, 9]) == [1.15, 2, 3.85]
    assert clipped(numbers, 0, 1, [-1, 0, 5, 10, 11]) == [0, 0, 5, 10, 10]
    assert clipped(numbers, 0.5, 0.5, [0, 5, 10]) == [5, 5, 5]
    assert clipped(numbers, 0, 0, [-1, 5, 11]) == [0, 0, 0]
    assert clipped(numbers, 1, 1, [-1, 5, 11]) == [10, 10, 10]
    assert clipped([1, 1, 1, 1, 9], 0.25, 0.75, [0, 1, 9]) == [1, 1, 1]
    assert clipped([4], 0.25, 0.75, [3, 4, 5]) == [4, 4, 4], "fitted on a single row"
    large = [16777217, 16777219]
    assert clipped(large, 0, 1, [1, 99999999]) == large, "more digits than float32 holds"
    small = QuantileClipper(0, 1).fit(np.array([[1e-20], [3e-20]])).transform(np.array([[1.0]]))
    assert np.asarray(small)[0, 0] == pytest.approx(3e-20, abs=0), "1 clipped to 1e-20 and 3e-20"
    frame = pd.DataFrame({"a": [0, 10, 20], "b": [3.0, 1.0, 2.0]})
    result = QuantileClipper(0.25, 0.75).fit(frame).transform(frame)
    assert table(result) == [[5, 2.5], [10, 1.5], [15, 2]], f"from {frame.to_dict('list')}"


@pytest.mark.hint("`numpy.nanquantile` passes over NaN. What does `numpy.clip` make of it?")
def test_missing_numbers_stay_missing():
    """NaN has no part in the quantiles, and is still there after `transform`."""
    fitted_on = [[0.0, NAN], [NAN, 10.0], [10.0, 20.0], [20.0, NAN]]
    clipper = QuantileClipper(0.25, 0.75).fit(np.array(fitted_on))
    result = table(clipper.transform(np.array([[NAN, 0.0], [30.0, NAN], [0.0, 99.0]])))
    assert np.nan_to_num(result, nan=-1).tolist() == [[-1, 12.5], [15, -1], [5, 17.5]], (
        f"fitted on {fitted_on}, with -1 for NaN in the result"
    )


@pytest.mark.parametrize(
    ("low", "high"),
    [(0.9, 0.1), (-0.125, 0.5), (0.5, 1.25), (5, 95), (0.5, 1.0000001), (0.5000001, 0.5)],
)
@pytest.mark.hint(
    "`set_params` and `clone` set attributes later. Where is the latest moment for a check?",
)
def test_refuses_other_quantiles(low, high):
    """`fit` raises a `ValueError` that names both, however the quantiles were set."""
    rows = np.array([[1.0], [2.0]])
    messages = []
    for clipper in (
        QuantileClipper(low, high),
        QuantileClipper(0.1, 0.9).fit(rows).set_params(low=low, high=high),
    ):
        try:
            clipper.fit(rows)
        except ValueError as error:
            messages.append(str(error))
    assert len(messages) == 2, f"ValueErrors of two clippers with {low=}, {high=}"
    unnamed = [text for text in messages if repr(low) not in text or repr(high) not in text]
    assert unnamed == [], f"these messages do not name {low!r} and {high!r}"


@pytest.mark.hint(
    "`BaseEstimator` brings all of it, if `__init__` stores its arguments and does no more.",
    "What is learned belongs in `fit`, under names that end in an underscore.",
)
def test_clones_and_parameters():
    """A clone has the same parameters and is not fitted; parameters can be set."""
    rows = np.arange(11.0)[:, None]
    clipper = QuantileClipper(low=0.1, high=0.75).fit(rows)
    copied = clone(clipper)
    assert copied.get_params() == {"low": 0.1, "high": 0.75}
    with pytest.raises(NotFittedError):
        copied.transform(rows)
    whole = clone(copied.set_params(low=0, high=1))
    assert whole.get_params() == {"low": 0, "high": 1}, "a clone after set_params(low=0, high=1)"
    clipper.set_params(low=0.25).fit(rows)
    assert table(clipper.transform(np.array([[-1], [99]]))) == [[2.5], [7.5]], "low set to 0.25"
    assert clipper.fit(rows, y=[1] * 11) is clipper


@pytest.mark.hint(
    "`OneToOneFeatureMixin` makes the names that come out of those that went in.",
)
def test_keeps_names():
    """The names of the columns of the latest `fit` are known."""
    frame = pd.DataFrame({"b": [0.0, 10.0, 20.0], "a": [1.0, 1.0, 1.0]})
    clipper = QuantileClipper(0.25, 0.75).fit(frame)
    assert list(clipper.get_feature_names_out()) == ["b", "a"]
    clipper.fit(frame.rename(columns={"b": "c"}).assign(d=2.0))
    assert list(clipper.get_feature_names_out()) == ["c", "a", "d"], "fitted again, on c, a and d"


@pytest.mark.hint(
    "A `ColumnTransformer` holds a small pipeline for the numbers and one for the categories.",
    "By default it puts the name of a part before each column; one argument turns that off.",
)
def test_prepares_both_kinds_of_columns():
    """The model is given the numbers in the order of the list, then zeros and ones."""
    frame = pd.DataFrame(
        {
            "city": ["Rome", "Oslo", "Rome", "Bonn"],
            "height": [1.5, 2.0, 1.0, 2.5],
            "note": ["x", "y", "z", "x"],
            "age": [20, 40, 60, 80],
            "size": ["S", "L", "S", "S"],
        }
    )
    pipeline, spy = spied(["age", "height"], ["size", "city"])
    names = [name for name, _ in pipeline.steps]
    assert names == ["prepare", "model"], "the steps"
    pipeline.fit(frame, [1, 2, 3, 4])
    names = pipeline[:-1].get_feature_names_out().tolist()
    assert names[:2] == ["age", "height"]
    assert [sorted(names[2:4]), sorted(names[4:])] == [
        ["size_L", "size_S"],
        ["city_Bonn", "city_Oslo", "city_Rome"],
    ]
    seen = dict(zip(names, np.asarray(spy.fitted[0], dtype=float).round(6).T.tolist(), strict=True))
    assert seen == {
        "age": [23, 40, 60, 77],
        "height": [1.5, 2.0, 1.075, 2.425],
        "size_L": [0, 1, 0, 0],
        "size_S": [1, 0, 1, 1],
        "city_Bonn": [0, 0, 0, 1],
        "city_Oslo": [0, 1, 0, 0],
        "city_Rome": [1, 0, 1, 0],
    }, "the columns that the model was fitted on"


@pytest.mark.hint(
    "Filled values are values. Are they there when the quantiles are found?",
    "`SimpleImputer` knows more than the mean.",
    "What stands outside of the function is in every pipeline that it builds.",
)
def test_fills_missing_numbers():
    """A missing number becomes the median of the clipped numbers that were fitted."""
    pipeline, spy = spied(["a"], [])
    pipeline.fit(column([0.0, NAN, 10.0, 100.0, NAN, NAN]), [0] * 6)
    assert table(spy.fitted[0]) == [[1], [10], [10], [91], [10], [10]], "the model was fitted on it"
    pipeline.predict(column([NAN, 50.0, NAN]))
    assert table(spy.asked[0]) == [[10], [50], [10]], "the model was asked about it"
    high, spy = spied(["a"], [], prepare__numeric__clip__low=0.75)
    high.fit(column([0.0, 10.0, 20.0, 30.0, 40.0, NAN]), [0] * 6)
    assert table(spy.fitted[0])[-1] == [30], "the numbers 0, 10, 20, 30, 40, clipped from 0.75 up"
    later, spy = spied(["a"], [])
    later.fit(column([0.0, 10.0, 20.0, 30.0, 40.0, NAN]), [0] * 6)
    assert table(spy.fitted[0])[-1] == [20], "in a pipeline built after another was set to 0.75"
    name = "prepare__numeric__clip__low"
    assert pipeline.get_params()[name] == 0.05, "in one that was built before"


@pytest.mark.parametrize("dtype", ["str", "object"])
@pytest.mark.hint(
    "`OneHotEncoder` raises for what it does not know, unless it is told otherwise.",
    "Fill before you encode, or NaN becomes a category of its own.",
)
def test_missing_and_unseen_categories(dtype):
    """A missing category becomes the most frequent one, an unseen one has zeros everywhere."""
    pipeline, spy = spied([], ["city"])
    pipeline.fit(column(["Rome", "Oslo", NAN, "Rome"], "city").astype(dtype), [0] * 4)
    names = pipeline[:-1].get_feature_names_out().tolist()
    assert sorted(names) == ["city_Oslo", "city_Rome"]
    rome = names.index("city_Rome")
    assert [row[rome] for row in table(spy.fitted[0])] == [1, 0, 1, 1], "the column of Rome"
    pipeline.predict(column(["Oslo", "Bonn", NAN], "city").astype(dtype))
    seen = [[row[rome], row[1 - rome]] for row in table(spy.asked[0])]
    assert seen == [[0, 1], [0, 0], [1, 0]], "Rome and Oslo, of the rows Oslo, Bonn and NaN"
    pipeline, spy = spied([], ["city"])
    pipeline.fit(column(["nan", "", "Rome", "Rome", NAN], "city").astype(dtype), [0] * 5)
    names = pipeline[:-1].get_feature_names_out().tolist()
    assert sorted(names) == ["city_", "city_Rome", "city_nan"], "'nan' and '' are texts like others"
    towns = column([f"town {number}" for number in range(40)] + [NAN] * 2, "city").astype(dtype)
    pipeline, spy = spied([], ["city"])
    pipeline.fit(towns, [0] * 42)
    assert np.shape(spy.fitted[0]) == (42, 40), "rows and columns, of 40 categories"
    assert np.sum(table(spy.fitted[0]), axis=1).tolist() == [1] * 42, "the ones of each row"


@pytest.mark.hint("Give the columns to the `ColumnTransformer` by name, not by number.")
def test_finds_columns_by_name():
    """The columns may come in another order than in training, with further ones among them."""
    train = pd.DataFrame({"a": [0, 5, 10], "b": [7, 8, 9], "city": ["x", "y", "x"]})
    pipeline, spy = spied(["b", "a"], ["city"])
    pipeline.fit(train, [0, 0, 0])
    pipeline.predict(train)
    pipeline.predict(train[["city", "b", "a"]])
    pipeline.predict(train.assign(c=1)[["c", "a", "city", "b"]])
    assert [row[:2] for row in table(spy.asked[0])] == [[7.1, 0.5], [8, 5], [8.9, 9.5]], "b and a"
    assert table(spy.asked[1]) == table(spy.asked[0]), "asked with the columns city, b, a"
    assert table(spy.asked[2]) == table(spy.asked[0]), "asked with the columns c, a, city, b"
    pipeline.fit(train.assign(note="x"), [0, 0, 0])
    pipeline.predict(train)
    assert table(spy.asked[3]) == table(spy.asked[0]), "fitted with `note`, and asked without it"


@pytest.mark.hint("The names of the steps make the names of the parameters.")
def test_quantiles_can_be_searched():
    """A grid search finds the best quantiles by the names of the parameters."""
    a = np.arange(60.0)
    frame = column(a).assign(city="x")
    target = np.clip(a, np.quantile(a, 0.25), np.quantile(a, 0.75))
    pipeline = build_pipeline(["a"], ["city"], LinearRegression())
    grid = [
        {"prepare__numeric__clip__low": [low], "prepare__numeric__clip__high": [high]}
        for low, high in [(0.0, 0.75), (0.25, 1.0), (0.25, 0.75)]
    ]
    whole = [(np.arange(60), np.arange(60))]
    search = GridSearchCV(pipeline, grid, cv=whole, refit=False).fit(frame, target)
    assert search.best_params_ == {
        "prepare__numeric__clip__low": 0.25,
        "prepare__numeric__clip__high": 0.75,
    }
    assert round(search.best_score_, 6) == 1, "R² with the right quantiles"


@pytest.mark.hint(
    "Look for what is computed in `transform`: of the rows it is given, it may learn nothing.",
)
def test_learns_nothing_from_validation_rows():
    """In a cross-validation nothing of a fold's validation rows is in what was learned."""
    a = np.array([0.0, 10, 20, 30, 40, 50, 1000, NAN, -1000])
    frame = column(a).assign(city=[*"xyxyxy", "z", "z", "z"])
    pipeline, spy = spied(["a"], ["city"])
    cross_val_predict(pipeline, frame, [0] * 9, cv=KFold(3))
    sizes = [np.shape(seen) for seen in spy.fitted]
    assert sizes == [(6, 4), (6, 4), (6, 3)], "rows and columns fitted on, in three folds"
    assert [row[0] for row in table(spy.asked[2])] == [47.5, 25, 2.5], (
        "fitted on 0, 10, 20, 30, 40, 50, asked about 1000, NaN, -1000"
    )
    assert [sum(row[1:]) for row in table(spy.asked[2])] == [0, 0, 0], "z was not fitted on"
    pipeline.fit(frame[:6], [0] * 6)
    pipeline.predict(column([NAN, 1000.0, 1000.0] * 20).assign(city=["z"] * 60))
    asked = table(spy.asked[-1])
    assert {tuple(row) for row in asked} == {(25, 0, 0), (47.5, 0, 0)}, (
        "fitted on 0 to 50 in cities x and y, asked about NaN, 1000 and 1000 in z, 20 times"
    )
    many = clipped([0, 100], 0.05, 0.95, range(-500, 600))
    assert (min(many), max(many)) == (5, 95), (
        "the ends of what transform makes of -500 to 599, fitted on 0 and 100, by 0.05 and 0.95"
    )


@pytest.mark.hint("What does a second `fit` find in the object? Each must start afresh.")
def test_each_fit_starts_afresh():
    """After a second `fit` nothing is left of the first, and single rows are treated alike."""
    clipper = QuantileClipper(0, 1).fit(np.array([[0.0], [100.0]]))
    rows = np.array([[40.0], [50.0]])
    clipper.fit(rows)
    clipper.set_params(low=0.5)
    QuantileClipper(0, 1).fit(np.array([[7.0], [8.0]]))
    rows[:] = 77
    assert table(clipper.transform(np.array([[0.0], [45.0], [100.0]]))) == [[40], [45], [50]], (
        "fitted on 0 and 100, then on 40 and 50; afterwards the array was changed, `low` was set, "
        "and another clipper was fitted"
    )
    one_by_one = [table(clipper.transform(np.array([[value]])))[0] for value in (0.0, 45.0, 100.0)]
    assert one_by_one == [[40], [45], [50]], "0, 45 and 100, transformed one by one"
    pipeline, spy = spied(["a"], ["city"])
    pipeline.fit(column([0.0, 100.0]).assign(city=["x", "y"]), [0, 0])
    pipeline.fit(column([5.0, 5.0, NAN]).assign(city=["z", "z", NAN]), [0, 0, 0])
    assert table(spy.fitted[1]) == [[5, 1], [5, 1], [5, 1]], "fitted again, on three times 5 and z"


@pytest.mark.hint("Every part has to give what can stand in a DataFrame, so nothing sparse.")
def test_pandas_output():
    """With pandas output the model is fitted on DataFrames and asked about them."""
    frame = column([0.0, 5.0, 10.0]).assign(city=["x", "y", NAN]).set_axis([2, 0, 1])
    pipeline, spy = spied(["a"], ["city"])
    pipeline.set_output(transform="pandas").fit(frame, [0, 0, 0])
    pipeline.predict(frame)
    for seen in (spy.fitted[0], spy.asked[0]):
        assert isinstance(seen, pd.DataFrame), f"the model saw a {type(seen).__name__}"
        assert sorted(seen.columns) == ["a", "city_x", "city_y"]
        assert seen["a"].tolist() == [0.5, 5.0, 9.5]
        assert seen["city_y"].tolist() == [0, 1, 0], f"the rows are labelled {list(frame.index)}"


@pytest.mark.hint("`numpy.clip` makes a new array, unless it is told where to put the result.")
def test_leaves_its_data_alone():
    """Neither fitting nor transforming changes the arrays and DataFrames passed in."""
    array, frame = np.array([[0.0], [5.0], [10.0]]), column([0.0, 5.0, NAN]).assign(city="x")
    before = frame.copy(deep=True)
    QuantileClipper(0.25, 0.75).fit(array).transform(array)
    numbers = frame[["a"]]
    QuantileClipper(0.25, 0.75).fit(numbers).transform(numbers)
    assert numbers["a"].tolist()[:2] == [0, 5], "the column of a DataFrame"
    pipeline, _ = spied(["a"], ["city"])
    pipeline.fit(frame, [0, 0, 0]).predict(frame)
    assert array.tolist() == [[0], [5], [10]]
    assert frame.fillna(-1).to_dict("list") == before.fillna(-1).to_dict("list")
