"""Checks for Q63 · Missing data."""

import re

import pandas as pd
import pytest
from q063_missing_data import Imputer, audit, fill_within

NONE, NAN = None, float("nan")


def column(values, dtype):
    return pd.Series(values, dtype=dtype)


def plain(series):
    """The values of a column as Python's own, `None` for a gap, and its dtype."""
    values = [None if pd.isna(value) else value for value in series.tolist()]
    return values, str(series.dtype)


def rows(frame):
    """The frame as a dict from column names to lists, `None` for a gap."""
    return {name: plain(values)[0] for name, values in frame.items()}


def few(differences):
    """The first four differences, and how many more there are; or None where there is none."""
    first = dict(list(differences.items())[:4])
    more = len(differences) - len(first)
    return first | ({"and": f"{more} more"} if more else {}) or None


def differing(audited, rows):
    """Where an audit has other columns or numbers than expected, with both; or sizes; or None."""
    frame = audited.rename_axis("name").reset_index()
    found, names = frame.astype(object).values.tolist(), list(frame)
    if (len(found), len(names)) != (len(rows), 3):
        seen, due = ([row[0] for row in each][:7] for each in (found, rows))
        return {
            "size": f"{len(found)} rows of {names} instead of {len(rows)} rows like {rows[:1]}",
            "first names": f"{seen} instead of {due}",
        }
    return few(
        {
            f"row {number}, {names[place]}": f"{value!r} instead of {rows[number][place]!r}"
            for number, line in enumerate(found)
            for place, value in enumerate(line)
            if value != rows[number][place]
        }
    )


def imputed(strategy, values, dtype, later=None):
    """A column that is learned from and filled, or learned from while `later` is filled."""
    imputer = Imputer({"x": strategy}).fit(pd.DataFrame({"x": column(values, dtype)}))
    later = values if later is None else later
    return plain(imputer.transform(pd.DataFrame({"x": column(later, dtype)}))["x"])


@pytest.mark.hint(
    "`frame.isna().sum()` counts for every column.",
    "`sort_values(…, kind='stable')` keeps the order of equal rows.",
)
def test_audits_gaps():
    """`audit` counts the gaps of the columns that have some, the most first."""
    frame = pd.DataFrame(
        {
            "b": [1.0, NAN, 3.0, 4.0],
            "whole": [1, 2, 3, 4],
            "a": [None, "", "nan", "z"],
            "day": pd.to_datetime(["2024-01-01", None, None, None]),
            "n": pd.array([1, None, None, 4], dtype="Int64"),
            "ok": pd.array([None, None, True, False], dtype="boolean"),
        }
    )
    found = audit(frame.set_axis([5, 5, 3, 3]))
    assert found.columns.tolist() == ["missing", "share"]
    rows = [["day", 3, 0.75], ["n", 2, 0.5], ["ok", 2, 0.5], ["b", 1, 0.25], ["a", 1, 0.25]]
    assert differing(found, rows) is None, (
        "audit of columns with the gaps b 1, whole 0, a 1, day 3, n 2, ok 2 in four rows, "
        "under 5, 5, 3 and 3"
    )
    assert found["missing"].dtype.kind == "i", f"`missing` is {found['missing'].dtype}"
    third = audit(pd.DataFrame({"x": [NAN, 1.0, 2.0]}))["share"].tolist()
    assert third == [pytest.approx(1 / 3, rel=1e-12)], "the share of one gap in three rows"


@pytest.mark.hint("Twenty columns with one gap each: in which order do they come?")
def test_an_audit_keeps_the_order_of_equal_columns():
    """Columns with equally many gaps stand as they do in the frame, and none is listed for none."""
    names = [f"c{number % 7}{number}" for number in range(40)]
    frame = pd.DataFrame({name: [NAN, 1.0] for name in names})
    assert differing(audit(frame), [[name, 1, 0.5] for name in names]) is None, (
        f"audit of 40 columns, each of one gap and one value; their names are {names[:9]} and so on"
    )
    assert audit(pd.DataFrame({"x": [1, 2]})).to_dict("index") == {}
    empty = audit(pd.DataFrame({"x": [], "y": []}))
    assert (empty.to_dict("index"), list(empty.columns)) == ({}, ["missing", "share"])


