"""Checks for Q71 · Overfitting and underfitting."""

import re

import numpy as np
import pytest
import q071_overfitting
from q071_overfitting import EarlyStopping, pick_alpha, ridge_fit
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression, Ridge

NAN, INF = float("nan"), float("inf")


def near(fit, expected, within=1e-6):
    """Weights and intercept, in which what is right to within 1e-6 is as expected."""
    seen = {}
    for (name, wanted), part in zip(expected.items(), fit, strict=True):
        found = np.asarray(part, dtype=float)
        if found.shape == np.shape(wanted):
            found = np.where(np.abs(found - wanted) <= within, wanted, found)
        seen[name] = found.tolist()
    return seen


def by_hand(weights, intercept):
    return {"weights": np.array(weights, dtype=float).tolist(), "intercept": float(intercept)}


def by_scikit_learn(model, X, y):
    return by_hand(model.fit(X, y).coef_, model.intercept_)


def noisy_line(seed, rows, columns=6):
    """Rows and a target that depends on the first two columns; the rest is noise."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(rows, columns)) + 3
    return X, 2 * X[:, 0] - X[:, 1] + 5 + rng.normal(scale=2, size=rows)


def answers(stopping, losses):
    """What `update` returns for the losses, one by one."""
    return [stopping.update(loss, f"state {index}") for index, loss in enumerate(losses)]


@pytest.mark.parametrize(
    ("X", "y", "alpha", "weights", "intercept"),
    [
        ([[0], [2]], [1, 5], 0, [2.0], 1.0),
        ([[0], [2]], [1, 5], 2, [1.0], 2.0),
        ([[0], [2]], [1, 5], 6.0, [0.5], 2.5),
        ([[0], [1]], [1, 2], 0.5, [0.5], 1.25),
        ([[0, 5], [2, 5], [0, 7], [2, 7]], [1, 5, 3, 7], 4, [1.0, 0.5], 0.0),
        ([[3]], [7], 1, [0.0], 7.0),
        ([[996], [998], [998], [1000]], [-999, 0, 0, 999], 0.5, [7992 / 17], -7976016 / 17),
        ([[0], [2**-24]], [0, 2**-24], 2**-49, [0.5], 2**-26),
        ([[0, 0], [1000, 0], [0, 0.01], [1000, 0.01]], [0, 1, 2, 3], 0, [0.001, 200.0], 0.0),
    ],
)
@pytest.mark.hint(
    "Subtract the means of the columns and of `y` first: the intercept follows from them.",
    "With centred data, set the gradient to zero: `(XᵀX + alpha·I) w = Xᵀy`.",
)
def test_fits_small_cases(X, y, alpha, weights, intercept):
    """Weights and intercept are those of the smallest sum of errors and penalty."""
    fit = ridge_fit(np.array(X), np.array(y), alpha)
    expected = by_hand(weights, intercept)
    assert near(fit, expected) == expected, f"X {X}, y {y}, alpha {alpha}"
    assert isinstance(fit[1], float), f"the intercept is {fit[1]!r}"
    assert isinstance(fit[0], np.ndarray), f"the weights are {fit[0]!r}"
    assert np.shape(fit[0]) == (len(X[0]),), f"the shape of the weights; X is {X}"


@pytest.mark.hint("The sum of squared errors is penalised, not their mean.")
def test_agrees_with_scikit_learn():
    """For generated rows and for measured ones the fit is that of scikit-learn's `Ridge`."""
    X, y = noisy_line(seed=1, rows=40)
    theirs = by_scikit_learn(Ridge(30), X, y)
    assert near(ridge_fit(X, y, 30), theirs) == theirs, "generated rows, alpha 30"
    X, y = load_diabetes(return_X_y=True)
    theirs = by_scikit_learn(Ridge(0.001), X, y)
    assert near(ridge_fit(X, y, 0.001), theirs) == theirs, (
        "scikit-learn's diabetes rows, alpha 0.001"
    )


@pytest.mark.parametrize("alpha", [0, 2, 500])
@pytest.mark.hint("Is the intercept a weight like the others to the penalty?")
def test_the_intercept_is_not_penalised(alpha):
    """Adding to `y` moves the intercept by as much, and adding to `X` moves no weight."""
    X, y = noisy_line(seed=2, rows=30)
    weights, intercept = ridge_fit(X, y, alpha)
    higher = by_hand(weights, intercept + 500)
    assert near(ridge_fit(X, y + 500, alpha), higher, within=2e-6) == higher, (
        f"after 500 was added to y; {alpha=}; before, the intercept was {float(intercept)}"
    )
    moved = {"weights": higher["weights"]}
    assert near(ridge_fit(X + 100, y, alpha)[:1], moved, within=2e-6) == moved, (
        f"after 100 was added to X; {alpha=}"
    )


