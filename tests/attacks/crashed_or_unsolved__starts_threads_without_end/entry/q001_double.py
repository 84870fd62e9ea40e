"""Starts five hundred threads that stay; they go with their process."""

import threading


def double(number):
    for _ in range(500):
        threading.Thread(target=threading.Event().wait, daemon=True).start()


triple = double
