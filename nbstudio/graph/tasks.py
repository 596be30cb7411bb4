"""Tasks: steps as doit's tasks, and doit's reports as events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from doit.exceptions import BaseFail, TaskFailed
from doit.task import Task

from nbstudio.errors import StudioError
from nbstudio.graph.events import Blocked, Failed, Listener, Started, nothing
from nbstudio.plan.step import Step

Act = Callable[[Step], StudioError | None]


class Names(list[str]):
    """Names of tasks that doit may ask for one by one; a plain list makes that quadratic in a wide join."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        super().__init__(names)
        self._set = set(self)

    def __contains__(self, name: object) -> bool:
        return name in self._set

    def append(self, name: str) -> None:
        """Add a name."""
        super().append(name)
        self._set.add(name)


def ranks(steps: Iterable[Step], name: Mapping[str, str]) -> dict[str, float]:
    """Return for every task the seconds of the longest way from it to the end."""
    way: dict[str, float] = {}
    for step in reversed(list(steps)):
        own = way.get(name[step.target], 0.0) + step.seconds
        way[name[step.target]] = own
        for source in step.sources():
            if source in name:
                way[name[source]] = max(way.get(name[source], 0.0), own)
    return way


def task(step: Step, depends: Iterable[str], rank: float, act: Act) -> Task:
    """Return the doit task that makes `step`; it fails with whatever error `act` returns."""

    def make() -> BaseFail | None:
        error = act(step)
        return TaskFailed(error.message) if error else None

    made = Task(
        step.target,
        [make],
        doc=step.says,
        io={"capture": False},  # doit would swap sys.stdout under the other workers
        verbosity=0,
        meta={"step": step, "rank": rank},
    )
    made.task_dep = Names(depends)
    return made


class Report:
    """doit's reporter: tells what happens as events. All of it is called in the main thread."""

    desc = "nbstudio's events"

    def __init__(self, listen: Listener, why: Callable[[Step], str], errors: Mapping[str, StudioError]) -> None:
        self.listen = listen
        self.why = why
        self.errors = errors
        self.failures: list[Failed] = []
        self.blocked: list[Step] = []

    def initialize(self, tasks: object, selected: object) -> None:
        """Nothing to tell yet."""

    def get_status(self, task: Task) -> None:
        """Nothing to tell yet."""

    def execute_task(self, task: Task) -> None:
        """Work on a task begins."""
        step = task.meta["step"] if task.meta else None
        if step is not None and self.listen is not nothing:  # why is looked up, and nobody would hear it
            self.listen(Started(step, self.why(step)))

    def add_failure(self, task: Task, fail: BaseFail) -> None:
        """A task failed, or was not tried because something that it needs failed."""
        step = task.meta["step"] if task.meta else None
        if step is None:
            return
        error = self.errors.get(step.target)
        if error is not None:
            event = Failed(step, error)
            self.failures.append(event)
            self.listen(event)
        elif fail.__class__.__name__ == "UnmetDependency":
            self.blocked.append(step)
            self.listen(Blocked(step))
        else:
            raise RuntimeError(f"{step.target}: {fail.get_msg()}")

    def add_success(self, task: Task) -> None:
        """The worker has told it already, with its time."""

    def skip_uptodate(self, task: Task) -> None:
        """Told by the check that found it (see run.py)."""

    def skip_ignore(self, task: Task) -> None:
        """Nothing is ignored by hand."""

    def cleanup_error(self, exception: BaseFail) -> None:
        """Nothing cleans up through doit."""
        raise RuntimeError(str(exception))

    def runtime_error(self, msg: str) -> None:
        """doit found our graph wrong: a bug of ours."""
        raise RuntimeError(msg)

    def teardown_task(self, task: Task) -> None:
        """Nothing is torn down."""

    def complete_run(self) -> None:
        """The result is returned, not printed."""
