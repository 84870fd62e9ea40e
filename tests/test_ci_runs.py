"""Files for CI, run as their hosts run them: on a solved, a broken and a hostile submission.

What is not real here: the installation (programs that note how they were called stand in for `pip`,
`sudo` and the like, and for `kata` one that grades with the fixture course), and the host itself.
"""

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.engine import sandbox
from grader.practice import ci, layout
from tests.conftest import ROOT
from tests.support import COURSE
from tests.test_ci import WORKFLOW, read, steps
from tests.test_report_formats import CLASSROOM50, GRADESCOPE, classroom, commands
from tests.test_reports import violations

__all__ = ["classroom"]

ATTACKS = Path(__file__).parent / "attacks"
HOSTILE = ["unsolved__prints_markup_and_workflow_commands", "unsolved__writes_result_files"]
KINDS = ["solved", "broken", *HOSTILE]

SHADOWS = ("conftest", "ensurepip", "grader", "json", "kata", "pip", "sitecustomize", "venv")
"""Modules that must never be imported from a submission."""

NEEDS_SANDBOX = pytest.mark.skipif(
    isinstance(sandbox.find(COURSE), sandbox.Obstacle), reason="these hosts insist on a sandbox"
)
AS_ROOT = os.geteuid() == 0


@pytest.fixture
def place():
    """A folder that other users can look into, as those of CI hosts are."""
    with tempfile.TemporaryDirectory(prefix="kata-ci-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def outside(tmp_path):
    """A folder in which a submission that gets out leaves something."""
    (tmp_path / "outside").mkdir()
    yield tmp_path / "outside"
    assert list((tmp_path / "outside").iterdir()) == []


def submit(kind, folder, course, outside):
    """Put a submission of this kind into a folder, as a learner who has been told of CI would."""
    for exercise in course.exercises:
        (folder / exercise.level).mkdir(parents=True, exist_ok=True)
        shutil.copy(exercise.reference, folder / exercise.level)
    if kind == "broken":
        (folder / "entry" / "q001_double.py").write_text("def double(number:\n")
    if kind in HOSTILE:
        shutil.copytree(ATTACKS / kind, folder, dirs_exist_ok=True)
        leave = f"open({str(outside)!r} + '/' + __name__, 'w').close()\n"
        for name in SHADOWS:
            (folder / f"{name}.py").write_text(leave)
    return folder


def program(path, *lines):
    """A program of some lines of shell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)


GRADE = f'exec {shlex.quote(sys.executable)} -P -m grader --course {shlex.quote(str(COURSE))} "$@"'
"""What stands in for `kata`: all of it is real but for the course."""


@pytest.fixture(autouse=True)
def host(tmp_path, monkeypatch):
    """An environment in which nothing is installed in earnest; `called` there notes the calls."""
    programs = tmp_path / "programs"
    for name in ("pip", "sudo", "apt-get"):
        program(programs / name, f'echo "{name} $*" >>{shlex.quote(str(tmp_path / "called"))}')
    program(programs / "python", f'exec {shlex.quote(sys.executable)} "$@"')
    program(programs / "kata", GRADE)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def run(command, folder, env=()):
    """Run a command in a folder, with more in its environment; its output and its exit code."""
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **dict(env)},
        capture_output=True,
        encoding="utf-8",
        timeout=100,
    )


def passes(kind):
    return kind == "solved"


# GitHub


def workflow_files(folder):
    """The files by which a step talks to GitHub's runner."""
    folder.mkdir()
    names = ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH")
    for name in names:
        (folder / name).touch()
    return {name: str(folder / name) for name in names} | {"RUNNER_TEMP": str(folder)}


def assert_graded(kind, done, runner):
    """What was told on GitHub's channels is right, and nothing of the submission's is obeyed."""
    assert done.returncode == (0 if passes(kind) else 1), done.stderr
    kinds = [which for which, *_ in commands(done.stdout)]  # every line is one of ours
    assert kinds == (["notice"] if passes(kind) else ["error", "notice"])
    summary = Path(runner["GITHUB_STEP_SUMMARY"]).read_text()
    assert summary.startswith(f"## {2 if passes(kind) else 1} of 2 solved")
    for name in ("GITHUB_ENV", "GITHUB_PATH"):
        assert Path(runner[name]).read_text() == ""


@NEEDS_SANDBOX
@pytest.mark.parametrize("kind", KINDS)
def test_githubs_workflow(kind, place, course, outside, tmp_path):
    layout.lay_out(place, course, pytest.fail, "github")
    checkout = submit(kind, place, course, outside)
    runner = workflow_files(tmp_path / "runner")
    install, grade = (step for step in steps(checkout / WORKFLOW) if "run" in step)
    for step in (install, grade):
        script = tmp_path / "step.sh"
        script.write_text(step["run"])
        done = run(["bash", "-e", script], checkout, runner)
    assert (tmp_path / "called").read_text().splitlines() == [
        f"pip install interview-katas[sandbox]=={version('interview-katas')}",
        "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
    ]
    assert_graded(kind, done, runner)
    reports = tmp_path / "runner" / "reports"
    assert json.loads((reports / "report.json").read_text())["passed"] is passes(kind)
    assert {path.name for path in reports.iterdir()} == {"report.html", "report.json"}
    (_, where, _), *_ = commands(done.stdout)
    assert where.get("file") == (None if passes(kind) else "entry/q001_double.py")


@NEEDS_SANDBOX
@pytest.mark.parametrize("kind", KINDS)
def test_the_action(kind, place, course, outside, tmp_path):
    submit(kind, place / "deep", course, outside)
    runner = workflow_files(tmp_path / "runner")
    env = {**runner, "GITHUB_ACTION_PATH": str(ROOT)}
    given = {"select": "--level entry", "min-score": "80", "submission": "deep"}
    action = read((ROOT / "action.yml").read_text())
    inputs = {name: each["default"] for name, each in action["inputs"].items()} | given
    for step in (step for step in steps(ROOT / "action.yml") if "run" in step):
        script = tmp_path / "step.sh"
        script.write_text(step["run"])
        words = {
            name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], value)
            for name, value in step.get("env", {}).items()
        }
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", script]
        done = run(shell, place, {**env, **words})
    called = (tmp_path / "called").read_text().splitlines()
    assert called[0] == f"pip install -c {ROOT}/constraints.txt {ROOT}[sandbox]"
    assert_graded(kind, done, runner)
    lines = Path(runner["GITHUB_OUTPUT"]).read_text().splitlines()
    outputs = dict(line.split("=", 1) for line in lines)
    assert set(outputs) == set(action["outputs"])
    assert outputs["passed"] == ("true" if passes(kind) else "false")
    assert outputs["solved"] == ("2" if passes(kind) else "1")
    assert float(outputs["max-points"]) == 2.0
    assert (Path(outputs["reports"]) / "report.html").is_file()


