"""pytest, as the engine uses it: made ready once, before anything of a submission is there.

The supervisor opens a session that every child inherits; a child has it make items of the checks.
"""

import io
import marshal
import os
import sys
import types
from collections.abc import Iterable
from pathlib import Path

import pytest
from _pytest._io import TerminalWriter

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


def open_session(conftest: Path, check_seconds: float) -> pytest.Session:
    """Make pytest ready to run checks: everything that can be done before a submission is there.

    The shared fixtures of `conftest` are registered; nothing is collected, and neither the
    environment nor any configuration file has a say.
    """
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    os.environ.pop("PYTEST_PLUGINS", None)
    options = ["--capture=no", "--strict-markers", "--tb=no", f"--timeout={check_seconds}"]
    options += ["-c", os.devnull, "--rootdir", "/", "--noconftest", "-p", "pytest_timeout"]
    options += [part for name in BLOCKED_PLUGINS for part in ("-p", f"no:{name}")]
    from _pytest.config import _prepareconfig

    config = _prepareconfig(options, [])
    config._do_configure()
    config.pluginmanager.unregister(name="terminalreporter")
    config.pluginmanager.register(Silence(), "terminalreporter")
    config.pluginmanager.register(Fixtures(conftest), "exercises_conftest")
    session = pytest.Session.from_config(config)
    config.hook.pytest_sessionstart(session=session)
    return session


class CheckModule(pytest.Module):
    """A file of checks whose module object we have made ourselves."""

    prepared: types.ModuleType

    def _getobj(self) -> types.ModuleType:
        return self.prepared


def collect(
    session: pytest.Session, path: Path, code: Iterable[bytes], order: Iterable[str]
) -> dict[str, list[pytest.Function]]:
    """Run the code of a file of checks; let pytest make the items of each, in the order given."""
    module = types.ModuleType(path.stem)
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    for unit in code:
        # marshal is no door here: a trusted process has made this
        exec(marshal.loads(unit), module.__dict__)
    node = CheckModule.from_parent(session, path=path)
    node.prepared = module
    session._fixturemanager.parsefactories(node)
    return {alias: list(node._genfunctions(alias, getattr(module, alias))) for alias in order}
