"""Digests: XXH3-128 for what a step is, SHA-256 for what an artifact holds.

XXH3 is read 24 to 56 times faster than MD5 and names nothing outside this cache; SHA-256 names
artifacts, because it stands in lock files and guards stores that are shared.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import xxhash

CHUNK = 1 << 20


def text_digest(text: str) -> str:
    """Return the XXH3-128 of a text, 32 hexadecimal digits."""
    return xxhash.xxh3_128_hexdigest(text.encode())


def file_digest(path: Path | str) -> str:
    """Return the SHA-256 of a file's content, 64 hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def signature(path: Path | str) -> tuple[int, int, int, int]:
    """Return what changes whenever a file's content may have: mtime, ctime (ns), size, inode."""
    stat = os.stat(path)
    return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino
