"""Random histories of edits: an incremental build equals a clean one, and nothing is made twice."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from nbstudio.graph.run import Run
from nbstudio.plan.manifest import identities
from nbstudio.store.store import Store
from tests.graph.trivial import Words, build, film, install

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where there is one, a disk in memory: thousands of databases are opened here."""
WORDS = st.sampled_from(["one", "two", "three ~", "four ~", "same a", "same b", "five"])


class Histories(RuleBasedStateMachine):
    """Two specs on one cache, edited at random; a model remembers every state that was ever built."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.trivial = install(self.patch)
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY)
        self.store = Store(Path(self.folder.name) / "cache")
        self.specs = {name: {"a": "one", "b": "two", "c": "three ~"} for name in ("left", "right")}
        self.styles = {"left": "plain", "right": "plain"}
        self.past = [dict(self.specs["left"])]
        self.lost = False
        self.next = 0

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()
        self.patch.undo()

    def spec(self, name: str) -> Words:
        return Words(self.specs[name], name=name, style=self.styles[name])

    @initialize()
    def first(self) -> None:
        self.build_all()

    def build_all(self) -> None:
        for name in self.specs:
            assert build(self.spec(name), self.store, jobs=1).ok

    @rule(name=st.sampled_from(["left", "right"]), at=st.integers(0, 9), words=WORDS)
    def edit(self, name: str, at: int, words: str) -> None:
        shots = self.specs[name]
        shots[list(shots)[at % len(shots)]] = words
        self.build_all()

    @rule(name=st.sampled_from(["left", "right"]), at=st.integers(0, 9), words=WORDS)
    def insert(self, name: str, at: int, words: str) -> None:
        self.next += 1
        rows = list(self.specs[name].items())
        rows.insert(at % (len(rows) + 1), (f"n{self.next}", words))
        self.specs[name] = dict(rows)
        self.build_all()

    @rule(name=st.sampled_from(["left", "right"]), at=st.integers(0, 9))
    def delete(self, name: str, at: int) -> None:
        shots = self.specs[name]
        if len(shots) > 1:
            del shots[list(shots)[at % len(shots)]]
        self.build_all()

    @rule(name=st.sampled_from(["left", "right"]), order=st.randoms(use_true_random=False))
    def shuffle(self, name: str, order: object) -> None:
        rows = list(self.specs[name].items())
        order.shuffle(rows)  # type: ignore[attr-defined]
        self.specs[name] = dict(rows)
        before = len([t for t in self.trivial.ran if t.startswith("still/")])
        self.build_all()
        if not self.lost:
            assert len([t for t in self.trivial.ran if t.startswith("still/")]) == before

    @rule(name=st.sampled_from(["left", "right"]), style=st.sampled_from(["plain", "bold"]))
    def restyle(self, name: str, style: str) -> None:
        self.styles[name] = style
        self.build_all()

    @rule(at=st.integers(0, 9))
    def go_back(self, at: int) -> None:
        self.specs["left"] = dict(self.past[at % len(self.past)])
        self.build_all()

    @rule()
    def commit(self) -> None:
        self.past.append(dict(self.specs["left"]))

    @rule(data=st.data())
    def lose_objects(self, data: st.DataObject) -> None:
        objects = sorted((self.store.root / "objects").glob("*/*"))
        for path in data.draw(st.lists(st.sampled_from(objects), max_size=3)) if objects else []:
            path.unlink(missing_ok=True)
        self.lost = True
        self.build_all()

    @rule()
    def lose_places(self) -> None:
        for path in (self.store.root / "builds").glob("*/*/*.txt"):
            path.unlink()
        self.build_all()

    @invariant()
    def equal_to_a_clean_build(self) -> None:
        for name in self.specs:
            if not (self.store.root / "builds" / name).exists():
                return
            with tempfile.TemporaryDirectory(dir=MEMORY) as clean, Store(Path(clean)) as store:
                build(self.spec(name), store, jobs=1)
                del self.trivial.ran[-len(store.records.read("SELECT fingerprint FROM records")) :]
                assert film(self.store, self.spec(name)) == film(store, self.spec(name))

    @invariant()
    def nothing_is_made_twice(self) -> None:
        if not self.lost:
            made = self.store.records.read("SELECT COUNT(*) FROM records")[0][0]
            assert len(self.trivial.ran) == made

    @invariant()
    def nothing_is_left_to_do(self) -> None:
        for name in self.specs:
            run = Run(self.spec(name), self.store, Path, jobs=1)
            assert not run.work.dirty
            assert set(identities(run.work.plan)) >= {step.target for step in run.work.plan.steps}


TestHistories = pytest.mark.slow(Histories.TestCase)
TestHistories.settings = settings(
    max_examples=60, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
