"""Checks for Q65 · Feature scaling."""

import re

import numpy as np
import pytest
import q065_feature_scaling
from q065_feature_scaling import MinMaxScaler, NotFittedError, StandardScaler
from sklearn import datasets, preprocessing

NAN = float("nan")
BOTH = [StandardScaler, MinMaxScaler]


def name(value):
    return getattr(value, "__name__", None)


def plain(result):
    """An array as lists of floats, with None for NaN."""
    return [[None if np.isnan(value) else float(value) for value in row] for row in result]


def near(result, expected):
    """An array as lists of floats, in which what is right to within 1e-9 is as expected."""
    found, wanted = np.asarray(result, float), np.asarray(expected, float)
    if found.shape == wanted.shape:
        found = np.where(np.abs(found - wanted) <= 1e-9, wanted, found)
    return plain(found)


def few(differences):
    """The first four differences, and how many more there are; or None where there is none."""
    first = dict(list(differences.items())[:4])
    more = len(differences) - len(first)
    return first | ({"and": f"{more} more"} if more else {}) or None


def differing(result, expected):
    """Where a table is off by more than 1e-9, with both values; or both shapes; or None."""
    found, wanted = np.asarray(result, float), np.asarray(expected, float)
    if found.shape != wanted.shape:
        return {"shape": f"{found.shape} instead of {wanted.shape}"}
    off = ~(np.abs(found - wanted) <= 1e-9) & ~(np.isnan(found) & np.isnan(wanted))
    return few(
        {
            f"row {row}, column {column}": f"{found[row, column]} instead of {wanted[row, column]}"
            for row, column in np.argwhere(off).tolist()
        }
    )


def generated(seed):
    """A table of 40 rows whose columns differ much in size, some of them awkward."""
    rng = np.random.default_rng(seed)
    table = rng.normal([0, 1e5, -3, 0, 250], [1, 1, 1e-3, 1e-13, 90], (40, 5))
    table[rng.random(table.shape) < 0.1] = NAN
    return np.column_stack([table, np.full(40, 0.1), rng.integers(0, 2, 40)])


@pytest.mark.parametrize(
    ("scaler", "rows", "scaled"),
    [
        (StandardScaler, [[2], [4], [4], [4], [5], [5], [7], [9]], [-1.5, *[-0.5] * 3, 0, 0, 1, 2]),
        (StandardScaler, [[-30.0], [10.0]], [-1, 1]),
        (StandardScaler, [[1e9 - 1000], [1e9 + 1000]], [-1, 1]),
        (MinMaxScaler, [[5], [-5], [0], [3]], [1, 0, 0.5, 0.8]),
        (MinMaxScaler, [[1e-3], [3e-3], [2e-3]], [0, 1, 0.5]),
        (MinMaxScaler, [[1e9], [1e9 + 2000], [1e9 + 1000]], [0, 1, 0.5]),
    ],
    ids=name,
)
@pytest.mark.hint(
    "`axis=0` takes the mean, the deviation or the least value of each column.",
    "Two arrays are all that `fit` has to keep: what to subtract, and what to divide by.",
)
def test_brings_a_column_to_its_scale(scaler, rows, scaled):
    """Values become deviations from the mean, or places between the least and the greatest."""
    expected = [[value] for value in scaled]
    assert near(scaler().fit(rows).transform(rows), expected) == expected, (
        f"{scaler.__name__}().fit(rows).transform(rows) for the rows {rows}"
    )


@pytest.mark.parametrize(
    ("scaler", "scaled"),
    [(StandardScaler, [[-1, 1], [1, -1]]), (MinMaxScaler, [[0, 1], [1, 0]])],
    ids=name,
)
@pytest.mark.hint("One mean for the whole table is not the mean of a column, nor that of a row.")
def test_each_column_has_its_own_scale(scaler, scaled):
    """Columns of very different sizes come out alike, and `fit` returns the scaler."""
    rows, made = [[1.0, 5000], [3.0, 1000]], scaler()
    assert made.fit(rows) is made
    assert near(made.transform(rows), scaled) == scaled, f"{scaler.__name__} for {rows}"


