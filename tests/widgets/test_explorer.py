"""The explorer without a browser: controls of the declarations, what a change does, cure, save, reset."""

import os
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pandas as pd
import pytest

from mi_abm.analysis.bands import bands, differences

w = pytest.importorskip("ipywidgets")

from mi_abm.describe.declared import parameters  # noqa: E402
from mi_abm.scenario.load import load  # noqa: E402
from mi_abm.widgets import explore  # noqa: E402
from mi_abm.widgets.cards import Card  # noqa: E402
from mi_abm.widgets.control import control, tip  # noqa: E402
from mi_abm.widgets.explorer import Explorer, people, stages  # noqa: E402
from mi_abm.widgets.outcome import Runs  # noqa: E402


def made(scenario: str = "baseline", replicates: int = 3) -> Explorer:
    return Explorer(scenario, "baseline", replicates, 12, writes=True)


def card(explorer: Explorer, name: str) -> Card:
    return next(card for card in explorer.cards if card.block.name == name)


def inside(widget: "w.Widget") -> Iterator["w.Widget"]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


def called(widget: "w.Widget") -> str:
    return re.sub("<[^>]*>", "", getattr(widget, "description", ""))


def find(widget: "w.Widget", start: str) -> "w.Widget":
    return next(x for x in inside(widget) if called(x).startswith(start))


def test_every_number_and_choice_has_a_control_that_says_its_source() -> None:
    left = []
    for d in parameters():
        found = control(d, d.default, lambda value: None)
        if found is None:
            left.append(d.name)
            continue
        assert found.tooltip == tip(d)
        assert not isinstance(found, w.Dropdown) or escape(tip(d)) in found.description
        assert d.path in tip(d)
        assert "Source: " in tip(d)
        if d.range and hasattr(found, "max"):
            assert found.min <= d.range[0]
            assert found.max >= d.range[1]
    assert set(left) <= {"teams", "styles", "people", "ties", "team", "manager", "layers", "initial"}


def test_the_bands_of_the_pictures_are_those_of_tables() -> None:
    plan = load("rotation").renamed("my_plan")
    found = Runs(12).outcome(load("baseline"), plan, 7)
    weeks = pd.concat([found.reference.frame(), found.plan.frame()], ignore_index=True)
    same(found.bands("practice"), bands(weeks, ["practice"]))
    same(found.gaps, bands(differences(weeks, "baseline"), ["miti"]))


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    keys = ["measure", "scenario", "week"]
    assert len(found) == len(expected) > 0
    pd.testing.assert_frame_equal(
        found.set_index(keys).sort_index(), expected.set_index(keys).sort_index(), check_index_type=False, rtol=1e-12
    )


def test_a_newer_request_need_not_wait_for_the_plan_too() -> None:
    """Between the pictures of a few runs and those of all, what is asked for is looked at once more."""
    explorer = made(replicates=30)
    explorer.work.wait()
    explorer.session.switch("coaching", True)
    assert len(list(explorer._stages(explorer.asked()))) == 2 * len(stages(people(explorer.asked()[1]), 30)) - 1


def test_what_is_there_is_shown_at_once_in_full() -> None:
    explorer = made(replicates=30)
    explorer.work.wait()
    assert len(list(explorer._stages(explorer.asked()))) == 1
    assert explorer.panel.state.value.startswith('<p class="mi-state">30 pairs of runs, ')


def test_how_many_runs_there_are_is_said_when_the_rest_stands_there() -> None:
    """Whoever reads "30 pairs of runs" and then the words must not read those of fewer."""
    explorer = made(replicates=30)
    explorer.work.wait()
    panel, then = explorer.panel, []
    for shown in (*panel.images.values(), panel.heading, panel.words, panel.state):
        shown.observe(lambda change: then.append(change["owner"]), "value")
    explorer.session.switch("coaching", True)
    list(explorer._stages(explorer.asked()))
    assert len(then) > 5
    assert then[-1] is panel.state


def test_a_slider_stands_on_one_of_its_steps() -> None:
    for d in parameters():
        found = control(d, d.default, lambda value: None)
        if isinstance(found, w.FloatSlider):
            steps = (found.value - found.min) / found.step
            assert abs(steps - round(steps)) < 1e-6, d.path
            assert (found.max - found.min) / found.step >= 19.99, d.path
            assert float(f"{found.value:{found.readout_format}}") == d.default, d.path


def test_a_slider_gives_the_number_it_shows() -> None:
    d = next(d for d in parameters() if d.path == "mechanisms.social_modelling.rate")
    told = []
    slider = control(d, d.default, told.append)
    assert slider is not None
    slider.value = 0.1 + 0.2
    assert told == [0.3]


