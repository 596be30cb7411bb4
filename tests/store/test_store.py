"""The store: nothing half-written, nothing lost, and clear words when it can't be used."""

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from nbstudio.errors import StoreError
from nbstudio.store.builds import Build, Placing, link
from nbstudio.store.records import SCHEMA, Place
from nbstudio.store.store import Store


def keep(store: Store, text: str, fingerprint: str, identity: str = "i") -> str:
    made = store.temporary(".txt")
    made.write_text(text)
    return store.keep(
        made, identity=identity, fingerprint=fingerprint, kind="still", seconds=1.0, listing={"a": "b"}, facts={}
    ).digest


def test_what_is_kept_is_found_by_another(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        digest = keep(store, "hello", "f1")
    with Store(tmp_path) as store:
        record = store.find("f1")
        assert record
        assert record.digest == digest
        assert store.object(digest).read_text() == "hello"
        assert store.records.by_identity(["i", "unknown"]).keys() == {"i"}


def test_a_damaged_object_is_a_miss(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        path = store.object(keep(store, "hello", "f1"))
        path.chmod(0o644)
        path.write_text("hell")
        assert store.find("f1") is None
        path.unlink()
        assert store.find("f1") is None
        keep(store, "hello again", "f1")
        found = store.find("f1")
        assert found
        assert store.object(found.digest).read_text() == "hello again"


def test_a_leaf_is_read_again_only_when_it_changed(tmp_path: Path) -> None:
    leaf = tmp_path / "song.mp3"
    leaf.write_bytes(b"one")
    old = leaf.stat().st_mtime - 100
    os.utime(leaf, (old, old))
    with Store(tmp_path / "cache") as store:
        first = store.leaf(leaf)
        leaf.write_bytes(b"two")
        os.utime(leaf, (old, old))  # same size, same mtime: only the ctime tells
        assert store.leaf(leaf) != first


def test_a_newer_cache_is_refused(tmp_path: Path) -> None:
    Store(tmp_path).close()
    with sqlite3.connect(tmp_path / "nbstudio.sqlite") as db:
        db.execute(f"PRAGMA user_version={SCHEMA + 1}")
    with pytest.raises(StoreError, match="newer") as caught:
        Store(tmp_path)
    assert caught.value.code == "store-newer"


def test_a_damaged_database_is_refused_with_a_hint(tmp_path: Path) -> None:
    Store(tmp_path).close()
    (tmp_path / "nbstudio.sqlite").write_bytes(b"not a database at all" * 500)
    for extra in tmp_path.glob("nbstudio.sqlite-*"):
        extra.unlink()
    with pytest.raises(StoreError) as caught:
        Store(tmp_path)
    assert caught.value.hint


def test_a_cache_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(StoreError):
        Store(tmp_path / "cache")


def test_a_claim_is_held_by_one(tmp_path: Path) -> None:
    inside = 0
    most = 0
    guard = threading.Lock()
    with Store(tmp_path) as store:

        def work() -> None:
            nonlocal inside, most
            for _ in range(20):
                with store.claim("abcdef"):
                    with guard:
                        inside += 1
                        most = max(most, inside)
                    with guard:
                        inside -= 1

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most == 1


def test_scratch_of_a_killed_build_is_removed(tmp_path: Path) -> None:
    Store(tmp_path).close()
    left = tmp_path / "tmp" / "999999999-abc"
    left.mkdir()
    Store(tmp_path).close()
    assert not left.exists()


def test_a_build_folder_is_arranged_and_cleaned(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        digest = keep(store, "hello", "f1")
        build = Build(store, "one")
        build.arrange(Placing(put=[(Place("still/a", "f1", digest, ".txt"), {"x": "1"})]))
        assert (tmp_path / "builds/one/still/a.txt").read_text() == "hello"
        again = Build(store, "one")
        assert again.places["still/a"].digest == digest
        assert store.records.place_listing("one", "still/a") == {"x": "1"}
        again.arrange(Placing(gone=["still/a"]))
        assert not (tmp_path / "builds/one/still/a.txt").exists()
        assert Build(store, "one").places == {}
        assert store.find("f1"), "the object stays"


def test_linking_what_stands_there_already_leaves_nothing_behind(tmp_path: Path) -> None:
    source = tmp_path / "object"
    source.write_text("hello")
    for _ in range(2):
        link(source, tmp_path / "builds" / "film.txt")
    assert [path.name for path in (tmp_path / "builds").iterdir()] == ["film.txt"]
    source.with_name("other").write_text("new")
    link(source.with_name("other"), tmp_path / "builds" / "film.txt")
    assert (tmp_path / "builds" / "film.txt").read_text() == "new"