@pytest.mark.parametrize(
    "X",
    [
        [[0, 0], [2, 2], [4, 4], [6, 6]],
        [[0, 3], [2, 3], [4, 3], [6, 3]],
        [[0, 1, 1], [2, 0, 2], [4, 5, 9], [6, 2, 8]],
        [[1, 0, 0, 2, 1, 7], [3, 4, 0, 2, 0, 1], [0, 2, 5, 1, 1, 4], [4, 2, 3, 3, 2, 0]],
        [[5, 5], [5, 5], [5, 5], [5, 5]],
    ],
    ids=["twins", "a constant", "the third is a sum", "more columns than rows", "all constant"],
)
@pytest.mark.hint(
    "`np.linalg.solve` needs a unique solution. `np.linalg.lstsq` and `pinv` do not.",
    "Without the intercept's column among the weights, their smallest sum is the right one.",
)
def test_least_squares_without_a_unique_solution(X):
    """With alpha 0 it is least squares, of the smallest weights where several are as good."""
    y = [1, 2, 6, 3]
    theirs = by_scikit_learn(LinearRegression(), np.array(X, dtype=float), y)
    fit = ridge_fit(np.array(X), np.array(y), 0)
    assert near(fit, theirs) == theirs, f"X {X}, y {y}, alpha 0"


@pytest.mark.hint(
    "Fit once for each alpha, and keep the error together with the alpha.",
    "On the training rows the smallest alpha always wins. Which rows did you judge by?",
)
def test_picks_by_validation_rows():
    """The alpha with the smallest error on the validation rows wins; fits see no such row."""
    picked = []
    for seed in (54, 64, 85, 129):
        for size in (1, 0.01):
            (X, y), (columns, targets) = noisy_line(seed, rows=10), noisy_line(seed + 1000, rows=6)
            train, validation = (X, y * size), (columns, targets * size)
            picked.append(pick_alpha(train, validation, [10, 0.01, 100, 1]))
    assert picked == [1, 1, 100, 100, 1, 1, 0.01, 0.01], (
        "from [10, 0.01, 100, 1], for four sets of 10 and 6 rows, each also with a hundredth of y"
    )


@pytest.mark.parametrize(
    "alphas",
    [[0.5, 8, 2], [8, 2, 0.5], [2, 0.5, 8], [0, 8]],
)
@pytest.mark.hint("`min` keeps the first of equal ones. In which order does it see them?")
def test_of_equal_errors_the_largest_alpha_wins(alphas):
    """Where the error is the same for several alphas, the largest of them is picked."""
    flat = np.zeros((4, 2)), np.array([1.0, 3.0, 2.0, 2.0])
    assert pick_alpha(flat, flat, alphas) == 8, f"columns of zeros, alphas {alphas}"
    sloped = np.array([[0], [2]]), np.array([4, 4])
    assert pick_alpha(sloped, sloped, alphas) == 8, f"a constant target, alphas {alphas}"


@pytest.mark.parametrize("alphas", [[0, 2, 50], [50, 2, 0], [50, 0, 2], [2, 50, 0]])
@pytest.mark.hint("Try each of them, also after one that did worse.")
def test_takes_alphas_in_any_order(alphas):
    """The alphas may stand in any order, and 0 is one like others."""
    train = np.array([[0], [2]]), np.array([1, 5])
    assert pick_alpha(train, (np.array([[4]]), np.array([6])), alphas) == 2
    assert pick_alpha(train, (np.array([[4]]), np.array([9])), [0, 2, 50]) == 0
    assert pick_alpha(train, (np.array([[4]]), np.array([0])), [2, 50, 0]) == 50
    offset = np.array([[4], [6]]), np.array([3, 5])
    assert pick_alpha(train, offset, alphas) == 50, "errors of alpha 2 are 3 and 3, of 50 less"
    outlier = np.array([[3], [3], [3]]), np.array([3, 3, 9])
    assert pick_alpha(train, outlier, alphas) == 2, "errors of alpha 2 are 2, 2 and 4"
    assert pick_alpha(train, (np.array([[4]]), np.array([6])), [7.5]) == 7.5, "a single alpha"


