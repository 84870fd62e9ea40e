"""Checks for Q77 · Large datasets."""

import math
import random
import sys
from datetime import date

import pandas as pd
import pytest
from q077_large_datasets import chunked_stats, top_groups

SALES = """day,shop,price,note
2026-01-30,north,2,a
2026-01-31,south,5,b
2026-02-01,north,4.5,c
2026-02-02,east,1,d
2026-02-02,south,7,e
2026-02-03,north,1,f
"""


@pytest.fixture
def path(tmp_path):
    """Where a CSV file can be written."""
    return tmp_path / "sales.csv"


def stats(path, by="shop", value="price", rows=2):
    """What `chunked_stats` gives: for each group, count, mean and rounded deviation or None."""
    frame = chunked_stats(path, by, value, rows)
    return {
        group: tuple(None if math.isnan(x) else round(float(x), 6) for x in line)
        for group, line in zip(frame.index, frame[["count", "mean", "std"]].values, strict=True)
    }


def top(path, since=date(2026, 1, 1), n=9, by="shop", value="price"):
    """The rows that the query of `top_groups` gives."""
    return top_groups(path, by, value, since, n).collect().rows()


def csv_of(values, groups):
    """A file with two columns and a day."""
    lines = [f"2026-05-01,{group},{value}" for group, value in zip(groups, values, strict=True)]
    return "\n".join(["day,shop,price", *lines, ""])


def engines_in(function):
    """The packages, of polars and those of databases, whose functions a call makes use of."""
    used = set()

    def note(frame, event, called):
        module = frame.f_globals.get("__name__")
        if event == "c_call":
            owner = getattr(called, "__self__", None)
            module = getattr(called, "__module__", None) or type(owner).__module__
        package = str(module).partition(".")[0].strip("_")
        if event in ("call", "c_call") and package in ("polars", "sqlite3", "duckdb"):
            used.add(package)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(before)
    return sorted(used)


@pytest.mark.hint(
    "`pd.read_csv(..., chunksize=rows)` gives one DataFrame after another.",
    "The mean of two means is wrong where they are of different numbers of values.",
)
def test_statistics_of_a_file(path):
    """Each group has the count, the mean and the sample deviation of its values, in order."""
    path.write_text(SALES)
    frame = chunked_stats(path, "shop", "price", 100)
    assert list(frame.columns) == ["count", "mean", "std"]
    assert frame.index.tolist() == ["east", "north", "south"]
    assert frame.index.name == "shop"
    expected = {"east": (1, 1, None), "north": (3, 2.5, 1.802776), "south": (2, 6, 1.414214)}
    assert stats(path, rows=100) == expected, f"count, mean, std; the file is\n{SALES}"
    other = stats(path, by="note", value="price", rows=100)
    assert other["b"] == (1, 5, None), "by note"
    path.write_text(SALES.replace("shop", "city").replace("price", "cost"))
    renamed = stats(path, by="city", value="cost", rows=100)
    assert renamed == expected, "the columns shop and price are called city and cost"
    path.write_text("size,index\n2,b\n4,b\n3,a\n3,a\n")
    named = stats(path, by="index", value="size", rows=3)
    assert named == {"a": (2, 3, 0), "b": (2, 3, 1.414214)}, f"the file is\n{path.read_text()}"


@pytest.mark.timeout(10)
@pytest.mark.parametrize("rows", [1, 3, 100])
@pytest.mark.hint(
    "Count and mean can be merged. For the deviation, keep the sum of squared distances too.",
    "Two parts of a group: the means differ by `d`. What does `d` add to the sum of squares?",
    "It adds `d**2 * n1 * n2 / (n1 + n2)`.",
)
def test_groups_across_pieces(path, rows):
    """The size of the pieces has no effect, also where groups come and go."""
    rng = random.Random(77)
    values = [round(rng.gauss(50, 20), 3) for _ in range(14)]
    groups = ["first"] * 2 + ["a", "b", "a", "a", "c", "b", "a", "c"] + ["last"] * 2 + ["first"] * 2
    path.write_text(csv_of(values, groups))
    frame = pd.DataFrame({"shop": groups, "price": values})
    expected = frame.groupby("shop")["price"].agg(["count", "mean", "std"])
    found = chunked_stats(path, "shop", "price", rows)
    assert found.index.tolist() == expected.index.tolist(), f"the groups, with {rows=}"
    assert found["count"].tolist() == expected["count"].tolist(), f"the counts, with {rows=}"
    off = (found[["mean", "std"]] / expected[["mean", "std"]] - 1).abs().max().to_dict()
    assert max(off.values()) < 1e-6, f"largest relative errors with {rows=}: {off}"


