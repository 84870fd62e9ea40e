"""Q50 · Design patterns: observer, factory and strategy, the way Python writes them.

Topics: design-patterns, functions, closures, exceptions

"Which design patterns have you used in Python?" Names alone do not impress: many patterns of the
books shrink to a function in a dict or an argument. Build three of them at the heart of a web shop:
an event bus (observer), a registry of export formats (factory) and exchangeable prices (strategy).

## Build

Observer. `EventBus()` makes a bus without handlers, which has nothing in common with other buses.

- `subscribe(event, handler, *, priority=0)` has `handler`, any callable, called for `event`, any
  hashable value. It returns a function without arguments that takes back this one subscription.
  Calling that function again does nothing.
- `publish(event, /, *args, **kwargs)` calls the handlers of `event`, and only those, with `args`
  and `kwargs`. It returns `None`. An event without handlers is no error.

Factory. `exporter(format)` is a decorator for a function that turns rows into a text. It registers
the function in the module, under the name `format`, and returns that very function. A name that is
taken raises `ValueError`, at the latest when a function is decorated, and the first one stays.

`export(rows, format)` returns what the function registered under `format` makes of `rows`: it is
called with `rows` alone. If there is none, `ValueError` names the format asked for and all known
formats.

Register two formats yourself. A row is a dict; all rows have the same keys in the same order.

- `"json"` gives the rows as the JSON text of a list of objects, spaced as you like.
- `"csv"` gives a line with the keys, then one line a row, quoted where the `csv` module does it by
  default, each line ended by `"\\n"`. No rows give the empty text.

Strategy. A `Pricing` is any callable that takes the lines of an order, a tuple of `Line`, and
returns the price in whole cents.

- `full_price(lines)` is one: the sum of price times quantity, and 0 without lines.
- `percent_off(percent)` returns one: the full price less `percent`, an integer from 0 to 100, and
  what is to be paid is rounded down to whole cents. It is exact for every amount.
- `one_free_in(n)` returns one: in each line by itself, of every full `n` units (2 or more), one
  costs nothing.
- `best_of(*pricings)` returns one: the lowest price that any of `pricings`, one or more, gives.
- `Cart(pricing=full_price)` holds lines. `add(line)` adds one. `total()` returns the price of the
  lines added so far. The attribute `pricing` may be set to another pricing at any time.

## Rules

Event bus:

- Handlers with a higher `priority`, an integer, are called first. Those with the same priority are
  called in the order in which they were subscribed.
- The same handler may be subscribed several times, with the same or another priority: it is called
  once for each subscription.
- Handlers may subscribe and take back while `publish` runs. A subscription taken back before its
  turn is not called any more. One added meanwhile is first called by the next `publish`. All others
  are called exactly once.
- A handler that raises an `Exception` does not keep the others from being called. At the end
  `publish` raises an `ExceptionGroup` of these exceptions, the objects themselves, in the order in
  which they came, also if it is only one. Anything else, such as `KeyboardInterrupt`, leaves
  `publish` at once.

Registry:

- Upper and lower case do not matter, neither in `exporter` nor in `export`: `"CSV"` is `"csv"`.

Cart:

- `total()` asks the pricing of the moment, each time anew, with all lines in the order in which
  they were added. Two carts share no lines.

## Example

    >>> bus = EventBus()
    >>> undo = bus.subscribe("paid", lambda order: print("ship", order))
    >>> _ = bus.subscribe("paid", lambda order: print("book", order), priority=5)
    >>> bus.publish("paid", 17)
    book 17
    ship 17
    >>> undo()
    >>> bus.publish("paid", 18)
    book 18
    >>> export([{"article": "tea", "price": 300}], "CSV")
    'article,price\\ntea,300\\n'
    >>> @exporter("count")
    ... def count_rows(rows):
    ...     return f"{len(rows)} rows"
    >>> export([], "count")
    '0 rows'
    >>> cart = Cart()
    >>> cart.add(Line("tea", 300, 3))
    >>> cart.total()
    900
    >>> cart.pricing = best_of(percent_off(10), one_free_in(3))
    >>> cart.total()
    600
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
Exporter = Callable[[list[Row]], str]


class EventBus:
    """Tell handlers about events."""

    def __init__(self) -> None:
        """Start without handlers."""
        raise NotImplementedError

    def subscribe(
        self, event: Hashable, handler: Callable[..., object], *, priority: int = 0
    ) -> Callable[[], None]:
        """Have `handler` called for `event`; return what takes it back."""
        raise NotImplementedError

    def publish(self, event: Hashable, /, *args: Any, **kwargs: Any) -> None:
        """Call the handlers of `event`, then raise what they raised."""
        raise NotImplementedError


def exporter(format: str) -> Callable[[Exporter], Exporter]:
    """Register the decorated function as the exporter of `format`."""
    raise NotImplementedError


def export(rows: list[Row], format: str) -> str:
    """Turn rows into a text of the given format."""
    raise NotImplementedError


# Register the formats "json" and "csv" here.


@dataclass(frozen=True)
class Line:
    """Some units of an article; `price` is for one unit, in cents."""

    article: str
    price: int
    quantity: int = 1


Pricing = Callable[[tuple[Line, ...]], int]


def full_price(lines: tuple[Line, ...]) -> int:
    """Price everything at its full price."""
    raise NotImplementedError


def percent_off(percent: int) -> Pricing:
    """Make a pricing that takes some percent off the full price."""
    raise NotImplementedError


def one_free_in(n: int) -> Pricing:
    """Make a pricing in which one of every `n` units of a line is free."""
    raise NotImplementedError


def best_of(*pricings: Pricing) -> Pricing:
    """Make a pricing that gives the lowest price of several."""
    raise NotImplementedError


class Cart:
    """Lines of an order, and a way to price them that can be exchanged."""

    def __init__(self, pricing: Pricing = full_price) -> None:
        """Start without lines."""
        raise NotImplementedError

    def add(self, line: Line) -> None:
        """Add a line."""
        raise NotImplementedError

    def total(self) -> int:
        """Price the lines with the pricing of the moment."""
        raise NotImplementedError
