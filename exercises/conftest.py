"""Fixtures and marks that checks share: the only place where they stand.

- `syntax_of(function)` gives the syntax tree of a function, class or module of the submission.
- `imports_of(module)` names the packages that a module of the submission imports.
- `run_python(*arguments)` runs an interpreter of its own and gives what it printed.
- `clock` is a clock that moves only when told to, or when somebody sleeps on it.
- `counted(value)` wraps values so that comparing and hashing them is counted.
- `virtual_time(coroutine)` runs asyncio code whose sleeps and timeouts pass at once.
- `in_thread(function, *args)` makes a call in a thread of its own, and gives a future.
- `peak_memory(function)` is how many bytes a call held at a time.
- `processes` helps code that starts processes: modules for them, start methods, meetings.
- `loopback_server` is a real HTTP server on this machine that answers from a script.
- `django_site(urlpatterns, **settings)` has Django, configured for this, serve URL patterns.
- `asgi_client(app)` starts an ASGI application and gives a function that sends it requests.
"""

import ast
import asyncio
import collections
import concurrent.futures
import contextlib
import functools
import gc
import importlib
import importlib.metadata
import inspect
import json
import logging
import multiprocessing
import os
import selectors
import socket
import socketserver
import subprocess
import sys
import textwrap
import threading
import types
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from tracemalloc import get_traced_memory
from tracemalloc import start as start_tracing
from tracemalloc import stop as stop_tracing

import pytest


def pytest_configure(config):
    """Register the mark that holds a check's hints, so that plain pytest knows it too."""
    config.addinivalue_line("markers", "hint(*rungs): from a nudge to an approach, one by one")


def pytest_pycollect_makemodule(module_path, parent):
    """Skip the checks of an exercise whose packages are not installed, and say which they are."""
    exercise = module_path.with_name(module_path.name.replace("_test.py", ".py"))
    if missing := [name for name in needs_of(exercise) if not installed(name)]:
        module = Unavailable.from_parent(parent, path=module_path)
        module.missing = " ".join(missing)
        return module


class Unavailable(pytest.Module):
    """Checks that cannot be run here for want of the packages in `missing`."""

    def collect(self):
        pytest.skip(f"not installed; run: pip install {self.missing}", allow_module_level=True)


def needs_of(exercise):
    """The packages on the `Needs:` line of an exercise, which stands before its first section."""
    head = exercise.read_text("utf-8", "replace").partition("\n## ")[0] if exercise.exists() else ""
    line = next((line for line in head.splitlines() if line.startswith("Needs:")), "Needs:")
    return [name.strip() for name in line.removeprefix("Needs:").split(",") if name.strip()]


def installed(package):
    try:
        return bool(importlib.metadata.distribution(package))
    except importlib.metadata.PackageNotFoundError:
        return False


@pytest.fixture
def syntax_of():
    """A function from a function, class or module to its syntax tree.

    A function or class gives its own `ast.FunctionDef`, `ast.AsyncFunctionDef` or `ast.ClassDef`,
    a module gives the `ast.Module`. Decorators that keep `__wrapped__` are looked through.
    """

    def syntax(subject):
        source = textwrap.dedent(inspect.getsource(inspect.unwrap(subject)))
        tree = ast.parse(source)
        if inspect.ismodule(subject):
            return tree
        node = tree.body[0]  # of a lambda the statement that it stands in
        last = node.body[-1] if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else None
        if last and ast.unparse(last) == "raise NotImplementedError":
            said = f"{node.name} is not written yet: it raises NotImplementedError"
            raise NotImplementedError(said)
        return node

    return syntax


@pytest.fixture
def imports_of(syntax_of):
    """A function from a module to the names of the packages it imports, anywhere in it, sorted."""

    def imports(module):
        names = set()
        for node in ast.walk(syntax_of(module)):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module.partition(".")[0])
        return sorted(names)

    return imports


