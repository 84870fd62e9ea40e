"""The sandbox around a supervisor: bubblewrap, with nothing in it that grading does not need.

Inside there are Python, the grader, the exercises and the system's programs, all read-only; a
private place of limited size, the only one to write; a process space in which the supervisor is
the first process, so that nothing inside can kill it; and no network but a loopback of its own.
The reference solutions, every home folder and the submission's own surroundings are not there.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

SCRATCH_BYTES = 512 * 1024**2
"""What all scratch folders of a supervisor may hold together."""

SHARED_BYTES = 64 * 1024**2
"""What shared memory may take up, which semaphores and the like live in."""

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store")
SETTINGS = (
    "alternatives",
    "group",
    "hosts",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "mime.types",
    "nsswitch.conf",
    "passwd",
)
"""What of /etc is shown: how to find libraries, names of users, localhost, the time zone."""

INSTALL = {
    "apt-get": "sudo apt-get install bubblewrap",
    "dnf": "sudo dnf install bubblewrap",
    "pacman": "sudo pacman -S bubblewrap",
    "zypper": "sudo zypper install bubblewrap",
    "apk": "sudo apk add bubblewrap",
}


def missing() -> str | None:
    """Why there can be no sandbox here, with the remedy; None when bubblewrap is installed."""
    if sys.platform != "linux":
        return "there is a sandbox on Linux only; grade in a container, see docs/security.md"
    if shutil.which("bwrap") is None:
        how = next((line for tool, line in INSTALL.items() if shutil.which(tool)), None)
        return f"bubblewrap is not installed; run: {how or 'install the package bubblewrap'}"
    return None


def wrap(command: Sequence[str], course: Path) -> list[str]:
    """The command that runs a supervisor's command inside a sandbox of its own."""
    bwrap = shutil.which("bwrap") or "bwrap"
    version = subprocess.run([bwrap, "--version"], capture_output=True, text=True).stdout
    number = tuple(map(int, re.findall(r"\d+", version)))[:2]
    options = ["--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000"]
    options += ["--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL"]
    if number >= (0, 8):
        options.append("--disable-userns")
    options += ["--proc", "/proc", "--dev", "/dev"]
    if number >= (0, 7):
        options += ["--size", str(SHARED_BYTES), "--tmpfs", "/dev/shm"]
        options += ["--size", str(SCRATCH_BYTES)]
    shown = list(dict.fromkeys(map(str, _shown(course))))
    # where Python or the course lies below /tmp itself, the place to write is another
    scratch = "/scratch" if any(path.startswith("/tmp/") for path in shown) else "/tmp"
    options += ["--tmpfs", scratch, "--setenv", "TMPDIR", scratch]
    for path in SYSTEM:
        if os.path.islink(path):
            options += ["--symlink", os.readlink(path), path]
        else:
            options += ["--ro-bind-try", path, path]
    for name in SETTINGS:
        options += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for path in shown:
        options += ["--ro-bind", path, path]
    for path in _hidden(course):
        if any(path.is_relative_to(other) for other in shown) and path.is_dir():
            options += ["--tmpfs", str(path)]
    return [bwrap, *options, "--remount-ro", "/", "--chdir", scratch, "--", *command]


def _shown(course: Path) -> Iterator[Path]:
    """The folders of Python, its packages, the grader and the exercises that are to be seen."""
    prefixes = [Path(p) for p in (sys.base_prefix, sys.base_exec_prefix, sys.prefix)]
    packages = [Path(p) for p in sys.path if Path(p).name in ("site-packages", "dist-packages")]
    wanted = [*prefixes, *packages, Path(__file__).parent.parent, course / "exercises"]
    for path in wanted:
        path = path.absolute()
        if path.exists() and not any(path.is_relative_to(place) for place in SYSTEM):
            yield path


def _hidden(course: Path) -> list[Path]:
    packaged = Path(__file__).parent.parent / "_content" / "solutions"
    return [packaged.absolute(), (course / "solutions").absolute()]
