r"""Q27 · Closures: the answer and one way to build it.

## Answer

A closure is an inner function together with the variables of its enclosing functions that it uses.
Python finds those when it compiles the function and stores each in a cell, which inner and outer
function share, so it lives on after the outer one has returned. The cells are in
`func.__closure__`, their names in `func.__code__.co_freevars`.

What is captured is the variable, not its value: a later change is seen, and functions made in one
loop all see the loop variable's last value. To keep the current one, make each function in a helper
function of its own, or bind it with `functools.partial` or with a default such as `i=i`, which
however adds a parameter. Reading needs nothing; assigning in the inner function needs `nonlocal`,
or it makes a new local variable.

Closures carry the state of decorators, factories and callbacks. With more than one or two
operations, a class is usually clearer.

## Follow-ups

- **Do the functions made in a list comprehension have a variable each?** No. The comprehension has
  one loop variable, as a `for` statement does, and all of them see its last value.
- **Can a closure leak memory?** It keeps everything alive that it captures, so a callback that is
  registered for good holds a large object for good. A function that refers to itself by a captured
  name is a circle that only the cycle collector frees.
- **When do you prefer a class?** When the state should be seen, copied, pickled or subclassed:
  functions made inside a function cannot be pickled.
- **Are closures safe with threads?** No more than other shared variables: `balance += amount` reads
  and writes in separate steps, so two threads can lose an update without a lock.

## Notes

`multipliers` calls a helper for each factor, because a comprehension has one loop variable. An
empty cell raises `ValueError` when it is read. `inspect.getclosurevars` is the ready-made
alternative to `captured`, but it takes methods too and fails on an empty cell, still in 3.15.
"""

from collections.abc import Callable
from typing import Any


def make_account(
    balance: int = 0,
) -> tuple[Callable[[int], int], Callable[[int], int], Callable[[], int]]:
    """Make the functions deposit, withdraw and read, which share one balance."""

    def deposit(amount: int) -> int:
        nonlocal balance
        if amount <= 0:
            raise ValueError(f"a deposit must be greater than zero, got {amount!r}")
        balance += amount
        return balance

    def withdraw(amount: int) -> int:
        nonlocal balance
        if not 0 < amount <= balance:
            raise ValueError(f"can't withdraw {amount!r} from {balance!r}")
        balance -= amount
        return balance

    def read() -> int:
        return balance

    return deposit, withdraw, read


def multipliers(n: int) -> list[Callable[[float], float]]:
    """Make `n` functions: the one at index `i` multiplies by `i`."""

    def multiplier(factor: int) -> Callable[[float], float]:
        return lambda value: value * factor

    return [multiplier(i) for i in range(n)]


def captured(func: Callable[..., Any]) -> dict[str, Any]:
    """Return the variables that `func` captures and the values they have now."""
    values = {}
    for name, cell in zip(func.__code__.co_freevars, func.__closure__ or (), strict=True):
        try:
            values[name] = cell.cell_contents
        except ValueError:  # an empty cell
            continue
    return values
