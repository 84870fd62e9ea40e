"""Checks for Q62 · Visualisation."""

import io
import math
import warnings
from datetime import datetime

import matplotlib
import pandas as pd
import pytest
from matplotlib import dates
from matplotlib import pyplot as plt
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from q062_visualisation import labelled_bars, plot_trend, save_report

NAN = float("nan")


def january(values, name="visits", index_name="day"):
    """A Series from days of January 2026 and their values."""
    index = pd.DatetimeIndex([f"2026-01-{day:02}" for day in values], name=index_name)
    return pd.Series(list(values.values()), index, dtype=float, name=name)


def new_axes():
    """The axes of a figure that pyplot does not know."""
    figure = Figure()
    FigureCanvasAgg(figure)
    return figure.subplots()


def pieces_of(line):
    """The connected pieces of a line, each a dict from the day of January to the value."""
    pieces = [{}]
    for x, y in zip(line.get_xdata(orig=False), line.get_ydata(orig=False), strict=True):
        if math.isfinite(x) and math.isfinite(y):
            day = round(float(x - dates.date2num(datetime(2025, 12, 31))), 6)
            pieces[-1][day] = round(float(y), 6)
        else:
            pieces.append({})
    return [piece for piece in pieces if piece]


def trend_of(values, window):
    """The pieces of the lines that `plot_trend` draws of days and their values."""
    ax = new_axes()
    plot_trend(ax, january(values), window)
    return [pieces_of(line) for line in ax.lines]


def values_of(values):
    """The pieces of the line of the values."""
    return trend_of(values, 2)[0]


def means_of(values, window):
    """The pieces of the line of the means."""
    return trend_of(values, window)[1]


def bars_of(totals):
    """The axes of `labelled_bars`, and the bars from left to right."""
    ax = new_axes()
    labelled_bars(ax, totals)
    ax.autoscale_view()
    return ax, sorted(ax.patches, key=lambda bar: bar.get_x())


def columns_of(totals):
    """Label, height and number of each bar of `labelled_bars`, from left to right."""
    return read_columns(*bars_of(totals))


def read_columns(ax, bars):
    """Label, height and number of each of the bars."""
    places = [round(float(place), 6) for place in ax.get_xticks()]
    labels = ax.xaxis.get_major_formatter().format_ticks(ax.get_xticks())
    labels = dict(zip(places, labels, strict=True))
    renderer = ax.figure.canvas.get_renderer()
    boxes = {text: text.get_window_extent(renderer) for text in ax.texts}
    columns = []
    for bar in bars:
        own = bar.get_window_extent(renderer)
        numbers = [
            text.get_text()
            for text, box in boxes.items()
            if own.x0 <= (box.x0 + box.x1) / 2 <= own.x1 and -1 <= box.y0 - own.y1 <= 20
        ]
        middle = round(float(bar.get_x() + bar.get_width() / 2), 6)
        columns.append((labels.get(middle), float(bar.get_height()), *numbers))
    return columns


def settings():
    """All settings in `rcParams`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {key: matplotlib.rcParams[key] for key in matplotlib.rcParams}


@pytest.fixture
def drawn(monkeypatch):
    """What is on the left and right of each picture: its lines, bars, labels and texts.

    The pictures lack their ticks, which take most of the time.
    """
    pictures = []
    genuine = FigureCanvasAgg.draw

    def watched_draw(canvas):
        charts = {}
        for ax in canvas.figure.axes:
            place = "left" if ax.get_position().x1 <= 0.52 else "right"
            heights = [float(bar.get_height()) for bar in ax.patches]
            texts = [text.get_text() for text in ax.texts]
            texts += [text.get_text() for text in ax.get_legend().texts] if ax.get_legend() else []
            charts.setdefault(place, []).append(
                {
                    "lines": [pieces_of(line) for line in ax.lines],
                    "bars": heights,
                    "labels": (ax.get_xlabel(), ax.get_ylabel()),
                    "texts": [text for text in texts if not ax.lines or text.startswith("mean")],
                }
            )
        pictures.append(charts)
        return genuine(canvas)

    monkeypatch.setattr(FigureCanvasAgg, "draw", watched_draw)
    monkeypatch.setattr(Axis, "draw", lambda axis, renderer: None)
    return pictures


@pytest.fixture
def own_settings():
    """Settings that are the defaults but for two, until the check ends."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams["font.size"] = 11.5
        matplotlib.rcParams["savefig.bbox"] = "tight"
        yield


