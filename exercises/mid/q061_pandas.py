r"""Q61 · pandas: join, group and reshape, and keep every sum right.

Topics: pandas, data-cleaning
Needs: pandas

What is pandas, and how is it used? "Filter, group, merge, reshape" is quickly said. The interviewer
has tables of orders and customers, and looks whether the money still adds up.

## Build

`orders` is a DataFrame with a row for each order. Its columns are `date`, a date with the time of
day, `customer`, `region` and `product`, which are text, and `amount`, an `int64` that is negative
for goods that came back. `customers` is a DataFrame with the text columns `customer`, which is the
key, and `name`.

`top_customers(orders, customers, n)` returns a DataFrame with the columns `customer`, `name` and
`total`, the sum of the customer's amounts. It has the `n` customers with the highest totals, or all
that have orders if there are fewer. The highest total comes first, and of equal totals the lower
key. A customer who is not in `customers` has a missing name. A key that stands in `customers` twice
raises a `ValueError`.

`sales_pivot(orders)` returns a DataFrame with a row for each region and a column for each product,
both sorted. A value is the sum of the amounts of that region and product, and 0 if there is no such
order.

`add_running_total(orders)` returns the rows and columns of `orders`, and a last column
`running_total`. This is the sum of the amounts that the customer of the row has reached with that
row, in the order of `date`. Rows of one customer with equal dates count from top to bottom. The
rows keep their index, and the order that they have in `orders`.

## Rules

- A `customer` may be missing, in either frame.
- Orders with a missing key count as those of one customer, who has a missing name and, of equal
  totals, comes last.
- Rows of `customers` with a missing key are ignored, however many there are.
- All sums are `int64`, and exact.
- Both frames may have further columns, and their columns may stand in any order.
- Their rows may stand in any order, and labels of the index may repeat.
- The result of `top_customers` has the index 0, 1, 2 and so on.
- The frames that are passed in stay as they are.
- Pandas warns of no chained assignment.

## Left open

Text of another dtype than `str`, frames without rows, sums beyond 64 bits, names and levels of an
index, a negative `n`, and a `running_total` in `orders`.

## Example

    >>> import pandas as pd
    >>> orders = pd.DataFrame(
    ...     {
    ...         "date": pd.to_datetime(["2026-03-02", "2026-03-01", "2026-03-03"]),
    ...         "customer": ["c1", "c1", "c2"],
    ...         "region": ["north", "south", "south"],
    ...         "product": ["tea", "tea", "rice"],
    ...         "amount": [500, 250, 900],
    ...     }
    ... )
    >>> customers = pd.DataFrame({"customer": ["c2", "c1"], "name": ["Bo", "Ada"]})
    >>> top_customers(orders, customers, 1).to_dict("records")
    [{'customer': 'c2', 'name': 'Bo', 'total': 900}]
    >>> sales_pivot(orders).to_dict("index")
    {'north': {'rice': 0, 'tea': 500}, 'south': {'rice': 900, 'tea': 250}}
    >>> add_running_total(orders)["running_total"].tolist()
    [750, 250, 900]
"""

import pandas as pd


def top_customers(orders: pd.DataFrame, customers: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return the `n` customers with the highest totals."""
    raise NotImplementedError


def sales_pivot(orders: pd.DataFrame) -> pd.DataFrame:
    """Return the sum of the amounts for each region and product."""
    raise NotImplementedError


def add_running_total(orders: pd.DataFrame) -> pd.DataFrame:
    """Return the orders with the running total of their customer."""
    raise NotImplementedError