@pytest.mark.parametrize("rows", [1, 2, 100])
@pytest.mark.hint(
    "What does `std` give for a group with a single value?",
)
def test_missing_values(path, rows):
    """Missing values do not count, and a single value has no deviation."""
    path.write_text(csv_of(["1", "", "5", "", "", "3", "0"], "aabbcac"))
    expected = {"a": (2, 2, 1.414214), "b": (1, 5, None), "c": (1, 0, None)}
    assert stats(path, rows=rows) == expected, f"a has 1, '', 3; b has 5, ''; c has '', 0; {rows=}"


@pytest.mark.parametrize("rows", [4, 1000])
@pytest.mark.hint(
    "Squares of large numbers have more digits than a float can hold.",
    "Square only distances from a mean.",
)
def test_large_values_close_together(path, rows):
    """The deviation is right also where the values are large and differ little."""
    large = 1_000_000_000
    values = [large, large + 1, large + 2, -large, -large - 2, -large - 1]
    values += [large + 5, large + 5, large + 6, large + 4, 0.001, 0.002, 0.004]
    path.write_text(csv_of(values, "aaabbbccccddd"))
    frame = chunked_stats(path, "shop", "price", rows)
    counts = dict(zip(frame.index, frame["count"], strict=True))
    assert counts == {"a": 3, "b": 3, "c": 4, "d": 3}, f"{values=}, {rows=}"
    expected = [large + 1, -large - 1, large + 5, 0.007 / 3]
    expected += [1, 1, (2 / 3) ** 0.5, (7 / 3) ** 0.5 / 1000]
    found = [*frame["mean"], *frame["std"]]
    assert found == pytest.approx(expected, rel=1e-6), f"means, deviations of {values}, {rows=}"


@pytest.mark.hint(
    "Which of the two functions is to be written in pandas?",
    "What merges two pieces can merge all of them, one after the other.",
)
def test_statistics_are_computed_without_an_engine(path):
    """Statistics come from pandas: neither polars nor a database has a part in them."""
    path.write_text(SALES)
    assert engines_in(lambda: chunked_stats(path, "shop", "price", 2)) == []


@pytest.mark.timeout(20)  # it reads large files, of which every byte that is held is counted
@pytest.mark.hint(
    "Keep what you need to go on, not the pieces themselves, nor their values in another form.",
    "Each piece is `rows` rows long, neither more nor less.",
)
def test_memory_is_that_of_a_piece(path, peak_memory):
    """In pieces of 1000 rows, a file ten times larger takes hardly more memory."""
    values = [1_000_000_000 + number * number * 48_271 % 899_999_963 for number in range(80_000)]
    path.write_text(SALES)
    chunked_stats(path, "shop", "price", 3)
    path.write_text(csv_of(values[:8000], ["north", "south"] * 4000))
    small = peak_memory(lambda: chunked_stats(path, "shop", "price", 1000))
    path.write_text(csv_of(values, ["north", "south"] * 40_000))
    whole = peak_memory(lambda: pd.read_csv(path))
    large = peak_memory(lambda: chunked_stats(path, "shop", "price", 1000))
    share, growth = f"{large / whole:.2f}", f"{(large - small) / 72_000:.2f}"
    assert large < whole / 5, f"{large} bytes for 80000 rows, {share} of {whole} by pd.read_csv"
    assert large - small < 3 * 72_000, (
        f"{large} bytes for 80000 rows, {small} for 8000: {growth} for each row more"
    )


