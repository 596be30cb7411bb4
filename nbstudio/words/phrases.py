"""Phrases: the sentences of which a storyboard is written, as data.

Each place has locations (a scene's sentence), spots (where a person may be), views and details (shots
without a person). All are neutral in time and weather, so that a scene's own are the only ones told;
what belongs to one weather stands under it. `{who}` is the person. The lexicon reads every composed
sentence back as it was meant; a test walks through all of them.
"""

from __future__ import annotations

from nbstudio.words.byways import BYWAYS
from nbstudio.words.spots import GLAZED, WITHOUT_WEATHER, Place

PLACES: dict[str, Place] = {
    "space": Place(
        ("deep space, stars without end", "deep space, a nebula opening"),
        ("among the stars in deep space", "in deep space, a nebula behind", "before a nebula in deep space"),
        ("a field of stars and a nebula in deep space, nobody there", "deep space and its galaxies, nobody there",
         "a lunar landscape, nobody there"),
        ("stars wheeling in deep space", "a nebula unfolding in deep space",
         "dust and rubble from the rings of saturn"),
        ("orbit", "cabin"), "sea",
    ),
    "orbit": Place(
        ("in orbit above the turning planet", "the edge of the planet, seen from orbit"),
        ("in orbit above the planet", "before the curve of the planet", "over the planet, stars above",
         "in orbit, the edge of the planet behind"),
        ("the curve of the planet seen from orbit, no figure", "the edge of the planet in orbit, nobody there",
         "an empty orbit above the planet"),
        ("the thin edge of the planet", "clouds and coasts of the planet below", "stars wheeling above the planet"),
        ("cabin", "space"), "sea",
    ),
    "cabin": Place(
        ("the cabin of the spacecraft, one round window", "a spacecraft corridor of panels and lamps"),
        ("at the round window of the spacecraft", "in the cockpit, panels glowing", "by the round window",
         "at the porthole, the world far beyond", "in a spacecraft corridor"),
        ("an empty cockpit, panels glowing", "a spacecraft corridor, nobody there", "a round window, nobody there"),
        ("lamps on a control panel in the cockpit", "a porthole, bolts around its rim",
         "light through a round window of the spacecraft"),
        ("orbit", "space"), "sea",
    ),
    "sky": Place(
        ("above the clouds, endless open sky", "open sky with towers of cloud"),
        ("above the clouds", "against the open sky", "between the clouds", "under a tall cloudscape"),
        ("an empty sea of clouds", "a vast cloudscape, nobody there", "the open sky, nobody there",
         "a landscape of clouds, no figure, birds far off"),
        ("a cloud's edge in the open sky", "birds crossing a cloudbank",
         "a feather falling through the air, clouds beyond"),
        ("mountains", "field"), "sea",
    ),
    "mountains": Place(
        ("mountain ridges fading into the distance", "a mountain pass between high peaks"),
        ("on a mountain ridge", "at the edge of a cliff", "below the summit", "above the valley, peaks behind"),
        ("an empty mountain range, ridge behind ridge", "a deserted mountain pass, nobody there",
         "a mountain lake and its summit, no figure", "a landscape of peaks above the valley, nobody there"),
        ("rock face and lichen, the summit beyond", "a waterfall in a mountain gorge",
         "grass bending on a mountain ridge"),
        ("sky", "forest"), "space",
    ),
    "sea": Place(
        ("an open shore, long waves rolling in", "the coast, the sea to the horizon"),
        ("at the edge of the sea", "on the beach", "on the shore, waves behind", "on a pier above the ocean"),
        ("an empty beach, long waves rolling in", "the sea and its horizon, nobody there",
         "a deserted coast with a lighthouse", "a landscape of waves on the shore, no figure"),
        ("waves drawing lines on the beach", "foam on the shore",
         "ropes on a jetty above the ocean", "glitter on the sea"),
        ("mountains", "field", "sky"), "space",
    ),
    "city": Place(
        ("the city, towers with lit windows", "the city from above, the skyline all around"),
        ("high above the city", "before the skyline of the city", "among the towers of the city",
         "across the water from the city", "high over the city lights"),
        ("the skyline of the sleeping city, nobody there", "an empty square in the city",
         "the towers of the city, window beside window, nobody there", "a cityscape seen across the city, no figure"),
        ("city lights blurring in the skyline", "an antenna over the city",
         "lit windows in a city tower", "the city through a pane of glass"),
        ("street", "rooftop", "interior"), "field",
    ),
    "street": Place(
        ("a narrow back street, signs glowing on both sides", "a long street, shop fronts and lit signs"),
        ("on a narrow street", "under the signs of a back street", "at a street corner, signs behind",
         "in the middle of the street", "in an alley off the main street"),
        ("an empty street, signs glowing", "a deserted alley, nobody there", "a street corner, nobody there",
         "an empty street and its street lights, no figure"),
        ("a street sign flickering in an alley", "wires and signs over a back street",
         "a kerb and the lights of a street", "a shop window on a side street"),
        ("city", "bar", "interior"), "sea",
    ),
    "forest": Place(
        ("a deep forest, trunks like columns", "a clearing in the forest, ferns all around"),
        ("in a clearing of the forest", "among the trees", "on a forest path", "between the trees, ferns in front"),
        ("an empty forest path", "the forest, trunk behind trunk, nobody there", "a deserted clearing in the forest",
         "a landscape of pines, the forest without a soul"),
        ("fern unrolling on the forest floor", "moss and bark in the forest",
         "leaves against the trees", "branches in a pine forest"),
        ("field", "mountains", "sky"), "sea",
    ),
    "desert": Place(
        ("the desert, dune behind dune", "a salt flat in the desert, the horizon without end"),
        ("on a sand dune", "in the desert", "on a salt flat", "on an empty desert road, sand on both sides"),
        ("an empty desert, dune behind dune", "a deserted salt flat, nobody there", "a desert road, no figure",
         "a landscape of sand dunes, nobody there"),
        ("sand slipping down a dune", "ripples in the desert sand",
         "cracked earth on a salt flat", "tumbleweed in the desert"),
        ("sky", "mountains"), "sea",
    ),
    "stage": Place(
        ("a concert stage, beams cutting through the room", "on stage, a wall of lamps behind"),
        ("on stage", "in the spotlight", "on the stage, beams behind", "at a microphone stand on stage"),
        ("an empty stage, beams crossing", "the concert hall, nobody there", "the stage and its lamps, no figure",
         "an empty stage behind a curtain"),
        ("a microphone stand on stage", "a stage light warming up",
         "a drum on a concert stage", "beams on the stage floor"),
        ("street", "corridor", "city"), "forest",
    ),
    "interior": Place(
        ("a room, light through the window", "a quiet interior, one lamp and one window"),
        ("in a room", "at the window", "by the window of the room", "before a mirror in the room",
         "in the room, a lamp behind"),
        ("an empty room, light through the window", "a room and its armchair, nobody there",
         "a deserted room with one lamp", "a view of a room and its window, nobody there"),
        ("curtains by the window", "a lamp in the room",
         "a chair in an empty room", "a mirror in the room"),
        ("sky", "city"), "field",
    ),
    "field": Place(
        ("an open field, grass to the horizon", "a meadow with a row of far trees"),
        ("in an open field", "in tall grass", "in a field of wheat", "in a meadow, grass in front"),
        ("an empty field, grass to the horizon", "a meadow, nobody there", "a deserted country road across the fields",
         "a landscape of rolling meadow, no figure"),
        ("wheat moving in an open field", "flowers in tall grass",
         "a fence along a meadow", "seeds over the tall grass"),
        ("sky", "forest"), "space",
    ),
    "abstract": Place(
        ("an abstract room of shapes and colours", "pure colour and geometric shapes"),
        ("in front of geometric shapes", "within a kaleidoscope", "before a colour field", "in liquid colour"),
        ("abstract shapes and colours, no figure", "an empty colour field, geometric", "a kaleidoscope, nobody there",
         "a landscape of geometric shapes, nobody there"),
        ("ink in water", "liquid colour", "a geometric pattern", "a fractal"),
        ("space", "sky"), "space",
    ),
    **BYWAYS,
}  # fmt: skip

