"""Living: a face in a still that blinks, breathes and opens its mouth.

Nothing is drawn anew but what shut lips and open eyes hide: a throat (see `throat`) and a line of lashes. Lids
and lips of the photograph itself are moved, column by column in the eye's or the mouth's own axes, as piecewise
linear maps between a few curves of the face mesh. The curves that must hold still hold still (brow, nose, the
eye's lower edge), so that the person stays the person.
A body breathes and sways as a whole, its foot fixed, which costs nothing: it is part of the layer's own map.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nbstudio.picture import throat
from nbstudio.picture.bend import Patch
from nbstudio.picture.columns import Axes, Grid, sampled
from nbstudio.picture.stack import Views

Float = NDArray[np.float32]
Curve = Sequence[int]

# The numbers of MediaPipe's mesh, from image left to image right.
UPPER_LIP = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_LIP = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
UNDER_LIP = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291)
OVER_LIP = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291)
CHIN = (136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365)
NOSE = 2
EYES = (
    ((33, 246, 161, 160, 159, 158, 157, 173, 133), (33, 7, 163, 144, 145, 153, 154, 155, 133), (46, 53, 52, 65, 55)),
    (
        (362, 398, 384, 385, 386, 387, 388, 466, 263),
        (362, 382, 381, 380, 374, 373, 390, 249, 263),
        (285, 295, 282, 283, 276),
    ),
)
"""Upper lid, lower lid and brow of both eyes."""

SMALLEST_BLINK = 0.13
SMALLEST_MOUTH = 0.11
"""Of the frame's height that a face must have: below, lids or lips are a pixel or two."""
OPEN = 0.15
"""Height of an eye in its width, below which it counts as shut."""
GAPE = 0.17
"""How far a mouth opens at most, in its width: more, and the face is another's."""
NARROWS, ROUNDS = 0.045, 0.11
"""How much narrower a mouth gets as it opens, and once more where the sound is a round one."""
TEETH = (0.06, 0.12)
"""How far apart the lips of a photograph are, in the mouth's half width, where no teeth and where its own are seen."""
SHUT = 0.94
"""How far down a pair of lids meets."""
THREAD = 0.09
"""How much of what hangs under the upper lip lies in the dark, in the mouth's half width."""
BREATH, SWAY = 0.0018, 0.0055
"""How much of its height a body rises by, and leans by."""
SWING, NOD = 0.0060, 0.0035
"""The same for one that sings: it leans from phrase to phrase, and sinks a little into what is loud."""
PHRASE = 0.45
"""Seconds over which a phrase is felt."""


_Eye = tuple[Grid, Float, Float, Float]
"""Its grid, and at its columns the brow and the upper and lower lid."""


