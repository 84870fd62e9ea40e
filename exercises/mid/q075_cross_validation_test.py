"""Checks for Q75 · Cross-validation."""

import contextlib
import functools
import re
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from q075_cross_validation import cross_validate, kfold, stratified_kfold
from sklearn import datasets, linear_model, metrics, model_selection

X = np.arange(12.0).reshape(6, 2)
NAN = float("nan")
Y = np.array([10.0, 11.0, 12.0, 13.0, 14.0, 15.0])
FOLDS = [[0, 3], [1, 2], [4, 5]]
OTHERS = [[1, 2, 4, 5], [0, 3, 4, 5], [0, 1, 2, 3]]


class Salted(str):
    """A label with another hash after `salt` has changed, as a text has in each run."""

    salt = 1

    def __hash__(self):
        return sum(map(ord, self)) * Salted.salt % 8


def noted(rows):
    """The rows of a table as lists, with None for NaN, which equals nothing."""
    return [[None if number != number else number for number in row] for row in rows.tolist()]


class Spy:
    """A model that notes what it is given and predicts the mean of the targets it was fitted on."""

    made: list = []

    def __init__(self):
        self.calls = []
        Spy.made.append(self)

    def fit(self, X, y):
        self.calls.append(("fit", noted(X), y.tolist()))
        self.mean = y.mean()
        return self

    def predict(self, X):
        self.calls.append(("predict", noted(X)))
        return np.full(len(X), self.mean)


@pytest.fixture
def spies(monkeypatch):
    """The models that a call of `cross_validate` makes, in turn."""
    monkeypatch.setattr(Spy, "made", [])
    return Spy.made


def uneven(folds, labels):
    """The numbers of rows, of all and of each class, of which two differ by more than one; or
    None."""
    counts = {"all rows": [len(fold) for fold in folds]}
    counts |= {f"class {name!r}": found for name, found in counts_in(folds, labels).items()}
    return {rows: found for rows, found in counts.items() if max(found) - min(found) > 1} or None


@functools.cache
def by_scikit_learn(source):
    """The train and test scores that scikit-learn gives Ridge(0.1), by side and metric."""
    samples, targets = TABLES[source]
    scorers = {
        name: metrics.make_scorer(getattr(metrics, name))
        for name in ("r2_score", "mean_absolute_error")
    }
    return model_selection.cross_validate(
        linear_model.Ridge(0.1), samples, targets, cv=model_selection.KFold(5),
        scoring=scorers, return_train_score=True,
    )  # fmt: skip


def near(scores, expected):
    """The scores, in which one that is right to within 1e-9 is as expected."""
    seen = dict(scores)
    for side, wanted in expected.items():
        if isinstance(seen.get(side), list) and len(seen[side]) == len(wanted):
            pairs = zip(seen[side], wanted, strict=True)
            seen[side] = [due if abs(score - due) <= 1e-9 else score for score, due in pairs]
    return seen


def differing_scores(scores, expected):
    """The folds whose score is off by more than 1e-9, with both scores; or None."""
    return {
        f"fold {fold}": f"{float(score)} instead of {wanted}"
        for fold, (score, wanted) in enumerate(zip(scores, expected, strict=True))
        if not abs(score - wanted) <= 1e-9
    } or None


def first_difference(actual, predicted):
    return actual[0] - predicted[0]


def labels_of(seed):
    """150 labels, of classes of very different sizes, in no order."""
    rng = np.random.default_rng(seed)
    return rng.choice([-1, 4, 9, 30], 150, p=[0.55, 0.3, 0.12, 0.03])


def generated_labels(seed):
    """200 labels of three classes of very different sizes, in no order."""
    return np.random.default_rng(seed).choice(3, 200, p=[0.6, 0.3, 0.1])


LABELS = {
    "wines": datasets.load_wine().target,
    "irises": datasets.load_iris().target,
    "generated": generated_labels(75),
}
TABLES = {
    "diabetes": datasets.load_diabetes(return_X_y=True),
    "generated": datasets.make_regression(90, 4, noise=20.0, random_state=75),
}


def counts_in(folds, labels):
    """How many rows of each label are in each fold, by label."""
    rows = [np.asarray(labels)[fold].tolist() for fold in folds]
    return {name: [part.count(name) for part in rows] for name in np.unique(labels).tolist()}


