"""Checks for Q73 · Feature selection."""

import re
import warnings

import numpy as np
import pandas as pd
import pytest
from q073_feature_selection import KBest, drop_correlated, eliminate
from sklearn.base import BaseEstimator, clone
from sklearn.datasets import load_diabetes
from sklearn.feature_selection import RFE
from sklearn.linear_model import Lasso, LinearRegression, RidgeClassifier
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import Pipeline

CHAIN = pd.DataFrame({"a": [5, 5, -5, -5], "b": [7, 3, -3, -7], "c": [9, 1, -1, -9]})
"""Correlations: a with b 0.93, b with c 0.96, a with c 0.78."""

TARGET = [1, 2, 3, 4, 5, 6]
COLUMNS = pd.DataFrame(
    {
        "none": [1, -1, 0, 0, -1, 1],
        "fair": [1, 3, 2, 4, 6, 5],
        "down": [60, 50, 40, 30, 20, 11],
        "flat": [0.1] * 6,
        "poor": [1, 5, 2, 6, 3, 4],
        "up": [2, 4, 6, 8, 10, 13],
    }
)
"""Correlations with the target: 0, 0.89, -0.9998, none, 0.37, 0.99."""


class Spy(BaseEstimator):
    """A model that notes what it is fitted on, with a coefficient for the columns still there.

    It knows a column by the number in its first row.
    """

    seen: list = []
    weights = {
        5: {1: 3.0, 2: -1.0, 3: 2.0, 4: -4.0, 5: 6.0},
        4: {1: 5e-7, 3: -7.0, 4: -2e-7, 5: 3.0},
        3: {1: -9.0, 3: 8.0, 5: 0.125},
        2: {1: -9.0, 3: 8.0},
    }

    def __init__(self, flat=True):
        self.flat = flat

    def fit(self, X, y):
        columns = [int(number) for number in np.asarray(X)[0]]
        Spy.seen.append((columns, np.asarray(y).tolist(), hasattr(self, "coef_")))
        weights = self.weights.get(len(columns), {})
        coef = np.array([weights.get(column, 0.0) for column in columns])
        self.coef_ = coef if self.flat else coef[np.newaxis]
        return self


@pytest.fixture
def fits(monkeypatch):
    """The columns, targets and "was fitted before" of every `fit` of a `Spy`."""
    monkeypatch.setattr(Spy, "seen", [])
    return Spy.seen