VARIANTS: dict[tuple[str, str], Place] = {  # a place as it is in another's world: (place, world)
    ("interior", "stage"): Place(
        ("a dressing room, bulbs around the mirror", "a bare room behind the curtain"),
        ("in a dressing room", "before the mirror of a dressing room", "in a dressing room, one lamp behind"),
        ("an empty dressing room, bulbs around the mirror", "an empty dressing room, jackets on a rail"),
        ("bulbs around a mirror in the room", "a jacket on a chair in a dressing room"),
        ("city",), "forest",
    ),
}  # fmt: skip

WEATHER_DETAILS: dict[tuple[str, str], tuple[str, ...]] = {
    ("street", "rain"): ("neon puddles on a street", "wet asphalt, the street lights in it"),
    ("city", "rain"): ("rain on glass, city lights behind", "wet window lights in the city"),
    ("interior", "rain"): ("raindrops on the window of the room",),
    ("forest", "rain"): ("drops falling from leaves in the forest",),
    ("sea", "rain"): ("raindrops on the sea",),
    ("field", "rain"): ("raindrops on tall grass",),
    ("forest", "snow"): ("snow on a branch in the forest",),
    ("city", "snow"): ("snow over the towers of the city",),
    ("street", "snow"): ("snow under a street light",),
    ("mountains", "snow"): ("snow blowing from a mountain ridge",),
}