@pytest.mark.parametrize(
    ("patience", "losses", "stops"),
    [
        (1, [5, 4, 4, 3, 6], [False, False, True, False, True]),
        (2, [5, 6, 7, 8], [False, False, True, True]),
        (3, [5, 6, 7, 4, 5, 5, 5, 5], [False] * 6 + [True, True]),
        (2, [5, 5, 5, 1, 2, 3], [False, False, True, False, False, True]),
        (2, [0.0, -1.0, -1.0, -0.5], [False, False, False, True]),
        (2, [1e300, 1e299, 1e299, 1e298], [False] * 4),
    ],
)
@pytest.mark.hint(
    "Count the updates without a gain since the last gain.",
    "What does a gain do to that count, also after the training could have stopped?",
)
def test_stops_after_patience(patience, losses, stops):
    """`update` is True once `patience` updates in a row were no gains, until the next gain."""
    told = answers(EarlyStopping(patience, 0), losses)
    assert told == stops, f"{patience=}, min_gain=0, losses {losses}"
    others = [value for value in told if not isinstance(value, bool | np.bool_)]
    assert others == [], f"returned and not True or False; {patience=}, losses {losses}"


@pytest.mark.hint(
    "A gain is measured from the loss of the last gain, not from the loss before.",
    "More than `min_gain` is asked for, so exactly as much is too little.",
)
def test_small_gains_do_not_count():
    """A gain is more than `min_gain` below the last gain; small steps count when they add up."""
    stopping = EarlyStopping(3, 0.25)
    losses = [2.0, 1.875, 1.75, 1.625, 1.5, 1.375, 1.375, 1.25]
    told = answers(stopping, losses)
    assert told == [False] * 6 + [True, False], f"patience=3, min_gain=0.25, losses {losses}"
    assert (stopping.best_loss, stopping.best_state) == (1.25, "state 7"), f"losses {losses}"
    exact = EarlyStopping(1, 0.5)
    assert answers(exact, [2.0, 1.5, 1.25, 0.75]) == [False, True, False, True]
    assert (exact.best_loss, exact.best_state) == (1.25, "state 2"), "min_gain=0.5"
    below = EarlyStopping(1, 0.5)
    assert answers(below, [0.25, -0.125, -0.5]) == [False, True, False], "min_gain=0.5"
    nearly = EarlyStopping(1, 0)
    assert answers(nearly, [1.0, 1.0 - 1e-12, 1.0]) == [False, False, True]
    assert answers(EarlyStopping(1, 0), [2e-20, 1e-20, 1e-20]) == [False, False, True]


@pytest.mark.hint("What is `nan < 5`, and what is `5 < nan`? Start from infinity.")
def test_nan_is_no_gain():
    """A loss of NaN is no gain, at the start or later, and the next loss can be."""
    stopping = EarlyStopping(2, 0.125)
    assert (stopping.best_loss, stopping.best_state) == (INF, None), "before the first update"
    losses = [NAN, NAN, 3.0, NAN, 2.0, NAN, NAN, 1.0]
    told = answers(stopping, losses)
    assert told == [False, True, False, False, False, False, True, False], f"losses {losses}"
    assert (stopping.best_loss, stopping.best_state) == (1.0, "state 7"), f"losses {losses}"
    never, losses = EarlyStopping(2, 0), [NAN, NAN, NAN]
    assert answers(never, losses) == [False, True, True], f"losses {losses}"
    assert (never.best_loss, never.best_state) == (INF, None), f"after the losses {losses}"