@pytest.mark.parametrize(
    ("scaler", "scaled"),
    [
        (StandardScaler, [[-9], [0], [2], [41], [-2e9 - 1]]),
        (MinMaxScaler, [[-4], [0.5], [1.5], [21], [-1e9]]),
    ],
    ids=name,
)
@pytest.mark.hint(
    "Does `transform` look at the mean or the range of the rows it is given?",
    "A later value may lie below 0 or above 1: that is where it is on the scale.",
)
def test_later_rows_are_put_on_the_scale_of_fit(scaler, scaled):
    """Later rows are scaled by what `fit` learned, together or alone, and are not clipped."""
    made, later = scaler().fit([[0], [10]]), [[-40], [5], [15], [210], [-1e10]]
    case = f"{scaler.__name__}, fitted on [[0], [10]]"
    assert near(made.transform(later), scaled) == scaled, f"{case}, for {later}"
    alone = [
        near(made.transform([row]), [wanted])[0] for row, wanted in zip(later, scaled, strict=True)
    ]
    assert alone == scaled, f"{case}, for each of {later} alone"


@pytest.mark.parametrize(
    ("scaler", "values"),
    [
        (StandardScaler, [[5, 7, 200], [30, 9, -300]]),
        (MinMaxScaler, [[0, 7, 100], [50, 9, -900]]),
    ],
    ids=name,
)
@pytest.mark.hint(
    "Multiply by what was divided by, then add what was subtracted.",
    "What `transform` must not clip, `inverse_transform` must not either.",
)
def test_turns_scaled_rows_back(scaler, values):
    """`inverse_transform` gives back the values, those of later rows too."""
    rows, scaled = [[0, 7, 300], [10, 7, 100]], [[0, 0, 0], [5, 2, -5]]
    made = scaler().fit(rows)
    case = f"{scaler.__name__}, fitted on [[0, 7, 300], [10, 7, 100]]"
    assert near(made.inverse_transform(scaled), values) == values, f"{case}, for {scaled}"
    later = [[-40.0, 7.0, 111.0], [0.25, -2.0, 1e4], [3.0, 8.0, 200.0]]
    theirs = getattr(preprocessing, scaler.__name__)().fit(rows).transform(later)
    assert near(made.inverse_transform(theirs), later) == later, (
        f"{case}, for {theirs.tolist()}, which stands for {later}"
    )


@pytest.mark.parametrize("scaler", BOTH)
@pytest.mark.parametrize("value", [0.1, 0, -7, 1e5 + 0.1, 1 / 3])
@pytest.mark.hint(
    "The mean of three times 0.1 is not quite 0.1. What is the deviation then?",
    "Ask the values whether they are all equal, not the deviation whether it is 0.",
)
def test_a_column_of_equal_values_becomes_zero(scaler, value):
    """Equal values become 0, and later ones keep their distance from them."""
    made = scaler().fit([[value], [value], [value]])
    case = f"{scaler.__name__}, fitted on three times {value!r}"
    scaled = [[0], [2], [-0.5]]
    assert near(made.transform([[value], [value + 2], [value - 0.5]]), scaled) == scaled, case
    back = [[value], [value + 2]]
    assert near(made.inverse_transform([[0], [2]]), back) == back, case
    for gaps in ([[value], [NAN], [value], [value]], [[NAN], [value], [value], [value]]):
        gappy = scaler().fit(gaps).transform([[value], [value + 2]])
        assert near(gappy, [[0], [2]]) == [[0], [2]], f"{scaler.__name__}, fitted on {gaps}"
    lone = scaler().fit([[value]]).transform([[value], [value + 2]])
    assert near(lone, [[0], [2]]) == [[0], [2]], (
        f"{scaler.__name__}, fitted on one row with {value!r}"
    )


@pytest.mark.parametrize(
    ("scaler", "scaled"),
    [
        (StandardScaler, [[-1, 0], [None, None], [1, 0], [6, 3]]),
        (MinMaxScaler, [[0, 0], [None, None], [1, 0], [3.5, 3]]),
    ],
    ids=name,
)
@pytest.mark.hint("`numpy.nanmean` and its kin pass over NaN.")
def test_missing_values_stay_missing(scaler, scaled):
    """NaN has no part in the scale, and is still there afterwards."""
    fitted_on = [[NAN, 4.0], [1.0, NAN], [3.0, 4.0], [NAN, 4.0]]
    made, rows = scaler().fit(fitted_on), [[1.0, 4.0], [NAN, NAN], [3.0, 4.0], [8.0, 7.0]]
    case = f"{scaler.__name__}, fitted on {fitted_on}"
    assert near(made.transform(rows), scaled) == scaled, f"{case}, for {rows}"
    back = [[1, 4], [None, None], [3, 4], [8, 7]]
    result = made.inverse_transform(np.array(scaled, float))
    assert near(result, back) == back, f"{case}, for {scaled}"


