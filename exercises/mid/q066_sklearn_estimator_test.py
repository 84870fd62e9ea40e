"""Checks for Q66 · scikit-learn."""

import re
import tempfile
import warnings

import numpy as np
import pandas as pd
import pytest
from q066_sklearn_estimator import CentroidClassifier
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator, estimator_checks_generator

LINE = [[0.0], [2.0], [8.0], [9.0], [13.0]]
SIDES = [1, 1, 2, 2, 2]


def near(result, expected):
    """An array as lists, in which what is right to within a millionth is as expected."""
    found, wanted = np.asarray(result, dtype=float), np.asarray(expected, dtype=float)
    if found.shape != wanted.shape:
        return found.tolist()
    return np.where(np.abs(found - wanted) <= 1e-6, wanted, found).tolist()


def shares(*weights):
    """The weights as shares of their sum."""
    return [float(weight / sum(weights)) for weight in weights]


def failures(model):
    """The checks of `check_estimator` that fail, and what each says; also what is left out."""
    results = check_estimator(model, on_fail=None, on_skip=None)
    failed = {
        result["check_name"]: " ".join(str(result["exception"]).split())[:200]
        for result in results
        if result["status"] == "failed"
    }
    ran = {result["check_name"] for result in results}
    left_out = [name for name in names_of_checks(Bare()) if name not in ran]
    passed = sum(result["status"] == "passed" for result in results)
    few = {} if failed or passed > 40 else {"too few": f"only {passed} checks have passed"}
    return failed | dict.fromkeys(left_out, "a tag has left this check out") | few


class Bare(ClassifierMixin, BaseEstimator):
    """A classifier that does nothing, with the tags that scikit-learn gives to any."""

    def fit(self, X, y): ...

    def predict(self, X): ...

    def predict_proba(self, X): ...


def names_of_checks(model):
    """The names of the checks that `check_estimator` has for a classifier, in order."""
    checks = [check for _, check in estimator_checks_generator(model)]
    return [getattr(check, "func", check).__name__ for check in checks]


@pytest.mark.hint(
    "`np.unique(y)` has the labels, sorted; `X[y == label]` are the rows of one.",
    "A difference of arrays, squared and summed, is a squared distance.",
)
def test_predicts_the_nearest_centre():
    """A row gets the label of the nearest centre, and `fit` returns the classifier."""
    model = CentroidClassifier()
    assert model.fit(LINE, SIDES) is model
    assert model.classes_.tolist() == [1, 2]
    assert model.predict([[-50], [5.25], [5.75], [99]]).tolist() == [1, 1, 2, 2], (
        "the centres are 1 and 10"
    )
    X = [[0, 0], [4, 0], [0, 4], [4, 4], [2, 2]]
    model = CentroidClassifier().fit(X, [5, 9, -3, 0, 2])
    assert model.classes_.tolist() == [-3, 0, 2, 5, 9]
    assert model.predict([[5, -1], [1, 0], [0, 9], [3, 3.5], [2, 1.5]]).tolist() == [9, 5, -3, 0, 2]


@pytest.mark.hint(
    "Keep `np.array(...)` of the sorted labels, and take predictions out of it by their places.",
)
@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (["no", "no", "certainly", "certainly", "certainly"], ["no", "certainly"]),
        (["no", "no", "Yes ", "Yes ", "Yes "], ["no", "Yes "]),
        (np.array(["b", "b", "a", "a", "a"], dtype=object), ["b", "a"]),
        ([70, 70, -5, -5, -5], [70, -5]),
        ([2**40, 2**40, 7, 7, 7], [2**40, 7]),
        ([2**60, 2**60, 2**60 + 1, 2**60 + 1, 2**60 + 1], [2**60, 2**60 + 1]),
    ],
    ids=["text", "capitals", "objects", "integers", "large integers", "larger integers"],
)
def test_labels_are_what_they_were(labels, found):
    """Text and integers come back as they were given, and are sorted in `classes_`."""
    model = CentroidClassifier().fit(LINE, labels)
    assert model.predict([[1.0], [9.0]]).tolist() == found, f"the labels are {list(labels)}"
    assert model.classes_.tolist() == sorted(found)
    certain = [[float(label == found[0]) for label in sorted(found)]]
    assert near(model.predict_proba([[-30.0]]), certain) == certain, (
        f"probabilities of {sorted(found)} at -30; the centre of {found[0]} is 1, the other 10"
    )


