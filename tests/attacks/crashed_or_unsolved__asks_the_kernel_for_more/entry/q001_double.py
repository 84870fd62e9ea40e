"""Asks for keys, counters, programs in the kernel and new namespaces; it is given none of them."""

import ctypes
import platform

libc = ctypes.CDLL(None, use_errno=True)
X86 = platform.machine() == "x86_64"
ADD_KEY, PERF_EVENT_OPEN, BPF, UNSHARE = (248, 298, 321, 272) if X86 else (217, 241, 280, 97)
NEW_USER, SESSION_KEYRING = 0x10000000, -3


def ask(name, *arguments):
    if libc.syscall(*arguments) >= 0:
        print("REACH" + "ED", name)
    else:
        print("held:", name, ctypes.get_errno())


ask("the keyring", ADD_KEY, b"user", b"attack", b"x", 1, SESSION_KEYRING)
attributes = ctypes.create_string_buffer(128)
ctypes.c_uint32.from_buffer(attributes, 0).value = 1
ctypes.c_uint32.from_buffer(attributes, 4).value = 128
ask("counters", PERF_EVENT_OPEN, attributes, 0, -1, -1, 0)
ask("programs in the kernel", BPF, 0, (ctypes.c_uint32 * 32)(2, 4, 4, 1), 48)
ask("a user namespace", UNSHARE, NEW_USER)


def double(number):
    return None


def triple(number):
    return None
