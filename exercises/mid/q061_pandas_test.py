"""Checks for Q61 · pandas."""

import warnings

import pandas as pd
import pytest
from q061_pandas import add_running_total, sales_pivot, top_customers

NAMES = ["date", "customer", "region", "product", "amount"]
HUGE = 2**53 + 1  # the first whole number that a float cannot hold


def make_orders(*rows, index=None):
    """Orders from rows such as `("01 12:00", "c1", "north", "tea", 5)`, all in March 2026."""
    frame = pd.DataFrame(list(rows), columns=NAMES, index=index)
    frame["date"] = pd.to_datetime([f"2026-03-{date}" for date in frame["date"]], format="ISO8601")
    return frame.astype({"customer": "str", "region": "str", "product": "str", "amount": "int64"})


def orders_of(*pairs):
    """Orders from pairs of customer and amount."""
    return make_orders(*[("01", customer, "north", "tea", amount) for customer, amount in pairs])


def make_customers(*pairs):
    """Customers from pairs of key and name."""
    return pd.DataFrame(list(pairs), columns=["customer", "name"]).astype("str")


def rows_of(frame):
    """The rows of a frame as lists of Python values, `None` where one is missing."""
    return [
        [None if pd.isna(value) else value for value in row]
        for row in frame.astype(object).values.tolist()
    ]


def few(differences):
    """The first four differences, and how many more there are; or None where there is none."""
    first = dict(list(differences.items())[:4])
    more = len(differences) - len(first)
    return first | ({"and": f"{more} more"} if more else {}) or None


def differing(frame, rows):
    """Where a frame has other values than expected, with both; or both sizes; or None."""
    found, names = rows_of(frame), list(frame)
    wanted = [row if isinstance(row, list) else [row] for row in rows]
    sizes = [(len(each), sorted({*map(len, each)})) for each in (found, wanted)]
    if sizes[0] != sizes[1]:
        return {"size": f"{len(found)} rows of {names} instead of {len(rows)} rows like {rows[:1]}"}
    return few(
        {
            f"row {number}, {names[place]}": f"{value!r} instead of {wanted[number][place]!r}"
            for number, line in enumerate(found)
            for place, value in enumerate(line)
            if value != wanted[number][place]
        }
    )


