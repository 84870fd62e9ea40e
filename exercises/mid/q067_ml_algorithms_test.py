"""Checks for Q67 · Machine-learning algorithms."""

import re

import numpy as np
import pytest
import q067_ml_algorithms
from q067_ml_algorithms import kmeans, knn_predict
from sklearn.cluster import KMeans
from sklearn.datasets import load_wine
from sklearn.neighbors import KNeighborsClassifier

LINE = [[0], [1], [2], [10], [11], [12]]
FAR = [[999907], [999908], [999912], [999916], [999920], [999924]]


def blobs(seed, scale=1.0):
    """Sixty points around three places, and three of them to start with."""
    rng = np.random.default_rng(seed)
    places = np.array([[0.0, 0.0], [6.0, 1.0], [2.0, 7.0]]) * scale
    points = rng.permutation(np.repeat(places, 20, axis=0) + rng.normal(0, 1.2 * scale, (60, 2)))
    return points, points[:3].copy()


def few(differences):
    """The first four differences, and how many more there are; or None where there is none."""
    first = dict(list(differences.items())[:4])
    more = len(differences) - len(first)
    return first | ({"and": f"{more} more"} if more else {}) or None


def differing(labels, expected):
    """Where labels are others than expected, with both; or both lengths; or None."""
    if len(labels) != len(expected):
        return {"length": f"{len(labels)} instead of {len(expected)}"}
    return few(
        {
            f"label {place}": f"{label!r} instead of {wanted!r}"
            for place, (label, wanted) in enumerate(zip(labels, expected, strict=True))
            if label != wanted
        }
    )


def near(result, expected):
    """What `kmeans` returns, in which numbers right to within a billionth are as expected."""
    parts = []
    for part, wanted in zip(result, expected, strict=True):
        found = np.asarray(part)
        if found.shape == np.shape(wanted):
            found = np.where(np.isclose(found, wanted, rtol=1e-9, atol=1e-12), wanted, found)
        parts.append(found.tolist())
    return tuple(parts)


@pytest.mark.parametrize(
    ("points", "start", "centres", "labels", "inertia"),
    [
        (LINE, [[0], [12]], [[1], [11]], [0, 0, 0, 1, 1, 1], 4),
        (LINE, [[12], [0]], [[11], [1]], [1, 1, 1, 0, 0, 0], 4),
        (LINE, [[0], [1]], [[1], [11]], [0, 0, 0, 1, 1, 1], 4),
        (LINE, [[100]], [[6]], [0] * 6, 154),
        ([[7]], [[5]], [[7]], [0], 0),
        ([[0], [0], [0], [4], [20]], [[1], [18]], [[1], [20]], [0, 0, 0, 0, 1], 12),
        ([[0], [1e-9]], [[0]], [[5e-10]], [0, 0], 5e-19),
        ([[0, 0], [0, 1], [4, 0], [4, 1]], [[0, 0], [4, 0]], [[0, 0.5], [4, 0.5]], [0, 0, 1, 1], 1),
        (FAR, FAR[:2], [[999909], [999920]], [0, 0, 0, 1, 1, 1], 46),
        (
            [[0.25], [0.75], [1e6 - 0.5], [1e6]],
            [[0], [1e6]],
            [[0.5], [1e6 - 0.25]],
            [0, 0, 1, 1],
            0.25,
        ),
        (
            [[-1e6, 1e6], [1e6, 1e6], *([n * n, 0] for n in range(10))],
            [[0, 0], [1, 0], [0, 1e6]],
            [[55 / 6, 0], [57.5, 0], [0, 1e6]],
            [2, 2, *[0] * 6, *[1] * 4],
            2e12 + 1603 + 5 / 6,
        ),
    ],
)
@pytest.mark.hint(
    "Two steps again and again: the nearest centre of each point, then the mean of its points.",
    "`points[:, np.newaxis] - centres` has all the differences, one for each pair.",
)
def test_centres_move_to_the_middle(points, start, centres, labels, inertia):
    """The centres move until they stand in the middle of the points that are nearest to them."""
    case = f"of kmeans({points}, {start})"
    expected = (centres, labels, inertia)
    assert near(kmeans(points, start), expected) == expected, f"centres, labels, inertia {case}"
    two = [[999998.302], [999998.308]]
    for rounds, centres in [(0, [[999998.3], [999998.31]]), (1, two)]:
        expected = (centres, [0, 1])
        assert near(kmeans(two, [[999998.3], [999998.31]], rounds)[:2], expected) == expected, (
            f"centres and labels of 999998.302 and .308, from 999998.3 and .31, {rounds=}"
        )
    far = kmeans([[999998.1], [999998.4]], [[999998.0], [999998.5]], 0)
    inertia = (999998.1 - 999998.0) ** 2 + (999998.4 - 999998.5) ** 2
    assert far[2] == pytest.approx(inertia, rel=1e-9), (
        "of 999998.1 and .4 from 999998.0 and .5, 0 rounds"
    )
    for rounds in (0, 9):
        result = kmeans(points, start, rounds)
        kinds = result[0].dtype.kind, result[1].dtype.kind in "iu", isinstance(result[2], float)
        assert kinds == ("f", True, True), f"floats, integers, a float {case}, {rounds} rounds"


