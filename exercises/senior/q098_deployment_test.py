"""Checks for Q98 · Deployment. Two of them start a real gunicorn on a free port of this machine."""

import contextlib
import functools
import http.client
import io
import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import types
from pathlib import Path
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest
from q098_deployment import create_app, gunicorn_settings

PATIENCE = 10.0  # seconds after which a check gives up waiting; nothing waits for them to pass
BRIEF = 3.0  # the same for a thread
SECRET = "0123456789abcdef" * 2


def settings_of(**env):
    """Return the settings of an environment with a good secret key."""
    return gunicorn_settings({"SECRET_KEY": SECRET, **env}, cpus=3)


def error_of(env):
    """Return the message of the `ValueError` that an environment raises, or say that it is none."""
    try:
        return f"no error, but {gunicorn_settings(env, cpus=1)}"
    except ValueError as error:
        return f"ValueError: {error}"


def refused(name, value):
    """Say how the value of a variable is refused: whether its name and repr are in the message."""
    message = error_of({"SECRET_KEY": SECRET, name: value})
    if not message.startswith("ValueError: "):
        return message
    return "refused" if name in message and repr(value) in message else message


@pytest.mark.hint("`env.get(name, default)`; `bind` is text, and most others are numbers.")
def test_defaults(monkeypatch):
    """Without variables but the secret key, the settings are the defaults."""
    for name in ("HOST", "PORT", "WEB_CONCURRENCY", "THREADS", "DRAIN_SECONDS"):
        monkeypatch.setenv(name, "77")
    expected = {
        "bind": "127.0.0.1:8000",
        "workers": 7,
        "threads": 1,
        "worker_class": "sync",
        "graceful_timeout": 30,
        "preload_app": True,
    }
    settings = gunicorn_settings(types.MappingProxyType({"SECRET_KEY": SECRET}), 3)
    assert {name: settings.get(name) for name in expected} == expected, "cpus=3"
    assert [type(settings[name]) for name in ("workers", "threads", "graceful_timeout")] == [
        int,
        int,
        int,
    ]
    assert settings["preload_app"] is True
    for cpus in (1, 600):
        workers = gunicorn_settings({"SECRET_KEY": SECRET}, cpus)["workers"]
        assert workers == 2 * cpus + 1, f"cpus={cpus}"


@pytest.mark.hint("gunicorn's `sync` workers have one thread, and `gthread` workers have many.")
def test_settings_from_variables():
    """Each variable sets what it is for, and the threads choose the class of the workers."""
    env = {
        "SECRET_KEY": f" {SECRET}",
        "HOST": " 0.0.0.0\n",
        "PORT": "80 ",
        "WEB_CONCURRENCY": "4",
        "THREADS": "\t2",
        "DRAIN_SECONDS": "45",
    }
    expected = {
        "bind": "0.0.0.0:80",
        "workers": 4,
        "threads": 2,
        "worker_class": "gthread",
        "graceful_timeout": 45,
        "preload_app": True,
    }
    settings, before = gunicorn_settings(dict(env), 3), dict(env)
    assert {name: settings.get(name) for name in expected} == expected, f"env: {env}"
    for name in ("workers", "threads", "graceful_timeout"):
        assert type(settings[name]) is int, f"{name} is {settings[name]!r}, env: {env}"
    assert settings_of(port="9000", threads="2", host="a.b", LISTEN="x") == settings_of()
    assert settings_of(THREADS="1")["worker_class"] == "sync"
    assert settings_of(THREADS="10")["worker_class"] == "gthread"
    gunicorn_settings(env, 3)
    assert env == before, "the environment was changed"


