"""Reading specs: every mistake at its place, and never a traceback."""

from __future__ import annotations

import contextlib
import pickle
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbstudio.diagnostics import Diagnostic, render
from nbstudio.errors import SpecError
from nbstudio.project import Project
from nbstudio.source import Source
from nbstudio.spec.load import Loaded, load, read
from nbstudio.spec.time import Duration, parse

ASSETS = Path(__file__).parents[2] / "specs" / "assets"
HEAD = "nbstudio: 1\ntitle: A\nmusic: song.mp3\ncast: {eileen: photo.png}\n"
GOOD = HEAD + "prompt: the sea\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Project:
    specs = tmp_path_factory.mktemp("project") / "specs"
    specs.mkdir()
    shutil.copyfile(ASSETS / "astronaut.png", specs / "photo.png")
    (specs / "song.mp3").write_bytes(b"ID3")
    (specs.parent.parent / "outside.png").write_bytes(b"x")
    (specs / "link.png").symlink_to(specs.parent.parent / "outside.png")
    return Project.around(specs)


def loaded(project: Project, text: str) -> Loaded:
    return read(Source("specs/a.yaml", text), project.root / "specs" / "a.yaml", project)


def wrong(project: Project, text: str) -> list[Diagnostic]:
    with pytest.raises(SpecError) as caught:
        loaded(project, text)
    return list(caught.value.diagnostics)


def only(project: Project, text: str) -> Diagnostic:
    (found,) = wrong(project, text)
    return found


def shots(*rows: str) -> str:
    return HEAD + "scenes:\n  - id: one\n    shots:\n" + "".join(f"      - {row}\n" for row in rows)


def test_six_lines_are_enough(place: Project) -> None:
    found = loaded(place, GOOD)
    assert found.files == {"song.mp3": "specs/song.mp3", "photo.png": "specs/photo.png"}
    assert found.video.style.uses == "cinematic"
    assert pickle.loads(pickle.dumps(found.video)) == found.video


def test_an_unknown_key_is_shown_with_its_caret(place: Project) -> None:
    text = shots("{id: a, still: the sea, duraton: 2bars}")
    found = only(place, text)
    assert found.code == "unknown-key"
    assert render(found, Source("specs/a.yaml", text)) == (
        "error[unknown-key]: `duraton` is not a key of a shot\n"
        " --> specs/a.yaml:8:33\n"
        "  |\n"
        "8 |       - {id: a, still: the sea, duraton: 2bars}\n"
        "  |                                 ^^^^^^^\n"
        "  |\n"
        "  = hint: did you mean `duration`?"
    )


def test_all_mistakes_of_a_stage_come_together(place: Project) -> None:
    text = shots("{id: a, still: x, size: enormous}", "{id: b, still: y, duration: 4}").replace("title", "titel")
    codes = sorted(d.code for d in wrong(place, text))
    assert codes == ["missing-key", "unknown-key", "wrong-value", "wrong-value"]


def test_one_wrong_shot_is_one_mistake(place: Project) -> None:
    assert only(place, shots("{id: a, still: x, size: enormous}")).code == "wrong-value"


def test_a_duplicate_key_shows_both_places(place: Project) -> None:
    found = only(place, GOOD + "title: B\n")
    assert found.code == "duplicate-key"
    assert found.span
    assert found.span.line == 6
    assert "line 2" in found.notes[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [1", "syntax"),
        ("", "not-a-spec"),
        ("- 1", "not-a-spec"),
        (GOOD + "---\nb: 1\n", "syntax"),
        (GOOD + "\tx: 1\n", "syntax"),
        (GOOD.replace("1", "7"), "unknown-version"),
        (GOOD.replace("title: A", "title: A\x1b[31m"), "control-character"),
        (GOOD.replace("song.mp3", "sung.mp3"), "missing-file"),
        (GOOD.replace("song.mp3", "/etc/passwd"), "outside-project"),
        (GOOD.replace("song.mp3", "../../outside.png"), "outside-project"),
        (GOOD.replace("photo.png", "link.png"), "outside-project"),
        (GOOD.replace("song.mp3", "."), "missing-file"),
        (GOOD + "captions: {mode: karaoke}\n", "no-lyrics"),
        (GOOD + "style: {uses: cinematic, look: 35mm film}\n", "not-yet"),
        (GOOD + "description: ${{ vars.who }}\n", "unknown-variable"),
        (GOOD + "description: ${{ 1 + 1 }}\n", "bad-lookup"),
        (HEAD, "missing-key"),
        (shots("{id: a, still: x}", "{id: a, still: y}"), "duplicate-id"),
        (shots("{id: a, still: x, cast: [elieen]}"), "unknown-cast"),
        (shots("{id: ../a, still: x}"), "wrong-value"),
        (shots("{id: a}"), "missing-key"),
        (shots("{id: a, still: lost.png}"), "missing-file"),
        (shots("{id: a, still: x, lip_sync: loudly}"), "unknown-track"),
        (shots("{id: a, still: x, duration: 0s}"), "wrong-value"),
    ],
)
def test_each_mistake_has_its_code_and_place(place: Project, text: str, code: str) -> None:
    found = wrong(place, text)
    assert code in {d.code for d in found}
    assert all(d.span for d in found if d.code == code)


