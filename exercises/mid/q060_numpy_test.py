"""Checks for Q60 · NumPy."""

import ast
import contextlib
import math
import sys
import warnings

import numpy as np
import pytest
from q060_numpy import moving_average, normalise_rows, pairwise_distances

INF, NAN = float("inf"), float("nan")
NAMES = {"map", "vectorize", "frompyfunc", "apply_along_axis"}


def digits(number):
    """A number to ten significant digits, and NaN equal to itself."""
    return None if math.isnan(number) else float(f"{number:.9e}")


def few(differences):
    """The first four differences, and how many more there are; or None where there is none."""
    first = dict(list(differences.items())[:4])
    more = len(differences) - len(first)
    return first | ({"and": f"{more} more"} if more else {}) or None


def differing(result, expected):
    """Where an array has other numbers than expected, with both; or both shapes; or None."""
    found, wanted = np.asarray(result), np.asarray(expected, float)
    if found.shape != wanted.shape:
        return {"shape": f"{found.shape} instead of {wanted.shape}"}
    return few(
        {
            f"item {list(place)}": f"{found[place].item()} instead of {wanted[place].item()}"
            for place in np.ndindex(wanted.shape)
            if digits(found[place].item()) != digits(wanted[place].item())
        }
    )


@pytest.mark.parametrize(
    ("matrix", "rows"),
    [
        ([[3.0, 4.0], [0.0, -2.0]], [[0.6, 0.8], [0, -1]]),
        ([[2.0, 1.0, 2.0]], [[2 / 3, 1 / 3, 2 / 3]]),
        ([[0.5], [-7.0], [1.0]], [[1], [-1], [1]]),
        ([[3e-150, 4e-150], [3e150, 4e150], [-0.6, 0.8]], [[0.6, 0.8], [0.6, 0.8], [-0.6, 0.8]]),
    ],
)
@pytest.mark.hint(
    "`numpy.linalg.norm` takes an `axis`: which one goes along a row?",
    "With `keepdims=True` the lengths are a column, which fits the rows.",
)
def test_normalises_rows(matrix, rows):
    """Each row is divided by its own Euclidean length, however small or large it is."""
    assert differing(normalise_rows(np.array(matrix)), rows) is None, f"the rows were {matrix}"


@pytest.mark.parametrize("dtype", ["float64", "int64", "uint8"])
@pytest.mark.hint(
    "0 divided by 0 is NaN.",
    "Replace the lengths that are 0 before you divide.",
)
def test_zero_rows_stay_zero(dtype):
    """A row of zeros stays as it is, among others and alone."""
    matrix = np.array([[0, 0, 0], [0, 5, 0], [0, 0, 0], [1, 2, 2]], dtype)
    expected = [[0, 0, 0], [0, 1, 0], [0, 0, 0], [1 / 3, 2 / 3, 2 / 3]]
    assert differing(normalise_rows(matrix), expected) is None, f"from {matrix.tolist()}"
    assert differing(normalise_rows(matrix[[0]]), [[0, 0, 0]]) is None, "from [[0, 0, 0]]"


@pytest.mark.parametrize(
    ("left", "right", "distances"),
    [
        ([[0, 0], [3, 0]], [[3, 4], [0, 0], [3, -1]], [[5, 0, math.sqrt(10)], [4, 3, 1]]),
        ([[1], [-2], [0.5]], [[4]], [[3], [6], [3.5]]),
        ([[1, 2, 3]], [[3, 3, 1], [1, 2, 3]], [[3, 0]]),
        ([[1, 2], [3, 4]], [[5, 5], [1, 2]], [[5, 0], [math.sqrt(5), math.sqrt(8)]]),
    ],
)
@pytest.mark.hint(
    "Give one of the arrays a third axis, so that every row meets every row.",
    "`a[:, None] - b` has the shape (rows of `a`, rows of `b`, columns).",
)
def test_distances(left, right, distances):
    """Item `[i, j]` is the distance from row `i` of the one array to row `j` of the other."""
    result = pairwise_distances(np.array(left, float), np.array(right, float))
    assert differing(result, distances) is None, f"from {left} to {right}"


