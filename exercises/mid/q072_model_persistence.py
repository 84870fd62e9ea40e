r"""Q72 · Model persistence: a file that is trusted only for good reason.

Topics: machine-learning, serialization, security, files
Needs: joblib, numpy, scikit-learn

How do you save and load machine learning models? "With joblib", most say. But a pickle can run any
code while it is loaded, it does not say which columns the model wants, and it may not fit the
versions installed. Write a file that takes care of all three.

## Build

`save_model(model, path, key, features)` saves a model, which is any object that `joblib.dump`
takes, as one file at `path`, a `Path`. With it the file keeps `features`, the list of the names of
its columns, and what `installed()` returns now.

`load_model(path, key, features)` returns the model that was saved at `path`.

- The first 32 bytes of the file are the HMAC-SHA256 of all the others under `key`, which is bytes.
- If the file was changed, cut short, made longer or signed with another key, `load_model` raises
  `ModelFileError`, which is given.
- It raises `ModelFileError` also if `features` is not equal to the list that was saved. The message
  names both lists.
- If versions differ from those that `installed()` returns now, the model is returned, with one
  `UserWarning`. It names each package that differs with both its versions, and no other package.
- An empty `key` raises a `ValueError`, in both functions.

## Rules

- Nothing in the file is unpickled before its signature has been found right.
- The names of columns may hold blanks, commas, quotes, line ends of every kind and letters like
  `ß`.
- A save to a path that has a file replaces it. Whoever opened the old file before still reads the
  old content there, on Linux and macOS.
- A save that fails raises the error that made it fail.
- Such a save leaves all content in the folder as it was, that of the old file too, and adds no
  file, here or elsewhere.

## Left open

What stands in the file after the signature, files that are signed but were not made by
`save_model`, keys that HMAC takes for one, as `b"k"` and `b"k\0"`, packages that are installed only
at one of the two times, warnings that a library gives of its own accord while it unpickles, a
missing file, one that changes while it is loaded, and who else may read the file.

## Example

    >>> import tempfile
    >>> from sklearn.linear_model import LinearRegression
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = Path(folder.name) / "price.model"
    >>> model = LinearRegression().fit([[1, 0], [2, 1], [3, 5]], [10, 20, 30])
    >>> save_model(model, path, b"a secret", ["size", "age"])
    >>> again = load_model(path, b"a secret", ["size", "age"])
    >>> again.predict([[4, 0]]).round(3).tolist()
    [40.0]
    >>> try:
    ...     load_model(path, b"a guess", ["size", "age"])
    ... except ModelFileError:
    ...     print("refused")
    refused
    >>> folder.cleanup()
"""

import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any


class ModelFileError(Exception):
    """A file of a model cannot be trusted or does not fit. Given: nothing to do here."""


def installed() -> dict[str, str]:
    """Return the versions a model depends on. Given: nothing to do here."""
    packages = {name: version(name) for name in ("scikit-learn", "numpy", "joblib")}
    return {"python": platform.python_version(), **packages}


def save_model(model: Any, path: Path, key: bytes, features: list[str]) -> None:
    """Save the model with its features and versions, signed with the key."""
    raise NotImplementedError


def load_model(path: Path, key: bytes, features: list[str]) -> Any:
    """Return the model, if the file is genuine and made for these features."""
    raise NotImplementedError
