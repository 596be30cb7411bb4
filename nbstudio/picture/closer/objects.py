"""Objects: things that people leave standing: a microphone, a bulb, a chair, a fence, wires, an aerial; and birds."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from nbstudio.picture import lens
from nbstudio.picture.closer import brush
from nbstudio.picture.person import Float, Setting


def microphone(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return a microphone on its stand, light along one side of its basket."""
    import cv2

    height, width = back.shape[:2]
    side = float(rng.choice([-1.0, 1.0]))
    x, y = (0.5 + 0.13 * side) * width, 0.4 * height
    tilt = -0.5 * side
    way = np.array([np.sin(tilt), np.cos(tilt)])
    r = 0.095 * height
    mask = brush.blank(back)
    end = np.array([x, y]) + way * r * 4.4
    body = brush.bent((x, y), (float(end[0]), float(end[1])), 0.0, 8)
    brush.stroke(mask, body, (1.55 * r, 0.8 * r))
    clip = np.array([x, y]) + way * r * 3.1
    foot = (float(clip[0]) + 0.02 * side * height, 1.1 * height)
    brush.stroke(mask, brush.bent((float(clip[0]), float(clip[1])), foot, 0.0, 8), (0.035 * height, 0.04 * height))
    cv2.circle(mask, (round(x), round(y)), round(r), 255, -1, cv2.LINE_AA)
    layer = brush.lit(mask, setting, height / 1200, body=0.1, clear=0.03)
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = (xx - x) / r, (yy - y) / r
    ball = np.clip(1 - np.hypot(u, v), 0, 1) > 0
    toward = np.array([setting.lamp[0] - x / width, min(0.2, setting.lamp[1]) - y / height - 0.2])
    toward /= max(1e-3, float(np.hypot(*toward)))
    deep = np.sqrt(np.clip(1 - u * u - v * v, 0, 1))
    shine = np.clip(u * toward[0] + v * toward[1] - 0.25 * deep, 0, 1) ** 1.4
    # The wires of the basket follow the ball.
    mesh = np.sin(np.arcsin(np.clip(u, -1, 1)) * 26) * np.sin(np.arcsin(np.clip(v, -1, 1)) * 26)
    steel = (0.05 + 0.95 * shine) * (0.72 + 0.28 * mesh) * ball
    edge = cv2.GaussianBlur(np.asarray(mask, np.float32) / 255, (0, 0), height / 110)
    offset = np.array([[1, 0, -toward[0] * height / 90], [0, 1, -toward[1] * height / 90]], np.float64)
    rim = np.clip(np.asarray(mask, np.float32) / 255 - cv2.warpAffine(edge, offset, (width, height)), 0, 1)
    key = np.array(setting.key, np.float32)
    layer[..., :3] += (steel[..., None] * 0.8 + rim[..., None] * 0.9 * (1 - ball[..., None])) * key * layer[..., 3:]
    return back * np.float32(0.85), np.asarray(np.clip(layer, 0, 1), np.float32)