@pytest.mark.parametrize("scaler", BOTH)
@pytest.mark.hint("Start from nothing in each `fit`, and keep it in the object, not in the class.")
def test_only_the_latest_fit_counts(scaler):
    """A second `fit` forgets the first, and nothing done later changes the scale."""
    rows, made = np.array([[10.0], [30.0]]), scaler().fit([[0.0, 1.0], [500.0, 2.0]])
    made.fit([[0.0], [700.0]])
    made.fit(rows)
    scaler().fit([[7.0], [8.0]])
    rows[:] = 99
    made.transform([[1000.0], [3000.0]])
    made.inverse_transform([[1000.0], [3000.0]])
    first = {StandardScaler: -1, MinMaxScaler: 0}[scaler]
    assert near(made.transform([[10.0], [30.0]]), [[first], [1]]) == [[first], [1]], (
        f"{scaler.__name__}, fitted on two columns, on [[0], [700]] and on [[10], [30]]; "
        "that array was changed, and another scaler was fitted"
    )


@pytest.mark.parametrize(
    ("scaler", "scaled"),
    [
        (StandardScaler, [[2**0.5, -(2**0.5)], *[[-(0.5**0.5), 0.5**0.5]] * 2]),
        (MinMaxScaler, [[1, 0], [0, 1], [0, 1]]),
    ],
    ids=name,
)
@pytest.mark.hint("`numpy.asarray` takes a dtype. Convert before you compute.")
def test_integers_give_floats(scaler, scaled):
    """Arrays of integers give the same results as arrays of floats, and all of them are floats."""
    whole = np.array([[2**33, 7], [5, 9], [6, 9]])
    result = scaler().fit(whole).transform(whole)
    case = f"{scaler.__name__} for {whole.tolist()} as {whole.dtype}"
    assert near(result, scaled) == scaled, case
    floats = whole.astype(float)
    assert near(scaler().fit(floats).transform(floats), scaled) == scaled, f"{case}, as floats"
    small = np.array([[30, 7], [5, 9], [6, 9]])
    back = scaler().fit(small).inverse_transform(np.array([[1, -3]]))
    expected = plain(scaler().fit(small).inverse_transform([[1.0, -3.0]]))
    assert near(back, expected) == expected, f"{scaler.__name__} for {small.tolist()}, back"
    assert [str(result.dtype), str(back.dtype)] == ["float64"] * 2, case


@pytest.mark.parametrize("scaler", BOTH)
@pytest.mark.hint("`-=` and `/=` write into the array itself. What does `numpy.asarray` copy?")
def test_leaves_its_tables_alone(scaler):
    """The tables passed in stay as they are, and the results are arrays of their own."""
    fitted_on = np.array([[1.0, NAN], [5.0, 2.0]])
    rows = np.array([[0.0, 0.0], [1.0, NAN]])
    nothing_to_do = np.array([[0.0], [1.0]]) if scaler is MinMaxScaler else np.array([[-1.0], [1]])
    made = scaler().fit(fitted_on)
    made.transform(rows)
    made.inverse_transform(rows)
    assert plain(fitted_on) == [[1, None], [5, 2]], "the table for fit, afterwards"
    assert plain(rows) == [[0, 0], [1, None]], "the table for the other two, afterwards"
    listed = [[9, 4.5], [3, 8.0], [5, 1.0]]
    made = scaler().fit(listed)
    made.transform(listed)
    made.inverse_transform(listed)
    assert listed == [[9, 4.5], [3, 8.0], [5, 1.0]], "a list of rows, afterwards"
    made = scaler().fit(nothing_to_do)
    for result in (made.transform(nothing_to_do), made.inverse_transform(nothing_to_do)):
        result[:] = 50
    assert near(made.transform([[1.0]]), [[1]]) == [[1]], "after the results were written over"
    assert plain(nothing_to_do)[1] == [1], "the table, after the results were written over"
    for ask in (made.transform, made.inverse_transform):
        ask(nothing_to_do)[:] = 50
        kept = ask(nothing_to_do)
        ask(nothing_to_do * 3)
        expected = nothing_to_do.tolist()
        assert near(kept, expected) == expected, (
            f"{ask.__name__} of {expected}, which is on its scale, asked a second time; "
            "the first result was written over, and another table of that size was asked about"
        )


