"""What a check may leave behind in its process, put back before the next one begins.

`Surroundings` remembers how things stand once a submission is loaded: that much is its own choice
(a stream in another encoding, a `print` of its own). What a check changes after that is put back,
so that no check sees another one's doings. What cannot be put back can be named.
"""

import _signal as _c_signal  # `signal` makes an enum of every answer
import asyncio.events
import builtins
import collections
import functools
import gc
import logging
import operator
import os
import random
import resource
import signal
import socket
import sys
import threading
import time
import tracemalloc
import types
import warnings
from collections.abc import Callable
from contextlib import suppress

from grader.engine.child import confine
from grader.engine.child.intact import BUILTINS

_SIGNALS = [int(n) for n in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}]
_STREAMS = ("stdin", "stdout", "stderr", "__stdin__", "__stdout__", "__stderr__")
_OUTPUTS = {"stdout": 1, "stderr": 2}
_HOOKS = ("excepthook", "unraisablehook", "displayhook", "breakpointhook")
_PLAIN = (int, str, float, bytes, bool)

MOST_STATE, MOST_PARTS, DEEPEST_STATE = 3000, 400, 5
"""How much of a module's state is looked at: objects in all, of one container, and how deep."""

# a submission may replace these where they come from
__builtins__ = BUILTINS
_getcwd, _getsignal, _signal = os.getcwd, _c_signal.getsignal, signal.signal
_is, _seed = operator.is_, random.seed
_gettrace, _settrace, _getprofile, _setprofile = (
    sys.gettrace,
    sys.settrace,
    sys.getprofile,
    sys.setprofile,
)
_enable, _disable, _isenabled = gc.enable, gc.disable, gc.isenabled
_threshold, _set_threshold = gc.get_threshold, gc.set_threshold
_active = threading._active  # enumerate() takes a lock that a thread may hold for ever


_monitoring = getattr(sys, "monitoring", None)  # from Python 3.12 on
_get_tool = _monitoring.get_tool if _monitoring else None
_TOOLS = range(6 if _monitoring else 0)

Tracers = tuple[Callable | None, Callable | None, list[str | None]]


def tracers() -> Tracers:
    """Who is told of what the interpreter does: by `sys.settrace`, by `sys.setprofile`, and by
    each tool of `sys.monitoring`, its name."""
    return _gettrace(), _getprofile(), list(map(_get_tool, _TOOLS))


