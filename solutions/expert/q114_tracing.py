r"""Q114 · Debugging: the answer and one way to build it.

## Answer

First I reproduce it in the smallest test that fails, so that I know when it is mended. Then I look:
`breakpoint()` opens pdb or what `PYTHONBREAKPOINT` names, `pdb.post_mortem` opens where it crashed,
and editors attach from outside. Since 3.14 `python -m pdb -p PID` enters a running process, and
`python -m asyncio ps PID` lists its tasks. `faulthandler` prints the stacks of a process that hangs
or dies in C.

In production I rely on what was recorded: structured logs with a request's id, crash reports with
the frames' locals and without secrets, and OpenTelemetry traces across services. Profilers tell
where time goes.

To trace execution itself there is `sys.settrace`, which calls back on every line and slows all
down; coverage and debuggers grew on it. Since 3.12 `sys.monitoring` lets several tools ask for
single events and turn them off place by place, so it is nearly free. Error messages have grown
better with every version since 3.10.

## Follow-ups

- **Why not keep the exception itself?** Its traceback holds every frame, these hold all locals, and
  a request of megabytes lives on. `traceback.TracebackException` takes texts, as this does.
- **What does an excepthook not see?** What is caught and logged, exceptions of futures and asyncio
  tasks that nobody awaits, `os._exit` and crashes in C.
- **Is masking by name enough?** No. Secrets are in URLs, messages and the `repr` of objects too: a
  type that hides itself, as in Q115, and a scrubber behind the sink add to it.

## Notes

`tb_lineno` is the line that the exception came through; `f_lineno` of a frame that goes on running
has moved. `reprlib` shortens too, but it knows a container by the name of its exact class: all of
an `OrderedDict` is rendered and then cut, and it asks nobody about keys. The way down is a tuple of
the exceptions above, compared by identity, so a loop ends and one cause of two members is shown
twice. A set of all that was met would show each exception once, as `traceback` does, and reports
would be smaller, but what stands where would depend on the order of the walk.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from itertools import islice
from types import TracebackType
from typing import Any, NamedTuple


class Frame(NamedTuple):
    """One step of a traceback. Given: nothing to do here."""

    file: str
    function: str
    line: int
    locals: dict[str, str]


class Failure(NamedTuple):
    """An exception as plain data. Given: nothing to do here."""

    type: str
    message: str
    notes: tuple[str, ...]
    frames: tuple[Frame, ...]
    cause: "Failure | None"
    context: "Failure | None"
    members: "tuple[Failure | None, ...]"


def _safely(render: Callable[[Any], str], value: Any) -> str:
    """Return the text of a value, whatever its methods do."""
    try:
        return render(value)
    except Exception:
        return f"<unprintable {type(value).__name__}>"


class _Renderer:
    """Turns values into texts, and shows no secrets."""

    def __init__(self, secret: Callable[[str], object]) -> None:
        self.secret = secret

    def variable(self, name: str, value: Any) -> str:
        """Return the text of a local variable."""
        text = self.named(name, value, 0)
        return text if len(text) <= 120 else text[:117] + "..."

    def named(self, name: Any, value: Any, depth: int) -> str:
        """Return the text of a value that has a name, or a key."""
        if isinstance(name, str) and self.secret(name):
            return "***"
        return _safely(lambda value: self.text(value, depth), value)

    def text(self, value: Any, depth: int) -> str:
        """Return the text of a value inside so many containers."""
        if not issubclass(type(value), (list, tuple, set, dict)):
            return repr(value)
        if depth == 3:
            return "..."
        if isinstance(value, dict):
            parts = (
                f"{self.named(None, key, depth + 1)}: {self.named(key, item, depth + 1)}"
                for key, item in value.items()
            )
        else:
            parts = (self.named(None, item, depth + 1) for item in value)
        shown = [*islice(parts, 8), *["..."] * (len(value) > 8)]
        if isinstance(value, list):
            return f"[{', '.join(shown)}]"
        if isinstance(value, tuple):
            return f"({', '.join(shown)}{',' * (len(value) == 1)})"
        return f"{{{', '.join(shown)}}}" if shown or isinstance(value, dict) else "set()"


def _steps(traceback: TracebackType | None, renderer: _Renderer) -> Iterator[Frame]:
    """Go along a traceback."""
    while traceback is not None:
        frame, code = traceback.tb_frame, traceback.tb_frame.f_code
        texts = {name: renderer.variable(name, value) for name, value in frame.f_locals.items()}
        yield Frame(code.co_filename, code.co_name, traceback.tb_lineno, texts)
        traceback = traceback.tb_next


def _describe(
    exc: BaseException | None, renderer: _Renderer, above: tuple[BaseException, ...]
) -> Failure | None:
    """Describe an exception that is none of those above it."""
    if exc is None or any(exc is each for each in above):
        return None
    above = (*above, exc)
    hidden = exc.__cause__ is not None or exc.__suppress_context__
    return Failure(
        type(exc).__name__,
        _safely(str, exc),
        tuple(getattr(exc, "__notes__", ())),
        tuple(_steps(exc.__traceback__, renderer)),
        _describe(exc.__cause__, renderer, above),
        _describe(None if hidden else exc.__context__, renderer, above),
        tuple(
            _describe(each, renderer, above)
            for each in (exc.exceptions if isinstance(exc, BaseExceptionGroup) else ())
        ),
    )


def snapshot(exc: BaseException, *, secret: Callable[[str], object]) -> Failure:
    """Describe an exception in plain data."""
    return _describe(exc, _Renderer(secret), ())


def crash_reports(
    sink: Callable[[Failure], object], *, secret: Callable[[str], object]
) -> Callable[[], None]:
    """Report what nobody caught, and return a function that ends it."""
    before = [sys.excepthook, threading.excepthook]

    def report(exc: BaseException | None) -> None:
        if isinstance(exc, Exception):
            sink(snapshot(exc, secret=secret))

    def main_hook(*args: Any) -> None:
        try:
            report(args[1])
        finally:
            earlier_main(*args)

    def thread_hook(args: Any) -> None:
        try:
            report(args.exc_value)
        finally:
            earlier_thread(args)

    def undo() -> None:
        if before:
            sys.excepthook, threading.excepthook = before
            before.clear()

    earlier_main, earlier_thread = before
    sys.excepthook, threading.excepthook = main_hook, thread_hook
    return undo
