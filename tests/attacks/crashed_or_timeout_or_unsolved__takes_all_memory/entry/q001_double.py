"""Takes memory without end; its address space is limited."""


def double(number):
    hoard = []
    while number == 2:
        hoard.append(bytearray(2**26))


triple = double
