r"""Q117 · Native code: the answer and one way to build it.

## Answer

First I look for a maintained package with wheels, pin it, and wrap it in a small module of my own,
so that its types and errors do not spread. A separate program I run with `subprocess`, a service I
call over its API.

For native code there are several ways. `ctypes` needs no compiler, but knows only what I declare:
`argtypes` and `restype`, or pointers get cut to 32 bits. cffi reads C declarations. Cython compiles
Python with types, pybind11 and nanobind wrap C++, PyO3 with maturin wraps Rust. They cost a build
and a wheel for each platform; the stable ABI makes that fewer. Java is reached through JPype or
Py4J. Data crosses without a copy by the buffer protocol, as with numpy arrays, or by Arrow.

At the border I turn error codes into exceptions, check bounds and ranges, and say who owns memory:
a context manager frees it, a finalizer is the net. Calls are dear, so make few large ones. `ctypes`
releases the GIL during a call, so other threads run on.

## Follow-ups

- **What happens when a callback that C keeps is collected?** C calls freed memory, and the process
  dies. Keep a reference to the `CFUNCTYPE` object for as long as C may call it.
- **What is the difference between `CDLL` and `PyDLL`?** `PyDLL` holds the GIL and looks for a
  Python exception after the call; it is for functions of Python's own C API.
- **How do you find a crash in native code?** `faulthandler` prints the Python stacks on a
  segmentation fault; then a debugger or AddressSanitizer on the library.
- **What do free-threaded builds change?** An extension has to declare that it can do without the
  GIL, or importing it turns the GIL on again, and its own global state needs locks.

## Notes

An exception cannot pass through C, so the callback keeps it, answers 0 from then on, and it is
raised after `qsort`. ctypes cuts a value to its C type without a word, so ranges are checked in
Python, and of an answer only the sign goes to C. `strtol` tells a cut number by `errno` alone,
which it never sets to 0. Its `end` is compared as an address: that finds trailing text, an embedded
NUL and the absence of digits at once. `weakref.finalize` runs its function once, whoever comes
first, and must not refer to the buffer. `__del__` would do, with a flag, and has to cope with an
`__init__` that failed half-way.
"""

import ctypes
import errno
import weakref
from collections.abc import Callable, Iterable
from typing import Any, Self

_LONG = ctypes.c_long
_LONG_P = ctypes.POINTER(_LONG)
_COMPARE = ctypes.CFUNCTYPE(ctypes.c_int, _LONG_P, _LONG_P)
_BEYOND = 1 << (8 * ctypes.sizeof(_LONG) - 1)  # the first number too large for a long

_libc = ctypes.CDLL(None, use_errno=True)
_libc.qsort.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, _COMPARE]
_libc.qsort.restype = None
_libc.strtol.argtypes = [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p), ctypes.c_int]
_libc.strtol.restype = _LONG
_libc.malloc.argtypes = [ctypes.c_size_t]
_libc.malloc.restype = ctypes.c_void_p
_libc.free.argtypes = [ctypes.c_void_p]
_libc.free.restype = None


def sort_longs(numbers: Iterable[int], compare: Callable[[int, int], int]) -> list[int]:
    """Sort the numbers by `qsort`."""
    values = list(numbers)
    for value in values:
        if not -_BEYOND <= value < _BEYOND:
            raise OverflowError(f"{value!r} does not fit into a C long")
    errors: list[BaseException] = []

    def answer(left: Any, right: Any) -> int:
        if errors:
            return 0
        try:
            result = compare(left[0], right[0])
            return (result > 0) - (result < 0)
        except BaseException as error:
            errors.append(error)
            return 0

    array = (_LONG * len(values))(*values)
    _libc.qsort(array, len(array), ctypes.sizeof(_LONG), _COMPARE(answer))
    if errors:
        raise errors.pop()
    return list(array)


def parse_long(text: str, base: int = 10) -> int:
    """Read a number by `strtol`."""
    data = ctypes.create_string_buffer(text.encode())
    start, end = ctypes.addressof(data), ctypes.c_void_p()
    ctypes.set_errno(0)
    number = _libc.strtol(start, ctypes.byref(end), base)
    if end.value == start or end.value != start + len(data) - 1:
        raise ValueError(f"not a number in base {base}: {text!r}")
    if ctypes.get_errno() == errno.ERANGE:
        raise OverflowError(f"{text!r} does not fit into a C long")
    return number


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
        if size < 1:
            raise ValueError(f"size must be at least 1, got {size!r}")
        malloc = _libc.malloc if malloc is None else malloc
        free = _libc.free if free is None else free
        address = malloc(size)
        if address is None:
            raise MemoryError(f"no memory for {size} bytes")
        self._address, self._size = address, size
        self._release = weakref.finalize(self, free, address)

    def _place(self, offset: int, count: int) -> int:
        """The address of `count` bytes that may be used."""
        self._check_open()
        if not 0 <= offset <= offset + count <= self._size:
            raise IndexError(f"{count} bytes at {offset} are not within {self._size} bytes")
        return self._address + offset

    def _check_open(self) -> None:
        if not self._release.alive:
            raise ValueError("the buffer is closed")

    def read(self, offset: int, count: int) -> bytes:
        """Return a copy of some of the bytes."""
        return ctypes.string_at(self._place(offset, count), count)

    def write(self, offset: int, data: Any) -> None:
        """Copy bytes into the memory."""
        data = memoryview(data).tobytes()
        ctypes.memmove(self._place(offset, len(data)), data, len(data))

    def close(self) -> None:
        """Free the memory, unless that is done."""
        self._release()

    def __enter__(self) -> Self:
        """Return the buffer."""
        self._check_open()
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Close the buffer."""
        self.close()
