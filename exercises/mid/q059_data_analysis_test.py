"""Checks for Q59 · Data analysis."""

import math
import re
import warnings
from itertools import zip_longest

import numpy as np
import pandas as pd
import pytest
from q059_data_analysis import load_sales, monthly_revenue, strongest_correlation
from scipy.stats import pearsonr

HEADER = "date,country,code,units,price\n"
COLUMNS = ["date", "country", "code", "units", "price"]


def shown(frame):
    """The rows of a frame as lists, dates as text."""
    rows = frame.reset_index(drop=True)
    return [
        [str(value.date()) if isinstance(value, pd.Timestamp) else value for value in row]
        for row in rows.itertuples(index=False)
    ]


def sales(*rows):
    """A frame of sales: each row is a date, units and a price."""
    return pd.DataFrame(
        {
            "date": pd.to_datetime([row[0] for row in rows], format="%Y-%m-%d"),
            "country": pd.Series(["NO"] * len(rows), dtype="str"),
            "code": pd.Series(["007"] * len(rows), dtype="str"),
            "units": pd.Series([row[1] for row in rows], dtype="int64"),
            "price": pd.Series([row[2] for row in rows], dtype="float64"),
        }
    )


def by_month(revenue):
    return {str(period): round(value, 6) for period, value in revenue.items()}


def rounded(found):
    """A result of `strongest_correlation` with its numbers to nine places."""
    return found and (*found[:2], round(float(found[2]), 9), round(float(found[3]), 9))


def signed(found):
    """A result of `strongest_correlation` without its p-value."""
    return found and rounded(found)[:3]


