"""The mix as it is written: values with units, names that stand for something, every mistake at its place."""

from __future__ import annotations

import pytest

from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import SpecError
from nbstudio.project import Project
from nbstudio.source import Source
from nbstudio.spec.audio import Audio
from nbstudio.spec.load import Loaded, read
from nbstudio.spec.moment import Moment
from nbstudio.spec.tracks import ducked, heard, ordered

HEAD = "nbstudio: 1\ntitle: A\nmusic: song.mp3\nprompt: the sea\naudio:\n"
SONG = "    - {id: song, source: music}\n"
VOICE = "    - {id: vo, role: voice, source: voice.wav, at: 2s}\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Project:
    specs = tmp_path_factory.mktemp("project") / "specs"
    specs.mkdir()
    for name in ("song.mp3", "voice.wav", "rain.wav"):
        (specs / name).write_bytes(b"sound")
    return Project.around(specs)


def loaded(project: Project, text: str) -> Loaded:
    return read(Source("specs/a.yaml", HEAD + text), project.root / "specs" / "a.yaml", project)


def only(project: Project, text: str) -> Diagnostic:
    with pytest.raises(SpecError) as caught:
        loaded(project, text)
    (found,) = caught.value.diagnostics
    return found


def test_a_mix_is_read(place: Project) -> None:
    rain = (
        "    - {id: rain, role: ambience, source: rain.wav, loop: true, gain: {0s: -30dB, chorus.1: -18 dB}, "
        "pan: -0.5, fade_out: 4s, in: 0:01, out: 3s, crossfade: 500ms}\n"
    )
    found = loaded(
        place,
        f"  tracks:\n{SONG}{VOICE}{rain}"
        "  ducking: {under: voice, duck: [music, ambience], by: 9dB, release: 300ms, threshold: -40dBFS}\n"
        "  loudness: {target: -16LUFS, true_peak: -1.5dBTP}\n",
    )
    audio = found.video.audio
    assert [track.kind for track in audio.tracks] == ["music", "voice", "ambience"]
    assert audio.tracks[2].gain == ((Moment("seconds"), -30.0), (Moment("section", name="chorus.1"), -18.0))
    (rule,) = audio.ducking
    assert (rule.by, rule.threshold) == (9.0, -40.0)
    assert (audio.loudness.target, audio.loudness.true_peak) == (-16.0, -1.5)
    assert found.files == {name: f"specs/{name}" for name in ("song.mp3", "voice.wav", "rain.wav")}


@pytest.mark.parametrize(
    ("track", "says"),
    [
        ("{id: a, source: rain.wav, gain: -18LUFS}", "`LUFS` is not its unit: write it in dB"),
        ("{id: a, source: rain.wav, gain: loud}", "`loud` is not a level"),
        ("{id: a, source: rain.wav, gain: 90dB}", "is from -120 to 40 dB, not 90"),
        ("{id: a, source: rain.wav, gain: {soon: x}}", "`x` is not a level"),
        ("{id: a, source: rain.wav, gain: {}}", "given at moments"),
        ("{id: a, source: rain.wav, pan: 2}", "less than or equal to 1"),
        ("{id: a, source: rain.wav, fade_in: 3}", "a duration has a unit"),
        ("{id: a, source: rain.wav, fade_in: auto}", "nothing to share"),
        ("{id: a, source: rain.wav, role: noise}", "'music', 'voice', 'effect' or 'ambience'"),
        ("{id: a, source: rain.wav, in: chorus.1}", "`chorus.1` is a moment of the song"),
        ("{id: voice, source: rain.wav}", "`voice` is a role, and this track is effect"),
        ("{id: a, source: rain.wav, crossfade: 1s}", "only a loop has a crossfade"),
    ],
)
def test_wrong_values_are_told(place: Project, track: str, says: str) -> None:
    found = only(place, f"  tracks:\n    - {track}\n")
    assert found.code == "wrong-value"
    assert says in found.message
    assert found.span
    assert found.span.line == 7


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        (f"  tracks:\n{SONG}{SONG}", "duplicate-id", "unique"),
        ("  tracks:\n    - {id: a}\n", "missing-key", "source: music"),
        ("  tracks:\n    - {id: a, source: rian.wav}\n", "missing-file", "did you mean `rain.wav`"),
        ("  tracks:\n    - {id: a, source: music, gian: 3dB}\n", "unknown-key", "did you mean `gain`"),
        (f"  tracks:\n{SONG}  ducking: {{under: vioce}}\n", "unknown-track", "did you mean `voice`"),
        (f"  tracks:\n{SONG}  ducking: [{{duck: snog}}]\n", "unknown-track", "did you mean `song`"),
        (f"  tracks:\n{SONG}  ducking: {{by: -9dB}}\n", "wrong-value", None),
        (f"  tracks:\n{SONG}  ducking: {{buy: 9dB}}\n", "unknown-key", "did you mean `by`"),
        ("  loudness: {target: -14dBTP}\n", "wrong-value", None),
        (
            f"  tracks:\n{SONG}{VOICE}  ducking: [{{under: voice, duck: music}}, {{under: music, duck: voice}}]\n",
            "cycle",
            "one direction",
        ),
    ],
)
def test_wrong_names_are_told(place: Project, text: str, code: str, hint: str | None) -> None:
    found = only(place, text)
    assert found.code == code
    assert hint is None or (found.hint and hint in found.hint)


def audio(*tracks: dict[str, object], ducking: object = ()) -> Audio:
    return Audio.model_validate({"tracks": tracks, "ducking": ducking})


def test_who_is_heard_and_who_steps_back() -> None:
    found = audio(
        {"id": "song", "source": "music"},
        {"id": "a", "role": "voice", "source": "a.wav"},
        {"id": "b", "role": "voice", "source": "b.wav", "mute": True},
        {"id": "hit", "source": "hit.wav"},
        ducking=[{"under": ["voice"], "duck": ["music", "effect"]}, {"under": "hit", "duck": "song", "by": "3dB"}],
    )
    song, a, _, hit = found.tracks
    assert heard(found) == [song, a, hit]
    assert [(rule.by, [voice.id for voice in voices]) for rule, voices in ducked(found, song)] == [
        (9.0, ["a"]),
        (3.0, ["hit"]),
    ]
    assert ducked(found, a) == []
    assert [track.id for track in ordered(found)] == ["a", "hit", "song"]


def test_solo_leaves_the_others_out() -> None:
    found = audio({"id": "song", "source": "music"}, {"id": "hit", "source": "hit.wav", "solo": True})
    assert [track.id for track in heard(found)] == ["hit"]
