"""mi-abm compare --who: each person against himself, as a table and as JSON."""

import json

import pytest

from tests.cli.running import SMALL, invoke


def test_json_holds_shares_that_add_up() -> None:
    found = json.loads(invoke("compare", "no_training", "baseline", "--who", "--json", *SMALL).stdout)
    rows = {row["group"]: row for row in found["who"]}
    assert {"everybody", "introverts", "lowest third of skill", "safest teams"} <= set(rows)
    for row in rows.values():
        assert sum(row[way]["share"] for way in ("better", "worse", "no_different")) == pytest.approx(1)
    assert rows["everybody"]["better"]["share"] > 0.8
    assert rows["introverts"]["people"] + rows["others"]["people"] == rows["everybody"]["people"]


def test_the_table_shows_only_when_asked_for() -> None:
    asked = invoke("compare", "no_training", "baseline", "--who", *SMALL).stdout
    assert "no different" in asked
    assert "lowest third of skill" in asked
    assert "no different" not in invoke("compare", "no_training", "baseline", *SMALL).stdout
