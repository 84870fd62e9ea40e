"""Checks for Q68 · Dataset splitting."""

import random
import re
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from q068_dataset_splitting import group_split, stratified_split, time_split

PETS = ["cat", "dog", "cat", "dog", "cat", "cat", "dog", "cat"]
RANDOM = [stratified_split, group_split]
ALL = [
    lambda column, share: stratified_split(column, share, 3),
    lambda column, share: group_split(column, share, 3),
    time_split,
]
NAMES = ["stratified_split", "group_split", "time_split"]

TIMES = ["59:59.200", "59:59.700", "00:00.900"]
NIGHT, NOON = datetime(2026, 5, 1), datetime(2026, 5, 1, 12)
NOON_IN_OSLO = datetime(2026, 5, 1, 14, tzinfo=timezone(timedelta(hours=2)))

ELSEWHERE = """
import numpy as np
from q068_dataset_splitting import group_split, stratified_split

groups = [f"group {row % 24}" for row in range(48)]
print(np.array(group_split(groups, 0.5, 7)[1]).tolist())
print(np.array(stratified_split(groups, 0.5, 7)[1]).tolist())
"""


def seeds(n):
    return range(100, 100 + n)


def many_labels(seed):
    """300 labels of six classes, of which the rarest has two to four rows."""
    rng = np.random.default_rng(seed)
    common = rng.choice([10, 20, 30, 40], 285, p=[0.6, 0.25, 0.1, 0.05])
    return rng.permutation([*common, *[50] * (11 + seed % 3), *[60] * (4 - seed % 3)])


@pytest.mark.parametrize("split", ALL, ids=NAMES)
@pytest.mark.parametrize(
    "column",
    [[3, 1, 2, 3, 1, 2, 3, 1], (5, 5, 1, 1, 1, 1, 7, 7), np.array([2, 2, 2, 1, 1, 1, 3, 3, 3])],
    ids=["list", "tuple", "array"],
)
@pytest.mark.hint(
    "Mark the test rows; all others are training rows.",
    "`sorted` at the end makes the order of choosing disappear.",
)
def test_every_row_is_on_one_side(split, column):
    """Both lists are sorted, hold each row number once, and the argument stays as it was."""
    before = np.array(column).tolist()
    train, test = split(column, 0.5)
    said = f"training and test rows of {before}, share 0.5"
    assert (train, test) == (sorted(train), sorted(test)), f"{said}, sorted"
    assert sorted([*train, *test]) == list(range(len(column))), f"{said}: {train=}, {test=}"
    assert (type(train), type(test)) == (list, list), f"the types of {said}"
    assert np.array(column).tolist() == before, "the argument afterwards"


@pytest.mark.parametrize(
    ("size", "share", "count"),
    [(8, 0.25, 2), (10, 0.25, 2), (14, 0.25, 4), (10, 0.45, 4), (100, 0.29, 29), (60, 0.99, 59)],
)
@pytest.mark.hint(
    "Rounding each class for itself gives a sum that may be off by one or two.",
    "Give each class the whole part of its share, then see how many rows are still missing.",
)
def test_stratified_takes_its_number_of_rows(size, share, count):
    """Exactly `round(len(labels) * test_share)` rows are test rows, however many classes."""
    for classes in (1, 2, 4):
        labels = [f"class {row % classes}" for row in range(size)]
        _, test = stratified_split(labels, share, 1)
        assert len(test) == count, f"test rows of {size}, of {classes} classes, share {share}"


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5, 0.73])
@pytest.mark.hint(
    "Count the test rows of each class, and compare with its size times the share.",
    "The rows that are still missing go to different classes, one each.",
)
def test_every_class_has_its_share(share):
    """Of each class the test has its share, to within less than one row."""
    off = []
    for seed in seeds(6):
        labels = many_labels(seed)
        _, test = stratified_split(labels, share, seed)
        sizes, found = Counter(labels.tolist()), Counter(labels[test].tolist())
        off += [
            f"{found[name]} of {size} rows"
            for name, size in sizes.items()
            if abs(found[name] - size * share) > 1 - 1e-9
        ]
    assert off == [], f"test rows of classes that are off, share {share}"
    for names in ([2**60, 2**60 + 1], ["a", "A", "a "]):
        sides = [stratified_split(names * 2, 0.5, seed)[1] for seed in seeds(30)]
        places = [sorted(row % len(names) for row in test) for test in sides]
        wrong = [test for test in places if test != list(range(len(names)))]
        assert wrong == [], f"places of the test rows in {names}, each class twice, share 0.5"