def test_switching_an_intervention_on_shows_its_settings_and_its_effect() -> None:
    explorer = made()
    assert explorer.work.wait()
    assert "exactly" in explorer.panel.heading.value
    rotation = card(explorer, "rotation")
    assert not rotation.settings.children
    before = explorer.panel.images["miti"].value
    rotation.switch.value = True
    assert explorer.work.wait()
    assert {"who is sent", "length of a visit"} <= {called(x) for x in rotation.settings.children}
    assert "with “Workshop only”" in explorer.panel.words.value
    assert "hours more than" in explorer.panel.words.value
    assert explorer.panel.images["miti"].value != before
    assert "(1 on)" in explorer.sections.titles[4]


def test_the_weeks_of_a_range_are_start_and_number() -> None:
    explorer = made("rotation")
    find(card(explorer, "rotation").box, "weeks, first").value = (3, 6)
    rotation = explorer.session.plan().data.interventions.rotation  # type: ignore[attr-defined]
    assert (rotation.start, rotation.weeks) == (3, 4)
    assert explorer.work.wait()


def test_the_calendar_holds_what_is_at_work_and_card_and_calendar_follow_each_other() -> None:
    explorer = made("rotation")
    assert list(explorer.calendar.lines) == ["workshop", "rotation"]
    mine, there = card(explorer, "rotation").weeks, explorer.calendar.lines["rotation"]
    assert mine is not None
    there.widget.value = (4, 9)
    assert mine.widget.value == (4, 9)
    mine.widget.value = (5, 6)
    assert there.widget.value == (5, 6)
    assert explorer.calendar.lines["rotation"] is there  # one can go on moving it
    find(explorer.calendar.rows, "Rotation").value = False
    assert list(explorer.calendar.lines) == ["workshop"]
    assert not card(explorer, "rotation").switch.value
    card(explorer, "coaching").switch.value = True
    assert explorer.calendar.lines["coaching"].widget.value == "5, 11, 17, 23"
    assert explorer.work.wait()


def test_a_pitfall_is_warned_of_and_cured_by_a_click() -> None:
    explorer = made("goals_pitfall")
    assert explorer.work.wait()
    assert "One high goal for all" in find_text(explorer)
    find(explorer.panel.warnings, "Cure P8").click()
    assert explorer.work.wait()
    assert explorer.session.plan().data.interventions.goals.normalise_setbacks == 1.0  # type: ignore[attr-defined]
    assert not explorer.panel.warnings.children
    explorer.reset()
    assert explorer.work.wait()
    assert explorer.session.plan().data == load("goals_pitfall").data
    assert "One high goal for all" in find_text(explorer)


def find_text(explorer: Explorer) -> str:
    return "".join(x.value for x in inside(explorer.panel.warnings) if isinstance(x, w.HTML))


def test_assumptions_are_made_when_opened_and_wrong_values_told() -> None:
    explorer = made()
    fold = next(f for f in explorer.folds if f.blocks[0].name == "social_modelling")
    assert len(list(inside(fold.fold))) == 2
    fold.fold.selected_index = 0
    slider = find(fold.fold, "share of the lead")
    slider.value = slider.max
    assert explorer.work.wait()
    assert explorer.session.plan().data.mechanisms.social_modelling.rate == slider.max  # type: ignore[attr-defined]
    assert "--organisation my_plan.yaml" in explorer.keeping.line.value
    coaching = card(explorer, "coaching")
    coaching.switch.value = True
    weeks = find(coaching.box, "weeks of the sessions")
    before = weeks.value
    for typed, wrong in (
        ("3, 0", "0 is none of the weeks 1 to 12"),
        ("100", "100 is none of the weeks"),
        ("", "whole numbers"),
        ("5 to 7", "whole numbers"),
    ):
        weeks.value = typed
        assert wrong in explorer.panel.wrong.value
        assert weeks.value == before  # what was not accepted does not stay
        assert explorer.session.on("coaching")
    find(coaching.box, "weeks of the sessions").value = "9, 3"
    assert explorer.panel.wrong.value == ""
    assert explorer.work.wait()
    assert explorer.session.plan().data.interventions.coaching.weeks == [3, 9]  # type: ignore[attr-defined]


def test_save_writes_the_file_that_the_command_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    explorer = made()
    card(explorer, "rotation").switch.value = True
    find(explorer.keeping.box, "Save as scenario").click()
    assert load("my_plan.yaml").data.interventions.rotation.weeks == 12  # type: ignore[attr-defined]
    assert "compare baseline my_plan.yaml --replicates 3 --weeks 12" in explorer.keeping.line.value
    assert os.listdir(tmp_path) == ["my_plan.yaml"]
    assert explorer.work.wait()


def test_explore_is_a_widget_and_two_share_nothing() -> None:
    assert isinstance(explore(replicates=2, weeks=2), w.Widget)
    a, b = made(), made()
    card(a, "goals").switch.value = True
    assert a.work.wait()
    assert not b.session.values