@pytest.fixture
def run_python(tmp_path):
    """A function that runs a fresh interpreter: `run_python("-m", "package")`.

    It runs in `tmp_path`, or in the folder given as `cwd`, with nothing on standard input but the
    text given as `input`, and returns a `subprocess.CompletedProcess` with `returncode`, `stdout`
    and `stderr` as text, without what every interpreter here says when it starts. After ten seconds
    it raises `subprocess.TimeoutExpired`.
    """

    def run(*arguments, cwd=tmp_path, input=""):
        done = _interpreter(*map(str, arguments), cwd=cwd, input=input)
        if done.stderr:
            lines = done.stderr.splitlines(keepends=True)
            done.stderr = "".join(line for line in lines if line not in _said_at_start())
        return done

    return run


def _interpreter(*arguments, **options):
    command = [sys.executable, "-B", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=10, **options)


@functools.cache
def _said_at_start():
    """The lines about `.pth` files that name no folder, which Python 3.15 and later print."""
    return frozenset(_interpreter("-c", "").stderr.splitlines(keepends=True))


class FakeClock:
    """A clock in seconds: call it to read it, `advance` it, or `sleep` on it.

    `sleeps` lists the seconds of every `sleep`, in order.
    """

    def __init__(self, now=1000.0):
        self.now = now
        self.sleeps = []

    def __call__(self):
        return self.now

    def advance(self, seconds):
        self.now += seconds

    def sleep(self, seconds):
        self.sleeps.append(seconds)
        self.advance(seconds)


@pytest.fixture
def clock():
    """A `FakeClock` that stands at 1000.0 until it is moved."""
    return FakeClock()


class Tally:
    """Wraps values in `Counted` and counts what is done to them.

    `equalities`, `orderings` and `hashes` are the numbers of `==`, of `<` (and its kin) and of
    `hash()` calls on any value wrapped by this tally; `cost` is their sum.
    """

    def __init__(self):
        self.equalities = self.orderings = self.hashes = 0

    def __call__(self, value):
        return Counted(value, self)

    @property
    def cost(self):
        return self.equalities + self.orderings + self.hashes


@functools.total_ordering
class Counted:
    """A value that behaves like the one it wraps when compared or hashed, and counts it."""

    def __init__(self, value, tally):
        self.value, self.tally = value, tally

    def __eq__(self, other):
        self.tally.equalities += 1
        return self.value == getattr(other, "value", other)

    def __lt__(self, other):
        self.tally.orderings += 1
        return self.value < getattr(other, "value", other)

    def __hash__(self):
        self.tally.hashes += 1
        return hash(self.value)

    def __repr__(self):
        return repr(self.value)


@pytest.fixture
def counted():
    """A `Tally`: `counted(5)` is a 5 that counts its comparisons, `counted.equalities` how many."""
    return Tally()