class Life:
    """What a face does in every frame of a shot."""

    def __init__(
        self,
        mesh: NDArray[np.float32],
        still: tuple[int, int],
        frame: tuple[int, int],
        rate: float,
        seed: int,
        mouth: Sequence[float] | None = None,
    ) -> None:
        """Take the mesh in pixels of a still (width, height), and how far the mouth is open in each frame.

        `mouth` is 0 to 1 by frame of the shot; without it nobody sings.
        """
        self.points = np.asarray(mesh[:, :2], np.float64)
        self.still, self.rate = still, rate
        self.tall = float(np.ptp(self.points[:, 1])) / still[1]
        self.mouth = mouth if self.tall >= SMALLEST_MOUTH else None
        self.pixel = frame[1] / still[1]
        rng = np.random.default_rng([seed & 0xFFFFFFFF, 83])
        self.phase = rng.uniform(0, 2 * np.pi, 4)
        self.foot = float(still[1])
        self.blinks = _schedule(rng)
        self.eyes = [self._eye(*eye) for eye in EYES] if self.tall >= SMALLEST_BLINK else []
        self.lips = self._lips()
        self.jaw: Grid | None = None
        self.phrases = self._phrases(rng)
        self.round = self._rounds(rng)

    def lean(self, frame: int) -> NDArray[np.float64]:
        """Return the map (2, 3) from where a body stands in a frame to where it stands in the still."""
        seconds = frame / self.rate
        a, b, c, d = self.phase
        lean = SWAY * (0.7 * np.sin(2 * np.pi * 0.13 * seconds + a) + 0.3 * np.sin(2 * np.pi * 0.31 * seconds + b))
        rise = BREATH * (0.8 * np.sin(2 * np.pi * 0.24 * seconds + c) + 0.2 * np.sin(2 * np.pi * 0.51 * seconds + d))
        if self.phrases is not None:
            swing, nod = self.phrases[min(max(frame, 0), len(self.phrases) - 1)]
            lean, rise = lean + SWING * swing, rise + NOD * nod
        # The foot holds: what is above leans and rises by its distance from there.
        return np.array([[1.0, lean, -lean * self.foot], [0.0, 1.0 + rise, -rise * self.foot]])

    def patches(self, frame: int) -> list[Patch]:
        """Return where and how the still is to be moved in a frame."""
        found = []
        shut = self._shut(frame / self.rate)
        if shut > 0.02:
            found += [self._blinked(*eye, shut) for eye in self.eyes if _opening(eye) >= OPEN]
        gape = self._gape(frame)
        if gape > 0.01:
            found.append(self._sung(gape, self._pinch(frame)))
        return found

    def gap(self, frame: int, out: Views, affine: NDArray[np.float64]) -> None:
        """Paint what bending lays bare over a frame, `affine` mapping its points to the still's."""
        shut = self._shut(frame / self.rate)
        if shut > 0.25:
            for eye in self.eyes:
                if _opening(eye) >= OPEN:
                    self._lashes(eye, shut, out, affine)
        gape = self._gape(frame)
        if gape > 0.02:
            axes, x, curves = self.lips
            moved, _ = _opened(curves, gape, x)
            # The mesh may lie a little under the lip's edge, and a thread of lip would hang on the teeth.
            top = np.maximum(moved[1], moved[2] - np.float32(THREAD * min(1.0, 3 * gape)))
            apart = float((curves[2] - curves[1]).max())
            toothless = float(np.clip((TEETH[1] - apart) / (TEETH[1] - TEETH[0]), 0, 1))
            throat.paint(out, axes.seen(affine), x, (top, moved[3]), gape, self._pinch(frame), toothless)

    def _lashes(self, eye: _Eye, shut: float, out: Views, affine: NDArray[np.float64]) -> None:
        """Draw the dark line of a pair of lids that meet."""
        import cv2

        grid, _, lid, floor = eye
        axes, x = grid.axes, grid.x
        inside = np.abs(x) < 0.96
        line = np.stack([x, lid + np.float32(SHUT * shut) * (floor - lid)], -1)[inside]
        points = (axes.out(line) - affine[:, 2]) @ np.linalg.inv(affine[:, :2]).T
        thick = 0.085 * axes.half * self.pixel
        room = int(np.ceil(3 * thick)) + 3
        rect = throat.even(points, room, out[0].shape)
        if rect is None:
            return
        left, top, right, bottom = rect
        mask = np.zeros((bottom - top, right - left), np.uint8)
        ends = np.round((points - (left, top) - 0.5) * 16).astype(np.int32)
        cv2.polylines(mask, [ends], False, 255, max(1, round(thick)), cv2.LINE_AA, 4)
        soft = cv2.GaussianBlur(mask, (0, 0), max(0.6, 0.45 * thick)).astype(np.float32)
        soft *= np.float32(0.8 * min(1.0, 2 * (shut - 0.25)) / 255)
        part = out[0][top:bottom, left:right]
        dark = np.float32(16 + 0.34 * (float(np.median(part)) - 16))
        part[:] = np.asarray(part + np.minimum(dark - part, 0) * soft + 0.5, np.uint8)
        # White of an eye that is left between the lids has no hue: skin has.
        half = cv2.resize(soft, (soft.shape[1] // 2, soft.shape[0] // 2), interpolation=cv2.INTER_AREA)
        for plane in out[1:]:
            part = plane[top // 2 : bottom // 2, left // 2 : right // 2]
            value = np.float32(128 + 0.8 * (float(np.median(part)) - 128))
            part[:] = np.asarray(part + (value - part.astype(np.float32)) * half + 0.5, np.uint8)

    def _gape(self, frame: int) -> float:
        if self.mouth is None or not len(self.mouth):
            return 0.0
        return float(self.mouth[min(max(frame, 0), len(self.mouth) - 1)])

    def _pinch(self, frame: int) -> float:
        """Return how much narrower the mouth is in a frame than in the still."""
        gape = self._gape(frame)
        if gape <= 0.01:
            return 0.0
        return gape * (NARROWS + ROUNDS * float(self.round[min(max(frame, 0), len(self.round) - 1)]))

    def _phrases(self, rng: np.random.Generator) -> NDArray[np.float64] | None:
        """Return how a body swings (-1 to 1) and nods (0 to 1) with what it sings, in every frame."""
        from scipy.ndimage import gaussian_filter1d

        if self.mouth is None or not len(self.mouth):
            return None
        sung = gaussian_filter1d(np.asarray(self.mouth, np.float64), PHRASE * self.rate, mode="nearest")
        # Leaning one way while a voice swells and the other while it fades is what a body does by itself.
        seconds = np.arange(len(sung)) / self.rate
        swing = np.sin(2 * np.pi * 0.21 * seconds + 2.2 * sung + rng.uniform(0, 2 * np.pi))
        return np.stack([swing * np.minimum(1, 2 * sung), -sung], -1)

    def _rounds(self, rng: np.random.Generator) -> NDArray[np.float64]:
        """Return how round a sound is in every frame, 0 to 1: another one with every syllable."""
        from scipy.ndimage import gaussian_filter1d

        if self.mouth is None or not len(self.mouth):
            return np.zeros(1)
        sung = np.asarray(self.mouth, np.float64)
        rising = np.diff(sung, prepend=sung[:1]) > 0
        syllable = np.cumsum(rising & ~np.roll(rising, 1))
        shapes = rng.uniform(0, 1, int(syllable.max()) + 1)
        return np.asarray(gaussian_filter1d(shapes[syllable], 0.05 * self.rate, mode="nearest"), np.float64)

    def _shut(self, seconds: float) -> float:
        """Return how far the lids are closed: down in 70 ms, shut for 40, up in 150 (Kwon et al., 2013)."""
        for at in self.blinks:
            past = seconds - at
            if 0 <= past < 0.26:
                if past < 0.07:
                    return float(np.sin(np.pi / 2 * past / 0.07))
                return 1.0 if past < 0.11 else float(0.5 + 0.5 * np.cos(np.pi * (past - 0.11) / 0.15))
        return 0.0

    def _eye(self, upper: Curve, lower: Curve, brow: Curve) -> _Eye:
        """Return an eye's grid and its curves at columns: brow, upper lid, lower lid."""
        axes = Axes.of(self.points[upper[0]], self.points[upper[-1]])
        x = np.linspace(-1.35, 1.35, 55).astype(np.float32)
        lid, floor = (sampled(axes, self.points[list(curve)], x) for curve in (upper, lower))
        over = sampled(axes, self.points[list(brow)], x)
        floor = np.maximum(floor, lid)
        over = np.minimum(over, lid - 0.12)
        return Grid(axes, x, (float(over.min()), float((floor + 0.5).max()))), over, lid, floor

    def _blinked(self, grid: Grid, brow: Float, lid: Float, floor: Float, shut: float) -> Patch:
        """Return the patch of an eye shut so far."""
        tall = floor - lid
        # A pair of lids meets below the middle, and leaves a dark line (see `_lashes`).
        moved = lid + np.float32(shut * SHUT) * tall
        lifted = floor - np.float32(shut * 0.06) * tall
        below = floor + 0.5
        return grid.patch([brow, moved, lifted, below], [brow, lid, floor, below])

    def _lips(self) -> tuple[Axes, Float, list[Float]]:
        """Return the mouth's axes and curves: nose, upper and lower lip's inner edges, under the lip, chin, neck."""
        axes = Axes.of(self.points[61], self.points[291])
        x = np.linspace(-2.2, 2.2, 89).astype(np.float32)
        upper, lower, under = (sampled(axes, self.points[list(c)], x) for c in (UPPER_LIP, LOWER_LIP, UNDER_LIP))
        over = sampled(axes, self.points[list(OVER_LIP)], x)
        chin = sampled(axes, self.points[list(CHIN)], x)
        nose = np.full_like(x, float(axes.into(self.points[NOSE])[1]))
        lower = np.maximum(lower, upper + 0.01)
        under = np.maximum(under, lower + 0.12)
        chin = np.maximum(chin, under + 0.25)
        nose = np.minimum(nose, np.minimum(over, upper) - 0.15)
        return axes, x, [nose, upper, lower, under, chin]

    def _sung(self, gape: float, pinch: float) -> Patch:
        axes, x, curves = self.lips
        moved, still = _opened(curves, gape, x)
        if self.jaw is None:
            self.jaw = Grid(axes, x, (float(curves[0].min()), float(still[-1].max())))
        return self.jaw.patch(moved, still, pinch)


def _opened(curves: list[Float], gape: float, x: Float) -> tuple[list[Float], list[Float]]:
    """Return the curves of a mouth opened so far (0 to 1), and where in the still each is taken from.

    They are: nose, upper lip's edge, what hung under it (the upper teeth, if they were seen), lower lip's edge,
    under the lip, chin, neck. Between the third and the fourth there is nothing to be taken.
    """
    nose, upper, lower, under, chin = curves
    down = np.float32(2 * GAPE * gape)
    lips = np.clip(1 - x * x, 0, 1) ** np.float32(0.95)
    jaw = np.exp(-((x / 1.25) ** 2)).astype(np.float32)
    lifted = upper - 0.12 * down * lips
    dropped = lower + down * lips
    neck = chin + 0.9
    moved = [
        nose,
        lifted,
        lifted + (lower - upper),
        dropped,
        under + down * np.maximum(0.94 * lips, 0.35 * jaw),
        chin + 0.62 * down * jaw,
        neck,
    ]
    return moved, [nose, upper, lower, lower, under, chin, neck]


def _opening(eye: _Eye) -> float:
    """Return an eye's height in its width."""
    _, _, lid, floor = eye
    return float((floor - lid).max()) / 2


def _schedule(rng: np.random.Generator) -> list[float]:
    """Return the seconds at which a face blinks, in two minutes."""
    at, found = float(rng.uniform(0.5, 2.6)), []
    while at < 120:
        found.append(at)
        # Now and then two in a row.
        at += 0.34 if rng.random() < 0.12 else float(rng.uniform(2.2, 5.2))
    return found
