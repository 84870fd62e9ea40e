r"""Q67 · Machine-learning algorithms: two that fit on a whiteboard.

Topics: machine-learning, numpy, algorithms
Needs: numpy, scikit-learn

What are common machine-learning algorithms, and can you write one? k-means and nearest neighbours
need no calculus and little code, so they are asked for. The details decide: ties, empty clusters,
and labels that no longer belong to the centres.

## Build

`kmeans(points, start, max_rounds=100)` finds clusters, beginning with the centres in `start`.

- A round first gives every point to the nearest centre.
- Then every centre moves to the mean of the points that were given to it.
- A centre that was given no point stays where it is.
- The rounds end after the first one that moves no centre, and after `max_rounds` at the latest.

It returns a tuple `(centres, labels, inertia)`. `centres` is an array of floats, with the rows in
the order of `start`. `labels` is an array of integers: for every point the row number of the
nearest of these centres. `inertia` is a float: the sum over all points of the squared distance to
the nearest of these centres.

`knn_predict(points, labels, queries, k)` returns an array with the predicted label of every query.
The `k` points nearest to a query vote, each for its label. The label with the most votes is
predicted. Of several such labels, the one with the nearest voter is predicted. A `k` below 1 or
above the number of points raises a `ValueError` whose message contains it.

## Rules

- Points, centres and queries are lists of rows, or arrays of two dimensions.
- Coordinates are integers or floats (`int64`, `float64`) from -1e6 to 1e6.
- All distances are Euclidean.
- Of two that are equally far away, the one with the lower row number counts as nearer.
- Labels are all strings or all integers, in a list or an array.
- Floats are right to within a billionth of their size, also for near points far from the origin.
- Only numpy and the standard library are imported.
- The arguments stay as they are.

## Left open

No points, no centres, no queries, NaN. Which of two is nearer if their distances differ by less
than 1e-3, save where coordinates are whole numbers and they are equal.

## Example

    >>> points = [[0, 0], [0, 2], [9, 0], [9, 4]]
    >>> centres, labels, inertia = kmeans(points, [[0, 0], [1, 0]])
    >>> centres.tolist(), labels.tolist(), inertia
    ([[0.0, 1.0], [9.0, 2.0]], [0, 0, 1, 1], 10.0)
    >>> knn_predict(points, ["west", "west", "east", "east"], [[3, 1], [7, 1]], 3).tolist()
    ['west', 'east']
"""

import numpy as np
from numpy.typing import ArrayLike


def kmeans(
    points: ArrayLike, start: ArrayLike, max_rounds: int = 100
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return the centres, the number of each point's nearest centre, and the inertia."""
    raise NotImplementedError


def knn_predict(points: ArrayLike, labels: ArrayLike, queries: ArrayLike, k: int) -> np.ndarray:
    """Return the label for which the nearest points of each query vote."""
    raise NotImplementedError
