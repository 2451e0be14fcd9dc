"""What one sees and infers of colleagues: three people on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.core.test_chance import plain_uniform
from tests.mechanisms.three import HALF_MUCH_LITTLE, climate, close, three

# Practice b = .5, .75, .25. Seen with probability .1 + .25 psi: Ann and Bob .25, Cat .3.
PEOPLE = {
    **climate(0.6, 0.8), "propensity": HALF_MUCH_LITTLE, "perceived_norm": [0.3, 0.4, 0.7], "habit": [0.4, 0.9, 0.1],
    "inferred_idleness": [1.0, 1.8, 1.0], "attitude": [0.2, 0.9, 0.6], "anchor": [0.2, 0.9, 0.6],
}  # fmt: skip
NORMS = {
    "rate": 0.15, "visible": 0.1, "visible_if_safe": 0.25, "idleness": 0.5, "presumed_practice": 0.1, "like_me": 0.11,
}  # fmt: skip
ALL = {"uptake": {"base": 0.0}, "descriptive_norms": NORMS}
# What Ann presumes of the unseen: idle .5 x .1, like me .11 x .5, no news .39 x .3
ANN = 0.05 + 0.055 + 0.117
# Bob would take .9 for idle, but no more than 1 - .11 is left: .89 x .1 + .11 x .75 + 0 x .4
BOB = 0.089 + 0.0825


def moved(belief: float, observed: float) -> float:
    return belief + 0.15 * (observed - belief)


def test_perceived_practice(tmp_path: Path) -> None:
    """Ann weighs Bob 1 and Cat .8 x .5 = .4; Bob sees Ann; Cat sees nobody and keeps her belief."""
    found = three(tmp_path, PEOPLE, ALL, 1, ("perceived_norm", "visibility", "practice"))
    assert close(found["practice"][1], [0.5, 0.75, 0.25])
    assert close(found["visibility"][1], [0.25, 0.25, 0.3])
    of_bob, of_cat = 0.25 * 0.75 + 0.75 * ANN, 0.3 * 0.25 + 0.7 * ANN
    ann = moved(0.3, (of_bob + 0.4 * of_cat) / 1.4)
    bob = moved(0.4, 0.25 * 0.5 + 0.75 * BOB)
    assert abs(ann - 0.302802857142857) < 1e-12
    assert close(found["perceived_norm"][1], [ann, bob, 0.7])


def test_perceived_habit(tmp_path: Path) -> None:
    """Half as visible as practice; the same inference, with one's own habit."""
    found = three(tmp_path, PEOPLE, ALL, 1, ("perceived_habit",))
    ann = 0.05 + 0.11 * 0.4 + 0.39 * 0.3
    of_bob, of_cat = 0.125 * 0.9 + 0.875 * ann, 0.15 * 0.1 + 0.85 * ann
    bob = 0.125 * 0.4 + 0.875 * (0.089 + 0.11 * 0.9)
    assert close(found["perceived_habit"][1], [moved(0.3, (of_bob + 0.4 * of_cat) / 1.4), moved(0.3, bob), 0.3])


def test_eagerness_shows_attitude_and_overrides_practice(tmp_path: Path) -> None:
    """Strength .4 shows the attitude of Bob with .4 x .6 = .24, of Cat with .4 x .8 = .32."""
    acts = {"eagerness_structure": {"start": 1, "strength": 0.4}}
    found = three(tmp_path, PEOPLE, ALL, 1, ("perceived_norm",), interventions=acts)
    of_bob = 0.24 * 0.9 + 0.76 * (0.25 * 0.75 + 0.75 * ANN)
    of_cat = 0.32 * 0.6 + 0.68 * (0.3 * 0.25 + 0.7 * ANN)
    assert close(found["perceived_norm"][1, :1], [moved(0.3, (of_bob + 0.4 * of_cat) / 1.4)])


def test_a_guard_hinders_the_inference_of_idleness(tmp_path: Path) -> None:
    """Hindered by .6, Ann takes .2 for idle and Bob .36: what is left is no news."""
    acts = {"idleness_guard": {"start": 1, "hinder": 0.6}}
    found = three(tmp_path, PEOPLE, ALL, 1, ("perceived_norm",), interventions=acts)
    ann = 0.02 + 0.055 + 0.69 * 0.3
    bob = 0.036 + 0.0825 + 0.53 * 0.4
    of_bob, of_cat = 0.25 * 0.75 + 0.75 * ann, 0.3 * 0.25 + 0.7 * ann
    assert close(
        found["perceived_norm"][1],
        [moved(0.3, (of_bob + 0.4 * of_cat) / 1.4), moved(0.4, 0.25 * 0.5 + 0.75 * bob), 0.7],
    )


def test_the_pull_of_the_norm(tmp_path: Path) -> None:
    """2 (d - 1/2); if injunctive norms are made salient by 1.5, descriptive ones keep 2 - 1.5 of it."""
    found = three(tmp_path / "a", PEOPLE, {"descriptive_norms": {"weight": 2.0}}, 1, ("norm_pull",))
    assert close(found["norm_pull"][1], [-0.4, -0.2, 0.4])
    acts: dict[str, Any] = {"manager_signal": {"start": 1, "support": 0.0, "salience": 1.5, "teams": ["x"]}}
    found = three(tmp_path / "b", PEOPLE, {"descriptive_norms": {"weight": 2.0}}, 1, ("norm_pull",), interventions=acts)
    assert close(found["norm_pull"][1], [-0.2, -0.1, 0.4])


def test_by_chance_a_colleague_is_seen_or_not(tmp_path: Path) -> None:
    """Seen if the draw of the ordered tie and week lies below the visibility of the colleague."""
    columns = {**PEOPLE, "post": [3, 8, 40]}
    found = three(tmp_path, columns, ALL, 25, ("perceived_norm",), seed=5, noise="on")
    ann, seen_both_ways = 0.3, set()
    for week in range(1, 26):
        guess = 0.05 + 0.055 + 0.39 * ann
        observed = []
        for post, visible, practice in ((8, 0.25, 0.75), (40, 0.3, 0.25)):
            seen = plain_uniform(5, 3, 0, week, "descriptive_norms/seen", post) < visible
            observed.append(practice if seen else guess)
            seen_both_ways.add((post, seen))
        ann = moved(ann, (observed[0] + 0.4 * observed[1]) / 1.4)
        assert close(found["perceived_norm"][week, :1], [ann])
    assert len(seen_both_ways) == 4