@pytest.mark.hint("`value.strip()` is empty for a blank one. What is `'' or default`?")
def test_blank_is_unset():
    """A variable that is empty or blank counts as one that is not there."""
    names = ("HOST", "PORT", "WEB_CONCURRENCY", "THREADS", "DRAIN_SECONDS")
    for blank in ("", "  ", "\t\n"):
        assert settings_of(**dict.fromkeys(names, blank)) == settings_of(), f"all are {blank!r}"


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("PORT", 0, 65535),
        ("WEB_CONCURRENCY", 1, 999),
        ("THREADS", 1, 999),
        ("DRAIN_SECONDS", 1, 3600),
    ],
)
@pytest.mark.hint(
    "`int` reads more than digits: blanks, signs, underscores, and digits of other scripts.",
    "`str.isdigit` knows other digits, too; a regular expression can say 0 to 9.",
)
def test_numbers(name, low, high):
    """Numbers are written in digits and lie within their bounds; others are named."""
    setting = {
        "PORT": "bind",
        "WEB_CONCURRENCY": "workers",
        "THREADS": "threads",
        "DRAIN_SECONDS": "graceful_timeout",
    }[name]
    made = {value: settings_of(**{name: value})[setting] for value in (str(low), str(high), "8")}
    wanted = {str(low): low, str(high): high, "8": 8}
    if name == "PORT":
        wanted = {value: f"127.0.0.1:{number}" for value, number in wanted.items()}
    assert made == wanted, f"{setting} by {name}"
    wrong = ["-1", "+5", "2.0", "1_0", "1e2", "0x10", "٣", "²", "four", "5 6", "None", "4'"]
    wrong += [str(low - 1), str(high + 1), "9" * 50]
    seen = {value: refused(name, value) for value in wrong}
    assert {value: said for value, said in seen.items() if said != "refused"} == {}, (
        f"values of {name} that are not refused by a ValueError with the name and the value"
    )


@pytest.mark.hint(
    "Whoever reads the log of a failed start need not know the secret.",
)
def test_the_secret_key():
    """A secret key that is missing or short is named, and its value does not show."""
    for env in ({}, {"SECRET_KEY": ""}, {"SECRET_KEY": " " * 40}):
        message = error_of(env)
        assert ("ValueError" in message, "SECRET_KEY" in message) == (True, True), f"env: {env}"
    for short in ("hunter2", "k" * 31, "é" * 31, f"{'k' * 31}  "):
        message = error_of({"SECRET_KEY": short})
        told = f"the key is {short!r}: {message}"
        assert ("ValueError" in message, "SECRET_KEY" in message) == (True, True), told
        assert short.strip() not in message, told
    for key in ("k" * 32, f"'{'k' * 30}'", f'"{"k" * 30}"', "é" * 16 + " " + "0" * 15, "k" * 500):
        assert gunicorn_settings({"SECRET_KEY": key}, 1)["workers"] == 3, f"the key is {key!r}"


@pytest.mark.hint("Collect what is wrong in a list, and raise at the end.")
def test_all_problems_at_once():
    """One `ValueError` names all that is wrong, and what was given."""
    wrong = {"PORT": "http", "WEB_CONCURRENCY": "0", "THREADS": "1.5", "DRAIN_SECONDS": "-7"}
    for env in (wrong, {**wrong, "SECRET_KEY": "hunter2"}):
        message = error_of(env)
        assert message.startswith("ValueError"), message
        parts = ["SECRET_KEY", *wrong, *map(repr, wrong.values())]
        assert [part for part in parts if part not in message] == [], f"missing from: {message}"
        assert "hunter2" not in message, message
    for value in ("no", "70000"):
        message = error_of({"SECRET_KEY": SECRET, **dict.fromkeys(wrong, value)})
        missing = [part for part in (*wrong, repr(value)) if part not in message]
        assert missing == [], f"missing from: {message}; {', '.join(wrong)} are all {value!r}"
    message = error_of({"SECRET_KEY": SECRET, "PORT": "8000", "THREADS": "no", "HOST": "a.b"})
    assert [name for name in ("SECRET_KEY", "PORT", "HOST") if name in message] == [], (
        f"variables that are not wrong, in: {message}"
    )
    assert SECRET not in message, message


def with_type(app):
    """The application, with the header that PEP 3333 leaves open, and the validator asks for."""

    def typed(environ, start_response):
        def start(status, headers, /, *more):
            if type(headers) is list and "content-type" not in str(headers).lower():
                headers = [*headers, ("Content-Type", "text/plain")]
            return start_response(status, headers, *more)

        return app(environ, start)

    return typed


def ask(app, path):
    """Send an application a GET request, and return the status code and all of the answer."""
    environ, said = {"SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": ""}, []
    setup_testing_defaults(environ)
    environ["wsgi.errors"] = io.StringIO()

    def start_response(status, headers, exc_info=None):
        said.extend([int(status.split()[0]), status, *headers])
        return said.append

    parts = validator(with_type(app))(environ, start_response)
    body = b"".join(parts)
    parts.close()
    return said[0], f"{said[1:]} {body}"


def status(app, path):
    return ask(app, path)[0]


class DriverError(Exception):
    """What a driver raises."""