def warnings_of(function, *arguments):
    """The warnings that a call gives."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function(*arguments)
    return [str(warning.message) for warning in caught]


def chosen(k, frame, target):
    """The names of the columns that `KBest(k)` keeps."""
    return list(KBest(k).fit(frame, target).transform(frame))


@pytest.mark.hint(
    "Go through the columns, and keep a list of those that stay.",
    "0 is a threshold like any other.",
    "`np.corrcoef(x, y)[0, 1]` is the correlation of two columns; its sign does not matter.",
)
def test_drops_what_is_like_a_column_before():
    """Of two columns that are much alike, or opposite, the one further left stays."""
    frame = pd.DataFrame(
        {"x": [1, 2, 3, 4], "y": [2, 1, 4, 3], "twice": [2, 4, 6, 8], "minus": [-1, -2, -3, -4.1]}
    )
    result = drop_correlated(frame, 0.9)
    said = f"of drop_correlated(frame, 0.9), frame {frame.to_dict('list')}"
    assert result.to_dict("list") == {"x": [1, 2, 3, 4], "y": [2, 1, 4, 3]}, f"the columns {said}"
    assert [dtype.kind for dtype in result.dtypes] == ["i", "i"], "x and y hold integers"
    numbered = frame.set_axis([3, 0, 2, 1], axis=1)
    assert list(drop_correlated(numbered, 0.9)) == [3, 0], "the columns are named 3, 0, 2, 1"
    assert list(drop_correlated(frame, 0.5)) == ["x"], "the correlation of x and y is 0.6"
    assert list(drop_correlated(frame[["minus", "y", "twice", "x"]], 0.9)) == ["minus", "y"]
    assert list(drop_correlated(frame[["y", "x"]], 0.7)) == ["y", "x"], "the correlation is 0.6"
    assert list(drop_correlated(frame[["y", "x"]], 0)) == ["y"], "the correlation is 0.6"
    close = frame[["x", "y"]].assign(y=[2.1, 1.2, 4.3, 3.7])
    exact = np.corrcoef(close["x"], close["y"])[0, 1]
    assert list(drop_correlated(close, exact - 1e-9)) == ["x"], "1e-9 less than the correlation"
    assert list(drop_correlated(close, exact + 1e-9)) == ["x", "y"], "1e-9 more"
    bytes_ = pd.DataFrame({"x": [-100, 100, 0, 50], "y": [-99, 99, 1, 49]}, dtype="int8")
    assert list(drop_correlated(bytes_, 0.9)) == ["x"], "integers of 8 bits, alike"
    far = pd.DataFrame({"x": [1, 2, 3, 4], "a": [3, 1, 2, 5], "b": [2, 4, 6, 9]})
    far[["a", "b"]] += 10**9
    assert list(drop_correlated(far, 0.9)) == ["x", "a"], "far from 0; 0.53 for a, 0.99 for b"
    curve = pd.DataFrame({"x": [1, 2, 3, 4, 5], "power": [1, 10, 100, 1000, 10000]})
    assert list(drop_correlated(curve, 0.9)) == ["x", "power"], "Pearson's correlation is 0.76"


@pytest.mark.hint("A column that was dropped takes no other one with it.")
def test_compares_with_kept_columns_only():
    """A column that is like a dropped one, and like no kept one, stays."""
    said = "correlations: a with b 0.93, b with c 0.96, a with c 0.78"
    assert list(drop_correlated(CHAIN, 0.9)) == ["a", "c"], said
    assert list(drop_correlated(CHAIN[["c", "b", "a"]], 0.9)) == ["c", "a"], said
    assert list(drop_correlated(CHAIN[["b", "a", "c"]], 0.9)) == ["b"], said
    assert list(drop_correlated(CHAIN, 0.7)) == ["a"], said


@pytest.mark.parametrize("value", [0.1, 7, 0.0, 1e6 + 0.1])
@pytest.mark.hint(
    "Correlation divides by the deviation. What is that of equal values, and is it exactly 0?",
    "A column is constant when its least and its greatest value are equal.",
)
def test_drops_columns_of_equal_values(value):
    """A column of equal values is dropped, takes no other with it, and gives no warning."""
    frame = pd.DataFrame({"flat": [value] * 3, "x": [1, 2, 4], "also": [value] * 3})
    assert list(drop_correlated(frame, 0.5)) == ["x"], f"flat and also hold {value!r}"
    assert list(drop_correlated(frame[["x", "flat"]], 1.0)) == ["x"], f"flat holds {value!r}"
    none = drop_correlated(frame[["flat"]].set_axis(["u", "v", "w"]), 0.5)
    assert list(none) == [], f"flat holds {value!r}"
    assert none.index.tolist() == ["u", "v", "w"], "the index where no column is kept"
    single = drop_correlated(frame.head(1), 0.5)
    assert list(single) == [], "in a single row the values of every column are equal"
    small = pd.DataFrame({"small": [1e-12, 3e-12, 2e-12], "x": [1, 2, 4]})
    assert list(drop_correlated(small, 0.9)) == ["small", "x"], "the correlation is 0.33"
    frame = frame[["x", "flat", "also"]]
    assert warnings_of(drop_correlated, frame, 0.5) == [], f"warnings; {frame.to_dict('list')}"
    for some in (frame, frame[["flat", "also"]]):
        told = warnings_of(KBest(1).fit, some, [2, 1, 3])
        assert told == [], f"warnings; {some.to_dict('list')}"


@pytest.mark.parametrize(
    ("k", "names"),
    [
        (1, ["down"]),
        (2, ["down", "up"]),
        (3, ["fair", "down", "up"]),
        (4, ["fair", "down", "poor", "up"]),
        (6, ["none", "fair", "down", "flat", "poor", "up"]),
    ],
)
@pytest.mark.hint(
    "A correlation of -0.9 is stronger than one of 0.4.",
    "Choose by strength, and then put the chosen ones back into the order of the columns.",
)
def test_keeps_the_k_best(k, names):
    """The columns with the strongest correlations stay, in the order in which they stood."""
    kbest = KBest(k)
    assert kbest.fit(COLUMNS, TARGET) is kbest
    result = kbest.transform(COLUMNS)
    assert isinstance(result, pd.DataFrame)
    assert result.to_dict("list") == COLUMNS[names].to_dict("list")
    assert result.dtypes.to_dict() == COLUMNS[names].dtypes.to_dict()
    for others in ([5, 4, 3, 2, 1, 0], ["score", "label", "target", "index", "_y", "y"]):
        renamed = dict(zip(COLUMNS, others, strict=True))
        expected = [renamed[name] for name in names]
        found = chosen(k, COLUMNS.rename(columns=renamed), TARGET)
        assert found == expected, f"the columns are named {others}"
    assert list(KBest(k).fit_transform(COLUMNS, TARGET)) == names


@pytest.mark.hint(
    "A column that is no good for ranks may be good by Pearson's correlation, and the other way.",
    "`kind='stable'` keeps equal ones in their order. Reversing the result turns it round.",
)
def test_scores_and_ties():
    """Pearson's correlation counts, equal values count 0, and of equal ones the left is better."""
    curve = pd.DataFrame({"ranks": [1, 2, 3, 4, 5, 900], "swap": [1, 3, 2, 4, 6, 5]})
    assert chosen(1, curve, TARGET) == ["swap"], "0.66 for ranks, 0.89 for swap"
    frame = pd.DataFrame({"r": [2, 1, 3, 0, 4], "a": [1, 2, 3, 4, 5], "b": [5, 4, 3, 2, 1]})
    frame = frame.assign(c=[1, 2, 3, 4, 5])
    assert chosen(1, frame, [10, 20, 30, 40, 50]) == ["a"], "1 for a, -1 for b, 1 for c"
    assert chosen(2, frame, [10, 20, 30, 40, 50]) == ["a", "b"], "1 for a, -1 for b, 1 for c"
    near = pd.DataFrame({"a": [1, 2, 3, 4.001], "b": [1, 2, 3, 4.0]})
    assert chosen(1, near, [1, 2, 3, 4]) == ["b"], "1 for b, a little less for a"
    far = pd.DataFrame({"a": [3, 1, 2, 5], "b": [10**9 + 1, 10**9 + 2, 10**9 + 3, 10**9 + 4]})
    assert chosen(1, far, [1, 2, 3, 4]) == ["b"], "1 for b, far from 0, and 0.53 for a"
    bytes_ = pd.DataFrame({"a": [1, 3, 2, 4], "b": [-100, -30, 40, 110]}, dtype="int8")
    assert chosen(1, bytes_, [1, 2, 3, 4]) == ["b"], "0.8 for a, 1 for b, integers of 8 bits"
    small = pd.DataFrame({"a": [1, 3, 2, 4], "b": [1e-12, 2e-12, 3e-12, 4e-12]})
    assert chosen(1, small, [1, 2, 3, 4]) == ["b"], "0.8 for a, 1 for b, however small"
    high = [10**9 + 1, 10**9 + 2, 10**9 + 3, 10**9 + 4]
    assert chosen(1, small, high) == ["b"], f"0.8 for a, 1 for b, with the targets {high}"
    flat = pd.DataFrame({"one": [7] * 6, "weak": [1, 5, 2, 6, 3, 4], "two": [0.1] * 6})
    assert chosen(1, flat, TARGET) == ["weak"], "0.37 for weak, equal values in the others"
    assert chosen(2, flat, TARGET) == ["one", "weak"], "0.37 for weak, equal values in the others"
    same = pd.DataFrame({"flat": [7] * 4, "zero": [1, -1, 1, -1], "also": [7] * 4})
    assert chosen(1, same, [-1, -1, 1, 1]) == ["flat"], "0 for zero, equal values in the others"
    assert chosen(1, same[["zero", "also"]], [-1, -1, 1, 1]) == ["zero"], "0 and equal values"
    many = pd.DataFrame({f"c{number}": [1, 2, 3] for number in range(40)})
    assert chosen(3, many, [3, 1, 2]) == ["c0", "c1", "c2"], "forty columns that are all alike"
    odd, even = [1, 2, 3, 4, 5], [1, 3, 2, 5, 4]
    many = pd.DataFrame({f"c{number}": odd if number % 2 else even for number in range(40)})
    said = "of c0 to c39, correlations of 1 for odd numbers, and of 0.8 for even ones"
    assert chosen(3, many, [10, 20, 30, 40, 50]) == ["c1", "c3", "c5"], said
    others = [f"c{number}" for number in range(7, 40, 2)]
    best = ["c0", "c1", "c2", "c3", "c4", "c5", *others]
    assert chosen(23, many, [10, 20, 30, 40, 50]) == best, said