# GitLab


@pytest.mark.parametrize("kind", KINDS)
def test_gitlabs_job(kind, place, course, outside, tmp_path):
    layout.lay_out(place, course, pytest.fail, "gitlab")
    checkout = submit(kind, place, course, outside)
    job = read((checkout / ".gitlab-ci.yml").read_text())["grade"]
    script = tmp_path / "job.sh"
    script.write_text("\n".join(["set -eo pipefail", *job["before_script"], *job["script"]]))
    done = run(["bash", script], checkout)
    assert done.returncode == (0 if passes(kind) else 1), done.stderr
    assert (tmp_path / "called").read_text() == (
        f"pip install interview-katas[sandbox]=={version('interview-katas')}\n"
    )
    root = ElementTree.parse(checkout / job["artifacts"]["reports"]["junit"]).getroot()
    assert (root.get("failures") == "0") == passes(kind)
    assert {case.get("file") for case in root.iter("testcase")} == {
        "entry/q001_double.py",
        "entry/q002_echo.py",
    }
    for path in job["artifacts"]["paths"]:
        assert (checkout / path / "report.html").is_file()


def mistype(script):
    """Have an instructor's typing error in what a script grades."""
    text = script.read_text()
    assert text.count("entry") == 1
    script.write_text(text.replace("entry", "entri"))


