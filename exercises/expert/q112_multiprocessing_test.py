"""Checks for Q112 · Multiprocessing. Processes meet at a socket, so that nobody waits for time."""

import copyreg
import functools
import multiprocessing
import os
import sys
from array import array
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import pytest
from q112_multiprocessing import chunk_bounds, map_chunks

EXTREMES = [-(2**63), -1, 2**63 - 1]

CHUNK_WORK = '''
"""What the processes do. They import it, so it is a module of its own."""

import os

from guest import Guest

state = "as imported"


def meet(port, chunk):
    """Go to the meeting, wait until all have come, and return what was seen of the chunk."""
    guest = Guest(port, chunk[0], os.getppid(), state)
    return guest.result(list(chunk), chunk.format, chunk.readonly, type(chunk.obj).__name__)


def fail(port, chunk):
    result = meet(port, chunk)
    if chunk[0] == 5:
        result.guest.leave()
        raise ConnectionResetError("no such value", sum(chunk))
    return result


def die(port, caller, chunk):
    result = meet(port, chunk)
    if os.getpid() == caller:
        raise LookupError("this is the calling process, which is not to die")
    if chunk[0] == 5:
        os._exit(0)
    return result


class Refused(LookupError, EOFError):
    """Pickled with its number alone, and made again from it."""

    def __init__(self, number):
        super().__init__("refused", number)

    def __reduce__(self):
        return Refused, self.args[1:]


def refuse(chunk):
    if chunk[0] == 3:
        raise Refused(sum(chunk))
    return {6: LookupError("returned"), 7: "much" * 100_000}.get(chunk[0])
'''

PROGRAM = """
import multiprocessing
import sys
from array import array
from chunk_work import refuse
from q112_multiprocessing import map_chunks

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    results = map_chunks(refuse, array("q", [5, 6, 7]), workers=3)
    print(*sorted(f"{type(each).__name__}: {len(str(each))}" for each in results), sep=", ")
    try:
        map_chunks(refuse, array("q", range(6)), workers=2)
    except LookupError as error:
        print(type(error).__name__, *error.args)
"""


@pytest.fixture
def work(processes):
    """The module of `CHUNK_WORK`, which new processes find too."""
    return processes.module("chunk_work", CHUNK_WORK)


@pytest.fixture
def segments(monkeypatch):
    """The names of the shared memory that was made, which is gone after the check."""
    made, genuine = [], SharedMemory.__init__

    def init(segment, *args, **kwargs):
        genuine(segment, *args, **kwargs)
        if kwargs.get("create") or True in args[1:2]:
            made.append(segment.name)

    with monkeypatch.context() as patch:
        patch.setattr(SharedMemory, "__init__", init)
        yield made
    for name in left(made):
        segment = SharedMemory(name)
        segment.close()
        segment.unlink()


def origins(place):
    """Return whether those who met are our children, and the state of a module there."""
    return {(int(parent) == os.getpid(), state) for _, parent, state in place.came}


def left(names):
    """Return those of the names under which there is shared memory."""
    found = []
    for name in names:
        try:
            SharedMemory(name).close()
        except FileNotFoundError:
            continue
        found.append(name)
    return found


@pytest.mark.hint(
    "`divmod(count, workers)` gives the size of a chunk, and how many are larger by one.",
    "Stay with integers: a quotient by `/` has 53 bits.",
)
def test_bounds():
    """The chunks follow each other; their sizes differ by one, and larger ones come first."""
    assert chunk_bounds(10, 4) == [(0, 3), (3, 6), (6, 8), (8, 10)]
    assert chunk_bounds(11, 4) == [(0, 3), (3, 6), (6, 9), (9, 11)]
    assert chunk_bounds(12, 4) == [(0, 3), (3, 6), (6, 9), (9, 12)]
    assert chunk_bounds(5, 1) == [(0, 5)]
    many = [(start, start + 1) for start in range(500)]
    assert chunk_bounds(500, 500) == many, "500 chunks, whatever machine this is"
    assert chunk_bounds(2**60 + 3, 2) == [(0, 2**59 + 2), (2**59 + 2, 2**60 + 3)]


