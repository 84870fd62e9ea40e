r"""Q60 · NumPy: the answer and one way to build it.

## Answer

NumPy gives Python the n-dimensional array: one block of memory, one dtype, a shape and strides. A
list holds pointers to objects; an array holds the numbers themselves. So an operation on a whole
array is one call into compiled code, often a hundred times faster than a loop in Python.

Broadcasting lets arrays of different shapes work together: axes are matched from the right, and an
axis of length one is stretched without a copy. Slices are views on the same memory; a mask or a
list of positions makes a copy.

Besides arithmetic there are linear algebra, Fourier transforms, and random numbers, today from
`numpy.random.default_rng`. pandas, SciPy and scikit-learn are built on it. PyTorch has tensors of
its own, but shares ideas and memory with it.

What the speed costs are fixed-size numbers: `uint8` wraps round in silence, and since NumPy 2 a
Python integer no longer widens the result's dtype. I look at the dtype first. And large temporaries
cost memory: then I work in blocks.

## Follow-ups

- **When does a slice surprise?** It is a view: writing to it changes the original, and a small
  slice keeps a large array alive. `copy` ends both.
- **How do you get a distance matrix for points by the million?** Not at all at once: work in blocks
  of rows, or ask a `KDTree` for the nearest neighbours only.
- **What changed with NumPy 2?** The dtype of a result depends on dtypes alone, not on values:
  `np.uint8(200) + 100` wraps round, with a warning.
- **What if it can't be written without a loop?** Numba compiles the loop, or it moves to C or Rust.

## Notes

Everything becomes `float64` first, so no difference or square can wrap round. The differences of
all pairs take n × m × k numbers. The Gram trick, `|a|² + |b|² - 2ab`, takes n × m and is faster,
but loses all digits for near points far from the origin. `sliding_window_view` copies nothing, and
averaging it costs n × window additions. A cumulative sum costs n, but an infinity stays in it for
ever, and so do rounding errors of a huge value.
"""

import numpy as np


def normalise_rows(matrix: np.ndarray) -> np.ndarray:
    """Return the rows, each divided by its length."""
    rows = matrix.astype(np.float64)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths == 0, 1, lengths)


def pairwise_distances(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the distance from each row of `left` to each row of `right`."""
    if left.shape[1] != right.shape[1]:
        raise ValueError(f"{left.shape} and {right.shape} have different numbers of columns")
    differences = left.astype(np.float64)[:, np.newaxis] - right.astype(np.float64)
    return np.linalg.norm(differences, axis=2)


def moving_average(values: np.ndarray, window: int) -> np.ndarray:
    """Return the mean of each `window` consecutive values."""
    if not 1 <= window <= len(values):
        raise ValueError(f"window must lie between 1 and {len(values)}, not {window}")
    numbers = values.astype(np.float64)
    return np.lib.stride_tricks.sliding_window_view(numbers, window).mean(axis=1)