@pytest.mark.parametrize(
    ("temperature", "row", "distances"),
    [
        (1.0, [1.0], [0, 1, 4]),
        (1.0, [1.5], [0.25, 0.25, 2.25]),
        (4, [2.0], [1, 0, 1]),
        (0.5, [-1.0], [4, 9, 16]),
        (100.0, [10.0], [81, 64, 49]),
    ],
)
@pytest.mark.hint("`np.exp` of `-d / temperature`, divided by the sum over the classes.")
def test_probabilities_follow_distances(temperature, row, distances):
    """Probabilities are in proportion to `exp(-d / temperature)`, and add up to 1."""
    model = CentroidClassifier(temperature=temperature).fit([[3], [1], [2]], ["c", "a", "b"])
    expected = [shares(*np.exp(-np.array(distances) / temperature))]
    assert near(model.predict_proba([row]), expected) == expected, (
        f"row {row}, the centres of a, b, c are 1, 2, 3; {temperature=}"
    )
    two = CentroidClassifier(temperature=temperature).fit([[0, 0], [3, 4]], [0, 1])
    first = shares(1, np.exp(-25 / temperature))
    expected = [first, first[::-1]]
    assert near(two.predict_proba([[0, 0], [3, 4]]), expected) == expected, (
        f"the rows [0, 0] and [3, 4], which are the centres; {temperature=}"
    )


@pytest.mark.parametrize(
    ("shrink", "centres"), [(0, (1, 10)), (0.5, (3.7, 8.2)), (0.25, (2.35, 9.1)), (1, (6.4, 6.4))]
)
@pytest.mark.hint("The mean of all rows is not the mean of the classes' means.")
def test_centres_shrink_towards_the_mean_of_all_rows(shrink, centres):
    """`shrink` moves each centre by that share of its way to the mean of all rows."""
    model = CentroidClassifier(shrink=shrink, temperature=50.0).fit(LINE, SIDES)
    expected = [shares(*np.exp(-((row - np.array(centres)) ** 2) / 50)) for row in (0, 6, 20)]
    assert near(model.predict_proba([[0], [6], [20]]), expected) == expected, (
        f"rows 0, 6 and 20; centres {centres}, with {shrink=}, temperature 50"
    )
    twice = CentroidClassifier(shrink=shrink).fit([[0], [3], [3], [8], [8]], list("aaabb"))
    expected = [shares(*[np.exp(-((5 - c) ** 2)) for c in (2 + 2.4 * shrink, 8 - 3.6 * shrink)])]
    assert near(twice.predict_proba([[5]]), expected) == expected, (
        f"row 5, fitted on a: 0, 3, 3 and b: 8, 8, with {shrink=}"
    )
    plane = CentroidClassifier(shrink=shrink).fit([[0, 0], [2, 8], [4, 1]], ["a", "b", "a"])
    a, b = [2, 0.5 + 2.5 * shrink], [2, 8 - 5 * shrink]
    expected = [shares(*[np.exp(-((1 - x) ** 2 + (4 - y) ** 2)) for x, y in (a, b)])]
    assert near(plane.predict_proba([[1, 4]]), expected) == expected, (
        f"row [1, 4]; centres {a} and {b}, with {shrink=}"
    )


