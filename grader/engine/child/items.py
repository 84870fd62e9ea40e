"""pytest, as the engine uses it: a supervisor opens a session, which every child inherits; a child
has it make items of the checks, and run them.

All of pytest's private names that the engine leans on are used here and in `observe`.
"""

import contextvars
import gc
import io
import marshal
import os
import signal
import sys
import types
import warnings
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from _pytest._io import TerminalWriter
from _pytest.raises import AbstractRaises

from grader.engine.child import cases, observe
from grader.engine.child.intact import BUILTINS
from grader.engine.child.till import Till
from grader.engine.messages import Facts, Turn
from grader.engine.receipts import PYTEST, TILL

CONFTEST = "exercises_conftest"
"""The name of the module with the shared fixtures."""

BLOCKED_PLUGINS = (
    "cacheprovider",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "legacypath",
    "pastebin",
    "reports",
    "setuponly",
    "setupplan",
    "stepwise",
    "subtests",
    "unittest",
)
"""pytest's built-in plugins that no check uses: each costs time in every child."""

# a submission may replace these where they come from
__builtins__ = BUILTINS
_loads, _setitimer, _signal = marshal.loads, signal.setitimer, signal.signal
_catch_warnings = warnings.catch_warnings
_isenabled, _enable, _disable = gc.isenabled, gc.enable, gc.disable

# by which pytest would show a difference where a whole message is asked for: told is the pattern
AbstractRaises.rawmatch = property(lambda self: None, lambda self, text: None)


def _module(name: str, path: Path, builtins: dict[str, object]) -> types.ModuleType:
    """An empty module of a file, as an import makes it, with these builtins; its code is run by
    us."""
    module = module_from_spec(spec_from_file_location(name, path))
    module.__dict__["__builtins__"] = builtins
    sys.modules[name] = module
    return module


class Silence:
    """Stands in for pytest's terminal reporter, which other plugins write to."""

    def __init__(self) -> None:
        self._tw = TerminalWriter(io.StringIO())


class CheckModule(pytest.Module):
    """A file of checks whose module object we have made ourselves."""

    prepared: types.ModuleType

    def _getobj(self) -> types.ModuleType:
        return self.prepared


@dataclass(frozen=True)
class Check:
    """A check as a child runs it: pytest's item, which sets up its fixtures, its function and the
    arguments of each of its cases.

    The function and its arguments are held here and not asked of pytest, which a submission can
    reach.
    """

    item: pytest.Function
    function: Callable[..., object]
    cases: Sequence[Mapping[str, object]]


class Session:
    """pytest, with the shared fixtures of `conftest`, ready to make and run items of checks.

    Everything is done that can be done before a submission is there; nothing is collected, and
    neither the environment nor any configuration file has a say.

    It is a plugin of pytest as well: it answers the hook that runs an item with what it takes to
    set up, call and tear down all cases of a check, and none of the reports that pytest would make
    of them and nobody reads.
    """

    def __init__(self, conftest: Path) -> None:
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        os.environ.pop("PYTEST_ADDOPTS", None)
        os.environ.pop("PYTEST_PLUGINS", None)
        options = ["--capture=no", "--strict-markers", "--tb=no"]
        options += ["-c", os.devnull, "--rootdir", "/", "--noconftest"]
        options += [part for name in BLOCKED_PLUGINS for part in ("-p", f"no:{name}")]
        from _pytest.config import _prepareconfig

        self._config = config = _prepareconfig(options, [])
        config._do_configure()
        config.addinivalue_line("markers", "timeout(seconds): how long a check may take")
        config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(Silence(), "terminalreporter")
        self._fixtures: list[types.CodeType] = []
        if conftest.is_file():
            fixtures = _module(CONFTEST, conftest, BUILTINS)
            self._fixtures = [compile(conftest.read_bytes(), conftest, "exec")]
            exec(self._fixtures[0], fixtures.__dict__)
            config.pluginmanager.register(fixtures, fixtures.__name__)
        config.pluginmanager.register(self)
        self._session = pytest.Session.from_config(config)
        config.hook.pytest_sessionstart(session=self._session)
        self._submission, self._seed = Path(), 0
        self._temporary, self._given = Path(), 0
        self._strict = False
        self.till = Till()

    def begin(self, submission: Path, source: bytes, temporary: Path, strict: bool) -> None:
        """Say whose checks come, and where `tmp_path` is to be; if `strict`, warnings are errors
        and every plugin of pytest is asked to look on."""
        self._submission, self._seed, self._strict = submission, zlib.crc32(source), strict
        self._temporary = temporary
        # beside it: pytest empties this one when it is first asked for it
        self._config._tmp_path_factory._given_basetemp = temporary.with_name("shared")
        if strict:
            self._config.known_args_namespace.pythonwarnings = ["error"]

    def collect(
        self, path: Path, code: Iterable[bytes], turns: Sequence[Turn]
    ) -> dict[Turn, Check]:
        """Run the code of a file of checks; let pytest make an item of each, in this order.

        Of the many objects that this makes none is garbage, so nobody looks for any.
        """
        enabled = _isenabled()
        _disable()
        # marshal is no door here: a trusted process has made this
        units = [_loads(unit) for unit in code]
        self.till = Till([*units, *self._fixtures], str(path), self._seed)
        module = _module(path.stem, path, BUILTINS.copy())
        module.__dict__.update({TILL: self.till, PYTEST: cases.PYTEST})
        for unit in units:
            exec(unit, module.__dict__)
        node = CheckModule.from_parent(self._session, path=path)
        node.prepared = module
        self._session._fixturemanager.parsefactories(node)
        functions = [module.__dict__[turn.alias] for turn in turns]
        own = [cases.taken_from(function) for function in functions]
        items = [pytest.Function.from_parent(node, name=turn.alias) for turn in turns]
        made = map(Check, items, functions, own)
        if enabled:
            _enable()
        return dict(zip(turns, made, strict=True))

    def run(
        self, turn: Turn, check: Check, last: bool, repair: Callable[[], None]
    ) -> tuple[Facts | None, list[bytes]]:
        """Run the cases of a check in its time; say what the first failure was, if one was, and
        what each case has handed in. After the `last` check all is torn down.

        `repair` puts back what pytest itself cannot do without, once a case was called.
        """
        run = _Run(turn.check, check, self._session, self._strict, self._submission, self.till)
        self._current = run, repair, last
        if hasattr(signal, "setitimer"):
            _signal(signal.SIGALRM, _ring)
            _setitimer(signal.ITIMER_REAL, turn.seconds)
        try:
            # a context of its own: what a check sets in context variables ends with it
            contextvars.copy_context().run(
                self._config.hook.pytest_runtest_protocol, item=check.item, nextitem=None
            )
        except BaseException as error:
            # the alarm or an interrupt may strike outside of the steps below
            run.note(error)
        finally:
            if hasattr(signal, "setitimer"):
                _setitimer(signal.ITIMER_REAL, 0)
        return run.facts(), run.receipts

    @pytest.fixture
    def tmp_path(self) -> Path:
        """An empty folder for one case. pytest's own looks for a free number and makes a link each
        time, which takes longer than most checks."""
        self._given += 1
        path = self._temporary / str(self._given)
        path.mkdir(mode=0o700, parents=True)
        return path

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self) -> bool:
        run, repair, last = self._current
        run.run(repair, last)
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self) -> bool:
        self._current[0].call()
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_assertrepr_compare(self, left: object, right: object) -> None:
        self.till.compared = observe.show(left), observe.show(right)


