"""A track that speaks is one step a sentence, and an edit changes one."""

from __future__ import annotations

from typing import Any

import pytest

from nbstudio import action, rulebook
from nbstudio.errors import SpecError
from nbstudio.plan.brief import Brief, Frame
from nbstudio.plan.desk import Desk
from nbstudio.plan.manifest import fingerprint
from nbstudio.plan.step import Step
from nbstudio.plan.voices import spoken
from nbstudio.project import stdlib
from nbstudio.spec.voice import Narration
from tests.plan.test_mixing import steps

BOOK = rulebook.load([stdlib() / "rules"], action.names())
TEXT = "The train leaves. [pause 1s] Nobody waves at Osaka.\n\nIt rains."


def desk() -> Desk:
    from fractions import Fraction

    brief = Brief(
        name="a", music="specs/song.mp3", music_params={}, prompt="", seed=0, people={}, style="cinematic",
        style_changes={}, frame=Frame(64, 36, Fraction(30), "draft"), loudness={}, setups=None,
    )  # fmt: skip
    return Desk(brief, BOOK, {})


def said(text: str = TEXT, **fields: Any) -> dict[str, Step]:
    made = spoken(desk(), "vo", Narration(say=text, **fields), text, ("audio", "tracks", 0))
    return {step.target: step for step in made.steps}


def prints(made: dict[str, Step]) -> dict[str, str]:
    return {step.params["text"]: fingerprint(step, {}) for step in made.values() if step.kind == "voice"}


def test_sentences_are_steps_with_rests_between() -> None:
    made = spoken(desk(), "vo", Narration(say=TEXT), TEXT, ())
    assert made.parts == (("voice/vo.1", 0.0), ("voice/vo.2", 1.0), ("voice/vo.3", 0.8))
    assert made.words == ("words/vo.1", "words/vo.2", "words/vo.3")
    assert [step.kind for step in made.steps] == ["voice", "words"] * 3
    assert {step.suffix for step in made.steps} == {".wav", ".json"}


def test_an_edit_re_speaks_one_sentence() -> None:
    before, after = prints(said()), prints(said(TEXT.replace("rains", "snows")))
    assert {text for text in after if before.get(text) != after[text]} == {"It snows."}


def test_a_moved_sentence_is_not_spoken_again() -> None:
    assert set(prints(said("It rains. The train leaves.")).items()) <= set(prints(said()).items())


def test_a_pronunciation_changes_only_what_has_the_word() -> None:
    before, after = prints(said()), prints(said(pronounce={"osaka": "/oʊˈsɑːkə/", "kyoto": "kee oh toe"}))
    assert [text for text in after if before[text] != after[text]] == ["Nobody waves at Osaka."]


@pytest.mark.parametrize("fields", [{"voice": "bm_george"}, {"speed": 1.2}])
def test_another_voice_speaks_all(fields: dict[str, Any]) -> None:
    before, after = prints(said()), prints(said(**fields))
    assert not set(before.values()) & set(after.values())


def test_rests_change_no_sentence() -> None:
    assert prints(said(pauses={"sentence": "1s", "paragraph": "2s"})) == prints(said())


def test_a_text_without_words_is_refused() -> None:
    with pytest.raises(SpecError) as caught:
        said(" … ")
    assert caught.value.diagnostics[0].code == "unspeakable"


def test_the_track_takes_its_sentences_one_after_another() -> None:
    track = {"id": "vo", "say": f"[pause 500ms] {TEXT}", "at": "2s", "source": None}
    made = steps(track)["track/vo"]
    assert made.inputs == (("source", ("voice/vo.1", "voice/vo.2", "voice/vo.3")),)
    assert made.params["pauses"] == [0, 48_000, 38_400]
    assert made.params["take"]["at"] == 2.5 * 48_000