@pytest.mark.parametrize(
    ("values", "window", "means"),
    [
        ([1.0, 2.0, 6.0, 7.0], 3, [3, 5]),
        ([4.0, -1.0, 0.5], 1, [4, -1, 0.5]),
        ([4.0, -1.0, 0.5, 0.0], 2, [1.5, -0.25, 0.25]),
        ([4.0, -1.0, 1.5], 3, [1.5]),
        ([7.0], 1, [7]),
    ],
)
@pytest.mark.hint(
    "Only whole windows count: how many of them are there?",
    "`numpy.lib.stride_tricks.sliding_window_view` shows an array as rows of windows.",
)
def test_averages_each_window(values, window, means):
    """Each window of consecutive values has its mean, from the first whole window to the last."""
    assert differing(moving_average(np.array(values), window), means) is None, f"{values}, {window}"


@pytest.mark.parametrize(
    ("dtype", "unit", "other", "left", "right"),
    [
        ("int8", 25, "int8", [-128, 96], [127, -128]),
        ("uint8", 50, "int8", [255, 0], [-128, 127]),
        ("int64", 123_456_789_000_000, "uint8", [-1000, 5], [255, 0]),
        ("float32", 2.0**100, "int64", [0.5, -0.25], [2**30 + 1, 3]),
        ("float64", 0.7, "int8", [0.25, 300], [-128, 96]),
    ],
)
@pytest.mark.hint(
    "What is 200 * 200 in `uint8`, and 1 - 2?",
    "Convert first, and calculate afterwards: `astype(float)`.",
)
def test_takes_every_dtype(dtype, unit, other, left, right):
    """Integers and floats of one or two dtypes give `float64`, and never wrap round or overflow."""
    matrix = np.array([[3 * unit, 4 * unit], [0, 2 * unit]], dtype)
    points = np.array([[unit, 2 * unit]], dtype)
    values = np.array([4 * unit, 4 * unit, 5 * unit - 1, unit], dtype)
    exact = values.tolist()
    results = [
        normalise_rows(matrix),
        normalise_rows(points),
        pairwise_distances(points, matrix),
        pairwise_distances(matrix, points),
        moving_average(values, 3),
    ]
    assert [str(result.dtype) for result in results] == ["float64"] * 5, f"from {dtype}"
    rows, slope, distances, back, means = results
    far = unit * math.sqrt(8)
    case = f"{dtype}; the matrix is {matrix.tolist()}, the points {points.tolist()}"
    assert differing(rows, [[0.6, 0.8], [0, 1]]) is None, f"the normalised rows, {case}"
    expected = [[math.sqrt(1 / 5), math.sqrt(4 / 5)]]
    assert differing(slope, expected) is None, f"the normalised points, {case}"
    assert differing(distances, [[far, unit]]) is None, f"the distances to the matrix, {case}"
    assert differing(back, [[far], [unit]]) is None, f"the distances from the matrix, {case}"
    averages = [sum(exact[:3]) / 3, sum(exact[1:]) / 3]
    assert differing(means, averages) is None, f"the means of {exact}, {dtype}"
    one, two = np.array([left], dtype), np.array([right], other)
    case = f"{left} of {dtype} and {right} of {other}"
    distance, length = [[math.dist(left, right)]], math.hypot(*left)
    assert differing(pairwise_distances(one, two), distance) is None, f"the distance from {case}"
    assert differing(pairwise_distances(two, one), distance) is None, f"the distance back, {case}"
    expected = [[number / length for number in left]]
    assert differing(normalise_rows(one), expected) is None, f"the normalised row {left}, {dtype}"