@pytest.mark.parametrize(
    ("strategy", "values", "filled"),
    [
        ("mean", [1.0, NAN, 4.0, 4.0], 3.0),
        ("mean", [1.0, NAN, 0.0, 0.0], 1 / 3),
        ("median", [1.0, NAN, 9.0, 4.0], 4.0),
        ("median", [NAN, 3.0], 3.0),
        ("median", [1.0, 2.0, NAN, 9.0, 4.0], 3.0),
        ("mode", [7.0, NAN, 2.0, 7.0], 7.0),
        ("mode", [7.0, NAN, 2.0, 7.0, 2.0], 2.0),
        ("mode", [9.0, NAN, 2.0, 7.0], 2.0),
        ("mode", [9.0, NAN, 10.0], 9.0),
        ("mean", [0.0, NAN, 0.0], 0.0),
    ],
)
@pytest.mark.hint(
    "A Series has `mean`, `median` and `mode`, and all pass over gaps.",
    "`mode` returns a Series: all values that are the most frequent, sorted.",
)
def test_fills_with_mean_median_or_mode(strategy, values, filled):
    """Gaps of a column get its mean, median or mode, of several modes the smallest."""
    expected = [filled if value != value else value for value in values]
    assert imputed(strategy, values, "float64") == (expected, "float64")


@pytest.mark.hint("Where are the values kept between the two calls?")
def test_fills_with_what_was_learned():
    """`transform` fills any frame with the values of the last `fit`, and learns nothing."""
    train = pd.DataFrame({"x": [1.0, 3.0], "y": ["b", "b"], "z": [NAN, 5.0]})
    test = pd.DataFrame({"y": ["a", None], "x": [NAN, 100.0], "z": [NAN, 7.0]})
    imputer = Imputer({"x": "mean", "y": "mode"})
    assert imputer.fit(train) is imputer, "`fit` returns the imputer"
    filled = {"y": ["a", "b"], "x": [2.0, 100.0], "z": [None, 7.0]}
    assert rows(imputer.transform(test)) == filled
    assert rows(imputer.transform(test)) == filled, "the same frame, once more"
    assert rows(imputer.transform(test.iloc[:0])) == {"y": [], "x": [], "z": []}
    train.loc[:, "x"] = 50.0
    assert rows(imputer.transform(test)) == filled, "after the frame of `fit` has changed"
    imputer.fit(test)
    assert rows(imputer.transform(test))["x"] == [100.0, 100.0], "after a second fit"
    assert rows(imputer.transform(test))["y"] == ["a", "a"], "after a second fit"
    imputer.fit(pd.DataFrame({"x": [5.0, 5.0], "y": ["a", "A"]}))
    assert rows(imputer.transform(test))["y"] == ["a", "A"], "after a third fit, with a and A"
    train.loc[:, "x"] = 4.0
    imputer.fit(train)
    train.loc[:, "x"] = 50.0
    assert rows(imputer.transform(test))["x"] == [4.0, 100.0], "the frame changed right after `fit`"


DAY, LATER = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-02-02")


