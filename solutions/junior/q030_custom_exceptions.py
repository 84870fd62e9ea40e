r"""Q30 · Custom exceptions: the answer and one way to build it.

## Answer

I put into `try` only what may fail, catch the most specific class, `except ValueError as e`, use
`else` for what follows success, and clean up in `finally` or, better, with a context manager. What
I can't handle I let pass; inside `except`, a bare `raise` sends the same exception on.

My own exceptions derive from `Exception`, never from `BaseException`, and a package has one base
class, so callers can catch all of it or one case. I raise them with facts, which `__init__` keeps
as attributes, so nobody has to parse a message.

At a layer's border I translate: `raise ShopError(...) from error` keeps the original as
`__cause__`, so the traceback shows both; `from None` would hide it. One trap: pickling rebuilds an
exception by calling its class with `self.args`. So I pass `super().__init__` the same arguments I
took, and build the text in `__str__`; otherwise it breaks between processes.

## Follow-ups

- **When do you need `except*`?** For an `ExceptionGroup`, as a `TaskGroup` raises it since 3.11:
  it takes the members of one class out, and the rest goes on as a group.
- **How do you add a hint to somebody else's exception?** `error.add_note(...)`, from 3.11 on, and
  then a bare `raise`. Class and identity stay, and the traceback shows the note.

## Notes

`copy` and `pickle` share one protocol, so one choice serves all. `__reduce__` would do as well and
leave `args` free, but it is more code and has to remember `type(self)` and the state.
`translate_errors` names the two classes rather than their parent `OSError`, which would also catch
a missing file. Shop errors come first, because one of them may be a `ConnectionError` too.
"""

from collections.abc import Iterator
from contextlib import contextmanager


class ShopError(Exception):
    """The base of all errors of the shop. Given: nothing to do here."""


class OutOfStock(ShopError):
    """Fewer pieces of an article are available than were wanted."""

    def __init__(self, sku: str, wanted: int, available: int = 0) -> None:
        """Keep the facts."""
        super().__init__(sku, wanted, available)
        self.sku = sku
        self.wanted = wanted
        self.available = available

    @property
    def missing(self) -> int:
        """The number of pieces lacking."""
        return self.wanted - self.available

    def __str__(self) -> str:
        return f"{self.wanted} of {self.sku} wanted, {self.available} available"


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn connection errors and timeouts of a `with` block into `ShopError`."""
    try:
        yield
    except ShopError:
        raise
    except (ConnectionError, TimeoutError) as error:
        raise ShopError(f"the shop cannot be reached: {error}") from error
