"""Takes 700 MiB as System V shared memory and as anonymous files, past what it may have."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
SIZE = 700 * 2**20
SEGMENT = 70 * 2**20

taken = 0
segments = []
for _ in range(10):
    segment = libc.shmget(0, ctypes.c_size_t(SEGMENT), 0o1600)
    if segment == -1:
        break
    segments.append(segment)
    taken += SEGMENT
for segment in segments:
    libc.shmctl(segment, 0, None)
if taken >= SIZE:
    print("REACH" + "ED", taken, "bytes of shared memory")
taken = 0
files = []
try:
    for _ in range(12):
        files.append(os.memfd_create("hoard"))
        os.posix_fallocate(files[-1], 0, 60 * 2**20)
        taken += 60 * 2**20
except OSError as error:
    print("held:", error)
for number in files:
    os.close(number)
if taken >= SIZE:
    print("REACH" + "ED", taken, "bytes of anonymous files")


def double(number):
    return None


def triple(number):
    return None