def bulb(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return bare bulbs on their wires, one near and sharp."""
    height, width = back.shape[:2]
    out = back * np.float32(0.6)
    warm = np.array([0.34, 0.62, 1.0], np.float32)
    layer = brush.none(back)
    places = [(0.5 + float(rng.choice([-0.16, 0.16])), 0.44, 0.075, 0.0)]
    places += [(float(rng.uniform(0.05, 0.95)), float(rng.uniform(0.2, 0.42)), 0.035, 12.0) for _ in range(4)]
    for x, y, size, soft in places[::-1]:
        if soft and abs(x - places[0][0]) < 0.1:
            continue
        r, spot = size * height, (x * width, y * height)
        mask = brush.blank(back)
        brush.stroke(mask, brush.bent((spot[0], -10.0), (spot[0], spot[1] - 1.7 * r), 0.0, 4), (0.08 * r, 0.08 * r))
        socket = brush.bent((spot[0], spot[1] - 2.3 * r), (spot[0], spot[1] - 1.1 * r), 0.0, 4)
        brush.stroke(mask, socket, (0.62 * r, 0.75 * r))
        layer = brush.over(layer, brush.lit(mask, setting, soft * height / 1296 + 0.4, body=0.1, clear=0.1))
        yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
        away = np.hypot(xx - spot[0], (yy - spot[1]) / 1.12)
        ball = np.clip((r - away) / max(1.0, soft * height / 900) + 0.5, 0, 1)
        core = np.exp(-((away / (0.42 * r)) ** 2))
        glow = np.exp(-away / (2.4 * r)) * 0.5 + np.exp(-away / (0.3 * height)) * 0.16
        glass = (0.5 + 0.35 * np.clip(away / r, 0, 1)) * ball * 0.62 + core * 1.1
        light = np.clip((glass + glow)[..., None] * warm + core[..., None] * 0.55, 0, 1).astype(np.float32)
        out = 1 - (1 - out) * (1 - light)
    return np.asarray(out, np.float32), layer


def chair(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return an empty chair against the light."""
    height, width = back.shape[:2]
    side = float(rng.choice([-1.0, 1.0]))
    x, floor, unit = (0.5 + 0.1 * side) * width, 0.93 * height, 0.21 * height
    mask = brush.blank(back)

    def bar(a: tuple[float, float], b: tuple[float, float], thick: float) -> None:
        ends = [(x + side * px * unit, floor + py * unit) for px, py in (a, b)]
        brush.stroke(mask, brush.bent(ends[0], ends[1], 0.0, 4), (thick * unit, thick * unit))

    for a, b, thick in (
        ((-0.55, 0), (-0.5, -1.0), 0.1), ((0.55, 0.08), (0.5, -1.0), 0.1), ((-0.32, -0.22), (-0.3, -1.0), 0.08),
        ((0.75, -0.16), (0.62, -2.35), 0.1), ((-0.1, -0.25), (-0.02, -2.35), 0.08),
        ((-0.6, -1.02), (0.66, -1.06), 0.15),
        ((-0.02, -2.3), (0.66, -2.32), 0.16), ((0.0, -1.95), (0.64, -1.96), 0.09), ((0.0, -1.6), (0.64, -1.6), 0.09),
        ((-0.54, -0.42), (0.54, -0.38), 0.05),
    ):  # fmt: skip
        bar(a, b, thick)
    layer = brush.lit(mask, setting, height / 900, body=0.14, clear=0.16)
    shade = np.clip((np.arange(height, dtype=np.float32) / height - 0.86) * 3, 0, 0.35)[:, None, None]
    return np.asarray(back * (1 - shade), np.float32), layer


def fence(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return posts and wire that run away from the lens."""
    height, width = back.shape[:2]
    side = float(rng.choice([-1.0, 1.0]))
    vanish = ((0.5 - 0.3 * side) * width, float(np.clip(setting.horizon, 0.4, 0.65)) * height)
    near = (0.5 + 0.42 * side) * width
    mask = brush.blank(back)
    tops = []
    for step in range(9):
        scale = 1 / (1 + 0.55 * step)
        x = vanish[0] + (near - vanish[0]) * scale
        foot, top = vanish[1] + 0.62 * height * scale, vanish[1] - 0.34 * height * scale
        lean = float(rng.normal(0, 0.025)) * height * scale
        tops.append((x + lean, top, scale))
        brush.stroke(
            mask, brush.bent((x, foot), (x + lean, top), 0.0, 4), (0.07 * height * scale, 0.06 * height * scale)
        )
    for share in (0.12, 0.42, 0.72):
        for (xa, ya, sa), (xb, yb, sb) in pairwise(tops):
            a, b = (xa, ya + share * 0.62 * height * sa), (xb, yb + share * 0.62 * height * sb)
            brush.stroke(mask, brush.bent(a, b, 0.012 * side, 8), (0.007 * height * sa, 0.007 * height * sb))
    return back, brush.lit(mask, setting, height / 900, body=0.2, clear=0.25)


def wires(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return lines that sag across the frame, near and far, knots where they meet."""
    import cv2

    height, width = back.shape[:2]
    layer = brush.none(back)
    side = float(rng.choice([-1.0, 1.0]))
    for count, thick, soft in ((6, 0.004, 300.0), (3, 0.009, 0.0), (1, 0.03, 40.0)):
        mask = brush.blank(back)
        for _ in range(count):
            a = (-0.05 * width, float(rng.uniform(0.02, 0.5)) * height)
            b = (1.05 * width, a[1] + side * float(rng.uniform(0.05, 0.4)) * height)
            curve = brush.bent(a, b, -float(rng.uniform(0.03, 0.07)), 40)
            brush.stroke(mask, curve, (thick * height, thick * height))
            if not soft:
                for at in rng.integers(6, 34, 2):
                    spot = (round(curve[at, 0]), round(curve[at, 1]))
                    cv2.ellipse(
                        mask, spot, (round(0.02 * height), round(0.011 * height)), 8, 0, 360, 255, -1, cv2.LINE_AA
                    )
        layer = brush.over(layer, brush.lit(mask, setting, height / soft if soft else 0.5, body=0.14, clear=0.3))
    return back, layer


def chains(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return the chains of a swing and the edge of its seat, another swing out of focus behind."""
    import cv2

    height, width = back.shape[:2]
    layer = brush.none(back)
    side = float(rng.choice([-1.0, 1.0]))
    for x, gap, size, soft in ((0.5 - 0.22 * side, 0.10, 0.6, 60.0), (0.5 + 0.1 * side, 0.17, 1.0, 0.0)):
        mask = brush.blank(back)
        lean, seat = float(rng.uniform(-0.05, 0.05)), 0.62 + 0.16 * size
        for end in (-gap, gap):
            top, foot = ((x + end + lean) * width, -0.03 * height), ((x + end) * width, seat * height)
            link = 0.026 * height * size
            way = np.array(foot) - np.array(top)
            count = max(2, int(np.hypot(*way) / (1.35 * link)))
            tilt = float(np.degrees(np.arctan2(way[1], way[0]))) - 90
            for i in range(count):
                centre = np.array(top) + way * (i + 0.5) / count
                # Links stand turn by turn across and along.
                wide = 0.5 if i % 2 == 0 else 0.16
                axes = (max(1, round(wide * link)), max(1, round(0.86 * link)))
                spot = (round(float(centre[0])), round(float(centre[1])))
                cv2.ellipse(mask, spot, axes, tilt, 0, 360, 255, max(1, round(0.22 * link)), cv2.LINE_AA)
        a, b = ((x - 1.12 * gap) * width, seat * height), ((x + 1.12 * gap) * width, seat * height)
        brush.stroke(mask, brush.bent(a, b, -0.06, 16), (0.05 * height * size, 0.05 * height * size))
        layer = brush.over(layer, brush.lit(mask, setting, height / soft if soft else 0.6, body=0.22, clear=0.4))
    return back, layer


def aerial(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return aerials on a roof's edge, the city soft behind."""
    height, width = back.shape[:2]
    mask = brush.blank(back)
    for x, tall in ((0.5 + float(rng.choice([-0.2, 0.2])), 0.68), (float(rng.uniform(0.05, 0.95)), 0.42)):
        foot, top = (x * width, 1.02 * height), (x * width, (0.95 - tall) * height)
        brush.stroke(mask, brush.bent(foot, top, 0.0, 4), (0.014 * height, 0.008 * height))
        for row in range(7):
            y, reach = top[1] + (0.02 + 0.045 * row) * height * tall, (0.13 - 0.01 * row) * height * tall
            tilt = 0.12 * reach
            brush.stroke(
                mask, brush.bent((top[0] - reach, y + tilt), (top[0] + reach, y - tilt), 0.0, 4), (0.006 * height,) * 2
            )
        for turn in (-1.0, 1.0):
            end = (top[0] + turn * 0.3 * height, 1.02 * height)
            brush.stroke(mask, brush.bent((top[0], top[1] + 0.1 * height), end, 0.01, 12), (0.003 * height,) * 2)
    edge = brush.bent((-10.0, 0.95 * height), (width + 10.0, (0.95 + float(rng.uniform(-0.03, 0.03))) * height), 0.0, 4)
    brush.stroke(mask, edge + np.array([0, 0.1 * height]), (0.2 * height, 0.2 * height))
    return back, brush.lit(mask, setting, height / 1200, body=0.14, clear=0.25)


def birds(back: Float, setting: Setting, rng: np.random.Generator) -> tuple[Float, Float]:
    """Return a flock crossing the light."""
    height, width = back.shape[:2]
    mask = brush.blank(back)
    near = (float(np.clip(setting.lamp[0], 0.3, 0.7)), float(np.clip(setting.lamp[1], 0.3, 0.5)))
    heading = float(rng.uniform(-0.35, 0.35))
    for _ in range(int(rng.integers(26, 44))):
        x, y = rng.normal(near[0], 0.16), rng.normal(near[1], 0.11)
        span = float(rng.gamma(4.0, 0.0045)) * height + 0.006 * height
        beat = float(rng.uniform(-0.5, 0.8))
        for side in (-1.0, 1.0):
            middle = (float(x) * width, float(y) * height)
            tip = (middle[0] + side * span * float(np.cos(heading)), middle[1] + span * (heading * side - 0.5 * beat))
            brush.stroke(mask, brush.bent(middle, tip, side * (0.16 + 0.12 * beat), 8), (0.2 * span, 0.02 * span))
    back, _ = lens.pulled(back, 1.12, (near[0], near[1]))
    return np.asarray(back, np.float32), brush.lit(mask, setting, height / 1500, body=0.3, clear=0.12)
