"""The console: what is counted, what is drawn, what is said."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from rich.console import Console

from nbstudio.console import report, screen
from nbstudio.console.amounts import roughly, span
from nbstudio.console.lines import Lines
from nbstudio.console.live import Display
from nbstudio.console.tally import Tally
from nbstudio.diagnostics import Diagnostic
from nbstudio.errors import StepError
from nbstudio.graph.events import (
    Blocked,
    BuildResult,
    Event,
    Failed,
    Finished,
    Planned,
    Progressed,
    Started,
    Stopping,
)
from nbstudio.plan.step import KINDS, Step
from nbstudio.source import Span


def step(kind: str, name: str, seconds: float = 1.0) -> Step:
    return Step(kind, f"{kind}/{name}", kind, 1, "x", 1, seconds=seconds)


STILLS = tuple(step("still", f"s{n}", 2.0) for n in range(4))
FILM = step("film", "night", 1.0)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def tally(clock: Clock | None = None, *events: Event, jobs: int = 1) -> Tally:
    made = Tally(jobs=jobs, clock=clock or Clock())
    for event in events:
        made.take(event)
    return made


def test_counts_by_kind() -> None:
    t = tally(
        None,
        Planned((*STILLS, FILM), 9, partial=False),
        Started(STILLS[0], "new"),
        Finished(STILLS[0], "made", 3.0),
        Finished(STILLS[1], "restored", 0.0),
        Failed(STILLS[2], StepError("no")),
        Blocked(FILM),
    )
    row = t.rows["still"]
    assert (row.total, row.made, row.restored, row.failed, row.done) == (4, 1, 1, 1, 3)
    assert (t.total, t.done) == (4, 3)
    assert t.running == {}


def test_a_plan_told_twice_counts_once() -> None:
    t = tally(None, Planned(STILLS[:2], 9, partial=True), Planned(STILLS, 9, partial=False))
    assert t.rows["still"].total == 4
    assert t.work == 8.0


def test_time_left_begins_with_the_estimates_and_learns() -> None:
    clock = Clock()
    t = tally(clock, Planned(STILLS, 4, partial=False), jobs=2)
    assert t.left() == pytest.approx(4.0)
    t.take(Started(STILLS[0], "new"))
    clock.now += 40.0
    t.take(Finished(STILLS[0], "made", 40.0))
    slow = t.left()
    assert slow is not None
    assert slow > 20.0
    t.take(Started(STILLS[1], "new"))
    t.take(Progressed(STILLS[1], 0.5))
    half = t.left()
    assert half is not None
    assert half < slow


def test_time_left_is_not_guessed_before_the_shots_are_known() -> None:
    assert tally(None, Planned(STILLS, 4, partial=True)).left() is None


def test_restored_work_is_no_work() -> None:
    clock = Clock()
    t = tally(clock, Planned(STILLS, 4, partial=False))
    for one in STILLS[:3]:
        t.take(Finished(one, "restored", 0.0))
    assert t.left() == pytest.approx(2.0)


def test_events_from_many_threads_all_count() -> None:
    many = tuple(step("segment", str(n)) for n in range(800))
    t = tally(None, Planned(many, 800, partial=False))

    def work(part: tuple[Step, ...]) -> None:
        for one in part:
            t.take(Started(one, "new"))
            t.take(Progressed(one, 0.5))
            t.take(Finished(one, "made", 0.001))

    threads = [threading.Thread(target=work, args=(many[n::8],)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert t.rows["segment"].made == 800
    assert t.running == {}
    assert t.worked == pytest.approx(800.0)


def test_progress_never_goes_back() -> None:
    t = tally(None, Started(STILLS[0], "new"), Progressed(STILLS[0], 0.6), Progressed(STILLS[0], 0.4))
    assert t.running["still/s0"].fraction == 0.6


def test_durations_as_people_say_them() -> None:
    assert [span(s) for s in (0.04, 9.94, 12.3, 60, 80, 3600, 7500)] == [
        "0.0 s", "9.9 s", "12 s", "1 min", "1 min 20 s", "1 h 0 min", "2 h 5 min",
    ]  # fmt: skip
    assert roughly(2) == "a few seconds left"
    assert roughly(83) == "about 1 min 20 s left"
    assert roughly(4000) == "about 1 h 7 min left"


# Lines


def lines(capsys: pytest.CaptureFixture[str], *events: Event) -> str:
    with Lines("night", 2) as listen:
        for event in events:
            listen(event)
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_few_targets_have_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    text = lines(
        capsys,
        Planned(STILLS, 10, partial=False),
        Started(STILLS[0], "words changed"),
        Finished(STILLS[0], "made", 1.25),
        Finished(STILLS[1], "restored", 0.0),
        Failed(STILLS[2], StepError("no face")),
        Stopping(1),
        Stopping(1),
    )
    assert text.splitlines() == [
        "night: 4 of 10 targets to make, a few seconds left",
        "night: still/s0 made in 1.2 s (words changed)",
        "night: still/s1 restored",
        "night: still/s2 failed: no face",
        "night: stopping: finishing the one target that is under way (Ctrl-C again gives them up)",
        "night: giving up what runs",
    ]


def test_many_targets_have_a_line_a_kind(capsys: pytest.CaptureFixture[str]) -> None:
    many = tuple(step("segment", str(n)) for n in range(50))
    text = lines(capsys, Planned((*many, FILM), 51, partial=False), *(Finished(one, "made", 0.1) for one in many))
    rows = text.splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("night: segment: 50 made (")


def test_nothing_to_make_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    assert lines(capsys, Planned((), 10, partial=False)) == ""


# Live


def drawn(*events: Event, encoding: str = "utf-8") -> str:
    buffer = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    console = Console(file=buffer, width=100, force_terminal=True, color_system=None, legacy_windows=False)
    display = Display("night", 2, console)
    for event in events:
        display.tally.take(event) if not isinstance(event, Stopping) else display(event)
    console.print(display.picture())
    buffer.flush()
    return buffer.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]


def test_the_picture_says_what_is_made_and_why() -> None:
    text = drawn(
        Planned((*STILLS, FILM), 9, partial=False),
        Started(STILLS[0], "words changed"),
        Progressed(STILLS[0], 0.5),
        Finished(STILLS[1], "made", 2.0),
        Stopping(1),
    )
    assert "night  1 of 5" in text
    assert "left" in text
    assert "1/4" in text
    assert "still/s0" in text
    assert "words changed" in text
    assert "stopping" in text


def test_the_picture_while_the_shots_are_not_known() -> None:
    assert "and the shots to come" in drawn(Planned(STILLS[:1], 1, partial=True))


def test_the_picture_in_ascii() -> None:
    text = drawn(Planned(STILLS, 4, partial=False), Finished(STILLS[0], "made", 1.0), encoding="ascii")
    assert "#######-----" in text
    assert "\\u" not in text


def test_markup_in_names_is_text() -> None:
    odd = Step("still", "still/[red]x", "still", 1, "x", 1)
    assert "still/[red]x" in drawn(Planned((odd,), 1, partial=False), Started(odd, "[bold]why[/bold]"))
    assert "[bold]why[/bold]" in drawn(Planned((odd,), 1, partial=False), Started(odd, "[bold]why[/bold]"))


def test_the_display_lives_and_goes() -> None:
    buffer = io.StringIO()
    console = Console(file=buffer, width=80, force_terminal=True)
    with Display("night", 2, console) as display:
        display(Planned(STILLS, 4, partial=False))
        display(Started(STILLS[0], "new"))
        display(Failed(STILLS[0], StepError("no \x1b[2J face")))
    text = buffer.getvalue()
    assert "still/s0 failed: no \\x1b[2J face" in text
    assert "\x1b[2J" not in text


# Report


def place(step: Step) -> Span | None:
    return Span("specs/night.yaml", 4, 3, 9) if step.kind == "still" else None


def counts(**kinds: dict[str, int]) -> dict[str, dict[str, int]]:
    zero = {"fresh": 0, "restored": 0, "made": 0}
    return {kind: {**zero, **kinds.get(kind, {})} for kind in KINDS}


def test_the_line_that_there_is_nothing_to_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    result = BuildResult("night", tmp_path / "night.mp4", 1.0, counts(segment={"fresh": 1}, film={"fresh": 1}))
    report.report(result, "again", place)
    assert capsys.readouterr().out == f"night: nothing to do (1 shot, film at {tmp_path}/night.mp4)\n"
    assert report.fresh_report(result)["segment"] == {"fresh": 1, "restored": 0, "made": 0}


def test_the_report_of_a_film(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    made = counts(still={"made": 2, "fresh": 1}, segment={"restored": 1, "made": 2})
    report.report(BuildResult("night", tmp_path / "night.mp4", 12.0, made), "again", place)
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        f"night: film at {tmp_path}/night.mp4 in 12 s",
        "  still      2 made, 1 fresh",
        "  segment    2 made, 1 restored",
    ]
    assert said.err == ""
    report.report(BuildResult("night", tmp_path / "night.mp4", 12.0, made), "again", place, quiet=True)
    assert capsys.readouterr().out == ""


def test_the_report_of_a_stop(capsys: pytest.CaptureFixture[str]) -> None:
    report.report(
        BuildResult("night", None, 3.0, counts(still={"made": 1}), interrupted=True), "nbstudio build night", place
    )
    said = capsys.readouterr()
    assert said.out == ""
    assert "night: stopped; what was finished is kept" in said.err
    assert "go on  nbstudio build night" in said.err


def test_many_failures_are_not_all_told(capsys: pytest.CaptureFixture[str]) -> None:
    failures = tuple(Failed(step("still", str(n)), StepError("no")) for n in range(30))
    report.report(BuildResult("night", None, 3.0, counts(), failures, (FILM,)), "again", place)
    err = capsys.readouterr().err
    assert err.count("error[step-failed]") == 10
    assert "and 20 more" in err
    assert "30 targets failed, 1 not tried for want of them" in err


# Screen


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_colour_only_where_it_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    wrong = Diagnostic("unknown-key", "`duraton` is not a key", Span("no.yaml", 1, 1, 2), ("a fact",), "did you mean")
    screen.diagnostics([wrong])
    assert "\x1b[1;31merror[unknown-key]" in terminal.getvalue()
    assert "\x1b[36m" in terminal.getvalue()
    terminal.truncate(0)
    monkeypatch.setenv("NO_COLOR", "1")
    screen.diagnostics([wrong])
    assert "\x1b" not in terminal.getvalue()


def test_a_diagnostic_shows_its_line_from_anywhere(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "specs/deep").mkdir(parents=True)
    (tmp_path / "specs/night.yaml").write_text("title: x\nduraton: \x1b[31m4s\n")
    monkeypatch.chdir(tmp_path / "specs/deep")
    screen.diagnostics([Diagnostic("unknown-key", "no", Span("specs/night.yaml", 2, 1, 8))])
    err = capsys.readouterr().err
    assert "2 | duraton: \\x1b[31m4s" in err
    assert "  | ^^^^^^^" in err
    assert "1 error;" in err


def test_what_an_encoding_lacks_is_written_plainly() -> None:
    assert screen.fit("a → b … ×2", "ascii") == "a -> b ... x2"
    assert screen.fit("歌", "ascii") == "\\u6b4c"
    assert screen.fit("é", "latin-1") == "é"
