"""Casting: who is in a shot, and every mistake about it at its place."""

from __future__ import annotations

import pytest

from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import SpecError
from nbstudio.project import Project
from nbstudio.source import Source
from nbstudio.spec.casting import named
from nbstudio.spec.load import Loaded, read

HEAD = (
    "nbstudio: 1\ntitle: A\nmusic: song.mp3\n"
    "cast: {mira: p.jpg, tom: p.jpg, ana: p.jpg, leo: p.jpg, kim: p.jpg}\nscenes:\n"
)


def loaded(place: Project, scene: str) -> Loaded:
    (place.root / "specs" / "p.jpg").write_bytes(b"\xff\xd8")
    text = HEAD + scene
    return read(Source("specs/a.yaml", text), place.root / "specs" / "a.yaml", place)


def only(place: Project, scene: str) -> Diagnostic:
    with pytest.raises(SpecError) as caught:
        loaded(place, scene)
    (found,) = caught.value.diagnostics
    return found


def at(found: Diagnostic) -> tuple[int, int]:
    assert found.span is not None
    return found.span.line, found.span.column


@pytest.mark.parametrize(
    ("words", "given", "who"),
    [
        ("Mira and Tom sing back to back", (), ("mira", "tom")),
        ("Tom looks at Mira", (), ("tom", "mira")),
        ("mira and tom sing", ("mira", "tom"), ("mira", "tom")),
        ("mira and tom sing", (), ()),
        ("Mira waits for Tom", (), ("mira",)),
        ("Mira reads a letter to Tom, without Leo", (), ("mira",)),
        ("Tom's coat on a chair", ("mira",), ()),
        ("Tomorrow at dawn", ("tom",), ()),
        ("MIRA, TOM and Ana", (), ("mira", "tom", "ana")),
        ("Mira for Tom, then Tom alone", (), ("mira", "tom")),
    ],
)
def test_words_name_who_is_seen(words: str, given: tuple[str, ...], who: tuple[str, ...]) -> None:
    assert named(words, ("ana", "leo", "mira", "tom"), given) == who


def test_a_name_of_several_parts_is_named_whole() -> None:
    assert named("Mira Vale and Tom", ("mira-vale", "tom")) == ("mira-vale", "tom")


def test_a_shot_has_its_own_cast_then_whom_it_names_then_its_scenes(place: Project) -> None:
    scene = (
        "- {id: s, cast: [mira, tom], shots: [{id: a, still: rain}, {id: b, still: Tom looks up}, "
        "{id: c, still: Tom looks up, cast: [ana]}, {id: d, still: Tom, cast: []}, {id: e, still: Leo and Kim sing}]}"
    )
    assert [shot.cast for shot in loaded(place, scene).views] == [
        ("mira", "tom"), ("tom",), ("ana",), (), ("leo", "kim"),
    ]  # fmt: skip


def test_a_path_names_nobody(place: Project) -> None:
    (place.root / "specs" / "Tom.png").write_bytes(b"x")
    scene = "- {id: s, cast: [mira], shots: [{id: a, still: Tom.png}]}"
    assert loaded(place, scene).views[0].cast == ("mira",)


def test_an_unknown_name_is_told_at_its_own_place(place: Project) -> None:
    found = only(place, "- id: s\n  shots:\n    - {id: a, still: x, cast: [mira, tim]}")
    assert (found.code, at(found), found.hint) == ("unknown-cast", (8, 38), "did you mean `tom`?")


def test_an_unknown_name_of_a_scene_is_told_once(place: Project) -> None:
    found = only(place, "- id: s\n  cast: [mira, tim]\n  shots:\n    - {id: a, still: x}\n    - {id: b, still: y}")
    assert (found.code, at(found)) == ("unknown-cast", (7, 16))


def test_the_same_name_twice(place: Project) -> None:
    found = only(place, "- id: s\n  shots:\n    - {id: a, still: x, cast: [mira, tom, mira]}")
    assert (found.code, at(found)) == ("duplicate-cast", (8, 43))


@pytest.mark.parametrize(
    ("scene", "place_"),
    [
        ("- id: s\n  shots:\n    - {id: a, still: x, cast: [mira, tom, ana, leo, kim]}", (8, 31)),
        ("- id: s\n  cast: [mira, tom, ana, leo, kim]\n  shots:\n    - {id: a, still: x}", (7, 9)),
        ("- id: s\n  shots:\n    - {id: a, still: 'Mira, Tom, Ana, Leo and Kim sing'}", (8, 22)),
    ],
)
def test_more_than_four_are_told_where_they_stand(place: Project, scene: str, place_: tuple[int, int]) -> None:
    found = only(place, scene)
    assert (found.code, at(found)) == ("crowded-shot", place_)
    assert "two shots" in str(found.hint)


def test_a_scene_of_five_whose_shots_name_some(place: Project) -> None:
    scene = "- {id: s, cast: [mira, tom, ana, leo, kim], shots: [{id: a, still: tom and kim dance}]}"
    assert loaded(place, scene).views[0].cast == ("tom", "kim")


@pytest.mark.parametrize(
    ("shot", "column"),
    [
        ("{id: a, cast: [], size: silhouette, still: on a hill}", 25),
        ("{id: a, cast: [], size: double-exposure, still: on a hill}", 25),
        ("{id: a, cast: [], still: close-up of the face}", 25),
        ("{id: a, cast: [], size: close-up, still: her eyes}", 41),
    ],
)
def test_nobody_is_there_to_show(place: Project, shot: str, column: int) -> None:
    warnings = [w for w in loaded(place, f"- id: s\n  shots:\n    - {shot}").warnings if w.code == "nobody-there"]
    assert [at(found) for found in warnings] == [(8, column)]


@pytest.mark.parametrize(
    "shot",
    [
        "{id: a, cast: [], size: close-up, still: rain on glass}",
        "{id: a, cast: [], still: the face of a mountain}",
        "{id: a, size: silhouette, still: Mira on a hill}",
    ],
)
def test_a_place_needs_nobody(place: Project, shot: str) -> None:
    assert "nobody-there" not in [w.code for w in loaded(place, f"- id: s\n  shots:\n    - {shot}").warnings]


@pytest.mark.parametrize(
    ("told", "sings", "who"),
    [
        ("vocals", True, ()),
        ("true", True, ()),
        ("false", False, ()),
        ("tom", True, ("tom",)),
        ("[mira, tom]", True, ("mira", "tom")),
    ],
)
def test_who_of_a_shot_sings(place: Project, told: str, sings: bool, who: tuple[str, ...]) -> None:
    scene = f"- id: s\n  shots:\n    - {{id: a, still: x, cast: [mira, tom], lip_sync: {told}}}"
    (shot,) = loaded(place, scene).views
    assert (bool(shot.lip_sync), shot.singers) == (sings, who)


@pytest.mark.parametrize(
    ("told", "code", "hint"),
    [
        ("[mira, tim]", "wrong-value", "did you mean `tom`?"),
        ("[mira, kim]", "no-mouth", "it shows mira, tom"),
    ],
)
def test_who_can_not_sing_is_told_with_place(place: Project, told: str, code: str, hint: str) -> None:
    found = only(place, f"- id: s\n  shots:\n    - {{id: a, still: x, cast: [mira, tom], lip_sync: {told}}}")
    assert found.code == code
    assert hint in str(found.hint)
    assert at(found)[0] == 8
