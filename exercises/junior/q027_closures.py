"""Q27 · Closures: state without a class.

Topics: closures, functions, scoping, introspection

"How does Python handle closures?" is asked to see whether you know what an inner function keeps
when the outer one has returned: the variable itself, not a copy of its value. Use it three times,
then look inside.

## Build

`make_averager()` returns a function `averager(value)` that returns the mean of all the numbers it
was ever called with, this one included: their sum divided by their count. Its closure holds nothing
but plain numbers (`int` or `float`), however many values there were.

`make_account(balance=0)` returns a tuple of three functions that share the variable `balance`:

- `deposit(amount)` adds `amount` and returns the new balance;
- `withdraw(amount)` takes `amount` off and returns the new balance;
- `read()` returns the balance.

`deposit` and `withdraw` raise `ValueError`, naming the amount, when it is not greater than zero;
`withdraw` also when it is greater than the balance. The balance is then unchanged. The balance may
be withdrawn to the last penny.

`multipliers(n)` returns a list of `n` functions. The one at index `i` takes one number and returns
it times `i`. It takes no second argument, not even an optional one, so that nobody can change its
factor by calling it wrongly. `multipliers(0)` is an empty list.

`captured(func)` returns a new dict from the name of each variable that `func` captures from its
enclosing functions to the value it has now. A variable that has no value at the moment, because it
is not yet assigned or was deleted, is left out. A function that captures nothing gives an empty
dict; globals are not captured. Anything that was not made by `def` or `lambda`, such as `len`, a
class or a bound method, raises `TypeError`.

## Rules

- Two averagers, and two accounts, never share anything.
- All functions that you return are plain functions, made by `def` or `lambda`. Their state lives in
  variables of the enclosing function alone: they have no attributes of their own and no default
  values, and use no globals for it.
- Each of the three functions of an account captures the variable `balance` itself, so that
  `captured(deposit)["balance"]` shows what `withdraw` left.
- The dict that `captured` returned is a snapshot: it doesn't change when the variables do, and
  changing it changes no variable.

## Example

    >>> averager = make_averager()
    >>> averager(10), averager(20)
    (10.0, 15.0)
    >>> deposit, withdraw, read = make_account(100)
    >>> deposit(50), withdraw(30), read()
    (150, 120, 120)
    >>> captured(read)
    {'balance': 120}
    >>> [multiply(10) for multiply in multipliers(4)]
    [0, 10, 20, 30]
"""

from collections.abc import Callable
from typing import Any


def make_averager() -> Callable[[float], float]:
    """Make a function that returns the mean of all values it was called with."""
    raise NotImplementedError


def make_account(
    balance: float = 0,
) -> tuple[Callable[[float], float], Callable[[float], float], Callable[[], float]]:
    """Make the functions deposit, withdraw and read, which share one balance."""
    raise NotImplementedError


def multipliers(n: int) -> list[Callable[[float], float]]:
    """Make `n` functions: the one at index `i` multiplies by `i`."""
    raise NotImplementedError


def captured(func: Callable[..., Any]) -> dict[str, Any]:
    """Return the variables that `func` captures and the values they have now."""
    raise NotImplementedError
