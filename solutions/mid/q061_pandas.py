r"""Q61 · pandas: the answer and one way to build it.

## Answer

pandas is Python's library for tables in memory. A `Series` is a typed column with labels, the
index, and a `DataFrame` is a set of columns on one index. I read a file, choose rows by a mask and
columns by name, `loc` for labels and `iloc` for positions. Then come `groupby`, `merge`, which
joins like SQL, `pivot_table` and `melt` to reshape, and missing values, dates and text.

Whole columns are the unit of work: arithmetic on them runs in compiled code, while `apply` with a
Python function is a loop, and `iterrows` a slow one.

Operations align by labels, which helps until labels repeat. After each join I check the number of
rows: a key that stands twice multiplies sums, so I pass `validate`, and unlike SQL, pandas matches
missing keys with each other.

In pandas 3, copy-on-write holds: each result behaves as a copy, so chained assignment never works,
and text has a dtype of its own, `str`. For tables beyond memory I take polars or DuckDB.

## Follow-ups

- **Where do rows get lost?** `groupby` drops missing keys unless told `dropna=False`, an inner join
  drops what does not match, and `value_counts` passes over missing values.
- **What is `transform` for?** It gives a result for each row of the group, on the rows' own index,
  where `agg` gives one for each group.
- **How do you see which rows of a join did not match?** `indicator=True` adds a column that says
  `both` or `left_only`.
- **Why may integers become floats?** A classic integer column has no room for a missing value. Fill
  while reshaping, with `fill_value`, or use `Int64`.

## Notes

Orders are summed before they are joined, so the join has one row a customer on both sides.
`pivot_table` with `fill_value` keeps integers; filling afterwards goes by floats, which are exact
up to 2**53 only. The running total is computed on row numbers and sorted back, because an index
with repeated labels cannot be aligned. A self-join of all earlier orders would need no sorting, but
grows with the square of their number.
"""

import pandas as pd


def top_customers(orders: pd.DataFrame, customers: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return the `n` customers with the highest totals."""
    names = customers[["customer", "name"]].dropna(subset="customer")
    totals = orders.groupby("customer", dropna=False, as_index=False).agg(total=("amount", "sum"))
    named = totals.merge(names, on="customer", how="left", validate="one_to_one")
    ranked = named.sort_values(["total", "customer"], ascending=[False, True], ignore_index=True)
    return ranked[["customer", "name", "total"]].head(n)


def sales_pivot(orders: pd.DataFrame) -> pd.DataFrame:
    """Return the sum of the amounts for each region and product."""
    return orders.pivot_table(
        index="region", columns="product", values="amount", aggfunc="sum", fill_value=0
    )


def add_running_total(orders: pd.DataFrame) -> pd.DataFrame:
    """Return the orders with the running total of their customer."""
    by_date = orders.reset_index(drop=True).sort_values("date", kind="stable")
    totals = by_date.groupby("customer", dropna=False)["amount"].cumsum()
    return orders.assign(running_total=totals.sort_index().array)
