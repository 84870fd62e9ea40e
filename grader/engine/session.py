"""pytest, as the engine uses it: a supervisor opens a session, which every child inherits; a child
has it make items of the checks, and run them.
"""

import io
import marshal
import os
import sys
import types
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
import pytest_timeout
from _pytest._io import TerminalWriter
from _pytest.tmpdir import tmppath_result_key

from grader.engine import failures
from grader.engine.messages import Facts

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


class Fixtures(types.ModuleType):
    """A course's `exercises/conftest.py`, run as a module of its own and given to pytest."""

    def __init__(self, path: Path) -> None:
        super().__init__("exercises_conftest")
        self.__file__ = str(path)
        sys.modules[self.__name__] = self
        if path.is_file():
            exec(compile(path.read_bytes(), path, "exec"), self.__dict__)


class Silence:
    """Stands in for pytest's terminal reporter, which pytest-timeout writes to."""

    def __init__(self) -> None:
        self._tw = TerminalWriter(io.StringIO())


class Session:
    """pytest, with the shared fixtures of `conftest`, ready to make and run items of checks.

    Everything is done that can be done before a submission is there; nothing is collected, and
    neither the environment nor any configuration file has a say. `check_seconds` is how long a
    check without a `timeout` mark may take.

    It is a plugin of pytest as well: it answers the hook that runs an item with what it takes to
    set up, call and tear down all cases of a check, and none of the reports that pytest would make
    of them and nobody reads.
    """

    def __init__(self, conftest: Path, check_seconds: float) -> None:
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        os.environ.pop("PYTEST_ADDOPTS", None)
        os.environ.pop("PYTEST_PLUGINS", None)
        options = ["--capture=no", "--strict-markers", "--tb=no", f"--timeout={check_seconds}"]
        options += ["-c", os.devnull, "--rootdir", "/", "--noconftest"]
        options += [part for name in BLOCKED_PLUGINS for part in ("-p", f"no:{name}")]
        from _pytest.config import _prepareconfig

        # given as it is: by its name it would be looked for in every installed distribution
        self._config = config = _prepareconfig(options, [pytest_timeout])
        config._do_configure()
        config.pluginmanager.unregister(name="terminalreporter")
        config.pluginmanager.register(Silence(), "terminalreporter")
        config.pluginmanager.register(Fixtures(conftest), "exercises_conftest")
        config.pluginmanager.register(self)
        self._session = pytest.Session.from_config(config)
        config.hook.pytest_sessionstart(session=self._session)
        self._submission = Path()
        self._strict = False
        self._cases: Sequence[pytest.Function] = ()
        self._ran = 0
        self._facts: Facts | None = None
        self._compared: tuple[str, str] | None = None

    def begin(self, submission: Path, temporary: Path, strict: bool) -> None:
        """Say whose checks come, and where `tmp_path` is to be; if `strict`, warnings are errors
        and every plugin of pytest is asked to look on."""
        self._submission, self._strict = submission, strict
        self._config._tmp_path_factory._given_basetemp = temporary
        if strict:
            self._config.known_args_namespace.pythonwarnings = ["error"]

    def collect(
        self, path: Path, code: Iterable[bytes], order: Iterable[str]
    ) -> dict[str, list[pytest.Function]]:
        """Run the code of a file of checks; let pytest make the items of each, in this order."""
        module = types.ModuleType(path.stem)
        module.__file__ = str(path)
        sys.modules[module.__name__] = module
        for unit in code:
            # marshal is no door here: a trusted process has made this
            exec(marshal.loads(unit), module.__dict__)
        node = CheckModule.from_parent(self._session, path=path)
        node.prepared = module
        self._session._fixturemanager.parsefactories(node)
        return {alias: list(node._genfunctions(alias, getattr(module, alias))) for alias in order}

    def limit(self, seconds: float) -> None:
        """Give checks without a `timeout` mark no more than so many seconds from now on."""
        self._config._env_timeout = min(self._config._env_timeout, seconds)

    def run(self, cases: Sequence[pytest.Function], after: pytest.Function | None) -> Facts | None:
        """Run the cases of a check; say what the first failure was, or None when it has passed.

        What they do not share with `after` is torn down.
        """
        self._cases = cases
        self._facts = self._compared = None
        self._ran = 0
        try:
            # once for all cases: its wrappers, time limit and warnings, are those of the check
            self._config.hook.pytest_runtest_protocol(item=cases[0], nextitem=after)
        except BaseException as error:
            # a timeout or an interrupt may strike outside of the steps below
            self._note(error, cases[0])
        if self._facts is None and self._ran < len(cases):
            self._note(pytest.skip.Exception("not run"), cases[0])
        return self._facts

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, nextitem: pytest.Function | None) -> bool:
        for case, following in zip(self._cases, [*self._cases[1:], nextitem], strict=True):
            self._run_case(case, following)
            if self._facts:
                break
        return True

    def _run_case(self, item: pytest.Function, after: pytest.Function | None) -> None:
        item.stash[tmppath_result_key] = {}
        set_up, call, tear_down = self._steps(item, after)
        try:
            set_up()
            call()
            self._ran += 1
        except BaseException as error:
            # exits and interrupts too: they are the submission's own doing
            self._note(error, item)
        try:
            tear_down()
        except BaseException as error:
            self._note(error, item)
            with suppress(BaseException):
                # the next check needs a clean start
                self._session._setupstate.teardown_exact(None)
        item.funcargs = item._request = None

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
        return lambda: state.setup(item), item.runtest, lambda: state.teardown_exact(after)

    @pytest.hookimpl(tryfirst=True)
    def pytest_assertrepr_compare(self, left: object, right: object) -> None:
        self._compared = failures.show(left), failures.show(right)

    def _note(self, error: BaseException, item: pytest.Function) -> None:
        if self._facts is None:
            self._facts = failures.observe(error, item, self._submission, self._compared)


class CheckModule(pytest.Module):
    """A file of checks whose module object we have made ourselves."""

    prepared: types.ModuleType

    def _getobj(self) -> types.ModuleType:
        return self.prepared
