r"""Q50 · Design patterns: the answer and one way to build it.

## Answer

Design patterns are named solutions to problems of structure. The names let a team talk, and the
structure keeps parts replaceable. In Python, functions and classes are values and duck typing needs
no interfaces, so many patterns become small. Strategy: pass a function, as `sorted(key=…)` does.
Factory: look up a callable in a dict, often filled by a decorator, so that callers don't name the
concrete class. Observer: a list of callbacks that a subject calls, also known as publish and
subscribe. Command: an action as an object, such as a `functools.partial`, or a small class that can
also undo. Decorator, as a pattern, wraps an object to add behaviour; the `@` syntax does it for
functions, with `functools.wraps`. Singleton: a module is imported once, so an object in a module is
one already; a metaclass or `__new__` also work, but global state makes tests harder.

Use a pattern for a need that you have, not for its name: one function is better than a hierarchy
that nobody varies.

## Follow-ups

- **What goes wrong with handlers in a long-lived bus?** The bus keeps alive whatever they refer
  to. Undo the subscription, or hold handlers weakly, with `weakref.WeakMethod` for bound methods.
- **Why a group of exceptions, not the first one?** The handlers know nothing of each other, so one
  failure must hide neither the others nor their work. `except*` handles the group by type.
- **When would you still write a class for a strategy?** When it has parameters to show, compare or
  store, or more than one method. Otherwise a function, a closure or a `partial` will do.

## Notes

Every subscription has a key of its own, made of its priority and a running number. So the same
handler may be there twice, an undo finds its own in one step, and sorting the keys gives the order,
without ever comparing handlers. The sorted list is also the snapshot that `publish` walks over,
while `key in handlers` asks for the present state. It sorts at each `publish`; a list that
`bisect.insort` keeps sorted would save that, and cost a search at every undo. The registry is a
dict in the module: the singleton that Python gives for nothing.
"""

from collections.abc import Callable
from itertools import count
from typing import Any

Row = dict[str, Any]
Exporter = Callable[[list[Row]], str]


class EventBus:
    """Tell handlers about events."""

    def __init__(self) -> None:
        """Start without handlers."""
        self._numbers = count()
        self._handlers: dict[str, dict[tuple[int, int], Callable[..., object]]] = {}

    def subscribe(
        self, event: str, handler: Callable[..., object], *, priority: int = 0
    ) -> Callable[[], None]:
        """Have `handler` called for `event`; return what takes it back."""
        handlers = self._handlers.setdefault(event, {})
        key = (-priority, next(self._numbers))
        handlers[key] = handler

        def undo() -> None:
            handlers.pop(key, None)

        return undo

    def publish(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Call the handlers of `event`, then raise what they raised."""
        handlers = self._handlers.get(event, {})
        errors = []
        for key in sorted(handlers):
            if key in handlers:
                try:
                    handlers[key](*args, **kwargs)
                except Exception as error:
                    errors.append(error)
        if errors:
            raise ExceptionGroup(f"handlers of {event!r} failed", errors)


_exporters: dict[str, Exporter] = {}


def exporter(format: str) -> Callable[[Exporter], Exporter]:
    """Register the decorated function as the exporter of `format`."""

    def register(function: Exporter) -> Exporter:
        if format.lower() in _exporters:
            raise ValueError(f"there is an exporter of {format!r} already")
        _exporters[format.lower()] = function
        return function

    return register


def export(rows: list[Row], format: str) -> str:
    """Turn rows into a text of the given format."""
    if format.lower() not in _exporters:
        raise ValueError(f"no exporter of {format!r}; there are {list(_exporters)}")
    return _exporters[format.lower()](rows)
