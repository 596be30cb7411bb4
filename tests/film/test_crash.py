"""Killed at random moments, a hundred times: the next build ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.film.conftest import Studio, made

KILLS = 100


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_a_hundred_kills_lose_nothing_but_time(built: Studio, tmp_path: Path) -> None:
    studio = Studio(tmp_path / "project", tmp_path / "cache")
    shutil.copytree(built.root, studio.root)
    chance = random.Random(4)
    words = [sys.executable, "-m", "nbstudio", "build", "small"]
    environment = {**os.environ, "NBSTUDIO_CACHE": str(studio.cache)}
    kills = finished = 0
    while kills < KILLS:
        running = subprocess.Popen(
            words, cwd=studio.root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            running.wait(timeout=0.25 + chance.random() * 1.6)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.wait()
            kills += 1
            continue
        assert running.returncode == 0
        finished += 1
        studio.film().unlink()
        for name in ("objects", "builds"):  # begin anew, on records that claim more than there is
            shutil.rmtree(studio.cache / name)
    studio.build()
    assert studio.film().read_bytes() == built.film().read_bytes()
    assert made(studio.build()) == {}
    assert finished <= kills


@pytest.mark.slow
def test_ctrl_c_drains_and_keeps_what_was_made(built: Studio, tmp_path: Path) -> None:
    studio = Studio(tmp_path / "project", tmp_path / "cache")
    shutil.copytree(built.root, studio.root)
    running = subprocess.Popen(
        [sys.executable, "-m", "nbstudio", "build", "small"],
        cwd=studio.root,
        env={**os.environ, "NBSTUDIO_CACHE": str(studio.cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not list((studio.cache / "objects").glob("*/*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=120)
    assert running.returncode == 130, said
    assert "Traceback" not in said
    studio.build()
    assert studio.film().read_bytes() == built.film().read_bytes()
