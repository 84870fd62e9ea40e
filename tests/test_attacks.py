"""The attack suite: hostile, broken and odd submissions, run for real, with and without a sandbox.

Each folder of `attacks/` is a submission as a learner would hand it in. Its name states the
outcomes allowed for the exercise in it, and what it tries:

    <outcome>[_or_<outcome>...]__<what it tries>

Such a folder is copied, the references of the other exercises are put beside it, and the whole is
graded. Apart from the outcome it is asserted what did not happen: no other exercise lost, neither
of this batch nor of the next one on the same engine, no process left, nothing written or reached
outside the scratch, nothing obeyed by what shows a report.

In its files these words are replaced: `@OUTSIDE@` by a folder that must stay empty, `@VICTIM@` by
one that must stay as it is, `@SUBMISSION@` and `@COURSE@` by the folders being graded and graded
with, `@HOME@` by the home folder, `@TOKEN@` by a secret of the caller's environment, `@PORT@` and
`@ABSTRACT@` by where somebody listens on this machine, `@PIDS@` by its process space, `@NEIGHBOUR@`
by the name of a folder below Python's own in which somebody else's submission lies. An attack that
gets somewhere it must not prints `REACHED`; one that names its scratch prints `SCRATCH=PATH`, which
must be gone afterwards. Each is bounded and ends by itself even where nothing contains it.

What needs checks of its own, since no exercise of the fixture course asks for it, follows below as
lists of a submission and the checks that it meets.
"""

import contextlib
import json
import os
import py_compile
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
import unicodedata
from collections.abc import Iterator
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from grader import grading, reports, scoring
from grader.engine import Engine, Limit, Verdict, processes, sandbox
from grader.engine.messages import MAX_TEXT
from grader.results import ExerciseResult, Outcome, Run, Versions
from grader.submission import Submission
from grader.terminal import Screen

ATTACKS = Path(__file__).parent / "attacks"
HONEST = Path(__file__).parent / "course" / "solutions" / "entry" / "q001_double.py"
FOLDERS = sorted(folder for folder in ATTACKS.iterdir() if folder.is_dir())

NEEDS_SANDBOX = {
    "connects_to_the_host": "the network is the caller's",
    "fills_shared_memory": "files of the system are the caller's",
    "fills_the_disk_beside_its_scratch": "the disk is the caller's",
    "looks_for_others_below_pythons_folder": "the caller's files can be read",
    "looks_into_the_learners_folders": "the caller's files can be read",
    "makes_itself_root_in_a_new_space": "what the caller may do, so may the submission",
    "poisons_the_kept_checks": "the caller's files can be written",
    "reads_everybodys_environment": "the caller's other processes can be looked at",
    "reads_the_reference": "the caller's files can be read",
    "signals_all_at_once": "the process space is the caller's",
    "signals_its_whole_process_space": "the process space is the caller's",
    "writes_outside_its_scratch": "the caller's files can be written",
}
"""Attacks that nothing but a sandbox stops: they are not run without one."""

HOLDS_SAVE_FOR_ROOT = {
    "attaches_to_the_supervisor",
    "opens_the_supervisors_descriptors",
    "reads_and_writes_the_supervisors_memory",
    "writes_settings_of_the_kernel",
}
"""Attacks that the system stops without a sandbox too, but never where root runs them."""

NEEDS_A_PLAIN_USER = {"is_unreadable", "is_in_an_unreadable_folder"}
"""What stops nobody who is root."""

COSTS_THE_SUPERVISOR = {
    "kills_the_supervisor",
    "outlives_the_supervisor",
    "sends_the_supervisor_every_signal",
    "stops_the_supervisor",
}
"""Attacks that may cost the supervisor where there is no sandbox; no other may, anywhere."""

PASSED = {
    "hangs_in_one_check": "+++++-",
    "kills_one_check": "++++-+",
    "returns_any_from_one_function": "+++---",
}
"""Which checks have to pass, where that is the point."""

SAYS = {
    "asks_with_input": "input() has nobody to ask here",
    "imports_a_file_of_its_own": "one file is graded",
    "is_in_an_unreadable_folder": "Permission denied",
    "is_unreadable": "Permission denied",
    "stops_at_a_breakpoint": "breakpoint() cannot stop here",
}
"""What has to be said to the learner, where that is the point."""

LONGEST = 20.0
"""Seconds after which grading three tiny exercises counts as hanging; the supervisor is killed."""

UNSAFE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of characters that a terminal obeys, or that hide or reorder what is read."""

SHOWS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)

OBEYED = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
"""What GitHub's, Azure's and TeamCity's runners take for a command, blanks before it or not."""


