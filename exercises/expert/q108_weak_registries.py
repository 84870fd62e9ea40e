r"""Q108 · Weak registries: know objects by identity, and say which ones leak.

Topics: weak-references, identity, memory, garbage-collection

"How do weak references help to manage memory?" A service notes facts about objects that others own,
and a dict of such notes keeps them all alive. Build a registry that does not, and the tool for the
day when memory grows anyway: it tells what is alive, and what holds it.

## Build

`WeakIdentityMap()` is an empty `MutableMapping`.

- `map[key] = value` stores the value, any object, in place of one that the key may have.
- `map[key]` returns the value of a key, and `del map[key]` takes its entry out.
- Both raise a `KeyError` for a key without an entry.
- `len(map)` is the number of entries.
- Iterating gives the keys, in the order in which their entries were made.

`LeakWatch()` watches objects that can be weakly referenced.

- `watch(obj, label)` notes the object under a label, a string.
- Watching an object again gives it another label.
- `leaks()` runs the garbage collector, and returns a list with a `Leak(label, holders)`, which is
  given, for each watched object that is alive.
- The list has the order in which the objects were first watched.
- `holders` is a sorted list with the `__name__` of the class of each holder.

## Rules

- Two keys are the same only if they are one object.
- The map calls no method of a key, not even `__hash__`, `__eq__` or `__bool__`.
- Storing under an object that cannot be weakly referenced, such as an `int`, raises a `TypeError`.
- In everything else, such an object is a key without an entry.
- When the last owner of a key lets go, the key, its entry and the value are gone at once, without
  the collector.
- A new object never has the entry of one that has died.
- Keys may die while a loop goes over the keys, values or items: the loop goes on, and leaves out
  those that died before their turn.
- The map and its values are gone at once when the last owner of the map lets go, though the keys
  live on.
- When a key dies after its entry was taken out, or after the map, nothing is raised or reported.
- The watch keeps no object alive.
- An object that only a reference cycle keeps alive is no leak.
- The holders are the objects that `gc.get_referrers` finds, without those that belong to the watch.
- If a holder is the `__dict__` of an instance, a module or a function, that owner counts in its
  place.
- Each holder counts once, even with two references, and two of one class give its name twice.

## Left open

- Entries that are made or taken out while a loop goes over the map, and whether a loop keeps its
  key, values or the map alive.
- Comparing and copying maps, and threads.
- Values that refer to their own key, and keys that come back to life.
- Frames as holders, class attributes, shared `__dict__`s, and a false `__class__`.

## Example

    >>> class Session:
    ...     def __init__(self, user):
    ...         self.user = user
    ...     def __eq__(self, other):
    ...         return self.user == other.user
    >>> one, two = Session("ann"), Session("ann")
    >>> notes = WeakIdentityMap()
    >>> notes[one] = "from Rome"
    >>> notes[two] = "from Oslo"
    >>> notes[one], len(notes)
    ('from Rome', 2)
    >>> watch = LeakWatch()
    >>> watch.watch(one, "Rome")
    >>> watch.watch(two, "Oslo")
    >>> cache = [one]
    >>> del one, two
    >>> len(notes), watch.leaks()
    (1, [Leak(label='Rome', holders=['list'])])
"""

from collections.abc import Iterator, MutableMapping
from typing import Any, NamedTuple


class Leak(NamedTuple):
    """A watched object that is alive, and what holds it. Given: nothing to do here."""

    label: str
    holders: list[str]


class WeakIdentityMap(MutableMapping[Any, Any]):
    """A mapping with weak keys that are told apart by identity."""

    def __init__(self) -> None:
        """Start without entries."""
        raise NotImplementedError

    def __setitem__(self, key: Any, value: Any) -> None:
        """Store a value."""
        raise NotImplementedError

    def __getitem__(self, key: Any) -> Any:
        """Return the value of a key."""
        raise NotImplementedError

    def __delitem__(self, key: Any) -> None:
        """Take the entry of a key out."""
        raise NotImplementedError

    def __len__(self) -> int:
        """Count the entries."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[Any]:
        """Go over the keys that are alive."""
        raise NotImplementedError


class LeakWatch:
    """Tells which of the objects that it watches are alive, and what holds them."""

    def __init__(self) -> None:
        """Start without objects."""
        raise NotImplementedError

    def watch(self, obj: Any, label: str) -> None:
        """Watch an object under a label."""
        raise NotImplementedError

    def leaks(self) -> list[Leak]:
        """Collect garbage, and report the watched objects that are alive."""
        raise NotImplementedError