@pytest.mark.hint(
    "`argmin` and `argmax` take the first of several.",
    "At a high temperature probabilities round to equal numbers. Distances do not.",
)
def test_the_nearest_wins_and_ties_go_to_the_first():
    """Equally near centres give the first label, and the temperature has no say."""
    model = CentroidClassifier().fit([[4], [0], [2]], ["a", "b", "c"])
    assert model.predict([[3], [1], [2], [0.5]]).tolist() == ["a", "b", "c", "b"]
    heavy = CentroidClassifier().fit([[0], [4], [4]], ["a", "b", "b"])
    assert heavy.predict([[2]]).tolist() == ["a"], "of a at 0 and b twice at 4"
    heavy = CentroidClassifier().fit([[0], [0], [4]], ["a", "a", "b"])
    assert heavy.predict([[2]]).tolist() == ["a"], "of a twice at 0 and b at 4"
    whole = CentroidClassifier(shrink=1).fit([[4], [0]], ["z", "y"])
    assert whole.predict([[4], [0], [2]]).tolist() == ["y"] * 3, "shrink=1, both centres are 2"
    for temperature in (1e20, 1e-3):
        model = CentroidClassifier(temperature=temperature).fit([[4], [0], [2]], ["a", "b", "c"])
        rows = [[3.5], [0.5], [2.5], [9], [3 - 1e-8]]
        assert model.predict(rows).tolist() == ["a", "b", "c", "a", "c"], (
            f"{rows=}, the centres of a, b, c are 4, 0, 2; {temperature=}"
        )
    others = [999.9] * 999
    model = CentroidClassifier().fit([[1000, *others], [999, *others]], ["a", "b"])
    steps = [5e-9, -5e-9, 1e-8, -1e-8, 2e-8, -2e-8]
    assert model.predict([[999.5 + step, *others] for step in steps]).tolist() == list("ababab"), (
        f"999.5 plus {steps}, and 999 times 999.9; the centres start with 1000 and 999"
    )


@pytest.mark.hint(
    "`exp(-1000)` is 0, and 0 divided by 0 is NaN.",
    "Adding the same number to all exponents of a row changes none of its probabilities.",
    "`12345.67**2 - 2 * 12345.67 * 12345.68 + 12345.68**2` loses digits that `0.01**2` keeps.",
)
def test_far_rows_and_low_temperatures():
    """Far from all centres, and at a low temperature, probabilities are the right ones."""
    model = CentroidClassifier().fit([[0.0], [1.0]], [0, 1])
    expected = [[1, 0], [0, 1], [0, 1]]
    assert near(model.predict_proba([[-1000], [1000], [50]]), expected) == expected
    wide = CentroidClassifier().fit([[0.0, 0.0], [0.0, 1.0]], [0, 1])
    expected = [[0.5, 0.5]] + [shares(1, np.exp(-1))] * 8
    rows = [[50.0, 0.5], *[[x, 0.0] for x in (1000.0, 26.5, 27.0, 27.1, 27.2, 27.25, 27.28, 27.3)]]
    assert near(wide.predict_proba(rows), expected) == expected, (
        f"{rows=}, far from the centres [0, 0] and [0, 1], and nearly as far from both"
    )
    cold = CentroidClassifier(temperature=1e-3).fit([[0.0], [1.0]], [0, 1])
    expected = [[1, 0], [0.5, 0.5], [0, 1]]
    assert near(cold.predict_proba([[0.25], [0.5], [1.0]]), expected) == expected
    firsts, others = [1000 - 1 / 32, 1000 - 1 / 40, 1000 - 1 / 48, 1000], [999.9] * 999
    long = CentroidClassifier(temperature=1e-3).fit([[1000, *others], [999.9375, *others]], [0, 1])
    expected = [
        shares(*np.exp([-((1000 - x) ** 2) / 1e-3, -((999.9375 - x) ** 2) / 1e-3])) for x in firsts
    ]
    assert near(long.predict_proba([[x, *others] for x in firsts]), expected) == expected, (
        f"{firsts=} of a thousand columns, the others 999.9; centres start with 1000 and 999.9375"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("shrink", value) for value in (-0.1, 1.25, -1, 2, -1e-9, 1 + 1e-9, np.float64(1.5))],
        *[("temperature", value) for value in (0, 0.0, -0.5, -1e-9, np.float64(-2.5))],
    ],
)
@pytest.mark.hint(
    "`set_params` does not call `__init__`. Where is the latest moment for a check?",
)
def test_refuses_parameters_in_fit(name, value):
    """`fit` raises a `ValueError` that names a wrong value, however it was set."""
    messages = []
    for model in (
        CentroidClassifier(**{name: value}),
        CentroidClassifier().fit(LINE, SIDES).set_params(**{name: value}),
    ):
        try:
            model.fit(LINE, SIDES)
        except ValueError as error:
            messages.append(str(error))
    assert len(messages) == 2, f"ValueErrors of two classifiers with {name}={value!r}"
    unnamed = [
        text for text in messages if not re.search(rf"(?<![\w.]){re.escape(repr(value))}", text)
    ]
    assert unnamed == [], f"these messages do not name {value!r}"