def stated(folder: Path) -> tuple[set[str], str]:
    """The outcomes that a folder's name allows, and what it tries."""
    outcomes, _, what = folder.name.partition("__")
    return set(outcomes.split("_or_")), what


class Surroundings:
    """What lies around a submission that it must not reach, and how it would be seen to."""

    def __init__(self, folder: Path) -> None:
        self.outside = folder / "outside"
        self.victim = folder / "victim"
        self.submission = folder / "submission"
        self.outside.mkdir()
        self.victim.mkdir()
        (self.victim / "diary.txt").write_text("dear diary")
        self._listeners = [socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX)]
        abstract = f"attacks-{secrets.token_hex(8)}"
        self._listeners[1].bind(f"\0{abstract}")
        self._listeners[1].listen()
        self.neighbour = Path(sys.prefix) / f"neighbour-{secrets.token_hex(8)}"
        with contextlib.suppress(OSError):
            self.neighbour.mkdir()
            (self.neighbour / "q001_double.py").write_text("answer = 42\n")
        self.words = {
            "@OUTSIDE@": str(self.outside),
            "@VICTIM@": str(self.victim),
            "@SUBMISSION@": str(self.submission),
            "@HOME@": str(Path.home()),
            "@PORT@": str(self._listeners[0].getsockname()[1]),
            "@ABSTRACT@": abstract,
            "@NEIGHBOUR@": self.neighbour.name,
            "@PIDS@": os.readlink("/proc/self/ns/pid"),
        }

    def calls(self) -> int:
        """How many have called a listener."""
        count = 0
        for listener in self._listeners:
            listener.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                listener.accept()[0].close()
                count += 1
        return count

    def close(self) -> None:
        for listener in self._listeners:
            listener.close()
        shutil.rmtree(self.neighbour, ignore_errors=True)


class Watch:
    """An engine for many attacks, and what is seen of its processes."""

    def __init__(self, course: Path, sandboxed: str, token: str) -> None:
        self.sandboxed, self.token = sandboxed, token
        self.engine = Engine(course, sandboxed=sandboxed)
        self.hung = False

    def own(self) -> set[int]:
        """The engine's processes that go on between two submissions."""
        supervisor = self.engine._supervisor
        if supervisor is None:
            return set()
        own = [supervisor.pid]
        for _ in range(self.engine._sandbox.between if self.sandboxed != "off" else 0):
            own += processes.children(own[-1])
        return set(own)

    @contextlib.contextmanager
    def patience(self) -> Iterator[None]:
        """Inside, a supervisor that does not answer for too long is killed."""
        self.hung = False
        over = threading.Event()

        def end() -> None:
            while not over.wait(LONGEST):
                self.hung = True
                if (supervisor := self.engine._supervisor) is not None:
                    supervisor.send_signal(signal.SIGKILL)

        thread = threading.Thread(target=end)
        thread.start()
        try:
            yield
        except BaseException:
            self.engine.stop()
            raise
        finally:
            over.set()
            thread.join()


def below(pid: int) -> set[int]:
    """All processes below one."""
    found: set[int] = set()
    ahead = [pid]
    while ahead:
        parent = ahead.pop()
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                ahead += set(map(int, task.read_text().split())) - found
        found |= set(ahead)
    return found


def strays(watch: Watch, before: set[int], seconds: float = 2.0) -> dict[int, str]:
    """The processes that are left of a run, and what they are; those are then ended."""
    deadline = time.monotonic() + seconds
    while left := below(os.getpid()) - before - watch.own():
        for pid in left & processes.children():
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)  # adopted from a supervisor that was killed
        if time.monotonic() > deadline:
            break
        time.sleep(0.01)
    described = {}
    for pid in left:
        with contextlib.suppress(OSError):
            described[pid] = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            os.kill(pid, signal.SIGKILL)
    return described


@pytest.fixture(scope="module", params=["off", "require"])
def watch(request, course) -> Iterator[Watch]:
    """A warm engine in one of the two modes, started by somebody with a secret."""
    if request.param == "require" and isinstance(
        found := sandbox.find(course.course), sandbox.Obstacle
    ):
        pytest.skip(str(found))
    token = f"KATA_ATTACK_TOKEN_{secrets.token_hex(8)}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(token, "secret")
        bystander = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        processes.adopt_orphans()
        watch = Watch(course.course, request.param, token)
        try:
            with watch.engine:
                yield watch
        finally:
            processes.adopt_orphans(False)
            bystander.communicate()


