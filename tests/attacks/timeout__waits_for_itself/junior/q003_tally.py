"""Waits for a lock it holds, in a thread that outlives everything; it is ended from outside."""

import threading


class Overflow(Exception):
    pass


class Tally:
    def __init__(self, start=0):
        self.total = start

    def add(self, amount=1):
        lock = threading.Lock()
        with lock:
            threading.Thread(target=lock.acquire).start()
            while amount == 4:
                try:
                    lock.acquire()
                except BaseException:
                    continue