@pytest.mark.parametrize(
    ("labels", "lone"),
    [
        (["cat", "cat", "emu", "cat"], "emu"),
        (["it's", "cat", "cat"], "it's"),
        ([5, 5, -7, 5, 5], -7),
        ([0, 0, 0, 41], 41),
    ],
)
@pytest.mark.hint("On which side should its only row be?")
def test_a_class_of_one_row_is_refused(labels, lone):
    """A class with a single row raises a `ValueError` whose message contains its `repr`."""
    with pytest.raises(ValueError, match=re.escape(repr(lone))):
        stratified_split(labels, 0.5, 1)
    train, test = stratified_split([*labels, lone], 0.5, 1)
    assert len(train) + len(test) == len(labels) + 1, f"rows, with the labels {[*labels, lone]}"


@pytest.mark.hint(
    "A row's place must not decide on which side it is.",
    "`rng.permutation(rows)[:count]` chooses some of the rows of a class.",
)
def test_any_row_and_any_group_may_be_tested():
    """Over many seeds, every row of a class, and every group, is sometimes tested."""
    rows, groups = set(), set()
    for seed in seeds(80):
        rows.update(stratified_split(PETS, 0.5, seed)[1])
        groups.update(PETS[row] for row in group_split(PETS, 0.25, seed)[1])
    assert rows == set(range(len(PETS))), f"rows ever tested, of {PETS}"
    assert groups == {"cat", "dog"}, f"groups ever tested, of {PETS}"
    apart = {tuple(stratified_split(PETS, 0.5, seed)[1]) for seed in seeds(80)}
    assert len(apart) > 15, "different test sides of 80 seeds, of 30 that are possible"
    apart = {tuple(group_split(list("abcdefgh"), 0.5, seed)[1]) for seed in seeds(80)}
    assert len(apart) > 25, "different test sides of 80 seeds, of 70 possible, eight groups"


