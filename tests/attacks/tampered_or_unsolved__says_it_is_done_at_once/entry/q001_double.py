"""Says that it is done and echoes the end mark before any check; no check has passed by then."""

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


os.write(channel(), b'{"type":"done"}\n')
answer = os.read(channel(), 100).strip()
os.write(channel(), b'{"type":"end","answer":"' + answer + b'"}\n')
os._exit(0)
