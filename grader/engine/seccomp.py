"""The kernel's part in holding a child: a seccomp filter, in force with a sandbox and without.

In: the processes that no signal may reach. Out: a filter as bytes (`build`), put in force by a
process for itself (`install`), for good and for all that it starts. A supervisor does without
everything refused here, so it can install the filter once, and children come with it for nothing.

What is refused fails with EPERM, as it would for lack of permission; nothing is killed for trying.
Refused is what reaches other processes (tracing, their memory, descriptors, limits and priorities,
signals at the grader), what takes memory that no limit counts (System V IPC, memfds), what is an
administrator's, and the parts of the kernel that no exercise needs and attacks on kernels do.

It is no sandbox: files and the network are as they were. A system call is known by its number,
which differs between machines; on those that `NUMBERS` does not know, there is no filter.
"""

import ctypes
import errno
import functools
import os
import platform
import struct
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""What the kernel calls these machines' own system calls (AUDIT_ARCH_…, linux/audit.h)."""

NUMBERS = {
    # name: x86_64, aarch64 (asm/unistd_64.h, asm-generic/unistd.h; a test compares them)
    "acct": (163, 89),
    "add_key": (248, 217),
    "adjtimex": (159, 171),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "clock_adjtime": (305, 266),
    "clock_settime": (227, 112),
    "clone": (56, 220),
    "clone3": (435, 435),
    "delete_module": (176, 106),
    "fanotify_init": (300, 262),
    "fcntl": (72, 25),
    "finit_module": (313, 273),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "init_module": (175, 105),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425),
    "ioctl": (16, 29),
    "ioperm": (173, None),
    "iopl": (172, None),
    "ioprio_set": (251, 30),
    "kcmp": (312, 272),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "kill": (62, 129),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "migrate_pages": (256, 238),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "move_pages": (279, 239),
    "mq_open": (240, 180),
    "mq_unlink": (241, 181),
    "msgctl": (71, 187),
    "msgget": (68, 186),
    "msgrcv": (70, 188),
    "msgsnd": (69, 189),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "open_tree_attr": (467, 467),
    "perf_event_open": (298, 241),
    "personality": (135, 92),
    "pidfd_getfd": (438, 438),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "pivot_root": (155, 41),
    "prctl": (157, 167),
    "prlimit64": (302, 261),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "sched_setaffinity": (203, 122),
    "sched_setattr": (314, 274),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "seccomp": (317, 277),
    "semctl": (66, 191),
    "semget": (64, 190),
    "semop": (65, 193),
    "semtimedop": (220, 192),
    "setdomainname": (171, 162),
    "sethostname": (170, 161),
    "setns": (308, 268),
    "setpriority": (141, 140),
    "settimeofday": (164, 170),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "shmdt": (67, 197),
    "shmget": (29, 194),
    "socket": (41, 198),
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "tgkill": (234, 131),
    "tkill": (200, 130),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
    "vhangup": (153, 58),
}

LAST = 470
"""The last number there was when this table was written (listns). What comes after it is not there,
as on an older kernel; nor are the numbers of x86-64's second interface, x32, from 2**30 on."""

