"""Guests: rules from a file beside the scenario, from a package, from an entry point; and what stops them."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mi_abm.analysis.contrasts import contrasts
from mi_abm.engine.simulate import simulate
from mi_abm.scenario import guests
from mi_abm.scenario.load import Scenario, load
from mi_abm.scenario.problems import InputError

GOSSIP = Path(__file__).parents[2] / "examples" / "gossip"
SMALL = "burn_in: 2\norganisation: {teams: 3, team_size: 4}\n"
RULE = '''"""A mood."""
from mi_abm.core import Mechanism, param, part, state
from mi_abm.mechanisms.uptake import Uptake
BIAS = 0.0


class Mood(Mechanism):
    class Params(Mechanism.Params):
        weight: float = param(0.5, "pull", unit="logit", source="assumption", range=(0, 2), bounds=(0, 9), off=0.0)

    mood = state(0.5, unit="mood", meaning="mood")
    mood_pull = part(Uptake.intention, meaning="mood")

    def appraise(self, people, p, org, now):
        people.mood_pull = p.weight * (people.mood + BIAS)
'''


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files; return the scenario among them."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder / next(name for name in files if name.endswith(".yaml"))


def scenario(folder: Path, uses: str = "[mood]", rule: str = RULE, more: str = "") -> Path:
    return write(folder, {"study.yaml": f"{SMALL}uses: {uses}\n{more}", "mood.py": rule})


def refused(source: Any, **more: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(source, **{"allow_code": True, **more})
    return str(caught.value).splitlines()


def values(*scenarios: Scenario, **more: Any) -> np.ndarray:
    return simulate(list(scenarios), [1, 2], weeks=6, **more)[-1].values


def test_code_is_not_run_without_permission(tmp_path: Path) -> None:
    file = scenario(tmp_path, rule="raise SystemExit(3)")
    (line,) = refused(file, allow_code=False)
    assert line.startswith(f"{file}:3: uses: runs the code of mood; if you trust it, allow it with --allow-code")


def test_a_rule_beside_the_file_is_as_one_passed_in(tmp_path: Path) -> None:
    path, modules = list(sys.path), set(sys.modules)
    named = load(scenario(tmp_path, more="mechanisms: {mood: {weight: 1.5}}\n"), allow_code=True)
    mood = named.rules[-1]
    assert (sys.path, {name.partition("@")[0] for name in set(sys.modules) - modules}) == (path, {"mood"})
    passed = load({"burn_in": 2, "organisation": {"teams": 3, "team_size": 4}, "mechanisms": {"mood": {"weight": 1.5}}}, rules=[mood])  # fmt: skip
    without = load({"burn_in": 2, "organisation": {"teams": 3, "team_size": 4}})
    assert np.array_equal(values(named), values(passed), equal_nan=True)
    assert not np.array_equal(values(named)[..., 0], values(without)[..., 0])
    assert load(tmp_path / "study.yaml", {"mechanisms.mood": "off"}, allow_code=True).parameters(mood).weight == 0.0
    assert "mechanisms.mood.weight" in refused(tmp_path / "study.yaml", overrides={"mechanisms.mood.weight": 10})[0]


def test_scenarios_of_different_rules_meet_in_one_comparison(tmp_path: Path) -> None:
    plain, named = load(write(tmp_path, {"plain.yaml": SMALL})), load(scenario(tmp_path), allow_code=True)
    both = simulate([plain, named], [1, 2, 3], weeks=4)
    swapped = simulate([named, plain, named.renamed("again")], [1, 2, 3], weeks=4)
    pull = "intention_mood_pull"
    assert [m.name for m in simulate(plain, [1], weeks=1)[0].measures if m.name == pull] == []
    assert not both[0].of(pull).any()  # nothing pulls where the rule is not there
    assert both[1].of(pull)[:, 1:].all()
    for a, b in zip(both, (swapped[1], swapped[0]), strict=True):
        assert all(np.array_equal(a.of(m.name), b.of(m.name), equal_nan=True) for m in a.measures)
    assert np.array_equal(swapped[0].values, swapped[2].values, equal_nan=True)
    assert {c.measure for c in contrasts(both)} == {m.name for m in both[0].measures}
    assert next(c.difference for c in contrasts(both) if c.measure == pull) > 0


def test_workers_find_it_too_and_notice_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = load(scenario(tmp_path), allow_code=True)
    monkeypatch.setattr("mi_abm.engine.simulate.CHUNK_PEOPLE", 12)
    assert np.array_equal(values(named), values(named, workers=2), equal_nan=True)
    sent = pickle.dumps(named)
    assert pickle.loads(sent).rules == named.rules
    (tmp_path / "mood.py").write_text(RULE.replace("BIAS = 0.0", "BIAS = 0.1"), "utf-8")
    with pytest.raises(RuntimeError, match="was changed while it was in use"):
        pickle.loads(sent)


def test_a_class_typed_in_runs_whatever_the_number_of_workers() -> None:
    text = f"{RULE}\nfrom mi_abm import load, simulate\nprint(simulate(load({{}}, rules=[Mood]), [1, 2], weeks=1, workers=2)[0].weeks)"  # fmt: skip
    done = subprocess.run([sys.executable, "-"], input=text, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_the_hash_of_the_code_is_part_of_the_digest(tmp_path: Path) -> None:
    first, other = tmp_path / "a", tmp_path / "b"
    one, same = (load(scenario(folder), allow_code=True) for folder in (first, other))
    assert one.digest() == same.digest()  # whatever the folder
    assert one.code() == {"mood": same.code()["mood"]}
    (other / "mood.py").write_text(RULE.replace("BIAS = 0.0", "BIAS = 0.1"), "utf-8")
    changed = load(other / "study.yaml", allow_code=True)
    assert changed.digest() != one.digest()
    assert changed.rules[-1] is not same.rules[-1]
    assert not np.array_equal(values(one)[..., 0], values(changed)[..., 0])  # two versions beside each other
    assert load({}).code() == {}


def test_what_a_module_takes_from_beside_itself(tmp_path: Path) -> None:
    inside = RULE.replace("BIAS = 0.0", "from lab.numbers import BIAS")
    files = {"study.yaml": f"{SMALL}uses: ['lab.mood:Mood']\n", "lab/mood.py": inside, "lab/numbers.py": "BIAS = 0.0\n", "lab/__init__.py": ""}  # fmt: skip
    file = write(tmp_path, files)
    before = load(file, allow_code=True)
    assert not {"lab", "lab.numbers", "lab.mood"} & set(sys.modules)
    (tmp_path / "lab" / "numbers.py").write_text("BIAS = 0.2\n", "utf-8")
    after = load(file, allow_code=True)
    assert before.digest() != after.digest()
    assert after.rules[-1].appraise.__globals__["BIAS"] == 0.2  # type: ignore[attr-defined]


def test_guests_are_inherited_each_from_its_own_folder(tmp_path: Path) -> None:
    scenario(tmp_path / "base")
    other = RULE.replace("Mood", "Temper").replace("mood", "temper")
    file = write(tmp_path, {"mine.yaml": "extends: base/study.yaml\nuses: temper\n", "temper.py": other})
    found = load(file, allow_code=True)
    assert [rule.name for rule in found.rules[-2:]] == ["mood", "temper"]
    assert found.data.uses == [str(tmp_path / "base" / "mood"), str(tmp_path / "temper")]
    again = load(found.data.model_dump(), allow_code=True)  # as a manifest keeps it
    assert again.digest() == found.digest()


BROKEN = {
    "[absent]": "absent cannot be imported: ModuleNotFoundError: No module named 'absent'",
    "['mood:Temper']": "mood has no mechanism or intervention 'Temper'",
    "['mood:BIAS']": "mood has no mechanism or intervention 'BIAS'",
    "['mood; import os']": "'mood; import os' is not MODULE or MODULE:CLASS, as in my_lab.gossip:GossipNorm",
    "[json]": "json defines no mechanism or intervention",
}


@pytest.mark.parametrize("uses", BROKEN)
def test_a_wrong_entry_is_said_with_its_line(tmp_path: Path, uses: str) -> None:
    file = scenario(tmp_path, uses)
    assert refused(file) == [f"{file}:3: uses: {BROKEN[uses]}"]


STOPS = {
    "x = (": r"mood is not Python: '\(' was never closed (mood.py, line 1)".replace("\\", ""),
    "\n1 / 0": "mood cannot be imported: ZeroDivisionError: division by zero (mood.py, line 2)",
    "import nowhere": "mood cannot be imported: ModuleNotFoundError: No module named 'nowhere' (mood.py, line 1)",
    "raise ValueError('a\\nb')": "mood cannot be imported: ValueError: a b (mood.py, line 1)",
}


@pytest.mark.parametrize("text", STOPS)
def test_code_that_fails_is_said_on_one_line(tmp_path: Path, text: str) -> None:
    before = set(sys.modules)
    file = scenario(tmp_path, rule=text)
    assert refused(file) == [f"{file}:3: uses: {STOPS[text]}"]
    assert not {name for name in set(sys.modules) - before if name.startswith("mood")}


def test_a_clash_names_both(tmp_path: Path) -> None:
    taken = RULE.replace("Mood", "Turnover").replace("mood", "temper")
    (line,) = refused(scenario(tmp_path, rule=taken))
    assert line == (
        "turnover: is the name of Turnover of mi_abm.mechanisms.turnover and of "
        f"Turnover of {tmp_path / 'mood'}: rename one"
    )
    (line,) = refused(scenario(tmp_path, rule=RULE.replace("    mood =", "    skill =").replace("people.mood ", "people.skill ")))  # fmt: skip
    assert (
        line == f"skill: is a column of Skill of mi_abm.mechanisms.skill and of Mood of {tmp_path / 'mood'}: rename one"
    )


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Install a package that offers a rule."""
    lab = tmp_path / "site"
    write(
        lab,
        {
            "none.yaml": "",
            "installed_lab.py": RULE,
            "installed_lab-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: installed-lab\nVersion: 1.0\n",
            "installed_lab-1.0.dist-info/entry_points.txt": "[mi_abm.rules]\nmood = installed_lab:Mood\nlab = installed_lab\n",
        },
    )
    monkeypatch.syspath_prepend(str(lab))
    guests.offered.cache_clear()
    yield lab
    guests.offered.cache_clear()
    sys.modules.pop("installed_lab", None)


def test_an_entry_point_is_loaded_by_its_key_and_not_before(tmp_path: Path, package: Path) -> None:
    plain = load("baseline")
    assert dict(guests.offered())["mood"].value == "installed_lab:Mood"
    assert "installed_lab" not in sys.modules
    assert plain.rules == load({}).rules
    file = write(tmp_path, {"key.yaml": f"{SMALL}mechanisms:\n  mood: {{weight: 1.0}}\n"})
    found = load(file)  # somebody installed it under this name: no permission needed
    assert found.rules[-1].__module__ == "installed_lab"
    assert found.code()["mood"] == load(scenario(tmp_path), allow_code=True).code()["mood"]


@pytest.mark.parametrize("entry", ["lab", "installed_lab", "installed_lab:Mood"])
def test_uses_may_name_an_entry_point_or_a_package(tmp_path: Path, package: Path, entry: str) -> None:
    file = write(tmp_path, {"u.yaml": f"{SMALL}uses: ['{entry}']\n"})
    assert "allow it with --allow-code" in refused(file, allow_code=False)[0]
    assert load(file, allow_code=True).rules[-1].name == "mood"