@pytest.mark.parametrize(
    ("start", "rounds", "centres", "labels", "inertia"),
    [
        ([[0], [1]], 0, [[0], [1]], [0, 1, 1, 1, 1, 1], 303),
        ([[0], [1]], 1, [[0], [7.2]], [0, 0, 0, 1, 1, 1], 50.32),
        ([[0], [1]], 2, [[1], [11]], [0, 0, 0, 1, 1, 1], 4),
        ([[0], [1]], 3, [[1], [11]], [0, 0, 0, 1, 1, 1], 4),
        ([[-2], [4]], 1, [[0.5], [8.75]], [0, 0, 0, 1, 1, 1], 19.9375),
    ],
)
@pytest.mark.hint(
    "After the last round the centres have moved. Which is nearest now?",
    "Work out labels and inertia once more at the end, with the centres that you return.",
)
def test_rounds_are_limited(start, rounds, centres, labels, inertia):
    """After `max_rounds` rounds, labels and inertia are those of the centres returned."""
    expected = (centres, labels, inertia)
    found = near(kmeans(LINE, start, max_rounds=rounds), expected)
    assert found == expected, f"of {LINE}, from {start}, {rounds} rounds"


@pytest.mark.hint("The signature of the stub says how many rounds there are at most.")
def test_there_are_a_hundred_rounds():
    """Without a `max_rounds` there are 100 rounds, where so many are needed."""
    points = [[round(1000 * n**1.05)] for n in range(220)]
    inertia = kmeans(points, points[:13])[2]
    assert inertia == pytest.approx(11120424222.41, rel=1e-9), (
        "the inertia of round(1000 * n**1.05) for n below 220, without `max_rounds`; after 99 "
        "rounds it is 11207257211.85, after 101 it is 11001779918.54"
    )


@pytest.mark.parametrize(
    ("start", "centres", "labels"),
    [
        ([[0], [-50], [12]], [[1], [-50], [11]], [0, 0, 0, 2, 2, 2]),
        ([[6], [6], [400]], [[6], [6], [400]], [0] * 6),
        ([[1], [11], [5.5], [6.5]], [[1], [11], [5.5], [6.5]], [0, 0, 0, 1, 1, 1]),
    ],
)
@pytest.mark.hint("What is the mean of no points? Move only centres that have some.")
def test_an_empty_cluster_keeps_its_centre(start, centres, labels):
    """A centre that no point is nearest to stays where it is."""
    expected = (centres, labels)
    assert near(kmeans(LINE, start)[:2], expected) == expected, f"from {start}"
    expected = ([[11], [0.5]], [1, 1, 0, 0, 0], 2.5)
    assert near(kmeans([[0], [1], [10], [11], [12]], [[0.5], [-1]]), expected) == expected, (
        "of 0, 1, 10, 11, 12, from 0.5, -1; in the second round the second centre has points"
    )
    expected = ([[9], [22], [18]], [0, 0, 1, 1, 1], 10)
    left = kmeans([[7], [11], [21], [22], [23]], [[2], [29], [17]])
    assert near(left, expected) == expected, (
        "of 7, 11, 21, 22, 23, from 2, 29, 17; the third centre moves to 18, and then has no point"
    )


@pytest.mark.hint("`argmin` takes the first of the smallest values.")
def test_a_point_in_the_middle_goes_to_the_lower_number():
    """A point that is equally far from two centres belongs to the one with the lower number."""
    assert kmeans([[0], [2], [4]], [[0], [4]], 0)[1].tolist() == [0, 0, 1]
    assert kmeans([[0], [2], [4]], [[4], [0]], 0)[1].tolist() == [1, 0, 0]
    expected = ([[1], [4]], [0, 0, 1], 2)
    assert near(kmeans([[0], [2], [4]], [[0], [4]]), expected) == expected