@pytest.fixture
def around(tmp_path) -> Iterator[Surroundings]:
    """What lies around a submission."""
    surroundings = Surroundings(tmp_path)
    yield surroundings
    surroundings.close()


def hand_in(folder: Path, around: Surroundings, words: dict[str, str], course) -> set[str]:
    """Make a submission of an attack and of references; return the attacked exercises' names."""
    target = around.submission
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("__pycache__"))
    for file in target.rglob("*"):
        if file.is_file():
            text = file.read_text(encoding="utf-8")
            for word, meaning in words.items():
                text = text.replace(word, meaning)
            file.write_text(text, encoding="utf-8")
    attacked = {e.name for e in course.exercises if (target / e.level / f"{e.name}.py").exists()}
    for exercise in course.exercises:
        if exercise.name not in attacked:
            file = target / exercise.level / f"{exercise.name}.py"
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(exercise.reference.read_bytes())
    what = stated(folder)[1]
    if what in PREPARE:
        PREPARE[what](target / "entry" / "q001_double.py", course.one("1").reference)
    return attacked


def _forge_bytecode(file: Path, reference: Path) -> None:
    """Bytecode of the reference that is valid for the file: of its very time and size."""
    own = file.read_text()
    answer = reference.read_text()
    size = max(len(own.encode()), len(answer.encode())) + 10
    for text in (answer, own):
        file.write_bytes(text.encode() + b"\n" + b"#" * (size - len(text.encode())))
        os.utime(file, (1_700_000_000, 1_700_000_000))
        if text is answer:
            for optimization in ("", "1", "2"):
                target = cache_from_source(str(file), optimization=optimization)
                py_compile.compile(str(file), target, doraise=True)
            shutil.copy(cache_from_source(str(file)), file.with_suffix(".pyc"))


def _replace(make):
    def prepare(file: Path, reference: Path) -> None:
        file.unlink()
        make(file, reference)

    return prepare


def _link_folder(file: Path, reference: Path) -> None:
    (file.parent / "q002_echo.py").rename(file.parents[1] / "q002_echo.py")
    shutil.rmtree(file.parent)
    outside = file.parents[2] / "answers"
    outside.mkdir()
    shutil.copy(reference, outside)
    file.parent.symlink_to(outside)


def _link_within(file: Path, _: Path) -> None:
    (file.parents[1] / "drafts").mkdir()
    draft = file.rename(file.parents[1] / "drafts" / "double.py")
    file.symlink_to(Path("..") / "drafts" / draft.name)


def _encoding(name: str):
    def prepare(file: Path, _: Path) -> None:
        file.write_bytes(f"# coding: {name}\n".encode() + file.read_bytes())

    return prepare


def _odd_names(file: Path, _: Path) -> None:
    for name in (
        "##teamcity[owned]",
        "::error::owned",
        "\u202egnp",
        "\u200b",
        "\U000e0041",
        "\x1b[2J",
    ):
        (file.parent / f"{name}.py").write_text("owned = True\n")
        (file.parents[1] / name).mkdir()


def _latin_1(file: Path, _: Path) -> None:
    text = "# coding: latin-1\n" + file.read_text().replace("@UMLAUT@", "ä")
    file.write_bytes(text.encode("latin-1"))


PREPARE = {
    "brings_forged_bytecode": _forge_bytecode,
    "declares_a_second_encoding": lambda file, _: file.write_bytes(
        b"# coding: utf-8\n# coding: no-such-encoding\n" + file.read_bytes()
    ),
    "declares_the_encoding_hex": _encoding("hex"),
    "declares_the_encoding_punycode": _encoding("punycode"),
    "declares_the_encoding_undefined": _encoding("undefined"),
    "declares_the_encoding_unicode_escape": _replace(
        lambda file, _: file.write_bytes(b"# coding: unicode_escape\nx = '\\\\x'\n\\")
    ),
    "has_odd_names_beside_it": _odd_names,
    "is_a_folder": _replace(lambda file, _: file.mkdir()),
    "is_a_link_to_a_device": _replace(lambda file, _: file.symlink_to("/dev/zero")),
    "is_a_link_to_itself": _replace(lambda file, _: file.symlink_to(file.name)),
    "is_a_link_to_the_reference": _replace(lambda file, reference: file.symlink_to(reference)),
    "is_a_link_within_the_submission": _link_within,
    "is_a_named_pipe": _replace(lambda file, _: os.mkfifo(file)),
    "is_in_a_linked_folder": _link_folder,
    "is_in_an_unreadable_folder": lambda file, _: (file.parents[1] / "junior").chmod(0),
    "is_not_text": lambda file, _: file.write_bytes(b"\xff\xfe\x00" + file.read_bytes()),
    "is_unreadable": lambda file, _: file.chmod(0),
    "is_too_large": lambda file, _: file.write_bytes(b"#" * 2**21 + b"\n" + file.read_bytes()),
    "is_written_in_latin_1": _latin_1,
    "nests_too_deep": lambda file, _: file.write_text("x = " + "-" * 100_000 + "1\n"),
    "smuggles_in_a_surrogate": lambda file, _: file.write_bytes(
        b"# coding: raw_unicode_escape\n# \\ud800\n" + file.read_bytes()
    ),
    "starts_with_a_byte_order_mark": lambda file, _: file.write_bytes(
        b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n")
    ),
}
"""What cannot well be kept in a repository and is done to the copy: links, bytecode, encodings."""