def differing(counts, expected):
    """The classes of which there are other numbers of rows than expected, with both; or None."""
    return {
        f"class {name}": f"{counts[name]} instead of {expected[name]}"
        for name in expected
        if counts[name] != expected[name]
    } or None


@pytest.mark.parametrize(
    ("size", "k", "folds"),
    [
        (6, 3, [[0, 1], [2, 3], [4, 5]]),
        (7, 3, [[0, 1, 2], [3, 4], [5, 6]]),
        (8, 3, [[0, 1, 2], [3, 4, 5], [6, 7]]),
        (5, 2, [[0, 1, 2], [3, 4]]),
        (3, 3, [[0], [1], [2]]),
    ],
)
@pytest.mark.hint(
    "How many rows are left when each fold has `size // k`? The first folds get one more each.",
    "`numpy.array_split` cuts an array into parts in this way.",
)
def test_folds_are_runs_of_rows(size, k, folds):
    """Without a seed the folds are runs of consecutive rows, the larger ones first."""
    assert kfold(size, k) == folds


@pytest.mark.hint("Look at sizes that `k` does not divide.")
def test_folds_agree_with_scikit_learn():
    """Without a seed the folds are those of scikit-learn's `KFold`, for any number of rows."""
    sizes = [(size, k) for size in (2, 3, 9, 10, 11, 29, 40) for k in (2, 3, 7, size) if k <= size]
    theirs = {
        (size, k): [test.tolist() for _, test in model_selection.KFold(k).split(range(size))]
        for size, k in sizes
    }
    differ = [(size, k) for size, k in sizes if kfold(size, k) != theirs[size, k]]
    assert differ == [], "calls kfold(size, k) that differ"


@pytest.mark.parametrize("seed", [None, 3])
@pytest.mark.parametrize("k", [3, 5, 10])
@pytest.mark.parametrize("source", ["wines", "irises", "generated"])
@pytest.mark.hint("Count the rows of each class, fold by fold: `numpy.bincount(labels[fold])`.")
def test_stratified_folds_agree_with_scikit_learn(source, k, seed):
    """Each class has as many rows in its folds as in those of `StratifiedKFold`."""
    labels = LABELS[source]
    theirs = [test for _, test in model_selection.StratifiedKFold(k).split(labels, labels)]
    counts, expected = (
        {name: sorted(found) for name, found in counts_in(folds, labels).items()}
        for folds in (stratified_kfold(labels, k, seed), theirs)
    )
    said = f"rows of each class in the folds of stratified_kfold(labels, {k}, {seed})"
    assert differing(counts, expected) is None, f"{said}, from few to many; labels: {source}"


@pytest.mark.parametrize("seed", [None, 0, 7])
@pytest.mark.parametrize("k", [2, 4, 7])
@pytest.mark.hint(
    "Sort the rows by their class and deal them in turn, as one deals cards.",
    "A class that begins again at the first fold makes that fold too large.",
)
def test_stratified_folds_are_even(k, seed):
    """In stratified folds each class, and all rows together, are spread evenly."""
    animals = ["ox"] * 5 + ["ant"] * 5 + ["bee"] * 5
    alike = ["a", "A", " a", "1", "01"] * 2 + ["New York", "New Jersey"] * 3
    for labels in (labels_of(1), animals, [3, 1, 2] * 3, ["", "x"] * 4, [0, 99] * 4, alike):
        folds = stratified_kfold(labels, k, seed)
        counts = Counter(np.asarray(labels).tolist())
        few = np.asarray(labels).tolist() if len(labels) < 20 else f"labels, {dict(counts)} of each"
        said = f"stratified_kfold({few}, {k}, {seed})"
        assert len(folds) == k, f"folds of {said}"
        rows = sorted(row for fold in folds for row in fold)
        assert rows == list(range(len(labels))), f"the rows of all folds of {said}"
        assert uneven(folds, labels) is None, f"numbers of rows in the folds of {said}"


@pytest.mark.parametrize("seed", [None, 0, 1, 8])
@pytest.mark.parametrize(
    "make",
    [lambda seed: kfold(23, 4, seed), lambda seed: stratified_kfold(labels_of(2)[:23], 4, seed)],
    ids=["kfold", "stratified_kfold"],
)
@pytest.mark.hint(
    "Deal every row, and sort each fold at the end.",
    "With a seed or without one, which folds of `kfold` are the larger ones?",
)
def test_every_row_is_in_one_fold(make, seed):
    """Every row is in one fold, folds are sorted lists, and `kfold` has the larger ones first."""
    folds = make(seed)
    assert folds == [sorted(fold) for fold in folds]
    assert sorted(row for fold in folds for row in fold) == list(range(23)), f"{folds=}"
    assert sorted(map(len, folds)) == [5, 6, 6, 6], f"{folds=}"
    sizes = [len(fold) for fold in kfold(23, 4, seed)]
    assert sizes == [6, 6, 6, 5], f"the sizes of the folds of kfold(23, 4, {seed}), in turn"