class Database:
    """A fake: `log` lists the calls, `down` has `connect` fail, and `hung_up` has `ping` fail.

    In the log, a ping has the number of its connection. It returns `says`.
    """

    down = hung_up = False
    says = None

    def __init__(self):
        self.log, self.made = [], 0

    def connect(self):
        self.log.append("connect")
        if self.down:
            raise DriverError("user=admin password=hunter2") from OSError("no route to hunter2")
        self.made += 1
        return types.SimpleNamespace(ping=functools.partial(self.ping, self.made))

    def ping(self, number):
        self.log.append(f"ping {number}")
        if self.hung_up:
            raise DriverError("password=hunter2 is wrong")
        return self.says


@pytest.fixture
def database():
    return Database()


@pytest.mark.hint("`environ['PATH_INFO']` is the path. The application is made without connecting.")
def test_health(database):
    """`/health` is answered with 200 whatever the database does, and other paths with 404."""
    database.down = True
    app = create_app(database.connect)
    assert status(app, "/health") == 200
    paths = ["/", "/health/", "/ready/", "/Health", "/READY", "/a", "", "/healthz", "/readyz"]
    paths += ["/ready/x", "/a/health", "/a/ready", "//health"]
    others = {path: status(app, path) for path in paths}
    assert others == dict.fromkeys(others, 404), "GET of these paths"
    assert status(app, "/health") == 200
    assert database.log == [], "calls of connect and ping"


@pytest.mark.hint("Keep the connection that was made, and ask it each time.")
def test_ready(database):
    """`/ready` connects at its first request, and pings that connection at each."""
    app = create_app(database.connect)
    seen = [status(app, "/ready"), status(app, "/health"), status(app, "/ready")]
    assert seen == [200, 200, 200], "/ready, /health, /ready"
    assert database.log == ["connect", "ping 1", "ping 1"], "after two requests of /ready"
    other = Database()
    assert status(create_app(other.connect), "/ready") == 200, "/ready of another application"
    assert (len(database.log), other.log) == (3, ["connect", "ping 1"]), "calls of both databases"
    for database.says in (False, 0, "pong"):
        assert status(app, "/ready") == 200, f"GET /ready, ping returns {database.says!r}"
    assert database.log[3:] == ["ping 1"] * 3, "calls for three more requests of /ready"


@pytest.mark.hint(
    "A connection that has failed is not asked again.",
    "What an exception says may hold a password. A probe needs the status alone.",
)
def test_not_ready(database):
    """While `connect` or `ping` raises, `/ready` is answered with 503, and each time tries anew."""
    app, database.down = create_app(database.connect), True
    answers = [ask(app, "/ready"), ask(app, "/ready")]
    assert [code for code, _ in answers] == [503, 503], (
        f"GET /ready, twice while connect raises, got {answers}"
    )
    assert database.log == ["connect", "connect"], "calls for GET /ready twice, connect raises"
    database.down = False
    assert status(app, "/ready") == 200, "GET /ready, connect raises no more"
    database.log.clear()
    database.hung_up = True
    answers.append(ask(app, "/ready"))
    assert (answers[-1][0], database.log) == (503, ["ping 1"]), (
        f"status and calls for GET /ready while ping raises; it got {answers[-1]}"
    )
    answers.append(ask(app, "/ready"))
    assert (answers[-1][0], database.log) == (503, ["ping 1", "connect", "ping 2"]), (
        f"status and calls for GET /ready twice while ping raises; the second got {answers[-1]}"
    )
    database.hung_up = False
    assert status(app, "/ready") == 200, "GET /ready, ping raises no more"
    assert status(app, "/ready") == 200, "GET /ready once more"
    assert database.log[3:] == ["connect", "ping 3", "ping 3"], (
        "calls for GET /ready twice, after two that failed; a ping has its connection's number"
    )
    assert status(app, "/health") == 200
    told = "\n".join(answer for _, answer in answers)
    assert "hunter2" not in told, f"status, headers and body of the answers:\n{told}"


