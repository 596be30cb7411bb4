"""Byways: the places that a city, a road and a house have besides, and the sentences that are said of them.

What holds of `phrases` holds here: every phrase is neutral in time and weather, and is read back as its place.
"""

from __future__ import annotations

from nbstudio.words.spots import Place

BYWAYS: dict[str, Place] = {
    "train": Place(
        ("a train carriage, rows of seats and the window", "a train window, the country going by"),
        ("by the train window", "in the train, seats behind", "in the aisle of the train"),
        ("an empty train carriage, rows of seats", "the aisle of the train, nobody there",
         "an empty seat by the train window, no figure"),
        ("wires passing the train window", "a reflection in the train window", "a handrail in the train carriage"),
        ("subway", "field", "city"), "sea",
    ),
    "car": Place(
        ("a car, the road through the windscreen", "the back seat of a car, lights passing"),
        ("in the car", "in the back seat of the car", "behind the windscreen of the car"),
        ("an empty car, the windscreen ahead", "the dashboard of a car, nobody there",
         "an empty back seat, no figure"),
        ("lights beyond the windscreen of the car", "dials glowing on the dashboard", "the rear view mirror of the car"),
        ("highway", "street", "motel"), "sea",
    ),
    "highway": Place(
        ("an empty highway, the line down its middle", "the open highway, hills far off"),
        ("on the highway", "at the side of the highway", "in the middle of the highway"),
        ("an empty highway, nobody there", "the open highway to the horizon, no figure",
         "a highway, posts along its side, nobody there"),
        ("the asphalt of the highway", "a wire fence along the highway", "grass beside the highway"),
        ("car", "motel", "desert"), "space",
    ),
    "airport": Place(
        ("an airport terminal, a wall of glass", "the departure hall, seats in rows"),
        ("at the airport", "at the departure gate", "in the airport terminal, seats behind"),
        ("an empty airport terminal, nobody there", "a deserted departure hall, seats in rows",
         "the departure gate and its glass, no figure"),
        ("runway lights beyond the airport", "lamps of the runway in rows", "an empty chair in the departure hall"),
        ("corridor", "sky", "city"), "sea",
    ),
    "bar": Place(
        ("a small bar, bottles on their shelves", "a diner booth, lamps over the tables"),
        ("at the bar", "in a bar, bottles behind", "in a diner booth"),
        ("an empty bar, bottles on their shelves", "a diner, booths in a row, nobody there",
         "the bar counter and its lamps, no figure"),
        ("a glass on the bar counter", "bulbs over the bar counter", "bottles behind the bar"),
        ("street", "stage", "city"), "sea",
    ),
    "church": Place(
        ("the nave of a church, columns on both sides", "an old church, stained glass high up"),
        ("in the church", "in the church, columns behind", "between the pews of the church"),
        ("an empty church, pews in rows", "the nave of the church, nobody there",
         "the altar of an empty church, no figure"),
        ("candles in the church", "candles before the altar", "stained glass in the church"),
        ("cemetery", "corridor", "forest"), "space",
    ),
    "corridor": Place(
        ("a long corridor, doors on both sides", "a corridor, lamps in a row"),
        ("in the corridor", "in a corridor, doors behind", "at the end of the corridor"),
        ("an empty corridor, doors on both sides", "a corridor and its lamps, nobody there",
         "a deserted corridor, no figure"),
        ("a lamp failing in the corridor", "a bulb in the corridor", "the floor of the corridor"),
        ("bedroom", "interior", "street"), "forest",
    ),
    "subway": Place(
        ("a subway platform, tiles and columns", "a subway station, the tunnel behind"),
        ("on the subway platform", "in the subway station", "on the subway platform, a row of columns behind"),
        ("an empty subway platform, nobody there", "a deserted subway station, no figure",
         "the subway platform and its tunnel, nobody there"),
        ("lights in the tunnel of the subway", "tiles in the subway station", "the edge of the subway platform"),
        ("street", "train", "city"), "space",
    ),
    "library": Place(
        ("a library, shelves to the ceiling", "an old library, lamps over the aisle"),
        ("in the library", "between the shelves of the library", "in the library, shelves behind"),
        ("an empty library, shelves to the ceiling", "the aisle of the library, nobody there",
         "a deserted library, no figure"),
        ("an open book in the library", "a page in the library", "a bulb over the library shelves"),
        ("corridor", "interior", "church"), "space",
    ),
    "motel": Place(
        ("a roadside motel, doors in a row", "a motel and its sign beside the plain"),
        ("outside the motel", "before the doors of the motel", "under the motel sign"),
        ("an empty motel lot, nobody there", "the motel and its sign, no figure", "a deserted roadside motel"),
        ("the motel sign in the puddles", "lamps outside the motel", "the asphalt of the motel lot"),
        ("highway", "bedroom", "car"), "desert",
    ),
    "bedroom": Place(
        ("a bedroom, curtains half drawn", "a bedroom, the bed under the window"),
        ("in the bedroom", "at the bedroom window", "in the bedroom, curtains behind"),
        ("an empty bedroom, the bed made", "the bedroom and its curtains, nobody there", "an unmade bed, no figure"),
        ("a bulb in the bedroom", "curtains in the bedroom", "a chair in the bedroom"),
        ("corridor", "kitchen", "street"), "sea",
    ),
    "kitchen": Place(
        ("a kitchen, the table under its lamp", "a small kitchen, cupboards and a window"),
        ("in the kitchen", "at the kitchen table", "at the kitchen window"),
        ("an empty kitchen, the table laid", "the kitchen and its window, nobody there",
         "a deserted kitchen, no figure"),
        ("a cup on the kitchen table", "a bulb over the kitchen table", "a chair in the kitchen"),
        ("bedroom", "interior", "street"), "field",
    ),
    "booth": Place(
        ("a recording studio, foam on the walls", "a vocal booth, the control room behind its glass"),
        ("in the recording studio", "in the vocal booth", "in the recording studio, amplifiers behind"),
        ("an empty recording studio, nobody there", "the vocal booth and its glass, no figure",
         "a deserted recording studio"),
        ("a microphone in the recording studio", "a bulb in the recording studio", "foam on the walls of the vocal booth"),
        ("street", "stage", "city"), "sea",
    ),
    "studio": Place(
        ("a photo studio, tubes of light", "a photo studio, one wall of paper"),
        ("in the photo studio", "before a seamless backdrop", "in the photo studio, tubes of light behind"),
        ("an empty photo studio, tubes of light", "a seamless backdrop, nobody there",
         "the photo studio and its wall, no figure"),
        ("tubes of light in the photo studio", "a chair in the photo studio", "a bulb in the photo studio"),
        ("street", "abstract", "stage"), "sea",
    ),
    "harbour": Place(
        ("the harbour, cranes over the water", "a harbour, masts along the quay"),
        ("in the harbour", "on the quay of the harbour", "at the harbour, cranes behind"),
        ("an empty harbour, cranes over the water", "the harbour and its masts, nobody there",
         "a deserted quay in the harbour, no figure"),
        ("ropes in the harbour", "ripples in the harbour", "lamps along the quay"),
        ("sea", "bridge", "city"), "space",
    ),
    "bridge": Place(
        ("a suspension bridge, cables on both sides", "the deck of the bridge, towers ahead"),
        ("on the bridge", "on the bridge, cables behind", "in the middle of the bridge"),
        ("an empty bridge, cables on both sides", "the suspension bridge, nobody there",
         "the deck of the bridge, no figure"),
        ("cables of the bridge", "lamps along the bridge", "rails and wires of the bridge"),
        ("harbour", "city", "street"), "sea",
    ),
    "cemetery": Place(
        ("a cemetery, stones in rows", "an old graveyard, bare branches over the stones"),
        ("in the cemetery", "among the graves", "in the cemetery, a chapel behind"),
        ("an empty cemetery, stones in rows", "the old graveyard, nobody there", "a deserted cemetery, no figure"),
        ("grass between the graves", "twigs over the graves", "moss on a gravestone"),
        ("church", "forest", "field"), "sea",
    ),
    "playground": Place(
        ("a playground, the swings still", "a playground among blocks of flats"),
        ("in the playground", "on the swings", "in the playground, flats behind"),
        ("an empty playground, nobody there", "the empty swings, no figure", "a deserted playground"),
        ("chains of an empty swing", "grass in the playground", "twigs over the playground"),
        ("street", "city", "field"), "sky",
    ),
    "rooftop": Place(
        ("a rooftop, the skyline all around", "a rooftop, a water tank on its legs"),
        ("on the rooftop", "at the edge of the roof", "on the rooftop, towers behind"),
        ("an empty rooftop, nobody there", "the rooftop and its water tank, no figure", "a deserted rooftop"),
        ("an antenna on the rooftop", "bulbs over the rooftop", "wires over the rooftop"),
        ("city", "street", "sky"), "sea",
    ),
}  # fmt: skip
"""Phrases of the places that `phrases` joins to its own."""
