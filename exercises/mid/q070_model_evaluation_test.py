"""Checks for Q70 · Model evaluation."""

import math
import re
import warnings

import numpy as np
import pandas as pd
import pytest
import q070_model_evaluation
from q070_model_evaluation import (
    confusion_matrix,
    precision_recall_f1,
    regression_report,
    roc_auc,
)
from sklearn import metrics
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine

PETS = (["cat", "dog", "dog", "cat", "eel", "dog"], ["cat", "cat", "dog", "cat", "dog", "eel"])
FUNCTIONS = {
    "confusion_matrix": confusion_matrix,
    "precision_recall_f1, macro": lambda a, b: precision_recall_f1(a, b, "macro"),
    "precision_recall_f1, micro": lambda a, b: precision_recall_f1(a, b, "micro"),
    "roc_auc": roc_auc,
    "regression_report": regression_report,
}


def differing(found, expected):
    """The numbers that are off by more than 1e-9, and than that share of them; or None."""
    if isinstance(expected, tuple):
        names = ("precision", "recall", "F1")
        found, expected = (dict(zip(names, each, strict=True)) for each in (found, expected))
    if sorted(found) != sorted(expected):
        return {"names": f"{sorted(found)} instead of {sorted(expected)}"}
    return {
        name: f"{float(found[name])} instead of {float(wanted)}"
        for name, wanted in expected.items()
        if not math.isclose(found[name], wanted, rel_tol=1e-9, abs_tol=1e-9)
    } or None


def zeros_and_ones(shape):
    return np.arange(math.prod(shape)).reshape(shape) % 2


def pet_columns(seed):
    """300 labels and predictions: `yak` is never predicted, `ant` is never right."""
    rng = np.random.default_rng(seed)
    actual = rng.choice(["cat", "dog", "eel", "yak"], 300, p=[0.6, 0.25, 0.1, 0.05])
    guesses = rng.choice(["ant", "cat", "dog", "eel"], 300)
    return actual, np.where((rng.random(300) < 0.6) & (actual != "yak"), actual, guesses)


@pytest.mark.parametrize(
    ("actual", "predicted", "labels", "counts"),
    [
        (*PETS, ["cat", "dog", "eel"], [[2, 0, 0], [1, 1, 1], [0, 1, 0]]),
        ([3, 3, 3, 3], [3, 3, 3, 3], [3], [[4]]),
        ([10, 9, 10], [10, 10, 10], [9, 10], [[0, 1], [0, 2]]),
        (["b", "b"], ["a", "c"], ["a", "b", "c"], [[0, 0, 0], [1, 0, 1], [0, 0, 0]]),
        ([-1, 0, 5, 0], [5, 0, -1, 0], [-1, 0, 5], [[0, 0, 1], [0, 2, 0], [1, 0, 0]]),
        ([10**6, 7], [10**6, 10**6], [7, 10**6], [[0, 1], [0, 1]]),
        (["b", "Z", "a"], ["b", "b", "a"], ["Z", "a", "b"], [[0, 0, 1], [0, 1, 0], [0, 0, 1]]),
        (
            ["a", "b"],
            ["a ", "bee"],
            ["a", "a ", "b", "bee"],
            [[0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]],
        ),
    ],
)
@pytest.mark.hint(
    "Collect the labels of both arguments first. Each has a row and a column.",
    "`counts[rows, columns] += 1` adds only once for a pair that occurs several times.",
)
def test_counts_pairs_of_labels(actual, predicted, labels, counts):
    """A row for each actual label, a column for each predicted one, of all that occur, sorted."""
    found, matrix = confusion_matrix(actual, predicted)
    case = f"actual {actual}, predicted {predicted}"
    assert found == labels, f"the labels; {case}"
    assert not any(isinstance(label, float) for label in found), f"the labels {found}; {case}"
    assert matrix.tolist() == counts, f"the counts; {case}"
    assert np.issubdtype(matrix.dtype, np.integer), f"the counts have the type {matrix.dtype}"


@pytest.mark.hint(
    "What is right for a class stands on the diagonal.",
    "Samples predicted as a class are a column, samples of a class are a row.",
    "Macro F1 is the mean of the F1 of all classes, and not the F1 of two means.",
)
def test_macro_is_the_mean_over_the_classes():
    """With `macro`, each class has its precision, recall and F1, and each result is a mean."""
    result = precision_recall_f1(*PETS, "macro")
    assert differing(result, (7 / 18, 4 / 9, (0.8 + 0.4) / 3)) is None, f"for {PETS}"
    assert isinstance(result, tuple), f"the result is {result!r}"
    assert [isinstance(value, float) for value in result] == [True] * 3, f"the result is {result!r}"
    two = precision_recall_f1([0] * 9 + [1], [0] * 8 + [1] * 2, "macro")
    assert differing(two, (0.75, 17 / 18, (16 / 17 + 2 / 3) / 2)) is None, (
        "nine samples of 0, of which eight are predicted as 0, and one sample of 1, predicted as 1"
    )
    assert differing(precision_recall_f1([1, 1], [1, 1], "macro"), (1, 1, 1)) is None