@pytest.mark.hint(
    "Two threads can both find that there is no connection yet.",
    "A `threading.Lock` around looking and connecting. Who does not need it?",
)
def test_threads_share_a_connection():
    """Threads that ask at once share one connection, and `/health` does not wait for it."""
    first, goes_on = threading.Event(), threading.Event()
    seen = []

    class Slow(Database):
        def connect(self):
            first.set()
            goes_on.wait(BRIEF)
            return super().connect()

    database = Slow()
    app = create_app(database.connect)

    def request(path):
        try:
            seen.append((path, status(app, path)))
        except Exception as error:
            seen.append((path, repr(error)))

    for case in ("there is no connection yet", "the connection has failed"):
        first.clear()
        goes_on.clear()
        seen.clear()
        database.log.clear()
        threads = [threading.Thread(target=request, args=("/ready",), daemon=True) for _ in "four"]
        health = threading.Thread(target=request, args=("/health",), daemon=True)
        threads[0].start()
        began = first.wait(BRIEF)
        health.start()
        health.join(BRIEF)
        before = list(seen)
        interval = sys.getswitchinterval()
        sys.setswitchinterval(BRIEF)  # so each thread that starts runs on until it has to wait
        for each in threads[1:]:
            each.start()
        sys.setswitchinterval(interval)
        goes_on.set()
        for each in threads:
            each.join(BRIEF)
        assert began, f"/ready did not connect; {case}"
        assert before == [("/health", 200)], f"requests answered while a thread connects; {case}"
        assert sorted(seen) == [("/health", 200), *[("/ready", 200)] * 4], case
        assert database.log.count("connect") == 1, f"4 requests of /ready; {case}: {database.log}"
        database.hung_up = True
        assert status(app, "/ready") == 503, "GET /ready, ping raises"
        database.hung_up = False


CONFIG = """
import json, os
from pathlib import Path
from wsgiref.util import setup_testing_defaults

globals().update(json.loads(Path("settings.json").read_text()))
control_socket_disable = True


def on_starting(server):
    environ = {"SCRIPT_NAME": "", "PATH_INFO": "/ready"}
    setup_testing_defaults(environ)
    list(server.app.wsgi()(environ, lambda status, headers: None))
"""

SITE = """
import os, socket
from q098_deployment import create_app


def tell(what):
    with socket.create_connection(("127.0.0.1", int(os.environ["DATABASE_PORT"]))) as line:
        line.sendall(f"{what} {os.getpid()}".encode())
        if line.recv(9) != b"good":
            raise OSError("the database is down")


class Connection:
    def __init__(self):
        tell("connect")
        self.process = os.getpid()

    def ping(self):
        tell("ping" if self.process == os.getpid() else "ping by another process")


app = create_app(Connection)
"""


class Line:
    """A call that waits for the database: `what` it is, `process` whose, and `answer` ends it."""

    def __init__(self, line):
        self.line = line
        line.settimeout(PATIENCE)
        self.what, _, process = line.recv(99).decode().rpartition(" ")
        self.process = int(process or 0)

    def answer(self, said):
        with contextlib.suppress(OSError), self.line:
            self.line.sendall(said)


