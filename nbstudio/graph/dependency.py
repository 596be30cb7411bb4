"""Freshness, for doit: a task is up to date when its fingerprint is in the store.

The problem: doit's own memory is written once, at exit, and knows only the last run; a killed build forgets
all it did. So doit is given this in place of its `Dependency`: it asks the store, and remembers nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from doit.dependency import Dependency, DependencyStatus
from doit.task import Task

from nbstudio.plan.step import Step

Check = Callable[[Step], bool]


class Freshness(Dependency):  # type: ignore[misc]
    """doit's dependency manager, answered by the store."""

    def __init__(self, fresh: Check) -> None:
        """Ask `fresh` of every step, when all that it takes is right."""
        self.fresh = fresh

    def get_status(self, task: Task, tasks_dict: object, get_log: bool = False) -> DependencyStatus:
        """Tell whether a task has to run."""
        del tasks_dict
        status = DependencyStatus(get_log)
        step = task.meta.get("step") if task.meta else None
        if step is None or self.fresh(step):
            status.status = "up-to-date"
        else:
            status.status = "run"
        return status

    def status_is_ignore(self, task: Task) -> bool:
        """Nothing is ignored by hand."""
        del task
        return False

    def save_success(self, task: Task, result_hash: object = None) -> None:
        """Nothing to save: the record was committed before doit heard of it."""

    def remove_success(self, task: Task) -> None:
        """Nothing to forget."""

    def get_values(self, task_name: str) -> dict[str, Any]:
        """Tasks pass files, not values."""
        del task_name
        return {}

    def close(self) -> None:
        """Nothing to write."""
