r"""Q2 · Echo: say a line again.

Topics: functions, text

An exercise that prints, for the grader's own tests.

## Build

`echo(text, times=1)` prints the text so many times, a line each, and returns the number of lines.

## Rules

- Zero times prints nothing. A negative number raises `ValueError` that names it.

## Example

    >>> echo("hello", 2)
    hello
    hello
    2
"""


def echo(text: str, times: int = 1) -> int:
    """Print a text some times."""
    raise NotImplementedError