@pytest.mark.parametrize("call", ["kfold(30, 3, seed)", "stratified_kfold(thirty, 3, seed)"])
@pytest.mark.hint(
    "Shuffle the rows before they are dealt, with `numpy.random.default_rng(seed)`.",
    "Is 0 a seed?",
)
def test_a_seed_shuffles(call):
    """Equal seeds give equal folds, others give others, and any two rows may come together."""
    thirty = labels_of(3)[:30].tolist()

    def make(seed):
        return kfold(30, 3, seed) if call.startswith("kfold") else stratified_kfold(thirty, 3, seed)

    assert make(0) != make(None), f"the folds of seed 0 and of none, by {call}; {thirty=}"
    assert make(0) != make(1), f"the folds of seeds 0 and 1, by {call}; {thirty=}"
    seeds = [*range(300), 512, 1000]
    assert len({str(make(seed)) for seed in seeds}) == 302, "different folds of 302 seeds"
    np.random.seed(1)
    first = [make(5), make(None)]
    np.random.seed(2)
    assert [make(5), make(None)] == first, "the folds of seed 5 and of none, for the second time"
    pairs, always = set(), set(combinations(range(30), 2))
    for seed in range(40):
        folds = make(seed)
        (fold,) = [fold for fold in folds if 0 in fold]
        pairs.update(fold)
        always &= {pair for fold in folds for pair in combinations(sorted(fold), 2)}
    assert pairs == set(range(30)), "rows that were ever in a fold with row 0, of 40 seeds"
    assert always == set(), "pairs of rows that each of 40 seeds puts in a fold together"


@pytest.mark.hint(
    "In which order does a set of texts come? Start Python twice and look.",
    "`sorted`, `numpy.unique` and a dict have an order that does not hang on hashes.",
)
def test_the_order_of_classes_is_no_chance(monkeypatch):
    """Equal labels and seeds give equal folds in each run of Python, whatever texts hash to."""
    labels = [Salted(name) for name in "abcdefgh" * 3]
    array = np.array(labels, dtype=object)
    found = []
    for salt in (1, 3, 5, 7):
        monkeypatch.setattr(Salted, "salt", salt)
        found.append([stratified_kfold(labels, 5, seed) for seed in (None, 1)])
        found[-1] += [stratified_kfold(array, 5, seed) for seed in (None, 1)]
    same = [[one == other for one, other in zip(each, found[0], strict=True)] for each in found]
    assert same == [[True] * 4] * 4, (
        "whether the folds are those of the first run, in four runs: of a list with seeds None and "
        f"1, then of an array; its last fold in each: {[each[3][-1] for each in found]}"
    )


@pytest.mark.parametrize(
    "make", [kfold, lambda size, k, seed: stratified_kfold([1] * size, k, seed)]
)
@pytest.mark.hint("Make a generator of your own: `numpy.random.seed` changes everybody's.")
def test_the_shared_generator_stays_as_it_is(make):
    """The state of `numpy.random` is the same afterwards, also after an error."""
    first, before = np.random.get_state(), np.random.RandomState(7500).get_state()

    def refused():
        with contextlib.suppress(ValueError):
            make(3, 9, 1)

    stays = {}
    for name, call in {
        "with a seed": lambda: make(20, 4, 1),
        "without a seed": lambda: make(20, 4, None),
        "with a k that is refused": refused,
        "cross_validate": lambda: cross_validate(Spy, X, Y, FOLDS, first_difference),
    }.items():
        np.random.set_state(before)
        call()
        after = np.random.get_state()
        stays[name] = (after[1].tolist(), after[2]) == (before[1].tolist(), before[2])
    np.random.set_state(first)
    assert stays == dict.fromkeys(stays, True), "whether the state stays, by what is called"