# Classroom 50


@pytest.fixture
def index(tmp_path, monkeypatch):
    """A folder from which pip installs the grader, which grades with the fixture course."""
    folder, number = tmp_path / "index", version("interview-katas")
    folder.mkdir()
    about = f"interview_katas-{number}.dist-info"
    files = {
        f"interview_katas-{number}.data/scripts/kata": f"#!/bin/sh\n{GRADE}\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: interview-katas\nVersion: {number}\n"
        "Provides-Extra: sandbox\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{about}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{about}/RECORD"])
    with zipfile.ZipFile(folder / f"interview_katas-{number}-py3-none-any.whl", "w") as wheel:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (stat.S_IFREG | 0o755) << 16
            wheel.writestr(entry, text)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))


def commit(folder):
    git = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@localhost"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
        subprocess.run([*git, *words], cwd=folder, check=True)


@pytest.fixture
def bundle(course, tmp_path):
    """The autograder where Classroom 50's runner unpacks it."""
    layout.lay_out(tmp_path / "mine", course, pytest.fail, "classroom50")
    folder = tmp_path / "bundle" / "assignment"
    shutil.copytree(tmp_path / "mine" / "classroom50", folder)
    return folder / "autograder.py"


@NEEDS_SANDBOX
@pytest.mark.usefixtures("index", "classroom")
@pytest.mark.parametrize("kind", KINDS)
def test_classroom_50s_autograder(bundle, kind, place, course, outside, tmp_path):
    checkout = submit(kind, place, course, outside)
    victim = tmp_path / "victim"
    victim.write_text("as it was")
    if kind in HOSTILE:
        (checkout / "result.json").symlink_to(victim)
    commit(checkout)
    runner = workflow_files(tmp_path / "runner")
    done = run([sys.executable, bundle], checkout, runner)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "called").read_text() == (
        "sudo --non-interactive sysctl -w kernel.apparmor_restrict_unprivileged_userns=0\n"
    )
    document = json.loads((checkout / "result.json").read_text())
    assert list(violations(document, CLASSROOM50, CLASSROOM50)) == []
    assert document["max-score"] == 200
    assert document["score"] == (200 if passes(kind) else 100)
    assert [test["passed"] for test in document["tests"]] == [passes(kind), True]
    assert victim.read_text() == "as it was"
    assert Path(runner["GITHUB_STEP_SUMMARY"]).read_text().startswith("## ")
    own = [line for line in done.stdout.splitlines() if line.startswith("::")]
    assert len(list(commands("\n".join(own)))) == (1 if passes(kind) else 2)
    assert Path(runner["GITHUB_OUTPUT"]).read_text() == ""


def hand_in_nothing(folder):
    (folder / "notes.txt").write_text("nothing yet")


def hand_in_what_cannot_be_unpacked(folder):
    (folder / "mine.zip").write_text("no archive")


WITHOUT_A_GRADE = {
    hand_in_nothing: "no exercise of this course is in",
    hand_in_what_cannot_be_unpacked: "mine.zip",
}
"""What a student may have done that leaves nothing to grade, and what is said of it."""


@NEEDS_SANDBOX
@pytest.mark.usefixtures("index", "classroom")
@pytest.mark.parametrize("hand_in", WITHOUT_A_GRADE)
def test_where_nothing_can_be_graded_classroom_50_gets_a_result_of_no_points(
    bundle, hand_in, place, tmp_path
):
    (place / "result.json" / "deep").mkdir(parents=True)
    hand_in(place)
    commit(place)
    done = run([sys.executable, bundle], place, workflow_files(tmp_path / "runner"))
    assert done.returncode == 0, done.stderr
    assert WITHOUT_A_GRADE[hand_in] in done.stderr
    document = json.loads((place / "result.json").read_text())
    assert list(violations(document, CLASSROOM50, CLASSROOM50)) == []
    assert (document["score"], document["max-score"]) == (0, 200)
    assert [test["passed"] for test in document["tests"]] == [False, False]


