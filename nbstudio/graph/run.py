"""Run: a spec's plan made real by doit, in two passes where the song is not known yet.

Analysis and storyboard are made by steps, and the shots depend on what they found. Where they are in the
store already, everything is planned at once; else the shots are a delayed task of doit's, created when the
survey is done.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from doit.control import TaskControl
from doit.task import DelayedLoader, Task

from nbstudio.diagnostics import Diagnostic
from nbstudio.digest import file_digest
from nbstudio.errors import StepError, StoreError, StudioError, UsageError
from nbstudio.graph.dependency import Freshness
from nbstudio.graph.events import BuildResult, Finished, Listener, Planned, Progressed, Stopping, nothing
from nbstudio.graph.realise import Stopped, realise
from nbstudio.graph.runner import PoolRunner
from nbstudio.graph.tasks import Report, ranks, task
from nbstudio.graph.work import Known, Work
from nbstudio.plan.step import KINDS, Plan, Step
from nbstudio.source import Span
from nbstudio.store.builds import Build, Placing, deliver, where
from nbstudio.store.records import Place
from nbstudio.store.store import Store

SURVEY = "survey"
"""doit's name for all that must be known before the shots are."""
SHOTS = "shots"
"""doit's name for the shots, while what they are is not known."""


class Planner(Protocol):
    """What turns a spec into plans, purely; see plan/lower.py."""

    def survey(self) -> Plan:
        """Return the plan of what must be known first; all of it is wanted."""
        ...

    def shoot(self, found: Mapping[str, str]) -> Plan:
        """Return the whole plan, given the text of every survey target that is data."""
        ...


