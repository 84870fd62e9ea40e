"""The filter for system calls, in real processes that try what it refuses and what must work.

Everything is tried as the user who runs the tests and, where that is root, as nobody too: what root
is refused only the filter can have refused.
"""

import errno
import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.engine import seccomp

ROOT = Path(__file__).parent.parent
NOBODY = 65534
USERS = [os.getuid(), NOBODY] if hasattr(os, "getuid") and os.getuid() == 0 else [-1]

pytestmark = pytest.mark.skipif(
    not seccomp.available(), reason="this system or machine has no filter"
)

REFUSED = {
    # what it is: how a child would do it, VICTIM being a process that is protected
    "a signal at the grader": "os.kill(VICTIM, 0)",
    "a signal at the grader's group": "os.kill(-os.getpgid(VICTIM), 0)",
    "a signal at everybody": "os.kill(-1, 0)",
    "a signal at the system's first process": "os.kill(1, 0)",
    "a signal by the number of a thread": "os.kill(max(THREADS), 0)",
    "a signal at a thread": "call('tkill', max(THREADS), 0)",
    "a signal at a thread of a process": "call('tgkill', VICTIM, VICTIM, 0)",
    "a signal with the upper half of its target set": "call('kill', VICTIM | 1 << 32, 0)",
    "a queued signal": "call('rt_sigqueueinfo', VICTIM, 0, 0)",
    "a queued signal at a thread": "call('rt_tgsigqueueinfo', VICTIM, VICTIM, 0, 0)",
    "a descriptor of the grader": "os.pidfd_open(VICTIM)",
    "a signal by a folder of /proc": (
        "call('pidfd_send_signal', os.open(f'/proc/{VICTIM}', os.O_RDONLY), 0, 0, 0)"
    ),
    "a signal of the kernel's at the owner of a descriptor": (
        "fcntl.fcntl(0, fcntl.F_SETOWN, VICTIM)"
    ),
    "a choice of that signal": "fcntl.fcntl(0, fcntl.F_SETSIG, 9)",
    "an owner by another call": "fcntl.ioctl(PAIR[0], 0x8901, struct.pack('i', VICTIM))",
    "an owner by yet another call": "fcntl.ioctl(PAIR[0], 0x8902, struct.pack('i', VICTIM))",
    "an owner by its type": "fcntl.fcntl(0, 15, struct.pack('ii', 1, VICTIM))",
    "typing on a terminal": "fcntl.ioctl(os.openpty()[1], 0x5412, b'x')",
    "limits of others": "resource.prlimit(VICTIM, resource.RLIMIT_CPU)",
    "the priority of others": "os.setpriority(os.PRIO_PROCESS, VICTIM, 19)",
    "the priority of a user's processes": "os.setpriority(os.PRIO_USER, 0, 19)",
    "a priority above others": "os.setpriority(os.PRIO_PROCESS, 0, -1)",
    "the processors of others": "os.sched_setaffinity(VICTIM, {0})",
    "the scheduling of others": ("os.sched_setscheduler(VICTIM, os.SCHED_IDLE, os.sched_param(0))"),
    "the scheduler's parameters of others": "os.sched_setparam(VICTIM, os.sched_param(0))",
    "scheduling before others": "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))",
    "the disk priority of others": "call('ioprio_set', 1, VICTIM, 3 << 13)",
    "tracing": "call('ptrace', 16, VICTIM, 0, 0)",
    "reading memory": "call('process_vm_readv', VICTIM, 0, 0, 0, 0, 0)",
    "memory without a file": "os.memfd_create('x')",
    "memory of System V": "call('shmget', 0, 4096, 0o1600)",
    "a clone in a new space": "call('clone', 0x10000000 | 17, 0, 0, 0, 0)",
    "a clone that is a sibling": "call('clone', 0x8000 | 17, 0, 0, 0, 0)",
    "becoming dumpable": "call('prctl', 4, 1, 0, 0, 0)",
    "being a subreaper no more": "call('prctl', 36, 0, 0, 0, 0)",
    "outliving the parent": "call('prctl', 1, 0, 0, 0, 0)",
    "being traced by anybody": "call('prctl', 0x59616D61, 0xFFFFFFFFFFFFFFFF, 0, 0, 0)",
    "another personality": "call('personality', 0x0040000)",
    "another root": "os.chroot('/')",
    **{f"{name}(2)": f"call({name!r}, 0, 0, 0, 0, 0)" for name in seccomp.REFUSED},
}