@pytest.mark.hint("How many chunks can there be, if none is empty?")
def test_few_values():
    """There are no more chunks than values."""
    assert chunk_bounds(3, 3) == [(0, 1), (1, 2), (2, 3)]
    assert chunk_bounds(3, 5) == [(0, 1), (1, 2), (2, 3)]
    assert chunk_bounds(1, 2) == [(0, 1)]
    assert chunk_bounds(0, 2) == []


@pytest.mark.hint(
    "With one chunk there is nobody to share with: call `func` where you are.",
    "`memoryview(values)` shows the values without copying them.",
)
def test_a_single_chunk_stays_here(segments):
    """A single chunk is worked on in this process, so `func` need not be importable."""
    calls = []

    def look(chunk):
        calls.append(chunk.tolist())
        return os.getpid()

    here = f"the process in which `func` was called; this one is {os.getpid()}"
    assert map_chunks(look, array("q", EXTREMES), workers=1) == [os.getpid()], here
    assert map_chunks(look, array("q", [7]), workers=3) == [os.getpid()], here
    assert calls == [EXTREMES, [7]], "the chunks that `func` was called with"
    assert segments == [], "the shared memory that was made"


@pytest.mark.hint("How many chunks do no values make?")
def test_no_values(segments):
    """Without values `func` is not called, and nothing is started."""
    calls = []
    assert map_chunks(calls.append, array("q"), workers=1) == []
    assert map_chunks(calls.append, array("q"), workers=4) == []
    assert (calls, segments) == ([], []), "calls of `func`, and shared memory that was made"


@pytest.mark.hint("A `memoryview` has a method that makes one of it which cannot be written to.")
def test_chunks_are_read_only():
    """`func` gets a read-only `memoryview` of integers, and cannot change the values."""
    values, seen = array("q", EXTREMES), []

    def overwrite(chunk):
        seen.append((type(chunk), chunk.format, len(chunk), chunk.readonly))
        try:
            chunk[0] = 5
        except TypeError:
            return "refused"

    assert map_chunks(overwrite, values, workers=1) == ["refused"]
    assert seen == [(memoryview, "q", 3, True)], "type, format, length and readonly of the chunk"
    assert values.tolist() == EXTREMES


@pytest.mark.parametrize("fails", [False, True], ids=["returns", "raises"])
@pytest.mark.hint(
    "An array cannot grow while a `memoryview` shows it: `BufferError`.",
    "A view that has been released shows nothing any more, whoever keeps it.",
)
def test_values_can_grow_again(fails):
    """After the call the array can grow, whether `func` has kept its chunk or has raised."""
    values, kept = array("q", [1, 2, 3]), []

    def keep(chunk):
        kept.append(chunk)

    def fail(chunk):
        kept.append(chunk)
        raise LookupError(chunk[1])

    if fails:
        with pytest.raises(LookupError) as caught:
            map_chunks(fail, values, workers=1)
        assert caught.value.args == (2,)
    else:
        assert map_chunks(keep, values, workers=1) == [None]
    assert len(kept) == 1, "calls of `func`"
    try:
        values.append(4)
    except BufferError as error:
        did = "raised" if fails else "returned"
        pytest.fail(
            f"values.append(4) after map_chunks(func, values, workers=1), "
            f"whose func kept its chunk and {did}: BufferError: {error}"
        )
    assert values.tolist() == [1, 2, 3, 4], "after values.append(4)"