@pytest.mark.hint(
    "In `|a|² + |b|² - 2ab` two large numbers leave nothing of a small difference.",
    "Subtract the coordinates first, then square.",
)
def test_near_points_keep_their_distance():
    """Points that are near to each other and far from the origin have their exact distance."""
    left = np.array([[0.0, 0.0], [1e8, -1e8], [1e8 + 0.125, 2e12], [-5e-9, 7e-9], [2e-99, 0.0]])
    right = np.array([[3e-9, 1e-9], [2e-99, 3e-99], [1e8 + 3e-3, 4e-3 - 1e8], [1e8, 2e12]])
    exact = [[math.dist(a, b) for b in right.tolist()] for a in left.tolist()]
    case = f"left is {left.tolist()}, right {right.tolist()}"
    assert differing(pairwise_distances(left, right), exact) is None, case
    kinds = ["float32", "float64"]
    short = [(np.array([[3, 1e-3]], kind), np.array([[0.1, 7]], kind)) for kind in kinds]
    exact = [math.dist(a.tolist()[0], b.tolist()[0]) for a, b in short]
    found = [float(pairwise_distances(a, b)[0, 0]) for a, b in short]
    assert differing(found, exact) is None, f"[[3, 0.001]] and [[0.1, 7]] of {kinds}"
    itself = pairwise_distances(left, left)
    assert itself.diagonal().tolist() == [0, 0, 0, 0, 0], "the distance of each point to itself"


@pytest.mark.parametrize("wild", [INF, -INF, NAN, 1e300, -1e18, 2e9])
@pytest.mark.parametrize("place", [0, 3, 7])
@pytest.mark.hint(
    "A cumulative sum never forgets: what is left of it when an infinity has gone by?",
    "Sum each window for itself.",
)
def test_a_wild_value_spoils_only_its_windows(wild, place):
    """NaN, infinite and large values change the means of their own windows, and no others."""
    values = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8])
    means = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    values[place] = wild
    held = [start for start in range(6) if start <= place < start + 3]
    for start in held:
        means[start] = sum(values[start : start + 3].tolist()) / 3
    assert differing(moving_average(values, 3), means) is None, f"from {values.tolist()}"


@pytest.mark.parametrize(
    ("left", "right"), [((2, 3), (4, 2)), ((2, 1), (4, 3)), ((2, 3), (4, 1)), ((0, 2), (3, 1)),
                        ((3, 0), (2, 1)), ((1, 2), (2, 3))],
)  # fmt: skip
@pytest.mark.hint(
    "Broadcasting stretches an axis of length 1, and nobody is told.",
    "Compare the two `shape[1]` before you calculate.",
)
def test_refuses_other_numbers_of_columns(left, right):
    """Points with other numbers of coordinates raise a `ValueError`, also 1 against many."""
    with pytest.raises(ValueError):
        pairwise_distances(np.ones(left), np.ones(right))
    assert differing(pairwise_distances(np.ones((1, 400)), np.zeros((2, 400))), [[20, 20]]) is None


@pytest.mark.parametrize(
    ("size", "window"),
    [(3, 4), (3, 0), (3, -1), (0, 1), (0, 0), (12, 100), (3, 9)],
)
@pytest.mark.hint("Compare the window with 1 and with the number of values.")
def test_refuses_a_window_that_does_not_fit(size, window):
    """A window below 1 or above the number of values raises a `ValueError` that names it."""
    with pytest.raises(ValueError, match=rf"(?<![\d-]){window}(?!\d)"):
        moving_average(np.arange(float(size)), window)


@pytest.mark.parametrize(("rows", "columns"), [(0, 3), (3, 0), (0, 0), (2, 3)])
@pytest.mark.hint("Which shape follows? Reductions such as `max` raise for an empty axis.")
def test_empty_arrays(rows, columns):
    """Arrays without rows or without columns give arrays of the shape that follows."""
    matrix = np.ones((rows, columns))
    result = normalise_rows(matrix)
    assert (result.shape, str(result.dtype)) == ((rows, columns), "float64")
    for left, right in [(rows, 2), (2, rows), (rows, rows)]:
        result = pairwise_distances(np.ones((left, columns)), np.zeros((right, columns)))
        assert (result.shape, str(result.dtype)) == ((left, right), "float64")
        expected = np.full((left, right), columns**0.5)
        assert differing(result, expected) is None, f"{left} and {right} points, {columns} columns"