UNKNOWN = {
    "sockets to a virtual machine's host": "socket.socket(40, socket.SOCK_STREAM)",
    "sockets to the kernel's ciphers": "socket.socket(38, socket.SOCK_SEQPACKET)",
    "sockets to the wire": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
}

ABSENT = {
    "clone3": "call('clone3', 0, 0)",
    "what is newer than the table": "number(seccomp.LAST + 1)",
    "numbers of another interface": "number(0x40000000 + 39)",
}

WORKS = {
    "limits of its own": """
        resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
        assert resource.prlimit(0, resource.RLIMIT_NOFILE, (99, 99)) == (100, 100)""",
    "being nicer itself": """
        before = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.nice(1) == before + 1
        os.setpriority(os.PRIO_PROCESS, 0, before + 2)
        call('ioprio_set', 1, 0, 3 << 13)""",
    "processors of its own": """
        os.sched_setaffinity(0, os.sched_getaffinity(0))
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))""",
    "signals at itself, its group and its children": """
        signal.signal(signal.SIGUSR1, lambda *_: seen.append(1))
        seen = []
        os.setsid()
        os.kill(os.getpid(), signal.SIGUSR1)
        os.kill(0, signal.SIGUSR1)
        os.killpg(0, signal.SIGUSR1)
        signal.raise_signal(signal.SIGUSR1)
        signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
        assert len(seen) == 5
        child = subprocess.Popen(['sleep', '9'])
        child.kill()
        assert child.wait() == -9
        child = subprocess.Popen(['sleep', '9'], start_new_session=True)
        os.killpg(child.pid, 15)
        assert child.wait() == -15""",
    "an alarm": """
        seen = []
        signal.signal(signal.SIGALRM, lambda *_: seen.append(1))
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        while not seen:
            time.sleep(0.01)
        assert signal.alarm(100) == 0
        assert signal.alarm(0) > 0""",
    "fork, wait and a process's descriptor": """
        if not (pid := os.fork()):
            os._exit(3)
        descriptor = os.pidfd_open(pid)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 3""",
    "programs": """
        assert subprocess.check_output(['echo', 'hi']) == b'hi\\n'
        assert subprocess.run('exit 4', shell=True).returncode == 4""",
    "threads": """
        threads = [threading.Thread(target=time.sleep, args=(0.01,)) for _ in range(9)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(abs, range(9))) == 36""",
    "multiprocessing by fork, with semaphores": """
        context = multiprocessing.get_context('fork')
        with context.Pool(2) as pool:
            assert pool.map(abs, [-1, -2]) == [1, 2]
        queue, lock, value = context.Queue(), context.Lock(), context.Value('i', 5)
        process = context.Process(target=queue.put, args=(7,))
        process.start()
        assert queue.get(timeout=9) == 7
        process.join()""",
    "multiprocessing by fresh interpreters, and shared memory": """
        memory = multiprocessing.shared_memory.SharedMemory(create=True, size=100)
        memory.buf[0] = 9
        memory.close()
        memory.unlink()
        for method in ('spawn', 'forkserver'):
            with multiprocessing.get_context(method).Pool(1) as pool:
                assert pool.map(abs, [-1, -2]) == [1, 2]""",
    "asyncio with processes": """
        async def main():
            process = await asyncio.create_subprocess_exec('echo', 'hi', stdout=-1)
            assert (await process.communicate())[0] == b'hi\\n'
            sleeper = await asyncio.create_subprocess_exec('sleep', '9')
            sleeper.kill()
            assert await sleeper.wait() == -9
            assert await asyncio.to_thread(abs, -1) == 1
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGUSR1, loop.stop)
        asyncio.run(main())""",
    "sockets": """
        server = socket.create_server(('127.0.0.1', 0))
        client = socket.create_connection(server.getsockname())
        client.setblocking(False)
        server.accept()[0].sendall(b'hi')
        select.select([client], [], [], 9)
        assert client.recv(9) == b'hi'
        assert socket.if_nameindex()
        socket.socketpair()""",
    "files, mappings and locks": """
        with tempfile.TemporaryFile() as file:
            file.truncate(9999)
            fcntl.flock(file, fcntl.LOCK_EX)
            fcntl.lockf(file, fcntl.LOCK_EX)
            fcntl.fcntl(file, fcntl.F_SETFL, os.O_APPEND)
            with mmap.mmap(file.fileno(), 0) as mapped, mmap.mmap(-1, 9999) as anonymous:
                mapped[5] = anonymous[5] = 7
        master, slave = os.openpty()
        assert os.isatty(slave)
        termios.tcgetattr(slave)""",
    "SQLite": """
        base = sqlite3.connect(':memory:')
        assert base.execute('select 1').fetchone() == (1,)""",
    "names and deaths": """
        call('prctl', 15, ctypes.addressof(ctypes.create_string_buffer(b'name')), 0, 0, 0)
        call('prctl', 1, 9, 0, 0, 0)
        call('prctl', 4, 0, 0, 0, 0)
        call('personality', 0xFFFFFFFF)""",
    "numpy with threads": """
        matrix = numpy.random.default_rng(1).random((400, 400))
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            assert len(list(pool.map(numpy.linalg.inv, [matrix] * 4))) == 4""",
}