@pytest.mark.hint(
    "`BaseEstimator` reads the parameters off the arguments of `__init__`.",
    "`clone` refuses an estimator that stores something else than it was given.",
)
def test_keeps_and_clones_its_parameters():
    """Parameters are stored as they are, and a clone has them and is not fitted."""
    shrink, temperature = np.array(0.5), 3
    model = CentroidClassifier(shrink, temperature)
    kept = model.get_params()
    assert sorted(kept) == ["shrink", "temperature"]
    assert kept["shrink"] is shrink, "shrink is not the very object that was given"
    assert kept["temperature"] is temperature, "temperature is not the very object that was given"
    assert sorted(vars(model)) == ["shrink", "temperature"], "the attributes before `fit`"
    copied = clone(CentroidClassifier(temperature=9).fit(LINE, SIDES))
    assert copied.get_params() == {"shrink": 0.0, "temperature": 9}
    assert hasattr(copied, "classes_") is False, "a clone has `classes_` before `fit`"


@pytest.mark.hint("Start from nothing in each `fit`. Which attributes are there already?")
def test_only_the_latest_fit_counts():
    """A second `fit` forgets labels and centres, also those of another classifier."""
    model = CentroidClassifier().fit([[0, 0], [1, 1], [2, 2]], ["a", "b", "c"])
    model.fit([[10.0], [20.0]], ["c", "d"])
    CentroidClassifier().fit([[-1], [7]], [1, 2])
    assert model.classes_.tolist() == ["c", "d"]
    assert model.predict([[0.0], [14.0], [16.0]]).tolist() == ["c", "c", "d"]
    assert near(model.predict_proba([[15.0]]), [[0.5, 0.5]]) == [[0.5, 0.5]]
    X, y = np.array([[10.0], [20.0]]), np.array(["e", "f"])
    assert model.fit(X, y).classes_.tolist() == ["e", "f"]
    X[:], y[:] = [[90.0], [80.0]], "z"
    found = model.predict([[9.0], [21.0]]).tolist()
    assert found == ["e", "f"], "fitted on e at 10 and f at 20, and the arrays changed afterwards"
    model.set_params(shrink=0.5, temperature=50.0).fit(LINE, SIDES)
    expected = [shares(np.exp(-(3.7**2) / 50), np.exp(-(8.2**2) / 50))]
    assert near(model.predict_proba([[0]]), expected) == expected, (
        "fitted, and again with shrink=0.5, temperature 50; centres 3.7 and 8.2, row 0"
    )
    frame = pd.DataFrame({"a": [0.0, 10.0]})
    model.fit(frame, [1, 2]).fit(frame.to_numpy(), [1, 2])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = model.predict(frame.to_numpy()).tolist()
    assert found == [1, 2], "fitted on a DataFrame, and then on an array"
    texts = [str(warning.message) for warning in caught]
    assert texts == [], "warnings for an array; fitted on a DataFrame, and then on an array"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = model.predict(pd.DataFrame({"b": [0.0, 10.0]})).tolist()
    assert found == [1, 2], "of a DataFrame; fitted on one with another column, then on an array"
    other = frame.rename(columns={"a": "b"})
    found = model.fit(frame, [1, 2]).fit(other, [1, 2]).predict(other).tolist()
    assert found == [1, 2], "fitted on a DataFrame with a column a, and then with a column b"


