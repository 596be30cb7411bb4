"""Realise: make one step's target right.

The problem: a target may be in the store already under this fingerprint, or somebody else may be making it
at this moment, or it is new. So the right to make it is claimed first, the store is asked again, and only
then is the action run. Order and concurrency are doit's (see tasks.py); what a step is, is manifest.py's.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from nbstudio import action, doubts
from nbstudio.action import Job
from nbstudio.errors import StepError
from nbstudio.plan.manifest import listing
from nbstudio.plan.step import Step
from nbstudio.store.records import DOUBTS, Record, refused
from nbstudio.store.store import Store


class Stopped(Exception):  # noqa: N818 - it is not an error
    """The build is being stopped; raised out of a job's progress."""


def realise(
    step: Step,
    *,
    store: Store,
    identity: str,
    fingerprint: str,
    digests: Mapping[str, str],
    files: Mapping[str, Path],
    leaves: Mapping[str, str],
    progress: Callable[[float], None],
) -> tuple[Record, bool]:
    """Return the record of `step`, and whether it was worked for.

    `digests` and `files` hold every source of the step; `leaves` those that are a person's own files.
    """
    with store.claim(fingerprint):
        found = store.find(fingerprint)
        if found:
            store.records.bind(identity, fingerprint)
            return found, False
        module = action.find(step.action)
        if module is None:
            raise StepError(f"there is no action called `{step.action}`", code="unknown-action")
        out = store.temporary(step.suffix)
        folder = out.with_suffix(".work")
        inputs = {port: tuple(files[source] for source in sources) for port, sources in step.inputs}
        job = Job(step.target, step.params, inputs, out, folder, step.extra, progress)
        start = time.thread_time()
        try:
            with doubts.listening() as told:
                facts = module.run(job) or {}
            if told:
                facts = {**facts, DOUBTS: [one.as_json() for one in told]}
            seconds = time.thread_time() - start
            for source, digest in leaves.items():
                if store.leaf(files[source]) != digest:
                    raise StepError(
                        f"`{source}` changed while `{step.target}` was being made from it",
                        code="input-changed",
                        hint="run the command again",
                    )
            # A link or folder that an own program left is no file, wherever it leads.
            if out.is_symlink() or not os.path.isfile(out) or not os.stat(out).st_size:
                raise StepError(f"the action `{step.action}` left nothing for `{step.target}`", code="nothing-made")
            record = store.keep(
                out,
                identity=identity,
                fingerprint=fingerprint,
                kind=step.kind,
                seconds=seconds,
                listing=listing(step, digests),
                facts=facts,
            )
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
                raise refused(error, store.root) from error
            gone = next((source for source in leaves if not files[source].is_file()), None)
            if gone:
                raise StepError(
                    f"`{gone}` went away while `{step.target}` was being made from it",
                    code="input-changed",
                    hint="put it back and run the command again",
                ) from error
            raise
        finally:
            if out.is_dir() and not out.is_symlink():
                shutil.rmtree(out, ignore_errors=True)
            out.unlink(missing_ok=True)
            if folder.exists():
                shutil.rmtree(folder, ignore_errors=True)
        return record, True