@pytest.mark.timeout(20)  # scikit-learn starts threads
@pytest.mark.parametrize("source", ["blobs(1)", "blobs(2)", "blobs(3)", "load_wine().data"])
@pytest.mark.hint("Print the inertia after each round. It may only fall.")
def test_kmeans_agrees_with_scikit_learn(source):
    """On generated points and on wines the result is that of `KMeans`, and inertia only falls."""
    wines = load_wine().data
    points, start = (wines, wines[:3]) if "wine" in source else blobs(int(source[-2]))
    theirs = KMeans(3, init=start, n_init=1, tol=0, algorithm="lloyd").fit(points)
    centres, labels, inertia = kmeans(points, start)
    case = f"of kmeans(points, points[:3]), where the points are {source}"
    expected = pytest.approx(theirs.cluster_centers_.ravel().tolist(), rel=1e-9)
    assert centres.ravel().tolist() == expected, f"the numbers in the centres {case}"
    assert differing(labels.tolist(), theirs.labels_.tolist()) is None, f"the labels {case}"
    assert inertia == pytest.approx(theirs.inertia_, rel=1e-9), f"the inertia {case}"
    falling = [kmeans(points, start, rounds)[2] for rounds in range(12)]
    assert falling == sorted(falling, reverse=True), f"after 0, 1, 2, … rounds, the inertia {case}"


@pytest.mark.parametrize(
    ("query", "k", "label"),
    [([1.4], 1, "a"), ([9], 1, "b"), ([1.4], 3, "a"), ([9], 5, "b"), ([-40], 6, "a")],
)
@pytest.mark.hint(
    "Sort the points by their distance to the query: the labels of the first `k` vote.",
    "`numpy.argsort` gives the order of the points.",
    "Squares of large coordinates lose the digits that tell near points apart: subtract first.",
)
def test_the_nearest_points_vote(query, k, label):
    """The label that most of the `k` nearest points have is predicted."""
    labels = ["a", "a", "a", "b", "b", "b"]
    assert knn_predict(LINE, labels, [query], k).tolist() == [label], f"points {LINE}, {labels}"
    names = ["b", "a", "A", "a ", "c", "c"]
    assert knn_predict(LINE, names, [[0]], 4).tolist() == ["b"], f"{LINE}, {names}, row 0, k 4"
    near = [[999998.3], [999998.304]]
    assert knn_predict(near, ["a", "b"], [[999998.303]], 1).tolist() == ["b"], f"points {near}"
    near = near[::-1]
    assert knn_predict(near, ["b", "a"], [[999998.301]], 1).tolist() == ["a"], f"points {near}"
    assert knn_predict([[0.31], [0.3]], list("xy"), [[0.3]], 1).tolist() == ["y"], "0.31 and 0.3"


@pytest.mark.parametrize(
    ("labels", "k", "label"),
    [
        ("xyy", 2, "x"),
        ("yxx", 2, "y"),
        ("yxxy", 4, "y"),
        ("xyyx", 4, "x"),
        ("yxxyzz", 6, "y"),
        ("zyxxyy", 5, "y"),
        ("zyxxy", 5, "y"),
    ],
)
@pytest.mark.hint(
    "Which of the labels with the most votes comes first when the voters stand by distance?",
    "`numpy.unique` can also tell where each label stands first.",
)
def test_a_tie_goes_to_the_label_with_the_nearest_voter(labels, k, label):
    """Of labels with the most votes, the one that has the nearest voter is predicted."""
    found = knn_predict([[n] for n in range(1, len(labels) + 1)], list(labels), [[0]], k)
    assert found.tolist() == [label], f"labels by distance: {', '.join(labels)}; {k=}"
    points = [[1], [4], [2], [2]]
    assert knn_predict(points, list("aabb"), [[0]], 4).tolist() == ["a"], f"a, a, b, b at {points}"


@pytest.mark.parametrize(
    ("points", "labels", "k", "label"),
    [
        ([[1, 0], [0, 1], [-1, 0]], "abc", 1, "a"),
        ([[0, 5], [1, 0], [0, 1], [-1, 0]], "zbac", 1, "b"),
        ([[3, 0], [0, 3], [3, 0], [0, 3], [1, 0]], "bacab", 4, "b"),
        ([[0, 2], [2, 0], [1, 0], [0, 1]], "abcd", 1, "c"),
        ([[1], [-1]], "ba", 2, "b"),
        ([[1]] * 300, "c" + "ab" * 149 + "a", 1, "c"),
        ([[2]] * 20 + [[1]] + [[2]] * 20, "a" * 20 + "z" + "b" * 20, 3, "a"),
    ],
)
@pytest.mark.hint("A sort that keeps equals in their order is called stable.")
def test_of_equally_near_points_the_lower_row_votes(points, labels, k, label):
    """Of points that are equally far away, the one with the lower row number is nearer."""
    found = knn_predict(points, list(labels), [[0] * len(points[0])], k)
    assert found.tolist() == [label], f"{points=}, {labels=}, {k=}"