@pytest.mark.parametrize("scaler", BOTH)
@pytest.mark.parametrize("method", ["transform", "inverse_transform"])
@pytest.mark.hint("What does an object know that was never fitted? Ask for it first.")
def test_refuses_to_scale_before_fit(scaler, method):
    """Before the first `fit` both methods raise a `NotFittedError`."""
    scaler().fit([[1.0], [2.0]])
    with pytest.raises(NotFittedError):
        getattr(scaler(), method)([[1.0], [2.0]])
    made = scaler().fit([[-1.0], [1.0]])
    assert near(getattr(made, method)([[1.0]]), [[1]]) == [[1]], "after fit"


@pytest.mark.parametrize("scaler", BOTH)
@pytest.mark.parametrize("method", ["transform", "inverse_transform"])
@pytest.mark.parametrize(("fitted", "given"), [(1, 3), (3, 1), (2, 4)])
@pytest.mark.hint(
    "numpy stretches one column over three, and three over one, without a word.",
    "Compare `X.shape[1]` with the number of columns in `fit`.",
)
def test_refuses_another_number_of_columns(scaler, method, fitted, given):
    """A table of another width raises a `ValueError` that names both numbers of columns."""
    made = scaler().fit(np.arange(2.0 * fitted).reshape(2, fitted))
    with pytest.raises(ValueError) as caught:
        getattr(made, method)(np.ones((2, given)))
    numbers = set(re.findall(r"\d+", str(caught.value)))
    assert numbers >= {str(fitted), str(given)}, (
        f"{method} of {given} columns, fitted on {fitted}, raised {caught.value!r}"
    )


@pytest.mark.parametrize("scaler", BOTH)
@pytest.mark.parametrize("method", ["fit", "transform", "inverse_transform"])
@pytest.mark.parametrize("array", [[1.0, 2.0], 5.0, [[[1.0, 2.0]], [[3.0, 4.0]]]], ids=repr)
@pytest.mark.hint("`X.ndim` is the number of dimensions.")
def test_refuses_what_is_no_table(scaler, method, array):
    """All methods raise a `ValueError` for an array of one, no or three dimensions."""
    made = scaler().fit([[1.0, 2.0], [3.0, 4.0]])
    with pytest.raises(ValueError):
        getattr(made, method)(array)


@pytest.mark.parametrize(
    ("scaler", "library"),
    [
        (StandardScaler, preprocessing.StandardScaler),
        (MinMaxScaler, preprocessing.MinMaxScaler),
    ],
    ids=["StandardScaler", "MinMaxScaler"],
)
@pytest.mark.hint(
    "Large values near each other: the mean of squares less the square of the mean is no good.",
    "Tiny values are not equal values.",
)
def test_agrees_with_scikit_learn(scaler, library):
    """On generated tables and on wine, all results are scikit-learn's to within 1e-9."""
    wine = datasets.load_wine().data
    for fitted_on, later, names in [
        (generated(1), generated(2), "generated(2), fitted on generated(1)"),
        (generated(3), generated(4), "generated(4), fitted on generated(3)"),
        (wine[::2], wine[1::2], "every second row of the wines, fitted on the others"),
    ]:
        theirs, made = library().fit(fitted_on), scaler().fit(fitted_on)
        scaled = theirs.transform(later)
        said = f"{scaler.__name__}; later is {names}"
        assert differing(made.transform(later), scaled) is None, said
        back = made.inverse_transform(scaled)
        assert differing(back, later) is None, f"{said}; scaled is its transform"


@pytest.mark.hint("scikit-learn is for the checks.")
def test_is_written_with_numpy(imports_of):
    """Of packages, only numpy is imported."""
    assert near(MinMaxScaler().fit([[1], [3]]).transform([[2]]), [[0.5]]) == [[0.5]]
    others = [
        package
        for package in imports_of(q065_feature_scaling)
        if package in ("sklearn", "scipy", "pandas", "polars")
    ]
    assert others == [], "the module also imports these"
