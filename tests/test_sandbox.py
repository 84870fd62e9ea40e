"""The sandbox: what is in it and what is not, for root and for others; asked for, missing, broken.

Everything is tried in real sandboxes, by the user who runs the tests and, where that is root, by
nobody too. A system that forbids sandboxes is played by a `bwrap` that says what the real one says.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from grader.engine import Engine, sandbox, shown
from grader.grading import make_job
from grader.results import json_schema
from tests.support import COURSE, as_nobody

ROOT = Path(__file__).parent.parent
SITE = next(p for p in sys.path if p.endswith("site-packages"))
FOUND = sandbox.find(COURSE)
NEEDS_BUBBLEWRAP = pytest.mark.skipif(
    isinstance(FOUND, sandbox.Obstacle), reason=f"no sandbox here: {FOUND}"
)
USERS = ["root", "nobody"] if sys.platform == "linux" and os.getuid() == 0 else ["oneself"]

# Runs a program in a sandbox: COURSE, HIDDEN folders in JSON, program and arguments.
INSIDE = """
import json, subprocess, sys
from pathlib import Path
from grader.engine import sandbox
course, hidden, *command = sys.argv[1:]
found = sandbox.find(Path(course))
if isinstance(found, sandbox.Obstacle):
    sys.exit(f"{found.cause.name}: {found}")
wrapped = found.wrap(command, Path(course), map(Path, json.loads(hidden)))
sys.exit(subprocess.run(wrapped, env={"PATH": "/usr/bin:/bin"}).returncode)
"""


@pytest.fixture
def place():
    """A folder that every user can use, outside of anybody's home."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="kata-test-") as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