DRIVER = """
import asyncio, concurrent.futures, ctypes, fcntl, json, mmap, multiprocessing, os, resource
import select, signal, socket, sqlite3, struct, subprocess, sys, tempfile, termios, textwrap
import concurrent.futures.thread, encodings.idna, threading, time
import multiprocessing.connection, multiprocessing.pool, multiprocessing.shared_memory
import multiprocessing.popen_fork, multiprocessing.popen_spawn_posix, multiprocessing.queues
import multiprocessing.popen_forkserver, multiprocessing.sharedctypes, multiprocessing.synchronize
from grader.engine import seccomp
try:
    import numpy
except ImportError:
    numpy = None
user, cases = json.loads(sys.argv[1])

def become(user):
    if user >= 0:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)

# the one to be protected: of the same user, with two threads, until this process ends
ends, held = os.pipe()
ready, started = os.pipe()
if not (VICTIM := os.fork()):
    os.close(held)
    os.setsid()
    become(user)
    threading.Thread(target=os.read, args=(ends, 1)).start()
    os.write(started, b".")
    os.read(ends, 1)
    os._exit(0)
os.read(ready, 1)
THREADS = list(map(int, os.listdir(f"/proc/{VICTIM}/task")))
PAIR = socket.socketpair()
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long

def number(which, *arguments):
    done = libc.syscall(ctypes.c_long(which), *map(ctypes.c_ulong, arguments))
    if done == -1:
        raise OSError(ctypes.get_errno(), "")
    return done

def call(name, *arguments):
    which = seccomp.NUMBERS[name][list(seccomp.ARCHITECTURES).index(os.uname().machine)]
    return number(seccomp.LAST + 1 if which is None else which, *arguments)

program = seccomp.build([VICTIM])
become(user)
os.kill(VICTIM, 0)
assert seccomp.install(program)
os.environ["HOME"] = "/"
outcomes = {}
for name, code in cases.items():
    try:
        exec(textwrap.dedent(code))
        outcomes[name] = "worked"
    except OSError as error:
        outcomes[name] = error.errno
    except BaseException as error:
        outcomes[name] = repr(error)
print(json.dumps(outcomes))
"""


def attempt(user: int, cases: dict[str, str]) -> dict[str, object]:
    """What came of each case: an error number, `worked`, or a text."""
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, json.dumps([user, cases])],
        cwd="/",  # where nobody may be, too
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": "/tmp"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("user", USERS)
def test_what_is_refused_fails_for_lack_of_permission(user):
    assert attempt(user, REFUSED) == dict.fromkeys(REFUSED, 1) | absent_here()


def absent_here():
    """What this machine has no call for."""
    column = list(seccomp.ARCHITECTURES).index(platform.machine())
    return {f"{n}(2)": 38 for n in seccomp.REFUSED if seccomp.NUMBERS[n][column] is None}