def test_a_missing_file_is_placed_at_itself_not_at_all_that_it_is_part_of(place: Project) -> None:
    text = "nbstudio: 1\ntitle: A\nmusic: {bpm: 90, file: lost.mp3}\nprompt: the sea\n"
    text += "cast:\n  mira: {photos: [photo.png, gone.jpg], about: tall}\n"
    found = {d.message: d.span for d in wrong(place, text) if d.code == "missing-file"}
    rows = text.split("\n")
    assert len(found) == 2
    for message, span in found.items():
        assert span
        assert rows[span.line - 1][span.column - 1 : span.end - 1] in message


@pytest.mark.parametrize(
    "key",
    ["thumbnail", "publish", "budget", "checks", "uses", "with", "patch", "matrix", "script", "storyboard"],
)
def test_words_of_the_language_to_come_are_named_never_passed_over(place: Project, key: str) -> None:
    found = only(place, GOOD + f"{key}: x\n")
    assert found.code == "not-yet"
    assert f"`{key}`" in found.message


def test_values_are_as_written(place: Project) -> None:
    found = loaded(place, GOOD + "vars: {a: 1:30, b: off, c: no, d: 010}\nx-note: {on: yes}\n")
    assert found.video.vars["a"] == "1:30"
    assert found.video.vars["b"] == "off"
    assert found.video.vars["c"] == "no"


def test_anchors_merge_and_lookups(place: Project) -> None:
    text = HEAD + (
        "vars: {where: Osaka}\nx-base: &base {size: wide}\nscenes:\n  - id: one\n    shots:\n"
        "      - {id: a, <<: *base, still: 'a street in ${{ vars.where }}'}\n"
    )
    (view,) = loaded(place, text).views
    assert (view.size, view.still) == ("wide", "a street in Osaka")


def test_defaults_scene_and_shot_come_nearer_and_nearer(place: Project) -> None:
    text = HEAD + (
        "locations: {sea: the sea at dusk}\ndefaults: {shot: {duration: 2bars, transition: dissolve, size: wide}}\n"
        "scenes:\n  - id: one\n    cast: [eileen]\n    location: sea\n    shots:\n"
        "      - {id: a, still: x}\n"
        "      - {id: b, still: y, cast: [], size: close-up, transition: cut, location: up}\n"
    )
    a, b = loaded(place, text).views
    assert (a.size, a.cast, a.location, a.transition.type) == ("wide", ("eileen",), "the sea at dusk", "dissolve")
    assert (b.size, b.cast, b.location, b.transition.type) == ("close-up", (), "up", "cut")
    assert a.duration == b.duration == Duration(2.0, "bars")


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("4s", Duration(4, "seconds")),
        ("500ms", Duration(0.5, "seconds")),
        ("96f", Duration(96, "frames")),
        ("00:01:12.500", Duration(72.5, "seconds")),
        ("8beats", Duration(8, "beats")),
        ("2bars", Duration(2, "bars")),
        ("auto", Duration(1, "shares")),
        ("3fr", Duration(3, "shares")),
    ],
)
def test_durations(text: str, duration: Duration) -> None:
    assert parse(text) == duration
    assert parse(str(duration)) == duration