def inside(
    user, *command, course=COURSE, hidden=(), python=sys.executable, env=(), check=True
) -> str:
    """What a program prints in a sandbox that a user has made; where it is none, the reason."""
    outer = [python, "-c", INSIDE, str(course), json.dumps([*map(str, hidden)]), *map(str, command)]
    done = subprocess.run(
        as_nobody(outer) if user == "nobody" else outer,
        cwd="/",
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{SITE}", "MARKER": "secret"}
        | dict(env),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert not check or done.returncode == 0, done.stderr
    return done.stdout if check else done.stderr.strip()


PRELUDE = """
import ctypes, json, multiprocessing, os, pwd, signal, socket, subprocess, sys, tempfile, zoneinfo
from pathlib import Path
libc = ctypes.CDLL(None)

def attempt(call):
    try:
        return bool(call())
    except OSError:
        return False

def opens(path):
    return attempt(lambda: os.close(os.open(path, os.O_WRONLY)) or True)

def writes(folder):
    return attempt(lambda: os.close(os.open(f"{folder}/x", os.O_WRONLY | os.O_CREAT)) or True)

def files(top):
    return [f"{folder}/{name}" for folder, _, names in os.walk(top) for name in names]

def status(name):
    return Path("/proc/self/status").read_text().partition(f"{name}:")[2].split()[0]

def in_a_child(call):
    if not (pid := os.fork()):
        os._exit(bool(call()))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
"""

CLOSED = {
    # what must not be: an expression that is true if it is
    "a file of the caller's": "attempt(lambda: open(SECRET).read())",
    "the reference solutions": "attempt(lambda: os.listdir(SOLUTIONS))",
    "what is in a home": (
        "[p for home in (Path('/root'), Path('/home')) if home.is_dir() for p in home.iterdir()"
        " if not any(p in Path(s).parents for s in [sys.executable, os.__file__, *sys.path])]"
    ),
    "places to write": (
        "[p for p in ['/', '/etc', '/dev', '/usr', '/usr/bin', '/usr/share', '/proc/sys/kernel',"
        " COURSE, COURSE + '/exercises', *sys.path] if writes(p)]"
    ),
    "the kernel's settings": "[f for f in files('/proc/sys') if opens(f)]",
    "other files that steer the machine": (
        "[f for top in os.scandir('/proc') if not top.name.isdigit() and not top.is_symlink()"
        " and top.name not in ('pressure', 'sys')"
        " for f in (files(top.path) if top.is_dir() else [top.path]) if opens(f)]"
    ),
    "being the owner of root's files": "os.stat('/usr/bin').st_uid == os.getuid()",
    "capabilities": "[c for c in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd') if int(status(c), 16)]",
    "ways to new privileges": "status('NoNewPrivs') != '1'",
    "groups of the caller's": "[g for g in os.getgroups() if g != os.getgid()]",
    "the caller's environment": "attempt(lambda: 'MARKER' in open('/proc/1/environ').read())",
    "other processes": "[n for n in os.listdir('/proc') if n.isdigit() and int(n) > os.getpid()]",
    "a way to end the first": "in_a_child(lambda: attempt(lambda: os.kill(1, 9)))",
    "the network": "attempt(lambda: socket.create_connection(('192.0.2.1', 80), 0.2))",
    "what listens on this machine": "attempt(lambda: socket.create_connection(LISTENER, 0.2))",
    "other interfaces": "[n for _, n in socket.if_nameindex() if n != 'lo']",
    "room without a limit": (
        "[p for p, m in ((os.getcwd(), 512), ('/dev/shm', 64))"
        " if (s := os.statvfs(p)).f_blocks * s.f_frsize > m * 2**20]"
    ),
    "memory of System V": "attempt(lambda: '0x' in open('/proc/sysvipc/shm').read())",
}

OPEN = {
    "time zones": "zoneinfo.ZoneInfo('Europe/Berlin') and os.path.exists('/etc/localtime')",
    "localhost": (
        "(server := socket.create_server(('127.0.0.1', 0))) and"
        " socket.create_connection(('localhost', server.getsockname()[1]), 5)"
    ),
    "names of users": "pwd.getpwnam('root').pw_uid == 0",
    "places to write": "all(writes(p) for p in ('.', tempfile.gettempdir(), '/dev/shm'))",
    "terminals": "os.isatty(os.openpty()[1])",
    "programs": "subprocess.check_output('echo hi | tr h H', shell=True) == b'Hi\\n'",
    "semaphores": "multiprocessing.Lock() and multiprocessing.Queue()",
    "Python": "not subprocess.call([sys.executable, '-c', 'import ssl, sqlite3, ctypes'])",
    "packages": "[__import__(name) for name in ('msgspec', 'pytest_timeout', 'grader.engine')]",
    "the exercises": "Path(COURSE, 'exercises', 'conftest.py').read_text()",
}


def look(user, place, facts, **options):
    """Evaluate expressions in a sandbox, a process each time; say which are true."""
    (place / "secret.txt").write_text("secret")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        names = {"SECRET": str(place / "secret.txt"), "COURSE": str(COURSE)}
        names |= {"SOLUTIONS": str(COURSE / "solutions"), "LISTENER": listener.getsockname()}
        given = "".join(f"{name} = {value!r}\n" for name, value in names.items())
        ask = "print(json.dumps({n: bool(eval(e)) for n, e in json.loads(sys.argv[1]).items()}))"
        python = options.get("python", sys.executable)
        path = f"import sys; sys.path += [{str(ROOT)!r}, {SITE!r}]\n"
        code = path + PRELUDE + given + ask
        return json.loads(inside(user, python, "-P", "-c", code, json.dumps(facts), **options))


@NEEDS_BUBBLEWRAP
@pytest.mark.parametrize("user", USERS)
def test_what_must_not_be_inside_is_not(user, place):
    assert look(user, place, CLOSED) == dict.fromkeys(CLOSED, False)


@NEEDS_BUBBLEWRAP
@pytest.mark.parametrize("user", USERS)
def test_what_programs_need_is_inside(user, place):
    assert look(user, place, OPEN) == dict.fromkeys(OPEN, True)


@NEEDS_BUBBLEWRAP
@pytest.mark.parametrize("user", USERS)
def test_numpy_can_be_imported_inside(user, place):
    pytest.importorskip("numpy")
    assert look(user, place, {"numpy": "__import__('numpy').ones(9).sum() == 9"}) == {"numpy": True}


@NEEDS_BUBBLEWRAP
@pytest.mark.parametrize("user", USERS)
def test_inside_ends_with_who_started_it(user):
    """Becoming another user takes a process out of its parent's hands, if nothing is done."""
    outer = [sys.executable, "-c", INSIDE, str(COURSE), "[]", "/bin/sh", "-c", "echo up; sleep 60"]
    process = subprocess.Popen(
        as_nobody(outer) if user == "nobody" else outer,
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout.readline() == b"up\n"
    started = time.monotonic()
    os.kill(first_bwrap(process.pid), signal.SIGKILL)
    process.communicate(timeout=30)  # until nobody holds its output any more
    assert time.monotonic() - started < 20


def first_bwrap(pid: int) -> int:
    """The process with which the sandbox below another process began."""
    for name in ("python", "bwrap"):
        while not Path(f"/proc/{pid}/comm").read_text().startswith(name):
            (pid,) = map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    return pid


def make_environment(folder: Path, home: str) -> Path:
    """A virtual environment around a Python in a folder `home`; its own Python."""
    (folder / "bin").mkdir(parents=True)
    (folder / "lib").mkdir()
    (folder / "pyvenv.cfg").write_text(f"home = {home}\n")
    python = folder / "bin" / "python"
    python.symlink_to(f"{home}/{Path(os.path.realpath(sys.executable)).name}")
    return python


@NEEDS_BUBBLEWRAP
@pytest.mark.parametrize("user", USERS)
def test_of_an_environment_in_a_project_only_python_is_seen(user, place):
    """It is reached through a link to a folder, as uv makes them for a Python's minor version."""
    (place / "python-3").symlink_to(sys.base_prefix)
    python = make_environment(place / ".venv", f"{place}/python-3/bin")
    for folder in (place, place / ".venv", place / ".venv" / "share"):
        folder.mkdir(exist_ok=True)
        (folder / "q001_double.py").write_text("somebody's work")
    facts = {
        "work": f"[f for f in files({str(place)!r}) if f.endswith('.py')]",
        "a prefix of its own": f"sys.base_prefix != sys.prefix == {str(place / '.venv')!r}",
        "imports": "__import__('sqlite3')",
    }
    expected = {"work": False, "a prefix of its own": True, "imports": True}
    assert look(user, place, facts, python=str(python)) == expected


@NEEDS_BUBBLEWRAP
@pytest.mark.parametrize("user", USERS)
def test_of_a_pythons_own_prefix_programs_and_libraries_are_seen(user, place):
    base = getattr(sys, "_base_executable", sys.executable)
    facts = {
        "more": f"set(os.listdir({sys.base_prefix!r})) - set({seen_of(sys.base_prefix)!r})",
        "imports": "__import__('sqlite3')",
    }
    assert look(user, place, facts, python=base) == {"more": False, "imports": True}


def seen_of(prefix):
    system = ["libexec", "sbin", "share", "local", "lib32"] if prefix == "/usr" else []
    return ["bin", "lib", "lib64", *system]


@NEEDS_BUBBLEWRAP
@pytest.mark.parametrize("user", USERS)
def test_what_is_to_be_hidden_is_hidden_wherever_it_lies(user, place):
    course = shutil.copytree(COURSE, place / "course")
    cohort = course / "exercises" / "cohort"
    (cohort / "alice").mkdir(parents=True)
    (cohort / "alice" / "q001_double.py").write_text("hers")
    (course / "exercises" / "bob.py").write_text("his")
    facts = {
        "hers": f"files({str(cohort)!r})",
        "his": f"attempt(lambda: open({str(course / 'exercises' / 'bob.py')!r}).read())",
        "a place to write": f"writes({str(cohort)!r})",
        "checks": f"any(f.endswith('_test.py') for f in files({str(course / 'exercises')!r}))",
    }
    # all around the course is to be hidden as well: what is needed of it stays
    hidden = [cohort, course / "exercises" / "bob.py", place, course / "exercises", place / "none"]
    seen = look(user, place, facts, course=course, hidden=hidden)
    assert seen == {"hers": False, "his": False, "a place to write": False, "checks": True}
    seen = look(user, place, facts, course=course)
    assert (seen["hers"], seen["his"]) == (True, True)


@NEEDS_BUBBLEWRAP
@pytest.mark.parametrize("user", USERS)
def test_of_an_installed_grader_the_reference_solutions_are_not_seen(user, place):
    """An installed one holds the whole course, next to the code that is shown."""
    ignored = shutil.ignore_patterns("__pycache__", "_content")
    grader = shutil.copytree(ROOT / "grader", place / "grader", ignore=ignored)
    for name in ("solutions", "exercises"):
        (grader / "_content" / name).mkdir(parents=True)
        (grader / "_content" / name / "q001_double.py").write_text("def double(number): ...\n")
    facts = {
        "solutions": f"files({str(grader / '_content' / 'solutions')!r})",
        "exercises": f"files({str(grader / '_content' / 'exercises')!r})",
    }
    path = f"{place}{os.pathsep}{SITE}"
    seen = look(user, place, facts, course=grader / "_content", env={"PYTHONPATH": path})
    assert seen == {"solutions": False, "exercises": True}


def test_links_in_a_circle_are_followed_no_further_than_the_kernel_does(tmp_path):
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    links, _ = shown.follow(tmp_path / "one")
    assert links == {tmp_path / "one": "two", tmp_path / "two": "one"}


@pytest.fixture
def solved(course, tmp_path):
    """A submission with one reference."""
    shutil.copy(course.one("1").reference, tmp_path)
    return tmp_path


@NEEDS_BUBBLEWRAP
@pytest.mark.parametrize("asked", ["auto", "require"])
def test_the_report_names_the_sandbox(kata, solved, asked):
    done = kata("run", "1", "--submission", solved, "--sandbox", asked, "--format", "json")
    isolation = json.loads(done.stdout)["run"]["isolation"]
    assert (done.returncode, isolation["sandbox"]) == (0, "bubblewrap")
    assert isolation["limits"] != []


def test_the_report_says_when_there_is_no_sandbox(kata, solved):
    done = kata("run", "1", "--submission", solved, "--sandbox", "off")
    assert done.returncode == 0
    assert "no sandbox" in done.stdout


@NEEDS_BUBBLEWRAP
def test_an_engine_hides_what_it_is_told_to(course, tmp_path):
    files = [COURSE / "exercises" / "entry" / f"{name}.py" for name in ("q001_double", "q002_echo")]
    probe = f"""
import os
def double(number):
    raise ValueError([os.path.isfile(path) for path in {[*map(str, files)]!r}])
"""
    with Engine(course.course, "require", hidden=files[1:]) as engine:
        (verdict,) = engine.run([make_job(course.one("1"), probe)])
    assert "ValueError: [True, False]" in verdict.checks[0].failure.message


def test_the_schema_names_what_isolation_says():
    fields = json_schema()["$defs"]["Isolation"]["properties"]
    assert fields["sandbox"]["enum"] == ["bubblewrap", "none"]
