"""pytest, as the engine uses it: a supervisor opens a session, which every child inherits; a child
has it make items of the checks, and run them.

All of pytest's private names that the engine leans on are used here and in `observe`.
"""

import codecs
import contextvars
import gc
import io
import marshal
import os
import signal
import sys
import types
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from _pytest._io import TerminalWriter
from _pytest.compat import NOTSET
from _pytest.python import get_direct_param_fixture_func
from _pytest.tmpdir import tmppath_result_key

from grader.engine.child import observe
from grader.engine.child.till import Till
from grader.engine.messages import Facts, Turn
from grader.engine.receipts import TILL

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

_exec, _loads = exec, marshal.loads  # a submission may put others in their place
_setitimer, _signal = signal.setitimer, signal.signal
_isenabled, _enable, _disable = gc.isenabled, gc.enable, gc.disable


def _module(name: str, path: Path) -> types.ModuleType:
    """An empty module of a file, as an import makes it; its code is run by us."""
    module = module_from_spec(spec_from_file_location(name, path))
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

        codecs.lookup("unicode_escape")  # the ids of cases need it, in almost every child
        self._config = config = _prepareconfig(options, [])
        config._do_configure()
        config.addinivalue_line("markers", "timeout(seconds): how long a check may take")
        config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(Silence(), "terminalreporter")
        self._fixtures: list[types.CodeType] = []
        if conftest.is_file():
            fixtures = _module("exercises_conftest", conftest)
            self._fixtures = [compile(conftest.read_bytes(), conftest, "exec")]
            exec(self._fixtures[0], fixtures.__dict__)
            config.pluginmanager.register(fixtures, fixtures.__name__)
        config.pluginmanager.register(self)
        self._session = pytest.Session.from_config(config)
        config.hook.pytest_sessionstart(session=self._session)
        self._submission, self._seed = Path(), 0
        self._strict = False
        self.till = Till()

    def begin(self, submission: Path, source: bytes, temporary: Path, strict: bool) -> None:
        """Say whose checks come, and where `tmp_path` is to be; if `strict`, warnings are errors
        and every plugin of pytest is asked to look on."""
        self._submission, self._seed, self._strict = submission, zlib.crc32(source), strict
        self._config._tmp_path_factory._given_basetemp = temporary
        if strict:
            self._config.known_args_namespace.pythonwarnings = ["error"]

    def collect(
        self, path: Path, code: Iterable[bytes], turns: Iterable[Turn]
    ) -> dict[Turn, list[pytest.Function]]:
        """Run the code of a file of checks; let pytest make the items of each, in this order.

        Of the many objects that this makes none is garbage, so nobody looks for any.
        """
        enabled = _isenabled()
        _disable()
        # marshal is no door here: a trusted process has made this
        units = [_loads(unit) for unit in code]
        self.till = Till([*units, *self._fixtures], str(path), self._seed)
        module = _module(path.stem, path)
        module.__dict__[TILL] = self.till
        for unit in units:
            _exec(unit, module.__dict__)
        node = CheckModule.from_parent(self._session, path=path)
        node.prepared = module
        self._session._fixturemanager.parsefactories(node)
        items = {
            turn: list(node._genfunctions(turn.alias, getattr(module, turn.alias)))
            for turn in turns
        }
        if enabled:
            _enable()
        return items

    def run(
        self,
        turn: Turn,
        cases: Sequence[pytest.Function],
        after: pytest.Function | None,
        repair: Callable[[], None],
    ) -> tuple[Facts | None, list[bytes]]:
        """Run the cases of a check in its time; say what the first failure was, if one was, and
        what each case has handed in. What they do not share with `after` is torn down.

        `repair` puts back what pytest itself cannot do without, once a case was called.
        """
        run = _Run(turn.check, self._session, self._strict, self._submission, self.till, repair)
        self._running = run, cases, after
        if hasattr(signal, "setitimer"):
            _signal(signal.SIGALRM, _ring)
            _setitimer(signal.ITIMER_REAL, turn.seconds)
        try:
            # a context of its own: what a check sets in context variables ends with it
            contextvars.copy_context().run(
                self._config.hook.pytest_runtest_protocol, item=cases[0], nextitem=after
            )
        except BaseException as error:
            # the alarm or an interrupt may strike outside of the steps below
            run.note(error, cases[0])
        finally:
            if hasattr(signal, "setitimer"):
                _setitimer(signal.ITIMER_REAL, 0)
        return run.facts(cases), run.receipts

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self) -> bool:
        run, cases, after = self._running
        for case, following in zip(cases, [*cases[1:], after], strict=True):
            run.case(case, following)
            if run.failed:
                break
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_assertrepr_compare(self, left: object, right: object) -> None:
        self._running[0].compared = observe.show(left), observe.show(right)


