r"""Q115 · Settings: typed, from the environment, and every mistake at once.

Topics: configuration, dataclasses, types, validation

How do you manage configuration? Somebody misspells a name, and the default is used for months. A
password is logged. Write the loader.

## Build

`load_settings(cls, *, prefix, env, dotenv="")` returns an instance of the dataclass `cls`. `env` is
a mapping of environment variables, and `dotenv` the text of a `.env` file.

- The variable of a field is the prefix, `_`, and the field's name in capital letters, such as
  `APP_DEBUG` for `APP` and `debug`.
- A field whose type is a dataclass is a group. It has no variable itself. The variables of its
  fields have the group's name and two underscores in front, as in `APP_DB__PORT`.
- A variable in `env` counts, else one in `dotenv`, else the field's default.
- The type of a field is `str`, `int`, `float`, `bool`, `Secret`, or a list of one of these, or any
  of these `| None`.
- A `bool` is one of `true`, `yes`, `on` and `1`, or of `false`, `no`, `off` and `0`, in any letter
  case.
- The items of a list are separated by commas, and blanks around them do not count. An empty or
  blank text is an empty list.
- An empty text is None for a type with `| None`.

`parse_dotenv(text)` returns a dict from names to values.

- A line is `NAME=value`, perhaps with `export ` in front. Blanks around name and value do not
  count. Empty lines and lines that begin with `#`, perhaps after blanks, are passed over.
- A value in single or double quotes is what stands between them. Only a comment may follow a
  closing quote. A quote that begins a value must be closed.
- Any other value ends where a blank and a `#` follow, so `A= # x` is empty. A `#` without a blank
  in front is part of it.
- Of lines with one name the last counts.
- Any other line, such as `A='x`, raises a `ValueError` that names its number, counted from 1, also
  in `load_settings`.

`Secret(value)` hides a text, and `reveal()` returns it.

## Rules

- All that is wrong is reported in one `SettingsError`, which is given: its `problems` is a dict
  from the names of variables to texts.
- A problem is a value that does not fit its type, or a missing variable whose field has no default.
- So is a variable with the prefix and `_` in front that belongs to no field.
- No message shows the value of a `Secret` or of a misspelt variable.
- No message quotes a line of the `.env` text.
- `str`, `repr` and any format of a `Secret` show `********`.
- Annotations may be strings, as with `from __future__ import annotations`.
- `os.environ` is neither read nor changed, and `env` stays as it is.

## Left open

- Groups with a default of their own, fields without `init`, and comparing secrets.
- In a `.env` text: names that are no identifiers, `'b'#c`, tabs, backslashes, values of several
  lines, and line ends other than `\n`.
- Numbers with underscores, blanks or `0x`, and a blank text for a list `| None`.

## Example

    >>> from dataclasses import dataclass
    >>> @dataclass
    ... class Database:
    ...     password: Secret
    ...     port: int = 5432
    >>> @dataclass
    ... class Settings:
    ...     db: Database
    ...     debug: bool = False
    >>> load_settings(Settings, prefix="APP", env={"APP_DB__PASSWORD": "pw"}, dotenv="APP_DEBUG=on")
    Settings(db=Database(password=********, port=5432), debug=True)
    >>> try:
    ...     load_settings(Settings, prefix="APP", env={"APP_DB__PROT": "1"})
    ... except SettingsError as error:
    ...     sorted(error.problems)
    ['APP_DB__PASSWORD', 'APP_DB__PROT']
"""

from collections.abc import Mapping
from typing import TypeVar

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
        raise NotImplementedError

    def reveal(self) -> str:
        """Return the text."""
        raise NotImplementedError


def parse_dotenv(text: str) -> dict[str, str]:
    """Return the variables of a `.env` file."""
    raise NotImplementedError


def load_settings(cls: type[T], *, prefix: str, env: Mapping[str, str], dotenv: str = "") -> T:
    """Return the settings, from the environment, a `.env` file and defaults."""
    raise NotImplementedError
