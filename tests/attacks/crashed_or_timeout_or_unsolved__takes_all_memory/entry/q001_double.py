"""Takes memory without end; its address space is limited."""


def double(number):
    hoard = []
    while True:
        hoard.append(bytearray(2**26))


triple = double
