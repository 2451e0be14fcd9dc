"""Where results come from."""

from __future__ import annotations

import subprocess
from pathlib import Path

from mi_abm.experiment.provenance import checkout, provenance, version


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder as nobody in particular."""
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    return subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_checkout(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "trunk")
    assert checkout(tmp_path) is None, "nothing committed yet"
    (tmp_path / "a").write_text("1")
    git(tmp_path, "add", "a")
    git(tmp_path, "commit", "-qm", "first")
    commit = git(tmp_path, "rev-parse", "HEAD").strip()
    assert checkout(tmp_path) == {"commit": commit, "branch": "trunk", "clean": True}
    (tmp_path / "a").write_text("2")
    assert checkout(tmp_path) == {"commit": commit, "branch": "trunk", "clean": False}
    (tmp_path / "site-packages").mkdir()
    assert checkout(tmp_path / "site-packages") is None, "installed inside somebody's project"


def test_versions() -> None:
    import numpy as np

    found = provenance()["versions"]
    assert found["numpy"] == np.__version__
    assert version("no-such-library") is None
