r"""Q62 · Visualisation: the answer and one way to build it.

## Answer

Matplotlib is the base: it draws anything, at the price of many lines. Seaborn makes statistical
charts on top of it, with good defaults, straight from a DataFrame, and pandas has `plot` for a
first look. For charts to hover and zoom in a browser I take Plotly, or Bokeh where a server streams
data. Altair describes a chart instead of drawing it: columns map to position and colour, by the
grammar of graphics, and Vega-Lite renders it.

Dashboards are Dash or Panel in production, Streamlit for a quick tool. In Jupyter the charts of
Matplotlib appear inline by themselves. With millions of points I aggregate first, as Datashader
does.

I choose by the reader: static for a paper or a nightly mail, interactive for exploring. In code I
use the object interface, `Figure` and `Axes`. pyplot keeps every figure open until it is closed,
which leaks in a server.

A chart must not mislead: bars start at zero, gaps stay gaps, axes are labelled with units.

## Follow-ups

- **Why does a server run out of memory with pyplot?** `plt.subplots` registers the figure globally.
  It stays until `plt.close`, so use `Figure` itself, which is collected like any object.
- **When may an axis leave out zero?** With lines and points, where the position counts and not a
  length. A bar says by its length how much there is.
- **How do you test a chart?** Read data back from the `Axes`, its lines, patches and labels.
  Comparing pictures breaks with every new font.

## Notes

`asfreq("D")` puts a NaN where a day is missing: the line gets its gap, and `rolling` counts days of
the calendar and not rows. `rolling("7D")` counts days too, but gives a mean where some are missing.
Text labels make categories of years. `Figure` is never seen by pyplot, so nothing has to be closed.
`savefig` falls back on `rcParams` for what it is not told, so a report that others may restyle
names its resolution, and sets `savefig.bbox` in an `rc_context` for the time of the call.
"""

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import ConciseDateFormatter
from matplotlib.figure import Figure


def _label_axes(ax: Axes, series: pd.Series) -> None:
    ax.set_xlabel(series.index.name or "")
    ax.set_ylabel(series.name or "")


def plot_trend(ax: Axes, series: pd.Series, window: int) -> None:
    """Draw the values and their means over the days."""
    daily = series.asfreq("D")
    ax.plot(daily.index, daily)
    ax.plot(daily.index, daily.rolling(window).mean(), label=f"mean of {window} days")
    ax.legend()
    ax.xaxis.set_major_formatter(ConciseDateFormatter(ax.xaxis.get_major_locator()))
    _label_axes(ax, series)


def labelled_bars(ax: Axes, totals: pd.Series) -> None:
    """Draw a bar with its number for each total."""
    ranked = totals.sort_values(ascending=False, kind="stable")
    bars = ax.bar(ranked.index.astype("str"), ranked)
    ax.bar_label(bars, fmt="{:,.0f}")
    _label_axes(ax, totals)


def save_report(path: Path, series: pd.Series, totals: pd.Series, window: int = 7) -> None:
    """Write a PNG with both charts."""
    figure = Figure(figsize=(8, 4))
    left, right = figure.subplots(1, 2, gridspec_kw={"wspace": 0.3})
    plot_trend(left, series, window)
    labelled_bars(right, totals)
    figure.savefig(path, format="png", dpi=100)
