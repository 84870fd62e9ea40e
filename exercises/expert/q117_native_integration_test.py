"""Checks for Q117 · Native code."""

import ast
import ctypes
import errno
import gc
import re
import sys
from array import array
from enum import IntEnum

import pytest

if sys.platform == "win32":
    pytest.skip("needs the C library of Linux or macOS", allow_module_level=True)

import q117_native_integration
from q117_native_integration import NativeBuffer, parse_long, sort_longs

LARGEST = 2 ** (8 * ctypes.sizeof(ctypes.c_long) - 1) - 1
SMALLEST = -LARGEST - 1


def up(a, b):
    return (a > b) - (a < b)


def down(a, b):
    return b - a


def by_size(a, b):
    return abs(a) - abs(b)


class Arena:
    """64 bytes, all of them dots; `malloc` gives out those from 16 on, whatever size is asked for.

    `sizes` lists what `malloc` was asked for, and `freed` where the memory given to `free` begins.
    `free` returns True: what it returns is nothing to the buffer.
    """

    def __init__(self):
        self.block = ctypes.create_string_buffer(b"." * 64, 64)
        self.sizes, self.freed = [], []

    def malloc(self, size):
        self.sizes.append(size)
        return ctypes.addressof(self.block) + 16

    def free(self, address):
        self.freed.append(address - ctypes.addressof(self.block))
        return True

    def buffer(self, size):
        return NativeBuffer(size, malloc=self.malloc, free=self.free)

    @property
    def around(self):
        """The 4 bytes before those that are given out, and the 12 from there on."""
        return self.block.raw[12:28]


@pytest.fixture
def arena():
    return Arena()


@pytest.mark.parametrize(
    ("numbers", "compare", "result"),
    [
        ([3, 1, 2, -5, 0], up, [-5, 0, 1, 2, 3]),
        ([3, 1, 2, -5, 0], down, [3, 2, 1, 0, -5]),
        ((-40, 7, 300, -2), by_size, [-2, 7, -40, 300]),
        ([7, 7, 1, 7], up, [1, 7, 7, 7]),
        (range(100), down, [*range(99, -1, -1)]),
        ({5}, up, [5]),
        ([], up, []),
    ],
)
@pytest.mark.hint(
    "`qsort` wants an array, how many things are in it, how large one is, and a function.",
    "`(ctypes.c_long * 3)(7, 8, 9)` is an array, `ctypes.CFUNCTYPE(...)` makes a type of function.",
    "C calls the function with pointers; `pointer[0]` is what a typed one points to.",
)
def test_sorts(numbers, compare, result):
    """`sort_longs` returns the numbers in the order that `compare` gives them."""
    before = list(numbers)
    assert sort_longs(numbers, compare) == result
    assert sort_longs(iter(numbers), compare) == result, f"an iterator over {numbers}"
    assert list(numbers) == before, "the numbers that were given, afterwards"


@pytest.mark.parametrize("one_more", [LARGEST + 1, SMALLEST - 1, 2**64, 2**200 + 5])
@pytest.mark.hint(
    "Which of C's types has 64 bits here: `c_int` or `c_long`?",
    "What is `ctypes.c_long(2**64 + 5).value`?",
)
def test_every_long_and_no_other(one_more):
    """Every number that fits into a `long` is sorted, and others are refused beforehand."""
    numbers = [2**40, LARGEST, -(2**40), 2**40 - 1, SMALLEST, 2**32, 1, -1]
    seen = set()

    def note(a, b):
        seen.update([a, b])
        return up(a, b)

    assert sort_longs(numbers, note) == sorted(numbers)
    assert seen == set(numbers), "the numbers that `compare` was called with"
    calls = []
    with pytest.raises(OverflowError, match=re.escape(repr(one_more))):
        sort_longs(iter([5, one_more, 4]), lambda a, b: calls.append((a, b)) or 0)
    assert calls == [], f"calls of `compare` for [5, {one_more}, 4]"
    member = IntEnum("Large", {"MEMBER": one_more}).MEMBER
    with pytest.raises(OverflowError, match=re.escape(repr(member))):
        sort_longs([5, member], up)
    with pytest.raises(OverflowError, match=re.escape(repr(one_more))):
        sort_longs([one_more], up)