@pytest.mark.timeout(40)
@pytest.mark.hint(
    '`SharedMemory(create=True, size=...)` here, `SharedMemory(name)` there; `buf.cast("q")`.',
    "A new process imports your module: what it is to call stands there, on the top level.",
    "A `ProcessPoolExecutor` takes `mp_context`. Hand it a name and two bounds, and no values.",
)
def test_chunks_in_processes(work, processes, segments, monkeypatch):
    """Each of three processes works on its chunk, in the same shared memory, at the same time."""
    pickled = []

    def reduce(values):
        pickled.append(len(values))
        return array, (values.typecode, values.tolist())

    monkeypatch.setitem(copyreg.dispatch_table, array, reduce)
    processes.start_by("spawn")
    work.state, place = "changed here", processes.meeting(3)
    values, func = array("q", [-(2**63), 0, 1, 2**63 - 1]), functools.partial(work.meet, place.port)
    context = multiprocessing.get_context(processes.quick)
    results = map_chunks(func, values, workers=3, context=context)
    running = processes.alive(place.processes)
    assert [chunk for chunk, *_ in results] == [[-(2**63), 0], [1], [2**63 - 1]]
    assert len(set(place.processes)) == 3, f"processes that met: {place.processes}; workers=3"
    assert os.getpid() not in place.processes, "a chunk was worked on in this process"
    assert {facts[1:] for facts in results} == {("q", True, "mmap")}, (
        "format, readonly and type of obj of the chunks"
    )
    assert pickled == [], "lengths of the arrays that were pickled"
    assert len(segments) == 1, f"shared memory that was made: {segments}"
    assert (running, left(segments)) == ([], []), "processes, and shared memory, that are left"
    assert origins(place) == {(processes.quick == "spawn", "as imported")}, (
        f"whether processes are children of this one, and the state of a module, changed here; the "
        f"context is {processes.quick}, the default is spawn"
    )
    assert values.tolist() == [-(2**63), 0, 1, 2**63 - 1]
    values.append(4)
    func = functools.partial(work.meet, processes.meeting(6).port)
    results = map_chunks(func, array("q", range(6)), workers=6, context=context)
    chunks = [chunk for chunk, *_ in results]
    assert chunks == [[0], [1], [2], [3], [4], [5]], "six, in their order"


@pytest.mark.timeout(40)
@pytest.mark.hint(
    "`get_context()` gives the default. When do you ask for it?",
    "Shared memory with views into it cannot be closed. Who still has one when `func` has raised?",
    "What must happen in any case stands in a `finally`.",
)
def test_an_exception_arrives(work, processes, segments):
    """What `func` raises in a process started as by default arrives here, and nothing is left."""
    processes.start_by("spawn")
    work.state, place = "changed here", processes.meeting(2)
    values = array("q", range(1, 8))
    with pytest.raises(ConnectionResetError) as caught:
        map_chunks(functools.partial(work.fail, place.port), values, workers=2)
    values.append(8)  # a BufferError, if a variable in the traceback still shows them
    running = processes.alive(place.processes)
    assert caught.value.args == ("no such value", 18), "`func` raises for the chunk 5, 6, 7"
    assert len(set(place.processes)) == 2, f"processes that met: {place.processes}; 2 chunks"
    assert (running, left(segments)) == ([], []), "processes, and shared memory, that are left"
    assert origins(place) == {(True, "as imported")}, (
        "whether processes are children of this one, and the state of a module, changed here; the "
        "default is spawn"
    )


@pytest.mark.timeout(40)
@pytest.mark.hint(
    "A `multiprocessing.Pool` waits for a result that will never come.",
    "A `ProcessPoolExecutor` notices, and its exception is a `RuntimeError`.",
)
def test_a_process_dies(work, processes, segments):
    """A process that ends during its call raises a `RuntimeError`, and nothing is left."""
    processes.start_by(processes.quick)
    work.state, values, place = "changed here", array("q", [1, 5]), processes.meeting(2)
    func = functools.partial(work.die, place.port, os.getpid())
    with pytest.raises(RuntimeError):
        map_chunks(func, values, workers=5)
    running = processes.alive(place.processes)
    assert len(set(place.processes)) == 2, f"processes that met: {place.processes}; 2 chunks"
    assert max(place.children) == 2, f"processes that there were, for 2 chunks: {place.children}"
    assert (running, left(segments)) == ([], []), "processes, and shared memory, that are left"
    assert origins(place) == {(processes.quick == "spawn", "as imported")}, (
        "whether processes are children of this one, and the state of a module, changed here; the "
        f"default is {processes.quick}"
    )


@pytest.mark.timeout(40)
@pytest.mark.hint(
    "Who opens a `SharedMemory` also closes it; who has made it also unlinks it, once.",
    "To close it while a view of it is there is a `BufferError`, which a destructor prints.",
)
def test_a_whole_program(work, processes, run_python, tmp_path, monkeypatch):
    """A program prints its results, and nothing about what was left behind."""
    (tmp_path / "program.py").write_text(PROGRAM)
    home = Path(sys.modules[map_chunks.__module__].__file__).parent
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(home), str(tmp_path)]))
    done = run_python("program.py", processes.quick)
    printed = "LookupError: 8, NoneType: 4, str: 400000\nRefused refused 12\n"
    assert (done.stdout, done.stderr) == (printed, ""), (
        f"standard output and standard error of the program, by {processes.quick}:\n" + PROGRAM
    )