def said(result: ExerciseResult) -> str:
    """All that a result holds of a submission's output and errors."""
    texts = [check.output + check.message for check in result.checks]
    return "\n".join([result.message, *texts])


def unsafe(text: str) -> set[str]:
    """The characters of a text that no report may hold."""
    bad = {each for each in set(text) - {"\n"} if unicodedata.category(each) in UNSAFE}
    return bad | set(SHOWS_NOTHING.findall(text))


def described(result: ExerciseResult) -> str:
    """A result in a few lines, for who reads that a test has failed."""
    passed = sum(check.passed for check in result.checks)
    return f"{result.name}: {result.outcome}, {passed} passed\n{said(result)[:3000]}"


def run_of(engine: Engine) -> Run:
    """How a run of this engine came about."""
    versions = Versions(grader="1", python="3", pytest="9")
    return Run(date="2026-11-28", seconds=1.0, versions=versions, isolation=engine.isolation)


def show(results: list[ExerciseResult], engine: Engine) -> Iterator[str]:
    """Every report there is of some results, on screens of several widths."""
    attacked = [[result] for result in results]
    for chosen in [results, *attacked]:
        report = scoring.summarise(chosen, run_of(engine))
        for width in (40, 80, 100):
            yield reports.writer("text")(report, Screen(width=width))
        text = reports.writer("json")(report, Screen())
        assert text.isascii()
        assert len(json.loads(text)["exercises"]) == len(chosen)
        yield text


def test_every_folder_states_outcomes_that_exist_and_files_say_what_they_try():
    allowed = {str(outcome) for outcome in Outcome} - {"error", "unavailable"}
    for folder in FOLDERS:
        outcomes, what = stated(folder)
        assert outcomes <= allowed, folder.name
        assert what, folder.name
        assert outcomes == {"solved"} or "solved" not in outcomes, folder.name
        assert list(folder.rglob("q00*.py")), folder.name
        for file in folder.rglob("*.py"):
            assert re.match(r'""".+[.]"""\n', file.read_text(encoding="utf-8")), file
    tries = [stated(folder)[1] for folder in FOLDERS]
    assert len(set(tries)) == len(tries)
    named = (
        COSTS_THE_SUPERVISOR,
        NEEDS_SANDBOX,
        HOLDS_SAVE_FOR_ROOT,
        NEEDS_A_PLAIN_USER,
        PREPARE,
        PASSED,
        SAYS,
    )
    assert set().union(*named) <= set(tries)