@pytest.mark.parametrize(
    ("strategy", "dtype", "known", "others", "value"),
    [
        ("mean", "float64", [1.0, 5.0, 9.0], [50.0, NAN, 60.0, 50.0, 70.0], 5.0),
        ("median", "float64", [1.0, 9.0, 2.0], [50.0, NAN, 60.0, 50.0, 70.0], 2.0),
        ("mode", "float64", [7.0, 9.0, 7.0], [50.0, NAN, 60.0, 50.0, 50.0], 7.0),
        ("mean", "Int64", [1, 5, 9], [50, None, 60, 50, 70], 5),
        ("median", "Int64", [1, 9, 2], [50, None, 60, 50, 70], 2),
        ("mode", "Int64", [7, 9, 7], [50, None, 60, 50, 50], 7),
        ("mean", "Int64", [1, 1, 4, 4], [50, None, 60, 70], 2.5),
        ("median", "Int64", [1, 9, 2, 3], [50, None, 60, 70], 2.5),
        ("mode", "boolean", [True, False, True], [False, None, False, False, False], True),
        ("mode", "boolean", [False, True, False], [True, None, True, True, True], False),
        ("mode", "str", ["p", "q", "p"], ["b", None, "b", "q", "b"], "p"),
        ("mode", "datetime64[us]", [DAY, LATER, DAY], [LATER, None, LATER, LATER], DAY),
        ("mode", "datetime64[us]", [LATER, DAY, LATER], [DAY, None, DAY, DAY], LATER),
    ],
)
@pytest.mark.hint(
    "Does `transform` compute anything from the columns that it is given?",
    "Of which object is what you keep an attribute: of this imputer, or of all of them?",
)
def test_learns_nothing_from_the_frame_that_it_fills(strategy, dtype, known, others, value):
    """No mean, median or mode of any column comes from the frame filled, or from an earlier fit."""
    other, gap = (pd.DataFrame({"x": column(each, dtype)}) for each in (others, [None]))
    imputer = Imputer({"x": strategy}).fit(other)
    imputer.fit(pd.DataFrame({"x": column(known, dtype)}))
    Imputer({"x": strategy}).fit(other)
    columns, filled = [others, [None], others], map(imputer.transform, [other, gap, other])
    found = [rows(frame)["x"] for frame in filled]
    expected = [[value if pd.isna(each) else each for each in values] for values in columns]
    assert found == expected, (
        f"the {strategy} of {known}, {dtype}, fills {columns}, one after the other; between, "
        f"another imputer learns from {others}, as this one did before"
    )
    many = imputer.transform(pd.DataFrame({"x": column(others * 20, dtype)}))
    places = [place for place, each in enumerate(others * 20) if pd.isna(each)]
    filled = list(dict.fromkeys(rows(many)["x"][place] for place in places))
    assert filled == [value], f"the {strategy} of {known}, {dtype}, fills twenty times {others}"


@pytest.mark.parametrize(
    ("strategy", "values", "dtype", "filled"),
    [
        ("mode", ["b", None, "a", "b"], "str", "b"),
        ("mode", ["b", None, "a", "b", "a"], "str", "a"),
        ("mode", ["b", "", None, "b"], "str", "b"),
        ("mode", [True, None, True, False], "boolean", True),
        ("mode", [True, None, False, False], "boolean", False),
        ("mode", [True, None, False], "boolean", False),
        ("mode", [5, None, 3, 5], "Int64", 5),
        ("median", [1, None, 3, 8], "Int64", 3),
        ("mean", [1, None, 3], "Int64", 2),
        ("mean", [10, None, 30], "Int64", 20),
    ],
)
@pytest.mark.hint(
    "Does your code ask what kind of column it is where it need not?",
    "`Int64.fillna(2.0)` is fine: it is `1.5` that does not fit.",
)
def test_columns_keep_their_dtype(strategy, values, dtype, filled):
    """Text, booleans and nullable numbers are filled and keep their dtype."""
    expected = [filled if value is None else value for value in values]
    assert imputed(strategy, values, dtype) == (expected, dtype)


@pytest.mark.hint("A Series of dates has a mode too.")
def test_dates_are_filled():
    """Dates are filled with their mode, and stay dates."""
    days = ["2024-01-09", None, "2024-01-03 18:00", "2024-01-03 18:00", "2024-01-03 08:00"]
    days = pd.to_datetime(days, format="ISO8601")
    twice = pd.to_datetime(["2024-01-09", None, "2024-01-03", "2024-01-03", "2024-01-09"])
    frame = pd.DataFrame({"a": days, "b": twice}).astype("datetime64[us]")
    filled = Imputer({"a": "mode", "b": "mode"}).fit(frame).transform(frame)
    found = [str(filled[name][1]) for name in "ab"]
    assert found == ["2024-01-03 18:00:00", "2024-01-03 00:00:00"]
    assert [str(filled[name].dtype) for name in "ab"] == ["datetime64[us]"] * 2


@pytest.mark.parametrize(
    ("strategy", "values", "dtype", "filled"),
    [
        ("mean", [1, None, 2], "Int64", 1.5),
        ("median", [1, None, 2, 5, 8], "Int64", 3.5),
        ("mean", [-1, None, -2], "Int64", -1.5),
        ("mean", [10**9, None, 10**9 + 1], "Int64", 10**9 + 0.5),
    ],
)
@pytest.mark.hint(
    "`Int64` cannot hold 1.5, and pandas says so. Which dtype can?",
    "Change the dtype before you fill, and only where a gap is there to be filled.",
)
def test_a_fraction_makes_integers_floats(strategy, values, dtype, filled):
    """An `Int64` column becomes `Float64` where a gap is filled with a fraction."""
    expected = [filled if value is None else float(value) for value in values]
    assert imputed(strategy, values, dtype) == (expected, "Float64")
    whole = [4, 5]
    assert imputed(strategy, values, dtype, whole) == (whole, dtype), "a column without gaps"
    assert imputed(strategy, values, dtype, []) == ([], dtype), "a column without rows"
    frames = [pd.DataFrame({"x": column(values, kind)}) for kind in (dtype, "float64")]
    for learned, other in (frames, frames[::-1]):
        found = plain(Imputer({"x": strategy}).fit(learned).transform(other)["x"])
        kind = "Float64" if other is frames[0] else "float64"
        assert found == (expected, kind), f"learned from {learned['x'].dtype}, filled {kind}"


