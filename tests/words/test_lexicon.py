"""The lexicon reads English as it is meant, and any other text without complaint."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nbstudio.words import lexicon, phrases, spots
from nbstudio.words.lexicon import Sight, read
from nbstudio.words.vocabulary import table

WORLDS = [
    ("An astronaut sings to the planet below as first light breaks over the horizon.", "orbit", "dawn", "clear"),
    ("A singer walks home alone through a rain-soaked neon city.", "city", "night", "rain"),
    ("narrow Osaka back street, wet asphalt, pink and cyan signs", "street", "day", "rain"),
    ("apartment rooftop, water tanks, skyline at dusk", "rooftop", "dusk", "clear"),
    ("A lighthouse keeper writes letters nobody answers.", "sea", "day", "clear"),
    ("two lovers in a wheat field at golden hour", "field", "dawn", "clear"),
    ("She rides a camel over the dunes, no rain", "desert", "day", "clear"),
    ("the dancer on stage under lasers", "stage", "night", "clear"),
    ("a cabin deep in a snowy pine forest at night", "forest", "night", "snow"),
    ("He climbs the summit through thick fog", "mountains", "day", "fog"),
    ("falling through the air above the clouds at sunset", "sky", "dusk", "clear"),
    ("alone in a hotel room, rain on the window after midnight", "bedroom", "night", "rain"),
    ("a kaleidoscope of liquid colour", "abstract", "night", "clear"),
    ("thunder and lightning over the ocean", "sea", "day", "storm"),
    ("the beach after the storm", "sea", "day", "clear"),
    ("an EMPTY STREET at NOON", "street", "day", "clear"),
    ("on the night train, rain against the glass", "train", "night", "rain"),
    ("she waits at the departure gates, snow on the runways", "airport", "day", "snow"),
    ("the cathedral's stained-glass windows at noon", "church", "day", "clear"),
    ("he drives an open road in a storm", "highway", "day", "storm"),
    ("a taxi after midnight", "car", "night", "clear"),
    ("two swings in an empty playground at dusk", "playground", "dusk", "clear"),
    ("gravestones in the mist", "cemetery", "day", "fog"),
    ("harbours, cranes and quays at dawn", "harbour", "dawn", "clear"),
    ("the suspension bridge at night", "bridge", "night", "clear"),
    ("a motel off the road", "motel", "day", "clear"),
    ("a bare room where nobody cares", "interior", "day", "clear"),
    ("in the vocal booth", "booth", "night", "clear"),
    ("subway platforms", "subway", "night", "clear"),
    ("hospital corridors in the morning", "corridor", "dawn", "clear"),
    ("she reads between the shelves", "library", "day", "clear"),
    ("café at the corner, évening", "bar", "dusk", "clear"),
]


@pytest.mark.parametrize(("sentence", "place", "time", "weather"), WORLDS)
def test_world(sentence: str, place: str, time: str, weather: str) -> None:
    sight = read(sentence)
    assert (sight.place, sight.time, sight.weather) == (place, time, weather), sight.words


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("empty street", False),
        ("close on hands", False),
        ("the beach, nobody there", False),
        ("Detail: snow on a branch", False),
        ("the chair where nobody sits", False),
        ("she walks an empty street", True),
        ("Mira in the doorway", True),
        ("the singer from above", True),
        ("an astronaut", True),
        ("wet asphalt and signs", None),
    ],
)
def test_subject(sentence: str, subject: bool | None) -> None:
    assert read(sentence, names=("mira",)).subject is subject


@pytest.mark.parametrize(
    ("sentence", "size", "angle"),
    [
        ("extreme close-up of the eyes", "extreme-close-up", None),
        ("medium close-up, eye level", "medium-close-up", "eye"),
        ("close up from below", "close-up", "low"),
        ("a cowboy shot, dutch angle", "cowboy", "dutch"),
        ("waist up", "medium", None),
        ("Mira small in frame, high angle", "wide", "high"),
        ("extreme wide shot", "extreme-wide", None),
        ("drone shot over the coast", "extreme-wide", "high"),
        ("macro of a ring", "detail", None),
        ("wide eyes", None, None),
    ],
)
def test_framing(sentence: str, size: str | None, angle: str | None) -> None:
    sight = read(sentence)
    assert (sight.size, sight.angle) == (size, angle)


def test_the_more_specific_sentence_wins_and_leaves_the_rest() -> None:
    prompt = read("A singer walks home alone through a rain-soaked neon city.")
    location = read("apartment rooftop at dusk", default=prompt)
    shot = read("Close-up in the kitchen", default=location)
    assert (location.place, location.time, location.weather) == ("rooftop", "dusk", "rain")
    assert (shot.place, shot.time, shot.weather, shot.mood) == ("kitchen", "dusk", "rain", prompt.mood)
    assert (shot.subject, shot.size) == (None, "close-up")  # who is in this frame is not inherited


def test_a_name_is_a_person_whatever_else_it_means() -> None:
    default = read("a city at noon")
    assert read("Dawn Rivers looks up", default=default, names=("dawn-rivers",)).time == "day"
    assert read("Dawn's face", default=default, names=("dawn",)).subject is True
    assert read("dawn", default=default).time == "dawn"


def test_words_explain_and_are_no_part_of_what_is_seen() -> None:
    sight = read("a forest at night")
    assert "place forest: forest" in sight.words
    assert "time night: at night" in sight.words
    assert sight == read("in the night, a forest")
    assert "words" not in sight.facts()


def test_every_value_can_be_said_and_every_row_means_something() -> None:
    effects, _ = table("vocabulary")
    said = {(field, value) for row in effects.values() for field, value, _ in row}
    fields = {
        "place": lexicon.PLACES, "time": lexicon.TIMES, "weather": lexicon.WEATHERS, "mood": lexicon.MOODS,
        "size": (*lexicon.SIZES, "none"), "angle": lexicon.ANGLES, "subject": ("yes", "no"),
    }  # fmt: skip
    wanted = {(field, value) for field, values in fields.items() for value in values}
    assert wanted <= said <= wanted | {(field, "none") for field in fields}
    assert len(effects) > 800


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_is_read(text: str) -> None:
    _check(read(text, names=(text[:5], "")))


known = st.sampled_from(sorted(" ".join(key) for key in table("vocabulary")[0]))


@given(st.lists(known, max_size=12), st.lists(known, max_size=6))
@settings(deadline=None)
def test_any_words_are_read_alike_twice(words: list[str], more: list[str]) -> None:
    default = read(" ".join(more))
    sight = read(", ".join(words), default=default)
    _check(sight)
    assert sight == read("  ".join(words).upper(), default=default)


def _check(sight: Sight) -> None:
    assert sight.place in lexicon.PLACES
    assert sight.time in lexicon.TIMES
    assert sight.weather in lexicon.WEATHERS
    assert sight.mood in lexicon.MOODS
    assert sight.size in (*lexicon.SIZES, None)
    assert sight.angle in (*lexicon.ANGLES, None)


def test_every_sentence_of_the_storyboard_is_read_back_as_it_was_meant() -> None:
    """All phrases, with every time, and the weathers and moods in turn; said over a default that is unlike."""
    wrong = []
    worlds = [(name, place) for name, place in phrases.PLACES.items()]
    worlds += [(name, place) for (name, _), place in phrases.VARIANTS.items()]
    actions = {
        "wide": phrases.FAR, "extreme-wide": phrases.FAR, "cowboy": phrases.LOUD, "medium": phrases.MIDDLE,
        "medium-close-up": phrases.NEAR, "close-up": phrases.MOTIFS, "extreme-close-up": phrases.NEAR,
        "silhouette": phrases.SHAPES, "double-exposure": phrases.DREAMS,
    }  # fmt: skip
    for name, place in worlds:
        shots = [(size, view, False) for size, view in product(("wide", "extreme-wide"), place.views)]
        shots += [("detail", detail, False) for detail in place.details]
        shots += [
            (size, action.format(who="Mira", spot=spot), True)
            for size, those in actions.items()
            for action, spot in product(those, place.spots)
        ]
        shots += [
            ("wide", action.format(who="Mira and Leo", spot=spot), True)
            for action, spot in product(phrases.TOGETHER, place.spots)
        ]
        for index, (size, composition, person) in enumerate(shots):
            mood, angle = lexicon.MOODS[index % 7], lexicon.ANGLES[index % 4]
            for turn, time in enumerate(lexicon.TIMES):
                weather = lexicon.WEATHERS[(index + turn) % 5]
                wrong += _misread(name, size, angle, composition, time, weather, mood, person)
        wrong += [f"{name}: {text}" for text in place.locations if read(f"{text}.").place != name]
    for (name, weather), details in phrases.WEATHER_DETAILS.items():
        for detail, time in product(details, lexicon.TIMES):
            wrong += _misread(name, "detail", "eye", detail, time, weather, "calm", person=False)
    assert not wrong, "\n".join(sorted(set(wrong)))


def _misread(
    place: str, size: str, angle: str, composition: str, time: str, weather: str, mood: str, person: bool
) -> list[str]:
    spoken = phrases.TIMES[time][len(composition) % 2]
    text = phrases.sentence(size, angle, composition, spoken, weather, mood, place)
    told = place not in phrases.WITHOUT_WEATHER and (place not in spots.GLAZED or weather != "clear")
    default = read("a rainy street" if place != "street" else "a forest in the fog", default=None)
    expected = {
        "place": place, "time": time, "weather": weather if told else default.weather, "mood": mood,
        "subject": person, "size": size, "angle": None if angle == "eye" else angle,
    }  # fmt: skip
    facts = read(text, default=default, names=("mira", "leo")).facts()
    return [f"{text} -> {key} {facts[key]}" for key in expected if facts[key] != expected[key]]


@pytest.mark.parametrize(
    ("sentence", "place"),
    [("in the cloakroom", "interior"), ("the old brickyard", "field"), ("Southampton waterfront", "sea"),
     ("over the footbridges of Thorbridge", "bridge"), ("in the cold Zentralstation", "subway")],
)  # fmt: skip
def test_a_word_that_nobody_knows_leads_where_its_ending_does(sentence: str, place: str) -> None:
    assert read(sentence).place == place
    assert lexicon.located(sentence)


def test_an_ending_never_outvotes_a_word_that_is_known() -> None:
    assert read("mushrooms in the forest").place == "forest"
    assert read("the bridegroom on stage").place == "stage"
    assert read("the Zorblax", default=read("a beach")).place == "sea"
    assert not lexicon.located("the Zorblax of Qu")


def test_a_desert_is_not_deserted() -> None:
    assert read("the desert at dusk").subject is None
    assert read("a deserted street").subject is False