@NEEDS_SANDBOX
@pytest.mark.usefixtures("index", "classroom")
def test_classroom_50_is_told_of_a_fault_that_is_no_students_by_the_exit_code(
    bundle, place, tmp_path
):
    mistype(bundle)
    hand_in_nothing(place)
    commit(place)
    done = run([sys.executable, bundle], place, workflow_files(tmp_path / "runner"))
    assert done.returncode == 2
    assert "'entri'" in done.stderr
    assert not (place / "result.json").exists()


@pytest.mark.usefixtures("index", "classroom")
def test_classroom_50_is_told_in_one_line_that_the_grader_cannot_be_installed(
    bundle, place, monkeypatch, tmp_path
):
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "none"))
    done = run([sys.executable, bundle], place, workflow_files(tmp_path / "runner"))
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].startswith("the grader cannot be installed: ")
    assert "Traceback" not in done.stderr


# Gradescope


def image(course, place, after=""):
    """The folder that Gradescope makes of an autograder, without a submission yet."""
    layout.lay_out(place / "mine", course, pytest.fail, "gradescope")
    folder = place / "autograder"
    shutil.copytree(place / "mine" / "gradescope", folder / "source")
    shutil.copy(folder / "source" / "run_autograder", folder)
    for name in ("submission", "results"):
        (folder / name).mkdir()
    program(folder / "source/grader/bin/kata", f"{GRADE} {after}")
    program(folder / "source/grader/bin/python", f'exec {shlex.quote(sys.executable)} "$@"')
    return folder


def nobody_gets_here():
    """Whether the user who grades for root could not read this Python or this checkout."""
    if not shutil.which("setpriv"):
        return True
    command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    # by way of a shell, as the autograder does: setpriv itself may still start what nobody may not
    command += ["sh", "-c", f'{shlex.quote(sys.executable)} -c "import grader.cli"']
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd="/", env=env, stderr=subprocess.DEVNULL).returncode != 0


NEEDS_NOBODY = pytest.mark.skipif(
    AS_ROOT and nobody_gets_here(), reason="the user nobody may not read this checkout"
)


@NEEDS_NOBODY
@pytest.mark.parametrize("kind", KINDS)
def test_gradescopes_autograder(kind, place, course, outside):
    folder = image(course, place)
    submit(kind, folder / "submission", course, outside)
    for path in folder.glob("submission/*/*.py"):
        path.rename(folder / "submission" / path.name)  # as students upload them
    for path in folder.glob("submission/*.py"):
        path.chmod(0o600)
    done = run([folder / "run_autograder"], place)
    assert done.returncode == 0, done.stderr
    document = json.loads((folder / "results/results.json").read_text())
    assert list(violations(document, GRADESCOPE, GRADESCOPE)) == []
    assert [test["status"] for test in document["tests"]] == [
        "passed" if passes(kind) else "failed",
        "passed",
    ]
    assert sum(test["score"] for test in document["tests"]) == (2.0 if passes(kind) else 1.0)


@NEEDS_NOBODY
@pytest.mark.parametrize("hand_in", WITHOUT_A_GRADE)
def test_gradescope_is_told_why_there_is_no_grade(course, hand_in, place):
    folder = image(course, place)
    hand_in(folder / "submission")
    assert run([folder / "run_autograder"], place).returncode == 0
    document = json.loads((folder / "results/results.json").read_text())
    assert document["score"] == 0
    assert WITHOUT_A_GRADE[hand_in] in document["output"]


@NEEDS_NOBODY
def test_gradescope_gets_no_result_where_the_fault_is_no_students(course, place):
    folder = image(course, place)
    mistype(folder / "run_autograder")
    hand_in_nothing(folder / "submission")
    done = run([folder / "run_autograder"], place)
    assert done.returncode == 1
    assert "'entri'" in done.stderr
    assert not (folder / "results/results.json").exists()


