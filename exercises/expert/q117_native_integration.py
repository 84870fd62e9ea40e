r"""Q117 · Native code: call C so that nobody notices.

Topics: native-code, memory, exceptions, context-managers

How do you integrate Python with external libraries? If nobody has wrapped one yet, `ctypes` calls
it without a compiler. But C has no exceptions, bounds or large integers. Wrap some of
its functions so that no caller notices.

## Build

`sort_longs(numbers, compare)` returns a list of the integers in the iterable `numbers`, sorted by
the C library's `qsort`.

- `compare(a, b)` gets two of these integers. It returns an integer: below 0 if `a` comes first,
  above 0 if `b` does, and 0 if either may.

`parse_long(text, base=10)` returns the integer that the C library's `strtol` reads in `text`, a
string of ASCII characters.

- `base` is 2 to 36, or 0, where `strtol` goes by the prefix: `0x` for 16, `0` for 8, else 10.

`NativeBuffer(size, *, malloc=None, free=None)` holds `size` bytes of memory that is not Python's.

- `malloc(size)` returns the address of the memory, an `int`, or None if there is none.
- `free(address)` gives it back.
- By default these two are those of the C library.
- `write(offset, data)` copies the bytes of `data`, `bytes` or an `array`, into the memory, the
  first of them to `offset`.
- `read(offset, count)` returns `count` bytes from `offset` on, as `bytes`.
- `close()` frees the memory.
- `with NativeBuffer(8) as buffer:` frees it when the block ends.

## Rules

- A number that does not fit into a C `long` raises an `OverflowError` whose message contains its
  `repr`, and `compare` is not called.
- Only the sign of what `compare` returns counts, however large that is.
- If `compare` raises, even a `KeyboardInterrupt`, `sort_longs` raises the same exception object.
- It does not call `compare` again before that, and such an exception is reported nowhere else.
- `compare` may itself call `sort_longs`, and catch what that raises.
- In the text, white space by C's `isspace` may stand before the number, and nothing after it, not
  even `\0`.
- A text that does not hold to this raises a `ValueError` whose message contains its `repr`.
- If the number does not fit into a C `long`, an `OverflowError` is raised whose message contains
  the `repr` of the text.
- What `ctypes.get_errno()` returns before the call has no effect.
- A `size` below 1 raises a `ValueError` whose message contains its `repr`, and `malloc` is not
  called.
- If there is no memory, a `MemoryError` is raised, and `free` is not called.
- `read` and `write` raise an `IndexError` where a byte would lie outside of the memory.
- They do so for an `offset` below 0 or above `size` and for a `count` below 0, too.
- A `write` that raises has changed nothing.
- If nobody refers to a buffer any more, its memory is freed, too.
- However it is freed, `free` is called once.
- What a block raises reaches the caller.
- After `close()`, `read`, `write` and a `with` raise a `ValueError`.

## Left open

- Answers of `compare` that contradict each other, and the order of those it finds equal.
- Exceptions or functions that are false, another `base`, and a `size` beyond `size_t`.
- Numbers of thousands of digits, and a too large one with something after it.
- A `free` that raises or holds the buffer, bounds of closed buffers, threads, and Windows.

## Example

    >>> sort_longs([5, -30, 7], lambda a, b: abs(a) - abs(b))
    [5, 7, -30]
    >>> parse_long("  -2a", base=16)
    -42
    >>> with NativeBuffer(8) as buffer:
    ...     buffer.write(2, b"tea")
    ...     buffer.read(3, 2)
    b'ea'
"""

from collections.abc import Callable, Iterable
from typing import Any, Self


def sort_longs(numbers: Iterable[int], compare: Callable[[int, int], int]) -> list[int]:
    """Sort the numbers by `qsort`."""
    raise NotImplementedError


def parse_long(text: str, base: int = 10) -> int:
    """Read a number by `strtol`."""
    raise NotImplementedError


class NativeBuffer:
    """Some bytes of memory that is not Python's."""

    def __init__(
        self,
        size: int,
        *,
        malloc: Callable[[int], int | None] | None = None,
        free: Callable[[int], Any] | None = None,
    ) -> None:
        """Get the memory."""
        raise NotImplementedError

    def read(self, offset: int, count: int) -> bytes:
        """Return a copy of some of the bytes."""
        raise NotImplementedError

    def write(self, offset: int, data: Any) -> None:
        """Copy bytes into the memory."""
        raise NotImplementedError

    def close(self) -> None:
        """Free the memory, unless that is done."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        """Return the buffer."""
        raise NotImplementedError

    def __exit__(self, *exc_info: object) -> None:
        """Close the buffer."""
        raise NotImplementedError
