r"""Q59 · Data analysis: one CSV, and each library at its own work.

Topics: pandas, statistics, csv, data-cleaning
Needs: numpy, pandas, scipy

Which libraries do you use for data analysis, and what is each for? Show it on one file of sales.

## Build

`load_sales(text)` takes the text of a CSV file with the columns `date`, `country`, `code`, `units`
and `price`, in this order, without quotes and with `\n` at the end of a line. It returns two frames
`(good, bad)` with these columns. Every row of the text is in one of them, in the order of the text.

- A row is good if its date is a day of the years 2000 to 2099, written as in `2026-02-28`, its
  `units` are a whole number, and its `price` is a finite number.
- Units and prices may be 0 or negative.
- In `good`, also without rows, `date` is a `datetime64` of some unit, `units` is `int64`, `price`
  is `float64`, and the other two are `str`.
- In `bad`, each value is the text of the file.

`monthly_revenue(sales)` takes a frame like `good`, with its rows in any order. It returns a Series
of floats, indexed by a monthly `PeriodIndex`, from the first month with sales to the last. Each
value is the sum of `units` times `price` in that month.

`strongest_correlation(frame)` takes a frame with columns of integers, floats and texts. It returns
`(a, b, r, p)` for the two columns of numbers whose Pearson correlation `r` is furthest from 0, with
its two-sided p-value `p`. `a` stands before `b` in the frame. Of equally strong pairs, the first
`a` decides, then the first `b`. It returns None if no pair has a correlation.

## Rules

- Countries and codes keep every character: `NA` and `007` are text.
- A month without sales has a revenue of 0.
- A correlation is taken over the rows in which neither column is missing.
- A pair has no correlation if these rows are fewer than three, or if a column has a single value in
  them.
- Pairs without a correlation give no warning.
- Columns of text are passed over, even if they look like numbers.

## Left open

Rows of other lengths, other years, and blanks around a value. Units such as `4.0`, numbers of
another form than `-3` or `4.5`, or beyond 2**53. Dates that look alike: `2026-2-3`, other digits,
`now`. A `\r` within a value. The index of `good` and `bad`. No sales in `monthly_revenue`.
In `strongest_correlation`, infinite numbers, and strengths that differ by rounding alone.

## Example

    >>> text = '''date,country,code,units,price
    ... 2026-01-30,NA,007,2,10.5
    ... 2026-02-30,NO,008,1,4
    ... 2026-03-01,NO,007,1,10
    ... '''
    >>> good, bad = load_sales(text)
    >>> good["country"].tolist(), bad["date"].tolist()
    (['NA', 'NO'], ['2026-02-30'])
    >>> revenue = monthly_revenue(good)
    >>> revenue.index.astype(str).tolist(), revenue.tolist()
    (['2026-01', '2026-02', '2026-03'], [21.0, 0.0, 10.0])
    >>> frame = pd.DataFrame({"x": [1, 2, 3], "y": [5, 5, 5], "z": [4, 2, 1]})
    >>> a, b, r, p = strongest_correlation(frame)
    >>> a, b, round(float(r), 2)
    ('x', 'z', -0.98)
"""

import pandas as pd


def load_sales(text: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the good rows, typed, and the bad rows, as text."""
    raise NotImplementedError


def monthly_revenue(sales: pd.DataFrame) -> pd.Series:
    """Return the revenue of each month, by period."""
    raise NotImplementedError


def strongest_correlation(frame: pd.DataFrame) -> tuple[str, str, float, float] | None:
    """Return the two columns that correlate most, with `r` and `p`, or None."""
    raise NotImplementedError
