"""Searches all of its memory for ledgers, hearings and other children; they are no longer there."""

import gc
import sys

from grader.engine.receipts import Ledger
from grader.engine.supervisor.hearing import Hearing
from grader.engine.supervisor.loop import Child, Supervisor
from grader.engine.supervisor.running import Running

seen, ahead = set(), [*gc.get_objects(), *sys.modules.values()]
frame = sys._getframe()
while frame:
    ahead.append(frame.f_locals)
    frame = frame.f_back
while ahead:
    thing = ahead.pop()
    if id(thing) not in seen:
        seen.add(id(thing))
        if isinstance(thing, Ledger | Hearing | Running | Child | Supervisor):
            print("REACHED", type(thing))
            break
        ahead += filter(gc.is_tracked, gc.get_referents(thing))


def double(number):
    return None


def triple(number):
    return None
