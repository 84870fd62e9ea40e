"""Prints, returns and raises text that hides, reorders or tags what stands around it."""

HIDDEN = [0x200B, 0x200E, 0x202E, 0x2066, 0x2069, 0x2060, 0xFEFF, 0x00AD, 0x061C, 0x180E, 0x3164]
HIDDEN += [0x2028, 0x2029, 0x0085, 0x115F, 0xFE0F, 0xE0041, 0xE007F, 0xE0100, 0xFFF9, 0xF8FF]
TEXT = "".join(f"a{chr(number)}b" for number in HIDDEN)


def double(number):
    print(TEXT)
    if isinstance(number, str):
        raise type(TEXT.replace("\0", ""), (Exception,), {})(TEXT)
    return TEXT


def triple(number):
    raise ValueError(TEXT)
