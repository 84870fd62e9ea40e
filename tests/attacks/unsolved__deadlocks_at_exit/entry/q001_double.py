"""Leaves threads, handlers and finalizers that never end; a child's end waits for none of them."""

import atexit
import os
import threading
import weakref

lock = threading.Lock()
lock.acquire()


class Guest:
    def __del__(self):
        lock.acquire()


guest = Guest()
weakref.finalize(guest, lock.acquire)
atexit.register(lock.acquire)
threading._register_atexit(lock.acquire)
os.register_at_fork(before=lock.acquire)
threading.Thread(target=lock.acquire).start()


def double(number):
    return None


def triple(number):
    return None