@pytest.mark.hint("Sum the counts over the classes, then divide once.")
def test_micro_counts_all_classes_together():
    """With `micro`, the counts of all classes are summed before they are divided."""
    result = precision_recall_f1(*PETS, average="micro")
    assert differing(result, (0.5, 0.5, 0.5)) is None, f"for {PETS}"
    two = precision_recall_f1([0] * 9 + [1], [0] * 8 + [1] * 2, "micro")
    assert differing(two, (0.9, 0.9, 0.9)) is None, (
        "nine samples of 0, of which eight are predicted as 0, and one sample of 1, predicted as 1"
    )
    for case in (PETS, ([0, 1], [1, 0])):
        result = precision_recall_f1(*case, "micro")
        floats = [isinstance(value, float) for value in result]
        assert floats == [True] * 3, f"the result is {result!r}, for {case}"


@pytest.mark.parametrize(
    ("actual", "predicted", "expected"),
    [
        ([0, 0, 1], [0, 0, 0], (1 / 3, 0.5, 0.4)),  # 1 is never predicted
        ([0, 0, 0], [0, 0, 1], (0.5, 1 / 3, 0.4)),  # 1 never occurs
        (["a", "b"], ["b", "a"], (0, 0, 0)),  # nothing is right
        (["a", "a"], ["b", "c"], (0, 0, 0)),
    ],
)
@pytest.mark.hint(
    "Which of the three divisors can be 0?",
    "The class still counts in the mean. `np.divide` takes `where` and `out`.",
)
def test_zero_by_zero_counts_as_zero(actual, predicted, expected):
    """A class that never occurs, or is never predicted, counts as 0, and nothing warns."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = precision_recall_f1(actual, predicted, "macro")
    assert differing(result, expected) is None, f"actual {actual}, predicted {predicted}"
    told = [str(warning.message) for warning in caught]
    assert told == [], f"warnings; actual {actual}, predicted {predicted}"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = precision_recall_f1(["a", "b"], ["b", "a"], "micro")
    told = [str(warning.message) for warning in caught]
    assert differing(result, (0, 0, 0)) is None, "micro, actual a, b, predicted b, a"
    assert told == [], "warnings; micro, actual a, b, predicted b, a"


@pytest.mark.parametrize(
    "average", ["weighted", "Micro", "", None, "binary", ["macro"], "macro ", "micros"]
)
@pytest.mark.hint("Compare with both names. An `else` takes everything.")
def test_refuses_another_average(average):
    """An average that is neither macro nor micro raises a `ValueError` that names it."""
    with pytest.raises(ValueError, match=re.escape(repr(average))):
        precision_recall_f1([0, 1], [0, 1], average)


@pytest.mark.hint("Find one class whose numbers differ, and count it by hand.")
def test_classes_agree_with_scikit_learn():
    """For generated text labels, and for wines told by their colour, all is scikit-learn's."""
    wines = load_wine()
    by_colour = np.digitize(wines.data[:, 9], [3.5, 5.5])
    for case, labels, actual, predicted in [
        ("300 generated labels", ["ant", "cat", "dog", "eel", "yak"], *pet_columns(seed=1)),
        ("wines", [0, 1, 2], wines.target, by_colour),
        ("40000 samples", [0, 1], np.eye(1, 40000, dtype=int)[0], np.zeros(40000, dtype=int)),
    ]:
        found, counts = confusion_matrix(actual, predicted)
        assert list(found) == labels, f"the labels, for {case}"
        theirs = metrics.confusion_matrix(actual, predicted)
        assert counts.tolist() == theirs.tolist(), f"the counts, for {case}"
        for average in ("macro", "micro"):
            theirs = metrics.precision_recall_fscore_support(
                actual, predicted, average=average, zero_division=0
            )
            result = precision_recall_f1(actual, predicted, average)
            assert differing(result, theirs[:3]) is None, f"{average=}, for {case}"


