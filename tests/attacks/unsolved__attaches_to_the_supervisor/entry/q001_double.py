"""Attaches to the supervisor by ptrace, reads it by process_vm_readv, takes a descriptor of it."""

import ctypes
import os
from pathlib import Path


def supervisor():
    """The parent, if it is a supervisor: nothing else may ever be hit."""
    parent = os.getppid()
    words = Path(f"/proc/{parent}/cmdline").read_bytes()
    return parent if b"grader.engine.supervisor" in words else None


libc = ctypes.CDLL(None, use_errno=True)
PTRACE_SEIZE, PIDFD_OPEN, PIDFD_GETFD = 0x4206, 434, 438

if parent := supervisor():
    if libc.ptrace(PTRACE_SEIZE, parent, 0, 0) == 0:
        print("REACH" + "ED the supervisor by ptrace")
    buffer = ctypes.create_string_buffer(8)
    local = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8)
    remote = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8)
    if libc.process_vm_readv(parent, local, 1, remote, 1, 0) == 8:
        print("REACH" + "ED the supervisor's memory")
    handle = libc.syscall(PIDFD_OPEN, parent, 0)
    for number in range(3, 10):
        if libc.syscall(PIDFD_GETFD, handle, number, 0) >= 0:
            print("REACH" + "ED the supervisor's descriptor", number)


def double(number):
    return None


def triple(number):
    return None