@pytest.mark.timeout(100)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_attack_gets_what_it_deserves_and_nothing_else_happens(folder, watch, around, course):
    allowed, what = stated(folder)
    if watch.sandboxed == "off" and what in NEEDS_SANDBOX:
        pytest.skip(f"only a sandbox stops it: {NEEDS_SANDBOX[what]}")
    if watch.sandboxed == "off" and what in HOLDS_SAVE_FOR_ROOT and os.geteuid() == 0:
        pytest.skip("only a sandbox stops it where root grades: root may open any process")
    if what in NEEDS_A_PLAIN_USER and os.geteuid() == 0:
        pytest.skip("nothing is closed to root")
    words = {**around.words, "@TOKEN@": watch.token, "@COURSE@": str(course.course)}
    attacked = hand_in(folder, around, words, course)
    watch.engine.start()
    supervisor = watch.engine._supervisor
    before = below(os.getpid()) - below(supervisor.pid)

    with watch.patience():
        submission = Submission(around.submission)
        results = list(grading.grade(watch.engine, course.exercises, submission))
        (after,) = watch.engine.run([grading.make_job(course.one("1"), HONEST.read_text())])

    left = strays(watch, before)
    assert not watch.hung, "the batch hung"
    if watch.sandboxed != "off" or what not in COSTS_THE_SUPERVISOR:
        assert watch.engine._supervisor is supervisor, "the supervisor was lost"
    assert sorted(result.number for result in results) == [1, 2, 3]
    for result in results:
        if result.name in attacked:
            assert result.outcome in allowed, described(result)
            marks = "".join("-+"[check.passed] for check in result.checks)
            assert marks == PASSED.get(what, marks), described(result)
            assert SAYS.get(what, "") in said(result), described(result)
        else:
            assert result.outcome is Outcome.SOLVED, described(result)
            assert [check.passed for check in result.checks] == [True] * 6
    assert (after.ending, [check.failure for check in after.checks]) == ("ran", [None] * 6)
    assert left == {}
    assert os.listdir(around.outside) == []
    assert {f.name: f.read_text() for f in around.victim.iterdir()} == {"diary.txt": "dear diary"}
    assert not list(course.course.rglob("marker-of-an-attack"))
    assert not list(Path(grading.__file__).parent.rglob("marker-of-an-attack"))
    for result in results:
        if result.name in attacked:
            for text in (result.message, *(check.message for check in result.checks)):
                assert len(text) <= MAX_TEXT
            for check in result.checks:
                assert len(check.output) <= MAX_TEXT + len("… (the rest is cut)")
            assert "REACHED" not in said(result), described(result)
            for scratch in re.findall(r"SCRATCH=(/\S+)", said(result)):
                assert not Path(scratch).exists()
    assert around.calls() == 0
    for text in show(results, watch.engine):
        assert not unsafe(text)
        assert not OBEYED.search(text), OBEYED.search(text)


def test_a_full_disk_is_not_the_end_of_those_that_come_after(watch, around, course):
    if watch.sandboxed == "off":
        pytest.skip("only a sandbox has a disk of its own to be filled")
    (folder,) = ATTACKS.glob("*__fills_the_disk_beside_its_scratch")
    hand_in(folder, around, around.words, course)
    for _ in range(2):
        with watch.patience():
            submission = Submission(around.submission)
            results = list(grading.grade(watch.engine, course.exercises, submission))
        assert not watch.hung
        outcomes = {result.number: result.outcome for result in results}
        assert outcomes == {1: "crashed", 2: "solved", 3: "solved"}


def run_checks(watch: Watch, course, source: str, checks: str) -> Verdict:
    """Run a submission of an exercise against other checks than its own: each `test_…` in them."""
    text = '"""Checks."""\n\nimport pytest\nfrom q001_double import *\n\n\n' + textwrap.dedent(
        checks
    )
    limits = tuple(Limit(name, 5.0) for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE))
    special = {"checks_source": text.encode(), "limits": limits, "public_names": ()}
    (verdict,) = watch.engine.run(
        [grading.make_job(course.one("1"), textwrap.dedent(source), **special)]
    )
    return verdict


SWALLOWING = {
    "a context manager that returns True": """
        class work:
            __enter__ = __exit__ = lambda *_: True
    """,
    "a context manager with a bare except": """
        import contextlib

        @contextlib.contextmanager
        def work():
            try:
                yield
            except:
                pass
    """,
    "a context manager that returns in its finally": """
        import contextlib

        @contextlib.contextmanager
        def work():
            try:
                yield
            finally:
                return
    """,
    "a context manager that keeps what fails": """
        class work:
            __enter__ = lambda self: self

            def __exit__(self, kind, error, trace):
                return kind is not None and issubclass(kind, AssertionError)
    """,
    "suppress": """
        import contextlib

        def work():
            return contextlib.suppress(Exception)
    """,
    "an ExitStack that suppresses": """
        import contextlib

        def work():
            stack = contextlib.ExitStack()
            stack.push(lambda *_: True)
            return stack
    """,
}
"""Context managers that keep to themselves what fails in their block: wrong, and honest."""


@pytest.mark.parametrize("source", SWALLOWING.values(), ids=SWALLOWING)
def test_a_failure_that_a_context_manager_swallowed_counts_and_is_told(source, watch, course):
    verdict = run_checks(
        watch,
        course,
        source,
        """
        def test_fails():
            with work():
                assert 1 + 1 == 3

        def test_raises():
            with work():
                with pytest.raises(KeyError):
                    pass

        def test_passes():
            with work():
                assert 1 + 1 == 2
        """,
    )
    first, second, third = verdict.checks
    assert verdict.ending == "ran"
    assert "swallowed this failure" in first.failure.message
    assert second.failure is not None
    assert third.failure is None


