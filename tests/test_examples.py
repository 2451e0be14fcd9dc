"""The examples work as their README says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import SMALL, invoke

GOSSIP = Path(__file__).parents[1] / "examples" / "gossip"


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