@pytest.mark.parametrize(
    ("size", "k"), [(10, 1), (10, 0), (10, -3), (10, 11), (2, 3), (1, 1), (0, 2)]
)
@pytest.mark.parametrize("seed", [None, 4])
@pytest.mark.hint("How many folds can ten rows fill?")
def test_refuses_a_k_that_does_not_fit(size, k, seed):
    """A `k` below 2 or above the number of rows raises a `ValueError` with its `repr`."""
    with pytest.raises(ValueError, match=rf"(?<![\d-]){re.escape(repr(k))}(?!\d)"):
        kfold(size, k, seed)
    with pytest.raises(ValueError, match=rf"(?<![\d-]){re.escape(repr(k))}(?!\d)"):
        stratified_kfold([5] * size, k, seed)
    assert kfold(2, 2, seed) in ([[0], [1]], [[1], [0]])
    assert sorted(stratified_kfold([5, 5], 2, seed)) == [[0], [1]]


@pytest.mark.parametrize(
    "table",
    [
        [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9], [10, 11]],
        [[5], [-1], [NAN], [3], [0.5], [NAN]],
        [[0, 700, 0.5], [1, 300, 0.5], [2, 100, 0.75], [3, 100, 1], [4, 0, 4], [5, 900, -8]],
        [[0, NAN, 2, 9], [1, 7, NAN, 3], [2, NAN, 5, 3], [3, 5, 5, 1], [4, 9, 8, 7], [5, 6, 8, 6]],
        [[1, 0], [1, 1], [1, 2], [1, 3], [1, 4], [1, 5]],
    ],
    ids=["two columns", "one column", "three columns", "four columns", "a column of ones"],
)
@pytest.mark.hint(
    "Which rows are not in the fold? A mask of booleans answers it, and `~mask` turns it round.",
    "Fit first, then predict the rows of both sides.",
    "The samples, NaN too, reach the model as they are: what is done to them is its own affair.",
)
def test_models_are_fitted_on_the_other_rows(spies, table):
    """Each fold has a new model, which is fitted once, on the rows that are not in the fold."""
    samples = np.array(table, dtype=float)
    cross_validate(Spy, samples, Y, FOLDS, first_difference)
    assert len(spies) == 3, "models that were made for three folds"
    rows = noted(samples)
    fits = [[call[1:] for call in spy.calls if call[0] == "fit"] for spy in spies]
    for fold, others, given in zip(FOLDS, OTHERS, fits, strict=True):
        expected = [([rows[row] for row in others], Y[others].tolist())]
        assert given == expected, f"what fit was given for the fold {fold}; NaN is shown as None"
    assert [spy.calls[0][0] for spy in spies] == ["fit"] * 3, "the first call of each model"
    for fold, others, spy in zip(FOLDS, OTHERS, spies, strict=True):
        given = sorted({str(call[1]) for call in spy.calls if call[0] == "predict"})
        expected = sorted(str([rows[row] for row in side]) for side in (fold, others))
        assert given == expected, f"what predict was given for the fold {fold}; NaN shown as None"
    spies.clear()
    many = np.arange(300.0).reshape(100, 3)
    cross_validate(Spy, many, many[:, 0], [list(range(95))], first_difference)
    fits = [call[1:] for spy in spies for call in spy.calls if call[0] == "fit"]
    last = many[95:].tolist(), many[95:, 0].tolist()
    assert fits == [last], "what fit was given where the fold is the first 95 of 100 rows"
    spies.clear()
    repeated = [[0, 1, 2], [3, 4, 5], [0, 2, 4], [0, 1, 2]]
    cross_validate(Spy, samples, Y, repeated, first_difference)
    given = [call[2] for spy in spies for call in spy.calls if call[0] == "fit"]
    expected = [[13, 14, 15], [10, 11, 12], [11, 13, 15], [13, 14, 15]]
    assert given == expected, f"the targets given to fit, which are 10 to 15; folds {repeated}"


