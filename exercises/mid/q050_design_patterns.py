r"""Q50 · Design patterns: observer and factory, the way Python writes them.

Topics: design-patterns, functions, decorators, exceptions

"Which design patterns have you used in Python?" Names alone do not impress: many patterns of the
books shrink to a function in a dict or in a list. Build two at the heart of a shop, an event bus
(observer) and a registry of export formats (factory).

## Build

`EventBus()` makes a bus without handlers, which shares none with other buses.

- `subscribe(event, handler, *, priority=0)` adds a subscription: `publish` calls the function
  `handler` for `event`, a text.
- It returns a function without arguments, the undo, which takes back this one subscription.
- A second call of an undo does nothing.
- `publish(event, /, *args, **kwargs)` calls the handlers of `event`, and no others, with `args` and
  `kwargs`.
- It returns None, also if the event has no handler.

`exporter(format)` is a decorator for a function that turns rows into a text.

- It registers the function in the module under the name `format`, and returns that very function.
- The call `exporter(format)` alone registers nothing.
- A name that is taken raises a `ValueError` whose message contains the `repr` of `format`, and the
  first function stays.

`export(rows, format)` calls what is registered under `format` with `rows` alone, and returns its
result.

- If nothing is registered under `format`, it raises a `ValueError`. The message contains the `repr`
  of `format` and of every registered name.
- What the function itself raises reaches the caller unchanged.

## Rules

- A handler with a higher `priority`, an integer, is called first.
- Of two with the same priority, the one that was subscribed first is called first.
- A handler that was subscribed several times is called once for each subscription.
- Handlers may subscribe and undo while `publish` runs.
- A subscription that is undone before its turn is not called any more.
- One that is added meanwhile is called only by each `publish` that begins later.
- All others are called, and each only once.
- After a handler raised an `Exception`, the others are still called. In the end `publish` raises an
  `ExceptionGroup` of these very exceptions, also of a single one, in the order in which they came.
- A `KeyboardInterrupt` or a `SystemExit` leaves `publish` at once.
- Upper and lower case of `format` make no difference to `exporter` and `export`.

## Left open

Threads, exceptions that are false, and others that are no `Exception`. Letters beyond ASCII in a
format, upper and lower case in messages, and whether a taken name raises when `exporter` is called
or when it decorates.

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
    >>> @exporter("count")
    ... def count_rows(rows):
    ...     return f"{len(rows)} rows"
    >>> export([], "Count")
    '0 rows'
"""

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
Exporter = Callable[[list[Row]], str]


class EventBus:
    """Tell handlers about events."""

    def __init__(self) -> None:
        """Start without handlers."""
        raise NotImplementedError

    def subscribe(
        self, event: str, handler: Callable[..., object], *, priority: int = 0
    ) -> Callable[[], None]:
        """Have `handler` called for `event`; return what takes it back."""
        raise NotImplementedError

    def publish(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Call the handlers of `event`, then raise what they raised."""
        raise NotImplementedError


def exporter(format: str) -> Callable[[Exporter], Exporter]:
    """Register the decorated function as the exporter of `format`."""
    raise NotImplementedError


def export(rows: list[Row], format: str) -> str:
    """Turn rows into a text of the given format."""
    raise NotImplementedError