class Run:
    """One build of one spec."""

    def __init__(
        self,
        planner: Planner,
        store: Store,
        files: Callable[[str], Path],
        *,
        jobs: int,
        pools: Mapping[str, int] | None = None,
        frozen: bool = False,
        until: str | None = None,
        listen: Listener = nothing,
    ) -> None:
        """Prepare to build; `files` gives the path of a leaf. `until` stops at all targets of a kind."""
        self.planner, self.store, self.files = planner, store, files
        self.jobs, self.pools = jobs, dict(pools or {})
        self.frozen, self.until, self.listen = frozen, until, listen
        survey = planner.survey()
        self.work = Work(store, survey)
        self.build = Build(store, survey.name)
        self.fingerprints: dict[str, str] = {}
        self.errors: dict[str, StudioError] = {}
        self.survey_targets = tuple(step.target for step in survey.steps)
        self.work.extend(survey, survey.goals)
        if self._forget_damaged():
            self.work.extend(survey, survey.goals)
        if not self.work.dirty:
            self._shoot()

    # Planning

    def _forget_damaged(self) -> bool:
        """Remove survey objects that are not what they were, for the shots are planned from them; tell if any was."""
        damaged = False
        for target in self.survey_targets:
            known = self.work.known.get(self.work.identities[target])
            if known and self.store.has(known.digest, known.size):
                path = self.store.object(known.digest)
                if not path.is_file() or file_digest(path) != known.digest:
                    self.store.discard(known.digest)
                    damaged = True
        return damaged

    def _shoot(self) -> None:
        """Extend the plan by the shots; the survey is in the store."""
        plan = self.planner.shoot(self.found())
        self.work.extend(plan, self.goals(plan))

    def found(self) -> dict[str, str]:
        """Return the text of every survey target that is data; sounds and pictures have none."""
        texts = {}
        for target in self.survey_targets:
            known = self.work.known[self.work.identities[target]]
            if known.suffix != ".json":
                continue
            texts[target] = self.store.object(known.digest).read_text()
        return texts

    def goals(self, plan: Plan) -> tuple[str, ...]:
        """Return the targets to build: the film, or all of one kind."""
        if self.until is None:
            return plan.goals
        if self.until not in KINDS:
            raise UsageError(f"`{self.until}` is not a kind of target", hint=f"kinds are {', '.join(KINDS)}")
        return plan.until(self.until)

    def wanted(self) -> list[Step]:
        """Return the steps that the goals ask for, inputs first."""
        need = set(self.survey_targets)
        if not self.work.plan.partial:
            need.update(self.goals(self.work.plan))
        for step in reversed(self.work.plan.steps):
            if step.target in need:
                need.update(step.sources())
        return [step for step in self.work.plan.steps if step.target in need]

    # Building

    def build_all(self, out: Path | None = None) -> BuildResult:
        """Make everything right that is not, put it in place, and tell how it went."""
        start = time.perf_counter()
        self.report = Report(self.listen, self.why, self.errors)
        self.runner = PoolRunner(
            Freshness(self._fresh),
            self.report,
            jobs=self.jobs,
            pools=self.pools,
            stopping=lambda running: self.listen(Stopping(running)),
        )
        if self.work.plan.partial or self.work.dirty:
            self._run(list(self._tasks()))
        counts = self._arrange()
        film = self._film()
        done = not (self.report.failures or self.report.blocked or self.runner.interrupts or self.work.plan.partial)
        if out and film and done:
            deliver(film, out)
        return BuildResult(
            spec=self.work.plan.name,
            output=(out or film) if done else None,
            others=tuple(self._others()) if done else (),
            seconds=time.perf_counter() - start,
            counts=counts,
            failures=tuple(self.report.failures),
            blocked=tuple(self.report.blocked),
            interrupted=bool(self.runner.interrupts),
        )

    def _run(self, tasks: list[Task]) -> None:
        control = TaskControl(tasks)
        control.process([task.name for task in tasks])
        self.runner.run_all(control.task_dispatcher())

    def _tasks(self) -> Iterator[Task]:
        """Yield the tasks of what is dirty, and of the shots while they are not known."""
        yield from self._dirty_tasks()
        if self.work.plan.partial:
            survey = Task(SURVEY, None, has_subtask=True)
            survey.task_dep = [step.target for step in self.work.dirty]
            yield survey
            yield Task(SHOTS, None, loader=DelayedLoader(self._delayed, executed=SURVEY))

    def _dirty_tasks(self) -> list[Task]:
        work = self.work
        self.listen(Planned(work.dirty, len(self.wanted()), work.plan.partial))
        first = {work.identities[step.target]: step.target for step in work.dirty}
        name = {target: first[identity] for target, identity in work.identities.items() if identity in first}
        way = ranks(work.dirty, name)
        bonus = 1e6 if work.plan.partial else 0.0  # nothing can be planned before the survey is done
        return [
            task(
                step,
                dict.fromkeys(name[source] for source in step.sources() if source in name),
                way[step.target] + bonus,
                self._act,
            )
            for step in work.dirty
        ]

    def _delayed(self) -> Iterator[Task]:
        """Create the tasks of the shots, when the survey has been made."""
        if any(self.work.identities[target] not in self.work.known for target in self.survey_targets):
            return
        self._shoot()
        tasks = self._dirty_tasks()
        yield from tasks
        group = Task(SHOTS, None, has_subtask=True)
        group.task_dep = [task.name for task in tasks]
        yield group

    def _fresh(self, step: Step) -> bool:
        """Tell whether a step's fingerprint is in the store; called by doit when its inputs are right."""
        fingerprint = self.fingerprints[step.target] = self.work.fingerprint(step)
        record = self.store.find(fingerprint)
        if record is None:
            if self.frozen and (step.pool == "paid" or not step.extra.get("deterministic", True)):
                raise StepError(
                    f"`{step.target}` would be made anew, and this build is frozen",
                    code="frozen",
                    hint="build without --frozen, or bring the cache that holds it",
                )
            return False
        identity = self.work.identities[step.target]
        self.store.records.bind(identity, fingerprint)
        self.work.known[identity] = Known(fingerprint, record.digest, record.size, record.suffix)
        self.listen(Finished(step, "restored", 0.0))
        return True

    def _act(self, step: Step) -> StudioError | None:
        """Make a step; runs on a worker thread. What it returns is told by doit as the task's failure."""
        work = self.work
        identity = work.identities[step.target]
        plan = work.plan
        start = time.perf_counter()
        told = 0.0

        def progress(fraction: float) -> None:
            nonlocal told
            if self.runner.abandon.is_set():
                raise Stopped
            now = time.perf_counter()
            if now - told > 0.1:
                told = now
                self.listen(Progressed(step, fraction))

        try:
            record, made = realise(
                step,
                store=self.store,
                identity=identity,
                fingerprint=self.fingerprints[step.target],
                digests={source: work.digest(source) for source in step.sources()},
                files={
                    source: self.files(source) if source in plan.leaves else self.store.object(work.digest(source))
                    for source in step.sources()
                },
                leaves={source: plan.leaves[source] for source in step.sources() if source in plan.leaves},
                progress=progress,
            )
        except Stopped:
            error: StudioError = StepError(f"`{step.target}` was stopped", code="stopped")
        except StoreError as failure:
            self.runner.interrupts = self.runner.interrupts or 0
            self.runner._stop_running = True  # noqa: SLF001 - doit's own flag: nothing else can be kept either
            error = failure
        except StudioError as failure:
            error = self._damaged(step) or failure
        except Exception:
            damaged = self._damaged(step)
            if damaged is None:
                raise
            error = damaged
        else:
            work.known[identity] = Known(record.fingerprint, record.digest, record.size, record.suffix)
            if made:
                work.made.add(identity)
            self.listen(Finished(step, "made" if made else "restored", time.perf_counter() - start))
            return None
        self.errors[step.target] = error
        return error

    def _damaged(self, step: Step) -> StepError | None:
        """Remove what a step that failed was made from if it is not what it was, and tell so."""
        damaged = []
        for source in step.sources():
            if source in self.work.plan.leaves:
                continue
            digest = self.work.digest(source)
            path = self.store.object(digest)
            if not path.is_file() or file_digest(path) != digest:
                self.store.discard(digest)
                damaged.append(source)
        if not damaged:
            return None
        return StepError(
            f"`{step.target}` can't be made: {', '.join(damaged)} had been damaged in the cache",
            code="damaged-object",
            notes=["what was damaged is removed"],
            hint="build again: it is made anew",
        )

    # Putting in place

    def _arrange(self) -> dict[str, dict[str, int]]:
        """Bring the build's folder up to what is known, and count how every target came to be right."""
        work, build = self.work, self.build
        counts = {kind: {"fresh": 0, "restored": 0, "made": 0} for kind in KINDS}
        present = build.present()
        placing = Placing()
        told: set[str] = set()
        for step in self.wanted():
            identity = work.identities[step.target]
            known = work.known.get(identity)
            if known is None:
                continue
            place = build.places.get(step.target)
            stands = place is not None and place.digest == known.digest and where(step.target, known.suffix) in present
            if not stands and self.store.has(known.digest, known.size):
                listing = work.listing(step)
                placing.put.append((Place(step.target, known.fingerprint, known.digest, known.suffix), listing))
            made = identity in work.made and identity not in told
            told.add(identity)
            counts[step.kind]["made" if made else "fresh" if stands else "restored"] += 1
        if self.until is None and not work.plan.partial:
            ours = {step.target for step in work.plan.steps}
            placing.gone = [target for target in build.places if target not in ours]
        if placing.put or placing.gone:
            build.arrange(placing)
        return counts

    def _film(self) -> Path | None:
        goal = self.work.plan.goal
        known = self.work.known.get(self.work.identities[goal])
        if self.until or self.work.plan.partial or known is None:
            return None
        return self.build.path(goal, known.suffix)

    def _others(self) -> Iterator[Path]:
        """Yield where the films of all outputs but the first are."""
        plan = self.work.plan
        for target in plan.also if self.until is None and not plan.partial else ():
            known = self.work.known.get(self.work.identities[target])
            if plan.by_target[target].kind == "film" and known:
                yield self.build.path(target, known.suffix)

    # Explaining

    def doubts(self, place: Callable[[Step], Span | None]) -> list[Diagnostic]:
        """Return what was warned of while the targets were made that are wanted, now or in an earlier build.

        `place` tells where the text asks for a step; what several steps say of one file is told once.
        """
        steps: dict[str, Step] = {}
        for step in self.wanted():
            known = self.work.known.get(self.work.identities[step.target])
            if known:
                steps.setdefault(known.fingerprint, step)
        rows = self.store.records.doubts(steps)
        found: dict[tuple[str, str], Diagnostic] = {}
        for fingerprint, step in steps.items():
            for told in rows.get(fingerprint, []):
                code, message = told["code"], told["message"]
                doubt = Diagnostic(code, message, place(step), tuple(told["notes"]), told["hint"], "warning")
                found.setdefault((code, message), doubt)
        return list(found.values())

    def why(self, step: Step) -> str:
        """Return in a few words why a step is not right as it stands."""
        before = self.store.records.place_listing(self.build.name, step.target)
        if before is None:
            return "new"
        now = self.work.listing(step)
        changed = [name for name in {**before, **now} if before.get(name) != now.get(name)]
        return ", ".join(_reason(name) for name in changed) or "lost from the cache"


def _reason(entry: str) -> str:
    kind, _, name = entry.partition(" ")
    return {"param": f"{name} changed", "input": f"its {name} changed", "with": f"the rule's {name} changed"}.get(
        kind, f"{entry} changed"
    )
