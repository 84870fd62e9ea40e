r"""Q62 · Visualisation: charts that do not lie, and leave nothing behind.

Topics: visualisation, pandas
Needs: matplotlib, pandas

Which tools for charts does Python have? Most of them build on Matplotlib, or learned from it. The
interviewer asks for a report that a server makes every night, and looks at what a reader of the
charts would believe.

## Build

`plot_trend(ax, series, window)` draws on `ax`, an `Axes` on which nothing is drawn yet. `series` is
a Series of floats with a `DatetimeIndex` of days, each once and in any order.

- It draws two lines over the dates, first that of the values and then that of the means.
- The line of the values has a gap where days are missing in the index or their values are NaN.
- The mean of a day is that of the `window` days of the calendar that end with it.
- A day has no mean if one of these days has no value.
- The legend names the line of the means, as in `mean of 7 days`.

`labelled_bars(ax, totals)` draws an upright bar on such an `ax` for each item of `totals`, a Series
of integers from 0 up. Its index holds texts, or years as integers.

- The bars stand at equal distances, from the highest on the left to the lowest on the right.
- Bars of equal height keep their order from `totals`.
- Under each bar stands its label from the index.
- Above each bar stands its number, with commas between thousands, as in `1,200`.
- The vertical axis holds 0.

`save_report(path, series, totals, window=7)` writes a PNG of 800 by 400 pixels to `path`. The trend
of `series` is on the left, and the bars of `totals` are on the right.

- The file is a PNG also where `path` ends in another suffix, or in none.
- If the file cannot be written, the `OSError` reaches the caller.

## Rules

- In both charts the horizontal axis is labelled with the name of the index, and the vertical one
  with the name of the Series.
- A name is a text, or None for an empty label.
- The same figures are open in `matplotlib.pyplot` after a call as before it, also after an
  `OSError`.
- The same holds for the settings in `rcParams`.
- The Series that are passed in stay as they are.

## Left open

Colours, markers, titles, what else the legend names, an empty Series, infinite values, a `window`
below 2, labels that repeat, totals above 2**53, a `$` in a name or label, and the picture under
other `rcParams`.

## Example

    >>> import pandas as pd
    >>> from matplotlib.figure import Figure
    >>> totals = pd.Series({2024: 900, 2025: 1200}, name="visits").rename_axis("year")
    >>> ax = Figure().subplots()
    >>> labelled_bars(ax, totals)
    >>> [text.get_text() for text in ax.texts]
    ['1,200', '900']
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('year', 'visits')
"""

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes


def plot_trend(ax: Axes, series: pd.Series, window: int) -> None:
    """Draw the values and their means over the days."""
    raise NotImplementedError


def labelled_bars(ax: Axes, totals: pd.Series) -> None:
    """Draw a bar with its number for each total."""
    raise NotImplementedError


def save_report(path: Path, series: pd.Series, totals: pd.Series, window: int = 7) -> None:
    """Write a PNG with both charts."""
    raise NotImplementedError