@pytest.mark.hint("`ctypes.CDLL(None)` gives the functions that the process has, C's among them.")
def test_c_does_the_work(syntax_of):
    """The module uses `qsort` and `strtol`, and neither `sorted` nor a method `sort`."""
    named, called = set(), set()
    for node in ast.walk(syntax_of(q117_native_integration)):
        name = getattr(node, "attr", getattr(node, "value", None))
        named |= {name} & {"qsort", "strtol"} if isinstance(name, str) else set()
        if isinstance(node, ast.Call):
            called |= {getattr(node.func, "id", None), getattr(node.func, "attr", None)}
    assert named == {"qsort", "strtol"}, "which of `qsort` and `strtol` the module names"
    assert called & {"sorted", "sort"} == set(), "which of `sorted` and `sort` the module calls"


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("bits", "less"), [(31, 0), (32, 0), (32, 1), (33, 0), (80, 0), (80, 1), (1100, 0)]
)
@pytest.mark.hint(
    "C gets an `int`. What becomes of 2**32 there?", "What is `(7 > 0) - (7 < 0)`? And for -7?"
)
def test_large_answers(bits, less, sign):
    """The sign of what `compare` returns counts, also if it does not fit into an `int`."""
    factor = sign * (2**bits - less)
    result = sort_longs([2, 5, 1, 4, 3], lambda a, b: factor * (a - b))
    assert result == ([1, 2, 3, 4, 5] if sign > 0 else [5, 4, 3, 2, 1]), (
        f"[2, 5, 1, 4, 3], where `compare` returns {sign} * (2**{bits} - {less}) * (a - b)"
    )


@pytest.mark.parametrize(
    "error",
    [
        ValueError("bad"),
        StopIteration("done"),
        KeyboardInterrupt(),
        SystemExit(3),
        GeneratorExit(),
    ],
    ids=repr,
)
@pytest.mark.parametrize("good_calls", [0, 3])
@pytest.mark.hint(
    "C knows nothing of exceptions: one that leaves the function is printed and dropped.",
    "Keep it where `sort_longs` finds it when `qsort` has returned.",
    "`qsort` cannot be stopped, but your function can answer without asking `compare`.",
)
def test_compare_raises(monkeypatch, capfd, error, good_calls):
    """What `compare` raises comes out of `sort_longs`, and `compare` is not called again."""
    reported, calls = [], []
    monkeypatch.setattr(sys, "unraisablehook", lambda info: reported.append(repr(info.exc_value)))

    def fail_late(a, b):
        calls.append((a, b))
        if len(calls) > good_calls:
            raise error
        return up(a, b)

    with pytest.raises(type(error)) as caught:
        sort_longs([5, 3, 4, 1, 2, 0, 9, 8], fail_late)
    assert caught.value is error, f"compare raised {error!r}, sort_longs another: {caught.value!r}"
    assert len(calls) == good_calls + 1, (
        f"calls of a `compare` that raised in call {good_calls + 1}"
    )
    assert reported == [], "exceptions that went to `sys.unraisablehook`"
    assert capfd.readouterr() == ("", ""), "what was printed, to stdout and to stderr"
    assert sort_longs([3, 1, 2], up) == [1, 2, 3], "the next call"


