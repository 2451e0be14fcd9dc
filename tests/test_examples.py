"""The examples work as their README says."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from mi_abm.scenario.load import load
from tests.cli.running import SMALL, invoke

GOSSIP = Path(__file__).parents[1] / "examples" / "gossip"


@pytest.mark.slow
def test_the_guest_passes_its_own_checks() -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "."]
    done = subprocess.run(command, cwd=GOSSIP, capture_output=True, text=True, timeout=300, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "13 passed" in done.stdout


def test_it_is_refused_without_permission() -> None:
    result = invoke("compare", "baseline", GOSSIP / "gossip.yaml", *SMALL)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "gossip.yaml:3: uses: runs the code of gossip" in result.stderr


def test_it_is_checked_and_described() -> None:
    assert "ok" in invoke("check", GOSSIP / "gossip.yaml", "--allow-code").stdout
    sheet = invoke("describe", "gossip_norm", "--with", GOSSIP / "gossip.yaml", "--allow-code").stdout
    for part in ("g_i <- k g_i", "mechanisms.gossip_norm.weight", "0 to 2", "part of intention", "Granovetter1978"):
        assert part in sheet
    overview = invoke("describe", "--with", GOSSIP / "gossip.yaml", "--allow-code").stdout
    assert "Rules of the scenario's own\n  gossip_norm" in overview
    assumed = invoke(
        "describe", "gossip_norm", "--assumptions", "--with", GOSSIP / "gossip.yaml", "--allow-code"
    ).stdout
    assert "mechanisms.gossip_norm.kept" in assumed


@pytest.mark.slow
@pytest.mark.parametrize("order", [("baseline", "gossip.yaml"), ("gossip.yaml", "rotation")])
def test_it_is_compared_and_reported(tmp_path: Path, order: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOSSIP)
    result = invoke("compare", *order, "--allow-code", *SMALL, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    code = {s["name"]: s["code"] for s in manifest["scenarios"]}
    assert set(code["gossip"]) == {"gossip_norm"}
    assert "intention_gossip_pull" in [m["name"] for m in manifest["measures"]]
    assert "gossip" in (tmp_path / "out" / "report.html").read_text("utf-8").lower()


@pytest.fixture(scope="module")
def mesa_app() -> dict[str, Any]:
    pytest.importorskip("solara")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # solara's word on how Mesa writes its hooks
        return runpy.run_path(str(GOSSIP.parent / "mesa_app" / "app.py"))


def test_mesas_page_shows_skill_as_darkness(mesa_app: dict[str, Any]) -> None:
    colours = [mesa_app["portray"](SimpleNamespace(skill=skill)).color for skill in (0.0, 0.3, 0.7, 1.0)]
    lightness = [sum(int(colour[k : k + 2], 16) for k in (1, 3, 5)) for colour in colours]
    assert lightness == sorted(lightness, reverse=True)
    assert len(set(colours)) == 4


def test_mesas_page_offers_scenarios_that_are_there_and_measures_that_are_taken(mesa_app: dict[str, Any]) -> None:
    offered = mesa_app["params"]["scenario"]
    assert offered["value"] in offered["values"]
    for name in offered["values"]:
        assert load(name).name == name
    model = mesa_app["model"]
    model.step()
    assert {"miti", "practice"} <= set(model.datacollector.get_model_vars_dataframe().columns)