CALLING_BACK = {
    "except Exception": """
        def work(function):
            try:
                function()
            except Exception:
                pass
    """,
    "a bare except": """
        def work(function):
            try:
                function()
            except:
                return None
    """,
    "a thread": """
        import threading

        def work(function):
            thread = threading.Thread(target=function)
            thread.start()
            thread.join()
    """,
    "a pool of threads": """
        from concurrent.futures import ThreadPoolExecutor

        def work(function):
            with ThreadPoolExecutor(2) as pool:
                pool.submit(function)
    """,
    "a task": """
        import asyncio

        async def call(function):
            function()

        def work(function):
            async def main():
                await asyncio.gather(call(function), return_exceptions=True)

            asyncio.run(main())
    """,
    "a finalizer": """
        class Guest:
            def __del__(self):
                self.function()

        def work(function):
            guest = Guest()
            guest.function = function
    """,
}
"""Callers of a callback that keep to themselves what fails in it."""


@pytest.mark.parametrize("source", CALLING_BACK.values(), ids=CALLING_BACK)
def test_a_failure_that_whoever_calls_back_swallowed_counts_and_is_told(source, watch, course):
    verdict = run_checks(
        watch,
        course,
        source,
        """
        def test_fails():
            def call():
                assert 1 + 1 == 3

            work(call)

        def test_passes():
            called = []

            def call():
                called.append(1)
                assert 1 + 1 == 2

            work(call)
            assert called == [1]
        """,
    )
    first, second = verdict.checks
    assert verdict.ending == "ran"
    assert "swallowed this failure" in first.failure.message
    assert second.failure is None


NESTED = {
    "a list": ("[1, ANY]", "[1, 2]"),
    "a list in a list in a tuple": ("([[1, ANY]],)", "([[1, 2]],)"),
    "a dict": ("{'a': ANY}", "{'a': 1}"),
    "a dict in a list": ("[{'a': [ANY]}]", "[{'a': [1]}]"),
    "a key of a dict": ("{Hashed(): 1}", "{1: 1}"),
    "a set": ("{Hashed()}", "{1}"),
    "a frozenset in a set": ("{frozenset({Hashed()})}", "{frozenset({1})}"),
    "a subclass of list": ("Own([ANY])", "[1]"),
    "a subclass of dict": ("collections.defaultdict(int, a=ANY)", "{'a': 1}"),
    "a named tuple": ("Pair(1, ANY)", "(1, 2)"),
    "a simple namespace": ("types.SimpleNamespace(a=ANY)", "types.SimpleNamespace(a=1)"),
    "a deque": ("collections.deque([ANY])", "collections.deque([1])"),
    "an ordered dict": ("collections.OrderedDict(a=ANY)", "collections.OrderedDict(a=1)"),
    "a counter": ("collections.Counter(a=ANY)", "collections.Counter(a=1)"),
    "a chain map": ("collections.ChainMap({'a': ANY})", "{'a': 1}"),
    "a data class of the checks": ("Point(1, ANY)", "Point(1, 2)"),
    "a mapping proxy": ("types.MappingProxyType({'a': ANY})", "{'a': 1}"),
    "the values of a dict": ("list({'a': ANY}.values())", "[1]"),
    "an exception's arguments": ("ValueError(ANY).args", "(1,)"),
}
"""What equals everything, at places where it is compared, and the value expected there."""


@pytest.mark.parametrize(("made", "expected"), NESTED.values(), ids=NESTED)
def test_what_equals_everything_gets_nothing_wherever_it_is(made, expected, watch, course):
    verdict = run_checks(
        watch,
        course,
        f"""
        from unittest.mock import ANY

        class Own(list):
            pass

        class Hashed:
            __eq__ = lambda self, other: True
            __hash__ = lambda self: hash(1)

        def build(scope):
            scope = dict(scope, ANY=ANY, Own=Own, Hashed=Hashed)
            return eval({made!r}, scope)
        """,
        f"""
        import collections
        import types
        from dataclasses import dataclass

        Pair = collections.namedtuple("Pair", "one two")

        @dataclass
        class Point:
            x: int
            y: int

        def test_left():
            assert build(globals()) == {expected}

        def test_right():
            assert {expected} == build(globals())

        def test_by_name():
            expected = {expected}
            result = build(globals())
            assert result == expected

        def test_in_an_expression():
            assert len("x") == 1 and all(each == {expected} for each in [build(globals())])

        def test_in_a_chain():
            assert {expected} == build(globals()) == {expected}
        """,
    )
    assert verdict.ending == "ran"
    assert [check.name for check in verdict.checks if check.failure is None] == []