class Server:
    """What the connections of a site lead to: a database that answers as it is told.

    Calls are answered with `says`. While that is None they wait in `calls`, to be answered one by
    one. `seen` lists what all calls were, and in which process.
    """

    def __init__(self):
        self.says, self.calls, self.seen = b"good", queue.Queue(), []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                call = Line(self.listener.accept()[0])
                self.seen.append((call.what, call.process))
                if self.says is None:
                    self.calls.put(call)
                else:
                    call.answer(self.says)

    def next_call(self):
        """Return the next call that waits, or None if none comes."""
        with contextlib.suppress(queue.Empty):
            return self.calls.get(timeout=PATIENCE)
        return None

    def close(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


class Gunicorn:
    """A gunicorn that serves a site in a folder; `printed` is what it has printed so far."""

    def __init__(self, folder, database):
        home = Path(sys.modules[create_app.__module__].__file__).parent
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(home), str(folder)])}
        self.process = subprocess.Popen(
            [sys.executable, "-B", "-m", "gunicorn", "--config", "config.py", "site_of_check:app"],
            cwd=folder,
            env={**env, "DATABASE_PORT": str(database.port)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        self.printed, self.lines = [], queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stderr:
            self.printed.append(line)
            self.lines.put(line)
        self.lines.put("")

    def line_with(self, text):
        """Wait until it prints a line with the text, and return it, or what it printed instead."""
        with contextlib.suppress(queue.Empty):
            while line := self.lines.get(timeout=PATIENCE):
                if text in line:
                    return line
        return f"nothing with {text!r}, but: {''.join(self.printed)[-2000:]}"

    def listens(self):
        """Wait until it listens; return whether it does, and what it printed."""
        line = self.line_with("Listening at")
        found = re.search(r"127\.0\.0\.1:(\d+)", line)
        self.port = int(found[1]) if found else 0
        return bool(found), line

    def send(self, path):
        """Send a GET request, and return the connection whose answer is still to come."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        line.request("GET", path)
        return line

    def close(self):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.reader.join(PATIENCE)
        self.process.stderr.close()


def code_of(line):
    """Return the status of the answer that comes, or how it fails to come."""
    try:
        return line.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return repr(error)
    finally:
        line.close()


@pytest.fixture
def database_server():
    server = Server()
    yield server
    server.close()


@pytest.fixture
def start_gunicorn(tmp_path, database_server):
    """A function that starts gunicorn with the learner's settings and application."""
    with contextlib.ExitStack() as stack:

        def start(workers):
            env = {"SECRET_KEY": SECRET, "PORT": "0", "WEB_CONCURRENCY": str(workers)}
            settings = gunicorn_settings(env, cpus=1)
            (tmp_path / "settings.json").write_text(json.dumps(settings))
            (tmp_path / "config.py").write_text(CONFIG)
            (tmp_path / "site_of_check.py").write_text(SITE)
            server = Gunicorn(tmp_path, database_server)
            stack.callback(server.close)
            return server

        yield start


@pytest.mark.timeout(40)
@pytest.mark.hint(
    "With `preload_app`, `create_app` runs before the fork. So may a first request.",
    "How does a process know that a connection was made by its parent? `os.getpid()`.",
)
def test_each_worker_connects(start_gunicorn, database_server):
    """Behind a real gunicorn each worker connects for itself, though its parent has connected."""
    database = database_server
    gunicorn = start_gunicorn(workers=2)
    listens, printed = gunicorn.listens()
    assert listens, f"gunicorn printed {printed}"
    parent = gunicorn.process.pid
    assert database.seen == [("connect", parent), ("ping", parent)], "a request before the fork"
    for path in ("/health", "/health?full=1"):
        assert code_of(gunicorn.send(path)) == 200, f"GET {path}"

    def both(*says):
        """What two workers, asked at once, ask the database, and what they then answer."""
        database.says = None
        sent, calls = [], []
        for _ in says:
            sent.append(gunicorn.send("/ready"))
            calls.append(database.next_call())
            assert calls[-1], "GET /ready came, and the worker did not ask the database"
        database.says = b"good"
        for call, answer in zip(calls, says, strict=True):
            call.answer(answer)
        return calls, tuple(map(code_of, sent))

    (one, two), answers = both(b"good", b"bad")
    assert (one.what, two.what) == ("connect", "connect"), "the first that each worker asked"
    assert len({parent, one.process, two.process}) == 3, f"processes: {database.seen}"
    assert answers == (200, 503), "GET /ready to two workers; the database refuses the second"
    calls, answers = both(b"good", b"good")
    assert {call.process: call.what for call in calls} == {
        one.process: "ping",
        two.process: "connect",
    }, (
        "what each worker asked first at its next GET /ready; the first has connected, the second "
        "was refused"
    )
    assert answers == (200, 200), "GET /ready to two workers once more; the database is good"
    others = [call for call in database.seen if "another" in call[0]]
    assert others == [], "pings of a connection that another process has made"


@pytest.mark.timeout(40)
@pytest.mark.hint(
    "gunicorn handles SIGTERM by itself, if it has the time, and nobody else takes the signal.",
)
def test_a_request_in_flight(start_gunicorn, database_server):
    """A request in flight is answered after SIGTERM, and gunicorn ends with exit code 0."""
    database = database_server
    gunicorn = start_gunicorn(workers=1)
    listens, printed = gunicorn.listens()
    assert listens, f"gunicorn printed {printed}"
    database.says = None
    request, call = gunicorn.send("/ready"), database.next_call()
    assert call, "GET /ready came, and the worker did not ask the database"
    gunicorn.process.send_signal(signal.SIGTERM)
    line = gunicorn.line_with("Handling signal: term")
    with contextlib.suppress(ProcessLookupError):
        # as gunicorn does next; so the worker certainly has the signal before it has the answer
        os.kill(call.process, signal.SIGTERM)
    database.says = b"good"
    call.answer(b"good")
    answer = code_of(request)
    assert "Handling signal: term" in line, "what gunicorn printed"
    assert answer == 200, "GET /ready, in flight when gunicorn received SIGTERM"
    assert gunicorn.process.wait(PATIENCE) == 0, "the exit code of gunicorn"