@pytest.mark.hint("Where is the exception kept: in the module, or in the call?")
def test_sorts_within_a_comparison():
    """`compare` can itself sort, and catch an exception that comes of it."""
    inner = []

    def fail(a, b):
        raise LookupError

    def compare(a, b):
        inner.append(sort_longs([a, b, 0], up))
        try:
            sort_longs([a, b], fail)
        except LookupError:
            inner.append("caught")
        return up(a, b)

    assert sort_longs([3, 1, 2], compare) == [1, 2, 3]
    lists = [each for each in inner if each != "caught"]
    assert lists == [sorted(each) for each in lists], "what was sorted within `compare`"
    assert inner.count("caught") == len(lists) > 1, "exceptions that `compare` caught"
    error, begun = LookupError("of the inner comparison"), []

    def fail_within(a, b):
        raise error

    def pass_on(a, b):
        begun.append((a, b))
        return len(sort_longs([a, b], fail_within))

    with pytest.raises(LookupError) as caught:
        sort_longs([3, 1, 2], pass_on)
    assert caught.value is error, f"the inner `compare` raised {error!r}, which nobody caught"
    assert len(begun) == 1, f"calls of the outer `compare`: {begun}"


@pytest.mark.parametrize(
    ("text", "base", "number"),
    [
        ("42", 10, 42),
        ("-7", 10, -7),
        ("+7", 10, 7),
        (" \t\n\v\f\r12", 10, 12),
        *[(f"{space}3", 10, 3) for space in "\t\n\v\f\r"],
        ("010", 10, 10),
        ("-0", 10, 0),
        ("ff", 16, 255),
        ("-0xFf", 16, -255),
        ("101", 2, 5),
        ("Zz", 36, 1295),
        ("017", 0, 15),
        ("0x1F", 0, 31),
        (" -0X1f", 0, -31),
        ("19", 0, 19),
        (str(2**40 + 1), 10, 2**40 + 1),
        (str(-(2**32)), 10, -(2**32)),
    ],
)
@pytest.mark.hint(
    "`strtol` takes bytes, the address of a pointer that it sets, and the base.",
    "What type does ctypes think a C function returns, if nobody says so?",
    "`function.restype` and `function.argtypes` say it.",
)
def test_parses(text, base, number):
    """`parse_long` reads numbers as `strtol` does."""
    assert parse_long(text, base) == number
    if base == 10:
        assert parse_long(text) == number


@pytest.mark.parametrize(
    ("text", "base", "bad"),
    [
        *[("", 10, ""), (" ", 10, " "), ("+", 10, "+"), ("- 5", 10, "- 5"), ("tea", 10, "tea")],
        *[("12a", 10, "12a"), ("12 ", 10, "12 "), ("12\n", 10, "12\n"), ("1.5", 10, "1.5")],
        *[("1_000", 10, "1_000"), ("12\0", 10, "12\0"), ("1\x002", 10, "1\x002")],
        *[("\x1c5", 10, "\x1c5"), ("\0", 10, "\0")],
        *[("08", 0, "08"), ("0x", 16, "0x"), ("29", 9, "29"), ("0x1f", 10, "0x1f")],
        *[("0o17", 0, "0o17"), ("0o17", 8, "0o17"), ("0x", 0, "0x")],
        ("12" + " " * 70, 10, "12" + " " * 70),
    ],
)
@pytest.mark.hint(
    "`strtol` reads as far as it can, and tells where that was.",
    "Where does a text end for C? And for Python?",
    "Compare the address at which it stopped with those of the beginning and the end.",
)
def test_refuses(text, base, bad):
    """A text that is no number to its end raises a `ValueError` that names it."""
    with pytest.raises(ValueError, match=re.escape(repr(bad))):
        parse_long(text, base)


@pytest.mark.parametrize(
    "number", [LARGEST + 1, SMALLEST - 1, 2**64, 10**30, -(10**30)], ids=lambda number: f"{number}"
)
@pytest.mark.hint(
    "What does `strtol` return for a number that is too large, and how does it say so?",
    "`ctypes.CDLL(None, use_errno=True)` and `ctypes.get_errno()`.",
    "C sets `errno` when something goes wrong, and does not reset it when all is well.",
)
def test_range_and_errno(number):
    """A number beyond a `long` raises an `OverflowError`; what `errno` was before is no matter."""
    text = f"\n {number}"
    with pytest.raises(OverflowError, match=re.escape(repr(text))):
        parse_long(text)
    assert parse_long("5") == 5, f"after parse_long({text!r})"
    large = "1" + "0" * 64
    for other, base in ((large, 2), (f"0x{large}", 16), (f"-0{large}", 0), (f"0x{large}", 0)):
        with pytest.raises(OverflowError, match=re.escape(repr(other))):
            parse_long(other, base)
    ctypes.set_errno(errno.ERANGE)
    assert parse_long(str(LARGEST)) == LARGEST, "errno was ERANGE before"
    ctypes.set_errno(errno.EINVAL)
    assert parse_long(str(SMALLEST)) == SMALLEST, "errno was EINVAL before"
    ctypes.set_errno(0)