@pytest.mark.parametrize(
    ("actual", "scores", "area"),
    [
        ([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 0.75),
        ([1, 0, 1, 0], [0.9, 0.1, 0.8, 0.2], 1.0),
        ([1, 0, 0], [-7, 3, 40], 0.0),
        ([0.0, 0.0, 1.0, 1.0], [1, 4, 3, 8], 0.75),
        ([0, 1, 0], [1, 3 * 10**9, 5 * 10**9], 0.5),
        ([0, 1, 0, 1, 0], [0.5, 0.5, 0.5, 0.5, 0.5], 0.5),
        ([1, 1, 0, 0], [2, 5, 2, 2], 0.75),
        ([0, 1], [1.0, 1.0 + 1e-12], 1.0),
        ([1, 0, 1, 0], [3e-20, 2e-20, 2e-20, -1e20], 0.875),
        ([1, 0, 1], [-3.5, -4.5, 1200.0], 1.0),
    ],
)
@pytest.mark.hint(
    "Start with all pairs: for each 1, how many of the 0 have a smaller score?",
    "No threshold is needed, and scores need not lie between 0 and 1.",
)
def test_roc_auc_counts_pairs(actual, scores, area):
    """The area is the share of pairs in which the 1 has the greater score; ties count half."""
    found = roc_auc(actual, scores)
    assert differing({"area": found}, {"area": area}) is None, f"{actual=}, {scores=}"
    assert isinstance(found, float), f"the result is {found!r}"


@pytest.mark.hint("Equal scores are the hard part: no order among them may matter.")
def test_roc_auc_agrees_with_scikit_learn():
    """On measurements and generated scores, also full of ties, the area is scikit-learn's."""
    columns, tumours = load_breast_cancer(return_X_y=True)
    radius, texture = columns[:, 0], columns[:, 21]
    rng = np.random.default_rng(70)
    coins = rng.integers(0, 2, 200)
    made = rng.normal(coins, 1.5)
    for name, actual, scores in [
        ("minus the radius", tumours, -radius),
        ("the radius in whole fives", tumours, radius // 5),
        ("the texture in whole tens", tumours, texture // 10),
        ("generated scores", coins, made),
        ("generated scores, rounded", coins, made.round()),
    ]:
        theirs = metrics.roc_auc_score(actual, scores)
        found = roc_auc(actual, scores)
        assert differing({"area": found}, {"area": theirs}) is None, name


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.hint("How many pairs are there, if all samples are of one label?")
def test_roc_auc_needs_both_labels(label):
    """Samples of one label only raise a `ValueError`."""
    with pytest.raises(ValueError):
        roc_auc([label, label, label], [0.1, 0.5, 0.9])
    with pytest.raises(ValueError):
        roc_auc([label], [0.5])
    found = {"area": roc_auc([label, 1 - label], [0.5, 0.5])}
    assert differing(found, {"area": 0.5}) is None, f"labels {label} and {1 - label}, one score"


@pytest.mark.hint(
    "Write the three definitions down as they stand, with `np.mean` and `np.sum`.",
    "The differences in R² are those to the mean of the actual values.",
)
def test_reports_regression():
    """The report has MAE, RMSE and R², which may be negative, as scikit-learn has them."""
    report = regression_report([1, 2, 3, 6], [1, 2, 3, 2])
    expected = {"mae": 1.0, "rmse": 2.0, "r2": 1 - 16 / 14}
    assert differing(report, expected) is None, "actual [1, 2, 3, 6], predicted [1, 2, 3, 2]"
    tiny = regression_report([1e-6, 3e-6], [2e-6, 3e-6])
    expected = {"mae": 5e-7, "rmse": 5e-7 * 2**0.5, "r2": 0.5}
    assert differing(tiny, expected) is None, "actual [1e-6, 3e-6], predicted [2e-6, 3e-6]"
    near = regression_report([1e-8, 3e-8], [2e-8, 3e-8])
    assert differing({"r2": near["r2"]}, {"r2": 0.5}) is None, (
        "actual [1e-8, 3e-8], predicted [2e-8, 3e-8]"
    )
    far = regression_report([1e9, 1e9 + 2**-13], [1e9, 1e9])
    assert differing({"r2": far["r2"]}, {"r2": -1}) is None, "actual 1e9, 1e9 + 2**-13"
    large = regression_report([0, 4 * 10**9], [4 * 10**9, 0])
    expected = {"mae": 4e9, "rmse": 4e9, "r2": -3.0}
    assert differing(large, expected) is None, "actual 0 and 4e9, predicted 4e9 and 0, as integers"
    diabetes, rng = load_diabetes(), np.random.default_rng(71)
    line = 150 + 950 * diabetes.data[:, 2]
    for name, actual, predicted in [
        ("a line", diabetes.target, line),
        ("a line, all of it higher by 1e8", diabetes.target + 1e8, line + 1e8),
        ("worse than the mean", diabetes.target, diabetes.target[::-1]),
        ("right", diabetes.target, diabetes.target),
        ("generated", rng.normal(3, 5, 40), rng.normal(3, 4, 40)),
    ]:
        theirs = {
            "mae": metrics.mean_absolute_error(actual, predicted),
            "rmse": metrics.root_mean_squared_error(actual, predicted),
            "r2": metrics.r2_score(actual, predicted),
        }
        assert differing(regression_report(actual, predicted), theirs) is None, name


@pytest.mark.parametrize(
    ("actual", "predicted", "r2"),
    [
        ([5, 5, 5], [5, 5, 5], 1.0),
        ([5, 5, 5], [5, 5, 6], 0.0),
        ([5, 5, 5], [4, 5, 6], 0.0),
        ([1000, 1000], [1000, 1000.0000005], 0.0),
        ([2, 2], [2, 2.000000000001], 0.0),
        ([0.1, 0.1, 0.1], [0.1, 0.1, 0.1], 1.0),
        ([0.1, 0.1, 0.1], [0.1, 0.1, 0.2], 0.0),
        ([0], [0], 1.0),
        ([7], [0], 0.0),
    ],
)
@pytest.mark.hint(
    "The sum of squares around the mean is 0 then. Is it, with floats?",
    "The mean of three times 0.1 is not 0.1. Compare the actual values with each other.",
    "A prediction that is wrong by very little is wrong here.",
)
def test_r2_of_a_constant_target(actual, predicted, r2):
    """If all actual values are equal, R² is 1 for a perfect prediction and 0 for any other."""
    report = regression_report(actual, predicted)
    assert report["r2"] == r2, f"actual {actual}, predicted {predicted}"
    kinds = [isinstance(value, float) for value in report.values()]
    assert kinds == [True] * 3, f"not all values are floats in {report}"
    assert math.isfinite(report["rmse"]), f"actual {actual}, predicted {predicted}"


@pytest.mark.parametrize(
    "column",
    [
        tuple,
        np.array,
        lambda values: pd.Series(values, index=range(len(values), 0, -1)),
        lambda values: pd.Series(values, index=[8, 3, 5, 9]),
    ],
    ids=["tuples", "arrays", "series, numbered backwards", "series, numbered anyhow"],
)
@pytest.mark.hint(
    "pandas lines up two Series by their index. `np.asarray` leaves the values in their order.",
)
def test_takes_any_kind_of_column(column):
    """Tuples, arrays and Series work; samples belong together by position."""
    actual, predicted = [1, 0, 0, 1], [0, 3, 2, 3]
    report = regression_report(column(actual), np.array(predicted))
    expected = {"mae": 2.0, "rmse": 18**0.5 / 2, "r2": -17.0}
    said = f"actual {actual}, predicted {predicted}"
    assert differing(report, expected) is None, said
    both = regression_report(pd.Series(actual), column(predicted))
    assert differing(both, expected) is None, (
        f"{said}; the actual values are a Series numbered from 0"
    )
    for scores in (pd.Series(predicted), column(predicted)):
        found = roc_auc(column(actual), scores)
        assert differing({"area": found}, {"area": 0.375}) is None, said
    labels, counts = confusion_matrix(pd.Series(actual), column(predicted))
    assert [list(labels), counts.tolist()] == [
        [0, 1, 2, 3],
        [[0, 0, 1, 1], [1, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0]],
    ]
    words = [pd.Series(["a", "b", "a", "a"]), pd.Series([*"aabb"], index=[3, 2, 1, 0])]
    result = precision_recall_f1(*words, "micro")
    assert differing(result, (0.25, 0.25, 0.25)) is None, "actual a, b, a, a, predicted a, a, b, b"


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.hint(
    "numpy subtracts an array of shape (3,) from one of (3, 1) and gives one of (3, 3).",
    "Compare the two shapes, and also look at one alone: both may be (3, 1).",
)
def test_refuses_other_shapes(name):
    """Shapes other than `(n,)` and `(n,)` raise a `ValueError` that names both."""
    for first, second in [
        ((3, 1), (3,)),
        ((3,), (3, 1)),
        ((3, 1), (3, 1)),
        ((1, 3), (1, 3)),
        ((3,), (1,)),
        ((3,), (2,)),
        ((3, 2), (3,)),
        ((3,), ()),
        ((), (3,)),
        ((0,), (0,)),
        ((), ()),
    ]:
        message = f"no ValueError for the shapes {first} and {second}"
        try:
            FUNCTIONS[name](zeros_and_ones(first), zeros_and_ones(second))
        except ValueError as error:
            message = str(error)
        missing = [repr(shape) for shape in (first, second) if repr(shape) not in message]
        assert missing == [], f"shapes {first} and {second} not named in the message {message!r}"
        assert not message.startswith("no ValueError"), message


@pytest.mark.hint("scikit-learn has it all. Here it is the one who checks.")
def test_is_written_with_numpy(imports_of):
    """The module imports numpy and the standard library only."""
    assert differing({"area": roc_auc([0, 1], [0.5, 0.75])}, {"area": 1}) is None
    others = [
        name for name in imports_of(q070_model_evaluation) if name in ("sklearn", "scipy", "pandas")
    ]
    assert others == [], "the module also imports these"
