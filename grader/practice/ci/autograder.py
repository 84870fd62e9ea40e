"""Grades one submission for Classroom 50, which runs this file in the student's checkout.

It belongs into the classroom's repository as CLASSROOM/autograders/ASSIGNMENT/autograder.py.
Written by `kata start --ci classroom50`; yours to change.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

GRADED = ["--level", "entry"]
"""Which exercises, in the words of `kata run`."""

GRADER = "interview-katas[sandbox]==VERSION"
RESULT = Path("result.json")
GRADES = (0, 1)
"""The exit codes of `kata run` that come with a grade: the pass mark is reached, or it is not."""
MISTAKE = 2
"""The one that comes with what a person can mend: the student, or whoever wrote `GRADED`."""
NO_GRADE = 3


def install(folder: Path) -> Path:
    """Install the grader into a folder, in which nothing of the student's lies; its command."""
    for command in (
        [sys.executable, "-m", "venv", "--without-pip", folder],
        [sys.executable, "-m", "pip", "--python", folder, "install", "--quiet", GRADER],
    ):
        subprocess.run(command, cwd=folder, check=True)
    if shutil.which("sudo"):
        # Ubuntu 24.04 forbids the namespaces that the sandbox is made of; other systems have no
        # such setting, and where there is no sandbox in the end, `kata run` says why
        setting = "kernel.apparmor_restrict_unprivileged_userns=0"
        subprocess.run(["sudo", "--non-interactive", "sysctl", "-w", setting])
    return folder / "bin" / "kata"


def clear(path: Path) -> None:
    """Remove what the student has committed in the result's place."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def grade(kata: Path, submission: Path, *more: str) -> int:
    """Grade a folder, into `RESULT`; the exit code of `kata run`."""
    command = [kata, "run", *GRADED, "--submission", submission, "--sandbox", "require"]
    command += ["--format", f"classroom50={RESULT}", *more]
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        command += ["--format", f"markdown={summary}"]
    return subprocess.run(command).returncode


def main() -> int:
    """Grade; 0 when that was done, however it came out."""
    clear(RESULT)
    with tempfile.TemporaryDirectory() as folder:
        try:
            kata = install(Path(folder))
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"the grader cannot be installed: {error}", file=sys.stderr)
            return NO_GRADE
        code = grade(kata, Path(), "--format", "github")
        if code == MISTAKE:
            # where untouched exercises can be graded it is the student's, for instance to have
            # handed in none; and those points, none, are the student's too
            untouched = Path(folder, "untouched")
            subprocess.run([kata, "start", untouched], stdout=subprocess.DEVNULL)
            code = grade(kata, untouched)
    return 0 if code in GRADES else code


if __name__ == "__main__":
    sys.exit(main())
