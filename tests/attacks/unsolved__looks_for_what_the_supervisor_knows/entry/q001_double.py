"""Searches all of its memory for what tells checks from negations; that is no longer there."""

import gc
import sys

from grader.engine.messages import Turn
from grader.engine.supervisor import Child, Supervisor

seen, ahead = set(), [*gc.get_objects(), *sys.modules.values()]
frame = sys._getframe()
while frame:
    ahead.append(frame.f_locals)
    frame = frame.f_back
while ahead:
    thing = ahead.pop()
    if id(thing) not in seen:
        seen.add(id(thing))
        if isinstance(thing, Turn | Child | Supervisor):
            print("REACHED", thing)
            break
        ahead += gc.get_referents(thing)


def double(number):
    return None


def triple(number):
    return None
