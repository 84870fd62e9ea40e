r"""Q107 · Memory optimisation: the answer and one way to build it.

## Answer

I measure first: `tracemalloc` compares snapshots by line, and a profiler such as memray sees native
memory too. Then I go from the large to the small.

Hold less at a time: generators and iterators stream, files are read in chunks, caches have a limit.
Hold it in another shape: a million floats in a list cost 32 bytes each, 24 for the object and 8 for
the pointer, and in an `array` or a NumPy array 8. Columns beat rows of dicts by ten to one. Names
that repeat are stored once, as a code or interned. A `memoryview` gives out a part without copying
it. Raw data stays `bytes`.

Where many small objects must be, `__slots__` saves each its `__dict__`, though less than before
3.11, since when that is made late.

Then leaks: a registry, a cache or a closure that keeps what nobody needs. Weak references help, and
reference cycles wait for the collector. `gc.collect()` frees nothing that is reachable. Freed
memory may stay with the process, so its size need not fall.

## Follow-ups

- **Why does a `memoryview` forbid appending?** Appending may move the buffer, and the view would
  point at freed memory. So the array counts its exports and refuses to change its size.
- **How much does an array waste as it grows?** It asks for a sixteenth more than it needs, a list
  for an eighth: appending stays cheap on average, and little room is unused.
- **When do you take NumPy, Arrow or a database?** With arithmetic over whole columns, with data
  shared between processes or languages, and when the data no longer fits.
- **What does `sys.getsizeof` not tell you?** It counts the object alone, not what it refers to.

## Notes

Three arrays hold 8, 4 and 8 bytes a reading, and a dict gives each sensor its number. A reading is
whole or not there: `append` cuts the columns back if one refuses, and only then is a new sensor
known. `math.fsum` gives the exact sum of an iterator and keeps a few partial sums only. Sums kept
up to date at each `append` would make `stats` quick, but a running sum is rounded at every step. A
`bytearray` of packed rows holds a reading in one place, but then no column can be given out as a
view of numbers.
"""

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterator
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
        self._times, self._sensors, self._values = array("q"), array("I"), array("d")
        self._columns = self._times, self._sensors, self._values
        self._names: list[str] = []
        self._numbers: dict[str, int] = {}

    def append(self, time: int, sensor: str, value: float) -> None:
        """Add a reading at the end."""
        if self._times and time < self._times[-1]:
            raise ValueError(f"{time!r} is earlier than the latest time, {self._times[-1]!r}")
        size, number = len(self), self._numbers.get(sensor, len(self._names))
        try:
            self._times.append(time)
            self._sensors.append(number)
            self._values.append(value)
        except BaseException:
            for column in self._columns:
                if len(column) > size:
                    column.pop()
            raise
        if number == len(self._names):
            self._names.append(sensor)
            self._numbers[sensor] = number

    def __len__(self) -> int:
        """Count the readings."""
        return len(self._times)

    def __getitem__(self, index: int) -> Reading:
        """Return a reading by its position."""
        name = self._names[self._sensors[index]]
        return Reading(self._times[index], name, self._values[index])

    def between(self, start: int, stop: int) -> tuple[memoryview, memoryview]:
        """Return views of the times and of the values from start up to stop."""
        part = slice(bisect_left(self._times, start), bisect_left(self._times, stop))
        times, values = memoryview(self._times), memoryview(self._values)
        return times[part].toreadonly(), values[part].toreadonly()

    def stats(self, sensor: str) -> Stats:
        """Summarise the values of a sensor."""
        number = self._numbers.get(sensor, len(self._names))
        count = self._sensors.count(number)
        if not count:
            raise KeyError(sensor)

        def values() -> Iterator[float]:
            pairs = zip(self._sensors, self._values, strict=True)
            return (value for each, value in pairs if each == number)

        return Stats(count, min(values()), max(values()), math.fsum(values()))
