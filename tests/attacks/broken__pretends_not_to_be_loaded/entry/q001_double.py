"""Says itself that it could not be loaded, in dangerous words; that is its own loss."""

import os
import stat


def channel():
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return number
        except OSError:
            continue
    return -1


os.write(channel(), b'{"type":"broken","error":"\\u001b[2J\\u202e","line":5}\n')
os._exit(0)
