"""The defaults meet every fact that they may be fitted to; the levels of goals come in order."""

import pytest

from mi_abm.evidence.validate import MEASURED, Finding, targets, validate

SEEDS = range(1, 61)


@pytest.fixture(scope="module")
def found() -> dict[str, Finding]:
    return {f.key: f for f in validate(SEEDS)}


def test_every_fact_is_measured() -> None:
    assert set(targets()) == set(MEASURED)


@pytest.mark.parametrize("key", targets())
def test_it_is_met(found: dict[str, Finding], key: str) -> None:
    fact = found[key]
    assert fact.met, f"{fact.fact}: {fact.found:.3f} is not in {fact.low} ... {fact.high}"


def test_public_goals_beat_individual_ones_and_team_goals_public_ones(found: dict[str, Finding]) -> None:
    assert found["T15"].found < found["T15_public"].found < found["T15_team"].found


def test_without_use_half_a_gain_is_lost_in_the_half_life_of_the_decay(found: dict[str, Finding]) -> None:
    assert found["T17"].found == pytest.approx(27.83, abs=0.01)  # ln(1/2) / ln(1 - .0246)