@pytest.mark.hint(
    "`fit` remembers names, and `transform` looks for these names.",
    "What is asked in `transform` must not depend on the rows that it is given.",
)
def test_transform_keeps_what_fit_chose():
    """Later rows, and columns in another order, change nothing about the choice."""
    kbest = KBest(2).fit(COLUMNS, TARGET)
    later = COLUMNS.iloc[[4, 0], ::-1].assign(new=[1, 2], up=[0, 0])
    result = kbest.transform(later)
    said = f"transform of {later.to_dict('list')}, after a fit that chose down and up"
    assert result.to_dict("list") == {"down": [20, 60], "up": [0, 0]}, said
    assert list(result) == ["down", "up"], f"of the columns {list(later)}"
    result = kbest.transform(COLUMNS[["up", "down"]])
    assert list(result) == ["down", "up"], "of a DataFrame with the chosen columns alone"
    changing = COLUMNS.copy()
    early = KBest(2).fit(changing, TARGET).set_params(k=1)
    changing["none"] = TARGET
    said = "after a fit; `k` was set to 1 and the frame was changed afterwards"
    assert list(early.transform(COLUMNS)) == ["down", "up"], said
    other = COLUMNS.assign(down=0, none=TARGET)
    KBest(1).fit(other, TARGET)
    assert list(kbest.transform(COLUMNS)) == ["down", "up"], "after a fit of another `KBest`"
    kbest.fit(other, TARGET)
    assert list(kbest.transform(COLUMNS)) == ["none", "up"], "after another fit of the same one"