@pytest.mark.parametrize(
    ("values", "dtype"), [([NAN, NAN], "float64"), ([None, None], "Int64"), ([], "Int64")]
)
@pytest.mark.parametrize("strategy", ["mean", "median", "mode"])
@pytest.mark.hint("What is the mode of nothing? And its mean?")
def test_refuses_to_learn_from_nothing(values, dtype, strategy):
    """A column of gaps alone, or without rows, makes `fit` raise a `ValueError` that names it."""
    frame = pd.DataFrame({"age": [1.0] * len(values), "the 'x'": column(values, dtype)})
    imputer = Imputer({"the 'x'": strategy})
    with pytest.raises(ValueError, match=re.escape(repr("the 'x'"))):
        imputer.fit(frame)
    frame = pd.DataFrame({"word": column([None] * len(values), "str")})
    with pytest.raises(ValueError, match="'word'"):
        Imputer({"word": "mode"}).fit(frame)


@pytest.mark.parametrize("strategy", ["max", "Mean", "", "average"])
@pytest.mark.hint("Look at the strategies in `__init__`.")
def test_refuses_unknown_strategies(strategy):
    """Another strategy raises a `ValueError` that names it when the imputer is made."""
    with pytest.raises(ValueError, match=re.escape(repr(strategy))):
        Imputer({"x": "mean", "y": strategy})
    with pytest.raises(ValueError, match=re.escape(repr(strategy))):
        Imputer({"x": strategy, "y": "mean"})
    assert isinstance(Imputer({}), Imputer)


@pytest.mark.parametrize(
    ("limit", "filled"),
    [
        (1, [1, 1, None, 7, 7, None, 2, 2, None]),
        (2, [1, 1, 1, 7, 7, 7, 2, 2, None]),
        (9, [1, 1, 1, 7, 7, 7, 2, 2, None]),
    ],
)
@pytest.mark.hint(
    "`frame.groupby(group)[column]` has a method `ffill`, which takes a limit.",
)
def test_fills_within_a_group(limit, filled):
    """A gap gets the last value above it in its group, over at most `limit` gaps in a row."""
    frame = pd.DataFrame({"g": list("aaabbbaac"), "x": [1, NAN, NAN, 7, NAN, NAN, 2, NAN, NAN]})
    assert rows(fill_within(frame, "g", "x", limit))["x"] == filled, f"{rows(frame)}, {limit=}"
    mixed = pd.DataFrame({"g": list("abcabc"), "x": [1, NAN, 3, NAN, 5, NAN]})
    assert rows(fill_within(mixed, "g", "x", limit))["x"] == [1, None, 3, 1, 5, 3], (
        f"{rows(mixed)}, {limit=}"
    )
    apart = pd.DataFrame({"g": list("abab"), "x": [1, 5, NAN, 6]})
    apart = pd.concat([apart, apart.iloc[2:]])
    assert rows(fill_within(apart, "g", "x", limit))["x"] == (
        [1, 5, 1, 6, 1 if limit > 1 else None, 6]
    ), f"{rows(apart)}, {limit=}"
    names = [f"g{number * 7 % 5}" for number in range(80)]
    long = pd.DataFrame({"g": names, "x": [float(n) if n % 3 else NAN for n in range(80)]})
    last, expected = {}, []
    for name, value in zip(names, long["x"].tolist(), strict=True):
        last[name] = value if value == value else last.get(name)
        expected.append(last[name])
    assert rows(fill_within(long, "g", "x", limit))["x"] == expected, "80 rows of 5 groups in turn"
    blank = pd.DataFrame({"g": list("aab"), "x": ["p", "", None]})
    assert rows(fill_within(blank, "g", "x", limit))["x"] == ["p", "", None], f"{rows(blank)}"
    first = pd.DataFrame({"g": list("aab"), "x": [NAN, 4, NAN]})
    assert rows(fill_within(first, "g", "x", limit))["x"] == [None, 4, None], (
        f"{rows(first)}, {limit=}"
    )


