"""Dies at once and leaves a daemon with its streams and channel; it is ended with the exercise."""

import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(30)
    os._exit(0)
os._exit(0)
