"""Fingerprints: how a file that was laid out in a workspace is known again, or told from a changed
one. (A module of its own, as what it imports is dear to commands that only read.)"""

import hashlib


def fingerprint(content: bytes) -> str:
    """The first 16 digits of its SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()[:16]