@given(st.floats(0.001, 10_000), st.sampled_from(["seconds", "frames", "beats", "bars", "shares"]))
def test_printing_and_reading_durations_are_inverse(amount: float, unit: str) -> None:
    duration = Duration(float(f"{amount:.3f}"), unit)
    again = parse(f"{duration.amount:.3f}" + str(duration).lstrip("0123456789.e+-"))
    assert again.unit == unit
    assert abs(again.amount - duration.amount) < 1e-3


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=400), st.text("abc:-[]{}&*!|>'\"#%@,?\n \t<", max_size=120)))
def test_any_text_gives_diagnostics_or_a_video(place: Project, text: str) -> None:
    for candidate in (text, GOOD + text, shots("{id: a, still: x}") + text):
        try:
            loaded(place, candidate)
        except SpecError as error:
            for diagnostic in error.diagnostics:
                shown = render(diagnostic, Source("specs/a.yaml", candidate))
                assert all(c.isprintable() or c == "\n" for c in shown)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_diagnostics(place: Project, data: bytes) -> None:
    path = place.root / "specs" / "bytes.yaml"
    path.write_bytes(data)
    with pytest.raises(SpecError):
        load(path, place)


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
        max_leaves=8,
    ),
    st.sampled_from(["music", "cast", "style", "scenes", "defaults", "outputs", "audio", "locations", "vars", "seed"]),
)
def test_any_value_under_any_key_gives_diagnostics_or_a_video(place: Project, value: object, key: str) -> None:
    import io

    from ruamel.yaml import YAML

    tree = {"nbstudio": 1, "title": "A", "music": "song.mp3", "prompt": "the sea", key: value}
    out = io.StringIO()
    YAML(typ="safe", pure=True).dump(tree, out)
    with contextlib.suppress(SpecError):
        loaded(place, out.getvalue())


def test_bombs_are_refused_at_once(place: Project) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    assert wrong(place, GOOD + "x-bomb:\n" + "".join(f"  {level}\n" for level in levels))
    assert wrong(place, GOOD + "x-deep: " + "[" * 3000 + "]" * 3000)
    assert wrong(place, GOOD + "x-self: &s [*s]\n")


@settings(max_examples=200, deadline=None)
@given(st.text("ab:-[]{}&*!|>'\"#%,?01.\n ~", max_size=80))
def test_the_quick_reader_agrees_with_the_careful_one(text: str) -> None:
    from ruamel.yaml import YAML

    from nbstudio.spec.text import _quickly

    try:
        quick = _quickly(Source("a", text))
    except (ValueError, TypeError, KeyError, AttributeError):
        return
    if quick is not None:
        assert repr(YAML(typ="safe", pure=True).load(text)) == repr(quick)


@pytest.mark.parametrize(
    ("lyrics", "column", "word"),
    [
        ("{lines: [a, b], fix: {3: 4s}}", 58, "no line 3"),
        ("{lines: [a], fix: {1: {start: 5s, end: 3s}}}", 55, "before it begins"),
        ("{lines: [a], fix: {1: -5s}}", 55, "before the song"),
        ("{lines: [a], fix: {1: {}}}", 55, "nothing is corrected"),
        ("{lines: [' ']}", 33, "has words"),
    ],
)
def test_a_correction_that_corrects_nothing_is_refused(place: Project, lyrics: str, column: int, word: str) -> None:
    found = only(place, GOOD.replace("song.mp3", f"{{file: song.mp3, lyrics: {lyrics}}}"))
    assert (found.code, found.span and (found.span.line, found.span.column)) == ("wrong-value", (3, column))
    assert word in found.message
    assert found.hint


@pytest.mark.parametrize(
    ("music", "word"),
    [("bpm: 2000", "tempo"), ("first_downbeat: 1s", "Seconds to"), ("sections: [a]", "begin where you say")],
)
def test_a_value_of_the_wrong_form_is_told_what_its_key_is(place: Project, music: str, word: str) -> None:
    found = only(place, GOOD.replace("song.mp3", f"{{file: song.mp3, {music}}}"))
    assert "dictionary" not in found.message
    assert word in str(found.hint)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("photo.png", "{photos: photo.png, face: middle}"), "`face`: is not of the form"),
        (GOOD.replace("photo.png", "{photos: []}"), "`photos`: has to have at least one item"),
    ],
)
def test_what_is_wrong_is_not_told_in_a_programmers_words(place: Project, text: str, said: str) -> None:
    found = only(place, text)
    assert said in found.message
    assert found.hint


def test_a_wrong_name_of_a_key_is_placed_at_the_key(place: Project) -> None:
    text = GOOD + "outputs: {a@b: {preset: preview}}\n"
    found = only(place, text)
    assert found.span
    assert text.split("\n")[found.span.line - 1][found.span.column - 1 :].startswith("a@b:")