@pytest.mark.hint(
    "The order of the two arguments matters for many a metric.",
    "What a model predicts need not be numbers.",
)
def test_scores_are_those_of_both_sides(spies):
    """Train and test scores are floats, in the order of the folds, `metric(actual, predicted)`."""
    expected = {"train": [-2.0, -3.0, -1.5], "test": [-3.0, -2.0, 2.5]}
    assert near(cross_validate(Spy, X, Y, FOLDS, first_difference), expected) == expected
    whole = cross_validate(Spy, X, Y, FOLDS[:1], lambda actual, predicted: len(actual))
    small = cross_validate(Spy, X, Y, FOLDS[:1], lambda actual, predicted: np.float32(2))
    for scores, kind in ((whole, "an int"), (small, "a numpy.float32")):
        kinds = [isinstance(score, float) for side in scores.values() for score in side]
        assert kinds == [True, True], f"whether {scores} are floats; the metric returns {kind}"
    endless = cross_validate(Spy, X, Y, FOLDS[:1], lambda actual, predicted: NAN)
    unknown = [np.isnan(score) for side in ("train", "test") for score in endless[side]]
    assert unknown == [True, True], f"whether {endless} are NaN; the metric returns NaN"
    expected = {"train": [4.0], "test": [2.0]}
    assert near(whole, expected) == expected, "the numbers of rows, for fold [0, 3] of 6"
    order = cross_validate(Spy, X, Y, [[5, 0]], lambda actual, _: actual[0])
    expected = {"train": [11.0], "test": [10.0]}
    assert near(order, expected) == expected, "the first actual values, for fold [5, 0]"

    class First(Spy):
        def fit(self, rows, targets):
            self.first = targets[0]

        def predict(self, rows):
            return np.full(len(rows), self.first)

    animals = np.array(["ox", "ant", "ox", "ox"])
    equal = cross_validate(First, X[:4], animals, [[0, 1], [2, 3]], lambda a, b: np.mean(a == b))
    expected = {"train": [1.0, 0.5], "test": [0.5, 1.0]}
    assert near(equal, expected) == expected, "shares of equal labels, all texts"


@pytest.mark.hint("A generator can be read once only, and it has no length.")
def test_folds_may_come_from_a_generator(spies):
    """The folds are read once, so those of a generator give the same scores."""
    scores = cross_validate(Spy, X, Y, (fold for fold in FOLDS), first_difference)
    expected = {"train": [-2.0, -3.0, -1.5], "test": [-3.0, -2.0, 2.5]}
    assert near(scores, expected) == expected
    assert len(spies) == 3, "models that were made for three folds"


@pytest.mark.hint(
    "A slice of an array is a view; a list of row numbers, or a mask, makes a copy.",
    "Take the rows anew for every call.",
)
def test_models_may_change_what_they_are_given():
    """A model may change its arrays; neither data nor scores notice."""

    class Greedy(Spy):
        def fit(self, X, y):
            super().fit(X, y)
            X[:], y[:] = -1, -1

        def predict(self, X):
            total = X.sum(axis=1) + self.mean
            X[:] = 0
            return total

    def distance(actual, predicted):
        return float(np.abs(actual - predicted).sum())

    data, targets = X.copy(), Y.copy()
    scores = cross_validate(Greedy, data, targets, [[0, 1, 2], [3, 4, 5]], distance)
    assert (data.tolist(), targets.tolist()) == (X.tolist(), Y.tolist()), "the data afterwards"
    expected = {"train": [51.0, 15.0], "test": [24.0, 42.0]}
    assert near(scores, expected) == expected, "by the sum of distances"
    single = cross_validate(Greedy, data, targets, [[row] for row in range(6)], distance)
    assert (data.tolist(), targets.tolist()) == (X.tolist(), Y.tolist()), "after folds of one row"
    tests = [4, 6.8, 9.6, 12.4, 15.2, 18]
    assert near(single, {"test": tests})["test"] == tests, "the test scores of folds of one row"


@pytest.mark.timeout(20)  # scikit-learn does much
@pytest.mark.parametrize("metric", ["r2_score", "mean_absolute_error"])
@pytest.mark.parametrize("source", ["diabetes", "generated"])
@pytest.mark.hint("If all else is right, so is this: compare the rows of one fold.")
def test_scores_agree_with_scikit_learn(source, metric):
    """On diabetes and generated data, all scores are those of scikit-learn, to within 1e-9."""
    samples, targets = TABLES[source]
    measure, theirs = getattr(metrics, metric), by_scikit_learn(source)
    scores = cross_validate(
        lambda: linear_model.Ridge(0.1), samples, targets, kfold(len(targets), 5), measure
    )
    for side in ("test", "train"):
        expected = theirs[f"{side}_{metric}"].tolist()
        said = f"the {side} scores of Ridge(0.1) by {metric}, where the data is {source}"
        assert len(scores[side]) == 5, said
        assert differing_scores(scores[side], expected) is None, said