@pytest.mark.hint(
    "`ctypes.memmove` copies to an address, `ctypes.string_at(address, count)` from one.",
    "An array of three integers has more than three bytes: `memoryview(data).nbytes`.",
    "An address has 64 bits, and it is C's function that returns it.",
)
def test_reads_and_writes(arena):
    """`write` copies bytes into the memory, `read` copies them out, and the last byte counts."""
    buffer = arena.buffer(12)
    assert arena.sizes == [12], "what `malloc` was called with"
    buffer.write(0, b"abc\0def")
    first = buffer.read(0, 9)
    assert (first, type(first)) == (b"abc\0def..", bytes)
    buffer.write(3, b"--")
    buffer.write(9, b"xyz")
    assert buffer.read(2, 10) == b"c--ef..xyz"
    assert first == b"abc\0def..", "what was read before two further calls of `write`"
    numbers = array("i", [1, -2])
    buffer.write(2, numbers)
    assert buffer.read(1, 10) == b"b" + numbers.tobytes() + b"y", f"after writing {numbers}"
    assert [buffer.read(12, 0), buffer.read(0, 0)] == [b"", b""]
    buffer.write(12, b"")
    buffer.write(0, b"")
    assert buffer.read(1, 10) == b"b" + numbers.tobytes() + b"y", "after writing b'' at 12 and 0"
    assert arena.around == b"....ab" + numbers.tobytes() + b"yz", "the memory, 4 bytes before it"
    buffer.write(0, b"q\0\0")
    assert buffer.read(0, 3) == b"q\0\0"
    buffer.write(12, array("i"))
    wide = array("q", [-3])
    buffer.write(4, wide)
    assert buffer.read(4, 8) == wide.tobytes(), f"after writing {wide} to 4 and nothing to 12"
    other = Arena()
    short = other.buffer(4)
    short.write(0, b"1234")
    assert buffer.read(0, 12) == arena.around[4:] != other.around[4:], (
        "a buffer of 12 bytes, after another one of 4 bytes got its memory, and b'1234' in it"
    )
    own = NativeBuffer(1000)
    own.write(998, b"ok")
    assert own.read(998, 2) == b"ok", "NativeBuffer(1000), with the memory of the C library"


@pytest.mark.parametrize(
    ("offset", "data"),
    [
        (-1, b"ab"),
        (11, b"ab"),
        (0, b"a" * 13),
        (13, b""),
        (-1, b""),
        (8, array("i", [1, 2])),
        (5, array("q", [1])),
        (2**64, b"ab"),
    ],
)
@pytest.mark.hint(
    "Check where the first byte lies and where the last one does.",
    "How many bytes are in an array of two integers?",
)
def test_bounds(arena, offset, data):
    """Bytes outside of the memory are neither read nor written."""
    buffer = arena.buffer(12)
    count = memoryview(data).nbytes
    with pytest.raises(IndexError):
        buffer.read(offset, count)
    for place, number in ((4, -1), (0, 2**64), (4, 2**64 - 4), (12, 1)):
        with pytest.raises(IndexError):
            buffer.read(place, number)
    with pytest.raises(IndexError):
        buffer.write(offset, data)
    assert arena.block.raw == b"." * 64, f"the memory around, after write({offset}, {data})"


