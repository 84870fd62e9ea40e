"""Brings modules named like the standard library's and the grader's; its folder is on no path."""

import json
import random
import statistics

assert json and random and statistics


def double(number):
    return None


def triple(number):
    return None
