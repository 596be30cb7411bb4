"""Lower: film words into build words, purely, in two passes.

The survey is what must be known before shots can be: the song's analysis and, where nobody wrote scenes, the
storyboard. The shots follow from it. Neither pass opens a file: leaves come with their digests, and what the
survey found comes as text.
"""

from __future__ import annotations

from collections.abc import Mapping

from nbstudio.errors import SpecError
from nbstudio.plan import board, captions, crowding, names, narration, titles, whereabouts
from nbstudio.plan.brief import Brief
from nbstudio.plan.desk import Desk
from nbstudio.plan.finish import finish
from nbstudio.plan.moving import sung
from nbstudio.plan.shots import checks, face, people, shots
from nbstudio.plan.step import Plan
from nbstudio.plan.survey import BOARD, SONG, survey
from nbstudio.plan.timing import begun, doubts, shortened, within
from nbstudio.rulebook import Rulebook
from nbstudio.sound.song import Song
from nbstudio.words.lyrics.line import placed
from nbstudio.words.lyrics.line import within as within_lines


class Planner:
    """Turns one brief into plans, by a rulebook; pure."""

    def __init__(self, brief: Brief, rulebook: Rulebook, leaves: Mapping[str, str]) -> None:
        """Plan `brief`, whose input files have the digests `leaves`.

        Raises SpecError with every name that the rulebook does not know.
        """
        wrong = names.check(brief, rulebook, leaves)
        if wrong:
            raise SpecError(wrong)
        self.desk = Desk(brief, rulebook, leaves)
        self.doubts = tuple(names.doubts(brief, rulebook))

    def survey(self) -> Plan:
        """Return the plan of what must be known before the shots are; all of it is wanted."""
        desk = self.desk
        first = survey(desk)
        return Plan(
            desk.brief.name,
            first,
            desk.leaves,
            first[-1].target,
            also=tuple(step.target for step in first[:-1]),
            partial=True,
            warnings=self.doubts,
        )

    def shoot(self, found: Mapping[str, str]) -> Plan:
        """Return the whole plan, given the text of every survey target that is data.

        Raises SpecError where the shots don't fit the song.
        """
        desk = self.desk
        song = Song.from_json(found[SONG])
        setups = desk.brief.setups
        if setups is None:
            setups = board.setups(found[BOARD], ("prompt",))
        lines = captions.read(found[captions.LINES]) if captions.LINES in found else ()
        words = captions.sung(lines)
        setups = begun(desk, setups, song, words)
        unsure = captions.doubts(desk, found[captions.LINES]) if captions.LINES in found else ()
        unsure = (*unsure, *whereabouts.doubts(desk, setups))
        warnings = (*self.doubts, *crowding.doubts(desk, setups), *doubts(desk, setups, song, words), *unsure)
        setups, stretch = within(desk, setups, song, words)
        warnings = (*warnings, *shortened(desk, setups, stretch.song()))
        faces = tuple(face(desk, person, leaf) for person, leaf in people(desk, setups).items())
        stills, moving = shots(desk, setups, stretch)
        looks = checks(desk, setups)
        frames = sum(int(step.params["count"]) for step in moving)
        said = narration.said(desk, stretch, frames, words)
        beside = captions.sidecars(desk, stretch, said)
        burned: tuple[captions.Event, ...] = ()
        if desk.brief.captions and desk.brief.captions.burn:
            if said:
                shown = placed([captions.read(found[name]) for name in said.targets], said.places)
            else:
                shown = within_lines(lines, stretch.start, stretch.end)
            burned = captions.events(desk, shown, frames)
        moving = titles.laid(desk, setups, moving, stretch.song(), burned)
        if burned:
            moving = captions.burned(desk, moving, burned)
        *lanes, mix, film = finish(desk, moving, stretch, words)
        singing = sung(desk, setups, stretch, frames)
        first = survey(desk)
        surveyed = {step.target for step in first}  # sentences that captions show are spoken before the mix asks
        seen = (*singing, *faces, *stills, *moving, *looks, *beside)
        heard = any(name.startswith("track/") for step in singing for name in step.sources())
        rest = (*lanes, *seen, mix, film) if heard else (*seen, *lanes, mix, film)
        steps = (*first, *(step for step in rest if step.target not in surveyed))
        return Plan(
            desk.brief.name,
            steps,
            desk.leaves,
            f"film/{desk.brief.name}",
            also=tuple(step.target for step in steps if step.kind in {"identity", "captions", "words"}),
            warnings=warnings,
        )