@pytest.mark.hint(
    "`pl.scan_csv` instead of `read_csv`, then `group_by`, `agg`, `sort` and `head`.",
    "A float of 32 bits has seven digits.",
)
def test_highest_totals(path):
    """The result is a LazyFrame of the `n` groups with the highest totals, best first."""
    import polars as pl

    path.write_text(SALES)
    query = top_groups(path, "shop", "price", date(2026, 1, 1), 2)
    assert isinstance(query, pl.LazyFrame)
    assert query.collect().to_dict(as_series=False) == {
        "shop": ["south", "north"],
        "total": [12, 7.5],
    }
    assert top(path, n=1, by="note") == [("e", 7)], "by note"
    assert top(path) == [("south", 12), ("north", 7.5), ("east", 1)], "n is 9"
    path.write_text(SALES.replace("shop", "city").replace("price", "cost"))
    renamed = top(path, by="city", value="cost", n=1)
    assert renamed == [("south", 12)], "the columns shop and price are called city and cost"
    path.write_text(csv_of([-9, 2, -1, 1, -5, 4.5], "abccdb"))
    assert top(path) == [("b", 6.5), ("c", 0), ("d", -5), ("a", -9)], "some values are below 0"
    path.write_text(csv_of(range(300), [f"g{number}" for number in range(300)]))
    assert len(top(path, n=250)) == 250, "n is 250, of 300 groups"
    exact = [16777216.0, 1.0, 0.125, 0.0625]
    path.write_text(csv_of(exact, "aabb"))
    assert top(path) == [("a", 16777217), ("b", 0.1875)], f"a and a, b and b have {exact}"


@pytest.mark.parametrize("groups", ["dcba", "abcd", "bdac"])
@pytest.mark.hint("`sort` takes several columns, and `descending` a value for each of them.")
def test_equal_totals(path, groups):
    """Among equal totals the group that `sorted` puts first comes first."""
    path.write_text(csv_of([3, 3, 3, 3, 2, 1], [*groups, "z", "z"]))
    assert top(path) == [*[(group, 3) for group in "abcd"], ("z", 3)], f"the groups are {groups}"
    assert top(path, n=2) == [("a", 3), ("b", 3)], f"the groups are {groups}, n is 2"
    texts = [f"{group}{end}" for end in ("b", "", "9", "10") for group in (groups, groups.upper())]
    path.write_text(csv_of([1] * len(texts), texts))
    assert [group for group, _ in top(path)] == sorted(texts), f"the groups are {texts}"


@pytest.mark.parametrize(
    ("since", "rows"),
    [
        (date(2026, 1, 31), [("south", 12), ("north", 5.5), ("east", 1)]),
        (date(2026, 2, 1), [("south", 7), ("north", 5.5), ("east", 1)]),
        (date(2026, 2, 2), [("south", 7), ("east", 1), ("north", 1)]),
        (date(2026, 2, 3), [("north", 1)]),
        (date(2026, 2, 4), []),
    ],
)
@pytest.mark.hint("Filter the rows before they are grouped.")
def test_only_rows_since_a_day(path, since, rows):
    """Rows of `since` and of later days count, and groups with none are left out."""
    path.write_text(SALES)
    assert top(path, since) == rows, f"since {since}; the file is\n{SALES}"
    years = SALES + "2025-12-31,old,64,g\n2199-01-01,late,32,h\n"
    path.write_text(years)
    assert top(path, since) == [("late", 32), *rows], f"since {since}; the file is\n{years}"


@pytest.mark.timeout(10)
@pytest.mark.hint(
    "Which type do the readers see in a column of digits?",
    "Readers of CSV files take some texts for missing values, unless they are told otherwise.",
)
def test_groups_are_text(path):
    """`007`, `7`, `NA` and `null` are groups of their own, in both functions."""
    groups = ["007", "7", "07", "7", "1e3", "1000", "NA", "null", "NA", "x", "X", "nan", "None"]
    groups += ["true", "True", "inf", "#1", "a;b"]
    path.write_text(csv_of([2**place for place in range(18)], groups))
    totals = {"007": 1, "07": 4, "1000": 32, "1e3": 16, "7": 10, "NA": 320, "null": 128, "x": 512}
    totals |= {"X": 1024, "nan": 2048, "None": 4096, "true": 8192, "True": 16384, "inf": 32768}
    totals |= {"#1": 65536, "a;b": 131072}
    assert dict(top(path, n=99)) == totals, f"the groups are {groups}"
    found = {group: count * mean for group, (count, mean, _) in stats(path, rows=5).items()}
    assert found == totals, f"count times mean; the groups are {groups}"
    assert list(found) == sorted(totals), "the order of the groups, which is that of `groupby`"
    path.write_text(csv_of([1, 2, 4], ["007", "7", "007"]))
    assert dict(top(path)) == {"007": 5, "7": 2}, "there are digits only"
    assert list(stats(path)) == ["007", "7"], "there are digits only"


