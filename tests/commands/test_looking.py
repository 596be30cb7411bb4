"""The commands that only look: plan, why, check, list, graph."""

from __future__ import annotations

import json

from tests.commands.studio import Studio


def test_plan_says_what_follows_the_survey(studio: Studio) -> None:
    studio.write(a="one")
    code, out, _ = studio.run("plan")
    assert code == 0
    assert "night: 1 target to make" in out
    assert "the shots follow" in out
    assert studio.trivial.ran == []


def test_plan_lists_what_changed_with_its_line(studio: Studio) -> None:
    studio.write(a="one", b="two")
    studio.run("build")
    assert studio.run("plan")[1] == "night: nothing to make, 6 targets fresh\n"
    studio.write(a="one", b="three")
    _, out, _ = studio.run("plan")
    assert "night: 3 targets to make" in out
    assert "still/b" in out
    assert "words changed" in out
    assert "specs/night.yaml:2" in out
    assert "still/a" not in out
    assert "3 targets fresh" in out
    value = json.loads(studio.run("plan", "--json")[1])
    assert [step["target"] for step in value["steps"]] == ["still/b", "segment/b", "film/night"]
    assert value["steps"][0]["at"] == "specs/night.yaml:2"
    assert value["fresh"] == 3


def test_a_wrong_spec_does_not_hide_the_others(studio: Studio) -> None:
    studio.write("left", a="wrong")
    studio.write("right", a="one")
    code, out, err = studio.run("plan")
    assert code == 1
    assert "right: 1 target to make" in out
    assert "error[unknown-key]" in err
    assert json.loads(studio.run("list", "--json")[1])[0]["spec"] == "right"
    assert studio.run("why", "film")[0] == 1


def test_plan_counts_when_they_are_many(studio: Studio) -> None:
    shots = {f"s{n}": f"word{n}" for n in range(25)}
    studio.write(**shots)
    studio.run("build")
    studio.write(**{name: f"other {words}" for name, words in shots.items()})
    _, out, _ = studio.run("plan")
    assert "still/s3" not in out
    assert "words changed" in out
    assert "still/s3" in studio.run("plan", "--all")[1]


def test_why_follows_the_cause_to_its_line(studio: Studio) -> None:
    studio.write(a="one", b="two")
    studio.run("build")
    studio.write(a="one", b="three")
    code, out, _ = studio.run("why", "film")
    assert code == 0
    rows = [row.strip() for row in out.splitlines()]
    assert "film/night: its segments changed" in rows
    assert "segment/b: its still changed  (specs/night.yaml:2)" in rows
    assert "still/b: words changed  (specs/night.yaml:2)" in rows
    assert not any(row.startswith("segment/a:") for row in rows)
    value = json.loads(studio.run("why", "still/b", "--json")[1])
    assert value["status"] == "to make"
    assert value["made_from"]["param words"] == '"three"'


def test_why_follows_a_file(studio: Studio) -> None:
    studio.write(a="one")
    studio.run("build")
    (studio.root / "specs/assets/song.txt").write_text("di da")
    _, out, _ = studio.run("why", "analysis/song")
    assert "specs/assets/song.txt: the file's content changed" in out


def test_why_of_something_fresh(studio: Studio) -> None:
    studio.write(a="one")
    studio.run("build")
    _, out, _ = studio.run("why", "still/a")
    assert "fresh: nothing that it is made from changed" in out
    assert "cache/builds/night/still/a.txt" in out
    assert "param words" in out


def test_why_before_the_shots_are_known(studio: Studio) -> None:
    studio.write(a="one")
    code, _, err = studio.run("why", "film")
    assert code == 2
    assert "there is no target `film` yet" in err
    assert "--until storyboard" in err


def test_why_names_the_near_target(studio: Studio) -> None:
    studio.write(roof="one")
    studio.run("build")
    code, _, err = studio.run("why", "still/rof")
    assert code == 2
    assert "did you mean `still/roof`?" in err
    code, _, err = studio.run("why", "roof")
    assert code == 2
    assert "`roof` may be 2 targets" in err


def test_check_tells_all_with_places(studio: Studio) -> None:
    studio.write(a="wrong", b="one", c="wrong")
    code, out, err = studio.run("check")
    assert code == 1
    assert out == ""
    assert "error[unknown-key]: `a` is wrong\n --> specs/night.yaml:1:4" in err
    assert "1 | a: wrong" in err
    assert "^^^^^" in err
    assert "2 errors" in err
    value = json.loads(studio.run("check", "--json")[1])
    assert value["ok"] is False
    assert [d["at"]["line"] for d in value["specs"][0]["diagnostics"]] == [1, 3]


def test_check_of_right_specs(studio: Studio) -> None:
    studio.write(a="one", b="doubt")
    code, out, err = studio.run("check")
    assert code == 0
    assert "specs/night.yaml: right as text" in out
    assert "warning[doubtful]" in err
    studio.run("build")
    assert "specs/night.yaml: right, 2 shots" in studio.run("check")[1]
    assert json.loads(studio.run("check", "--json")[1])["ok"] is True


def test_list_shows_how_each_stands(studio: Studio) -> None:
    studio.write(a="one", b="two")
    studio.run("build")
    studio.write(a="one", b="three")
    _, out, _ = studio.run("list", "--kind", "still")
    assert out.splitlines() == ["night", "  ready     still/a  one", "  to make   still/b  three"]
    rows = json.loads(studio.run("list", "--json")[1])
    assert {row["target"]: row["status"] for row in rows}["segment/b"] == "to make"


def test_graph_in_both_languages(studio: Studio) -> None:
    studio.write(a="one")
    studio.run("build")
    dot = studio.run("graph")[1]
    assert dot.startswith('digraph "night" {')
    assert '"still/a" -> "segment/a"' in dot
    assert '"specs/assets/song.txt" -> "analysis/song"' in dot
    mermaid = studio.run("graph", "--format", "mermaid")[1]
    assert mermaid.startswith("flowchart LR")
    assert mermaid.count("-->") == dot.count("->")
