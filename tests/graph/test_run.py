"""The core on trivial steps: what is made, what is not, and what happens when something goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from nbstudio.errors import StoreError, UsageError
from nbstudio.graph.events import Event, Finished, Planned
from nbstudio.graph.run import Run
from nbstudio.store.store import Store
from tests.graph.trivial import Trivial, Words, build, film, install, made, names

ABC = {"a": "one", "b": "two ~", "c": "three"}


@pytest.fixture
def trivial(monkeypatch: pytest.MonkeyPatch) -> Trivial:
    return install(monkeypatch)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "cache") as store:
        yield store


def test_all_is_made_once_then_nothing(trivial: Trivial, store: Store) -> None:
    first = build(Words(ABC), store)
    assert first.ok
    assert made(first) == {"analysis": 1, "still": 3, "segment": 3, "transition": 1, "film": 1}
    again = build(Words(ABC), store)
    assert made(again) == {}
    assert again.counts["still"] == {"fresh": 3, "restored": 0, "made": 0}
    assert len(trivial.ran) == 9


def test_one_shots_words(trivial: Trivial, store: Store) -> None:
    build(Words(ABC), store)
    trivial.ran.clear()
    build(Words(ABC | {"a": "other"}), store)
    assert sorted(trivial.ran) == ["film/film", "segment/a", "still/a", "transition/a--b"]


def test_rename_and_reorder_make_no_still(trivial: Trivial, store: Store) -> None:
    build(Words(ABC), store)
    result = build(Words({"c": "three", "z": "one", "b": "two ~"}), store)
    assert made(result) == {"film": 1}
    assert result.counts["still"] == {"fresh": 2, "restored": 1, "made": 0}
    assert sorted(p.name for p in (store.root / "builds/film/still").iterdir()) == ["b.txt", "c.txt", "z.txt"]


def test_there_and_back_is_restored(trivial: Trivial, store: Store) -> None:
    build(Words(ABC), store)
    before = film(store, Words(ABC))
    build(Words(ABC | {"a": "other"}), store)
    back = build(Words(ABC), store)
    assert made(back) == {}
    assert back.counts["still"] == {"fresh": 2, "restored": 1, "made": 0}
    assert film(store, Words(ABC)) == before


def test_the_same_bytes_stop_the_work(trivial: Trivial, store: Store) -> None:
    build(Words({"a": "same thing"}), store)
    trivial.ran.clear()
    result = build(Words({"a": "same other"}), store)
    assert trivial.ran == ["still/a"], "a still that came out the same moves nothing"
    assert result.ok


def test_two_specs_share_a_shot(trivial: Trivial, store: Store) -> None:
    build(Words(ABC, name="one"), store)
    trivial.ran.clear()
    build(Words({"x": "three", "y": "new"}, name="two"), store)
    assert sorted(trivial.ran) == ["film/two", "segment/y", "still/y"]


def test_a_shot_twice_is_made_once(trivial: Trivial, store: Store) -> None:
    result = build(Words({"a": "one", "b": "one"}), store)
    assert made(result) == {"analysis": 1, "still": 1, "segment": 1, "film": 1}
    assert result.counts["still"] == {"fresh": 0, "restored": 1, "made": 1}


def test_a_failure_leaves_no_hole(trivial: Trivial, store: Store) -> None:
    result = build(Words({"a": "one", "b": "bad", "c": "three"}), store)
    assert not result.ok
    assert result.output is None
    assert [failed.step.target for failed in result.failures] == ["still/b"]
    assert names(result.blocked) == {"segment/b", "film/film"}
    assert "segment/c" in trivial.ran, "independent work goes on"
    assert not (store.root / "builds/film/film.txt").exists()
    mended = build(Words({"a": "one", "b": "good", "c": "three"}), store)
    assert made(mended) == {"still": 1, "segment": 1, "film": 1}


def test_until_stops_there(trivial: Trivial, store: Store) -> None:
    result = build(Words(ABC), store, until="still")
    assert made(result) == {"analysis": 1, "still": 3}
    with pytest.raises(UsageError):
        build(Words(ABC), store, until="sill")


def test_lost_objects_are_made_again_only_where_needed(trivial: Trivial, store: Store) -> None:
    build(Words(ABC), store)
    run = Run(Words(ABC), store, Path, jobs=1)
    lost = run.work.known[run.work.identities["still/a"]].digest
    store.object(lost).unlink()
    assert made(build(Words(ABC), store)) == {}, "the film is there, nobody needs the still"
    result = build(Words(ABC | {"b": "changed ~"}), store)
    assert made(result) == {"still": 2, "segment": 1, "transition": 1, "film": 1}


def test_lost_records_are_never_called_fresh(trivial: Trivial, tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        build(Words(ABC), store)
    for path in tmp_path.glob("nbstudio.sqlite*"):
        path.unlink()
    with Store(tmp_path) as store:
        assert sum(made(build(Words(ABC), store)).values()) == 9


def test_any_number_of_workers_gives_the_same_film(trivial: Trivial, tmp_path: Path) -> None:
    shots = {f"s{i}": f"words {i}" + (" ~" if i % 3 else "") for i in range(40)}
    films = set()
    for jobs in (1, 2, 4):
        with Store(tmp_path / str(jobs)) as store:
            build(Words(shots), store, jobs=jobs)
            films.add(film(store, Words(shots)))
    assert len(films) == 1


def test_two_builds_at_once_share(trivial: Trivial, tmp_path: Path) -> None:
    shots = {f"s{i}": f"words {i}" for i in range(30)}
    results = []

    def one(name: str) -> None:
        with Store(tmp_path) as store:
            results.append(build(Words(shots, name=name), store))

    threads = [threading.Thread(target=one, args=(name,)) for name in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(result.ok for result in results)
    assert len([target for target in trivial.ran if target.startswith("still/")]) == 30


def test_a_full_disk_stops_the_build_in_clear_words(
    trivial: Trivial, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(job: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(trivial, "run", full)
    result = build(Words(ABC), store)
    assert [failed.error.code for failed in result.failures] == ["disk-full"]
    assert isinstance(result.failures[0].error, StoreError)


def test_a_deep_chain_and_a_wide_join(trivial: Trivial, store: Store) -> None:
    shots = {f"s{i}": f"words {i} ~" for i in range(1500)}
    assert build(Words(shots), store).ok


def test_events_tell_what_is_done(trivial: Trivial, store: Store) -> None:
    heard: list[Event] = []
    build(Words(ABC), store, listen=heard.append)
    planned = [event for event in heard if isinstance(event, Planned)]
    assert [event.partial for event in planned] == [True, False]
    assert {event.step.target for event in heard if isinstance(event, Finished)} >= {"still/a", "film/film"}
