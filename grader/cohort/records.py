"""A result as the store keeps it: compressed JSON, cut to what a reader needs of it."""

import zlib

import msgspec

from grader.results import CheckResult, ExerciseResult

MOST_MESSAGE = 1000
MOST_OUTPUT = 400
"""Characters that are kept of a message, and of what a failing check printed."""


def pack(result: ExerciseResult) -> bytes:
    """A result as it is kept: compressed JSON, long texts cut, and of what passed only the name."""
    checks = [
        CheckResult(name=check.name, label=check.label, passed=True, seconds=check.seconds)
        if check.passed
        else msgspec.structs.replace(
            check,
            message=_cut(check.message, MOST_MESSAGE),
            output=_cut(check.output, MOST_OUTPUT),
        )
        for check in result.checks
    ]
    kept = msgspec.structs.replace(
        result, checks=tuple(checks), message=_cut(result.message, MOST_MESSAGE)
    )
    return zlib.compress(msgspec.json.encode(kept), 9)


def unpack(record: bytes) -> ExerciseResult:
    """The result that was kept."""
    return msgspec.json.decode(zlib.decompress(record), type=ExerciseResult)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}\n… and {len(text) - most} characters more"