class _Run:
    """One check's run: what failed first, and what was handed in."""

    def __init__(
        self,
        name: str,
        check: Check,
        session: pytest.Session,
        strict: bool,
        submission: Path,
        till: Till,
    ) -> None:
        self._session, self._strict, self._submission = session, strict, submission
        self._name, self._check, self._till = name, check, till
        self._arguments: Mapping[str, object] = {}
        self._before: Mapping[str, bytes] = {}
        self._facts: Facts | None = None
        self.receipts: list[bytes] = []

    def run(self, repair: Callable[[], None], last: bool) -> None:
        """Run the cases in turn, up to the first that fails; tear all down after the `last`."""
        for arguments in self._check.cases:
            self._arguments, self._before = arguments, observe.kept(arguments)
            with _catch_warnings():
                self._case(repair)
            if self._facts:
                break
        if last:
            try:
                self._session._setupstate.teardown_exact(None)
            except BaseException as error:
                self.note(error)

    def _case(self, repair: Callable[[], None]) -> None:
        """Set up, call and tear down one case."""
        item = self._check.item
        self._till.open(self._name)
        set_up, call, tear_down = self._steps(item)
        try:
            set_up()
            call()
        except BaseException as error:
            # exits and interrupts too: they are the submission's own doing
            repair()
            self.note(error)
        repair()
        try:
            tear_down()
        except BaseException as error:
            self.note(error)
            with suppress(BaseException):
                # the next check needs a clean start
                self._session._setupstate.teardown_exact(None)
        item.funcargs = item._request = None
        if not self._facts and self._till.swallowed:
            self.note(self._till.swallowed, swallowed=True)
        self._till.swallowed = None  # and in no variable here: its traceback has this very frame
        self.receipts.append(self._till.close())

    def _steps(self, item: pytest.Function) -> tuple[Callable[[], object], ...]:
        """How to set up, call and tear down a case: directly, unless a plugin has to be asked, and
        with nothing but the call where no fixture is asked for.

        `caplog` works only where its plugin is, and only pytest's plugins see what must not be
        overlooked in a strict run, such as an exception in a thread.
        """
        item.funcargs = {**self._arguments}
        if not self._strict and item.funcargs.keys() >= {*item.fixturenames}:
            return _nothing, self.call, _nothing
        item._initrequest()
        item.funcargs.update(self._arguments)
        after = item.parent  # pytest tears down what the next one does not share
        if self._strict or "caplog" in item.fixturenames:
            hook = item.ihook
            return (
                lambda: hook.pytest_runtest_setup(item=item),
                lambda: hook.pytest_runtest_call(item=item),
                lambda: hook.pytest_runtest_teardown(item=item, nextitem=after),
            )
        state = self._session._setupstate
        return (
            lambda: state.setup(item),
            self.call,
            lambda: state.teardown_exact(after),
        )

    def call(self) -> None:
        """Call the check with what pytest has set up and with the arguments of the case."""
        fixtures, wanted = self._check.item.funcargs, self._check.item._fixtureinfo.argnames
        given = {name: fixtures[name] for name in wanted if name not in self._arguments}
        self._check.function(**given, **self._arguments)

    def note(self, error: BaseException, swallowed: bool = False) -> None:
        """Note a failure, if it is the first."""
        if self._facts is None:
            till = self._till
            self._facts = observe.observe(
                error,
                Path(self._check.item.path),
                self._submission,
                self._arguments,
                self._before,
                till.swallowed_compared if swallowed else till.compared,
                swallowed,
            )

    def facts(self) -> Facts | None:
        """What the first failure was; that a case was never run counts as one."""
        if len(self.receipts) < max(1, len(self._check.cases)):
            self.note(observe.Skipped("not run"))
        return self._facts


def _nothing() -> None:
    pass


def _ring(*_: object) -> None:
    raise observe.TimeIsUp
