"""Says of each check that it failed, in as many words as messages may hold; they are cut."""

import json
import os
import stat
import sys


def channel():
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return number
        except OSError:
            continue
    return -1


def double(number):
    name = sys._getframe(1).f_code.co_name
    facts = {
        "kind": "assertion",
        "error": "E" * 16_000,
        "frames": [[1, "F" * 400, "S" * 400]] * 32,
        "check_line": 10,
        "in_check": True,
        "compared": ["L" * 16_000, "R" * 16_000],
        "case": ["C" * 5_000] * 32,
        "swallowed": True,
    }
    message = {"type": "finished", "alias": name, "seconds": 0, "printed": 0, "facts": facts}
    rest = json.dumps(message).encode() + b"\n"
    while rest:
        rest = rest[os.write(channel(), rest) :]
    os._exit(0)


triple = double