@pytest.mark.parametrize("k", [0, -1, 7, 100])
@pytest.mark.hint("How many points can vote?")
def test_refuses_a_k_that_does_not_fit(k):
    """A `k` below 1 or above the number of points raises a `ValueError` that contains it."""
    with pytest.raises(ValueError, match=rf"(?<![\d-]){re.escape(repr(k))}(?!\d)"):
        knn_predict(LINE, list("aaabbb"), [[3]], k)
    assert knn_predict(LINE, list("aabbbb"), [[3]], 6).tolist() == ["b"]


@pytest.mark.timeout(20)  # scikit-learn starts threads
@pytest.mark.parametrize("k", [1, 5, 29])
@pytest.mark.hint("Compare the votes for one query by hand.")
def test_neighbours_agree_with_scikit_learn(k):
    """For wines and for generated points of two classes, the labels are scikit-learn's."""
    wines = load_wine()
    two = wines.target != 2
    made, _ = blobs(4)
    for rows, numbers, case in [
        (wines.data[two], wines.target[two], "wines"),
        (made, (made[:, 0] + made[:, 1] > 5).astype(int), "generated points"),
    ]:
        points, queries = rows[::2], rows[1::2]
        model = KNeighborsClassifier(k, algorithm="brute").fit(points, numbers[::2])
        theirs = model.predict(queries)
        found = knn_predict(points, numbers[::2], queries, k).tolist()
        said = f"knn_predict(rows[::2], labels, rows[1::2], {k}), where the rows are {case}"
        assert differing(found, theirs.tolist()) is None, f"{said}, the labels numbers"
        names = wines.target_names[numbers]
        expected = wines.target_names[theirs].tolist()
        found = knn_predict(points, names[::2], queries, k).tolist()
        assert differing(found, expected) is None, f"{said}, the labels texts"


@pytest.mark.parametrize("make", [np.array, lambda rows: np.array(rows, float), list])
@pytest.mark.hint(
    "`numpy.asarray(points, dtype=float)` takes lists, and arrays of any type of number.",
)
def test_takes_lists_and_arrays_and_leaves_them_alone(make):
    """Lists and arrays of integers and floats will do, and are the same afterwards."""
    points, start = make(LINE), make([[0], [1]])
    expected = ([[1], [11]], [0, 0, 0, 1, 1, 1], 4)
    assert near(kmeans(points, start), expected) == expected
    for rounds in (100, 0):
        centres = kmeans(np.array(LINE, float), same := np.array([[1.0], [11.0]]), rounds)[0]
        centres += 1
        assert same.tolist() == [[1], [11]], (
            f"start, after the centres returned were changed; {rounds} rounds"
        )
    labels, queries = np.array([2, 2, 2, 1, 1, 1]), make([[3], [9]])
    assert knn_predict(points, labels, queries, 3).tolist() == [2, 1]
    names = ["a", "b", "c", "long", "d", ""]
    assert knn_predict(points, names, [[0], [10], [12]], 1).tolist() == ["a", "long", ""]
    large = np.array([2**60 + 1, -5, -5, -5, 2**60 + 1, 2**60])
    assert knn_predict(points, large, [[0], [2], [11]], 1).tolist() == [2**60 + 1, -5, 2**60 + 1]
    after = [np.array(each).tolist() for each in (points, start, labels, queries)]
    assert after == [LINE, [[0], [1]], [2, 2, 2, 1, 1, 1], [[3], [9]]], "the arguments afterwards"


@pytest.mark.hint("Euclid: the root of the sum of the squares.")
def test_distances_are_euclidean():
    """The distance is the root of the sum of squared differences."""
    points = [[3, 3], [0, 5]]
    assert knn_predict(points, ["near", "far"], [[0, 0]], 1).tolist() == ["near"]
    expected = ([[0, 5], [3, 3]], [1], 18)
    assert near(kmeans([[0, 0]], [[0, 5], [3, 3]], 0), expected) == expected


@pytest.mark.hint("scikit-learn is for the checks.")
def test_is_written_with_numpy(imports_of):
    """Of packages, only numpy is imported."""
    assert near(kmeans([[1], [3]], [[0]])[:1], ([[2]],)) == ([[2]],)
    others = [
        name for name in imports_of(q067_ml_algorithms) if name in ("pandas", "scipy", "sklearn")
    ]
    assert others == [], "the module also imports these"