@pytest.mark.hint(
    "`validate_data(self, X, y)` in `fit` notes the names, and with `reset=False` compares them.",
)
@pytest.mark.parametrize("method", ["predict", "predict_proba"])
def test_columns_are_those_of_fit(method):
    """A DataFrame with other columns, or in another order, is refused."""
    frame = pd.DataFrame({"a": [0.0, 10.0], "b": [1.0, 0.0]})
    model = CentroidClassifier().fit(frame, [0, 1])
    ask = getattr(model, method)
    assert len(ask(frame)) == 2
    others, refused = [["b", "a"], ["a"], ["a", "c"], ["a", "b", "c"]], []
    for columns in others:
        try:
            ask(frame.assign(c=1.0)[columns])
        except ValueError:
            refused.append(columns)
    assert refused == others, f"columns that {method} refuses, after a `fit` on a and b"


@pytest.mark.timeout(20)  # scikit-learn does much
@pytest.mark.parametrize(
    ("scoring", "grid", "best"),
    [
        (None, {"model__shrink": [0.0, 1.0]}, {"model__shrink": 0.0}),
        ("roc_auc", {"model__shrink": [0.0, 1.0]}, {"model__shrink": 0.0}),
        ("neg_log_loss", {"model__temperature": [0.05, 2, 60.0]}, {"model__temperature": 2}),
    ],
    ids=["accuracy", "roc_auc", "neg_log_loss"],
)
@pytest.mark.hint(
    "`ClassifierMixin` tells scikit-learn that this is a classifier. Where must it stand?",
)
def test_works_in_a_grid_search(scoring, grid, best):
    """A grid search over a pipeline finds the right parameters, with stratified folds."""
    rng = np.random.default_rng(1)
    X = np.concatenate([rng.normal([0, 0], 1, (60, 2)), rng.normal([1.5, 0], 1, (40, 2))])
    y = ["left"] * 60 + ["right"] * 40
    pipeline = Pipeline([("scale", StandardScaler()), ("model", CentroidClassifier())])
    search = GridSearchCV(pipeline, grid, scoring=scoring, cv=2, error_score="raise")
    search.fit(X, y)
    assert search.best_params_ == best, f"of {grid}, by {scoring or 'accuracy'}"
    assert len(search.predict(X)) == 100


@pytest.mark.timeout(20)  # scikit-learn does much
@pytest.mark.hint(
    "Read the name of a failed check as what is asked for.",
    "The base classes are `ClassifierMixin, BaseEstimator`, in this order.",
    "`check_is_fitted`, `validate_data` and `check_classification_targets` are there to be used.",
)
def test_keeps_the_conventions(monkeypatch, tmp_path):
    """scikit-learn's own `check_estimator` finds no failure, and no tag leaves a check out."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert failures(CentroidClassifier()) == {}


@pytest.mark.hint("`-=` changes the array that was passed in.")
def test_leaves_its_arrays_alone():
    """Neither fitting nor predicting changes the arrays passed in."""
    X, y = np.array(LINE), np.array(SIDES)
    rows = np.array([[1.0], [7.0]])
    model = CentroidClassifier(shrink=0.5).fit(X, y)
    model.predict(rows)
    model.predict_proba(rows)
    assert (X.tolist(), y.tolist(), rows.tolist()) == (LINE, SIDES, [[1.0], [7.0]])
