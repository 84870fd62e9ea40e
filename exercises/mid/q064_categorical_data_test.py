"""Checks for Q64 · Categorical data."""

import re

import numpy as np
import pandas as pd
import pytest
from q064_categorical_data import Encoder, target_encode

DTYPES = ["object", "str", "string", "category"]
SIZES = ["small", "medium", "large"]


def rounded(numbers):
    """The numbers to nine places, as Python's own floats."""
    return [round(float(number), 9) for number in numbers]


def apart(found, expected):
    """The items in which two dicts differ, with the values of both; or None."""
    return {
        name: f"{found.get(name, 'nothing')} instead of {expected.get(name, 'nothing')}"
        for name in dict.fromkeys([*expected, *found])
        if name not in found or name not in expected or found[name] != expected[name]
    } or None


def differing(frame, expected):
    """The columns that have other values than expected, with both; or None."""
    return apart(rows_of(frame), expected)


def rows_of(frame):
    """The frame as columns of Python values, `None` where a value is missing."""
    return {
        name: [None if pd.isna(value) else int(value) for value in column]
        for name, column in frame.items()
    }


@pytest.mark.hint(
    "Keep the values of each nominal column in `fit`, and make the columns from them in order.",
    "`(column == value)` is a column of booleans, and `astype(int)` makes integers of it.",
)
def test_encodes_nominal_and_ordinal_columns():
    """Nominal values get a column of 0 and 1 each, and ordinal ones their place in the list."""
    frame = pd.DataFrame(
        {
            "air": ["oslo", "oslo", "sas"],
            "note": ["x", "y", "z"],
            "age": ["young", "old", "young"],
            "city": ["oslo", "Rome", "bergen"],
            "size": ["large", "small", "medium"],
        }
    )
    encoder = Encoder(["city", "air"], {"size": SIZES, "age": ["young", "old"]})
    said = f"the frame is {frame.to_dict('list')}; nominal are city and air, ordinal size and age"
    fitted = encoder.fit(frame)
    returned = "the encoder" if fitted is encoder else type(fitted).__name__
    assert returned == "the encoder", "what `fit` returns"
    result = encoder.transform(frame)
    expected = {
        "city=Rome": [0, 1, 0],
        "city=bergen": [0, 0, 1],
        "city=oslo": [1, 0, 0],
        "air=oslo": [1, 1, 0],
        "air=sas": [0, 0, 1],
        "size": [2, 0, 1],
        "age": [0, 1, 0],
    }
    assert differing(result, expected) is None, said
    assert list(result) == list(expected), f"the columns in their order; {said}"
    integers = [pd.api.types.is_integer_dtype(dtype) for dtype in result.dtypes[:5]]
    kinds = [str(dtype) for dtype in result.dtypes]
    assert integers == [True] * 5, f"the dtypes of the first five are {kinds[:5]}"
    assert kinds[5:] == ["Int64", "Int64"], "the dtypes of size and age"
    texts = ["romeo", "9", "rome", "10", "rome ", "Rome", "rom."]
    in_order = ["10", "9", "Rome", "rom.", "rome", "rome ", "romeo"]
    alike = pd.DataFrame({"city": texts})
    result = Encoder(["city"], {}).fit(alike).transform(alike)
    expected = {f"city={text}": [int(other == text) for other in texts] for text in in_order}
    assert differing(result, expected) is None, f"the frame is {alike.to_dict('list')}"
    assert list(result) == list(expected), f"the columns in their order, of {texts}"


@pytest.mark.hint(
    "The columns follow from what `fit` learned, and never from the frame in `transform`.",
    "`pd.get_dummies` knows only the frame at hand.",
)
def test_gives_the_same_columns_for_any_frame():
    """Another frame gets the columns that `fit` learned, with zeros for an unseen value."""
    encoder = Encoder(["city"], {}).fit(pd.DataFrame({"city": ["oslo", "rome", "oslo"]}))
    later = pd.DataFrame({"x": [1, 2], "city": ["paris", "rome"]})
    said = f"fitted on oslo, rome, oslo; later is {later.to_dict('list')}"
    expected = {"city=oslo": [0, 0], "city=rome": [0, 1]}
    assert differing(encoder.transform(later), expected) is None, said
    empty = later.iloc[:0]
    none = encoder.transform(empty)
    expected = {"city=oslo": [], "city=rome": []}
    assert differing(none, expected) is None, "fitted on oslo, rome, oslo; a frame without rows"
    assert [dtype.kind for dtype in none.dtypes] == ["i", "i"], "the dtypes of a frame without rows"
    nothing = encoder.fit(empty).transform(later)
    assert (rows_of(nothing), len(nothing)) == ({}, 2), "after a fit without rows"


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.hint(
    "Comparing a missing value with `==` gives `<NA>` in some dtypes.",
    "A missing value is no value to be learned: `dropna` before you look for values.",
    "The text `''` is not missing.",
)
def test_missing_values(dtype, missing):
    """A missing value is 0 in all nominal columns, and `<NA>` in an ordinal one."""
    column = pd.Series(["small", missing, "large"], dtype=dtype)
    frame = pd.DataFrame({"size": column, "level": column})
    result = Encoder(["size"], {"level": SIZES}).fit(frame).transform(frame)
    expected = {"size=large": [0, 0, 1], "size=small": [1, 0, 0], "level": [0, None, 2]}
    assert differing(result, expected) is None, (
        f"the values are 'small', {missing!r} and 'large', with the dtype {dtype}"
    )
    assert str(result["level"].dtype) == "Int64"
    words = pd.DataFrame({"size": pd.Series(["None", "nan", missing, "<NA>"], dtype=dtype)})
    result = Encoder(["size"], {"size": ["nan", "None", "<NA>"]}).fit(words).transform(words)
    expected = {"size=<NA>": [0, 0, 0, 1], "size=None": [1, 0, 0, 0], "size=nan": [0, 1, 0, 0]}
    assert differing(result, expected | {"size": [1, 0, None, 2]}) is None, (
        f"the values are the texts 'None' and 'nan', {missing!r} and the text '<NA>', as {dtype}"
    )
    blank = pd.DataFrame({"size": pd.Series(["", missing, "x"], dtype=dtype)})
    expected = {"size=": [1, 0, 0], "size=x": [0, 0, 1], "size": [1, None, 0]}
    result = Encoder(["size"], {"size": ["x", ""]}).fit(blank).transform(blank)
    assert differing(result, expected) is None, (
        f"the values are '', {missing!r} and 'x', with the dtype {dtype}"
    )
    nothing = Encoder([], {"level": SIZES}).fit(frame).transform(frame.iloc[[1, 1]])
    assert rows_of(nothing) == {"level": [None, None]}, "two rows, each with a missing value"
    assert str(nothing["level"].dtype) == "Int64"
    empty = Encoder([], {"level": SIZES}).fit(frame).transform(frame.iloc[:0])
    assert rows_of(empty) == {"level": []}
    assert str(empty["level"].dtype) == "Int64", f"without rows, of the dtype {dtype}"


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("column", "value"), [("size", "Large"), ("level", ""), ("size", "small "), ("level", "it's")]
)
@pytest.mark.hint(
    "Look for values that are there and are not in the list, before you look up codes.",
    "`pd.Categorical` and `map` turn a value they do not know into a missing one.",
)
def test_refuses_an_unknown_ordinal_value(column, value, dtype):
    """An ordinal value that is not in the list raises a `ValueError` that names it."""
    known = pd.DataFrame(dict.fromkeys(["size", "level"], ["small", None, "large"]), dtype=dtype)
    encoder = Encoder([], {"size": SIZES, "level": SIZES}).fit(known)
    frame = known.assign(**{column: pd.Series(["small", None, value], dtype=dtype)})
    with pytest.raises(ValueError, match=re.escape(repr(value))):
        encoder.transform(frame)
    again = encoder.transform(frame.iloc[:2])
    assert rows_of(again) == {"size": [0, None], "level": [0, None]}, "after the refusal"


@pytest.mark.hint(
    "A `category` column knows values that no row has, and an order of its own.",
    "Which order does `sorted` give, and which does a `category` column sort by?",
)
def test_takes_every_dtype_of_text():
    """Columns of `object`, `str`, `string` and `category` give the same, whatever they know."""
    sizes = pd.CategoricalDtype(["large", "medium", "small", "tiny"], ordered=True)
    backwards = pd.CategoricalDtype(["z", "small", "medium", "large", "a"], ordered=True)
    for dtype in [*DTYPES, sizes, backwards]:
        frame = pd.DataFrame({"size": pd.Series(["small", "large", "small"], dtype=dtype)})
        encoder = Encoder(["size"], {}).fit(frame)
        known = [*SIZES, "tiny", "a", "z"] if dtype is backwards else ["tiny", *SIZES]
        result = {
            **rows_of(encoder.transform(frame)),
            **rows_of(Encoder([], {"size": known}).fit(frame).transform(frame)),
        }
        assert result == {
            "size=large": [0, 1, 0],
            "size=small": [1, 0, 1],
            "size": [known.index("small"), known.index("large"), known.index("small")],
        }, f"the dtype is {dtype!r}, the ordinal list {known}"
        assert list(encoder.transform(frame)) == ["size=large", "size=small"], f"{dtype!r}"
        later = {
            str(other): rows_of(encoder.transform(frame.astype({"size": other})))
            for other in ["object", sizes, backwards]
        }
        same = {"size=large": [0, 1, 0], "size=small": [1, 0, 1]}
        assert later == dict.fromkeys(later, same), f"fitted on {dtype!r}"