@pytest.mark.hint(
    "`ax.plot(dates, values)` draws a line.",
    "It connects the points in the order in which it gets them.",
)
def test_draws_the_values_over_the_dates():
    """The first line has every day and its value, in the order of time."""
    lines = trend_of({1: 4, 2: 6.5, 3: -1}, 2)
    assert lines[0] == [{1: 4, 2: 6.5, 3: -1}], "the pieces of the first line, by day of January"
    assert len(lines) == 2, "the number of lines"
    ax = new_axes()
    plot_trend(ax, january({12: 3, 10: 1, 13: 4, 11: 2}), 2)
    (piece,) = pieces_of(ax.lines[0])
    assert list(piece.items()) == [(10, 1), (11, 2), (12, 3), (13, 4)], "of days 12, 10, 13, 11"


@pytest.mark.hint(
    "A line goes straight from one point to the next, unless there is a NaN between.",
    "`series.asfreq('D')` has all days of the calendar, with NaN for those that were missing.",
)
def test_a_missing_day_leaves_a_gap():
    """The line is interrupted where days are missing or NaN, and nowhere else."""
    assert values_of({1: 4, 2: 5, 4: 6, 5: 7}) == [{1: 4, 2: 5}, {4: 6, 5: 7}]
    assert values_of({9: 7, 1: 0, 2: 0, 3: NAN, 8: 6, 5: 3}) == [
        {1: 0, 2: 0},
        {5: 3},
        {8: 6, 9: 7},
    ]
    days = pd.DatetimeIndex(["2026-01-31", "2026-02-01", "2026-02-03"])
    ax = new_axes()
    plot_trend(ax, pd.Series([4.0, 5.0, 6.0], days), 2)
    values, means = (pieces_of(line) for line in ax.lines)
    assert values == [{31: 4, 32: 5}, {34: 6}], "the values of January 31, February 1 and 3"
    assert means == [{32: 4.5}], "the means of January 31, February 1 and 3"


@pytest.mark.hint(
    "`rolling(window)` counts rows. Are these the days of the calendar?",
    "A window with a missing value has a mean only if you ask for it, by `min_periods`.",
)
def test_means_are_those_of_whole_windows():
    """A day has the mean of the days that end with it, if none of them lacks its value."""
    assert means_of({1: 1, 2: 2, 3: 6, 4: 7}, 3) == [{3: 3, 4: 5}]
    assert means_of({1: 1, 2: 2, 4: 6, 5: 8, 6: 10, 7: 0}, 3) == [{6: 8, 7: 6}]
    assert means_of({4: 7, 3: 6, 2: 2, 1: 1}, 3) == [{3: 3, 4: 5}], "from the last day to the first"
    assert means_of({1: 1, 2: 3, 3: NAN, 4: 6, 5: 8}, 2) == [{2: 2}, {5: 7}]
    assert trend_of({1: 4}, 2) == [[{1: 4}], []], "a single day"
    assert trend_of({1: NAN, 3: NAN}, 2) == [[], []], "two days without a value"
    assert trend_of({1: 4, 2: 5}, 7) == [[{1: 4, 2: 5}], []], "two days, and a window of 7"


@pytest.mark.hint(
    "A line takes its text by `label=...`, and `ax.legend()` shows it.",
    "`ax.legend([text])` gives the text to the first line.",
)
def test_the_legend_names_the_means():
    """The legend has an entry for the line of the means, with the window in it."""
    found = {}
    for window in (2, 30, 60):
        ax = new_axes()
        plot_trend(ax, january({day: day for day in range(1, 32)}), window)
        legend = ax.get_legend()
        for text, handle in zip(legend.get_texts(), legend.legend_handles, strict=True):
            styles = [(line.get_color(), line.get_linestyle()) for line in ax.lines]
            style = handle.get_color(), handle.get_linestyle()
            found[text.get_text()] = styles.index(style) if style in styles else "no line"
    assert {text: line for text, line in found.items() if text.startswith("mean of")} == {
        "mean of 2 days": 1,
        "mean of 30 days": 1,
        "mean of 60 days": 1,
    }, f"the legends, and the numbers of the lines that they name, counted from 0: {found}"


@pytest.mark.hint(
    "Sort the Series first: `sort_values` goes up unless told otherwise.",
    "Not every `kind` of sorting keeps equal items in their order.",
)
def test_bars_go_from_high_to_low():
    """The highest bar is on the left, and equal ones keep their order."""
    totals = {"rice": 30, "tea": 50, "ale": 0, "007": 40}
    bars = [column[:2] for column in columns_of(pd.Series(totals))]
    expected = [("tea", 50), ("007", 40), ("rice", 30), ("ale", 0)]
    assert bars == expected, f"labels and heights of the bars, from left to right, of {totals}"
    columns = columns_of(pd.Series(totals, dtype="uint8"))
    assert [column[:2] for column in columns] == expected, f"the same, of {totals} as uint8"
    places = [f"place {number * 7 % 20}" for number in range(20)]
    top = "the highest bar of all"
    columns = columns_of(pd.Series(dict.fromkeys(places, 3) | {top: 4}))
    labels = [column[0] for column in columns]
    assert labels == [top, *places], "labels under twenty bars of one height and a higher one"