@pytest.mark.skipif(not AS_ROOT, reason="Gradescope grades as root")
@NEEDS_NOBODY
def test_without_a_sandbox_a_submission_on_gradescope_can_write_neither_grader_nor_results(
    place, course, outside
):
    folder = image(course, place, "--sandbox off")
    submit("solved", folder / "submission", course, outside)
    victims = [folder / "results/results.json", folder / "source/grader/bin/kata"]
    (folder / "submission/entry/q001_double.py").write_text(
        f"for path in {list(map(str, victims))}:\n"
        "    try:\n"
        "        open(path, 'a').write('owned')\n"
        "    except OSError as error:\n"
        "        print('refused', error.errno)\n"
        "    else:\n"
        "        print('written')\n"
    )
    before = victims[1].read_text()
    run([folder / "run_autograder"], place)
    assert victims[1].read_text() == before
    document = json.loads(victims[0].read_text())
    assert "owned" not in victims[0].read_text()
    assert document["tests"][0]["output"].count("refused 13") >= 2, document["tests"][0]


def test_gradescopes_image_is_made(course, place, tmp_path):
    folder = image(course, place)
    shutil.rmtree(folder / "source" / "grader")
    called = shlex.quote(str(tmp_path / "called"))
    note = f'echo "$(basename "$0") $*" >>{called}'
    program(tmp_path / "brought" / "uv", note, f'echo "in $UV_PYTHON_INSTALL_DIR" >>{called}')
    program(tmp_path / "brought" / "pip", note)
    program(
        tmp_path / "programs" / "python3",
        note,
        f'mkdir -p "$3" && cp -r {shlex.quote(str(tmp_path / "brought"))} "$3/bin"',
    )
    done = run(["bash", folder / "source" / "setup.sh"], place)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "called").read_text().splitlines() == [
        "apt-get update",
        "apt-get install -y python3-venv",
        "python3 -m venv uv",
        "pip install uv",
        "uv venv --python >=3.11 grader",
        f"in {folder}/source/python",
        f"uv pip install --python grader interview-katas[sandbox]=={version('interview-katas')}",
        f"in {folder}/source/python",
    ]


def test_gradescopes_scripts_stay_programs(course, place):
    folder = image(course, place)
    for name in ci.HOSTS["gradescope"]:
        assert stat.S_IMODE((folder / "source" / Path(name).name).stat().st_mode) == 0o755


# pre-commit


@pytest.mark.parametrize("kind", KINDS)
def test_the_hook_grades_what_is_committed_and_nothing_else(kind, place, course, outside):
    (hook,) = read((ROOT / ".pre-commit-hooks.yaml").read_text())
    checkout = submit(kind, place, course, outside)
    (checkout / "entry" / "q002_echo.py").write_text("not finished(")
    (checkout / "entry" / "q001_double_test.py").write_text("not a check(")
    names = ["entry/q001_double.py", "entry/q001_double_test.py", "README.md"]
    wanted = [
        name
        for name in names
        if re.search(hook["files"], name) and not re.search(hook["exclude"], name)
    ]
    assert wanted == ["entry/q001_double.py"]
    done = run([*shlex.split(hook["entry"]), *wanted], checkout)
    assert done.returncode == (0 if passes(kind) else 1), done.stderr
    assert "Q1 " in done.stdout and "Q2 " not in done.stdout
    for other in (checkout / "notes", checkout / "entry"):
        other.mkdir(exist_ok=True)
        (other / "q200_ideas.py").write_text("not Python(")
    others = ["notes/q200_ideas.py", "entry/q200_ideas.py"]
    assert all(re.search(hook["files"], name) for name in others)
    both = run([*shlex.split(hook["entry"]), *wanted, *others], checkout)
    assert (both.returncode, both.stdout.count("Q1 ")) == (
        done.returncode,
        done.stdout.count("Q1 "),
    )
    alone = run([*shlex.split(hook["entry"]), *others], checkout)
    assert (alone.returncode, alone.stdout) == (0, "")
    assert alone.stderr.splitlines() == [
        f"kata: {name} is passed over: it is no exercise of this course" for name in others
    ]
    assert not (checkout / ".kata.json").exists()  # else pre-commit would call the commit changed