@pytest.mark.parametrize("user", USERS)
def test_what_cannot_be_filtered_or_is_not_known_does_not_exist(user):
    assert attempt(user, ABSENT) == dict.fromkeys(ABSENT, 38)
    assert attempt(user, UNKNOWN) == dict.fromkeys(UNKNOWN, errno.EAFNOSUPPORT)


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("what", WORKS)
def test_what_programs_need_works(user, what):
    if "numpy" in what:
        pytest.importorskip("numpy")
    if "fresh interpreters" in what and user == NOBODY and not others_may_run(sys.executable):
        pytest.skip("nobody may not start this Python")
    assert attempt(user, {what: WORKS[what]}) == {what: "worked"}


def others_may_run(program: str) -> bool:
    try:
        return subprocess.run([program, "-c", ""], user=NOBODY, stderr=-3).returncode == 0
    except PermissionError:
        return False


def test_a_foreign_architectures_call_ends_the_process():
    """The 32-bit door of x86-64 leads to other calls under other numbers."""
    if platform.machine() != "x86_64":
        pytest.skip("this machine has no such door")
    door = """
import ctypes, mmap
from grader.engine import seccomp
assert seccomp.install(seccomp.build())
page = mmap.mmap(-1, 4096, prot=7)
page.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20 (getpid); int 0x80; ret
ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
"""
    done = subprocess.run([sys.executable, "-c", door], env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == -31


def test_the_group_of_a_protected_process_is_protected_whoever_leads_it():
    """The command may stand in the group of a shell, or of what has started it."""
    code = """
import os
from grader.engine import seccomp
ends, held = os.pipe()
if not (protected := os.fork()):
    os.close(held)
    os._exit(len(os.read(ends, 1)))
group = os.getpgid(protected)
if not (child := os.fork()):
    os.setsid()
    os.killpg(group, 0)
    assert seccomp.install(seccomp.build([protected]))
    os.killpg(group, 0)
    os._exit(0)
os.waitpid(child, 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        start_new_session=True,
    )
    assert "PermissionError" in done.stderr


def test_the_filter_stays_through_fork_and_exec():
    code = f"""
import subprocess, sys
from grader.engine import seccomp
assert seccomp.install(seccomp.build([{os.getpid()}]))
kill = "import os; os.kill({os.getpid()}, 0)"
sys.exit(subprocess.run([sys.executable, "-c", kill], capture_output=True).stderr.decode())
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        start_new_session=True,
    )
    assert "PermissionError" in done.stderr


@pytest.mark.parametrize("column", [0, 1])
def test_the_numbers_are_those_of_the_kernels_headers(column):
    headers = {
        0: "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
        1: "/usr/include/asm-generic/unistd.h",
    }
    if not (header := Path(headers[column])).is_file():
        pytest.skip("the kernel's headers are not installed")
    lines = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)\s*$", header.read_text(), re.M)
    known = {name: int(number) for name, number in lines}
    ours = {name: numbers[column] for name, numbers in seccomp.NUMBERS.items()}
    newest = max(known.values())
    absent = {name for name, number in ours.items() if number is None or number > newest}
    assert absent.isdisjoint(known)
    assert {n: known.get(n) for n in ours.keys() - absent} == {
        n: ours[n] for n in ours.keys() - absent
    }


def test_every_number_has_a_rule_and_every_rule_a_number():
    ruled = {*seccomp.REFUSED, *seccomp.SIGNALS, *seccomp._RULES}
    assert ruled == seccomp.NUMBERS.keys() - {"seccomp"}
    assert max(n for pair in seccomp.NUMBERS.values() for n in pair if n) <= seccomp.LAST


@pytest.mark.parametrize(("system", "machine"), [("linux", "riscv64"), ("darwin", "arm64")])
def test_where_there_is_no_filter_that_is_said(system, machine):
    code = f"""
import platform, sys
sys.platform = {system!r}
platform.machine = lambda: {machine!r}
from grader.engine import seccomp
print(seccomp.available(), seccomp.build([1]), seccomp.install(seccomp.build()))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.stdout == "False b'' False\n", done.stderr