class Surroundings:
    """How things stand now.

    `module` is the submission's, whose own state is looked at as well; `folder` is the working
    directory, `parent` a descriptor of the folder that holds it; `tracers` are those of before the
    submission: one that it has left behind itself is gone, since it could change what a check sees.
    """

    def __init__(
        self, module: types.ModuleType, folder: str, parent: int, tracers: Tracers
    ) -> None:
        self._module, self._folder, self._parent = module, folder, parent
        self._names = dict(vars(builtins))
        self._modules = list(sys.modules), list(sys.modules.values())
        self._path = list(sys.path)
        self._environment = dict(os.environ._data)
        self._signals = list(map(_getsignal, _SIGNALS))
        self._streams = {name: getattr(sys, name) for name in (*_STREAMS, *_HOOKS)}
        self._thread_hook = threading.excepthook
        self._gc = _gc_state()
        self._tracers = tracers
        self._put_tracers()
        self._recursion = sys.getrecursionlimit()
        self._interval = sys.getswitchinterval()
        self._filters = list(warnings.filters)
        root = logging.root
        self._logging = root.level, list(root.handlers), root.manager.disable
        self._decimal = decimal.getcontext().copy() if (decimal := _decimal()) else None
        self._dropped: list[object] = []  # a stream that goes would close what others share
        self._stuck: list[str] = []
        self._threads = list(_active.values())
        self._state = _state_of(module)

    def prepare(self, name: str) -> None:
        """Make a check's own chance the same at every run."""
        _seed(name)

    def put_back(self) -> None:
        """Undo what a check has changed."""
        self._stuck = []
        for name, part in _PARTS.items():
            try:
                part(self)
            except Exception:
                self._stuck.append(name)

    def left(self) -> tuple[str, ...]:
        """Name what has changed since the submission was loaded, and was not put back.

        That takes a while, so it is asked only where a check has failed.
        """
        left = list(self._stuck)
        if any(t not in self._threads and t.is_alive() for t in list(_active.values())):
            left.append("threads")
        if not _same(self._state, _state_of(self._module)):
            left.append("state of the module")
        return tuple(left)

    def repair(self) -> None:
        """Put builtins back: hardly anything works without them. What was added is left."""
        names = vars(builtins)
        if names != self._names:
            names.update(self._names)

    def _put_names(self) -> None:
        names = vars(builtins)
        for name in list(names) if names != self._names else ():
            if name not in self._names:
                del names[name]
        names.update(self._names)

    def _put_modules(self) -> None:
        names, modules = self._modules
        if type(sys.modules) is not dict:
            sys.modules = {}
        now = sys.modules
        # nearly always they stand in their old order, which is seen faster than each is looked up
        if not (
            len(now) >= len(names)
            and all(map(_is, now, names))
            and all(map(_is, now.values(), modules))
        ):
            now.update(zip(names, modules, strict=True))

    def _put_path(self) -> None:
        if sys.path != self._path:
            sys.path = list(self._path)

    def _put_environment(self) -> None:
        if os.environ._data != self._environment:
            os.environ.clear()
            for name, value in self._environment.items():
                os.environ[os.fsdecode(name)] = os.fsdecode(value)
            time.tzset()

    def _put_folder(self) -> None:
        try:
            if _getcwd() == self._folder:
                return
        except OSError:
            pass  # it was removed
        # by descriptor: a link in place of the scratch folder would lead out of it
        name = os.path.basename(self._folder)
        with suppress(FileExistsError):
            os.mkdir(name, dir_fd=self._parent)
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
        folder = os.open(name, flags, dir_fd=self._parent)
        os.fchdir(folder)
        os.close(folder)

    def _put_signals(self) -> None:
        for timer in signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF:
            signal.setitimer(timer, 0)
        if all(map(_is, map(_getsignal, _SIGNALS), self._signals)):
            return
        for number, handler in zip(_SIGNALS, self._signals, strict=True):
            if _getsignal(number) is not handler and handler is not None:
                _signal(number, handler)

    def _put_streams(self) -> None:
        for name, stream in self._streams.items():
            if name in _OUTPUTS and stream.closed:
                stream = self._streams[name] = confine.stream(_OUTPUTS[name])
            if (other := getattr(sys, name, None)) is not stream:
                self._dropped.append(other)
                setattr(sys, name, stream)
        threading.excepthook = self._thread_hook

    def _put_tracers(self) -> None:
        if _gettrace() is not self._tracers[0]:
            _settrace(self._tracers[0])
        if _getprofile() is not self._tracers[1]:
            _setprofile(self._tracers[1])
        for tool in _TOOLS:
            if _get_tool(tool) != self._tracers[2][tool]:
                _free_tool(tool)

    def _put_interpreter(self) -> None:
        self._put_tracers()
        if _gc_state() != self._gc:
            enabled, threshold = self._gc
            _set_threshold(*threshold)
            (_enable if enabled else _disable)()
        if sys.getrecursionlimit() != self._recursion:
            sys.setrecursionlimit(self._recursion)
        if sys.getswitchinterval() != self._interval:
            sys.setswitchinterval(self._interval)
        if tracemalloc.is_tracing():
            tracemalloc.stop()
        if warnings.filters != self._filters:
            warnings.filters[:] = self._filters
        os.umask(0o022)

    def _put_logging(self) -> None:
        root = logging.root
        level, handlers, disabled = self._logging
        if root.handlers != handlers:
            root.handlers[:] = handlers
        if root.level != level:
            root.setLevel(level)
        if root.manager.disable != disabled:
            logging.disable(disabled)

    def _put_defaults(self) -> None:
        if decimal := _decimal():
            # each check has a context of its own, but in it the same object
            decimal.setcontext((self._decimal or decimal.DefaultContext).copy())
        if socket.getdefaulttimeout() is not None:
            socket.setdefaulttimeout(None)
        with suppress(Exception):
            asyncio.events._set_running_loop(None)