@pytest.mark.hint(
    "`BaseEstimator` brings parameters and clones, `TransformerMixin` brings `fit_transform`.",
)
def test_can_be_searched_over():
    """A clone has the same `k`, and a grid search over a pipeline finds the best one."""
    assert clone(KBest(k=3).fit(COLUMNS, TARGET)).get_params() == {"k": 3}
    rng = np.random.default_rng(3)
    X = pd.DataFrame(rng.normal(size=(60, 6)), columns=list("abcdef"))
    y = X["b"] + X["d"] - X["f"]
    pipeline = Pipeline([("choose", KBest(1)), ("model", LinearRegression())])
    search = GridSearchCV(pipeline, {"choose__k": [1, 3]}, cv=2, error_score="raise").fit(X, y)
    assert search.best_params_ == {"choose__k": 3}
    assert list(search.best_estimator_["choose"].transform(X)) == ["b", "d", "f"]


@pytest.mark.hint(
    "Every fold must choose anew. What is kept outside of the object?",
)
def test_noise_scores_like_chance():
    """In a cross-validation on pure noise the choice does not help, as it is made in each fold."""
    rng = np.random.default_rng(6)
    X = pd.DataFrame(rng.normal(size=(80, 200)), columns=[f"x{i}" for i in range(200)])
    y = np.tile([0, 1], 40)
    model = RidgeClassifier()
    leaking = cross_val_score(model, KBest(10).fit_transform(X, y), y, cv=4).mean()
    honest = cross_val_score(Pipeline([("c", KBest(10)), ("m", model)]), X, y, cv=4).mean()
    assert leaking > 0.7, "columns chosen by all rows, before the folds: the accuracy"
    assert honest < 0.62, "columns chosen in a pipeline, in each fold: the accuracy"


