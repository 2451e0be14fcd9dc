"""What is installed from a wheel finds its scenarios and citations anywhere."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "mi_abm", "scenarios")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An unpacked wheel, built from a copy so that the checkout stays clean."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("installed")
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, source / part)
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", ".", "."]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    (wheel,) = source.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(target)
    return target


def test_the_wheel_holds_every_data_file(installed: Path) -> None:
    scenarios = {file.relative_to(ROOT) for file in (ROOT / "scenarios").rglob("*.*")}
    assert {file.relative_to(installed / "mi_abm") for file in (installed / "mi_abm/scenarios").rglob("*")} >= scenarios
    beside_code = [
        f for f in (ROOT / "mi_abm").rglob("*") if f.suffix in (".yaml", ".html", ".typed", ".csv", ".ipynb")
    ]
    assert [f.name for f in beside_code if not (installed / f.relative_to(ROOT)).is_file()] == []


def test_a_packaged_scenario_loads_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    code = "import mi_abm; print(mi_abm.__file__, mi_abm.load('rotation').data.interventions.rotation.weeks)"
    alone = os.environ | {"PYTHONPATH": str(installed)}
    file, weeks = subprocess.check_output([sys.executable, "-c", code], cwd=tmp_path, env=alone, text=True).split()
    assert Path(file).is_relative_to(installed)
    assert weeks == "12"
