r"""Q60 · NumPy: whole arrays at once, and no loop.

Topics: numpy, numbers, optimisation
Needs: numpy

What is NumPy, and why does so much stand on it? Arithmetic on whole arrays needs no loop in Python
and runs at the speed of C. The interviewer asks for three small functions, and looks at what
happens at the edges of shapes and of numbers.

## Build

`normalise_rows(matrix)` takes an array of two dimensions. It returns an array of the same shape, in
which each row is divided by its Euclidean length. A row of zeros stays a row of zeros.

`pairwise_distances(left, right)` takes two arrays of two dimensions, in which a row is a point. It
returns the array whose item `[i, j]` is the Euclidean distance from row `i` of `left` to row `j` of
`right`. A distance has a relative error of at most 1e-9, wherever the two points are. Two arrays
with different numbers of columns raise a `ValueError`.

`moving_average(values, window)` takes an array of one dimension and an integer. It returns the mean
of each `window` consecutive values, from the first such window to the last. A value that is NaN,
infinite or beyond 1e9 changes the means of the windows that hold it, and of no others. A `window`
below 1 or above the number of values raises a `ValueError` whose message contains it.

## Rules

- The arrays are of `int8`, `uint8`, `int64`, `float32` or `float64`.
- `left` and `right` may be of two of these dtypes.
- Results are arrays of `float64`, with the precision of that type.
- An array may be a view of another one, such as `table.T` or `numbers[::-2]`.
- The arrays of the first two functions may have no rows, and they may have no columns.
- The arrays that are passed in stay as they are.
- A result shares no memory with them.
- No call gives a warning.
- The code of the module has no `for`, not even in a comprehension, and no `while`.
- It does not name `map`, `vectorize`, `frompyfunc` or `apply_along_axis`, save in docstrings.

## Left open

The last digits, up to a relative error of 1e-9. Integers beyond 2**53. In the first two functions,
NaN, infinities, and numbers whose squares are too large or too small for a `float64`. Windows whose
sum does not fit into one, those with infinities of both signs, and those whose values cancel out.
The digits that a value up to 1e9 costs other windows.

## Example

    >>> import numpy as np
    >>> normalise_rows(np.array([[3, 4], [0, 0], [0, -2]])).round(3).tolist()
    [[0.6, 0.8], [0.0, 0.0], [0.0, -1.0]]
    >>> pairwise_distances(np.array([[0, 0], [3, 0]]), np.array([[3, 4]])).round(3).tolist()
    [[5.0], [4.0]]
    >>> moving_average(np.array([1, 2, 6, 7]), 3).round(3).tolist()
    [3.0, 5.0]
"""

import numpy as np


def normalise_rows(matrix: np.ndarray) -> np.ndarray:
    """Return the rows, each divided by its length."""
    raise NotImplementedError


def pairwise_distances(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the distance from each row of `left` to each row of `right`."""
    raise NotImplementedError


def moving_average(values: np.ndarray, window: int) -> np.ndarray:
    """Return the mean of each `window` consecutive values."""
    raise NotImplementedError
