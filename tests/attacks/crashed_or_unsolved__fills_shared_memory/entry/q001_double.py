"""Takes 600 MiB of memory as files in /dev/shm, which the limits of no process hold back."""

import os

taken = 0
for count in range(15):
    try:
        with open(f"/dev/shm/attack-{os.getpid()}-{count}", "wb") as file:
            os.posix_fallocate(file.fileno(), 0, 40 * 2**20)
            taken += 40
    except OSError as error:
        print("held:", error)
        break
if taken >= 560:
    print("REACH" + "ED", taken, "MiB of memory in files")


def double(number):
    return None


def triple(number):
    return None