class VirtualSelector(selectors.DefaultSelector):
    """A selector that moves a loop's clock on instead of waiting for it."""

    now = 0.0
    patience = 5.0  # real seconds to wait for another thread when no timer is left

    def select(self, timeout=None):
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is not None:
            self.now += timeout
            return ready
        ready = super().select(self.patience)
        if not ready:
            raise RuntimeError("every task waits for something that can never happen")
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose `time()` starts at 0.0 and jumps to the next timer when all is idle."""

    def __init__(self):
        self._virtual = VirtualSelector()
        super().__init__(self._virtual)

    def time(self):
        return self._virtual.now

    async def shutdown_default_executor(self, timeout=None):
        """Wait for its threads without the `timeout`, which would be over at once."""
        await super().shutdown_default_executor()


def _told(context):
    """What a loop tells its exception handler, in a line."""
    error = context.get("exception")
    return context["message"] + ("" if error is None else f": {error!r}")


@pytest.fixture
def virtual_time():
    """A function that runs a coroutine to its result, in virtual time: `virtual_time(main())`.

    Inside, `asyncio.get_running_loop().time()` starts at 0.0 and `asyncio.sleep(60)` returns at
    once with that clock a minute on. Tasks that can never go on raise a `RuntimeError`. An
    exception that nobody retrieved, reported while the loop runs or closes, fails the check. Work
    in other threads (`asyncio.to_thread`, an executor) does not go with it: its real time passes
    while the loop's own timeouts are over at once.
    """

    def run(coroutine):
        unhandled = []
        with warnings.catch_warnings(), asyncio.Runner(loop_factory=VirtualLoop) as runner:
            warnings.simplefilter("error")
            loop = runner.get_loop()
            loop.set_exception_handler(lambda _, context: unhandled.append(context))
            result = runner.run(coroutine)
            gc.collect()
        assert not unhandled, _told(unhandled[0])
        return result

    return run


@pytest.fixture
def in_thread():
    """A function that makes a call in a thread of its own: `in_thread(function, *args) -> Future`.

    The thread is a daemon: a call that never ends holds up only those who wait for its future.
    """

    def start(function, *args):
        future = concurrent.futures.Future()

        def run():
            try:
                future.set_result(function(*args))
            except BaseException as error:
                future.set_exception(error)

        threading.Thread(target=run, daemon=True).start()
        return future

    return start


@pytest.fixture
def peak_memory():
    """A function that calls another and tells its memory: `peak_memory(work) -> bytes`.

    It is the most that Python objects made during the call took up at any one time, as
    `tracemalloc` counts it.
    """

    def measure(function):
        # these by names of our own: what is measured may have replaced those of `tracemalloc`
        start_tracing()
        try:
            function()
            return get_traced_memory()[1]
        finally:
            stop_tracing()

    return measure


GUEST = '''
"""How a call in another process goes to a `Meeting`."""

import os
import socket


class Guest:
    """Who comes to the meeting, and waits there until all have come."""

    def __init__(self, port, number, *facts):
        self.line = socket.create_connection(("127.0.0.1", port))
        self.line.sendall(",".join(map(str, [number, os.getpid(), *facts])).encode())
        self.line.recv(1)

    def leave(self):
        self.line.sendall(b"!")

    def result(self, *values):
        """A tuple for the call to return: the guest leaves when it is on its way."""
        made = Result(values)
        made.guest = self
        return made


class Result(tuple):
    def __reduce__(self):
        self.guest.leave()
        return tuple, (list(self),)
'''


class Meeting:
    """Where calls in other processes wait until `count` of them have come, `rounds` times.

    `came` has what each said of itself, as texts: its process id, and more. `processes` has these
    ids, `children` how many child processes there were when each came. They go in the order of
    their numbers, but the first one last, each when the one before it is done; or, once all have
    come, `instead(lines)` does something else with their sockets. If nobody comes for a while,
    those who wait may go, and the meeting is over.
    """

    patience = 10.0  # real seconds; nothing waits for them to pass

    def __init__(self, count, rounds=1, instead=None):
        self.came, self.children, self.lines, self.instead = [], [], [], instead
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(self.patience)
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._host, args=(count, rounds), daemon=True)
        self.thread.start()

    @property
    def processes(self):
        return [int(process) for process, *_ in self.came]

    def _host(self, count, rounds):
        with contextlib.suppress(OSError):
            for _ in range(rounds):
                waiting = []
                try:
                    while len(waiting) < count:
                        waiting += self._welcome()
                finally:
                    lines = [line for _, line in sorted(waiting, key=lambda each: each[0])]
                    # neither this order nor the other way round, in which the system may wake them
                    lines = lines[1:] + lines[:1]
                    leave = self.instead if len(lines) == count else None
                    (leave or self._let_go)(lines)
        self.listener.close()

    def _welcome(self):
        line, _ = self.listener.accept()
        self.lines.append(line)
        line.settimeout(self.patience)
        number, *facts = line.recv(99).decode().split(",")
        if facts:
            self.came.append(facts)
            self.children.append(len(multiprocessing.active_children()))
            yield int(number), line

    def _let_go(self, lines):
        for line in lines:
            with contextlib.suppress(OSError):
                line.sendall(b"!")
                line.recv(1)

    def close(self):
        for each in (self.listener, *self.lines):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)  # which ends a call that waits for it
            each.close()
        self.thread.join(self.patience)


class Processes:
    """What checks need whose code starts processes by `multiprocessing`."""

    quick = "spawn" if sys.platform == "win32" else "forkserver"

    def __init__(self, folder, monkeypatch, stack):
        self.folder, self.monkeypatch, self.stack = folder, monkeypatch, stack
        monkeypatch.syspath_prepend(folder)
        # a new process imports the main module: here an empty one, and not what runs the checks
        monkeypatch.setitem(sys.modules, "__main__", types.ModuleType("__main__"))
        (folder / "guest.py").write_text(GUEST)

    def module(self, name, source):
        """Make a module that new processes find, too."""
        (self.folder / f"{name}.py").write_text(source)
        self.stack.callback(sys.modules.pop, name, None)
        self.stack.callback(sys.modules.pop, "guest", None)
        return importlib.import_module(name)

    def start_by(self, method):
        """Set the default start method for this check."""
        multiprocessing.set_start_method(method, force=True)

    def meeting(self, *args, **kwargs):
        """Open a `Meeting`. Calls come to it by `guest.Guest(port, number)`."""
        return self.stack.enter_context(contextlib.closing(Meeting(*args, **kwargs)))

    def alive(self, processes):
        """Return those of the process ids that are still there."""
        if sys.platform == "win32":  # where a signal cannot ask
            return [each.pid for each in multiprocessing.active_children() if each.pid in processes]
        found = []
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, 0)
                found.append(process)
        return found


@pytest.fixture
def processes(tmp_path, monkeypatch):
    """A `Processes`: `module(name, source)`, `start_by(method)`, `meeting(count)`, `alive(ids)`.

    Modules in `tmp_path` are found by new processes, and the main module is none of their business.
    `quick` is the quickest start method that is safe. All of it is undone after the check.
    """
    before = multiprocessing.get_start_method(allow_none=True)
    preloaded = ["concurrent.futures.process", "concurrent.futures.thread", "socket", "traceback"]
    multiprocessing.set_forkserver_preload(preloaded)
    with contextlib.ExitStack() as stack:
        yield Processes(tmp_path, monkeypatch, stack)
    multiprocessing.set_start_method(before, force=True)
    multiprocessing.set_forkserver_preload(["__main__"])  # as it is without a word


class Handler(BaseHTTPRequestHandler):
    """Notes each request and has the next answer of the script send itself."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.requests.append((self.command, self.path, self.headers, body))
        answer = next(self.server.script, None)
        if answer is None:
            self.send_error(500)
        else:
            answer.send(self)

    do_DELETE = do_GET = do_HEAD = do_PATCH = do_POST = do_PUT = answer

    def log_message(self, *args):
        pass

    def finish(self):
        super().finish()
        self.server.hung_up.set()