REFUSED = (
    # other processes' memory, descriptors and pages
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease"),
    *("kcmp", "pidfd_getfd", "move_pages", "migrate_pages", "perf_event_open"),
    # the target is a descriptor, which comes from a /proc folder or a socket's peer as well
    "pidfd_send_signal",
    # the target or the policy stands in memory, where a filter cannot look
    "sched_setattr",
    # memory that no limit counts, and what outlives its maker
    *("shmget", "shmat", "shmdt", "shmctl", "semget", "semop", "semtimedop", "semctl"),
    *("msgget", "msgsnd", "msgrcv", "msgctl", "mq_open", "mq_unlink"),
    *("memfd_create", "memfd_secret", "add_key", "request_key", "keyctl"),
    # parts of the kernel known for their holes
    *("bpf", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register"),
    # new namespaces and mounts
    *("unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "fsopen", "fsconfig"),
    *("fsmount", "fspick", "move_mount", "mount_setattr", "open_tree", "open_tree_attr"),
    # an administrator's work, which matters where root grades without a sandbox
    *("acct", "quotactl", "quotactl_fd", "swapon", "swapoff", "reboot", "kexec_load"),
    *("kexec_file_load", "init_module", "finit_module", "delete_module", "open_by_handle_at"),
    *("fanotify_init", "settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "syslog"),
    *("sethostname", "setdomainname", "iopl", "ioperm", "vhangup"),
)

SIGNALS = ("kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open")
"""What signals the process that its first argument names, or opens a way to."""

# Values from the headers linux/{seccomp,bpf_common,prctl,sched,ioprio}.h and asm-generic/*.h.
_RETURN, _LOAD, _JUMP = 0x06, 0x20, 0x05
_IF_EQUAL, _IF_GREATER, _IF_ANY_BIT = 0x15, 0x25, 0x45
_ALLOW, _FAIL, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_SECCOMP_SET_MODE_FILTER, _SECCOMP_GET_ACTION_AVAIL, _FLAG_SPEC_ALLOW = 1, 2, 4
_SET_PDEATHSIG, _SET_DUMPABLE, _SET_SUBREAPER, _SET_NO_NEW_PRIVS, _SCHED_CORE = 1, 4, 36, 38, 62
_SET_PTRACER = 0x59616D61
_PRIO_PROCESS, _PRIO_PGRP, _IOPRIO_WHO_PROCESS = 0, 1, 1
_SCHED_OTHER, _SCHED_BATCH, _SCHED_IDLE = 0, 3, 5
_F_SETOWN, _F_SETSIG, _F_SETOWN_EX = 8, 10, 15
_AF_UNIX, _AF_INET, _AF_INET6, _AF_NETLINK = 1, 2, 10, 16
_TIOCSTI, _TIOCLINUX, _FIOSETOWN, _SIOCSPGRP = 0x5412, 0x541C, 0x8901, 0x8902
_NEW_NAMESPACES = 0x7E020000
_CLONE_PTRACE, _CLONE_PARENT = 0x2000, 0x8000
_NEGATIVE = 0x80000000
_SIGKILL = 9
_EVERYBODY = 0xFFFFFFFF  # the process -1
_QUERY = 0xFFFFFFFF

_NUMBER, _ARCHITECTURE = 0, 4  # offsets in the kernel's struct seccomp_data

Code = list[tuple[int, int, int, int]]
"""Instructions of the kernel's packet filter: code, jump if true, jump if false, operand."""

_PASS = (_RETURN, 0, 0, _ALLOW)

_libc = None
if sys.platform == "linux":
    _libc = ctypes.CDLL(None, use_errno=True)
    _libc.prctl.argtypes = (ctypes.c_int, *4 * (ctypes.c_ulong,))
    _libc.syscall.argtypes = (ctypes.c_long, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_void_p)
    _libc.syscall.restype = ctypes.c_long


class _Filter(ctypes.Structure):
    """The kernel's struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def available() -> bool:
    """Whether filters can be put in force here: the system, machine, kernel and container allow."""
    fail = ctypes.c_uint32(_FAIL)
    column = _column()
    return column is not None and not _libc.syscall(
        NUMBERS["seccomp"][column], _SECCOMP_GET_ACTION_AVAIL, 0, ctypes.byref(fail)
    )


def build(protect: Sequence[int] = ()) -> bytes:
    """The filter, as `install` takes it; empty where there can be none.

    `protect` are the processes that must not be signalled: neither they (by any of the threads that
    they have now) nor their groups. A child that stands in one of these groups can still signal its
    own group; it needs a group of its own. The system's first process is protected as well.
    """
    known = {pid for pid in protect if pid > 0}  # a parent outside of the process space is 0
    processes, groups = {1, *known}, set(known)
    for pid in known:
        try:
            groups.add(os.getpgid(pid))
            # kill(2) takes the number of any thread for that of its process
            processes.update(int(task.name) for task in Path(f"/proc/{pid}/task").iterdir())
        except OSError:
            pass  # it has ended, or belongs to another process space, where no signal goes
    return _assemble(frozenset(processes), frozenset(groups))


def install(program: bytes) -> bool:
    """Put a filter in force for this process and all that it starts; False where that cannot be.

    The process can never again gain privileges by running a program (`sudo` and the like).
    """
    column = _column()
    if not program or column is None or _libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    given = _Filter(len(program) // 8, program)
    # The flag keeps older kernels from making everything slower, for the sake of secrets in this
    # process that what runs in it must not see: there are none. Kernels before 4.17 do not know it.
    return any(
        not _libc.syscall(
            NUMBERS["seccomp"][column], _SECCOMP_SET_MODE_FILTER, flags, ctypes.byref(given)
        )
        for flags in (_FLAG_SPEC_ALLOW, 0)
    )


@functools.cache
def _column() -> int | None:
    """Where this process's numbers stand in the table; None where there can be no filter."""
    machine = platform.machine()
    known = _libc is not None and struct.calcsize("P") == 8 and machine in ARCHITECTURES
    return list(ARCHITECTURES).index(machine) if known else None


@functools.lru_cache(maxsize=8)
def _assemble(processes: frozenset[int], groups: frozenset[int]) -> bytes:
    column = _column()
    if column is None:
        return b""
    code = _code(column, processes, groups)
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def _code(column: int, processes: Iterable[int], groups: Iterable[int]) -> Code:
    """The filter: it loads the number of the call and tries rule after rule; one that applies goes
    through its code to a verdict."""

    def when(names: Iterable[str], body: Code) -> Code:
        numbers = [NUMBERS[name][column] for name in names]
        return _when([number for number in numbers if number is not None], body)

    return [
        (_LOAD, 0, 0, _ARCHITECTURE),
        # the numbers of another architecture mean other calls, and nothing honest makes them
        (_IF_EQUAL, 1, 0, list(ARCHITECTURES.values())[column]),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER),
        (_IF_GREATER, 0, 1, LAST),
        _fail(errno.ENOSYS),
        *when(SIGNALS, _aimed_at(processes, groups)),
        *(part for name, body in _RULES.items() for part in when([name], body)),
        *when(REFUSED, [_fail()]),
        _PASS,
    ]


def _aimed_at(processes: Iterable[int], groups: Iterable[int]) -> Code:
    negative = {-group & 0xFFFFFFFF for group in groups}
    return [_argument(0), *_allow_but(_EVERYBODY, *sorted({*processes, *negative}))]


def _argument(index: int) -> tuple[int, int, int, int]:
    """Load an argument's lower half, which is all that the kernel takes of a process number, an
    option or flags; both machines put it first."""
    return (_LOAD, 0, 0, 16 + 8 * index)


def _fail(error: int = errno.EPERM) -> tuple[int, int, int, int]:
    return (_RETURN, 0, 0, _FAIL | error)


def _when(values: Sequence[int], body: Code) -> Code:
    """If what is loaded is one of these, go through the body, which ends in a verdict."""
    tests = [(_IF_EQUAL, len(values) - i, 0, value) for i, value in enumerate(values)]
    return [*tests, (_JUMP, 0, 0, len(body)), *body]


def _allow_but(*values: int) -> Code:
    refusals = [((_IF_EQUAL, 0, 1, value), _fail()) for value in values]
    return [*(part for pair in refusals for part in pair), _PASS]


def _allow_only(*values: int) -> Code:
    return [*_when(values, [_PASS]), _fail()]


_FOR_ITSELF = [_argument(0), *_allow_only(0)]

_RULES: dict[str, Code] = {
    # its flags stand in memory, where a filter cannot look; C libraries then use clone
    "clone3": [_fail(errno.ENOSYS)],
    # no new namespaces, no child that is traced from birth, none that is its maker's sibling
    "clone": [
        _argument(0),
        (_IF_ANY_BIT, 0, 1, _NEW_NAMESPACES | _CLONE_PTRACE | _CLONE_PARENT),
        _fail(),
        _PASS,
    ],
    # a child stays as it was made: its memory is hidden, it dies with its parent, and what it
    # leaves behind comes to it, and then to the supervisor
    "prctl": [
        _argument(0),
        *_when([_SET_DUMPABLE], [_argument(1), *_allow_only(0)]),
        *_when([_SET_PDEATHSIG], [_argument(1), *_allow_only(_SIGKILL)]),
        *_when([_SET_SUBREAPER], [_argument(1), *_allow_only(1)]),
        *_allow_but(_SET_PTRACER, _SCHED_CORE),
    ],
    # the kernel signals the owner of a descriptor when it is ready, with any signal
    "fcntl": [_argument(1), *_allow_but(_F_SETOWN, _F_SETSIG, _F_SETOWN_EX)],
    # that again, and typing on the caller's terminal
    "ioctl": [_argument(1), *_allow_but(_FIOSETOWN, _SIOCSPGRP, _TIOCSTI, _TIOCLINUX)],
    "prlimit64": _FOR_ITSELF,
    "sched_setaffinity": _FOR_ITSELF,
    "sched_setparam": _FOR_ITSELF,
    # no policy that goes before everybody else, as root could
    "sched_setscheduler": [
        _argument(0),
        *_when([0], [_argument(1), *_allow_only(_SCHED_OTHER, _SCHED_BATCH, _SCHED_IDLE)]),
        _fail(),
    ],
    # for itself or its own group, and not above everybody else, as root could
    "setpriority": [
        _argument(2),
        (_IF_ANY_BIT, 0, 1, _NEGATIVE),
        _fail(),
        _argument(1),
        *_when([0], [_argument(0), *_allow_only(_PRIO_PROCESS, _PRIO_PGRP)]),
        _fail(),
    ],
    "ioprio_set": [
        _argument(1),
        *_when([0], [_argument(0), *_allow_only(_IOPRIO_WHO_PROCESS)]),
        _fail(),
    ],
    "personality": [_argument(0), *_allow_only(_QUERY)],
    # Others are no part of a network namespace (a virtual machine's way to its host) or known for
    # their holes. Netlink tells the names of interfaces.
    "socket": [
        _argument(0),
        *_when([_AF_UNIX, _AF_INET, _AF_INET6, _AF_NETLINK], [_PASS]),
        _fail(errno.EAFNOSUPPORT),
    ],
}
"""What depends on the arguments of a call."""
