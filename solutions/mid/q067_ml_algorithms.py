r"""Q67 · Machine-learning algorithms: the answer and one way to build it.

## Answer

For supervised tasks I start with a baseline: linear or logistic regression, which is fast and can
be explained. Decision trees find rules but overfit alone; ensembles mend that: bagging averages
many trees, as random forests do, and boosting adds trees that correct those before. Gradient
boosting (`HistGradientBoostingClassifier`, XGBoost, LightGBM) is usually the best on tables. SVMs
suit small and medium data with a margin, k nearest neighbours small data where distance means
something.

Without labels: k-means for round clusters of like size, DBSCAN or HDBSCAN for shapes and noise, PCA
to reduce dimensions. Neural networks (PyTorch) are for images, text and sound; for small tables,
pretrained models such as TabPFN compete since 2025.

I choose by the data's size and kind, the need to explain, and the cost of predicting, and add
complexity only when validation shows that it pays. Distances need scaled features; trees do not.

## Follow-ups

- **Does k-means find the best clusters?** Only a local optimum that depends on the start; use
  k-means++ and several starts, and keep the lowest inertia.
- **How do you choose k?** By the silhouette or the elbow of the inertia, or by what the clusters
  are for. Inertia itself only falls as k grows.
- **Why are nearest neighbours bad in many dimensions?** Distances become alike, so the nearest is
  hardly nearer than the rest; reduce dimensions first.
- **Bagging or boosting?** Bagging reduces variance and runs in parallel, boosting reduces bias and
  overfits if it is not stopped.

## Notes

All differences are made by broadcasting, which needs memory for points times centres; the product
form `a² - 2ab + b²` needs less, and loses digits far from the origin. `argmin` and a stable
`argsort` take the first of equals, which is the rule for ties. The labels are worked out once more
after the last round, as the centres may have moved since. scikit-learn moves an empty cluster to
the point farthest from its centre, which is better in practice and longer to write.
"""

import numpy as np
from numpy.typing import ArrayLike


def _squared_distances(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the squared distance of each point (rows) to each of the others (columns)."""
    return np.square(points[:, np.newaxis] - others).sum(axis=2)


def kmeans(
    points: ArrayLike, start: ArrayLike, max_rounds: int = 100
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return the centres, the number of each point's nearest centre, and the inertia."""
    points, centres = np.asarray(points, dtype=float), np.asarray(start, dtype=float)
    for _ in range(max_rounds):
        nearest = _squared_distances(points, centres).argmin(axis=1)
        moved = centres.copy()
        for number in np.unique(nearest):
            moved[number] = points[nearest == number].mean(axis=0)
        if np.array_equal(moved, centres):
            break
        centres = moved
    distances = _squared_distances(points, centres)
    return centres.copy(), distances.argmin(axis=1), float(distances.min(axis=1).sum())


def knn_predict(points: ArrayLike, labels: ArrayLike, queries: ArrayLike, k: int) -> np.ndarray:
    """Return the label for which the nearest points of each query vote."""
    points, queries = np.asarray(points, dtype=float), np.asarray(queries, dtype=float)
    if not 1 <= k <= len(points):
        raise ValueError(f"k must lie between 1 and {len(points)}, not {k!r}")
    predicted = []
    for row in _squared_distances(queries, points):
        voters = np.asarray(labels)[np.argsort(row, kind="stable")[:k]]
        names, first, votes = np.unique(voters, return_index=True, return_counts=True)
        leading = votes == votes.max()
        predicted.append(names[leading][first[leading].argmin()])
    return np.array(predicted)
