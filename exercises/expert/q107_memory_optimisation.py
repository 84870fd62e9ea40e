r"""Q107 · Memory optimisation: a hundred thousand readings in three megabytes.

Topics: memory, optimisation, collections, algorithms

"How do you make a Python program take less memory?" First by measuring, then by another shape of
the data. A list of dicts pays with an object for every number, a table for every row. Build a store
for sensor readings that takes a tenth of that, answers questions without copying, and still never
holds half a reading.

## Build

`TelemetryStore()` is an empty store of readings, each made of a time, a sensor and a value.

- `store.append(time, sensor, value)` adds a reading at the end.
- `time` is an `int` in milliseconds, `sensor` is a string of letters and digits, and `value` is a
  `float` or an `int`.
- `len(store)` is the number of readings.
- `store[index]` returns a `Reading`, which is given, and a negative index counts from the end.
- An index outside of the store raises an `IndexError`.
- `store.between(start, stop)` returns two memoryviews: the times and the values of the readings
  with `start <= time < stop`.
- `store.stats(sensor)` returns the `Stats`, which is given, of the values of one sensor.
- `total` is the exact sum of the values, rounded once to a `float`.
- A sensor without readings raises a `KeyError`.

## Rules

- A time has up to 64 bits, sign included, and an `OverflowError` is raised for one that has more.
- A value comes back as a `float` that is the same to the last bit.
- An `int` beyond the range of `float` raises an `OverflowError`, too.
- The bounds of `between` are `int`s of any size.
- A reading whose time is earlier than the latest in the store raises a `ValueError` that names the
  time.
- Readings of one time stay in the order in which they came.
- A `TypeError` is raised for a time that is a `float`, a string or None, and for a value that is a
  string or None.
- An `append` that raises leaves the store as it was.
- The views are read-only, and give `int`s and `float`s.
- `append` raises a `BufferError` while there is any view of the store, or part of one, that is not
  released. Afterwards it works again.
- While 5,000 readings of ten sensors are appended, the store takes at any time at most a tenth of
  the bytes that a list of dicts of them takes, though every reading comes with a string of its own.
- With 5,000 readings, `between` and `stats` take at most 10,000 bytes each while they run.
- `between` compares each bound with at most 40 of 5,000 times.
- There may be 1,000 sensors.

## Left open

- Slices, indices beyond 64 bits, threads and pickling.
- NaN, infinities, and sums or subtotals beyond the range of `float`.
- Views of no readings while `append` is called.
- Other sensors, numbers of derived classes, and which of two errors comes first.

## Example

    >>> store = TelemetryStore()
    >>> for time, value in [(1000, 20.5), (2000, 21.0), (3000, 20.0)]:
    ...     store.append(time, "kitchen", value)
    >>> store[-1]
    Reading(time=3000, sensor='kitchen', value=20.0)
    >>> times, values = store.between(1000, 3000)
    >>> values.tolist()
    [20.5, 21.0]
    >>> try:
    ...     store.append(4000, "cellar", 12.5)
    ... except BufferError:
    ...     times.release(), values.release(), len(store)
    (None, None, 3)
    >>> store.append(4000, "cellar", 12.5)
    >>> store.stats("kitchen")
    Stats(number=3, minimum=20.0, maximum=21.0, total=61.5)
"""

from typing import NamedTuple


class Reading(NamedTuple):
    """One reading. Given: nothing to do here."""

    time: int
    sensor: str
    value: float


class Stats(NamedTuple):
    """A summary of the values of a sensor. Given: nothing to do here."""

    number: int
    minimum: float
    maximum: float
    total: float


class TelemetryStore:
    """Readings of sensors, in the order of their times."""

    def __init__(self) -> None:
        """Start without readings."""
        raise NotImplementedError

    def append(self, time: int, sensor: str, value: float) -> None:
        """Add a reading at the end."""
        raise NotImplementedError

    def __len__(self) -> int:
        """Count the readings."""
        raise NotImplementedError

    def __getitem__(self, index: int) -> Reading:
        """Return a reading by its position."""
        raise NotImplementedError

    def between(self, start: int, stop: int) -> tuple[memoryview, memoryview]:
        """Return views of the times and of the values from start up to stop."""
        raise NotImplementedError

    def stats(self, sensor: str) -> Stats:
        """Summarise the values of a sensor."""
        raise NotImplementedError