def chained(function, *arguments):
    """The numbers of the lines for whose chained assignment pandas gives a warning in a call."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        function(*arguments)
    kind = pd.errors.ChainedAssignmentError
    return [warning.lineno for warning in caught if issubclass(warning.category, kind)]


def pivot_of(*rows):
    """What `sales_pivot` gives, with a first column that has the regions."""
    result = sales_pivot(make_orders(*[("01", "c1", *row) for row in rows]))
    table = result.set_axis(list(result.columns), axis=1)
    table.insert(0, "region", list(result.index), allow_duplicates=True)
    return table


def running(*rows, index=None):
    """The running totals of orders, from triples of date, customer and amount."""
    orders = make_orders(*[(date, c, "n", "t", amount) for date, c, amount in rows], index=index)
    return add_running_total(orders)[["running_total"]]


@pytest.mark.hint(
    "First one row for each customer, by `groupby` and `sum`, and then the names.",
    "`left.merge(right, on=..., how='left')` keeps the rows of `left`.",
)
def test_finds_the_top_customers():
    """The customers with the highest sums come first, each with key, name and total."""
    pairs = [("c2", 500), ("c1", 300), ("c3", 200), ("c1", 400), ("c3", -50)]
    orders, said = orders_of(*pairs), f"the customers and amounts of the orders are {pairs}"
    customers = make_customers(("c3", "Ada"), ("c1", "Ada"), ("c2", "Bo"))
    result = top_customers(orders, customers, 3)
    expected = [["c1", "Ada", 700], ["c2", "Bo", 500], ["c3", "Ada", 150]]
    assert differing(result, expected) is None, f"the best three, two called Ada; {said}"
    best = top_customers(orders, customers, 2)
    assert differing(best, expected[:2]) is None, f"the best two; {said}"
    assert list(result) == ["customer", "name", "total"], "the columns"
    assert differing(top_customers(orders, customers, 1), [["c1", "Ada", 700]]) is None, said
    pairs = [("c1", -5), ("c2", 9), ("c2", -9), ("c1", -5)]
    best = top_customers(orders_of(*pairs), customers, 2)
    expected = [["c2", "Bo", 0], ["c1", "Ada", -10]]
    assert differing(best, expected) is None, f"the best two; the orders are {pairs}"
    pairs = [("c1", HUGE), ("c2", HUGE), ("c1", -1)]
    huge, expected = top_customers(orders_of(*pairs), customers, 2), HUGE - 1
    assert differing(huge, [["c2", "Bo", HUGE], ["c1", "Ada", expected]]) is None, (
        f"the orders are {pairs}"
    )
    assert str(huge["total"].dtype) == "int64", "the dtype of the totals"


@pytest.mark.hint("Sort by two columns, one down and one up: `ascending` takes a list.")
def test_equal_totals_are_in_the_order_of_keys():
    """Of equal totals the lower key comes first, and stays when there is room for some only."""
    pairs = [(f"c{number * 7 % 30:02}", 5) for number in range(30)]
    orders, customers = orders_of(*pairs, ("zed", 9)), make_customers(("c01", "Ada"))
    expected = [["zed", None, 9], ["c00", None, 5], ["c01", "Ada", 5], ["c02", None, 5]]
    said = "of zed with 9, and of c00 to c29 with 5, in another order; Ada is c01"
    assert differing(top_customers(orders, customers, 4), expected) is None, said
    alike = top_customers(orders_of(("a", 5), ("9", 5), ("B", 5), ("10", 5)), customers, 4)
    assert alike["customer"].tolist() == ["10", "9", "B", "a"], "of equal totals of a, 9, B and 10"


@pytest.mark.parametrize(("n", "keys"), [(0, []), (2, ["c2", "c1"]), (3, ["c2", "c1"])])
@pytest.mark.hint("`head` returns what there is.")
def test_gives_no_more_than_there_are(n, keys):
    """With an `n` of 0 or beyond the number of customers with orders, the rows are none or all."""
    orders = orders_of(("c1", 5), ("c2", 6), ("c1", -5))
    customers = make_customers(("c1", "Ada"), ("c2", "Bo"), ("c3", "Cleo"), ("c4", "Dan"))
    result = top_customers(orders, customers, n)
    assert result["customer"].tolist() == keys, f"{n=}; the orders are c1 5, c2 6 and c1 -5"
    assert list(result) == ["customer", "name", "total"], f"the columns, with {n=}"


@pytest.mark.hint("An inner join drops what does not match on both sides, a left join does not.")
def test_keeps_orders_of_unknown_customers():
    """A customer who is not listed has a missing name, and customers without orders stay out."""
    orders = orders_of(("c9", 700), ("c1", 5), ("c9", 1))
    customers = make_customers(("c1", "Ada"), ("c0", "Zoe"))
    found = top_customers(orders, customers, 5)
    expected = [["c9", None, 701], ["c1", "Ada", 5]]
    assert differing(found, expected) is None, "orders c9 700, c1 5, c9 1; c9 is unlisted"


@pytest.mark.parametrize(
    "twice",
    [("c1", "Ada"), ("c1", "Eve"), ("c1", None), ("c2", "Bo")],
    ids=["same", "other name", "no name", "no orders"],
)
@pytest.mark.hint(
    "What would a join do with the total of somebody who is listed twice?",
    "`merge` has an argument, `validate`, and its `MergeError` is a `ValueError`.",
)
def test_refuses_a_key_that_stands_twice(twice):
    """A key that is listed twice raises a `ValueError`, also with one name, or without orders."""
    customers = make_customers(("c1", "Ada"), ("c2", "Bo"), ("c3", "Cleo"), twice)
    with pytest.raises(ValueError):
        top_customers(orders_of(("c1", 5), ("c3", 9)), customers, 1)
    with pytest.raises(ValueError):
        top_customers(orders_of(("c1", 5), ("c3", 9)), customers, 0)


@pytest.mark.hint(
    "`groupby` drops missing keys unless it is told otherwise.",
    "`merge` matches a missing key with a missing key. Which rows must go before it?",
)
def test_missing_keys():
    """Orders without a key are one customer without a name, whoever is listed without a key."""
    orders = orders_of(("c1", 5), (None, 3), ("c2", 7), (None, 4), ("c3", 9))
    expected = [["c3", None, 9], ["c2", "Bo", 7], [None, None, 7], ["c1", "Ada", 5]]
    one = make_customers((None, "Ghost"), ("c1", "Ada"), ("c2", "Bo"))
    assert differing(top_customers(orders, one, 9), expected) is None, "one customer without a key"
    two = make_customers((None, "Ghost"), ("c1", "Ada"), (None, "Noone"), ("c2", "Bo"))
    assert differing(top_customers(orders, two, 2), expected[:2]) is None, (
        "two customers without a key"
    )
    orders["customer"] = orders["customer"].where(orders["customer"].isna(), "c2")
    expected = [["c2", "Bo", 21], [None, None, 7]]
    assert differing(top_customers(orders, two, 9), expected) is None, "all with a key are c2"
    texts = orders_of(("", 3), (None, 5), ("nan", 2), ("<NA>", 1), ("None", 0))
    named = make_customers(("", "Blank"), ("nan", "Nan"))
    expected = [[None, None, 5], ["", "Blank", 3], ["nan", "Nan", 2], ["<NA>", None, 1]]
    expected.append(["None", None, 0])
    assert differing(top_customers(texts, named, 9), expected) is None, (
        "an empty key, None, and three keys that look like missing ones"
    )
    totals = running(("02", None, 3), ("03", "c1", 5), ("01", None, 4), ("04", "c1", 2))
    assert differing(totals, [7, 5, 4, 7]) is None, "the running totals of None, c1, None, c1"
    keys = ["", None, "", "None", "nan", None]
    totals = running(*[(f"0{day}", key, day) for day, key in enumerate(keys, 1)])
    assert differing(totals, [1, 2, 4, 4, 5, 8]) is None, f"the running totals of {keys}"
    pairs = [(None, HUGE), ("c1", HUGE), (None, 1)]
    huge, expected = top_customers(orders_of(*pairs), one, 2), [HUGE + 1, HUGE]
    assert huge["total"].tolist() == expected, f"the totals; the orders are {pairs}"
    totals = running(*[(f"0{day}", *pair) for day, pair in enumerate(pairs, 1)])
    assert differing(totals, [HUGE, HUGE, HUGE + 1]) is None, f"the running totals of {pairs}"
    assert str(totals["running_total"].dtype) == "int64", "their dtype"
    orders = orders_of(*pairs)
    result = add_running_total(orders)[NAMES]
    assert differing(result, rows_of(orders)) is None, f"the columns of the orders {pairs}"


@pytest.mark.hint(
    "`pivot` takes each value once; which method adds values up?",
    "`pivot_table` has `aggfunc`, whose default is the mean.",
)
def test_pivots_sums():
    """Regions are rows and products are columns, both sorted, and the values are sums."""
    sales = [("south", "tea", 5), ("north", "tea", 7), ("south", "rice", 1), ("south", "tea", 6)]
    sales += [("north", "rice", -2)]
    for rows, products, sums in [
        (sales, ["rice", "tea"], [["north", -2, 7], ["south", 1, 11]]),
        ([("b", "x", 4), ("b", "x", 4)], ["x"], [["b", 8]]),
        (
            [("a", "x", 1), ("B", "y", 2), ("a", "Z", 3)],
            ["Z", "x", "y"],
            [["B", 0, 0, 2], ["a", 3, 1, 0]],
        ),
    ]:
        pivot, said = pivot_of(*rows), f"region, product and amount of the orders are {rows}"
        assert list(pivot) == ["region", *products], f"region and the columns; {said}"
        assert differing(pivot, sums) is None, f"the regions and their sums; {said}"


@pytest.mark.hint(
    "A missing combination becomes NaN, and NaN makes floats of integers.",
    "Fill while you reshape: look for `fill_value`.",
)
def test_combinations_without_sales_are_zero():
    """A combination without an order is the integer 0, and sums of 0 keep row and column."""
    rows = [("west", "rum", HUGE), ("east", "tea", 3), ("east", "ale", 4), ("east", "ale", -4)]
    rows += [("south", "oil", 0)]
    pivot, said = pivot_of(*rows), f"region, product and amount of the orders are {rows}"
    assert list(pivot) == ["region", "ale", "oil", "rum", "tea"], f"region and the columns; {said}"
    expected = [["east", 0, 0, 0, 3], ["south", 0, 0, 0, 0], ["west", 0, 0, HUGE, 0]]
    assert differing(pivot, expected) is None, f"the regions and their sums; {said}"
    result = sales_pivot(make_orders(*[("01", None, *row) for row in rows]))
    assert [str(dtype) for dtype in result.dtypes] == ["int64"] * 4


@pytest.mark.hint(
    "Sort a copy by date, and sum up within the groups: `groupby(...)[...].cumsum()`.",
    "How do the sums come back to their rows?",
)
def test_adds_up_by_date():
    """Each row has the sum that its customer has reached by then, and stands where it stood."""
    orders = make_orders(
        ("03 08:00", "c1", "north", "tea", 10),
        ("01 17:29:00.000009", "c2", "south", "tea", 7),
        ("01 09:15", "c1", "south", "rice", 20),
        ("03 07:59", "c1", "north", "rice", -5),
        ("01 17:29:00.000008", "c2", "north", "tea", HUGE),
    )
    result = add_running_total(orders)
    said = f"the orders are {orders[['date', 'customer', 'amount']].astype(str).values.tolist()}"
    assert list(result) == [*NAMES, "running_total"], "the columns"
    expected = [25, HUGE + 7, 20, 15, HUGE]
    assert differing(result[["running_total"]], expected) is None, said
    assert str(result["running_total"].dtype) == "int64", "the dtype of the running totals"
    assert differing(result[NAMES], rows_of(orders)) is None, "the columns of the orders"
    dtypes = [[str(dtype) for dtype in frame[NAMES].dtypes] for frame in (result, orders)]
    assert dtypes[0] == dtypes[1], "the dtypes of the columns of the orders"
    years = pd.to_datetime(["2026-02-01", "2025-12-31", "2027-01-01"])
    orders = orders_of(("c1", 1), ("c1", 2), ("c1", 4)).assign(date=years)
    totals = add_running_total(orders)[["running_total"]]
    assert differing(totals, [3, 2, 7]) is None, (
        f"the running totals of 1, 2 and 4 on {years.date.tolist()}"
    )


@pytest.mark.hint("A sort may turn round what is equal, unless its `kind` is stable.")
def test_equal_dates_count_from_top_to_bottom():
    """Rows of a customer with one date are added from the first to the last."""
    rows = [("02" if place % 3 else "01", "c1", 1) for place in range(60)]
    first = iter(range(1, 21))
    second = iter(range(21, 61))
    expected = [next(second) if date == "02" else next(first) for date, _, _ in rows]
    assert differing(running(*rows), expected) is None, (
        "every third of 60 rows is of day 1, the others of day 2"
    )
    rows = [("01", "c1", 5), ("01", "c2", 1), ("01", "c1", 4)]
    assert differing(running(*rows), [5, 1, 9]) is None, f"{rows}"
    assert differing(running(*rows, index=[8, 5, 2]), [5, 1, 9]) is None, f"{rows}, under 8, 5, 2"


@pytest.mark.hint(
    "Labels that repeat cannot be aligned: which row would be meant?",
    "Work on row numbers, `reset_index(drop=True)`, and put values back without an index.",
)
def test_takes_any_index():
    """Repeated labels change no result, orders keep theirs, and the top customers get new ones."""
    rows = [("03", "c1", "a", "x", 1), ("02", "c2", "a", "y", 5), ("01", "c1", "b", "x", 2)]
    orders = make_orders(*rows, index=pd.Index([7, 7, -2], name="line"))
    result = add_running_total(orders)
    assert differing(result[["running_total"]], [3, 5, 2]) is None, "the index is 7, 7, -2"
    assert (result.index.tolist(), result.index.name) == ([7, 7, -2], "line")
    customers = make_customers(("c2", "Bo"), ("c1", "Ada")).set_axis([4, 4])
    top = top_customers(orders, customers, 2)
    assert differing(top, [["c2", "Bo", 5], ["c1", "Ada", 3]]) is None, (
        f"the best two, by customer and amount in {rows}; c2 is Bo, c1 Ada"
    )
    assert top.index.tolist() == [0, 1]
    assert differing(sales_pivot(orders), [[1, 5], [2, 0]]) is None, "the index is 7, 7, -2"


@pytest.mark.hint(
    "Choose columns by name.",
    "`merge` renames columns that both sides have.",
)
def test_takes_further_columns():
    """Further columns, the same in both frames, and other places of columns change nothing."""
    orders = make_orders(("02", "c1", "a", "x", 1), ("01", "c1", "b", "x", 2))
    orders = orders.assign(name=["gift", None], total=[9, 9], place=0, index=[4, 4], row=[1, 1])[
        [
            "total",
            "amount",
            "place",
            "region",
            "date",
            "name",
            "customer",
            "product",
            "index",
            "row",
        ]
    ]
    customers = make_customers(("c1", "Ada")).assign(amount=8, date=None, total=4, index="y")
    customers = customers[["total", "index", "name", "date", "amount", "customer"]]
    top = top_customers(orders, customers, 3)
    assert list(top) == ["customer", "name", "total"]
    assert differing(top, [["c1", "Ada", 3]]) is None, "the best, of c1 with 1 and 2; c1 is Ada"
    assert sales_pivot(orders).to_dict("index") == {"a": {"x": 1}, "b": {"x": 2}}
    result = add_running_total(orders)
    assert list(result) == [*orders, "running_total"]
    assert differing(result[["running_total"]], [3, 2]) is None, "of day 2 and of day 1"
    assert differing(result[list(orders)], rows_of(orders)) is None, "the columns of the orders"


@pytest.mark.hint("`sort_values` returns a new frame; an assignment to a column changes the old.")
def test_frames_stay_as_they_are():
    """The frames passed in have the same columns, rows, index and dtypes afterwards."""
    orders = make_orders(
        ("03", "c2", "a", "x", 1), ("01", None, "b", "y", 5), ("02", "c2", "b", "x", 2),
        index=[5, 5, 1],
    )  # fmt: skip
    customers = make_customers((None, "Ghost"), ("c2", "Bo")).set_axis([3, 2])
    before = [
        (rows_of(frame), list(frame), frame.index.tolist(), frame.dtypes.astype(str).tolist())
        for frame in (orders, customers)
    ]
    results = top_customers(orders, customers, 2), sales_pivot(orders), add_running_total(orders)
    after = [
        (rows_of(frame), list(frame), frame.index.tolist(), frame.dtypes.astype(str).tolist())
        for frame in (orders, customers)
    ]
    for name, frame, (rows, *_) in zip(
        ("orders", "customers"), (orders, customers), before, strict=True
    ):
        assert differing(frame, rows) is None, f"{name} afterwards, where it was otherwise before"
    assert after == before, "rows, columns, index and dtypes of orders and customers"
    assert [len(result) for result in results] == [2, 2, 3]


@pytest.mark.hint(
    "`frame[column][rows] = value` is chained: it assigns to a copy, and the frame stays.",
    "`frame.loc[rows, column] = value` assigns to the frame.",
)
def test_chains_no_assignment():
    """No assignment is one to a copy of a column, of which pandas warns."""
    rows = [("03", "c2", "a", "x", 1), ("01", None, "b", "y", -5), ("02", "c1", "b", "x", 2)]
    orders, customers = make_orders(*rows), make_customers(("c2", "Bo"))
    said = "the lines with a chained assignment"
    assert chained(top_customers, orders, customers, 2) == [], said
    assert chained(sales_pivot, orders) == [], said
    assert chained(add_running_total, orders) == [], said
