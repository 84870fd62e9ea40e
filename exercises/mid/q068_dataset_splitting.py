r"""Q68 · Dataset splitting: rows for the test that the model cannot know.

Topics: model-evaluation, machine-learning, numpy
Needs: numpy

How do you split data for training and testing? "At random" is right only where rows have nothing to
do with each other. A rare class may be missing on one side, the same patient may be on both, and a
model may be trained on the future. Write a split for each.

## Build

`stratified_split(labels, test_share, seed)` takes the label of each row, all strings or all
integers. Exactly `round(len(labels) * test_share)` rows are test rows. A class of `c` rows has more
than `c * test_share - 1` and less than `c * test_share + 1` of them. Which rows of a class these
are is random. A class of a single row raises a `ValueError` whose message contains the `repr` of
its label.

`group_split(groups, test_share, seed)` takes the name of the group that each row belongs to, all
strings or all integers. All rows of a group are on the same side. Groups are taken in random order,
whole, and are test rows until there are at least `len(groups) * test_share` of these.

`time_split(times, test_share)` takes the time of each row, and rows stand in any order. The latest
`round(len(times) * test_share)` rows are test rows. Rows whose time equals that of a test row are
test rows too.

## Rules

- Each function returns a pair of lists of row numbers, `(train, test)`.
- Row numbers count from 0, and both lists are sorted.
- Every row is in exactly one of the lists.
- Labels, groups and times are lists, tuples or numpy arrays of one dimension.
- Times are numbers, `datetime` objects or `datetime64` values.
- Equal arguments give equal splits, and another seed gives another split.
- The states of `random` and of `numpy.random` have no effect and stay as they are.
- A `test_share` that is not between 0 and 1, both excluded, raises a `ValueError` whose message
  contains its `repr`.
- A split that would leave one of the lists empty raises a `ValueError`.
- The arguments stay as they are.
- The checks look for leaks: a group on both sides, or a training time not before each test time.

## Left open

Which classes get the rows beyond the whole parts of their shares. Missing labels and times, data
without rows, seeds below 0 or from 2**32 on, and which of several errors comes. How far another
seed's split differs, and whether it does where few splits are possible. Shares whose products
floats round, as in `100 * 0.07`.

## Example

    >>> train, test = stratified_split(["ham"] * 8 + ["spam"] * 4, 0.25, seed=1)
    >>> len(train), len(test), [row for row in test if row < 8] == test[:2]
    (9, 3, True)
    >>> train, test = group_split(["ada", "bo", "ada", "bo"], 0.5, seed=7)
    >>> sorted([train, test])
    [[0, 2], [1, 3]]
    >>> time_split([2021, 2024, 2019, 2024, 2020], 0.2)
    ([0, 2, 4], [1, 3])
"""

from numpy.typing import ArrayLike


def stratified_split(
    labels: ArrayLike, test_share: float, seed: int
) -> tuple[list[int], list[int]]:
    """Split at random, each class by its share."""
    raise NotImplementedError


def group_split(groups: ArrayLike, test_share: float, seed: int) -> tuple[list[int], list[int]]:
    """Split at random, and keep the rows of a group together."""
    raise NotImplementedError


def time_split(times: ArrayLike, test_share: float) -> tuple[list[int], list[int]]:
    """Split by time: test on the latest rows."""
    raise NotImplementedError
