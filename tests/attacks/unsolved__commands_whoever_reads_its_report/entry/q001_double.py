"""Has each CI service's commands in its output, messages, values, names and source lines."""

import sys

COMMANDS = [
    "##teamcity[testFinished name='owned']",
    "##[error]owned",
    "##vso[task.setvariable variable=score]100",
    "::warning file=x,line=1::owned",
    "\n::error::owned",
    "\r::error::owned",
    "section_start:0:owned\r\x1b[0K",
    "\x1b]8;;https://owned.example\x07owned\x1b]8;;\x07",
]
TEXT = "\n".join(COMMANDS)


class Odd:
    def __repr__(self):
        return TEXT


def double(number):
    print(TEXT)
    print(TEXT, file=sys.stderr)
    if isinstance(number, str):
        raise type("##teamcity[owned]", (Exception,), {"__module__": "::error::x"})(TEXT)
    return Odd()


def triple(number):
    raise ValueError(TEXT)  # ##teamcity[owned] ::error::owned ##[error]owned