@pytest.mark.hint(
    "A view has strides of its own, which need not be those of a new array.",
    "`sliding_window_view` looks at the strides, `as_strided` trusts yours.",
)
def test_takes_views():
    """Transposed arrays and slices with a step give the same as their copies."""
    table = np.array([[3.0, 0.0, 8.0], [4.0, 2.0, -6.0]])
    case = f"the table is {table.tolist()}"
    assert differing(normalise_rows(table.T), [[0.6, 0.8], [0, 1], [0.8, -0.6]]) is None, case
    distances = pairwise_distances(table.T[::2], table[:, 1:2].T)
    assert differing(distances, [[math.sqrt(13)], [math.sqrt(128)]]) is None, case
    numbers = np.arange(12.0)
    assert differing(moving_average(numbers[::3], 2), [1.5, 4.5, 7.5]) is None, "from 0, 3, 6, 9"
    assert differing(moving_average(numbers[::-4], 2), [9, 5]) is None, "from 11, 7, 3"


@pytest.mark.hint(
    "`numpy.where` picks from what was calculated before, with all its warnings.",
    "Which calculation is undefined? Change its input, not its result.",
)
def test_warns_of_nothing():
    """Zeros, NaN, infinities, empty arrays and a window that does not fit give no warning."""
    zeros, wild = np.zeros((2, 2)), np.array([1.0, NAN, INF, 1e300, 4.0])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        results = [
            normalise_rows(zeros),
            normalise_rows(np.zeros((0, 2))),
            normalise_rows(np.zeros((2, 0))),
            pairwise_distances(np.zeros((2, 0)), np.zeros((3, 0))),
            pairwise_distances(zeros, np.zeros((1, 2), "uint8")),
            pairwise_distances(np.zeros((0, 3)), np.zeros((2, 3))),
            moving_average(wild, 2),
        ]
        for values, window in [(np.ones(0), 1), (np.ones(0), 0), (np.ones(3), 0), (np.ones(3), 4)]:
            with contextlib.suppress(ValueError):
                moving_average(values, window)
    assert [str(warning.message) for warning in caught] == []
    assert [result.shape for result in results] == [
        (2, 2), (0, 2), (2, 0), (2, 3), (2, 1), (0, 2), (4,),
    ]  # fmt: skip


@pytest.mark.hint(
    "`a /= b` and `a -= b` change the array that was passed in.",
    "`numpy.asarray` and `astype(float, copy=False)` may return that very array.",
)
def test_arguments_stay_as_they_are():
    """The arrays passed in are unchanged, and no result shares memory with them."""
    matrix = np.array([[3.0, 4.0], [0.0, 0.0], [5.0, 12.0]])
    zeros, ones, values = np.zeros((2, 2)), np.array([[1.0], [1.0]]), np.array([1.0, 5.0, 9.0])
    before = [matrix.tolist(), zeros.tolist(), ones.tolist(), values.tolist()]
    results = {
        "normalise_rows(matrix)": normalise_rows(matrix),
        "normalise_rows(zeros)": normalise_rows(zeros),
        "normalise_rows(ones)": normalise_rows(ones),
        "pairwise_distances(matrix, zeros)": pairwise_distances(matrix, zeros),
        "pairwise_distances(ones, zeros[:, :1])": pairwise_distances(ones, zeros[:, :1]),
        "moving_average(values, 2)": moving_average(values, 2),
        "moving_average(values, 1)": moving_average(values, 1),
    }
    assert [matrix.tolist(), zeros.tolist(), ones.tolist(), values.tolist()] == before
    shared = [
        call
        for call, result in results.items()
        if any(np.shares_memory(result, array) for array in (matrix, zeros, ones, values))
    ]
    assert shared == [], "calls whose result shares memory with an argument"
    assert len(values) == len(moving_average(values, 1))


@pytest.mark.hint(
    "An operation on whole arrays has its loop in C.",
    "`numpy.vectorize` and its kin call a Python function for each item, so they are loops too.",
)
def test_has_no_loop(syntax_of):
    """The module has no loop, no comprehension, and none of the four names that hide one."""
    found = []
    for node in ast.walk(syntax_of(sys.modules["q060_numpy"])):
        if isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
            found.append("for")
        elif isinstance(node, ast.While):
            found.append("while")
        else:
            used = {getattr(node, field, None) for field in ("id", "attr", "name", "value")}
            found += sorted(NAMES & {name for name in used if isinstance(name, str)})
    assert found == [], "loops, and names that hide one, in the module"
    assert differing(moving_average(np.ones(1000), 998), [1, 1, 1]) is None