@pytest.mark.parametrize(
    ("way", "noted"),
    [
        ("close()", []),
        ("a block", [True, [], b".."]),
        ("close() in a block", [True, [], b".."]),
        ("a block that raises", [True, [], b"..", "raised"]),
        ("a block that is interrupted", [True, [], b"..", "raised"]),
    ],
)
@pytest.mark.hint(
    "`__exit__` closes, whatever it is told of an exception.",
    "How does a closed buffer know that it is closed, and from when on?",
    "What `__exit__` returns matters: something true swallows the exception.",
)
def test_frees_once(arena, way, noted):
    """The memory is freed once, by `close` or the end of a block; then it cannot be used."""
    kind = KeyboardInterrupt if way == "a block that is interrupted" else LookupError
    buffer, error, seen = arena.buffer(12), kind("of the block"), []
    beside = Arena()
    kept = beside.buffer(12)
    try:
        if "block" in way:
            with buffer as entered:
                seen += [entered is buffer, list(arena.freed), buffer.read(0, 2)]
                if way == "close() in a block":
                    buffer.close()
                if noted[-1] == "raised":
                    raise error
        else:
            buffer.close()
    except (LookupError, KeyboardInterrupt) as raised:
        seen.append("raised" if raised is error else raised)
    assert seen == noted, "the same buffer, what was freed, two bytes, what was raised: in a block"
    assert arena.freed == [16], f"what was freed by {way}"
    with pytest.raises(ValueError):
        buffer.read(0, 0)
    with pytest.raises(ValueError):
        buffer.write(0, b"x")
    with pytest.raises(ValueError):
        buffer.write(0, b"")
    with pytest.raises(ValueError), buffer:
        seen.append("entered")
    assert seen == noted, "a block began with a closed buffer"
    assert [beside.freed, kept.read(0, 2)] == [[], b".."], "another buffer, which is still open"
    buffer.close()
    error.__traceback__ = entered = buffer = None
    gc.collect()
    assert arena.freed == [16], f"what was freed by {way}, close() and the collector"
    assert arena.block.raw == b"." * 64, "the memory afterwards"


@pytest.mark.hint(
    "`weakref.finalize(object, function, *arguments)` calls a function when an object goes.",
    "Does the finalizer hold the object that it waits for? A bound method does.",
    "Calling the finalizer calls its function at once, and then never again.",
)
def test_frees_when_nobody_refers_to_it(arena):
    """A buffer that nobody closed is freed when it goes, also by the garbage collector."""
    buffer = arena.buffer(12)
    gc.collect()
    assert arena.freed == [], "what was freed while the buffer was referred to"
    buffer = None
    gc.collect()
    assert arena.freed == [16], "what was freed when the buffer was no longer referred to"
    buffer, own = arena.buffer(12), []
    buffer.read(0, 1)
    with NativeBuffer(8, free=own.append) as other:
        other.write(0, b"8 bytes.")
    assert len(own) == 1, "calls of `free`, where `malloc` is the C library's"
    ring = [buffer]
    ring.append(ring)
    ring = buffer = None
    gc.collect()
    assert arena.freed == [16, 16], "what was freed when a second one was left in a cycle"


@pytest.mark.parametrize("size", [0, -1, -(2**32)])
@pytest.mark.hint(
    "What does ctypes make of a NULL that is a `c_void_p`?",
    "Is there a `__del__` that runs when `__init__` has failed?",
)
def test_no_memory(monkeypatch, arena, size):
    """A size below 1 is a `ValueError`, no memory a `MemoryError`, and nothing is freed."""
    reported = []
    monkeypatch.setattr(sys, "unraisablehook", lambda info: reported.append(repr(info.exc_value)))
    with pytest.raises(ValueError, match=re.escape(repr(size))):
        arena.buffer(size)
    assert arena.sizes == [], "what `malloc` was called with"
    with pytest.raises(MemoryError):
        NativeBuffer(8, malloc=lambda size: None, free=arena.free)
    with pytest.raises(MemoryError):
        NativeBuffer(2**63, free=arena.free)
    gc.collect()
    assert arena.freed == [], "what was freed"
    assert reported == [], "exceptions that went to `sys.unraisablehook`"