FAR = (
    "{who} stands small {spot}", "{who} walks away {spot}", "{who} waits alone {spot}",
    "{who} turns slowly {spot}", "{who} stands with open arms {spot}",
)  # fmt: skip
MIDDLE = (
    "{who} sings {spot}", "{who} turns to the camera {spot}", "{who} looks past the camera {spot}",
    "{who} leans into the song {spot}", "{who} walks towards the camera {spot}", "{who} stands in profile {spot}",
)  # fmt: skip
NEAR = (
    "{who} sings straight into the lens {spot}", "{who} in profile {spot}", "{who} looks up {spot}",
    "{who} looks into the lens {spot}", "{who} turns away from the lens {spot}", "{who} sings to someone unseen {spot}",
)  # fmt: skip
LOUD = (
    "{who} sings at full voice {spot}", "{who} moves with the beat {spot}", "{who} sings, head thrown back {spot}",
)  # fmt: skip
MOTIFS = ("{who} sings straight into the lens {spot}", "{who} looks into the lens and sings {spot}")
SHAPES = (
    "{who} stands in profile {spot}", "{who} looks up {spot}", "{who} turns slowly {spot}", "{who} waits {spot}",
)  # fmt: skip
DREAMS = ("{who} in profile {spot}", "{who} looks past the lens {spot}", "{who} looks up {spot}")
TOGETHER = (
    "{who} side by side {spot}", "{who} face each other {spot}", "{who} sing together {spot}",
    "{who} back to back {spot}", "{who} shoulder to shoulder {spot}", "{who} look into the lens {spot}",
)  # fmt: skip
TOGETHER_MOTIFS = ("{who} sing straight into the lens {spot}", "{who} look into the lens and sing {spot}")

SIZES = {
    "extreme-wide": "Extreme wide shot", "wide": "Wide shot", "cowboy": "Cowboy shot", "medium": "Medium shot",
    "medium-close-up": "Medium close-up", "close-up": "Close-up", "extreme-close-up": "Extreme close-up",
    "detail": "Detail", "silhouette": "Silhouette shot", "double-exposure": "Double exposure",
    "split-screen": "Split screen", "collage": "Collage",
}  # fmt: skip
ANGLES = {"low": "low angle", "high": "high angle", "eye": "", "dutch": "dutch angle"}
TIMES = {
    "dawn": ("at dawn", "at first light"), "day": ("in daylight", "by day"),
    "dusk": ("at dusk", "at twilight"), "night": ("at night", "after dark"),
}  # fmt: skip
WEATHERS = {
    "clear": ("clear air",), "rain": ("steady rain", "pouring rain"), "snow": ("falling snow",),
    "fog": ("drifting fog",), "storm": ("a coming storm",),
}  # fmt: skip
BEHIND_GLASS = {
    "clear": "", "rain": "rain against the glass", "snow": "snow beyond the glass", "fog": "fog beyond the glass",
    "storm": "a storm beyond the glass",
}  # fmt: skip
LIGHTS = {
    "calm": "soft quiet light", "tender": "warm gentle light", "joyful": "bright joyful light",
    "tense": "hard uneasy light", "dark": "brooding shadow", "dreamy": "a dreamlike glow",
    "energetic": "electric pulsing light",
}  # fmt: skip


def sentence(size: str, angle: str, composition: str, time: str, weather: str, mood: str, place: str) -> str:
    """Return the English of a picture: framing, composition, then time, weather and light."""
    framing = ", ".join(filter(None, (SIZES[size], ANGLES[angle])))
    return f"{framing}: {composition}, {surroundings(place, time, weather)}, {LIGHTS[mood]}."


def surroundings(place: str, time: str, weather: str) -> str:
    """Return the words for a time and a weather as they are met at a place; `time` is a phrase of TIMES."""
    if place in WITHOUT_WEATHER:
        return time
    return ", ".join(filter(None, (time, BEHIND_GLASS[weather] if place in GLAZED else WEATHERS[weather][0])))


def world(place: str, base: str) -> Place:
    """Return the phrases of a place, as it is in the world of `base`."""
    return VARIANTS.get((place, base), PLACES[place])
