"""What a sandbox shows of the file system, and where in it.

In: the course, and folders that must not be seen. Out: options of bubblewrap. Shown, read-only, are
the system's programs, libraries and shared data, a few settings, of Python only what it runs with,
the grader, and the course's exercises. All else is not there: no home, and nothing that lies beside
what is shown, such as other submissions in a project's folder that an environment stands in too.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path

SYSTEM = (
    *("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store"),
    *("/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec"),
    *("/usr/share", "/usr/local/bin", "/usr/local/lib", "/usr/local/lib64"),
)
"""Where systems keep programs, libraries and shared data. The whole of /usr would be too much:
containers have `/usr/src/app` for what they work on."""

SETTINGS = (
    "alternatives",
    "crypto-policies",
    "group",
    "hosts",
    "ld.so.cache",
    "localtime",
    "mime.types",
    "nsswitch.conf",
    "passwd",
)
"""What of /etc is shown: how to find libraries, names of users, localhost, the time zone. Each of
them costs a third of a millisecond."""

GRADER = Path(__file__).absolute().parent.parent

MOST_LINKS = 40
"""How many links the kernel follows for one path."""


class Kind(Enum):
    """What is done with a path."""

    SHOW = "show"
    LINK = "link"
    HIDE = "hide"


def options(course: Path, hidden: Iterable[Path] = ()) -> list[str]:
    """Bubblewrap's options that show what is needed of the file system, save what is hidden.

    What is needed stays visible inside a hidden folder; a path that is needed itself is not hidden.
    """
    plan, targets = _plan(course, hidden)
    made: set[Path] = {Path("/")}
    words: list[str] = []
    for path, kind in plan.items():
        words += _parents(path, plan, made)
        if kind is Kind.LINK:
            words += ["--symlink", targets[path], str(path)]
        elif kind is Kind.SHOW:
            words += ["--ro-bind", str(path), str(path)]
        elif path.is_dir():
            words += ["--tmpfs", str(path)]
        else:
            words += ["--ro-bind", os.devnull, str(path)]
    for path, kind in plan.items():
        if kind is Kind.HIDE and path.is_dir():
            # only now, as places for what is shown inside had to be made
            words += ["--remount-ro", str(path)]
    return words


def needed(course: Path) -> list[Path]:
    """What a supervisor cannot do without, apart from the system."""
    return [path for path in (*_python(), GRADER, course / "exercises") if path.exists()]


def _python() -> Iterator[Path]:
    """What Python runs with: program, standard library, packages."""
    yield Path(sys.executable).absolute()
    yield Path(os.__file__).parent
    for prefix in (sys.base_prefix, sys.base_exec_prefix):
        # its own libraries as well, such as conda's, but nothing else that a prefix may hold
        yield from (Path(prefix, name).absolute() for name in ("bin", "lib", "lib64"))
    if sys.prefix != sys.base_prefix:
        yield from (Path(sys.prefix, name).absolute() for name in ("pyvenv.cfg", "bin"))
    for entry in map(Path, sys.path):
        if entry.name in ("site-packages", "dist-packages"):
            yield entry.absolute()


def _plan(course: Path, hidden: Iterable[Path]) -> tuple[dict[Path, Kind], dict[Path, str]]:
    """What is done with which path, those nearer to the root first; what the links say.

    What something above it shows or hides already is left out.
    """
    settings = (Path("/etc", name) for name in SETTINGS)
    solutions = (GRADER / "_content" / "solutions", course / "solutions")
    kinds: dict[Path, Kind] = {}
    targets: dict[Path, str] = {}
    for path in (*solutions, *hidden):
        if os.path.exists(path):
            kinds[path.resolve()] = Kind.HIDE
    for path in (*map(Path, SYSTEM), *settings, *needed(course)):
        links, end = follow(path)
        if end.exists():
            kinds |= dict.fromkeys(links, Kind.LINK) | {end: Kind.SHOW}
            targets |= links
    plan: dict[Path, Kind] = {}
    for path, kind in sorted(kinds.items(), key=lambda item: len(item[0].parts)):
        above = next((plan[p] for p in path.parents if p in plan), Kind.HIDE)
        if (above is Kind.HIDE) != (kind is Kind.HIDE):
            plan[path] = kind
    return plan, targets


def _parents(path: Path, plan: dict[Path, Kind], made: set[Path]) -> Iterator[str]:
    """Options that make the folders above a path: those that bubblewrap makes by itself are shut to
    other users, and so to the one that root's sandboxes run as."""
    missing = []
    for parent in path.parents:
        if parent in made or parent in plan:
            break
        missing.append(parent)
    made.update(missing)
    for parent in reversed(missing):
        yield from ("--dir", str(parent))


def follow(path: Path) -> tuple[dict[Path, str], Path]:
    """The links on the way to what an absolute path names, with what they say, and where it ends.

    Environments are often reached through several: `bin/python` of one points to a folder which
    itself is a link to the one of a certain version.
    """
    links: dict[Path, str] = {}
    here, ahead, followed = Path("/"), list(reversed(path.parts[1:])), 0
    while ahead:
        part = ahead.pop()
        step = here.parent if part == ".." else here / part
        if part != ".." and step.is_symlink() and followed < MOST_LINKS:
            followed += 1  # not how many there are: they may lead in a circle
            target = links[step] = os.readlink(step)
            here = Path("/") if target.startswith("/") else here
            ahead += reversed([name for name in Path(target).parts if name != "/"])
        else:
            here = step
    return links, here
