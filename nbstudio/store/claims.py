"""Claims: who may make a fingerprint now.

The problem: two builds at once want the same still. One makes, the other waits and takes. A claim is an
advisory lock on a file, held through the work; the kernel lets go of it when its holder is killed. Locks are
spread over a fixed number of files, for a lock file can't be removed safely. Two different fingerprints may
share one: then they wait for each other, which costs time and is never wrong, because a holder of one claim
never asks for another.

`flock` is called directly where there is one: the library that hides the difference between systems takes
half a millisecond for each claim, more than all else that the core does for a target.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SPREAD = 2
"""Hexadecimal digits of the fingerprint that name the lock file: 256 of them, each made once."""

try:
    import fcntl
except ImportError:  # Windows
    from filelock import FileLock

    @contextmanager
    def claim(folder: Path, fingerprint: str) -> Iterator[None]:
        """Hold the right to make `fingerprint`, against every other thread and process on this machine."""
        with FileLock(folder / fingerprint[:SPREAD], is_singleton=False, thread_local=False):
            yield

else:

    @contextmanager
    def claim(folder: Path, fingerprint: str) -> Iterator[None]:
        """Hold the right to make `fingerprint`, against every other thread and process on this machine."""
        lock = os.open(f"{folder}/{fingerprint[:SPREAD]}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)