@pytest.mark.hint("Start from nothing in each `fit`. What does `transform` write to?")
def test_only_the_latest_fit_counts():
    """A second `fit` forgets the first, and neither `transform` nor another encoder adds to it."""
    encoder = Encoder(["city"], {}).fit(pd.DataFrame({"city": ["oslo", "rome"]}))
    frame = pd.DataFrame({"city": ["paris", "rome"]})
    encoder.fit(frame)
    frame["city"] = ["lima", "quito"]
    encoder.transform(pd.DataFrame({"city": ["berlin"]}))
    Encoder(["city"], {}).fit(pd.DataFrame({"city": ["vienna"]}))
    found = encoder.transform(pd.DataFrame({"city": ["rome"]}))
    expected = {"city=paris": [0], "city=rome": [1]}
    assert differing(found, expected) is None, (
        "fitted on oslo and rome, then on paris and rome; that frame was changed afterwards"
    )


@pytest.mark.hint("Values without labels are never lined up: `.array`, `.to_numpy()`.")
def test_keeps_the_index():
    """The result has the index of the frame, which may repeat its labels."""
    frame = pd.DataFrame(
        {"city": ["oslo", "rome", "oslo"], "size": ["small", "large", "medium"]},
        index=pd.Index(["b", "a", "b"], name="line"),
    )
    encoder = Encoder(["city"], {"size": SIZES}).fit(frame)
    result = encoder.transform(frame)
    assert (result.index.tolist(), result.index.name) == (["b", "a", "b"], "line")
    expected = {"city=oslo": [1, 0, 1], "city=rome": [0, 1, 0], "size": [0, 2, 1]}
    assert differing(result, expected) is None, f"the rows are {frame.values.tolist()}"
    plain = Encoder([], {}).fit(frame).transform(frame)
    assert plain.index.tolist() == ["b", "a", "b"], "neither nominal nor ordinal columns"
    assert list(plain) == []


@pytest.mark.parametrize(
    ("categories", "target", "folds", "smoothing", "codes"),
    [
        (["a", "a", "b", "a"], [1, 2, 3, 6], 2, 0, [4, 1, 4, 1]),
        (["a", "a", "b", "a"], [1, 2, 3, 6], 2, 2, [4, 5 / 3, 4, 5 / 3]),
        (["a"] * 6, [1, 0, 0, 1, 1, 1], 3, 5, [0.5, 0.75, 0.75] * 2),
        (["a", "a", "b", "b", "b"], [1, 5, 2, 4, 9], 5, 0.5, [5, 2, 6.15, 5.25, 3]),
        (["x", "y"], [3, -1.5], 2, 0, [-1.5, 3]),
        (["a", "a", "b", "b"], [0, 0, 4, 8], 2, 0, [0, 0, 8, 4]),
        (["a", None, None, "a", None, "b"], [1, 2, 3, 4, 5, 6], 2, 0, [4, 3, 4, 1, 4, 3]),
        (["a", "a", "A", "a "], [1, 2, 3, 6], 2, 0, [2, 1, 4, 2]),
        (["nan", "nan", "None", "nan"], [1, 2, 3, 6], 2, 0, [4, 1, 4, 1]),
        (["", "", "", "a", "b", "a"], [1, 2, 3, 4, 5, 9], 2, 1, [3.5, 7 / 3, 3.5, 3, 5, 3]),
    ],
)
@pytest.mark.hint(
    "For one fold, take the rows of the others: their mean, and sum and count for each category.",
    "`pd.Series(...).map(table)` looks codes up, and `fillna` gives the rest the mean.",
)
def test_encodes_by_the_target_of_other_folds(categories, target, folds, smoothing, codes):
    """The code is the smoothed mean of the category in the other folds, or the mean of them all."""
    case = f"categories {categories}, target {target}, {folds=}, {smoothing=}"
    result = target_encode(pd.Series(categories), pd.Series(target), folds, smoothing)
    assert isinstance(result, pd.Series)
    assert pd.api.types.is_float_dtype(result.dtype)
    assert rounded(result) == rounded(codes), case


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
@pytest.mark.hint(
    "With `smoothing` 0 an unknown category would be 0 divided by 0.",
    "Two missing categories are not one category.",
)
def test_gives_unknown_and_missing_categories_the_mean(dtype, missing):
    """A category unknown in the other folds, or missing, gets their mean."""
    values = ["a", missing, "b", "a", missing, missing, "a", "a"]
    numbers = [1.0, 2.0, 6.0, 4.0, 8.0, 3.0, 5.0, 7.0]
    categories, target = pd.Series(values, dtype=dtype), pd.Series(numbers)
    for smoothing, first, last in [(0, 5.5, 3), (3, 4.6, 4.2)]:
        result = target_encode(categories, target, 2, smoothing)
        assert rounded(result) == [first, 5, 4, last, 4, 5, first, last], (
            f"the categories are {values}, the dtype {dtype}, "
            f"the target is {numbers}, 2 folds, {smoothing=}"
        )