@pytest.mark.hint(
    "What does `groupby` do with rows whose group is missing? Print their values.",
    "`Series.where(condition, other)` takes `other` where the condition is false.",
)
def test_rows_without_a_group_stay_as_they_are():
    """A row whose group is missing keeps its value or its gap, and gives nothing to others."""
    frame = pd.DataFrame({"g": ["a", None, None, "a"], "x": [1.0, 5.0, NAN, NAN]})
    expected = {"g": ["a", None, None, "a"], "x": [1, 5, None, 1]}
    assert rows(fill_within(frame, "g", "x", 1)) == expected, f"{rows(frame)}"
    texts = pd.DataFrame({"g": [None, "a", None, "a"], "x": ["p", "q", None, None]})
    assert rows(fill_within(texts, "g", "x", 3))["x"] == ["p", "q", None, "q"]
    blank = pd.DataFrame({"g": [None, "", None], "x": [5.0, NAN, NAN]})
    assert rows(fill_within(blank, "g", "x", 1))["x"] == [5, None, None], f"{rows(blank)}"
    named = pd.DataFrame({"g": ["", "nan", "", "nan", None], "x": [1, 2, NAN, NAN, NAN]})
    assert rows(fill_within(named, "g", "x", 1))["x"] == [1, 2, 1, 2, None], f"{rows(named)}"


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ([1, None, 3], "Int64"),
        (["p", None, "q"], "str"),
        ([True, None, False], "boolean"),
        (["2024-01-01", None, "2024-02-01"], "datetime64[us]"),
        ([1.5, None, 3.5], "float64"),
    ],
)
@pytest.mark.hint("Does a column go through another dtype on its way?")
def test_carried_values_keep_their_dtype(values, dtype):
    """`fill_within` keeps the dtype of its column, with no rows too."""
    frame = pd.DataFrame({"g": list("aab"), "x": column(values, dtype)})
    filled = fill_within(frame, "g", "x", 1)["x"]
    assert (filled[1], str(filled.dtype)) == (filled[0], dtype)
    nothing = fill_within(frame.iloc[:0], "g", "x", 1)
    assert (len(nothing), str(nothing["x"].dtype)) == (0, dtype), "a frame without rows"


@pytest.mark.hint(
    "Work on a copy: `frame.copy()`.",
    "A join by labels goes wrong where labels repeat.",
    "The result is a new frame even where there is nothing to fill.",
)
def test_all_else_stays():
    """Other columns, order and index stay, with repeated labels too; so does what was passed in."""
    frame = pd.DataFrame(
        {"x": [1.0, NAN, 6.0, NAN], "g": ["b", "a", "b", "b"], "note": ["k", None, "l", "m"]},
        index=pd.Index([5, 3, 3, 5], name="line"),
    )
    before = frame.copy(deep=True)
    strategies = {"x": "mean"}
    results = {
        "transform": Imputer(strategies).fit(frame).transform(frame),
        "fill_within": fill_within(frame, "g", "x", 1),
    }
    audit(frame)
    notes = {"g": ["b", "a", "b", "b"], "note": ["k", None, "l", "m"]}
    assert rows(results["transform"]) == {"x": [1, 3.5, 6, 3.5], **notes}
    assert rows(results["fill_within"]) == {"x": [1, None, 6, 6], **notes}
    for name, result in results.items():
        index = result.index.tolist(), result.index.name
        assert index == ([5, 3, 3, 5], "line"), f"the index and its name after {name}"
        assert list(result.columns) == ["x", "g", "note"], f"the columns after {name}"
        result.loc[:, "note"] = "changed"
    assert frame.equals(before), "the frame that was passed in"
    whole = frame.dropna()
    filled = {
        "transform": Imputer(strategies).fit(whole).transform(whole),
        "transform without strategies": Imputer({}).fit(whole).transform(whole),
        "fill_within": fill_within(whole, "g", "x", 1),
    }
    same = [name for name, result in filled.items() if result is whole]
    assert same == [], "these return the very frame that was passed in, as it has no gaps"
    assert strategies == {"x": "mean"}
