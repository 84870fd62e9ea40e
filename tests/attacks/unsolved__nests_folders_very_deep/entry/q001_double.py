"""Leaves folders nested twelve hundred deep, too deep for a simple removal; all of them go."""

import os

print(f"SCRATCH={os.getcwd()}")
for _ in range(1200):
    os.mkdir("deep")
    os.chdir("deep")


def double(number):
    return None


def triple(number):
    return None