class _Run:
    """One check's run: what failed first, and what was handed in."""

    def __init__(
        self,
        check: str,
        session: pytest.Session,
        strict: bool,
        submission: Path,
        till: Till,
        repair: Callable[[], None],
    ) -> None:
        self._session, self._strict, self._submission = session, strict, submission
        self._check, self._till, self._repair = check, till, repair
        self._facts: Facts | None = None
        self.compared: tuple[str, str] | None = None
        self.receipts: list[bytes] = []

    @property
    def failed(self) -> bool:
        return self._facts is not None

    def case(self, item: pytest.Function, after: pytest.Function | None) -> None:
        """Set up, call and tear down one case."""
        self._till.open(self._check)
        item.stash[tmppath_result_key] = {}
        _give_parameters(item)
        set_up, call, tear_down = self._steps(item, after)
        try:
            set_up()
            call()
        except BaseException as error:
            # exits and interrupts too: they are the submission's own doing
            self._repair()
            self.note(error, item)
        self._repair()
        try:
            tear_down()
        except BaseException as error:
            self.note(error, item)
            with suppress(BaseException):
                # the next check needs a clean start
                self._session._setupstate.teardown_exact(None)
        item.funcargs = item._request = None
        if self._facts is None and (swallowed := self._till.swallowed):
            self._facts = observe.observe(
                swallowed, item, self._submission, self.compared, swallowed=True
            )
        self._till.swallowed = None
        self.receipts.append(self._till.close())

    def facts(self, cases: Sequence[pytest.Function]) -> Facts | None:
        """What the first failure was; that a case was never run counts as one."""
        if self._facts is None and len(self.receipts) < len(cases):
            self.note(pytest.skip.Exception("not run"), cases[0])
        return self._facts

    def _steps(
        self, item: pytest.Function, after: pytest.Function | None
    ) -> tuple[Callable[[], object], ...]:
        """How to set up, call and tear down an item: directly, unless a plugin has to be asked.

        `caplog` works only where its plugin is, and only pytest's plugins see what must not be
        overlooked in a strict run, such as an exception in a thread.
        """
        if self._strict or "caplog" in item.fixturenames:
            hook = item.ihook
            return (
                lambda: hook.pytest_runtest_setup(item=item),
                lambda: hook.pytest_runtest_call(item=item),
                lambda: hook.pytest_runtest_teardown(item=item, nextitem=after),
            )
        state = self._session._setupstate
        names = item._fixtureinfo.argnames
        return (
            lambda: state.setup(item),
            lambda: item.obj(**{name: item.funcargs[name] for name in names}),
            lambda: state.teardown_exact(after),
        )

    def note(self, error: BaseException, item: pytest.Function) -> None:
        """Note a failure, if it is the first."""
        if self._facts is None:
            self._facts = observe.observe(error, item, self._submission, self.compared)


def _give_parameters(item: pytest.Function) -> None:
    """Give an item what it is parametrised with: pytest would set up two fixtures for each.

    Where there are no values at all, that is left to pytest, which then fails.
    """
    if callspec := getattr(item, "callspec", None):
        fixtures = item._fixtureinfo.name2fixturedefs
        for name, value in callspec.params.items():
            direct = fixtures[name][-1].func is get_direct_param_fixture_func
            if direct and value is not NOTSET:
                item.funcargs[name] = value


def _ring(*_: object) -> None:
    raise observe.TimeIsUp