def _free_tool(tool: int) -> None:
    """Take a tool's callbacks away, and let another one be it."""
    for event in filter(None, vars(_monitoring.events).values()):
        with suppress(ValueError):  # a sum of others
            _monitoring.register_callback(tool, event, None)
    _monitoring.set_events(tool, 0)
    _monitoring.free_tool_id(tool)


def _gc_state() -> tuple[bool, tuple[int, ...]]:
    return _isenabled(), _threshold()


def _decimal() -> types.ModuleType | None:
    return sys.modules.get("decimal")


_PARTS: dict[str, Callable[[Surroundings], None]] = {
    "builtins": Surroundings._put_names,
    "modules": Surroundings._put_modules,
    "sys.path": Surroundings._put_path,
    "environment": Surroundings._put_environment,
    "working directory": Surroundings._put_folder,
    "signal handlers": Surroundings._put_signals,
    "streams": Surroundings._put_streams,
    "interpreter settings": Surroundings._put_interpreter,
    "logging": Surroundings._put_logging,
    "defaults": Surroundings._put_defaults,
}


def _state_of(module: types.ModuleType) -> list[object]:
    """What can be reached from a module and may change: the very objects, in order.

    Names, classes and instances of the module, what its functions hold (defaults, closures, caches)
    and containers, up to so many objects and so deep; then what the interpreter itself keeps.
    """
    found: list[object] = []
    seen: set[int] = set()
    ahead = [(module, 0)]
    while ahead and len(found) < MOST_STATE:
        value, depth = ahead.pop()
        found.append(value)
        if type(value) is types.ModuleType and value is not module:
            # what it has imported may have been patched; what that holds is its own affair
            found += vars(value).values() if vars(value).get("__file__") else ()
            continue
        if depth < DEEPEST_STATE and id(value) not in seen:
            seen.add(id(value))
            parts = _parts_of(value, module.__name__)
            found.append(len(parts))
            ahead += [(part, depth + 1) for part in parts[:MOST_PARTS]]
    found += [repr(each()) for each in _PROCESS]
    return found


def _parts_of(value: object, name: str) -> list[object]:
    """What a value holds that a check may change."""
    kind = type(value)
    if kind in (list, tuple, set, frozenset, collections.deque):
        return list(value)
    if kind is dict:
        return [*value, *value.values()]
    if kind is types.ModuleType:
        parts = list(vars(value).items())
        return [part for key, part in parts if not str(key).startswith("__")]
    if kind is types.FunctionType and value.__module__ == name:
        cells = [cell.cell_contents for cell in value.__closure__ or () if _filled(cell)]
        return [value.__defaults__, value.__kwdefaults__, *cells, *vars(value).values()]
    if kind is _CACHE:
        return [*value.cache_info()]
    if issubclass(kind, type):
        own = value.__module__ == name
        return (
            [p for k, p in list(vars(value).items()) if not str(k).startswith("__a")] if own else []
        )
    if kind.__module__ == name:
        try:
            return [*object.__getattribute__(value, "__dict__").values()]
        except AttributeError:
            return []
    return []


def _filled(cell: types.CellType) -> bool:
    try:
        return cell.cell_contents is not cell
    except ValueError:
        return False


_CACHE = type(functools.lru_cache(lambda: None))

_PROCESS: tuple[Callable[[], object], ...] = (
    lambda: (
        getattr(sys.modules.get("multiprocessing.context"), "_default_context", None)
        and sys.modules["multiprocessing.context"]._default_context._actual_context
    ),
    lambda: (time.tzname, time.timezone),
    lambda: sorted(signal.pthread_sigmask(signal.SIG_BLOCK, ())),
    lambda: resource.getrlimit(resource.RLIMIT_NOFILE),
    sys.get_int_max_str_digits,
)
"""What the process itself keeps, and who asks for it."""


def _same(before: list[object], after: list[object]) -> bool:
    """Whether two lists hold the very same objects, or plain ones that are equal."""
    if len(before) != len(after):
        return False
    return all(map(_is, before, after)) or all(
        one is two or (type(one) is type(two) and type(one) in _PLAIN and one == two)
        for one, two in zip(before, after, strict=True)
    )