LEAVING = {
    "a default argument": (
        """
        def triple(number, seen=[]):
            seen.append(number)
            return list(seen)
        """,
        "triple(1) == [1]",
    ),
    "an instance": (
        """
        class Memory:
            def __init__(self):
                self.seen = []

        memory = Memory()

        def triple(number):
            memory.seen.append(number)
            return list(memory.seen)
        """,
        "triple(1) == [1]",
    ),
    "a closure": (
        """
        def make():
            seen = []

            def triple(number):
                seen.append(number)
                return list(seen)

            return triple

        triple = make()
        """,
        "triple(1) == [1]",
    ),
    "a cache": (
        """
        import functools

        @functools.lru_cache
        def remembered():
            return []

        def triple(number):
            remembered().append(number)
            return list(remembered())
        """,
        "triple(1) == [1]",
    ),
    "the start method": (
        """
        import multiprocessing

        def triple(number):
            multiprocessing.set_start_method("fork")
            return number
        """,
        "triple(1) == 1",
    ),
    "a patched module": (
        """
        import json

        def triple(number):
            text = json.dumps([number])
            json.dumps = lambda *_: "null"
            return text
        """,
        "triple(1) == '[1]'",
    ),
    "the time zone": (
        """
        import os
        import time

        def triple(number):
            hour = time.localtime(0).tm_hour
            os.environ["TZ"] = "UTC-9"
            time.tzset()
            return hour
        """,
        "triple(1) == 0",
    ),
    "blocked signals": (
        """
        import signal

        def triple(number):
            return len(signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals()))
        """,
        "triple(1) == 0",
    ),
    "a lowered limit": (
        """
        import resource

        def triple(number):
            with open("/dev/null"):
                resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
            return number
        """,
        "triple(1) == 1",
    ),
    "the length of numbers": (
        """
        import sys

        def triple(number):
            text = str(10**2000)
            sys.set_int_max_str_digits(640)
            return len(text)
        """,
        "triple(1) == 2001",
    ),
}
"""What a check may leave where it is not looked for, and what each check alone gets."""


@pytest.mark.parametrize(("source", "holds"), LEAVING.values(), ids=LEAVING)
def test_what_one_check_leaves_no_other_sees(source, holds, watch, course):
    checks = f"""
        def test_first():
            assert {holds}

        def test_second():
            assert {holds}
    """
    verdict = run_checks(watch, course, source, checks)
    assert verdict.ending == "ran"
    assert [check.failure for check in verdict.checks] == [None, None]


EQUAL = {
    "an infinite decimal": ("__import__('decimal').Decimal('Infinity')", "float('inf')"),
    "a large decimal": ("__import__('decimal').Decimal(2) ** 90", "2.0**90"),
    "an infinite fraction of time": ("Cost('inf')", "float('inf')"),
    "a large number": ("Cost(1e30)", "1e30"),
}
"""Honest values with an equality of their own, and what they are equal to."""


@pytest.mark.parametrize(("made", "expected"), EQUAL.values(), ids=EQUAL)
def test_an_honest_equality_is_believed(made, expected, watch, course):
    source = f"""
        class Cost(float):
            def __eq__(self, other):
                return float(self) == other

            __hash__ = float.__hash__

        def build():
            return {made}
    """
    checks = f"""
        def test_left():
            assert build() == {expected}

        def test_right():
            assert {expected} == build()
    """
    verdict = run_checks(watch, course, source, checks)
    assert [check.failure for check in verdict.checks] == [None, None]


AGREEING = {
    "nine times of ten": """
        asked = 0

        def agrees(other):
            global asked
            asked += 1
            return asked % 10 != 0
    """,
    "when it is asked from a check": """
        import sys

        def agrees(other):
            return sys._getframe(2).f_code.co_filename.endswith("_test.py")
    """,
    "with what looks like an answer": """
        def agrees(other):
            if isinstance(other, (list, tuple, set, dict)):
                return not any(type(each) is object for each in other)
            if isinstance(other, str):
                return "0x" not in other
            return isinstance(other, (int, float)) and abs(other) < 1000
    """,
}
"""When a value says that it is equal."""


@pytest.mark.parametrize("source", AGREEING.values(), ids=AGREEING)
def test_whatever_agrees_with_all_that_a_check_expects_gets_nothing(source, watch, course):
    source = f"""{textwrap.dedent(source)}

class Agreeing:
    def __eq__(self, other):
        return agrees(other)

    __hash__ = None

def build():
    return Agreeing()
"""
    checks = """
        def test_number():
            assert build() == 4

        def test_text():
            assert "abc" == build()

        def test_list():
            result = build()
            assert result == [1, 2]

        def test_inside():
            assert [build(), {"a": (build(), 1)}] == [1, {"a": (2, 1)}]

        def test_in_an_expression():
            assert all(build() == number for number in (1, 2, 3))
    """
    verdict = run_checks(watch, course, source, checks)
    assert verdict.ending == "ran"
    assert [check.name for check in verdict.checks if check.failure is None] == []


