r"""Q115 · Settings: the answer and one way to build it.

## Answer

Configuration is what differs between deployments, and it stays out of the code: in environment
variables, as the twelve-factor app has it, with a `.env` file for development that is not
committed. Defaults stand in code, the environment wins.

All of it is read once, at the start, into one typed and immutable object that is passed to whoever
needs it. It is validated there: a service that starts with a bad setting fails at three in the
morning. `pydantic-settings` does this; Dynaconf and Hydra compose files and environments; the
standard library has dataclasses, `tomllib` since 3.11 and `configparser`. In Django the settings
module reads the environment, with django-environ for instance.

Secrets come from Vault, a cloud's secret manager or mounted files, are rotated, and never appear in
logs, errors or images. What must change without a deployment is a feature flag, which is a service,
not a setting. Tests build their own settings object, and touch no global one.

## Follow-ups

- **Why not read `os.environ` where a value is needed?** Nobody knows then which settings there are,
  typos stay unseen, types are converted here and there, and tests must patch a global.
- **How does a running service get a new secret?** It reads the mounted file again when it changes,
  or is restarted in turns; both secrets must be good for a while.
- **`bool(os.environ["DEBUG"])`: what is wrong?** Every text but the empty one is true, `"false"`
  and `"0"` included.
- **How do you keep environments alike?** One image, one settings class, and only values differ;
  a check in CI loads the settings of each environment.

## Notes

Groups are built by recursion, and problems are collected in one dict that all levels share, so the
first does not hide the rest. `get_type_hints` resolves annotations that are strings. The message of
`int("…")` contains the value, which is fine for a port; a `Secret` takes any text, so it has no
message. The format of a `.env` file is no standard: python-dotenv, Docker and shells differ in
quotes and comments, so this one says what it reads and refuses the rest.
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


class SettingsError(ValueError):
    """All that is wrong with the settings. Given: nothing to do here."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {why}" for name, why in problems.items()))
        self.problems = problems


class Secret:
    """A text that is not shown by accident."""

    def __init__(self, value: str) -> None:
        """Keep the text."""
        self._value = value

    def reveal(self) -> str:
        """Return the text."""
        return self._value

    def __repr__(self) -> str:
        return "********"

    def __format__(self, spec: str) -> str:
        return repr(self)


LINE = re.compile(
    r"""\s*(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*
    (?: '(?P<single>[^']*)' | "(?P<double>[^"]*)" |
        (?P<plain>(?:[^'"\s\#]|(?<==)\#)(?:(?!\s\#).)*)? )
    \s*(?:\s\#.*)?""",
    re.VERBOSE,
)


def parse_dotenv(text: str) -> dict[str, str]:
    """Return the variables of a `.env` file."""
    values = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.strip().startswith("#"):
            continue
        found = LINE.fullmatch(line)
        if not found:
            raise ValueError(f"line {number} is not NAME=value")
        value = found["single"] or found["double"] or (found["plain"] or "").strip()
        values[found["name"]] = value
    return values


def load_settings(cls: type[T], *, prefix: str, env: Mapping[str, str], dotenv: str = "") -> T:
    """Return the settings, from the environment, a `.env` file and defaults."""
    start = f"{prefix}_"
    variables = {**parse_dotenv(dotenv), **env}
    values = {name: text for name, text in variables.items() if name.startswith(start)}
    problems: dict[str, str] = {}
    settings = _build(cls, start, values, problems)
    problems |= dict.fromkeys(values, "is no setting")  # those that nothing has taken
    if problems:
        raise SettingsError(problems)
    return settings


def _build(cls: Any, start: str, values: dict[str, str], problems: dict[str, str]) -> Any:
    """Return an instance made of the values, which are taken out, and note what is wrong."""
    hints, arguments = get_type_hints(cls), {}
    for field in fields(cls):
        kind, name = hints[field.name], start + field.name.upper()
        if is_dataclass(kind):
            arguments[field.name] = _build(kind, f"{name}__", values, problems)
        elif name in values:
            try:
                arguments[field.name] = _convert(kind, values.pop(name))
            except ValueError as error:
                problems[name] = str(error)
        elif field.default is MISSING and field.default_factory is MISSING:
            problems[name] = "is missing"
    return None if problems else cls(**arguments)


def _convert(kind: Any, text: str) -> Any:
    """Return the value of this type that a text stands for; raise `ValueError` if there is none."""
    if NoneType in get_args(kind):
        (kind,) = (each for each in get_args(kind) if each is not NoneType)
        return _convert(kind, text) if text else None
    if get_origin(kind) is list:
        parts = text.split(",") if text.strip() else []
        return [_convert(get_args(kind)[0], part.strip()) for part in parts]
    if kind is bool:
        for value, words in ((True, "true yes on 1"), (False, "false no off 0")):
            if text.lower() in words.split():
                return value
        raise ValueError(f"{text!r} is neither true nor false")
    return kind(text)
