"""Q50 · Design patterns: the answer and one way to build it.

## Answer

Design patterns are named solutions to problems of structure; the names let a team talk, and the
structure keeps parts replaceable. In Python functions and classes are values and duck typing needs
no interfaces, so many patterns become small. Strategy: pass a function, as `sorted(key=…)` does.
Factory: look up a callable in a dict, often filled by a decorator, so that callers need not know
the concrete class. Observer: a list of callbacks that a subject calls, publish and subscribe.
Command: an action as an object, such as a `functools.partial` or a small class that can also undo.
Decorator, as a pattern, wraps an object to add behaviour; the `@` syntax does it for functions,
with `functools.wraps`. Singleton: a module is one already, so use a module-level object; a
metaclass or `__new__` also works, but global state makes testing harder. Use a pattern for a need
that you have, not for its name.

## Notes

A subscription is an object compared by identity, so the same handler can be subscribed twice and
each time taken back by itself. `publish` walks over a snapshot, and asks the live list before each
call. The registry is a module-level dict: the singleton that Python gives for nothing. Prices stay
in whole cents, because binary floats cannot hold most of them exactly.
"""

import csv
import io
import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
Exporter = Callable[[list[Row]], str]


@dataclass(eq=False)
class _Subscription:
    handler: Callable[..., object]
    priority: int


class EventBus:
    """Tell handlers about events."""

    def __init__(self) -> None:
        """Start without handlers."""
        self._subscriptions: dict[Hashable, list[_Subscription]] = {}

    def subscribe(
        self, event: Hashable, handler: Callable[..., object], *, priority: int = 0
    ) -> Callable[[], None]:
        """Have `handler` called for `event`; return what takes it back."""
        subscription = _Subscription(handler, priority)
        subscriptions = self._subscriptions.setdefault(event, [])
        subscriptions.append(subscription)
        subscriptions.sort(key=lambda subscription: -subscription.priority)

        def unsubscribe() -> None:
            if subscription in subscriptions:
                subscriptions.remove(subscription)

        return unsubscribe

    def publish(self, event: Hashable, /, *args: Any, **kwargs: Any) -> None:
        """Call the handlers of `event`, then raise what they raised."""
        subscriptions = self._subscriptions.get(event, [])
        errors = []
        for subscription in tuple(subscriptions):
            if subscription in subscriptions:
                try:
                    subscription.handler(*args, **kwargs)
                except Exception as error:
                    errors.append(error)
        if errors:
            raise ExceptionGroup(f"handlers of {event!r} failed", errors)


_exporters: dict[str, Exporter] = {}


def exporter(format: str) -> Callable[[Exporter], Exporter]:
    """Register the decorated function as the exporter of `format`."""

    def register(function: Exporter) -> Exporter:
        if format.casefold() in _exporters:
            raise ValueError(f"there is an exporter of {format!r} already")
        _exporters[format.casefold()] = function
        return function

    return register


def export(rows: list[Row], format: str) -> str:
    """Turn rows into a text of the given format."""
    function = _exporters.get(format.casefold())
    if function is None:
        raise ValueError(f"no exporter of {format!r}; there are: {', '.join(_exporters)}")
    return function(rows)


@exporter("json")
def _to_json(rows: list[Row]) -> str:
    return json.dumps(rows)


@exporter("csv")
def _to_csv(rows: list[Row]) -> str:
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return text.getvalue()


@dataclass(frozen=True)
class Line:
    """Some units of an article; `price` is for one unit, in cents."""

    article: str
    price: int
    quantity: int = 1


Pricing = Callable[[tuple[Line, ...]], int]


def full_price(lines: tuple[Line, ...]) -> int:
    """Price everything at its full price."""
    return sum(line.price * line.quantity for line in lines)


def percent_off(percent: int) -> Pricing:
    """Make a pricing that takes some percent off the full price."""
    return lambda lines: full_price(lines) * (100 - percent) // 100


def one_free_in(n: int) -> Pricing:
    """Make a pricing in which one of every `n` units of a line is free."""
    return lambda lines: sum(line.price * (line.quantity - line.quantity // n) for line in lines)


def best_of(*pricings: Pricing) -> Pricing:
    """Make a pricing that gives the lowest price of several."""
    return lambda lines: min(pricing(lines) for pricing in pricings)


class Cart:
    """Lines of an order, and a way to price them that can be exchanged."""

    def __init__(self, pricing: Pricing = full_price) -> None:
        """Start without lines."""
        self.pricing = pricing
        self._lines: list[Line] = []

    def add(self, line: Line) -> None:
        """Add a line."""
        self._lines.append(line)

    def total(self) -> int:
        """Price the lines with the pricing of the moment."""
        return self.pricing(tuple(self._lines))
