"""Tracks are planned in whole samples, each from its own moment, and a change touches what it must."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from nbstudio import action, rulebook
from nbstudio.errors import SpecError
from nbstudio.plan import mixing
from nbstudio.plan.brief import Brief, Frame
from nbstudio.plan.desk import Desk
from nbstudio.plan.step import Step
from nbstudio.project import stdlib
from nbstudio.spec.audio import Audio
from tests.plan.test_moments import music

BOOK = rulebook.load([stdlib() / "rules"], action.names())
FILM = 40 * 48_000
VOICE = {"id": "vo", "role": "voice", "source": "vo.wav"}
SONG = {"id": "song", "source": "music"}


def steps(*tracks: dict[str, Any], ducking: object = (), rate: Fraction = Fraction(30)) -> dict[str, Step]:
    audio = Audio.model_validate({"tracks": tracks, "ducking": ducking})
    sounds = {str(track["source"]): f"specs/{track['source']}" for track in tracks if track["source"]}
    brief = Brief(
        name="a", music="specs/song.mp3", music_params={}, prompt="", seed=0, people={}, style="cinematic",
        style_changes={}, frame=Frame(64, 36, rate, "draft"), loudness={}, setups=None, audio=audio, sounds=sounds,
    )  # fmt: skip
    made = mixing.tracks(Desk(brief, BOOK, {}), replace(music(), rate=rate), FILM)
    return {step.target: step for step in made}


def test_without_tracks_the_song_is_the_one_track() -> None:
    (step,) = steps().values()
    assert (step.target, step.inputs) == ("track/song", (("source", ("specs/song.mp3",)),))
    assert step.params == {"film": FILM, "take": {}, "level": {}}
    assert step.suffix == ".wav"
    assert steps(SONG)["track/song"].params == step.params


def test_times_are_whole_samples_of_the_film() -> None:
    found = steps(
        {
            "id": "rain", "source": "rain.wav", "at": "bar:3", "in": "30f", "out": "3s", "duration": "2bars",
            "loop": True, "crossfade": "250ms", "fade_in": "1beat", "fade_out": "0.5s", "pan": -0.25,
            "gain": {"chorus.1": "0dB", "0s": "-12dB"},
        }
    )["track/rain"].params  # fmt: skip
    assert found["take"] == {
        "at": 5 * 48_000, "first": 48_000, "last": 3 * 48_000, "length": 4 * 48_000, "loop": True, "crossfade": 12_000
    }  # fmt: skip
    assert found["level"] == {"pan": -0.25, "fade_in": 24_000, "fade_out": 24_000}
    assert found["gain"] == [[0, -12.0], [9 * 48_000, 0.0]]


def test_a_source_has_a_time_of_its_own_and_the_song_its_moments() -> None:
    found = steps({**SONG, "in": "chorus.1"}, {**VOICE, "in": "10:00"})
    assert found["track/song"].params["take"]["first"] == 9 * 48_000
    assert found["track/vo"].params["take"]["first"] == 600 * 48_000  # beyond the song's end


def test_frames_do_not_drift() -> None:
    (step,) = steps({**VOICE, "at": "1000f"}, rate=Fraction(30000, 1001)).values()
    assert step.params["take"]["at"] == 1_601_600


def test_what_is_ducked_takes_the_voices_and_comes_after_them() -> None:
    rules = [{"under": "voice", "by": "9dB", "release": "300ms"}, {"under": "hit", "duck": "song", "by": "3dB"}]
    found = steps(SONG, VOICE, {"id": "hit", "source": "hit.wav"}, ducking=rules)
    assert list(found) == ["track/vo", "track/hit", "track/song"]
    assert dict(found["track/song"].inputs)["under"] == ("track/vo", "track/hit")
    assert found["track/song"].params["ducks"] == [
        {"by": 9.0, "attack": 0.15, "hold": 0.25, "release": 0.3, "under": [0]},
        {"by": 3.0, "attack": 0.15, "hold": 0.25, "release": 0.4, "under": [1]},
    ]
    assert "ducks" not in found["track/vo"].params
    assert dict(found["track/hit"].inputs) == {"source": ("specs/hit.wav",)}


@pytest.mark.parametrize(
    ("track", "code"),
    [
        ({"at": "40s"}, "beyond-film"),
        ({"at": "verse.9"}, "unknown-section"),
        ({"at": "bar:99"}, "beyond-song"),
        ({"in": "3s", "out": "2s"}, "empty-range"),
        ({"gain": {"bridge": "0dB"}}, "unknown-section"),
    ],
)
def test_moments_that_are_not_there_are_refused(track: dict[str, Any], code: str) -> None:
    with pytest.raises(SpecError) as caught:
        steps({**VOICE, **track})
    assert caught.value.diagnostics[0].code == code
    assert caught.value.diagnostics[0].hint
