"""Honest: prints while being imported, as a script does that tries itself out."""

import sys


def echo(text, times=1):
    if times < 0:
        raise ValueError(f"{times} times")
    for _ in range(times):
        print(text)
    return times


print("trying it out:")
print(echo("hello", 2))
print("done", file=sys.stderr, flush=True)