@pytest.mark.hint(
    "polars looks at the first hundred rows to guess the types of columns.",
    "`schema_overrides` says the type of a column beforehand.",
)
def test_fractions_after_whole_numbers(path):
    """A fraction after thousands of whole numbers is read like any other number."""
    path.write_text(csv_of([*[1] * 1500, 0.25, 2], ["a"] * 1501 + ["b"]))
    assert top(path) == [("a", 1500.25), ("b", 2)]
    assert stats(path, rows=500)["a"][:2] == (1501, round(1500.25 / 1501, 6))
    path.write_text(csv_of([*[1] * 30_000, 0.25], ["a"] * 30_001))
    assert top(path) == [("a", 30_000.25)], "a fraction after 30000 whole numbers"
    path.write_text(csv_of([*[""] * 200, 1.5, "", 2], ["a"] * 203))
    assert top(path) == [("a", 3.5)], "the first 200 values are missing"


@pytest.mark.hint(
    "Every step of a LazyFrame only adds to a plan, until `collect`.",
    "A list of the columns, or the schema, has to be read from the file.",
)
def test_reads_nothing_before_it_is_collected(path):
    """The file may be written after the query was made, and change between two collects."""
    query = top_groups(path, "shop", "price", date(2026, 2, 1), 1)
    path.write_text(SALES)
    assert query.collect().rows() == [("south", 7)]
    path.write_text(csv_of([5, 6], ["new", "old"]))
    assert query.collect().rows() == [("old", 6)], "the file has changed since the first collect"
    path.write_text("price,note,shop,day\n1,a,north,2026-02-01\n2,b,south,2026-02-01\n")
    assert query.collect().rows() == [("south", 2)], "the columns are in another order now"


@pytest.mark.hint(
    "Print `explain()`. The filter is either a line `SELECTION` of the scan, or a `FILTER` above.",
    "Not every condition can be handed to the scan. Try other ways to compare a date.",
    "Dates like `2026-01-31` are in the same order as texts; or let the scan read them as dates.",
)
def test_the_scan_filters(path):
    """In the plan, the rows are filtered by the scan of the file."""
    path.write_text(SALES)
    query = top_groups(path, "shop", "price", date(2026, 2, 2), 5)
    plan = query.explain()
    lines = [line.strip() for line in plan.splitlines() if '"day"' in line or "CSV" in line.upper()]
    scan = plan.upper().rpartition("CSV SCAN")[2]
    assert "SELECTION" in scan and "DAY" in scan, f"the lines of the plan with day or CSV: {lines}"
    above = [line for line in lines if line.startswith("FILTER") and '"day"' in line]
    assert above == [], "lines of the plan that filter by day outside of the scan"
    assert query.collect().rows() == [("south", 7), ("east", 1), ("north", 1)]


@pytest.mark.hint("Which step of yours mentions all columns?")
def test_other_columns_do_no_harm(path):
    """A column that the query does not need may hold words after numbers, and be empty."""
    lines = [f"2026-03-01,shop{k % 2},{k},{k}," for k in range(1500)]
    lines += ["2026-03-02,shop0,0.5,none,x", "2026-03-02,shop1,0.25,,"]
    path.write_text("\n".join(["day,shop,price,visitors,note", *lines, ""]))
    assert top(path) == [("shop1", 562500.25), ("shop0", 561750.5)]
    assert top(path, since=date(2026, 3, 2)) == [("shop0", 0.5), ("shop1", 0.25)]
    counts = {group: line[0] for group, line in stats(path, rows=400).items()}
    assert counts == {"shop0": 751, "shop1": 751}, "a column is empty in all rows but one"