def told(function, *arguments):
    """What a call returns, and the warnings that it gives."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = function(*arguments)
    return result, [str(warning.message) for warning in caught]


def few(differences):
    """The first four differences, and how many more there are; or None where there is none."""
    first = dict(list(differences.items())[:4])
    more = len(differences) - len(first)
    return first | ({"and": f"{more} more"} if more else {}) or None


def unlike(value, wanted):
    if isinstance(value, float) and isinstance(wanted, float):
        return not math.isclose(value, wanted)
    return value != wanted


def differing(frame, rows):
    """Where a frame has other values than expected, with both; or both sizes; or None."""
    found, names = shown(frame), list(frame)
    if len(found) != len(rows) or any(len(row) != len(COLUMNS) for row in found):
        pairs = zip_longest(found, rows)
        place, (row, wanted) = next(pair for pair in enumerate(pairs) if pair[1][0] != pair[1][1])
        return {
            "size": f"{len(found)} rows of {names} instead of {len(rows)} rows like {rows[:1]}",
            f"row {place}": f"{row} instead of {wanted}",
        }
    return few(
        {
            f"row {number}, {names[place]}": f"{value!r} instead of {rows[number][place]!r}"
            for number, line in enumerate(found)
            for place, value in enumerate(line)
            if unlike(value, rows[number][place])
        }
    )


@pytest.mark.hint(
    '`pd.read_csv(io.StringIO(text), dtype="str")` reads every column as text.',
    '`pd.to_datetime` and `pd.to_numeric` take `errors="coerce"`: what does not fit is missing.',
)
def test_parts_good_rows_from_bad_ones():
    """Good rows come out typed and bad ones as text, each in the order of the text."""
    text = "2026-01-30,NO,a,2,10.5\n2026-01-29,SE,b,many,4\n2025-12-31,DK,c,3,19.985\nx,FI,d,1,y\n"
    text += "2026-01-30,NO,a,2,10.5\n2026-01-29,SE,b,many,4\n"
    good, bad = load_sales(HEADER + text)
    one, two = ["2026-01-30", "NO", "a", 2, 10.5], ["2025-12-31", "DK", "c", 3, 19.985]
    said = f"of load_sales, from the rows\n{text}"
    assert differing(good, [one, two, one]) is None, f"good {said}"
    one, two = ["2026-01-29", "SE", "b", "many", "4"], ["x", "FI", "d", "1", "y"]
    assert differing(bad, [one, two, one]) is None, f"bad {said}"
    assert [list(good.columns), list(bad.columns)] == [COLUMNS, COLUMNS]


@pytest.mark.hint("Say the `format` of the dates. What is no day of the calendar becomes `NaT`.")
def test_rejects_what_is_no_date():
    """A date that is not on the calendar, or written in another way, makes its row a bad one."""
    dates = ["2026-02-30", "2025-02-29", "2026-13-01", "30.01.2026", "01/02/2026", "", "NA"]
    dates += ["20260130", "2026-W05-5", "2026-01", "2026-01-30T10:00", "2026-01-30 00:00:00"]
    dates += ["2026-04-31", "on 2026-01-30"]
    days = ["2024-02-29", "2000-01-01", "2000-02-29", "2099-12-31"]
    text = "".join(f"{date},NO,a{number},02,1.50\n" for number, date in enumerate(dates))
    good, bad = load_sales(HEADER + text + "".join(f"{day},NO,b,2,1.5\n" for day in days))
    said = f"of load_sales, from rows with the dates {dates}, coded a0, a1, a2, …, then {days}"
    expected = [[day, "NO", "b", 2, 1.5] for day in days]
    assert differing(good, expected) is None, f"good {said}"
    expected = [[date, "NO", f"a{number}", "02", "1.50"] for number, date in enumerate(dates)]
    assert differing(bad, expected) is None, f"bad {said}"


@pytest.mark.hint("`inf` and `nan` are floats to Python. `np.isfinite` tells them apart.")
def test_rejects_what_is_no_number():
    """Units that are not whole and prices that are not finite make their row a bad one."""
    units = ["2.5", "", "two", "inf", "nan", "-0.5", "True"]
    prices = ["inf", "-inf", "Infinity", "nan", "", "1.5 kr"]
    pairs = [(each, "1.50") for each in units] + [("02", each) for each in prices]
    text = "".join(f"2026-01-30,NO,a,{each},{price}\n" for each, price in pairs)
    good, bad = load_sales(HEADER + text + "2026-01-31,NO,b,4,1.5\n")
    said = f"of load_sales, from rows with the units and prices {pairs}, then 4 and 1.5"
    assert differing(good, [["2026-01-31", "NO", "b", 4, 1.5]]) is None, f"good {said}"
    expected = [["2026-01-30", "NO", "a", *pair] for pair in pairs]
    assert differing(bad, expected) is None, f"bad {said}"


@pytest.mark.hint("Good is not the same as positive: goods come back, and some are free.")
def test_takes_zero_and_negative_numbers():
    """Units and prices of 0 and below are good ones."""
    text = "2026-01-30,NO,a,0,4\n2026-01-30,NO,b,-2,4\n2026-01-30,NO,c,1,0\n2026-01-30,NO,d,1,-1\n"
    text += "2026-01-30,NO,e,-5000000001,4\n"
    rows = [["a", 0, 4.0], ["b", -2, 4.0], ["c", 1, 0.0], ["d", 1, -1.0], ["e", -5000000001, 4.0]]
    good, bad = load_sales(HEADER + text)
    expected = [["2026-01-30", "NO", *row] for row in rows]
    assert differing(good, expected) is None, f"good of load_sales, from the rows\n{text}"
    assert differing(bad, []) is None, f"bad of load_sales, from the rows\n{text}"


@pytest.mark.hint(
    "`read_csv` takes some texts for missing values unless told not to.",
    "`keep_default_na=False` leaves `NA` and the empty text as they are.",
)
def test_countries_and_codes_stay_text():
    """`NA`, `007`, an empty text and odd characters come out as they stand in the file."""
    rows = "2026-01-30,NA,007,1,4\n2026-01-30,,1e3,1,4\n2026-01-30,Saba,null,1,4\n"
    good, _ = load_sales(HEADER + rows)
    texts = [["NA", "007"], ["", "1e3"], ["Saba", "null"]]
    expected = [["2026-01-30", *pair, 1, 4.0] for pair in texts]
    assert differing(good, expected) is None, f"good of load_sales, from the rows\n{rows}"
    odd = [["N\x0bO", "0\u20287", 1, 4.0], ["\x85", "\x1c", 2, 5.0]]
    good, _ = load_sales(HEADER + "2026-01-30,N\x0bO,0\u20287,1,4\n2026-01-30,\x85,\x1c,2,5\n")
    assert differing(good, [["2026-01-30", *row] for row in odd]) is None, (
        f"good of load_sales, from rows with the texts {odd}, of characters like a newline"
    )
    text = "no,NA,007,NA,None\nno,,1.0,,\n,,,,\n"
    _, bad = load_sales(HEADER + text)
    expected = [["no", "NA", "007", "NA", "None"], ["no", "", "1.0", "", ""], [""] * 5]
    assert differing(bad, expected) is None, f"bad of load_sales, from the rows\n{text}"


@pytest.mark.parametrize(
    "rows",
    [
        "2026-01-30,NO,7,2,10\n",
        "2026-01-30,NO,7,2,10\nx,NO,7,y,z\n",
        "x,NO,7,y,z\n",
        "2026-01-30,NO,7,2.5,10\n",
        "",
    ],
)
@pytest.mark.hint(
    "Whole prices are floats too: convert with `astype` in any case.",
    "What is the dtype of a list without items? Convert whole columns, and select rows afterwards.",
)
def test_columns_have_their_dtypes(rows):
    """The columns of the good rows have their dtypes, also where no row is good."""
    good, bad = load_sales(HEADER + rows)
    dtypes = [re.sub(r"\[(s|ms|us|ns)\]$", "", str(dtype)) for dtype in good.dtypes]
    assert dtypes == ["datetime64", "str", "str", "int64", "float64"], f"good, from {rows!r}"
    assert len(good) + len(bad) == rows.count("\n"), f"the rows of good and bad, from {rows!r}"


@pytest.mark.hint(
    "Multiply the columns first, then sum by month.",
    "`resample` needs dates as the index; `to_period` makes periods of them.",
)
def test_sums_by_month():
    """Each month has the sum of units times price, in the order of time."""
    rows = [("2026-02-01", 1, 5), ("2025-12-31", 2, 1234567.89)]
    rows += [("2026-01-31", 3, 2), ("2026-02-28", 2, 4.0625)]
    frame = sales(*rows)
    revenue = monthly_revenue(frame)
    expected = {"2025-12": 2469135.78, "2026-01": 6.0, "2026-02": 13.125}
    assert by_month(revenue) == expected, f"date, units and price of the sales are {rows}"
    assert list(revenue.index) == [pd.Period(month) for month in ("2025-12", "2026-01", "2026-02")]
    kinds = [type(revenue.index).__name__, str(revenue.dtype)]
    assert kinds == ["PeriodIndex", "float64"], "the index and the dtype"
    again = monthly_revenue(frame.set_axis([2, 0, 9, 3]))
    assert by_month(again) == by_month(revenue), "the same rows under the labels 2, 0, 9 and 3"


@pytest.mark.hint("`groupby` knows only the months that it has seen.")
def test_a_month_without_sales_is_zero():
    """Months without sales between the first and the last have a revenue of 0."""
    gap = sales(("2026-03-05", 1, 5), ("2025-12-05", 1, -1), ("2025-12-06", -2, 4))
    expected = {"2025-12": -9, "2026-01": 0, "2026-02": 0, "2026-03": 5}
    assert by_month(monthly_revenue(gap)) == expected, f"the sales are {shown(gap)}"
    assert by_month(monthly_revenue(sales(("2026-03-05", 1, 5)))) == {"2026-03": 5}
    free = sales(("2025-12-05", 4, 0), ("2026-01-05", 1, 5), ("2026-02-05", 0, 3))
    expected = {"2025-12": 0, "2026-01": 5, "2026-02": 0}
    assert by_month(monthly_revenue(free)) == expected, f"the sales are {shown(free)}"


@pytest.mark.hint(
    "`itertools.combinations` gives the pairs, `scipy.stats.pearsonr` both numbers.",
    "Far from 0 is `abs(r)`: a strong negative correlation is a strong one.",
)
def test_finds_the_strongest_pair():
    """The pair whose correlation is furthest from 0 is found, and columns of text passed over."""
    rng = np.random.default_rng(59)
    frame = pd.DataFrame(rng.normal(size=(12, 4)), columns=["a", "b", "c", "d"])
    frame["name"] = frame["a"].round(2).astype("str")
    frame["code"] = frame["a"].round(1).astype("str").astype(object)
    frame["e"] = (3 * frame["c"] + rng.normal(size=12)).round().astype("int8")
    expected = ("c", "e", *pearsonr(frame["c"], frame["e"]))
    assert rounded(strongest_correlation(frame)) == rounded(expected), "a to d are noise, e near c"
    frame["f"] = (rng.normal(size=12) / 8 - frame["b"]).astype("float32")
    expected = ("b", "f", *pearsonr(frame["b"], frame["f"]))
    assert rounded(strongest_correlation(frame)) == rounded(expected), "e is near c, f nearer to -b"


@pytest.mark.hint(
    "`dropna` on the whole frame loses rows that a pair could use.",
    "Take the two columns of the pair, and drop the missing rows of these.",
)
def test_missing_values_are_dropped_pair_by_pair():
    """A row counts for a pair if neither of its two columns is missing there."""
    nan = float("nan")
    frame = pd.DataFrame(
        {
            "a": [1.0, 2.0, 3.0, 4.0, nan, 9.0, 9.0],
            "b": [2.0, 4.0, 7.0, nan, 1.0, 15.0, 15.0],
            "c": [nan, nan, nan, 5.0, 3.0, 4.0, nan],
        }
    )
    a, b = [1.0, 2.0, 3.0, 9.0, 9.0], [2.0, 4.0, 7.0, 15.0, 15.0]
    expected = rounded(("a", "b", *pearsonr(a, b)))
    assert rounded(strongest_correlation(frame)) == expected
    again = frame.set_axis([0, 0, 1, 1, 2, 2, 2])
    assert rounded(strongest_correlation(again)) == expected, "the index is 0, 0, 1, 1, 2, 2, 2"


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"x": [1, 2, 3]},
        {"x": [1, 2, 3], "y": ["a", "b", "c"]},
        {"x": [1, 2, 3], "y": [5, 5, 5]},
        {"x": [5, 5, 5], "y": [1, 2, 3]},
        {"x": [0.1, 0.1, 0.1], "y": [1, 2, 4]},
        {"x": [1, 2, 3, None], "y": [5, 5, 5, 6]},
        {"x": [1, 2], "y": [3, 5]},
        {"x": [1, 2, 3, None], "y": [None, 2, 5, 6]},
        {"x": [None, None, None], "y": [1, 2, 3]},
    ],
)
@pytest.mark.hint(
    "Look at the pair before you ask scipy: how many rows, how many different values?",
    "A column can be constant in the rows of a pair, and not in the frame.",
)
def test_pairs_without_a_correlation_are_skipped(columns):
    """Pairs of too few rows or of a constant have no correlation: without others it is None."""
    frame = pd.DataFrame({key: pd.Series(values) for key, values in columns.items()})
    assert strongest_correlation(frame) is None, f"the columns are {columns}"


@pytest.mark.hint(
    "scipy warns of a constant, and numpy where 0 is divided by 0.",
    "Which pairs have no correlation? Find out before you calculate one.",
    "The deviation of 0.1, 0.1, 0.1 is not exactly 0. `nunique` counts different values.",
)
def test_pairs_without_a_correlation_give_no_warning():
    """Constants and pairs of too few rows give no warning, alone and among other columns."""
    nan = float("nan")
    columns = {
        "five": [5, 5, 5, 5, 5, 5],
        "tenth": [0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
        "flat": [0.7, 0.7, 0.7, nan, nan, nan],
        "one": [nan, nan, nan, 4, nan, nan],
        "none": [nan, nan, nan, nan, nan, nan],
    }
    assert told(strongest_correlation, pd.DataFrame(columns)) == (None, []), f"{columns}"
    columns = {"a": [1, 2, 3, 5, 4, 7], **columns, "b": [2, 1, 3, 4, 6, 5]}
    found, messages = told(strongest_correlation, pd.DataFrame(columns))
    assert (signed(found), messages) == (("a", "b", 0.742307489), []), f"{columns}"


@pytest.mark.parametrize(
    ("columns", "pair"),
    [
        ({"z": [1, 2, 4], "y": [1, 2, 4], "x": [1, 2, 4]}, ("z", "y", 1)),
        ({"x": [1, 2, 4], "y": [-1, -2, -4], "z": [1, 2, 4]}, ("x", "y", -1)),
        ({"k": [3, 3, 3], "x": [1, 2, 4], "y": [1, 2, 4], "z": [-1, -2, -4]}, ("x", "y", 1)),
        (
            {
                "d": [1, 2, 4, None, None, None],
                "b": [None, None, None, 1, 2, 4],
                "c": [None, None, None, 1, 2, 4],
                "a": [1, 2, 4, None, None, None],
            },
            ("d", "a", 1),
        ),
    ],
)
@pytest.mark.hint(
    "`max` keeps the first of equal ones.",
    "`itertools.combinations` gives the pairs in this very order.",
)
def test_of_equally_strong_pairs_the_first_counts(columns, pair):
    """Of equally strong pairs, the one whose columns stand first is found."""
    frame = pd.DataFrame(columns)
    assert signed(strongest_correlation(frame)) == pair, f"the columns are {columns}"


@pytest.mark.hint(
    "Three rows and two different values are enough, however alike. A correlation may be 0.",
    "Skip the pair, and go on with the next one.",
)
def test_other_pairs_are_still_found():
    """A pair counts with three rows, small or large numbers, equal rows, or a correlation of 0."""
    more = pd.DataFrame({"k": [5, 5, 5], "q": [1, 2, 4], "p": [1, 3, 3], "l": [2, 2, 2]})
    more["q"] *= 1e-9
    expected = ("q", "p", *pearsonr([1, 2, 4], [1, 3, 3]))
    assert rounded(strongest_correlation(more)) == rounded(expected), f"{more.to_dict('list')}"
    far = pd.DataFrame({"q": [10**9 + 1, 10**9 + 2, 10**9 + 4], "p": [1, 3, 3]})
    assert rounded(strongest_correlation(far)) == rounded(expected), f"{far.to_dict('list')}"
    line = pd.DataFrame({"x": [1, 2, 4, 5], "y": [-2, -4, -8, -10]})
    assert strongest_correlation(line) == ("x", "y", pytest.approx(-1), pytest.approx(0, abs=1e-6))
    equal = pd.DataFrame({"x": [1, 1, 2], "y": [3, 3, 1]})
    assert signed(strongest_correlation(equal)) == ("x", "y", -1), f"{equal.to_dict('list')}"
    none = pd.DataFrame({"x": [-1, 1, -1, 1], "y": [-1, -1, 1, 1]})
    assert rounded(strongest_correlation(none)) == ("x", "y", 0, 1), f"{none.to_dict('list')}"