@pytest.mark.hint(
    "Numbers are places on an axis, texts are categories.",
    "What does `ax.bar` make of `['2019', '2025']`, and what of `[2019, 2025]`?",
)
def test_years_are_categories():
    """Bars of years stand at equal distances, each over its year."""
    totals = pd.Series({2019: 10, 2025: 30, 2020: 20})
    ax, bars = bars_of(totals)
    columns = [column[:2] for column in read_columns(ax, bars)]
    assert columns == [("2025", 30), ("2020", 20), ("2019", 10)], f"the bars of {dict(totals)}"
    first, second, third = (float(bar.get_x() + bar.get_width() / 2) for bar in bars)
    assert third - second == pytest.approx(second - first), f"distances of bars of {dict(totals)}"


@pytest.mark.hint(
    "`f'{1200:,}'` has a comma.",
    "`ax.bar` returns its bars, and `ax.bar_label` puts texts above them.",
)
def test_numbers_stand_above_the_bars():
    """Above each bar stands its number, with a comma between thousands."""
    totals = pd.Series({"a": 1200, "b": 999, "c": 2**53 - 1, "d": 0, "e": 1000})
    assert columns_of(totals) == [
        ("c", 2**53 - 1, "9,007,199,254,740,991"),
        ("a", 1200, "1,200"),
        ("e", 1000, "1,000"),
        ("b", 999, "999"),
        ("d", 0, "0"),
    ]


@pytest.mark.hint("If one bar looks twice as long, it should be twice as much.")
def test_the_vertical_axis_holds_zero():
    """The vertical axis holds 0 and the tops of all bars, even where totals are almost equal."""
    ax, bars = bars_of(pd.Series({"a": 1005, "b": 1000, "c": 1002}))
    low, high = sorted(ax.get_ylim())
    assert low <= 0 <= 1005 <= high, f"the axis goes from {low} to {high}"
    assert [bar.get_y() for bar in bars] == [0, 0, 0], "where the bars begin"
    for total in (0, 1000):
        ax, bars = bars_of(pd.Series({"a": total, "b": total}))
        low, high = sorted(ax.get_ylim())
        assert low <= 0 <= total <= high, f"the axis goes from {low} to {high}; totals of {total}"


@pytest.mark.parametrize(
    ("index_name", "name", "labels"),
    [(None, "visits", ("", "visits")), ("day", None, ("day", ""))],
)
@pytest.mark.hint("A Series has a `name`, and so has its index. Both may be None.")
def test_names_are_the_labels_of_the_axes(index_name, name, labels):
    """The name of the index is below, that of the Series beside, and None is an empty label."""
    trend, bars = new_axes(), new_axes()
    plot_trend(trend, january({1: 4, 2: 5}, name, index_name), 2)
    assert (trend.get_xlabel(), trend.get_ylabel()) == labels, "of plot_trend"
    labelled_bars(bars, pd.Series({"a": 1}, name=name).rename_axis(index_name))
    assert (bars.get_xlabel(), bars.get_ylabel()) == labels, "of labelled_bars"


@pytest.mark.timeout(20)
@pytest.mark.hint(
    "Inches times dots per inch are pixels.",
    "`savefig` takes `format` and `dpi`; without them it looks at the suffix and at `rcParams`.",
)
def test_the_report_is_a_png_of_its_size(tmp_path, drawn):
    """The file is a PNG of 800 by 400 pixels, with another suffix, none, or an old file there."""
    path = tmp_path / "report.pdf"
    path.write_text("the report of yesterday")
    save_report(path, january({1: 4, 2: 5}), pd.Series({"a": 1}))
    save_report(tmp_path / "report", january({1: 4, 2: 5}), pd.Series({"a": 1}))
    files = sorted(file.name for file in tmp_path.iterdir())
    assert files == ["report", "report.pdf"], "the files written"
    assert path.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n", "the first bytes of report.pdf"
    picture = plt.imread(io.BytesIO(path.read_bytes()), format="png")
    height, width = picture.shape[:2]
    assert (width, height) == (800, 400), "the size of the picture"
    for side, half in (("left", picture[:, :400]), ("right", picture[:, 400:])):
        shades = half.reshape(-1, *half.shape[2:])
        plain = bool((shades == shades[0]).all())
        assert plain is False, f"whether the {side} half of the picture has one colour only"
    assert plt.get_fignums() == [], "figures that are open afterwards"