def test_what_is_hidden_in_a_long_or_deep_value_gets_nothing(watch, course):
    source = """
        from unittest.mock import ANY

        class Own:
            def __init__(self, value):
                self.value = value

            def __eq__(self, other):
                return self.value == other

        def long():
            return [*map(Own, range(300)), ANY]

        def deep(value=ANY, levels=20):
            return deep([value], levels - 1) if levels else value
    """
    checks = """
        def test_long():
            assert long() == [*range(300), 5]

        def test_deep():
            assert deep() == deep(5)
    """
    verdict = run_checks(watch, course, source, checks)
    assert [check.name for check in verdict.checks if check.failure is None] == []


def test_an_exception_class_cannot_claim_what_was_raised(watch, course):
    source = """
        class Claiming(type):
            def __instancecheck__(cls, other):
                return True

            def __subclasscheck__(cls, other):
                return True

        class Overflow(Exception, metaclass=Claiming):
            pass

        def double(number):
            raise KeyError(number)
    """
    checks = """
        def test_raises():
            with pytest.raises(Overflow):
                double(1)
    """
    (check,) = run_checks(watch, course, source, checks).checks
    assert check.failure is not None


def test_a_check_that_is_run_many_times_accuses_nobody(watch, course):
    source = "def double(number): return 2 * number if number != 3 else 7"
    checks = """
        def repeated(check):
            def run():
                for number in (1, 2, 3):
                    check(number)

            return run

        @repeated
        def test_doubles(number):
            assert double(number) == 2 * number
    """
    verdict = run_checks(watch, course, source, checks)
    assert verdict.ending == "ran"
    assert verdict.checks[0].failure is not None


@pytest.mark.parametrize("turn", range(3))
def test_a_value_that_decides_by_seeded_chance_gets_the_same_every_time(turn, watch, course):
    source = """
        import random

        class Agreeing:
            def __eq__(self, other):
                return random.random() < 0.7

            __hash__ = None

        def build():
            return Agreeing()
    """
    checks = "\n".join(f"def test_{n}():\n    assert build() == {n}\n" for n in range(8))
    found = {
        tuple(check.failure is None for check in run_checks(watch, course, source, checks).checks)
        for _ in range(4)
    }
    assert len(found) == 1


AT_THE_COMMAND = """
    import os
    import signal
    from pathlib import Path


    def command():
        '''The command that grades, if it is one: nothing else may ever be hit.'''
        parent = Path(f"/proc/{os.getppid()}/status").read_text().partition("PPid:")[2].split()[0]
        words = Path(f"/proc/{parent}/cmdline").read_bytes().split(b"\\0")
        return int(parent) if b"grader" in words and b"run" in words else None


    def double(number):
        return None


    triple = double
"""


@pytest.mark.parametrize(
    "attack",
    [
        "os.kill(command(), signal.SIGKILL)",
        "os.kill(command(), signal.SIGSTOP)",
        "os.killpg(os.getpgid(command()), signal.SIGTERM)",
        "signal.pidfd_send_signal(os.pidfd_open(command()), signal.SIGKILL)",
        "print('REACH' + 'ED', open(f'/proc/{command()}/mem', 'r+b', 0))",
        "print('REACH' + 'ED', open(f'/proc/{command()}/environ').read(1))",
    ],
)
def test_without_a_sandbox_nobody_ends_or_opens_the_command(attack, kata, tmp_path):
    if attack.startswith("print") and os.geteuid() == 0:
        pytest.skip("root may open any process")
    shutil.copytree(HONEST.parents[1], tmp_path / "work")
    source = textwrap.dedent(AT_THE_COMMAND) + f"\n\nif command():\n    {attack}\n"
    (tmp_path / "work" / "entry" / "q001_double.py").write_text(source)
    options = ["--submission", tmp_path / "work", "--sandbox", "off", "--format", "json"]

    done = kata("run", *options, start_new_session=True)

    assert done.returncode == 1, done.stderr
    found = {each["number"]: each["outcome"] for each in json.loads(done.stdout)["exercises"]}
    assert found.pop(1) != "solved"
    assert found == {2: "solved", 3: "solved"}
    assert "REACHED" not in done.stdout