@pytest.mark.parametrize("flat", [True, False], ids=["a row of coefficients", "in a table"])
@pytest.mark.parametrize("k", [4, 3, 2, 1])
@pytest.mark.hint(
    "While there are too many: `clone(model)`, fit it, and take out one name.",
    "`np.ravel` makes one row of numbers of both shapes of `coef_`.",
)
def test_eliminates_one_by_one(k, flat, fits):
    """A new clone is fitted on what is left, and the column of the least coefficient goes."""
    frame = pd.DataFrame({"p": [1, 9], "q": [2, 9], "r": [3, 9], "s": [4, 9], "t": [5, 9]})
    result = eliminate(Spy(flat), frame, [0.5, 1.5], k)
    assert result == {4: ["p", "r", "s", "t"], 3: ["p", "r", "t"], 2: ["p", "r"], 1: ["p"]}[k]
    columns = [seen[0] for seen in fits]
    expected = [[1, 2, 3, 4, 5], [1, 3, 4, 5], [1, 3, 5], [1, 3]][: 5 - k]
    assert columns == expected, "the columns of each fit"
    targets = [seen[1] for seen in fits]
    assert targets == [[0.5, 1.5]] * (5 - k), "the targets of each fit"
    numbered = frame.set_axis([3, 1, 0, 2, 4], axis=1)
    result = eliminate(Spy(flat), numbered, [0.5, 1.5], k)
    assert result == {4: [3, 0, 2, 4], 3: [3, 0, 4], 2: [3, 0], 1: [3]}[k], "named 3, 1, 0, 2, 4"


@pytest.mark.hint("`clone` makes an unfitted copy. Which object do you call `fit` on?")
def test_fits_clones_only(fits):
    """The given model is never fitted, and each model that is fitted is a new one."""
    frame = pd.DataFrame({"p": [1, 9], "q": [2, 9], "r": [3, 9], "s": [4, 9], "t": [5, 9]})
    model = Spy()
    assert eliminate(model, frame, [0, 1], 1) == ["p"]
    assert vars(model) == {"flat": True}, "the attributes of the model that was given"
    used = Spy()
    used.coef_ = "from an earlier fit"
    fits.clear()
    assert eliminate(used, frame, [0, 1], 1) == ["p"]
    assert [seen[2] for seen in fits] == [False] * 4, (
        "whether each model that was fitted had been fitted before, as the given one had"
    )
    assert used.coef_ == "from an earlier fit"
    fits.clear()
    assert eliminate(model, frame, [0, 1], 5) == ["p", "q", "r", "s", "t"]
    assert fits == [], "five of five columns are kept, so nothing has to be fitted"


@pytest.mark.hint("If all else is right, so is this.")
def test_agrees_with_rfe():
    """On the diabetes data and on generated data, the columns left are those of `RFE`."""
    X, y = load_diabetes(return_X_y=True, as_frame=True)
    theirs = RFE(LinearRegression(), n_features_to_select=3).fit(X, y)
    assert eliminate(LinearRegression(), X, y, 3) == list(X.columns[theirs.support_])
    rng = np.random.default_rng(121)
    values = rng.normal(size=(20, 8)) + rng.normal(size=(20, 2)) @ rng.normal(size=(2, 8)) * 2
    X = pd.DataFrame(values, columns=list("abcdefgh"))
    y = values @ rng.normal(size=8) + 3 * rng.normal(size=20)
    for model, target in [(LinearRegression(), y), (RidgeClassifier(), (y > 0).astype(int))]:
        theirs = RFE(model, n_features_to_select=3).fit(X, target)
        expected = list(X.columns[theirs.support_])
        assert eliminate(model, X, target, 3) == expected, f"by {model}, of 8 generated columns"
        renamed = {"a": "target", "b": "y", "c": "label", "d": "index", "e": "coef"}
        expected = [renamed.get(name, name) for name in expected]
        found = eliminate(model, X.rename(columns=renamed), target, 3)
        assert found == expected, f"by {model}, of the same columns, named {[*renamed.values()]}, …"