@pytest.mark.timeout(20)
@pytest.mark.hint(
    "`figure.subplots(1, 2)` gives two axes side by side.",
    "Your two functions draw on any axes.",
)
def test_the_report_has_both_charts(tmp_path, drawn):
    """The trend is on the left and the bars are on the right, with a window of 7 or another."""
    series = january({day: day for day in range(1, 9)})
    totals = pd.Series({"a": 5, "b": 1200}, name="sold").rename_axis("shop")
    values = [{float(day): float(day) for day in range(1, 9)}]
    left = {"bars": [], "labels": ("day", "visits")}
    right = {"lines": [], "bars": [1200, 5], "labels": ("shop", "sold"), "texts": ["1,200", "5"]}
    save_report(tmp_path / "a.png", series, totals)
    left |= {"lines": [values, [{7: 4, 8: 5}]], "texts": ["mean of 7 days"]}
    assert drawn[-1] == {"left": [left], "right": [right]}, "what the picture shows, with window 7"
    save_report(tmp_path / "b.png", series, totals, 8)
    left |= {"lines": [values, [{8: 4.5}]], "texts": ["mean of 8 days"]}
    assert drawn[-1] == {"left": [left], "right": [right]}, "with window 8"
    series, totals = (each.rename(None).rename_axis(None) for each in (series, totals))
    save_report(tmp_path / "c.png", series, totals, 8)
    left["labels"] = right["labels"] = ("", "")
    assert drawn[-1] == {"left": [left], "right": [right]}, "without names"


@pytest.mark.timeout(20)
@pytest.mark.hint(
    "`matplotlib.figure.Figure` makes a figure that pyplot never hears of.",
    "What `plt.subplots` opens stays open until `plt.close`, whatever happens in between.",
    "Clean up with `finally`, which lets an exception pass.",
)
def test_figures_and_settings_stay(tmp_path, own_settings, drawn):
    """Open figures and `rcParams` stay, also when a report fails, and an `OSError` is passed on."""
    series, totals = january({1: 4, 2: 5}), pd.Series({"a": 1})
    matplotlib.use("svg")
    opened = plt.figure("of somebody else")
    states = {}
    try:
        before = [plt.get_fignums(), settings()]
        plot_trend(new_axes(), series, 2)
        states["plot_trend"] = [plt.get_fignums(), settings()]
        labelled_bars(new_axes(), totals)
        states["labelled_bars"] = [plt.get_fignums(), settings()]
        save_report(tmp_path / "a.png", series, totals)
        states["save_report"] = [plt.get_fignums(), settings()]
        with pytest.raises(OSError):
            save_report(tmp_path / "no" / "such" / "folder.png", series, totals)
        states["a save_report that fails"] = [plt.get_fignums(), settings()]
        (tmp_path / "folder.png").mkdir()
        with pytest.raises(OSError):
            save_report(tmp_path / "folder.png", series, totals)
        states["a save_report to a folder"] = [plt.get_fignums(), settings()]
    finally:
        plt.close("all")
        matplotlib.use("agg")
    figures = {call: numbers for call, (numbers, _) in states.items()}
    assert figures == dict.fromkeys(states, before[0]), "the open figures after the calls"
    changed = {
        call: {key: value for key, value in after.items() if value != before[1].get(key)}
        for call, (_, after) in states.items()
    }
    assert changed == dict.fromkeys(states, {}), "the settings that are others after the calls"
    assert opened.axes == [], "the axes of the figure that was open"


@pytest.mark.hint("`sort_values` and `asfreq` return new objects; `inplace=True` changes the old.")
def test_the_series_stay_as_they_are(tmp_path, drawn):
    """Values, index and names of both Series are the same afterwards."""
    series, totals = january({3: 4, 1: 5}), pd.Series({2024: 1, 2025: 2}, name="n")
    plot_trend(new_axes(), series, 2)
    labelled_bars(new_axes(), totals)
    save_report(tmp_path / "a.png", series, totals)
    assert [(day.day, value) for day, value in series.items()] == [(3, 4), (1, 5)]
    assert (series.name, series.index.name) == ("visits", "day"), "names of the Series of values"
    assert list(totals.items()) == [(2024, 1), (2025, 2)]
    assert (totals.name, totals.index.name) == ("n", None), "names of the Series of totals"
