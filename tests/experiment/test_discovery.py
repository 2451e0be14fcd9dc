"""Discovery, from the file of an experiment to its figure: a planted box is found, and noise is called noise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mi_abm.analysis import discovery as prim
from mi_abm.analysis.discovery import discover, inside, p_of
from mi_abm.analysis.shares import share_interval
from mi_abm.experiment import discovery
from mi_abm.experiment.conclude import run_experiment
from mi_abm.experiment.experiment import Experiment, load_experiment
from mi_abm.experiment.results import ExperimentResults
from mi_abm.experiment.store import Store
from mi_abm.experiment.worlds import Permission
from mi_abm.plots.style import image
from mi_abm.report.box import Told
from mi_abm.report.experiment import figure, write_figure
from mi_abm.report.findings import write_finding
from mi_abm.scenario.problems import InputError

# A guest whose pull on intention is 1 in a box of two of its five parameters, but for one point in ten that is turned round;
# and one that depends on nothing that a box could hold.
GUEST = '''"""Planted."""

import numpy as np

from mi_abm.core import Mechanism, param, part
from mi_abm.mechanisms.uptake import Uptake


class Planted(Mechanism):
    """Intention is pulled within a box only."""

    class Params(Mechanism.Params):
        a: float = param(0.0, "first", unit="hours", source="assumption", range=(0.0, 10.0))
        b: int = param(1, "second", unit="people", source="assumption", range=(1, 8))
        c: float = param(0.0, "third", unit="share", source="assumption", range=(0.0, 1.0))
        d: float = param(0.0, "fourth", unit="share", source="assumption", range=(0.0, 1.0))
        e: float = param(0.0, "fifth", unit="share", source="assumption", range=(0.0, 1.0))

    planted = part(Uptake.intention, meaning="planted")
    luck = part(Uptake.intention, meaning="luck")

    def appraise(self, people, p, org, now):
        turned = (7919 * p.c) % 1 < 0.1
        people.planted = 1.0 * (((p.a > 6) & (p.b <= 4)) != turned)
        people.luck = 1.0 * ((7919 * p.d) % 1 < 0.4)
'''
ASKED = """question: Where?
scenarios: {{home: {{extends: baseline, uses: [planted], burn_in: 0, organisation: {{teams: 2, team_size: 2}}}}}}
weeks: 1
replicates: 2
contrast: {contrast}
measures: [miti]
words: {{home: a plan}}
design: {{kind: {kind}, points: 400, vary: [mechanisms.planted]}}
{rest}
"""
A, B = "mechanisms.planted.a", "mechanisms.planted.b"
MINUTES = "discovery: {at_least: 0.5}\nfigure: box"


def asked(
    folder: Path, contrast: str = "intention_planted", rest: str = MINUTES, kind: str = "latin_hypercube"
) -> Experiment:
    (folder / "planted.py").write_text(GUEST, "utf-8")
    (folder / "asked.yaml").write_text(ASKED.format(contrast=contrast, rest=rest, kind=kind), "utf-8")
    return load_experiment(folder / "asked.yaml", permission=Permission(allow_code=True))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> ExperimentResults:
    folder = tmp_path_factory.mktemp("planted")
    return run_experiment(asked(folder), folder / "out")


def found_in(results: ExperimentResults) -> discovery.Condition:
    found = discovery.read(results.folder)
    assert found is not None
    return found


@pytest.mark.slow
def test_a_planted_box_is_found(results: ExperimentResults) -> None:
    box = found_in(results).box
    limits = {(limit.path, limit.side): limit.at for limit in box.limits}
    assert set(limits) == {(A, "from"), (B, "to")}
    assert limits[A, "from"] == pytest.approx(6, abs=0.6)
    assert 4 <= limits[B, "to"] < 5
    assert box.better
    assert all(limit.sure for limit in box.limits)


def test_what_is_held_out_is_counted_on_points_that_prim_never_saw(results: ExperimentResults) -> None:
    """By hand: the points on the other side of the split, and the planted share of nine in ten."""
    effects, box = results.effects(), found_in(results).box
    held = discovery.held_out(effects["point"], 1, 0.3)
    there = inside(effects, box.limits)
    of_interest = effects["difference"] >= 0.5
    for side, counts in ((held, box.held), (~held, box.seen)):
        assert counts.points == side.sum()
        assert counts.inside == (side & there).sum()
        assert counts.hits == (side & there & of_interest).sum()
        assert counts.interest == (side & of_interest).sum()
    assert 0 < box.held.points < 0.4 * len(effects)
    low, high = share_interval(box.held.hits, box.held.inside)
    assert low < 0.9 < high
    assert box.held.coverage == box.held.hits / box.held.interest


@pytest.mark.slow
def test_the_same_is_found_again_and_kept(results: ExperimentResults) -> None:
    again = discovery.discovered(results.manifest, results.effects())
    assert again == found_in(results)


def test_the_figure_and_the_finding_say_what_was_found(results: ExperimentResults) -> None:
    found = found_in(results)
    made = figure(results.manifest, results.effects(), None, found)
    assert made is not None
    assert image(made, "png").startswith(b"\x89PNG")
    title = made._suptitle.get_text().replace("\n", " ")  # type: ignore[attr-defined]
    density = round(100 * found.box.held.density)
    assert f"{density}\N{NARROW NO-BREAK SPACE}% of the points where" in title
    assert "b (planted) is at most 4" in title
    bars = [
        patch for patch in made.axes[0].patches if patch.get_facecolor()[:3] != pytest.approx((0.925,) * 3, abs=0.01)
    ]
    ends = {(round(bar.get_x(), 2), round(bar.get_x() + bar.get_width(), 2)) for bar in bars}  # type: ignore[attr-defined]
    from_a = next(limit.at for limit in found.box.limits if limit.path == A)
    assert ends == {(round(from_a / 10, 2), 1.0), (0.0, round(3 / 7, 2))}
    write_figure(Store(results.folder), results.effects())
    assert (results.folder / "figure.png").read_bytes() == image(made, "png")
    said = write_finding(Store(results.folder), results.effects())
    assert said.startswith(Told(results.manifest, found).sentence())
    assert f"held out: {density}\N{NARROW NO-BREAK SPACE}% of {found.box.held.inside} points" in said
    assert said.endswith("not a forecast.")


def test_noise_gives_no_box(tmp_path: Path) -> None:
    results = run_experiment(asked(tmp_path, "intention_luck"), tmp_path / "out")
    found = found_in(results)
    assert not found.box.better
    assert 0.3 < found.box.seen.interest / found.box.seen.points < 0.5
    assert "no box of conditions is better than chance" in Told(results.manifest, found).sentence()
    assert "no box of conditions does better than chance" in Told(results.manifest, found).finding()
    assert figure(results.manifest, results.effects(), None, found) is not None


@pytest.mark.parametrize(("at_least", "said"), [(-1.0, "each of 400 points"), (2.0, "none of 400 points")])
def test_all_or_nothing_needs_no_box(results: ExperimentResults, at_least: float, said: str) -> None:
    manifest = {**results.manifest, "discovery": {"at_least": at_least, "held_out": 0.3}}
    found = discovery.discovered(manifest, results.effects())
    assert found.box.limits == ()
    assert said in Told(manifest, found).sentence()
    assert figure(manifest, results.effects(), None, found) is not None


@pytest.mark.filterwarnings("ignore")
def test_limits_are_tested_as_prim_itself_tests_them(results: ExperimentResults) -> None:
    from ema_workbench.analysis.prim import Prim

    x = results.effects()[results.parameters].astype(float)
    y = (results.effects()["difference"] >= 0.5).to_numpy()
    try:
        box = Prim(x, y.astype(int), threshold=1e-9).find_box()
    except TypeError:  # from 3.0 on
        box = Prim(x, y.astype(int)).find_box()
    limits = prim._limits(box.box_lims[5], box.box_lims[0])
    p = box._calculate_quasi_p(5, list(dict.fromkeys(limit.path for limit in limits)))
    theirs = [p[limit.path][limit.side == "to"] for limit in limits]
    assert list(p_of(x, y, limits)) == pytest.approx(theirs)


def test_a_point_keeps_its_side() -> None:
    few, many = (discovery.held_out(np.arange(n), 3, 0.25) for n in (500, 4000))
    assert list(few) == list(many[:500])
    assert many.mean() == pytest.approx(0.25, abs=0.03)
    assert (discovery.held_out(np.arange(500), 4, 0.25) != few).any()


WRONG = {
    "figure: box": "asked.yaml:9: figure: lacks 'at_least': from where on a level would matter is not known; write discovery: {at_least: ...}",
    "discovery: {at_lest: 1}": "asked.yaml:9: discovery.at_lest: unknown name; did you mean 'at_least'?",
    "discovery: {held_out: 1}": "asked.yaml:9: discovery.held_out: 1 is not allowed; it must be less than 1",
    "discovery: {at_least: 1}\nfigure: {kind: box, of: miti}": "asked.yaml:10: figure.of: 'miti' is not there; known: intention_planted@1",
    "discovery: {at_least: 1}\nfigure: {kind: box, contrast: hom}": "asked.yaml:10: figure.contrast: 'hom' is not there; did you mean 'home'?",
}  # fmt: skip


@pytest.mark.parametrize("rest", WRONG)
def test_what_is_wrong_is_said_before_anything_runs(tmp_path: Path, rest: str) -> None:
    with pytest.raises(InputError) as error:
        asked(tmp_path, rest=rest)
    assert str(error.value) == f"{tmp_path}/{WRONG[rest]}"


def test_other_designs_do_not_fill_the_space(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"design\.kind: one_at_a_time does not fill the space"):
        asked(tmp_path, kind="one_at_a_time")


def test_too_few_points_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = ASKED
    monkeypatch.setattr(sys.modules[__name__], "ASKED", plain.replace("points: 400", "points: 99"))
    with pytest.raises(
        InputError, match=r"asked\.yaml:8: design\.points: 99 points are too few: .* at least 100 points"
    ):
        asked(tmp_path)
    monkeypatch.setattr(sys.modules[__name__], "ASKED", plain.replace("points: 400", "points: 100"))
    assert len(asked(tmp_path).points) == 100


def test_without_the_library_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prim, "LIBRARY", "a_library_that_is_absent")
    with pytest.raises(InputError) as error:
        asked(tmp_path)
    assert (
        str(error.value) == f"{tmp_path}/asked.yaml:9: discovery: needs ema-workbench: pip install 'mi_abm[discovery]'"
    )
    with pytest.raises(InputError, match="needs ema-workbench"):
        discover(pd.DataFrame({"a": [0.0, 1.0, 2.0]}), np.array([True, False, True]), np.array([False, False, True]))


@pytest.mark.slow
def test_nothing_ordinary_imports_it(tmp_path: Path) -> None:
    heavy = "{'ema_workbench', 'sklearn', 'statsmodels', 'seaborn'}"
    ordinary = "mi_abm.cli.app, mi_abm.report.box, mi_abm.report.experiment, mi_abm.experiment.conclude, mi_abm.experiment.discovery"
    code = f"import sys, {ordinary}; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
