"""The runner: doit's tasks on worker threads, under a limit for every pool.

doit orders and selects, in the main thread; here is decided what starts now. Of all that may start, the
step with the longest way still before it goes first (critical-path list scheduling), as far as its pool has
room. The heavy work (warps, encoding, networks) lets go of the interpreter's lock, so threads are enough,
and a killed build leaves no process behind.
"""

from __future__ import annotations

import heapq
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from queue import SimpleQueue
from typing import Any

from doit.control import ExecNode, TaskDispatcher
from doit.exceptions import BaseFail, TaskError
from doit.runner import Runner

from nbstudio.errors import StepError


class PoolRunner(Runner):  # type: ignore[misc]
    """doit's runner, with workers, pools and a stop that drains."""

    def __init__(
        self,
        dep_manager: object,
        reporter: object,
        *,
        jobs: int,
        pools: Mapping[str, int],
        stopping: Callable[[int], None],
    ) -> None:
        """Run `jobs` tasks at once, of each pool at most `pools[name]`; `stopping` hears of a stop."""
        super().__init__(dep_manager, reporter, continue_=True)
        self.jobs = jobs
        self.pools = pools
        self.stopping = stopping
        self.interrupts = 0
        self.abandon = threading.Event()
        """Set when the person asks a second time: running jobs stop at their next progress."""

    def run_tasks(self, dispatcher: TaskDispatcher) -> None:
        """Take tasks from doit as they become ready, start them as pools allow, until nothing is left."""
        done: SimpleQueue[tuple[ExecNode, BaseFail | None] | None] = SimpleQueue()
        ready: list[tuple[float, int, ExecNode]] = []
        used: Counter[str] = Counter()
        order = count()
        running = 0
        reply: ExecNode | None = None
        exhausted = False
        with ThreadPoolExecutor(self.jobs, "worker") as workers, self._interruptible(done, lambda: running):
            while True:
                while not (exhausted or self.interrupts or self._stop_running):
                    try:
                        node = dispatcher.generator.send(reply)
                    except StopIteration:
                        exhausted = True
                        break
                    reply = None
                    if node == "hold on":
                        break
                    if self.select_task(node, dispatcher.tasks):
                        heapq.heappush(ready, (-node.task.meta["rank"], next(order), node))
                    else:
                        reply = node
                if not (self.interrupts or self._stop_running):
                    running += self._start(ready, used, running, workers, done)
                if not running:
                    if exhausted or self.interrupts or self._stop_running:
                        return
                    raise StepError("the plan has a cycle", code="cycle")
                finished = done.get()
                if finished is None:
                    continue
                node, failure = finished
                running -= 1
                used[node.task.meta["step"].pool] -= 1
                self.process_task_result(node, failure)
                reply = node

    def _start(
        self,
        ready: list[tuple[float, int, ExecNode]],
        used: Counter[str],
        running: int,
        workers: ThreadPoolExecutor,
        done: SimpleQueue[tuple[ExecNode, BaseFail | None] | None],
    ) -> int:
        """Start what may start; return how many did."""
        started = 0
        waiting = []
        while ready and running + started < self.jobs:
            entry = heapq.heappop(ready)
            node = entry[2]
            pool = node.task.meta["step"].pool
            if used[pool] >= self.pools.get(pool, self.jobs):
                waiting.append(entry)
                continue
            used[pool] += 1
            started += 1
            self.reporter.execute_task(node.task)
            workers.submit(self._execute, node, done)
        for entry in waiting:
            heapq.heappush(ready, entry)
        return started

    def _execute(self, node: ExecNode, done: SimpleQueue[tuple[ExecNode, BaseFail | None] | None]) -> None:
        """Run one task on a worker; whatever happens, the main thread hears of it."""
        try:
            failure = node.task.execute(self.stream)
        except BaseException as error:  # a lost worker would be waited for without end
            failure = TaskError(f"{node.task.name}: {error!r}", error)
        done.put((node, failure))

    @contextmanager
    def _interruptible(self, done: SimpleQueue[Any], running: Callable[[], int]) -> Iterator[None]:
        """Make Ctrl-C (and SIGTERM) finish what runs and start nothing more; a second one abandons it."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def handle(number: int, frame: object) -> None:
            del number, frame
            self.interrupts += 1
            if self.interrupts > 1:
                self.abandon.set()
            self.stopping(running())
            done.put(None)

        before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
