"""Records: the database that builds share."""

from __future__ import annotations

import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from nbstudio.errors import StoreError
from nbstudio.store import records


class Busy(sqlite3.Connection):
    """A database whose mode others are changing: SQLite refuses at once, whatever the timeout."""

    left = 0

    def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
        if "journal_mode" in sql and Busy.left > 0:
            Busy.left -= 1
            raise sqlite3.OperationalError("database is locked")
        return super().execute(sql, *rest)


def test_opened_by_many_at_once_each_has_its_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records.sqlite3, "connect", partial(sqlite3.connect, factory=Busy))
    Busy.left = 3
    opened = records.Records(tmp_path / "one.sqlite")
    opened.close()
    assert Busy.left == 0
    monkeypatch.setattr(records, "PATIENCE", 0.0)
    Busy.left = 10**6
    with pytest.raises(StoreError, match="locked"):
        records.Records(tmp_path / "two.sqlite")
    Busy.left = 0
