"""docs/cluster.md as a student follows it: the files and commands of the page, as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.cluster.conftest import Slurm
from tests.cluster.sweep import PATIENCE, ROOT, until

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("cluster")]
PAGE = (ROOT / "docs" / "cluster.md").read_text("utf-8")
FILES = re.findall(r"`([\w.]+)`:\n\n```(?:yaml|sh)\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = re.findall(r"```bash\n(.*?)```", PAGE, re.DOTALL)


def test_the_page(tmp_path: Path, slurm: Slurm) -> None:
    home = tmp_path / "home"
    (home / "mi" / "bin").mkdir(parents=True)
    (home / "mi" / "bin" / "activate").write_text(f"export PATH={Path(sys.executable).parent}:$PATH\n")
    for name, text in FILES:
        (home / name).write_text(text)
    assert [name for name, _ in FILES] == ["sweep.yaml", "slurm.yaml", "driver.sh"]
    environment = {**os.environ, **slurm.environment, "HOME": str(home), "PYTHONPATH": str(ROOT)}
    said = []
    for block in COMMANDS:
        done = subprocess.run(
            ["bash", "-e", "-c", block], cwd=home, env=environment, capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.returncode == 0, block + done.stdout + done.stderr
        said.append(done.stdout)
        slurm.empty()  # the driver may be a job
    runs = pd.concat(map(pd.read_parquet, (home / "out" / "sweep" / "runs").glob("*.parquet")))
    assert runs["seed"].nunique() == 60
    assert len(runs) == runs["run_id"].nunique() == 60 * 6
    assert (home / "out" / "sweep" / "figure.png").stat().st_size > 10_000
    _, ran, _, looked = said
    assert "Conditional comparison under stated assumptions, not a forecast." in " ".join(ran.split())
    names = "sacct", "--noheader", "--allocations", "--parsable2", "--format=JobName"
    until(lambda: sum(name.startswith("mi-abm-") for (name,) in slurm.ask(*names)) >= 8, "four jobs of each driver")
    assert re.search(r"\b26\D+60\b", looked)
