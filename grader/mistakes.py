"""The known mistakes of an exercise: the one reader of its `.mistakes.toml`.

[[mistake]]
name = "…"                 completes "These checks also fail when …"
breaks = "…"               the sentence of Build or Rules that it breaks, word for word
find = "…"                 occurs once in the reference,
put = "…"                  and this goes in its place; or, instead: source = '''a whole module'''
fails = ["test_…"]         exactly the checks that then fail

[[equivalent]]
find = "…"                 a mechanical mutant of the reference
put = "…"
reason = "…"               why nothing can tell it from the reference
"""

import re
import tomllib
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from grader.cache import Cache
from grader.errors import FileError

CACHE = Cache(".mistakes", lambda: [Path(__file__)])
"""What files of mistakes list."""


class Mistake(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wrong solution that the checks must catch.

    In `breaks` white space is normalised; `line` is where the file has it.
    """

    name: str
    fails: tuple[str, ...]
    breaks: str = ""
    find: str | None = None
    put: str | None = None
    source: str | None = None
    line: int = 0

    def __post_init__(self) -> None:
        replaces = self.find is not None and self.put is not None
        whole = self.source is not None and self.find is None and self.put is None
        if not whole and not (replaces and self.source is None):
            raise ValueError("it needs both `find` and `put`, or `source` alone")

    def apply(self, reference: str) -> str:
        """The wrong solution's whole text."""
        if self.source is not None:
            return self.source
        return reference.replace(self.find, self.put)


class Equivalent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mutant of the reference that behaves just as the reference does."""

    find: str
    put: str
    reason: str = ""
    line: int = 0


class Listed(msgspec.Struct, frozen=True):
    """What a file of mistakes lists."""

    mistakes: tuple[Mistake, ...] = ()
    equivalents: tuple[Equivalent, ...] = ()


_WANTED = {
    "mistake": "a [[mistake]] has name, breaks, find and put (or source), and fails",
    "equivalent": "an [[equivalent]] has find, put and reason",
}


def read(path: Path) -> Listed:
    """Read a file of mistakes; `FileError` says which line to mend and how."""
    try:
        source = path.read_bytes()
    except OSError as error:
        raise FileError(path, 1, f"cannot be read ({error.strerror}); write it") from None
    if known := CACHE.read(path, source):
        with suppress(msgspec.DecodeError):
            return msgspec.json.decode(known, type=Listed)
    listed = _parse(path, source)
    CACHE.write(path, source, msgspec.json.encode(listed))
    return listed


def sentence(check: str, failed: Collection[str], mistakes: Iterable[Mistake]) -> str | None:
    """The sentence of the prompt that a failed check proves, or None where that is not clear.

    It is what all those mistakes break that this check catches, and that fail no other checks than
    `failed`, those that failed here.
    """
    broken = {
        mistake.breaks
        for mistake in mistakes
        if check in mistake.fails and set(mistake.fails).issubset(failed)
    }
    return broken.pop() or None if len(broken) == 1 else None


def _parse(path: Path, source: bytes) -> Listed:
    try:
        text = source.decode("utf-8")
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else 1
        raise FileError(path, line, f"cannot be read ({error}); mend it") from None
    if unknown := sorted(set(tables) - set(_WANTED)):
        wanted = " and ".join(f"[[{name}]]" for name in _WANTED)
        said = f"has {', '.join(unknown)}; only {wanted} are known"
        raise FileError(path, _line_of(unknown[0], text), said)
    return Listed(
        tuple(_entries(path, text, tables, "mistake", Mistake)),
        tuple(_entries(path, text, tables, "equivalent", Equivalent)),
    )


def _entries(path: Path, text: str, tables: dict[str, Any], name: str, kind: type) -> list:
    lines = [
        text.count("\n", 0, found.start()) + 1
        for found in re.finditer(rf"^[ \t]*\[\[[ \t]*{name}[ \t]*\]\]", text, re.MULTILINE)
    ]
    entries = tables.get(name, [])
    if not isinstance(entries, list):
        said = f"has one {name}, not a list of them; write [[{name}]] above each"
        raise FileError(path, _line_of(name, text), said)
    if len(lines) != len(entries):  # a text holds such a line as well, or they are written inline
        lines = [_line_of(name, text)] * len(entries)
    return [
        _entry(path, line, entry, name, kind) for line, entry in zip(lines, entries, strict=True)
    ]


def _entry(path: Path, line: int, entry: object, name: str, kind: type) -> Any:
    try:
        if isinstance(entry, dict):
            entry = {**entry, "line": line}
        if isinstance(entry, dict) and isinstance(entry.get("breaks"), str):
            entry["breaks"] = " ".join(entry["breaks"].split())
        return msgspec.convert(entry, kind)
    except msgspec.ValidationError as error:
        called = entry.get("name") if isinstance(entry, dict) else None
        which = f"the {name} {called!r}" if isinstance(called, str) else f"this {name}"
        raise FileError(path, line, f"{which}: {error}; {_WANTED[name]}") from None


def _line_of(key: str, text: str) -> int:
    found = re.search(rf"^[ \t]*(\[*[ \t]*)?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