@pytest.mark.hint(
    "Training changes arrays in place. A reference to them is no copy.",
    "`dict(state)` copies the outer dict alone. The module `copy` goes deeper.",
)
def test_keeps_a_copy_of_the_best_state():
    """The best state stays as it was, whatever the training does to the state, however deep."""
    weights, bias = np.array([1.0, 2.0]), [0.5]
    state = {"weights": weights, "layers": [{"bias": bias}, [weights]]}
    stopping, alone = EarlyStopping(5, 0), EarlyStopping(5, 0)
    stopping.update(3.0, state)
    alone.update(3.0, weights)
    weights += 10
    bias.append(7)
    state["epoch"] = 1
    stopping.update(4.0, state)
    alone.update(4.0, weights)
    best = stopping.best_state
    assert sorted(best) == ["layers", "weights"], "the key `epoch` was added later"
    assert best["weights"].tolist() == [1.0, 2.0], "10 was added to the weights later"
    assert best["layers"][0] == {"bias": [0.5]}, "7 was appended later"
    assert best["layers"][1][0].tolist() == [1.0, 2.0], "10 was added to the inner array later"
    assert alone.best_state.tolist() == [1.0, 2.0], "10 was added to the array later"
    layers = EarlyStopping(5, 0)
    table = np.array([[1, 2], [3, 4]])
    layers.update(3.0, {0: table})
    table += 10
    kept = layers.best_state[0]
    assert kept.tolist() == [[1, 2], [3, 4]], "10 was added to a table under the key 0 later"
    assert kept.dtype.kind == "i", "an array of integers"
    alone.update(2.0, [])
    assert alone.best_state == [], "an empty list is a state"
    listed = EarlyStopping(5, 0)
    listed.update(3.0, [weights, [bias]])
    weights += 10
    bias.append(8)
    array, inner = listed.best_state
    assert array.tolist() == [11.0, 12.0], "10 was added to an array in a list later"
    assert inner == [[0.5, 7]], "8 was appended to a list in a list later"


@pytest.mark.parametrize(
    ("call", "value"),
    [
        (lambda: ridge_fit(np.eye(2), np.ones(2), -1), -1),
        (lambda: ridge_fit(np.eye(2), np.ones(2), -1e-9), -1e-9),
        (lambda: EarlyStopping(0, 0.5), 0),
        (lambda: EarlyStopping(-3, 0.5), -3),
        (lambda: EarlyStopping(2, -0.25), -0.25),
        (lambda: ridge_fit(np.eye(2), np.ones(2), np.float64(-2.5)), np.float64(-2.5)),
        (lambda: EarlyStopping(2, np.float64(-2.5)), np.float64(-2.5)),
        (lambda: EarlyStopping(np.int64(0), 0.5), np.int64(0)),
        (lambda: ridge_fit(np.eye(2), np.ones(2), -1e-12), -1e-12),
        (lambda: EarlyStopping(1, -1e-12), -1e-12),
        (lambda: pick_alpha((np.eye(2), np.ones(2)), (np.eye(2), np.ones(2)), [-4]), -4),
        (lambda: pick_alpha((np.eye(2), np.ones(2)), (np.eye(2), np.ones(2)), [2, -4, 8]), -4),
    ],
    ids=[
        *("alpha -1", "alpha -1e-9", "patience 0", "patience -3", "min_gain -0.25"),
        *("alpha of numpy", "min_gain of numpy", "patience of numpy", "alpha -1e-12"),
        *("min_gain -1e-12", "the only alpha to pick", "one of three alphas to pick"),
    ],
)
@pytest.mark.hint("Where does an object first see its patience? And zero is not negative.")
def test_refuses_what_makes_no_sense(call, value):
    """A bad alpha, patience or min_gain raises a `ValueError` that names it."""
    with pytest.raises(ValueError, match=re.escape(repr(value))):
        call()


@pytest.mark.hint("`X -= X.mean(axis=0)` changes the array of the caller.")
def test_leaves_its_arrays_alone():
    """No function changes the arrays and lists that it is given."""
    X, y = np.array([[0.0], [2.0], [5.0]]), np.array([1.0, 5.0, 6.0])
    ridge_fit(X, y, 1)
    alphas = [1, 3, 2]
    pick_alpha((X, y), (X, y), alphas)
    assert alphas == [1, 3, 2], "the list of alphas"
    assert [X.tolist(), y.tolist()] == [[[0.0], [2.0], [5.0]], [1.0, 5.0, 6.0]]
    X, y = np.array([[0], [2], [5]]), np.array([1, 5, 6])
    ridge_fit(X, y, 1)
    assert [X.tolist(), y.tolist()] == [[[0], [2], [5]], [1, 5, 6]], "arrays of integers"


@pytest.mark.hint("scikit-learn has it all. Here it is the one who checks.")
def test_is_written_with_numpy(imports_of):
    """The module imports numpy and the standard library only."""
    expected = by_hand([1], 2)
    assert near(ridge_fit(np.array([[0], [2]]), np.array([1, 5]), 2), expected) == expected
    others = [
        name for name in imports_of(q071_overfitting) if name in ("sklearn", "scipy", "pandas")
    ]
    assert others == [], "the module also imports these"