def backwards(values):
    """A Series whose labels count down to 0."""
    return pd.Series(values, index=range(len(values) - 1, -1, -1))


@pytest.mark.parametrize(
    "kind",
    [list, np.array, pd.Series, backwards],
    ids=["list", "array", "Series", "Series, numbered backwards"],
)
@pytest.mark.hint(
    "pandas lines up two objects by their labels wherever they meet in one operation.",
    "Arrays have no labels: `to_numpy`, `np.asarray`.",
)
def test_rows_belong_together_by_position(kind, fits):
    """The kind of targets and the labels of rows make no difference, and the labels are kept."""
    for labels in ([2, 0, 5, 1, 4, 3], ["x", "y", "x", "y", "x", "y"]):
        frame, target = COLUMNS.set_axis(pd.Index(labels, name="line")), kind(TARGET)
        case = f"a DataFrame with the labels {labels}, the targets in a {kind.__name__}"
        result = KBest(2).fit(frame, target).transform(frame)
        assert result.to_dict("list") == COLUMNS[["down", "up"]].to_dict("list"), case
        for index in (result.index, drop_correlated(frame, 0.5).index):
            assert (index.tolist(), index.name) == (labels, "line"), case
        fits.clear()
        eliminate(Spy(), frame, target, 5)
        assert [seen[1] for seen in fits] == [TARGET], f"the targets of the fit, for {case}"


@pytest.mark.parametrize("k", [0, -2, 7, 100])
@pytest.mark.hint("How many columns are there? `set_params` may set `k` after `__init__`.")
def test_refuses_a_k_that_does_not_fit(k):
    """A `k` below 1 or above the number of columns raises a `ValueError` that names it."""
    named = rf"(?<![\d-]){re.escape(repr(k))}(?!\d)"
    kbest = KBest(k)
    with pytest.raises(ValueError, match=named):
        kbest.fit(COLUMNS, TARGET)
    with pytest.raises(ValueError, match=named):
        KBest(1).set_params(k=k).fit(COLUMNS, TARGET)
    with pytest.raises(ValueError, match=named):
        eliminate(LinearRegression(), COLUMNS, TARGET, k)


@pytest.mark.hint("`inplace`, `pop` and `del` change the frame of the caller.")
def test_leaves_its_arguments_alone():
    """The DataFrames and targets passed in stay as they are."""
    frame, target = COLUMNS.copy(), list(TARGET)
    assert list(drop_correlated(frame, 0.95)) == ["none", "fair", "down", "poor"]
    kbest = KBest(2).fit(frame, target)
    kbest.transform(frame)
    eliminate(LinearRegression(), frame, target, 2)
    assert frame.to_dict("list") == COLUMNS.to_dict("list")
    assert list(frame) == list(COLUMNS)
    assert target == TARGET
    for kind in (np.array, pd.Series):
        numbers = kind(TARGET, dtype=float)
        KBest(2).fit(frame, numbers)
        eliminate(LinearRegression(), frame, numbers, 2)
        assert numbers.tolist() == TARGET, (
            f"the targets, made by {kind.__name__}, after `fit` of KBest and eliminate"
        )
    noise = np.random.RandomState(3)
    eliminate(Lasso(0.1, selection="random", random_state=noise), frame, TARGET, 2)
    assert noise.rand() == np.random.RandomState(3).rand(), "the random numbers of a model"