@pytest.mark.parametrize("split", RANDOM, ids=NAMES[:2])
@pytest.mark.hint(
    "Make a generator of your own from the seed, at every call.",
    "`numpy.random.default_rng(seed)` is one.",
)
def test_a_seed_gives_its_split(split):
    """Equal arguments give equal splits, whatever was drawn elsewhere, another seed another."""
    groups = [number // 2 for number in range(200)]
    for seed in (0, 1, 42):
        random.seed(1)
        np.random.seed(1)
        first = split(groups, 0.3, seed)
        random.seed(2)
        np.random.seed(2)
        assert split(groups, 0.3, seed) == first, f"again with seed {seed}"
    assert split(groups, 0.3, 0) != split(groups, 0.3, 1), "seeds 0 and 1, a hundred groups of two"


@pytest.mark.timeout(10)
@pytest.mark.hint(
    "A `set` of strings has another order in each process, as strings have other hashes there.",
    "`sorted(set(names))`, `dict.fromkeys(names)` and `numpy.unique` have always the same order.",
)
def test_another_process_gives_the_same_splits(run_python, monkeypatch):
    """Equal arguments give equal splits also in another process, where hashes are different."""
    home = Path(sys.modules["q068_dataset_splitting"].__file__).parent
    monkeypatch.setenv("PYTHONPATH", str(home))
    monkeypatch.setenv("PYTHONHASHSEED", "68")
    process = run_python("-c", ELSEWHERE)
    there = (process.stdout or process.stderr).splitlines()[-2:]
    groups = [f"group {row % 24}" for row in range(48)]
    here = [group_split(groups, 0.5, 7)[1], stratified_split(groups, 0.5, 7)[1]]
    assert there == [str(np.array(test).tolist()) for test in here], (
        "the test rows in another process, of group_split and of stratified_split, "
        "each with 'group 0' to 'group 23' twice over, 0.5 and seed 7"
    )


@pytest.mark.parametrize("split", RANDOM, ids=NAMES[:2])
@pytest.mark.hint("`random.seed` and `numpy.random.seed` change generators that all code shares.")
def test_shared_generators_stay_as_they_are(split):
    """The states of `random` and of `numpy.random` are the same afterwards."""
    before = random.getstate(), np.random.get_state()[1:3]
    split([1, 1, 2, 2, 3, 3], 0.5, 1)
    with pytest.raises(ValueError):
        split([1, 1], 0.1, 1)  # there would be no test rows, or no others
    after = random.getstate(), np.random.get_state()[1:3]
    assert after[0] == before[0], "the state of random"
    assert after[1][0].tolist() == before[1][0].tolist(), "the state of numpy.random"
    assert after[1][1] == before[1][1], "the place in the state of numpy.random"


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.hint("Choose among groups, not among rows.")
def test_a_group_is_on_one_side(seed):
    """No group has rows on both sides, wherever they stand."""
    rng = np.random.default_rng(seed)
    for size, numbers in [
        (300, rng.integers(-20, 20, 300).tolist()),
        (24, rng.permutation([-3, -2, -1, 0, 1, 2] * 4).tolist()),
    ]:
        for groups in (numbers, [f"group {number}" for number in numbers]):
            for column in (np.array(groups), groups, tuple(groups)):
                said = f"{size} groups such as {groups[0]!r} in no order, share 0.4, seed {seed}"
                train, test = group_split(column, 0.4, seed)
                both = sorted({groups[row] for row in train} & {groups[row] for row in test})
                assert both == [], f"groups that are on both sides, of {said}"
                assert len(train) + len(test) == size, f"rows on the two sides, of {said}"
    cities = ["oslo", "rome", "bern"] * 3
    train, test = group_split(cities, 0.5, seed)
    both = sorted({cities[row] for row in train} & {cities[row] for row in test})
    assert both == [], f"cities that are on both sides, of {cities}, share 0.5"
    for names in (["a", "A", "a ", " a"], [2**60, 2**60 + 1, 2**60 + 2, 2**60 + 3]):
        test = group_split(names, 0.25, seed)[1]
        assert len(test) == 1, f"test rows of four groups, {names}, share 0.25: {test}"


@pytest.mark.hint(
    "Ten groups of one row are less than one group of ninety.",
    "Add the sizes of the groups as you go; `numpy.cumsum` does.",
)
def test_groups_count_by_their_rows():
    """Groups are taken until there are enough rows, and no longer."""
    groups = ["big"] * 40 + [f"small {number}" for number in range(40)] + ["mid"] * 20
    few, many = [], []
    for seed in seeds(40):
        test = group_split(groups, 0.25, seed)[1]
        sizes = Counter(groups[row] for row in test)
        few += [dict(sizes)] if len(test) < 25 else []
        many += [dict(sizes)] if len(test) - max(sizes.values()) >= 25 else []
    assert few == [], "test groups with fewer than 25 of 100 rows"
    assert many == [], "test groups of which one is too many for 25 of 100 rows"
    tested = set()
    for seed in seeds(20):
        try:
            tested.add(str(group_split(["a", "b", "b", "b"], 0.5, seed)[1]))
        except ValueError:
            tested.add("ValueError")
    assert tested == {"[1, 2, 3]", "ValueError"}, (
        "test rows of a, b, b, b with many seeds; share 0.5; if a comes first, b must follow"
    )
    exact = group_split(list(range(20)), 0.25, 1)[1]
    assert len(exact) == 5, "test rows of 20 groups of one row, share 0.25"
    assert len(group_split(list(range(10)), 0.25, 1)[1]) == 3, "at least 2.5 of 10 rows"
    assert len(group_split(list(range(10)), 0.21, 1)[1]) == 3, "at least 2.1 of 10 rows"


@pytest.mark.parametrize(
    ("times", "share", "test"),
    [
        ([1, 2, 3, 4], 0.5, [2, 3]),
        ([4, 1, 3, 2, 0], 0.4, [0, 2]),
        ((-1.5, -7.25, 3e9, 0.0), 0.25, [2]),
        ([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], 0.25, [0, 1]),
        ([9, 10, 8, 11], 0.5, [1, 3]),
        ([0.25, 0.75, 0.5, 1.5], 0.5, [1, 3]),
        ([1.7e9 + 0.25, 1.7e9 + 0.75, 1.7e9 + 0.5], 0.34, [1]),
        ([1e-7, 3e-7, 2e-7], 0.34, [1]),
        (np.array([3, 0, 5, 4], "uint8"), 0.5, [2, 3]),
        ([datetime(1600, 1, 1), datetime(2500, 1, 1), datetime(1900, 1, 1)], 0.34, [1]),
        (np.array(["1600-01-01", "2500-01-01", "1900-01-01"], "datetime64[D]"), 0.34, [1]),
        (np.array([f"2026-05-01T09:00:00.00000000{n}" for n in "132"], "datetime64[ns]"), 0.3, [1]),
        ([datetime(2026, 5, 1), datetime(2025, 12, 31), datetime(2026, 10, 1)], 0.34, [2]),
        ([datetime(2026, 5, 1, 9, 0, 0, 6), datetime(2026, 5, 1, 9, 0, 0, 7)], 0.5, [1]),
        ([10**18 + 1, 10**18 + 2, 10**18], 0.3, [1]),
        (
            [
                datetime(2026, 5, 1, 12, tzinfo=UTC),
                datetime(2026, 5, 1, 13, tzinfo=timezone(timedelta(hours=2))),
            ],
            0.5,
            [0],
        ),
        (np.array(["2026-01-05", "2024-02-29", "2026-01-04"], "datetime64[D]"), 0.5, [0, 2]),
        (np.array([f"2026-05-01T09:{time}" for time in TIMES], "datetime64[ms]"), 0.3, [1]),
    ],
)
@pytest.mark.hint(
    "Sort a copy: from which time on are rows test rows?",
    "`times >= first` marks them, in whatever order they stand.",
)
def test_the_latest_rows_are_tested(times, share, test):
    """The latest rows are the test rows, in whatever order they stand."""
    given = np.array(times).tolist()
    assert time_split(times, share)[1] == test, f"test rows of {given}, share {share}"
    assert np.array(times).tolist() == given, "the times afterwards"


@pytest.mark.parametrize(
    ("times", "share", "test"),
    [
        ([1, 5, 5, 5, 2], 0.2, [1, 2, 3]),
        ([7, 3, 7, 1, 3, 0], 0.5, [0, 1, 2, 4]),
        ([2, 2, 1, 3], 0.25, [3]),
        ([1.0, 2, 2.0, 1], 0.25, [1, 2]),
        ([NOON, NIGHT, NOON, NIGHT, NOON], 0.2, [0, 2, 4]),
        ([NOON.replace(tzinfo=UTC), NOON_IN_OSLO, NIGHT.replace(tzinfo=UTC)], 0.3, [0, 1]),
        (np.array(["2026-01-05", "2026-01-04", "2026-01-05"], "datetime64[D]"), 0.34, [0, 2]),
        (np.array([NIGHT, NOON, NOON, NIGHT], "datetime64[us]"), 0.25, [1, 2]),
    ],
)
@pytest.mark.hint("What is trained on a time should not be tested on the same.")
def test_equal_times_are_not_cut_apart(times, share, test):
    """Rows with the time of a test row are test rows, also beyond the share."""
    given = [str(time) for time in times]
    assert time_split(times, share)[1] == test, f"test rows of {given}, share {share}"


@pytest.mark.parametrize("split", ALL, ids=NAMES)
@pytest.mark.parametrize("share", [0, 1, 0.0, 1.0, -0.2, 1.5, 20, float("nan"), np.float64(2.5)])
@pytest.mark.hint("Both ends are excluded, and nothing is true of NaN.")
def test_refuses_a_share_out_of_range(split, share):
    """A share not between 0 and 1 raises a `ValueError` whose message contains its `repr`."""
    with pytest.raises(ValueError, match=re.escape(repr(share))):
        split([1, 1, 2, 2], share)


@pytest.mark.parametrize(
    "call",
    [
        lambda: stratified_split([1, 1, 2, 2], 0.1, 1),
        lambda: stratified_split([1, 1, 2, 2], 0.9, 1),
        lambda: group_split([5, 5, 5, 5], 0.25, 1),
        lambda: time_split([1, 2, 3, 4], 0.1),
        lambda: time_split([1, 2, 3, 4], 0.9),
        lambda: time_split([6, 6, 6, 6], 0.25),
    ],
    ids=[
        *("stratified, no test row", "stratified, no training row", "one group"),
        *("times, no test row", "times, no training row", "all times equal"),
    ],
)
@pytest.mark.hint("Look at both lists before you return them.")
def test_an_empty_side_is_refused(call):
    """A split that would leave a side without rows raises a `ValueError`."""
    with pytest.raises(ValueError):
        call()