@pytest.mark.parametrize(("size", "folds", "step"), [(16, 4, 1), (7, 7, 3), (90, 2, 89)])
@pytest.mark.hint(
    "Does a mean in your code still hold the row that is encoded?",
    "The overall mean is taken over the other folds too.",
)
def test_no_target_leaks_into_its_own_code(size, folds, step):
    """Another target in one row changes codes, but none of those in the fold of that row."""
    rng = np.random.default_rng(64)
    categories = pd.Series(rng.choice(["a", "b", "c", "rare"], size, p=[0.5, 0.3, 0.15, 0.05]))
    target = pd.Series(rng.integers(0, 2, size))
    before = np.array(rounded(target_encode(categories, target, folds, 2.5)))
    changed, expected = {}, {}
    for row in range(0, size, step):
        other = target.copy()
        other[row] = 1000
        after = np.array(rounded(target_encode(categories, other, folds, 2.5)))
        changed[row] = sorted(
            {number % folds for number in np.flatnonzero(before != after).tolist()}
        )
        expected[row] = [fold for fold in range(folds) if fold != row % folds]
    assert apart(changed, expected) is None, (
        f"by row whose target changes, the folds whose codes change; {size} rows, {folds} folds"
    )


@pytest.mark.hint("Two Series are lined up by their labels wherever they meet in one operation.")
def test_series_belong_together_by_position():
    """Repeated labels, or other ones for the target, do not matter, and the index is kept."""
    categories = pd.Series(["a", "a", "b", "a"], index=pd.Index([3, 2, 3, 9], name="line"))
    for labels in [[3, 2, 3, 9], [9, 3, 2, 3], [0, 1, 2, 3], ["w", "x", "y", "z"]]:
        target = pd.Series([1, 2, 3, 6], index=labels)
        result = target_encode(categories, target, 2, 0)
        assert rounded(result) == [4, 1, 4, 1], f"the labels of the target are {labels}"
        index = result.index.tolist(), result.index.name
        assert index == ([3, 2, 3, 9], "line"), f"the labels of the target are {labels}"


@pytest.mark.hint("A column or an index that is assigned to the argument is the caller's too.")
def test_changes_nothing_passed_in():
    """The lists, frames and Series that were passed in are as before."""
    frame = pd.DataFrame({"size": ["small", None], "city": ["rome", "oslo"]}, index=[5, 4])
    copy = frame.copy()
    nominal, ordinal = ["size", "city"], {"size": ["small", "large"]}
    encoder = Encoder(nominal, ordinal).fit(frame)
    encoder.transform(frame)
    assert frame.equals(copy), f"the frame is now {frame.to_dict()}"
    assert list(frame) == ["size", "city"]
    assert (nominal, ordinal) == (["size", "city"], {"size": ["small", "large"]})
    categories, target = pd.Series(["a", None, "a"], [7, 8, 7]), pd.Series([1, 2, 4], [3, 2, 1])
    target_encode(categories, target, 2, 1.0)
    assert categories.equals(pd.Series(["a", None, "a"], [7, 8, 7])), f"now {categories.to_dict()}"
    assert target.equals(pd.Series([1, 2, 4], [3, 2, 1])), f"now {target.to_dict()}"