class LoopbackServer(ThreadingHTTPServer):
    """`requests` and `connections` are what it has seen, `url` is where it is."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.script, self.requests, self.connections = iter(()), [], 0
        self.release, self.hung_up = threading.Event(), threading.Event()

    def server_bind(self):
        socketserver.TCPServer.server_bind(self)  # without looking up the name of the host

    def answers(self, *answers):
        self.script = iter(answers)

    @property
    def asked(self):
        """Method and address of each request so far."""
        return [(method, path) for method, path, _, _ in self.requests]

    def get_request(self):
        self.connections += 1
        return super().get_request()

    def handle_error(self, request, client_address):
        pass  # a client that hung up is no news


@pytest.fixture
def loopback_server():
    """A `LoopbackServer` on a free port, HTTP/1.1, a thread a connection, stopped afterwards.

    `loopback_server.answers(first, second)` says what it is to answer: objects with a method
    `send(handler)`, handed a `BaseHTTPRequestHandler`; when they are used up it answers 500.
    `requests` lists method, path, headers and body of each request, `asked` the first two;
    `connections` counts. `release` is set at the end, for answers that wait; `hung_up` is set when
    a connection has ended.
    """
    with LoopbackServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.001,), daemon=True)
        thread.start()
        yield server
        server.release.set()
        server.shutdown()


@pytest.fixture
def django_site():
    """A function that has Django serve URL patterns: `django_site(urlpatterns, MIDDLEWARE=[...])`.

    Django is configured once in the process, whoever did it: here without apps, middleware,
    templates and database. The patterns and the settings of a call hold until the check ends, in
    place of those of an earlier call. Requests are made with `django.test`.
    """
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    import django
    from django.test import override_settings
    from django.urls import clear_script_prefix

    bare = {
        "ALLOWED_HOSTS": ["testserver"],
        "DEBUG": False,
        "LOGGING_CONFIG": None,
        "MIDDLEWARE": [],
    }
    log, silent = logging.getLogger("django"), logging.NullHandler()
    log.addHandler(silent)  # or a 404 prints a line
    with contextlib.ExitStack() as stack:

        def serve(urlpatterns=(), **changes):
            stack.close()
            stack.callback(clear_script_prefix)
            changed = {**bare, **changes, "ROOT_URLCONF": tuple(urlpatterns)}
            stack.enter_context(override_settings(**changed))

        serve()
        django.setup()
        yield serve
    log.removeHandler(silent)


class Answer(collections.namedtuple("Answer", "status body")):
    """The status and the body of a response, a pair, and its `headers`.

    The body is None where there is none, what it says where it is JSON, else its text. JSON that
    says null stays text too, so that it is told from nothing.
    """

    @classmethod
    def of(cls, response):
        body = response.text or None
        if body and "json" in response.headers.get("content-type", ""):
            with contextlib.suppress(ValueError):
                said = json.loads(body, parse_constant=int)  # NaN is not JSON: ValueError
                body = body if said is None else said
        answer = cls(response.status_code, body)
        answer.headers = response.headers
        return answer


class AsgiClient:
    """Starts ASGI applications in event loops of its own; an `ExitStack` stops them."""

    def __init__(self, stack):
        self.stack = stack

    def __call__(self, app, started=True):
        runner = self.stack.enter_context(asyncio.Runner())
        http, stop = runner.run(self.start(app, started))
        self.stack.callback(lambda: runner.run(stop()))

        def ask(method, path, **sent):
            return Answer.of(runner.run(http.request(method, path, **sent)))

        return ask

    async def start(self, app, started):
        opened, closing = asyncio.get_running_loop().create_future(), asyncio.Event()

        async def serve():
            async with self.connect(app, started) as http:
                opened.set_result(http)
                await closing.wait()

        async def stop():
            closing.set()
            await serving

        serving = asyncio.create_task(serve())  # as in a server, one task starts and stops it
        await asyncio.wait([opened, serving], return_when=asyncio.FIRST_COMPLETED)
        return (opened.result(), stop) if opened.done() else await serving

    @contextlib.asynccontextmanager
    async def connect(self, app, started=True, raising=False):
        from httpx import ASGITransport, AsyncClient

        router = getattr(app, "router", None) if started else None
        async with router.lifespan_context(app) if router else contextlib.nullcontext() as state:

            async def with_state(scope, receive, send):
                await app({**scope, "state": dict(state or {})}, receive, send)

            transport = ASGITransport(with_state, raise_app_exceptions=raising)
            async with AsyncClient(transport=transport, base_url="http://testserver") as http:
                yield http


@pytest.fixture
def asgi_client():
    """A function that starts an ASGI application: `ask = asgi_client(app)`.

    `ask("POST", "/notes", json={})` sends it a request, with the arguments of `httpx.request`, and
    returns an `Answer`: the pair of status and body, and its `headers`. An exception that leaves
    the application is a 500 without a body. The application stops when the check ends.

    For requests at the same time, `async with asgi_client.connect(app) as http` gives an
    `httpx.AsyncClient` in a running loop; with `raising=True` exceptions reach the client.

    Both run the `router.lifespan_context` of an application that has one, unless `started=False`.
    """
    with contextlib.ExitStack() as stack:
        yield AsgiClient(stack)
